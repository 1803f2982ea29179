// pack_image PROGRAM STRIPPED OBJECT SCRIPT: makes of the linked worker what the service embeds.
//
// PROGRAM has symbols and debug information, STRIPPED is the same program without. OBJECT is an
// object file with the packed image (image_format.h); SCRIPT a linker script that gives the
// program's symbols their addresses, for code that is linked to run in a worker.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "comptime/sandbox/image_format.h"
#include "llvm/BinaryFormat/ELF.h"
#include "toolchain/arc_ld/elf_image.h"
#include "toolchain/arc_ld/elf_object_writer.h"
#include "toolchain/arc_ld/line_table_builder.h"

namespace {

using arc::comptime::PackedImage;
using arc::comptime::PackedSymbol;
using arc::ld::ElfImage;

[[noreturn]] void Fail(absl::string_view message) {
  std::cerr << "pack_image: " << message << "\n";
  std::exit(1);
}

std::string ReadFile(const char* path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) Fail(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void WriteFile(const char* path, absl::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) Fail(absl::StrCat("cannot write ", path));
}

// What code in a worker may refer to. The program's own entry, the stubs of system calls and what
// switches stacks are no part of it, nor are names that C++ or LLVM libc keep for themselves.
bool IsOffered(absl::string_view name) {
  for (const absl::string_view prefix :
       {"_Z", "arc_rt_syscall", "arc_rt_stack_", "arc_rt_catch_", "arc_rt_unwind_", "arc_rt_signal",
        "arc_rt_fault_action", "arc_rt_default_action", "arc_rt_ignore_action", "arc.",
        "__llvm_libc", "__ehdr", "_start"}) {
    if (absl::StartsWith(name, prefix)) return false;
  }
  return name != "arc_rt_start" && name != "arc_rt_clone";
}

struct Symbol {
  std::string name;
  uint64_t address;
};

// Those that objects could see of each other: the linker makes hidden ones local, but leaves the
// mark.
std::vector<Symbol> OfferedSymbols(const ElfImage& image) {
  std::vector<Symbol> symbols;
  const ElfImage::Section* table = image.FindSection(".symtab");
  if (table == nullptr || table->header.sh_link >= image.sections().size()) Fail("no symbols");
  const absl::string_view entries = image.Contents(*table);
  const absl::string_view strings = image.Contents(image.sections()[table->header.sh_link]);
  for (size_t at = 0; at + sizeof(llvm::ELF::Elf64_Sym) <= entries.size();
       at += sizeof(llvm::ELF::Elf64_Sym)) {
    llvm::ELF::Elf64_Sym symbol;
    std::memcpy(&symbol, entries.data() + at, sizeof(symbol));
    if (symbol.st_shndx == llvm::ELF::SHN_UNDEF || symbol.st_name >= strings.size()) continue;
    const unsigned char type = symbol.getType();
    if (type != llvm::ELF::STT_FUNC && type != llvm::ELF::STT_OBJECT) continue;
    const bool global = symbol.getBinding() != llvm::ELF::STB_LOCAL ||
                        (symbol.st_other & 3) == llvm::ELF::STV_HIDDEN;
    std::string name = strings.data() + symbol.st_name;
    if (global && IsOffered(name)) symbols.push_back({std::move(name), symbol.st_value});
  }
  std::sort(symbols.begin(), symbols.end(),
            [](const Symbol& a, const Symbol& b) { return a.name < b.name; });
  for (size_t i = 1; i < symbols.size(); ++i) {
    if (symbols[i].name == symbols[i - 1].name) Fail(absl::StrCat(symbols[i].name, " twice"));
  }
  return symbols;
}

std::string LineTable(const ElfImage& image) {
  std::vector<std::string> warnings;
  arc::ld::LineTableOptions options;
  options.hidden_prefixes.insert(options.hidden_prefixes.end(),
                                 {"arc_comptime_", "arc::comptime::"});
  auto table = arc::ld::BuildLineTable(image, options, warnings);
  if (!table.ok()) Fail(table.status().ToString());
  return table->Encode();
}

std::string BuildId(const ElfImage& image) {
  const ElfImage::Section* note = image.FindSection(".note.gnu.build-id");
  if (note == nullptr) Fail("no build id");
  constexpr size_t kHeader = 16;
  return absl::BytesToHexString(image.Contents(*note).substr(kHeader));
}

// Appends at a multiple of 16; the offset.
uint64_t Append(std::string& to, absl::string_view bytes) {
  to.resize((to.size() + 15) / 16 * 16);
  const uint64_t offset = to.size();
  to.append(bytes.data(), bytes.size());
  return offset;
}

std::string Pack(const ElfImage& image, absl::string_view stripped,
                 const std::vector<Symbol>& symbols) {
  PackedImage header = {};
  header.magic = arc::comptime::kPackedImageMagic;
  header.symbol_count = static_cast<uint32_t>(symbols.size());
  const std::string build_id = BuildId(image);
  if (build_id.size() >= sizeof(header.build_id)) Fail("a long build id");
  std::memcpy(header.build_id, build_id.data(), build_id.size());
  header.low = ~uint64_t{0};
  for (const llvm::ELF::Elf64_Phdr& segment : image.segments()) {
    if (segment.p_type != llvm::ELF::PT_LOAD) continue;
    header.low = std::min<uint64_t>(header.low, segment.p_vaddr);
    header.high = std::max<uint64_t>(header.high, segment.p_vaddr + segment.p_memsz);
  }
  header.start = image.header().e_entry;

  std::string table, strings;
  for (const Symbol& symbol : symbols) {
    const PackedSymbol packed = {static_cast<uint32_t>(strings.size()),
                                 static_cast<uint32_t>(symbol.name.size()), symbol.address};
    table.append(reinterpret_cast<const char*>(&packed), sizeof(packed));
    strings += symbol.name;
  }
  const std::string lines = LineTable(image);
  std::string packed(sizeof(header), '\0');
  header.program = Append(packed, stripped);
  header.program_bytes = stripped.size();
  header.symbols = Append(packed, table);
  header.strings = Append(packed, strings);
  header.string_bytes = strings.size();
  header.lines = Append(packed, lines);
  header.line_bytes = lines.size();
  header.total_bytes = packed.size();
  std::memcpy(packed.data(), &header, sizeof(header));
  return packed;
}

std::string Object(std::string packed) {
  arc::ld::ElfObjectWriter writer(llvm::ELF::EM_X86_64);
  const uint64_t size = packed.size();
  // A page's alignment: it is copied into a file in memory.
  const auto section = writer.AddSection({.name = ".rodata.comptime_image",
                                          .flags = llvm::ELF::SHF_ALLOC,
                                          .alignment = 4096,
                                          .contents = std::move(packed)});
  writer.DefineSymbol({.name = arc::comptime::kPackedImageSymbol, .size = size}, section, 0);
  // Without it linkers would ask for an executable stack.
  writer.AddSection({.name = ".note.GNU-stack"});
  return writer.Finish();
}

std::string Script(const std::vector<Symbol>& symbols) {
  std::string script;
  for (const Symbol& symbol : symbols) {
    absl::StrAppend(&script, "\"", symbol.name, "\" = 0x", absl::Hex(symbol.address), ";\n");
  }
  return script;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) Fail("usage: pack_image PROGRAM STRIPPED OBJECT SCRIPT");
  auto image = ElfImage::Parse(ReadFile(argv[1]));
  if (!image.ok()) Fail(image.status().ToString());
  const std::vector<Symbol> symbols = OfferedSymbols(*image);
  WriteFile(argv[3], Object(Pack(*image, ReadFile(argv[2]), symbols)));
  WriteFile(argv[4], Script(symbols));
}
