// Folding: what a constant's value is, and what is reported when there is none.
#include <string>

#include "compiler/check/check_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

// Checks that `expression` is known while compiling and equals `value`.
void ExpectFolds(const std::string& expression, const std::string& value) {
  CheckedText checked =
      CheckText("const N: int64 = 7\nconst F: float64 = 1.5\nfunc f() {\n    comptime if (" +
                expression + ") == " + value + " {} else { @compile_error(\"differs\") }\n}\n");
  EXPECT_EQ(checked.report, "") << expression;
}

std::string ReportOf(const std::string& text) { return CheckText(text).report; }

TEST(Constant, Integers) {
  ExpectFolds("1 + 2 * 3", "7");
  ExpectFolds("N * N - 1", "48");
  ExpectFolds("-7 / 2", "-3");
  ExpectFolds("-7 % 2", "-1");
  ExpectFolds("1 << 40", "1099511627776");
  ExpectFolds("-8 >> 1", "-4");
  ExpectFolds("0xff & 0x0f | 0x30 ^ 0x10", "47");
  ExpectFolds("8_KB", "8192");
}

TEST(Constant, FloatsTextsAndBools) {
  ExpectFolds("F * 2.0", "3.0");
  ExpectFolds("\"ab\" + \"cd\"", "\"abcd\"");
  ExpectFolds("1 < 2 && !(2 < 1)", "true");
  ExpectFolds("false && N == 1", "false");
  ExpectFolds("5_ms", "5000_us");
}

TEST(Constant, QuestionsAboutTypes) {
  ExpectFolds("@kind(vector<int64>)", "\"vector\"");
  ExpectFolds("@name_of(map<string, int64?>)", "\"map<string, int64?>\"");
  ExpectFolds("@bits(uint16)", "16");
  ExpectFolds("@max_of(int8)", "127");
  ExpectFolds("@min_of(int64)", "-9223372036854775808");
  ExpectFolds("@element([4]string) == string", "true");
  ExpectFolds("@length([4]string)", "4");
}

TEST(Constant, ValuesThatDoNotFit) {
  EXPECT_EQ(ReportOf("const A: int8 = 128\n"), "ARC0221 1:17 `128` does not fit `int8`\n");
  EXPECT_EQ(ReportOf("const A: int8 = 100 + 100\n"), "ARC0221 1:17 `200` does not fit `int8`\n");
  EXPECT_EQ(ReportOf("const A: uint8 = 1 - 2\n"), "ARC0221 1:18 `-1` does not fit `uint8`\n");
  EXPECT_EQ(ReportOf("const A: int64 = 1 / 0\n"), "ARC0213 1:18 division by zero\n");
}

TEST(Constant, ABrokenConstantIsReportedOnce) {
  EXPECT_EQ(ReportOf("const A: int64 = B\nconst B: int64 = C + 1\nconst C: int64 = A * 2\n"),
            "ARC0214 1:7 the value of `A` needs itself\n");
  EXPECT_EQ(ReportOf("const A: int64 = 1 / 0\nconst B: int64 = A + 1\nconst C: int64 = B + A\n"),
            "ARC0213 1:18 division by zero\n");
}

}  // namespace
}  // namespace arc
