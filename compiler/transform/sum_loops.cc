// Algorithm: the calls of the function itself whose result goes through sums alone into the result
// of the function are found; their summands must be known before the call. The sum so far starts
// with zero in front of the loop, grows at each such call, and is added to what is returned. It can
// only be greater than the sums of the written order when a summand is negative.

#include "compiler/transform/sum_loops.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace arc::transform {

namespace {

bool IsBookkeeping(mlir::Operation* op) {
  return mlir::isa<ir::LifetimeStartOp, ir::LifetimeEndOp, ir::DebugPlaceOp, ir::ConstOp>(op);
}

// The stack slot that an address leads into, but for addresses read from memory.
bool IsInLocal(mlir::Value address) {
  while (auto field = address.getDefiningOp<ir::FieldAddressOp>()) address = field.getAddress();
  return address.getDefiningOp<ir::LocalOp>() != nullptr;
}

class SumLooper {
 public:
  SumLooper(ir::FuncOp function, OwnershipTypes& types) : function_(function), types_(types) {}

  bool Run() {
    if (function_.getNumResults() != 1) return false;
    type_ = mlir::dyn_cast<mlir::IntegerType>(function_.getResultTypes().front());
    if (!type_ || type_.isSignless()) return false;
    llvm::SmallVector<ir::CallOp, 4> calls;
    bool any_sum = false;
    for (mlir::Block& block : function_.getBody()) {
      for (mlir::Operation& op : block) {
        if (IsSelfCall(&op)) calls.push_back(mlir::cast<ir::CallOp>(op));
        any_sum |= mlir::isa<ir::AddOp>(op);
      }
    }
    if (calls.empty() || !any_sum || !IsQuiet()) return false;
    for (ir::CallOp call : calls) FindSite(call);
    if (llvm::none_of(sites_, [](const Site& site) { return !site.sums.empty(); })) return false;
    for (mlir::Block& block : function_.getBody()) {
      auto last = mlir::dyn_cast<ir::ReturnOp>(block.getTerminator());
      if (last && !IsNeverNegative(last.getValue())) return false;
    }
    Rewrite();
    return true;
  }

 private:
  // A call that is the last thing that its function does but for sums.
  struct Site {
    ir::CallOp call;
    llvm::SmallVector<ir::AddOp, 2> sums;  // from the inside
    llvm::SmallVector<mlir::Value, 2> summands;
  };

  bool IsSelfCall(mlir::Operation* op) {
    auto call = mlir::dyn_cast<ir::CallOp>(op);
    return call && call.getCalleeAttr().getAttr() == function_.getSymNameAttr();
  }

  // Nobody can tell whether an overflow is found before or after the rest of what the function
  // does: it changes nothing that others see, and there is no other way for it to panic.
  bool IsQuiet() {
    for (mlir::Block& block : function_.getBody()) {
      for (mlir::Operation& op : block) {
        if (!IsQuiet(op)) return false;
      }
    }
    return true;
  }

  bool IsQuiet(mlir::Operation& op) {
    if (mlir::isa<ir::LocalOp, ir::LoadOp, ir::EnumTagOp, ir::EnumPayloadOp, ir::AddOp,
                  ir::BorrowOp, ir::MoveOp, ir::ReturnOp, ir::UnreachableOp, mlir::cf::BranchOp,
                  mlir::cf::CondBranchOp>(op) ||
        IsBookkeeping(&op) || IsSelfCall(&op)) {
      return true;
    }
    if (auto store = mlir::dyn_cast<ir::StoreOp>(op)) return IsInLocal(store.getAddress());
    if (auto copy = mlir::dyn_cast<ir::CopyOp>(op)) return types_.EndsUnseen(copy.getType());
    if (auto drop = mlir::dyn_cast<ir::DropOp>(op)) return types_.EndsUnseen(drop.getType());
    if (auto take = mlir::dyn_cast<ir::TakeApartOp>(op)) return types_.EndsUnseen(take.getType());
    if (mlir::isa<ir::FreeCellOp>(op)) return true;
    return op.getNumRegions() == 0 && !op.hasTrait<mlir::OpTrait::IsTerminator>() &&
           mlir::isPure(&op);
  }

