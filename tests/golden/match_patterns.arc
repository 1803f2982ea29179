// expect: zero one small big negative
// expect: vowel digit other
// expect: origin x-axis 3 diagonal 4 5,6
// expect: hello? goodbye
// expect: some 5 none
// expect: value 3 error: odd
// expect: ten or twenty, else
// expect: A 7 B
enum Item {
    A(n: int64)
    B
}

func size(n: int64) string {
    return match n {
        0 => "zero"
        1 => "one"
        2..=9 => "small"
        x if x > 9 => "big"
        _ => "negative"
    }
}

func kind(c: char) string {
    return match c {
        'a' | 'e' | 'i' | 'o' | 'u' => "vowel"
        '0'..='9' => "digit"
        _ => "other"
    }
}

func place(p: (int64, int64)) string {
    return match p {
        (0, 0) => "origin"
        (x, 0) => "x-axis ${x}"
        (x, y) if x == y => "diagonal ${x}"
        (x, y) => "${x},${y}"
    }
}

func even_half(n: int64) int64! {
    if n % 2 != 0 { return error("odd") }
    return n / 2
}

func main() {
    println(size(0), size(1), size(5), size(100), size(-3))
    println(kind('e'), kind('7'), kind('z'))
    println(place((0, 0)), place((3, 0)), place((4, 4)), place((5, 6)))
    let greeting = "hi"
    match greeting {
        "hi" | "hello" => print("hello? ")
        _ => print("what? ")
    }
    println(match "bye" {
        "bye" => "goodbye"
        other => other
    })
    let none: int64? = null
    let some: int64? = 5
    for o in [some, none] {
        match o {
            null => println("none")
            v => print("some ${v} ")
        }
    }
    for n in [6, 7] {
        match even_half(n) {
            ok(v) => print("value ${v} ")
            err(e) => println("error: ${e}")
        }
    }
    println(match 20 {
        10 | 20 => "ten or twenty, "
        _ => ""
    } + match 30 {
        10 | 20 => "ten or twenty"
        _ => "else"
    })
    for item in [Item.A(7), Item.B] {
        match item {
            .A(n) => print("A ${n} ")
            .B => println("B")
        }
    }
}
