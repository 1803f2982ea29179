// expect: 1
// expect: true
// expect: false 0
import "std/os"

func main() {
    let p = process func() int64 { return 1 }(ProcessConfig{})
    println(p.wait())
    println(p.try_wait().is_err())
    // A handle that dies while its child runs ends the child.
    let pid: int32 = 0
    if true {
        let forgotten = process func() int64 {
            for {}
        }(ProcessConfig{})
        pid = forgotten.pid
    }
    println(os.try_kill(pid, 0).is_ok(), 0)
}
