// Threads in every number and every way to end; the first argument says which.
import "std/fs"
import "std/os"
import "std/runtime"
import "std/time"

func fail_at(values: vector<int64>, i: int64) int64 { return values[i] }

func panicking() {
    let t = thread func(i: int64) int64 { return fail_at([1, 2, 3], i) }(ThreadConfig{}, 9)
    match t.try_join() {
        ok(v) => println("value", v)
        err(e) => println("${e.code == Panicked} ${e.message}")
    }
    match t.try_join() {
        ok(v) => println("value", v)
        err(e) => println("${e.code == AlreadyTaken} ${e.message}")
    }
}

func panicking_join() {
    let t = thread func() int64 { panic("nobody catches this") }(ThreadConfig{})
    println(t.join())
}

func at_once(count: int64) {
    let all: vector<thread<int64>> = []
    for i in 0..count {
        all.push(thread func(n: int64, data: vector<int64>) int64 {
            time.sleep(10_ms)           // all of them live at the same time
            return n + data[n % 4]
        }(ThreadConfig{}, i, [10, 20, 30, 40]))
    }
    let sum: int64 = 0
    for t in all { sum += t.join() }
    println(sum)
}

func one_by_one(count: int64) {
    let sum: int64 = 0
    for i in 0..count {
        let t = thread func(n: int64) string { return "${n}" }(ThreadConfig{}, i)
        sum += cast<int64>(t.join().len())
    }
    println(sum)
}

func panics_at_once(count: int64) {
    let all: vector<thread<int64>> = []
    for i in 0..count {
        all.push(thread func(n: int64) int64 {
            if n % 2 == 0 { panic("thread ${n}") }
            return n
        }(ThreadConfig{}, i))
    }
    let failed = 0
    let sum: int64 = 0
    for t in all {
        match t.try_join() {
            ok(v) => { sum += v }
            err(_) => { failed += 1 }
        }
    }
    println(failed, sum)
}

func detached() {
    let done = [0, 0, 0, 0]
    let first = &done[0]
    for i in 0..4 {
        let t = thread func(n: int64, cells: *int64) {
            time.sleep(5_ms)
            @atomic_store(cells + n, n + 1)
        }(ThreadConfig{}, i, first)
        if i % 2 == 0 { t.detach() }        // the others: the handle just dies
    }
    for i in 0..4 {
        for @atomic_load(first + i) != i + 1 { time.sleep(1_ms) }
    }
    println(done)
}

func detached_panic() {
    let t = thread func() { panic("nobody is left to tell") }(ThreadConfig{})
    t.detach()
    time.sleep(20_s)
    println("not reached")
}

/// How much of the stack each call takes: 1 KB, and something that must be kept.
func deep(n: int64) int64 {
    let frame: [128]int64
    frame[cast<usize>(n) % 128] = n
    if n == 0 { return 0 }
    return deep(n - 1) + frame[cast<usize>(n) % 128] - n + 1
}

func stack_sizes() {
    // 2000 calls of a bit more than a KB: more than 1 MB, less than 8.
    println((thread func() int64 { return deep(2000) }(ThreadConfig{}).join()))
    println((thread func() int64 { return deep(100_000) }(ThreadConfig{stack_size: 256_MB}).join()))
    println((thread func() int64 { return deep(10) }(ThreadConfig{stack_size: 1}).join()))
}

/// One frame of 4 MB, touched at both ends and in the middle.
func big_frame(n: int64) int64 {
    let frame: [524288]int64
    frame[0] = n
    frame[262144] = n
    frame[524287] = n
    return frame[0] + frame[262144] + frame[524287] + frame[cast<usize>(n)]
}

func big_frames() {
    println(big_frame(5))
    println((thread func() int64 { return big_frame(6) }(ThreadConfig{}).join()))
    println((thread func() int64 { return big_frame(7) }(ThreadConfig{stack_size: 64_MB}).join()))
}

/// The frame of a small stack's last call reaches far beyond the guard.
func frame_over_the_guard() {
    println((thread func() int64 { return big_frame(6) }(ThreadConfig{stack_size: 256_KB}).join()))
}

func overflow(n: int64) int64 {
    return overflow(n + 1) + 1
}

func overflow_in_thread() {
    println((thread func() int64 { return overflow(0) }(ThreadConfig{}).join()))
}

struct Node {
    value: int64
}

func crash_in_thread() {
    let t = thread func() int64 {
        let node = @null_ptr<Node>()
        return node.value
    }(ThreadConfig{})
    println(t.join())
}

func named() {
    let t = thread func() string {
        return fs.read_to_string("/proc/self/task/${runtime.thread_id()}/comm").unwrap()
    }(ThreadConfig{name: "a long name of a thread"})
    print(t.join())
}

/// Threads that start processes: the children do not die with the thread that started them.
func processes_from_threads(count: int64) {
    let all: vector<thread<int64>> = []
    for i in 0..count {
        all.push(thread func(n: int64) int64 {
            let sum: int64 = 0
            for k in 0..5 {
                let p = process func(a: int64, b: int64) int64 { return a * b }(ProcessConfig{}, n, k)
                sum += p.wait()
            }
            return sum
        }(ThreadConfig{}, i))
    }
    let sum: int64 = 0
    for t in all { sum += t.join() }
    println(sum)
}

func too_many() {
    let all: vector<thread<int64>> = []
    for i in 0..100_000 {
        all.push(thread func(n: int64) int64 {
            time.sleep(60_s)
            return n
        }(ThreadConfig{}, i))
    }
}

func main() {
    let arguments = os.args.to_vector()
    let count = arguments.get(2).unwrap_or("0").parse<int64>().unwrap()
    match arguments[1] {
        "panic" => panicking()
        "panicking_join" => panicking_join()
        "at_once" => at_once(count)
        "one_by_one" => one_by_one(count)
        "panics" => panics_at_once(count)
        "detach" => detached()
        "detached_panic" => detached_panic()
        "stack_sizes" => stack_sizes()
        "big_frames" => big_frames()
        "frame_over_the_guard" => frame_over_the_guard()
        "overflow" => println(overflow(0))
        "overflow_in_thread" => overflow_in_thread()
        "crash_in_thread" => crash_in_thread()
        "named" => named()
        "processes" => processes_from_threads(count)
        "too_many" => too_many()
        _ => panic("no scenario ${arguments[1]}")
    }
}
