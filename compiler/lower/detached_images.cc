#include "compiler/lower/detached_images.h"

#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Support/Alignment.h"

namespace arc::lower {

namespace {

namespace elf = llvm::ELF;

// The second part is what the section is called in the end: a name in the table of names is where
// it begins.
constexpr llvm::StringLiteral kPrefix = ".bss";
constexpr llvm::StringLiteral kName = ".rodata.";

absl::Status Unexpected(llvm::StringRef what) {
  return absl::InternalError(absl::StrCat("large constants: ", what.str()));
}

class Attachment {
 public:
  Attachment(llvm::StringRef object, llvm::ArrayRef<DetachedImage> images, std::string& output)
      : object_(object), images_(images), output_(output) {}

  absl::Status Run() {
    if (absl::Status status = ReadSections(); !status.ok()) return status;
    if (absl::Status status = FindSymbols(); !status.ok()) return status;
    size_t size = header_.e_shoff + sections_.size() * sizeof(elf::Elf64_Shdr);
    for (const DetachedImage& image : images_) {
      size += image.bytes.size() + image.links.size() * sizeof(elf::Elf64_Rela) + kSlack;
    }
    output_.clear();
    output_.reserve(size);
    // The table of sections is the last part.
    output_.append(object_.data(), header_.e_shoff);
    for (const DetachedImage& image : images_) {
      if (absl::Status status = Attach(image); !status.ok()) return status;
    }
    WriteSections();
    return absl::OkStatus();
  }

 private:
  // Alignment, and the section of the relocations.
  static constexpr size_t kSlack = 4096 + 16 + sizeof(elf::Elf64_Shdr);

  template <typename T>
  bool Read(uint64_t offset, T& to) const {
    if (offset > object_.size() || object_.size() - offset < sizeof(T)) return false;
    std::memcpy(&to, object_.data() + offset, sizeof(T));
    return true;
  }
  template <typename T>
  bool ReadAll(uint64_t offset, uint64_t count, std::vector<T>& to) const {
    if (offset > object_.size() || (object_.size() - offset) / sizeof(T) < count) return false;
    to.resize(count);
    std::memcpy(to.data(), object_.data() + offset, count * sizeof(T));
    return true;
  }
  llvm::StringRef Name(const elf::Elf64_Shdr& names, uint32_t at) const {
    if (names.sh_offset > object_.size() || at >= names.sh_size) return "";
    return object_.substr(names.sh_offset, names.sh_size).substr(at).split('\0').first;
  }

  absl::Status ReadSections() {
    elf::Elf64_Shdr first;
    if (!Read(0, header_) || !Read(header_.e_shoff, first)) return Unexpected("no object");
    // Numbers that are too large for the header are in the first section.
    const uint64_t count = header_.e_shnum != 0 ? header_.e_shnum : first.sh_size;
    if (!ReadAll(header_.e_shoff, count, sections_)) return Unexpected("sections");
    const uint32_t names =
        header_.e_shstrndx == elf::SHN_XINDEX ? first.sh_link : header_.e_shstrndx;
    if (names >= sections_.size()) return Unexpected("names of sections");
    for (const elf::Elf64_Shdr& section : sections_) {
      const uint32_t number = static_cast<uint32_t>(&section - sections_.data());
      if (section.sh_type == elf::SHT_SYMTAB) symbol_table_ = number;
      if (section.sh_type == elf::SHT_NOBITS) {
        by_name_.try_emplace(Name(sections_[names], section.sh_name), number);
      }
    }
    return symbol_table_ == 0 ? Unexpected("symbols") : absl::OkStatus();
  }

