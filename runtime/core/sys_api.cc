// System calls for the standard library: thin, uniform in their results, never interrupted, and
// with every descriptor marked close-on-exec.

#include <asm/ioctls.h>
#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <linux/wait.h>

#include "runtime/core/contract.h"
#include "runtime/core/sys.h"

using arc::rt::KernelPath;
using arc::rt::RetryInterrupted;
using arc::rt::Word;

namespace {

constexpr int64_t kSocketUnix = 1;                      // AF_UNIX
constexpr int64_t kSocketStreamCloexec = 1 | 02000000;  // SOCK_STREAM | SOCK_CLOEXEC
constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

uint64_t Fd(int32_t fd) { return Word(int64_t{fd}); }
constexpr int32_t kHere = AT_FDCWD;

// Calls with one path: call(path word) unless the path is no path.
template <typename Call>
int64_t WithPath(const uint8_t* path, uint64_t length, Call call) {
  const KernelPath kernel_path(path, length);
  if (kernel_path.error() != 0) return kernel_path.error();
  return RetryInterrupted([&] { return call(kernel_path.word()); });
}

void Convert(const struct stat& from, ArcFileStatus* to) {
  to->size = static_cast<uint64_t>(from.st_size);
  to->inode = from.st_ino;
  to->device = from.st_dev;
  to->modified_seconds = static_cast<int64_t>(from.st_mtime);
  to->modified_nanoseconds = static_cast<uint32_t>(from.st_mtime_nsec);
  to->mode = from.st_mode;
  to->links = static_cast<uint32_t>(from.st_nlink);
  to->owner = from.st_uid;
}

}  // namespace

extern "C" {

int64_t arc_rt_sys_open(const uint8_t* path, uint64_t length, int32_t flags, uint32_t mode) {
  return arc_rt_sys_openat(kHere, path, length, flags, mode);
}

int64_t arc_rt_sys_openat(int32_t directory, const uint8_t* path, uint64_t length, int32_t flags,
                          uint32_t mode) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall4(__NR_openat, Fd(directory), word,
                           static_cast<uint64_t>(flags | O_CLOEXEC), mode);
  });
}

int64_t arc_rt_sys_read(int32_t fd, uint8_t* buffer, uint64_t capacity) {
  return RetryInterrupted(
      [&] { return arc_rt_syscall3(__NR_read, Fd(fd), Word(buffer), capacity); });
}

int64_t arc_rt_sys_write(int32_t fd, const uint8_t* data, uint64_t length) {
  return RetryInterrupted([&] { return arc_rt_syscall3(__NR_write, Fd(fd), Word(data), length); });
}

int64_t arc_rt_sys_write_all(int32_t fd, const uint8_t* data, uint64_t length) {
  return arc::rt::WriteAll(fd, data, length);
}

int64_t arc_rt_sys_pread(int32_t fd, uint8_t* buffer, uint64_t capacity, int64_t offset) {
  return RetryInterrupted(
      [&] { return arc_rt_syscall4(__NR_pread64, Fd(fd), Word(buffer), capacity, Word(offset)); });
}

int64_t arc_rt_sys_pwrite(int32_t fd, const uint8_t* data, uint64_t length, int64_t offset) {
  return RetryInterrupted(
      [&] { return arc_rt_syscall4(__NR_pwrite64, Fd(fd), Word(data), length, Word(offset)); });
}

// Not repeated: the descriptor is gone even when the call was interrupted.
int64_t arc_rt_sys_close(int32_t fd) {
  const int64_t result = arc_rt_syscall1(__NR_close, Fd(fd));
  return result == -EINTR ? 0 : result;
}

int64_t arc_rt_sys_lseek(int32_t fd, int64_t offset, int32_t whence) {
  return arc_rt_syscall3(__NR_lseek, Fd(fd), Word(offset), static_cast<uint64_t>(whence));
}

int64_t arc_rt_sys_fstat(int32_t fd, ArcFileStatus* status) {
  struct stat buffer;
  const int64_t result = arc_rt_syscall2(__NR_fstat, Fd(fd), Word(&buffer));
  if (result == 0) Convert(buffer, status);
  return result;
}

int64_t arc_rt_sys_stat(const uint8_t* path, uint64_t length, int32_t follow,
                        ArcFileStatus* status) {
  struct stat buffer;
  const int64_t result = WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall4(__NR_newfstatat, Fd(kHere), word, Word(&buffer),
                           follow != 0 ? 0 : AT_SYMLINK_NOFOLLOW);
  });
  if (result == 0) Convert(buffer, status);
  return result;
}

