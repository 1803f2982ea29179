// The owner of syntax trees: per file an arena with the nodes, the tokens and the comments.
#ifndef ARC_COMPILER_PARSE_AST_CONTEXT_H_
#define ARC_COMPILER_PARSE_AST_CONTEXT_H_

#include <deque>
#include <memory>
#include <vector>

#include "compiler/lex/token.h"
#include "compiler/parse/ast.h"
#include "compiler/source/source_manager.h"
#include "llvm/ADT/APInt.h"
#include "llvm/Support/Allocator.h"

namespace arc {

// What one parsed file owns. Freed with its AstContext; a file parsed again gets a new one, and the
// old nodes stay valid until then.
struct ParsedFile {
  llvm::BumpPtrAllocator arena;
  std::deque<llvm::APInt> integers;  // wide ones own heap memory, which the arena would not free
  LexedFile lexed;
  FileAst ast;
};

// Thread-compatible. Files may be parsed in parallel with a context each.
class AstContext {
 public:
  ParsedFile& Add() {
    files_.push_back(std::make_unique<ParsedFile>());
    return *files_.back();
  }

  // The newest parse of the file; null if it was not parsed here.
  const ParsedFile* Find(FileId file) const {
    for (auto it = files_.rbegin(); it != files_.rend(); ++it) {
      if ((*it)->lexed.file == file) return it->get();
    }
    return nullptr;
  }

 private:
  std::vector<std::unique_ptr<ParsedFile>> files_;
};

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_AST_CONTEXT_H_
