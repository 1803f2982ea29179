// Expectations: ./arcw golden --update
// error: 13:13 ARC0212 this is not known while compiling
// error: 15:18 ARC0212 expected a value that is known while compiling
// error: 16:17 ARC0212 this is not known while compiling
// error: 17:23 ARC0212 `comptime for` needs a list that is known while compiling: fields, variants, a pack, a range or a constant list
// What must be known while compiling, and is not.
func size() usize { return 3 }

struct Grid<comptime WIDTH: usize> { cells: [WIDTH]int64 }

func main() {
    let n: usize = 3
    let a: [n]int64
    let b: [size()]int64
    let g = Grid<n>{}
    comptime if n == 3 { println("three") }
    comptime for i in n { println(i) }
    println(a, b, g)
}
