#include "comptime/sandbox/tests/thunk_program.h"

#include <elf.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "comptime/sandbox/tests/thunks.h"

namespace arc::comptime {

std::map<std::string, uint64_t> LoadThunks(const std::string& path, const Slab& slab) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (bytes.size() < sizeof(Elf64_Ehdr)) {
    std::cerr << "cannot read " << path << "\n";
    std::abort();
  }
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    std::memcpy(&segment, bytes.data() + header.e_phoff + i * sizeof(segment), sizeof(segment));
    if (segment.p_type != PT_LOAD) continue;
    std::memcpy(slab.At(segment.p_vaddr), bytes.data() + segment.p_offset, segment.p_filesz);
  }
  std::map<std::string, uint64_t> thunks;
  for (uint64_t at = header.e_entry;; at += sizeof(TestThunk)) {
    TestThunk thunk;
    std::memcpy(&thunk, slab.At(at), sizeof(thunk));
    if (thunk.name == nullptr) return thunks;
    const auto* name =
        reinterpret_cast<const char*>(slab.At(reinterpret_cast<uint64_t>(thunk.name)));
    thunks[name] = reinterpret_cast<uint64_t>(thunk.run);
  }
}

}  // namespace arc::comptime
