#include "comptime/sandbox/image.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "comptime/api/comptime_api.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc::comptime {
namespace {

std::string ReadFile(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// 0: there is no such symbol.
uint64_t Address(const std::string& symbol) { return Image::Get().Find(symbol).value_or(0); }

// Every function of a header whose name has the prefix.
std::set<std::string> Functions(const std::string& header, const std::string& prefix) {
  const std::string code = std::regex_replace(header, std::regex("//[^\n]*"), "");
  const std::regex name("[ *](" + prefix + "[a-z0-9_]+)\\(");
  std::set<std::string> names;
  for (std::sregex_iterator it(code.begin(), code.end(), name), end; it != end; ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

TEST(Image, HasAllThatCompiledCodeMayCall) {
  const Image& image = Image::Get();
  std::set<std::string> functions = Functions(ReadFile("runtime/core/contract.h"), "arc_rt_");
  EXPECT_GT(functions.size(), 90u);
  for (const char* constant :
       {"arc_rt_dispatch_mix", "arc_rt_dispatch_hash", "arc_rt_dispatch_slot"}) {
    functions.erase(constant);  // inline
  }
  functions.merge(Functions(ReadFile("comptime/api/comptime_api.h"), "arc_comptime_"));
  for (const char* other : {"memcpy", "memmove", "memset", "memcmp", "bcmp", "sin", "pow", "fmod",
                            "floorf", "sincos"}) {
    functions.insert(other);
  }
  for (const std::string& function : functions) {
    EXPECT_TRUE(image.Contains(Address(function))) << function;
  }
}

TEST(Image, HasTheLibrary) {
  const Image& image = Image::Get();
  for (const char* function : {"std/bits.extract", "std/core.Chars.next"}) {
    EXPECT_TRUE(image.Find(function).has_value()) << function;
  }
}

TEST(Image, KnowsFunctionsByAddress) {
  const Image& image = Image::Get();
  const uint64_t address = Address("std/bits.extract");
  EXPECT_EQ(image.FunctionAt(address), "std/bits.extract");
  EXPECT_EQ(image.FunctionAt(address + 1), "");
  EXPECT_EQ(image.FunctionAt(0), "");
}

TEST(Image, KeepsTheMachineryToItself) {
  const Image& image = Image::Get();
  for (const char* function : {"_start", "arc_rt_start", "arc_rt_syscall3", "arc_rt_stack_switch",
                               "arc_rt_clone", "", "a", "zzz"}) {
    EXPECT_FALSE(image.Find(function).has_value()) << function;
  }
}

TEST(Image, IsAProgramBelowTheSlab) {
  const Image& image = Image::Get();
  ASSERT_GT(image.bytes().size(), 4u);
  EXPECT_EQ(image.bytes().substr(0, 4),
            "\x7F"
            "ELF");
  EXPECT_EQ(image.build_id().size(), 40u);
  EXPECT_FALSE(image.Contains(0));
  EXPECT_FALSE(image.Contains(ARC_COMPTIME_CONTROL_ADDRESS));
}

TEST(Image, DescribesTheLibraryAndHidesTheRuntime) {
  const Image& image = Image::Get();
  const std::vector<SourceFrame> frames = image.Describe(Address("std/bits.divide_wide") + 16);
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(frames.back().function, "std/bits.divide_wide");
  EXPECT_EQ(frames.back().file, "std/bits/bits.arc");
  EXPECT_GT(frames.back().line, 0u);
  EXPECT_TRUE(image.Describe(Address("arc_rt_alloc") + 4).empty());
  EXPECT_TRUE(image.Describe(0).empty());
  EXPECT_TRUE(image.Describe(ARC_COMPTIME_CODE_ADDRESS).empty());
}

}  // namespace
}  // namespace arc::comptime
