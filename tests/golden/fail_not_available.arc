// Expectations: ./arcw golden --update
// error: 10:13 ARC0253 tasks are not available in this version of the compiler
// error: 11:5 ARC0253 functions and types are declared at the package level
// error: 12:5 ARC0253 tasks (`select`, `scope`, `with`) are not available in this version of the compiler
// error: 13:13 ARC0253 this `comptime` block needs the evaluator, which is not available in this version of the compiler
// What this version of the compiler does not do yet: it says so.
async func later() int64 { return 1 }

func main() {
    let t = spawn later()
    struct Inner { x: int64 }
    with deadline(5_ms) { println(1) }
    println(comptime { let n = 1
        n + 1 })
}
