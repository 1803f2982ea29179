// Algorithm: a `tir.enum_init` that allocates goes in front of the first call of its block whose
// result does nothing but fill one of its fields. What else fills it follows it up there where all
// that it needs is known by then.

#include "compiler/transform/early_cells.h"

#include "llvm/ADT/DenseSet.h"

namespace arc::transform {

namespace {

class CellHoister {
 public:
  CellHoister(ir::EnumInitOp init, OwnershipTypes& types, const FunctionMap& functions)
      : init_(init), types_(types), functions_(functions) {}

  void Run() {
    const layout::EnumLayout* boxed = types_.layouts().Boxed(init_.getType());
    if (!boxed || !types_.EndsUnseen(init_.getType())) return;
    fields_ = boxed->cases[init_.getCaseIndex()].fields;
    empty_cases_.resize(fields_.size(), -1);
    for (auto [index, field] : llvm::enumerate(fields_)) {
      if (!types_.HasOwner(field.type)) continue;
      empty_cases_[index] = EmptyCase(field.type);
      if (empty_cases_[index] < 0) return;
    }
    FindCalls();
    if (calls_.empty() || !CanMove()) return;
    Hoist();
  }

 private:
  // A call whose result goes into a field, by way of a slot.
  struct Filler {
    ir::CallOp call;
    ir::MoveOp move;
  };

  // A case whose values are made and dropped without doing anything; -1: there is none.
  int64_t EmptyCase(mlir::Type type) {
    const layout::EnumLayout* boxed = types_.layouts().Boxed(type);
    if (!boxed) return -1;
    for (auto [index, one] : llvm::enumerate(boxed->cases)) {
      if (one.fields.empty()) return static_cast<int64_t>(index);
    }
    return -1;
  }

  ir::EnumPayloadOp FieldOf(mlir::Value address) {
    auto payload = address.getDefiningOp<ir::EnumPayloadOp>();
    return payload && payload.getAddress() == init_.getAddress() ? payload : nullptr;
  }

  void FindCalls() {
    for (mlir::Operation* op = init_->getNextNode(); op; op = op->getNextNode()) {
      auto move = mlir::dyn_cast<ir::MoveOp>(op);
      if (!move || !FieldOf(move.getTo())) continue;
      auto slot = move.getFrom().getDefiningOp<ir::LocalOp>();
      ir::CallOp call = slot ? OnlySource(slot, move) : nullptr;
      if (call && call->getBlock() == init_->getBlock() && call->isBeforeInBlock(init_)) {
        calls_.push_back({call, move});
      }
    }
    for (Filler& filler : calls_) {
      if (!first_ || filler.call->isBeforeInBlock(first_)) first_ = filler.call;
    }
  }

  // The call that makes the value which `move` takes out of a slot that nobody else looks at.
  ir::CallOp OnlySource(ir::LocalOp slot, ir::MoveOp move) {
    ir::CallOp source;
    for (mlir::OpOperand& use : slot->getUses()) {
      mlir::Operation* user = use.getOwner();
      if (user == move || mlir::isa<ir::LifetimeStartOp, ir::LifetimeEndOp>(user)) continue;
      auto call = mlir::dyn_cast<ir::CallOp>(user);
      if (!call || source || use.getOperandNumber() != 0) return nullptr;
      ir::ParamAttr param = functions_.lookup(call.getCalleeAttr().getAttr()).getParam(0);
      if (!param || param.getMode() != ir::PassMode::Result) return nullptr;
      source = call;
    }
    return source;
  }

  // The place of the value is not in use in front of it, and the cell that is used again is there.
  bool CanMove() {
    for (mlir::Operation* op = first_; op != init_; op = op->getNextNode()) {
      if (llvm::is_contained(op->getOperands(), init_.getAddress())) return false;
      // What a deferred statement looks at is no operand.
      if (op->getNumRegions() != 0) return false;
    }
    if (!init_.getReuse()) return true;
    mlir::Operation* source = init_.getReuse().getDefiningOp();
    return !source || source->getBlock() != init_->getBlock() || source->isBeforeInBlock(first_);
  }

