// Hosted tests link the foundation's support object; nothing of theirs takes signals through it.

#include <stdint.h>

#include "runtime/core/foundation.h"

extern "C" void arc_rt_signal(int, const void*, void*, uintptr_t, uintptr_t, uintptr_t) {
  __builtin_trap();
}
