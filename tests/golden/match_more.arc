// expect: small negative zero positive huge
// expect: both one none
// expect: yes no maybe
// expect: (1, A) (_, B7) other
// expect: start middle end
// expect: 3 0 -1
// expect: deep 5 shallow
// expect: ok some 4, ok null, err bad
enum Kind {
    A
    B(n: int64)
}

enum Wrap {
    One(inner: Kind)
    Two(left: Kind, right: Wrap)
}

func size(n: int32) string {
    return match n {
        -2147483648..=-1000 => "small"
        -999..0 => "negative"
        0 => "zero"
        1..1000 => "positive"
        _ => "huge"
    }
}

func pick(a: int64?, b: int64?) string {
    return match (a, b) {
        (null, null) => "none"
        (_, null) | (null, _) => "one"
        (_, _) => "both"
    }
}

func deep(w: Wrap) string {
    return match w {
        Wrap.Two(Kind.B(n), Wrap.One(_)) if n > 4 => "deep ${n}"
        Wrap.Two(_, _) => "two"
        Wrap.One(_) => "shallow"
    }
}

func lookup(n: int64) int64?! {
    if n < 0 { return error("bad") }
    if n == 0 { return null }
    return n
}

func main() {
    println(size(-5000), size(-5), size(0), size(999), size(1000))
    println(pick(1, 2), pick(1, null), pick(null, null))
    for b in [true, false] {
        print(match b {
            true => "yes "
            false => "no "
        })
    }
    println("maybe")
    for p in [(1, Kind.A), (2, Kind.B(7)), (3, Kind.A)] {
        print(match p {
            (1, Kind.A) => "(1, A) "
            (_, Kind.B(n)) => "(_, B${n}) "
            _ => "other\n"
        })
    }
    for i in 0..3 {
        let word = match i {
            0 => "start "
            2 => {
                let w = "end"
                w + "\n"
            }
            _ => "middle "
        }
        print(word)
    }
    let count = 0
    for w in ["a", "b", "c"] {
        match w {
            "a" | "b" | "c" => { count++ }
            _ => { count = -100 }
        }
    }
    println(count, match count { 3 => 0, _ => 1 }, match -1 { -1 => -1, _ => 1 })
    println(deep(Wrap.Two(Kind.B(5), Wrap.One(Kind.A))), deep(Wrap.One(Kind.A)))
    let parts: vector<string> = []
    for n in [4, 0, -1] {
        match lookup(n) {
            ok(v) => parts.push(if v == null { "ok null" } else { "ok some ${v}" })
            err(e) => parts.push("err ${e}")
        }
    }
    println(parts.join(", "))
}