  // Only those of images that refer to themselves are needed.
  absl::Status FindSymbols() {
    for (const DetachedImage& image : images_) {
      if (!image.links.empty()) symbols_.try_emplace(image.symbol, 0u);
    }
    if (symbols_.empty()) return absl::OkStatus();
    const elf::Elf64_Shdr& table = sections_[symbol_table_];
    std::vector<elf::Elf64_Sym> symbols;
    if (table.sh_link >= sections_.size() ||
        !ReadAll(table.sh_offset, table.sh_size / sizeof(elf::Elf64_Sym), symbols)) {
      return Unexpected("symbols");
    }
    for (const elf::Elf64_Sym& symbol : symbols) {
      if (symbol.getType() != elf::STT_OBJECT) continue;
      auto found = symbols_.find(Name(sections_[table.sh_link], symbol.st_name));
      if (found != symbols_.end()) found->second = static_cast<uint32_t>(&symbol - symbols.data());
    }
    return absl::OkStatus();
  }

  void Align(uint64_t align) { output_.resize(llvm::alignTo(output_.size(), align)); }

  absl::Status Attach(const DetachedImage& image) {
    auto found = by_name_.find(DetachedSectionOf(image.symbol));
    // One that nobody refers to is gone.
    if (found == by_name_.end()) return absl::OkStatus();
    const uint32_t number = found->second;
    elf::Elf64_Shdr& section = sections_[number];
    if (section.sh_size != image.bytes.size()) return Unexpected("a size");
    Align(section.sh_addralign);
    section.sh_name += kPrefix.size();
    section.sh_type = elf::SHT_PROGBITS;
    section.sh_flags &= ~uint64_t{elf::SHF_WRITE};
    section.sh_offset = output_.size();
    output_.append(image.bytes.view());
    if (image.links.empty()) return absl::OkStatus();
    const uint32_t symbol = symbols_.lookup(image.symbol);
    if (symbol == 0) return Unexpected("a symbol");
    Align(alignof(elf::Elf64_Rela));
    elf::Elf64_Shdr relocations = {};
    relocations.sh_name = section.sh_name;
    relocations.sh_type = elf::SHT_RELA;
    relocations.sh_flags = elf::SHF_INFO_LINK;
    relocations.sh_offset = output_.size();
    relocations.sh_size = image.links.size() * sizeof(elf::Elf64_Rela);
    relocations.sh_link = symbol_table_;
    relocations.sh_info = number;
    relocations.sh_addralign = alignof(elf::Elf64_Rela);
    relocations.sh_entsize = sizeof(elf::Elf64_Rela);
    for (const auto& [slot, target] : image.links) {
      elf::Elf64_Rela entry = {};
      entry.r_offset = slot;
      entry.r_addend = target;
      entry.setSymbolAndType(symbol, elf::R_X86_64_64);
      Append(entry);
    }
    // Behind the last use of `section`.
    sections_.push_back(relocations);
    return absl::OkStatus();
  }

  template <typename T>
  void Append(const T& value) {
    output_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }

  void WriteSections() {
    Align(alignof(elf::Elf64_Shdr));
    header_.e_shoff = output_.size();
    if (sections_.size() >= elf::SHN_LORESERVE) {
      header_.e_shnum = 0;
      sections_[0].sh_size = sections_.size();
    } else {
      header_.e_shnum = static_cast<uint16_t>(sections_.size());
    }
    for (const elf::Elf64_Shdr& section : sections_) Append(section);
    std::memcpy(output_.data(), &header_, sizeof(header_));
  }

  const llvm::StringRef object_;
  const llvm::ArrayRef<DetachedImage> images_;
  std::string& output_;
  elf::Elf64_Ehdr header_;
  std::vector<elf::Elf64_Shdr> sections_;
  uint32_t symbol_table_ = 0;
  llvm::StringMap<uint32_t> by_name_, symbols_;
};

}  // namespace

std::string DetachedSectionOf(llvm::StringRef symbol) {
  return (llvm::Twine(kPrefix) + kName + symbol).str();
}

absl::Status AttachImages(llvm::StringRef object, llvm::ArrayRef<DetachedImage> images,
                          std::string& output) {
  return Attachment(object, images, output).Run();
}

}  // namespace arc::lower
