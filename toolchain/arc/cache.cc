#include "toolchain/arc/cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "absl/time/clock.h"
#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"

namespace arc::tool {
namespace {

constexpr std::string_view kFirstLine = "arc cache entry 1\n";
// Using an entry renews its time, but not at every use: that would write to the disk for nothing.
constexpr int64_t kRenewAfterSeconds = 3600;

absl::Status Failure(std::string_view what, std::string_view path, int error) {
  return absl::ErrnoToStatus(error, Concat(what, " `", path, "`"));
}

std::string Checksum(std::string_view bytes) {
  const llvm::XXH128_hash_t hash = llvm::xxh3_128bits(
      llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
  return Concat(llvm::utohexstr(hash.high64, true, 16), llvm::utohexstr(hash.low64, true, 16));
}

std::string_view Bytes(const llvm::MemoryBuffer& buffer) {
  return {buffer.getBufferStart(), buffer.getBufferSize()};
}

absl::Status MakeFolder(const std::string& folder) {
  if (std::error_code error = llvm::sys::fs::create_directories(
          folder, true, static_cast<llvm::sys::fs::perms>(0700))) {
    return Failure("cannot create the cache folder", folder, error.value());
  }
  return absl::OkStatus();
}

// A lock on the cache; `operation` as for flock. Negative: it is held otherwise (with LOCK_NB) or
// cannot be opened.
int LockFolder(const std::string& folder, int operation) {
  int lock = open(Concat(folder, "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return lock;
  while (flock(lock, operation) != 0) {
    if (errno == EINTR) continue;
    int error = errno;
    close(lock);
    errno = error;
    return -1;
  }
  return lock;
}

bool NextField(std::string_view& line, std::string_view& field) {
  size_t space = line.find(' ');
  field = line.substr(0, space);
  line = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
  return !field.empty();
}

// Visits the files of entries: two-letter folders under the cache folder.
template <typename Visit>
void ForEachFile(const std::string& folder, Visit visit) {
  std::error_code error;
  for (llvm::sys::fs::directory_iterator outer(folder, error), end; outer != end && !error;
       outer.increment(error)) {
    llvm::StringRef name = llvm::StringRef(outer->path()).rsplit('/').second;
    if (name.size() != 2 || !llvm::isHexDigit(name[0]) || !llvm::isHexDigit(name[1])) continue;
    std::error_code inner_error;
    for (llvm::sys::fs::directory_iterator inner(outer->path(), inner_error), inner_end;
         inner != inner_end && !inner_error; inner.increment(inner_error)) {
      visit(inner->path());
    }
    rmdir(outer->path().c_str());  // succeeds when it is empty by now
  }
}

}  // namespace

std::string Cache::PathOf(const Digest& key, std::string_view suffix) const {
  const std::string hex = ToHex(key);
  return Concat(folder_, "/", hex.substr(0, 2), "/", hex, ".", suffix);
}

absl::StatusOr<std::unique_ptr<Cache>> Cache::Open(const std::string& folder) {
  if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  int lock = LockFolder(folder, LOCK_SH);
  if (lock < 0) return Failure("cannot use the cache folder", folder, errno);
  return std::unique_ptr<Cache>(new Cache(folder, lock));
}

Cache::~Cache() { close(lock_); }

std::optional<CacheEntry> Cache::Find(const Digest& key) {
  const std::string record_path = PathOf(key, "entry");
  auto record =
      llvm::MemoryBuffer::getFile(record_path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!record) return std::nullopt;
  std::string_view text = Bytes(**record);
  // The last line is the checksum of all before it.
  size_t last = text.size() < 2 ? std::string_view::npos : text.rfind('\n', text.size() - 2);
  if (last == std::string_view::npos) return std::nullopt;
  std::string_view body = text.substr(0, last + 1);
  if (text.substr(last + 1) != Concat(Checksum(body), "\n")) return std::nullopt;
  const std::string head = Concat(kFirstLine, ToHex(key), "\n");
  if (!body.starts_with(head)) return std::nullopt;
  body.remove_prefix(head.size());

  CacheEntry entry;
  while (!body.empty()) {
    size_t end = body.find('\n');
    std::string_view line = body.substr(0, end);
    body.remove_prefix(end + 1);
    std::string_view name, size_text, checksum;
    if (!NextField(line, name) || !NextField(line, size_text) || !NextField(line, checksum))
      return std::nullopt;
    uint64_t size = 0;
    std::from_chars(size_text.data(), size_text.data() + size_text.size(), size);
    std::string path = PathOf(key, name);
    auto part =
        llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!part || (*part)->getBufferSize() != size || Checksum(Bytes(**part)) != checksum)
      return std::nullopt;
    entry[std::string(name)] = std::move(path);
  }
  struct stat status;
  if (stat(record_path.c_str(), &status) == 0 &&
      absl::ToUnixSeconds(absl::Now()) - status.st_mtim.tv_sec > kRenewAfterSeconds) {
    utimensat(AT_FDCWD, record_path.c_str(), nullptr, 0);
  }
  return entry;
}

absl::StatusOr<CacheEntry> Cache::Store(const Digest& key, const std::vector<CachePart>& parts) {
  const std::string record_path = PathOf(key, "entry");
  if (absl::Status made = MakeFolder(record_path.substr(0, record_path.rfind('/'))); !made.ok())
    return made;
  std::string record = Concat(kFirstLine, ToHex(key), "\n");
  CacheEntry entry;
  for (const CachePart& part : parts) {
    std::string path = PathOf(key, part.name);
    absl::Status written = driver::WriteFile(path, part.bytes, part.executable ? 0700 : 0600);
    if (!written.ok()) return written;
    record += Concat(part.name, " ", part.bytes.size(), " ", Checksum(part.bytes), "\n");
    entry[part.name] = std::move(path);
  }
  record += Concat(Checksum(record), "\n");
  if (absl::Status written = driver::WriteFile(record_path, record, 0600); !written.ok())
    return written;
  return entry;
}

absl::StatusOr<std::string> Cache::TemporaryPath() {
  static std::atomic<unsigned> counter = 0;
  const std::string folder = Concat(folder_, "/00");
  if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  return Concat(folder, "/", getpid(), "-", counter++, ".tmp");
}

absl::StatusOr<std::string> CacheFolder() {
  auto variable = [](const char* name) {
    const char* value = getenv(name);
    return std::string(value ? value : "");
  };
  std::string chosen = variable("ARC_CACHE");
  if (!chosen.empty()) {
    llvm::SmallString<256> absolute(chosen);
    if (std::error_code error = llvm::sys::fs::make_absolute(absolute)) {
      return Failure("cannot find the cache folder", chosen, error.value());
    }
    return std::string(absolute);
  }
  std::string folder;
  // The specification of XDG folders: a relative path is to be ignored.
  if (std::string caches = variable("XDG_CACHE_HOME"); caches.starts_with("/")) {
    folder = Concat(caches, "/arc");
  } else if (std::string home = variable("HOME"); home.starts_with("/")) {
    folder = Concat(home, "/.cache/arc");
  }
  if (!folder.empty() && MakeFolder(folder).ok() && access(folder.c_str(), W_OK | X_OK) == 0)
    return folder;
  std::string temporary = variable("TMPDIR");
  if (!temporary.starts_with("/")) temporary = "/tmp";
  folder = Concat(temporary, "/arc-cache-", getuid());
  if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  // Anybody may have made a folder of this name there, to have us run their programs.
  struct stat status;
  if (lstat(folder.c_str(), &status) != 0)
    return Failure("cannot use the cache folder", folder, errno);
  if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 022) != 0) {
    return absl::PermissionDeniedError(Concat(
        "the cache folder `", folder, "` is not this user's own; set ARC_CACHE to one that is"));
  }
  return folder;
}

absl::StatusOr<CleanResult> CleanCache(const std::string& folder) {
  CleanResult result;
  // No lock file: nobody has used it as a cache, so nothing in it is ours.
  if (access(Concat(folder, "/lock").c_str(), F_OK) != 0) return result;
  int lock = LockFolder(folder, LOCK_EX);
  if (lock < 0) return Failure("cannot clean the cache folder", folder, errno);
  absl::Status status;
  ForEachFile(folder, [&](const std::string& path) {
    struct stat file;
    const bool known = lstat(path.c_str(), &file) == 0;
    if (unlink(path.c_str()) != 0) {
      status.Update(Failure("cannot remove", path, errno));
      return;
    }
    ++result.files;
    if (known) result.bytes += static_cast<uint64_t>(file.st_size);
  });
  close(lock);
  if (!status.ok()) return status;
  return result;
}

void TrimCache(const std::string& folder, absl::Duration unused_for, absl::Duration interval) {
  const std::string mark = Concat(folder, "/trimmed");
  const absl::Time now = absl::Now();
  struct stat status;
  if (stat(mark.c_str(), &status) == 0 && now - absl::TimeFromTimespec(status.st_mtim) < interval)
    return;
  int lock = LockFolder(folder, LOCK_EX | LOCK_NB);
  if (lock < 0) return;
  // Files of an entry share a name up to the dot; the record's time is that of the last use, and a
  // part without a record (an interrupted run, or a temporary file) has its own.
  ForEachFile(folder, [&](const std::string& path) {
    const std::string record = Concat(path.substr(0, path.rfind('.')), ".entry");
    struct stat file;
    if (stat(record.c_str(), &file) != 0 && lstat(path.c_str(), &file) != 0) return;
    if (now - absl::TimeFromTimespec(file.st_mtim) > unused_for) unlink(path.c_str());
  });
  // Not being able to leave the mark means trying again next time.
  (void)driver::WriteFile(mark, "", 0600);
  close(lock);
}

}  // namespace arc::tool
