#include "toolchain/arc_ld/layout.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "llvm/BinaryFormat/ELF.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/elf_object_writer.h"
#include "toolchain/arc_ld/perfect_hash.h"

namespace arc::ld {
namespace {

// Reasons for the layout; README.md has the measurements.
//
// - The program is never relocated, so what other linkers keep apart and protect after relocation
//   (.data.rel.ro, .got, .init_array) is read-only from the start and lies beside .rodata.
// - Headers, read-only data and code share one segment: one mapping, and one page fault brings in
//   all of a small program.
// - Segments follow each other in the file without padding; neighbours may share a file page, which
//   is mapped twice.
// - Unwind tables lie before the code, with all else that is read-only. The runtime finds them by
//   the program headers. lld keeps the entries of functions that stay, and no others.
// - .bss.hot is for what every run writes: it shares the page of .data, so that a small program
//   writes one page of its own.
// - The displacements must agree with DisplacementCount(): (n + 3) / 4 words of 4 bytes, padded
// to 8.
//   lld assigns addresses until they are stable, so SIZEOF may look ahead.
// - SUBALIGN(8) keeps the records of different objects adjacent whatever alignment they ask for.
// - .arc.lines takes the address behind .bss whose offset in its page is that of the end of .data
//   in the file, so the file needs no padding before it.
constexpr char kScript[] = R"(
PHDRS {
  code PT_LOAD FILEHDR PHDRS FLAGS(5);
  data PT_LOAD FLAGS(6);
  lines PT_LOAD FLAGS(4);
  tls PT_TLS FLAGS(4);
  note PT_NOTE FLAGS(4);
  eh_frame PT_GNU_EH_FRAME FLAGS(4);
  stack PT_GNU_STACK FLAGS(6);
}
SECTIONS {
  . = 0x200000 + SIZEOF_HEADERS;
  .note.gnu.build-id : { KEEP(*(.arc.build_id)) } :code :note
  .arc.dispatch.table : ALIGN(8) {
    KEEP(*(.arc.dispatch.table))
    . = . + ((SIZEOF(.arc.dispatch) / @record@ + 3) / 4 + 1) / 2 * 8;
  } :code
  .arc.dispatch : ALIGN(8) SUBALIGN(8) { KEEP(*(.arc.dispatch)) } :code
  .rodata : { *(.rodata .rodata.* .data.rel.ro .data.rel.ro.*) } :code
@eh_frame@  .preinit_array : { KEEP(*(.preinit_array)) } :code
  .init_array : {
    KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*) SORT_BY_INIT_PRIORITY(.ctors.*)))
    KEEP(*(.init_array .ctors))
  } :code
  .fini_array : {
    KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*) SORT_BY_INIT_PRIORITY(.dtors.*)))
    KEEP(*(.fini_array .dtors))
  } :code
  .got : { *(.got .got.plt) } :code
  .tdata : { *(.tdata .tdata.*) } :code :tls
  .tbss : { *(.tbss .tbss.*) } :code :tls
  .text : {
    *(.text.unlikely .text.unlikely.* .text.split.*)
    *(.text.hot .text.hot.*)
    *(.text .text.*)
  } :code
  . = ALIGN(0x1000) + (. & 0xfff);
  .data : { *(.data .data.*) } :data
  .bss : { *(.bss.hot .bss.hot.*) *(.bss .bss.* COMMON) } :data
  . = ALIGN(0x1000) + ((ADDR(.data) + SIZEOF(.data)) & 0xfff);
  .arc.lines : ALIGN(8) { *(.arc.lines) } :lines
  /DISCARD/ : { @discarded@ *(.gnu.warning.*) *(.note.gnu.property) }
}
)";

}  // namespace

std::string LinkerScript(const LayoutOptions& options) {
  static_assert(DisplacementCount(0) == 0 && DisplacementCount(1) == 1 &&
                DisplacementCount(4) == 1 && DisplacementCount(5) == 2);
  return absl::StrReplaceAll(
      kScript,
      {{"@record@", absl::StrCat(sizeof(ArcDispatchRecord))},
       {"@eh_frame@", options.unwind_tables
                          ? "  .eh_frame_hdr : { *(.eh_frame_hdr) } :code :eh_frame\n"
                            "  .eh_frame : { *(.eh_frame) } :code\n"
                            "  .gcc_except_table : { *(.gcc_except_table "
                            ".gcc_except_table.*) } :code\n"
                          : ""},
       {"@discarded@", options.unwind_tables ? ""
                                             : "*(.eh_frame) *(.eh_frame_hdr) *(.gcc_except_table "
                                               ".gcc_except_table.*)"}});
}

std::string ReservedSectionsObject(uint16_t machine, absl::string_view gdb_script) {
  ElfObjectWriter writer(machine);

  std::string note;
  for (uint32_t word :
       {uint32_t{4}, uint32_t{ARC_BUILD_ID_BYTES}, uint32_t{llvm::ELF::NT_GNU_BUILD_ID}}) {
    for (int i = 0; i < 4; ++i) note.push_back(static_cast<char>(word >> (8 * i)));
  }
  note.append("GNU", 4);
  note.append(ARC_BUILD_ID_BYTES, '\0');
  // lld drops sections with the name that the note has in the program.
  auto build_id = writer.AddSection({.name = ".arc.build_id",
                                     .type = llvm::ELF::SHT_NOTE,
                                     .flags = llvm::ELF::SHF_ALLOC,
                                     .alignment = 4,
                                     .contents = note});
  writer.DefineSymbol({.name = ARC_BUILD_ID_SYMBOL, .size = ARC_BUILD_ID_BYTES}, build_id,
                      kBuildIdNoteHeaderBytes);

  auto dispatch = writer.AddSection({.name = kDispatchTableSection,
                                     .flags = llvm::ELF::SHF_ALLOC,
                                     .alignment = 8,
                                     .contents = std::string(sizeof(ArcDispatchTable), '\0')});
  writer.DefineSymbol({.name = ARC_DISPATCH_TABLE_SYMBOL}, dispatch, 0);

  // Not kept by the script: a program that never asks for positions carries no line table.
  auto lines = writer.AddSection({.name = kLinesSection,
                                  .flags = llvm::ELF::SHF_ALLOC,
                                  .alignment = 8,
                                  .contents = std::string(sizeof(ArcLineTable), '\0')});
  writer.DefineSymbol({.name = ARC_LINE_TABLE_SYMBOL}, lines, 0);

  if (!gdb_script.empty()) {
    // Entries that end in a zero byte; kind 4 is a script in place, after a line with its name.
    std::string contents = absl::StrCat("\x04", "gdb.inlined-arc\n", gdb_script);
    contents.push_back('\0');
    writer.AddSection({.name = kGdbScriptsSection, .contents = std::move(contents)});
  }

  // Without it lld would take the object for one that wants an executable stack.
  writer.AddSection({.name = ".note.GNU-stack"});
  return writer.Finish();
}

}  // namespace arc::ld
