#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "runtime/core/contract.h"

namespace {

std::string Format(double value, int32_t mode = ARC_FLOAT_SHORTEST, int32_t precision = 0) {
  uint8_t buffer[800];
  const uint64_t length = arc_rt_format_f64(value, buffer, sizeof(buffer), mode, precision);
  return std::string(reinterpret_cast<char*>(buffer), length);
}

std::string Format32(float value) {
  uint8_t buffer[64];
  const uint64_t length = arc_rt_format_f32(value, buffer, sizeof(buffer), ARC_FLOAT_SHORTEST, 0);
  return std::string(reinterpret_cast<char*>(buffer), length);
}

int64_t Parse(const std::string& text, double* value) {
  return arc_rt_parse_f64(reinterpret_cast<const uint8_t*>(text.data()), text.size(), value);
}

TEST(FormatTest, Shortest) {
  EXPECT_EQ(Format(0), "0.0");
  EXPECT_EQ(Format(-0.0), "-0.0");
  EXPECT_EQ(Format(1), "1.0");
  EXPECT_EQ(Format(-100), "-100.0");
  EXPECT_EQ(Format(0.1), "0.1");
  EXPECT_EQ(Format(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Format(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(Format(2.5e-5), "0.000025");
  EXPECT_EQ(Format(2.5e-6), "2.5e-06");
  EXPECT_EQ(Format(123456.789), "123456.789");
  EXPECT_EQ(Format(1e15), "1000000000000000.0");
  EXPECT_EQ(Format(1e16), "1e+16");
  EXPECT_EQ(Format(1e300), "1e+300");
  EXPECT_EQ(Format(1.5e300), "1.5e+300");
  EXPECT_EQ(Format(5e-324), "5e-324");
  EXPECT_EQ(Format(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(Format(INFINITY), "inf");
  EXPECT_EQ(Format(-INFINITY), "-inf");
  EXPECT_EQ(Format(NAN), "nan");
}

TEST(FormatTest, ShortestReadsBackAndNothingShorterDoes) {
  std::mt19937_64 random(42);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    if (!std::isfinite(value)) continue;
    const std::string text = Format(value);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    size_t digits = 0;
    bool leading = true;
    for (char c : text.substr(0, text.find('e'))) {
      if (c == '0' && leading) continue;
      if (c >= '0' && c <= '9') {
        leading = false;
        ++digits;
      }
    }
    if (digits > 1 && text.find('e') != std::string::npos) {
      char shorter[64];
      std::snprintf(shorter, sizeof(shorter), "%.*e", static_cast<int>(digits) - 2, value);
      ASSERT_NE(std::strtod(shorter, nullptr), value) << text << " is longer than " << shorter;
    }
  }
}

TEST(FormatTest, Shortest32) {
  EXPECT_EQ(Format32(0.1f), "0.1");
  EXPECT_EQ(Format32(16777216.0f), "16777216.0");
  EXPECT_EQ(Format32(3.4028235e38f), "3.4028235e+38");
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    const uint32_t bits = random();
    float value;
    std::memcpy(&value, &bits, sizeof(value));
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(std::strtof(Format32(value).c_str(), nullptr), value);
  }
}

TEST(FormatTest, FixedAndExponent) {
  EXPECT_EQ(Format(3.14159, ARC_FLOAT_FIXED, 2), "3.14");
  EXPECT_EQ(Format(2.5, ARC_FLOAT_FIXED, 0), "2");
  EXPECT_EQ(Format(-0.001, ARC_FLOAT_FIXED, 2), "-0.00");
  EXPECT_EQ(Format(12345.678, ARC_FLOAT_EXPONENT, 3), "1.235e+04");
  EXPECT_EQ(Format(1e308, ARC_FLOAT_FIXED, 1).size(), 311u);
  EXPECT_EQ(Format(INFINITY, ARC_FLOAT_FIXED, 2), "inf");
}

TEST(FormatTest, NeverWritesBeyondTheCapacity) {
  for (uint64_t capacity = 0; capacity < 24; ++capacity) {
    uint8_t buffer[32];
    std::memset(buffer, 0x7E, sizeof(buffer));
    const uint64_t length =
        arc_rt_format_f64(-1.7976931348623157e308, buffer, capacity, ARC_FLOAT_SHORTEST, 0);
    EXPECT_LE(length, capacity);
    for (size_t i = capacity; i < sizeof(buffer); ++i) EXPECT_EQ(buffer[i], 0x7E);
  }
}

TEST(FormatTest, Integers) {
  uint8_t buffer[20];
  auto text = [&](uint64_t length) { return std::string(reinterpret_cast<char*>(buffer), length); };
  EXPECT_EQ(text(arc_rt_format_i64(0, buffer)), "0");
  EXPECT_EQ(text(arc_rt_format_i64(INT64_MIN, buffer)), "-9223372036854775808");
  EXPECT_EQ(text(arc_rt_format_i64(INT64_MAX, buffer)), "9223372036854775807");
  EXPECT_EQ(text(arc_rt_format_u64(UINT64_MAX, buffer)), "18446744073709551615");
}

TEST(ParseTest, Numbers) {
  double value = -1;
  for (const char* text :
       {"0", "1", "-1.5", "+2.", ".5", "1e10", "1E-3", "123456789012345678901234"}) {
    EXPECT_EQ(Parse(text, &value), 0) << text;
    EXPECT_EQ(value, std::strtod(text, nullptr)) << text;
  }
  EXPECT_EQ(Parse("inf", &value), 0);
  EXPECT_EQ(value, INFINITY);
  EXPECT_EQ(Parse("-inf", &value), 0);
  EXPECT_EQ(value, -INFINITY);
  EXPECT_EQ(Parse("nan", &value), 0);
  EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(Parse("0." + std::string(1000, '0') + "1e1001", &value), 0);
  EXPECT_EQ(value, 1.0);
  EXPECT_EQ(Parse("1e-400", &value), 0) << "too small is zero";
  EXPECT_EQ(value, 0.0);
}

TEST(ParseTest, WhatIsNoNumber) {
  double value;
  for (const std::string& text :
       {std::string(), std::string("."), std::string("-"), std::string("e5"), std::string("1e"),
        std::string("1e+"), std::string(" 1"), std::string("1 "), std::string("0x10"),
        std::string("1,5"), std::string("infinity"), std::string("1\0", 2), std::string("--1"),
        std::string("1.2.3"), std::string("nan(1)")}) {
    EXPECT_EQ(Parse(text, &value), -EINVAL) << text;
  }
  EXPECT_EQ(Parse("1e400", &value), -ERANGE);
}

TEST(ErrorTextTest, Names) {
  auto text = [](int64_t error) {
    const ArcStringView view = arc_rt_error_text(error);
    return std::string(reinterpret_cast<const char*>(view.data), view.length);
  };
  EXPECT_EQ(text(ENOENT), "No such file or directory");
  EXPECT_EQ(text(ENOSPC), "No space left on device");
  EXPECT_EQ(text(0), "Unknown error");
  EXPECT_EQ(text(-1), "Unknown error");
  EXPECT_EQ(text(100000), "Unknown error");
}

}  // namespace
