// What is known of an integer from the operations that made it: `x & 255` is at most 255, a byte as
// an int64 is none below 0. Checked arithmetic on such values needs no check, and an overflow that
// is not looked for costs no blocks, which is what compiling time goes into.

#ifndef ARC_COMPILER_LOWER_VALUE_RANGES_H_
#define ARC_COMPILER_LOWER_VALUE_RANGES_H_

#include "mlir/IR/Value.h"

namespace arc::lower {

// All values from `low` to `high`; integers have at most 64 bits.
struct ValueRange {
  __int128 low, high;

  bool IsWithin(const ValueRange& other) const { return low >= other.low && high <= other.high; }
};

// All values of an integer type or of `i1`.
ValueRange RangeOfType(mlir::Type type);

// A range that holds the value, of an integer type or `i1`, wherever it is defined. Looks at a few
// operations only.
ValueRange RangeOf(mlir::Value value);

// What a checked operation (`tir.add`, `tir.sub`, `tir.mul`, `tir.neg`) gives before it is checked.
ValueRange UncheckedRange(mlir::Operation* op);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_VALUE_RANGES_H_
