// expect: Options{names: ["default", "other"], limits: {"low": 1}, tree: Node(Leaf, 3, Leaf), note: ["n"]}
// expect: ["default", "other"] ["default", "other", "more"]
// expect: 7 {1, 2} [[1], [2, 3]] x
// expect: [[1], [2, 3]]
// expect: 40
// Constants may own memory; all threads read them, nobody changes them.
enum Tree {
    Leaf
    Node(left: Tree, value: int64, right: Tree)
}

struct Options {
    names: vector<string>
    limits: map<string, int64>
    tree: Tree
    note: vector<string>?
}

const NAMES = ["default", "oth" + "er"]
const OPTIONS = Options{names: NAMES, limits: {"low": 1}, tree: Tree.Node(Tree.Leaf, 3, Tree.Leaf), note: ["n"]}
const TABLE: map<string, vector<int64>> = {"a": [7], "b": []}
const SET = {1, 2}
const NESTED = [[1], [2, 3]]
const PAIR = ("x" + "", [NESTED])

func main() {
    println(OPTIONS)
    let mine = OPTIONS.names
    mine.push("more")
    println(NAMES, mine)
    println(TABLE["a"][0], SET, NESTED, PAIR.0)
    println(PAIR.1[0])
    let ts: vector<thread<int64>> = []
    for i in 0..4 {
        ts.push(thread func(n: int64) int64 {
            let total: int64 = 0
            for _ in 0..1000 {
                let copy = OPTIONS
                copy.names.push("${n}")
                total += cast<int64>(copy.names.len()) + cast<int64>(NESTED[1].len()) - 4
            }
            return total / 100
        }(ThreadConfig{}, i))
    }
    println(ts.map(|t| t.join()).sum())
}
