// expect: 30
// expect: hello from another process
// expect: killed
// The definition of `process` from the compute templates document, under another name.
import "std/os"

struct job<compute> {
    pid: int32
    stdin: Pipe
    stdout: Pipe

    init(self p: *job<compute>, config: JobConfig, args...) {
        let id = @compute_id()

        let pipes = pipe_create()
        p.stdin = pipes.write
        p.stdout = pipes.read

        p.pid = os.spawn(
            os.executable_path(),
            ["--compute=${id}"],
            stdin: pipes.child_read,
            stdout: pipes.child_write,
            env: config.env,
            cwd: config.working_dir
        )

        // Send args to child
        let args_bytes = serialize(args...)
        p.stdin.write(args_bytes)
        p.stdin.close()
    }

    func wait(self p: *job<compute>) auto {
        let output = p.stdout.read_all()
        os.waitpid(p.pid)
        return deserialize(output)
    }

    func kill(self p: *job<compute>) {
        os.kill(p.pid, SIGKILL)
    }
}

struct JobConfig {
    env: map<string, string>
    working_dir: string
}

func main() {
    let a = job func(x: int32, y: int32) int32 {
        return x + y
    }(JobConfig{}, 10, 20)
    println(a.wait())
    let b = job func(name: string) string {
        return "hello from ${name}"
    }(JobConfig{working_dir: "/"}, "another process")
    println(b.wait())
    let c = job func() int32 {
        for {}
    }(JobConfig{})
    c.kill()
    os.waitpid(c.pid)
    println("killed")
}
