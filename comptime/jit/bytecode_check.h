// Checks of bytecode that MLIR's reader leaves out when it is built without assertions.
#ifndef ARC_COMPTIME_JIT_BYTECODE_CHECK_H_
#define ARC_COMPTIME_JIT_BYTECODE_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace arc::comptime {

// InvalidArgument: the file's sections do not fit in it, or its table of attributes and types has
// other numbers of entries than it says, which the reader would write behind the end of its own
// tables. OK says nothing about all the rest.
absl::Status CheckBytecode(absl::string_view bytes);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_BYTECODE_CHECK_H_
