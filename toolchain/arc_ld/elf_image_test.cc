#include "toolchain/arc_ld/elf_image.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "toolchain/arc_ld/elf_object_writer.h"
#include "toolchain/arc_ld/link.h"
#include "toolchain/arc_ld/program_file.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using llvm::ELF::Elf64_Ehdr;
using llvm::ELF::Elf64_Phdr;
using llvm::ELF::Elf64_Shdr;

class ElfImageTest : public ::testing::Test {
 protected:
  ElfImageTest() {
    const std::string folder = TestFolder();
    const std::string object = Compile(folder, "a.c", absl::StrCat(kProgramPrelude, R"(
volatile int counter = 7;
volatile char zero[64];
const char text[] = "constant";
int test_main(void) { zero[1] = text[counter]; return zero[2] + (int)arc_rt_line_table[0]; })"));
    auto result = Link({.inputs = {object}, .output = folder + "/a"});
    EXPECT_TRUE(result.ok()) << result.status();
    program_ = ReadFile(folder + "/a");
  }

  // What the linker asks of an image, on one that may be damaged.
  static void Use(const std::string& bytes) {
    auto image = ElfImage::Parse(bytes);
    if (!image.ok()) {
      EXPECT_FALSE(image.status().message().empty());
      return;
    }
    for (const ElfImage::Section& section : image->sections()) {
      EXPECT_LE(image->Contents(section).size(), bytes.size());
      image->At(section.header.sh_addr, section.header.sh_size);
    }
    for (const ImageSymbol& symbol : image->DefinedSymbols()) image->IsExecutable(symbol.address);
    for (const char* table : {"", "a table of some bytes"}) {
      for (Strip strip : {Strip::kNothing, Strip::kDebug, Strip::kAll}) {
        FinishProgram(*image, table, {.strip = strip}).status().IgnoreError();
      }
    }
  }

  std::string program_;
};

TEST_F(ElfImageTest, FindsSectionsSymbolsAndBytes) {
  auto image = ElfImage::Parse(program_);
  ASSERT_TRUE(image.ok()) << image.status();
  const uint64_t counter = image->FindSymbol("counter").value_or(0);
  EXPECT_EQ(image->At(counter, 4), absl::string_view("\x07\0\0\0", 4));
  EXPECT_FALSE(image->IsExecutable(counter));
  EXPECT_TRUE(image->IsExecutable(image->header().e_entry));
  EXPECT_EQ(image->FindSymbol("_start"), image->header().e_entry);
  EXPECT_EQ(image->FindSymbol("nothing of this name"), std::nullopt);
  EXPECT_EQ(image->FindSection(".nothing"), nullptr);
  // Neither the zeros behind .data nor what lies across an end has bytes in the file.
  EXPECT_EQ(image->At(image->FindSymbol("zero").value_or(0), 1), std::nullopt);
  EXPECT_EQ(image->At(counter, 1 << 20), std::nullopt);
  EXPECT_EQ(image->At(UINT64_MAX, 2), std::nullopt);
  uint64_t last = 0;
  for (const ImageSymbol& symbol : image->DefinedSymbols()) {
    EXPECT_LE(last, symbol.address);
    last = symbol.address;
  }
}

TEST_F(ElfImageTest, EveryTruncationIsRefused) {
  for (size_t size = 0; size < program_.size(); ++size) {
    EXPECT_FALSE(ElfImage::Parse(program_.substr(0, size)).ok()) << size;
  }
}

TEST_F(ElfImageTest, DamagedHeadersAreHarmless) {
  Elf64_Ehdr header;
  std::memcpy(&header, program_.data(), sizeof(header));
  const uint64_t values[] = {0, 1, 0x7fffffff, 0xffffffff, uint64_t{1} << 62, UINT64_MAX};
  // Every word of every header, with values that are likely to overflow something.
  auto damage = [&](size_t from, size_t size) {
    for (size_t at = from; at + 8 <= from + size; at += 4) {
      for (uint64_t value : values) {
        std::string bytes = program_;
        std::memcpy(bytes.data() + at, &value, at % 8 == 0 ? 8 : 4);
        Use(bytes);
      }
    }
  };
  damage(0, sizeof(header));
  damage(header.e_phoff, header.e_phnum * sizeof(Elf64_Phdr));
  damage(header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr));
}

TEST_F(ElfImageTest, OtherFilesAreRefused) {
  EXPECT_FALSE(ElfImage::Parse("").ok());
  EXPECT_FALSE(ElfImage::Parse(std::string(1000, 'x')).ok());
  std::string other = program_;
  other[llvm::ELF::EI_CLASS] = llvm::ELF::ELFCLASS32;
  EXPECT_FALSE(ElfImage::Parse(other).ok());
  // An object is an image without segments.
  auto object = ElfImage::Parse(ElfObjectWriter(llvm::ELF::EM_X86_64).Finish());
  ASSERT_TRUE(object.ok()) << object.status();
  EXPECT_TRUE(object->segments().empty());
}

}  // namespace
}  // namespace arc::ld
