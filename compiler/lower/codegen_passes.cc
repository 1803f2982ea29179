#include "compiler/lower/codegen_passes.h"

#include <iterator>

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/InlineCost.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/Pass.h"
#include "llvm/Transforms/Utils/Cloning.h"

namespace arc::lower {
namespace {

// By the names that LLVM prints: most of these passes are known by nothing else outside of LLVM.
constexpr llvm::StringLiteral kLeftOut[] = {
    // Integers wider than 128 bits, and divisions of floats without a function for it.
    "Expand IR instructions",
    // Tiles, which C reaches by intrinsics only.
    "Lower AMX intrinsics",
    "Lower AMX type for load/store",
    "Fast Tile Register Preconfigure",
    "Fast Tile Register Configure",
    "Tile Register Pre-configure",
    "Tile Register Configure",
    "X86 Lower Tile Copy",
    // Garbage collectors, deoptimization, patching of running code, profilers.
    "Lower Garbage Collection Instructions",
    "Shadow Stack GC Lowering",
    "Analyze Machine Code For Garbage Collection",
    "Fixup Statepoint Caller Saved",
    "StackMap Liveness Analysis",
    "Instrument function entry/exit with calls to e.g. mcount() (post inlining)",
    "Insert fentry calls",
    "Insert XRay ops",
    "Implement the 'patchable-function' attribute",
    "Pseudo Probe Inserter",
    "Machine Sanitizer Binary Metadata",
    // Addresses of labels, `asm goto`, exceptions of other systems.
    "Expand indirectbr instructions",
    "Prepare callbr",
    "Contiguously Lay Out Funclets",
    // Guards against attacks, which C asks for by options.
    "Safe Stack instrumentation pass",
    "X86 speculative load hardening",
    "X86 Speculative Execution Side Effect Suppression",
    "X86 Load Value Injection (LVI) Load Hardening",
    "X86 Load Value Injection (LVI) Ret-Hardening",
    "X86 Indirect Branch Tracking",
    "X86 Indirect Thunks",
    "X86 Return Thunks",
    "Insert KCFI indirect call checks",
    // Registers of the x87, for `long double`.
    "X86 FP Stackifier",
    "X86 insert wait instruction",
    // Fake uses, for debuggers of optimized C; remarks about frames.
    "Remove Loads Into Fake Uses",
    "Stack Frame Layout Analysis",
};

// They follow the places of variables.
constexpr llvm::StringLiteral kForVariables[] = {
    "Live DEBUG_VALUE analysis",
    "Remove Redundant DEBUG_VALUE analysis",
};

bool HasVariables(const llvm::Module& module) {
  return llvm::any_of(module.debug_compile_units(), [](const llvm::DICompileUnit* unit) {
    return unit->getEmissionKind() == llvm::DICompileUnit::FullDebug;
  });
}

// The pass behind which all machine code has been selected.
constexpr llvm::StringLiteral kSelected = "Finalize ISel and expand pseudo-instructions";

// Selection at -O0 makes a value of the carry of each checked sum, though the jump that is its only
// use looks at the flags. The instruction stands right before the jump.
class UnusedFlags : public llvm::MachineFunctionPass {
 public:
  UnusedFlags() : MachineFunctionPass(id_) {}
  llvm::StringRef getPassName() const override { return "Arc: flags that nobody reads"; }
  void getAnalysisUsage(llvm::AnalysisUsage& usage) const override {
    usage.setPreservesCFG();
    MachineFunctionPass::getAnalysisUsage(usage);
  }
  bool runOnMachineFunction(llvm::MachineFunction& function) override {
    const llvm::MachineRegisterInfo& registers = function.getRegInfo();
    const auto unused = [&](const llvm::MachineOperand& operand) {
      return operand.getReg().isVirtual() && registers.use_empty(operand.getReg());
    };
    bool changed = false;
    for (llvm::MachineBasicBlock& block : function) {
      auto jump = block.getFirstTerminator();
      if (jump == block.end() || jump == block.begin()) continue;
      llvm::MachineInstr& before = *std::prev(jump);
      if (before.getNumDefs() == 0 || !before.wouldBeTriviallyDead() ||
          !llvm::all_of(before.all_defs(), unused)) {
        continue;
      }
      before.eraseFromParent();
      changed = true;
    }
    return changed;
  }

 private:
  static char id_;
};
char UnusedFlags::id_ = 0;

}  // namespace

llvm::SmallVector<llvm::StringRef, 64> LeftOutPasses(bool has_variables) {
  llvm::SmallVector<llvm::StringRef, 64> names(std::begin(kLeftOut), std::end(kLeftOut));
  if (!has_variables) names.append(std::begin(kForVariables), std::end(kForVariables));
  return names;
}

CodegenPassManager::CodegenPassManager(const llvm::Module& module, bool drop_unused_flags)
    : left_out_(LeftOutPasses(HasVariables(module))), drop_unused_flags_(drop_unused_flags) {}

void CodegenPassManager::add(llvm::Pass* pass) {
  if (llvm::is_contained(left_out_, pass->getPassName())) {
    delete pass;
    return;
  }
  const bool selected = drop_unused_flags_ && pass->getPassName() == kSelected;
  PassManager::add(pass);
  if (selected) PassManager::add(new UnusedFlags);
}

void InlineAlways(llvm::Module& module) {
  for (llvm::Function& function : llvm::make_early_inc_range(module)) {
    if (function.isDeclaration() || !function.hasFnAttribute(llvm::Attribute::AlwaysInline)) {
      continue;
    }
    if (!llvm::isInlineViable(function).isSuccess()) continue;
    llvm::SmallVector<llvm::CallBase*, 16> calls;
    for (llvm::User* user : function.users()) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(user);
      if (call && call->getCalledFunction() == &function && call->getFunction() != &function &&
          !call->isNoInline()) {
        calls.push_back(call);
      }
    }
    for (llvm::CallBase* call : calls) {
      llvm::InlineFunctionInfo info;
      llvm::InlineFunction(*call, info, /*MergeAttributes=*/true, /*CalleeAAR=*/nullptr,
                           /*InsertLifetime=*/false);
    }
    function.removeDeadConstantUsers();
    const llvm::Comdat* comdat = function.getComdat();
    if (function.isDefTriviallyDead() && (!comdat || comdat->getUsers().size() == 1)) {
      function.eraseFromParent();
    }
  }
}

}  // namespace arc::lower
