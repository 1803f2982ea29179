#include "compiler/transform/handed_cells.h"

#include <optional>
#include <string>

#include "llvm/ADT/PostOrderIterator.h"
#include "mlir/IR/RegionGraphTraits.h"

namespace arc::transform {

namespace {

// What a function does with a cell that it has from its entry on.
struct Plan {
  llvm::SmallVector<ir::EnumInitOp, 4> uses;
  llvm::SmallVector<mlir::Operation*, 4> frees;  // in front of these
};

// The cell is held at the start of a block if it is at the ends of all that lead there, and until
// an allocation takes it or none can follow any more.
class CellPlanner {
 public:
  CellPlanner(ir::FuncOp function, layout::Layouts& layouts, uint64_t size)
      : layouts_(layouts), size_(size) {
    llvm::ReversePostOrderTraversal<mlir::Region*> order(&function.getBody());
    for (mlir::Block* block : order) blocks_.push_back(block);
  }

  // None when nothing uses the cell.
  std::optional<Plan> Run() {
    FindWishes();
    if (!states_[blocks_.front()].wishes) return std::nullopt;
    FindHolders();
    Plan plan;
    for (mlir::Block* block : blocks_) {
      const State state = states_[block];
      mlir::Operation* last = block->getTerminator();
      // On ways into a panic the cell is not worth the code.
      const bool panics = mlir::isa<ir::UnreachableOp>(last);
      if (state.held_before && !state.wishes && !panics) plan.frees.push_back(&block->front());
      if (state.held_before && state.taker) plan.uses.push_back(state.taker);
      if (!state.held_behind) continue;
      for (mlir::Block* next : block->getSuccessors()) {
        if (states_[next].held_before) continue;
        if (block->getNumSuccessors() != 1) return std::nullopt;
        plan.frees.push_back(last);
      }
    }
    if (plan.uses.empty()) return std::nullopt;
    return plan;
  }

 private:
  struct State {
    ir::EnumInitOp taker;  // the first allocation that fits
    bool wishes = false;   // there is one, here or further on
    bool held_before = true;
    bool held_behind = true;
  };

  bool Fits(mlir::Operation& op) {
    auto init = mlir::dyn_cast<ir::EnumInitOp>(op);
    if (!init || init.getReuse()) return false;
    const layout::EnumLayout* boxed = layouts_.Boxed(init.getType());
    if (!boxed) return false;
    const layout::CaseLayout& one = boxed->cases[init.getCaseIndex()];
    return !one.fields.empty() && one.cell_size == size_;
  }

  void FindWishes() {
    for (mlir::Block* block : blocks_) {
      State& state = states_[block];
      for (mlir::Operation& op : *block) {
        if (!Fits(op)) continue;
        state.taker = mlir::cast<ir::EnumInitOp>(op);
        state.wishes = true;
        break;
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (mlir::Block* block : llvm::reverse(blocks_)) {
        State& state = states_[block];
        if (state.wishes) continue;
        state.wishes = llvm::any_of(block->getSuccessors(),
                                    [&](mlir::Block* next) { return states_[next].wishes; });
        changed |= state.wishes;
      }
    }
  }

  void FindHolders() {
    for (bool changed = true; changed;) {
      changed = false;
      for (mlir::Block* block : blocks_) {
        State& state = states_[block];
        const bool before = llvm::all_of(block->getPredecessors(), [&](mlir::Block* from) {
          auto known = states_.find(from);
          return known == states_.end() || known->second.held_behind;
        });
        const bool behind = before && state.wishes && !state.taker;
        changed |= before != state.held_before || behind != state.held_behind;
        state.held_before = before;
        state.held_behind = behind;
      }
    }
  }

  layout::Layouts& layouts_;
  uint64_t size_;
  llvm::SmallVector<mlir::Block*, 16> blocks_;
  llvm::DenseMap<mlir::Block*, State> states_;
};

class CellHander {
 public:
  CellHander(mlir::ModuleOp module, OwnershipTypes& types, FunctionMap& functions)
      : module_(module), layouts_(types.layouts()), functions_(functions) {}

  void Run() {
    llvm::SmallVector<ir::FreeCellOp, 8> frees;
    for (auto function : module_.getOps<ir::FuncOp>()) {
      for (mlir::Block& block : function.getBody()) {
        for (auto free : block.getOps<ir::FreeCellOp>()) {
          if (layouts_.Boxed(free.getType())) frees.push_back(free);
        }
      }
    }
    for (ir::FreeCellOp free : frees) HandOn(free);
  }

