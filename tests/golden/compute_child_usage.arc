// expect: exit code 64
// expect: exit code 64
// expect: exit code 64
// expect-stderr: --compute=nothing: no such entry point in this program
// expect-stderr: standard input holds no arguments
// expect-stderr: truncated arguments
import "std/os"

func main() void! {
    let p = process func(n: int64) int64 { return n }(ProcessConfig{}, 1)
    p.wait()
    println(os.run(os.executable_path(), ["--compute=nothing"])?.status)
    println(os.run(os.executable_path(), ["--compute=main.__process_0"], input: "what is this, some text of a good length")?.status)
    println(os.run(os.executable_path(), ["--compute=main.__process_0"])?.status)
}
