// Algorithm: all locals are taken for borrowed names at first; those with an event that such a name
// cannot have are struck out until nothing changes. A name can be copied into from what is
// borrowed, moved into from another name, looked at, and dropped.

#include "compiler/transform/borrowed_names.h"

namespace arc::transform {

namespace {

bool IsBorrowed(const PlaceTable& table, const llvm::BitVector& names, mlir::Value address) {
  int place = table.PlaceOf(address);
  if (place < 0) return false;
  unsigned index = static_cast<unsigned>(place);
  return table.places()[index].is_borrowed || names.test(index);
}

bool CanHave(const PlaceTable& table, const llvm::BitVector& names, const Event& event) {
  switch (event.kind) {
    case EventKind::Begin: {
      if (auto copy = mlir::dyn_cast<ir::CopyOp>(event.op)) {
        return IsBorrowed(table, names, copy.getFrom());
      }
      auto move = mlir::dyn_cast<ir::MoveOp>(event.op);
      return move && table.IsRoot(move.getFrom()) && IsBorrowed(table, names, move.getFrom());
    }
    case EventKind::Use:
    case EventKind::Part:
      return !event.writes;
    case EventKind::End: {
      auto move = mlir::dyn_cast<ir::MoveOp>(event.op);
      return move && table.IsRoot(move.getTo()) && IsBorrowed(table, names, move.getTo());
    }
    case EventKind::Drop:
      return true;
  }
}

}  // namespace

llvm::BitVector FindBorrowedNames(const PlaceTable& table, OwnershipTypes& types) {
  llvm::BitVector names(static_cast<unsigned>(table.places().size()));
  bool any_borrowed = false;
  for (auto [index, place] : llvm::enumerate(table.places())) {
    any_borrowed |= place.is_borrowed;
    bool is_local = !place.is_borrowed && !place.is_owned_param;
    if (is_local && place.is_tracked && place.is_regular && !types.CopyChangesSource(place.type)) {
      names.set(static_cast<unsigned>(index));
    }
  }
  if (!any_borrowed) names.reset();
  bool changed = names.any();
  while (changed) {
    changed = false;
    for (size_t block = 0; block < table.blocks().size(); ++block) {
      for (const Event& event : table.EventsOf(static_cast<unsigned>(block))) {
        if (names.test(event.place) && !CanHave(table, names, event)) {
          names.reset(event.place);
          changed = true;
        }
      }
    }
  }
  return names;
}

void RewriteBorrowedNames(const PlaceTable& table, const llvm::BitVector& names) {
  if (names.none()) return;
  llvm::SmallVector<mlir::Operation*, 8> done;
  auto borrow = [&done](auto op) {
    mlir::OpBuilder builder(op);
    ir::BorrowOp::create(builder, op.getLoc(), op.getTo(), op.getFrom(), op.getType());
    done.push_back(op);
  };
  for (size_t block = 0; block < table.blocks().size(); ++block) {
    for (const Event& event : table.EventsOf(static_cast<unsigned>(block))) {
      if (!names.test(event.place)) continue;
      if (event.kind == EventKind::Drop) done.push_back(event.op);
      if (event.kind != EventKind::Begin) continue;
      if (auto copy = mlir::dyn_cast<ir::CopyOp>(event.op)) {
        borrow(copy);
      } else {
        borrow(mlir::cast<ir::MoveOp>(event.op));
      }
    }
  }
  for (mlir::Operation* op : done) op->erase();
}

}  // namespace arc::transform