  void FindSite(ir::CallOp call) {
    Site site{.call = call, .sums = {}, .summands = {}};
    mlir::Block* block = call->getBlock();
    mlir::Value value = call.getResult();
    mlir::Operation* last = call;
    while (value.hasOneUse()) {
      auto sum = mlir::dyn_cast<ir::AddOp>(*value.user_begin());
      if (!sum || sum->getBlock() != block) break;
      mlir::Value other = sum.getLhs() == value ? sum.getRhs() : sum.getLhs();
      mlir::Operation* source = other.getDefiningOp();
      const bool is_known = !source || source->getBlock() != block ||
                            source->isBeforeInBlock(call) || mlir::isa<ir::ConstOp>(source);
      if (!is_known || !IsNeverNegative(other)) return;
      site.sums.push_back(sum);
      site.summands.push_back(other);
      value = sum.getResult();
      last = sum;
    }
    if (!value.hasOneUse() || !IsReturned(value, *value.getUses().begin(), &last)) return;
    // Nothing else happens behind the call.
    for (mlir::Operation* op = call->getNextNode(); op; op = op->getNextNode()) {
      if (IsBookkeeping(op) || llvm::is_contained(site.sums, op)) continue;
      if (op == last || op == block->getTerminator()) continue;
      return;
    }
    sites_.push_back(site);
  }

  // By a return behind the call, or through a slot by a return that the block leads to. `last`: the
  // store to the slot.
  bool IsReturned(mlir::Value value, mlir::OpOperand& use, mlir::Operation** last) {
    mlir::Block* block = value.getParentBlock();
    if (mlir::isa<ir::ReturnOp>(use.getOwner())) return use.getOwner()->getBlock() == block;
    auto store = mlir::dyn_cast<ir::StoreOp>(use.getOwner());
    if (!store || store.getValue() != value || store->getBlock() != block) return false;
    auto slot = store.getAddress().getDefiningOp<ir::LocalOp>();
    auto branch = mlir::dyn_cast<mlir::cf::BranchOp>(block->getTerminator());
    if (!slot || !branch) return false;
    auto result = mlir::dyn_cast<ir::ReturnOp>(branch.getDest()->getTerminator());
    auto load = result ? result.getValue().getDefiningOp<ir::LoadOp>() : nullptr;
    if (!load || load.getAddress() != slot || load->getBlock() != branch.getDest()) return false;
    for (mlir::Operation& op : *branch.getDest()) {
      if (&op != load && &op != result && !IsBookkeeping(&op)) return false;
    }
    *last = store;
    return true;
  }

  // By induction: over calls, and over the rounds of loops. What one question assumed of slots is
  // nothing that the next one knows.
  bool IsNeverNegative(mlir::Value value) {
    slots_seen_.clear();
    return IsNotNegative(value);
  }

  bool IsNotNegative(mlir::Value value) {
    if (type_.isUnsigned()) return true;
    mlir::Operation* op = value.getDefiningOp();
    if (!op) return false;
    if (auto constant = mlir::dyn_cast<ir::ConstOp>(op)) {
      auto number = mlir::dyn_cast<mlir::IntegerAttr>(constant.getValue());
      return number && !number.getValue().isNegative();
    }
    if (auto sum = mlir::dyn_cast<ir::AddOp>(op)) {
      return IsNotNegative(sum.getLhs()) && IsNotNegative(sum.getRhs());
    }
    if (IsSelfCall(op)) return true;
    auto load = mlir::dyn_cast<ir::LoadOp>(op);
    auto slot = load ? load.getAddress().getDefiningOp<ir::LocalOp>() : nullptr;
    if (!slot) return false;
    if (!slots_seen_.insert(slot).second) return true;
    return llvm::all_of(slot->getUses(), [&](mlir::OpOperand& use) {
      if (auto store = mlir::dyn_cast<ir::StoreOp>(use.getOwner())) {
        return store.getAddress() == slot && IsNotNegative(store.getValue());
      }
      return mlir::isa<ir::LoadOp>(use.getOwner()) || IsBookkeeping(use.getOwner());
    });
  }

  // ---- the loop -----------------------------------------------------------------------------

  void Rewrite() {
    mlir::Block* entry = &function_.getBody().front();
    mlir::Block::iterator behind_slots = entry->begin();
    for (mlir::Operation& op : llvm::make_early_inc_range(*entry)) {
      if (!mlir::isa<ir::LocalOp>(op)) continue;
      if (&op == &*behind_slots) {
        ++behind_slots;
      } else {
        op.moveBefore(entry, behind_slots);
      }
    }
    mlir::Block* start = entry->splitBlock(behind_slots);
    mlir::Location location = function_.getLoc();
    mlir::OpBuilder builder(entry, entry->end());
    sum_ = Local(builder, type_);
    MakeParameters(builder, start);
    auto zero = ir::ConstOp::create(builder, location, type_, mlir::IntegerAttr::get(type_, 0));
    ir::StoreOp::create(builder, location, zero, sum_);
    llvm::SmallVector<mlir::Value, 4> first;
    for (unsigned i : scalars_) first.push_back(entry->getArgument(i));
    mlir::cf::BranchOp::create(builder, location, start, first);

    mlir::Location sum_location = location;
    for (Site& site : sites_) {
      if (!site.sums.empty()) sum_location = site.sums.back().getLoc();
      JumpBack(site, start);
    }
    for (mlir::Block& block : function_.getBody()) {
      auto last = mlir::dyn_cast<ir::ReturnOp>(block.getTerminator());
      if (!last) continue;
      builder.setInsertionPoint(last);
      auto sum = ir::LoadOp::create(builder, sum_location, type_, sum_);
      last.getValueMutable().assign(
          ir::AddOp::create(builder, sum_location, sum, last.getValue()).getResult());
    }
  }

