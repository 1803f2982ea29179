#include "toolchain/arc_ld/elf_object_writer.h"

#include <cassert>
#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arc::ld {
namespace {

using llvm::ELF::Elf64_Ehdr;
using llvm::ELF::Elf64_Rela;
using llvm::ELF::Elf64_Shdr;
using llvm::ELF::Elf64_Sym;

// A string table: offset 0 is the empty string, equal strings share an offset.
class StringTable {
 public:
  uint32_t Add(absl::string_view text) {
    if (text.empty()) return 0;
    auto [it, inserted] = offsets_.try_emplace(std::string(text), bytes_.size());
    if (inserted) bytes_.append(text.data(), text.size()).push_back('\0');
    return it->second;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_ = std::string(1, '\0');
  std::map<std::string, uint32_t> offsets_;
};

template <typename T>
void AppendRaw(std::string& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void PadTo(std::string& out, uint64_t alignment) {
  if (alignment > 1) out.resize((out.size() + alignment - 1) / alignment * alignment, '\0');
}

}  // namespace

ElfObjectWriter::Section ElfObjectWriter::AddSection(SectionOptions options) {
  assert(options.alignment != 0 && (options.alignment & (options.alignment - 1)) == 0);
  sections_.push_back(std::move(options));
  return {sections_.size() - 1};
}

ElfObjectWriter::Symbol ElfObjectWriter::DefineSymbol(SymbolOptions options, Section section,
                                                      uint64_t value) {
  assert(section.index < sections_.size());
  symbols_.push_back({std::move(options), section.index, value});
  return {symbols_.size() - 1};
}

ElfObjectWriter::Symbol ElfObjectWriter::ReferenceSymbol(SymbolOptions options) {
  assert(options.binding != llvm::ELF::STB_LOCAL);
  symbols_.push_back({std::move(options), kUndefined, 0});
  return {symbols_.size() - 1};
}

void ElfObjectWriter::AddRelocation(Section section, uint64_t offset, uint32_t type, Symbol symbol,
                                    int64_t addend) {
  assert(section.index < sections_.size() && symbol.index < symbols_.size());
  relocations_.push_back({section.index, offset, type, symbol.index, addend});
}

std::string ElfObjectWriter::Finish() const {
  // Section header table: null, the sections in order, one .rela per section that has relocations,
  // .symtab, .strtab, .shstrtab. So the header index of sections_[i] is i + 1.
  std::map<size_t, std::vector<const RelocationRecord*>> relocations_of;
  for (const RelocationRecord& relocation : relocations_) {
    relocations_of[relocation.section].push_back(&relocation);
  }
  const uint32_t symtab_index = 1 + sections_.size() + relocations_of.size();

  // The format wants local symbols first.
  StringTable names;
  std::vector<uint32_t> symbol_number(symbols_.size());
  std::string symtab;
  AppendRaw(symtab, Elf64_Sym{});
  uint32_t symbol_count = 1;
  uint32_t first_global = 1;
  for (bool local : {true, false}) {
    for (size_t i = 0; i < symbols_.size(); ++i) {
      const SymbolRecord& record = symbols_[i];
      if ((record.options.binding == llvm::ELF::STB_LOCAL) != local) continue;
      Elf64_Sym symbol = {};
      symbol.st_name = names.Add(record.options.name);
      symbol.setBindingAndType(record.options.binding, record.options.type);
      symbol.st_other = record.options.visibility;
      symbol.st_shndx = record.section == kUndefined ? static_cast<uint16_t>(llvm::ELF::SHN_UNDEF)
                                                     : static_cast<uint16_t>(record.section + 1);
      symbol.st_value = record.value;
      symbol.st_size = record.options.size;
      AppendRaw(symtab, symbol);
      symbol_number[i] = symbol_count++;
    }
    if (local) first_global = symbol_count;
  }

  StringTable section_names;
  std::string out(sizeof(Elf64_Ehdr), '\0');
  std::string headers;
  AppendRaw(headers, Elf64_Shdr{});
  uint16_t header_count = 1;
  auto add_header = [&](absl::string_view name, uint32_t type, uint64_t flags, uint64_t alignment,
                        uint64_t entry_size, uint32_t link, uint32_t info,
                        absl::string_view contents, uint64_t size) {
    PadTo(out, alignment);
    Elf64_Shdr header = {};
    header.sh_name = section_names.Add(name);
    header.sh_type = type;
    header.sh_flags = flags;
    header.sh_offset = out.size();
    header.sh_size = size;
    header.sh_link = link;
    header.sh_info = info;
    header.sh_addralign = alignment;
    header.sh_entsize = entry_size;
    out.append(contents.data(), contents.size());
    AppendRaw(headers, header);
    ++header_count;
  };

  for (const SectionOptions& section : sections_) {
    const bool nobits = section.type == llvm::ELF::SHT_NOBITS;
    add_header(section.name, section.type, section.flags, section.alignment, section.entry_size, 0,
               0, nobits ? absl::string_view() : absl::string_view(section.contents),
               nobits ? section.nobits_size : section.contents.size());
  }
  for (const auto& [section, records] : relocations_of) {
    std::string contents;
    for (const RelocationRecord* record : records) {
      Elf64_Rela rela = {};
      rela.r_offset = record->offset;
      rela.setSymbolAndType(symbol_number[record->symbol], record->type);
      rela.r_addend = record->addend;
      AppendRaw(contents, rela);
    }
    add_header(absl::StrCat(".rela", sections_[section].name), llvm::ELF::SHT_RELA,
               llvm::ELF::SHF_INFO_LINK, 8, sizeof(Elf64_Rela), symtab_index, section + 1, contents,
               contents.size());
  }
  add_header(".symtab", llvm::ELF::SHT_SYMTAB, 0, 8, sizeof(Elf64_Sym), symtab_index + 1,
             first_global, symtab, symtab.size());
  add_header(".strtab", llvm::ELF::SHT_STRTAB, 0, 1, 0, 0, 0, names.bytes(), names.bytes().size());
  // Its own name must be in it before its size is taken.
  section_names.Add(".shstrtab");
  add_header(".shstrtab", llvm::ELF::SHT_STRTAB, 0, 1, 0, 0, 0, section_names.bytes(),
             section_names.bytes().size());

  PadTo(out, 8);
  Elf64_Ehdr ehdr = {};
  std::memcpy(ehdr.e_ident, llvm::ELF::ElfMagic, 4);
  ehdr.e_ident[llvm::ELF::EI_CLASS] = llvm::ELF::ELFCLASS64;
  ehdr.e_ident[llvm::ELF::EI_DATA] = llvm::ELF::ELFDATA2LSB;
  ehdr.e_ident[llvm::ELF::EI_VERSION] = llvm::ELF::EV_CURRENT;
  ehdr.e_type = llvm::ELF::ET_REL;
  ehdr.e_machine = machine_;
  ehdr.e_version = llvm::ELF::EV_CURRENT;
  ehdr.e_shoff = out.size();
  ehdr.e_ehsize = sizeof(Elf64_Ehdr);
  ehdr.e_shentsize = sizeof(Elf64_Shdr);
  ehdr.e_shnum = header_count;
  ehdr.e_shstrndx = header_count - 1;
  std::memcpy(out.data(), &ehdr, sizeof(ehdr));
  out.append(headers);
  return out;
}

}  // namespace arc::ld
