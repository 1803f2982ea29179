#include "compiler/ir/dialects.h"

#include "compiler/ir/tir.h"
#include "compiler/ir/verify_module.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"

namespace arc {

void RegisterDialects(mlir::DialectRegistry& registry) {
  registry.insert<ir::TIRDialect, mlir::cf::ControlFlowDialect>();
}

void RegisterDialects(mlir::MLIRContext& context) {
  mlir::DialectRegistry registry;
  RegisterDialects(registry);
  context.appendDialectRegistry(registry);
  context.loadDialect<ir::TIRDialect, mlir::cf::ControlFlowDialect>();
}

void ContextDeleter::operator()(mlir::MLIRContext* context) const { delete context; }

std::unique_ptr<mlir::MLIRContext, ContextDeleter> MakeContext() {
  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context(
      new mlir::MLIRContext(mlir::MLIRContext::Threading::DISABLED));
  // The constructor leaves its tables of types and attributes with locks and a lookup for each
  // thread: twice the time for a location that is new.
  context->disableMultithreading();
  RegisterDialects(*context);
  return context;
}

bool VerifyModule(mlir::ModuleOp module, std::string* error) {
  constexpr int kMaxMessages = 20;
  int messages = 0;
  mlir::ScopedDiagnosticHandler handler(module->getContext(), [&](mlir::Diagnostic& diagnostic) {
    if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Error) return mlir::success();
    if (error && messages++ < kMaxMessages) {
      llvm::raw_string_ostream stream(*error);
      stream << diagnostic.getLocation() << ": " << diagnostic << '\n';
    }
    return mlir::success();
  });
  return succeeded(mlir::verify(module)) && succeeded(ir::verifyNamedTypes(module));
}

void PrintModule(mlir::ModuleOp module, llvm::raw_ostream& stream, bool debug_info) {
  mlir::OpPrintingFlags flags;
  if (debug_info) flags.enableDebugInfo(/*enable=*/true, /*prettyForm=*/false);
  // The module was verified or is broken; either way it is printed in its custom form.
  flags.assumeVerified();
  module->print(stream, flags);
  stream << '\n';
}

}  // namespace arc
