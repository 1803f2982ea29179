// Expectations: ./arcw golden --update
// expect: 4999950000 40
// expect: 1000000 1583715471 2654435761
// expect: 1000 ["ab", "c"]
// expect: ["ab", "c", "d"] ["ab", "c"] ["ab", "c"]
// Large values leave comptime without recursion and without copies of what they share.
enum List { End, Cell(head: int64, tail: List) }

enum Tree { Leaf, Node(left: Tree, right: Tree) }

func counted(n: int64) List {
    let list = List.End
    for i in 0..n { list = List.Cell(i, list) }
    return list
}

// 2^40 leaves, of 40 cells.
func doubled(n: int64) Tree {
    let tree = Tree.Leaf
    for _ in 0..n { tree = Tree.Node(tree, tree) }
    return tree
}

func depth(tree: Tree) int64 {
    return match tree {
        Tree.Leaf => 0
        Tree.Node(left, _) => depth(left) + 1
    }
}

func table(n: usize) vector<uint32> {
    let out = vector<uint32>(n, 0)
    for let i: usize = 0; i < n; i++ { out[i] = truncate<uint32>(i *% 2654435761) }
    return out
}

const LIST = comptime counted(100000)
const TREE = comptime doubled(40)
const TABLE = comptime table(1_000_000)
const NESTED = comptime {
    let row = ["a" + "b", "c"]
    let rows = vector<vector<string>>(1000, row)
    vector<vector<vector<string>>>(1000, rows)
}

func main() {
    let sum: int64 = 0
    let at = LIST
    for {
        match at {
            List.End => { break }
            List.Cell(head, tail) => {
                sum += head
                let next = tail
                at = next
            }
        }
    }
    println(sum, depth(TREE))
    println(TABLE.len(), TABLE[999999], TABLE[1])
    println(NESTED.len(), NESTED[999][999])
    let mine = NESTED
    mine[0][0].push("d")
    println(mine[0][0], NESTED[0][0], mine[1][0])
}
