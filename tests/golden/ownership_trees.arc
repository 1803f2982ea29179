// Expectations: ./arcw golden --update
// expect: 0 1 2 3 4. 5 10
// expect: 10 11 12 13 14. 0 1 2 3 4.
// expect: 4 3 2 1 0. 0 1 2 3 4 0 1 2 3 4 . 0 1 2 3 4.
// expect: 1 2 3 4 5. 5.
// expect: 0 2 3 4 5 6 . .
// expect: 0 1 2 3 4 0 1 2 3 4 . 5
// expect: 100000 500500
// expect: (1*[x:7]+(0+[y:([x:7]+0)]))
// expect: ([x=7:7]+[y:[x=7:7]])
// expect: ([x=7:7]*2+0)
// expect: true true
// Values that are taken apart, used again and shared: the same with and without ownership inference.

enum List {
    Nil
    Cons(head: int64, tail: List)
}

enum Expr {
    Number(value: int64)
    Add(left: Expr, right: Expr)
    Mul(left: Expr, right: Expr)
    Named(name: string, value: Expr)
}

func range(low: int64, high: int64) List {
    if low >= high { return List.Nil }
    return List.Cons(low, range(low + 1, high))
}

func length(l: List) int64 {
    return match l {
        List.Nil => 0
        List.Cons(_, tail) => 1 + length(tail)
    }
}

func map_list(l: List, add: int64) List {
    return match l {
        List.Nil => List.Nil
        List.Cons(head, tail) => List.Cons(head + add, map_list(tail, add))
    }
}

func append(a: List, b: List) List {
    return match a {
        List.Nil => b
        List.Cons(head, tail) => List.Cons(head, append(tail, b))
    }
}

func reverse(l: List) List {
    let out = List.Nil
    let at = l
    for let List.Cons(head, tail) = at {
        out = List.Cons(head, out)
        at = tail
    }
    return out
}

// Only walks: counts nothing.
func sum(l: List) int64 {
    let total: int64 = 0
    let at = l
    for let List.Cons(head, tail) = at {
        total += head
        at = tail
    }
    return total
}

func show(l: List) string {
    return match l {
        List.Nil => "."
        List.Cons(head, List.Nil) => "${head}."
        List.Cons(a, List.Cons(b, rest)) => "${a} ${b} ${show(rest)}"
    }
}

// Three levels, of which some parts are kept and some are not.
func simplify(e: Expr) Expr {
    return match e {
        Expr.Add(Expr.Number(0), x) => simplify(x)
        Expr.Add(x, Expr.Number(0)) => simplify(x)
        Expr.Mul(Expr.Number(1), x) => simplify(x)
        Expr.Mul(Expr.Number(0), _) => Expr.Number(0)
        Expr.Add(Expr.Mul(a, b), Expr.Mul(c, d)) => Expr.Add(simplify(Expr.Mul(a, b)), simplify(Expr.Mul(c, d)))
        Expr.Add(l, r) => Expr.Add(simplify(l), simplify(r))
        Expr.Mul(l, r) => Expr.Mul(simplify(l), simplify(r))
        Expr.Named(name, Expr.Number(n)) => Expr.Named("${name}=${n}", Expr.Number(n))
        Expr.Named(name, value) => Expr.Named(name, simplify(value))
        Expr.Number(_) => e
    }
}

func text(e: Expr) string {
    return match e {
        Expr.Number(n) => "${n}"
        Expr.Add(l, r) => "(${text(l)}+${text(r)})"
        Expr.Mul(l, r) => "${text(l)}*${text(r)}"
        Expr.Named(name, value) => "[${name}:${text(value)}]"
    }
}

// Moved on one path, looked at on the other.
func either(l: List, keep: bool) List {
    let held = map_list(l, 1)
    if keep { return held }
    let n = length(held)
    return List.Cons(n, List.Nil)
}

// Moved on one path, of no use on the other.
func only(l: List, keep: bool) List {
    let held = map_list(l, 2)
    let out = List.Nil
    if keep { out = List.Cons(0, held) }
    return out
}

func main() {
    let l = range(0, 5)
    println(show(l), length(l), sum(l))
    let shared = l
    println(show(map_list(l, 10)), show(shared))
    println(show(reverse(l)), show(append(l, shared)), show(l))
    println(show(either(l, true)), show(either(l, false)))
    println(show(only(l, true)), show(only(l, false)))
    l = append(l, l)
    println(show(l), length(shared))
    println(length(range(0, 100000)), sum(map_list(range(0, 1000), 1)))

    let x = Expr.Named("x", Expr.Number(7))
    let e = Expr.Add(Expr.Mul(Expr.Number(1), x), Expr.Add(Expr.Number(0), Expr.Named("y", Expr.Add(x, Expr.Number(0)))))
    let before = e
    println(text(e))
    println(text(simplify(e)))
    println(text(simplify(Expr.Add(Expr.Mul(x, Expr.Number(2)), Expr.Mul(Expr.Number(0), x)))))
    println(text(before) == text(e), e == before)
}
