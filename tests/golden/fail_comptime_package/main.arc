// Expectations: ./arcw golden --update
// error: main.arc:8:18 ARC0268 this needs the code of `tables.hidden`, which package `tables` keeps to itself
// error: main.arc:9:18 ARC0268 this needs the value of `tables.SQUARES`, which its package has run
// What runs during the build needs code of another package, which keeps it to itself; numbers that it has run are known.
import "tables"

const A: int64 = comptime tables.seen(tables.LARGEST)
const B: int64 = comptime tables.hidden(2)
const C: int64 = comptime tables.SQUARES[1]

func main() {
    let a: [tables.LARGEST]byte
    println("${a.len()} ${A} ${B} ${C}")
}
