namespace os

// Signals that programs send.
const SIGHUP: int32 = 1
const SIGINT: int32 = 2
const SIGQUIT: int32 = 3
const SIGABRT: int32 = 6
const SIGKILL: int32 = 9
const SIGUSR1: int32 = 10
const SIGSEGV: int32 = 11
const SIGUSR2: int32 = 12
const SIGPIPE: int32 = 13
const SIGALRM: int32 = 14
const SIGTERM: int32 = 15
const SIGCHLD: int32 = 17
const SIGCONT: int32 = 18
const SIGSTOP: int32 = 19

/// The name of a signal: `SIGKILL`.
func signal_name(signal: int32) string {
    return match signal {
        1 => "SIGHUP"
        2 => "SIGINT"
        3 => "SIGQUIT"
        4 => "SIGILL"
        5 => "SIGTRAP"
        6 => "SIGABRT"
        7 => "SIGBUS"
        8 => "SIGFPE"
        9 => "SIGKILL"
        10 => "SIGUSR1"
        11 => "SIGSEGV"
        12 => "SIGUSR2"
        13 => "SIGPIPE"
        14 => "SIGALRM"
        15 => "SIGTERM"
        24 => "SIGXCPU"
        25 => "SIGXFSZ"
        31 => "SIGSYS"
        _ => "signal ${signal}"
    }
}

/// How a process ended.
enum ExitStatus {
    /// It has not ended.
    Running
    /// By itself, with this exit code.
    Exited(code: int32)
    /// By this signal.
    Signaled(signal: int32, core_dumped: bool)

    /// True for exit code 0.
    func is_success(self s: ExitStatus) bool {
        return match s {
            ExitStatus.Exited(code) => code == 0
            _ => false
        }
    }

    /// `exit code 3`, `killed by SIGKILL`, `running`.
    func to_string(self s: ExitStatus) string {
        return match s {
            ExitStatus.Running => "running"
            ExitStatus.Exited(code) => "exit code ${code}"
            ExitStatus.Signaled(signal, core) => if core { "killed by ${signal_name(signal)} (core dumped)" } else { "killed by ${signal_name(signal)}" }
        }
    }
}

const _SPAWN_PDEATHSIG: uint32 = 1
const _SPAWN_PROCESS_GROUP: uint32 = 2
const _SPAWN_SEARCH_PATH: uint32 = 8

/// Given as `stdin`, `stdout` or `stderr`: /dev/null.
const NO_FD: int32 = -2

func _step_name(step: uint32) string {
    return match step {
        1 => "preparing the arguments"
        2 => "creating the process"
        3 => "tying it to its parent"
        4 => "making its process group"
        5 => "setting its standard streams"
        6 => "changing to its working directory"
        7 => "executing it"
        _ => "starting it"
    }
}

/// Starts the program `path` with the arguments `argv` (the program's name is put in front) and gives its process id.
/// Panics when it cannot be started; `try_spawn` gives an error.
///
/// A `Pipe{}` stream is the parent's own. `env` is set on top of the parent's environment; `cwd` is "" for the parent's.
/// The path of this very program runs the image that is running now, even when the file was replaced or deleted. The
/// child gets no other descriptor, and is killed when this process ends.
func spawn(path: string, argv: vector<string> = [], stdin: Pipe = Pipe{}, stdout: Pipe = Pipe{}, stderr: Pipe = Pipe{},
           env: map<string, string> = {}, cwd: string = "") int32 {
    match try_spawn(path, argv, stdin: stdin, stdout: stdout, stderr: stderr, env: env, cwd: cwd) {
        ok(pid) => { return pid }
        err(e) => { panic(e.message) }
    }
}

/// Like `spawn`, with an error that says which step failed and why.
func try_spawn(path: string, argv: vector<string> = [], stdin: Pipe = Pipe{}, stdout: Pipe = Pipe{}, stderr: Pipe = Pipe{},
               env: map<string, string> = {}, cwd: string = "") int32! {
    let request = _SpawnRequest{}
    request.path = _view_of(path)
    if path == executable_path() { request.exec_fd = _self_fd()? }
    return _start(&request, path, argv, stdin, stdout, stderr, env, cwd)
}

/// Starts this very program, by the image that is running now.
func try_spawn_self(argv: vector<string>, stdin: Pipe = Pipe{}, stdout: Pipe = Pipe{}, stderr: Pipe = Pipe{},
                    env: map<string, string> = {}, cwd: string = "") int32! {
    let request = _SpawnRequest{}
    request.exec_fd = _self_fd()?
    return _start(&request, args.at(0), argv, stdin, stdout, stderr, env, cwd)
}

func _self_fd() int32! {
    let fd = arc_rt_self_executable_fd()
    if fd < 0 { return system_error("cannot open the running program", fd) }
    return cast<int32>(fd)
}

