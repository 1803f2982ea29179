// Expectations: ./arcw golden --update
// expect: -128 0.30000000000000004 y true 1s Blue
// expect: [Padded{a: 0, b: -1, c: false}, Padded{a: 1, b: -1, c: true}, Padded{a: 2, b: -1, c: false}]
// expect: (1, "one!", [2.5])
// expect: [Circle(1.5), Rect(1.0, 2.0), Label("xy"), Empty]
// expect: [[0, 0, 0], [0, 0, 7]]
// expect: Options{names: ["a", "bc"], limits: {"low": 1, "high": 9}, tree: Node(Leaf, 1, Leaf), note: ["n"], scale: 0.5, pause: 3s, mark: '😀'}
// expect: Rose{name: "root", children: [Rose{name: "leaf", children: []}, Rose{name: "other", children: []}]}
// expect: [null, 4] something
// expect: [ok(12), err("no digits"), err("\"x1\" is not a whole number")]
// expect: {3, 1, 2} {"k": {"inner": [1]}}
// expect: ["s", "t"]
// expect: [20, 30]
// expect: 42 63
// expect: [] {}
// expect: [100, 2, 3, 4, 5, 6] [1, 2, 3, 4, 5]
// expect: ["be", "be", "not", "or", "to", "today"] ["to", "be", "or", "not", "to", "be"]
// expect: 39 39 nine null 1521 true
// expect: Node(Node(Node(Leaf, 1, Leaf), 2, Node(Leaf, 1, Leaf)), 4, Node(Node(Leaf, 1, Leaf), 2, Node(Leaf, 1, Leaf)))
// expect: Node(Node(Node(Leaf, 1, Leaf), 2, Node(Leaf, 1, Leaf)), 3, Node(Node(Leaf, 1, Leaf), 2, Node(Leaf, 1, Leaf))) true true false
// expect: ["to", "be", "or", "not", "to", "be"] 6 39
// expect: ["BE", "or"] be
// expect: 41600
// Values of every kind leave comptime. They are static data afterwards, that nobody counts or changes: whoever changes a copy
// gets parts of his own.
enum Color { Red, Green, Blue }

enum Shape { Circle(radius: float64), Rect(width: float64, height: float64), Label(text: string), Empty }

enum Tree { Leaf, Node(left: Tree, value: int64, right: Tree) }

struct Padded { a: int8, b: int64, c: bool }

struct Options {
    names: vector<string>
    limits: map<string, int64>
    tree: Tree
    note: vector<string>?
    scale: float32
    pause: duration
    mark: char
}

struct Rose { name: string, children: vector<Rose> }

func parse(text: string) int64! {
    if text == "" { return error("no digits", code: 7) }
    return text.parse_int()
}

func twice(x: int64) int64 { return x * 2 }

func triple(x: int64) int64 { return x * 3 }

func tree(depth: int64) Tree {
    if depth == 0 { return Tree.Leaf }
    return Tree.Node(tree(depth - 1), depth, tree(depth - 1))
}

func squares(n: int64) map<int64, string> {
    let out: map<int64, string> = {}
    for i in 0..n { out[i] = "${i * i}" }
    out.remove(3)       // a hole, which does not come along
    return out
}

const NUMBERS = comptime (1..=5).to_vector()
const WORDS = comptime { let text = "to be or not to be"
    text.split(" ") }
const TREE = comptime tree(3)
const SQUARES = comptime squares(40)
const FUNCTIONS = comptime { [twice, triple] }

func scalars() {
    let a: int8 = comptime { let n: int8 = -100
        n - 28 }
    let b = comptime { let x = 0.1
        x + 0.2 }
    let c = comptime { "xyz".chars().to_vector()[1] }
    let d = comptime { let n = 3
        n > 2 }
    let e = comptime { 250_ms + 750_ms }
    let f = comptime { Color.Blue }
    println(a, b, c, d, e, f)
}

func aggregates() {
    let points = comptime { let out: vector<Padded> = []
        for i in 0..3 { out.push(Padded{a: cast<int8>(i), b: -1, c: i == 1}) }
        out }
    println(points)
    let pair = comptime { (1, "one" + "!", [2.5]) }
    println(pair)
    let shapes = comptime { [Shape.Circle(1.5), Shape.Rect(1.0, 2.0), Shape.Label("x" + "y"), Shape.Empty] }
    println(shapes)
    let grid = comptime { let g: [2][3]uint16
        g[1][2] = 7
        g }
    println(grid)
    let options = comptime {
        Options{names: ["a", "b" + "c"], limits: {"low": 1, "high": 9}, tree: tree(1), note: ["n"], scale: 0.5, pause: 3_s, mark: '\u{1F600}'}
    }
    println(options)
    let rose = comptime { Rose{name: "root", children: [Rose{name: "leaf"}, Rose{name: "other"}]} }
    println(rose)
    println(comptime { let none: int64? = null
        [none, 4] }, comptime { let text: string? = "some" + "thing"
        text })
    println(comptime { [parse("12"), parse(""), parse("x1")] })
    println(comptime { let s = {3, 1, 2}
        s.insert(1)
        s }, comptime { {"k": {"inner": [1]}} })
    println(comptime { Shared<vector<string>>(["s", "t"]) })
    println(comptime { let v = [10, 20, 30, 40]
        v[1..3] })
    println(FUNCTIONS[0](21), FUNCTIONS[1](21))
    let empty: vector<string> = comptime { let v = ["gone"]
        v.pop()
        v }
    println(empty, comptime { let m: map<string, int64> = {}
        m })
}

func changed_copies() {
    let numbers = NUMBERS
    numbers.push(6)
    numbers[0] = 100
    println(numbers, NUMBERS)
    let words = WORDS
    words[0] += "day"
    words.sort()
    println(words, WORDS)
    let squares = SQUARES
    squares[3] = "nine"
    squares.remove(5)
    println(squares.len(), SQUARES.len(), squares[3], SQUARES.get(3), SQUARES[39], SQUARES.contains(5))
    if let Tree.Node(left, value, right) = TREE {
        let grown = Tree.Node(right, value + 1, left)
        println(grown)
    }
    println(TREE, TREE == tree(3), NUMBERS == [1, 2, 3, 4, 5], SQUARES == squares)
    let shared = Shared<vector<string>>(WORDS)
    println(shared, transfer(WORDS).len(), isolate(SQUARES).len())
    let slice = WORDS[1..3]
    slice[0] = "BE"
    println(slice, WORDS[1])
}

func other_threads() {
    let ts: vector<thread<usize>> = []
    for i in 0..4 {
        ts.push(thread func(words: vector<string>, squares: map<int64, string>, n: int64) usize {
            let total: usize = 0
            for _ in 0..200 {
                let mine = words
                mine.push("${n}")
                let more = squares
                more[n + 1000] = "x"
                total += mine.len() + more.len() + NUMBERS.len()
            }
            return total
        }(ThreadConfig{}, WORDS, SQUARES, i))
    }
    println(ts.map(|t| t.join()).sum())
}

func main() {
    scalars()
    aggregates()
    changed_copies()
    other_threads()
}
