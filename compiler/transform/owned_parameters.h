// Which parameters a function would rather own, and the variants of functions that own them.
//
// Each function keeps the convention that all its callers know: parameters are borrowed. Where the
// last use of a value is to be an argument, and the callee would copy it (or parts of it) to keep
// them, the call goes to a variant of the callee that owns the parameter. So both kinds of callers
// get what they need, and recursive calls inside of each kind stay in it.

#ifndef ARC_COMPILER_TRANSFORM_OWNED_PARAMETERS_H_
#define ARC_COMPILER_TRANSFORM_OWNED_PARAMETERS_H_

#include "compiler/transform/places.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::transform {

class OwnedParameters {
 public:
  // Reads all functions of the module, as the checker made them.
  OwnedParameters(mlir::ModuleOp module, OwnershipTypes& types, FunctionMap& functions);

  bool Wants(mlir::StringAttr function, unsigned param) const;

  // The variant of a function that owns the parameters of `mask`, made at first need. New variants
  // are in the module and the function map, and wait in `pending` to be transformed.
  ir::FuncOp Variant(ir::FuncOp function, llvm::ArrayRef<unsigned> owned);
  llvm::SmallVector<ir::FuncOp, 8>& pending() { return pending_; }

 private:
  void Collect(ir::FuncOp function);

  // A parameter that leads to an argument of another function.
  struct Flow {
    mlir::StringAttr from;
    unsigned from_param;
    mlir::StringAttr to;
    unsigned to_param;
  };

  OwnershipTypes& types_;
  FunctionMap& functions_;
  llvm::DenseMap<mlir::StringAttr, llvm::SmallBitVector> wants_;
  llvm::SmallVector<Flow, 16> flows_;
  // Bodies before any transform, of the functions that want to own something.
  llvm::DenseMap<mlir::StringAttr, mlir::OwningOpRef<ir::FuncOp>> pristine_;
  llvm::SmallVector<ir::FuncOp, 8> pending_;
};

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_OWNED_PARAMETERS_H_
