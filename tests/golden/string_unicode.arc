// expect: 6 5 naïve
// expect: ï
// expect: ok: ok
// expect: err: invalid UTF-8 at byte 1
// expect: a�b
func main() {
    let s = "naïve"
    println(s.len(), s.count_chars(), s)
    println(s[2..4])
    let good: vector<byte> = [111, 107]
    let bad: vector<byte> = [97, 255, 98]
    match string_from_utf8(good) {
        ok(t) => println("ok: ${t}")
        err(e) => println("err: ${e}")
    }
    match string_from_utf8(bad) {
        ok(t) => println("ok: ${t}")
        err(e) => println("err: ${e}")
    }
    println(string_from_utf8_lossy(bad))
}
