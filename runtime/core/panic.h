// Panics inside the runtime.

#ifndef ARC_RUNTIME_CORE_PANIC_H_
#define ARC_RUNTIME_CORE_PANIC_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"
#include "runtime/core/text.h"
#include "runtime/core/trace.h"

namespace arc::rt {

struct CatchFrame;

// Unwinds to the calling thread's innermost boundary with a report of where the panic began.
// Without a boundary, or inside of a cleanup of a panic with the same one, the process ends here.
[[noreturn]] void Panic(const uint8_t* message, size_t length, TraceStart start);

// Ends the process, whose panic cannot get to `target`; the report of the panic is not lost.
[[noreturn]] void EndUnwindable(CatchFrame* target, const TextWriter& reason);

// Ends the process after a panic that its boundary has caught and reported: tells a parent that
// waits for a result.
[[noreturn]] void EndPanickedProcess(const ArcPanicInfo& info, int32_t code);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_PANIC_H_
