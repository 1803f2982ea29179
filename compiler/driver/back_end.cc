#include "compiler/driver/back_end.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "compiler/ir/dialects.h"
#include "compiler/lower/codegen.h"
#include "compiler/lower/detached_images.h"
#include "compiler/lower/lower.h"
#include "compiler/source/concat.h"
#include "compiler/transform/ownership.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/BuryPointer.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OperationSupport.h"

namespace arc::driver {
namespace {

lower::OptimizationLevel LevelOf(Optimization optimization) {
  switch (optimization) {
    case Optimization::kO0:
      return lower::OptimizationLevel::O0;
    case Optimization::kO1:
      return lower::OptimizationLevel::O1;
    case Optimization::kO2:
      return lower::OptimizationLevel::O2;
    case Optimization::kO3:
      return lower::OptimizationLevel::O3;
    case Optimization::kOs:
      return lower::OptimizationLevel::Os;
  }
}

std::string TirText(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  PrintModule(module, out);
  return text;
}

std::string GenericText(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  mlir::OpPrintingFlags flags;
  flags.printGenericOpForm();
  module.print(out, flags);
  out << '\n';
  return text;
}

}  // namespace

std::string RunBackEnd(mlir::ModuleOp module, const CompileOptions& options,
                       std::map<EmitKind, std::string>& outputs) {
  auto wants = [&options](EmitKind kind) {
    return std::find(options.emit.begin(), options.emit.end(), kind) != options.emit.end();
  };
  if (wants(EmitKind::kTir)) outputs[EmitKind::kTir] = TirText(module);
  const bool optimize = options.optimization != Optimization::kO0;
  if (optimize) transform::InferOwnership(module);
  if (wants(EmitKind::kMlir)) outputs[EmitKind::kMlir] = GenericText(module);

  lower::LowerOptions lowering;
  lowering.debug = options.debug_info ? lower::DebugInfo::Full : lower::DebugInfo::Lines;
  lowering.optimize = optimize;
  lowering.at_comptime = options.comptime_code;
  lowering.refer_to_abi_version = !options.comptime_code;
  const std::pair<EmitKind, lower::EmitKind> kinds[] = {
      {EmitKind::kLlvm, lower::EmitKind::LlvmIr},
      {EmitKind::kAssembly, lower::EmitKind::Assembly},
      {EmitKind::kObject, lower::EmitKind::Object},
  };
  for (const auto& [kind, emit] : kinds) {
    if (!wants(kind)) continue;
    // Emission optimizes in place, so each kind starts from TIR anew.
    auto context = std::make_unique<llvm::LLVMContext>();
    // Names of values are for readers.
    context->setDiscardValueNames(emit != lower::EmitKind::LlvmIr);
    std::vector<lower::DetachedImage> detached;
    lowering.detached_images = kind == EmitKind::kObject ? &detached : nullptr;
    std::unique_ptr<llvm::Module> llvm_module = lower::LowerToLlvm(module, *context, lowering);
    auto keep = llvm::scope_exit([&] {
      if (!options.process_ends) return;
      llvm::BuryPointer(std::move(llvm_module));
      llvm::BuryPointer(std::move(context));
    });
    lower::CodegenOptions codegen;
    codegen.level = LevelOf(options.optimization);
    codegen.emit = emit;
    codegen.fuel = options.comptime_code;
    codegen.runtime_bitcode = options.runtime_bitcode;
    llvm::SmallVector<char, 0> bytes;
    if (absl::Status status = lower::EmitObject(*llvm_module, codegen, bytes); !status.ok()) {
      return Concat("the back end failed: ", std::string(status.message()));
    }
    if (detached.empty()) {
      outputs[kind].assign(bytes.begin(), bytes.end());
      continue;
    }
    if (absl::Status status =
            lower::AttachImages({bytes.data(), bytes.size()}, detached, outputs[kind]);
        !status.ok()) {
      return Concat("the back end failed: ", std::string(status.message()));
    }
  }
  return "";
}

}  // namespace arc::driver
