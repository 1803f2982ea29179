#include "compiler/ir/interface.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder.h"
#include "gtest/gtest.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc {
namespace {

PackageInterface Sample() {
  return {.package = "std/os",
          .abi_version = 1,
          .files = {{"std/os/env.arc", "func getenv(name: string) string? \n"},
                    {"std/os/spawn.arc", std::string("zero\0byte", 9)}},
          .imports = {{"std/core", std::string(64, 'a')}},
          .content_hash = ""};
}

TEST(InterfaceTest, ComesBackAsWritten) {
  auto bytes = SerializeInterface(Sample());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  auto read = ParseInterface(*bytes, "os.arci");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->package, "std/os");
  EXPECT_EQ(read->abi_version, 1u);
  ASSERT_EQ(read->files.size(), 2u);
  EXPECT_EQ(read->files[0].path, "std/os/env.arc");
  EXPECT_EQ(read->files[1].text, std::string("zero\0byte", 9));
  ASSERT_EQ(read->imports.size(), 1u);
  EXPECT_EQ(read->imports[0].hash, std::string(64, 'a'));
  EXPECT_EQ(read->content_hash, InterfaceHash(Sample()));
  EXPECT_EQ(read->content_hash.size(), 64u);
}

TEST(InterfaceTest, IsDeterministicAndHashFollowsContents) {
  EXPECT_EQ(*SerializeInterface(Sample()), *SerializeInterface(Sample()));
  PackageInterface other = Sample();
  other.files[0].text += ' ';
  EXPECT_NE(InterfaceHash(other), InterfaceHash(Sample()));
  other = Sample();
  // The border between two strings counts too.
  other.files[0].path += other.files[0].text[0];
  other.files[0].text.erase(0, 1);
  EXPECT_NE(InterfaceHash(other), InterfaceHash(Sample()));
}

TEST(InterfaceTest, CarriesFunctions) {
  auto context = MakeContext();
  tir::Builder builder(context.get(), "std/os");
  tir::Function function = builder.DeclareFunction({.symbol = "std/os.one",
                                                    .display_name = "one",
                                                    .params = {},
                                                    .result = builder.Int(32, true),
                                                    .linkage = tir::Linkage::LinkOnce,
                                                    .position = {}});
  builder.StartBody(function);
  builder.Return(builder.ConstInt(builder.Int(32, true), 1));
  auto bytes = SerializeInterface(Sample(), builder.Module());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  auto read = ParseInterface(*bytes, "os.arci", context.get());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->content_hash, InterfaceHash(Sample(), builder.Module()));
  EXPECT_NE(read->content_hash, InterfaceHash(Sample()));
  auto module = ParseInterfaceFunctions(*bytes, "os.arci", context.get());
  ASSERT_TRUE(module.ok()) << module.status();
  std::string error;
  EXPECT_TRUE(VerifyModule(*module, &error)) << error;
  EXPECT_TRUE(module->lookupSymbol("std/os.one"));
  module->erase();
}

TEST(InterfaceTest, FilesAreReplacedWhole) {
  std::string path = testing::TempDir() + "/x.arci";
  ASSERT_TRUE(WriteInterface(Sample(), path).ok());
  PackageInterface other = Sample();
  other.package = "other";
  ASSERT_TRUE(WriteInterface(other, path).ok());
  auto read = ReadInterface(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->package, "other");
  EXPECT_EQ(ReadInterface(path + ".missing").status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(ReadInterface(testing::TempDir()).ok());
  EXPECT_FALSE(WriteInterface(Sample(), "/no/such/folder/x.arci").ok());
}

TEST(InterfaceTest, RejectsOtherFiles) {
  EXPECT_EQ(ParseInterface("", "e").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseInterface("#include <stdio.h>\n", "e").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseInterface("ML\xefR", "e").status().code(), absl::StatusCode::kInvalidArgument);
  std::string bytes = *SerializeInterface(Sample());
  size_t version = bytes.find("0001");
  ASSERT_NE(version, std::string::npos);
  bytes[version + 3] = '2';
  auto read = ParseInterface(bytes, "new.arci");
  EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(read.status().message(),
            "new.arci was written by another version of the compiler; build it again");
}

TEST(InterfaceTest, EachTruncationIsAnError) {
  std::string bytes = *SerializeInterface(Sample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ParseInterface(std::string_view(bytes).substr(0, size), "t").ok()) << size;
  }
}

TEST(InterfaceTest, EachDamagedByteIsAnErrorOrHarmless) {
  std::string bytes = *SerializeInterface(Sample());
  auto context = MakeContext();
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    auto read = ParseInterface(damaged, "d", context.get());
    // The version byte of the bytecode is the only one that nothing else vouches for.
    if (i != 4) EXPECT_FALSE(read.ok()) << i;
  }
}

TEST(InterfaceTest, RandomBytesAreAnError) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 300, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    if (i % 2)
      bytes.insert(0,
                   "ML\xefR\x06"
                   "arc interface 0001 ");
    EXPECT_FALSE(ParseInterface(bytes, "r").ok());
  }
}

// Not a benchmark: notices when reading becomes slow by an order of magnitude.
TEST(InterfaceTest, ReadsFast) {
  PackageInterface large = Sample();
  for (int i = 0; i < 20; ++i) {
    large.files.push_back({"f" + std::to_string(i), std::string(8000, static_cast<char>('a' + i))});
  }
  std::string bytes = *SerializeInterface(large);
  auto context = MakeContext();
  auto start = std::chrono::steady_clock::now();
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes; ++i) {
    ASSERT_TRUE(ParseInterface(bytes, "l", context.get()).ok());
  }
  auto elapsed = std::chrono::steady_clock::now() - start;
  auto each = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count() / kTimes;
  RecordProperty("microseconds", static_cast<int>(each));
  EXPECT_LT(each, 10000);
}

}  // namespace
}  // namespace arc
