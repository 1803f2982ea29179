// Number literals: integers in four bases, floats, sizes (`8_KB`) and durations (`10_ms`). A
// malformed one is reported here, once, and becomes a `recovered` token with a value all the same.
#include <cmath>

#include "compiler/lex/lexer_impl.h"
#include "compiler/lex/literals.h"
#include "compiler/source/concat.h"

namespace arc::lex_internal {
namespace {

// More digits than any type holds; bounds the cost of reading the value.
constexpr size_t kMaxDigits = 400;

std::string_view BaseName(unsigned base) {
  return base == 2 ? "a binary" : base == 8 ? "an octal" : "a hexadecimal";
}

bool IsDigitOf(char c, unsigned base) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') < base;
  return base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
}

}  // namespace

void Lexer::LexNumber() {
  const char* from = at_;
  // `pair.0.1`: after a dot stands the index of a tuple's member, not a fraction.
  bool is_index = !out_.tokens.empty() && out_.tokens.back().kind == TokenKind::Dot;
  unsigned base = 10;
  if (!is_index && *at_ == '0') {
    char mark = at_[1];
    if (mark == 'x' || mark == 'X') base = 16;
    if (mark == 'o' || mark == 'O') base = 8;
    if (mark == 'b' || mark == 'B') base = 2;
  }
  auto finish = [&](TokenKind kind, bool wrong) {
    Add(kind, from, at_, wrong ? token_flags::kRecovered : 0);
  };

  if (base != 10) {
    at_ += 2;
    const char* digits = at_;
    size_t count = 0;
    const char* wrong = nullptr;
    while (IsNamePart(*at_)) {
      if (*at_ != '_') {
        ++count;
        if (!IsDigitOf(*at_, base) && wrong == nullptr) wrong = at_;
      }
      ++at_;
    }
    if (from[1] < 'a') {
      Report(DiagnosticKind::InvalidDigit, from, digits,
             Concat("the prefix of ", BaseName(base), " number is written in small letters"))
          .Suggest(Range(from, digits), Concat("0", static_cast<char>(from[1] | 0x20)),
                   "write it so");
      return finish(TokenKind::Integer, true);
    }
    if (count == 0) {
      Report(
          DiagnosticKind::MissingDigits, from, at_,
          Concat(BaseName(base), " number needs digits after `", std::string_view(from, 2), "`"));
      return finish(TokenKind::Integer, true);
    }
    if (wrong != nullptr) {
      Report(DiagnosticKind::InvalidDigit, wrong, wrong + 1,
             Concat("`", std::string_view(wrong, 1), "` is not ", BaseName(base), " digit"));
      return finish(TokenKind::Integer, true);
    }
    if (count > kMaxDigits) {
      Report(DiagnosticKind::IntegerTooLarge, from, at_, "the number has too many digits");
      return finish(TokenKind::Integer, true);
    }
    return finish(TokenKind::Integer, false);
  }

  // A digit, or underscores before a digit: an underscore before a letter begins a suffix.
  auto skip_digits = [&] {
    size_t count = 0;
    while (true) {
      if (IsDigit(*at_)) {
        ++count;
        ++at_;
        continue;
      }
      const char* next = at_;
      while (*next == '_') ++next;
      if (next == at_ || !IsDigit(*next)) return count;
      at_ = next;
    }
  };
  size_t digits = skip_digits();
  bool is_float = false;
  if (!is_index && *at_ == '.' && IsDigit(at_[1])) {
    is_float = true;
    ++at_;
    digits += skip_digits();
  }
  if (!is_index && (*at_ == 'e' || *at_ == 'E')) {
    const char* exponent = at_ + 1;
    if (*exponent == '+' || *exponent == '-') ++exponent;
    if (IsDigit(*exponent)) {
      is_float = true;
      at_ = exponent;
      skip_digits();
    } else if (exponent != at_ + 1 || !IsNamePart(*exponent)) {
      const char* mark = at_;
      at_ = exponent;
      Report(DiagnosticKind::MissingDigits, mark, at_, "the exponent has no digits");
      return finish(TokenKind::Float, true);
    }
  }

  const char* suffix = at_;
  while (IsNamePart(*at_)) ++at_;
  if (suffix == at_) {
    if (digits > kMaxDigits && !is_float) {
      Report(DiagnosticKind::IntegerTooLarge, from, at_, "the number has too many digits");
      return finish(TokenKind::Integer, true);
    }
    if (is_float && std::isinf(DecodeFloat({from, static_cast<size_t>(at_ - from)}))) {
      Report(DiagnosticKind::FloatOutOfRange, from, at_, "the number is too large for `float64`");
      return finish(TokenKind::Float, true);
    }
    return finish(is_float ? TokenKind::Float : TokenKind::Integer, false);
  }

  std::string_view written(suffix, static_cast<size_t>(at_ - suffix));
  std::string_view name = written;
  while (!name.empty() && name.front() == '_') name.remove_prefix(1);
  bool joined = written.size() == name.size() + 1;  // exactly one underscore
  bool has_exponent = is_float && std::string_view(from, suffix - from).find_first_of("eE") !=
                                      std::string_view::npos;
  if (joined && DurationUnit(name) != 0 && !has_exponent) {
    int64_t nanoseconds;
    if (DecodeDuration({from, static_cast<size_t>(at_ - from)}, nanoseconds)) {
      return finish(TokenKind::Duration, false);
    }
    Report(DiagnosticKind::DurationOutOfRange, from, at_,
           "a duration is a whole number of nanoseconds, up to about 292 years");
    return finish(TokenKind::Duration, true);
  }
  if (joined && SizeUnit(name) != 0 && !is_float && digits <= kMaxDigits) {
    if (DecodeInteger({from, static_cast<size_t>(at_ - from)}).value.getActiveBits() <= 64) {
      return finish(TokenKind::Integer, false);
    }
    Report(DiagnosticKind::IntegerTooLarge, from, at_, "the size does not fit into `usize`");
    return finish(TokenKind::Integer, true);
  }

  TokenKind kind = is_float ? TokenKind::Float : TokenKind::Integer;
  if (name.empty()) {
    Report(DiagnosticKind::UnknownNumberSuffix, suffix, at_, "a number does not end with `_`")
        .Suggest(Range(suffix, at_), "", "remove it");
    return finish(kind, true);
  }
  DiagnosticBuilder report =
      Report(DiagnosticKind::UnknownNumberSuffix, suffix, at_,
             Concat("unknown suffix `", written.substr(0, 40), "` of a number"));
  if (!joined && (SizeUnit(name) != 0 || DurationUnit(name) != 0)) {
    report.Suggest(Range(suffix, at_), Concat("_", name), "a suffix follows one underscore");
  } else {
    report.Note("suffixes are _KB _MB _GB for sizes and _ns _us _ms _s _min for durations");
    bool type_like = name.front() == 'u' || name.front() == 'i' || name.front() == 'f';
    if (type_like) report.Note("a literal takes its type from its context: `let x: uint8 = 5`");
  }
  report.Label(Range(suffix, at_), "not a suffix");
  finish(kind, true);
}

}  // namespace arc::lex_internal
