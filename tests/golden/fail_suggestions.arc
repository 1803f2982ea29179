// Expectations: ./arcw golden --update
// warning: 12:1 ARC0209 package `os` is imported and not used
// error: 15:19 ARC0223 `*` does not work on `int64` and `float64`
// error: 16:15 ARC0223 `+` does not work on `float64` and `int64`
// error: 17:19 ARC0223 `*` does not work on `usize` and `int64`
// error: 31:32 ARC0215 `func(int64, string) int64` is wanted here: the parameter `n` is a `int64`, not a `usize`
// error: 32:31 ARC0200 unknown name `SIGSEGV`
// error: 33:13 ARC0200 unknown function `exit_code`
// error: 35:31 ARC0215 expected `usize`, found `int64`
// error: 35:34 ARC0215 expected `usize`, found `int64`
// Mistakes with one evident repair.
import "std/os"

func scale(count: int64, x: float64, index: usize) float64 {
    let a = count * 2.0
    let b = x + (count + 1)
    let c = index * count
    return a + b + cast<float64>(c)
}

func place(x: usize, y: usize, name: string) {}

func fold<T, A>(xs: []T, start: A, f: func(A, T) A) A {
    let a = start
    for x in xs { a = f(a, x) }
    return a
}

func main() {
    let words = ["a", "bc"]
    println(fold(words, 0, |n: usize, w| n + w.len()))
    println(scale(1, 2.0, 3), SIGSEGV)
    println(exit_code(1))
    for i in 0..3 {
        for j in 0..3 { place(i, j, 5) }
    }
    let found: int64? = null
    let n = found ?? { println("none"); return }
    println(n)
}
