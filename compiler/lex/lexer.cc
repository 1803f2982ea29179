// Plain tokens, comments and the checks of the file's encoding.
#include "compiler/lex/lexer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "compiler/lex/lexer_impl.h"
#include "compiler/source/concat.h"
#include "compiler/source/utf8.h"
#include "llvm/ADT/StringExtras.h"

namespace arc::lex_internal {
namespace {

// ---- Character classes
// ------------------------------------------------------------------------------------

enum CharClass : uint8_t { kOther, kName, kNumber, kQuote, kTick, kAt, kPunct, kHigh };

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[c] = kName;
  for (int c = 'A'; c <= 'Z'; ++c) table[c] = kName;
  table['_'] = kName;
  for (int c = '0'; c <= '9'; ++c) table[c] = kNumber;
  table['"'] = kQuote;
  table['\''] = kTick;
  table['@'] = kAt;
  for (char c : std::string_view("()[]{},;:.-=?!~+*/%&|^<>$")) {
    table[static_cast<uint8_t>(c)] = kPunct;
  }
  for (int c = 0x80; c < 0x100; ++c) table[c] = kHigh;
  return table;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

constexpr std::array<bool, 256> MakeNameParts() {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) table[c] = kClasses[c] == kName || kClasses[c] == kNumber;
  return table;
}
constexpr std::array<bool, 256> kNameParts = MakeNameParts();

// ---- Keywords
// ---------------------------------------------------------------------------------------------

struct Keyword {
  std::string_view text;
  TokenKind kind;
};
constexpr Keyword kKeywords[] = {
#define ARC_KEYWORD(name, spelling) {spelling, TokenKind::name},
#include "compiler/lex/token_kinds.def"
};

constexpr size_t kKeywordSlots = 128;
constexpr uint32_t KeywordHash(const char* text, size_t length) {
  return (static_cast<uint8_t>(text[0]) * 5u + static_cast<uint8_t>(text[length - 1]) * 11u +
          static_cast<uint32_t>(length) * 23u) %
         kKeywordSlots;
}
constexpr std::array<Keyword, kKeywordSlots> MakeKeywordTable() {
  std::array<Keyword, kKeywordSlots> table{};
  for (const Keyword& keyword : kKeywords) {
    uint32_t slot = KeywordHash(keyword.text.data(), keyword.text.size());
    while (!table[slot].text.empty()) slot = (slot + 1) % kKeywordSlots;
    table[slot] = keyword;
  }
  return table;
}
constexpr std::array<Keyword, kKeywordSlots> kKeywordTable = MakeKeywordTable();

TokenKind NameKind(const char* text, size_t length) {
  if (length < 2 || length > 9) return TokenKind::Identifier;
  for (uint32_t slot = KeywordHash(text, length);; slot = (slot + 1) % kKeywordSlots) {
    const Keyword& keyword = kKeywordTable[slot];
    if (keyword.text.empty()) return TokenKind::Identifier;
    if (keyword.text == std::string_view(text, length)) return keyword.kind;
  }
}

// ---- Punctuation
// ------------------------------------------------------------------------------------------

struct Punctuation {
  std::string_view text;
  TokenKind kind;
};
constexpr Punctuation kPunctuation[] = {
#define ARC_PUNCTUATION(name, spelling) {spelling, TokenKind::name},
#include "compiler/lex/token_kinds.def"
};

// The tokens that start with a character, longest first: the first that fits is the token.
constexpr size_t kMaxPerStart = 10;
struct PunctuationRow {
  std::array<Punctuation, kMaxPerStart> entries{};
  size_t count = 0;
};
constexpr std::array<PunctuationRow, 128> MakePunctuationTable() {
  std::array<PunctuationRow, 128> table{};
  for (size_t length = 4; length-- > 1;) {
    for (const Punctuation& entry : kPunctuation) {
      if (entry.text.size() != length) continue;
      PunctuationRow& row = table[static_cast<uint8_t>(entry.text[0])];
      row.entries[row.count++] = entry;
    }
  }
  return table;
}
constexpr std::array<PunctuationRow, 128> kPunctuationTable = MakePunctuationTable();

// ---- Characters that look like others
// ---------------------------------------------------------------------

struct Lookalike {
  uint32_t scalar;
  std::string_view name;
  std::string_view replacement;
};
constexpr Lookalike kLookalikes[] = {
    {0x00A0, "no-break space", " "},
    {0x2018, "left single quotation mark", "'"},
    {0x2019, "right single quotation mark", "'"},
    {0x201C, "left double quotation mark", "\""},
    {0x201D, "right double quotation mark", "\""},
    {0x2013, "en dash", "-"},
    {0x2014, "em dash", "-"},
    {0x2212, "minus sign", "-"},
    {0x00D7, "multiplication sign", "*"},
    {0x00F7, "division sign", "/"},
    {0x2260, "not equal to", "!="},
    {0x2264, "less-than or equal to", "<="},
    {0x2265, "greater-than or equal to", ">="},
    {0x2026, "horizontal ellipsis", "..."},
    {0xFF08, "fullwidth left parenthesis", "("},
    {0xFF09, "fullwidth right parenthesis", ")"},
    {0xFF0C, "fullwidth comma", ","},
    {0xFF1A, "fullwidth colon", ":"},
    {0xFF1B, "fullwidth semicolon", ";"},
    {0x037E, "Greek question mark", ";"},
    {0x200B, "zero width space", ""},
    {0xFEFF, "zero width no-break space", ""},
};

bool IsBidirectionalControl(uint32_t scalar) {
  return (scalar >= 0x202A && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069);
}

std::string ScalarName(uint32_t scalar) {
  std::string digits = llvm::utohexstr(scalar);
  while (digits.size() < 4) digits.insert(digits.begin(), '0');
  return "U+" + digits;
}

}  // namespace

