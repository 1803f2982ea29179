// Expectations: ./arcw golden --update
// expect: locals:
// expect:   a: at a
// expect:   b: defer1 -a at b
// expect:   c: defer2(b) -b defer1 -a at c
// expect:   d: defer3(cinner) -inner -c defer2(b) -b defer1 -a at d
// expect:   e: d -d defer3(cinner) -inner -c defer2(b) -b defer1 -a at e
// expect:   none: d -d defer3(cinner) -inner -c end -e defer2(b) -b defer1 -a no panic
// expect: pieces:
// expect:   x: at x
// expect:   z: -x at z
// expect:   wx: -x -default -z at wx
// expect:   wy: -wx -x -default -z at wy
// expect:   p: -whole -wx -wy -x -default -z at p
// expect:   q: -p -whole -wx -wy -x -default -z at q
// expect:   r: -p -q -whole -wx -wy -x -default -z at r
// expect:   s: -r -p -q -whole -wx -wy -x -default -z at s
// expect:   t: -r -s -p -q -whole -wx -wy -x -default -z at t
// expect:   u: -t -r -s -p -q -whole -wx -wy -x -default -z at u
// expect:   nx: -t -u -r -s -p -q -whole -wx -wy -x -default -z at nx
// expect:   ny: -nx -t -u -r -s -p -q -whole -wx -wy -x -default -z at ny
// expect:   v: -whole -nx -ny -t -u -r -s -p -q -whole -wx -wy -x -default -z at v
// expect:   last: -v -whole -nx -ny -t -u -r -s -p -q -whole -wx -wy -x -default -z at last
// expect:   none: -last -v -whole -nx -ny -t -u -r -s -p -q -whole -wx -wy -x -default -z no panic
// expect: trees:
// expect:   nll: -n -nr -nl -last -n' -nr' -nl' no panic
// expect:   nl: at nl
// expect:   n: -nl at n
// expect:   n': -nl' -n -nr -nl at n'
// expect:   nl': -n -nr -nl at nl'
// expect:   nr': -n' -nl' -n -nr -nl at nr'
// expect:   nrr: -n -nr -nl -last -n' -nr' -nl' no panic
// expect:   last: -n -nr -nl -n' -nr' -nl' at last
// expect:   none: -n -nr -nl -last -n' -nr' -nl' no panic
// expect: later:
// expect:   early: -third - -whole - - at early
// expect:   x: -early -third - -whole - - at x
// expect:   y: -early -x -third - -whole - - at y
// expect:   middle: -early -whole - - -third - -whole -x -y at middle
// expect:   second: -early -whole - - -middle -third - -whole -x -y at second
// expect:   again: -early -whole - - -middle - -third -second -whole -x -y at again
// expect:   late: -early -whole - - -middle - -third -again -second -whole -x -y at late
// expect:   none: -early -whole - - -middle - -third -late -again -second -whole -x -y no panic
// expect:   never: -early -whole - - -middle - -third -late -again -other -whole -x -y no panic
// expect: inits:
// expect:   x: - - at x
// expect:   y: - - -x at y
// expect:   t: - - -y -x at t
// expect:   before: - - -t -y -x at before
// expect:   after: - - -before -t -y -x at after
// expect:   between: - - -before -after -made -x -t -y at between
// expect:   fx: - - -before -after -between - -made -x -t -y at fx
// expect:   error: - - -before -after -between - -fx -last -made -x -t -y no panic
// expect:   ok: - - -before -after -between - -fx -made -x -t -y at ok
// expect:   last: - - -before -after -between - -ok -fx -made -x -t -y at last
// expect:   none: - - -before -after -between - -ok -last -fx -made -x -t -y no panic
// expect: loops:
// expect:   held: round(1) round(2) -1 -2 -3 at held
// expect:   inside: round(1) -held round(2) -1 -2 -3 at inside
// expect:   a0: round(1) -inside -held round(2) round(3) -1 -2 -3 at a0
// expect:   a1: round(1) -inside -held round(2) round(3) -1 -2 -3 -a0 at a1
// expect:   end: round(1) -inside -held round(2) round(3) -1 -2 -3 -a0 -a1 at end
// expect:   none: round(1) -held round(2) -1 -2 -3 -a0 -end -a1 no panic
// expect:   no: round(1) -inside -held round(2) round(3) -1 -2 -3 -a0 -end -a1 no panic
// expect: results:
// expect:   m: at m
// expect:   n: -m at n
// expect:   o: -n -m at o
// expect:   p: -n -m -o at p
// expect:   qo: -n -m -p -o at qo
// expect:   null: -r no panic
// expect:   none: -n -m -p -qo -o no panic
// expect: returns:
// expect:   result: -deferred at result
// expect:   deferred: -result at deferred
// expect:   copy: -result -deferred -last -other no panic
// expect:   last: -deferred -result at last
// expect:   none: -deferred -last -result no panic
// expect: closures:
// expect:   held: at held
// expect:   argument: -held at argument
// expect:   called: -argument -held at called
// expect:   keep: -called -argument -held at keep
// expect:   last: -called -keep -argument -held at last
// expect:   none: -called -keep -last -argument -held no panic
// expect: expressions:
// expect:   a: at a
// expect:   b: -a at b
// expect:   c: -b -a at c
// expect:   d: -c -b -a at d
// expect:   e: -d -c -b -a at e
// expect:   f: -d -c -b -a -e at f
// expect:   g: -d -c -b -a -e -f at g
// expect:   h: -d -c -b -a -e -f at h
// expect:   i: -d -c -b -a -h -e -f at i
// expect:   none: -d -c -b -a abcd
// expect: -i -h -e -f no panic
// expect: drops:
// expect:   bang: -1 -2 -bang -quiet defer -before in drop
// expect:   none: -1 -2 -none -quiet end defer -before no panic
// expect: parts:
// expect:   crate: -crate -ok -third -before in the drop of the whole
// expect:   part: -part -bang -third -before in drop
// expect:   none: -none -ok -third -before no panic
// expect: rest:
// expect:   1: -bang -2 -3 in drop
// expect:   2: -1 -bang -3 in drop
// expect:   3: -1 -2 -bang in drop
// expect:   4: -1 -2 -3 -bang -5 -6 in drop
// expect:   5: -1 -2 -3 -4 -bang -6 in drop
// expect:   6: -1 -2 -3 -4 -5 -bang in drop
// expect:   7: -1 -2 -3 -4 -5 -6 -bang in drop
// expect:   8: -1 -2 -3 -4 -5 -6 -7 -bang -9 in drop
// expect:   9: -1 -2 -3 -4 -5 -6 -7 -8 -bang in drop
// expect:   none: -1 -2 -3 -4 -5 -6 -7 -8 -9 no panic
// expect: caught within:
// expect:   outer: -inside caught inner at outer
// expect:   none: -outer -inside caught inner no panic
// expect: replaced:
// expect:   whole: -bang -n -x -ok -new in drop
// expect:   element: -ok -x -bang -n -y -z -new in drop
// expect:   none: -ok -x -ok end -n -y -z -new no panic
// What a panic runs on its way out of functions: deferred statements and drops, last first, each value once.
import "std/testing"

