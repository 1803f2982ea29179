// Expectations: ./arcw golden --update
// error: 13:13 ARC0269 a `*int64` cannot be a constant: the memory that a `*int64` leads to ends with the evaluation
// error: 15:13 ARC0269 a `Holder` cannot be a constant: `Guard` has a `drop` of its own, and a constant does not end
// error: 16:13 ARC0269 a `StringBuilder` cannot be a constant: what a `StringBuilder` stands for ends with the evaluation
// Values that cannot become data of the program.
struct Guard {
    n: int64
    drop(self g: *Guard) { println("drop ${g.n}") }
}
struct Holder { guard: Guard? }

func main() {
    let _ = comptime { let m = 2
        &m }
    let _ = comptime { Holder{guard: null} }
    let _ = comptime { StringBuilder{} }
}
