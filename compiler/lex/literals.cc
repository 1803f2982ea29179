#include "compiler/lex/literals.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "compiler/source/concat.h"
#include "compiler/source/utf8.h"
#include "llvm/ADT/StringExtras.h"

namespace arc {
namespace {

struct Escape {
  size_t length = 0;  // bytes with the backslash
  uint32_t scalar = 0;
  std::string error;  // empty: correct
};

// Precondition: `text` starts with a backslash.
Escape ReadEscape(std::string_view text) {
  if (text.size() < 2) return {1, 0, "a backslash at the end escapes nothing"};
  switch (text[1]) {
    case 'n':
      return {2, '\n', ""};
    case 'r':
      return {2, '\r', ""};
    case 't':
      return {2, '\t', ""};
    case '0':
      return {2, 0, ""};
    case '\\':
    case '"':
    case '\'':
    case '$':
      return {2, static_cast<uint32_t>(text[1]), ""};
    case 'x': {
      size_t length = 2;
      uint32_t value = 0;
      while (length < 4 && length < text.size() && llvm::isHexDigit(text[length])) {
        value = value * 16 + llvm::hexDigitValue(text[length++]);
      }
      if (length != 4) return {length, 0, "`\\x` needs two hexadecimal digits"};
      if (value > 0x7F)
        return {4, 0, "`\\x` reaches up to 7F; write `\\u{…}` for other characters"};
      return {4, value, ""};
    }
    case 'u': {
      if (text.size() < 3 || text[2] != '{')
        return {2, 0, "`\\u` is followed by `{`: `\\u{1F600}`"};
      size_t length = 3;
      uint32_t value = 0;
      size_t digits = 0;
      while (length < text.size() && llvm::isHexDigit(text[length])) {
        if (++digits <= 6) value = value * 16 + llvm::hexDigitValue(text[length]);
        ++length;
      }
      if (length == text.size() || text[length] != '}') {
        return {length, 0, "`\\u{` holds hexadecimal digits and ends with `}`"};
      }
      ++length;
      if (digits == 0) return {length, 0, "`\\u{}` holds no digits"};
      if (digits > 6 || !IsUnicodeScalar(value)) {
        return {length, 0, "not a Unicode scalar value: 0 to 10FFFF without D800 to DFFF"};
      }
      return {length, value, ""};
    }
    default: {
      Utf8Scalar scalar = DecodeUtf8(text.substr(1, 4));
      return {1 + std::max<size_t>(scalar.length, 1), 0, "unknown escape"};
    }
  }
}

struct NumberParts {
  std::string_view digits;  // without prefix and suffix, with underscores
  std::string_view suffix;  // "KB"
  unsigned base = 10;
};

NumberParts SplitNumber(std::string_view text) {
  NumberParts parts;
  if (text.size() > 2 && text[0] == '0') {
    if (text[1] == 'x') parts.base = 16;
    if (text[1] == 'o') parts.base = 8;
    if (text[1] == 'b') parts.base = 2;
    if (parts.base != 10) text.remove_prefix(2);
  }
  if (parts.base == 10) {
    // The suffix begins with the letter after the last underscore; an exponent has none before it.
    size_t underscore = text.rfind('_');
    if (underscore != std::string_view::npos && underscore + 1 < text.size() &&
        llvm::isAlpha(text[underscore + 1])) {
      parts.suffix = text.substr(underscore + 1);
      text = text.substr(0, underscore);
    }
  }
  parts.digits = text;
  return parts;
}

std::string WithoutUnderscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

}  // namespace

size_t CheckEscapes(std::string_view text, SourceOffset offset, DiagnosticEngine& diagnostics) {
  size_t errors = 0;
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    Escape escape = ReadEscape(text.substr(at));
    if (!escape.error.empty()) {
      ++errors;
      uint32_t begin = offset + static_cast<uint32_t>(at);
      SourceRange range{begin, begin + static_cast<uint32_t>(escape.length)};
      bool unknown = escape.error == "unknown escape";
      DiagnosticBuilder report = diagnostics.Report(
          DiagnosticKind::InvalidEscape, range,
          unknown ? Concat("unknown escape `", text.substr(at, escape.length), "`") : escape.error);
      if (unknown) {
        report.Note("escapes are \\n \\r \\t \\0 \\\\ \\\" \\' \\$ \\x7F \\u{1F600}")
            .Suggest({begin, begin}, "\\", "for a backslash itself, double it");
      }
    }
    at += escape.length;
  }
  return errors;
}

