#include "comptime/service/utf8.h"

#include <gtest/gtest.h>

namespace arc::comptime {
namespace {

TEST(Utf8, TextStays) {
  EXPECT_EQ(ToUtf8(""), "");
  EXPECT_EQ(ToUtf8("plain"), "plain");
  EXPECT_EQ(ToUtf8("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"),
            "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80");
  EXPECT_EQ(ToUtf8(absl::string_view("a\0b", 3)), std::string("a\0b", 3));
}

TEST(Utf8, OtherBytesAreReplaced) {
  const std::string replacement = "\xef\xbf\xbd";
  EXPECT_EQ(ToUtf8("a\xff"
                   "b"),
            "a" + replacement + "b");
  EXPECT_EQ(ToUtf8("\xc3"), replacement) << "cut off";
  EXPECT_EQ(ToUtf8("\xe2\x82"), replacement + replacement);
  EXPECT_EQ(ToUtf8("\xc0\xaf"), replacement + replacement) << "too long a form";
  EXPECT_EQ(ToUtf8("\xed\xa0\x80"), replacement + replacement + replacement) << "a surrogate";
}

}  // namespace
}  // namespace arc::comptime
