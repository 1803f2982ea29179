// Expectations: ./arcw golden --update
// error: main.arc:7:18 ARC0257 this panics during the build: division by zero
// error: main.arc:8:18 ARC0265 this cannot be done during the build: calling `chosen_elsewhere`, which is not there during the build
// What goes wrong in another package's code is reported at the `comptime`, with the way that leads there.
import "tables"

const A: int64 = comptime tables.ratio(1, 0)
const B: int64 = comptime tables.chosen()

func main() { println(A, B) }
