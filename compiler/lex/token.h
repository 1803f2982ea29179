// Tokens: 12 bytes each, a place in the source and a kind; texts are read from the source when
// needed.
#ifndef ARC_COMPILER_LEX_TOKEN_H_
#define ARC_COMPILER_LEX_TOKEN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/source/source_manager.h"

namespace llvm {
class raw_ostream;
}

namespace arc {

enum class TokenKind : uint8_t {
#define ARC_TOKEN(name, description) name,
#define ARC_PUNCTUATION(name, spelling) name,
#define ARC_KEYWORD(name, spelling) name,
#include "compiler/lex/token_kinds.def"
};

// `Identifier`, `PlusEqual`, `KwFor`
std::string_view TokenKindName(TokenKind kind);
// What a message calls it: "`+=`", "`for`", "name", "end of file".
std::string_view TokenKindDescription(TokenKind kind);
// "+=", "for"; empty for kinds with a text of their own.
std::string_view TokenKindSpelling(TokenKind kind);

inline bool IsKeyword(TokenKind kind) { return kind >= TokenKind::KwAsync; }

namespace token_flags {
inline constexpr uint8_t kNewlineBefore = 1;  // a line end stands between it and the token before
inline constexpr uint8_t kSpaceBefore = 2;    // white space or a comment stands before it
inline constexpr uint8_t kEscapes = 4;        // String, StringText: holds a backslash
inline constexpr uint8_t kMultiline = 8;      // String, StringBegin: `"""`
inline constexpr uint8_t kRaw = 16;           // String: r"…"
// The lexer reported an error here (or made the token up to close a construct): the parser stays
// silent about it.
inline constexpr uint8_t kRecovered = 32;
}  // namespace token_flags

struct Token {
  SourceOffset offset = 0;
  uint32_t length = 0;
  TokenKind kind = TokenKind::EndOfFile;
  uint8_t flags = 0;

  SourceRange range() const { return {offset, offset + length}; }
  SourceOffset end() const { return offset + length; }
  bool newline_before() const { return (flags & token_flags::kNewlineBefore) != 0; }
  bool space_before() const { return (flags & token_flags::kSpaceBefore) != 0; }
  bool recovered() const { return (flags & token_flags::kRecovered) != 0; }
};
static_assert(sizeof(Token) == 12);

enum class CommentKind : uint8_t { Line, Block, Doc };

// A comment with its markers. Doc comments are one per `///` line.
struct Comment {
  SourceRange range;
  uint32_t next_token;  // index of the token that follows it
  CommentKind kind;
};

struct LexedFile {
  FileId file{};
  std::vector<Token> tokens;  // the last one is EndOfFile
  std::vector<Comment> comments;
};

// One token a line: `3:5-3:8 Identifier newline \`abc\``.
void PrintTokens(const LexedFile& file, const SourceManager& sources, llvm::raw_ostream& out);

}  // namespace arc

#endif  // ARC_COMPILER_LEX_TOKEN_H_
