// Expectations: ./arcw golden --update
// error: 21:10 ARC0215 expected `vector<int64>`, found `int64`
// error: 22:11 ARC0215 expected `Point`, found `int64`
// error: 23:10 ARC0215 expected `string`, found `int64`
// error: 24:10 ARC0215 expected `bool`, found `int64`
// error: 25:12 ARC0215 expected `int64`, found `string`
// error: 26:12 ARC0215 expected `int64`, found `bool`
// Values for comptime parameters that are none of the parameter's type.
struct Point { x: int64 }

const LIMIT = 3

func list<comptime N: vector<int64>>() { println(N) }
func point<comptime N: Point>() { println(N.x) }
func text<comptime N: string>() { println(N) }
func flag<comptime N: bool>() { println(N) }
func number<comptime N: int64>() { println(N) }
func real<comptime N: float64>() { println(N) }

func main() {
    list<3>()
    point<LIMIT>()
    text<3>()
    flag<3>()
    number<"three">()
    number<true>()
    real<3>()
    text<"three">()
    flag<(LIMIT > 2)>()
}
