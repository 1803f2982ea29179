#include "third_party/smoke/freestanding/exit.h"

extern "C" [[noreturn]] void SmokeExit(long status) {
  constexpr long kExitGroup = 231;
  asm volatile("syscall" : : "a"(kExitGroup), "D"(status) : "rcx", "r11", "memory");
  __builtin_unreachable();
}
