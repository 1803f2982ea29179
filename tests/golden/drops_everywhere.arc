// expect: vector 2
// expect: after vector 3
// expect: pop 4
// expect: map 6
// expect: replaced 7
// expect: optional 9
// expect: enum 10
// expect: tuple 12
// expect: closure 13
// expect: early 14 
// expect: break 16
// expect: temporary 17
// expect: argument 18
// expect: returned 19
// expect: nested 21
// expect: match 22
// expect: assigned 24
// expect: slice 26
struct Token {
    counter: *int64

    drop(self t: *Token) { *t.counter += 1 }
}

enum Holder {
    Full(token: Token)
    Empty
}

struct Outer {
    a: Token
    b: vector<Token>
}

func early(c: *int64, stop: bool) int64 {
    let _t = Token{counter: c}
    if stop { return 1 }
    return 2
}

func use(t: Token) bool { return !@is_null(t.counter) }

func make(c: *int64) Token { return Token{counter: c} }

func main() {
    let n: int64 = 0
    let c = &n
    if true {
        let v = [Token{counter: c}, Token{counter: c}]
        let w = v
        assert(w.len() == 2)
    }
    println("vector", n)
    let v = [Token{counter: c}, Token{counter: c}]
    v.remove(0)
    println("after vector", n)
    v.pop()
    println("pop", n)
    if true {
        let m = {"a": Token{counter: c}, "b": Token{counter: c}}
        assert(m.len() == 2)
    }
    println("map", n)
    let m = {"a": Token{counter: c}}
    m["a"] = Token{counter: c}
    println("replaced", n)
    m.clear()
    let o: Token? = Token{counter: c}
    o = null
    println("optional", n)
    if true {
        let h = Holder.Full(Token{counter: c})
        let k = h
        match k {
            Holder.Full(t) => assert(use(t))
            Holder.Empty => {}
        }
    }
    println("enum", n)
    if true {
        let t = (Token{counter: c}, 1, Token{counter: c})
        assert(t.1 == 1)
    }
    println("tuple", n)
    if true {
        let t = Token{counter: c}
        let f = func() bool { return use(t) }
        let g = f
        assert(f() && g())
    }
    println("closure", n)
    early(c, true)
    print("early", n, "\n")
    for i in 0..5 {
        let _t = Token{counter: c}
        if i == 1 { break }
    }
    println("break", n)
    assert(make(c).counter == c)
    println("temporary", n)
    use(Token{counter: c})
    println("argument", n)
    if true {
        let t = make(c)
        assert(use(t))
    }
    println("returned", n)
    if true {
        let x = Outer{a: Token{counter: c}, b: [Token{counter: c}]}
        let y = x
        y.b.clear()
        assert(x.b.len() == 1)
    }
    println("nested", n)
    match Holder.Full(make(c)) {
        Holder.Full(t) => assert(use(t))
        Holder.Empty => {}
    }
    println("match", n)
    if true {
        let t = make(c)
        t = make(c)
        assert(use(t))
    }
    println("assigned", n)
    if true {
        let s = [make(c), make(c)][0..1]
        assert(s.len() == 1)
    }
    println("slice", n)
}
