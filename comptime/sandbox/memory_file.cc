#include "comptime/sandbox/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/status/status.h"

// Newer than the C library's headers.
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

namespace arc::comptime {
namespace {

// Kernels before 6.3 do not know of executability.
int CreateFile(const char* name, unsigned flags, bool executable) {
  const int fd = memfd_create(name, flags | (executable ? MFD_EXEC : MFD_NOEXEC_SEAL));
  if (fd >= 0 || errno != EINVAL) return fd;
  return memfd_create(name, flags);
}

absl::Status Failed(absl::string_view what) { return absl::ErrnoToStatus(errno, what); }

}  // namespace

absl::StatusOr<MemoryFile> MemoryFile::Create(const char* name, uint64_t size, bool executable) {
  MemoryFile file(CreateFile(name, MFD_CLOEXEC | MFD_ALLOW_SEALING, executable), size);
  if (file.fd_ < 0) return Failed("cannot make a file in memory");
  if (ftruncate(file.fd_, static_cast<off_t>(size)) != 0) return Failed("ftruncate");
  return file;
}

absl::StatusOr<MemoryFile> MemoryFile::Sealed(const char* name, absl::string_view content) {
  MemoryFile file(CreateFile(name, MFD_CLOEXEC | MFD_ALLOW_SEALING, /*executable=*/true),
                  content.size());
  if (file.fd_ < 0) return Failed("cannot make a file in memory");
  for (size_t done = 0; done < content.size();) {
    const ssize_t written = write(file.fd_, content.data() + done, content.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failed("cannot write a file in memory");
    done += static_cast<size_t>(written);
  }
  if (absl::Status status = file.Seal(); !status.ok()) return status;
  return file;
}

MemoryFile::~MemoryFile() {
  if (fd_ >= 0) close(fd_);
}

int MemoryFile::Release() { return std::exchange(fd_, -1); }

absl::StatusOr<uint8_t*> MemoryFile::Map() const {
  void* memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
  if (memory == MAP_FAILED) return Failed("cannot map a file in memory");
  return static_cast<uint8_t*>(memory);
}

bool MemoryFile::MapOver(void* address) const {
  return mmap(address, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd_, 0) == address;
}

absl::Status MemoryFile::Seal() const {
  if (fcntl(fd_, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0) {
    return absl::OkStatus();
  }
  return Failed("cannot seal a file in memory");
}

void MemoryFile::Drop(uint64_t offset, uint64_t size) const {
  // Fails only on file systems without holes, and then the memory stays.
  (void)fallocate(fd_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                  static_cast<off_t>(size));
}

}  // namespace arc::comptime