std::string DecodeEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    size_t plain = std::min(text.find('\\'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    Escape escape = ReadEscape(text);
    if (escape.error.empty()) AppendUtf8(escape.scalar, out);
    text.remove_prefix(std::min(escape.length, text.size()));
  }
  return out;
}

size_t CountScalars(std::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    size_t length = text[0] == '\\' ? ReadEscape(text).length
                                    : std::max<size_t>(DecodeUtf8(text.substr(0, 4)).length, 1);
    text.remove_prefix(std::min(length, text.size()));
    ++count;
  }
  return count;
}

uint32_t DecodeChar(std::string_view text) {
  if (text[0] == '\\') return ReadEscape(text).scalar;
  return DecodeUtf8(text.substr(0, 4)).value;
}

std::vector<std::string> DecodeMultiline(const std::vector<MultilinePiece>& pieces, bool raw) {
  auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };

  // Pass 1: the common indentation. `at_start`: the line has had only blanks so far. What stands on
  // the line of the opening quotes has no indentation of its own.
  size_t common = std::numeric_limits<size_t>::max();
  size_t indent = 0;
  bool at_start = false;
  for (const MultilinePiece& piece : pieces) {
    if (piece.interpolation) {
      if (at_start) common = std::min(common, indent);
      at_start = false;
      continue;
    }
    for (char c : piece.text) {
      if (c == '\n') {
        at_start = true;
        indent = 0;
      } else if (at_start && is_blank(c)) {
        ++indent;
      } else if (at_start) {
        common = std::min(common, indent);
        at_start = false;
      }
    }
  }
  bool closing_alone = at_start;
  if (closing_alone) common = std::min(common, indent);

  // Pass 2: each piece without the indentation. Escapes are decoded last, so that `\t` and `\n` are
  // content.
  std::vector<std::string> out;
  bool line_start = false;  // the text continues at the very start of a line
  for (size_t index = 0; index < pieces.size(); ++index) {
    if (pieces[index].interpolation) {
      out.emplace_back();
      line_start = false;
      continue;
    }
    std::string_view text = pieces[index].text;
    bool last = index + 1 == pieces.size();
    std::string plain;
    bool drop_first_newline = false;
    if (index == 0) {
      size_t end = text.find('\n');
      drop_first_newline =
          end != std::string_view::npos && std::all_of(text.begin(), text.begin() + end, is_blank);
      if (drop_first_newline) {
        text.remove_prefix(end + 1);
        line_start = true;
      }
    }
    while (true) {
      size_t end = text.find('\n');
      bool has_newline = end != std::string_view::npos;
      std::string_view line = text.substr(0, has_newline ? end : text.size());
      if (has_newline && !line.empty() && line.back() == '\r') line.remove_suffix(1);
      bool blank = std::all_of(line.begin(), line.end(), is_blank);
      if (line_start) {
        if (blank && (has_newline || last)) {
          line = {};
        } else {
          line.remove_prefix(std::min(common, line.size()));
        }
      }
      plain.append(line);
      if (!has_newline) break;
      text.remove_prefix(end + 1);
      line_start = true;
      plain.push_back('\n');
    }
    if (last && closing_alone && !plain.empty() && plain.back() == '\n') plain.pop_back();
    out.push_back(raw ? plain : DecodeEscapes(plain));
    if (!pieces[index].text.empty() && pieces[index].text.back() != '\n') line_start = false;
  }
  return out;
}

