// Expectations: ./arcw golden --update
// expect: body 0
// expect: body 1
// expect: end
// Labels mean the loops of where a quote stands: not those of code that it is put into, or that is put into it.
func looped(body: code) code {
    return code {
        outer: for let i = 0; i < 3; i++ {
            for let j = 0; j < 3; j++ {
                if i == 2 { break outer }
                ${body}
            }
        }
        println("looped")
    }
}

func main() {
    outer: for let k = 0; k < 2; k++ {
        comptime looped(code {
            println("body", k)
            if k == 0 { continue outer }
            break outer
        })
        println("after", k)
    }
    println("end")
}
