// Depth and size: nothing crashes, nothing is quadratic, every excess is one diagnostic.
#include <chrono>
#include <string>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

constexpr size_t kMany = 100'000;

// Parses within a bound that a quadratic algorithm misses by far, also on a slow machine with
// sanitizers.
std::string ErrorsOf(const std::string& text) {
  auto start = std::chrono::steady_clock::now();
  Parsed parsed(text);
  auto elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(elapsed, std::chrono::seconds(5)) << text.substr(0, 60);
  return parsed.Errors();
}

// The number of reports, and whether one is of the kind.
void ExpectOne(std::string_view code, const std::string& text) {
  std::string errors = ErrorsOf(text);
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << text.substr(0, 60) << "\n"
                                                               << errors;
  EXPECT_TRUE(errors.starts_with(code)) << text.substr(0, 60) << "\n" << errors;
}

TEST(ParserLimits, DeepNestingIsOneDiagnostic) {
  for (std::string_view opener : {"(", "[", "{", "f(", "a[", "|x| ", "comptime ", "if a { ",
                                  "match a { x => ", "func() { ", "code { ", "{1: "}) {
    ExpectOne("ARC0052", "func f() { let x = " + Repeat(opener, kMany) + "\n");
  }
  ExpectOne("ARC0052",
            "func f() { let x = " + Repeat("(", kMany) + "a" + Repeat(")", kMany) + " }");
  ExpectOne("ARC0052", "func f() { let x: " + Repeat("*", kMany) + "T }");
  ExpectOne("ARC0052", "func f() { let x: " + Repeat("[]", kMany) + "T }");
  ExpectOne("ARC0052",
            "func f() { let x: " + Repeat("a<", kMany) + "T" + Repeat(">", kMany) + " }");
  ExpectOne("ARC0052", "func f() { let x: " + Repeat("func(", kMany));
  ExpectOne("ARC0052", "func f() { let " + Repeat("(", kMany));
  ExpectOne("ARC0052", "func f() { match x { " + Repeat("(", kMany));
  ExpectOne("ARC0052", "func f() " + Repeat("{", kMany));
  ExpectOne("ARC0052", Repeat("func f() { ", kMany));
  ExpectOne("ARC0052", Repeat("@a(", kMany));
}

TEST(ParserLimits, LongChainsAreOneDiagnostic) {
  for (std::string_view link :
       {" + a", " ?? a", ".b", "()", "[0]", ".b?", "!", " catch a", " && a"}) {
    ExpectOne("ARC0053", "func f() { let x = a" + Repeat(link, kMany) + "\n}\n");
  }
  ExpectOne("ARC0053", "func f() { let x = " + Repeat("!", kMany) + "a }");
  ExpectOne("ARC0053", "func f() { let x = " + Repeat("await ", kMany) + "a }");
  ExpectOne("ARC0053", "func f() { let x: T" + Repeat("?", kMany) + "\n}");
  ExpectOne("ARC0053", "func f() { if a { }" + Repeat(" else if a { }", kMany) + " }");
  // Chains inside each other add up.
  ExpectOne("ARC0053", "func f() { let x = " + Repeat("(", 200) + "a" +
                           Repeat(Repeat(".b", 100) + ")", 200) + " }");
}

TEST(ParserLimits, WithinTheLimits) {
  EXPECT_EQ(ErrorsOf("func f() { let x = " + Repeat("a + ", 10'000) + "a }"), "");
  EXPECT_EQ(ErrorsOf("func f() { let x = " + Repeat("(", 400) + "a" + Repeat(")", 400) + " }"), "");
  EXPECT_EQ(ErrorsOf("func f() { if a { }" + Repeat(" else if a { }", 5'000) + " }"), "");
  EXPECT_EQ(ErrorsOf("func f() { let x = [" + Repeat("1, ", 500'000) + "] }"), "");
  EXPECT_EQ(ErrorsOf("func f() {" + Repeat("\nx += a + b.c(d)", kMany) + "\n}"), "");
}

TEST(ParserLimits, LookingAheadIsLinear) {
  ErrorsOf("func f() { let x = " + Repeat("a<b<c<", kMany) + "a }");
  ErrorsOf("func f() { let x = " + Repeat("a<b, ", kMany) + "a }");
  ErrorsOf("func f() { let x = " + Repeat("a<@f(", kMany) + "a }");
  ErrorsOf("func f() { let x = " + Repeat("a<(", kMany) + "a }");
  ErrorsOf("func f() { let x = " + Repeat("[a](", kMany) + "a }");
  ErrorsOf("func f() { match a { " + Repeat("A => x\n.b(a<c, d<e)\n", 30'000) + "} }");
}

TEST(ParserLimits, GarbageIsLinear) {
  for (std::string_view text :
       {")",          "}",          "]",           "\n)",        "else ", ", ",  "; ",
        "@",          "\"${",       "\"",          "/*",         "'",     "=> ", "for ",
        "return ?? ", "struct A {", "enum A { B(", "a: for {\n", "\\",    "\xFF"}) {
    ErrorsOf(Repeat(text, kMany));
    ErrorsOf("func f() { " + Repeat(text, kMany));
  }
}

}  // namespace
}  // namespace arc
