#include "comptime/service/socket_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace arc::comptime {

namespace {

std::string LockPath(const std::string& path) { return path + ".lock"; }

absl::Status Error(const std::string& path) {
  return absl::UnknownError(absl::StrCat(path, ": ", strerror(errno)));
}

// The file at `path` is the one that is open: its owner may have removed it meanwhile.
bool IsStill(const std::string& path, int fd) {
  struct stat there, open;
  return stat(path.c_str(), &there) == 0 && fstat(fd, &open) == 0 && there.st_ino == open.st_ino &&
         there.st_dev == open.st_dev;
}

absl::StatusOr<ttrpc::FileDescriptor> Lock(const std::string& path) {
  for (;;) {
    ttrpc::FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.valid()) return Error(path);
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) return absl::AlreadyExistsError("another service serves there");
      return Error(path);
    }
    if (IsStill(path, file.get())) return file;
  }
}

}  // namespace

SocketFile::SocketFile(std::string path, ttrpc::FileDescriptor lock, ttrpc::FileDescriptor listener)
    : path_(std::move(path)), lock_(std::move(lock)), listener_(std::move(listener)) {}

absl::StatusOr<SocketFile> SocketFile::Listen(const std::string& path) {
  absl::StatusOr<ttrpc::FileDescriptor> lock = Lock(LockPath(path));
  if (!lock.ok()) return lock.status();
  absl::StatusOr<ttrpc::FileDescriptor> listener = ttrpc::ListenUnix(path);
  if (!listener.ok()) {
    unlink(LockPath(path).c_str());
    return listener.status();
  }
  return SocketFile(path, *std::move(lock), *std::move(listener));
}

SocketFile::~SocketFile() {
  if (!lock_.valid()) return;
  unlink(path_.c_str());
  unlink(LockPath(path_).c_str());
}

}  // namespace arc::comptime