  mlir::Value Local(mlir::OpBuilder& builder, mlir::Type type) {
    mlir::OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&function_.getBody().front());
    return ir::LocalOp::create(builder, function_.getLoc(), type, /*name=*/mlir::StringAttr(),
                               /*debug_type=*/mlir::StringAttr(),
                               /*visible=*/mlir::DenseI32ArrayAttr());
  }

  // What changes from round to round: scalars are arguments of the first block, owned values are
  // moved back into the parameter, borrowed ones are seen in a slot.
  void MakeParameters(mlir::OpBuilder& builder, mlir::Block* start) {
    mlir::Block* entry = &function_.getBody().front();
    for (unsigned i = 0; i < function_.getNumArguments(); ++i) {
      mlir::BlockArgument argument = entry->getArgument(i);
      ir::ParamAttr param = function_.getParam(i);
      const ir::PassMode mode = param ? param.getMode() : ir::PassMode::Value;
      if (mode == ir::PassMode::Value) {
        scalars_.push_back(i);
        argument.replaceAllUsesWith(start->addArgument(argument.getType(), argument.getLoc()));
      } else if (mode == ir::PassMode::Owned) {
        places_.push_back({i, argument, param.getPointee(), /*owned=*/true});
      } else {
        mlir::Value slot = Local(builder, param.getPointee());
        argument.replaceAllUsesWith(slot);
        ir::BorrowOp::create(builder, function_.getLoc(), slot, argument, param.getPointee());
        places_.push_back({i, slot, param.getPointee(), /*owned=*/false});
      }
    }
  }

  void JumpBack(Site& site, mlir::Block* start) {
    mlir::OpBuilder builder(site.call);
    mlir::Location location = site.call.getLoc();
    if (!site.sums.empty()) {
      mlir::Value sum = ir::LoadOp::create(builder, location, type_, sum_);
      for (auto [add, summand] : llvm::zip(site.sums, site.summands)) {
        mlir::Operation* source = summand.getDefiningOp();
        if (source && mlir::isa<ir::ConstOp>(source))
          summand = builder.clone(*source)->getResult(0);
        sum = ir::AddOp::create(builder, add.getLoc(), sum, summand);
      }
      ir::StoreOp::create(builder, location, sum, sum_);
    }
    llvm::SmallVector<mlir::Value, 4> scalars;
    for (unsigned i : scalars_) scalars.push_back(site.call.getArguments()[i]);
    // All are read before one is written.
    llvm::SmallVector<std::pair<const Parameter*, mlir::Value>, 4> arguments;
    for (const Parameter& parameter : places_) {
      mlir::Value argument = site.call.getArguments()[parameter.index];
      if (argument != parameter.place) arguments.push_back({&parameter, argument});
    }
    if (arguments.size() > 1) {
      for (auto& [parameter, argument] : arguments) {
        mlir::Value between = Local(builder, parameter->type);
        Transfer(builder, location, *parameter, between, argument);
        argument = between;
      }
    }
    for (auto& [parameter, argument] : arguments) {
      Transfer(builder, location, *parameter, parameter->place, argument);
    }
    mlir::Block* block = site.call->getBlock();
    mlir::Operation* jump = mlir::cf::BranchOp::create(builder, location, start, scalars);
    while (&block->back() != jump) block->back().erase();
  }

  struct Parameter {
    unsigned index;
    mlir::Value place;
    mlir::Type type;
    bool owned;
  };

  void Transfer(mlir::OpBuilder& builder, mlir::Location location, const Parameter& parameter,
                mlir::Value to, mlir::Value from) {
    if (parameter.owned) {
      ir::MoveOp::create(builder, location, to, from, parameter.type);
    } else {
      ir::BorrowOp::create(builder, location, to, from, parameter.type);
    }
  }

  ir::FuncOp function_;
  OwnershipTypes& types_;
  mlir::IntegerType type_;
  llvm::SmallVector<Site, 4> sites_;
  llvm::DenseSet<mlir::Operation*> slots_seen_;  // taken for not negative while a question is open
  mlir::Value sum_;
  llvm::SmallVector<unsigned, 4> scalars_;
  llvm::SmallVector<Parameter, 4> places_;
};

}  // namespace

bool LoopSums(ir::FuncOp function, OwnershipTypes& types) {
  return SumLooper(function, types).Run();
}

}  // namespace arc::transform
