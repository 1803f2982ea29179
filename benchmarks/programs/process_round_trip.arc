// Calls a function in a new process, one call after the other: process_round_trip [CALLS]
// Prints the nanoseconds of each call.

import "std/os"
import "std/time"

func main() void! {
    let calls: int64 = 200
    if os.args.len() > 1 { calls = os.args[1].parse_int()? }
    for i in 0..calls {
        let x = truncate<int32>(i & 1023)
        let start = time.now()
        let square = process func(x: int32) int32 { return x * x }(ProcessConfig{}, x).wait()
        let took = start.elapsed()
        if square != x * x { panic("the child computed ${square}") }
        println("${took.nanoseconds()}")
    }
}
