// What a function does with the values that have owners.
//
// A place is a stack slot (`tir.local`) or an owned or borrowed parameter whose type is not
// trivial: copying or dropping it does something. Of each place the table knows the operations that
// touch it, in order, as events. A place whose address gets to an operation that the table does not
// know (it is stored, passed as a raw pointer, given to a closure's call) is not tracked: nothing
// is known of what happens to its value, and no transform touches it.

#ifndef ARC_COMPILER_TRANSFORM_PLACES_H_
#define ARC_COMPILER_TRANSFORM_PLACES_H_

#include "compiler/ir/tir.h"
#include "compiler/layout/layout.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace arc::transform {

// Functions of a module by name.
using FunctionMap = llvm::DenseMap<mlir::StringAttr, ir::FuncOp>;
FunctionMap FunctionsOf(mlir::ModuleOp module);

// Questions about types; answers are kept.
class OwnershipTypes {
 public:
  explicit OwnershipTypes(mlir::ModuleOp module) : layouts_(module) {}

  layout::Layouts& layouts() { return layouts_; }
  bool HasOwner(mlir::Type type) { return !layouts_.IsTrivial(type); }
  // Values end in memory alone, so that nobody can tell when: no `drop` of the user's runs. Such
  // values may be dropped at their last use.
  bool EndsUnseen(mlir::Type type) { return Of(type).ends_unseen; }
  // A copy changes the value that is copied: where that lies matters, and its bytes cannot stand
  // for it.
  bool CopyChangesSource(mlir::Type type) { return layouts_.Of(type).copy_writes_source; }
  // Made of cells and scalars alone. Only the library's containers, strings and closures hide raw
  // addresses, which code may read out of them and use longer than the value itself is used.
  bool IsCellsOnly(mlir::Type type) { return Of(type).cells_only; }
  // Holds a bare address, which may lead into another value.
  bool HoldsAddress(mlir::Type type) { return Of(type).holds_address; }

 private:
  struct Facts {
    bool ends_unseen = true;
    bool cells_only = true;
    bool holds_address = false;
  };
  const Facts& Of(mlir::Type type);
  void Visit(mlir::Type type, llvm::SmallVectorImpl<mlir::Type>& seen, Facts& facts);

  layout::Layouts layouts_;
  llvm::DenseMap<mlir::Type, Facts> facts_;
};

enum class EventKind {
  Use,    // an operand is the address of the place itself: the value is looked at
  Part,   // an operand is an address inside of the value, or in a cell that the value owns
  Begin,  // the place gets a value, or the first piece of one
  End,    // the value is moved away
  Drop,
};

struct Event {
  EventKind kind;
  unsigned place;
  mlir::Operation* op;
  // The operand that leads to the place; null for the begin of a parameter.
  mlir::OpOperand* operand;
  // A part of the value is changed.
  bool writes = false;
};

struct Place {
  mlir::Value root;
  mlir::Type type;
  bool is_borrowed = false;  // a borrowed parameter: nobody changes what it leads to
  bool is_owned_param = false;
  bool is_tracked = true;
  // The begin, the uses and the end fit together on all paths.
  bool is_regular = true;
  // Written piece by piece without a begin, as literals of strings are: such a value owns nothing.
  bool is_loose = false;
  // An address inside of its value may be in use behind its last event.
  bool is_pinned = false;
};

class PlaceTable {
 public:
  PlaceTable(ir::FuncOp function, OwnershipTypes& types, const FunctionMap& functions);

  // What is known of places takes a bit for each place and block. Of functions that are too large
  // for that the table knows nothing: no place is tracked.
  bool IsTooLarge() const { return too_large_; }

  llvm::MutableArrayRef<Place> places() { return places_; }
  llvm::ArrayRef<Place> places() const { return places_; }
  // Blocks that the entry reaches, in reverse post order.
  llvm::ArrayRef<mlir::Block*> blocks() const { return blocks_; }
  unsigned IndexOf(mlir::Block* block) const { return block_index_.find(block)->second; }
  llvm::ArrayRef<Event> EventsOf(unsigned block) const { return events_[block]; }

  // The place that an address belongs to; -1 for others.
  int PlaceOf(mlir::Value address) const {
    auto known = derived_.find(address);
    return known == derived_.end() ? -1 : static_cast<int>(known->second);
  }
  bool IsRoot(mlir::Value address) const {
    int place = PlaceOf(address);
    return place >= 0 && places_[static_cast<unsigned>(place)].root == address;
  }

 private:
  void Add(mlir::Value root, mlir::Type type, bool borrowed, bool owned);
  void Scan(mlir::Operation* op, llvm::SmallVectorImpl<Event>& events);
  void ScanCall(ir::CallOp call, llvm::SmallVectorImpl<Event>& events);
  // Finds places whose states differ between paths, or which are used while they hold nothing.
  void CheckRegular();

  OwnershipTypes& types_;
  const FunctionMap& functions_;
  bool too_large_ = false;
  llvm::SmallVector<Place, 8> places_;
  llvm::DenseMap<mlir::Value, unsigned> derived_;
  llvm::SmallVector<mlir::Block*, 16> blocks_;
  llvm::DenseMap<mlir::Block*, unsigned> block_index_;
  llvm::SmallVector<llvm::SmallVector<Event, 4>, 16> events_;
};

// Where values are still looked at. A drop is no look.
class Liveness {
 public:
  // `roots_only`: only events of the place's own address count, not those of addresses inside.
  Liveness(const PlaceTable& table, bool roots_only);

  const llvm::BitVector& In(unsigned block) const { return in_[block]; }
  const llvm::BitVector& Out(unsigned block) const { return out_[block]; }
  bool Counts(const Event& event) const {
    return event.kind == EventKind::Use || event.kind == EventKind::End ||
           (event.kind == EventKind::Part && !roots_only_);
  }

 private:
  bool roots_only_;
  llvm::SmallVector<llvm::BitVector, 16> in_, out_;
};

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_PLACES_H_
