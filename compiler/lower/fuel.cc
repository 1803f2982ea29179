// Algorithm: each cycle of the control flow graph has an edge that leads back in a depth-first
// walk, also where the cycle is no natural loop; the count is taken at the end of the block that
// the edge leaves. A natural loop without calls keeps the counter in a stack slot between the edges
// that enter and leave it, and promotion makes a register of the slot.

#include "compiler/lower/fuel.h"

#include "comptime/api/comptime_api.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/PromoteMemToReg.h"

namespace arc::lower {

namespace {

using Edge = std::pair<const llvm::BasicBlock*, const llvm::BasicBlock*>;

// Whether it may lead to code that takes fuel.
bool IsCall(const llvm::Instruction& instruction) {
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
  return call && !call->isInlineAsm() && !llvm::isa<llvm::IntrinsicInst>(call);
}

// Calls in blocks that end the evaluation (panics) do not count: nothing comes behind them.
bool HasCalls(const llvm::BasicBlock& block) {
  if (llvm::isa<llvm::UnreachableInst>(block.getTerminator())) return false;
  return llvm::any_of(block, IsCall);
}

class Fuel {
 public:
  Fuel(llvm::Function& function, llvm::FunctionCallee out_of_fuel)
      : function_(function), out_of_fuel_(out_of_fuel), i64_(llvm::Type::getInt64Ty(Context())) {
    counter_ =
        llvm::ConstantExpr::getIntToPtr(llvm::ConstantInt::get(i64_, ARC_COMPTIME_CONTROL_ADDRESS),
                                        llvm::PointerType::get(Context(), 0));
  }

  void Run(bool promote) {
    llvm::SmallVector<Edge, 8> edges;
    llvm::FindFunctionBackedges(function_, edges);
    // Blocks that such edges leave, in the order of the function: what a set of pointers gives
    // would differ between runs.
    llvm::SmallDenseMap<const llvm::BasicBlock*, llvm::DebugLoc, 8> leaving;
    for (const Edge& edge : edges) leaving.try_emplace(edge.first, LocationOf(*edge.second));
    llvm::SmallVector<llvm::BasicBlock*, 8> ends;
    bool calls = false;
    for (llvm::BasicBlock& block : function_) {
      if (leaving.contains(&block)) ends.push_back(&block);
      calls = calls || HasCalls(block);
    }
    if (promote && !ends.empty()) FindLoops(ends);
    for (llvm::BasicBlock* end : ends) {
      Take(end->getTerminator(), leaving.lookup(end),
           InLoop(end) ? static_cast<llvm::Value*>(slot_) : counter_);
    }
    // A function that calls nothing ends, or counts in its loops.
    if (calls) Take(EntryPoint(), LineOfFunction(), counter_);
    if (slot_) Promote();
    if (!ends.empty() || calls) ForgetEffects();
  }

 private:
  struct Loop {
    llvm::SmallPtrSet<llvm::BasicBlock*, 8> blocks;
  };

  llvm::LLVMContext& Context() { return function_.getContext(); }

  bool InLoop(llvm::BasicBlock* block) const {
    return llvm::any_of(loops_, [&](const Loop& loop) { return loop.blocks.contains(block); });
  }

  // Behind the stack slots of the entry block.
  llvm::Instruction* EntryPoint() {
    llvm::BasicBlock& entry = function_.getEntryBlock();
    llvm::BasicBlock::iterator at = entry.begin();
    while (llvm::isa<llvm::AllocaInst>(at)) ++at;
    return &*at;
  }

  // The largest natural loops around `ends` that call nothing; gives them the counter in a slot.
  void FindLoops(llvm::ArrayRef<llvm::BasicBlock*> ends) {
    llvm::DominatorTree dominators(function_);
    llvm::LoopInfo info(dominators);
    llvm::SmallVector<llvm::Loop*, 4> found;
    for (llvm::BasicBlock* end : ends) {
      llvm::Loop* largest = nullptr;
      for (llvm::Loop* loop = info.getLoopFor(end); loop; loop = loop->getParentLoop()) {
        if (llvm::any_of(loop->blocks(), [](llvm::BasicBlock* b) { return HasCalls(*b); })) break;
        largest = loop;
      }
      if (largest && !llvm::is_contained(found, largest)) found.push_back(largest);
    }
    if (found.empty()) return;
    llvm::IRBuilder<> builder(&function_.getEntryBlock(), function_.getEntryBlock().begin());
    slot_ = builder.CreateAlloca(i64_);
    // All that is asked of the loops before the first edge is split.
    llvm::SmallVector<std::pair<Edge, bool>, 16> edges;  // and whether it enters
    for (llvm::Loop* loop : found) {
      for (llvm::BasicBlock* before : llvm::predecessors(loop->getHeader())) {
        if (!loop->contains(before)) AddEdge(edges, {before, loop->getHeader()}, true);
      }
      for (llvm::BasicBlock* block : loop->blocks()) {
        for (llvm::BasicBlock* after : llvm::successors(block)) {
          if (!loop->contains(after)) AddEdge(edges, {block, after}, false);
        }
      }
      Loop& kept = loops_.emplace_back();
      kept.blocks.insert(loop->block_begin(), loop->block_end());
    }
    for (const auto& [edge, enters] : edges) {
      auto* from = const_cast<llvm::BasicBlock*>(edge.first);
      auto* to = const_cast<llvm::BasicBlock*>(edge.second);
      // Nobody reads the counter behind a panic.
      if (!enters && llvm::isa<llvm::UnreachableInst>(to->getTerminator())) continue;
      // From one loop into the next: the slot keeps the counter.
      if (llvm::is_contained(edges, std::pair(edge, !enters))) continue;
      if (enters) {
        Pass(from, to, counter_, slot_);
      } else {
        Pass(from, to, slot_, counter_);
      }
    }
  }

