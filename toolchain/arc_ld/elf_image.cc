#include "toolchain/arc_ld/elf_image.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace arc::ld {
namespace {

using llvm::ELF::Elf64_Ehdr;
using llvm::ELF::Elf64_Phdr;
using llvm::ELF::Elf64_Shdr;
using llvm::ELF::Elf64_Sym;

absl::Status Malformed(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("malformed program: ", what));
}

// Far more than programs have; sums of two such numbers do not wrap around.
constexpr uint64_t kLargestAlignment = 1 << 20;
constexpr uint64_t kAddressLimit = uint64_t{1} << 62;

bool Fits(uint64_t offset, uint64_t size, uint64_t limit) {
  return offset <= limit && size <= limit - offset;
}

// The NUL-terminated string at an offset of a string table; empty when there is none.
absl::string_view StringAt(absl::string_view table, uint64_t offset) {
  if (offset >= table.size()) return {};
  absl::string_view rest = table.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

}  // namespace

absl::StatusOr<ElfImage> ElfImage::Parse(std::string bytes) {
  ElfImage image;
  image.bytes_ = std::move(bytes);
  const absl::string_view file = image.bytes_;
  if (file.size() < sizeof(Elf64_Ehdr)) return Malformed("no ELF header");
  Elf64_Ehdr& header = image.header_;
  std::memcpy(&header, file.data(), sizeof(header));
  if (!header.checkMagic() || header.getFileClass() != llvm::ELF::ELFCLASS64 ||
      header.getDataEncoding() != llvm::ELF::ELFDATA2LSB) {
    return Malformed("not a 64-bit little-endian ELF file");
  }
  if (header.e_shoff == 0 || header.e_shentsize != sizeof(Elf64_Shdr) ||
      (header.e_phnum != 0 && header.e_phentsize != sizeof(Elf64_Phdr))) {
    return Malformed("unknown header sizes");
  }

  if (!Fits(header.e_phoff, uint64_t{header.e_phnum} * sizeof(Elf64_Phdr), file.size())) {
    return Malformed("program headers outside the file");
  }
  image.segments_.resize(header.e_phnum);
  for (size_t i = 0; i < image.segments_.size(); ++i) {
    Elf64_Phdr& segment = image.segments_[i];
    std::memcpy(&segment, file.data() + header.e_phoff + i * sizeof(Elf64_Phdr),
                sizeof(Elf64_Phdr));
    if (!Fits(segment.p_offset, segment.p_filesz, file.size()) ||
        !Fits(segment.p_vaddr, segment.p_memsz, kAddressLimit)) {
      return Malformed("segment outside the file or the address space");
    }
  }

  // Counts that do not fit the header stand in the null section.
  if (!Fits(header.e_shoff, sizeof(Elf64_Shdr), file.size())) {
    return Malformed("section headers outside the file");
  }
  Elf64_Shdr null_section;
  std::memcpy(&null_section, file.data() + header.e_shoff, sizeof(null_section));
  const uint64_t count = header.e_shnum != 0 ? header.e_shnum : null_section.sh_size;
  const uint64_t names_index = header.e_shstrndx != llvm::ELF::SHN_XINDEX
                                   ? uint64_t{header.e_shstrndx}
                                   : null_section.sh_link;
  if (count > file.size() / sizeof(Elf64_Shdr) ||
      !Fits(header.e_shoff, count * sizeof(Elf64_Shdr), file.size())) {
    return Malformed("section headers outside the file");
  }
  image.sections_.resize(count);
  for (uint64_t i = 0; i < count; ++i) {
    Section& section = image.sections_[i];
    std::memcpy(&section.header, file.data() + header.e_shoff + i * sizeof(Elf64_Shdr),
                sizeof(Elf64_Shdr));
    if (i == 0) {
      // It has no contents, whatever else it says.
      section.header = {};
      continue;
    }
    if (section.in_file() && !Fits(section.header.sh_offset, section.header.sh_size, file.size())) {
      return Malformed(absl::StrCat("section ", i, " outside the file"));
    }
    // lld writes none unless told to; a size made up in its header would be allocated.
    if (section.header.sh_flags & llvm::ELF::SHF_COMPRESSED) {
      return Malformed(absl::StrCat("section ", i, " is compressed"));
    }
    const uint64_t alignment = section.header.sh_addralign;
    if ((alignment & (alignment - 1)) != 0 || alignment > kLargestAlignment) {
      return Malformed(absl::StrCat("section ", i, " has alignment ", alignment));
    }
    if (!Fits(section.header.sh_addr, section.header.sh_size, kAddressLimit)) {
      return Malformed(absl::StrCat("section ", i, " outside the address space"));
    }
  }
  if (names_index == 0 || names_index >= count) return Malformed("no section names");
  const absl::string_view names = image.Contents(image.sections_[names_index]);
  for (Section& section : image.sections_) {
    section.name = std::string(StringAt(names, section.header.sh_name));
  }
  return image;
}

