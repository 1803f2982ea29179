#ifndef ARC_TOOLCHAIN_ARC_LD_ELF_OBJECT_WRITER_H_
#define ARC_TOOLCHAIN_ARC_LD_ELF_OBJECT_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "llvm/BinaryFormat/ELF.h"

namespace arc::ld {

// Builds a relocatable 64-bit little-endian ELF object in memory. The output depends on nothing but
// the calls made, so equal calls give equal bytes.
//
//   ElfObjectWriter writer(llvm::ELF::EM_X86_64);
//   auto data = writer.AddSection({.name = ".rodata", .flags = llvm::ELF::SHF_ALLOC,
//                                  .alignment = 8, .contents = std::string(16, '\0')});
//   auto symbol = writer.DefineSymbol({.name = "table", .size = 16}, data, 0);
//   writer.AddRelocation(data, 8, llvm::ELF::R_X86_64_64, symbol, 0);
//   std::string object = writer.Finish();
class ElfObjectWriter {
 public:
  // Handles are indexes of this writer only.
  struct Section {
    size_t index;
  };
  struct Symbol {
    size_t index;
  };

  // Members have initializers, so that designated initializers may leave them out without a
  // warning. NOLINTBEGIN(readability-redundant-member-init)
  struct SectionOptions {
    std::string name = {};
    uint32_t type = llvm::ELF::SHT_PROGBITS;
    uint64_t flags = 0;
    uint64_t alignment = 1;     // a power of two
    uint64_t entry_size = 0;    // of the elements of mergeable sections
    std::string contents = {};  // ignored for SHT_NOBITS
    uint64_t nobits_size = 0;
  };

  struct SymbolOptions {
    std::string name = {};
    uint64_t size = 0;
    uint8_t binding = llvm::ELF::STB_GLOBAL;
    uint8_t type = llvm::ELF::STT_OBJECT;
    uint8_t visibility = llvm::ELF::STV_DEFAULT;
  };
  // NOLINTEND(readability-redundant-member-init)

  explicit ElfObjectWriter(uint16_t machine) : machine_(machine) {}

  Section AddSection(SectionOptions options);
  Symbol DefineSymbol(SymbolOptions options, Section section, uint64_t value);
  // The binding STB_WEAK makes the reference optional.
  Symbol ReferenceSymbol(SymbolOptions options);
  // `type` is the machine's relocation type.
  void AddRelocation(Section section, uint64_t offset, uint32_t type, Symbol symbol,
                     int64_t addend);

  // The object. The writer may be extended and finished again.
  std::string Finish() const;

 private:
  struct SymbolRecord {
    SymbolOptions options;
    size_t section;  // index into sections_, or kUndefined
    uint64_t value;
  };
  struct RelocationRecord {
    size_t section;
    uint64_t offset;
    uint32_t type;
    size_t symbol;
    int64_t addend;
  };
  static constexpr size_t kUndefined = ~size_t{0};

  uint16_t machine_;
  std::vector<SectionOptions> sections_;
  std::vector<SymbolRecord> symbols_;
  std::vector<RelocationRecord> relocations_;
};

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_ELF_OBJECT_WRITER_H_
