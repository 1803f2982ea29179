#include "toolchain/arc/distribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace arc::tool {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DistributionTest : public ::testing::Test {
 protected:
  DistributionTest() : root_(::testing::TempDir() + "/root_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    fs::create_directories(root_ + "/lib/arc");
  }

  void WriteManifest(const std::string& text) {
    std::ofstream(root_ + "/lib/arc/manifest.json") << text;
  }

  std::string root_;
};

constexpr char kGood[] = R"({
  "version": 1,
  "packages": {"std/core": "std/core.arci"},
  "interfaces_sha256": "1234",
  "standard_library": {"file": "libarc_std.a", "sha256": "a"},
  "runtime": {"file": "libarc_rt.a", "sha256": "b"},
  "checked_runtime": {"file": "libarc_rt_checked.a", "sha256": "c"},
  "runtime_bitcode": {"file": "arc_rt_inline.bc", "sha256": "d"},
  "gdb_script": {"file": "debugger/arc_gdb.py", "sha256": "e"}
})";

TEST_F(DistributionTest, Reads) {
  WriteManifest(kGood);
  setenv("ARC_ROOT", root_.c_str(), 1);
  absl::StatusOr<Distribution> distribution = FindDistribution();
  ASSERT_TRUE(distribution.ok()) << distribution.status();
  EXPECT_EQ(distribution->interfaces.at("std/core"), root_ + "/lib/arc/std/core.arci");
  EXPECT_EQ(distribution->interfaces_id, "1234");
  EXPECT_EQ(distribution->standard_library.path, root_ + "/lib/arc/libarc_std.a");
  EXPECT_EQ(distribution->checked_runtime.id, "c");
  EXPECT_EQ(distribution->gdb_script.path, root_ + "/lib/arc/debugger/arc_gdb.py");
  EXPECT_EQ(distribution->lldb_script, root_ + "/lib/arc/debugger/arc_lldb.py");
  unsetenv("ARC_ROOT");
}

TEST_F(DistributionTest, SaysWhatIsWrong) {
  EXPECT_THAT(std::string(ReadDistribution(root_).status().message()),
              HasSubstr("No such file or directory"));
  for (const char* text :
       {"", "[]", "{", "{\"version\": 2}", "{\"version\": 1}",
        "{\"version\": 1, \"packages\": {\"a\": 1}, \"interfaces_sha256\": \"\"}"}) {
    WriteManifest(text);
    EXPECT_THAT(std::string(ReadDistribution(root_).status().message()),
                HasSubstr("the installation is damaged"))
        << text;
  }
  std::string lacking = kGood;
  lacking.replace(lacking.find("\"runtime\""), 9, "\"other\"");
  WriteManifest(lacking);
  EXPECT_THAT(std::string(ReadDistribution(root_).status().message()),
              HasSubstr("lacks an archive"));
}

TEST_F(DistributionTest, ToldWhereToLook) {
  // This test's program lies in no distribution.
  unsetenv("ARC_ROOT");
  absl::StatusOr<Distribution> distribution = FindDistribution();
  ASSERT_FALSE(distribution.ok());
  EXPECT_THAT(std::string(distribution.status().message()), HasSubstr("set ARC_ROOT"));
}

TEST_F(DistributionTest, TheCompilerHasAnId) { EXPECT_EQ(CompilerId().size(), 40u); }

}  // namespace
}  // namespace arc::tool
