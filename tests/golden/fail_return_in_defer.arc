// Expectations: ./arcw golden --update
// error: 8:17 ARC0237 `return` cannot leave a `defer`
// error: 9:17 ARC0237 `break` cannot leave a `defer`
// error: 10:25 ARC0237 `?` cannot leave a `defer`
// What cannot leave a `defer`.
func f() int64! {
    for {
        defer { return 1 }
        defer { break }
        defer { let n = parse("1")?
            println(n) }
    }
}

func parse(text: string) int64! { return 1 }

func main() {
    println(f()!)
}
