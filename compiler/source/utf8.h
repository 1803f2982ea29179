// Reading UTF-8 one scalar at a time.
#ifndef ARC_COMPILER_SOURCE_UTF8_H_
#define ARC_COMPILER_SOURCE_UTF8_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace arc {

struct Utf8Scalar {
  uint32_t value = 0;
  // Bytes that it takes. 0: the text does not start with a well-formed sequence (overlong forms,
  // surrogates and values above U+10FFFF are not well-formed), or is empty.
  uint32_t length = 0;
};

// The scalar at the start of the text.
Utf8Scalar DecodeUtf8(std::string_view text);

// Precondition: `scalar` is a Unicode scalar value (IsUnicodeScalar).
void AppendUtf8(uint32_t scalar, std::string& out);

inline bool IsUnicodeScalar(uint32_t value) {
  return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

// Length of the longest well-formed prefix; `text.size()` if all of it is well-formed.
size_t ValidUtf8Prefix(std::string_view text);

}  // namespace arc

#endif  // ARC_COMPILER_SOURCE_UTF8_H_
