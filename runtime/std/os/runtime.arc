namespace os

// The functions of the runtime that std/os is built on (runtime/core/contract.h says more).
extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_args(count: *usize) *_View
    func arc_rt_exit(code: int32) never
    func arc_rt_process_spawn(request: *_SpawnRequest) int64
    func arc_rt_self_executable_fd() int64
    func arc_rt_sys_open(path: *byte, length: usize, flags: int32, mode: uint32) int64
    func arc_rt_sys_read(fd: int32, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_pread(fd: int32, buffer: *byte, capacity: usize, offset: int64) int64
    func arc_rt_sys_pwrite(fd: int32, data: *byte, length: usize, offset: int64) int64
    func arc_rt_sys_write(fd: int32, data: *byte, length: usize) int64
    func arc_rt_sys_close(fd: int32) int64
    func arc_rt_sys_dup(fd: int32) int64
    func arc_rt_sys_fstat(fd: int32, status: *_FileStatus) int64
    func arc_rt_sys_ftruncate(fd: int32, size: int64) int64
    func arc_rt_sys_socketpair(fds: *int32) int64
    func arc_rt_sys_pipe(fds: *int32) int64
    func arc_rt_sys_memfd_create(name: *byte, length: usize, flags: uint32) int64
    func arc_rt_sys_mmap(address: *byte, length: usize, protection: int32, flags: int32, fd: int32, offset: int64) int64
    func arc_rt_sys_munmap(address: *byte, length: usize) int64
    func arc_rt_sys_kill(pid: int64, signal: int32) int64
    func arc_rt_sys_wait(pid: int64, flags: uint32, status: *_ExitRecord) int64
    func arc_rt_sys_getpid() int64
    func arc_rt_sys_getppid() int64
    func arc_rt_sys_cpu_count() int64
    func arc_rt_sys_getcwd(buffer: *byte, capacity: usize) int64
    func arc_rt_sys_chdir(path: *byte, length: usize) int64
    func arc_rt_sys_readlink(path: *byte, length: usize, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_uname(buffer: *byte) int64
    func arc_rt_sys_nanosleep(nanoseconds: int64) int64
    func arc_rt_sys_clock(clock: int32) int64
    func arc_rt_sys_raw(number: int64, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize) int64
    func arc_rt_thread_id() int64
}

// The records of the contract, as C lays them out.

struct _View {
    data: *byte = @null_ptr<byte>()
    length: usize
}

struct _SpawnRequest {
    path: _View
    argv: *_View = @null_ptr<_View>()
    argc: usize
    environment: *_View = @null_ptr<_View>()
    environment_count: usize
    cwd: _View
    exec_fd: int32 = -1
    stdin: int32 = -1
    stdout: int32 = -1
    stderr: int32 = -1
    flags: uint32
    failed_step: uint32
    pidfd: *int32 = @null_ptr<int32>()
}

struct _ExitRecord {
    kind: int32
    value: int32
}

struct _FileStatus {
    size: uint64
    inode: uint64
    device: uint64
    modified_seconds: int64
    modified_nanoseconds: uint32
    mode: uint32
    links: uint32
    owner: uint32
}

func _view_of(text: string) _View { return _View{data: text.pointer(), length: text.len()} }
