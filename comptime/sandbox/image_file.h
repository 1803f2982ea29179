// A result that is handed on in the memory in which a worker wrote it.

#ifndef ARC_COMPTIME_SANDBOX_IMAGE_FILE_H_
#define ARC_COMPTIME_SANDBOX_IMAGE_FILE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "comptime/sandbox/memory_file.h"

namespace arc::comptime {

// Sealed: nobody can change it. Holds nothing but the image. Thread-safe.
class ImageFile {
 public:
  // The image is at `offset`, a multiple of the page size, and has `size` bytes.
  ImageFile(MemoryFile file, uint64_t offset, uint64_t size)
      : file_(std::move(file)), offset_(offset), size_(size) {}

  int fd() const { return file_.fd(); }
  uint64_t offset() const { return offset_; }
  uint64_t size() const { return size_; }
  // At most `length` bytes of the image from `at` on; fewer at its end.
  std::string Read(uint64_t at, uint64_t length) const;

 private:
  const MemoryFile file_;
  const uint64_t offset_, size_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_IMAGE_FILE_H_