/// Fills in what every start needs and starts; `name` is the program's own name for itself.
func _start(request: *_SpawnRequest, name: string, argv: vector<string>, stdin: Pipe, stdout: Pipe, stderr: Pipe,
            env: map<string, string>, cwd: string) int32! {
    let views: vector<_View> = []
    views.push(_view_of(name))
    for i in 0..argv.len() { views.push(_View{data: argv[i].pointer(), length: argv[i].len()}) }
    let settings: vector<string> = []
    for key, value in env { settings.push("${key}=${value}") }
    let setting_views: vector<_View> = []
    for i in 0..settings.len() { setting_views.push(_View{data: settings[i].pointer(), length: settings[i].len()}) }

    request.argv = views.pointer()
    request.argc = views.len()
    request.environment = setting_views.pointer()
    request.environment_count = setting_views.len()
    request.cwd = _view_of(cwd)
    request.stdin = stdin.fd()
    request.stdout = stdout.fd()
    request.stderr = stderr.fd()
    request.flags = _SPAWN_SEARCH_PATH | _SPAWN_PDEATHSIG
    let pid = arc_rt_process_spawn(request)
    if pid < 0 {
        return system_error("cannot start \"${name}\" (${_step_name(request.failed_step)})", pid)
    }
    return cast<int32>(pid)
}

/// Where the file of the running program is, or was when it started.
func executable_path() string {
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(4_KB)
    let link = "/proc/self/exe"
    let n = arc_rt_sys_readlink(link.pointer(), link.len(), &buffer[0], buffer.len())
    if n <= 0 {
        // Without /proc: the name that the program was started by.
        return args.at(0)
    }
    buffer.truncate(cast<usize>(n))
    return string_from_utf8_lossy(buffer)
}

/// Waits for a child and says how it ended. Panics when there is no such child; `try_waitpid` gives an error.
func waitpid(pid: int32) ExitStatus { return try_waitpid(pid)! }

/// Waits for a child and says how it ended.
func try_waitpid(pid: int32) ExitStatus! {
    let record = _ExitRecord{}
    let result = arc_rt_sys_wait(pid, 0, &record)
    if result < 0 { return system_error("cannot wait for process ${pid}", result) }
    return _status_of(record)
}

/// How a child ended, or `Running`; does not wait.
func poll_pid(pid: int32) ExitStatus! {
    let record = _ExitRecord{}
    let result = arc_rt_sys_wait(pid, 1, &record)
    if result < 0 { return system_error("cannot ask about process ${pid}", result) }
    if result == 0 { return ExitStatus.Running }
    return _status_of(record)
}

/// Waits for any child to end, and gives its id and how it ended. Children that handles of processes wait for are children
/// too: use it where all children are your own.
func wait_any() (int32, ExitStatus)! {
    let record = _ExitRecord{}
    let result = arc_rt_sys_wait(-1, 0, &record)
    if result < 0 { return system_error("cannot wait for a child", result) }
    return (cast<int32>(result), _status_of(record))
}

func _status_of(record: _ExitRecord) ExitStatus {
    return match record.kind {
        1 => ExitStatus.Exited(record.value)
        2 => ExitStatus.Signaled(record.value, false)
        3 => ExitStatus.Signaled(record.value, true)
        _ => ExitStatus.Running
    }
}

/// Sends a signal to a process. A process that has ended already is no error.
func kill(pid: int32, signal: int32) {
    let result = arc_rt_sys_kill(pid, signal)
    if result < 0 && result != -3 { panic(system_error("cannot send ${signal_name(signal)} to process ${pid}", result).message) }
}

/// Sends a signal to a process.
func try_kill(pid: int32, signal: int32) void! {
    let result = arc_rt_sys_kill(pid, signal)
    if result < 0 { return system_error("cannot send ${signal_name(signal)} to process ${pid}", result) }
}

/// Ends the program at once with an exit code. Standard output is written out; nothing else is cleaned up.
func exit(code: int32) never { arc_rt_exit(code) }

/// The id of this process.
func getpid() int32 { return cast<int32>(arc_rt_sys_getpid()) }

/// The id of the parent process.
func getppid() int32 { return cast<int32>(arc_rt_sys_getppid()) }

/// True on the thread that runs `main`.
func on_main_thread() bool { return arc_rt_thread_id() == arc_rt_sys_getpid() }

/// How many CPUs the process may use.
func cpu_count() usize {
    let n = arc_rt_sys_cpu_count()
    if n < 1 { return 1 }
    return cast<usize>(n)
}

/// The working directory.
func getcwd() string! {
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(4_KB)
    let n = arc_rt_sys_getcwd(&buffer[0], buffer.len())
    if n < 0 { return system_error("cannot find the working directory", n) }
    buffer.truncate(cast<usize>(n))
    return string_from_bytes(buffer)
}

/// Changes the working directory of the whole process.
func chdir(path: string) void! {
    let result = arc_rt_sys_chdir(path.pointer(), path.len())
    if result < 0 { return system_error("cannot change to \"${path}\"", result) }
}

/// What a program that was run to its end left behind.
struct Output {
    status: ExitStatus
    stdout: vector<byte>
}

/// Runs a program to its end with `input` on its standard input and gives what it wrote to its standard output. Standard
/// error is the parent's. Input and output may have any size.
func run(path: string, argv: vector<string> = [], input: string = "", env: map<string, string> = {}, cwd: string = "") Output! {
    let given = memory_file("stdin")?
    let taken = memory_file("stdout")?
    given.set_contents(input)?
    let pid = try_spawn(path, argv, stdin: given.pipe(), stdout: taken.pipe(), env: env, cwd: cwd)?
    let status = try_waitpid(pid)?
    return Output{status: status, stdout: taken.contents()?}
}
