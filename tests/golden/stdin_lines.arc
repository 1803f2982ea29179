// stdin: first line
// stdin: 
// stdin: third, with é
// expect: 1: first line
// expect: 2: 
// expect: 3: third, with é
// expect: null true
import "std/io"

func main() void! {
    let input = io.stdin()
    let n = 0
    for line in input.lines() {
        n++
        println("${n}: ${line}")
    }
    let rest = io.stdin()
    println(rest.read_line()?, rest.read_to_string()?.is_empty())
}
