// Conversions between scalars.

#include "compiler/lower/function_lowering.h"
#include "compiler/lower/value_ranges.h"
#include "llvm/IR/Constants.h"

namespace arc::lower {

namespace {

bool IsFloat(mlir::Type type) { return mlir::isa<mlir::FloatType>(type); }
bool IsPtr(mlir::Type type) { return mlir::isa<ir::PtrType>(type); }

}  // namespace

// Truncated toward zero, the value must lie within the integer's range. With exact bounds as floats
// that is `low - 1 < value < high + 1`; where low - 1 is no float of the type, `low <= value` says
// the same, since no float lies between. NaN fails each comparison.
llvm::Value* FunctionLowering::CheckFloatToInt(llvm::Value* value, mlir::IntegerType to) {
  const llvm::fltSemantics& semantics = value->getType()->getFltSemantics();
  const unsigned width = to.getWidth();
  auto to_float = [&](const llvm::APInt& bound, bool* exact) {
    llvm::APFloat result(semantics);
    *exact = result.convertFromAPInt(bound, /*IsSigned=*/true, llvm::RoundingMode::TowardZero) ==
             llvm::APFloat::opOK;
    return llvm::ConstantFP::get(m_.context(), result);
  };
  bool exact = false;
  // high + 1 and low are powers of two (or zero), so they are floats.
  llvm::APInt above = llvm::APInt::getOneBitSet(width + 2, to.isSigned() ? width - 1 : width);
  llvm::Value* below_high = b_.CreateFCmpOLT(value, to_float(above, &exact));
  llvm::APInt low = to.isSigned() ? llvm::APInt::getSignedMinValue(width).sext(width + 2)
                                  : llvm::APInt(width + 2, 0);
  llvm::Constant* under = to_float(low - 1, &exact);
  llvm::Value* above_low =
      exact ? b_.CreateFCmpOGT(value, under) : b_.CreateFCmpOGE(value, to_float(low, &exact));
  return b_.CreateAnd(below_high, above_low);
}

void FunctionLowering::Lower(ir::CastOp op) {
  mlir::Type from = op.getValue().getType(), to = op.getType();
  llvm::Value* value = Get(op.getValue());
  llvm::Type* type = m_.Scalar(to);
  const bool from_signed = from.isSignedInteger(), to_signed = to.isSignedInteger();
  if (from == to) return Set(op, value);

  if (op.getKind() == ir::CastKind::Bitcast) {
    if (IsPtr(from) && !IsPtr(to)) {
      value = b_.CreatePtrToInt(value, m_.i64());
      if (IsFloat(to)) value = b_.CreateBitCast(value, type);
    } else if (IsPtr(to) && !IsPtr(from)) {
      if (IsFloat(from)) value = b_.CreateBitCast(value, m_.i64());
      value = b_.CreateIntToPtr(value, type);
    } else if (value->getType() != type) {
      value = b_.CreateBitCast(value, type);
    }
    return Set(op, value);
  }

  if (IsFloat(from) && IsFloat(to)) {
    llvm::Value* result = b_.CreateFPCast(value, type);
    if (op.getKind() == ir::CastKind::Checked && to.getIntOrFloatBitWidth() < 64) {
      // A finite value that becomes infinite does not fit; infinities and NaN do.
      auto infinite = [&](llvm::Value* v) {
        return b_.CreateFCmpOEQ(b_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, v),
                                llvm::ConstantFP::getInfinity(v->getType()));
      };
      PanicIf(b_.CreateAnd(infinite(result), b_.CreateNot(infinite(value))),
              RuntimeFunction::PanicCast, {});
    }
    return Set(op, result);
  }

  if (IsFloat(to)) {
    return Set(op, from_signed ? b_.CreateSIToFP(value, type) : b_.CreateUIToFP(value, type));
  }

  if (IsFloat(from)) {
    auto integer = mlir::cast<mlir::IntegerType>(to);
    if (op.getKind() == ir::CastKind::Checked) {
      PanicIf(b_.CreateNot(CheckFloatToInt(value, integer)), RuntimeFunction::PanicCast, {});
      return Set(op, to_signed ? b_.CreateFPToSI(value, type) : b_.CreateFPToUI(value, type));
    }
    if (op.getKind() == ir::CastKind::Saturate) {
      auto id = to_signed ? llvm::Intrinsic::fptosi_sat : llvm::Intrinsic::fptoui_sat;
      return Set(op, b_.CreateIntrinsic(id, {type, value->getType()}, {value}));
    }
    // Truncating wraps: the value modulo 2^n. 64 bits cover what wraps in practice; beyond them the
    // conversion saturates there first.
    llvm::Value* wide =
        b_.CreateIntrinsic(llvm::Intrinsic::fptosi_sat, {m_.i64(), value->getType()}, {value});
    if (integer.getWidth() == 64 && !to_signed) {
      llvm::Value* as_unsigned =
          b_.CreateIntrinsic(llvm::Intrinsic::fptoui_sat, {m_.i64(), value->getType()}, {value});
      llvm::Value* negative = b_.CreateFCmpOLT(value, llvm::ConstantFP::get(value->getType(), 0.0));
      wide = b_.CreateSelect(negative, wide, as_unsigned);
    }
    return Set(op, b_.CreateTrunc(wide, type));
  }

  // Integers and bools from here on.
  auto convert = [&](llvm::Value* v) {
    return from_signed ? b_.CreateSExtOrTrunc(v, type) : b_.CreateZExtOrTrunc(v, type);
  };
  switch (op.getKind()) {
    case ir::CastKind::Lossless:
    case ir::CastKind::Truncate:
      return Set(op, convert(value));
    case ir::CastKind::Checked:
    case ir::CastKind::Saturate: {
      const ValueRange source = RangeOf(op.getValue()), target = RangeOfType(to);
      unsigned width = from.getIntOrFloatBitWidth();
      // Only the limits that the source can pass are compared, in the source's type.
      const bool too_low = source.low < target.low;
      const bool too_high = target.high < source.high;
      auto limit = [&](__int128 bound) {
        return b_.getInt(llvm::APInt(width, static_cast<uint64_t>(bound), /*isSigned=*/false,
                                     /*implicitTrunc=*/true));
      };
      auto less = [&](llvm::Value* a, llvm::Value* b) {
        return from_signed ? b_.CreateICmpSLT(a, b) : b_.CreateICmpULT(a, b);
      };
      if (op.getKind() == ir::CastKind::Checked) {
        llvm::Value* bad = b_.getFalse();
        if (too_low) bad = less(value, limit(target.low));
        if (too_high) {
          llvm::Value* high = less(limit(target.high), value);
          bad = too_low ? b_.CreateOr(bad, high) : high;
        }
        PanicIf(bad, RuntimeFunction::PanicCast, {});
        return Set(op, convert(value));
      }
      if (too_low) {
        value = b_.CreateSelect(less(value, limit(target.low)), limit(target.low), value);
      }
      if (too_high) {
        value = b_.CreateSelect(less(limit(target.high), value), limit(target.high), value);
      }
      return Set(op, convert(value));
    }
    case ir::CastKind::Bitcast:
      break;
  }
  llvm_unreachable("handled above");
}

}  // namespace arc::lower
