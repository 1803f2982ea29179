// Starts and joins threads, `BATCH` at a time: thread_spawn [BATCH] [ROUNDS]
// Prints the nanoseconds of each round, divided by the batch.

import "std/os"
import "std/time"

func start(x: int64) thread<int64> {
    return thread func(x: int64) int64 { return x + 1 }(ThreadConfig{}, x)
}

func main() void! {
    let batch: int64 = 1
    let rounds: int64 = 1000
    if os.args.len() > 1 { batch = os.args[1].parse_int()? }
    if os.args.len() > 2 { rounds = os.args[2].parse_int()? }
    let times: vector<int64> = []
    let sum: int64 = 0
    for _ in 0..rounds {
        let begin = time.now()
        if batch == 1 {
            sum += start(0).join()
        } else {
            let threads: vector<thread<int64>> = []
            for i in 0..batch { threads.push(start(i)) }
            for t in threads { sum += t.join() }
        }
        times.push(begin.elapsed().nanoseconds() / batch)
    }
    for t in times { println("${t}") }
    if sum != rounds * batch * (batch + 1) / 2 { panic("a thread was lost: ${sum}") }
}