Lexer::Lexer(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics)
    : file_(file),
      sources_(sources),
      diagnostics_(diagnostics),
      begin_(sources.Text(file).data()),
      end_(begin_ + sources.Text(file).size()),
      at_(begin_),
      base_(sources.Begin(file)) {
  out_.file = file;
}

void Lexer::Add(TokenKind kind, const char* from, const char* to, uint8_t flags) {
  out_.tokens.push_back({Offset(from), static_cast<uint32_t>(to - from), kind,
                         static_cast<uint8_t>(flags | pending_flags_)});
  pending_flags_ = 0;
}

DiagnosticBuilder Lexer::Report(DiagnosticKind kind, const char* from, const char* to,
                                std::string message) {
  return diagnostics_.Report(kind, Range(from, to), std::move(message));
}

// Wrong UTF-8, NUL bytes and invisible reordering characters are reported once per file, at their
// first place: they come in crowds, and each means that the file is not what it seems. Strings and
// comments count too.
void Lexer::CheckEncoding() {
  std::string_view text(begin_, static_cast<size_t>(end_ - begin_));
  if (const void* nul = std::memchr(begin_, 0, text.size()); nul != nullptr) {
    const char* place = static_cast<const char*>(nul);
    Report(DiagnosticKind::NulByte, place, place + 1, "the file contains a NUL byte")
        .Note("source files are UTF-8 text; write `\\0` in a string or character literal");
    encoding_reported_ = true;
  }
  size_t valid = ValidUtf8Prefix(text);
  if (valid != text.size()) {
    const char* place = begin_ + valid;
    DiagnosticBuilder report =
        Report(DiagnosticKind::InvalidUtf8, place, place + 1, "the file is not valid UTF-8");
    report.Label(Range(place, place + 1),
                 Concat("byte 0x", llvm::utohexstr(static_cast<uint8_t>(*place), false, 2),
                        " does not belong to a character"));
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      report.Note("the file starts like UTF-16: save it as UTF-8");
    }
    encoding_reported_ = true;
  }
  // All of them start with 0xE2 and are rare, so a search for that byte decides quickly.
  for (const char* place = begin_; place != end_; ++place) {
    place = static_cast<const char*>(std::memchr(place, 0xE2, static_cast<size_t>(end_ - place)));
    if (place == nullptr) break;
    Utf8Scalar scalar =
        DecodeUtf8({place, static_cast<size_t>(std::min<ptrdiff_t>(end_ - place, 4))});
    if (scalar.length == 0 || !IsBidirectionalControl(scalar.value)) continue;
    Report(DiagnosticKind::BidirectionalControl, place, place + scalar.length,
           Concat("the file contains the invisible character ", ScalarName(scalar.value),
                  ", which changes the direction of text"))
        .Note(Concat("the source may read differently from what it does; write `\\u{",
                     llvm::utohexstr(scalar.value), "}` in a string if it is meant"));
    break;
  }
}

void Lexer::LineComment() {
  const char* from = at_;
  const void* newline = std::memchr(at_, '\n', static_cast<size_t>(end_ - at_));
  at_ = newline == nullptr ? end_ : static_cast<const char*>(newline);
  const char* to = at_;
  if (to > from && to[-1] == '\r') --to;
  bool doc = to - from >= 3 && from[2] == '/' && (to - from == 3 || from[3] != '/');
  out_.comments.push_back({Range(from, to), static_cast<uint32_t>(out_.tokens.size()),
                           doc ? CommentKind::Doc : CommentKind::Line});
}