struct Noisy {
    name: string

    drop(self n: *Noisy) { print("-${n.name} ") }
}

func noisy(name: string) Noisy { return Noisy{name: name} }

// A value, or a panic when `at` says so.
func make(name: string, at: string) Noisy {
    if name == at { panic("at ${name}") }
    return noisy(name)
}

func try_all(what: string, stops: string, body: func(at: string)) {
    println("${what}:")
    for stop in stops.split(" ") {
        print("  ${stop}: ")
        let message = testing.panics(func() { body(stop) })
        println(message ?? "no panic")
    }
}

func locals(at: string) {
    let _a = make("a", at)
    defer print("defer1 ")
    let b = make("b", at)
    defer print("defer2(${b.name}) ")
    if at != "" {
        let c = make("c", at)
        defer {
            let inner = noisy("inner")
            print("defer3(${c.name}${inner.name}) ")
        }
        let d = make("d", at)
        print(d.name + " ")
    }
    let _e = make("e", at)
    print("end ")
}

struct Three {
    x: Noisy
    y: Noisy = noisy("default")
    z: Noisy
}

// With a drop of its own, which a value that is not complete does not run.
struct Whole {
    x: Noisy
    y: Noisy

    drop(self w: *Whole) { print("-whole ") }
}

func pieces(at: string) {
    let _t = Three{x: make("x", at), z: make("z", at)}
    let _w = Whole{x: make("wx", at), y: make("wy", at)}
    let _pair = (make("p", at), make("q", at))
    let _array: [2]Noisy = [make("r", at), make("s", at)]
    let _list = [make("t", at), make("u", at)]
    let _nested = [Whole{x: make("nx", at), y: make("ny", at)}]
    let _some: Noisy? = make("v", at)
    make("last", at)
}

