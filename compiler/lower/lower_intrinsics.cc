// tir.intrinsic: LLVM intrinsics, atomic instructions, and single instructions of the target.

#include "compiler/lower/function_lowering.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "mlir/IR/Matchers.h"

namespace arc::lower {

namespace {

// The value of an operand that verification knows to be constant.
uint64_t ConstantOperand(ir::IntrinsicOp op, unsigned index, uint64_t missing) {
  if (index >= op.getOperands().size()) return missing;
  mlir::IntegerAttr value;
  if (!mlir::matchPattern(op.getOperands()[index], mlir::m_Constant(&value))) return missing;
  return value.getValue().getZExtValue();
}

}  // namespace

llvm::AtomicOrdering FunctionLowering::Ordering(ir::IntrinsicOp op, unsigned operand) {
  switch (ConstantOperand(op, operand, 4)) {
    case 0:
      return llvm::AtomicOrdering::Monotonic;
    case 1:
      return llvm::AtomicOrdering::Acquire;
    case 2:
      return llvm::AtomicOrdering::Release;
    case 3:
      return llvm::AtomicOrdering::AcquireRelease;
    default:
      return llvm::AtomicOrdering::SequentiallyConsistent;
  }
}

void FunctionLowering::LowerAtomic(ir::IntrinsicOp op) {
  using Operation = llvm::AtomicRMWInst::BinOp;
  using llvm::AtomicOrdering;
  llvm::Value* address = Get(op.getOperands()[0]);
  // Bools are bytes in memory.
  auto to_memory = [&](mlir::Value value) {
    llvm::Value* lowered = Get(value);
    return value.getType().isInteger(1) ? b_.CreateZExt(lowered, m_.i8()) : lowered;
  };
  auto from_memory = [&](llvm::Value* value, mlir::Type type) {
    return type.isInteger(1) ? b_.CreateTrunc(value, b_.getInt1Ty()) : value;
  };
  auto align_of = [&](mlir::Type type) { return llvm::Align(m_.layouts().Of(type).align); };
  auto modify = [&](Operation operation) {
    mlir::Type type = op.getOperands()[1].getType();
    llvm::Value* old = b_.CreateAtomicRMW(operation, address, to_memory(op.getOperands()[1]),
                                          align_of(type), Ordering(op, 2));
    Set(op.getResult(), from_memory(old, type));
  };
  switch (op.getIntrinsic()) {
    case ir::Intrinsic::AtomicLoad: {
      mlir::Type type = op.getResult().getType();
      llvm::LoadInst* load = b_.CreateAlignedLoad(m_.InMemory(type), address, align_of(type));
      AtomicOrdering ordering = Ordering(op, 1);
      // A load cannot release.
      if (ordering == AtomicOrdering::Release) ordering = AtomicOrdering::Monotonic;
      if (ordering == AtomicOrdering::AcquireRelease) ordering = AtomicOrdering::Acquire;
      load->setAtomic(ordering);
      Set(op.getResult(), from_memory(load, type));
      return;
    }
    case ir::Intrinsic::AtomicStore: {
      mlir::Value value = op.getOperands()[1];
      llvm::StoreInst* store =
          b_.CreateAlignedStore(to_memory(value), address, align_of(value.getType()));
      AtomicOrdering ordering = Ordering(op, 2);
      if (ordering == AtomicOrdering::Acquire) ordering = AtomicOrdering::Monotonic;
      if (ordering == AtomicOrdering::AcquireRelease) ordering = AtomicOrdering::Release;
      store->setAtomic(ordering);
      return;
    }
    case ir::Intrinsic::AtomicAdd:
      return modify(Operation::Add);
    case ir::Intrinsic::AtomicSub:
      return modify(Operation::Sub);
    case ir::Intrinsic::AtomicAnd:
      return modify(Operation::And);
    case ir::Intrinsic::AtomicOr:
      return modify(Operation::Or);
    case ir::Intrinsic::AtomicXor:
      return modify(Operation::Xor);
    case ir::Intrinsic::AtomicExchange:
      return modify(Operation::Xchg);
    default: {
      mlir::Type type = op.getOperands()[1].getType();
      AtomicOrdering success = Ordering(op, 3);
      llvm::Value* pair = b_.CreateAtomicCmpXchg(
          address, to_memory(op.getOperands()[1]), to_memory(op.getOperands()[2]), align_of(type),
          success, llvm::AtomicCmpXchgInst::getStrongestFailureOrdering(success));
      // By the result: the old value, or whether it was exchanged.
      if (op.getResult().getType() == type && !type.isInteger(1)) {
        Set(op.getResult(), b_.CreateExtractValue(pair, 0));
      } else {
        Set(op.getResult(), b_.CreateExtractValue(pair, 1));
      }
      return;
    }
  }
}

void FunctionLowering::Lower(ir::IntrinsicOp op) {
  namespace id = llvm::Intrinsic;
  auto operand = [&](unsigned index) { return Get(op.getOperands()[index]); };
  auto set = [&](llvm::Value* value) { Set(op.getResult(), value); };
  mlir::Type result = op.getResult() ? op.getResult().getType() : mlir::Type();
  const bool is_float = result && mlir::isa<mlir::FloatType>(result);
  const bool is_signed = result && result.isSignedInteger();
  // A count of bits in any integer type.
  auto set_count = [&](llvm::Value* count) { set(b_.CreateZExtOrTrunc(count, m_.Scalar(result))); };
  auto rotate = [&](id::ID direction) {
    llvm::Value* value = operand(0);
    llvm::Value* amount = b_.CreateZExtOrTrunc(operand(1), value->getType());
    set(b_.CreateIntrinsic(direction, {value->getType()}, {value, value, amount}));
  };

  switch (op.getIntrinsic()) {
    case ir::Intrinsic::Rdtsc:
      return set(b_.CreateIntrinsic(id::x86_rdtsc, {}));
    case ir::Intrinsic::Rdtscp: {
      llvm::Value* pair = b_.CreateIntrinsic(id::x86_rdtscp, {});
      if (!op.getOperands().empty()) {
        b_.CreateAlignedStore(b_.CreateExtractValue(pair, 1), operand(0), llvm::Align(4));
      }
      return set(b_.CreateExtractValue(pair, 0));
    }
    case ir::Intrinsic::Cpuid: {
      // The one instruction without an LLVM intrinsic.
      auto* four = llvm::StructType::get(m_.context(), {m_.i32(), m_.i32(), m_.i32(), m_.i32()});
      auto* type = llvm::FunctionType::get(four, {m_.i32(), m_.i32()}, false);
      auto* cpuid = llvm::InlineAsm::get(type, "cpuid",
                                         "={ax},={bx},={cx},={dx},0,2,~{dirflag},~{fpsr},~{flags}",
                                         /*hasSideEffects=*/true);
      llvm::Value* registers = b_.CreateCall(type, cpuid, {operand(0), operand(1)});
      for (unsigned i = 0; i < 4; ++i) {
        b_.CreateAlignedStore(b_.CreateExtractValue(registers, i),
                              values_.Offset(operand(2), 4 * i), llvm::Align(4));
      }
      return;
    }
    case ir::Intrinsic::Pause:
      b_.CreateIntrinsic(id::x86_sse2_pause, {});
      return;
    case ir::Intrinsic::CountOnes:
      return set_count(b_.CreateUnaryIntrinsic(id::ctpop, operand(0)));
    case ir::Intrinsic::LeadingZeros:
      return set_count(
          b_.CreateIntrinsic(id::ctlz, {operand(0)->getType()}, {operand(0), b_.getFalse()}));
    case ir::Intrinsic::TrailingZeros:
      return set_count(
          b_.CreateIntrinsic(id::cttz, {operand(0)->getType()}, {operand(0), b_.getFalse()}));
    case ir::Intrinsic::ByteSwap:
      if (operand(0)->getType()->isIntegerTy(8)) return set(operand(0));
      return set(b_.CreateUnaryIntrinsic(id::bswap, operand(0)));
    case ir::Intrinsic::BitReverse:
      return set(b_.CreateUnaryIntrinsic(id::bitreverse, operand(0)));
    case ir::Intrinsic::RotateLeft:
      return rotate(id::fshl);
    case ir::Intrinsic::RotateRight:
      return rotate(id::fshr);
    case ir::Intrinsic::Sqrt:
      return set(b_.CreateUnaryIntrinsic(id::sqrt, operand(0)));
    case ir::Intrinsic::Fma:
      return set(b_.CreateIntrinsic(id::fma, {operand(0)->getType()},
                                    {operand(0), operand(1), operand(2)}));
    case ir::Intrinsic::Floor:
      return set(b_.CreateUnaryIntrinsic(id::floor, operand(0)));
    case ir::Intrinsic::Ceil:
      return set(b_.CreateUnaryIntrinsic(id::ceil, operand(0)));
    case ir::Intrinsic::Trunc:
      return set(b_.CreateUnaryIntrinsic(id::trunc, operand(0)));
    case ir::Intrinsic::Round:
      return set(b_.CreateUnaryIntrinsic(id::round, operand(0)));
    case ir::Intrinsic::RoundEven:
      return set(b_.CreateUnaryIntrinsic(id::roundeven, operand(0)));
    case ir::Intrinsic::Abs:
      if (is_float) return set(b_.CreateUnaryIntrinsic(id::fabs, operand(0)));
      if (!is_signed) return set(operand(0));
      return set(b_.CreateIntrinsic(id::abs, {operand(0)->getType()}, {operand(0), b_.getFalse()}));
    case ir::Intrinsic::CopySign:
      return set(b_.CreateBinaryIntrinsic(id::copysign, operand(0), operand(1)));
    case ir::Intrinsic::MinNum:
      return set(b_.CreateBinaryIntrinsic(is_float    ? id::minnum
                                          : is_signed ? id::smin
                                                      : id::umin,
                                          operand(0), operand(1)));
    case ir::Intrinsic::MaxNum:
      return set(b_.CreateBinaryIntrinsic(is_float    ? id::maxnum
                                          : is_signed ? id::smax
                                                      : id::umax,
                                          operand(0), operand(1)));
    case ir::Intrinsic::AtomicLoad:
    case ir::Intrinsic::AtomicStore:
    case ir::Intrinsic::AtomicAdd:
    case ir::Intrinsic::AtomicSub:
    case ir::Intrinsic::AtomicAnd:
    case ir::Intrinsic::AtomicOr:
    case ir::Intrinsic::AtomicXor:
    case ir::Intrinsic::AtomicExchange:
    case ir::Intrinsic::AtomicCompareExchange:
      return LowerAtomic(op);
    case ir::Intrinsic::Fence: {
      llvm::AtomicOrdering ordering = Ordering(op, 0);
      // A relaxed fence orders nothing.
      if (ordering != llvm::AtomicOrdering::Monotonic) b_.CreateFence(ordering);
      return;
    }
    case ir::Intrinsic::Prefetch: {
      uint64_t locality = std::min<uint64_t>(ConstantOperand(op, 1, 3), 3);
      b_.CreateIntrinsic(id::prefetch, {m_.ptr()},
                         {operand(0), b_.getInt32(0), b_.getInt32(static_cast<uint32_t>(locality)),
                          b_.getInt32(1)});
      return;
    }
    case ir::Intrinsic::Expect: {
      // Only a constant tells the optimizer something; and only it reads the intrinsic.
      if (!m_.options().optimize || !llvm::isa<llvm::ConstantInt>(operand(1))) {
        return set(operand(0));
      }
      return set(b_.CreateIntrinsic(id::expect, {operand(0)->getType()}, {operand(0), operand(1)}));
    }
    case ir::Intrinsic::Assume:
      if (m_.options().optimize) b_.CreateAssumption(operand(0));
      return;
    case ir::Intrinsic::Trap:
      b_.CreateIntrinsic(id::trap, {});
      return;
    case ir::Intrinsic::ReturnAddress:
      return set(b_.CreateIntrinsic(
          id::returnaddress, {}, {b_.getInt32(static_cast<uint32_t>(ConstantOperand(op, 0, 0)))}));
    case ir::Intrinsic::FrameAddress:
      return set(
          b_.CreateIntrinsic(id::frameaddress, {m_.ptr()},
                             {b_.getInt32(static_cast<uint32_t>(ConstantOperand(op, 0, 0)))}));
    case ir::Intrinsic::MulHigh: {
      unsigned width = result.getIntOrFloatBitWidth();
      llvm::Type* wide = b_.getIntNTy(2 * width);
      auto extend = [&](llvm::Value* value) {
        return is_signed ? b_.CreateSExt(value, wide) : b_.CreateZExt(value, wide);
      };
      llvm::Value* product = b_.CreateMul(extend(operand(0)), extend(operand(1)));
      return set(b_.CreateTrunc(b_.CreateLShr(product, width), m_.Scalar(result)));
    }
  }
  llvm_unreachable("unknown intrinsic");
}

}  // namespace arc::lower
