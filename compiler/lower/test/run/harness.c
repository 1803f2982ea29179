// Enough of the runtime to run lowered code on the C library: memory that is counted, panics that
// are printed. Calls `arc_test` with each argument of the command line.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t live;

// Nothing panics through what is tested here.
int arc_rt_personality(void) { return 0; }

void* arc_rt_alloc(uint64_t size) {
  ++live;
  uint64_t* block = malloc(size + 8);
  *block = size;
  return block + 1;
}

void arc_rt_free(void* block, uint64_t size) {
  if (!block) return;
  uint64_t* start = (uint64_t*)block - 1;
  if (*start != size) {
    printf("freed as %lu, allocated as %lu\n", size, *start);
    exit(1);
  }
  *start = UINT64_MAX;
  --live;
  free(start);
}

static __thread void* frames;
void** arc_rt_drop_frames(void) { return &frames; }

void arc_rt_once(uint32_t* state, void (*run)(void*), void* place) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  if (*state != 2) {
    run(place);
    __atomic_store_n(state, 2, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&lock);
}

static _Noreturn void end(void) {
  fflush(stdout);
  exit(101);
}
#define OVERFLOW(KIND)                                \
  _Noreturn void arc_rt_panic_overflow_##KIND(void) { \
    printf("panic: overflow in " #KIND "\n");         \
    end();                                            \
  }
OVERFLOW(add)
OVERFLOW(sub)
OVERFLOW(mul)
OVERFLOW(div)
OVERFLOW(rem)
OVERFLOW(neg)
_Noreturn void arc_rt_panic_div_zero(void) {
  printf("panic: division by zero\n");
  end();
}
_Noreturn void arc_rt_panic_bounds(int64_t index, uint64_t length) {
  printf("panic: index %ld of %lu\n", index, length);
  end();
}
_Noreturn void arc_rt_panic_bounds_u(uint64_t index, uint64_t length) {
  printf("panic: index %lu of %lu\n", index, length);
  end();
}
_Noreturn void arc_rt_panic_cast(void) {
  printf("panic: cast\n");
  end();
}
_Noreturn void arc_rt_panic_shift(int64_t amount, uint32_t bits) {
  printf("panic: shift by %ld of %u bits\n", amount, bits);
  end();
}

void print(int64_t value) { printf("%ld\n", value); }

int64_t arc_test(int64_t argument);

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    printf("%ld\n", arc_test(strtol(argv[i], NULL, 0)));
    printf("live %lu\n", live);
  }
  return 0;
}
