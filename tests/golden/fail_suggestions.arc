// Expectations: ./arcw golden --update
// warning: 11:1 ARC0209 package `os` is imported and not used
// error: 14:19 ARC0223 `*` does not work on `int64` and `float64`
// error: 15:15 ARC0223 `+` does not work on `float64` and `int64`
// error: 16:19 ARC0223 `*` does not work on `usize` and `int64`
// error: 23:31 ARC0200 unknown name `SIGSEGV`
// error: 24:13 ARC0200 unknown function `exit_code`
// error: 26:31 ARC0215 expected `usize`, found `int64`
// error: 26:34 ARC0215 expected `usize`, found `int64`
// Mistakes with one evident repair.
import "std/os"

func scale(count: int64, x: float64, index: usize) float64 {
    let a = count * 2.0
    let b = x + (count + 1)
    let c = index * count
    return a + b + cast<float64>(c)
}

func place(x: usize, y: usize, name: string) {}

func main() {
    println(scale(1, 2.0, 3), SIGSEGV)
    println(exit_code(1))
    for i in 0..3 {
        for j in 0..3 { place(i, j, 5) }
    }
    let found: int64? = null
    let n = found ?? { println("none"); return }
    println(n)
}
