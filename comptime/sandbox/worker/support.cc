// The rest of what compiled code expects of the runtime: one thread, no system.

#include "comptime/sandbox/worker/worker.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/panic.h"
#include "runtime/core/sys.h"

namespace {

constexpr uint32_t kFresh = 0;
constexpr uint32_t kRunning = 1;
constexpr uint32_t kDone = 2;

constinit void* drop_frames = nullptr;
constinit int error_number = 0;

[[noreturn]] void Panic(const char* message, const arc::rt::TraceStart& start) {
  arc::rt::Panic(reinterpret_cast<const uint8_t*>(message), arc::rt::TextLength(message), start);
}

}  // namespace

namespace arc::rt {

// For long texts of numbers.
void* MapMemory(size_t size, int /*extra_flags*/) { return arc_rt_alloc(size); }
void UnmapMemory(void* address, size_t size) { arc_rt_free(address, size); }

}  // namespace arc::rt

extern "C" {

const uint32_t arc_rt_abi_1 = ARC_RT_ABI_VERSION;

void arc_rt_once(uint32_t* state, void (*run)(void* place), void* place) {
  if (*state == kDone) return;
  if (*state != kFresh) {
    Panic("initialization of a constant needs itself", ARC_RT_TRACE_FROM_CALLER());
  }
  *state = kRunning;
  run(place);
  *state = kDone;
}

void** arc_rt_drop_frames() { return &drop_frames; }

void arc_rt_lock(uint32_t* lock) {
  if (*lock != 0) Panic("a lock is taken twice", ARC_RT_TRACE_FROM_CALLER());
  *lock = 1;
}
int32_t arc_rt_try_lock(uint32_t* lock) {
  if (*lock != 0) return 0;
  *lock = 1;
  return 1;
}
void arc_rt_unlock(uint32_t* lock) { *lock = 0; }
int64_t arc_rt_futex_wake(const uint32_t* /*word*/, uint32_t /*count*/) { return 0; }

int32_t arc_rt_is_compute_child() { return 0; }
void arc_rt_stdout_flush() {}
int32_t arc_rt_personality() { return 0; }

// What LLVM libc expects.
int* __errno_location() { return &error_number; }
[[noreturn]] void __stack_chk_fail() {
  arc::comptime::End(ARC_COMPTIME_FAULT, "a return address was overwritten",
                     ARC_RT_TRACE_FROM_CALLER());
}

// Never called: nothing is unwound.
void arc_rt_unwind_resume(void* /*exception*/, arc::rt::UnwindRegisters* /*registers*/) {
  arc::comptime::Die();
}

}  // extern "C"
