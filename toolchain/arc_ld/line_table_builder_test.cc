// The line table of a linked program against LLVM's own reading of the same DWARF.

#include "toolchain/arc_ld/line_table_builder.h"

#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "llvm/DebugInfo/DIContext.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Object/ELFObjectFile.h"
#include "toolchain/arc_ld/link.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A linked program with its line table as the program carries it.
class Linked {
 public:
  explicit Linked(const std::vector<std::string>& inputs) {
    const std::string out = absl::StrCat(inputs[0], ".out");
    auto result = Link({.inputs = inputs, .output = out});
    EXPECT_TRUE(result.ok()) << result.status();
    warnings = result->warnings;
    auto parsed = ElfImage::Parse(ReadFile(out));
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    image = std::make_unique<ElfImage>(*std::move(parsed));
    const ElfImage::Section* lines = image->FindSection(".arc.lines");
    EXPECT_NE(lines, nullptr);
    auto table = LineTableReader::Parse(image->Contents(*lines));
    EXPECT_TRUE(table.ok()) << table.status();
    reader = std::make_unique<LineTableReader>(*std::move(table));
    start = Address("_start");
  }

  // "function file:line" of each frame at an instruction.
  std::vector<std::string> Frames(uint64_t address) const {
    std::vector<std::string> frames;
    for (const Frame& frame : reader->Lookup(static_cast<int64_t>(address - start) + 1)) {
      frames.push_back(absl::StrCat(frame.function, " ", frame.file, ":", frame.line));
    }
    return frames;
  }
  uint64_t Address(absl::string_view symbol) const {
    const std::optional<uint64_t> address = image->FindSymbol(symbol);
    EXPECT_TRUE(address.has_value()) << symbol;
    return address.value_or(0);
  }
  int64_t Offset(absl::string_view symbol) const {
    return static_cast<int64_t>(Address(symbol) - start);
  }
  std::vector<std::string> FramesAtSymbol(absl::string_view name) const {
    return Frames(Address(name));
  }

  std::unique_ptr<ElfImage> image;
  std::unique_ptr<LineTableReader> reader;
  std::vector<std::string> warnings;
  uint64_t start = 0;
};

constexpr char kInlined[] = R"(
extern volatile int sink;
static inline __attribute__((always_inline)) int innermost(int x) {
  sink = x;
  return sink * 3;
}
static inline __attribute__((always_inline)) int middle(int x) {
  int y = innermost(x + 1);
  if (y > 100) y += innermost(y);
  return y;
}
volatile int sink;
__attribute__((noinline)) int outer(int x) {
  for (int i = 0; i < x; ++i) x += middle(i);
  return x;
}
__attribute__((noinline)) int cold(int x) { return outer(x) + middle(x); }
int test_main(void) { return cold(3) + (int)arc_rt_line_table[0]; }
)";

// LLVM's frames, without the columns and hidden functions that the table leaves out.
std::vector<std::string> Oracle(llvm::DWARFContext& context, uint64_t address) {
  std::vector<std::string> frames;
  const llvm::DIInliningInfo info = context.getInliningInfoForAddress(
      {address, llvm::object::SectionedAddress::UndefSection},
      {llvm::DILineInfoSpecifier::FileLineInfoKind::RelativeFilePath, llvm::DINameKind::ShortName});
  for (uint32_t i = 0; i < info.getNumberOfFrames(); ++i) {
    const llvm::DILineInfo& frame = info.getFrame(i);
    frames.push_back(absl::StrCat(frame.FunctionName, " ", frame.FileName, ":", frame.Line));
  }
  return frames;
}

TEST(LineTableBuilderTest, AgreesWithLlvmAtEveryAddress) {
  for (const char* debug : {"-g", "-gline-tables-only", "-gdwarf-4", "-gdwarf-3"}) {
    for (const char* level : {"-O0", "-O1", "-O2"}) {
      const std::string folder = TestFolder();
      const Linked linked(
          {Compile(folder, "a.c", absl::StrCat(kProgramPrelude, kInlined), {debug, level})});
      EXPECT_THAT(linked.warnings, ::testing::IsEmpty());
      const absl::string_view bytes = linked.image->bytes();
      auto object = llvm::cantFail(llvm::object::ObjectFile::createELFObjectFile(
          llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "program")));
      auto context = llvm::DWARFContext::create(*object);
      size_t compared = 0;
      for (const char* name : {"outer", "cold", "test_main", "start_c"}) {
        for (const ImageSymbol& symbol : linked.image->DefinedSymbols()) {
          if (symbol.name != name) continue;
          for (uint64_t at = symbol.address; at < symbol.address + symbol.size; ++at) {
            const std::vector<std::string> expected = Oracle(*context, at);
            // Where the compiler gave no line, the table has the one before.
            // Where line tables are all there is, the table takes names from the symbols.
            const std::string all = absl::StrJoin(expected, ";");
            if (absl::StrContains(all, ":0") || absl::StrContains(all, "<invalid>")) continue;
            EXPECT_EQ(linked.Frames(at), expected)
                << debug << level << " " << name << "+" << at - symbol.address;
            ++compared;
          }
        }
      }
      if (std::string(debug) != "-gline-tables-only") EXPECT_GT(compared, 60u);
    }
  }
}

