// Buffered standard output, unbuffered standard error.

#include "runtime/core/io.h"

#include <asm/ioctls.h>
#include <asm/signal.h>

#include "runtime/core/contract.h"
#include "runtime/core/lock.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"

namespace arc::rt {
namespace {

constexpr size_t kBufferSize = size_t{64} * 1024;

enum class Buffering : uint8_t { kUnknown, kLine, kBlock };

// Guarded by output_lock. Zero-initialized: pages that no output reaches cost nothing.
[[ARC_RT_START_DATA]] constinit Lock output_lock;
[[ARC_RT_START_DATA]] constinit Buffering buffering = Buffering::kUnknown;
[[ARC_RT_START_DATA]] constinit size_t buffered = 0;
alignas(64) uint8_t buffer[kBufferSize];

[[noreturn]] void OutputFailed(int64_t error) {
  buffered = 0;
  // What a program without SIGPIPE handling does in a pipeline: end quietly.
  if (error == -EPIPE) DieBySignal(SIGPIPE);
  const ArcStringView reason = arc_rt_error_text(-error);
  TextBuffer<256> text;
  text.Put("arc: cannot write to standard output: ").Put(reason.data, reason.length).Put("\n");
  WriteError(text.data(), text.size());
  ExitProcess(ARC_RT_EXIT_OUTPUT);
}

void FlushLocked() {
  if (buffered == 0) return;
  const int64_t error = WriteAll(1, buffer, buffered);
  buffered = 0;
  if (error != 0) OutputFailed(error);
}

void DetectBuffering() {
  if (buffering != Buffering::kUnknown) return;
  buffering = arc_rt_sys_isatty(1) == 1 ? Buffering::kLine : Buffering::kBlock;
}

}  // namespace

void FlushOutputIfFree() {
  if (!output_lock.TryAcquire()) return;
  FlushLocked();
  output_lock.Release();
}

void WriteError(const uint8_t* data, size_t size) { WriteAll(2, data, size); }

void WriteErrorLine(const char* message) {
  TextBuffer<512> text;
  text.Put("arc: ").Put(message).Put("\n");
  WriteError(text.data(), text.size());
}

}  // namespace arc::rt

extern "C" {

void arc_rt_stdout_write(const uint8_t* data, uint64_t length) {
  using namespace arc::rt;
  LockScope scope(output_lock);
  DetectBuffering();
  if (length > kBufferSize - buffered) {
    FlushLocked();
    if (length >= kBufferSize) {
      const int64_t error = WriteAll(1, data, length);
      if (error != 0) OutputFailed(error);
      return;
    }
  }
  __builtin_memcpy(buffer + buffered, data, length);
  buffered += length;
  if (buffering == Buffering::kLine) {
    for (uint64_t i = length; i > 0; --i) {
      if (data[i - 1] == '\n') {
        FlushLocked();
        break;
      }
    }
  }
}

void arc_rt_stdout_flush() {
  using namespace arc::rt;
  LockScope scope(output_lock);
  FlushLocked();
}

void arc_rt_stderr_write(const uint8_t* data, uint64_t length) {
  arc::rt::WriteError(data, length);
}

}  // extern "C"
