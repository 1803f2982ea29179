#include "toolchain/arc_ld/test_support.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "llvm/Object/ArchiveWriter.h"

namespace arc::ld {
namespace {

[[noreturn]] void Die(absl::string_view message) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  std::abort();
}

std::string ClangPath() {
  // Outside Bazel the test is told where it is.
  if (const char* path = std::getenv("ARC_TEST_CLANG")) return path;
  const char* runfiles = std::getenv("TEST_SRCDIR");
  return absl::StrCat(runfiles == nullptr ? ".." : runfiles, "/llvm/bin/clang-22");
}

}  // namespace

std::string TestFolder() {
  static std::atomic<int> counter = 0;
  const char* base = std::getenv("TEST_TMPDIR");
  std::string folder =
      absl::StrCat(base == nullptr ? "/tmp" : base, "/arc_ld_test-", getpid(), "-", counter++);
  if (mkdir(folder.c_str(), 0777) != 0) Die(absl::StrCat("cannot create ", folder));
  return folder;
}

void WriteFile(const std::string& path, absl::string_view contents) {
  std::ofstream file(path, std::ios::binary);
  file.write(contents.data(), static_cast<std::streamsize>(contents.size()));
  if (!file.flush()) Die(absl::StrCat("cannot write ", path));
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Die(absl::StrCat("cannot read ", path));
  return {std::istreambuf_iterator<char>(file), {}};
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

std::string Compile(const std::string& folder, const std::string& file_name,
                    absl::string_view source, const std::vector<std::string>& flags) {
  const std::string path = absl::StrCat(folder, "/", file_name);
  WriteFile(path, source);
  const std::string object = absl::StrCat(path, ".o");
  std::vector<std::string> arguments = {ClangPath(),
                                        "--target=x86_64-unknown-linux-gnu",
                                        "-c",
                                        "-O1",
                                        "-ffreestanding",
                                        "-fno-pic",
                                        "-ffunction-sections",
                                        "-fdata-sections",
                                        "-fno-omit-frame-pointer",
                                        "-fno-asynchronous-unwind-tables",
                                        absl::StrCat("-ffile-prefix-map=", folder, "/="),
                                        absl::StrCat("-fdebug-compilation-dir=/build")};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  arguments.insert(arguments.end(), {path, "-o", object});
  ProcessResult result = RunProcess(arguments);
  if (result.exit_code != 0) Die(absl::StrCat("clang: ", result.output));
  return object;
}

std::string Archive(const std::string& folder, const std::string& name,
                    const std::vector<std::string>& objects) {
  std::vector<llvm::NewArchiveMember> members;
  for (const std::string& object : objects) {
    auto member = llvm::NewArchiveMember::getFile(object, /*Deterministic=*/true);
    if (!member) Die(llvm::toString(member.takeError()));
    member->MemberName = llvm::StringRef(object).rsplit('/').second;
    members.push_back(std::move(*member));
  }
  const std::string path = absl::StrCat(folder, "/", name);
  if (llvm::Error error = llvm::writeArchive(path, members, llvm::SymtabWritingMode::NormalSymtab,
                                             llvm::object::Archive::K_GNU, /*Deterministic=*/true,
                                             /*Thin=*/false)) {
    Die(llvm::toString(std::move(error)));
  }
  return path;
}

ProcessResult RunProcess(const std::vector<std::string>& arguments) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) Die("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, out[1], 2);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t child;
  ProcessResult result;
  const int error = posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  if (error != 0) {
    close(out[0]);
    result.output = absl::StrCat("cannot run ", arguments[0]);
    return result;
  }
  char buffer[4096];
  for (ssize_t count; (count = read(out[0], buffer, sizeof(buffer))) > 0;) {
    result.output.append(buffer, count);
  }
  close(out[0]);
  int status;
  waitpid(child, &status, 0);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return result;
}

const char kProgramPrelude[] = R"(
typedef unsigned char uint8_t;
typedef unsigned int uint32_t;
typedef unsigned long uint64_t;
extern const uint8_t arc_rt_build_id[16];
extern const uint32_t arc_rt_line_table[];
extern const uint64_t arc_rt_dispatch_table[];
static inline long system_call(long n, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c)
                   : "rcx", "r11", "memory");
  return result;
}
static inline uint64_t text_length(const char* text) {
  uint64_t n = 0;
  while (text[n]) ++n;
  return n;
}
static inline void print(const char* text) { system_call(1, 1, (long)text, text_length(text)); }
__attribute__((noinline)) int test_main(void);
#ifndef NO_START
__attribute__((noinline)) void start_c(void) {
  system_call(60, test_main(), 0, 0);
  __builtin_unreachable();
}
__attribute__((naked)) void _start(void) {
  __asm__("xor %ebp, %ebp\n and $-16, %rsp\n call start_c");
}
#endif
)";

const char kDispatchMacro[] = R"(
struct Record {
  uint32_t magic, wire_version;
  uint64_t arguments, result;
  const char* id;
  uint64_t id_length;
  void (*entry)(const uint8_t*, uint64_t, void*);
  void (*thread_entry)(void);
};
#ifndef WIRE_VERSION
#define WIRE_VERSION 1
#endif
#define DISPATCH(name, text)                                                            \
  static void name(const uint8_t* a, uint64_t n, void* sink) { *(uint64_t*)sink += n; } \
  __attribute__((section(".arc.dispatch"), used, aligned(8))) static const struct Record \
      name##_record = {0x31524441u, WIRE_VERSION, 11, 22, text, sizeof(text) - 1, name, 0}
)";

}  // namespace arc::ld
