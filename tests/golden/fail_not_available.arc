// Expectations: ./arcw golden --update
// error: 21:13 ARC0253 tasks are not available in this version of the compiler
// error: 22:5 ARC0253 functions and types are declared at the package level
// error: 23:5 ARC0253 tasks (`select`, `scope`, `with`) are not available in this version of the compiler
// error: 24:13 ARC0253 this `comptime` block needs the evaluator, which is not available in this version of the compiler
// error: 28:15 ARC0253 `Task` is not available in this version of the compiler
// error: 28:32 ARC0253 `Tx` is not available in this version of the compiler
// error: 28:47 ARC0253 `Rx` is not available in this version of the compiler
// error: 31:20 ARC0253 `chan` is not available in this version of the compiler
// error: 32:13 ARC0253 `chan` is not available in this version of the compiler
// error: 33:13 ARC0253 `container` is not available in this version of the compiler
// error: 34:13 ARC0253 `cloud` is not available in this version of the compiler
// error: 35:13 ARC0253 `@embed_file` is not available in this version of the compiler
// error: 36:13 ARC0253 `@methods` is not available in this version of the compiler
// error: 37:21 ARC0253 `pmap` is not available in this version of the compiler
// error: 38:5 ARC0253 `@add_func` is not available in this version of the compiler
// What this version of the compiler does not do yet: it says so.
async func later() int64 { return 1 }

func main() {
    let t = spawn later()
    struct Inner { x: int64 }
    with deadline(5_ms) { println(1) }
    println(comptime { let n = 1
        n + 1 })
}

func types(t: Task<int64>, tx: Tx<int32>, rx: Rx<int32>) {}

func names() {
    let (tx, rx) = chan<int32>(16)
    let a = chan(3)
    let c = container func() int64 { return 1 }(4)
    let d = cloud func() int64 { return 1 }()
    let e = @embed_file("x.txt")
    let m = @methods(int64)
    let xs = [1, 2].pmap(|x| x)
    @add_func("x", 3)
}
