#include "compiler/lower/codegen.h"

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "compiler/lower/codegen_passes.h"
#include "compiler/lower/fuel.h"
#include "compiler/lower/recursion_guards.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassManager.h"
#include "llvm/Linker/Linker.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/StandardInstrumentations.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"

namespace arc::lower {

namespace {

void InitializeTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    llvm::InitializeNativeTargetAsmParser();
  });
}

// The features of the machine this runs on.
std::string HostFeatures() {
  llvm::SubtargetFeatures features;
  for (const auto& [name, enabled] : llvm::sys::getHostCPUFeatures()) {
    features.AddFeature(name, enabled);
  }
  return features.getString();
}

llvm::CodeGenOptLevel InstructionSelection(OptimizationLevel level) {
  switch (level) {
    case OptimizationLevel::O0:
      return llvm::CodeGenOptLevel::None;
    case OptimizationLevel::O1:
      return llvm::CodeGenOptLevel::Less;
    case OptimizationLevel::O2:
    case OptimizationLevel::Os:
      return llvm::CodeGenOptLevel::Default;
    case OptimizationLevel::O3:
      return llvm::CodeGenOptLevel::Aggressive;
  }
  llvm_unreachable("unknown level");
}

llvm::OptimizationLevel Pipeline(OptimizationLevel level) {
  switch (level) {
    case OptimizationLevel::O0:
      return llvm::OptimizationLevel::O0;
    case OptimizationLevel::O1:
      return llvm::OptimizationLevel::O1;
    case OptimizationLevel::O2:
      return llvm::OptimizationLevel::O2;
    case OptimizationLevel::O3:
      return llvm::OptimizationLevel::O3;
    case OptimizationLevel::Os:
      return llvm::OptimizationLevel::Os;
  }
  llvm_unreachable("unknown level");
}

absl::StatusOr<std::unique_ptr<llvm::TargetMachine>> MakeTargetMachine(
    const llvm::Module& module, const CodegenOptions& options) {
  InitializeTargets();
  std::string error;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(module.getTargetTriple(), error);
  if (!target) {
    return absl::InvalidArgumentError(
        absl::StrCat("no code generator for ", module.getTargetTriple().str(), ": ", error));
  }
  std::string cpu = options.cpu, features = options.features;
  if (cpu.empty() && module.getTargetTriple().isX86()) cpu = "x86-64";
  if (cpu == "native") {
    cpu = llvm::sys::getHostCPUName().str();
    features = absl::StrCat(HostFeatures(), features.empty() ? "" : ",", features);
  }
  llvm::TargetOptions target_options;
  // The linker drops what is not reached.
  target_options.FunctionSections = true;
  target_options.DataSections = true;
  target_options.UniqueSectionNames = true;
  // Jumps get their long form at once: finding out which can be short takes longer than the longer
  // code costs anybody.
  target_options.MCOptions.MCRelaxAll = options.level == OptimizationLevel::O0;
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      module.getTargetTriple(), cpu, features, target_options,
      options.position_independent ? llvm::Reloc::PIC_ : llvm::Reloc::Static,
      llvm::CodeModel::Small, InstructionSelection(options.level)));
  if (!machine) {
    return absl::InvalidArgumentError(
        absl::StrCat("no code generator for ", module.getTargetTriple().str()));
  }
  if (!machine->getMCSubtargetInfo()->isCPUStringValid(cpu)) {
    return absl::InvalidArgumentError(absl::StrCat("unknown processor '", cpu, "'"));
  }
  machine->setOptLevel(InstructionSelection(options.level));
  return machine;
}

// The definitions become available to the inliner, but the archive of the runtime stays the one
// that defines them: what was not inlined is dropped again.
absl::Status LinkRuntimeBitcode(llvm::Module& module, const std::string& path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    return absl::NotFoundError(absl::StrCat(path, ": ", buffer.getError().message()));
  }
  auto runtime = llvm::getLazyBitcodeModule((*buffer)->getMemBufferRef(), module.getContext(),
                                            /*ShouldLazyLoadMetadata=*/true);
  if (!runtime) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", llvm::toString(runtime.takeError())));
  }
  (*runtime)->setTargetTriple(module.getTargetTriple());
  (*runtime)->setDataLayout(module.getDataLayout());
  llvm::SmallVector<std::string, 16> defined;
  for (const llvm::Function& function : **runtime) {
    if (!function.isDeclaration() && !function.hasLocalLinkage()) {
      defined.push_back(function.getName().str());
    }
  }
  if (llvm::Linker::linkModules(module, std::move(*runtime), llvm::Linker::LinkOnlyNeeded)) {
    return absl::InternalError(absl::StrCat(path, ": does not link"));
  }
  // Calls by way of a table of addresses, which the linker would undo, take a register in loops.
  for (llvm::Function& function : module) {
    function.removeFnAttr(llvm::Attribute::NonLazyBind);
    for (llvm::User* user : function.users()) {
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(user)) {
        call->removeFnAttr(llvm::Attribute::NonLazyBind);
      }
    }
  }
  for (const std::string& name : defined) {
    llvm::Function* function = module.getFunction(name);
    if (!function || function->isDeclaration()) continue;
    function->setComdat(nullptr);
    function->setLinkage(llvm::GlobalValue::AvailableExternallyLinkage);
    // Attributes of a freestanding compilation that the inliner would take for differences that
    // matter. The processor becomes that of this module.
    for (const char* attribute : {"no-builtins", "target-cpu", "target-features", "tune-cpu"}) {
      function->removeFnAttr(attribute);
    }
  }
  return absl::OkStatus();
}

