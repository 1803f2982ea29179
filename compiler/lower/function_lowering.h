// Lowers the body of one function.

#ifndef ARC_COMPILER_LOWER_FUNCTION_LOWERING_H_
#define ARC_COMPILER_LOWER_FUNCTION_LOWERING_H_

#include "compiler/lower/module_lowering.h"
#include "compiler/lower/unwind_states.h"
#include "compiler/lower/value_emitter.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/Intrinsics.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

namespace arc::lower {

class FunctionLowering : private Unwinding {
 public:
  FunctionLowering(ModuleLowering& module, ir::FuncOp source, llvm::Function* function);

  void Run();

  // One overload per operation, in the file of its concept.

  // function_lowering.cc: control flow and constants
  void Lower(mlir::cf::BranchOp op);
  void Lower(mlir::cf::CondBranchOp op);
  void Lower(mlir::cf::SwitchOp op);
  void Lower(ir::ReturnOp op);
  void Lower(ir::UnreachableOp op);
  void Lower(ir::ConstOp op);
  void Lower(ir::NullOp op);
  void Lower(ir::AtComptimeOp op);
  void Lower(ir::StringDataOp op);
  void Lower(ir::FuncAddressOp op);
  void Lower(ir::SizeOfOp op);
  void Lower(ir::AlignOfOp op);
  void Lower(ir::DropGlueOp op);
  void Lower(ir::GlobalAddressOp op);
  void Lower(ir::ImageAddressOp op);

  // lower_arithmetic.cc
  void Lower(ir::AddOp op);
  void Lower(ir::SubOp op);
  void Lower(ir::MulOp op);
  void Lower(ir::DivOp op);
  void Lower(ir::RemOp op);
  void Lower(ir::ShlOp op);
  void Lower(ir::ShrOp op);
  void Lower(ir::AddWrapOp op);
  void Lower(ir::SubWrapOp op);
  void Lower(ir::MulWrapOp op);
  void Lower(ir::AddSatOp op);
  void Lower(ir::SubSatOp op);
  void Lower(ir::MulSatOp op);
  void Lower(ir::AndOp op);
  void Lower(ir::OrOp op);
  void Lower(ir::XorOp op);
  void Lower(ir::NegOp op);
  void Lower(ir::NotOp op);
  void Lower(ir::CompareOp op);
  void Lower(ir::SelectOp op);
  void Lower(ir::IndexCheckOp op);

  // lower_casts.cc
  void Lower(ir::CastOp op);

  // lower_memory.cc: places, ownership, enums, closures, calls
  void Lower(ir::LocalOp op);
  void Lower(ir::LifetimeStartOp op);
  void Lower(ir::LifetimeEndOp op);
  void Lower(ir::DebugPlaceOp op);
  void Lower(ir::LoadOp op);
  void Lower(ir::StoreOp op);
  void Lower(ir::FieldAddressOp op);
  void Lower(ir::ElementAddressOp op);
  void Lower(ir::StructInitOp op);
  void Lower(ir::ZeroOp op);
  void Lower(ir::CopyOp op);
  void Lower(ir::MoveOp op);
  void Lower(ir::BorrowOp op);
  void Lower(ir::DropOp op);
  void Lower(ir::MemCopyOp op);
  void Lower(ir::MemMoveOp op);
  void Lower(ir::MemSetOp op);
  void Lower(ir::MemCompareOp op);
  void Lower(ir::RetainOp op);
  void Lower(ir::ReleaseOp op);
  void Lower(ir::IsUniqueOp op);
  void Lower(ir::AllocObjectOp op);
  void Lower(ir::FreeObjectOp op);
  void Lower(ir::EnumTagOp op);
  llvm::Value* NewCellOf(ir::EnumPayloadOp payload);
  void Lower(ir::EnumPayloadOp op);
  void Lower(ir::EnumInitOp op);
  void Lower(ir::TakeApartOp op);
  void Lower(ir::FreeCellOp op);
  // Seen by the states alone; see lower_unwinding.cc.
  void Lower(ir::CompleteOp) {}
  void Lower(ir::GuardOp) {}
  void Lower(ir::DeferOp) {}
  void Lower(ir::UndeferOp) {}
  void Lower(ir::EndDeferOp op);
  void Lower(ir::CallOp op);
  void Lower(ir::CallClosureOp op);
  void Lower(ir::CallPointerOp op);
  void Lower(ir::ClosureInitOp op);

  // lower_intrinsics.cc
  void Lower(ir::IntrinsicOp op);

