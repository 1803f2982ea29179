#include "toolchain/arc_ld/output_file.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using ::testing::HasSubstr;

int CountEntries(const std::string& folder) {
  DIR* handle = opendir(folder.c_str());
  int count = 0;
  while (const dirent* entry = readdir(handle)) count += entry->d_name[0] != '.';
  closedir(handle);
  return count;
}

TEST(OutputFileTest, WritesAndReplaces) {
  const std::string folder = TestFolder();
  const std::string path = folder + "/out";
  ASSERT_TRUE(WriteOutputFile(path, "first", 0755).ok());
  struct stat first;
  ASSERT_EQ(stat(path.c_str(), &first), 0);
  EXPECT_EQ(first.st_mode & 0100, 0100u);
  ASSERT_TRUE(WriteOutputFile(path, "second", 0755).ok());
  struct stat second;
  ASSERT_EQ(stat(path.c_str(), &second), 0);
  EXPECT_EQ(ReadFile(path), "second");
  // A new file, so that a program which runs from the old one keeps it.
  EXPECT_NE(first.st_ino, second.st_ino);
  EXPECT_EQ(CountEntries(folder), 1);
}

TEST(OutputFileTest, FailuresNameThePathAndTheReason) {
  const std::string folder = TestFolder();
  EXPECT_THAT(std::string(WriteOutputFile(folder + "/none/out", "x", 0755).message()),
              HasSubstr("none/out': No such file"));
  EXPECT_THAT(std::string(WriteOutputFile(folder, "x", 0755).message()), HasSubstr("directory"));
  EXPECT_THAT(std::string(CheckOutputFile(folder).message()), HasSubstr("Is a directory"));
  EXPECT_THAT(std::string(WriteOutputFile("/dev/full", "x", 0755).message()),
              HasSubstr("No space left"));
  EXPECT_EQ(CountEntries(folder), 0);
}

// A limit on file sizes stands in for a full disk: the write stops half way.
TEST(OutputFileTest, HalfWrittenFilesAreRemoved) {
  const std::string folder = TestFolder();
  WriteFile(folder + "/out", "old");
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(WriteOutputFile(folder + "/out", std::string(5000, 'x'), 0755).ok() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(ReadFile(folder + "/out"), "old");
  EXPECT_EQ(CountEntries(folder), 1);
}

TEST(OutputFileTest, CheckLeavesNothing) {
  const std::string folder = TestFolder();
  EXPECT_TRUE(CheckOutputFile(folder + "/out").ok());
  EXPECT_EQ(CountEntries(folder), 0);
}

}  // namespace
}  // namespace arc::ld
