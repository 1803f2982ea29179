// The parser: a file's tokens to its syntax tree.
#ifndef ARC_COMPILER_PARSE_PARSER_H_
#define ARC_COMPILER_PARSE_PARSER_H_

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/ast.h"
#include "compiler/parse/ast_context.h"
#include "compiler/source/source_manager.h"

namespace arc {

// How deep constructs may stand in each other (parentheses, blocks, types, patterns, strings in
// strings).
inline constexpr unsigned kMaxNesting = 500;
// How high a syntax tree may grow, chains such as `a + a + …`, `a.b.c…` and `else if …` included,
// which nest in the tree but not in the text. Phases that recurse over a tree need a stack for this
// height.
inline constexpr unsigned kMaxTreeHeight = 10240;

struct ParseOptions {
  // The text is an interface made by `DumpInterface`: functions whose body it left out get none, and
  // the bodies of others are parsed when they are asked for. `sources` and `diagnostics` live as
  // long as the tree then.
  bool interface_mode = false;
};

// Lexes and parses a file. Always returns a tree, owned by `context`; `has_errors` is set if
// anything was reported for the file. Nodes that could not be read are Error nodes.
FileAst* ParseFile(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics,
                   AstContext& context, const ParseOptions& options = {});

// Null: the function is external or interface only. Parses the body of an interface's function at
// the first call, and reports what is wrong in it; not from several threads for one context.
const BlockStmt* BodyOf(const FuncDecl& function);
inline bool HasBody(const FuncDecl& function) { return function.body || function.pending; }

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_PARSER_H_