enum Tree {
    Leaf
    Node(left: Tree, value: Noisy, right: Tree)
}

func tree(depth: int64, name: string, at: string) Tree {
    if depth == 0 { return Tree.Leaf }
    return Tree.Node(tree(depth - 1, name + "l", at), make(name, at), tree(depth - 1, name + "r", at))
}

// Takes a tree apart and builds another one in its cells.
func renamed(t: Tree, at: string) Tree {
    return match t {
        Leaf => Tree.Leaf
        Node(left, value, right) => Tree.Node(renamed(left, at), make(value.name + "'", at), renamed(right, at))
    }
}

func trees(at: string) {
    let _t = renamed(tree(2, "n", at), at)
    make("last", at)
}

func later(at: string) {
    let first: Whole
    let second: Noisy
    let third: Noisy = noisy("third")
    make("early", at)
    first = Whole{x: make("x", at), y: make("y", at)}
    make("middle", at)
    if at != "never" { second = make("second", at) } else { second = noisy("other") }
    third = make("again", at)
    make("late", at)
}

struct Made {
    x: Noisy
    tree: Tree
    y: Noisy
    code: func() int64

    init(self m: *Made, at: string) {
        m.x = make("x", at)
        m.y = make("y", at)
        m.tree = tree(1, "t", at)
        make("before", at)
        m.code = func() int64 { return 1 }
        make("after", at)
    }

    drop(self m: *Made) { print("-made ") }
}

struct Fallible {
    x: Noisy

    init(self f: *Fallible, at: string) void! {
        f.x = make("fx", at)
        if at == "error" { return error("no") }
        make("ok", at)
    }
}

func inits(at: string) {
    let _m = Made(at)
    make("between", at)
    let _f = Fallible(at)
    make("last", at)
}

func loops(at: string) {
    for item in [noisy("1"), noisy("2"), noisy("3")] {
        defer print("round(${item.name}) ")
        if item.name == "2" {
            let _held = make("held", at)
            if at == "none" { break }
            make("inside", at)
        }
    }
    for i in 0..2 {
        let _a = make("a${i}", at)
        if i == 0 { continue }
        make("end", at)
    }
}

func maybe(name: string, at: string) Noisy? {
    if at == "null" { return null }
    return make(name, at)
}

func through(at: string) Noisy? {
    let _first = maybe("m", at)?
    let _second = make("n", at)
    return maybe("o", at)
}

func results(at: string) {
    let r = through(at)
    if let _inner = r { make("p", at) }
    match r {
        some(inner) => { make("q" + inner.name, at) }
        null => { make("r", at) }
    }
}

func returned(at: string) Noisy {
    defer make("deferred", at)
    let result = make("result", at)
    if at == "copy" { return noisy("other") }
    return result
}