  static void AddEdge(llvm::SmallVectorImpl<std::pair<Edge, bool>>& edges, Edge edge, bool enters) {
    // A switch may lead to a block several times.
    if (!llvm::is_contained(edges, std::pair(edge, enters))) edges.push_back({edge, enters});
  }

  // Copies the counter on all edges from one block to the other.
  void Pass(llvm::BasicBlock* from, llvm::BasicBlock* to, llvm::Value* source,
            llvm::Value* target) {
    llvm::BasicBlock* between = llvm::BasicBlock::Create(Context(), "", &function_, to);
    llvm::IRBuilder<> builder(between);
    builder.SetCurrentDebugLocation(from->getTerminator()->getDebugLoc());
    builder.CreateAlignedStore(builder.CreateAlignedLoad(i64_, source, llvm::Align(8)), target,
                               llvm::Align(8));
    builder.CreateBr(to);
    llvm::Instruction* terminator = from->getTerminator();
    for (unsigned i = 0; i < terminator->getNumSuccessors(); ++i) {
      if (terminator->getSuccessor(i) == to) terminator->setSuccessor(i, between);
    }
    for (llvm::PHINode& phi : to->phis()) {
      bool first = true;
      for (unsigned i = 0; i < phi.getNumIncomingValues();) {
        if (phi.getIncomingBlock(i) != from) {
          ++i;
        } else if (first) {
          phi.setIncomingBlock(i++, between);
          first = false;
        } else {
          phi.removeIncomingValue(i, /*DeletePHIIfEmpty=*/false);
        }
      }
    }
  }

  // Takes one from the counter at `counter` in front of `at`.
  void Take(llvm::Instruction* at, const llvm::DebugLoc& location, llvm::Value* counter) {
    llvm::IRBuilder<> builder(at);
    builder.SetCurrentDebugLocation(location);
    llvm::Value* left = builder.CreateSub(builder.CreateAlignedLoad(i64_, counter, llvm::Align(8)),
                                          builder.getInt64(1));
    builder.CreateAlignedStore(left, counter, llvm::Align(8));
    llvm::Value* out = builder.CreateICmpSLT(left, builder.getInt64(0));

    llvm::BasicBlock* block = at->getParent();
    llvm::BasicBlock* after = block->splitBasicBlock(at->getIterator());
    // One block for each place: the return address tells which loop it was.
    llvm::BasicBlock* empty = llvm::BasicBlock::Create(Context(), "", &function_);
    block->getTerminator()->eraseFromParent();
    builder.SetInsertPoint(block);
    builder.CreateCondBr(out, empty, after,
                         llvm::MDBuilder(Context()).createUnlikelyBranchWeights());
    builder.SetInsertPoint(empty);
    llvm::CallInst* call = builder.CreateCall(out_of_fuel_);
    call->setDoesNotReturn();
    call->addFnAttr(llvm::Attribute::NoMerge);
    builder.CreateUnreachable();
    // What stands behind the split belongs to the loop, too.
    for (Loop& loop : loops_) {
      if (loop.blocks.contains(block)) loop.blocks.insert(after);
    }
  }

  // Where the loop begins whose first block this is.
  llvm::DebugLoc LocationOf(const llvm::BasicBlock& block) {
    for (const llvm::Instruction& instruction : block) {
      if (instruction.getDebugLoc() && instruction.getDebugLoc().getLine()) {
        return instruction.getDebugLoc();
      }
    }
    return LineOfFunction();
  }

  llvm::DebugLoc LineOfFunction() {
    llvm::DISubprogram* subprogram = function_.getSubprogram();
    if (!subprogram) return {};
    return llvm::DILocation::get(Context(), subprogram->getLine(), 0, subprogram);
  }

  // What was inferred about the function without fuel.
  void ForgetEffects() {
    for (auto attribute : {llvm::Attribute::Memory, llvm::Attribute::WillReturn,
                           llvm::Attribute::NoSync, llvm::Attribute::Speculatable}) {
      function_.removeFnAttr(attribute);
    }
  }

  void Promote() {
    llvm::DominatorTree dominators(function_);
    llvm::PromoteMemToReg({slot_}, dominators);
  }

  llvm::Function& function_;
  llvm::FunctionCallee out_of_fuel_;
  llvm::Type* i64_;
  llvm::Constant* counter_;
  llvm::AllocaInst* slot_ = nullptr;
  llvm::SmallVector<Loop, 2> loops_;
};

}  // namespace

void AddFuel(llvm::Module& module, bool promote) {
  llvm::FunctionCallee out_of_fuel = module.getOrInsertFunction(
      "arc_comptime_out_of_fuel",
      llvm::FunctionType::get(llvm::Type::getVoidTy(module.getContext()), false));
  if (auto* function = llvm::dyn_cast<llvm::Function>(out_of_fuel.getCallee())) {
    function->setDoesNotReturn();
    function->setDoesNotThrow();
    function->setDSOLocal(true);
    function->addFnAttr(llvm::Attribute::Cold);
    function->addFnAttr(llvm::Attribute::NoMerge);
  }
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) Fuel(function, out_of_fuel).Run(promote);
  }
}

llvm::PreservedAnalyses FuelPass::run(llvm::Module& module, llvm::ModuleAnalysisManager&) {
  AddFuel(module, /*promote=*/true);
  return llvm::PreservedAnalyses::none();
}

}  // namespace arc::lower
