// Expectations: ./arcw golden --update
// error: 17:13 ARC0253 tasks are not available in this version of the compiler
// error: 18:5 ARC0253 functions and types are declared at the package level
// error: 19:5 ARC0253 tasks (`select`, `scope`, `with`) are not available in this version of the compiler
// error: 22:15 ARC0253 `Task` is not available in this version of the compiler
// error: 22:32 ARC0253 `Tx` is not available in this version of the compiler
// error: 22:47 ARC0253 `Rx` is not available in this version of the compiler
// error: 25:20 ARC0253 `chan` is not available in this version of the compiler
// error: 26:13 ARC0253 `chan` is not available in this version of the compiler
// error: 27:13 ARC0253 `container` is not available in this version of the compiler
// error: 28:13 ARC0253 `cloud` is not available in this version of the compiler
// error: 29:21 ARC0253 `pmap` is not available in this version of the compiler
// What this version of the compiler does not do yet: it says so.
async func later() int64 { return 1 }

func main() {
    let t = spawn later()
    struct Inner { x: int64 }
    with deadline(5_ms) { println(1) }
}

func types(t: Task<int64>, tx: Tx<int32>, rx: Rx<int32>) {}

func names() {
    let (tx, rx) = chan<int32>(16)
    let a = chan(3)
    let c = container func() int64 { return 1 }(4)
    let d = cloud func() int64 { return 1 }()
    let xs = [1, 2].pmap(|x| x)
}