void Lexer::BlockComment() {
  const char* from = at_;
  at_ += 2;
  for (size_t depth = 1; depth != 0;) {
    if (at_ == end_) {
      ran_to_end_ = true;
      Report(DiagnosticKind::UnterminatedComment, from, from + 2, "unterminated block comment")
          .Label(Range(from, from + 2),
                 depth > 1 ? Concat("opened here; ", depth, " comments are still open")
                           : std::string("opened here"))
          .Note("block comments nest: every `/*` needs its own `*/`");
      break;
    }
    if (at_[0] == '*' && at_[1] == '/') {
      at_ += 2;
      --depth;
    } else if (at_[0] == '/' && at_[1] == '*') {
      at_ += 2;
      ++depth;
    } else {
      if (*at_ == '\n') pending_flags_ |= token_flags::kNewlineBefore;
      ++at_;
    }
  }
  out_.comments.push_back(
      {Range(from, at_), static_cast<uint32_t>(out_.tokens.size()), CommentKind::Block});
}

void Lexer::SkipTrivia() {
  while (true) {
    switch (*at_) {
      case '\n':
        if (!interpolations_.empty() && !interpolations_.back().multiline) {
          AbandonInterpolations();
          continue;
        }
        pending_flags_ |= token_flags::kNewlineBefore;
        [[fallthrough]];
      case ' ':
      case '\t':
      case '\r':
      case '\v':
      case '\f':
        pending_flags_ |= token_flags::kSpaceBefore;
        ++at_;
        continue;
      case '\0':
        if (at_ == end_) return;
        pending_flags_ |= token_flags::kSpaceBefore;  // reported by CheckEncoding
        ++at_;
        continue;
      case '/':
        if (at_[1] == '/') {
          pending_flags_ |= token_flags::kSpaceBefore;
          LineComment();
          continue;
        }
        if (at_[1] == '*') {
          pending_flags_ |= token_flags::kSpaceBefore;
          BlockComment();
          continue;
        }
        return;
      default:
        return;
    }
  }
}

void Lexer::LexName() {
  const char* from = at_;
  if (*at_ == 'r' && at_[1] == '"') {
    ++at_;
    LexString(from, token_flags::kRaw);
    return;
  }
  while (kNameParts[static_cast<uint8_t>(*at_)]) ++at_;
  Add(NameKind(from, static_cast<size_t>(at_ - from)), from, at_);
}

void Lexer::LexAtName() {
  const char* from = at_++;
  if (!IsNameStart(*at_)) {
    Report(DiagnosticKind::MissingAttributeName, from, at_, "expected a name after `@`")
        .Note(
            "`@name` is an attribute before a declaration and a compiler intrinsic in an "
            "expression");
    Add(TokenKind::Error, from, at_, token_flags::kRecovered);
    return;
  }
  while (kNameParts[static_cast<uint8_t>(*at_)]) ++at_;
  Add(TokenKind::AtName, from, at_);
}

void Lexer::LexPunctuation() {
  const PunctuationRow& row = kPunctuationTable[static_cast<uint8_t>(*at_)];
  std::string_view rest(at_, static_cast<size_t>(end_ - at_));
  const Punctuation* found = nullptr;
  for (size_t i = 0; i < row.count; ++i) {
    std::string_view text = row.entries[i].text;
    // Tokens have up to three characters and the text ends with '\0': these reads stay inside.
    if (text.size() >= 2 && at_[1] != text[1]) continue;
    if (text.size() >= 3 && at_[2] != text[2]) continue;
    found = &row.entries[i];
    break;
  }
  if (found == nullptr) {  // a lone `$`
    LexUnexpected();
    return;
  }
  if (!interpolations_.empty()) {
    Interpolation& open = interpolations_.back();
    switch (found->kind) {
      case TokenKind::LeftBrace:
      case TokenKind::DollarBrace:
        ++open.braces;
        break;
      case TokenKind::LeftParen:
      case TokenKind::LeftBracket:
        ++open.brackets;
        break;
      case TokenKind::RightParen:
      case TokenKind::RightBracket:
        if (open.brackets > 0) --open.brackets;
        break;
      case TokenKind::RightBrace:
        if (open.braces == 0) {
          EndInterpolation();
          return;
        }
        --open.braces;
        break;
      case TokenKind::Colon:
      case TokenKind::ColonColon:
      case TokenKind::ColonEqual:
        if (open.braces == 0 && open.brackets == 0) {
          LexFormat();
          return;
        }
        break;
      default:
        break;
    }
  }
  const char* from = at_;
  at_ += found->text.size();
  Add(found->kind, from, at_);
}

