#include "compiler/transform/last_use.h"

namespace arc::transform {

namespace {

class DropPlacer {
 public:
  DropPlacer(ir::FuncOp function, const PlaceTable& table, OwnedParameters& parameters,
             OwnershipTypes& types, const FunctionMap& functions,
             const llvm::DenseSet<mlir::Value>& made)
      : function_(function),
        table_(table),
        parameters_(parameters),
        types_(types),
        functions_(functions),
        made_(made),
        live_(table, /*roots_only=*/false) {}

  void Run() {
    FindLastUses();
    llvm::BitVector placed(static_cast<unsigned>(table_.places().size()));
    for (auto [index, place] : llvm::enumerate(table_.places())) {
      unsigned i = static_cast<unsigned>(index);
      if (made_.contains(place.root)) placed.set(i);
    }
    for (const LastUse& use : last_uses_) {
      if (IsCandidate(use.place) && Saves(use)) placed.set(use.place);
    }
    if (placed.none()) return;
    RemoveDrops(placed);
    for (const LastUse& use : last_uses_) {
      if (placed.test(use.place)) EndHere(use);
    }
    for (auto& [call, owned] : owned_arguments_) Retarget(call, owned);
    for (auto [op, place] : unused_begins_) {
      if (placed.test(place)) DropBehind(op, place);
    }
    DropOnEdges(placed);
  }

 private:
  struct LastUse {
    unsigned place;
    mlir::Operation* op;
    mlir::OpOperand* operand;
    unsigned operands;  // of the place, in this operation
    bool is_root;
  };

  bool IsCandidate(unsigned index) {
    const Place& place = table_.places()[index];
    return !place.is_borrowed && place.is_tracked && place.is_regular && !place.is_pinned &&
           types_.EndsUnseen(place.type);
  }

  void FindLastUses() {
    for (size_t i = 0; i < table_.blocks().size(); ++i) {
      unsigned block = static_cast<unsigned>(i);
      llvm::BitVector live = live_.Out(block);
      llvm::ArrayRef<Event> events = table_.EventsOf(block);
      size_t end = events.size();
      while (end > 0) {
        // The events of one operation, which happen together.
        size_t begin = end - 1;
        while (begin > 0 && events[begin - 1].op == events[end - 1].op) --begin;
        for (size_t e = begin; e < end; ++e) {
          const Event& event = events[e];
          if (event.kind == EventKind::Begin && !live.test(event.place)) {
            unused_begins_.push_back({event.op, event.place});
          }
          bool looks = event.kind == EventKind::Use || event.kind == EventKind::Part;
          if (looks && !live.test(event.place)) AddLastUse(event);
        }
        for (size_t e = begin; e < end; ++e) {
          if (events[e].kind == EventKind::Begin) live.reset(events[e].place);
        }
        for (size_t e = begin; e < end; ++e) {
          if (live_.Counts(events[e])) live.set(events[e].place);
        }
        end = begin;
      }
    }
  }

  void AddLastUse(const Event& event) {
    for (LastUse& known : llvm::reverse(last_uses_)) {
      if (known.op != event.op) break;
      if (known.place != event.place) continue;
      ++known.operands;
      return;
    }
    last_uses_.push_back({event.place, event.op, event.operand, 1, event.kind == EventKind::Use});
  }

  bool IsMovableCopy(const LastUse& use) {
    auto copy = mlir::dyn_cast<ir::CopyOp>(use.op);
    return copy && use.is_root && use.operands == 1 && use.operand->getOperandNumber() == 1;
  }
  bool IsOwnableArgument(const LastUse& use) {
    auto call = mlir::dyn_cast<ir::CallOp>(use.op);
    return call && use.is_root && use.operands == 1 &&
           parameters_.Wants(call.getCalleeAttr().getAttr(), use.operand->getOperandNumber());
  }
  bool Saves(const LastUse& use) { return IsMovableCopy(use) || IsOwnableArgument(use); }

