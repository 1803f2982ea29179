#include "comptime/sandbox/image_file.h"

#include <unistd.h>

#include <algorithm>

namespace arc::comptime {

std::string ImageFile::Read(uint64_t at, uint64_t length) const {
  if (at >= size_) return "";
  std::string bytes(std::min(length, size_ - at), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = pread(file_.fd(), bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(offset_ + at + done));
    if (count <= 0) break;
    done += static_cast<size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace arc::comptime
