// Expectations: ./arcw golden --update
// warning: 5:9 ARC0242 `factor` is never used
// error: 7:20 ARC0248 the body of a compute expression cannot use `factor`: it runs somewhere else
func main() {
    let factor: int64 = 3
    let p = process func(n: int64) int64 {
        return n * factor
    }(ProcessConfig{}, 2)
    println(p.wait())
}
