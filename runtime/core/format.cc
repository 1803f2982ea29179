// Numbers as text and back. LLVM libc's snprintf and strtod round correctly; this file chooses
// digits and shapes.

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"

extern "C" {
int snprintf(char* buffer, size_t size, const char* format, ...);
double strtod(const char* text, char** end);
float strtof(const char* text, char** end);
}

namespace arc::rt {
namespace {

// Longest numbers that are parsed without a copy on the heap.
constexpr size_t kShortNumber = 256;

uint64_t PutText(const char* text, uint8_t* buffer, uint64_t capacity) {
  const size_t length = TextLength(text);
  const size_t kept = length < capacity ? length : capacity;
  __builtin_memcpy(buffer, text, kept);
  return kept;
}

uint64_t DecimalDigits(uint64_t value, uint8_t* out) {
  uint8_t digits[20];
  uint64_t count = 0;
  do {
    digits[count++] = static_cast<uint8_t>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  for (uint64_t i = 0; i < count; ++i) out[i] = digits[count - 1 - i];
  return count;
}

// A finite, positive value as digits and the exponent of the first one: d.ddd x 10^exponent.
struct Digits {
  char digits[20];
  int count;
  int exponent;
};

// Reads snprintf's "d.ddde+XX" and drops zeros at the end.
Digits ReadDigits(const char* text) {
  Digits result = {};
  for (; *text != 'e'; ++text) {
    if (*text != '.') result.digits[result.count++] = *text;
  }
  ++text;
  const bool negative = *text == '-';
  for (++text; *text != 0; ++text) result.exponent = result.exponent * 10 + (*text - '0');
  if (negative) result.exponent = -result.exponent;
  while (result.count > 1 && result.digits[result.count - 1] == '0') --result.count;
  return result;
}

// The fewest digits that read back as the same value. Any decimal of up to `sure` digits survives
// the way through a normal value of the type, so if the shortest has no more, `sure` digits show
// it, with zeros behind; otherwise each further digit is tried, and `enough` always suffice. Values
// below `normal` have fewer bits, so they start at one digit.
struct TypeDigits {
  int sure;
  int enough;
  double normal;
};
constexpr TypeDigits kDoubleDigits = {15, 17, 2.2250738585072014e-308};
constexpr TypeDigits kFloatDigits = {6, 9, 1.1754943508222875e-38};

template <typename ReadsBack>
Digits ShortestDigits(double value, const TypeDigits& type, ReadsBack reads_back) {
  char text[40];
  for (int count = value < type.normal ? 1 : type.sure;; ++count) {
    snprintf(text, sizeof(text), "%.*e", count - 1, value);
    if (count == type.enough || reads_back(text)) return ReadDigits(text);
  }
}

// Values between these powers of ten are written without an exponent.
constexpr int kPlainLow = -5;
constexpr int kPlainHigh = 16;

uint64_t PutShortest(bool negative, const Digits& number, uint8_t* buffer, uint64_t capacity) {
  TextWriter out(buffer, capacity);
  if (negative) out.Put("-");
  if (number.exponent < kPlainLow || number.exponent >= kPlainHigh) {
    out.Put(number.digits, 1);
    if (number.count > 1)
      out.Put(".").Put(number.digits + 1, static_cast<size_t>(number.count - 1));
    out.Put("e").Put(number.exponent < 0 ? "-" : "+");
    const int exponent = number.exponent < 0 ? -number.exponent : number.exponent;
    if (exponent < 10) out.Put("0");
    out.PutUnsigned(static_cast<uint64_t>(exponent));
    return out.size();
  }
  if (number.exponent < 0) {
    out.Put("0.");
    for (int i = -1; i > number.exponent; --i) out.Put("0");
    out.Put(number.digits, static_cast<size_t>(number.count));
    return out.size();
  }
  const int whole = number.exponent + 1;
  for (int i = 0; i < whole; ++i)
    out.PutByte(static_cast<uint8_t>(i < number.count ? number.digits[i] : '0'));
  out.Put(".");
  if (number.count <= whole) {
    out.Put("0");
  } else {
    out.Put(number.digits + whole, static_cast<size_t>(number.count - whole));
  }
  return out.size();
}

bool IsNegative(double value) { return (__builtin_bit_cast(uint64_t, value) >> 63) != 0; }

bool IsFinite(double value) { return value - value == 0; }

// What has no digits.
uint64_t PutSpecial(double value, uint8_t* buffer, uint64_t capacity) {
  if (value != value) return PutText("nan", buffer, capacity);
  return PutText(value < 0 ? "-inf" : "inf", buffer, capacity);
}

uint64_t PutByPrecision(double value, uint8_t* buffer, uint64_t capacity, int32_t mode,
                        int32_t precision) {
  char text[768];
  // DBL_MAX has 309 digits before the point.
  constexpr int32_t kMaxPrecision = 400;
  if (precision < 0) precision = 6;
  if (precision > kMaxPrecision) precision = kMaxPrecision;
  snprintf(text, sizeof(text), mode == ARC_FLOAT_FIXED ? "%.*f" : "%.*e", precision, value);
  return PutText(text, buffer, capacity);
}

bool IsDigit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

// [sign] digits [. digits] [e [sign] digits], with at least one digit before or behind the point.
// strtod alone would also take leading blanks, hexadecimal floats and "nan(...)".
bool IsDecimal(const uint8_t* text, uint64_t length) {
  uint64_t i = 0;
  if (i < length && (text[i] == '+' || text[i] == '-')) ++i;
  uint64_t digits = 0;
  for (; i < length && IsDigit(text[i]); ++i) ++digits;
  if (i < length && text[i] == '.') {
    for (++i; i < length && IsDigit(text[i]); ++i) ++digits;
  }
  if (digits == 0) return false;
  if (i < length && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < length && (text[i] == '+' || text[i] == '-')) ++i;
    if (i == length || !IsDigit(text[i])) return false;
    while (i < length && IsDigit(text[i])) ++i;
  }
  return i == length;
}

bool ParseSpecial(const uint8_t* text, uint64_t length, double* value) {
  const bool negative = length > 0 && text[0] == '-';
  if (length > 0 && (text[0] == '-' || text[0] == '+')) {
    ++text;
    --length;
  }
  if (length == 3 && SameBytes(text, "inf", 3)) {
    *value = negative ? -__builtin_inf() : __builtin_inf();
    return true;
  }
  if (length == 3 && SameBytes(text, "nan", 3)) {
    *value = __builtin_nan("");
    return true;
  }
  return false;
}

}  // namespace
}  // namespace arc::rt

