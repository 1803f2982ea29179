// The state of one run of the lexer, shared by its parts (plain tokens, numbers, strings).
#ifndef ARC_COMPILER_LEX_LEXER_IMPL_H_
#define ARC_COMPILER_LEX_LEXER_IMPL_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lex/lexer.h"
#include "compiler/lex/token.h"

namespace arc::lex_internal {

// Invariant: `at_` stands between `begin_` and `end_`; `*end_` is '\0' (a promise of
// SourceManager::Text), so looking one byte ahead is always allowed and loops stop at the end
// without a test of their own.
class Lexer {
 public:
  Lexer(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics);
  LexedFile Run();

 private:
  // An open `${` of a string. Braces and brackets are counted so that `}` and `:` are known as the
  // interpolation's own only outside of them.
  struct Interpolation {
    const char* string_begin;
    const char* begin;  // of `${`
    bool multiline;
    uint32_t braces = 0;
    uint32_t brackets = 0;  // ( and [
  };

  SourceOffset Offset(const char* place) const {
    return base_ + static_cast<uint32_t>(place - begin_);
  }
  SourceRange Range(const char* from, const char* to) const { return {Offset(from), Offset(to)}; }
  void Add(TokenKind kind, const char* from, const char* to, uint8_t flags = 0);
  DiagnosticBuilder Report(DiagnosticKind kind, const char* from, const char* to,
                           std::string message);

  void CheckEncoding();
  void SkipTrivia();
  void LineComment();
  void BlockComment();
  void LexToken();
  void LexName();
  void LexAtName();
  void LexPunctuation();
  void LexUnexpected();

  // lexer_numbers.cc
  void LexNumber();

  // lexer_strings.cc
  void LexChar();
  void LexString(const char* from, uint8_t flags);
  // Reads on from the middle of a string; `from`: where the piece of text begins.
  void LexStringPieces(const char* string_begin, bool multiline);
  void EndInterpolation();
  void LexFormat();
  // A line ended inside the interpolations of one-line strings: closes them.
  void AbandonInterpolations();
  void ReportUnterminatedString(const char* from, bool multiline);

  FileId file_;
  const SourceManager& sources_;
  DiagnosticEngine& diagnostics_;
  const char* begin_;
  const char* end_;
  const char* at_;
  SourceOffset base_;
  uint8_t pending_flags_ = token_flags::kNewlineBefore;  // of the next token
  bool encoding_reported_ = false;
  // A literal or comment without an end took the rest of the file: what is missing in it is not
  // worth a word.
  bool ran_to_end_ = false;
  std::vector<Interpolation> interpolations_;
  LexedFile out_;
};

inline bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

}  // namespace arc::lex_internal

#endif  // ARC_COMPILER_LEX_LEXER_IMPL_H_
