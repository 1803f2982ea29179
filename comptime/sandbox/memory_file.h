// Files that exist in memory only, to share memory with workers.

#ifndef ARC_COMPTIME_SANDBOX_MEMORY_FILE_H_
#define ARC_COMPTIME_SANDBOX_MEMORY_FILE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace arc::comptime {

class MemoryFile {
 public:
  // Of `size` zero bytes, without memory until they are written. Close-on-exec.
  static absl::StatusOr<MemoryFile> Create(const char* name, uint64_t size, bool executable);
  // Of this content, which nobody can change any more.
  static absl::StatusOr<MemoryFile> Sealed(const char* name, absl::string_view content);

  MemoryFile(MemoryFile&& other) noexcept : fd_(other.Release()), size_(other.size_) {}
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile();

  int fd() const { return fd_; }
  uint64_t size() const { return size_; }
  // The caller closes it from now on.
  int Release();
  // Shared, readable and writable; the caller unmaps it.
  absl::StatusOr<uint8_t*> Map() const;
  // As Map, at an address where something is mapped, which goes. False when that fails.
  bool MapOver(void* address) const;
  // Nobody can change it any more, nor its size. Fails while it is mapped for writing.
  absl::Status Seal() const;
  // Gives the memory of a range back; it reads as zero.
  void Drop(uint64_t offset, uint64_t size) const;

 private:
  MemoryFile(int fd, uint64_t size) : fd_(fd), size_(size) {}
  int fd_;
  uint64_t size_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_MEMORY_FILE_H_
