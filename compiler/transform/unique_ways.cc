#include "compiler/transform/unique_ways.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/IRMapping.h"

namespace arc::transform {

namespace {

// Operations that may be there twice: of one taking apart, and of a function.
constexpr size_t kMostOfOne = 250;
constexpr size_t kMostOfFunction = 600;
// Names between the field that was taken out and the one that it is put into.
constexpr int kMostNames = 4;

// Whether what is in `place` may be what was written to `slot`, by way of other slots.
bool ComesFrom(mlir::Value place, mlir::Value slot, int names = 0) {
  if (place == slot) return true;
  if (names == kMostNames || !place.getDefiningOp<ir::LocalOp>()) return false;
  for (mlir::Operation* user : place.getUsers()) {
    mlir::Value source;
    if (auto move = mlir::dyn_cast<ir::MoveOp>(user); move && move.getTo() == place) {
      source = move.getFrom();
    } else if (auto store = mlir::dyn_cast<ir::StoreOp>(user);
               store && store.getAddress() == place) {
      if (auto load = store.getValue().getDefiningOp<ir::LoadOp>()) source = load.getAddress();
    }
    if (source && ComesFrom(source, slot, names + 1)) return true;
  }
  return false;
}

// Whether a field of the new cell gets what is in that field already.
bool KeepsField(ir::TakeApartOp take, ir::EnumInitOp init) {
  for (mlir::Operation* user : init.getAddress().getUsers()) {
    auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(user);
    if (!payload || payload->getBlock() != init->getBlock() ||
        payload.getCaseIndex() != init.getCaseIndex() || !init->isBeforeInBlock(payload)) {
      continue;
    }
    mlir::Value slot = take.getFields()[payload.getField()];
    for (mlir::Operation* writer : payload->getUsers()) {
      mlir::Value source;
      if (auto move = mlir::dyn_cast<ir::MoveOp>(writer)) {
        source = move.getFrom();
      } else if (auto store = mlir::dyn_cast<ir::StoreOp>(writer)) {
        if (auto load = store.getValue().getDefiningOp<ir::LoadOp>()) source = load.getAddress();
      }
      if (source && ComesFrom(source, slot)) return true;
    }
  }
  return false;
}

bool IsWorthIt(ir::TakeApartOp take, layout::Layouts& layouts) {
  if (!layouts.Boxed(take.getType())) return false;
  return llvm::any_of(take.getCell().getUsers(), [&](mlir::Operation* user) {
    auto init = mlir::dyn_cast<ir::EnumInitOp>(user);
    return init && init.getType() == take.getType() && init.getCaseIndex() == take.getCaseIndex() &&
           KeepsField(take, init);
  });
}

class WaySplitter {
 public:
  explicit WaySplitter(ir::FuncOp function) : body_(function.getBody()) {}

  void Split(ir::TakeApartOp take) {
    FindRegion(take);
    if (region_.empty()) return;
    // The way to the question, and the two behind it.
    mlir::Block* before = take->getBlock();
    mlir::Block* unique = before->splitBlock(take);
    region_.front() = unique;
    mlir::IRMapping map;
    Clone(map);
    mlir::OpBuilder builder = mlir::OpBuilder::atBlockEnd(before);
    auto cell =
        ir::LoadOp::create(builder, take.getLoc(), take.getCell().getType(), take.getAddress());
    auto question = ir::IsUniqueOp::create(builder, take.getLoc(), builder.getI1Type(), cell);
    mlir::cf::CondBranchOp::create(builder, take.getLoc(), question, unique, map.lookup(unique));
    take.setUnique(true);
    auto shared = mlir::cast<ir::TakeApartOp>(map.lookup(take.getOperation()));
    shared.setShared(true);
    // There is no cell on this way. Where it is handed to a function on a part of it, each other
    // part still has to say that it is gone.
    const bool is_handed = llvm::any_of(shared.getCell().getUsers(), [](mlir::Operation* user) {
      return !mlir::isa<ir::EnumInitOp, ir::FreeCellOp>(user);
    });
    if (is_handed) return;
    for (mlir::Operation* user : llvm::make_early_inc_range(shared.getCell().getUsers())) {
      if (auto init = mlir::dyn_cast<ir::EnumInitOp>(user)) {
        init.getReuseMutable().clear();
      } else if (mlir::isa<ir::FreeCellOp>(user)) {
        user->erase();
      }
    }
  }

 private:
  // The blocks that only the taking apart leads to, its own first. Empty when they are too large.
  void FindRegion(ir::TakeApartOp take) {
    region_.clear();
    mlir::Block* first = take->getBlock();
    mlir::DominanceInfo dominance(body_.getParentOp());
    size_t size = 0;
    for (mlir::Block& block : body_) {
      if (&block == first || !dominance.properlyDominates(first, &block)) continue;
      region_.push_back(&block);
      for (mlir::Operation& op : block) size += Size(op);
    }
    for (mlir::Operation* op = take; op; op = op->getNextNode()) size += Size(*op);
    if (size > kMostOfOne || size > left_) {
      region_.clear();
      return;
    }
    left_ -= size;
    region_.insert(region_.begin(), first);
  }

  // Slots are there once, and deferred statements look at values in ways that no copy knows.
  static size_t Size(mlir::Operation& op) {
    return mlir::isa<ir::LocalOp>(op) || op.getNumRegions() != 0 ? kMostOfOne + 1 : 1;
  }

  void Clone(mlir::IRMapping& map) {
    mlir::Region::iterator behind = std::next(region_.back()->getIterator());
    for (mlir::Block* block : region_) {
      auto* clone = new mlir::Block;
      body_.getBlocks().insert(behind, clone);
      map.map(block, clone);
      for (mlir::BlockArgument argument : block->getArguments()) {
        map.map(argument, clone->addArgument(argument.getType(), argument.getLoc()));
      }
    }
    for (mlir::Block* block : region_) {
      mlir::OpBuilder builder = mlir::OpBuilder::atBlockEnd(map.lookup(block));
      for (mlir::Operation& op : *block) builder.clone(op, map);
    }
    // Blocks need not stand in the order in which values are made: now all copies are there.
    for (mlir::Block* block : region_) {
      for (auto [op, clone] : llvm::zip_equal(*block, *map.lookup(block))) {
        for (auto [index, operand] : llvm::enumerate(op.getOperands())) {
          clone.setOperand(static_cast<unsigned>(index), map.lookupOrDefault(operand));
        }
      }
    }
  }

  mlir::Region& body_;
  llvm::SmallVector<mlir::Block*, 16> region_;
  size_t left_ = kMostOfFunction;
};

}  // namespace

void SplitUniqueWays(ir::FuncOp function, layout::Layouts& layouts) {
  llvm::SmallVector<ir::TakeApartOp, 8> takes;
  for (mlir::Block& block : function.getBody()) {
    for (auto take : block.getOps<ir::TakeApartOp>()) {
      if (IsWorthIt(take, layouts)) takes.push_back(take);
    }
  }
  WaySplitter splitter(function);
  for (ir::TakeApartOp take : takes) splitter.Split(take);
}

}  // namespace arc::transform
