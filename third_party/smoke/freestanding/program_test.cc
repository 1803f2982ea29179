// A program without C library that takes strlen from LLVM libc, and passes when that works.

#include <stddef.h>

#include "third_party/smoke/freestanding/exit.h"

extern "C" size_t strlen(const char* text);

extern "C" void SmokeMain() {
  const char* volatile text = "freestanding";
  SmokeExit(strlen(text) == 12 ? 0 : 1);
}
