// Typed system calls for the runtime's own use. Results are the kernel's: -errno for failures.

#ifndef ARC_RUNTIME_CORE_SYS_H_
#define ARC_RUNTIME_CORE_SYS_H_

#include <asm-generic/errno-base.h>
#include <asm-generic/errno.h>
#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"

struct clone_args;

namespace arc::rt {

inline uint64_t Word(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }
inline uint64_t Word(int64_t value) { return static_cast<uint64_t>(value); }

inline constexpr size_t kPageSize = 4096;

// For the few words that every program touches on its way from start to exit: together on one page,
// apart from the large buffers, so that a trivial program takes one page fault for them and not one
// each.
#define ARC_RT_START_DATA gnu::section(".data.arc_rt_start")

// Addresses of mappings are never in the last page, so the error values are unambiguous.
inline bool IsError(int64_t result) { return result < 0 && result >= -4095; }

// Private anonymous memory, readable and writable; null when the system has none.
void* MapMemory(size_t size, int extra_flags = 0);
void UnmapMemory(void* address, size_t size);

// Repeats a call that a signal interrupted.
template <typename Call>
int64_t RetryInterrupted(Call call) {
  int64_t result;
  do {
    result = call();
  } while (result == -EINTR);
  return result;
}

// Writes everything; 0 or -errno.
int64_t WriteAll(int fd, const void* data, size_t size);

// Ends the process at once, nothing is flushed.
[[noreturn]] void ExitProcess(int code);

// Ends it as an unhandled `signal` would; the parent sees the signal.
[[noreturn]] void DieBySignal(int signal);

// Whether clone3 can be called: sandboxes that look at flags cannot see those behind its pointer,
// so what containers filter by default refuses it.
bool HasClone3();

// clone3, or clone where that is refused, which lacks the flags above 32 bits. The child calls
// function(argument) on its stack, which must be given and end at a multiple of 16; the function
// must not return. The child's id, or -errno.
int64_t Clone(const clone_args& request, void (*function)(void*), void* argument);

// The path by which the kernel was told to run this program; null when it did not say.
const char* ExecutedPath();

// A path for the kernel: copied, NUL-terminated, at most PATH_MAX.
class KernelPath {
 public:
  KernelPath(const uint8_t* path, uint64_t length);
  // 0, -ENAMETOOLONG, or -EINVAL when the path holds a NUL.
  int64_t error() const { return error_; }
  uint64_t word() const { return Word(buffer_); }

 private:
  int64_t error_;
  char buffer_[4096];
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_SYS_H_
