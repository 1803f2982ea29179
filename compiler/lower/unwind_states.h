// What a panic finds to do when it leaves a function: at each operation, the values that the
// function owns, the deferred statements that are pending, and the emptied cells that it holds.
//
// Each of these is an item. Operations of TIR begin and end items (`tir.call` fills its result
// place, `tir.move` takes the value out of its source, …). The state at an operation is the set of
// items that have begun and not ended on all ways that lead there. Ways that join agree on values
// that are used behind the joint; an item that only some of them have is left out of the state, so
// that what is not certain is lost rather than dropped twice.
//
// Values that are made piece by piece (struct, tuple and array literals, `init`) are one item for
// each piece until `tir.complete`.

#ifndef ARC_COMPILER_LOWER_UNWIND_STATES_H_
#define ARC_COMPILER_LOWER_UNWIND_STATES_H_

#include <optional>

#include "compiler/ir/tir.h"
#include "compiler/layout/layout.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace arc::lower {

struct UnwindItem {
  enum class Kind : uint8_t {
    Value,  // drop what is at `root` + `offset`
    Guard,  // the same, if the bool at `flag` is true
    Defer,  // run the body of `origin`, a `tir.defer`
    Cell,   // free the emptied cell `root`, of the case `case_index`
  };
  Kind kind;
  mlir::Value root;
  int64_t offset = 0;  // bytes
  mlir::Type type;
  mlir::Value flag;
  mlir::Operation* origin = nullptr;
  unsigned case_index = 0;
};

class UnwindStates {
 public:
  // `callees`: the functions of the module by name.
  UnwindStates(ir::FuncOp function, layout::Layouts& layouts,
               const llvm::DenseMap<mlir::StringAttr, ir::FuncOp>& callees);

  // Items are numbered in the order in which they begin first, and end the other way round.
  llvm::ArrayRef<UnwindItem> items() const { return items_; }

  // The walk over the function: blocks in any order, the operations of each in order. `Enter` a
  // block; then, for each operation, `Before` it is lowered and `After`. `state()` is that of a
  // panic inside of the operation between the two.
  void Enter(mlir::Block* block);
  void Before(mlir::Operation* op) {
    if (next_ != end_ && next_->op == op) Apply(op, /*after=*/false);
  }
  void After(mlir::Operation* op) {
    if (next_ != end_ && next_->op == op) Apply(op, /*after=*/true);
  }
  const llvm::BitVector& state() const { return state_; }
  // Whether an item may be there when the function returns: its result, and places with flags.
  bool MayOutlive(unsigned item) const;
  // Changes whenever the state may have.
  unsigned version() const { return version_; }

 private:
  // A place: a slot or parameter, and the way from there to a part of it.
  struct Located {
    unsigned root;
    unsigned depth;  // steps from the root
    int64_t offset;  // bytes from the root
    mlir::Type type;
    bool in_payload;  // inside of an enum
  };
  struct Root {
    mlir::Value address;
    bool is_result;
    llvm::SmallVector<unsigned, 2> items;  // of the whole and of parts
  };
  enum class Effect : uint8_t {
    Begin,     // the item begins, unless it is part of one that has; what is inside is part of it
    End,       // it ends, with all inside of it
    EndWhole,  // so does what it is inside of: a payload was moved out
  };
  struct Event {
    mlir::Operation* op;
    Effect effect;
    bool after;  // takes effect when the operation did not panic
    unsigned item;
  };

  void AddRoot(mlir::Value address, mlir::Type type, bool is_result);
  void Scan(mlir::Operation* op);
  void ScanCall(ir::CallOp call);
  void Locate(mlir::Operation* op);
  void Derive(mlir::Value from, mlir::Value to, int64_t offset, mlir::Type type, bool payload);
  unsigned NewItem(const UnwindItem& item);
  // The item of a place that is known.
  unsigned ItemAt(const Located& place);
  void Add(mlir::Operation* op, Effect effect, bool after, unsigned item);
  void Begin(mlir::Operation* op, mlir::Value address);
  void BeginCell(mlir::Operation* op, mlir::Value cell, mlir::Type type, unsigned case_index);
  void BeginParameterCell(mlir::Value cell);
  void EndCell(mlir::Operation* op, mlir::Value cell);
  void End(mlir::Operation* op, mlir::Value address);
  bool IsInside(unsigned inner, unsigned outer) const;
  void Transfer(const Event& event, llvm::BitVector& state) const;
  void Apply(mlir::Operation* op, bool after);
  void Solve();

  layout::Layouts& layouts_;
  const llvm::DenseMap<mlir::StringAttr, ir::FuncOp>& callees_;
  llvm::SmallVector<UnwindItem, 8> items_;
  // Of items that are values in places; the others have no root.
  llvm::SmallVector<std::optional<Located>, 8> places_;
  llvm::SmallVector<Root, 8> roots_;
  llvm::DenseMap<mlir::Value, Located> located_;
  llvm::DenseMap<mlir::Operation*, unsigned> item_of_;  // of `tir.defer`
  llvm::DenseMap<mlir::Value, unsigned> cells_;         // of emptied cells
  llvm::SmallVector<mlir::Block*, 16> blocks_;          // reverse post order
  llvm::DenseMap<mlir::Block*, unsigned> block_index_;
  llvm::SmallVector<llvm::SmallVector<Event, 4>, 16> events_;
  llvm::SmallVector<llvm::BitVector, 16> entry_states_;
  llvm::SmallVector<Event, 4>* scanned_ = nullptr;  // where the scan adds events

  llvm::BitVector state_;
  unsigned version_ = 0;
  const Event* next_ = nullptr;
  const Event* end_ = nullptr;
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_UNWIND_STATES_H_
