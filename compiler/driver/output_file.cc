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

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

// A path beside `path` for a file that waits to replace it. Its length does not depend on that of
// `path`, so that it fits wherever `path` does.
std::string TemporaryName(const std::string& path) {
  static std::atomic<unsigned> counter = 0;
  return Concat(FolderOf(path), ".arc-", getpid(), "-", counter++);
}

// Opens a new file beside `path`; `name` receives its path.
int OpenTemporary(const std::string& path, int mode, std::string& name) {
  for (;;) {
    name = TemporaryName(path);
    int descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

std::string DescriptorPath(int descriptor) { return Concat("/proc/self/fd/", descriptor); }

// A new file in the folder of `path` that has no name yet: whatever ends this process, nothing of
// it stays. -1 where the file system has no such files, or where they could not be named later.
int OpenUnnamed(const std::string& path, int mode) {
  const std::string folder = FolderOf(path);
  const int descriptor =
      open(folder.empty() ? "." : folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
  if (descriptor < 0 || access(DescriptorPath(descriptor).c_str(), F_OK) == 0) return descriptor;
  close(descriptor);
  return -1;
}

int Rename(const std::string& from, const std::string& to) {
  if (rename(from.c_str(), to.c_str()) == 0) return 0;
  const int error = errno;
  unlink(from.c_str());
  return error;
}

// Gives a file without a name the name `path`, in place of an old file. 0 or an errno value.
int NameFile(int descriptor, const std::string& path) {
  const std::string unnamed = DescriptorPath(descriptor);
  const auto link_to = [&unnamed](const std::string& name) {
    const int result = linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW);
    return result == 0 ? 0 : errno;
  };
  int error = link_to(path);
  if (error != EEXIST) return error;
  // Only rename replaces. The file is whole by now.
  for (;;) {
    const std::string temporary = TemporaryName(path);
    error = link_to(temporary);
    if (error == 0) return Rename(temporary, path);
    if (error != EEXIST) return error;
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
  if (int descriptor = OpenUnnamed(path, mode); descriptor >= 0) {
    int error = fill(descriptor);
    // Nobody may have it open for writing once it has a name: the kernel refuses to run such a
    // program ("text file busy"). A descriptor that is only a place keeps the file until then.
    const int place = error ? -1 : open(DescriptorPath(descriptor).c_str(), O_PATH | O_CLOEXEC);
    if (!error && place < 0) error = errno;
    // Some file systems report a full disk only here.
    if (close(descriptor) != 0 && !error) error = errno;
    if (!error) error = NameFile(place, path);
    if (place >= 0) close(place);
    return error ? Failure(error, path) : absl::OkStatus();
  }
  std::string temporary;
  int descriptor = OpenTemporary(path, mode, temporary);
  if (descriptor < 0) return Failure(errno, path);
  int error = fill(descriptor);
  // Some file systems report a full disk only here.
  if (close(descriptor) != 0 && !error) error = errno;
  if (error) {
    unlink(temporary.c_str());
    return Failure(error, path);
  }
  error = Rename(temporary, path);
  return error ? Failure(error, path) : absl::OkStatus();
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

absl::Status CheckIsNoSource(const std::string& path, const std::vector<std::string>& sources) {
  struct stat output;
  if (path == "-" || stat(path.c_str(), &output) != 0) return absl::OkStatus();
  for (const std::string& source : sources) {
    struct stat status;
    if (stat(source.c_str(), &status) == 0 && status.st_dev == output.st_dev &&
        status.st_ino == output.st_ino) {
      return absl::FailedPreconditionError(
          Concat("cannot write `", path, "`: it is a source of the program"));
    }
  }
  return absl::OkStatus();
}

}  // namespace arc::driver