  void RemoveDrops(const llvm::BitVector& placed) {
    for (size_t block = 0; block < table_.blocks().size(); ++block) {
      for (const Event& event : table_.EventsOf(static_cast<unsigned>(block))) {
        if (event.kind == EventKind::Drop && placed.test(event.place)) event.op->erase();
      }
    }
  }

  void EndHere(const LastUse& use) {
    if (IsMovableCopy(use)) {
      auto copy = mlir::cast<ir::CopyOp>(use.op);
      mlir::OpBuilder builder(copy);
      ir::MoveOp::create(builder, copy.getLoc(), copy.getTo(), copy.getFrom(), copy.getType());
      copy.erase();
    } else if (IsOwnableArgument(use)) {
      owned_arguments_[mlir::cast<ir::CallOp>(use.op)].push_back(use.operand->getOperandNumber());
    } else {
      DropBehind(use.op, use.place);
    }
  }

  void Retarget(ir::CallOp call, llvm::SmallVectorImpl<unsigned>& owned) {
    llvm::sort(owned);
    ir::FuncOp callee = functions_.lookup(call.getCalleeAttr().getAttr());
    ir::FuncOp variant = parameters_.Variant(callee, owned);
    call.setCalleeAttr(mlir::FlatSymbolRefAttr::get(variant.getSymNameAttr()));
  }

  // Behind an operation, or at the start of the function for its parameters (null).
  void DropBehind(mlir::Operation* op, unsigned place) {
    mlir::OpBuilder builder(function_.getContext());
    mlir::Location location = function_.getLoc();
    if (op) {
      // Nothing follows a call that does not return.
      if (mlir::isa<ir::UnreachableOp>(op->getBlock()->getTerminator()) &&
          op->getNextNode() == op->getBlock()->getTerminator()) {
        return;
      }
      builder.setInsertionPointAfter(op);
      location = op->getLoc();
    } else {
      builder.setInsertionPointToStart(&function_.getBody().front());
    }
    Drop(builder, location, place);
  }

  void Drop(mlir::OpBuilder& builder, mlir::Location location, unsigned place) {
    const Place& dropped = table_.places()[place];
    ir::DropOp::create(builder, location, dropped.root, dropped.type);
  }

  // A branch after which only one side looks at a value: the other side drops it first.
  void DropOnEdges(const llvm::BitVector& placed) {
    for (size_t i = 0; i < table_.blocks().size(); ++i) {
      unsigned index = static_cast<unsigned>(i);
      mlir::Block* block = table_.blocks()[index];
      mlir::Block* only = block->getSinglePredecessor();
      if (!only) continue;
      // A way into a panic: what is alive there is not worth the code.
      if (mlir::isa<ir::UnreachableOp>(block->getTerminator())) continue;
      llvm::BitVector ends = live_.Out(table_.IndexOf(only));
      ends &= placed;
      ends.reset(live_.In(index));
      mlir::OpBuilder builder(block, block->begin());
      for (unsigned place : ends.set_bits()) Drop(builder, block->front().getLoc(), place);
    }
  }

  ir::FuncOp function_;
  const PlaceTable& table_;
  OwnedParameters& parameters_;
  OwnershipTypes& types_;
  const FunctionMap& functions_;
  const llvm::DenseSet<mlir::Value>& made_;
  Liveness live_;
  llvm::SmallVector<LastUse, 16> last_uses_;
  llvm::SmallVector<std::pair<mlir::Operation*, unsigned>, 8> unused_begins_;
  llvm::MapVector<ir::CallOp, llvm::SmallVector<unsigned, 2>> owned_arguments_;
};

}  // namespace

void EndAtLastUse(ir::FuncOp function, const PlaceTable& table, OwnedParameters& parameters,
                  OwnershipTypes& types, const FunctionMap& functions,
                  const llvm::DenseSet<mlir::Value>& made) {
  DropPlacer(function, table, parameters, types, functions, made).Run();
}

}  // namespace arc::transform
