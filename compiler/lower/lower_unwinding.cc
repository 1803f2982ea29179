// The ways of panics out of a function.
//
// A panic runs the cleanups of the state in which it leaves an operation, from the item that began
// last to the first. A cleanup is a step: it ends one item and goes on with the cleanups of those
// that began before. States that begin with the same items share their steps, so that there are
// about as many as items.
//
//   call site ── unwind ──▶ landing pad: keep the exception ──▶ step ──▶ step ──▶ … ──▶ resume

#include "compiler/lower/function_lowering.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "mlir/IR/RegionGraphTraits.h"

namespace arc::lower {

llvm::BasicBlock* FunctionLowering::LandingPad() {
  // The runtime ends the process when a cleanup panics.
  if (in_cleanup_ || !m_.unwinds()) return nullptr;
  if (landing_version_ == states_.version()) return landing_pad_;
  landing_version_ = states_.version();
  landing_pad_ = nullptr;
  int step = -1;
  for (unsigned item : states_.state().set_bits()) step = CleanupFor(item, step);
  if (step < 0) return nullptr;
  Cleanup& first = cleanups_[static_cast<size_t>(step)];
  if (!first.landing_pad) first.landing_pad = values_.NewBlock("unwind");
  return landing_pad_ = first.landing_pad;
}

int FunctionLowering::CleanupFor(unsigned item, int next) {
  auto [known, is_new] =
      cleanup_index_.try_emplace({item, next}, static_cast<int>(cleanups_.size()));
  if (is_new) {
    cleanups_.push_back(
        {.item = item, .next = next, .block = values_.NewBlock("cleanup"), .landing_pad = nullptr});
  }
  return known->second;
}

void FunctionLowering::LowerCleanups() {
  if (cleanups_.empty()) return;
  in_cleanup_ = true;
  function_->setPersonalityFn(m_.Personality());
  llvm::AllocaInst* exception = StackSlot(m_.ptr(), llvm::Align(8));
  llvm::BasicBlock* resume = values_.NewBlock("resume");  // moved behind the steps in the end
  // Not where the function ends, but where the value came to be that is dropped.
  for (const Cleanup& step : cleanups_) {
    const UnwindItem& item = states_.items()[step.item];
    location_ = item.origin ? item.origin->getLoc() : source_.getLoc();
    b_.SetCurrentDebugLocation(m_.debug().Location(location_, subprogram_));
    position_panics_.clear();
    for (llvm::BasicBlock* block : {step.landing_pad, step.block}) {
      if (block && block != &function_->back()) block->moveAfter(&function_->back());
    }
    if (step.landing_pad) {
      b_.SetInsertPoint(step.landing_pad);
      values_.Land(exception);
      b_.CreateBr(step.block);
    }
    b_.SetInsertPoint(step.block);
    LowerCleanup(item);
    b_.CreateBr(step.next < 0 ? resume : cleanups_[static_cast<size_t>(step.next)].block);
  }
  resume->moveAfter(&function_->back());
  b_.SetInsertPoint(resume);
  values_.Resume(exception);
}

void FunctionLowering::LowerCleanup(const UnwindItem& item) {
  switch (item.kind) {
    case UnwindItem::Kind::Value:
      values_.Drop(item.type, values_.Offset(Get(item.root), item.offset));
      return;
    case UnwindItem::Kind::Guard: {
      llvm::BasicBlock* held = values_.NewBlock("held");
      llvm::BasicBlock* after = values_.NewBlock("");
      llvm::Value* flag = b_.CreateAlignedLoad(m_.i8(), Get(item.flag), llvm::Align(1));
      b_.CreateCondBr(b_.CreateIsNotNull(flag), held, after);
      b_.SetInsertPoint(held);
      values_.Drop(item.type, Get(item.root));
      b_.CreateBr(after);
      b_.SetInsertPoint(after);
      return;
    }
    case UnwindItem::Kind::Defer:
      LowerDeferred(mlir::cast<ir::DeferOp>(item.origin));
      return;
    case UnwindItem::Kind::Cell:
      values_.FreeEmptied(item.type, Get(item.root), item.case_index);
      return;
  }
}

// The body is lowered once for each step that runs it; the second time its values get new meanings.
void FunctionLowering::LowerDeferred(ir::DeferOp op) {
  mlir::Region& body = op.getBody();
  llvm::ReversePostOrderTraversal<mlir::Region*> order(&body);
  llvm::BasicBlock* after = values_.NewBlock("");
  end_of_deferred_ = after;
  llvm::BasicBlock* before = b_.GetInsertBlock();
  for (mlir::Block* block : order) {
    if (IsPassedOver(block)) continue;
    llvm::BasicBlock* lowered = values_.NewBlock("");
    blocks_[block] = lowered;
    b_.SetInsertPoint(lowered);
    for (mlir::BlockArgument argument : block->getArguments()) {
      Set(argument, b_.CreatePHI(m_.Scalar(argument.getType()), 2));
    }
  }
  b_.SetInsertPoint(before);
  b_.CreateBr(Target(&body.front()));
  for (mlir::Block* block : order) {
    if (!IsPassedOver(block)) LowerBlock(block);
  }
  b_.SetInsertPoint(after);
}

void FunctionLowering::Lower(ir::EndDeferOp) { b_.CreateBr(end_of_deferred_); }

}  // namespace arc::lower
