// A compute template of one's own: tasks for a pool that runs at most so many processes at a time.
//
// A template is a struct marked <compute> with an init. In it `@compute_id()` names the function that the compiler lifted
// out of `worker_pool func(…) … { … }`, and `serialize` packs the arguments. The rest is ordinary Arc.

import "std/os"

/// A task that waits for a free place, runs, or has run.
struct Task {
    id: string
    arguments: vector<byte>
    pid: int32
    output: os.MemoryFile?
    result: vector<byte>?
}

/// Runs tasks in processes, at most `workers` at the same time, in the order in which they came.
struct Pool {
    workers: usize
    tasks: vector<Task>
    next: usize         // the first task that was not started
    running: usize

    /// Adds a task and gives its number.
    func submit(self p: *Pool, id: string, arguments: vector<byte>) int32 {
        p.tasks.push(Task{id: id, arguments: arguments, pid: 0, output: null, result: null})
        p.start_more()
        return cast<int32>(p.tasks.len() - 1)
    }

    /// Starts tasks while there are free places.
    func start_more(self p: *Pool) {
        for p.running < p.workers && p.next < p.tasks.len() {
            let i = p.next
            let input = os.memory_file("task").unwrap()
            input.set_contents(p.tasks[i].arguments).unwrap()
            let output = os.memory_file("result").unwrap()
            p.tasks[i].pid = os.spawn(os.executable_path(), ["--compute=${p.tasks[i].id}"], stdin: input.pipe(), stdout: output.pipe())
            p.tasks[i].output = output
            p.running += 1
            p.next += 1
        }
    }

    /// Waits until some task has ended, and keeps its result.
    func collect_one(self p: *Pool) {
        let (pid, _) = os.wait_any().unwrap()
        for let i: usize = 0; i < p.next; i++ {
            if p.tasks[i].pid == pid && p.tasks[i].result.is_null() {
                if let output = p.tasks[i].output { p.tasks[i].result = output.contents().unwrap() }
                p.tasks[i].output = null
                p.running -= 1
            }
        }
        p.start_more()
    }

    /// The result of a task as its process sent it.
    func get_result(self p: *Pool, task_id: int32) vector<byte> {
        for {
            if let result = p.tasks[task_id].result { return result }
            p.collect_one()
        }
    }
}

struct worker_pool<compute> {
    pool: *Pool
    task_id: int32

    init(self w: *worker_pool<compute>, pool: *Pool, args...) {
        let id = @compute_id()
        let args_bytes = serialize(args...)

        w.pool = pool
        w.task_id = pool.submit(id, args_bytes)
    }

    func wait(self w: *worker_pool<compute>) auto {
        let output = w.pool.get_result(w.task_id)
        return deserialize(output)
    }
}

func expensive(x: int32) int32 {
    let value = x
    for _ in 0..1000 { value = (value * 31 + 7) % 1_000_003 }
    return value
}

func main() {
    let pool = Pool{workers: 8}

    let task1 = worker_pool func(x: int32) int32 {
        return expensive(x)
    }(&pool, 100)

    let task2 = worker_pool func(x: int32) int32 {
        return expensive(x)
    }(&pool, 200)

    let r1 = task1.wait()
    let r2 = task2.wait()
    println(r1, r2)
    assert(r1 == expensive(100) && r2 == expensive(200))

    // More tasks than places.
    let small = Pool{workers: 2}
    let many: vector<worker_pool<int64>> = []
    for i in 0..6 {
        many.push(worker_pool func(n: int64) int64 { return n * n }(&small, i))
    }
    for let i = 5; i >= 0; i-- { println(many[i].wait()) }
}
