// Words of other languages. Programmers come with habits; a message that names the word of Arc
// saves them a search. None of these words is reserved: they are recognized only where they cannot
// be a name.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {
namespace {

// How the word must be followed (on its line) to be taken for the other language's.
enum class Follow : uint8_t {
  Name,       // a name: `var x`, `fn f`
  Operand,    // a name, literal or keyword: `while x`, `throw e`
  Condition,  // as Operand, or a parenthesis that a `{` follows: `while (x) {`
  Brace,      // `{`: `loop {`
};

// What goes on in the place of the word.
enum class Instead : uint8_t { Let, For, Loop, Func, Match, Struct, Import, Skip, Drop };

struct ForeignWord {
  std::string_view word;
  Follow follow;
  Instead instead;
  std::string_view replacement;  // empty: none fits
  std::string_view advice;
};

constexpr ForeignWord kForeignWords[] = {
    {"var", Follow::Name, Instead::Let, "let", ""},
    {"val", Follow::Name, Instead::Let, "const", ""},
    {"mut", Follow::Name, Instead::Let, "let", ""},
    {"auto", Follow::Name, Instead::Let, "let", ""},
    {"fn", Follow::Name, Instead::Func, "func", ""},
    {"def", Follow::Name, Instead::Func, "func", ""},
    {"fun", Follow::Name, Instead::Func, "func", ""},
    {"function", Follow::Name, Instead::Func, "func", ""},
    {"proc", Follow::Name, Instead::Func, "func", ""},
    {"while", Follow::Condition, Instead::For, "for", ""},
    {"foreach", Follow::Condition, Instead::For, "for", ""},
    {"loop", Follow::Brace, Instead::Loop, "for", ""},
    {"do", Follow::Brace, Instead::Drop, "", "write `for { …; if !condition { break } }`"},
    {"switch", Follow::Condition, Instead::Match, "match", ""},
    {"class", Follow::Name, Instead::Struct, "struct", ""},
    {"interface", Follow::Name, Instead::Drop, "",
     "a `where` clause states what a type must offer"},
    {"trait", Follow::Name, Instead::Drop, "", "a `where` clause states what a type must offer"},
    {"protocol", Follow::Name, Instead::Drop, "", "a `where` clause states what a type must offer"},
    {"impl", Follow::Name, Instead::Drop, "",
     "methods stand in the struct, or outside with a first parameter `self p: *T`"},
    {"extension", Follow::Name, Instead::Drop, "",
     "methods stand in the struct, or outside with a first parameter `self p: *T`"},
    {"typedef", Follow::Name, Instead::Drop, "", "an alias is written `type Name = T`"},
    {"throw", Follow::Operand, Instead::Drop, "", "an error is returned: `return error(\"…\")`"},
    {"raise", Follow::Operand, Instead::Drop, "", "an error is returned: `return error(\"…\")`"},
    {"try", Follow::Operand, Instead::Skip, "",
     "`expr?` passes an error on, `expr catch |e| { … }` handles it"},
    {"try", Follow::Brace, Instead::Drop, "",
     "`expr?` passes an error on, `expr catch |e| { … }` handles it"},
    {"go", Follow::Name, Instead::Skip, "spawn", ""},
    {"pub", Follow::Operand, Instead::Skip, "",
     "declarations are exported unless their name starts with `_`"},
    {"public", Follow::Operand, Instead::Skip, "",
     "declarations are exported unless their name starts with `_`"},
    {"export", Follow::Operand, Instead::Skip, "",
     "declarations are exported unless their name starts with `_`"},
    {"private", Follow::Operand, Instead::Skip, "",
     "a name that starts with `_` is private to its package"},
    {"static", Follow::Operand, Instead::Skip, "", "a function without `self` belongs to no value"},
    {"package", Follow::Name, Instead::Drop, "namespace", ""},
    {"module", Follow::Name, Instead::Drop, "namespace", ""},
    {"use", Follow::Name, Instead::Import, "import", ""},
    {"using", Follow::Name, Instead::Import, "import", ""},
    {"include", Follow::Operand, Instead::Import, "import", ""},
};

bool IsOperandStart(TokenKind kind) {
  return kind == TokenKind::Identifier || kind == TokenKind::Bang ||
         (kind >= TokenKind::Integer && kind <= TokenKind::StringBegin) ||
         (IsKeyword(kind) && kind != TokenKind::KwIn && kind != TokenKind::KwCatch &&
          kind != TokenKind::KwElse);
}

}  // namespace

