namespace runtime

import "std/os"

// Threads of the operating system, as std/compute's `thread` and user-made templates use them.
//
// A block carries the arguments to the thread and the result back. Values never share counted memory between threads: the
// arguments are transferred (core/transfer.arc), the result belongs to the thread until it has ended.
//
// Life of a block: the spawner makes it; the thread takes the arguments out and puts the result in. Then it is freed by the
// joiner, or, after `thread_detach`, by whichever of thread and detacher comes second (`state`).

extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_thread_entry(id: *byte, length: usize) *byte
    func arc_rt_thread_spawn(entry: *byte, argument: *byte, config: *_SpawnConfig, thread: **byte) int64
    func arc_rt_thread_join(thread: *byte) int64
    func arc_rt_thread_report(thread: *byte, text: **byte, length: *usize)
    func arc_rt_thread_release(thread: *byte)
    func arc_rt_thread_detach(thread: *byte)
    func arc_rt_thread_id() int64
    func arc_rt_thread_yield()
}

struct _SpawnConfig {
    stack_size: usize
    priority: int32
    flags: uint32
    name: *byte = @null_ptr<byte>()
    name_length: usize
}

const _RUNNING: uint32 = 0
const _FINISHED: uint32 = 1
const _DETACHED: uint32 = 2

/// What every block begins with.
struct _BlockHeader {
    result: *byte           // a box with the result; null before the end and for void
    result_size: usize
    drop_result: func(*byte)    // what to do with the contents of a result that nobody wants
    size: usize             // of the whole block
    state: uint32
}

func _drop_nothing(box: *byte) {}

func _drop_result<R>(box: *byte) { @drop_at(@ptr_cast<R>(box)) }

/// Arguments and result of a thread. The compiler's thread entry takes `args` out, runs the body and calls
/// `_thread_result` or `_thread_done`.
@lang("thread_block")
struct _ThreadBlock<A> {
    header: _BlockHeader
    args: A
}

/// Called by the thread entry with the body's result.
@lang("thread_result")
func _thread_result<A, R>(block: *_ThreadBlock<A>, result: R) {
    let box = arc_rt_alloc(@sizeof(R))
    @init(@ptr_cast<R>(box), result)
    block.header.result = box
    block.header.result_size = @sizeof(R)
    block.header.drop_result = _drop_result<R>
    if @atomic_exchange(&block.header.state, _FINISHED) == _DETACHED {
        _drop_unwanted(&block.header)
        _free_block(&block.header)
    }
}

/// Called by the thread entry of a body without result.
@lang("thread_done")
func _thread_done<A>(block: *_ThreadBlock<A>) {
    if @atomic_exchange(&block.header.state, _FINISHED) == _DETACHED { _free_block(&block.header) }
}

func _drop_unwanted(header: *_BlockHeader) {
    if @is_null(header.result) { return }
    let drop_result = header.drop_result
    drop_result(header.result)
}

func _free_block(header: *_BlockHeader) {
    @drop_at(&header.drop_result)
    if !@is_null(header.result) { arc_rt_free(header.result, header.result_size) }
    arc_rt_free(@ptr_cast<byte>(header), header.size)
}

struct _HandleCell {
    thread: *byte           // null once joined or detached
    header: *_BlockHeader
}

/// A started thread. Copies are the same thread. A handle that dies without `thread_join` detaches its thread.
struct ThreadHandle {
    _cell: *_HandleCell

    @copy_hook
    func _copied(self h: *ThreadHandle) { @retain(h._cell) }

    drop(self h: *ThreadHandle) {
        if @release(h._cell) {
            defer arc_rt_free(@ptr_cast<byte>(h._cell) - 8, 8 + @sizeof(_HandleCell))
            _detach(h._cell)
        }
    }

    /// True until it was joined or detached.
    func is_joinable(self h: ThreadHandle) bool { return !@is_null(h._cell.thread) }
}

