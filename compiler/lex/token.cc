#include "compiler/lex/token.h"

#include <string_view>

namespace arc {

std::string_view TokenKindName(TokenKind kind) {
  switch (kind) {
#define ARC_TOKEN(name, description) \
  case TokenKind::name:              \
    return #name;
#define ARC_PUNCTUATION(name, spelling) ARC_TOKEN(name, spelling)
#define ARC_KEYWORD(name, spelling) ARC_TOKEN(name, spelling)
#include "compiler/lex/token_kinds.def"
  }
  return "?";
}

std::string_view TokenKindDescription(TokenKind kind) {
  switch (kind) {
#define ARC_TOKEN(name, description) \
  case TokenKind::name:              \
    return description;
#define ARC_PUNCTUATION(name, spelling) \
  case TokenKind::name:                 \
    return "`" spelling "`";
#define ARC_KEYWORD(name, spelling) ARC_PUNCTUATION(name, spelling)
#include "compiler/lex/token_kinds.def"
  }
  return "?";
}

std::string_view TokenKindSpelling(TokenKind kind) {
  switch (kind) {
#define ARC_TOKEN(name, description) \
  case TokenKind::name:              \
    return "";
#define ARC_PUNCTUATION(name, spelling) \
  case TokenKind::name:                 \
    return spelling;
#define ARC_KEYWORD(name, spelling) ARC_PUNCTUATION(name, spelling)
#include "compiler/lex/token_kinds.def"
  }
  return "";
}

}  // namespace arc
