// Code of other packages, for what runs during the build: the modules that those packages were
// checked to, as their code files (`arcc --code-out`) hold them.
#ifndef ARC_COMPILER_COMPTIME_PACKAGE_CODE_H_
#define ARC_COMPILER_COMPTIME_PACKAGE_CODE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "llvm/ADT/DenseMap.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::comptime {

class PackageCode {
 public:
  // What is internal to the package is given names of its own: a generic function of one package
  // that two others instantiate has closures in both, which need not be numbered alike.
  absl::Status Add(std::string_view package, std::string_view bytes, mlir::MLIRContext* context);

  // What a package defines; what it only declares when none does. Null: no package knows it.
  mlir::Operation* Symbol(mlir::StringAttr name) const { return symbols_.lookup(name); }
  mlir::Operation* Type(mlir::StringAttr name) const { return types_.lookup(name); }

 private:
  std::vector<mlir::OwningOpRef<mlir::ModuleOp>> modules_;
  llvm::DenseMap<mlir::StringAttr, mlir::Operation*> symbols_, types_;
};

// False for functions, globals that another object defines.
bool IsDefinition(mlir::Operation* op);

}  // namespace arc::comptime

#endif  // ARC_COMPILER_COMPTIME_PACKAGE_CODE_H_
