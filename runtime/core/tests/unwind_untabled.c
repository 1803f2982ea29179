// Compiled without unwind tables.

#include "runtime/core/tests/unwind_parts.h"

static volatile int after;

void untabled_call(void (*what)(void)) {
  what();
  after = 1;
}

void broken_frame_pointer(void (*what)(void)) {
  __asm__ volatile(
      "push %%rbp\n\t"
      "mov $24, %%ebp\n\t"
      "call *%0\n\t"
      "pop %%rbp" ::"r"(what)
      : "memory", "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11");
  after = 2;
}
