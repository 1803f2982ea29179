// expect: Cons(-2, Cons(-1, Cons(0, Cons(1, Cons(2, End))))) 0
// expect: Cons(98, Cons(99, Cons(100, Cons(101, Cons(102, End))))) 0 Cons(-3, Cons(-2, Cons(-1, Cons(0, Cons(1, End)))))
// expect: Small(255, true, Blue, Wide(-32768, 129, Word('􏿿', Odd(1, -2, -128, Maybe(7, Maybe(null, Text(true, "text", false, Alone(200, true))))))))
// expect: Wide(-1, 255, Small(129, true, Green, Odd(3, -300, 4, Odd(1, -2, -127, Maybe(null, Maybe(9, Text(false, "text!", true, Alone(200, false))))))))
// expect: false true true 1
// expect: Small(255, true, Red, Wide(-32768, 129, Word('􏿿', Odd(1, -2, -128, Maybe(7, Maybe(null, Text(true, "text", false, Alone(200, true))))))))
// expect: Small(100, true, Red, Small(255, true, Blue, Wide(-32768, 129, Word('􏿿', Odd(1, -2, -128, Maybe(7, Maybe(null, Text(true, "text", false, Alone(200, true))))))))) Small(255, true, Blue, Wide(-32768, 129, Word('􏿿', Odd(1, -2, -128, Maybe(7, Maybe(null, Text(true, "text", false, Alone(200, true))))))))
// expect: true Wide(-1, 255, Small(129, true, Green, Odd(3, -300, 4, Odd(1, -2, -127, Maybe(null, Maybe(9, Text(false, "text!", true, Alone(200, false))))))))
// expect: Wide(-1, 255, Small(129, true, Red, Odd(3, -300, 4, Odd(1, -2, -127, Maybe(null, Maybe(9, Text(false, "text!", true, Alone(200, false))))))))
// expect: Cons(-2, Cons(-1, Cons(0, Cons(1, End)))) Cons(-1, Cons(0, Cons(1, Cons(2, End))))
// expect: X(60000, Z(Y(1, 2, 255, X(60000, Z(Y(1, 2, 255, X(60000, C255))))))) X(60000, Z(Y(1, 2, 255, X(60000, C255))))
// expect: 60000 1 2 255 60000
// expect: true true
// expect: 1 2 3 4 5 6 7
// expect: end of 4
// expect: end of 8
// Small fields of recursive enums lie in the headers of their cells, behind the index of the case: every kind of small field, one and
// several kinds of cells, more cases than a byte counts, cells that become others, shared ones, constants, other threads.

// One kind of cell: four bytes are free.
enum Numbers { End, Cons(head: int32, tail: Numbers) }

enum Color { Red, Green, Blue }

// Several: three are.
enum Steps {
    Done
    Small(a: uint8, b: bool, c: Color, rest: Steps)
    Wide(a: int16, b: uint8, rest: Steps)
    Word(c: char, rest: Steps)
    Odd(a: uint8, b: int16, c: int8, rest: Steps)
    Maybe(a: uint8?, rest: Steps)
    Alone(a: uint8, b: bool)
    Text(a: bool, text: string, b: bool, rest: Steps)
}

// A struct of three bytes, and one that dies.
struct Rgb { r: uint8, g: uint8, b: uint8 }

struct Handle {
    id: uint8
    func drop(self p: *Handle) { println("end of", p.id) }
}

enum Held { Nothing, Paint(color: Rgb, next: Held), Keep(handle: Handle, next: Held) }

// The index takes two bytes.
enum Many { C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14, C15, C16, C17, C18, C19, C20, C21, C22, C23, C24, C25, C26, C27, C28, C29, C30, C31, C32, C33, C34, C35, C36, C37, C38, C39, C40, C41, C42, C43, C44, C45, C46, C47, C48, C49, C50, C51, C52, C53, C54, C55, C56, C57, C58, C59, C60, C61, C62, C63, C64, C65, C66, C67, C68, C69, C70, C71, C72, C73, C74, C75, C76, C77, C78, C79, C80, C81, C82, C83, C84, C85, C86, C87, C88, C89, C90, C91, C92, C93, C94, C95, C96, C97, C98, C99, C100, C101, C102, C103, C104, C105, C106, C107, C108, C109, C110, C111, C112, C113, C114, C115, C116, C117, C118, C119, C120, C121, C122, C123, C124, C125, C126, C127, C128, C129, C130, C131, C132, C133, C134, C135, C136, C137, C138, C139, C140, C141, C142, C143, C144, C145, C146, C147, C148, C149, C150, C151, C152, C153, C154, C155, C156, C157, C158, C159, C160, C161, C162, C163, C164, C165, C166, C167, C168, C169, C170, C171, C172, C173, C174, C175, C176, C177, C178, C179, C180, C181, C182, C183, C184, C185, C186, C187, C188, C189, C190, C191, C192, C193, C194, C195, C196, C197, C198, C199, C200, C201, C202, C203, C204, C205, C206, C207, C208, C209, C210, C211, C212, C213, C214, C215, C216, C217, C218, C219, C220, C221, C222, C223, C224, C225, C226, C227, C228, C229, C230, C231, C232, C233, C234, C235, C236, C237, C238, C239, C240, C241, C242, C243, C244, C245, C246, C247, C248, C249, C250, C251, C252, C253, C254, C255, X(a: uint16, rest: Many), Y(a: uint8, b: uint8, c: uint8, rest: Many), Z(rest: Many) }

