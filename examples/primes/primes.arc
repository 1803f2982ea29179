// Counts primes with one process per range, and shows what becomes of a process that fails.
//
//     primes [LIMIT] [PROCESSES]

import "std/os"
import "std/time"

func is_prime(n: int64) bool {
    if n < 2 { return false }
    if n % 2 == 0 { return n == 2 }
    for let d: int64 = 3; d * d <= n; d += 2 {
        if n % d == 0 { return false }
    }
    return true
}

func count_primes(low: int64, high: int64) int64 {
    let count: int64 = 0
    for n in low..high {
        if is_prime(n) { count++ }
    }
    return count
}

func main() void! {
    let limit: int64 = 1_000_000
    let processes: int64 = 4
    if os.args.len() > 1 { limit = os.args[1].parse_int()? }
    if os.args.len() > 2 { processes = os.args[2].parse_int()? }

    let start = time.now()
    let jobs: vector<process<int64>> = []
    for i in 0..processes {
        let low = limit * i / processes
        let high = limit * (i + 1) / processes
        jobs.push(process func(low: int64, high: int64) int64 {
            return count_primes(low, high)
        }(ProcessConfig{}, low, high))
    }
    let total: int64 = 0
    for job in jobs { total += job.wait() }
    println("${total} primes below ${limit}")
    eprintln("${processes} processes took ${start.elapsed():.1}")

    // A panic of a process is an error here, with the report of the other side; this process goes on.
    let broken = process func(n: int64) int64 {
        return 100 / (n - n)
    }(ProcessConfig{}, 3)
    match broken.try_wait() {
        ok(value) => println("a value from nowhere: ${value}")
        err(e) => println(e.message.lines()[0])
    }
}
