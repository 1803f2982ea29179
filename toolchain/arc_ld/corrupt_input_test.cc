// Damaged inputs: each link must end by itself, with a program or with a message.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "llvm/BinaryFormat/ELF.h"
#include "toolchain/arc_ld/input_files.h"
#include "toolchain/arc_ld/link.h"
#include "toolchain/arc_ld/lld_runner.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

#if __has_feature(address_sanitizer)
constexpr bool kBoundsMemory = false;  // its shadow takes terabytes of addresses
#else
constexpr bool kBoundsMemory = true;
#endif

// Links in a child, since a crash that was caught leaves lld unusable. Returns its exit code: 0
// linked, 1 refused with a message, 2 refused without; negative for a signal.
int LinkInChild(const LinkOptions& options) {
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    // A corrupt size may ask for any amount of memory or time.
    const rlimit memory = {uint64_t{4} << 30, uint64_t{4} << 30};
    if (kBoundsMemory) setrlimit(RLIMIT_AS, &memory);
    const rlimit core = {0, 0};
    setrlimit(RLIMIT_CORE, &core);
    alarm(60);
    auto result = Link(options);
    _exit(result.ok() ? 0 : result.status().message().empty() ? 2 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// An object with everything that the linker and its tables read.
std::string RichObject(const std::string& folder) {
  return Compile(folder, "rich.c", absl::StrCat(kProgramPrelude, kDispatchMacro, R"(
static inline __attribute__((always_inline)) int inlined(int x) { return x * (int)arc_rt_line_table[0]; }
const char* const names[] = {"one", "two"};
__thread int local = 3;
DISPATCH(first, "rich.first");
DISPATCH(second, "rich.second");
int test_main(void) { return inlined(names[1][0]) + (int)arc_rt_dispatch_table[0]; }
)"),
                 {"-g"});
}

TEST(CorruptInputTest, DamagedObjectsEndInAMessage) {
  const std::string folder = TestFolder();
  const std::string good = ReadFile(RichObject(folder));
  std::mt19937 random(20240229);  // NOLINT(bugprone-random-generator-seed): repeatable
  int refused = 0;
  const int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = good;
    const int kind = round % 4;
    if (kind == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      const unsigned changes = kind == 1 ? 1 : 1 + random() % 16;
      // The third kind aims at the section headers, which stand at the end.
      const size_t low = kind == 3 ? bytes.size() - std::min<size_t>(bytes.size(), 2400) : 0;
      for (unsigned i = 0; i < changes; ++i) {
        const size_t at = low + random() % (bytes.size() - low);
        const char values[] = {0, 1, '\x7f', '\xff', static_cast<char>(random())};
        bytes[at] = values[random() % 5];
      }
    }
    const std::string path = folder + "/damaged.o";
    const std::string out = folder + "/damaged";
    WriteFile(path, bytes);
    const int code = LinkInChild({.inputs = {path}, .output = out});
    ASSERT_TRUE(code == 0 || code == 1) << "round " << round << ": " << code;
    ASSERT_EQ(Exists(out), code == 0) << "round " << round;
    refused += code;
    unlink(out.c_str());
  }
  EXPECT_GT(refused, rounds / 4);
}

TEST(CorruptInputTest, DamagedArchivesEndInAMessage) {
  const std::string folder = TestFolder();
  const std::string main = Compile(folder, "main.c",
                                   absl::StrCat(kProgramPrelude,
                                                "int part(void);\n"
                                                "int test_main(void) { return part(); }"));
  const std::string part = Compile(folder, "part.c", "int part(void) { return 1; }", {"-g"});
  const std::string good = ReadFile(Archive(folder, "lib.a", {part}));
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): repeatable
  for (int round = 0; round < 120; ++round) {
    std::string bytes = good;
    if (round % 3 == 0) {
      bytes.resize(8 + random() % (bytes.size() - 8));
    } else {
      // The headers of the archive stand at its beginning.
      const size_t limit = round % 3 == 1 ? 256 : bytes.size();
      bytes[8 + random() % (limit - 8)] = static_cast<char>(random());
    }
    WriteFile(folder + "/damaged.a", bytes);
    const int code =
        LinkInChild({.inputs = {main, folder + "/damaged.a"}, .output = folder + "/out"});
    ASSERT_TRUE(code == 0 || code == 1) << "round " << round << ": " << code;
  }
}

TEST(CorruptInputTest, DamageIsFoundAndNamed) {
  const std::string folder = TestFolder();
  const std::string good = RichObject(folder);
  EXPECT_TRUE(FindCorruptInput({good}).ok());
  std::string bytes = ReadFile(good);
  bytes.resize(bytes.size() / 2);
  WriteFile(folder + "/half.o", bytes);
  const absl::Status status = FindCorruptInput({good, folder + "/half.o"});
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("half.o"));
}

// lld's message about a section that is too long does not say which file it stands in.
TEST(CorruptInputDeathTest, MessagesNameTheFile) {
  const std::string folder = TestFolder();
  std::string bytes = ReadFile(RichObject(folder));
  uint64_t headers;
  std::memcpy(&headers, bytes.data() + offsetof(llvm::ELF::Elf64_Ehdr, e_shoff), sizeof(headers));
  constexpr size_t kSection = 3;
  bytes[headers + kSection * sizeof(llvm::ELF::Elf64_Shdr) +
        offsetof(llvm::ELF::Elf64_Shdr, sh_size) + 5] = '\x7f';
  WriteFile(folder + "/damaged.o", bytes);
  // In a process that ends at once (lld_runner.h says why).
  EXPECT_EXIT(
      {
        const absl::StatusOr<LinkResult> result =
            Link({.inputs = {folder + "/damaged.o"}, .output = folder + "/out"});
        std::cerr << result.status().message() << std::flush;
        _exit(result.ok() ? 0 : 1);
      },
      ::testing::ExitedWithCode(1), "damaged\\.o");
}

TEST(CorruptInputTest, IdsOfObjectsAreRead) {
  const std::string folder = TestFolder();
  auto ids = ReadObjectDispatchIds(ReadFile(RichObject(folder)), "rich.o");
  ASSERT_TRUE(ids.ok()) << ids.status();
  EXPECT_THAT(*ids, ::testing::UnorderedElementsAre("rich.first", "rich.second"));
}

TEST(CorruptInputTest, FaultsAreCaught) {
  int before = 0;
  auto sound = [&] { before = 1; };
  EXPECT_TRUE(RunGuarded(sound));
  EXPECT_EQ(before, 1);
  auto faulty = [] { raise(SIGSEGV); };
  EXPECT_FALSE(RunGuarded(faulty));
  EXPECT_TRUE(RunGuarded(sound));
}

}  // namespace
}  // namespace arc::ld
