#include "rpc/ttrpc/socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace arc::ttrpc {
namespace {

constexpr int kBacklog = 128;
// How long a server may take to accept before its socket counts as left behind.
constexpr absl::Duration kAliveTimeout = absl::Milliseconds(100);

absl::StatusOr<sockaddr_un> Address(const std::string& path) {
  if (path.empty() || path.size() > kMaxSocketPath || path.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat("a socket's path has 1 to ", kMaxSocketPath,
                                                   " bytes, this one has ", path.size(), ": ",
                                                   path));
  }
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

absl::StatusOr<FileDescriptor> NewSocket(int flags) {
  FileDescriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (!fd.valid()) return absl::ErrnoToStatus(errno, "socket");
  return fd;
}

int Bind(int fd, const sockaddr_un& address) {
  return ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

}  // namespace

void FileDescriptor::Close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

absl::StatusOr<FileDescriptor> ListenUnix(const std::string& path, mode_t mode) {
  absl::StatusOr<sockaddr_un> address = Address(path);
  if (!address.ok()) return address.status();
  absl::StatusOr<FileDescriptor> fd = NewSocket(SOCK_NONBLOCK);
  if (!fd.ok()) return fd.status();
  // On Linux bind() gives the file the mode of the unbound socket, so that there is no moment with
  // another one.
  if (::fchmod(fd->get(), mode) != 0) return absl::ErrnoToStatus(errno, "fchmod of a socket");
  int error = Bind(fd->get(), *address);
  if (error == EADDRINUSE) {
    struct stat info;
    if (::lstat(path.c_str(), &info) == 0 && !S_ISSOCK(info.st_mode)) {
      return absl::AlreadyExistsError(absl::StrCat(path, " is there and is no socket"));
    }
    // A server whose queue is full is alive too; only a refusal says that nobody is there.
    absl::StatusOr<FileDescriptor> other = ConnectUnix(path, kAliveTimeout);
    if (!absl::IsUnavailable(other.status()) && !absl::IsNotFound(other.status())) {
      return absl::AlreadyExistsError(absl::StrCat("a server listens on ", path));
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
      return absl::ErrnoToStatus(errno, absl::StrCat("removing the old socket ", path));
    }
    error = Bind(fd->get(), *address);
  }
  if (error != 0) return absl::ErrnoToStatus(error, absl::StrCat("binding ", path));
  if (::listen(fd->get(), kBacklog) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("listening on ", path));
  }
  return fd;
}

absl::StatusOr<FileDescriptor> ConnectUnix(const std::string& path, absl::Duration timeout) {
  absl::StatusOr<sockaddr_un> address = Address(path);
  if (!address.ok()) return address.status();
  // With SOCK_NONBLOCK a full queue is EAGAIN at once, and nothing tells when it is not any more.
  absl::StatusOr<FileDescriptor> fd = NewSocket(SOCK_NONBLOCK);
  if (!fd.ok()) return fd.status();
  absl::Duration pause = absl::Microseconds(100);
  const absl::Time deadline = absl::Now() + timeout;
  while (::connect(fd->get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    switch (errno) {
      case EINTR:
        continue;
      case EAGAIN:
        if (absl::Now() >= deadline) {
          return absl::DeadlineExceededError(absl::StrCat("the server at ", path, " is busy"));
        }
        absl::SleepFor(pause);
        pause = std::min(2 * pause, absl::Milliseconds(10));
        continue;
      case ECONNREFUSED:
        return absl::UnavailableError(absl::StrCat("no server listens on ", path));
      default:
        return absl::ErrnoToStatus(errno, absl::StrCat("connecting to ", path));
    }
  }
  return fd;
}

absl::StatusOr<std::pair<FileDescriptor, FileDescriptor>> SocketPair() {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
    return absl::ErrnoToStatus(errno, "socketpair");
  }
  return std::make_pair(FileDescriptor(fds[0]), FileDescriptor(fds[1]));
}

absl::Status CheckConnectedSocket(int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("descriptor ", fd));
  }
  sockaddr_storage peer = {};
  socklen_t peer_size = sizeof peer;
  if (type != SOCK_STREAM ||
      ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0 ||
      peer.ss_family != AF_UNIX) {
    return absl::InvalidArgumentError(
        absl::StrCat("descriptor ", fd, " is no connected Unix stream socket"));
  }
  return absl::OkStatus();
}

absl::StatusOr<PeerCredentials> GetPeerCredentials(int fd) {
  ucred credentials = {};
  socklen_t size = sizeof credentials;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    return absl::ErrnoToStatus(errno, "credentials of the peer");
  }
  return PeerCredentials{.pid = credentials.pid, .uid = credentials.uid, .gid = credentials.gid};
}

absl::Status AllowOwnUser(const PeerCredentials& peer) {
  if (peer.uid == 0 || peer.uid == ::geteuid()) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat("user ", peer.uid, " may not use this server"));
}

}  // namespace arc::ttrpc
