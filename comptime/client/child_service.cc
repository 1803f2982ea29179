#include "comptime/client/child_service.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace arc::comptime {
namespace {

// Where the child finds its end.
constexpr int kSocket = 3;

std::string Describe(int status) {
  if (WIFSIGNALED(status)) return absl::StrCat("killed by signal ", WTERMSIG(status));
  return absl::StrCat("exit code ", WEXITSTATUS(status));
}

}  // namespace

absl::StatusOr<ChildService> ChildService::Start(const std::string& path) {
  auto pair = ttrpc::SocketPair();
  if (!pair.ok()) return pair.status();
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0)
    return absl::ResourceExhaustedError("no memory to start a process");
  const absl::Cleanup destroy = [&] {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  };
  // The socket first: its number may be one that the others take. It lands on a number of its own,
  // without close-on-exec.
  int error = posix_spawn_file_actions_adddup2(&actions, pair->second.get(), kSocket);
  if (error == 0)
    error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (error == 0)
    error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  // Signals of the terminal are for this process: it ends the child by closing the socket. What is
  // blocked or ignored here is not there.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (error == 0) error = posix_spawnattr_setpgroup(&attributes, 0);
  if (error == 0) {
    error = posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  std::string name = path;
  std::string option = absl::StrCat("--fd=", kSocket);
  char* arguments[] = {name.data(), option.data(), nullptr};
  char* environment[] = {nullptr};
  pid_t pid = 0;
  if (error == 0)
    error = posix_spawn(&pid, path.c_str(), &actions, &attributes, arguments, environment);
  if (error != 0) return absl::ErrnoToStatus(error, absl::StrCat("cannot start ", path));
  return ChildService(pid, std::move(pair->first));
}

ChildService::ChildService(pid_t pid, ttrpc::FileDescriptor socket)
    : pid_(pid), socket_(std::move(socket)) {}

ChildService::ChildService(ChildService&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), socket_(std::move(other.socket_)) {}

ChildService& ChildService::operator=(ChildService&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(socket_, other.socket_);
  return *this;
}

ChildService::~ChildService() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string ChildService::End() {
  if (pid_ == 0) return "";
  int status = 0;
  pid_t ended;
  do {
    ended = waitpid(pid_, &status, WNOHANG);
  } while (ended < 0 && errno == EINTR);
  if (ended != pid_) return "";
  pid_ = 0;
  return Describe(status);
}

}  // namespace arc::comptime
