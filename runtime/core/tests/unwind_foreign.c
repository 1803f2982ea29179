// Compiled as C with exceptions: its personality is __gcc_personality_v0, here nobody's.

#include "runtime/core/tests/unwind_parts.h"

int __gcc_personality_v0(void) { return 8; }

static volatile int after;

static void clean(const int* value) { after = *value; }

void foreign_cleanup(void (*what)(void)) {
  __attribute__((cleanup(clean))) int value = 1;
  what();
  after = 3;
}
