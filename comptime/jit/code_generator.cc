#include "comptime/jit/code_generator.h"

#include <mutex>

#include "compiler/lower/codegen_passes.h"
#include "compiler/lower/fuel.h"
#include "comptime/jit/optimizer.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

namespace arc::comptime {

namespace {

constexpr char kTriple[] = "x86_64-unknown-linux-gnu";

std::unique_ptr<llvm::TargetMachine> MakeTargetMachine(Tier tier) {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  std::string error;
  const llvm::Triple triple(kTriple);
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, error);
  llvm::TargetOptions options;
  // What stays and what goes after use are sections of their own.
  options.FunctionSections = true;
  options.DataSections = true;
  // Long jumps at once: finding out which can be short takes longer than they do.
  options.MCOptions.MCRelaxAll = !IsOptimized(tier);
  // The processor of programs, not that of this machine: results are the same everywhere.
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      triple, "x86-64", "", options, llvm::Reloc::Static, llvm::CodeModel::Small,
      IsOptimized(tier) ? llvm::CodeGenOptLevel::Default : llvm::CodeGenOptLevel::None,
      /*JIT=*/false));
  return machine;
}

}  // namespace

const char* CodeTriple() { return kTriple; }

struct CodeGenerator::State {
  explicit State(Tier tier) : tier(tier), machine(MakeTargetMachine(tier)), stream(output) {}

  const Tier tier;
  std::unique_ptr<llvm::TargetMachine> machine;
  std::unique_ptr<Optimizer> optimizer;
  // Made with the first module; the passes put themselves back behind each.
  std::unique_ptr<lower::CodegenPassManager> passes;
  llvm::SmallVector<char, 0> output;
  llvm::raw_svector_ostream stream;
};

CodeGenerator::CodeGenerator(Tier tier) : state_(std::make_unique<State>(tier)) {}
CodeGenerator::~CodeGenerator() = default;

llvm::SmallVector<char, 0> CodeGenerator::Run(llvm::Module& module,
                                              std::vector<std::string>& small) {
  module.setDataLayout(state_->machine->createDataLayout());
  if (!IsSimplified(state_->tier)) {
    lower::InlineAlways(module);
    for (llvm::Function& function : llvm::make_early_inc_range(module)) {
      if (!function.hasAvailableExternallyLinkage()) continue;
      function.deleteBody();
      function.setDSOLocal(true);
    }
    lower::AddFuel(module, /*promote=*/false);
  } else {
    if (!state_->optimizer) {
      state_->optimizer = std::make_unique<Optimizer>(
          *state_->machine,
          IsOptimized(state_->tier) ? Optimizer::Effort::kUsual : Optimizer::Effort::kLittle);
    }
    state_->optimizer->Run(module, small);
    lower::AddFuel(module, /*promote=*/true);
  }
  if (!state_->passes) {
    state_->passes = std::make_unique<lower::CodegenPassManager>(
        module, /*drop_unused_flags=*/!IsOptimized(state_->tier));
    state_->passes->add(new llvm::TargetLibraryInfoWrapperPass(module.getTargetTriple()));
    state_->machine->addPassesToEmitFile(*state_->passes, state_->stream, nullptr,
                                         llvm::CodeGenFileType::ObjectFile,
                                         /*DisableVerify=*/true);
  }
  state_->output.clear();
  state_->passes->run(module);
  llvm::SmallVector<char, 0> object(state_->output.begin(), state_->output.end());
  return object;
}

}  // namespace arc::comptime
