namespace compute

import "std/runtime"

/// How a thread is to run.
struct ThreadConfig {
    stack_size: usize       // bytes; 0: 8 MiB of address space, used as touched
    priority: int32         // added to the nice value of the process
    name: string            // shown by the system's tools, 15 bytes of it
}

/// A thread of the operating system. Its arguments are copied, except what raw pointers lead to, which it shares:
///
///     let t = thread func(n: int64) int64 { return n * n }(ThreadConfig{}, 12)
///     let square = t.join()
///
/// A handle that dies without `join` detaches its thread. When `main` returns, threads that still run end with the process.
struct thread<compute> {
    handle: ThreadHandle

    @consumes
    init(self t: *thread<compute>, config: ThreadConfig, args...) {
        t.handle = runtime.spawn_thread(@compute_id(), config, args...)
    }

    /// Waits for the thread and gives the result of its body. Panics with the thread's report when it panicked.
    @readonly
    func join(self t: *thread<compute>) auto { return runtime.thread_join(t.handle) }

    /// Waits for the thread and gives the result of its body, or an error with the code `Panicked` and the thread's report.
    @readonly
    func try_join(self t: *thread<compute>) auto! { return runtime.thread_try_join(t.handle) }

    /// Lets the thread run on its own; its result is thrown away. A panic of it ends the process.
    @readonly
    func detach(self t: *thread<compute>) { runtime.thread_detach(t.handle) }
}
