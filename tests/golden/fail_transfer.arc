// Expectations: ./arcw golden --update
// error: 18:17 ARC0219 `transfer` cannot be called with T = Node
// error: 21:25 ARC0256 this cannot go to another thread: what a `func(int64) int64` captured is not known here
// error: 23:17 ARC0219 `Shared` cannot be called with T = vector<func(int64) int64>
// error: 26:25 ARC0256 this cannot go to another thread: `BufferedWriter<Stdout>` is a handle of something in one thread
// error: 29:13 ARC0219 `Shared` cannot be called with T = File
// What cannot cross to another thread or task is refused.
import "std/fs"
import "std/io"

struct Node {
    value: int64
    next: *int64
}

func main() {
    let n: int64 = 1
    let moved = transfer(Node{value: 1, next: &n})
    println(moved.value)
    let f = |x: int64| x + n
    let t = thread func(f: func(int64) int64) int64 { return f(1) }(ThreadConfig{}, f)
    println(t.join())
    let again = Shared<vector<func(int64) int64>>([f])
    println(again.get().len())
    let out = io.BufferedWriter<io.Stdout>(io.stdout())
    let w = thread func(w: io.BufferedWriter<io.Stdout>) { w.println("x")! }(ThreadConfig{}, out)
    w.join()
    let file = fs.open("/dev/null")!
    let s = Shared<fs.File>(file)
    println(s.get().fd())
}
