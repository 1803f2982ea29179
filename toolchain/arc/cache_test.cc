#include "toolchain/arc/cache.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace arc::tool {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class CacheTest : public ::testing::Test {
 protected:
  CacheTest() : folder_(::testing::TempDir() + "/cache_XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~CacheTest() override { fs::remove_all(folder_); }

  std::unique_ptr<Cache> Open() {
    absl::StatusOr<std::unique_ptr<Cache>> cache = Cache::Open(folder_);
    EXPECT_TRUE(cache.ok()) << cache.status();
    return *std::move(cache);
  }

  static std::string Read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::string folder_;
  const Digest key_ = HashBytes("key");
};

TEST_F(CacheTest, StoresAndFinds) {
  auto cache = Open();
  EXPECT_FALSE(cache->Find(key_).has_value());
  const std::string bytes("with\0zero", 9);
  auto stored = cache->Store(key_, {{"o", bytes}, {"program", "#!", true}, {"tests", ""}});
  ASSERT_TRUE(stored.ok()) << stored.status();
  auto found = Open()->Find(key_);  // by another run
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found.value(), *stored);
  EXPECT_EQ(Read(found.value().at("o")), bytes);
  EXPECT_EQ(Read(found.value().at("tests")), "");
  EXPECT_EQ(access(found.value().at("program").c_str(), X_OK), 0);
  EXPECT_FALSE(cache->Find(HashBytes("another")).has_value());
}

TEST_F(CacheTest, NoticesEveryChangedByte) {
  auto cache = Open();
  auto stored = cache->Store(key_, {{"o", "object"}, {"arci", "interface"}});
  ASSERT_TRUE(stored.ok()) << stored.status();
  std::vector<std::string> files;
  for (const auto& file : fs::recursive_directory_iterator(folder_)) {
    if (file.is_regular_file() && file.path().filename() != "lock") files.push_back(file.path());
  }
  ASSERT_EQ(files.size(), 3u);
  for (const std::string& file : files) {
    const std::string good = Read(file);
    for (size_t i = 0; i <= good.size(); ++i) {
      std::string bad = good;
      if (i == good.size()) {
        bad += 'x';
      } else {
        bad[i] ^= 1;
      }
      std::ofstream(file, std::ios::binary | std::ios::trunc) << bad;
      EXPECT_FALSE(cache->Find(key_).has_value()) << file << " byte " << i;
    }
    std::ofstream(file, std::ios::binary | std::ios::trunc) << good.substr(0, good.size() / 2);
    EXPECT_FALSE(cache->Find(key_).has_value()) << file << " cut";
    fs::remove(file);
    EXPECT_FALSE(cache->Find(key_).has_value()) << file << " removed";
    std::ofstream(file, std::ios::binary) << good;
    EXPECT_TRUE(cache->Find(key_).has_value());
  }
  std::ofstream(files[0], std::ios::binary | std::ios::trunc) << "rubbish";
  ASSERT_TRUE(cache->Store(key_, {{"o", "object"}, {"arci", "interface"}}).ok());
  EXPECT_TRUE(cache->Find(key_).has_value()) << "made anew";
}