 private:
  // The last call behind it in its block that can use the cell gets it.
  void HandOn(ir::FreeCellOp free) {
    for (mlir::Operation* op = free->getBlock()->getTerminator(); op != free;
         op = op->getPrevNode()) {
      auto call = mlir::dyn_cast<ir::CallOp>(op);
      if (!call) continue;
      ir::FuncOp taker = TakerOf(functions_.lookup(call.getCalleeAttr().getAttr()), free);
      if (!taker) continue;
      call.setCalleeAttr(mlir::FlatSymbolRefAttr::get(taker.getSymNameAttr()));
      call.getArgumentsMutable().append(free.getCell());
      free.erase();
      return;
    }
  }

  bool CallsItself(ir::FuncOp function) {
    // Variants of a function call each other: all have its name up to the first dot behind it.
    auto is_same = [&](llvm::StringRef callee) {
      return callee.starts_with(function.getSymName()) || function.getSymName().starts_with(callee);
    };
    for (mlir::Block& block : function.getBody()) {
      for (auto call : block.getOps<ir::CallOp>()) {
        if (is_same(call.getCallee())) return true;
      }
    }
    return false;
  }

  // The variant of a function that takes the cell over; null if it has no use for it.
  ir::FuncOp TakerOf(ir::FuncOp function, ir::FreeCellOp free) {
    if (function.isExternal() || function.getIsCAbi() || !function.getParamsAttr()) return {};
    const layout::CaseLayout& one = layouts_.Enum(free.getType()).cases[free.getCaseIndex()];
    auto symbol = mlir::StringAttr::get(
        function.getContext(), function.getSymName().str() + ".cell." +
                                   mlir::cast<ir::NamedType>(free.getType()).getName().str() + "." +
                                   std::to_string(free.getCaseIndex()));
    if (ir::FuncOp known = functions_.lookup(symbol)) return known;
    if (CallsItself(function) || !CellPlanner(function, layouts_, one.cell_size).Run()) return {};
    return functions_[symbol] = MakeTaker(function, symbol, free, one.cell_size);
  }

  ir::FuncOp MakeTaker(ir::FuncOp function, mlir::StringAttr symbol, ir::FreeCellOp free,
                       uint64_t size) {
    mlir::MLIRContext* context = function.getContext();
    auto taker = mlir::cast<ir::FuncOp>(function->clone());
    taker.setSymNameAttr(symbol);
    // The copies of one function in several objects bring their variants along.
    if (taker.getLinkage() == ir::Linkage::Exported) taker.setLinkage(ir::Linkage::Internal);
    llvm::SmallVector<mlir::Type, 8> inputs(taker.getArgumentTypes());
    inputs.push_back(free.getCell().getType());
    taker.setFunctionType(mlir::FunctionType::get(context, inputs, taker.getResultTypes()));
    llvm::SmallVector<mlir::Attribute, 8> params(taker.getParamsAttr().begin(),
                                                 taker.getParamsAttr().end());
    params.push_back(ir::ParamAttr::get(context, mlir::StringAttr::get(context, ""),
                                        ir::PassMode::Cell, free.getType()));
    taker.setParamsAttr(mlir::ArrayAttr::get(context, params));
    mlir::Value cell =
        taker.getBody().front().addArgument(free.getCell().getType(), taker.getLoc());
    std::optional<Plan> plan = CellPlanner(taker, layouts_, size).Run();
    for (ir::EnumInitOp use : plan->uses) use.getReuseMutable().assign(cell);
    for (mlir::Operation* before : plan->frees) {
      mlir::OpBuilder builder(before);
      ir::FreeCellOp::create(builder, taker.getLoc(), cell, free.getType(), free.getCaseIndex());
    }
    mlir::OpBuilder builder(function);
    builder.setInsertionPointAfter(function);
    builder.insert(taker);
    return taker;
  }

  mlir::ModuleOp module_;
  layout::Layouts& layouts_;
  FunctionMap& functions_;
};

}  // namespace

void HandOnCells(mlir::ModuleOp module, OwnershipTypes& types, FunctionMap& functions) {
  CellHander(module, types, functions).Run();
}

}  // namespace arc::transform
