// The worker's program: one loop that calls thunks, and what stands for the system below them.
//
// Whatever is writable is put back between evaluations; what the loop itself needs is in registers
// and on a stack of its own. A thunk with a wild pointer can still break the loop: the service
// does not rely on it.

#ifndef ARC_COMPTIME_SANDBOX_WORKER_WORKER_H_
#define ARC_COMPTIME_SANDBOX_WORKER_WORKER_H_

#include <stddef.h>
#include <stdint.h>

#include "comptime/api/comptime_api.h"
#include "comptime/sandbox/layout.h"
#include "runtime/core/text.h"
#include "runtime/core/trace.h"

namespace arc::comptime {

inline ArcComptimeControl* Control() {
  return reinterpret_cast<ArcComptimeControl*>(ARC_COMPTIME_CONTROL_ADDRESS);
}
inline Session* TheSession() { return reinterpret_cast<Session*>(kSessionAddress); }

// The running evaluation. Put back with all of the image's data.
struct Evaluation {
  bool running;
  uintptr_t loop_stack;  // where leaving continues
  uintptr_t stack_low, stack_high;
};
extern Evaluation evaluation;

// start.cc: from the first instruction to the loop.

// Ends the process at once.
[[noreturn]] void Die();

// loop.cc

// Takes requests until the process is killed.
[[noreturn]] void Loop(uint64_t heap_bytes, uint64_t stack_bytes);

// ends.cc: every way out of a thunk.

[[noreturn]] void End(ArcComptimeEnd end, const void* message, size_t length,
                      const rt::TraceStart& start);
[[noreturn]] void End(ArcComptimeEnd end, const rt::TextWriter& message,
                      const rt::TraceStart& start);
[[noreturn]] void End(ArcComptimeEnd end, const char* message, const rt::TraceStart& start);
// The thunk returned.
[[noreturn]] void EndDone();

// heap.cc

// Before an evaluation: `limit` is what it may use, `mapped` how long the heap's memory is.
void HeapBegin(uint64_t limit, uint64_t mapped);
uint64_t HeapPeak();
// Bytes from the beginning of the heap that may have been written.
uint64_t HeapExtent();

// api.cc

void ResultBegin();
// Writes what the result consists of into the control block.
void ResultFinish();

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_WORKER_WORKER_H_
