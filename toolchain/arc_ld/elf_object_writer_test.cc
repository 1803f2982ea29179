#include "toolchain/arc_ld/elf_object_writer.h"

#include <map>

#include "gtest/gtest.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "toolchain/arc_ld/link.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using llvm::ELF::EM_X86_64;
using llvm::ELF::R_X86_64_64;
using llvm::ELF::R_X86_64_PC32;
using llvm::ELF::SHF_ALLOC;
using llvm::ELF::SHF_EXECINSTR;
using llvm::ELF::SHF_WRITE;
using llvm::ELF::SHT_NOBITS;
using llvm::ELF::STB_LOCAL;
using llvm::ELF::STB_WEAK;
using llvm::ELF::STT_FUNC;

std::unique_ptr<llvm::object::ObjectFile> Parse(const std::string& bytes) {
  auto object = llvm::object::ObjectFile::createELFObjectFile(
      llvm::MemoryBufferRef(llvm::StringRef(bytes), "object"));
  EXPECT_TRUE(static_cast<bool>(object));
  if (!object) {
    llvm::consumeError(object.takeError());
    return nullptr;
  }
  return std::move(*object);
}

TEST(ElfObjectWriterTest, EmptyObjectIsWellFormed) {
  const std::string bytes = ElfObjectWriter(EM_X86_64).Finish();
  auto object = Parse(bytes);
  ASSERT_NE(object, nullptr);
  EXPECT_TRUE(object->isRelocatableObject());
  EXPECT_EQ(object->getArch(), llvm::Triple::x86_64);
  EXPECT_EQ(object->symbol_begin(), object->symbol_end());
}

TEST(ElfObjectWriterTest, SectionsSymbolsAndRelocationsReadBack) {
  ElfObjectWriter writer(EM_X86_64);
  auto text = writer.AddSection({.name = ".text",
                                 .flags = SHF_ALLOC | SHF_EXECINSTR,
                                 .alignment = 16,
                                 .contents = "\x90\xc3"});
  auto data = writer.AddSection({.name = ".data",
                                 .flags = SHF_ALLOC | SHF_WRITE,
                                 .alignment = 8,
                                 .contents = std::string(24, 'd')});
  writer.AddSection({.name = ".bss",
                     .type = SHT_NOBITS,
                     .flags = SHF_ALLOC | SHF_WRITE,
                     .alignment = 64,
                     .nobits_size = 1000});
  // A global before a local: the writer must order them.
  auto global = writer.DefineSymbol({.name = "function", .size = 2, .type = STT_FUNC}, text, 0);
  auto local = writer.DefineSymbol({.name = "local", .binding = STB_LOCAL}, data, 8);
  auto outside = writer.ReferenceSymbol({.name = "outside", .binding = STB_WEAK});
  writer.AddRelocation(data, 0, R_X86_64_64, global, 1);
  writer.AddRelocation(data, 8, R_X86_64_64, local, -2);
  writer.AddRelocation(data, 16, R_X86_64_64, outside, 0);
  const std::string bytes = writer.Finish();
  EXPECT_EQ(bytes, writer.Finish());

  auto object = Parse(bytes);
  ASSERT_NE(object, nullptr);
  std::map<std::string, llvm::object::SectionRef> sections;
  for (const auto& section : object->sections()) {
    sections[llvm::cantFail(section.getName()).str()] = section;
  }
  EXPECT_EQ(llvm::cantFail(sections[".text"].getContents()), "\x90\xc3");
  EXPECT_EQ(sections[".text"].getAlignment().value(), 16u);
  EXPECT_TRUE(sections[".text"].isText());
  EXPECT_EQ(sections[".data"].getSize(), 24u);
  EXPECT_EQ(sections[".bss"].getSize(), 1000u);
  EXPECT_TRUE(sections[".bss"].isVirtual());

  std::vector<std::string> names;
  for (const auto& symbol : object->symbols()) {
    names.push_back(llvm::cantFail(symbol.getName()).str());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"local", "function", "outside"}));

  struct Expected {
    uint64_t offset;
    const char* symbol;
    int64_t addend;
  };
  const Expected expected[] = {{0, "function", 1}, {8, "local", -2}, {16, "outside", 0}};
  size_t count = 0;
  for (const llvm::object::ELFRelocationRef relocation : sections[".rela.data"].relocations()) {
    ASSERT_LT(count, 3u);
    EXPECT_EQ(relocation.getOffset(), expected[count].offset);
    EXPECT_EQ(llvm::cantFail(relocation.getSymbol()->getName()), expected[count].symbol);
    EXPECT_EQ(llvm::cantFail(relocation.getAddend()), expected[count].addend);
    EXPECT_EQ(relocation.getType(), unsigned{R_X86_64_64});
    ++count;
  }
  EXPECT_EQ(count, 3u);
}

TEST(ElfObjectWriterTest, ObjectLinksAndRuns) {
  // mov $60, %eax; movslq value(%rip), %rdi; syscall
  ElfObjectWriter writer(EM_X86_64);
  auto text = writer.AddSection(
      {.name = ".text",
       .flags = SHF_ALLOC | SHF_EXECINSTR,
       .alignment = 16,
       .contents = std::string("\xb8\x3c\0\0\0\x48\x63\x3d\0\0\0\0\x0f\x05", 14)});
  auto data = writer.AddSection({.name = ".rodata",
                                 .flags = SHF_ALLOC,
                                 .alignment = 4,
                                 .contents = std::string("\x2a\0\0\0", 4)});
  writer.DefineSymbol({.name = "_start", .type = STT_FUNC}, text, 0);
  auto value = writer.DefineSymbol({.name = "value", .binding = STB_LOCAL}, data, 0);
  writer.AddRelocation(text, 8, R_X86_64_PC32, value, -4);
  const std::string folder = TestFolder();
  WriteFile(folder + "/a.o", writer.Finish());
  auto result = Link({.inputs = {folder + "/a.o"}, .output = folder + "/a"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(RunProcess({folder + "/a"}).exit_code, 42);
}

}  // namespace
}  // namespace arc::ld
