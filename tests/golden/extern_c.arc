// expect: true
// expect: 5
// expect: 8.0
extern "C" {
    func arc_rt_sys_getpid() int64
    func memcmp(a: *byte, b: *byte, n: usize) int32
    func pow(x: float64, y: float64) float64
}

func main() {
    println(arc_rt_sys_getpid() > 0)
    let a = "hello"
    let b = "hello"
    println(memcmp(a.pointer(), b.pointer(), 5) + 5)
    println(pow(2.0, 3.0))
}
