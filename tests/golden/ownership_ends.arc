// Expectations: ./arcw golden --update
// expect: a
// expect: behind the last use of a
// expect: 2
// expect: behind the last use of the list
// expect: end b
// expect: end c
// expect: end a
// expect: held
// expect: ef.
// expect: ef.
// expect: last line
// expect: end e
// expect: end f
// expect: end d
// When values end: those whose end can be seen at the end of their scopes, whatever their last use was.

struct Guard {
    name: string
    drop(self g: *Guard) { println("end ${g.name}") }
}

struct Holder { guard: Guard, label: string }

enum Slot {
    Empty
    Full(guard: Guard, next: Slot)
}

func name_of(g: Guard) string { return g.name }

func pass(h: Holder) Holder { return h }

func names(s: Slot) string {
    return match s {
        Slot.Empty => "."
        Slot.Full(g, next) => g.name + names(next)
    }
}

func scoped() {
    let a = Guard{name: "a"}
    println(name_of(a))
    println("behind the last use of a")
    let list = [Guard{name: "b"}, Guard{name: "c"}]
    println(list.len())
    println("behind the last use of the list")
}

func main() {
    scoped()
    let h = pass(Holder{guard: Guard{name: "d"}, label: "held"})
    println(h.label)
    let s = Slot.Full(Guard{name: "e"}, Slot.Full(Guard{name: "f"}, Slot.Empty))
    println(names(s))
    let t = s
    println(names(t))
    println("last line")
}
