#include "compiler/transform/ownership.h"

#include <optional>

#include "compiler/transform/borrowed_names.h"
#include "compiler/transform/early_cells.h"
#include "compiler/transform/filled_places.h"
#include "compiler/transform/handed_cells.h"
#include "compiler/transform/last_use.h"
#include "compiler/transform/owned_parameters.h"
#include "compiler/transform/places.h"
#include "compiler/transform/reuse.h"
#include "compiler/transform/sum_loops.h"
#include "compiler/transform/take_apart.h"
#include "compiler/transform/unique_ways.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/RegionUtils.h"

namespace arc::transform {

namespace {

// Nested patterns are taken apart one level a round; deeper ones than this keep their inner cells.
constexpr int kMaxRounds = 16;

// Whether any place of the function is copied, passed or dropped: most functions have none.
bool HasOwnedPlaces(ir::FuncOp function, OwnershipTypes& types) {
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    ir::ParamAttr param = function.getParam(i);
    if (param && param.getMode() == ir::PassMode::Owned) return true;
  }
  for (auto local : function.getBody().front().getOps<ir::LocalOp>()) {
    if (types.HasOwner(local.getType())) return true;
  }
  return false;
}

// A block of its own on each edge from a branch to a block that others lead to as well, so that
// each edge has a place where drops can stand.
void SplitCriticalEdges(ir::FuncOp function) {
  llvm::SmallVector<mlir::Block*, 32> blocks;
  for (mlir::Block& block : function.getBody()) blocks.push_back(&block);
  for (mlir::Block* block : blocks) {
    mlir::Operation* branch = block->getTerminator();
    if (branch->getNumSuccessors() < 2) continue;
    for (unsigned i = 0; i < branch->getNumSuccessors(); ++i) {
      mlir::Block* target = branch->getSuccessor(i);
      if (target->getSinglePredecessor()) continue;
      mlir::SuccessorOperands operands =
          mlir::cast<mlir::BranchOpInterface>(branch).getSuccessorOperands(i);
      auto* edge = new mlir::Block;
      function.getBody().getBlocks().insert(target->getIterator(), edge);
      mlir::OpBuilder builder(edge, edge->end());
      mlir::cf::BranchOp::create(builder, branch->getLoc(), target,
                                 operands.getForwardedOperands());
      operands.getMutableForwardedOperands().clear();
      branch->setSuccessor(edge, i);
    }
  }
}

class OwnershipInference {
 public:
  explicit OwnershipInference(mlir::ModuleOp module)
      : module_(module),
        types_(module),
        functions_(FunctionsOf(module)),
        parameters_((RemoveUnreached(), module), types_, functions_) {}

  void Run() {
    llvm::SmallVector<ir::FuncOp, 32> work;
    for (auto function : module_.getOps<ir::FuncOp>()) work.push_back(function);
    for (size_t i = 0; i < work.size(); ++i) {
      if (work[i].isExternal()) continue;
      RunOn(work[i]);
      AllocateEarly(work[i], types_, functions_);
      FillPlaces(work[i], types_, functions_);
      LoopSums(work[i], types_);
      work.append(parameters_.pending().begin(), parameters_.pending().end());
      parameters_.pending().clear();
    }
    HandOnCells(module_, types_, functions_);
    for (auto function : module_.getOps<ir::FuncOp>()) SplitUniqueWays(function, types_.layouts());
  }

 private:
  void RemoveUnreached() {
    mlir::IRRewriter rewriter(module_.getContext());
    for (auto function : module_.getOps<ir::FuncOp>()) {
      if (!function.isExternal()) {
        (void)mlir::eraseUnreachableBlocks(rewriter, function->getRegions());
      }
    }
  }

  void RunOn(ir::FuncOp function) {
    if (!HasOwnedPlaces(function, types_)) return;
    SplitCriticalEdges(function);
    {
      PlaceTable table(function, types_, functions_);
      if (table.IsTooLarge()) return;
      RewriteBorrowedNames(table, FindBorrowedNames(table, types_));
    }
    std::optional<PlaceTable> table;
    table.emplace(function, types_, functions_);
    llvm::DenseSet<mlir::Value> made;
    // Nothing drops a parameter that was borrowed.
    for (const Place& place : table->places()) {
      if (place.is_owned_param) made.insert(place.root);
    }
    for (int round = 0; round < kMaxRounds; ++round) {
      if (!TakeApart(function, *table, parameters_, types_, made)) break;
      table.emplace(function, types_, functions_);
    }
    EndAtLastUse(function, *table, parameters_, types_, functions_, made);
    ReuseCells(function, types_.layouts());
  }

  mlir::ModuleOp module_;
  OwnershipTypes types_;
  FunctionMap functions_;
  OwnedParameters parameters_;
};

}  // namespace

void InferOwnership(mlir::ModuleOp module) { OwnershipInference(module).Run(); }

bool VerifyOwnership(mlir::ModuleOp module, std::string* error) {
  OwnershipTypes types(module);
  FunctionMap functions = FunctionsOf(module);
  for (auto function : module.getOps<ir::FuncOp>()) {
    if (function.isExternal()) continue;
    PlaceTable table(function, types, functions);
    for (const Place& place : table.places()) {
      if (!place.is_tracked || place.is_regular || place.is_loose) continue;
      llvm::raw_string_ostream out(*error);
      out << "in " << function.getSymName() << ": the value at " << place.root << " of type "
          << place.type << " is used before it begins, ends twice, or is left";
      return false;
    }
  }
  return true;
}

namespace {

struct InferOwnershipPass
    : mlir::PassWrapper<InferOwnershipPass, mlir::OperationPass<mlir::ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(InferOwnershipPass)
  llvm::StringRef getArgument() const override { return "tir-infer-ownership"; }
  llvm::StringRef getDescription() const override {
    return "move at last use, own parameters, take cells apart and use them again";
  }
  void runOnOperation() override { InferOwnership(getOperation()); }
};

struct VerifyOwnershipPass
    : mlir::PassWrapper<VerifyOwnershipPass, mlir::OperationPass<mlir::ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(VerifyOwnershipPass)
  llvm::StringRef getArgument() const override { return "tir-verify-ownership"; }
  llvm::StringRef getDescription() const override {
    return "check that values begin before use and end once on every path";
  }
  void runOnOperation() override {
    std::string error;
    if (!VerifyOwnership(getOperation(), &error)) {
      getOperation().emitError() << error;
      signalPassFailure();
    }
    markAllAnalysesPreserved();
  }
};

}  // namespace

void RegisterOwnershipPasses() {
  mlir::PassRegistration<InferOwnershipPass>();
  mlir::PassRegistration<VerifyOwnershipPass>();
}

}  // namespace arc::transform
