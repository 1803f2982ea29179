// Algorithm: the way from the entry to the first branch is followed with the values that it has on
// entry (a loop around the body starts with them). If one side of the branch leads to a return
// past nothing else, the test and the value returned are made anew in front of each call, with its
// arguments in place of the parameters.

#include "compiler/lower/recursion_guards.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

namespace arc::lower {

namespace {

constexpr unsigned kMostInstructions = 4;
constexpr unsigned kMostBlocks = 4;

// What a call comes to when the first test ends it.
struct FirstTest {
  llvm::SmallVector<llvm::Instruction*, 4> steps;  // that the test and the value need
  llvm::Value* condition;
  bool ends_when;  // what the condition is then
  llvm::Value* result;
};

class Guards {
 public:
  explicit Guards(llvm::Function& function) : function_(function) {}

  bool Run() {
    if (function_.getReturnType()->isVoidTy() || function_.isVarArg()) return false;
    llvm::SmallVector<llvm::CallBase*, 4> calls;
    for (llvm::BasicBlock& block : function_) {
      for (llvm::Instruction& instruction : block) {
        auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (call && call->getCalledFunction() == &function_ && !call->isMustTailCall() &&
            !call->use_empty()) {
          calls.push_back(call);
        }
      }
    }
    if (calls.empty() || !FindTest()) return false;
    for (llvm::CallBase* call : calls) Guard(call);
    return true;
  }

 private:
  // The value on the way that was followed.
  llvm::Value* OnEntry(llvm::Value* value) const {
    llvm::Value* known = entry_values_.lookup(value);
    return known ? known : value;
  }

  // Enters `block` from `from`: its phis have the values of that edge.
  void Enter(llvm::BasicBlock* block, llvm::BasicBlock* from,
             llvm::DenseMap<llvm::Value*, llvm::Value*>& values) const {
    llvm::SmallVector<std::pair<llvm::Value*, llvm::Value*>, 4> incoming;
    for (llvm::PHINode& phi : block->phis()) {
      llvm::Value* value = phi.getIncomingValueForBlock(from);
      llvm::Value* known = values.lookup(value);
      incoming.push_back({&phi, known ? known : value});
    }
    for (auto [phi, value] : incoming) values[phi] = value;
  }

  // Collects what a test could need of the block. False when something happens before its end.
  bool Walk(llvm::BasicBlock* block) {
    for (llvm::Instruction& instruction : *block) {
      if (instruction.isTerminator()) return true;
      if (llvm::isa<llvm::PHINode>(instruction) || instruction.isDebugOrPseudoInst()) continue;
      if (llvm::isa<llvm::ICmpInst, llvm::CastInst, llvm::BinaryOperator, llvm::FreezeInst>(
              instruction) &&
          !instruction.mayHaveSideEffects() && !instruction.isIntDivRem()) {
        steps_.push_back(&instruction);
        continue;
      }
      if (instruction.mayHaveSideEffects()) return false;
    }
    return false;
  }

  bool FindTest() {
    llvm::BasicBlock* block = &function_.getEntryBlock();
    for (unsigned i = 0; i < kMostBlocks; ++i) {
      if (!Walk(block)) return false;
      auto* branch = llvm::dyn_cast<llvm::BranchInst>(block->getTerminator());
      if (!branch) return false;
      if (branch->isConditional()) {
        for (unsigned side : {0u, 1u}) {
          if (Ends(block, branch->getSuccessor(side))) {
            test_.condition = OnEntry(branch->getCondition());
            test_.ends_when = side == 0;
            return CollectSteps();
          }
        }
        return false;
      }
      llvm::BasicBlock* next = branch->getSuccessor(0);
      Enter(next, block, entry_values_);
      block = next;
    }
    return false;
  }

