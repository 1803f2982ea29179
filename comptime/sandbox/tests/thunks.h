// What the test and its thunks share. Freestanding.

#ifndef ARC_COMPTIME_SANDBOX_TESTS_THUNKS_H_
#define ARC_COMPTIME_SANDBOX_TESTS_THUNKS_H_

#include <stdint.h>

#include "comptime/api/comptime_api.h"

// What the thunk Forge does wrong.
enum class Forgery : uint64_t {
  kNone,  // an answer that is as good as any
  kEnd,
  kDied,
  kMessage,
  kFrames,
  kImage,
  kAlign,
  kLinkCount,
  kLinkSlot,
  kLinkTarget,
  kLinkTwice,
  kOutput,
  kOutputLength,
};

struct TestThunk {
  const char* name;
  ArcComptimeThunk run;
};

// Where the linked thunks begin (their ELF entry), ended by nulls.
extern "C" const TestThunk thunk_table[];

#endif  // ARC_COMPTIME_SANDBOX_TESTS_THUNKS_H_
