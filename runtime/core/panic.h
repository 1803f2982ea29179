// Panics inside the runtime.

#ifndef ARC_RUNTIME_CORE_PANIC_H_
#define ARC_RUNTIME_CORE_PANIC_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"
#include "runtime/core/text.h"
#include "runtime/core/trace.h"

namespace arc::rt {

// Reports and ends the thread or the process. Not inlined and never returning: the one place where
// panics become unwinding once there is unwinding.
[[noreturn]] void Panic(const uint8_t* message, size_t length, TraceStart start);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_PANIC_H_
