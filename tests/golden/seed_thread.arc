// expect: 5000050000
// expect: 42 joined
// The thread sample of the compute templates document, as written there.
func main() {
    let numbers: vector<int32> = []
    for i in 1..=100000 { numbers.push(cast<int32>(i)) }
    let array_ptr = &numbers[0]
    let array_len = numbers.len()
    let t = thread func(data: *int32, len: usize) int64 {
        let sum: int64 = 0
        for let i: usize = 0; i < len; i++ {
            sum += cast<int64>(data[i])
        }
        return sum
    }(ThreadConfig{stack_size: 8_MB}, array_ptr, array_len)

    let result = t.join()
    println(result)
    let u = thread func(a: int64, b: int64) int64 { return a * b }(ThreadConfig{}, 6, 7)
    println(u.join(), "joined")
}
