// expect: 55
// expect: detached
// The definition of `thread` from the compute templates document, under another name.
import "std/runtime"
import "std/time"

struct fiber<compute> {
    handle: ThreadHandle

    init(self t: *fiber<compute>, config: FiberConfig, args...) {
        t.handle = runtime.spawn_thread(@compute_id(), config, args...)
    }

    func join(self t: *fiber<compute>) auto {
        return runtime.thread_join(t.handle)
    }

    func detach(self t: *fiber<compute>) {
        runtime.thread_detach(t.handle)
    }
}

struct FiberConfig {
    stack_size: usize
    priority: int32
    name: string
}

func main() {
    let t = fiber func(n: int64) int64 {
        let sum: int64 = 0
        for i in 1..=n { sum += i }
        return sum
    }(FiberConfig{stack_size: 1_MB, name: "summing"}, 10)
    println(t.join())
    let u = fiber func(n: int64) int64 { return n }(FiberConfig{}, 1)
    u.detach()
    time.sleep(100_ms)          // let it end before the program does
    println("detached")
}
