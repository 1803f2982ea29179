#include "compiler/driver/embedded_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace arc::driver {
namespace {

using ::testing::HasSubstr;

class EmbeddedFilesTest : public ::testing::Test {
 protected:
  EmbeddedFilesTest() {
    std::string pattern = ::testing::TempDir() + "/embedXXXXXX";
    base_ = mkdtemp(pattern.data());
    mkdir((base_ + "/package").c_str(), 0755);
    mkdir((base_ + "/package/texts").c_str(), 0755);
    Write("package/a.txt", "one");
    Write("package/texts/b.txt", "two");
    Write("secret.txt", "secret");
    files_.folder = base_ + "/package";
  }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(base_ + "/" + name, std::ios::binary) << text;
  }
  std::string Why(const std::string& path) {
    return std::string(files_.Read(path).status().message());
  }

  std::string base_;
  EmbeddedFiles files_;
};

TEST_F(EmbeddedFilesTest, FilesOfTheFolder) {
  EXPECT_EQ(*files_.Read("a.txt"), "one");
  EXPECT_EQ(*files_.Read("texts/b.txt"), "two");
  Write("package/empty", "");
  EXPECT_EQ(*files_.Read("empty"), "");
  std::string large(3'000'000, 'x');
  large[1'500'000] = '\0';
  Write("package/large", large);
  EXPECT_TRUE(*files_.Read("large") == large);
  // Links may lead around inside.
  ASSERT_EQ(symlink("texts/b.txt", (base_ + "/package/link").c_str()), 0);
  EXPECT_EQ(*files_.Read("link"), "two");
}

TEST_F(EmbeddedFilesTest, NothingElse) {
  EXPECT_THAT(Why(""), HasSubstr("empty"));
  EXPECT_THAT(Why("/etc/passwd"), HasSubstr("relative"));
  EXPECT_THAT(Why(base_ + "/package/a.txt"), HasSubstr("relative"));
  for (const char* path :
       {"..", "../secret.txt", "texts/../a.txt", "./a.txt", "texts//b.txt", "texts/"})
    EXPECT_THAT(Why(path), HasSubstr("do not leave")) << path;
  EXPECT_THAT(Why(std::string("a.txt\0x", 7)), HasSubstr("zero byte"));
  EXPECT_THAT(Why("missing"), HasSubstr("o such file"));
  EXPECT_THAT(Why("texts"), HasSubstr("no regular file"));
}

TEST_F(EmbeddedFilesTest, NothingOutside) {
  ASSERT_EQ(symlink("../secret.txt", (base_ + "/package/out").c_str()), 0);
  ASSERT_EQ(symlink("..", (base_ + "/package/up").c_str()), 0);
  ASSERT_EQ(symlink("/etc", (base_ + "/package/etc").c_str()), 0);
  for (const char* path : {"out", "up/secret.txt", "etc/passwd"})
    EXPECT_THAT(Why(path), HasSubstr("leads out")) << path;
  // A neighbour whose name begins alike.
  mkdir((base_ + "/package2").c_str(), 0755);
  Write("package2/c.txt", "three");
  ASSERT_EQ(symlink("../package2/c.txt", (base_ + "/package/like").c_str()), 0);
  EXPECT_THAT(Why("like"), HasSubstr("leads out"));
}

TEST_F(EmbeddedFilesTest, FoldersOfLinks) {
  mkdir((base_ + "/farm").c_str(), 0755);
  for (const char* name : {"a.txt", "source.arc"}) {
    ASSERT_EQ(symlink((base_ + "/package/" + name).c_str(), (base_ + "/farm/" + name).c_str()), 0);
  }
  ASSERT_EQ(symlink((base_ + "/secret.txt").c_str(), (base_ + "/farm/secret.txt").c_str()), 0);
  Write("package/source.arc", "");
  files_.folder = base_ + "/farm";
  EXPECT_THAT(Why("a.txt"), HasSubstr("leads out"));
  files_.source = base_ + "/farm/source.arc";
  EXPECT_EQ(*files_.Read("a.txt"), "one");
  EXPECT_THAT(Why("secret.txt"), HasSubstr("leads out"));
}

TEST_F(EmbeddedFilesTest, NothingThatWaitsOrNeverEnds) {
  ASSERT_EQ(mkfifo((base_ + "/package/fifo").c_str(), 0600), 0);
  EXPECT_THAT(Why("fifo"), HasSubstr("no regular file"));
  files_.folder = "/dev";
  EXPECT_THAT(Why("zero"), HasSubstr("no regular file"));
}

TEST_F(EmbeddedFilesTest, NothingThatChanges) {
  // Whatever is read is what the file was at one moment.
  const std::string path = base_ + "/package/changing";
  const std::string a(2'000'000, 'a'), b(2'500'000, 'b');
  std::ofstream(path) << a;
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) {
      std::ofstream(path, std::ios::trunc) << (i % 2 == 0 ? b : a);
    }
    done = true;
  });
  while (!done) {
    absl::StatusOr<std::string> read = files_.Read("changing");
    if (!read.ok()) {
      EXPECT_THAT(std::string(read.status().message()), HasSubstr("changed"));
    } else if (!read->empty()) {
      EXPECT_EQ(read->find_first_not_of((*read)[0]), std::string::npos);
    }
  }
  writer.join();
}

TEST_F(EmbeddedFilesTest, NamedFilesAreAllThereIs) {
  files_.named["data/x"] = base_ + "/secret.txt";
  EXPECT_EQ(*files_.Read("data/x"), "secret");
  EXPECT_THAT(Why("a.txt"), HasSubstr("not among"));
  EXPECT_THAT(EmbeddedFiles{}.Read("a.txt").status().message(), HasSubstr("not among"));
}

}  // namespace
}  // namespace arc::driver
