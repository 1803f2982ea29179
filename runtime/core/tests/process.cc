#include "runtime/core/tests/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

namespace arc::rt::testing {
namespace {

constexpr unsigned kTimeLimitSeconds = 60;

std::string Absolute(const std::string& program) {
  if (program[0] == '/') return program;
  return (std::filesystem::current_path() / program).string();
}

// Feeds `input` and gathers both outputs until their ends.
void Exchange(int in, int out, int err, const std::string& input, RunResult* result) {
  size_t sent = 0;
  if (input.empty()) {
    close(in);
    in = -1;
  }
  while (in >= 0 || out >= 0 || err >= 0) {
    pollfd entries[] = {{in, POLLOUT, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}};
    if (poll(entries, 3, -1) < 0) break;
    if (in >= 0 && entries[0].revents != 0) {
      const ssize_t written =
          write(in, input.data() + sent, std::min<size_t>(input.size() - sent, 65536));
      if (written > 0) sent += static_cast<size_t>(written);
      if (written < 0 || sent == input.size()) {
        close(in);
        in = -1;
      }
    }
    for (auto [fd, text, entry] : {std::tuple{&out, &result->output, &entries[1]},
                                   std::tuple{&err, &result->errors, &entries[2]}}) {
      if (*fd < 0 || entry->revents == 0) continue;
      char buffer[65536];
      const ssize_t got = read(*fd, buffer, sizeof(buffer));
      if (got > 0) {
        text->append(buffer, static_cast<size_t>(got));
      } else {
        close(*fd);
        *fd = -1;
      }
    }
  }
}

}  // namespace

std::string FreshFolder() {
  const char* base = std::getenv("TEST_TMPDIR");
  std::string path = std::string(base != nullptr ? base : "/tmp") + "/runtime-XXXXXX";
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  return path;
}

std::string CopyOf(const std::string& program) {
  const std::string copy = FreshFolder() + "/program";
  {
    std::ifstream from(program, std::ios::binary);
    std::ofstream to(copy, std::ios::binary);
    to << from.rdbuf();
  }
  chmod(copy.c_str(), 0700);
  return copy;
}

RunResult RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                     const RunOptions& options) {
  signal(SIGPIPE, SIG_IGN);
  const std::string path = Absolute(program);
  const std::string folder = options.folder.empty() ? FreshFolder() : options.folder;
  int in[2], out[2], err[2];
  EXPECT_EQ(pipe2(in, O_CLOEXEC) | pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
  std::vector<std::string> words = {path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGPIPE, SIG_DFL);
    alarm(kTimeLimitSeconds);
    dup2(in[0], 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    if (!options.output_path.empty()) {
      const int file = open(options.output_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
      if (file < 0 || dup2(file, 1) < 0) _exit(125);
    }
    for (const std::string& entry : options.environment) putenv(strdup(entry.c_str()));
    for (int fd : options.closed) close(fd);
    if (chdir(folder.c_str()) != 0) _exit(126);
    execv(path.c_str(), argv.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  close(err[1]);
  RunResult result;
  if (options.close_output_reader) {
    close(out[0]);
    out[0] = -1;
  }
  Exchange(in[1], out[0], err[0], options.input, &result);
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  return result;
}

}  // namespace arc::rt::testing