IntegerValue DecodeInteger(std::string_view text) {
  NumberParts parts = SplitNumber(text);
  uint64_t unit = parts.suffix.empty() ? 1 : SizeUnit(parts.suffix);
  bool is_size = unit > 1;
  if (unit == 0) unit = 1;  // an unknown suffix: reported by the lexer

  uint64_t value = 0;
  bool fits = true;
  for (char c : parts.digits) {
    if (c == '_') continue;
    unsigned digit = llvm::hexDigitValue(c);
    if (digit >= parts.base) digit = 0;
    fits = fits && !__builtin_mul_overflow(value, parts.base, &value) &&
           !__builtin_add_overflow(value, digit, &value);
    if (!fits) break;
  }
  fits = fits && !__builtin_mul_overflow(value, unit, &value);
  if (fits) return {llvm::APInt(64, value), is_size};

  std::string digits = WithoutUnderscores(parts.digits);
  for (char& c : digits) {
    if (llvm::hexDigitValue(c) >= parts.base) c = '0';
  }
  // The lexer bounds the number of digits, so this stays cheap although it is quadratic.
  unsigned bits =
      llvm::APInt::getSufficientBitsNeeded(digits, static_cast<uint8_t>(parts.base)) + 64;
  llvm::APInt wide(bits, digits, static_cast<uint8_t>(parts.base));
  wide *= unit;
  return {wide.trunc(std::max(64u, wide.getActiveBits())), is_size};
}

double DecodeFloat(std::string_view text) {
  // strtod reads the "C" locale's form here: tools never call setlocale.
  return std::strtod(WithoutUnderscores(text).c_str(), nullptr);
}

bool DecodeDuration(std::string_view text, int64_t& nanoseconds) {
  nanoseconds = 0;
  NumberParts parts = SplitNumber(text);
  uint64_t unit = DurationUnit(parts.suffix);
  // Exact decimal arithmetic: whole part times unit, then each fraction digit times a tenth of the
  // unit before.
  __int128 total = 0;
  constexpr __int128 kMax = std::numeric_limits<int64_t>::max();
  size_t at = 0;
  __int128 whole = 0;
  for (; at < parts.digits.size() && parts.digits[at] != '.'; ++at) {
    if (parts.digits[at] == '_') continue;
    whole = whole * 10 + (parts.digits[at] - '0');
    if (whole > kMax) return false;
  }
  total = whole * static_cast<__int128>(unit);
  uint64_t scale = unit;
  for (++at; at < parts.digits.size(); ++at) {
    if (parts.digits[at] == '_') continue;
    uint64_t digit = static_cast<uint64_t>(parts.digits[at] - '0');
    // `scale` stays exact as long as it divides by ten; a last step may divide through the digit
    // (0.5_min).
    uint64_t part = digit * scale;
    if (part % 10 != 0) return false;
    total += part / 10;
    if (scale % 10 == 0) {
      scale /= 10;
    } else if (std::any_of(parts.digits.begin() + at + 1, parts.digits.end(),
                           [](char c) { return c != '0' && c != '_'; })) {
      return false;
    }
  }
  if (total > kMax) return false;
  nanoseconds = static_cast<int64_t>(total);
  return true;
}

uint64_t SizeUnit(std::string_view suffix) {
  if (suffix == "KB") return uint64_t{1} << 10;
  if (suffix == "MB") return uint64_t{1} << 20;
  if (suffix == "GB") return uint64_t{1} << 30;
  return 0;
}

uint64_t DurationUnit(std::string_view suffix) {
  if (suffix == "ns") return 1;
  if (suffix == "us") return 1'000;
  if (suffix == "ms") return 1'000'000;
  if (suffix == "s") return 1'000'000'000;
  if (suffix == "min") return 60'000'000'000;
  return 0;
}

}  // namespace arc
