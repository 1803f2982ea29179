// What programs do with memory, by the first argument: memory_test.py.
import "std/fs"
import "std/os"
import "std/runtime"

extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
}

enum List { Nil, Cons(head: int64, tail: List) }

func numbers(n: int64) vector<int64> {
    let v: vector<int64> = []
    for i in 0..n { v.push(i) }
    return v
}

func list(n: int64) List {
    let l = List.Nil
    for i in 0..n { l = List.Cons(i, l) }
    return l
}

func table(n: int64) map<int64, int64> {
    let m: map<int64, int64> = {}
    for i in 0..n { m[i] = i }
    return m
}

func text(n: int64) string {
    let s = "x"
    for _i in 0..n { s = s + s }
    return s
}

const ENDLESS: int64 = 1_000_000_000_000

/// Asks for more than there is; `kind` says in which form.
func exhaust(kind: string) int64 {
    if kind == "vector" { return cast<int64>(numbers(ENDLESS).len()) }
    if kind == "map" { return cast<int64>(table(ENDLESS).len()) }
    if kind == "text" { return cast<int64>(text(60).len()) }
    if kind == "at_once" {
        let v: vector<int64> = []
        v.reserve(1_000_000_000_000_000)
        return cast<int64>(v.len())
    }
    match list(ENDLESS) {
        List.Nil => return 0
        List.Cons(head, _) => return head
    }
}

/// The kilobytes that really hold memory.
func resident() int64 {
    let status = fs.read_to_string("/proc/self/status") catch |_e| { panic("no status") }
    for line in status.lines() {
        if line.starts_with("VmRSS:") {
            return line[6..line.len() - 2].trim().parse_int() catch |_e| { panic("no number") }
        }
    }
    panic("no VmRSS")
}

func texts(n: int64, longest: int64) vector<string> {
    let out: vector<string> = []
    for i in 0..n { out.push("x".repeat(cast<usize>(i % longest))) }
    return out
}

func fill_and_free(kind: string) {
    let before = resident()
    let full: int64 = 0
    if kind == "small" {
        let kept = texts(1_000_000, 100)
        full = resident()
        println(kept.len())
    } else if kind == "mixed" {
        let kept = texts(150_000, 3000)
        full = resident()
        println(kept.len())
    } else if kind == "medium" {
        let kept: vector<vector<int64>> = []
        for _i in 0..1000 { kept.push(numbers(20_000)) }
        full = resident()
        println(kept.len())
    } else if kind == "large" {
        let kept = numbers(20_000_000)
        full = resident()
        println(kept.len())
    } else {
        // Made by threads, freed here.
        let kept: vector<vector<string>> = []
        let started: vector<thread<vector<string>>> = []
        for _i in 0..4 { started.push(thread func(n: int64) vector<string> { return texts(n, 100) }(ThreadConfig{}, 250_000)) }
        for t in started { kept.push(t.join()) }
        full = resident()
        println(kept.len())
    }
    let after = resident()
    println("${before} ${full} ${after}")
    println(runtime.live_objects() < 20)
}

struct Block { address: *byte }

/// Not inlined: the optimizer knows that nobody misses a block that is only taken, and that a fresh one holds anything. What
/// follows the call keeps the function on the stack.
@noinline
func take(size: usize) Block {
    let b = Block{address: arc_rt_alloc(size)}
    b.address[0] = 1
    return b
}

@noinline
func give_back(b: Block, count: *int64) {
    arc_rt_free(b.address, 40)
    *count += 1
}

func misuse(kind: string) {
    let b = take(40)
    let given: int64 = 0
    if kind == "leak" {
        for _i in 0..3 { let _b = take(100) }
    } else if kind == "double" {
        give_back(b, &given)
        give_back(b, &given)
    } else if kind == "write" {
        give_back(b, &given)
        b.address[3] = 7
    } else if kind == "read" {
        println(b.address[39])      // fresh
        give_back(b, &given)
        println(b.address[39])      // freed
    } else if kind == "child" {
        let p = process func() int64 {
            let _b = take(24)
            return 5
        }(ProcessConfig{})
        println(p.try_wait() catch -1)
        give_back(b, &given)
    } else if kind == "thread" {
        println(thread func(p: *byte) int64 {
            let given: int64 = 0
            give_back(Block{address: p}, &given)
            return given
        }(ThreadConfig{}, b.address).join())
    }
    if given >= 0 { println("end") }
}

func main() {
    let kind = os.args.at(2)
    match os.args.at(1) {
        "exhaust" => println(exhaust(kind))
        "exhaust_in_thread" => {
            let t = thread func(kind: string) int64 { return exhaust(kind) }(ThreadConfig{}, kind)
            match t.try_join() {
                ok(v) => println(v)
                err(e) => println(e.message)
            }
            println(numbers(10).sum())
        }
        "exhaust_in_process" => {
            let p = process func(kind: string) int64 { return exhaust(kind) }(ProcessConfig{}, kind)
            match p.try_wait() {
                ok(v) => println(v)
                err(e) => println(e.message)
            }
            println(numbers(10).sum())
        }
        "fill_and_free" => fill_and_free(kind)
        _ => misuse(kind)
    }
}
