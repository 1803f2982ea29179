// Expectations: ./arcw golden --update
// error: 13:13 ARC0265 this cannot be done during the build: opening a file
// error: 14:13 ARC0265 this cannot be done during the build: opening a file
// error: 15:13 ARC0265 this cannot be done during the build: reading a clock
// error: 16:13 ARC0265 this cannot be done during the build: starting a thread
// What runs during the build has no effects and sees nothing of the machine.
import "std/fs"
import "std/time"

extern "C" { func getpid() int32 }

func main() {
    println(comptime { fs.read_file("/etc/passwd")!.len() })
    println(comptime { fs.read_file("../secret")!.len() })
    println(comptime { "${time.now()}" })
    println(comptime { (thread func() int64 { return 1 }(ThreadConfig{})).join() })
}
