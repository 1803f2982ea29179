// Expectations: ./arcw golden --update
// expect: [Row{number: 10, text: "light"}, Row{number: 11, text: "dark 11"}, Row{number: 12, text: "light"}, Row{number: 0, text: "end"}] [3, 6] 46
// expect: 9 4 4 8
// expect: 1 4 3 2
// Functions of other packages run during the build, and what those have run is there: lists, structs, what they import.
import "tables"

const ALL = comptime tables.table(3)
const SCALED = comptime tables.scaled([1, 2], 3)
const TOTAL: int64 = comptime tables.table(4).total()
const B: int64 = comptime tables.SQUARES[1]
const TWICE = comptime tables.twice

func main() {
    let a: [tables.LARGEST]byte
    let b: [tables.SQUARES[1]]byte
    println(ALL.rows, SCALED, TOTAL)
    println(a.len(), b.len(), B, TWICE(4))
    comptime for square in tables.SQUARES { print("${@sizeof([square]byte)} ") }
    println(comptime tables.ratio(tables.LARGEST, 3), tables.table(1).rows.len())
}
