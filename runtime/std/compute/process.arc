namespace compute


/// How a process is to run.
struct ProcessConfig {
    env: map<string, string>    // set on top of the parent's environment
    working_dir: string         // "": the parent's
}

/// A process of its own that runs the body: the same binary, started with `--compute=<id>`.
///
///     let p = process func(n: int64) int64 { return n * n }(ProcessConfig{}, 12)
///     let square = p.wait()
///
/// Arguments and result are copied and may have any size. What the body prints goes to the parent's standard error. A child
/// does not outlive its parent. A handle that dies while its child runs kills the child; `detach` lets it run on.
struct process<compute> {
    pid: int32
    _child: _Child

    init(self p: *process<compute>, config: ProcessConfig, args...) {
        match _start_child(@compute_id(), serialize(args...), config.env, config.working_dir) {
            ok(child) => {
                p._child = child
                p.pid = child._cell.pid
            }
            err(e) => { panic(e.message) }
        }
    }

    /// Waits for the process and gives the result of its body. Panics with the child's report when it panicked, and with how
    /// it ended when there is no result.
    @readonly
    func wait(self p: *process<compute>) auto {
        return p.try_wait()!
    }

    /// Waits for the process and gives the result of its body, or an error with the code `Panicked`, `Killed`, `ExitFailure`
    /// or `Truncated`.
    @readonly
    func try_wait(self p: *process<compute>) auto! {
        return _result_of(p._child)
    }

    /// Kills the process; `try_wait` then says so. Nothing happens when it has ended.
    @readonly
    func kill(self p: *process<compute>) { p._child.signal(SIGKILL) }

    /// Sends a signal; nothing happens when the process was waited for or detached.
    @readonly
    func signal(self p: *process<compute>, number: int32) { p._child.signal(number) }

    /// True while the process runs; false for a detached one.
    @readonly
    func is_running(self p: *process<compute>) bool { return p._child.is_running() }

    /// Lets the process run on its own; its result is lost. It still ends when its parent does.
    /// The handle can do nothing with it any more.
    @readonly
    func detach(self p: *process<compute>) { p._child.detach() }
}
