// All source texts of one compilation, in one space of 32-bit offsets.
//
// Every file gets a half-open stretch [begin, begin + size] of global offsets; the offset one past
// the last byte belongs to the file too, so that "end of file" has a position of its own. Offset 0
// belongs to no file: a `SourceRange` of (0, 0) means "no place". Texts are never moved or freed
// while the manager lives, so `std::string_view`s into them stay valid as long as the manager.
#ifndef ARC_COMPILER_SOURCE_SOURCE_MANAGER_H_
#define ARC_COMPILER_SOURCE_SOURCE_MANAGER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arc {

// A position: a byte, counted over all files of the compilation. 0: none.
using SourceOffset = uint32_t;

// Bytes [begin, end) in global offsets. (0, 0): no place.
struct SourceRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool valid() const { return begin != 0; }
  uint32_t size() const { return end - begin; }
  friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

// The range from the start of `first` to the end of `last`; an invalid operand is left out.
inline SourceRange Join(SourceRange first, SourceRange last) {
  if (!first.valid()) return last;
  if (!last.valid()) return first;
  return {first.begin, last.end > first.begin ? last.end : first.end};
}

// Files are numbered from 0 in the order in which they were added.
enum class FileId : uint32_t {};

// 1-based line, 1-based column in bytes. {0, 0}: no place.
struct LineColumn {
  uint32_t line = 0;
  uint32_t column = 0;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// Thread-compatible: adding files needs exclusive access. The const functions may run in parallel,
// since line tables are published once (see `lines` in the implementation).
class SourceManager {
 public:
  // The largest file accepted, and the largest sum of all files.
  static constexpr uint64_t kMaxFileSize = uint64_t{1} << 30;
  static constexpr uint64_t kMaxTotalSize = (uint64_t{1} << 32) - (uint64_t{1} << 16);

  SourceManager();
  ~SourceManager();
  SourceManager(const SourceManager&) = delete;
  SourceManager& operator=(const SourceManager&) = delete;

  // Reads a file. The bytes are kept as they are: NUL bytes, wrong UTF-8, a byte order mark and
  // CRLF are the lexer's business. Errors: NotFound, PermissionDenied, InvalidArgument (a folder or
  // device), ResourceExhausted (too large), Unavailable (a failed read); the message names the path
  // and the reason.
  absl::StatusOr<FileId> AddFile(const std::string& path);

  // Adds a text that the caller holds already. Error: ResourceExhausted.
  absl::StatusOr<FileId> TryAddBuffer(std::string name, std::string text);

  // As TryAddBuffer, for texts made by the compiler itself or by tests: ends the process on a text
  // that does not fit. Texts of users come through the functions above.
  FileId AddBuffer(std::string name, std::string text);

  size_t file_count() const { return files_.size(); }

  // The text without a terminator; the byte after it is always '\0', so that scanners can run to
  // it.
  std::string_view Text(FileId file) const;
  std::string_view Name(FileId file) const;

  // Global offset of the file's first byte.
  SourceOffset Begin(FileId file) const;
  // Global offset one past the file's last byte.
  SourceOffset End(FileId file) const;

  // The file that holds the offset. Precondition: `offset` is not 0 and lies in a file.
  FileId FileOf(SourceOffset offset) const;

  // Line and column of an offset; {0, 0} for 0 and for an offset beyond all files. A byte order
  // mark does not count as a column.
  LineColumn Decode(SourceOffset offset) const;

  // The text of one line without its line end; empty if there is no such line. `line` is 1-based.
  std::string_view Line(FileId file, uint32_t line) const;
  // Global offset of the first byte of a line (after a byte order mark).
  SourceOffset LineBegin(FileId file, uint32_t line) const;
  uint32_t LineCount(FileId file) const;

  // The text of a range; empty for an invalid range. A range that runs over the end of its file is
  // cut.
  std::string_view Slice(SourceRange range) const;

 private:
  struct File;

  const File& file(FileId id) const { return *files_[static_cast<uint32_t>(id)]; }
  const std::vector<uint32_t>& Lines(const File& file) const;

  std::vector<std::unique_ptr<File>> files_;
  uint64_t next_begin_ = 1;
};

}  // namespace arc

#endif  // ARC_COMPILER_SOURCE_SOURCE_MANAGER_H_
