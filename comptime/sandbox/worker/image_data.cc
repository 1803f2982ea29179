#include "comptime/sandbox/worker/image_data.h"

#include <asm/mman.h>
#include <asm/unistd.h>
#include <linux/elf.h>
#include <linux/mman.h>
#include <stddef.h>

#include "comptime/sandbox/layout.h"
#include "runtime/core/sys.h"

// The program's own ELF header, from the linker.
extern "C" [[gnu::visibility("hidden")]] const uint8_t __ehdr_start[];

namespace arc::comptime {
namespace {

// Calls visit(begin, stored, all) for each writable segment: `stored` bytes come from the file, the
// others of `all` begin as zero.
template <typename Visit>
void VisitWritable(Visit visit) {
  const auto* header = reinterpret_cast<const Elf64_Ehdr*>(__ehdr_start);
  const auto* segments = reinterpret_cast<const Elf64_Phdr*>(__ehdr_start + header->e_phoff);
  for (uint32_t i = 0; i < header->e_phnum; ++i) {
    const Elf64_Phdr& segment = segments[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) == 0) continue;
    visit(reinterpret_cast<uint8_t*>(segment.p_vaddr), segment.p_filesz, segment.p_memsz);
  }
}

}  // namespace

int64_t KeepPristineData() {
  uint64_t stored_bytes = 0;
  VisitWritable([&](uint8_t*, uint64_t stored, uint64_t) { stored_bytes += stored; });
  if (stored_bytes == 0) return 0;
  const int64_t mapped =
      arc_rt_syscall6(__NR_mmap, kPristineAddress, stored_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, ~uint64_t{0}, 0);
  if (rt::IsError(mapped)) return mapped;
  auto* at = reinterpret_cast<uint8_t*>(kPristineAddress);
  VisitWritable([&](const uint8_t* begin, uint64_t stored, uint64_t) {
    __builtin_memcpy(at, begin, stored);
    at += stored;
  });
  return arc_rt_syscall3(__NR_mprotect, kPristineAddress, stored_bytes, PROT_READ);
}

void RestoreData() {
  const auto* at = reinterpret_cast<const uint8_t*>(kPristineAddress);
  VisitWritable([&](uint8_t* begin, uint64_t stored, uint64_t all) {
    __builtin_memcpy(begin, at, stored);
    __builtin_memset(begin + stored, 0, all - stored);
    at += stored;
  });
}

}  // namespace arc::comptime
