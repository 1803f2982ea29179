// What LLVM's pipelines do for every language and Arc does not need.
#ifndef ARC_COMPILER_LOWER_CODEGEN_PASSES_H_
#define ARC_COMPILER_LOWER_CODEGEN_PASSES_H_

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"

namespace arc::lower {

// Names of passes of LLVM's code generator that cannot change the code of Arc modules, whose debug
// information tells where variables are or does not.
llvm::SmallVector<llvm::StringRef, 64> LeftOutPasses(bool has_variables);

// A pass manager for LLVM's code generator without those. Most of them ask each function whether it
// has something that no Arc function has: a hundred such questions for each function, with the
// bookkeeping around them, are a tenth of the time at -O0.
class CodegenPassManager : public llvm::legacy::PassManager {
 public:
  // `module` is what will be compiled. `drop_unused_flags`: removes carries that nobody reads as
  // values, which LLVM does only when it optimizes.
  CodegenPassManager(const llvm::Module& module, bool drop_unused_flags);
  void add(llvm::Pass* pass) override;

 private:
  llvm::SmallVector<llvm::StringRef, 64> left_out_;
  bool drop_unused_flags_;
};

// Inlines the calls of functions that always are, and nothing else; what is left without calls and
// is not seen from outside goes. As LLVM's AlwaysInlinerPass, which looks at each instruction of
// all functions and needs the managers of all analyses.
void InlineAlways(llvm::Module& module);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_CODEGEN_PASSES_H_
