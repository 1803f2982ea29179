// expect: 30
// expect: 1024
// The process sample of the compute templates document, as written there.
func eval(code: string) int32 {
    let value: int32 = 1
    for c in code.chars() {
        if c == 'd' { value *= 2 }
    }
    return value
}

func main() {
    let job = process func(x: int32, y: int32) int32 {
        return x + y
    }(ProcessConfig{}, 10, 20)
    println(job.wait())

    let user_code = "dddddddddd"
    let p = process func(code: string) int32 {
        return eval(code)
    }(ProcessConfig{}, user_code)

    let result = p.wait()
    println(result)
}
