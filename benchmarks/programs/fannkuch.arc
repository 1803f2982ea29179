// Pancake flips over all permutations: fannkuch [N]
// (the program of the Computer Language Benchmarks Game)

import "std/os"

func main() void! {
    let n: int64 = 7
    if os.args.len() > 1 { n = os.args[1].parse_int()? }
    let permutation: [16]int64
    let current: [16]int64
    let count: [16]int64
    for i in 0..n { current[i] = i }
    let checksum: int64 = 0
    let most: int64 = 0
    let number: int64 = 0
    let r = n
    for {
        for r != 1 {
            count[r - 1] = r
            r--
        }
        for i in 0..n { permutation[i] = current[i] }
        let flips: int64 = 0
        let k = permutation[0]
        for k != 0 {
            let low: int64 = 0
            let high = k
            for low < high {
                let x = permutation[low]
                permutation[low] = permutation[high]
                permutation[high] = x
                low++
                high--
            }
            flips++
            k = permutation[0]
        }
        if flips > most { most = flips }
        if number % 2 == 0 { checksum += flips } else { checksum -= flips }
        for {
            if r == n {
                println("${checksum}\nPfannkuchen(${n}) = ${most}")
                return
            }
            let first = current[0]
            for i in 0..r { current[i] = current[i + 1] }
            current[r] = first
            count[r]--
            if count[r] > 0 { break }
            r++
        }
        number++
    }
}
