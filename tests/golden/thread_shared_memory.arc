// expect: 2000 true
// A raw pointer into a thread leads to the same memory.
func main() {
    let cells: vector<int64> = vector<int64>(2, 0)
    let ts: vector<thread<()>> = []
    for i in 0..2 {
        ts.push(thread func(p: *int64, times: int64) {
            for _ in 0..times { *p += 1 }
        }(ThreadConfig{}, &cells[i], 1000))
    }
    for t in ts { t.join() }
    println(cells[0] + cells[1], cells[0] == cells[1])
}