void RunPipeline(llvm::Module& module, llvm::TargetMachine& machine,
                 const CodegenOptions& options) {
  if (options.level == OptimizationLevel::O0) {
    InlineAlways(module);
    if (options.fuel) AddFuel(module, /*promote=*/false);
    return;
  }
  llvm::PipelineTuningOptions tuning;
  llvm::PassInstrumentationCallbacks callbacks;
  llvm::StandardInstrumentations instrumentations(module.getContext(), /*DebugLogging=*/false);
  if (options.time_passes) instrumentations.registerCallbacks(callbacks);
  llvm::PassBuilder builder(&machine, tuning, std::nullopt, &callbacks);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  if (options.level == OptimizationLevel::O2 || options.level == OptimizationLevel::O3) {
    builder.registerVectorizerStartEPCallback(
        [](llvm::FunctionPassManager& passes, llvm::OptimizationLevel) {
          passes.addPass(RecursionGuardsPass());
        });
  }
  if (options.fuel) {
    builder.registerOptimizerLastEPCallback(
        [](llvm::ModulePassManager& passes, llvm::OptimizationLevel, llvm::ThinOrFullLTOPhase) {
          passes.addPass(FuelPass());
        });
  }
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager passes = builder.buildPerModuleDefaultPipeline(Pipeline(options.level));
  passes.run(module, modules);
}

absl::Status OptimizeFor(llvm::Module& module, llvm::TargetMachine& machine,
                         const CodegenOptions& options) {
  module.setDataLayout(machine.createDataLayout());
  if (!options.runtime_bitcode.empty() && options.level != OptimizationLevel::O0) {
    if (absl::Status status = LinkRuntimeBitcode(module, options.runtime_bitcode); !status.ok()) {
      return status;
    }
  }
  // Each function says for which processor it is compiled, so that inlining across modules with
  // other settings stays right and the optimizer knows the vector width.
  llvm::AttrBuilder attributes(module.getContext());
  attributes.addAttribute("target-cpu", machine.getTargetCPU());
  if (!machine.getTargetFeatureString().empty()) {
    attributes.addAttribute("target-features", machine.getTargetFeatureString());
  }
  if (options.level == OptimizationLevel::Os) {
    attributes.addAttribute(llvm::Attribute::OptimizeForSize);
  }
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) function.addFnAttrs(attributes);
  }
  RunPipeline(module, machine, options);
  return absl::OkStatus();
}

}  // namespace

absl::Status Optimize(llvm::Module& module, const CodegenOptions& options) {
  auto machine = MakeTargetMachine(module, options);
  if (!machine.ok()) return machine.status();
  return OptimizeFor(module, **machine, options);
}

absl::Status EmitObject(llvm::Module& module, const CodegenOptions& options,
                        llvm::SmallVectorImpl<char>& output) {
  auto machine = MakeTargetMachine(module, options);
  if (!machine.ok()) return machine.status();
  if (absl::Status status = OptimizeFor(module, **machine, options); !status.ok()) return status;

  llvm::raw_svector_ostream stream(output);
  switch (options.emit) {
    case EmitKind::LlvmIr:
      module.print(stream, nullptr);
      return absl::OkStatus();
    case EmitKind::Bitcode:
      llvm::WriteBitcodeToFile(module, stream);
      return absl::OkStatus();
    case EmitKind::Object:
    case EmitKind::Assembly:
      break;
  }
  CodegenPassManager passes(module, options.level == OptimizationLevel::O0);
  // Without it the code generator would take each call of `sin` and the like for an unknown
  // function.
  passes.add(new llvm::TargetLibraryInfoWrapperPass(module.getTargetTriple()));
  llvm::CodeGenFileType type = options.emit == EmitKind::Object
                                   ? llvm::CodeGenFileType::ObjectFile
                                   : llvm::CodeGenFileType::AssemblyFile;
  if ((*machine)->addPassesToEmitFile(passes, stream, nullptr, type, /*DisableVerify=*/true)) {
    return absl::InternalError(
        absl::StrCat("cannot emit code for ", module.getTargetTriple().str()));
  }
  passes.run(module);
  return absl::OkStatus();
}

absl::Status EmitObjectFile(llvm::Module& module, const CodegenOptions& options,
                            const std::string& path) {
  llvm::SmallVector<char, 0> bytes;
  if (absl::Status status = EmitObject(module, options, bytes); !status.ok()) return status;
  std::error_code error;
  llvm::raw_fd_ostream file(path, error);
  if (error) return absl::UnknownError(absl::StrCat(path, ": ", error.message()));
  file.write(bytes.data(), bytes.size());
  file.close();
  if (file.has_error()) {
    std::string message = file.error().message();
    file.clear_error();
    return absl::UnknownError(absl::StrCat(path, ": ", message));
  }
  return absl::OkStatus();
}

}  // namespace arc::lower
