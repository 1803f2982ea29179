// The runtime's own system calls; those of the standard library are in sys_api.cc.

#include "runtime/core/sys.h"

#include <linux/mman.h>
#include <linux/signal.h>

namespace arc::rt {

void* MapMemory(size_t size, int extra_flags) {
  const int64_t result = arc_rt_syscall6(
      __NR_mmap, 0, size, PROT_READ | PROT_WRITE,
      static_cast<uint64_t>(MAP_PRIVATE | MAP_ANONYMOUS | extra_flags), Word(int64_t{-1}), 0);
  return IsError(result) ? nullptr : reinterpret_cast<void*>(result);
}

void UnmapMemory(void* address, size_t size) { arc_rt_syscall2(__NR_munmap, Word(address), size); }

int64_t WriteAll(int fd, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  while (size > 0) {
    const int64_t written = RetryInterrupted(
        [&] { return arc_rt_syscall3(__NR_write, Word(int64_t{fd}), Word(bytes), size); });
    if (written < 0) {
      if (written != -EAGAIN) return written;
      // Somebody made the file non-blocking (a terminal shared with another program): wait.
      struct {
        int32_t fd;
        int16_t events, revents;
      } entry = {fd, 4 /*POLLOUT*/, 0};
      arc_rt_syscall3(__NR_poll, Word(&entry), 1, Word(int64_t{-1}));
      continue;
    }
    bytes += written;
    size -= static_cast<size_t>(written);
  }
  return 0;
}

void ExitProcess(int code) {
  for (;;) arc_rt_syscall1(__NR_exit_group, Word(int64_t{code}));
}

void DieBySignal(int signal) {
  arc_rt_syscall4(__NR_rt_sigaction, Word(int64_t{signal}), Word(arc_rt_default_action), 0,
                  sizeof(sigset_t));
  const uint64_t set = uint64_t{1} << (signal - 1);
  arc_rt_syscall4(__NR_rt_sigprocmask, SIG_UNBLOCK, Word(&set), 0, sizeof(sigset_t));
  const int64_t pid = arc_rt_syscall0(__NR_getpid);
  const int64_t tid = arc_rt_syscall0(__NR_gettid);
  arc_rt_syscall3(__NR_tgkill, Word(pid), Word(tid), Word(int64_t{signal}));
  // Only an init process of a PID namespace gets here: the kernel shields it from its own signals.
  ExitProcess(128 + signal);
}

KernelPath::KernelPath(const uint8_t* path, uint64_t length) : error_(0) {
  if (length >= sizeof(buffer_)) {
    error_ = -ENAMETOOLONG;
    length = 0;
  }
  for (uint64_t i = 0; i < length; ++i) {
    if (path[i] == 0) error_ = -EINVAL;
    buffer_[i] = static_cast<char>(path[i]);
  }
  buffer_[length] = 0;
}

}  // namespace arc::rt
