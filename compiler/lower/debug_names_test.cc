#include "compiler/lower/debug_names.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace arc::lower {
namespace {

TEST(DebugNames, AreWhatUsersWrite) {
  EXPECT_EQ(NameForUsers("int64"), "int64");
  EXPECT_EQ(NameForUsers("main.Point"), "main.Point");
  EXPECT_EQ(NameForUsers("std/core.vector<std/core.vector<std/core.string>>"),
            "vector<vector<string>>");
  EXPECT_EQ(NameForUsers("std/core.map<std/core.string,std/core._slice<int64>>"),
            "map<string, []int64>");
  EXPECT_EQ(NameForUsers("std/compute.process<std/core.string!>"), "process<string!>");
  EXPECT_EQ(NameForUsers("std/os.File?"), "os.File?");
  EXPECT_EQ(NameForUsers("a/b.List<2,main.P>"), "a/b.List<2, main.P>");
  EXPECT_EQ(NameForUsers("(int64,std/core.string,)"), "(int64, string)");
  EXPECT_EQ(NameForUsers("(int64,)"), "(int64,)");
  EXPECT_EQ(NameForUsers("((int64,),std/core.string,)?"), "((int64,), string)?");
  EXPECT_EQ(NameForUsers("*(std/core.string?)"), "*(string?)");
  EXPECT_EQ(NameForUsers("*std/core.string?"), "*string?");
  EXPECT_EQ(NameForUsers("[3][2](main.P!)"), "[3][2](main.P!)");
  EXPECT_EQ(NameForUsers("func()void"), "func()");
  EXPECT_EQ(NameForUsers("func(int64,std/core.string,)*main.P?"), "func(int64, string) *main.P?");
  EXPECT_EQ(NameForUsers("(func(int64,)void)?"), "(func(int64))?");
  EXPECT_EQ(NameForUsers("std/core.vector<func(int64,)bool>"), "vector<func(int64) bool>");
}

TEST(DebugNames, OfNothingKnownStay) {
  for (const char* name :
       {"", "vector<", "a>b", "(", ")", "[3", "*", "func(", "a,b", "??", "<<<"}) {
    NameForUsers(name);  // ends
  }
  EXPECT_EQ(NameForUsers("a>b"), "a>b");
}

TEST(DebugNames, PartsOfPointersAndArrays) {
  EXPECT_EQ(Pointee("*main.P"), "main.P");
  EXPECT_EQ(Pointee("*(main.P?)"), "main.P?");
  EXPECT_EQ(Pointee("*(int64,bool,)"), "(int64,bool,)");
  EXPECT_EQ(Pointee("**uint8"), "*uint8");
  EXPECT_EQ(Pointee("*main.P?"), "");  // an optional
  EXPECT_EQ(Pointee("main.P"), "");
  uint64_t count = 0;
  EXPECT_EQ(ArrayElement("[12]*main.P", count), "*main.P");
  EXPECT_EQ(count, 12u);
  EXPECT_EQ(ArrayElement("[2](int64?)", count), "int64?");
  EXPECT_EQ(ArrayElement("[2]int64?", count), "");
  EXPECT_EQ(ArrayElement("[x]int64", count), "");
  EXPECT_TRUE(IsFunctionName("func()void"));
  EXPECT_FALSE(IsFunctionName("(func()void)?"));
}

}  // namespace
}  // namespace arc::lower
