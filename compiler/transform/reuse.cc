#include "compiler/transform/reuse.h"

namespace arc::transform {

namespace {

// Follows one emptied cell through the blocks that only the taking apart leads to.
class CellFollower {
 public:
  CellFollower(ir::TakeApartOp take, layout::Layouts& layouts)
      : take_(take),
        layouts_(layouts),
        size_(layouts.Enum(take.getType()).cases[take.getCaseIndex()].cell_size) {}

  void Run() {
    mlir::Block* block = take_->getBlock();
    mlir::Block::iterator behind = std::next(take_->getIterator());
    if (Finds(block, behind)) {
      Give(block, behind);
    } else {
      FreeBefore(block, behind);
    }
  }

 private:
  bool Fits(mlir::Operation& op) {
    auto init = mlir::dyn_cast<ir::EnumInitOp>(op);
    if (!init || init.getReuse()) return false;
    const layout::EnumLayout* boxed = layouts_.Boxed(init.getType());
    if (!boxed) return false;
    const layout::CaseLayout& one = boxed->cases[init.getCaseIndex()];
    return !one.fields.empty() && one.cell_size == size_;
  }

  // Whether an allocation that fits follows on some path.
  bool Finds(mlir::Block* block, mlir::Block::iterator from) {
    for (mlir::Operation& op : llvm::make_range(from, block->end())) {
      if (Fits(op)) return true;
    }
    for (mlir::Block* next : block->getSuccessors()) {
      if (next->getSinglePredecessor() && Finds(next, next->begin())) return true;
    }
    return false;
  }

  void Give(mlir::Block* block, mlir::Block::iterator from) {
    for (mlir::Operation& op : llvm::make_range(from, block->end())) {
      if (!Fits(op)) continue;
      mlir::cast<ir::EnumInitOp>(op).getReuseMutable().assign(take_.getCell());
      return;
    }
    // Where ways meet, or end, the cell is of no use any more.
    mlir::Operation* terminator = block->getTerminator();
    mlir::Block* next = terminator->getNumSuccessors() ? terminator->getSuccessor(0) : nullptr;
    if (!next || !next->getSinglePredecessor()) {
      if (!mlir::isa<ir::UnreachableOp>(terminator)) FreeBefore(block, terminator->getIterator());
      return;
    }
    for (mlir::Block* successor : block->getSuccessors()) {
      if (Finds(successor, successor->begin())) {
        Give(successor, successor->begin());
      } else if (!mlir::isa<ir::UnreachableOp>(successor->getTerminator())) {
        FreeBefore(successor, successor->begin());
      }
    }
  }

  void FreeBefore(mlir::Block* block, mlir::Block::iterator position) {
    mlir::OpBuilder builder(block, position);
    ir::FreeCellOp::create(builder, take_.getLoc(), take_.getCell(), take_.getType(),
                           take_.getCaseIndex());
  }

  ir::TakeApartOp take_;
  layout::Layouts& layouts_;
  uint64_t size_;
};

}  // namespace

void ReuseCells(ir::FuncOp function, layout::Layouts& layouts) {
  llvm::SmallVector<ir::TakeApartOp, 8> takes;
  function.walk([&](ir::TakeApartOp take) {
    if (layouts.Boxed(take.getType())) takes.push_back(take);
  });
  for (ir::TakeApartOp take : takes) CellFollower(take, layouts).Run();
}

}  // namespace arc::transform