int64_t arc_rt_sys_ftruncate(int32_t fd, int64_t size) {
  return RetryInterrupted([&] { return arc_rt_syscall2(__NR_ftruncate, Fd(fd), Word(size)); });
}

int64_t arc_rt_sys_fsync(int32_t fd) {
  return RetryInterrupted([&] { return arc_rt_syscall1(__NR_fsync, Fd(fd)); });
}

int64_t arc_rt_sys_pipe(int32_t* fds) { return arc_rt_syscall2(__NR_pipe2, Word(fds), O_CLOEXEC); }

int64_t arc_rt_sys_socketpair(int32_t* fds) {
  return arc_rt_syscall4(__NR_socketpair, kSocketUnix, kSocketStreamCloexec, 0, Word(fds));
}

int64_t arc_rt_sys_dup(int32_t fd) {
  return arc_rt_syscall3(__NR_fcntl, Fd(fd), F_DUPFD_CLOEXEC, 0);
}

// The standard descriptors are for children too, so they are not marked.
int64_t arc_rt_sys_dup_to(int32_t fd, int32_t target) {
  if (fd == target) return target;
  return RetryInterrupted(
      [&] { return arc_rt_syscall3(__NR_dup3, Fd(fd), Fd(target), target < 3 ? 0 : O_CLOEXEC); });
}

int64_t arc_rt_sys_fcntl(int32_t fd, int32_t command, int64_t argument) {
  return RetryInterrupted([&] {
    return arc_rt_syscall3(__NR_fcntl, Fd(fd), static_cast<uint64_t>(command), Word(argument));
  });
}

int64_t arc_rt_sys_mkdir(const uint8_t* path, uint64_t length, uint32_t mode) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall3(__NR_mkdirat, Fd(kHere), word, mode);
  });
}

int64_t arc_rt_sys_rmdir(const uint8_t* path, uint64_t length) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall3(__NR_unlinkat, Fd(kHere), word, AT_REMOVEDIR);
  });
}

int64_t arc_rt_sys_unlink(const uint8_t* path, uint64_t length) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall3(__NR_unlinkat, Fd(kHere), word, 0);
  });
}

int64_t arc_rt_sys_rename(const uint8_t* from, uint64_t from_length, const uint8_t* to,
                          uint64_t to_length) {
  const KernelPath target(to, to_length);
  if (target.error() != 0) return target.error();
  return WithPath(from, from_length, [&](uint64_t word) {
    return arc_rt_syscall5(__NR_renameat2, Fd(kHere), word, Fd(kHere), target.word(), 0);
  });
}

int64_t arc_rt_sys_symlink(const uint8_t* target, uint64_t target_length, const uint8_t* path,
                           uint64_t length) {
  const KernelPath target_path(target, target_length);
  if (target_path.error() != 0) return target_path.error();
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall3(__NR_symlinkat, target_path.word(), Fd(kHere), word);
  });
}

int64_t arc_rt_sys_chmod(const uint8_t* path, uint64_t length, uint32_t mode) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall3(__NR_fchmodat, Fd(kHere), word, mode);
  });
}

int64_t arc_rt_sys_readlink(const uint8_t* path, uint64_t length, uint8_t* buffer,
                            uint64_t capacity) {
  return WithPath(path, length, [&](uint64_t word) {
    return arc_rt_syscall4(__NR_readlinkat, Fd(kHere), word, Word(buffer), capacity);
  });
}

int64_t arc_rt_sys_getdents(int32_t fd, uint8_t* buffer, uint64_t capacity) {
  return arc_rt_syscall3(__NR_getdents64, Fd(fd), Word(buffer), capacity);
}

int64_t arc_rt_sys_getcwd(uint8_t* buffer, uint64_t capacity) {
  const int64_t with_nul = arc_rt_syscall2(__NR_getcwd, Word(buffer), capacity);
  return with_nul > 0 ? with_nul - 1 : with_nul;
}

int64_t arc_rt_sys_chdir(const uint8_t* path, uint64_t length) {
  return WithPath(path, length, [](uint64_t word) { return arc_rt_syscall1(__NR_chdir, word); });
}

int64_t arc_rt_sys_kill(int64_t pid, int32_t signal) {
  return arc_rt_syscall2(__NR_kill, Word(pid), static_cast<uint64_t>(signal));
}

int64_t arc_rt_sys_getpid() { return arc_rt_syscall0(__NR_getpid); }
int64_t arc_rt_sys_getppid() { return arc_rt_syscall0(__NR_getppid); }