  // Whether this side of the branch does nothing but return.
  bool Ends(llvm::BasicBlock* from, llvm::BasicBlock* block) {
    llvm::DenseMap<llvm::Value*, llvm::Value*> values = entry_values_;
    for (unsigned i = 0; i < kMostBlocks; ++i) {
      Enter(block, from, values);
      for (llvm::Instruction& instruction : *block) {
        if (llvm::isa<llvm::PHINode>(instruction) || instruction.isTerminator()) continue;
        if (!instruction.isDebugOrPseudoInst()) return false;
      }
      if (auto* last = llvm::dyn_cast<llvm::ReturnInst>(block->getTerminator())) {
        llvm::Value* value = last->getReturnValue();
        llvm::Value* known = values.lookup(value);
        test_.result = known ? known : value;
        return true;
      }
      auto* branch = llvm::dyn_cast<llvm::BranchInst>(block->getTerminator());
      if (!branch || branch->isConditional()) return false;
      from = block;
      block = branch->getSuccessor(0);
    }
    return false;
  }

  // The steps that condition and result need, in order. False when they need more than parameters
  // and a few instructions.
  bool CollectSteps() {
    llvm::SmallPtrSet<llvm::Value*, 8> needed;
    llvm::SmallVector<llvm::Value*, 8> work = {test_.condition, test_.result};
    while (!work.empty()) {
      llvm::Value* value = OnEntry(work.pop_back_val());
      if (llvm::isa<llvm::Constant, llvm::Argument>(value) || !needed.insert(value).second)
        continue;
      auto* step = llvm::dyn_cast<llvm::Instruction>(value);
      if (!step || !llvm::is_contained(steps_, step)) return false;
      work.append(step->op_begin(), step->op_end());
    }
    for (llvm::Instruction* step : steps_) {
      if (needed.contains(step)) test_.steps.push_back(step);
    }
    // A constant condition means that the function has not been simplified yet.
    return !llvm::isa<llvm::Constant>(test_.condition) && test_.steps.size() <= kMostInstructions;
  }

  void Guard(llvm::CallBase* call) {
    llvm::DenseMap<llvm::Value*, llvm::Value*> values;
    auto here = [&](llvm::Value* value) -> llvm::Value* {
      value = OnEntry(value);
      if (auto* argument = llvm::dyn_cast<llvm::Argument>(value)) {
        return call->getArgOperand(argument->getArgNo());
      }
      llvm::Value* known = values.lookup(value);
      return known ? known : value;
    };
    llvm::IRBuilder<> builder(call);
    for (llvm::Instruction* step : test_.steps) {
      llvm::Instruction* again = step->clone();
      for (llvm::Use& operand : again->operands()) operand.set(here(operand));
      // What holds behind tests in the function need not hold here.
      again->dropPoisonGeneratingFlags();
      again->dropUnknownNonDebugMetadata();
      again->setDebugLoc(call->getDebugLoc());
      builder.Insert(again, step->getName());
      values[step] = again;
    }
    // Arguments may be poison where the function would not look at them; here they are looked at
    // just as the function does first of all.
    llvm::Value* condition = here(test_.condition);
    llvm::Value* result = here(test_.result);
    llvm::BasicBlock* before = call->getParent();
    llvm::BasicBlock* calls = llvm::SplitBlock(before, call);
    auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(call);
    llvm::BasicBlock* after = invoke ? llvm::SplitEdge(calls, invoke->getNormalDest())
                                     : llvm::SplitBlock(calls, std::next(call->getIterator()));
    before->getTerminator()->eraseFromParent();
    builder.SetInsertPoint(before);
    builder.SetCurrentDebugLocation(call->getDebugLoc());
    if (test_.ends_when) {
      builder.CreateCondBr(condition, after, calls);
    } else {
      builder.CreateCondBr(condition, calls, after);
    }
    builder.SetInsertPoint(after, after->begin());
    llvm::PHINode* value = builder.CreatePHI(call->getType(), 2);
    call->replaceAllUsesWith(value);
    value->addIncoming(call, calls);
    value->addIncoming(result, before);
  }

  llvm::Function& function_;
  llvm::DenseMap<llvm::Value*, llvm::Value*> entry_values_;
  llvm::SmallVector<llvm::Instruction*, 8> steps_;
  FirstTest test_;
};

}  // namespace

llvm::PreservedAnalyses RecursionGuardsPass::run(llvm::Function& function,
                                                 llvm::FunctionAnalysisManager&) {
  return Guards(function).Run() ? llvm::PreservedAnalyses::none() : llvm::PreservedAnalyses::all();
}

}  // namespace arc::lower
