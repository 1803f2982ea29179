#include "toolchain/arc_ld/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace arc::ld {
namespace {

absl::Status Failure(int error, const std::string& path) {
  return absl::ErrnoToStatus(error, absl::StrCat("cannot write '", path, "'"));
}

absl::Status WriteAll(int descriptor, const std::string& path, absl::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return Failure(errno, path);
    }
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

bool IsSpecial(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

// Opens a new file beside `path`; `name` receives its path.
int OpenTemporary(const std::string& path, int mode, std::string& name) {
  static std::atomic<unsigned> counter = 0;
  for (;;) {
    name = absl::StrCat(path, ".arc-ld-", getpid(), "-", counter++);
    int descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

}  // namespace

absl::Status CheckOutputFile(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return Failure(EISDIR, path);
  if (IsSpecial(path)) return absl::OkStatus();
  std::string name;
  int descriptor = OpenTemporary(path, 0600, name);
  if (descriptor < 0) return Failure(errno, path);
  close(descriptor);
  unlink(name.c_str());
  return absl::OkStatus();
}

absl::Status WriteOutputFile(const std::string& path, absl::string_view bytes, int mode) {
  if (IsSpecial(path)) {
    int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return Failure(errno, path);
    absl::Status status = WriteAll(descriptor, path, bytes);
    if (close(descriptor) != 0) status.Update(Failure(errno, path));
    return status;
  }
  std::string temporary;
  int descriptor = OpenTemporary(path, mode, temporary);
  if (descriptor < 0) return Failure(errno, path);
  absl::Cleanup remove = [&temporary] { unlink(temporary.c_str()); };
  absl::Status status = WriteAll(descriptor, path, bytes);
  // Some file systems report a full disk only here.
  if (close(descriptor) != 0) status.Update(Failure(errno, path));
  if (!status.ok()) return status;
  if (rename(temporary.c_str(), path.c_str()) != 0) return Failure(errno, path);
  std::move(remove).Cancel();
  return absl::OkStatus();
}

}  // namespace arc::ld
