#include "compiler/driver/output_file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/functional/function_ref.h"
#include "compiler/source/concat.h"

namespace arc::driver {
namespace {

absl::Status Failure(int error, std::string_view path) {
  return absl::ErrnoToStatus(error, Concat("cannot write `", path, "`"));
}

// 0 or an errno value.
int WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    // The kernel writes at most 2 GiB at once.
    ssize_t written = write(descriptor, bytes.data(), std::min<size_t>(bytes.size(), 1 << 30));
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

// 0 or an errno value.
int CopyAll(int from, int to) {
  if (ioctl(to, FICLONE, from) == 0) return 0;
  for (;;) {
    ssize_t copied = copy_file_range(from, nullptr, to, nullptr, 1 << 30, 0);
    if (copied > 0) continue;
    if (copied == 0) return 0;
    if (errno == EINTR) continue;
    break;  // different file systems on an old kernel, or a file system that cannot
  }
  // Nothing or a part was copied: both offsets have moved by the same amount.
  char buffer[1 << 16];
  for (;;) {
    ssize_t got = read(from, buffer, sizeof buffer);
    if (got == 0) return 0;
    if (got < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    if (int error = WriteAll(to, {buffer, static_cast<size_t>(got)})) return error;
  }
}

bool IsSpecial(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool IsFolder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// Opens a new file beside `path`; `name` receives its path. The name's length does not depend on
// that of `path`, so that it fits wherever `path` does.
int OpenTemporary(const std::string& path, int mode, std::string& name) {
  static std::atomic<unsigned> counter = 0;
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  for (;;) {
    name = Concat(folder, ".arc-", getpid(), "-", counter++);
    int descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

absl::Status WriteWith(const std::string& path, int mode, absl::FunctionRef<int(int)> fill) {
  if (path == "-") {
    int error = fill(STDOUT_FILENO);
    return error ? Failure(error, "standard output") : absl::OkStatus();
  }
  if (IsSpecial(path)) {
    int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return Failure(errno, path);
    int error = fill(descriptor);
    if (close(descriptor) != 0 && !error) error = errno;
    return error ? Failure(error, path) : absl::OkStatus();
  }
  if (IsFolder(path)) return Failure(EISDIR, path);
  std::string temporary;
  int descriptor = OpenTemporary(path, mode, temporary);
  if (descriptor < 0) return Failure(errno, path);
  absl::Cleanup remove = [&temporary] { unlink(temporary.c_str()); };
  int error = fill(descriptor);
  // Some file systems report a full disk only here.
  if (close(descriptor) != 0 && !error) error = errno;
  if (error) return Failure(error, path);
  if (rename(temporary.c_str(), path.c_str()) != 0) return Failure(errno, path);
  std::move(remove).Cancel();
  return absl::OkStatus();
}

}  // namespace

std::string SystemMessage(int error) { return std::generic_category().message(error); }

absl::Status WriteFile(const std::string& path, std::string_view bytes, int mode) {
  return WriteWith(path, mode, [bytes](int descriptor) { return WriteAll(descriptor, bytes); });
}

absl::Status CopyFile(const std::string& from, const std::string& path, int mode) {
  int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) {
    return absl::ErrnoToStatus(errno, Concat("cannot read `", from, "`"));
  }
  absl::Cleanup close_source = [source] { close(source); };
  return WriteWith(path, mode, [source](int descriptor) { return CopyAll(source, descriptor); });
}

absl::Status CheckWritable(const std::string& path) {
  if (path == "-" || IsSpecial(path)) return absl::OkStatus();
  if (IsFolder(path)) return Failure(EISDIR, path);
  std::string name;
  int descriptor = OpenTemporary(path, 0600, name);
  if (descriptor < 0) return Failure(errno, path);
  close(descriptor);
  unlink(name.c_str());
  return absl::OkStatus();
}

}  // namespace arc::driver
