// error: 4:25 ARC0216 the type of parameter `x` is missing
// Expectations: ./arcw golden --update
func main() {
    let p = thread func(x) int64 { return 1 }(ThreadConfig{}, 2)
    println("${p.join()}")
}
