#include "comptime/client/build_id.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace arc::comptime {
namespace {

constexpr uint64_t kMaxNotes = 64 << 10;

bool ReadAt(int fd, uint64_t offset, void* to, size_t size) {
  auto* bytes = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t n = pread(fd, bytes, size, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes += n;
    offset += static_cast<uint64_t>(n);
    size -= static_cast<size_t>(n);
  }
  return true;
}

// The description of the note "GNU", NT_GNU_BUILD_ID; empty when there is none.
absl::string_view FindBuildId(absl::string_view notes) {
  const auto padded = [](uint64_t size) { return (size + 3) & ~uint64_t{3}; };
  while (notes.size() >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr header;
    memcpy(&header, notes.data(), sizeof(header));
    notes.remove_prefix(sizeof(header));
    const uint64_t name = padded(header.n_namesz), description = padded(header.n_descsz);
    if (name + header.n_descsz > notes.size()) return {};
    if (header.n_type == NT_GNU_BUILD_ID &&
        notes.substr(0, header.n_namesz) == absl::string_view("GNU\0", 4)) {
      return notes.substr(name, header.n_descsz);
    }
    if (name + description > notes.size()) return {};
    notes.remove_prefix(name + description);
  }
  return {};
}

}  // namespace

absl::StatusOr<std::string> ReadBuildId(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
  const absl::Cleanup close_file = [fd] { close(fd); };
  Elf64_Ehdr header;
  if (!ReadAt(fd, 0, &header, sizeof(header)) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no program"));
  }
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  if (!ReadAt(fd, header.e_phoff, segments.data(), segments.size() * sizeof(Elf64_Phdr))) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no program"));
  }
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > kMaxNotes) continue;
    std::string notes(segment.p_filesz, 0);
    if (!ReadAt(fd, segment.p_offset, notes.data(), notes.size())) continue;
    if (const absl::string_view id = FindBuildId(notes); !id.empty()) {
      return absl::BytesToHexString(id);
    }
  }
  return std::string();
}

}  // namespace arc::comptime