TEST_F(CacheTest, ManyWritersOfOneEntry) {
  const std::string bytes(100000, 'b');
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      auto cache = Open();
      for (int i = 0; i < 20; ++i) {
        auto found = cache->Find(key_);
        if (found) {
          EXPECT_EQ(Read(found->at("o")), bytes);
        }
        EXPECT_TRUE(cache->Store(key_, {{"o", bytes}}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(Open()->Find(key_).has_value());
}

TEST_F(CacheTest, CleanRemovesEntriesAndNothingElse) {
  std::ofstream(folder_ + "/precious.txt") << "mine";
  {
    auto cache = Open();
    ASSERT_TRUE(cache->Store(key_, {{"o", "12345"}}).ok());
  }
  auto cleaned = CleanCache(folder_);
  ASSERT_TRUE(cleaned.ok()) << cleaned.status();
  EXPECT_EQ(cleaned->files, 2u);
  EXPECT_FALSE(Open()->Find(key_).has_value());
  EXPECT_TRUE(fs::exists(folder_ + "/precious.txt"));
}

TEST_F(CacheTest, CleanLeavesAFolderAloneThatIsNoCache) {
  fs::create_directories(folder_ + "/ab");
  std::ofstream(folder_ + "/ab/file") << "mine";
  auto cleaned = CleanCache(folder_);
  ASSERT_TRUE(cleaned.ok()) << cleaned.status();
  EXPECT_EQ(cleaned->files, 0u);
  EXPECT_TRUE(fs::exists(folder_ + "/ab/file"));
}

TEST_F(CacheTest, CleanWaitsForRunsThatUseTheCache) {
  auto cache = Open();
  auto stored = cache->Store(key_, {{"o", "12345"}});
  ASSERT_TRUE(stored.ok());
  std::thread cleaner([&] { EXPECT_TRUE(CleanCache(folder_).ok()); });
  usleep(50000);
  EXPECT_TRUE(fs::exists(stored->at("o")));
  cache.reset();
  cleaner.join();
  EXPECT_FALSE(fs::exists(stored->at("o")));
}

TEST_F(CacheTest, TrimRemovesWhatWasNotUsed) {
  const Digest fresh = HashBytes("fresh");
  {
    auto cache = Open();
    ASSERT_TRUE(cache->Store(key_, {{"o", "old"}}).ok());
    ASSERT_TRUE(cache->Store(fresh, {{"o", "new"}}).ok());
    for (const auto& file : fs::recursive_directory_iterator(folder_)) {
      if (file.path().filename().string().starts_with(ToHex(key_))) {
        fs::last_write_time(file.path(),
                            fs::file_time_type::clock::now() - std::chrono::hours(100));
      }
    }
    TrimCache(folder_, absl::Hours(50), absl::ZeroDuration());
    EXPECT_TRUE(cache->Find(fresh).has_value()) << "in use: nothing is removed";
    EXPECT_EQ(fs::exists(folder_ + "/trimmed"), false);
  }
  TrimCache(folder_, absl::Hours(50), absl::ZeroDuration());
  EXPECT_FALSE(Open()->Find(key_).has_value());
  EXPECT_TRUE(Open()->Find(fresh).has_value());
  EXPECT_TRUE(fs::exists(folder_ + "/trimmed"));
}

TEST_F(CacheTest, UsingAnOldEntryRenewsIt) {
  auto cache = Open();
  ASSERT_TRUE(cache->Store(key_, {{"o", "old"}}).ok());
  fs::path record;
  for (const auto& file : fs::recursive_directory_iterator(folder_)) {
    if (file.path().extension() == ".entry") record = file.path();
  }
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(100);
  fs::last_write_time(record, old);
  ASSERT_TRUE(cache->Find(key_).has_value());
  EXPECT_GT(fs::last_write_time(record), old + std::chrono::hours(50));
}

TEST_F(CacheTest, AFolderThatCannotBeMade) {
  std::ofstream(folder_ + "/file") << "no folder";
  absl::StatusOr<std::unique_ptr<Cache>> cache = Cache::Open(folder_ + "/file/cache");
  ASSERT_FALSE(cache.ok());
  EXPECT_THAT(std::string(cache.status().message()), HasSubstr("cannot create the cache folder"));
  EXPECT_THAT(std::string(cache.status().message()), HasSubstr("Not a directory"));
}

TEST_F(CacheTest, FolderFromTheEnvironment) {
  setenv("ARC_CACHE", "relative", 1);
  EXPECT_EQ(*CacheFolder(), fs::current_path().string() + "/relative");
  unsetenv("ARC_CACHE");
  setenv("XDG_CACHE_HOME", folder_.c_str(), 1);
  EXPECT_EQ(*CacheFolder(), folder_ + "/arc");
  setenv("XDG_CACHE_HOME", "not/absolute", 1);
  setenv("HOME", folder_.c_str(), 1);
  EXPECT_EQ(*CacheFolder(), folder_ + "/.cache/arc");
  setenv("HOME", "/proc/nonexistent", 1);
  setenv("TMPDIR", folder_.c_str(), 1);
  EXPECT_EQ(*CacheFolder(), folder_ + "/arc-cache-" + std::to_string(getuid()));
  ASSERT_EQ(chmod((folder_ + "/arc-cache-" + std::to_string(getuid())).c_str(), 0777), 0);
  EXPECT_THAT(std::string(CacheFolder().status().message()), HasSubstr("not this user's own"));
}

}  // namespace
}  // namespace arc::tool
