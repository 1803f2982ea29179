// Builds the bodies of glue functions; see glue.cc and glue_cells.cc.

#ifndef ARC_COMPILER_LOWER_GLUE_H_
#define ARC_COMPILER_LOWER_GLUE_H_

#include "compiler/lower/module_lowering.h"
#include "compiler/lower/value_emitter.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace arc::lower {

class GlueBuilder : private Unwinding {
 public:
  GlueBuilder(ModuleLowering& module, llvm::Function* function);

  void BuildRetain();
  void BuildRelease();
  void BuildRetainAtomic();
  void BuildReleaseAtomic();
  void BuildShare();
  void BuildUnshare();
  void BuildDropClosure();
  void BuildCopy(mlir::Type type);
  void BuildDrop(mlir::Type type);
  void BuildDropCell(mlir::Type type);
  // `group`: boxed enums that can contain each other without a hook in between, see glue_cells.cc.
  void BuildEndCell(llvm::ArrayRef<mlir::Type> group, bool meets_hooks);

 private:
  // The cells whose lives one loop ends.
  struct Drain {
    llvm::ArrayRef<mlir::Type> group;
    llvm::Value* head;  // address of the word where the chain of dead cells begins
  };

  llvm::LoadInst* LoadCount(llvm::Value* payload);
  llvm::Value* CallAtomic(llvm::Function* callee, llvm::Value* payload);
  llvm::Value* LoadAtomicCount(llvm::Value* header);

  void FixUpCopy(mlir::Type type, llvm::Value* to, llvm::Value* from);
  void FixUpFields(llvm::ArrayRef<FieldLayout> fields, llvm::Value* to, llvm::Value* from);

  void DropContents(mlir::Type type, llvm::Value* place);
  void DropFields(llvm::ArrayRef<FieldLayout> fields, llvm::Value* place);
  // The end of a value goes on when a `drop` of the user's panics in it: the panic is kept, the
  // rest is dropped, and then the panic goes on.
  llvm::BasicBlock* LandingPad() override;
  void GoOnIn(llvm::BasicBlock* after) override;
  void Return();
  void DropField(mlir::Type type, llvm::Value* place);
  void DropCell(mlir::Type type, llvm::Value* cell);
  // The count of the cell, of a value of `type`, reached its end.
  void EndCell(mlir::Type type, llvm::Value* cell);

  void DropInDrain(const Drain& drain, mlir::Type type, llvm::Value* place);
  void DropBoxedInDrain(const Drain& drain, mlir::Type type, llvm::Value* place);
  void Chain(llvm::Value* head, llvm::Value* cell, llvm::Value* code);
  void AdoptByOuterDrain(llvm::Value* slot, llvm::Value* cell, llvm::Value* code,
                         llvm::Constant* identity);

  void ForEachElement(ir::ArrayType array, llvm::function_ref<void(llvm::Value*)> body);
  // Runs `body` for the cases of a plain enum that have a field that matters.
  void SwitchOnCase(mlir::Type type, llvm::Value* place,
                    llvm::function_ref<bool(const FieldLayout&)> matters,
                    llvm::function_ref<void(const CaseLayout&)> body);

  ModuleLowering& m_;
  llvm::Function* function_;
  llvm::IRBuilder<> b_;
  ValueEmitter values_;

  bool goes_on_ = false;
  llvm::AllocaInst* panic_ = nullptr;  // null as long as there was none
  llvm::BasicBlock* pad_ = nullptr;
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_GLUE_H_
