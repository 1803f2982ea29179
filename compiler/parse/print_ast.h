// Prints syntax trees for people and tests (`--emit=ast`).
#ifndef ARC_COMPILER_PARSE_PRINT_AST_H_
#define ARC_COMPILER_PARSE_PRINT_AST_H_

#include "compiler/parse/ast.h"
#include "compiler/source/source_manager.h"

namespace llvm {
class raw_ostream;
}

namespace arc {

struct PrintAstOptions {
  bool ranges = true;  // ` 3:1-5:2` after the node's name
};

// An indented tree, a node a line.
void PrintAst(const FileAst& file, const SourceManager& sources, llvm::raw_ostream& out,
              const PrintAstOptions& options = {});

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_PRINT_AST_H_
