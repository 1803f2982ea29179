// From a verified TIR module to an LLVM module, in one walk.

#ifndef ARC_COMPILER_LOWER_LOWER_H_
#define ARC_COMPILER_LOWER_LOWER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/shared_bytes.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace mlir {
class ModuleOp;
}  // namespace mlir

namespace arc::lower {

enum class DebugInfo {
  None,
  Lines,  // line tables and function names: what stack traces need
  Full,   // variables and types too
};

// An image that LLVM does not see the content of: for the object file alone (detached_images.h).
struct DetachedImage {
  std::string symbol;
  SharedBytes bytes;
  // The word at the first offset is the address of the second.
  std::vector<std::pair<uint32_t, uint32_t>> links;
};

struct LowerOptions {
  DebugInfo debug = DebugInfo::Lines;
  // The passes behind will optimize: says so in the debug information and emits hints that cost
  // compile time and only optimizers read.
  bool optimize = false;
  // Decides data layout and what of the C convention shows in LLVM IR.
  std::string target_triple = "x86_64-unknown-linux-gnu";
  // What debug information names as the compiler and as the folder that file names are relative to.
  std::string producer = "arc";
  std::string compilation_folder = ".";
  // Refer to the symbol that names the ABI version of the contract with the runtime, so that a
  // program does not link with a runtime of another version. Off for code that a JIT loads.
  bool refer_to_abi_version = true;
  // The code will run during the build: the value of `tir.at_comptime`. It does not unwind, since
  // what ends an evaluation throws all of its memory away: no landing pads, no unwind tables.
  bool at_comptime = false;
  // Where large images go instead of into the module, which then has their size alone; null: all
  // are in the module.
  std::vector<DetachedImage>* detached_images = nullptr;
};

// `module` must have passed VerifyModule. The result is named after it.
std::unique_ptr<llvm::Module> LowerToLlvm(mlir::ModuleOp module, llvm::LLVMContext& context,
                                          const LowerOptions& options);

// Checks what the lowering finds out about panics (unwind_states.h): whatever a panic would end has
// ended, or become the result, where a function returns. Else says in *error what is left.
bool VerifyUnwindStates(mlir::ModuleOp module, std::string* error);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_LOWER_H_