void Parser::ComplainForeign(SourceRange range, std::string_view word, std::string_view replacement,
                             std::string_view advice) {
  DiagnosticBuilder report = Complain(DiagnosticKind::ForeignKeyword, range,
                                      Concat("`", word, "` is not a keyword of Arc"));
  if (!replacement.empty()) {
    report.Suggest(range, std::string(replacement), Concat("did you mean `", replacement, "`?"));
  } else if (advice.starts_with("a ") && range.size() > word.size()) {
    report.Suggest(range, "", std::string(advice));
  } else {
    report.Note(std::string(advice));
  }
}

Parser::ForeignUse Parser::CheckForeignWord(bool in_function) {
  std::string_view text = Text(tok_);
  if (text.size() < 2 || text.size() > 9) return ForeignUse::None;
  const Token& next = Peek(1);
  if (next.newline_before()) return ForeignUse::None;
  for (const ForeignWord& entry : kForeignWords) {
    if (entry.word != text) continue;
    bool fits = false;
    switch (entry.follow) {
      case Follow::Name:
        fits = next.kind == TokenKind::Identifier;
        break;
      case Follow::Operand:
        fits = IsOperandStart(next.kind);
        break;
      case Follow::Condition: {
        fits = IsOperandStart(next.kind);
        if (next.kind == TokenKind::LeftParen) {
          std::optional<uint32_t> end = ScanBalanced(pos_ + 1);
          fits = end && KindAt(*end) == TokenKind::LeftBrace;
        }
        break;
      }
      case Follow::Brace:
        fits = next.kind == TokenKind::LeftBrace;
        break;
    }
    if (!fits) continue;
    // At package level only constants are declared.
    std::string_view replacement = entry.replacement;
    if (entry.instead == Instead::Let && !in_function) replacement = "const";
    ComplainForeign(tok_.range(), text, replacement, entry.advice);
    switch (entry.instead) {
      case Instead::Let:
        tok_.kind = replacement == "const" ? TokenKind::KwConst : TokenKind::KwLet;
        return ForeignUse::Let;
      case Instead::For:
        tok_.kind = TokenKind::KwFor;
        return ForeignUse::For;
      case Instead::Loop:
        tok_.kind = TokenKind::KwFor;
        return ForeignUse::Loop;
      case Instead::Func:
        tok_.kind = TokenKind::KwFunc;
        return ForeignUse::Func;
      case Instead::Match:
        tok_.kind = TokenKind::KwMatch;
        return ForeignUse::Match;
      case Instead::Struct:
        tok_.kind = TokenKind::KwStruct;
        return ForeignUse::Struct;
      case Instead::Import:
        tok_.kind = TokenKind::KwImport;
        panic_ = true;  // its path is written otherwise, too: one message is enough
        if (in_function) return ForeignUse::Import;
        SkipStatementTokens(/*declarations=*/true);
        panic_ = false;
        return ForeignUse::Skip;
      case Instead::Skip:
        Next();
        return ForeignUse::Skip;
      case Instead::Drop:
        // The construct has no counterpart: over it, to the next statement.
        if (in_function) {
          Next();
          return ForeignUse::Skip;
        }
        SkipStatementTokens(/*declarations=*/true);
        return ForeignUse::Skip;
    }
  }
  return ForeignUse::None;
}

}  // namespace arc::parse_internal
