// Algorithm: two livenesses of each place, of its own address and of any address that leads into
// it. Where the first ends and the second goes on, what follows needs the payload alone. If that
// point dominates all that follows, and all of it belongs to one case, the value is taken apart
// there. Addresses of payload that were computed before are computed anew from the new places.

#include "compiler/transform/take_apart.h"

#include "llvm/ADT/SetVector.h"
#include "mlir/IR/Dominance.h"

namespace arc::transform {

namespace {

// A point in a block: in front of an operation.
struct Point {
  unsigned block;
  mlir::Block::iterator before;
};

class PlaceSplitter {
 public:
  PlaceSplitter(ir::FuncOp function, const PlaceTable& table, const OwnedParameters& parameters,
                OwnershipTypes& types, llvm::DenseSet<mlir::Value>& made)
      : function_(function),
        table_(table),
        parameters_(parameters),
        types_(types),
        made_(made),
        dominance_(function),
        whole_(table, /*roots_only=*/true),
        any_(table, /*roots_only=*/false) {}

  bool Run() {
    bool changed = false;
    for (auto [index, place] : llvm::enumerate(table_.places())) {
      if (IsCandidate(place)) changed |= Split(static_cast<unsigned>(index));
    }
    return changed;
  }

 private:
  bool IsCandidate(const Place& place) {
    if (place.is_borrowed || !place.is_tracked || place.is_pinned) return false;
    // Places that were made here have no drops yet, and are regular but for that.
    if (!place.is_regular && !made_.contains(place.root)) return false;
    return types_.layouts().Boxed(place.type) && types_.EndsUnseen(place.type);
  }

  bool Split(unsigned place) {
    llvm::SmallVector<Point, 4> points;
    FindPoints(place, points);
    bool changed = false;
    for (const Point& point : points) changed |= SplitAt(place, point);
    return changed;
  }

  // Where the value as a whole is looked at for the last time while its payload lives on.
  void FindPoints(unsigned place, llvm::SmallVectorImpl<Point>& points) {
    for (size_t i = 0; i < table_.blocks().size(); ++i) {
      unsigned block = static_cast<unsigned>(i);
      mlir::Block* source = table_.blocks()[block];
      // On the edge from a branch, whose other side looks at the whole.
      mlir::Block* only = source->getSinglePredecessor();
      if (only && whole_.Out(table_.IndexOf(only)).test(place) && !whole_.In(block).test(place) &&
          any_.In(block).test(place)) {
        points.push_back({block, source->begin()});
      }
      bool whole = whole_.Out(block).test(place), any = any_.Out(block).test(place);
      for (const Event& event : llvm::reverse(table_.EventsOf(block))) {
        if (event.place != place) continue;
        if (event.kind == EventKind::Begin) {
          whole = any = false;
        } else if (event.kind == EventKind::Use || event.kind == EventKind::End) {
          if (event.kind == EventKind::Use && !whole && any) {
            points.push_back({block, std::next(event.op->getIterator())});
          }
          whole = any = true;
        } else if (event.kind == EventKind::Part) {
          any = true;
        }
      }
    }
  }

  // The events of the place that can follow the point before the place gets another value. False:
  // one of them is more than a look at payload.
  bool Follow(unsigned place, const Point& point, llvm::SetVector<const Event*>& found) {
    llvm::SmallVector<unsigned, 8> work = {point.block};
    llvm::DenseSet<unsigned> seen;
    bool first = true;
    while (!work.empty()) {
      unsigned block = work.pop_back_val();
      bool ended = false;
      for (const Event& event : table_.EventsOf(block)) {
        if (event.place != place) continue;
        if (first && (!event.op || IsBefore(event.op, point))) continue;
        if (event.kind == EventKind::Begin) {
          ended = true;
          break;
        }
        if (event.kind == EventKind::Drop) continue;
        if (event.kind != EventKind::Part) return false;
        found.insert(&event);
      }
      // In a loop the start of the first block can follow too, in another round.
      if (!first && !seen.insert(block).second) continue;
      first = false;
      if (ended) continue;
      for (mlir::Block* next : table_.blocks()[block]->getSuccessors()) {
        unsigned index = table_.IndexOf(next);
        if (any_.In(index).test(place) && !seen.contains(index)) work.push_back(index);
      }
    }
    return true;
  }

  bool IsBefore(mlir::Operation* op, const Point& point) {
    mlir::Block* block = table_.blocks()[point.block];
    if (op->getBlock() != block) return false;
    return point.before != block->end() && op->isBeforeInBlock(&*point.before);
  }

  bool Dominates(const Point& point, mlir::Operation* op) {
    mlir::Block* block = table_.blocks()[point.block];
    if (op->getBlock() == block) return !IsBefore(op, point);
    return dominance_.properlyDominates(block, op->getBlock());
  }