using namespace arc::rt;  // NOLINT: the entry points below are the runtime's own face

extern "C" {

uint64_t arc_rt_format_f64(double value, uint8_t* buffer, uint64_t capacity, int32_t mode,
                           int32_t precision) {
  if (!IsFinite(value)) return PutSpecial(value, buffer, capacity);
  if (mode != ARC_FLOAT_SHORTEST) return PutByPrecision(value, buffer, capacity, mode, precision);
  const bool negative = IsNegative(value);
  const double magnitude = negative ? -value : value;
  if (magnitude == 0) return PutText(negative ? "-0.0" : "0.0", buffer, capacity);
  // Whole numbers are frequent, and their digits are at hand.
  if (magnitude < 9007199254740992.0) {
    const auto whole = static_cast<uint64_t>(magnitude);
    if (static_cast<double>(whole) == magnitude) {
      TextWriter out(buffer, capacity);
      if (negative) out.Put("-");
      return out.PutUnsigned(whole).Put(".0").size();
    }
  }
  const Digits digits = ShortestDigits(magnitude, kDoubleDigits, [&](const char* text) {
    return strtod(text, nullptr) == magnitude;
  });
  return PutShortest(negative, digits, buffer, capacity);
}

uint64_t arc_rt_format_f32(float value, uint8_t* buffer, uint64_t capacity, int32_t mode,
                           int32_t precision) {
  const double wide = static_cast<double>(value);
  if (mode != ARC_FLOAT_SHORTEST || !IsFinite(wide) || value == 0) {
    return arc_rt_format_f64(wide, buffer, capacity, mode, precision);
  }
  const bool negative = IsNegative(wide);
  const float magnitude = negative ? -value : value;
  const Digits digits =
      ShortestDigits(static_cast<double>(magnitude), kFloatDigits,
                     [&](const char* text) { return strtof(text, nullptr) == magnitude; });
  return PutShortest(negative, digits, buffer, capacity);
}

uint64_t arc_rt_format_u64(uint64_t value, uint8_t* buffer) { return DecimalDigits(value, buffer); }

uint64_t arc_rt_format_i64(int64_t value, uint8_t* buffer) {
  const auto bits = static_cast<uint64_t>(value);
  if (value >= 0) return DecimalDigits(bits, buffer);
  buffer[0] = '-';
  return 1 + DecimalDigits(~bits + 1, buffer + 1);
}

int64_t arc_rt_parse_f64(const uint8_t* text, uint64_t length, double* value) {
  if (ParseSpecial(text, length, value)) return 0;
  if (!IsDecimal(text, length)) return -EINVAL;
  char small[kShortNumber];
  char* copy = small;
  if (length >= sizeof(small)) {
    copy = static_cast<char*>(MapMemory(length + 1));
    if (copy == nullptr) return -ENOMEM;
  }
  __builtin_memcpy(copy, text, length);
  copy[length] = 0;
  *value = strtod(copy, nullptr);
  if (copy != small) UnmapMemory(copy, length + 1);
  const double magnitude = *value < 0 ? -*value : *value;
  return magnitude == __builtin_inf() ? -ERANGE : 0;
}

}  // extern "C"
