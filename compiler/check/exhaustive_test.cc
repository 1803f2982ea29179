// Exhaustiveness and reachability of `match`, through programs: what is missing, what is never
// reached.
#include <string>

#include "compiler/check/check_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

constexpr char kEnums[] =
    "enum Color { Red, Green, Blue }\n"
    "enum Shape {\n"
    "    Dot\n"
    "    Line(from: Color, to: Color)\n"
    "    Group(parts: vector<Shape>)\n"
    "}\n"
    "enum List { End, Cell(head: bool, tail: List) }\n";

// The code and message of each diagnostic about a `match` over a `type` with these arms.
std::string Match(const std::string& type, const std::string& arms) {
  CheckedText checked =
      CheckText(kEnums + ("func f(x: " + type + ") {\n    match x {\n" + arms + "\n    }\n}\n"));
  EXPECT_EQ(checked.broken, "");
  std::string out;
  for (size_t at = 0; at < checked.report.size();) {
    size_t end = checked.report.find('\n', at);
    std::string line = checked.report.substr(at, end - at);
    out += line.substr(0, 7) + line.substr(line.find(' ', 8)) + "\n";
    at = end + 1;
  }
  return out;
}

std::string Missing(const std::string& what) {
  return "ARC0234 this `match` does not cover `" + what + "`\n";
}
const char kUnreachable[] =
    "ARC0235 this arm is never reached: the arms before it match all that it would\n";

TEST(Exhaustive, Enums) {
  EXPECT_EQ(Match("Color", "Color.Red => {}\nColor.Green => {}\nColor.Blue => {}"), "");
  EXPECT_EQ(Match("Color", "Color.Red => {}\nColor.Blue => {}"), Missing("Color.Green"));
  EXPECT_EQ(Match("Color", "Color.Red | Color.Green => {}\nColor.Blue => {}"), "");
  EXPECT_EQ(Match("Color", "_ => {}\nColor.Blue => {}"), kUnreachable);
}

TEST(Exhaustive, PayloadsInEachOther) {
  EXPECT_EQ(Match("Shape", "Shape.Dot => {}\nShape.Group(_) => {}\nShape.Line(Color.Red, _) => {}"),
            Missing("Shape.Line(Color.Green, _)"));
  EXPECT_EQ(Match("Shape",
                  "Shape.Dot => {}\nShape.Group(_) => {}\nShape.Line(Color.Red, _) => {}\n"
                  "Shape.Line(_, Color.Red) => {}"),
            Missing("Shape.Line(Color.Green, Color.Green)"));
  EXPECT_EQ(Match("List", "List.End => {}\nList.Cell(true, _) => {}\nList.Cell(_, List.End) => {}"),
            Missing("List.Cell(false, List.Cell(_, _))"));
}

TEST(Exhaustive, Tuples) {
  EXPECT_EQ(Match("(bool, bool)", "(true, _) => {}\n(_, true) => {}"), Missing("(false, false)"));
  EXPECT_EQ(Match("(bool, bool)", "(true, _) => {}\n(_, true) => {}\n(false, false) => {}"), "");
  EXPECT_EQ(Match("(bool, int64)", "(true, _) => {}\n(false, 1) => {}"), Missing("(false, ..=0)"));
}

TEST(Exhaustive, Ranges) {
  EXPECT_EQ(Match("uint8", "0..=127 => {}\n128..=255 => {}"), "");
  EXPECT_EQ(Match("uint8", "0..128 => {}\n128.. => {}"), "");
  EXPECT_EQ(Match("uint8", "0..=127 => {}\n129..=255 => {}"), Missing("128"));
  EXPECT_EQ(Match("uint64", "1..=18446744073709551615 => {}"), Missing("0"));
  EXPECT_EQ(Match("uint64", "..=18446744073709551614 => {}"), Missing("18446744073709551615"));
  EXPECT_EQ(Match("int64", "..0 => {}\n0.. => {}"), "");
  EXPECT_EQ(Match("(uint8, uint8)", "(0..=9, _) => {}\n(_, 10..=255) => {}"),
            Missing("(10..=255, 0..=9)"));
  EXPECT_EQ(Match("uint8", "0..=9 => {}\n20..=29 => {}\n5..=24 => {}\n3..=27 => {}\n_ => {}"),
            kUnreachable);
  EXPECT_EQ(Match("char", "'\\0'..='\\u{d7ff}' => {}\n'\\u{e000}'..='\\u{10ffff}' => {}"), "");
}

TEST(Exhaustive, TextsNeedAnArmForTheRest) {
  EXPECT_EQ(Match("int64", "1 => {}\n2..10 => {}"),
            "ARC0234 this `match` does not cover `..=0`, `10..`\n");
  EXPECT_EQ(Match("int64", "1 => {}\n1 => {}\n_ => {}"), kUnreachable);
  EXPECT_EQ(Match("string", "\"a\" => {}\n\"b\" => {}"), Missing("_"));
  EXPECT_EQ(Match("bool", "true => {}"), Missing("false"));
}

TEST(Exhaustive, OptionalsAndResults) {
  EXPECT_EQ(Match("int64?", "null => {}\n1 => {}"), Missing("some(..=0)"));
  EXPECT_EQ(Match("Color?", "null => {}\nColor.Red => {}\nColor.Blue => {}"),
            Missing("some(Color.Green)"));
  EXPECT_EQ(Match("int64!", "ok(_) => {}"), Missing("err(_)"));
  EXPECT_EQ(Match("int64!", "err(_) => {}\nok(1) => {}\nok(_) => {}"), "");
}

TEST(Exhaustive, GuardsCoverNothing) {
  EXPECT_EQ(Match("Color", "Color.Red => {}\nColor.Blue => {}\nColor.Green if 1 < 2 => {}"),
            Missing("Color.Green"));
  EXPECT_EQ(Match("Color", "Color.Red if 1 < 2 => {}\nColor.Red => {}\n_ => {}"), "");
}

TEST(Exhaustive, ManyColumnsEnd) {
  std::string type = "(", arms;
  for (int i = 0; i < 10; ++i) type += i ? ", Color" : "Color";
  for (int i = 0; i + 1 < 10; ++i) {
    arms += "(";
    for (int k = 0; k < 10; ++k)
      arms += std::string(k ? ", " : "") + (k == i ? "Color.Red" : k == i + 1 ? "Color.Blue" : "_");
    arms += ") => {}\n";
  }
  EXPECT_NE(Match(type + ")", arms), "");
}

}  // namespace
}  // namespace arc
