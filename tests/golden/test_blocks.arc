// expect: main runs, tests do not
func double(x: int64) int64 { return x * 2 }

test "double of three" { assert(double(3) == 6) }

test "never run here" { assert(false) }

func main() {
    println("main runs, tests do not")
}
