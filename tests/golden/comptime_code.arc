// Quoted code: functions that run while the program is built give it, and it becomes part of the program.
// Expectations: ./arcw golden --update
// expect: 343 1 1024
// expect: 60
// expect: 2 1 [4, 3]
// expect: true false
// expect: 5 3 40
// expect: x=1;y=two;
// expect: 0 30
// expect: 7 9.0
// expect: caller 8
// expect: [1, 2, 3] Point{x: 1, y: "p"}
// expect: <2><4><6>
// expect: [10, 20, 30] 23 33
// expect: 3 * 4 = 12
// expect: 20

// A power without a loop: the steps are decided during the build.
func power(n: uint32, x: code) code {
    if n == 0 { return code { 1 } }
    if n == 1 { return x }
    let half = power(n / 2, x)
    if n % 2 == 0 {
        return code {
            let h = ${half}
            h * h
        }
    }
    return code { ${x} * ${power(n - 1, x)} }
}

func unrolled(n: int64, body: func(int64) code) code {
    let all = code { }
    for let i = n - 1; i >= 0; i-- {
        let rest = all
        all = code {
            ${body(i)}
            ${rest}
        }
    }
    return all
}

// `h` here and `h` of the quotes are two.
func fifth(y: int64) int64 {
    let h = 100
    return h + comptime power(5, code { y })
}

func swapped(a: code, b: code) code {
    return code {
        let t = ${a}
        ${a} = ${b}
        ${b} = t
    }
}

func is_word(word: string) code { return code { |s: string| s == ${word} } }

struct Point {
    x: int64
    y: string
}

func shown<T>(v: code) code {
    let all = code { }
    comptime for f in @fields(T) {
        let before = all
        all = code {
            ${before}
            print("${f.name}=")
            print((${v}).@field(f))
            print(";")
        }
    }
    return all
}

func first_even(list: code) code {
    return code {
        for x in ${list} { if x % 2 == 0 { return x } }
    }
}

// A `return` in code leaves the function where the code is put.
func even_of(list: vector<int64>) int64 {
    comptime first_even(code { list })
    return 0
}

// A quote in a splice of another one sees what that declares.
func each(list: code, f: func(code) code) code {
    return code { for item in ${list} { ${f(code { item })} } }
}

func mapped(list: code, f: func(code) code) code {
    return code { ${list}.map(|item| ${f(code { item })}) }
}

func twice(body: code) code {
    return code {
        let run = |k: int64| k + ${body}
        run(1) + run(2)
    }
}

func explained(text: string, e: code) code {
    return code {
        let text = ${e}
        println("${${text}} = ${text}")
    }
}

enum Op {
    Push(n: int64)
    Add
    Mul
}

// A program of a stack machine as one expression.
func compiled(ops: vector<Op>) code {
    let stack: vector<code> = []
    for op in ops {
        match op {
            Op.Push(n) => { stack.push(code { ${n} }) }
            Op.Add => {
                let b = stack.pop()!
                let a = stack.pop()!
                stack.push(code { ${a} + ${b} })
            }
            Op.Mul => {
                let b = stack.pop()!
                let a = stack.pop()!
                stack.push(code { ${a} * ${b} })
            }
        }
    }
    return stack.pop()!
}

const PROGRAM: vector<Op> = comptime { [Op.Push(2), Op.Push(3), Op.Add, Op.Push(4), Op.Mul] }

func helper() string { return "caller" }

func generic_sum<T>(a: T, b: T) T { return comptime { code { a + b } } }

func main() {
    println(fifth(3), comptime power(0, code { 3 }), comptime power(10, code { 2 }))
    let sum = 0
    comptime unrolled(4, |i| code { sum += ${i} * 10 })
    println(sum)
    let t = 1
    let u = 2
    comptime swapped(code { t }, code { u })
    let pair = [3, 4]
    comptime swapped(code { pair[0] }, code { pair[1] })
    println(t, u, pair)
    let f = comptime is_word("abc")
    println(f("abc"), f("x"))
    let small: int32 = comptime code { ${2 + 3} }
    let sized: [comptime { 20 }]int16
    println(small, comptime { code { [${1}, ${"x".len()}, ${[7, 8].len()}].len() } }, sized.len() * 2)
    let p = Point{x: 1, y: "two"}
    comptime shown<Point>(code { p })
    println()
    println(even_of([1, 3]), even_of([1, 30, 4]))
    println(generic_sum(3, 4), generic_sum(4.5, 4.5))
    println(comptime code { helper() }, comptime { let n = 3
        code { ${n} + 5 } })
    println(comptime { [1, 2, 3] }, comptime code { ${Point{x: 1, y: "p"}} })
    let xs = [1, 2, 3]
    comptime each(code { xs }, |x| code { print("<${${x} * 2}>") })
    println()
    let factor = 10
    let f = |a: int64| comptime twice(code { a + factor })
    println(comptime mapped(code { xs }, |x| code { ${x} * factor }), comptime twice(code { factor }), f(5))
    comptime explained("3 * 4", code { 3 * 4 })
    println(comptime compiled(PROGRAM))
}
