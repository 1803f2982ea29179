#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

constexpr char kProgram[] = "runtime/core/tests/system_program";

RunResult RunSystem(const std::string& scenario, const RunOptions& options = {}) {
  return RunProgram(kProgram, {scenario}, options);
}

TEST(OutputTest, BlocksAndLargeWritesKeepTheirOrder) {
  const RunResult result = RunSystem("much_output");
  std::string expected;
  for (int i = 0; i < 100000; ++i) expected += "line " + std::to_string(i) + "\n";
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(result.output == expected);
  const RunResult large = RunSystem("large_write");
  EXPECT_EQ(large.output.size(), 300010u);
  EXPECT_EQ(large.output.substr(0, 8), "head abc");
  EXPECT_EQ(large.output.substr(300004), "l tail");
}

TEST(OutputTest, ClosedPipeEndsQuietly) {
  RunOptions options;
  options.close_output_reader = true;
  const RunResult result = RunSystem("much_output", options);
  EXPECT_EQ(result.signal, SIGPIPE);
  EXPECT_EQ(result.errors, "");
}

TEST(OutputTest, FullDeviceIsReported) {
  RunOptions options;
  options.output_path = "/dev/full";
  const RunResult result = RunSystem("child_streams", options);
  EXPECT_EQ(result.exit_code, 74);
  EXPECT_EQ(result.errors,
            "child error\narc: cannot write to standard output: No space left on device\n");
}

TEST(StartTest, ClosedDescriptorsAreNotReused) {
  for (const std::vector<int>& closed :
       {std::vector<int>{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {0, 1, 2}}) {
    RunOptions options;
    options.closed = closed;
    options.folder = FreshFolder();
    EXPECT_EQ(RunSystem("next_descriptor", options).exit_code, 0);
    std::ifstream file(options.folder + "/next_fd");
    int next = -1;
    file >> next;
    EXPECT_EQ(next, 3);
  }
}

TEST(SystemCallTest, Files) {
  const RunResult result = RunSystem("files");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(SystemCallTest, Miscellany) {
  const RunResult result = RunSystem("miscellany");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(SpawnTest, EverythingAtOnce) {
  RunOptions options;
  options.environment = {"PRESENT=kept", "REMOVED=not kept"};
  const RunResult result = RunSystem("spawn", options);
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_EQ(result.output,
            "parent first\n"
            "arguments one t w o\n"
            "ADDED=yes\n"
            "PRESENT=kept\n"
            "cwd /\n"
            "input to child\n"
            "exit 1 9\n");
  EXPECT_EQ(result.errors, "");
}

TEST(SpawnTest, DescriptorsCanBeSwapped) {
  const RunResult result = RunSystem("spawn_swap");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_EQ(result.errors, "child output\n");
  EXPECT_EQ(result.output, "child error\n");
}

TEST(SpawnTest, FailuresNameTheirStep) {
  const RunResult result = RunSystem("spawn_failures");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(SpawnTest, WaitTellsHowItEnded) {
  const RunResult result = RunSystem("wait_kinds");
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(SpawnTest, ChildDoesNotOutliveItsParent) {
  RunOptions options;
  // The child inherits the output; it must not be what this test waits for.
  options.folder = FreshFolder();
  options.output_path = options.folder + "/pid";
  const RunResult result = RunSystem("dies_with_parent", options);
  EXPECT_EQ(result.exit_code, 0);
  std::ifstream file(options.output_path);
  pid_t pid = -1;
  file >> pid;
  ASSERT_GT(pid, 0);
  for (int i = 0; i < 200 && kill(pid, 0) == 0; ++i) {
    // A dead child that init has not fetched yet still has a pid.
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    stat >> number >> name >> state;
    if (state == "Z") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_NE(kill(pid, 0), 0) << "the child is still there";
}

TEST(SpawnTest, ChildOutlivesTheThreadThatSpawnedIt) {
  for (const char* scenario : {"outlives_thread", "outlives_named_thread"}) {
    const RunResult result = RunSystem(scenario);
    EXPECT_EQ(result.exit_code, 0) << scenario << result.output << result.errors;
  }
}

TEST(SpawnTest, OwnImageRunsAfterItsFileIsGone) {
  const std::string copy = CopyOf(kProgram);
  const RunResult result = RunProgram(copy, {"replaced"});
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_EQ(result.output, "child output\n");
  EXPECT_NE(access(copy.c_str(), F_OK), 0);
}

}  // namespace
}  // namespace arc::rt::testing
