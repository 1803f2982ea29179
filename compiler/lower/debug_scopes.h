// Which of the names of a function mean something where.
//
// Each variable has a block of its own in debug information, from its declaration to the end of
// what it is declared in: so a name means the last declaration before the place where the program
// stands, as in the language, also where one block declares a name twice.

#ifndef ARC_COMPILER_LOWER_DEBUG_SCOPES_H_
#define ARC_COMPILER_LOWER_DEBUG_SCOPES_H_

#include <utility>
#include <vector>

#include "compiler/ir/tir.h"
#include "llvm/IR/DIBuilder.h"

namespace arc::lower {

class DebugScopes {
 public:
  // Makes the blocks for all names of `function` that say where they are visible.
  DebugScopes(llvm::DIBuilder& builder, llvm::DISubprogram* subprogram, ir::FuncOp function);

  // The innermost block around a position of the function's file; the subprogram if there is none.
  llvm::DIScope* At(unsigned line, unsigned column) const;
  // The block of a name by what its operation says.
  llvm::DIScope* Of(std::optional<llvm::ArrayRef<int32_t>> visible) const;

 private:
  using Place = std::pair<unsigned, unsigned>;  // line, column
  struct Block {
    Place begin;
    Place end;           // not behind that of the outer one
    Place declared_end;  // as the names say
    int outer;           // index, or -1
    llvm::DIScope* scope;
  };

  llvm::DISubprogram* subprogram_;
  std::vector<Block> blocks_;  // by begin, the outer ones first
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_DEBUG_SCOPES_H_
