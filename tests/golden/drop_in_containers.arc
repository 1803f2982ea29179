// expect: close 4
// expect: middle
// expect: 1 2 3 6 6
// expect: close 1
// expect: close 2
// expect: close 3
// expect: close 6
// expect: end
// Values with `drop` that go through functions which copy what they borrow, as `push` does when a vector must grow.
struct Guard {
    id: int64

    drop(self g: *Guard) { println("close ${g.id}") }
}

func choose<T>(first: bool, a: T, b: T) T { return if first { a } else { b } }

@noinline
func kept(g: Guard, others: *vector<Guard>) Guard {
    let saved = g
    others.reserve(10)
    return saved
}

func work() {
    let v = [Guard{id: 1}, Guard{id: 2}, choose(true, Guard{id: 3}, Guard{id: 4})]
    v.push(Guard{id: 6})
    let again = kept(v[3], &v)
    println("middle")
    println(v[0].id, v[1].id, v[2].id, v[3].id, again.id)
}

func main() {
    work()
    println("end")
}
