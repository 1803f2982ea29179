// expect: trying
// expect-stderr: cannot open "/no/such/file": no such file or directory
// exit: 1
import "std/fs"

func main() void! {
    println("trying")
    let text = fs.read_to_string("/no/such/file")?
    println(text)
}
