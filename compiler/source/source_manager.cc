#include "compiler/source/source_manager.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "compiler/source/concat.h"
#include "llvm/Support/ErrorHandling.h"

namespace arc {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status ErrnoStatus(int error, std::string_view action, std::string_view path) {
  std::string message = Concat("cannot ", action, " `", path, "`: ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return absl::InvalidArgumentError(message);
    default:
      return absl::UnavailableError(message);
  }
}

absl::Status TooLarge(std::string_view name) {
  return absl::ResourceExhaustedError(Concat("`", name, "` is too large: a source file may have ",
                                             SourceManager::kMaxFileSize, " bytes"));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  // O_NONBLOCK: opening a FIFO must not hang; it is turned down below.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return ErrnoStatus(errno, "open", path);
  absl::Cleanup close_descriptor = [descriptor] { ::close(descriptor); };

  struct stat status;
  if (::fstat(descriptor, &status) != 0) return ErrnoStatus(errno, "read", path);
  if (S_ISDIR(status.st_mode)) {
    return absl::InvalidArgumentError(Concat("cannot read `", path, "`: it is a folder"));
  }
  if (!S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError(Concat("cannot read `", path, "`: it is not a regular file"));
  }
  if (static_cast<uint64_t>(status.st_size) > SourceManager::kMaxFileSize) return TooLarge(path);

  // The size is a hint: files of /proc report 0, and a file may grow while it is read.
  std::string text;
  text.resize(static_cast<size_t>(status.st_size));
  size_t used = 0;
  while (true) {
    if (used == text.size()) {
      if (used > SourceManager::kMaxFileSize) return TooLarge(path);
      char probe[4096];
      ssize_t count = ::read(descriptor, probe, sizeof(probe));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return ErrnoStatus(errno, "read", path);
      if (count == 0) break;
      text.append(probe, static_cast<size_t>(count));
      used = text.size();
      continue;
    }
    ssize_t count = ::read(descriptor, text.data() + used, text.size() - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(errno, "read", path);
    if (count == 0) break;
    used += static_cast<size_t>(count);
  }
  text.resize(used);
  return text;
}

}  // namespace

struct SourceManager::File {
  std::string name;
  std::string text;
  SourceOffset begin;
  // Offsets of the first byte of each line, counted from the file's begin. Built on first use: most
  // files of a correct build never need one. `lines` is written once under `lines_built` and only
  // read afterwards.
  mutable std::once_flag lines_built;
  mutable std::vector<uint32_t> lines;
  // The line that was asked for last: the next question is about it, or the one behind it.
  mutable std::atomic<uint32_t> last_line = 1;

  SourceOffset end() const { return begin + static_cast<uint32_t>(text.size()); }
};

SourceManager::SourceManager() = default;
SourceManager::~SourceManager() = default;

absl::StatusOr<FileId> SourceManager::AddFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return TryAddBuffer(path, *std::move(text));
}

absl::StatusOr<FileId> SourceManager::TryAddBuffer(std::string name, std::string text) {
  if (text.size() > kMaxFileSize) return TooLarge(name);
  if (next_begin_ + text.size() + 1 > kMaxTotalSize) {
    return absl::ResourceExhaustedError(Concat(
        "no room for `", name, "`: all source files together may have ", kMaxTotalSize, " bytes"));
  }
  auto file = std::make_unique<File>();
  file->name = std::move(name);
  file->text = std::move(text);
  file->begin = static_cast<SourceOffset>(next_begin_);
  next_begin_ += file->text.size() + 1;
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size() - 1);
}

FileId SourceManager::AddBuffer(std::string name, std::string text) {
  absl::StatusOr<FileId> file = TryAddBuffer(std::move(name), std::move(text));
  if (!file.ok()) llvm::report_fatal_error(std::string(file.status().message()).c_str(), false);
  return *file;
}

std::string_view SourceManager::Text(FileId id) const { return file(id).text; }
std::string_view SourceManager::Name(FileId id) const { return file(id).name; }
SourceOffset SourceManager::Begin(FileId id) const { return file(id).begin; }
SourceOffset SourceManager::End(FileId id) const { return file(id).end(); }

FileId SourceManager::FileOf(SourceOffset offset) const {
  auto after = std::upper_bound(
      files_.begin(), files_.end(), offset,
      [](SourceOffset wanted, const std::unique_ptr<File>& file) { return wanted < file->begin; });
  return static_cast<FileId>(after - files_.begin() - 1);
}

const std::vector<uint32_t>& SourceManager::Lines(const File& file) const {
  std::call_once(file.lines_built, [&file] {
    const char* begin = file.text.data();
    const char* end = begin + file.text.size();
    bool marked = std::string_view(file.text).substr(0, kByteOrderMark.size()) == kByteOrderMark;
    file.lines.reserve(file.text.size() / 32 + 1);
    file.lines.push_back(marked ? kByteOrderMark.size() : 0);
    for (const char* at = begin; at != end;) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (at == nullptr) break;
      ++at;
      file.lines.push_back(static_cast<uint32_t>(at - begin));
    }
  });
  return file.lines;
}

LineColumn SourceManager::Decode(SourceOffset offset) const {
  if (offset == 0 || offset >= next_begin_) return {};
  const File& file = this->file(FileOf(offset));
  const std::vector<uint32_t>& lines = Lines(file);
  uint32_t local = std::max(offset - file.begin, lines.front());
  uint32_t line = file.last_line.load(std::memory_order_relaxed);
  auto is_in = [&](uint32_t l) {
    return lines[l - 1] <= local && (l == lines.size() || local < lines[l]);
  };
  if (!is_in(line)) {
    if (line < lines.size() && is_in(line + 1)) {
      ++line;
    } else {
      auto after = std::upper_bound(lines.begin(), lines.end(), local);
      line = static_cast<uint32_t>(after - lines.begin());
    }
    file.last_line.store(line, std::memory_order_relaxed);
  }
  return {line, local - lines[line - 1] + 1};
}

std::string_view SourceManager::Line(FileId id, uint32_t line) const {
  const File& file = this->file(id);
  const std::vector<uint32_t>& lines = Lines(file);
  if (line == 0 || line > lines.size()) return {};
  size_t begin = lines[line - 1];
  size_t end = line < lines.size() ? lines[line] - 1 : file.text.size();
  if (end > begin && file.text[end - 1] == '\r' && end < file.text.size()) --end;
  return std::string_view(file.text).substr(begin, end - begin);
}

SourceOffset SourceManager::LineBegin(FileId id, uint32_t line) const {
  const File& file = this->file(id);
  const std::vector<uint32_t>& lines = Lines(file);
  if (line == 0) return file.begin;
  if (line > lines.size()) return file.end();
  return file.begin + lines[line - 1];
}

uint32_t SourceManager::LineCount(FileId id) const {
  return static_cast<uint32_t>(Lines(file(id)).size());
}

std::string_view SourceManager::Slice(SourceRange range) const {
  if (!range.valid() || range.begin >= next_begin_ || range.end < range.begin) return {};
  const File& file = this->file(FileOf(range.begin));
  size_t begin = range.begin - file.begin;
  return std::string_view(file.text).substr(begin, range.end - range.begin);
}

}  // namespace arc
