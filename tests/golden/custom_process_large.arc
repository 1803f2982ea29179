// expect: 9000000 9000000 true
// expect: child saw 3
// A template of one's own over pipes: arguments and results larger than the pipe, and a child that dies without reading.
import "std/os"

struct job<compute> {
    pid: int32
    stdin: Pipe
    stdout: Pipe

    init(self p: *job<compute>, args...) {
        let pipes = pipe_create()
        p.stdin = pipes.write
        p.stdout = pipes.read
        p.pid = os.spawn(os.executable_path(), ["--compute=${@compute_id()}"], stdin: pipes.child_read, stdout: pipes.child_write)
        p.stdin.write(serialize(args...))
        p.stdin.close()
    }

    func wait(self p: *job<compute>) auto {
        let output = p.stdout.read_all()
        os.waitpid(p.pid)
        return deserialize(output)
    }
}

func main() {
    let text = "abcdefghi".repeat(1000000)
    let j = job func(s: string) string { return s.reverse() }(text)
    let back = j.wait()
    println(text.len(), back.len(), back.starts_with("ihg"))
    // The program `true` reads nothing: writing to it must not end this process.
    let pipes = pipe_create()
    let pid = os.spawn("true", stdin: pipes.child_read, stdout: pipes.child_write)
    pipes.child_read.close()
    pipes.child_write.close()
    os.waitpid(pid)
    pipes.write.write(text)
    pipes.write.close()
    println("child saw", pipes.read.read_all().len() + 3)
}
