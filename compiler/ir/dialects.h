// Registration, verification and printing of TIR modules, without MLIR's headers.

#ifndef ARC_COMPILER_IR_DIALECTS_H_
#define ARC_COMPILER_IR_DIALECTS_H_

#include <memory>
#include <string>

namespace llvm {
class raw_ostream;  // NOLINT(readability-identifier-naming): a name of LLVM
}  // namespace llvm

namespace mlir {
class DialectRegistry;
class MLIRContext;
class ModuleOp;
}  // namespace mlir

namespace arc {

// Adds what TIR modules are made of (`tir`, `cf`) and loads it.
void RegisterDialects(mlir::MLIRContext& context);
void RegisterDialects(mlir::DialectRegistry& registry);

// A context as the compiler uses it: dialects loaded, no threads of MLIR's own (a compilation is
// one thread's work, and uniquing without locks is faster). MLIRContext is incomplete here, so the
// pointer carries its deleter.
struct ContextDeleter {
  void operator()(mlir::MLIRContext* context) const;
};
std::unique_ptr<mlir::MLIRContext, ContextDeleter> MakeContext();

// MLIR's verification, then what needs the whole module: each `!tir.named` is defined exactly once,
// no type contains itself without a box, field and case indices exist, hooks exist and have the
// right signature. On failure `error` holds the first messages, one a line.
bool VerifyModule(mlir::ModuleOp module, std::string* error);

// Text form, for --emit=tir. `debug_info`: with locations.
void PrintModule(mlir::ModuleOp module, llvm::raw_ostream& stream, bool debug_info = false);

}  // namespace arc

#endif  // ARC_COMPILER_IR_DIALECTS_H_
