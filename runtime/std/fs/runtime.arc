namespace fs

import "std/os"

// The functions of the runtime that std/fs is built on (runtime/core/contract.h says more).
extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_sys_dup(fd: int32) int64
    func arc_rt_sys_open(path: *byte, length: usize, flags: int32, mode: uint32) int64
    func arc_rt_sys_read(fd: int32, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_pread(fd: int32, buffer: *byte, capacity: usize, offset: int64) int64
    func arc_rt_sys_write_all(fd: int32, data: *byte, length: usize) int64
    func arc_rt_sys_close(fd: int32) int64
    func arc_rt_sys_lseek(fd: int32, offset: int64, whence: int32) int64
    func arc_rt_sys_fstat(fd: int32, status: *_FileStatus) int64
    func arc_rt_sys_stat(path: *byte, length: usize, follow: int32, status: *_FileStatus) int64
    func arc_rt_sys_fsync(fd: int32) int64
    func arc_rt_sys_mkdir(path: *byte, length: usize, mode: uint32) int64
    func arc_rt_sys_rmdir(path: *byte, length: usize) int64
    func arc_rt_sys_unlink(path: *byte, length: usize) int64
    func arc_rt_sys_rename(from: *byte, from_length: usize, to: *byte, to_length: usize) int64
    func arc_rt_sys_symlink(target: *byte, target_length: usize, path: *byte, length: usize) int64
    func arc_rt_sys_chmod(path: *byte, length: usize, mode: uint32) int64
    func arc_rt_sys_readlink(path: *byte, length: usize, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_ftruncate(fd: int32, size: int64) int64
    func arc_rt_sys_pwrite(fd: int32, data: *byte, length: usize, offset: int64) int64
    func arc_rt_sys_getcwd(buffer: *byte, capacity: usize) int64
    func arc_rt_sys_getrandom(buffer: *byte, length: usize) int64
    func arc_rt_sys_getdents(fd: int32, buffer: *byte, capacity: usize) int64
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

const _O_RDONLY: int32 = 0
const _O_WRONLY: int32 = 1
const _O_RDWR: int32 = 2
const _O_CREAT: int32 = 0o100
const _O_EXCL: int32 = 0o200
const _O_TRUNC: int32 = 0o1000
const _O_APPEND: int32 = 0o2000
const _O_DIRECTORY: int32 = 0o200000

/// The error of a call on `path`: `cannot WHAT "PATH": reason`.
func _failed(what: string, path: string, result: int64, location: string) error {
    return os.system_error("cannot ${what} \"${path}\"", result, location: location)
}

// Numbers of errors that this package decides by.
const _ENOENT: int32 = 2
const _EEXIST: int32 = 17
const _EISDIR: int32 = 21
const _ELOOP: int32 = 40
