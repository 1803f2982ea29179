// String and character literals.
//
// A literal without interpolation is one token. Others become
//   StringBegin (StringText | InterpolationBegin tokens… [FormatText] InterpolationEnd)* StringEnd
// where the tokens of an interpolation may hold strings again: `interpolations_` is the stack of
// open ones.
#include <algorithm>
#include <cstring>

#include "compiler/lex/lexer_impl.h"
#include "compiler/lex/literals.h"
#include "compiler/source/concat.h"
#include "compiler/source/utf8.h"

namespace arc::lex_internal {
namespace {

bool StartsTripleQuote(const char* at) { return at[0] == '"' && at[1] == '"' && at[2] == '"'; }

}  // namespace

void Lexer::ReportUnterminatedString(const char* from, bool multiline) {
  if (at_ == end_) ran_to_end_ = true;
  // The quote was most likely the end of the string around an interpolation whose `}` is missing:
  // that is reported at the end of the line.
  if (!interpolations_.empty() && !interpolations_.back().multiline && !multiline) return;
  size_t quotes = multiline ? 3 : 1;
  if (*from == 'r') ++quotes;
  DiagnosticBuilder report =
      Report(DiagnosticKind::UnterminatedString, from, from + quotes, "unterminated string");
  report.Label(Range(from, from + quotes), "opened here");
  if (!multiline) report.Note("a string ends on its line; `\"\"\"` begins one of several lines");
}

// Precondition: `at_` stands on the opening quote; `from` is there too, or on the `r` before it.
void Lexer::LexString(const char* from, uint8_t flags) {
  bool multiline = StartsTripleQuote(at_);
  bool raw = (flags & token_flags::kRaw) != 0;
  if (multiline) flags |= token_flags::kMultiline;
  const char* text = at_ + (multiline ? 3 : 1);
  at_ = text;
  while (true) {
    switch (*at_) {
      case '"':
        if (multiline && !StartsTripleQuote(at_)) {
          ++at_;
          continue;
        }
        at_ += multiline ? 3 : 1;
        Add(TokenKind::String, from, at_, flags);
        if (!raw && (flags & token_flags::kEscapes) != 0) {
          CheckEscapes({text, static_cast<size_t>(at_ - text) - (multiline ? 3 : 1)}, Offset(text),
                       diagnostics_);
        }
        return;
      case '\\':
        ++at_;
        if (raw) continue;
        flags |= token_flags::kEscapes;
        // The escaped character cannot end the literal. A line end can.
        if (at_ != end_ && *at_ != '\n') ++at_;
        continue;
      case '$':
        if (raw || at_[1] != '{') {
          ++at_;
          continue;
        }
        // An interpolation: read the literal again, in pieces.
        at_ = text;
        Add(TokenKind::StringBegin, from, text, flags & token_flags::kMultiline);
        LexStringPieces(from, multiline);
        return;
      case '\n':
      case '\0':
        if (at_ != end_ && (multiline || *at_ == '\0')) {
          ++at_;
          continue;
        }
        ReportUnterminatedString(from, multiline);
        Add(TokenKind::String, from, at_, flags | token_flags::kRecovered);
        return;
      default:
        ++at_;
    }
  }
}

void Lexer::LexStringPieces(const char* string_begin, bool multiline) {
  const char* from = at_;
  uint8_t flags = multiline ? token_flags::kMultiline : 0;
  auto add_text = [&] {
    if (at_ == from) return;
    if ((flags & token_flags::kEscapes) != 0) {
      CheckEscapes({from, static_cast<size_t>(at_ - from)}, Offset(from), diagnostics_);
    }
    Add(TokenKind::StringText, from, at_, flags);
  };
  while (true) {
    switch (*at_) {
      case '"':
        if (multiline && !StartsTripleQuote(at_)) {
          ++at_;
          continue;
        }
        add_text();
        Add(TokenKind::StringEnd, at_, at_ + (multiline ? 3 : 1));
        at_ += multiline ? 3 : 1;
        return;
      case '\\':
        flags |= token_flags::kEscapes;
        ++at_;
        if (at_ != end_ && *at_ != '\n') ++at_;
        continue;
      case '$':
        if (at_[1] != '{') {
          ++at_;
          continue;
        }
        add_text();
        Add(TokenKind::InterpolationBegin, at_, at_ + 2);
        interpolations_.push_back({string_begin, at_, multiline});
        at_ += 2;
        return;
      case '\n':
      case '\0':
        if (at_ != end_ && (multiline || *at_ == '\0')) {
          ++at_;
          continue;
        }
        ReportUnterminatedString(string_begin, multiline);
        add_text();
        Add(TokenKind::StringEnd, at_, at_, token_flags::kRecovered);
        return;
      default:
        ++at_;
    }
  }
}

// Precondition: `at_` stands on the `}` that closes the innermost interpolation.
void Lexer::EndInterpolation() {
  Interpolation closed = interpolations_.back();
  interpolations_.pop_back();
  Add(TokenKind::InterpolationEnd, at_, at_ + 1);
  ++at_;
  LexStringPieces(closed.string_begin, closed.multiline);
}

// `:>8`: everything from the colon to the closing brace. A quote or a line end means that the brace
// is missing; AbandonInterpolations or the end of the string then reports it.
void Lexer::LexFormat() {
  const char* from = at_;
  while (at_ != end_ && *at_ != '}' && *at_ != '\n' && *at_ != '"') ++at_;
  Add(TokenKind::FormatText, from, at_);
  if (*at_ == '"') AbandonInterpolations();
}

void Lexer::AbandonInterpolations() {
  // One report, for the outermost that cannot go on: what is inside it is lost with it.
  size_t first = interpolations_.size() - 1;
  while (first > 0 && !(at_ != end_ && interpolations_[first - 1].multiline)) --first;
  const Interpolation& outermost = interpolations_[first];
  Report(DiagnosticKind::UnterminatedInterpolation, outermost.begin, outermost.begin + 2,
         "unterminated interpolation")
      .Label(Range(outermost.begin, outermost.begin + 2), "no `}` closes this on its line")
      .Note("write `\\$` for a dollar sign before `{`");
  while (interpolations_.size() > first) {
    Add(TokenKind::InterpolationEnd, at_, at_, token_flags::kRecovered);
    Add(TokenKind::StringEnd, at_, at_, token_flags::kRecovered);
    interpolations_.pop_back();
  }
  if (*at_ == '"') ++at_;  // the quote that ended a format was this string's own
}

void Lexer::LexChar() {
  const char* from = at_++;
  const char* text = at_;
  // The literal ends at the next quote on the line that no backslash escapes.
  while (at_ != end_ && *at_ != '\'' && *at_ != '\n') {
    if (*at_ == '\\' && at_ + 1 != end_ && at_[1] != '\n') ++at_;
    ++at_;
  }
  if (at_ == end_ || *at_ != '\'') {
    // Do not swallow the line: an apostrophe in prose, or a quote that was forgotten after one
    // character.
    const char* stop = text;
    if (*stop == '\\') ++stop;
    if (stop < at_) {
      stop += std::max<uint32_t>(
          DecodeUtf8({stop, static_cast<size_t>(std::min<ptrdiff_t>(end_ - stop, 4))}).length, 1);
    }
    at_ = std::min(stop, at_);
    Report(DiagnosticKind::UnterminatedChar, from, at_, "unterminated character literal")
        .Note("strings stand in double quotes");
    Add(TokenKind::Char, from, at_, token_flags::kRecovered);
    return;
  }
  std::string_view content(text, static_cast<size_t>(at_ - text));
  ++at_;
  uint8_t flags = content.find('\\') != std::string_view::npos ? token_flags::kEscapes : 0;
  if (content.empty()) {
    Report(DiagnosticKind::InvalidChar, from, at_, "empty character literal")
        .Note("write `'\\''` for the apostrophe");
    flags |= token_flags::kRecovered;
  } else if (flags != 0 && CheckEscapes(content, Offset(text), diagnostics_) != 0) {
    flags |= token_flags::kRecovered;
  } else if (CountScalars(content) != 1) {
    std::string fixed;
    for (char c : content) {
      if (c == '"') fixed += '\\';
      fixed += c;
    }
    Report(DiagnosticKind::InvalidChar, from, at_,
           "a character literal holds exactly one character")
        .Suggest(Range(from, at_), Concat("\"", fixed, "\""), "write a string with double quotes");
    flags |= token_flags::kRecovered;
  }
  Add(TokenKind::Char, from, at_, flags);
}

}  // namespace arc::lex_internal
