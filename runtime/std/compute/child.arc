namespace compute

import "std/os"

// A child process that runs one entry of this program. Arguments and result stand in memory files instead of pipes: any size
// goes both ways without one side waiting for the other, and what the child did not send is seen by the length.

struct _ChildCell {
    pid: int32
    output: os.MemoryFile
    start: usize            // where in the output the result begins
    waited: bool            // the child is gone, `status` says how
    detached: bool
    status: os.ExitStatus
}

/// A started child. Copies are the same child. One that dies while the child runs kills and reaps it: nobody is left to ask
/// for its result, and no process stays behind unseen. `detach` lets it run on.
struct _Child {
    _cell: *_ChildCell

    @copy_hook
    func _copied(self c: *_Child) { @retain(c._cell) }

    drop(self c: *_Child) {
        if @release(c._cell) {
            if !c._cell.waited && !c._cell.detached {
                let _ = os.try_kill(c._cell.pid, SIGKILL)
                let _ = os.try_waitpid(c._cell.pid)
            }
            @drop_at(c._cell)
            arc_rt_free(@ptr_cast<byte>(c._cell) - 8, 8 + @sizeof(_ChildCell))
        }
    }

    /// Lets the child run on. A thread waits for its end, so that no dead process stays behind.
    func detach(self c: _Child) {
        let cell = c._cell
        if cell.waited || cell.detached { return }
        cell.detached = true
        thread func(pid: int32) {
            let _ = os.try_waitpid(pid)
        }(ThreadConfig{stack_size: 64_KB, name: "arc-reaper"}, cell.pid).detach()
    }

    /// Sends a signal, if nobody has waited for the child: its number may be another's by then.
    func signal(self c: _Child, signal: int32) {
        if !c._cell.waited && !c._cell.detached { os.kill(c._cell.pid, signal) }
    }

    /// True while the child runs and is this handle's.
    func is_running(self c: _Child) bool {
        if c._cell.waited || c._cell.detached { return false }
        match os.poll_pid(c._cell.pid) {
            ok(status) => {
                if let os.ExitStatus.Running = status { return true }
                c._cell.status = status
                c._cell.waited = true
            }
            err(_) => {}
        }
        return false
    }

    /// Waits for the end, and says how it came.
    func finish(self c: _Child) os.ExitStatus! {
        let cell = c._cell
        if cell.detached { return error("the process was detached", code: AlreadyTaken) }
        if !cell.waited {
            cell.status = os.try_waitpid(cell.pid)?
            cell.waited = true
        }
        return cell.status
    }

    /// How many bytes the child has sent.
    func result_size(self c: _Child) usize! {
        let end = c._cell.output.size()?
        if end <= c._cell.start { return 0 }
        return end - c._cell.start
    }

    /// The value in what the ended child sent.
    func value<T>(self c: _Child) T! {
        let output = c._cell.output
        if !output.pipe().is_open() { return error("the result was taken before", code: AlreadyTaken) }
        defer output.pipe().close()
        let size = c.result_size()?
        if size < _MAPPED_SIZE { return try_deserialize<T>(output.contents(c._cell.start)?) }
        // Large results are decoded where they lie.
        let view = output.view()?
        return _value_of<T>(view.pointer() + c._cell.start, size)
    }
}

/// Starts the entry `id` of this program with a frame of arguments on its standard input.
///
/// Small arguments share one file with the result, since making a file costs a twentieth of a whole call: standard input and
/// output are then one open file with one position, which stands behind the arguments when the child has read them, and that
/// is before it can write. Large ones get a file of their own, so that their memory is free when the child has ended.
func _start_child(id: string, arguments: vector<byte>, env: map<string, string>, cwd: string) _Child! {
    let input = os.memory_file("arc-compute")?
    input.set_contents(arguments)?
    let output = input
    let start = arguments.len()
    if start > _SHARED_SIZE {
        output = os.memory_file("arc-result")?
        start = 0
    }
    let pid = os.try_spawn_self(["--compute=${id}"], stdin: input.pipe(), stdout: output.pipe(), env: env, cwd: cwd)?
    let block = arc_rt_alloc(8 + @sizeof(_ChildCell))
    @ptr_cast<uint64>(block)[0] = 1
    let cell = @ptr_cast<_ChildCell>(block + 8)
    @init(cell, _ChildCell{pid: pid, output: output, start: start, waited: false, detached: false, status: os.ExitStatus.Running})
    return _Child{_cell: cell}
}

const _SHARED_SIZE: usize = 64_KB
const _MAPPED_SIZE: usize = 256_KB

/// Waits for a child and gives its result, or an error that says how it ended: `Panicked`, `Killed`, `ExitFailure` or
/// `Truncated`.
func _result_of<T>(child: _Child) T! {
    let pid = child._cell.pid
    match child.finish()? {
        os.ExitStatus.Exited(code) => {
            let size = child.result_size().unwrap_or(0)
            if code == 0 {
                if size == 0 && child._cell.output.pipe().is_open() {
                    return error("process ${pid} ended with exit code 0 before its body returned", code: ExitFailure)
                }
                return child.value<T>()
            }
            if code == 101 && size != 0 {
                // Normally a panic frame, which becomes the error.
                let result: T! = child.value<T>()
                if let e = result.err() { return e }
            }
            return error("process ${pid} ended with exit code ${code}", code: ExitFailure)
        }
        os.ExitStatus.Signaled(signal, _) => {
            let name = os.signal_name(signal)
            if child.result_size().unwrap_or(0) != 0 {
                // A child that crashed could still send its report, which begins with the signal: "SIGSEGV (address 0x0): …".
                let result: T! = child.value<T>()
                if let e = result.err() {
                    let report = e.message.strip_prefix(_PANICKED) ?? ""
                    if report.starts_with(name) { return error("process ${pid} was killed by ${report}", code: Killed) }
                }
            }
            return error("process ${pid} was killed by ${name}", code: Killed)
        }
        os.ExitStatus.Running => { return error("process ${pid} is still running") }
    }
}
