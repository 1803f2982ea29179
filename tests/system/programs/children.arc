// Processes that end in every way; the first argument says which. What the parent learns goes to standard output.
import "std/fs"
import "std/io"
import "std/os"
import "std/time"

struct Record {
    name: string
    values: vector<int64>
}

/// The code of an error by name, and its message without the number of the process.
func tell(e: error, pid: int32) {
    let names: map<int32, string> = {
        Panicked: "Panicked", Killed: "Killed", ExitFailure: "ExitFailure", Truncated: "Truncated", AlreadyTaken: "AlreadyTaken",
    }
    let code = names.get(e.code) ?? "code ${e.code}"
    println("${code}: ${e.message.replace("process ${pid}", "process N")}")
}

func deep(values: vector<int64>, i: int64) int64 {
    return values[i] + 1
}

func panicking() {
    let p = process func(n: int64) int64 {
        let values: vector<int64> = [1, 2, 3]
        return deep(values, n)
    }(ProcessConfig{}, 7)
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
}

func exiting(code: int32) {
    let p = process func(code: int32) int64 {
        print("said before the exit")
        os.exit(code)
    }(ProcessConfig{}, code)
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
}

func signaled(number: int32) {
    let p = process func(number: int32) int64 {
        os.kill(os.getpid(), number)
        for { time.sleep(1_s) }
    }(ProcessConfig{}, number)
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
}

struct Node {
    value: int64
}

func crashing() {
    let p = process func() int64 {
        let node = @null_ptr<Node>()
        return node.value
    }(ProcessConfig{})
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
}

func unwaited_panic() {
    let p = process func() { panic("nobody catches this") }(ProcessConfig{})
    p.wait()
}

/// Standard output of the child, before, between and behind its work, and what it finds on its standard input.
func printing() {
    let p = process func(n: int64) Record {
        let values: vector<int64> = []
        let head = "line"
        for i in 0..n {
            println(head, i)
            values.push(i)
        }
        print("no newline at the end")
        let left = io.stdin().read_all() catch |_| []
        return Record{name: "left on stdin: ${left.len()}", values: values}
    }(ProcessConfig{}, 1000)
    let r = p.wait()
    println(r.name, r.values.len(), r.values[999])
}

func killed() {
    let p = process func() int64 {
        for { time.sleep(1_s) }
    }(ProcessConfig{})
    println("running", p.is_running())
    p.kill()
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
    println("running", p.is_running())
    p.kill()        // of one that is gone: nothing
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => tell(e, p.pid)
    }
}

func bad_folder() {
    let p = process func() int64 { return 1 }(ProcessConfig{working_dir: "/does/not/exist"})
    println(p.wait())
}

func bad_environment() {
    let p = process func() int64 { return 1 }(ProcessConfig{env: {"NAME": "a\0b"}})
    println(p.wait())
}

func environment_and_folder(folder: string) {
    let p = process func() string {
        return os.getcwd() catch |e| e.message
    }(ProcessConfig{env: {"A": "1", "EMPTY": ""}, working_dir: folder})
    println(p.wait())
}

/// `count` children at the same time: each waits for its pipe to close before it answers.
func crowd(count: int64) {
    let all: vector<process<int64>> = []
    for i in 0..count {
        all.push(process func(n: int64) int64 { return n * 2 }(ProcessConfig{}, i))
    }
    let sum: int64 = 0
    for p in all { sum += p.wait() }
    println(sum)
}

/// Says its id and its child's, then waits for a child that never ends.
func parent_of_endless() {
    let p = process func() int64 {
        for { time.sleep(1_s) }
    }(ProcessConfig{})
    println("child ${p.pid}")
    io.flush()
    println(p.wait())
}

