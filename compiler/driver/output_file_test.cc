#include "compiler/driver/output_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace arc::driver {
namespace {

using ::testing::HasSubstr;

std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

class OutputFileTest : public ::testing::Test {
 protected:
  OutputFileTest() : folder_(::testing::TempDir() + "/output_file_XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }

  std::string Path(const std::string& name) { return folder_ + "/" + name; }

  static std::string Read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  int FileCount() {
    int count = 0;
    DIR* folder = opendir(folder_.c_str());
    while (dirent* entry = readdir(folder))
      count += entry->d_name[0] != '.' || entry->d_name[1] == 'a';
    closedir(folder);
    return count;
  }

  std::string folder_;
};

TEST_F(OutputFileTest, WritesAndReplaces) {
  ASSERT_TRUE(WriteFile(Path("a"), "one").ok());
  EXPECT_EQ(Read(Path("a")), "one");
  struct stat before;
  ASSERT_EQ(stat(Path("a").c_str(), &before), 0);
  std::ifstream reader(Path("a"));
  ASSERT_TRUE(WriteFile(Path("a"), "another", 0777).ok());
  EXPECT_EQ(Read(Path("a")), "another");
  struct stat after;
  ASSERT_EQ(stat(Path("a").c_str(), &after), 0);
  EXPECT_NE(before.st_ino, after.st_ino) << "who has the old file open keeps it";
  EXPECT_TRUE(after.st_mode & S_IXUSR);
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(OutputFileTest, SourcesAreNoOutputs) {
  ASSERT_TRUE(WriteFile(Path("a"), "source").ok());
  ASSERT_EQ(symlink("a", Path("link").c_str()), 0);
  ASSERT_EQ(::link(Path("a").c_str(), Path("hard").c_str()), 0);
  const std::vector<std::string> sources = {Path("gone"), Path("a")};
  for (const std::string& same : {Path("a"), Path("./a"), Path("link"), Path("hard")}) {
    EXPECT_EQ(MessageOf(CheckIsNoSource(same, sources)),
              "cannot write `" + same + "`: it is a source of the program");
  }
  ASSERT_TRUE(WriteFile(Path("b"), "other").ok());
  for (const std::string& other : {Path("b"), Path("gone"), std::string("-")}) {
    EXPECT_TRUE(CheckIsNoSource(other, sources).ok()) << other;
  }
}

TEST_F(OutputFileTest, SaysWhatIsWrong) {
  EXPECT_EQ(MessageOf(WriteFile(Path("no/such/file"), "x")),
            "cannot write `" + Path("no/such/file") + "`: No such file or directory");
  EXPECT_EQ(MessageOf(WriteFile(folder_, "x")), "cannot write `" + folder_ + "`: Is a directory");
  EXPECT_EQ(MessageOf(WriteFile("/dev/full", "x")),
            "cannot write `/dev/full`: No space left on device");
  EXPECT_THAT(MessageOf(CheckWritable(Path("no/x"))), HasSubstr("No such file or directory"));
  EXPECT_TRUE(CheckWritable(Path("fine")).ok());
  EXPECT_TRUE(CheckWritable("/dev/null").ok());
  EXPECT_EQ(FileCount(), 0);
}

TEST_F(OutputFileTest, ReadOnlyFolder) {
  if (geteuid() == 0)
    GTEST_SKIP() << "root writes everywhere; the driver's own tests use a read-only mount";
  ASSERT_EQ(chmod(folder_.c_str(), 0500), 0);
  EXPECT_EQ(MessageOf(WriteFile(Path("a"), "x")),
            "cannot write `" + Path("a") + "`: Permission denied");
  ASSERT_EQ(chmod(folder_.c_str(), 0700), 0);
}

TEST_F(OutputFileTest, AFailedWriteLeavesTheOldFileAndNothingElse) {
  ASSERT_TRUE(WriteFile(Path("a"), "old").ok());
  rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  rlimit small = limit;
  small.rlim_cur = 1000;
  signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  absl::Status status = WriteFile(Path("a"), std::string(5000, 'x'));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  EXPECT_EQ(MessageOf(status), "cannot write `" + Path("a") + "`: File too large");
  EXPECT_EQ(Read(Path("a")), "old");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(OutputFileTest, NothingStaysOfAWriterThatIsKilled) {
  const int probe = open(folder_.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  if (probe < 0) GTEST_SKIP() << "this file system names files from the beginning";
  close(probe);
  // The writer waits for the rest of a source that never comes.
  ASSERT_EQ(mkfifo(Path("source").c_str(), 0600), 0);
  const int source = open(Path("source").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(write(source, "part", 4), 4);
  const pid_t writer = fork();
  if (writer == 0) {
    CopyFile(Path("source"), Path("out"), 0600).IgnoreError();
    _exit(0);
  }
  for (int left = 4; left > 0; usleep(1000)) ASSERT_EQ(ioctl(source, FIONREAD, &left), 0);
  kill(writer, SIGKILL);
  int status = 0;
  ASSERT_EQ(waitpid(writer, &status, 0), writer);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(FileCount(), 1) << "the source alone";
  close(source);
}

TEST_F(OutputFileTest, Copies) {
  const std::string text(300000, 'q');
  ASSERT_TRUE(WriteFile(Path("a"), text).ok());
  ASSERT_TRUE(CopyFile(Path("a"), Path("b"), 0755).ok());
  EXPECT_EQ(Read(Path("b")), text);
  EXPECT_TRUE(CopyFile(Path("a"), "/dev/null", 0755).ok());
  EXPECT_EQ(MessageOf(CopyFile(Path("none"), Path("c"), 0755)),
            "cannot read `" + Path("none") + "`: No such file or directory");
}

}  // namespace
}  // namespace arc::driver
