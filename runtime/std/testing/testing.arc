namespace testing

// Runs the `test` blocks of a program. Each test runs in a process of its own: a panic, an exit or a crash costs that one
// test, and what it printed is shown only when it fails.
//
//   program --arc-test-list         prints "INDEX NAME" per test
//   program --arc-test=INDEX        runs one test in this very process
//   program --arc-test-only=1,5     runs these
//   program --filter=TEXT           runs those whose name contains TEXT; several may be given
//   program --jobs=N                at most N at the same time (default: as many as there are CPUs)
//   program                         runs all

import "std/os"
import "std/time"

struct _Test {
    name: string
    body: func() void!
}

struct _Running {
    pid: int32
    index: usize
    output: os.MemoryFile
    started: time.Instant
}

struct _Outcome {
    index: usize
    passed: bool
    reason: string
    output: string
    took: duration
}

/// The program of a package's tests: `main` of a test build calls it. Gives the exit code.
@lang("test_main")
func _test_main(comptime package: string) int32 {
    // Straight to where they stay: a thousand calls in one function would take long to compile.
    let room = vector<usize>(@length(@tests(package)) * @sizeof(_Test) / 8 + 1, 0)
    let tests = @ptr_cast<_Test>(&room[0])
    comptime for i, t in @tests(package) {
        @init(&tests[i].name, t.name)
        @init(&tests[i].body, @function(t))
    }
    return _run_tests(tests, @length(@tests(package)))
}

func _run_tests(all: *_Test, count: usize) int32 {
    let names: vector<string> = []
    for i in 0..count { names.push(all[i].name) }
    if let index = os.args.find("--arc-test") {
        let i = cast<usize>(index.parse_uint().unwrap_or(0xFFFFFFFF))
        if i >= count {
            eprintln("arc: there is no test ${index}")
            return 64
        }
        _run_one(all[i].body)
        return 0
    }
    if os.args.has("--arc-test-list") {
        for i, name in names { println("${i} ${name}") }
        return 0
    }
    let wanted = _wanted(names) catch |e| {
        eprintln("arc: ${e}")
        return 64
    }
    return _run_all(names, wanted)
}

// An error that leaves the test is its failure.
@hidden
@noinline
func _run_one(body: func() void!) { body()! }

/// The indices of the tests to run, as the arguments say.
func _wanted(names: vector<string>) vector<usize>! {
    let out: vector<usize> = []
    if let list = os.args.find("--arc-test-only") {
        for part in list.split(",") {
            if part.is_empty() { continue }
            let i = cast<usize>(part.parse_uint().context("--arc-test-only")?)
            if i >= names.len() { return error("--arc-test-only: there is no test ${i}") }
            out.push(i)
        }
        return out
    }
    let filters: vector<string> = []
    for argument in os.args.rest() {
        if let text = argument.strip_prefix("--filter=") { filters.push(text) }
    }
    for i, name in names {
        if filters.is_empty() || filters.any(|f| name.contains(f)) { out.push(i) }
    }
    return out
}

func _start(index: usize) _Running! {
    let output = os.memory_file("arc-test-output")?
    let pid = os.try_spawn_self(["--arc-test=${index}"], stdout: output.pipe(), stderr: output.pipe())?
    return _Running{pid: pid, index: index, output: output, started: time.now()}
}

func _run_all(names: vector<string>, wanted: vector<usize>) int32 {
    let jobs = os.cpu_count()
    if let n = os.args.find("--jobs") { jobs = cast<usize>(n.parse_uint().unwrap_or(1)) }
    if jobs == 0 { jobs = 1 }
    let start = time.now()
    let running: vector<_Running> = []
    let outcomes: vector<_Outcome> = []
    let next: usize = 0
    for next < wanted.len() || !running.is_empty() {
        for running.len() < jobs && next < wanted.len() {
            let index = wanted[next]
            next += 1
            match _start(index) {
                ok(child) => { running.push(child) }
                err(e) => {
                    let failed = _Outcome{index: index, passed: false, reason: e.message}
                    _report(names, failed)
                    outcomes.push(failed)
                }
            }
        }
        if running.is_empty() { continue }
        match os.wait_any() {
            ok(ended) => {
                if let at = running.position(|r| r.pid == ended.0) {
                    let child = running.swap_remove(at)
                    let outcome = _outcome_of(child, ended.1)
                    _report(names, outcome)
                    outcomes.push(outcome)
                }
            }
            err(e) => { panic(e.message) }
        }
    }
    return _summary(names, outcomes, start.elapsed())
}

func _outcome_of(child: _Running, status: os.ExitStatus) _Outcome {
    let bytes: vector<byte> = []
    if let all = child.output.contents().ok() { bytes = all }
    return _Outcome{
        index: child.index
        passed: status.is_success()
        reason: status.to_string()
        output: string_from_utf8_lossy(bytes)
        took: child.started.elapsed()
    }
}

func _report(names: vector<string>, outcome: _Outcome) {
    let name = names[outcome.index]
    if outcome.passed {
        println("test ${name} ... ok (${outcome.took:.1})")
    } else {
        println("test ${name} ... FAILED: ${outcome.reason}")
    }
}

func _summary(names: vector<string>, outcomes: vector<_Outcome>, took: duration) int32 {
    let failed = outcomes.filter(|o| !o.passed)
    for o in failed {
        println("")
        println("---- ${names[o.index]}: ${o.reason}")
        if !o.output.is_empty() { println(o.output.trim_end()) }
    }
    if !failed.is_empty() { println("") }
    println("${outcomes.len() - failed.len()} passed, ${failed.len()} failed in ${took:.1}")
    if failed.is_empty() { return 0 }
    return 1
}
