// Generic arguments from arguments, from the wanted result, from both; and what is reported when
// nothing tells.
#include <string>

#include "compiler/check/check_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

constexpr char kDeclarations[] =
    "struct Box<T> { value: T }\n"
    "struct Grid<T, comptime N: usize> { cells: [N]T }\n"
    "func id<T>(x: T) T { return x }\n"
    "func first<A, B>(a: A, b: B) A { return a }\n"
    "func same<T>(a: T, b: T) T { return a }\n"
    "func none<T>() T? { return null }\n"
    "func apply<T, U>(x: T, f: func(T) U) U { return f(x) }\n"
    "func unbox<T>(b: Box<T>) T { return b.value }\n"
    "func size<T, comptime N: usize>(g: Grid<T, N>) usize { return N }\n"
    "func length<T, comptime N: usize>(a: [N]T) usize { return N }\n"
    "func of<T>(xs: []T) T { return xs[0] }\n"
    "func inner<T>(x: T?) T { return x! }\n";

std::string ReportOf(const std::string& body) {
  CheckedText checked = CheckText(kDeclarations + ("func f() {\n" + body + "\n}\n"));
  EXPECT_EQ(checked.broken, "");
  std::string out;
  for (size_t at = 0; at < checked.report.size();) {  // without places
    size_t end = checked.report.find('\n', at);
    std::string line = checked.report.substr(at, end - at);
    out += line.substr(0, 7) + line.substr(line.find(' ', 8)) + "\n";
    at = end + 1;
  }
  return out;
}

// The expression has exactly this type.
void ExpectType(const std::string& expression, const std::string& type) {
  EXPECT_EQ(ReportOf("comptime if @typeof(" + expression + ") == " + type +
                     " {} else { @compile_error(@name_of(@typeof(" + expression + "))) }"),
            "")
      << expression;
}

TEST(Inference, FromArguments) {
  ExpectType("id(1)", "int64");
  ExpectType("id(\"a\")", "string");
  ExpectType("id([1.5])", "vector<float64>");
  ExpectType("first(true, 'c')", "bool");
  ExpectType("unbox(Box<uint8>{value: 1})", "uint8");
  ExpectType("Box{value: \"a\"}", "Box<string>");
  ExpectType("of([\"a\", \"b\"])", "string");
  ExpectType("inner(id<string?>(null))", "string");
}

TEST(Inference, LiteralsFollowTheOthers) {
  ExpectType("same(cast<int32>(1), 2)", "int32");
  ExpectType("same(2, cast<int32>(1))", "int32");
  ExpectType("same(1, 2)", "int64");
}

TEST(Inference, ValuesAndLengths) {
  ExpectType("size(Grid<int8, 12>{})", "usize");
  EXPECT_EQ(ReportOf("let a: [3]string\nassert(length(a) == 3)"), "");
}

TEST(Inference, FromTheWantedResult) {
  EXPECT_EQ(ReportOf("let x: uint16? = none()\nprintln(x)"), "");
  EXPECT_EQ(ReportOf("println(none())"),
            "ARC0217 the generic argument `T` of `none` is not known here\n");
}

TEST(Inference, ClosuresTakeTheirParametersAndGiveTheirResult) {
  ExpectType("apply(3, |x| x * 2)", "int64");
  ExpectType("apply(3, |x| \"${x}\")", "string");
  ExpectType("apply(\"a\", func(s: string) bool { return s == \"a\" })", "bool");
  EXPECT_EQ(ReportOf("println(apply(3, |x, y| x))"),
            "ARC0215 a function of 1 parameter is wanted here, this one has 2\n");
}

TEST(Inference, Contradictions) {
  EXPECT_EQ(ReportOf("println(same(1, \"a\"))"), "ARC0215 expected `string`, found `int64`\n");
  EXPECT_EQ(ReportOf("println(unbox(3))"),
            "ARC0215 `int64` does not fit parameter `b: Box<T>` of `unbox`\n");
}

TEST(Inference, WhatNeverReturnsDecidesNothing) {
  EXPECT_EQ(ReportOf("println(id(panic(\"p\")))"), "");
}

}  // namespace
}  // namespace arc
