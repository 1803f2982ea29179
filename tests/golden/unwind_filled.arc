// Recursive results that are made in the cells that wait for them, and panics in the middle, after which nothing is left
// (the checked runtime counts).
// expect: 20000 200010000
// expect: 20000 400020000
// expect: 40000
// expect: 1023
// expect: cut at 0: 3 whole
// expect: cut at 1: 0 whole
// expect: cut at 5: 0 whole
// expect: cut at 20: 0 whole
// expect: tree 0: no
// expect: tree 1: no
// expect: tree 7: no
// expect: tree 30: no
// expect: tree 31: yes 31
// expect: shared 10 3 10
// expect: merged 1 2 3 4 5 6 7 8 9
// expect: text a0 a1 a2 a3
// expect: panic: no text 4
import "std/testing"

enum List {
    Nil
    Cons(head: int64, tail: List)
}

enum Tree {
    Leaf
    Node(left: Tree, key: int64, right: Tree)
}

func numbers(from: int64, to: int64) List {
    if from > to { return List.Nil }
    return List.Cons(from, numbers(from + 1, to))
}

func doubled(l: List) List {
    return match l {
        List.Nil => List.Nil
        List.Cons(head, tail) => List.Cons(2 * head, doubled(tail))
    }
}

func joined(a: List, b: List) List {
    return match a {
        List.Nil => b
        List.Cons(head, tail) => List.Cons(head, joined(tail, b))
    }
}

func merged(a: List, b: List) List {
    if let List.Cons(x, rest) = a {
        if let List.Cons(y, others) = b {
            if x <= y { return List.Cons(x, merged(rest, b)) }
            return List.Cons(y, merged(a, others))
        }
        return a
    }
    return b
}

// Panics at `stop`.
func until(l: List, stop: int64) List {
    return match l {
        List.Nil => List.Nil
        List.Cons(head, tail) => {
            if head == stop { panic("stopped") }
            return List.Cons(head, until(tail, stop))
        }
    }
}

// Every third is left out, so that the call makes the result itself.
func thinned(l: List, stop: int64) List {
    return match l {
        List.Nil => List.Nil
        List.Cons(head, tail) => {
            if head == stop { panic("stopped") }
            if head % 3 == 0 { return thinned(tail, stop) }
            return List.Cons(head, thinned(tail, stop))
        }
    }
}

func sum(l: List) int64 {
    let total: int64 = 0
    let at = l
    for let List.Cons(head, tail) = at {
        total += head
        at = tail
    }
    return total
}

func length(l: List) int64 {
    let count: int64 = 0
    let at = l
    for let List.Cons(_, tail) = at {
        count++
        at = tail
    }
    return count
}

func make(depth: int64, fuse: *int64) Tree {
    if depth == 0 { return Tree.Leaf }
    if *fuse == 0 { panic("blown") }
    *fuse -= 1
    return Tree.Node(make(depth - 1, fuse), depth, make(depth - 1, fuse))
}

func nodes(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, _, r) => 1 + nodes(l) + nodes(r)
    }
}

// A string has no case without payload: the cell comes last, as written.
enum Texts {
    None
    Some(text: string, rest: Texts)
}

func texts(at: int64, to: int64) Texts {
    if at == to { return Texts.None }
    if at == 4 { panic("no text ${at}") }
    return Texts.Some("a${at}", texts(at + 1, to))
}

func main() {
    let long = numbers(1, 20000)
    println("${length(long)} ${sum(long)}")
    let twice = doubled(long)
    println("${length(twice)} ${sum(twice)}")
    println(length(joined(long, twice)))
    let fuse: int64 = 100000
    println(nodes(make(10, &fuse)))

    for stop in [0, 1, 5, 20] {
        let kept = numbers(1, 20)
        let whole = until(kept, 0)
        assert(sum(whole) == 210)
        let ways = 0
        let w = &ways
        let calls = 0
        let c = &calls
        for way in 0..3 {
            let cut = testing.panics(|| {
                *c += 1
                if way == 0 { let _ = until(kept, stop) }
                if way == 1 { let _ = thinned(numbers(1, 20), stop) }
                if way == 2 { let _ = joined(numbers(1, 3), until(numbers(1, 20), stop)) }
                *w += 1
            })
            assert((cut != null) == (stop > 0))
        }
        assert(calls == 3 && sum(kept) == 210)
        println("cut at ${stop}: ${ways} whole")
    }

    for steps in [0, 1, 7, 30, 31] {
        let left = cast<int64>(steps)
        let f = &left
        let made: int64 = -1
        let m = &made
        let cut = testing.panics(|| { *m = nodes(make(5, f)) })
        println(if cut == null { "tree ${steps}: yes ${made}" } else { "tree ${steps}: no" })
    }

    // What others refer to is copied on the way, not changed.
    let first = numbers(1, 4)
    let second = first
    let third = doubled(second)
    println("shared ${sum(first)} ${length(numbers(1, 3))} ${sum(third) - sum(second)}")

    let line = "merged"
    let at = merged(numbers(1, 4), merged(numbers(5, 6), numbers(7, 9)))
    for let List.Cons(head, tail) = at {
        line = "${line} ${head}"
        at = tail
    }
    println(line)

    let words = "text"
    let next = texts(0, 4)
    for let Texts.Some(text, rest) = next {
        words = "${words} ${text}"
        next = rest
    }
    println(words)
    let none = testing.panics(|| { let _ = texts(1, 9) })
    println("panic: ${none ?? "?"}")
}
