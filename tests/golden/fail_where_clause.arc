// error: 11:13 ARC0219 `largest` cannot be called with T = func(int64) int64
func largest<T>(a: T, b: T) T where ordered(T) {
    if a > b { return a }
    return b
}

func twice(x: int64) int64 { return x * 2 }

func main() {
    println(largest(1, 2))
    println(largest(twice, twice))
}
