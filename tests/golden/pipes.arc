// expect: hello through a pipe
// expect: HELLO 0
// expect: exit code 3
// expect: cannot start "/no/such/program" (executing it): no such file or directory
// expect: broken pipe
// expect: 3000000
import "std/os"

func main() void! {
    let (reader, writer) = os.pipe_pair()
    writer.write("hello through a pipe")
    writer.close()
    println(string_from_bytes(reader.read_all())?)
    let done = os.run("tr", ["a-z", "A-Z"], input: "hello")?
    println(string_from_bytes(done.stdout)?, if done.status.is_success() { 0 } else { 1 })
    println(os.run("sh", ["-c", "exit 3"])?.status)
    match os.try_spawn("/no/such/program") {
        ok(_) => println("?")
        err(e) => println(e)
    }
    let (r, w) = os.pipe_pair()
    r.close()
    match w.try_write("nobody reads") {
        ok(_) => println("?")
        err(e) => println(e.message.split(": ")[1])
    }
    let text = "abc".repeat(1000000)
    println(os.run("cat", input: text)?.stdout.len())
}
