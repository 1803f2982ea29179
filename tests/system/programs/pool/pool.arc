// A pool of processes as a user would write it: `submit` queues, at most `workers` run at the same time, `get_result` waits.
import "std/os"

struct Job {
    id: string
    arguments: vector<byte>
    pid: int32
    output: os.MemoryFile?
    result: vector<byte>?
}

struct Pool {
    workers: usize
    jobs: vector<Job>
    started: usize
    running: usize

    func submit(self p: *Pool, id: string, arguments: vector<byte>) int32 {
        p.jobs.push(Job{id: id, arguments: arguments, pid: 0, output: null, result: null})
        p.start()
        return cast<int32>(p.jobs.len() - 1)
    }

    func start(self p: *Pool) {
        for p.running < p.workers && p.started < p.jobs.len() {
            let input = os.memory_file("arguments").unwrap()
            input.set_contents(p.jobs[p.started].arguments).unwrap()
            let output = os.memory_file("result").unwrap()
            p.jobs[p.started].pid = os.spawn(os.executable_path(), ["--compute=${p.jobs[p.started].id}"],
                                             stdin: input.pipe(), stdout: output.pipe())
            p.jobs[p.started].output = output
            p.started += 1
            p.running += 1
        }
    }

    func get_result(self p: *Pool, number: int32) vector<byte> {
        for {
            if let result = p.jobs[number].result { return result }
            let (pid, _) = os.wait_any().unwrap()
            for i in 0..p.started {
                if p.jobs[i].pid == pid {
                    if let output = p.jobs[i].output { p.jobs[i].result = output.contents().unwrap() }
                    p.jobs[i].output = null
                    p.running -= 1
                }
            }
            p.start()
        }
    }
}