TEST(LineTableBuilderTest, EveryAddressOfAFunctionHasALine) {
  const Linked linked(
      {Compile(TestFolder(), "a.c", absl::StrCat(kProgramPrelude, kInlined), {"-g", "-O2"})});
  for (const ImageSymbol& symbol : linked.image->DefinedSymbols()) {
    if (symbol.name != "outer" && symbol.name != "cold") continue;
    for (uint64_t at = symbol.address; at < symbol.address + symbol.size; ++at) {
      const std::vector<std::string> frames = linked.Frames(at);
      ASSERT_FALSE(frames.empty());
      for (const std::string& frame : frames) EXPECT_FALSE(absl::EndsWith(frame, ":0")) << frame;
      EXPECT_TRUE(absl::StartsWith(frames.back(), symbol.name)) << frames.back();
    }
  }
}

TEST(LineTableBuilderTest, RuntimeFunctionsAreHiddenAndCheap) {
  const std::string source = absl::StrCat(kProgramPrelude, R"(
static inline __attribute__((always_inline)) void arc_rt_inlined(int* p) {
  *(volatile int*)p += 1;
  *(volatile int*)p += 2;
}
__attribute__((noinline)) void arc_rt_one(int* p) { arc_rt_inlined(p);
  *(volatile int*)p = 4; }
__attribute__((noinline)) void arc_rt_two(int* p) { arc_rt_one(p);
  *(volatile int*)p = 5; }
int value;
__attribute__((noinline)) void user(void) {
#line 1000 "user.arc"
  arc_rt_inlined(&value);
}
int test_main(void) { arc_rt_two(&value); user(); return (int)arc_rt_line_table[0]; }
)");
  const Linked linked({Compile(TestFolder(), "a.c", source, {"-g"})});
  EXPECT_THAT(linked.FramesAtSymbol("arc_rt_one"), ElementsAre("\x01 ??:0"));
  EXPECT_THAT(linked.FramesAtSymbol("_start"), ElementsAre("\x01 ??:0"));
  // Inlined into the user's function it shows as the call.
  bool found = false;
  for (const ImageSymbol& symbol : linked.image->DefinedSymbols()) {
    if (symbol.name != "user") continue;
    for (uint64_t at = symbol.address; at < symbol.address + symbol.size; ++at) {
      for (const std::string& frame : linked.Frames(at)) {
        EXPECT_FALSE(absl::StrContains(frame, "arc_rt_inlined"));
        found |= frame == "user user.arc:1000";
      }
    }
  }
  EXPECT_TRUE(found);
  // Both functions of the runtime, next to each other, are one row.
  int hidden_rows = 0;
  const int64_t one = linked.Offset("arc_rt_one");
  const int64_t two = linked.Offset("arc_rt_two");
  for (const ArcLineRow& row : linked.reader->rows()) {
    hidden_rows += row.pc > std::min(one, two) && row.pc <= std::max(one, two);
  }
  EXPECT_EQ(hidden_rows, 0);
}

TEST(LineTableBuilderTest, NamesAreQualified) {
  const std::string source = absl::StrCat("extern \"C\" {", kProgramPrelude, R"(
}
namespace shop {
struct Till {
  __attribute__((noinline)) static int Sum(int x);
  int total;
};
__attribute__((noinline)) int Till::Sum(int x) { return x * (int)arc_rt_line_table[0]; }
}
int test_main(void) { return shop::Till::Sum(3); }
)");
  const Linked linked({Compile(TestFolder(), "a.cc", source, {"-g"})});
  const std::vector<std::string> frames = linked.FramesAtSymbol("_ZN4shop4Till3SumEi");
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_THAT(frames[0], HasSubstr("shop::Till::Sum a.cc:"));
}

TEST(LineTableBuilderTest, CodeWithoutDebugInformationHasItsName) {
  const std::string folder = TestFolder();
  const std::string main = Compile(folder, "a.c", absl::StrCat(kProgramPrelude, R"(
int plain(void); int from_assembly(void);
int test_main(void) { return plain() + from_assembly() + (int)arc_rt_line_table[0]; }
)"),
                                   {"-g"});
  const std::string plain = Compile(folder, "b.c", "int plain(void) { return 1; }");
  const std::string assembly = Compile(
      folder, "c.s",
      ".text\n.globl from_assembly\n.type from_assembly,@function\nfrom_assembly:\n mov $1, %eax\n"
      " ret\n.size from_assembly, .-from_assembly\n",
      {"-g"});
  const Linked linked({main, plain, assembly});
  EXPECT_THAT(linked.FramesAtSymbol("plain"), ElementsAre("plain ??:0"));
  EXPECT_THAT(linked.FramesAtSymbol("from_assembly"), ElementsAre("from_assembly c.s:5"));
  EXPECT_TRUE(linked.Frames(linked.start + 1000000).empty());
}

TEST(LineTableBuilderTest, ProgramWithoutDebugInformation) {
  const Linked linked({Compile(
      TestFolder(), "a.c",
      absl::StrCat(kProgramPrelude, "int test_main(void) { return (int)arc_rt_line_table[0]; }"))});
  EXPECT_THAT(linked.FramesAtSymbol("test_main"), ElementsAre("test_main ??:0"));
}

}  // namespace
}  // namespace arc::ld