 private:
  // Marks an access of a program to a scalar of `type` in memory as none to a count.
  void MarkData(llvm::Instruction* access, mlir::Type type, mlir::Value address);

  llvm::Value* Get(mlir::Value value) { return lowered_.find(value)->second; }
  void Set(mlir::Value value, llvm::Value* lowered) { lowered_[value] = lowered; }

  void TakeArguments();
  void LowerBlock(mlir::Block* block);
  void LowerOperation(mlir::Operation* op);
  bool NeedsPosition(mlir::Operation* op) const;
  llvm::BasicBlock* Target(mlir::Block* block);
  // Whether the block holds a jump alone, so that what leads to it may lead to the next one.
  bool IsPassedOver(mlir::Block* block) const;
  // Passes block arguments along the edge from the current block.
  void PassArguments(mlir::Block* target, mlir::OperandRange operands);
  void DescribeParameters();
  llvm::AllocaInst* StackSlot(llvm::Type* type, llvm::Align align);

  // Extends an integer to 64 bits by its sign.
  llvm::Value* Extend64(mlir::Value value);
  // Goes on where `bad` is false; where it is true, `panic` calls the runtime, which does not
  // return. Panics without operands of their own are shared by the checks of one source position.
  void PanicIf(llvm::Value* bad, RuntimeFunction panic, llvm::ArrayRef<llvm::Value*> arguments);
  llvm::Value* CallIntrinsic(llvm::Intrinsic::ID id, llvm::Value* lhs, llvm::Value* rhs);
  void CheckedIntegerOp(mlir::Operation* op, llvm::Intrinsic::ID signed_id,
                        llvm::Intrinsic::ID unsigned_id, RuntimeFunction panic);
  void DivideInteger(mlir::Operation* op, bool remainder, RuntimeFunction overflow);
  llvm::Value* CheckedShiftAmount(mlir::Value amount, unsigned width);
  llvm::Value* CheckFloatToInt(llvm::Value* value, mlir::IntegerType to);
  llvm::AtomicOrdering Ordering(ir::IntrinsicOp op, unsigned operand);
  void LowerAtomic(ir::IntrinsicOp op);
  void SetCallResult(mlir::Operation* op, llvm::CallBase* call);

  // lower_unwinding.cc
  llvm::BasicBlock* LandingPad() override;
  // A step of the way out of the function: ends one item and goes on with another step.
  struct Cleanup {
    unsigned item;
    int next;  // -1: the panic goes on in the caller
    llvm::BasicBlock* block;
    llvm::BasicBlock* landing_pad;  // null: only other steps lead here
  };
  int CleanupFor(unsigned item, int next);
  void LowerCleanups();
  void LowerCleanup(const UnwindItem& item);
  void LowerDeferred(ir::DeferOp op);

  ModuleLowering& m_;
  ir::FuncOp source_;
  llvm::Function* function_;
  llvm::IRBuilder<> b_;
  ValueEmitter values_;
  llvm::DISubprogram* subprogram_ = nullptr;
  // Where the result is made that returns in registers; see Convention.
  llvm::AllocaInst* result_slot_ = nullptr;
  // Stack slots stand together at the top of the entry block.
  llvm::BasicBlock* entry_ = nullptr;
  llvm::AllocaInst* last_slot_ = nullptr;
  mlir::Location location_;
  // Else operations that no trace can name have that of their line: positions are a tenth of the
  // time at -O0.
  bool positions_are_exact_;

  llvm::DenseMap<mlir::Value, llvm::Value*> lowered_;
  llvm::DenseMap<mlir::Block*, llvm::BasicBlock*> blocks_;
  llvm::DenseMap<mlir::Operation*, llvm::Value*> new_cells_;  // of `tir.enum_init`
  struct SharedPanic {
    RuntimeFunction function;
    unsigned state;  // version of the unwind state
    llvm::BasicBlock* block;
  };
  llvm::SmallVector<SharedPanic, 2> position_panics_;  // of the current source position
  llvm::SmallVector<llvm::BasicBlock*, 8> panics_;     // moved behind the rest in the end

  UnwindStates states_;
  llvm::SmallVector<Cleanup, 8> cleanups_;  // a step comes behind the ones that it leads to
  llvm::DenseMap<std::pair<unsigned, int>, int> cleanup_index_;
  unsigned landing_version_ = ~0u;  // of the state that `landing_pad_` is for
  llvm::BasicBlock* landing_pad_ = nullptr;
  bool in_cleanup_ = false;
  llvm::BasicBlock* end_of_deferred_ = nullptr;  // where `tir.end_defer` leads
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_FUNCTION_LOWERING_H_