const ElfImage::Section* ElfImage::FindSection(absl::string_view name) const {
  for (const Section& section : sections_) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

absl::string_view ElfImage::Contents(const Section& section) const {
  if (!section.in_file() || section.header.sh_type == llvm::ELF::SHT_NULL) return {};
  return absl::string_view(bytes_).substr(section.header.sh_offset, section.header.sh_size);
}

char* ElfImage::MutableContents(const Section& section) {
  return bytes_.data() + section.header.sh_offset;
}

std::optional<absl::string_view> ElfImage::At(uint64_t address, uint64_t size) const {
  for (const Section& section : sections_) {
    if (!section.allocated() || !section.in_file()) continue;
    const Elf64_Shdr& header = section.header;
    if (address >= header.sh_addr && Fits(address - header.sh_addr, size, header.sh_size)) {
      return Contents(section).substr(address - header.sh_addr, size);
    }
  }
  return std::nullopt;
}

bool ElfImage::IsExecutable(uint64_t address) const {
  for (const Section& section : sections_) {
    const Elf64_Shdr& header = section.header;
    if (section.allocated() && (header.sh_flags & llvm::ELF::SHF_EXECINSTR) &&
        address >= header.sh_addr && address - header.sh_addr < header.sh_size) {
      return true;
    }
  }
  return false;
}

template <typename Visit>
void ElfImage::VisitSymbols(Visit visit) const {
  for (const Section& section : sections_) {
    if (section.header.sh_type != llvm::ELF::SHT_SYMTAB) continue;
    if (section.header.sh_link >= sections_.size()) continue;
    const absl::string_view names = Contents(sections_[section.header.sh_link]);
    const absl::string_view table = Contents(section);
    for (size_t offset = sizeof(Elf64_Sym); offset + sizeof(Elf64_Sym) <= table.size();
         offset += sizeof(Elf64_Sym)) {
      Elf64_Sym symbol;
      std::memcpy(&symbol, table.data() + offset, sizeof(symbol));
      if (symbol.st_shndx == llvm::ELF::SHN_UNDEF) continue;
      visit(symbol, StringAt(names, symbol.st_name));
    }
  }
}

std::vector<ImageSymbol> ElfImage::DefinedSymbols() const {
  std::vector<ImageSymbol> symbols;
  VisitSymbols([&](const Elf64_Sym& symbol, absl::string_view name) {
    symbols.push_back({name, symbol.st_value, symbol.st_size, symbol.getType(), 0});
  });
  for (size_t i = 0; i < symbols.size(); ++i) symbols[i].index = i;
  std::sort(symbols.begin(), symbols.end(), [](const ImageSymbol& a, const ImageSymbol& b) {
    return std::tie(a.address, a.index) < std::tie(b.address, b.index);
  });
  return symbols;
}

std::optional<uint64_t> ElfImage::FindSymbol(absl::string_view wanted) const {
  std::optional<uint64_t> address;
  VisitSymbols([&](const Elf64_Sym& symbol, absl::string_view name) {
    if (!address.has_value() && name == wanted) address = symbol.st_value;
  });
  return address;
}

}  // namespace arc::ld
