// Faults of every kind, at places whose lines the test knows by their comments.
import "std/os"

struct Node {
    value: int64
    padding: [100]int64
}

@inline
func innermost(values: vector<int64>, i: int64) int64 {
    return values[i]                    // line: index
}

@inline
func middle(values: vector<int64>, i: int64) int64 {
    return innermost(values, i) + 1     // line: middle
}

@noinline
func outer(values: vector<int64>, i: int64) int64 {
    return middle(values, i) * 2        // line: outer
}

@noinline
func load(node: *Node) int64 {
    return node.value                   // line: null
}

@noinline
func load_far(node: *Node) int64 {
    return node.padding[99]             // line: null field
}

@noinline
func store(node: *Node) {
    node.value = 1                      // line: null store
}

func sum_to(n: int64) int64 {
    return sum_to(n + 1) + n            // line: overflow
}

func no_tail(n: int64) int64 {
    if n == 0 { panic("at the bottom") }    // line: bottom
    return no_tail(n - 1) + 1           // line: recursion
}

struct Stack {
    items: vector<int64>

    func pop(self s: *Stack) int64 {
        return s.items.pop().unwrap()   // line: method
    }
}

func apply(f: func(int64) int64, x: int64) int64 {
    return f(x)                         // line: apply
}

func find<T>(values: vector<T>, i: usize) T {
    return values[i]                    // line: generic
}

func main() {
    let nowhere = @null_ptr<Node>()
    match os.args[1] {
        "index" => println(outer([1, 2, 3], 9))     // line: main index
        "null" => println(load(nowhere))            // line: main null
        "null_field" => println(load_far(nowhere))
        "null_store" => store(nowhere)
        "overflow" => println(sum_to(0))
        "recursion" => println(no_tail(1000))
        "method" => {
            let s = Stack{items: []}
            println(s.pop())
        }
        "closure" => println(apply(|x| x / (x - 5), 5))     // line: closure
        "generic" => println(find(["a"], 3))
        "exit" => os.exit(5)
        "text" => println("fine")
        _ => panic("what is ${os.args[1]}?")
    }
}
