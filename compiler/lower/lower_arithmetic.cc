// Numbers and comparisons. Integer arithmetic panics instead of wrapping: LLVM's overflow
// intrinsics give the flag, and the call of the panic stands in a cold block.

#include "compiler/lower/function_lowering.h"
#include "compiler/lower/value_ranges.h"
#include "llvm/IR/Constants.h"

namespace arc::lower {

namespace {

bool IsSigned(mlir::Type type) { return type.isSignedInteger(); }
bool IsFloat(mlir::Type type) { return mlir::isa<mlir::FloatType>(type); }

// Whether checked integer arithmetic fits, whatever its operands are at run time.
bool AlwaysFits(mlir::Operation* op) {
  return UncheckedRange(op).IsWithin(RangeOfType(op->getResult(0).getType()));
}

}  // namespace

void FunctionLowering::PanicIf(llvm::Value* bad, RuntimeFunction panic,
                               llvm::ArrayRef<llvm::Value*> arguments) {
  // Folded away: constants that fit.
  if (auto* known = llvm::dyn_cast<llvm::ConstantInt>(bad); known && known->isZero()) return;

  llvm::BasicBlock* good = values_.NewBlock("");
  llvm::BasicBlock* block = nullptr;
  if (arguments.empty()) {
    for (const SharedPanic& known : position_panics_) {
      if (known.function == panic && known.state == states_.version()) block = known.block;
    }
  }
  llvm::BasicBlock* current = b_.GetInsertBlock();
  if (!block) {
    block = values_.NewBlock("panic");
    panics_.push_back(block);
    if (arguments.empty()) position_panics_.push_back({panic, states_.version(), block});
    b_.SetInsertPoint(block);
    values_.CallPanic(panic, arguments);
    b_.SetInsertPoint(current);
  }
  b_.CreateCondBr(bad, block, good, m_.unlikely());
  b_.SetInsertPoint(good);
}

llvm::Value* FunctionLowering::CallIntrinsic(llvm::Intrinsic::ID id, llvm::Value* lhs,
                                             llvm::Value* rhs) {
  // Constants fold.
  if (llvm::isa<llvm::Constant>(lhs) && llvm::isa<llvm::Constant>(rhs)) {
    return b_.CreateBinaryIntrinsic(id, lhs, rhs);
  }
  return b_.CreateCall(m_.Intrinsic(id, lhs->getType()), {lhs, rhs});
}

void FunctionLowering::CheckedIntegerOp(mlir::Operation* op, llvm::Intrinsic::ID signed_id,
                                        llvm::Intrinsic::ID unsigned_id, RuntimeFunction panic) {
  bool is_signed = IsSigned(op->getResult(0).getType());
  llvm::Value* pair = CallIntrinsic(is_signed ? signed_id : unsigned_id, Get(op->getOperand(0)),
                                    Get(op->getOperand(1)));
  llvm::Value* result = b_.CreateExtractValue(pair, 0);
  PanicIf(b_.CreateExtractValue(pair, 1), panic, {});
  Set(op->getResult(0), result);
}

void FunctionLowering::Lower(ir::AddOp op) {
  if (IsFloat(op.getType())) return Set(op, b_.CreateFAdd(Get(op.getLhs()), Get(op.getRhs())));
  if (AlwaysFits(op)) {
    const bool is_signed = IsSigned(op.getType());
    return Set(op, b_.CreateAdd(Get(op.getLhs()), Get(op.getRhs()), "", !is_signed, is_signed));
  }
  CheckedIntegerOp(op, llvm::Intrinsic::sadd_with_overflow, llvm::Intrinsic::uadd_with_overflow,
                   RuntimeFunction::PanicAdd);
}

void FunctionLowering::Lower(ir::SubOp op) {
  if (IsFloat(op.getType())) return Set(op, b_.CreateFSub(Get(op.getLhs()), Get(op.getRhs())));
  if (AlwaysFits(op)) {
    const bool is_signed = IsSigned(op.getType());
    return Set(op, b_.CreateSub(Get(op.getLhs()), Get(op.getRhs()), "", !is_signed, is_signed));
  }
  CheckedIntegerOp(op, llvm::Intrinsic::ssub_with_overflow, llvm::Intrinsic::usub_with_overflow,
                   RuntimeFunction::PanicSub);
}

void FunctionLowering::Lower(ir::MulOp op) {
  if (IsFloat(op.getType())) return Set(op, b_.CreateFMul(Get(op.getLhs()), Get(op.getRhs())));
  if (AlwaysFits(op)) {
    const bool is_signed = IsSigned(op.getType());
    return Set(op, b_.CreateMul(Get(op.getLhs()), Get(op.getRhs()), "", !is_signed, is_signed));
  }
  CheckedIntegerOp(op, llvm::Intrinsic::smul_with_overflow, llvm::Intrinsic::umul_with_overflow,
                   RuntimeFunction::PanicMul);
}

void FunctionLowering::DivideInteger(mlir::Operation* op, bool remainder,
                                     RuntimeFunction overflow) {
  llvm::Value* lhs = Get(op->getOperand(0));
  llvm::Value* rhs = Get(op->getOperand(1));
  auto* type = llvm::cast<llvm::IntegerType>(lhs->getType());
  const ValueRange divisor = RangeOf(op->getOperand(1));
  if (divisor.low <= 0 && divisor.high >= 0) {
    PanicIf(b_.CreateICmpEQ(rhs, llvm::ConstantInt::get(type, 0)), RuntimeFunction::PanicDivZero,
            {});
  }
  if (!IsSigned(op->getResult(0).getType())) {
    return Set(op->getResult(0), remainder ? b_.CreateURem(lhs, rhs) : b_.CreateUDiv(lhs, rhs));
  }
  const bool least_comes =
      RangeOf(op->getOperand(0)).low == RangeOfType(op->getResult(0).getType()).low;
  if (least_comes && divisor.low <= -1 && divisor.high >= -1) {
    llvm::Value* least =
        b_.CreateICmpEQ(lhs, b_.getInt(llvm::APInt::getSignedMinValue(type->getBitWidth())));
    llvm::Value* minus_one = b_.CreateICmpEQ(rhs, llvm::ConstantInt::getAllOnesValue(type));
    PanicIf(b_.CreateAnd(least, minus_one), overflow, {});
  }
  Set(op->getResult(0), remainder ? b_.CreateSRem(lhs, rhs) : b_.CreateSDiv(lhs, rhs));
}

void FunctionLowering::Lower(ir::DivOp op) {
  if (IsFloat(op.getType())) return Set(op, b_.CreateFDiv(Get(op.getLhs()), Get(op.getRhs())));
  DivideInteger(op, /*remainder=*/false, RuntimeFunction::PanicDiv);
}

void FunctionLowering::Lower(ir::RemOp op) {
  if (IsFloat(op.getType())) return Set(op, b_.CreateFRem(Get(op.getLhs()), Get(op.getRhs())));
  DivideInteger(op, /*remainder=*/true, RuntimeFunction::PanicRem);
}

// The amount of a shift of a `width`-bit value, in the width's type. A negative or too large amount
// panics; a negative one is a large unsigned one.
llvm::Value* FunctionLowering::CheckedShiftAmount(mlir::Value amount, unsigned width) {
  llvm::Value* value = Get(amount);
  llvm::Type* type = b_.getIntNTy(width);
  const ValueRange fits = {0, width - 1};
  if (RangeOf(amount).IsWithin(fits)) return b_.CreateZExtOrTrunc(value, type);
  // Compared in the amount's own type, in which the width fits: it is at least 8 bits.
  llvm::Value* bad = b_.CreateICmpUGE(value, llvm::ConstantInt::get(value->getType(), width));
  PanicIf(bad, RuntimeFunction::PanicShift, {Extend64(amount), b_.getInt32(width)});
  return b_.CreateZExtOrTrunc(value, type);
}

// Bits that are shifted out are lost without a panic: hashes and bit sets live on it, and it is
// what Rust, Swift and Go do. What overflows is the amount.
void FunctionLowering::Lower(ir::ShlOp op) {
  unsigned width = op.getType().getIntOrFloatBitWidth();
  llvm::Value* amount = CheckedShiftAmount(op.getRhs(), width);
  Set(op, b_.CreateShl(Get(op.getLhs()), amount));
}

void FunctionLowering::Lower(ir::ShrOp op) {
  unsigned width = op.getType().getIntOrFloatBitWidth();
  llvm::Value* amount = CheckedShiftAmount(op.getRhs(), width);
  Set(op, IsSigned(op.getType()) ? b_.CreateAShr(Get(op.getLhs()), amount)
                                 : b_.CreateLShr(Get(op.getLhs()), amount));
}

void FunctionLowering::Lower(ir::AddWrapOp op) {
  Set(op, b_.CreateAdd(Get(op.getLhs()), Get(op.getRhs())));
}
void FunctionLowering::Lower(ir::SubWrapOp op) {
  Set(op, b_.CreateSub(Get(op.getLhs()), Get(op.getRhs())));
}
void FunctionLowering::Lower(ir::MulWrapOp op) {
  Set(op, b_.CreateMul(Get(op.getLhs()), Get(op.getRhs())));
}

void FunctionLowering::Lower(ir::AddSatOp op) {
  auto id = IsSigned(op.getType()) ? llvm::Intrinsic::sadd_sat : llvm::Intrinsic::uadd_sat;
  Set(op, b_.CreateBinaryIntrinsic(id, Get(op.getLhs()), Get(op.getRhs())));
}

void FunctionLowering::Lower(ir::SubSatOp op) {
  auto id = IsSigned(op.getType()) ? llvm::Intrinsic::ssub_sat : llvm::Intrinsic::usub_sat;
  Set(op, b_.CreateBinaryIntrinsic(id, Get(op.getLhs()), Get(op.getRhs())));
}

// LLVM has no saturating product: the limit on the side of the exact product's sign on overflow.
void FunctionLowering::Lower(ir::MulSatOp op) {
  llvm::Value* lhs = Get(op.getLhs());
  llvm::Value* rhs = Get(op.getRhs());
  unsigned width = op.getType().getIntOrFloatBitWidth();
  bool is_signed = IsSigned(op.getType());
  llvm::Value* pair = b_.CreateBinaryIntrinsic(
      is_signed ? llvm::Intrinsic::smul_with_overflow : llvm::Intrinsic::umul_with_overflow, lhs,
      rhs);
  llvm::Value* limit;
  if (is_signed) {
    llvm::Value* negative = b_.CreateICmpSLT(b_.CreateXor(lhs, rhs), b_.getIntN(width, 0));
    limit = b_.CreateSelect(negative, b_.getInt(llvm::APInt::getSignedMinValue(width)),
                            b_.getInt(llvm::APInt::getSignedMaxValue(width)));
  } else {
    limit = b_.getInt(llvm::APInt::getMaxValue(width));
  }
  Set(op, b_.CreateSelect(b_.CreateExtractValue(pair, 1), limit, b_.CreateExtractValue(pair, 0)));
}

void FunctionLowering::Lower(ir::AndOp op) {
  Set(op, b_.CreateAnd(Get(op.getLhs()), Get(op.getRhs())));
}
void FunctionLowering::Lower(ir::OrOp op) {
  Set(op, b_.CreateOr(Get(op.getLhs()), Get(op.getRhs())));
}
void FunctionLowering::Lower(ir::XorOp op) {
  Set(op, b_.CreateXor(Get(op.getLhs()), Get(op.getRhs())));
}

void FunctionLowering::Lower(ir::NegOp op) {
  llvm::Value* value = Get(op.getValue());
  if (IsFloat(op.getType())) return Set(op, b_.CreateFNeg(value));
  if (AlwaysFits(op)) return Set(op, b_.CreateNeg(value, "", IsSigned(op.getType())));
  auto id = IsSigned(op.getType()) ? llvm::Intrinsic::ssub_with_overflow
                                   : llvm::Intrinsic::usub_with_overflow;
  llvm::Value* pair =
      b_.CreateBinaryIntrinsic(id, llvm::ConstantInt::get(value->getType(), 0), value);
  llvm::Value* result = b_.CreateExtractValue(pair, 0);
  PanicIf(b_.CreateExtractValue(pair, 1), RuntimeFunction::PanicNeg, {});
  Set(op, result);
}

void FunctionLowering::Lower(ir::NotOp op) { Set(op, b_.CreateNot(Get(op.getValue()))); }

void FunctionLowering::Lower(ir::CompareOp op) {
  mlir::Type type = op.getLhs().getType();
  llvm::Value* lhs = Get(op.getLhs());
  llvm::Value* rhs = Get(op.getRhs());
  using Predicate = llvm::CmpInst::Predicate;
  Predicate predicate = llvm::CmpInst::BAD_ICMP_PREDICATE;
  bool is_float = IsFloat(type), is_signed = IsSigned(type);
  auto pick = [&](Predicate floating, Predicate with_sign, Predicate without_sign) {
    return is_float ? floating : is_signed ? with_sign : without_sign;
  };
  switch (op.getPredicate()) {
    case ir::ComparePredicate::Equal:
      predicate = pick(Predicate::FCMP_OEQ, Predicate::ICMP_EQ, Predicate::ICMP_EQ);
      break;
    case ir::ComparePredicate::NotEqual:
      predicate = pick(Predicate::FCMP_UNE, Predicate::ICMP_NE, Predicate::ICMP_NE);
      break;
    case ir::ComparePredicate::Less:
      predicate = pick(Predicate::FCMP_OLT, Predicate::ICMP_SLT, Predicate::ICMP_ULT);
      break;
    case ir::ComparePredicate::LessEqual:
      predicate = pick(Predicate::FCMP_OLE, Predicate::ICMP_SLE, Predicate::ICMP_ULE);
      break;
    case ir::ComparePredicate::Greater:
      predicate = pick(Predicate::FCMP_OGT, Predicate::ICMP_SGT, Predicate::ICMP_UGT);
      break;
    case ir::ComparePredicate::GreaterEqual:
      predicate = pick(Predicate::FCMP_OGE, Predicate::ICMP_SGE, Predicate::ICMP_UGE);
      break;
  }
  Set(op, b_.CreateCmp(predicate, lhs, rhs));
}

void FunctionLowering::Lower(ir::SelectOp op) {
  Set(op, b_.CreateSelect(Get(op.getCondition()), Get(op.getIfTrue()), Get(op.getIfFalse())));
}

llvm::Value* FunctionLowering::Extend64(mlir::Value value) {
  llvm::Value* lowered = Get(value);
  return IsSigned(value.getType()) ? b_.CreateSExt(lowered, m_.i64())
                                   : b_.CreateZExt(lowered, m_.i64());
}

// One unsigned comparison: a negative index is a large unsigned one, and lengths stay below 2^63.
void FunctionLowering::Lower(ir::IndexCheckOp op) {
  llvm::Value* index = Extend64(op.getIndex());
  llvm::Value* length = Get(op.getLength());
  PanicIf(b_.CreateICmpUGE(index, length),
          IsSigned(op.getIndex().getType()) ? RuntimeFunction::PanicBounds
                                            : RuntimeFunction::PanicBoundsUnsigned,
          {index, length});
  Set(op, index);
}

}  // namespace arc::lower
