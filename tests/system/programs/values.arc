// Values of every kind, for debuggers to show. The test finds lines by their comments.
enum Tree { Leaf, Node(left: Tree, value: int64, right: Tree) }

// Small fields are in the headers of cells: with one kind of cell, and beside the index of the case.
enum Chain { Last, Joint(weight: float32, rest: Chain) }
enum Steps { Stop, Step(back: bool, width: uint8, next: Steps), Leap(letter: char, next: Steps) }

enum Direction { North, East, South, West }

enum Shape { Circle(radius: float64), Rect(w: float64, h: float64), Empty }

// Told apart by the pointer itself.
enum Link { Nothing, To(place: *int64) }

struct Part {
    number: int32
    letter: char
    pair: (int64, string)
    note: string?
    way: Direction
    size: usize
    wait: duration
    next: *int64?
}

@noinline
func look(v: vector<int64>, s: string, p: Part, r: *Part, n: int32, yes: bool) usize {
    return v.len() + s.len() + p.size + r.size + cast<usize>(n)         // line: parameters
}

func show() {
    let numbers = [1, 2, 3]             // line: first
    let nested = [["a"], ["b", "c"]]
    let lists = {"a": [1.5], "b": []}
    let few = {1, 2}
    let some: int64? = 3
    let none: string? = null
    let text: string? = "so\n\"me"
    let failed: int64! = error("bad", code: 3)
    let fine: string! = "fine"
    let tree = Tree.Node(Tree.Leaf, 5, Tree.Node(Tree.Leaf, 6, Tree.Leaf))
    let leaf = Tree.Leaf
    let chain = Chain.Joint(1.5, Chain.Joint(2.5, Chain.Last))
    let steps = Steps.Step(true, 7, Steps.Leap('é', Steps.Step(false, 255, Steps.Stop)))
    let by = 7
    let closure = |x: int64| x + numbers[0] + by
    let place = 9
    let part = Part{number: 3, letter: 'é', pair: (1, "x"), note: "y", way: Direction.South, size: 8, wait: 1500_ms, next: &place}
    let slice = numbers[1..]
    let bytes = "hi!".bytes()
    let letter = 'é'
    let newline = '\n'
    let direct = Direction.West
    let ways = [Direction.East, Direction.North]
    let shape = Shape.Rect(1.0, 2.0)
    let shapes = [Shape.Circle(1.0), Shape.Empty]
    let letters: [3]char = ['a', 'b', 'c']
    let grid: [2][2]float32 = [[1.0, 2.0], [3.0, 4.0]]
    let maybe_tree: Tree? = tree
    let soon = 250_ms
    let triple = (1, "a", true)
    let function = look
    let many: vector<int64> = []
    for i in 0..1000 { many.push(i) }
    let empty: map<string, int64> = {}
    let with_hole = {(1, 'a'): Shape.Empty}
    with_hole[(2, 'b')] = Shape.Circle(2.0)
    with_hole.remove((1, 'a'))
    let deep: vector<map<string, (int64, Tree)>> = [{"k": (1, Tree.Leaf)}]
    let nothing = Link.Nothing
    let to = Link.To(&place)
    let unit: void! = error("no")
    let looked = look(numbers, "four", part, &part, 5, true)
    println(numbers, nested, lists, few, some, none, text, failed, fine, tree, leaf, closure(1), part.size, slice, bytes)      // line: values
    println(letter, newline, direct, ways, shape, shapes, letters, grid, maybe_tree, soon, triple, many.len(), empty, with_hole, deep, chain, steps)
    match nothing { .Nothing => println("nothing"), .To(p) => println(*p) }
    match to { .Nothing => println("nothing"), .To(p) => println(*p) }
    println(unit, looked, function(numbers, "", part, &part, 0, false))
}

func main() { show() }
