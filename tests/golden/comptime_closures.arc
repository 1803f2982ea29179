// Expectations: ./arcw golden --update
// expect: 6
// expect: a 101
// expect: b 120
// expect: c 200
// expect: <abz 201 42
// expect: hello
// expect: 7 4 3
// expect: {xy{xy{xy
// Closures leave comptime with what they captured: values, texts, other closures; what several have is there once.
struct Op {
    name: string
    run: func(int64) int64
}

func adder(n: int64) func(int64) int64 { return |x| x + n }
func prefixed(p: string, parts: vector<string>) func(string) string {
    let joined = parts
    return |s| {
        let out = p
        for part in joined { out = out + part }
        out + s
    }
}
func twice(f: func(int64) int64) func(int64) int64 { return |x| f(f(x)) }
func constant<T>(v: T) func() T { return || v }

const ADD = comptime adder(5)
const OPS = comptime [Op{name: "a", run: adder(1)}, Op{name: "b", run: twice(adder(10))}, Op{name: "c", run: |x| x * 2}]
const TEXT = comptime prefixed("<", ["a", "b"])
const MAYBE: (func() string)? = comptime {
    let v: (func() string)? = constant("hello")
    v
}
const DEEP = comptime {
    let f = adder(1)
    for _ in 0..200 { f = one_more(f) }
    f
}
func one_more(f: func(int64) int64) func(int64) int64 { return |x| f(x) + 1 }
const SHARED = comptime {
    let f = prefixed("{", ["x"])
    [f, f, f]
}

func local(k: int64) int64 {
    let f = comptime {
        let m = map<string, int64>{}
        m["one"] = 1
        let g = |s: string| m[s]
        g
    }
    return f("one") + k
}

func main() {
    println(ADD(1))
    for op in OPS { println(op.name, op.run(100)) }
    println(TEXT("z"), DEEP(0), local(41))
    if let f = MAYBE { println(f()) }
    let copy = OPS
    copy.push(Op{name: "d", run: ADD})
    println(copy[3].run(2), copy.len(), OPS.len())
    for f in SHARED { print(f("y")) }
    println()
}