/// Says its child's id, and that of the child's child, and stays until it is killed.
func generations(file: string) {
    let p = process func(file: string) int64 {
        let q = process func() int64 {
            for { time.sleep(1_s) }
        }(ProcessConfig{})
        fs.write_file("${file}.part", "${q.pid}").unwrap()
        fs.rename("${file}.part", file).unwrap()
        return q.wait()
    }(ProcessConfig{}, file)
    println("child ${p.pid}")
    io.flush()
    println(p.wait())
}

/// Calls, handles dropped and processes killed, then waits for a line so that the test can look for what is left.
func leftovers(count: int64) {
    let sum: int64 = 0
    for i in 0..count {
        let p = process func(n: int64) int64 { return n }(ProcessConfig{}, i)
        sum += p.wait()
    }
    for _ in 0..20 {
        // Dropped while it runs.
        let _ = process func() int64 {
            for { time.sleep(1_s) }
        }(ProcessConfig{})
    }
    for _ in 0..20 {
        // Dropped after it has ended by itself, never waited for.
        let p = process func() int64 { return 1 }(ProcessConfig{})
        for p.is_running() { time.sleep(1_ms) }
    }
    println("done", sum)
    io.flush()
    io.stdin().read_line().unwrap()
}

/// A handle that dies while its child runs, and one that was detached.
func dropped() {
    let pid: int32 = 0
    {
        let p = process func() int64 {
            for { time.sleep(1_s) }
        }(ProcessConfig{})
        pid = p.pid
    }
    println("dropped ${pid}")
    let detached: int32 = 0
    {
        let p = process func() int64 {
            for { time.sleep(1_s) }
        }(ProcessConfig{})
        detached = p.pid
        p.detach()
        match p.try_wait() {
            ok(v) => println("value", v)
            err(e) => tell(e, p.pid)
        }
    }
    println("detached ${detached}")
    io.flush()
    io.stdin().read_line().unwrap()
}

/// Detached children that end by themselves while the program goes on.
func detached(count: int64) {
    for i in 0..count {
        let p = process func(n: int64) { time.sleep(10_ms) }(ProcessConfig{}, i)
        p.detach()
    }
    println("done")
    io.flush()
    io.stdin().read_line().unwrap()
}

/// After the test has replaced or removed the file of this program.
func after_change() {
    println("ready")
    io.flush()
    io.stdin().read_line().unwrap()
    for i in 0..3 {
        let p = process func(n: int64) string { return "child ${n}" }(ProcessConfig{}, i)
        println(p.wait())
    }
}

/// A process with whatever standard streams this one was given. The answer goes to a file.
func streams(file: string) {
    println("to standard output")
    eprintln("to standard error")
    let p = process func(n: int64) int64 {
        println("child to standard output")
        eprintln("child to standard error")
        return n + 1
    }(ProcessConfig{}, 41)
    let answer = "${p.wait()}"
    fs.write_file(file, answer).unwrap()
}

func sleep_tree() {
    let p = process func() { time.sleep(50_ms) }(ProcessConfig{})
    p.wait()
    println("slept")
}

func main() {
    let arguments = os.args.to_vector()
    match arguments[1] {
        "panic" => panicking()
        "exit" => exiting(arguments[2].parse<int32>().unwrap())
        "signal" => signaled(arguments[2].parse<int32>().unwrap())
        "crash" => crashing()
        "unwaited_panic" => unwaited_panic()
        "print" => printing()
        "kill" => killed()
        "bad_folder" => bad_folder()
        "bad_environment" => bad_environment()
        "place" => environment_and_folder(arguments[2])
        "crowd" => crowd(arguments[2].parse<int64>().unwrap())
        "endless" => parent_of_endless()
        "generations" => generations(arguments[2])
        "leftovers" => leftovers(arguments[2].parse<int64>().unwrap())
        "dropped" => dropped()
        "detached" => detached(arguments[2].parse<int64>().unwrap())
        "after_change" => after_change()
        "streams" => streams(arguments[2])
        "sleep" => sleep_tree()
        _ => panic("no scenario ${arguments[1]}")
    }
}
