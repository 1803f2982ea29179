// The tool itself, as users and build rules run it.

#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string Tool() {
  if (const char* path = std::getenv("ARC_TEST_LD")) return path;
  const char* runfiles = std::getenv("TEST_SRCDIR");
  return absl::StrCat(runfiles == nullptr ? ".." : runfiles, "/arc/toolchain/arc_ld/arc-ld");
}

ProcessResult RunTool(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), Tool());
  return RunProcess(arguments);
}

class ArcLdTest : public ::testing::Test {
 protected:
  const std::string folder_ = TestFolder();
  const std::string object_ =
      Compile(folder_, "a.c", absl::StrCat(kProgramPrelude, kDispatchMacro, R"(
DISPATCH(entry, "main.__process_0");
int test_main(void) { return arc_rt_line_table[0] == 0x31544C41u ? 3 : 4; })"),
              {"-g"});
  const std::string out_ = folder_ + "/out";
};

TEST_F(ArcLdTest, QuietWhenAllIsWell) {
  const ProcessResult result = RunTool({object_, "-o", out_});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, IsEmpty());
  EXPECT_EQ(RunProcess({out_}).exit_code, 3);
}

TEST_F(ArcLdTest, VerboseShowsWhatWasDone) {
  const ProcessResult result = RunTool({"--verbose", object_, "-o", out_});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, AllOf(HasSubstr(object_), HasSubstr("main.__process_0"),
                                   HasSubstr("build id: "), HasSubstr("lld"), HasSubstr("total"),
                                   HasSubstr("bytes"), Not(HasSubstr("/proc/"))));
}

TEST_F(ArcLdTest, WithoutLineTableTheProgramSeesNone) {
  EXPECT_EQ(RunTool({"--no-line-table", object_, "-o", out_}).exit_code, 0);
  EXPECT_EQ(RunProcess({out_}).exit_code, 4);
}

TEST_F(ArcLdTest, ErrorsExitWithOneAndLeaveNoFile) {
  const std::string bad =
      Compile(folder_, "b.c", "void missing(void); void _start(void) { missing(); }");
  ProcessResult result = RunTool({bad, "-o", out_});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, StartsWith("arc-ld: error: undefined symbol: missing"));
  EXPECT_FALSE(Exists(out_));
  result = RunTool({object_});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("no output file"));
  result = RunTool({"--bogus"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("unknown option --bogus"));
}

TEST_F(ArcLdTest, HelpAndVersion) {
  EXPECT_THAT(RunTool({"--help"}).output, HasSubstr("usage: arc-ld"));
  EXPECT_THAT(RunTool({"--version"}).output, StartsWith("arc-ld"));
}

// With several threads a crash happens in one of lld's own, where it cannot be caught.
TEST_F(ArcLdTest, DamagedObjectsWithManyThreads) {
  const std::string good = ReadFile(object_);
  std::mt19937 random(99);  // NOLINT(bugprone-random-generator-seed): repeatable
  for (int round = 0; round < 150; ++round) {
    std::string bytes = good;
    for (unsigned i = 0; i <= random() % 24; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const std::string damaged = folder_ + "/damaged.o";
    WriteFile(damaged, bytes);
    const ProcessResult result = RunTool({"--threads=4", damaged, "-o", out_});
    ASSERT_TRUE(result.exit_code == 0 || result.exit_code == 1)
        << round << ": " << result.exit_code << " " << result.output;
    if (result.exit_code == 1) EXPECT_THAT(result.output, HasSubstr("arc-ld: error: "));
  }
}

}  // namespace
}  // namespace arc::ld
