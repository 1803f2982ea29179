// From LLVM modules to objects: optimization pipelines and emission.

#ifndef ARC_COMPILER_LOWER_CODEGEN_H_
#define ARC_COMPILER_LOWER_CODEGEN_H_

#include <string>

#include "absl/status/status.h"
#include "llvm/ADT/SmallVector.h"

namespace llvm {
class Module;
}  // namespace llvm

namespace arc::lower {

enum class OptimizationLevel {
  O0,  // fast compilation: always-inline functions only, fast instruction selection
  O1,
  O2,
  O3,
  Os,  // for size
};

enum class EmitKind { Object, Assembly, LlvmIr, Bitcode };

struct CodegenOptions {
  OptimizationLevel level = OptimizationLevel::O0;
  EmitKind emit = EmitKind::Object;
  // Empty: the baseline of the architecture. "native": the machine this runs on.
  std::string cpu;
  std::string features;
  // Bitcode with the hot paths of the runtime, linked in before optimization; empty: none.
  std::string runtime_bitcode;
  // For code that is loaded at any address (a JIT); programs are linked at a fixed one.
  bool position_independent = false;
  // For the evaluator of comptime code: the code takes fuel (fuel.h).
  bool fuel = false;
  // Print the time of each LLVM pass to stderr.
  bool time_passes = false;
};

// Optimizes `module` in place, which fixes its target machine. Included in EmitObject.
absl::Status Optimize(llvm::Module& module, const CodegenOptions& options);

// Optimizes and emits. The output depends on the module and the options alone.
absl::Status EmitObject(llvm::Module& module, const CodegenOptions& options,
                        llvm::SmallVectorImpl<char>& output);
absl::Status EmitObjectFile(llvm::Module& module, const CodegenOptions& options,
                            const std::string& path);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_CODEGEN_H_
