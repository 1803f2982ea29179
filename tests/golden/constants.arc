// expect: 65536 3.5 arc [1, 2, 3]
// expect: 65537 4
// expect: 9
const LIMIT: usize = 64_KB
const RATIO = 3.5
const NAME: string = "arc"
const TABLE: [3]int64 = [1, 2, 3]
const NEXT = LIMIT + 1

func main() {
    println(LIMIT, RATIO, NAME, TABLE)
    const local = NEXT
    println(local, TABLE[2] + 1)
    let total = 0
    for x in TABLE { total += x }
    const SQUARE = 3 * 3
    println(SQUARE)
    assert(total == 6)
}
