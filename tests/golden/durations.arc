// expect: 10ns 5us 250ms 5s 120s 1.5s
// expect: 1500 1.5
// expect: true 3s
func main() {
    println(10_ns, 5_us, 250_ms, 5_s, 2_min, 1_s + 500_ms)
    let d = 1_s + 500_ms
    println(d.milliseconds(), d.seconds())
    println(250_ms < 1_s, 1_s * 3)
}
