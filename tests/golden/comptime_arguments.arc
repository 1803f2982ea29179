// Expectations: ./arcw golden --update
// expect: P{x: 3, y: 4}: 3 4 12
// expect: [red, green]: 2 red
// expect: 7 by Green
// expect: true
// Structs, lists and enums as generic arguments: what is equal is one instance, whatever has made it. Parts of constants fold.
enum Color { Red, Green }
struct P { x: int64, y: int64 }
struct Config { name: string, sizes: [3]usize, origin: P, color: Color }

func make(x: int64) P { return P{x: x, y: x + 1} }
func words() vector<string> { return "red green".split(" ") }

const ONE: P = comptime make(3)
const CONFIG: Config = comptime Config{name: "c", sizes: [4, 5, 6], origin: make(1), color: Color.Green}

func area<comptime p: P>() string {
    let room: [p.x]byte
    return "${room.len()} ${p.y} ${p.x * p.y}"
}
func first<comptime list: vector<string>>() string { return "${list.len()} ${list[0]}" }
struct Grid<comptime p: P> { cells: [p.x]byte }

func main() {
    println("P{x: 3, y: 4}: ${area<ONE>()}")
    println("[red, green]: ${first<{words()}>()}")
    let fixed: [CONFIG.sizes[1] + CONFIG.origin.y]byte
    comptime if CONFIG.color == Color.Green && CONFIG.name == "c" { println("${fixed.len()} by ${CONFIG.color}") }
    let a: Grid<ONE>
    let b: Grid<{make(2 + 1)}> = a
    println(comptime { @name_of(@typeof(b)) == @name_of(@typeof(a)) })
}
