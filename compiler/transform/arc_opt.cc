// arc-opt: mlir-opt with the project's dialects and passes, for tests and debugging.

#include "compiler/ir/dialects.h"
#include "compiler/ir/verify_module.h"
#include "compiler/transform/ownership.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char** argv) {
  mlir::DialectRegistry registry;
  arc::RegisterDialects(registry);
  arc::ir::registerVerifyModulePass();
  arc::transform::RegisterOwnershipPasses();
  mlir::registerCanonicalizerPass();
  mlir::registerCSEPass();
  mlir::registerSymbolDCEPass();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "Arc optimizer driver\n", registry));
}