  // Something is kept: copied, or handed to a function that would own it.
  bool Keeps(const Event& event) {
    if (auto copy = mlir::dyn_cast<ir::CopyOp>(event.op)) {
      return event.operand->getOperandNumber() == 1 && types_.HasOwner(copy.getType());
    }
    auto call = mlir::dyn_cast<ir::CallOp>(event.op);
    return call &&
           parameters_.Wants(call.getCalleeAttr().getAttr(), event.operand->getOperandNumber());
  }

  // The operation that leads from the place into the cell on the way to `address`.
  ir::EnumPayloadOp FirstStep(mlir::Value root, mlir::Value address) {
    while (mlir::Operation* op = address.getDefiningOp()) {
      mlir::Value base;
      if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(op)) {
        if (payload.getAddress() == root) return payload;
        base = payload.getAddress();
      } else if (auto field = mlir::dyn_cast<ir::FieldAddressOp>(op)) {
        base = field.getAddress();
      } else {
        break;
      }
      address = base;
    }
    return {};
  }

  bool SplitAt(unsigned place, const Point& point) {
    llvm::SetVector<const Event*> events;
    if (!Follow(place, point, events)) return false;
    mlir::Value root = table_.places()[place].root;
    bool keeps = false;
    int64_t case_index = -1;
    for (const Event* event : events) {
      if (event->writes || !Dominates(point, event->op)) return false;
      ir::EnumPayloadOp step = FirstStep(root, event->operand->get());
      if (!step) return false;
      int64_t index = static_cast<int64_t>(step.getCaseIndex());
      if (case_index >= 0 && case_index != index) return false;
      case_index = index;
      keeps |= Keeps(*event);
    }
    if (!keeps) return false;
    Rewrite(place, point, static_cast<unsigned>(case_index), events.getArrayRef());
    return true;
  }

  void Rewrite(unsigned place, const Point& point, unsigned case_index,
               llvm::ArrayRef<const Event*> events) {
    mlir::Value root = table_.places()[place].root;
    mlir::Type type = table_.places()[place].type;
    mlir::OpBuilder builder(table_.blocks()[point.block], point.before);
    mlir::Location location = point.before->getLoc();
    // The places of the fields, beside the other stack slots.
    llvm::SmallVector<mlir::Value, 8> fields;
    {
      mlir::OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(&function_.getBody().front());
      for (const layout::FieldLayout& field :
           types_.layouts().Enum(type).cases[case_index].fields) {
        auto local = ir::LocalOp::create(builder, function_.getLoc(), field.type,
                                         /*name=*/mlir::StringAttr(),
                                         /*debug_type=*/mlir::StringAttr(),
                                         /*visible=*/mlir::DenseI32ArrayAttr());
        fields.push_back(local);
        if (types_.HasOwner(field.type)) made_.insert(local);
      }
    }
    ir::TakeApartOp::create(builder, location, root, type, case_index, fields);
    made_.insert(root);

    llvm::DenseMap<mlir::Value, mlir::Value> anew;
    auto compute = [&](auto& self, mlir::Value address) -> mlir::Value {
      if (mlir::Value known = anew.lookup(address)) return known;
      mlir::Operation* op = address.getDefiningOp();
      mlir::Value result;
      if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(op)) {
        if (payload.getAddress() == root) {
          result = fields[payload.getField()];
        } else {
          mlir::Value base = self(self, payload.getAddress());
          result = ir::EnumPayloadOp::create(builder, location, base, payload.getType(),
                                             payload.getCaseIndex(), payload.getField());
        }
      } else {
        auto field = mlir::cast<ir::FieldAddressOp>(op);
        mlir::Value base = self(self, field.getAddress());
        result = ir::FieldAddressOp::create(builder, location, base, field.getStructType(),
                                            field.getField());
      }
      return anew[address] = result;
    };
    for (const Event* event : events) {
      mlir::Value address = event->operand->get();
      // Addresses computed behind the point follow from operands that are replaced.
      if (Dominates(point, address.getDefiningOp())) continue;
      event->operand->set(compute(compute, address));
    }
    for (auto [old_address, address] : anew) {
      for (mlir::OpOperand& use : llvm::make_early_inc_range(old_address.getUses())) {
        if (mlir::isa<ir::DebugPlaceOp>(use.getOwner()) && Dominates(point, use.getOwner())) {
          use.set(address);
        }
      }
    }
  }

  ir::FuncOp function_;
  const PlaceTable& table_;
  const OwnedParameters& parameters_;
  OwnershipTypes& types_;
  llvm::DenseSet<mlir::Value>& made_;
  mlir::DominanceInfo dominance_;
  Liveness whole_, any_;
};

}  // namespace

bool TakeApart(ir::FuncOp function, const PlaceTable& table, const OwnedParameters& parameters,
               OwnershipTypes& types, llvm::DenseSet<mlir::Value>& made) {
  return PlaceSplitter(function, table, parameters, types, made).Run();
}

}  // namespace arc::transform
