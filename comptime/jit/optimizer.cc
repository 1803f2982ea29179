#include "comptime/jit/optimizer.h"

#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/Analysis/InlineCost.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/IndVarSimplify.h"
#include "llvm/Transforms/Scalar/JumpThreading.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"
#include "llvm/Transforms/Utils/Cloning.h"

namespace arc::comptime {

namespace {

// Instructions of a simplified function without loops that is inlined wherever it is called.
constexpr unsigned kSmall = 45;
// A function that has become larger takes in only what it must.
constexpr unsigned kLarge = 4000;

// Instructions that become code.
unsigned SizeOf(const llvm::Function& function) {
  unsigned size = 0;
  for (const llvm::BasicBlock& block : function) {
    for (const llvm::Instruction& instruction : block) {
      if (!llvm::isa<llvm::IntrinsicInst, llvm::AllocaInst>(instruction)) ++size;
    }
  }
  return size;
}

// In a loop the call does not count.
bool HasLoops(const llvm::Function& function) {
  llvm::SmallVector<std::pair<const llvm::BasicBlock*, const llvm::BasicBlock*>, 4> edges;
  llvm::FindFunctionBackedges(function, edges);
  return !edges.empty();
}

}  // namespace

struct Optimizer::State {
  State(llvm::TargetMachine& machine, Effort effort) : builder(&machine) {
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(components);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, components, modules);
    if (effort == Effort::kLittle) {
      AddFewPasses();
    } else {
      AddPasses();
    }
  }

  // What quickly made code of its own cannot do without. Loops as they are: moving things out of
  // them takes half as long as all of this, and what they then hold in registers does not stay
  // there in such code.
  void AddFewPasses() {
    passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    passes.addPass(llvm::EarlyCSEPass());
    passes.addPass(llvm::InstCombinePass());
    passes.addPass(llvm::SimplifyCFGPass());
  }

  void AddPasses() {
    passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
    passes.addPass(llvm::SimplifyCFGPass(
        llvm::SimplifyCFGOptions().convertSwitchRangeToICmp(true).hoistCommonInsts(false)));
    passes.addPass(llvm::InstCombinePass());
    passes.addPass(llvm::SimplifyCFGPass());
    llvm::LoopPassManager rotate;
    rotate.addPass(llvm::LoopRotatePass(/*EnableHeaderDuplication=*/true));
    rotate.addPass(llvm::LICMPass(llvm::LICMOptions()));
    rotate.addPass(llvm::IndVarSimplifyPass());
    passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(rotate),
                                                         /*UseMemorySSA=*/true));
    llvm::LoopPassManager unroll;
    unroll.addPass(llvm::LoopFullUnrollPass(/*OptLevel=*/2));
    passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(unroll)));
    passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    passes.addPass(llvm::GVNPass());
    passes.addPass(llvm::InstCombinePass());
    passes.addPass(llvm::SimplifyCFGPass());
  }

  llvm::PassBuilder builder;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::FunctionPassManager passes;
};

Optimizer::Optimizer(llvm::TargetMachine& machine, Effort effort)
    : state_(std::make_unique<State>(machine, effort)) {}
Optimizer::~Optimizer() = default;

namespace {

// Functions of the module, callees before their callers where they do not call each other.
std::vector<llvm::Function*> CalleesFirst(llvm::Module& module) {
  std::vector<llvm::Function*> order;
  llvm::SmallPtrSet<llvm::Function*, 32> seen;
  struct Frame {
    llvm::Function* function;
    std::vector<llvm::Function*> callees;
  };
  auto callees = [](llvm::Function* function) {
    std::vector<llvm::Function*> called;
    for (llvm::BasicBlock& block : *function) {
      for (llvm::Instruction& instruction : block) {
        auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (call && call->getCalledFunction()) called.push_back(call->getCalledFunction());
      }
    }
    std::reverse(called.begin(), called.end());
    return called;
  };
  std::vector<Frame> frames;
  for (llvm::Function& root : module) {
    if (root.isDeclaration() || !seen.insert(&root).second) continue;
    frames.push_back({&root, callees(&root)});
    while (!frames.empty()) {
      Frame& frame = frames.back();
      if (frame.callees.empty()) {
        order.push_back(frame.function);
        frames.pop_back();
        continue;
      }
      llvm::Function* next = frame.callees.back();
      frame.callees.pop_back();
      if (!next->isDeclaration() && seen.insert(next).second) {
        frames.push_back({next, callees(next)});
      }
    }
  }
  return order;
}

}  // namespace

void Optimizer::Run(llvm::Module& module, std::vector<std::string>& small) {
  // By function that is done, whether it is small.
  llvm::DenseMap<llvm::Function*, bool> done;
  for (llvm::Function* function : CalleesFirst(module)) {
    std::vector<llvm::CallBase*> calls;
    for (llvm::BasicBlock& block : *function) {
      for (llvm::Instruction& instruction : block) {
        auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (!call || call->isNoInline()) continue;
        llvm::Function* callee = call->getCalledFunction();
        if (callee && callee != function && done.contains(callee)) calls.push_back(call);
      }
    }
    // What runs once is left as it is, but for what must be part of it.
    const bool as_it_is = function->hasOptNone();
    unsigned size = SizeOf(*function);
    for (llvm::CallBase* call : calls) {
      llvm::Function* callee = call->getCalledFunction();
      const bool always = callee->hasFnAttribute(llvm::Attribute::AlwaysInline);
      if (!always && as_it_is) continue;
      if (!always && (callee->hasFnAttribute(llvm::Attribute::NoInline) ||
                      callee->hasFnAttribute(llvm::Attribute::Cold) || size > kLarge)) {
        continue;
      }
      const unsigned added = SizeOf(*callee);
      if (!always && !done.lookup(callee)) continue;
      if (!llvm::isInlineViable(*callee).isSuccess()) continue;
      llvm::InlineFunctionInfo info;
      if (llvm::InlineFunction(*call, info, /*MergeAttributes=*/true).isSuccess()) size += added;
    }
    if (as_it_is) {
      done[function] = false;
      continue;
    }
    state_->passes.run(*function, state_->functions);
    state_->functions.clear(*function, function->getName());
    const bool is_small = SizeOf(*function) <= kSmall && !HasLoops(*function);
    done[function] = is_small;
    if (is_small) small.push_back(function->getName().str());
  }
  // What only others called and is inlined everywhere.
  bool changed = true;
  while (changed) {
    changed = false;
    for (llvm::Function& function : llvm::make_early_inc_range(module)) {
      if (function.hasAvailableExternallyLinkage()) {
        function.deleteBody();
        function.setDSOLocal(true);
        changed = true;
        continue;
      }
      function.removeDeadConstantUsers();
      if (function.hasLocalLinkage() && function.use_empty()) {
        function.eraseFromParent();
        changed = true;
      }
    }
  }
  state_->functions.clear();
  state_->loops.clear();
  state_->modules.clear();
  state_->components.clear();
}

}  // namespace arc::comptime