func count_to(n: int32) Numbers {
    let list = Numbers.End
    for let i = n; i > 0; i-- { list = Numbers.Cons(i - 3, list) }
    return list
}

func added(list: Numbers, by: int32) Numbers {
    return match list {
        Numbers.End => Numbers.End
        Numbers.Cons(head, tail) => Numbers.Cons(head + by, added(tail, by))
    }
}

func sum(list: Numbers) int32 {
    return match list {
        Numbers.End => 0
        Numbers.Cons(head, tail) => head + sum(tail)
    }
}

func each() Steps {
    return Steps.Small(255, true, Color.Blue, Steps.Wide(-32768, 129, Steps.Word('\u{10FFFF}', Steps.Odd(1, -2, -128,
        Steps.Maybe(7, Steps.Maybe(null, Steps.Text(true, "text", false, Steps.Alone(200, true))))))))
}

// Each case becomes another one, in the same cell where it has the size.
func turned(s: Steps) Steps {
    return match s {
        Steps.Done => Steps.Done
        Steps.Small(a, b, _, rest) => Steps.Wide(if b { -1 } else { 1 }, a, turned(rest))
        Steps.Wide(a, b, rest) => Steps.Small(b, a < 0, Color.Green, turned(rest))
        Steps.Word(_, rest) => Steps.Odd(3, -300, 4, turned(rest))
        Steps.Odd(a, b, c, rest) => Steps.Odd(a, b, c + 1, turned(rest))
        Steps.Maybe(a, rest) => Steps.Maybe(if a != null { null } else { 9 }, turned(rest))
        Steps.Alone(a, b) => Steps.Alone(a, !b)
        Steps.Text(a, text, b, rest) => Steps.Text(b, text + "!", a, turned(rest))
    }
}

// Only one field of many changes.
func counted(s: Steps) Steps {
    return match s {
        Steps.Small(a, b, c, rest) => if a < 100 { Steps.Small(a + 1, b, c, rest) } else { Steps.Small(a, b, Color.Red, counted(rest)) }
        Steps.Text(a, text, b, rest) => Steps.Text(a, text, b, counted(rest))
        Steps.Wide(a, b, rest) => Steps.Wide(a, b, counted(rest))
        Steps.Word(c, rest) => Steps.Word(c, counted(rest))
        other => other
    }
}

func many(n: int64) Many {
    let m = Many.C255
    for i in 0..n {
        m = match i % 3 {
            0 => Many.X(60000, m)
            1 => Many.Y(1, 2, 255, m)
            _ => Many.Z(m)
        }
    }
    return m
}

const CONSTANT = comptime turned(each())
const MANY = comptime many(4)
const NUMBERS = comptime count_to(4)

func main() {
    let list = count_to(5)
    let kept = list
    println(list, sum(list))
    println(added(list, 100), sum(kept), added(kept, -1))

    let s = each()
    println(s)
    let shared = s
    println(turned(s))
    println(turned(turned(s)) == s, s == shared, s == each(), {s: 1}[each()])
    println(counted(counted(shared)))
    println(counted(Steps.Small(99, true, Color.Red, s)), s)
    println(CONSTANT == turned(each()), CONSTANT)
    println(counted(CONSTANT))
    println(NUMBERS, added(NUMBERS, 1))

    let m = many(7)
    println(m, MANY)
    println(match m { Many.X(a, Many.Z(Many.Y(b, c, d, _))) => "${a} ${b} ${c} ${d}", _ => "other" }, match MANY { Many.X(a, _) => a, _ => 0 })

    let across = thread func(s: Steps, m: Many) (Steps, Many) { return (turned(s), m) }({}, s, m).join()
    println(across.0 == turned(s), across.1 == m)

    let held = Held.Paint(Rgb{r: 1, g: 2, b: 3}, Held.Keep(Handle{id: 4}, Held.Paint(Rgb{r: 5, g: 6, b: 7}, Held.Keep(Handle{id: 8}, Held.Nothing))))
    match held {
        Held.Paint(c, Held.Keep(h, Held.Paint(d, _))) => println(c.r, c.g, c.b, h.id, d.r, d.g, d.b)
        _ => println("other")
    }
}
