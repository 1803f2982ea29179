#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/status.h"
#include "comptime/sandbox/memory_file.h"
#include "comptime/sandbox/worker.h"

namespace arc::comptime {

absl::StatusOr<std::unique_ptr<Slab>> Slab::Create() {
  auto code = MemoryFile::Create("arc-comptime-code", ARC_COMPTIME_CODE_BYTES, /*executable=*/true);
  if (!code.ok()) return code.status();
  auto data =
      MemoryFile::Create("arc-comptime-data", ARC_COMPTIME_DATA_BYTES, /*executable=*/false);
  if (!data.ok()) return data.status();
  auto code_memory = code->Map();
  if (!code_memory.ok()) return code_memory.status();
  auto data_memory = data->Map();
  if (!data_memory.ok()) {
    munmap(*code_memory, ARC_COMPTIME_CODE_BYTES);
    return data_memory.status();
  }
  return std::unique_ptr<Slab>(
      new Slab(code->Release(), data->Release(), *code_memory, *data_memory));
}

Slab::Slab(int code_fd, int data_fd, uint8_t* code, uint8_t* data)
    : code_fd_(code_fd), data_fd_(data_fd), code_(code), data_(data) {}

Slab::~Slab() {
  munmap(code_, ARC_COMPTIME_CODE_BYTES);
  munmap(data_, ARC_COMPTIME_DATA_BYTES);
  close(code_fd_);
  close(data_fd_);
}

uint8_t* Slab::At(uint64_t address) const {
  if (address - ARC_COMPTIME_DATA_ADDRESS < ARC_COMPTIME_DATA_BYTES) {
    return data_ + (address - ARC_COMPTIME_DATA_ADDRESS);
  }
  return code_ + (address - ARC_COMPTIME_CODE_ADDRESS);
}

}  // namespace arc::comptime
