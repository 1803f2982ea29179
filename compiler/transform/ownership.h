// Ownership inference: fewer counts, earlier drops, cells used again. README.md has the rules.

#ifndef ARC_COMPILER_TRANSFORM_OWNERSHIP_H_
#define ARC_COMPILER_TRANSFORM_OWNERSHIP_H_

#include <string>

namespace mlir {
class ModuleOp;
}  // namespace mlir

namespace arc::transform {

// Rewrites all functions of a verified module; the result verifies too. Programs print and return
// the same; only the order in which memory is freed changes.
void InferOwnership(mlir::ModuleOp module);

// Checks on every path of every function that values begin before they are used, end once, and that
// none is left. Places whose address leaves the function's sight are passed over. False on the
// first violation, with a message that names function and place.
bool VerifyOwnership(mlir::ModuleOp module, std::string* error);

// `--tir-infer-ownership` and `--tir-verify-ownership`, for arc-opt.
void RegisterOwnershipPasses();

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_OWNERSHIP_H_
