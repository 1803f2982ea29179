// Operators as sources write them.
#ifndef ARC_COMPILER_PARSE_SPELLING_H_
#define ARC_COMPILER_PARSE_SPELLING_H_

#include <string_view>

#include "compiler/parse/ast.h"

namespace arc {

std::string_view Spelling(UnaryOp op);
std::string_view Spelling(BinaryOp op);

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_SPELLING_H_
