// Sums a million numbers with four threads. Threads share memory: each gets a pointer into the same vector.

func main() {
    let numbers: vector<int32> = []
    for i in 1..=1_000_000 { numbers.push(cast<int32>(i)) }

    let threads: vector<thread<int64>> = []
    let part = numbers.len() / 4
    for i in 0..4 {
        let array_ptr = &numbers[cast<usize>(i) * part]
        threads.push(thread func(data: *int32, len: usize) int64 {
            let sum: int64 = 0
            for let i: usize = 0; i < len; i++ {
                sum += cast<int64>(data[i])
            }
            return sum
        }(ThreadConfig{stack_size: 8_MB}, array_ptr, part))
    }

    let total: int64 = 0
    for t in threads { total += t.join() }
    println("the sum is ${total}")
}
