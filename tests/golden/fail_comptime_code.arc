// Expectations: ./arcw golden --update
// error: 10:42 ARC0200 unknown name `hidden`
// error: 12:36 ARC0220 code is put into code more than 200 deep here
// error: 13:48 ARC0269 a `*int64` cannot be put into code: the memory that a `*int64` leads to ends with the evaluation
// error: 15:64 ARC0200 `name` is not there where this code is put
// error: 17:20 ARC0269 code cannot be a constant
// error: 22:20 ARC0215 expected `int64`, found `string`
// error: 26:13 ARC0269 a `vector<code>` cannot be a constant: code is put where a `comptime` expression gives it, and is part of nothing
// Quoted code that cannot be put anywhere, or does not fit where it is put.
func uses_a_local() code { return code { hidden + 1 } }
func text() code { return code { "text" } }
func itself() code { return code { comptime itself() } }
func pointed(p: *int64) code { return code { ${p} } }

func generators_own(name: string) code { return code { println(name) } }

const KEPT: code = comptime text()

func main() {
    let hidden = 1
    println(comptime uses_a_local())
    let n: int64 = comptime text()
    println(n + hidden)
    comptime itself()
    comptime generators_own("x")
    println(comptime { [text()] })
}
