#include "comptime/jit/bytecode_check.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace arc::comptime {
namespace {

// A number below 128 in one byte.
std::string N(int number) { return std::string(1, static_cast<char>(number << 1 | 1)); }

std::string Section(char id, const std::string& content) {
  return absl::StrCat(std::string(1, id), N(static_cast<int>(content.size())), content);
}

std::string File(const std::string& sections) {
  return absl::StrCat("ML\xefR", N(6), "arc", std::string(1, '\0'), sections);
}

// One attribute and two types, in groups of these numbers of entries.
bool TableIsGood(int attributes, int first_types, int second_types) {
  std::string table = absl::StrCat(N(1), N(2));
  for (int entries : {attributes, first_types, second_types}) {
    absl::StrAppend(&table, N(0), N(entries));
    for (int i = 0; i < entries; ++i) table += N(7);
  }
  return CheckBytecode(File(Section(3, table))).ok();
}

TEST(BytecodeCheck, TableOfAttributesAndTypes) {
  EXPECT_TRUE(TableIsGood(1, 1, 1));
  EXPECT_FALSE(TableIsGood(2, 1, 1)) << "an attribute more than there are";
  EXPECT_FALSE(TableIsGood(1, 1, 2));
  EXPECT_FALSE(TableIsGood(1, 1, 0)) << "a type is missing";
  EXPECT_FALSE(CheckBytecode(File(Section(3, N(100) + N(0)))).ok()) << "more than it has bytes";
  EXPECT_FALSE(CheckBytecode(File(Section(3, std::string(1, '\0') + "\xff\xff\xff\xff"))).ok())
      << "a number that is cut off";
}

TEST(BytecodeCheck, Sections) {
  EXPECT_TRUE(CheckBytecode(File("")).ok());
  EXPECT_TRUE(CheckBytecode(File(Section(0, "abc") + Section(4, ""))).ok());
  std::string cut = File(Section(0, "abc"));
  cut.pop_back();
  EXPECT_FALSE(CheckBytecode(cut).ok());
  EXPECT_FALSE(CheckBytecode("ML").ok());
  EXPECT_FALSE(CheckBytecode(absl::StrCat("ML\xefR", N(6), "no end")).ok());
  // Aligned to 4: the head has 9 bytes, this one's has 3.
  const std::string aligned = absl::StrCat("\x84", N(1), N(4));
  EXPECT_TRUE(CheckBytecode(File(aligned + "x")).ok());
  EXPECT_FALSE(CheckBytecode(File(absl::StrCat("\x84", N(1), N(3), "x"))).ok()) << "no power of 2";
  EXPECT_FALSE(CheckBytecode(File(absl::StrCat("\x84", N(1), N(8), "abcdx"))).ok()) << "padding";
  EXPECT_TRUE(CheckBytecode(File(absl::StrCat("\x84", N(1), N(8), "\xcb\xcb\xcb\xcbx"))).ok());
}

}  // namespace
}  // namespace arc::comptime
