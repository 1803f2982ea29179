#ifndef ARC_TOOLCHAIN_ARC_LD_ELF_IMAGE_H_
#define ARC_TOOLCHAIN_ARC_LD_ELF_IMAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "llvm/BinaryFormat/ELF.h"

namespace arc::ld {

struct ImageSymbol {
  absl::string_view name;
  uint64_t address;
  uint64_t size;
  uint8_t type;  // STT_*
  size_t index;  // position among the defined symbols of the symbol table
};

// A linked 64-bit little-endian ELF program in memory, with its section and program headers parsed
// and checked: every range that it hands out lies inside the file.
class ElfImage {
 public:
  struct Section {
    std::string name;
    llvm::ELF::Elf64_Shdr header;
    bool allocated() const { return header.sh_flags & llvm::ELF::SHF_ALLOC; }
    bool in_file() const { return header.sh_type != llvm::ELF::SHT_NOBITS; }
  };

  static absl::StatusOr<ElfImage> Parse(std::string bytes);

  absl::string_view bytes() const { return bytes_; }
  const llvm::ELF::Elf64_Ehdr& header() const { return header_; }
  // In the order of the section header table; index 0 is the null section.
  absl::Span<const Section> sections() const { return sections_; }
  absl::Span<const llvm::ELF::Elf64_Phdr> segments() const { return segments_; }

  // The first section of the name, or null.
  const Section* FindSection(absl::string_view name) const;
  // Contents in the file; empty for a section without any.
  absl::string_view Contents(const Section& section) const;
  char* MutableContents(const Section& section);

  // The bytes of `size` at an address, when one allocated section with contents holds them all.
  std::optional<absl::string_view> At(uint64_t address, uint64_t size) const;
  bool IsExecutable(uint64_t address) const;

  // Defined symbols, sorted by address, then by position in the symbol table.
  std::vector<ImageSymbol> DefinedSymbols() const;
  std::optional<uint64_t> FindSymbol(absl::string_view name) const;

 private:
  template <typename Visit>
  void VisitSymbols(Visit visit) const;

  std::string bytes_;
  llvm::ELF::Elf64_Ehdr header_;
  std::vector<Section> sections_;
  std::vector<llvm::ELF::Elf64_Phdr> segments_;
};

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_ELF_IMAGE_H_
