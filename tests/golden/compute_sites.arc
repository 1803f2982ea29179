// Compute expressions in literals and in generic functions: one entry for each site and instance.
// expect: 8
// expect: 12
// expect: 3 ab 3.5
func sum<T>(a: T, b: T) T {
    return (process func(x: T, y: T) T { return x + y }(ProcessConfig{}, a, b)).wait()
}
func main() {
    let jobs = [process func(x: int32) int32 { return x * 2 }(ProcessConfig{}, 4), process func(x: int32) int32 { return x * 3 }(ProcessConfig{}, 4)]
    for i in 0..jobs.len() { println("${jobs[i].wait()}") }
    println("${sum(1, 2)} ${sum("a", "b")} ${sum(1.5, 2.0)}")
}
