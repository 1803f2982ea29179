// expect: 15
// expect: 5 10
// A pointer followed by its length travels as that many elements.
func main() {
    let v: vector<int32> = [1, 2, 3, 4, 5]
    let p = process func(data: *int32, len: usize) int64 {
        let sum: int64 = 0
        for let i: usize = 0; i < len; i++ { sum += data[i] }
        return sum
    }(ProcessConfig{}, &v[0], v.len())
    println(p.wait())
    let words = ["a", "bb", "cc"]
    let q = process func(k: byte, data: *string, len: usize, factor: int64) (int64, int64) {
        let total: int64 = 0
        for let i: usize = 0; i < len; i++ { total += cast<int64>(data[i].len()) }
        return (total * k, total * factor)
    }(ProcessConfig{}, 1, &words[0], words.len(), 2)
    let (a, b) = q.wait()
    println(a, b)
}