  void Hoist() {
    llvm::SmallVector<mlir::Operation*, 16> behind;
    for (mlir::Operation* op = init_->getNextNode(); op; op = op->getNextNode()) {
      behind.push_back(op);
    }
    // Between the first call and the fields: what is looked at or written there stays.
    llvm::SmallVector<mlir::Operation*, 16> between;
    for (mlir::Operation* op = first_; op != init_; op = op->getNextNode()) between.push_back(op);
    init_->moveBefore(first_);
    for (mlir::Operation* op : between) {
      if (mlir::isa<ir::ConstOp>(op) || IsFreeLoad(op)) {
        op->moveBefore(first_);
      } else {
        Stay(op);
      }
    }
    llvm::SmallVector<bool, 8> filled(fields_.size(), false);
    for (mlir::Operation* op : behind) {
      if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(op);
          payload && payload.getAddress() == init_.getAddress()) {
        op->moveBefore(first_);
        continue;
      }
      auto store = mlir::dyn_cast<ir::StoreOp>(op);
      auto move = mlir::dyn_cast<ir::MoveOp>(op);
      if ((store && FieldOf(store.getAddress()) && IsKnown(store.getValue())) ||
          (move && FieldOf(move.getTo()) && IsFreePlace(move.getFrom()))) {
        if (move) filled[FieldOf(move.getTo()).getField()] = true;
        op->moveBefore(first_);
      } else if (mlir::isa<ir::ConstOp>(op) || IsFreeLoad(op)) {
        op->moveBefore(first_);
      } else {
        Stay(op);
      }
    }
    mlir::OpBuilder builder(first_);
    for (auto [index, empty] : llvm::enumerate(empty_cases_)) {
      if (empty < 0 || filled[index]) continue;
      auto field =
          ir::EnumPayloadOp::create(builder, init_.getLoc(), init_.getAddress(), init_.getType(),
                                    init_.getCaseIndex(), static_cast<uint32_t>(index));
      ir::EnumInitOp::create(builder, init_.getLoc(), field, fields_[index].type,
                             static_cast<uint32_t>(empty), /*reuse=*/mlir::Value());
    }
    for (Filler& filler : calls_) {
      filler.call.getArgumentsMutable()[0].set(filler.move.getTo());
      filler.move->erase();
    }
  }

  bool IsKnown(mlir::Value value) {
    mlir::Operation* op = value.getDefiningOp();
    return !op || op->getBlock() != init_->getBlock() || op->isBeforeInBlock(first_);
  }

  // A slot whose value is there in front of the first call. That of a conditional one has a flag,
  // which would have to change with it.
  bool IsFreePlace(mlir::Value address) {
    auto slot = address.getDefiningOp<ir::LocalOp>();
    return slot && !slot.getConditional() && !touched_.contains(address) &&
           llvm::none_of(slot->getUsers(),
                         [](mlir::Operation* user) { return mlir::isa<ir::GuardOp>(user); });
  }

  // A look at a slot of a scalar that nothing changes on the way up.
  bool IsFreeLoad(mlir::Operation* op) {
    auto load = mlir::dyn_cast<ir::LoadOp>(op);
    return load && load.getAddress().getDefiningOp<ir::LocalOp>() &&
           !touched_.contains(load.getAddress());
  }

  void Stay(mlir::Operation* op) {
    for (mlir::Value operand : op->getOperands()) {
      // Addresses of parts.
      while (mlir::Operation* source = operand.getDefiningOp()) {
        touched_.insert(operand);
        if (auto field = mlir::dyn_cast<ir::FieldAddressOp>(source)) {
          operand = field.getAddress();
        } else if (auto element = mlir::dyn_cast<ir::ElementAddressOp>(source)) {
          operand = element.getAddress();
        } else if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(source)) {
          operand = payload.getAddress();
        } else {
          break;
        }
      }
      touched_.insert(operand);
    }
  }

  ir::EnumInitOp init_;
  OwnershipTypes& types_;
  const FunctionMap& functions_;
  llvm::ArrayRef<layout::FieldLayout> fields_;
  llvm::SmallVector<int64_t, 8> empty_cases_;  // of each field with an owner; -1: it has none
  llvm::SmallVector<Filler, 2> calls_;
  ir::CallOp first_;
  llvm::DenseSet<mlir::Value> touched_;
};

}  // namespace

void AllocateEarly(ir::FuncOp function, OwnershipTypes& types, const FunctionMap& functions) {
  llvm::SmallVector<ir::EnumInitOp, 8> inits;
  for (mlir::Block& block : function.getBody()) {
    for (auto init : block.getOps<ir::EnumInitOp>()) inits.push_back(init);
  }
  for (ir::EnumInitOp init : inits) CellHoister(init, types, functions).Run();
}

}  // namespace arc::transform
