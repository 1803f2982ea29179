// Expectations: ./arcw golden --update
// error: 8:5 ARC0062 `drop` takes `self p: *None` and nothing else, and gives nothing
// error: 13:5 ARC0062 `drop` takes `self p: *More` and nothing else, and gives nothing
// error: 18:5 ARC0062 `drop` takes `self p: *Result` and nothing else, and gives nothing
// A `drop` is called with the value alone, by nobody who could use a result.
struct None {
    x: int64
    drop() { }
}

struct More {
    x: int64
    drop(self m: *More, n: int64) { }
}

struct Result {
    x: int64
    drop(self r: *Result) int64 { return 1 }
}

struct Right {
    x: int64
    drop(self r: *Right) { }
}

func main() {
    println(None{}.x + More{}.x + Result{}.x + Right{}.x)
}
