// expect: 9 3
// expect: 42!
// expect: yes no
struct Square {
    side: int64
}

func area(self s: Square) int64 { return s.side * s.side }

func grow(self s: *Square, by: int64) { s.side += by }

func shout(self n: int64) string { return "${n}!" }

func is_vowel(self c: char) bool { return "aeiou".contains(c) }

func main() {
    let s = Square{side: 1}
    s.grow(2)
    println(s.area(), s.side)
    println(42.shout())
    println(if 'e'.is_vowel() { "yes" } else { "no" }, if 'x'.is_vowel() { "yes" } else { "no" })
}
