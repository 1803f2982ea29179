// All ways to place N queens, as lists of lists: nqueens [N]

import "std/os"

enum Queens {
    None
    Queen(column: int64, rest: Queens)
}

enum Solutions {
    None
    Solution(queens: Queens, rest: Solutions)
}

func is_safe(column: int64, queens: Queens) bool {
    let distance: int64 = 1
    let at = queens
    for let Queens.Queen(q, rest) = at {
        if column == q || column == q + distance || column == q - distance { return false }
        distance++
        at = rest
    }
    return true
}

func solve(n: int64, k: int64) Solutions {
    if k == 0 { return Solutions.Solution(Queens.None, Solutions.None) }
    let out = Solutions.None
    let at = solve(n, k - 1)
    for let Solutions.Solution(queens, rest) = at {
        for q in 1..=n {
            if is_safe(q, queens) { out = Solutions.Solution(Queens.Queen(q, queens), out) }
        }
        at = rest
    }
    return out
}

func main() void! {
    let n: int64 = 8
    if os.args.len() > 1 { n = os.args[1].parse_int()? }
    let count: int64 = 0
    let sum: int64 = 0
    let at = solve(n, n)
    for let Solutions.Solution(queens, rest) = at {
        count++
        if let Queens.Queen(q, _) = queens { sum += q }
        at = rest
    }
    println("${count} ${sum}")
}