// Text that can start no token: the whole run of it is one error.
void Lexer::LexUnexpected() {
  const char* from = at_;
  auto length_at = [&](const char* place) -> uint32_t {
    Utf8Scalar scalar =
        DecodeUtf8({place, static_cast<size_t>(std::min<ptrdiff_t>(end_ - place, 4))});
    return std::max<uint32_t>(scalar.length, 1);
  };
  Utf8Scalar first = DecodeUtf8({at_, static_cast<size_t>(std::min<ptrdiff_t>(end_ - at_, 4))});
  at_ += length_at(at_);
  for (const Lookalike& lookalike : kLookalikes) {
    if (first.length == 0 || lookalike.scalar != first.value) continue;
    Report(DiagnosticKind::UnexpectedCharacter, from, at_,
           Concat("unexpected character ", ScalarName(first.value), " (", lookalike.name, ")"))
        .Suggest(Range(from, at_), std::string(lookalike.replacement),
                 lookalike.replacement.empty() ? std::string("remove it")
                 : lookalike.replacement == " "
                     ? std::string("write a plain space")
                     : Concat("did you mean `", lookalike.replacement, "`?"));
    Add(TokenKind::Error, from, at_, token_flags::kRecovered);
    return;
  }
  bool high = static_cast<uint8_t>(*from) >= 0x80;
  while (!high && at_ != end_ && *at_ == *from) ++at_;  // of equal characters, too
  while (at_ != end_) {
    uint8_t kind = kClasses[static_cast<uint8_t>(*at_)];
    // A word with foreign letters in it is one error, not several words.
    bool same = kind == kHigh || (high && (kind == kName || kind == kNumber));
    if (!same) break;
    high = true;
    at_ += length_at(at_);
  }
  // Wrong UTF-8 was reported for the file already.
  if (first.length != 0 || !encoding_reported_) {
    std::string_view text(from, static_cast<size_t>(at_ - from));
    bool control = static_cast<uint8_t>(*from) < 0x20 || *from == 0x7F;
    std::string shown = control        ? ScalarName(first.value)
                        : *from == '`' ? std::string("backtick")
                                       : Concat("`", text.substr(0, 60), "`");
    DiagnosticBuilder report = Report(DiagnosticKind::UnexpectedCharacter, from, at_,
                                      Concat("unexpected character ", shown));
    if (high) report.Note("names consist of the letters a-z and A-Z, digits and `_`");
    if (*from == '#') report.Note("comments begin with `//`, attributes with `@`");
    if (*from == '\\')
      report.Note("a backslash has a meaning only in string and character literals");
    if (*from == '`') report.Note("strings stand in double quotes");
    if (*from == '$') report.Note("`${…}` stands in strings and in `code { … }`");
  }
  Add(TokenKind::Error, from, at_, token_flags::kRecovered);
}

void Lexer::LexToken() {
  switch (kClasses[static_cast<uint8_t>(*at_)]) {
    case kName:
      LexName();
      break;
    case kNumber:
      LexNumber();
      break;
    case kQuote:
      LexString(at_, 0);
      break;
    case kTick:
      LexChar();
      break;
    case kAt:
      LexAtName();
      break;
    case kPunct:
      LexPunctuation();
      break;
    default:
      LexUnexpected();
      break;
  }
}

LexedFile Lexer::Run() {
  CheckEncoding();
  // One token per five bytes is the habit of sources; it saves regrowing the vector of a large
  // file.
  out_.tokens.reserve(static_cast<size_t>(end_ - begin_) / 5 + 16);
  if (std::string_view(begin_, static_cast<size_t>(end_ - begin_)).starts_with("\xEF\xBB\xBF")) {
    at_ += 3;
  }
  if (at_[0] == '#' && at_[1] == '!') LineComment();  // `#!/usr/bin/env arc run`
  while (true) {
    SkipTrivia();
    if (at_ == end_) {
      if (interpolations_.empty()) break;
      AbandonInterpolations();
      continue;
    }
    LexToken();
  }
  Add(TokenKind::EndOfFile, end_, end_, ran_to_end_ ? token_flags::kRecovered : 0);
  return std::move(out_);
}

}  // namespace arc::lex_internal

namespace arc {

LexedFile Lex(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics) {
  return lex_internal::Lexer(file, sources, diagnostics).Run();
}

}  // namespace arc
