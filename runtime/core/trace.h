// Stack traces by frame pointers. All Arc code and the runtime keep them:
//
//   frame pointer -> | caller's frame pointer | return address |

#ifndef ARC_RUNTIME_CORE_TRACE_H_
#define ARC_RUNTIME_CORE_TRACE_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/text.h"

namespace arc::rt {

// Where a walk begins: an instruction of the innermost frame and that function's frame pointer.
struct TraceStart {
  uintptr_t instruction;  // an address inside the instruction (a return address minus one)
  uintptr_t frame;
  uintptr_t stack;  // no frame of the walk lies below it
};

// The calling function's caller, and so on outwards.
#define ARC_RT_TRACE_FROM_CALLER()                                         \
  ::arc::rt::TraceStart {                                                  \
    reinterpret_cast<uintptr_t>(__builtin_return_address(0)) - 1,          \
        reinterpret_cast<const uintptr_t*>(__builtin_frame_address(0))[0], \
        reinterpret_cast<uintptr_t>(__builtin_frame_address(0))            \
  }

// Instruction addresses of the calling thread's frames, innermost first; how many were stored.
// Stops where the chain leaves the thread's stack, so that a broken chain ends the walk and does
// not fault.
size_t WalkFrames(TraceStart start, uintptr_t* instructions, size_t capacity);

// "  at FILE:LINE (in FUNC)\n" for the first visible frame outside of the standard library, or in
// it when there is no other; nothing without one.
void PutPosition(TextWriter& out, const uintptr_t* instructions, size_t count);

// "stack trace:\n  0: FUNC\n       at FILE:LINE\n ..." for the visible frames; addresses when there
// is no line table.
void PutTrace(TextWriter& out, const uintptr_t* instructions, size_t count);

// The indented lines of PutTrace alone, at most `limit` frames.
void PutFrames(TextWriter& out, const uintptr_t* instructions, size_t count, size_t limit);

// Whether two instruction addresses show as the same position (or both as none).
bool SamePosition(uintptr_t a, uintptr_t b);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_TRACE_H_
