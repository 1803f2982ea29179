#include "compiler/lower/codegen_passes.h"

#include <iterator>

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/InlineCost.h"
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

}  // namespace

llvm::SmallVector<llvm::StringRef, 64> LeftOutPasses(bool has_variables) {
  llvm::SmallVector<llvm::StringRef, 64> names(std::begin(kLeftOut), std::end(kLeftOut));
  if (!has_variables) names.append(std::begin(kForVariables), std::end(kForVariables));
  return names;
}

CodegenPassManager::CodegenPassManager(const llvm::Module& module)
    : left_out_(LeftOutPasses(HasVariables(module))) {}

void CodegenPassManager::add(llvm::Pass* pass) {
  if (llvm::is_contained(left_out_, pass->getPassName())) {
    delete pass;
    return;
  }
  PassManager::add(pass);
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