int64_t arc_rt_sys_wait(int64_t pid, uint32_t flags, ArcExitStatus* status) {
  siginfo_t info = {};
  const int options = WEXITED | ((flags & ARC_WAIT_NO_HANG) != 0 ? WNOHANG : 0);
  const int64_t result = RetryInterrupted([&] {
    return arc_rt_syscall5(__NR_waitid, pid < 0 ? P_ALL : P_PID, pid < 0 ? 0 : Word(pid),
                           Word(&info), static_cast<uint64_t>(options), 0);
  });
  if (result < 0) return result;
  const int64_t ended = info._sifields._sigchld._pid;
  *status = {ARC_EXIT_RUNNING, 0};
  if (ended == 0) return 0;
  status->value = info._sifields._sigchld._status;
  switch (info.si_code) {
    case CLD_KILLED:
      status->kind = ARC_EXIT_SIGNAL;
      break;
    case CLD_DUMPED:
      status->kind = ARC_EXIT_CORE;
      break;
    default:
      status->kind = ARC_EXIT_CODE;
  }
  return ended;
}

int64_t arc_rt_sys_nanosleep(int64_t nanoseconds) {
  if (nanoseconds <= 0) return 0;
  __kernel_timespec rest = {nanoseconds / kNanosecondsPerSecond,
                            nanoseconds % kNanosecondsPerSecond};
  // The kernel writes what is left when it is interrupted.
  return RetryInterrupted(
      [&] { return arc_rt_syscall2(__NR_nanosleep, Word(&rest), Word(&rest)); });
}

int64_t arc_rt_sys_clock(int32_t clock) {
  __kernel_timespec now;
  const int64_t result =
      arc_rt_syscall2(__NR_clock_gettime, static_cast<uint64_t>(clock), Word(&now));
  return result < 0 ? result : now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

int64_t arc_rt_sys_getrandom(uint8_t* buffer, uint64_t length) {
  uint64_t filled = 0;
  while (filled < length) {
    const int64_t got = RetryInterrupted(
        [&] { return arc_rt_syscall3(__NR_getrandom, Word(buffer + filled), length - filled, 0); });
    if (got < 0) return got;
    filled += static_cast<uint64_t>(got);
  }
  return 0;
}

int64_t arc_rt_sys_isatty(int32_t fd) {
  uint8_t settings[64];  // struct termios, of which nothing is read
  return arc_rt_syscall3(__NR_ioctl, Fd(fd), TCGETS, Word(settings)) == 0 ? 1 : 0;
}

int64_t arc_rt_sys_mmap(void* address, uint64_t length, int32_t protection, int32_t flags,
                        int32_t fd, int64_t offset) {
  return arc_rt_syscall6(__NR_mmap, Word(address), length, static_cast<uint64_t>(protection),
                         static_cast<uint64_t>(flags), Fd(fd), Word(offset));
}

int64_t arc_rt_sys_munmap(void* address, uint64_t length) {
  return arc_rt_syscall2(__NR_munmap, Word(address), length);
}

int64_t arc_rt_sys_memfd_create(const uint8_t* name, uint64_t length, uint32_t flags) {
  return WithPath(name, length, [&](uint64_t word) {
    return arc_rt_syscall2(__NR_memfd_create, word, flags | MFD_CLOEXEC);
  });
}

int64_t arc_rt_sys_poll(ArcPollEntry* entries, uint64_t count, int64_t timeout_ns) {
  __kernel_timespec rest = {timeout_ns / kNanosecondsPerSecond, timeout_ns % kNanosecondsPerSecond};
  // ppoll writes the time that is left, so a repeated call does not wait longer in all.
  return RetryInterrupted([&] {
    return arc_rt_syscall5(__NR_ppoll, Word(entries), count, timeout_ns < 0 ? 0 : Word(&rest), 0,
                           sizeof(sigset_t));
  });
}

int64_t arc_rt_sys_cpu_count() {
  uint64_t set[1024 / 64] = {};
  const int64_t bytes = arc_rt_syscall3(__NR_sched_getaffinity, 0, sizeof(set), Word(set));
  if (bytes < 0) return bytes;
  int64_t count = 0;
  for (int64_t i = 0; i < bytes / 8; ++i) count += __builtin_popcountll(set[i]);
  return count;
}

int64_t arc_rt_sys_uname(uint8_t* buffer) { return arc_rt_syscall1(__NR_uname, Word(buffer)); }

int64_t arc_rt_sys_prctl(int32_t option, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  return arc_rt_syscall5(__NR_prctl, static_cast<uint64_t>(option), a, b, c, d);
}

int64_t arc_rt_sys_raw(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                       uint64_t f) {
  return arc_rt_syscall6(number, a, b, c, d, e, f);
}

}  // extern "C"
