// expect: ended with exit code 3
// expect: ended with exit code 0 before its body returned
// expect: was killed by SIGKILL
// expect: was killed by SIGSEGV (address 0x0): null dereference
// expect: code 1010 1011
// expect-stderr: null dereference
import "std/os"

struct Node {
    value: int64
}

func say<T>(r: T!) int32 {
    match r {
        ok(_) => {
            println("a value")
            return 0
        }
        err(e) => {
            // The number of the process differs in every run.
            println(e.message.lines()[0].split(" ")[2..].to_vector().join(" "))
            return e.code
        }
    }
}

func main() {
    let a = process func() int64 {
        os.exit(3)
    }(ProcessConfig{})
    let first = say(a.try_wait())
    let b = process func() int64 {
        os.exit(0)
    }(ProcessConfig{})
    say(b.try_wait())
    let c = process func() int64 {
        for {}
    }(ProcessConfig{})
    c.kill()
    let third = say(c.try_wait())
    let d = process func() int64 {
        let p = @null_ptr<Node>()
        return p.value
    }(ProcessConfig{})
    say(d.try_wait())
    println("code", first, third)
}