/// Starts the entry `id` (from `@compute_id()`) on a new thread with the arguments of its body. `config` has the fields
/// `stack_size` (0: 8 MiB), `priority` (added to the nice value) and `name`. Panics when the system has no more threads.
@lang("spawn_thread")
@consumes
func spawn_thread<C>(id: string, config: C, args...) ThreadHandle {
    let site = @take(&id)
    let settings = @take(&config)
    let entry = arc_rt_thread_entry(site.pointer(), site.len())
    if @is_null(entry) { panic("no thread entry \"${site}\" in this program") }
    let size = @sizeof(_ThreadBlock<@pack_type(args)>)
    let memory = arc_rt_alloc(8 + @sizeof(_HandleCell))
    let block = @ptr_cast<_ThreadBlock<@pack_type(args)>>(arc_rt_alloc(size))
    block.header.result = @null_ptr<byte>()
    block.header.result_size = 0
    @init(&block.header.drop_result, _drop_nothing)
    block.header.size = size
    block.header.state = _RUNNING
    let given: usize = 0        // so many arguments are in the block
    let started = false
    defer {
        if !started {
            comptime for f in @fields(@pack_type(args)) {
                if f.index < given { @drop_at(&block.args.@field(f)) }
            }
            _free_block(&block.header)
            arc_rt_free(memory, 8 + @sizeof(_HandleCell))
        }
    }
    comptime for f in @fields(@pack_type(args)) {
        @init(&block.args.@field(f), @take(&args.@field(f)))
        given = f.index + 1
        transfer_to_thread(&block.args.@field(f))
    }
    let request = _SpawnConfig{
        stack_size: settings.stack_size
        priority: settings.priority
        name: settings.name.pointer()
        name_length: settings.name.len()
    }
    let thread = @null_ptr<byte>()
    let status = arc_rt_thread_spawn(entry, @ptr_cast<byte>(block), &request, &thread)
    if status < 0 { panic("cannot start a thread: ${os.error_text(cast<int32>(-status))}") }
    started = true
    @ptr_cast<uint64>(memory)[0] = 1
    let cell = @ptr_cast<_HandleCell>(memory + 8)
    cell.thread = thread
    cell.header = &block.header
    return ThreadHandle{_cell: cell}
}

/// Waits for the thread and gives the result of its body; panics with the thread's report when it panicked.
func thread_join<R>(h: ThreadHandle) R {
    return thread_try_join<R>(h)!
}

/// Waits for the thread and gives the result of its body, or an error with the code `Panicked` and the thread's report.
func thread_try_join<R>(h: ThreadHandle) R! {
    let thread = h._cell.thread
    if @is_null(thread) { return error("the thread was joined or detached before", code: AlreadyTaken) }
    let status = arc_rt_thread_join(thread)
    h._cell.thread = @null_ptr<byte>()
    let header = h._cell.header
    defer _free_block(header)
    defer arc_rt_thread_release(thread)
    if status != 0 {
        // The result may be there: an argument's `drop` came after it.
        defer _drop_unwanted(header)
        let text = @null_ptr<byte>()
        let length: usize = 0
        arc_rt_thread_report(thread, &text, &length)
        let report = string_from_utf8_lossy(slice_of_pointer(text, length))
        return error("the thread panicked: ${report.trim_end()}", code: Panicked)
    }
    comptime if @kind(R) == "void" { return () } else { return @take(@ptr_cast<R>(header.result)) }
}

/// Lets the thread run on its own. Its result is thrown away; a panic of it ends the process.
func thread_detach(h: ThreadHandle) { _detach(h._cell) }

func _detach(cell: *_HandleCell) {
    if @is_null(cell.thread) { return }
    let thread = cell.thread
    let header = cell.header
    cell.thread = @null_ptr<byte>()
    defer arc_rt_thread_detach(thread)
    if @atomic_exchange(&header.state, _DETACHED) == _FINISHED {
        // Finished before: nobody else will look at the block.
        defer _free_block(header)
        _drop_unwanted(header)
    }
}

/// The number of the calling thread, as the system counts.
func thread_id() int64 { return arc_rt_thread_id() }

/// Lets other threads run.
func thread_yield() { arc_rt_thread_yield() }
