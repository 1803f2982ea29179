// Expectations: ./arcw golden --update
// error: 10:26 ARC0249 this cannot travel to another process: `*int64` is a raw pointer into this process' memory
// error: 12:26 ARC0249 this cannot travel to another process: `func() int64` is code, which only means something in this process
struct Handle {
    address: *byte
}

func main() {
    let x: int64 = 1
    let p = process func(q: *int64) int64 { return *q }(ProcessConfig{}, &x)
    println(p.wait())
    let f = process func(g: func() int64) int64 { return g() }(ProcessConfig{}, || 1)
    println(f.wait())
}
