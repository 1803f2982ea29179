// Interfaces of packages: source texts without what importers do not need.
#ifndef ARC_COMPILER_PARSE_INTERFACE_TEXT_H_
#define ARC_COMPILER_PARSE_INTERFACE_TEXT_H_

#include <string>
#include <vector>

#include "compiler/parse/ast.h"
#include "compiler/source/source_manager.h"

namespace arc {

// Whether importers need the function's body: it is generic (itself, or through the struct or enum
// around it; compute templates count as generic), has a `comptime` parameter, a pack or an `auto`
// result, or is `@inline`.
bool KeepsBodyInInterface(const FuncDecl& function);

// What stands for an expression of the file in its interface.
struct InterfaceValue {
  SourceRange range;
  std::string text;
};

// The file's text with the bodies of all other functions, but for those in `kept`, emptied, test
// blocks and `comptime` blocks removed, and `values` (of this file or others) in the place of the
// initializers of constants; every line keeps its number. Parse it with
// `ParseOptions::interface_mode`. Precondition: the file has no errors.
std::string DumpInterface(const FileAst& file, const SourceManager& sources,
                          const std::vector<InterfaceValue>& values = {},
                          const std::vector<const FuncDecl*>& kept = {});

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_INTERFACE_TEXT_H_
