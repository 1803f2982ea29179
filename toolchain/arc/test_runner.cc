#include "toolchain/arc/test_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/scheduler.h"

namespace arc::tool {
namespace {

// Starts the program with its standard output and error in `pipe_write` and no input. 0 or an errno
// value.
int Spawn(const std::string& program, size_t test, int pipe_write, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_write, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_write, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A group of its own, so that what the test has started can be ended with it.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::string name = program;
  std::string only = Concat("--arc-test=", test);
  char* argv[] = {name.data(), only.data(), nullptr};
  int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, argv, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Reads what is there, without waiting.
void DrainOutput(int descriptor, std::string& output) {
  char buffer[1 << 14];
  for (;;) {
    ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    const size_t room = kMaxTestOutput - std::min(kMaxTestOutput, output.size());
    output.append(buffer, std::min(room, static_cast<size_t>(count)));
  }
}

// Reads until the process has ended or the time is over; false then. The end of the output is no
// sign: a process that the test left behind may hold the pipe open, and the test may have closed it
// early.
bool WaitAndRead(pid_t pid, int descriptor, absl::Time deadline, std::string& output) {
  const int process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process < 0) return true;  // out of descriptors: waitpid will wait
  absl::Cleanup close_process = [process] { close(process); };
  pollfd pollers[2] = {{process, POLLIN, 0}, {descriptor, POLLIN, 0}};
  for (;;) {
    const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (left <= 0) return false;
    int ready = poll(pollers, 2, static_cast<int>(std::min<int64_t>(left + 1, 1 << 30)));
    if (ready <= 0) continue;
    if (pollers[1].revents != 0) {
      DrainOutput(descriptor, output);
      // Closed: nothing more to come, and poll would not wait any more.
      if (pollers[1].revents & (POLLHUP | POLLERR)) pollers[1].fd = -1;
    }
    if (pollers[0].revents != 0) {
      DrainOutput(descriptor, output);
      return true;
    }
  }
}

TestResult RunOne(const TestRunOptions& options, size_t test) {
  TestResult result;
  const absl::Time start = absl::Now();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    result.reason = Concat("cannot make a pipe: ", driver::SystemMessage(errno));
    return result;
  }
  absl::Cleanup close_read = [&ends] { close(ends[0]); };
  pid_t pid = 0;
  const int error = Spawn(options.program, test, ends[1], pid);
  close(ends[1]);
  if (error != 0) {
    result.reason = Concat("cannot start `", options.program, "`: ", driver::SystemMessage(error));
    return result;
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const bool in_time = WaitAndRead(pid, ends[0], start + options.timeout, result.output);
  // The group, before its number is free for others: what the test left behind ends with it.
  kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  result.time = absl::Now() - start;
  if (!in_time) {
    result.outcome = TestResult::Outcome::kTimedOut;
    result.reason = Concat("no end after ", absl::FormatDuration(options.timeout).c_str());
  } else if (WIFSIGNALED(status)) {
    result.outcome = TestResult::Outcome::kFailed;
    result.reason =
        Concat("killed by signal ", WTERMSIG(status), " (", strsignal(WTERMSIG(status)), ")");
  } else if (WEXITSTATUS(status) != 0) {
    result.outcome = TestResult::Outcome::kFailed;
    result.reason = Concat("exit code ", WEXITSTATUS(status));
  } else {
    result.outcome = TestResult::Outcome::kPassed;
  }
  return result;
}

class Runner {
 public:
  Runner(const TestRunOptions& options, absl::FunctionRef<void(size_t, const TestResult&)> done)
      : options_(options),
        done_(done),
        results_(options.tests.size()),
        finished_(options.tests.size()) {}

  void Work() {
    for (;;) {
      size_t index;
      {
        absl::MutexLock lock(&mutex_);
        if (next_ == options_.tests.size()) return;
        index = next_++;
      }
      TestResult result = RunOne(options_, options_.tests[index]);
      absl::MutexLock lock(&mutex_);
      results_[index] = std::move(result);
      finished_[index] = true;
      while (told_ < finished_.size() && finished_[told_]) {
        done_(told_, results_[told_]);
        results_[told_++] = {};
      }
    }
  }

 private:
  const TestRunOptions& options_;
  absl::FunctionRef<void(size_t, const TestResult&)> done_;
  absl::Mutex mutex_;
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;  // the first that nobody has begun
  size_t told_ ABSL_GUARDED_BY(mutex_) = 0;  // the first that `done_` was not called for
  std::vector<TestResult> results_ ABSL_GUARDED_BY(mutex_);
  std::vector<bool> finished_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

void RunTests(const TestRunOptions& options,
              absl::FunctionRef<void(size_t, const TestResult&)> done) {
  Runner runner(options, done);
  RunOnThreads(std::min<size_t>(options.jobs, options.tests.size()), [&runner] { runner.Work(); });
}

}  // namespace arc::tool
