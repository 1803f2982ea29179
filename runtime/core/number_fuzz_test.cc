// Feeds arbitrary bytes to the reader of numbers, and arbitrary numbers to the writers: what is
// written as shortest reads back as the same number, and nothing is written behind the room given.

#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "runtime/core/contract.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

bool Same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void CheckNumber(double number) {
  std::vector<uint8_t> text(32);
  uint64_t length = arc_rt_format_f64(number, text.data(), text.size(), ARC_FLOAT_SHORTEST, 0);
  Require(length > 0 && length <= text.size());
  double again;
  Require(arc_rt_parse_f64(text.data(), length, &again) == 0 && Same(number, again));

  const auto narrow = static_cast<float>(number);
  length = arc_rt_format_f32(narrow, text.data(), text.size(), ARC_FLOAT_SHORTEST, 0);
  Require(length > 0 && length <= text.size());
  Require(arc_rt_parse_f64(text.data(), length, &again) == 0 &&
          Same(narrow, static_cast<float>(again)));
}

void CheckForms(double number, int32_t precision, uint64_t capacity) {
  for (const ArcFloatFormat form : {ARC_FLOAT_FIXED, ARC_FLOAT_EXPONENT, ARC_FLOAT_SHORTEST}) {
    // Of its exact size: sanitizers see a step over its end.
    std::vector<uint8_t> text(capacity);
    Require(arc_rt_format_f64(number, text.data(), capacity, form, precision) <= capacity);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<uint8_t> text(data, data + size);
  double value;
  const int64_t status = arc_rt_parse_f64(text.data(), size, &value);
  if (status == 0) CheckNumber(value);
  if (size >= 11) {
    uint64_t bits;
    std::memcpy(&bits, data, sizeof(bits));
    CheckNumber(std::bit_cast<double>(bits));
    CheckForms(std::bit_cast<double>(bits), data[8], uint64_t{data[9]} + 2 * data[10]);
  }
  return 0;
}
