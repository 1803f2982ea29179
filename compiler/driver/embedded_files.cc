#include "compiler/driver/embedded_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"

namespace arc::driver {
namespace {

constexpr int64_t kMostBytes = int64_t{256} << 20;

absl::Status CheckPath(std::string_view path) {
  if (path.empty()) return absl::InvalidArgumentError("the path is empty");
  if (path.find('\0') != std::string_view::npos)
    return absl::InvalidArgumentError("the path holds a zero byte");
  if (path.front() == '/')
    return absl::InvalidArgumentError("paths are relative to the package's folder");
  while (true) {
    const size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..")
      return absl::InvalidArgumentError(
          "paths do not leave the package's folder: no `..`, `.`, `//`");
    if (slash == std::string_view::npos) return absl::OkStatus();
    path.remove_prefix(slash + 1);
  }
}

absl::Status Reason(int error) { return absl::UnavailableError(SystemMessage(error)); }

bool IsSame(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ino == b.st_ino;
}

// Where the open file lies, behind all links.
std::string RealPath(int fd) {
  char path[4096];
  const ssize_t length = readlink(Concat("/proc/self/fd/", fd).c_str(), path, sizeof path);
  return length > 0 && static_cast<size_t>(length) < sizeof path
             ? std::string(path, static_cast<size_t>(length))
             : "";
}

std::string RealPath(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  const std::string result = real == nullptr ? "" : real;
  free(real);
  return result == "/" ? "" : result;
}

absl::StatusOr<std::string> ReadOpen(int fd) {
  struct stat before, after;
  if (fstat(fd, &before) != 0) return Reason(errno);
  if (!S_ISREG(before.st_mode)) return absl::InvalidArgumentError("it is no regular file");
  if (before.st_size > kMostBytes) return absl::ResourceExhaustedError("it has more than 256 MB");
  std::string content(static_cast<size_t>(before.st_size), 0);
  size_t size = 0;
  while (size < content.size()) {
    const ssize_t n = read(fd, content.data() + size, content.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Reason(errno);
    if (n == 0) break;
    size += static_cast<size_t>(n);
  }
  char more;
  if (size != content.size() || read(fd, &more, 1) != 0 || fstat(fd, &after) != 0 ||
      !IsSame(before, after)) {
    return absl::AbortedError("it changed while it was read");
  }
  return content;
}

}  // namespace

absl::StatusOr<std::string> EmbeddedFiles::Read(const std::string& path) const {
  if (absl::Status status = CheckPath(path); !status.ok()) return status;
  std::string file;
  if (auto found = named.find(path); found != named.end()) {
    file = found->second;
  } else if (!named.empty() || folder.empty()) {
    return absl::NotFoundError("it is not among the files that the build gives to this package");
  } else {
    file = Concat(folder, "/", path);
  }
  // A pipe would wait for its other end.
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return Reason(errno);
  const absl::Cleanup close_file = [fd] { close(fd); };
  if (named.empty()) {
    const std::string real = RealPath(fd);
    const std::string real_source = source.empty() ? "" : RealPath(source);
    const bool beside_source =
        !real_source.empty() && real.starts_with(real_source.substr(0, real_source.rfind('/') + 1));
    if (!beside_source && !real.starts_with(Concat(RealPath(folder), "/"))) {
      return absl::PermissionDeniedError("it is a link that leads out of the package's folder");
    }
  }
  return ReadOpen(fd);
}

}  // namespace arc::driver
