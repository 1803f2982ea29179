// Signatures and effects of tir.intrinsic.

#include "compiler/ir/tir.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

namespace arc::ir {

namespace {

// What an intrinsic does beside computing its result.
enum class Effect { None, Anything };

struct Signature {
  unsigned min_operands;
  unsigned max_operands;
  bool has_result;
  Effect effect;
};

Signature signatureOf(Intrinsic intrinsic) {
  switch (intrinsic) {
    case Intrinsic::Rdtsc:
      return {0, 0, true, Effect::Anything};
    case Intrinsic::Rdtscp:
      return {0, 1, true, Effect::Anything};
    case Intrinsic::Cpuid:
      return {3, 3, false, Effect::Anything};
    case Intrinsic::Pause:
    case Intrinsic::Trap:
      return {0, 0, false, Effect::Anything};
    case Intrinsic::CountOnes:
    case Intrinsic::LeadingZeros:
    case Intrinsic::TrailingZeros:
    case Intrinsic::ByteSwap:
    case Intrinsic::BitReverse:
    case Intrinsic::Sqrt:
    case Intrinsic::Floor:
    case Intrinsic::Ceil:
    case Intrinsic::Trunc:
    case Intrinsic::Round:
    case Intrinsic::RoundEven:
    case Intrinsic::Abs:
      return {1, 1, true, Effect::None};
    case Intrinsic::RotateLeft:
    case Intrinsic::RotateRight:
    case Intrinsic::CopySign:
    case Intrinsic::MinNum:
    case Intrinsic::MaxNum:
    case Intrinsic::MulHigh:
    case Intrinsic::Expect:
      return {2, 2, true, Effect::None};
    case Intrinsic::Fma:
      return {3, 3, true, Effect::None};
    case Intrinsic::AtomicLoad:
      return {1, 2, true, Effect::Anything};
    case Intrinsic::AtomicStore:
      return {2, 3, false, Effect::Anything};
    case Intrinsic::AtomicAdd:
    case Intrinsic::AtomicSub:
    case Intrinsic::AtomicAnd:
    case Intrinsic::AtomicOr:
    case Intrinsic::AtomicXor:
    case Intrinsic::AtomicExchange:
      return {2, 3, true, Effect::Anything};
    case Intrinsic::AtomicCompareExchange:
      return {3, 4, true, Effect::Anything};
    case Intrinsic::Fence:
      return {0, 1, false, Effect::Anything};
    case Intrinsic::Prefetch:
      return {1, 2, false, Effect::Anything};
    case Intrinsic::Assume:
      return {1, 1, false, Effect::Anything};
    case Intrinsic::ReturnAddress:
    case Intrinsic::FrameAddress:
      return {0, 1, true, Effect::Anything};
  }
  llvm_unreachable("unknown intrinsic");
}

}  // namespace

void IntrinsicOp::getEffects(llvm::SmallVectorImpl<mlir::MemoryEffects::EffectInstance>& effects) {
  if (signatureOf(getIntrinsic()).effect == Effect::None) return;
  effects.emplace_back(mlir::MemoryEffects::Read::get());
  effects.emplace_back(mlir::MemoryEffects::Write::get());
}

mlir::Speculation::Speculatability IntrinsicOp::getSpeculatability() {
  return signatureOf(getIntrinsic()).effect == Effect::None ? mlir::Speculation::Speculatable
                                                            : mlir::Speculation::NotSpeculatable;
}

mlir::LogicalResult IntrinsicOp::verify() {
  Signature signature = signatureOf(getIntrinsic());
  llvm::StringRef name = stringifyIntrinsic(getIntrinsic());
  size_t count = getOperands().size();
  if (count < signature.min_operands || count > signature.max_operands) {
    mlir::InFlightDiagnostic diagnostic = emitOpError();
    diagnostic << name << " takes " << signature.min_operands;
    if (signature.max_operands != signature.min_operands) {
      diagnostic << " to " << signature.max_operands;
    }
    return diagnostic << " operands, not " << count;
  }
  if (static_cast<bool>(getResult()) != signature.has_result) {
    return emitOpError() << name << (signature.has_result ? " has a result" : " has no result");
  }
  auto operand_type = [&](unsigned index) { return getOperands()[index].getType(); };
  auto is_integer = [](mlir::Type type) {
    return type.isSignedInteger() || type.isUnsignedInteger();
  };
  auto expect = [&](bool condition, llvm::StringRef what) -> mlir::LogicalResult {
    if (condition) return mlir::success();
    return emitOpError() << name << ' ' << what;
  };
  switch (getIntrinsic()) {
    case Intrinsic::Pause:
    case Intrinsic::Trap:
      return mlir::success();
    case Intrinsic::Fence:
      return expect(count == 0 || mlir::matchPattern(getOperands()[0], mlir::m_Constant()),
                    "needs a constant order");
    case Intrinsic::Rdtsc:
      return expect(getResult().getType().isUnsignedInteger(64), "gives ui64");
    case Intrinsic::Rdtscp:
      if (failed(expect(getResult().getType().isUnsignedInteger(64), "gives ui64"))) {
        return mlir::failure();
      }
      return expect(count == 0 || mlir::isa<PtrType>(operand_type(0)), "takes an address");
    case Intrinsic::Cpuid:
      return expect(operand_type(0).isUnsignedInteger(32) &&
                        operand_type(1).isUnsignedInteger(32) &&
                        mlir::isa<PtrType>(operand_type(2)),
                    "takes ui32, ui32 and an address");
    case Intrinsic::CountOnes:
    case Intrinsic::LeadingZeros:
    case Intrinsic::TrailingZeros:
      return expect(is_integer(operand_type(0)) && is_integer(getResult().getType()),
                    "is about integers");
    case Intrinsic::ByteSwap:
    case Intrinsic::BitReverse:
      return expect(is_integer(operand_type(0)) && operand_type(0) == getResult().getType(),
                    "takes and gives one integer type");
    case Intrinsic::RotateLeft:
    case Intrinsic::RotateRight:
      return expect(is_integer(operand_type(0)) && is_integer(operand_type(1)) &&
                        operand_type(0) == getResult().getType(),
                    "takes two integers and gives the type of the first");
    case Intrinsic::MulHigh:
      return expect(is_integer(operand_type(0)) && operand_type(0) == operand_type(1) &&
                        operand_type(0) == getResult().getType(),
                    "takes and gives one integer type");
    case Intrinsic::Sqrt:
    case Intrinsic::Floor:
    case Intrinsic::Ceil:
    case Intrinsic::Trunc:
    case Intrinsic::Round:
    case Intrinsic::RoundEven:
    case Intrinsic::Fma:
    case Intrinsic::CopySign:
      for (mlir::Value operand : getOperands()) {
        if (failed(expect(mlir::isa<mlir::FloatType>(operand.getType()) &&
                              operand.getType() == getResult().getType(),
                          "takes and gives one float type"))) {
          return mlir::failure();
        }
      }
      return mlir::success();
    case Intrinsic::Abs:
    case Intrinsic::MinNum:
    case Intrinsic::MaxNum:
      for (mlir::Value operand : getOperands()) {
        if (failed(expect(!mlir::isa<PtrType>(operand.getType()) &&
                              !operand.getType().isInteger(1) &&
                              operand.getType() == getResult().getType(),
                          "takes and gives one numeric type"))) {
          return mlir::failure();
        }
      }
      return mlir::success();
    case Intrinsic::AtomicLoad:
    case Intrinsic::AtomicStore:
    case Intrinsic::AtomicAdd:
    case Intrinsic::AtomicSub:
    case Intrinsic::AtomicAnd:
    case Intrinsic::AtomicOr:
    case Intrinsic::AtomicXor:
    case Intrinsic::AtomicExchange:
    case Intrinsic::AtomicCompareExchange: {
      if (failed(expect(mlir::isa<PtrType>(operand_type(0)), "takes an address first"))) {
        return mlir::failure();
      }
      if (count == signature.max_operands) {
        return expect(mlir::matchPattern(getOperands().back(), mlir::m_Constant()),
                      "needs a constant order");
      }
      return mlir::success();
    }
    case Intrinsic::Prefetch:
      return expect(mlir::isa<PtrType>(operand_type(0)), "takes an address first");
    case Intrinsic::Expect:
      return expect(operand_type(0) == operand_type(1) && operand_type(0) == getResult().getType(),
                    "takes and gives one type");
    case Intrinsic::Assume:
      return expect(operand_type(0).isInteger(1), "takes a bool");
    case Intrinsic::ReturnAddress:
    case Intrinsic::FrameAddress:
      return expect(mlir::isa<PtrType>(getResult().getType()), "gives an address");
  }
  llvm_unreachable("unknown intrinsic");
}

}  // namespace arc::ir
