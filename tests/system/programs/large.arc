// Arguments and results far larger than any pipe, in both directions, over each way that data can take.
import "std/os"

/// `process` as the compute templates document defines it: over pipes.
struct piped<compute> {
    pid: int32
    stdin: Pipe
    stdout: Pipe

    init(self p: *piped<compute>, args...) {
        let id = @compute_id()
        let pipes = pipe_create()
        p.stdin = pipes.write
        p.stdout = pipes.read
        p.pid = os.spawn(os.executable_path(), ["--compute=${id}"], stdin: pipes.child_read, stdout: pipes.child_write)
        p.stdin.write(serialize(args...))
        p.stdin.close()
    }

    func wait(self p: *piped<compute>) auto {
        let output = p.stdout.read_all()
        os.waitpid(p.pid)
        return deserialize(output)
    }
}

const SIZE: usize = 64_MB

func pattern(seed: int64) vector<byte> {
    let out: vector<byte> = []
    out.resize(SIZE, 0)
    let value = seed
    for let i: usize = 0; i < SIZE; i += 4093 {
        value = (value * 31 + 7) % 251
        out[i] = cast<byte>(value)
    }
    return out
}

func changed(data: vector<byte>) vector<byte> {
    let out = data
    for let i: usize = 0; i < out.len(); i += 4093 { out[i] = out[i] ^ 0xff }
    return out
}

func main() {
    let arguments = os.args.to_vector()
    let data = pattern(3)
    match arguments[1] {
        "process" => {
            let p = process func(data: vector<byte>) vector<byte> { return changed(data) }(ProcessConfig{}, data)
            println(p.wait() == changed(data))
        }
        "pipes" => {
            let p = piped func(data: vector<byte>) vector<byte> { return changed(data) }(data)
            println(p.wait() == changed(data))
        }
        "both" => {
            // Several at once: no one may wait for the other.
            let all: vector<piped<vector<byte>>> = []
            for _ in 0..3 {
                all.push(piped func(data: vector<byte>) vector<byte> { return changed(data) }(data))
            }
            for i in 0..all.len() { println(all[i].wait() == changed(data)) }
        }
        "pointer" => {
            let p = process func(data: *byte, len: usize) vector<byte> {
                let out: vector<byte> = []
                out.reserve(len)
                for let i: usize = 0; i < len; i++ { out.push(data[i]) }
                return changed(out)
            }(ProcessConfig{}, &data[0], data.len())
            println(p.wait() == changed(data))
        }
        "thread" => {
            let t = thread func(data: vector<byte>) vector<byte> { return changed(data) }(ThreadConfig{}, data)
            println(t.join() == changed(data))
        }
        _ => panic("no scenario ${arguments[1]}")
    }
}
