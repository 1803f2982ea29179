// What literals stand for: escapes, indentation of multi-line strings, number values.
#ifndef ARC_COMPILER_LEX_LITERALS_H_
#define ARC_COMPILER_LEX_LITERALS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source_manager.h"
#include "llvm/ADT/APInt.h"

namespace arc {

// Escapes: \n \r \t \0 \\ \" \' \$ \xNN (up to 7F) \u{N…} (a Unicode scalar, 1 to 6 hexadecimal
// digits).

// Reports every wrong escape of the text and returns how many there are. `offset`: of the text's
// first byte.
size_t CheckEscapes(std::string_view text, SourceOffset offset, DiagnosticEngine& diagnostics);

// The text with its escapes decoded; wrong ones (which CheckEscapes has reported) are left out.
std::string DecodeEscapes(std::string_view text);

// Characters of a text in which an escape counts as one. Precondition: its escapes are correct.
size_t CountScalars(std::string_view text);

// The value of a char literal's content. Precondition: CountScalars(text) == 1.
uint32_t DecodeChar(std::string_view text);

// A piece of a multi-line literal between its quotes and interpolations.
struct MultilinePiece {
  std::string_view text;  // as written
  bool interpolation;     // `${…}` stands here; `text` is empty
};

// The decoded text of every piece. The line end after the opening quotes and the one before closing
// quotes that stand alone on their line do not count; the indentation that all lines have in common
// (blank ones aside, the closing line included) is removed; blank lines become empty; CRLF becomes
// LF.
std::vector<std::string> DecodeMultiline(const std::vector<MultilinePiece>& pieces, bool raw);

// The value of an Integer token's text (`0xff`, `1_000`, `8_KB`). Digits that are wrong for the
// base, which the lexer has reported, count as 0. At most 64 bits wide unless the value needs more.
struct IntegerValue {
  llvm::APInt value;
  bool is_size = false;
};
IntegerValue DecodeInteger(std::string_view text);

// The value of a Float token's text. Infinite if it is out of range.
double DecodeFloat(std::string_view text);

// The nanoseconds of a Duration token's text (`250_ms`, `1.5_s`). False: too large, or not a whole
// number.
bool DecodeDuration(std::string_view text, int64_t& nanoseconds);

// Suffixes by name; null / 0 if there is none such.
uint64_t SizeUnit(std::string_view suffix);      // bytes of KB, MB, GB
uint64_t DurationUnit(std::string_view suffix);  // nanoseconds of ns, us, ms, s, min

}  // namespace arc

#endif  // ARC_COMPILER_LEX_LITERALS_H_
