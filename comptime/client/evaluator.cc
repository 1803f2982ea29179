#include "comptime/client/evaluator.h"

namespace arc::comptime {

std::string_view EndName(ArcComptimeEnd end) {
  switch (end) {
    case ARC_COMPTIME_NOT_RUN:
      return "not-run";
    case ARC_COMPTIME_DONE:
      return "done";
    case ARC_COMPTIME_PANIC:
      return "panic";
    case ARC_COMPTIME_ERROR:
      return "error";
    case ARC_COMPTIME_OUT_OF_FUEL:
      return "out-of-fuel";
    case ARC_COMPTIME_OUT_OF_MEMORY:
      return "out-of-memory";
    case ARC_COMPTIME_STACK_OVERFLOW:
      return "stack-overflow";
    case ARC_COMPTIME_TOO_MUCH_OUTPUT:
      return "too-much-output";
    case ARC_COMPTIME_RESULT_TOO_LARGE:
      return "result-too-large";
    case ARC_COMPTIME_FAULT:
      return "fault";
    case ARC_COMPTIME_EFFECT:
      return "effect";
    case ARC_COMPTIME_NEEDS_FILE:
      return "needs-file";
    case ARC_COMPTIME_WORKER_DIED:
      return "worker-died";
    case ARC_COMPTIME_TIMED_OUT:
      return "timed-out";
    case ARC_COMPTIME_NEEDS_ANSWER:
      return "needs-answer";
  }
  return "unknown";
}

}  // namespace arc::comptime
