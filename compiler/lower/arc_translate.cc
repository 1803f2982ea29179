// arc-translate: lowers a TIR file, for tests and debugging. `arc-translate --tir-to-llvmir
// x.mlir`.

#include <memory>
#include <string>

#include "compiler/ir/dialects.h"
#include "compiler/lower/codegen.h"
#include "compiler/lower/lower.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace cl = llvm::cl;
using arc::lower::EmitKind;
using arc::lower::OptimizationLevel;

int main(int argc, char** argv) {
  llvm::InitLLVM init(argc, argv);
  cl::OptionCategory category("arc-translate");
  cl::opt<std::string> input(cl::Positional, cl::desc("<file>"), cl::init("-"), cl::cat(category));
  cl::opt<std::string> output("o", cl::desc("output file"), cl::init("-"), cl::cat(category));
  enum class Action { TirToLlvmIr, Emit, VerifyUnwinding };
  cl::opt<Action> action(
      cl::desc("what to do"), cl::Required,
      cl::values(clEnumValN(Action::TirToLlvmIr, "tir-to-llvmir", "print what the lowering makes"),
                 clEnumValN(Action::Emit, "tir-to-output", "optimize and emit"),
                 clEnumValN(Action::VerifyUnwinding, "tir-verify-unwinding",
                            "check that nothing is left for a panic where functions return")),
      cl::cat(category));
  cl::opt<EmitKind> emit("emit", cl::desc("output of --tir-to-output"), cl::init(EmitKind::Object),
                         cl::values(clEnumValN(EmitKind::Object, "obj", "object"),
                                    clEnumValN(EmitKind::Assembly, "asm", "assembly"),
                                    clEnumValN(EmitKind::LlvmIr, "llvm", "optimized LLVM IR"),
                                    clEnumValN(EmitKind::Bitcode, "bc", "optimized bitcode")),
                         cl::cat(category));
  cl::opt<OptimizationLevel> level(cl::desc("optimization"), cl::init(OptimizationLevel::O0),
                                   cl::values(clEnumValN(OptimizationLevel::O0, "O0", "none"),
                                              clEnumValN(OptimizationLevel::O1, "O1", "some"),
                                              clEnumValN(OptimizationLevel::O2, "O2", "default"),
                                              clEnumValN(OptimizationLevel::O3, "O3", "all"),
                                              clEnumValN(OptimizationLevel::Os, "Os", "for size")),
                                   cl::cat(category));
  cl::opt<int> debug("g", cl::desc("debug information: 0 none, 1 lines, 2 variables"), cl::init(0),
                     cl::cat(category));
  cl::opt<bool> abi("abi-reference", cl::desc("refer to the runtime's ABI version"),
                    cl::init(false), cl::cat(category));
  cl::opt<std::string> cpu("cpu", cl::desc("processor"), cl::cat(category));
  cl::opt<std::string> bitcode("runtime-bitcode", cl::desc("hot paths of the runtime to inline"),
                               cl::cat(category));
  cl::opt<bool> at_comptime("at-comptime", cl::desc("for code that runs during the build"),
                            cl::init(false), cl::cat(category));
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "Arc lowering\n");

  auto context = arc::MakeContext();
  llvm::SourceMgr sources;
  mlir::SourceMgrDiagnosticHandler handler(sources, context.get());
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::parseSourceFile<mlir::ModuleOp>(input, sources, context.get());
  if (!module) return 1;
  std::string error;
  if (!arc::VerifyModule(*module, &error)) {
    llvm::errs() << error;
    return 1;
  }

  if (action == Action::VerifyUnwinding) {
    if (arc::lower::VerifyUnwindStates(*module, &error)) return 0;
    llvm::errs() << error << '\n';
    return 1;
  }

  arc::lower::LowerOptions options;
  options.optimize = level != OptimizationLevel::O0;
  options.debug = debug == 0   ? arc::lower::DebugInfo::None
                  : debug == 1 ? arc::lower::DebugInfo::Lines
                               : arc::lower::DebugInfo::Full;
  options.refer_to_abi_version = abi;
  options.at_comptime = at_comptime;
  llvm::LLVMContext llvm_context;
  std::unique_ptr<llvm::Module> lowered = arc::lower::LowerToLlvm(*module, llvm_context, options);
  if (llvm::verifyModule(*lowered, &llvm::errs())) {
    llvm::errs() << "the lowering made an invalid module\n";
    return 1;
  }

  std::error_code code;
  llvm::ToolOutputFile file(output, code, llvm::sys::fs::OF_None);
  if (code) {
    llvm::errs() << output << ": " << code.message() << '\n';
    return 1;
  }
  if (action == Action::TirToLlvmIr) {
    lowered->print(file.os(), nullptr);
  } else {
    arc::lower::CodegenOptions codegen;
    codegen.level = level;
    codegen.emit = emit;
    codegen.cpu = cpu;
    codegen.runtime_bitcode = bitcode;
    codegen.fuel = at_comptime;
    llvm::SmallVector<char, 0> bytes;
    absl::Status status = arc::lower::EmitObject(*lowered, codegen, bytes);
    if (!status.ok()) {
      llvm::errs() << std::string(status.message()) << '\n';
      return 1;
    }
    file.os().write(bytes.data(), bytes.size());
  }
  file.keep();
  return 0;
}
