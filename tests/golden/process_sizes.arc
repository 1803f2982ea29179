// Arguments and results of all sizes, in both directions: small ones stand in the same file, large ones do not.
// expect: 0 0
// expect: 0 100
// expect: 0 200
// expect: 0 1000000
// expect: 100 0
// expect: 100 100
// expect: 100 200
// expect: 100 1000000
// expect: 65495 0
// expect: 65495 1000000
// expect: 65496 0
// expect: 65496 1000000
// expect: 1000000 0
// expect: 1000000 1000000
// expect: rest of standard input: 0
// expect: mixed: 7 2.5 true text
// expect: the process panicked: 3 bytes
import "std/io"

func text(n: usize) string { return "ab".repeat(n / 2) + "c".repeat(n % 2) }

struct Mixed {
    a: int32
    b: float64
    c: bool
    d: string
}

func main() {
    for given in [0, 100, 65_495, 65_496, 1_000_000] {
        for taken in [0, 100, 200, 1_000_000] {
            if given > 100 && taken > 0 && taken < 1000 { continue }
            let wanted = text(cast<usize>(taken))
            let p = process func(argument: string, size: usize) (usize, string) {
                return (argument.len(), text(size))
            }(ProcessConfig{}, text(cast<usize>(given)), cast<usize>(taken))
            let (seen, result) = p.wait()
            if result != wanted { panic("another result") }
            println("${seen} ${result.len()}")
        }
    }
    let rest = process func(x: int32) usize { return io.read_stdin().unwrap().len() }(ProcessConfig{}, 5).wait()
    println("rest of standard input: ${rest}")
    let mixed = process func(a: int32, b: float64, c: bool, d: string) Mixed {
        return Mixed{a: a, b: b, c: c, d: d}
    }(ProcessConfig{}, 7, 2.5, true, "text").wait()
    println("mixed: ${mixed.a} ${mixed.b} ${mixed.c} ${mixed.d}")
    let failed = process func(s: string) int32 { panic("${s.len()} bytes") }(ProcessConfig{}, "abc").try_wait()
    if let e = failed.err() { println(e.message.split("\n")[0]) }
}