func returns(at: string) {
    let _r = returned(at)
    make("last", at)
}

func keep(n: Noisy, at: string) Noisy {
    make("keep", at)
    return n
}

func closures(at: string) {
    let _held = make("held", at)
    let f = func(x: Noisy) Noisy {
        make("called", at)
        return keep(x, at)
    }
    let _kept = f(make("argument", at))
    make("last", at)
}

func expressions(at: string) {
    let text = make("a", at).name + make("b", at).name + "${make("c", at).name}${make("d", at).name}"
    let _m = {"k": make("e", at), "l": make("f", at)}
    let _either = if at == "g" { make("g", at) } else { make("h", at) }
    let _other = maybe("i", at) ?? make("j", at)
    println(text)
}

struct Angry {
    name: string

    drop(self a: *Angry) {
        print("-${a.name} ")
        if a.name == "bang" { panic("in drop") }
    }
}

// A drop that panics: what is left is still done.
func drops(at: string) {
    let _before = noisy("before")
    defer print("defer ")
    {
        let _quiet = noisy("quiet")
        let _angry = Angry{name: at}
        let _list = [noisy("1"), noisy("2")]
    }
    print("end ")
}

struct Crate {
    first: Noisy
    second: Angry
    third: Noisy

    drop(self c: *Crate) {
        if c.first.name == "crate" { panic("in the drop of the whole") }
    }
}

// The parts of a value still end when the end of the whole, or of another part, panics.
func parts(at: string) {
    let _before = noisy("before")
    let _crate = Crate{first: noisy(at), second: Angry{name: if at == "part" { "bang" } else { "ok" }}, third: noisy("third")}
}

enum Chain {
    End
    Link(value: Angry, next: Chain)
}

// All that a value holds still ends when one of them panics.
func rest(at: string) {
    let angry = func(n: int64) Angry { return Angry{name: if at == "${n}" { "bang" } else { "${n}" }} }
    {
        let _list = [angry(1), angry(2), angry(3)]
    }
    {
        let _array: [3]Angry = [angry(4), angry(5), angry(6)]
    }
    {
        let _map = {"k": angry(7)}
    }
    let _chain = Chain.Link(angry(8), Chain.Link(angry(9), Chain.End))
}

// A panic that is caught while another one is on its way.
func caught_within(at: string) {
    defer {
        let inner = testing.panics(func() {
            let _n = noisy("inside")
            panic("inner")
        })
        print("caught ${inner ?? "nothing"} ")
    }
    make("outer", at)
}

func replaced(at: string) {
    let a = Angry{name: if at == "whole" { "bang" } else { "ok" }}
    let list = [Angry{name: "x"}, Angry{name: if at == "element" { "bang" } else { "ok" }}]
    let _n = noisy("n")
    a = Angry{name: "new"}
    list[0] = Angry{name: "y"}
    list[1] = Angry{name: "z"}
    print("end ")
}

func main() {
    try_all("locals", "a b c d e none", locals)
    try_all("pieces", "x z wx wy p q r s t u nx ny v last none", pieces)
    try_all("trees", "nll nl n n' nl' nr' nrr last none", trees)
    try_all("later", "early x y middle second again late none never", later)
    try_all("inits", "x y t before after between fx error ok last none", inits)
    try_all("loops", "held inside a0 a1 end none no", loops)
    try_all("results", "m n o p qo null none", results)
    try_all("returns", "result deferred copy last none", returns)
    try_all("closures", "held argument called keep last none", closures)
    try_all("expressions", "a b c d e f g h i none", expressions)
    try_all("drops", "bang none", drops)
    try_all("parts", "crate part none", parts)
    try_all("rest", "1 2 3 4 5 6 7 8 9 none", rest)
    try_all("caught within", "outer none", caught_within)
    try_all("replaced", "whole element none", replaced)
}
