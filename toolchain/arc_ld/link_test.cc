// Whole links: programs are compiled, linked in process, and run.

#include "toolchain/arc_ld/link.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/elf_image.h"
#include "toolchain/arc_ld/layout.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Program(absl::string_view body) { return absl::StrCat(kProgramPrelude, body); }

ElfImage ParseImage(const std::string& path) {
  auto image = ElfImage::Parse(ReadFile(path));
  EXPECT_TRUE(image.ok()) << image.status();
  return *std::move(image);
}

std::string Message(const absl::StatusOr<LinkResult>& result) {
  return result.ok() ? "linked" : std::string(result.status().message());
}

class LinkTest : public ::testing::Test {
 protected:
  std::string Object(const std::string& name, absl::string_view source,
                     const std::vector<std::string>& flags = {}) {
    return Compile(folder_, name, source, flags);
  }
  std::string Out(const std::string& name = "program") const { return folder_ + "/" + name; }

  const std::string folder_ = TestFolder();
};

constexpr char kHello[] = R"(
int counter = 41;
static char buffer[100000];
int* const pointer = &counter;
int test_main(void) {
  buffer[99999] = 1;
  ++*pointer;
  print("hello\n");
  return counter + buffer[5];
}
)";

TEST_F(LinkTest, ProgramRuns) {
  auto result = Link({.inputs = {Object("a.c", Program(kHello))}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->warnings, IsEmpty());
  const ProcessResult run = RunProcess({Out()});
  EXPECT_EQ(run.exit_code, 42);
  EXPECT_EQ(run.output, "hello\n");
  struct stat status;
  ASSERT_EQ(stat(Out().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0100, 0100u);
  EXPECT_EQ(static_cast<uint64_t>(status.st_size), result->file_bytes);
}

TEST_F(LinkTest, ProgramIsStaticAndItsSegmentsAreSane) {
  auto result = Link({.inputs = {Object("a.c", Program(kHello), {"-g"})}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  const ElfImage image = ParseImage(Out());
  EXPECT_EQ(image.header().e_type, llvm::ELF::ET_EXEC);
  bool stack = false;
  for (const auto& segment : image.segments()) {
    EXPECT_NE(segment.p_type, unsigned{llvm::ELF::PT_INTERP});
    EXPECT_NE(segment.p_type, unsigned{llvm::ELF::PT_DYNAMIC});
    EXPECT_NE(segment.p_flags & 3, 3u) << "writable and executable";
    if (segment.p_type == llvm::ELF::PT_GNU_STACK) {
      stack = true;
      EXPECT_EQ(segment.p_flags, unsigned{llvm::ELF::PF_R | llvm::ELF::PF_W});
    }
    EXPECT_LE(segment.p_offset + segment.p_filesz, image.bytes().size());
    if (segment.p_type == llvm::ELF::PT_LOAD) {
      EXPECT_EQ(segment.p_offset % 4096, segment.p_vaddr % 4096);
    }
  }
  EXPECT_TRUE(stack);
  EXPECT_EQ(image.FindSection(".dynamic"), nullptr);
  // Nothing of it has unwind tables.
  EXPECT_EQ(image.FindSection(".eh_frame_hdr"), nullptr);
}

constexpr char kWithCleanups[] = R"(
int __gcc_personality_v0(void) { return 8; }
void _Unwind_Resume(void* exception) { __builtin_trap(); }
void abort(void) { __builtin_trap(); }
static void clean(int* value) { ++*value; }
static void nothing(void) {}
void (*volatile may_unwind)(void) = nothing;
__attribute__((noinline)) int cleans(void) {
  __attribute__((cleanup(clean))) int value = 1;
  may_unwind();
  return value;
}
__attribute__((noinline)) int unused(void) { may_unwind(); return 3; }
int test_main(void) { return cleans() + 41; }
)";

// The functions that .eh_frame_hdr leads to.
uint32_t DescribedFunctions(const ElfImage& image) {
  const ElfImage::Section* header = image.FindSection(".eh_frame_hdr");
  if (header == nullptr) return 0;
  uint32_t count;
  std::memcpy(&count, image.Contents(*header).data() + 8, sizeof(count));
  return count;
}

TEST_F(LinkTest, UnwindTablesOfWhatIsReachedAreFoundByTheProgramHeaders) {
  const std::string object = Object("a.c", Program(kWithCleanups),
                                    {"-fexceptions", "-fasynchronous-unwind-tables", "-O0"});
  auto result =
      Link({.inputs = {object}, .output = Out(), .strip = Strip::kAll, .map_file = Out("map")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(RunProcess({Out()}).exit_code, 42);
  EXPECT_THAT(ReadFile(Out("map")), AllOf(HasSubstr(".eh_frame_hdr\n"), HasSubstr(".eh_frame\n"),
                                          HasSubstr(".gcc_except_table\n")));
  const ElfImage image = ParseImage(Out());
  const ElfImage::Section* header = image.FindSection(".eh_frame_hdr");
  ASSERT_NE(header, nullptr);
  ASSERT_NE(image.FindSection(".gcc_except_table"), nullptr);
  EXPECT_EQ(image.FindSection(".gcc_except_table")->header.sh_flags & llvm::ELF::SHF_WRITE, 0u);
  bool found = false;
  for (const auto& segment : image.segments()) {
    if (segment.p_type != llvm::ELF::PT_GNU_EH_FRAME) continue;
    found = true;
    EXPECT_EQ(segment.p_vaddr, header->header.sh_addr);
    EXPECT_EQ(segment.p_memsz, header->header.sh_size);
  }
  EXPECT_TRUE(found);

  auto all = Link({.inputs = {object}, .output = Out("all"), .gc_sections = false});
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(DescribedFunctions(ParseImage(Out("all"))), DescribedFunctions(image) + 1);

  auto without = Link({.inputs = {object}, .output = Out("without"), .unwind_tables = false});
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_EQ(RunProcess({Out("without")}).exit_code, 42);
  EXPECT_EQ(ParseImage(Out("without")).FindSection(".eh_frame"), nullptr);
  EXPECT_EQ(ParseImage(Out("without")).FindSection(".gcc_except_table"), nullptr);
}

TEST_F(LinkTest, StrippingKeepsBehaviourAndBuildId) {
  const std::string object =
      Object("a.c",
             Program(absl::StrCat(kHello,
                                  "const uint32_t* keep(void) { return "
                                  "arc_rt_line_table; } void* k = (void*)keep;")),
             {"-g"});
  auto whole = Link({.inputs = {object}, .output = Out("whole")});
  auto debug = Link({.inputs = {object}, .output = Out("debug"), .strip = Strip::kDebug});
  auto all = Link({.inputs = {object}, .output = Out("all"), .strip = Strip::kAll});
  ASSERT_TRUE(whole.ok() && debug.ok() && all.ok());
  EXPECT_EQ(whole->build_id, debug->build_id);
  EXPECT_EQ(whole->build_id, all->build_id);
  EXPECT_GT(whole->file_bytes, debug->file_bytes);
  EXPECT_GT(debug->file_bytes, all->file_bytes);
  for (const char* name : {"whole", "debug", "all"}) {
    EXPECT_EQ(RunProcess({Out(name)}).exit_code, 42) << name;
  }
  EXPECT_NE(ParseImage(Out("whole")).FindSection(".debug_info"), nullptr);
  EXPECT_EQ(ParseImage(Out("debug")).FindSection(".debug_info"), nullptr);
  // Symbols still name the same sections and strings.
  EXPECT_EQ(ParseImage(Out("debug")).FindSymbol("counter"),
            ParseImage(Out("whole")).FindSymbol("counter"));
  EXPECT_EQ(ParseImage(Out("all")).FindSymbol("counter"), std::nullopt);
}

TEST_F(LinkTest, ScriptForGdbStandsBesideTheDebugInformation) {
  const std::string object = Object("hello.c", Program(kHello), {"-g"});
  WriteFile(Out("script.py"), "print('x')\n");
  auto plain = Link({.inputs = {object}, .output = Out("plain")});
  auto with = Link({.inputs = {object}, .output = Out("with"), .gdb_script = Out("script.py")});
  ASSERT_TRUE(plain.ok() && with.ok()) << Message(with);
  const ElfImage image = ParseImage(Out("with"));
  const ElfImage::Section* section = image.FindSection(kGdbScriptsSection);
  ASSERT_NE(section, nullptr);
  EXPECT_FALSE(section->allocated());
  EXPECT_EQ(ReadFile(Out("with")).substr(section->header.sh_offset, section->header.sh_size),
            std::string("\x04gdb.inlined-arc\nprint('x')\n\0", 29));
  // The program is the same.
  EXPECT_EQ(plain->build_id, with->build_id);
  EXPECT_EQ(plain->loaded_bytes, with->loaded_bytes);
  EXPECT_EQ(RunProcess({Out("with")}).exit_code, 42);

  for (Strip strip : {Strip::kDebug, Strip::kAll}) {
    auto stripped = Link({.inputs = {object},
                          .output = Out("stripped"),
                          .strip = strip,
                          .gdb_script = Out("script.py")});
    ASSERT_TRUE(stripped.ok()) << Message(stripped);
    EXPECT_EQ(ParseImage(Out("stripped")).FindSection(kGdbScriptsSection), nullptr);
  }
}

TEST_F(LinkTest, UnusableScriptsForGdb) {
  const std::string object = Object("hello.c", Program(kHello));
  EXPECT_THAT(Message(Link({.inputs = {object}, .output = Out(), .gdb_script = Out("none.py")})),
              AllOf(HasSubstr("none.py"), HasSubstr("No such file")));
  WriteFile(Out("zero.py"), absl::string_view("a\0b", 3));
  EXPECT_THAT(Message(Link({.inputs = {object}, .output = Out(), .gdb_script = Out("zero.py")})),
              AllOf(HasSubstr("zero.py"), HasSubstr("zero byte")));
  EXPECT_FALSE(Exists(Out()));
}

TEST_F(LinkTest, ProgramReadsItsBuildId) {
  const std::string object = Object("a.c", Program(R"(
int test_main(void) {
  system_call(1, 1, (long)arc_rt_build_id, 16);
  return 0;
})"));
  auto result = Link({.inputs = {object}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  const std::string id(result->build_id.begin(), result->build_id.end());
  EXPECT_NE(id, std::string(16, '\0'));
  EXPECT_EQ(RunProcess({Out()}).output, id);
  const ElfImage image = ParseImage(Out());
  const ElfImage::Section* note = image.FindSection(".note.gnu.build-id");
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(image.Contents(*note).substr(16), id);

  auto without = Link({.inputs = {object}, .output = Out("without"), .build_id = false});
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(RunProcess({Out("without")}).output, std::string(16, '\0'));
}

TEST_F(LinkTest, BuildIdFollowsTheContent) {
  auto link = [&](const std::string& name, absl::string_view body) {
    auto result = Link({.inputs = {Object(name, Program(body))}, .output = Out()});
    EXPECT_TRUE(result.ok()) << result.status();
    return result->build_id;
  };
  const BuildId one = link("a.c", "int test_main(void) { return 1; }");
  EXPECT_EQ(one, link("b.c", "int test_main(void) { return 1; }"));
  EXPECT_NE(one, link("c.c", "int test_main(void) { return 2; }"));
}

// The runtime's lookup, in the program under test.
constexpr char kLookup[] = R"(
struct Table { uint32_t magic, version; uint64_t count, seed, displacement_count; };
static uint64_t mix(uint64_t h) {
  h ^= h >> 33; h *= 0xFF51AFD7ED558CCDul; h ^= h >> 33; h *= 0xC4CEB9FE1A85EC53ul;
  return h ^ (h >> 33);
}
static const struct Record* find(const char* id) {
  const struct Table* table = (const struct Table*)arc_rt_dispatch_table;
  if (table->magic != 0x31544441u || table->count == 0) return 0;
  uint64_t h = 0xCBF29CE484222325ul ^ table->seed, n = text_length(id);
  for (uint64_t i = 0; i < n; ++i) h = (h ^ (uint8_t)id[i]) * 0x100000001B3ul;
  h = mix(h);
  const uint32_t* displacement = (const uint32_t*)(table + 1);
  uint64_t d = displacement[(h >> 32) % table->displacement_count];
  uint64_t words = (table->displacement_count + 1) / 2 * 2;
  const struct Record* records = (const struct Record*)(displacement + words);
  const struct Record* r = &records[mix(h ^ d * 0x9E3779B97F4A7C15ul) % table->count];
  if (r->id_length != n) return 0;
  for (uint64_t i = 0; i < n; ++i) if (r->id[i] != id[i]) return 0;
  return r;
}
)";

std::string DispatchObject(absl::string_view rest) {
  return absl::StrCat("#define NO_START\n", kProgramPrelude, kDispatchMacro, rest);
}

TEST_F(LinkTest, EntriesOfAllObjectsAreFoundAtRunTime) {
  const std::string main =
      Object("main.c", absl::StrCat(kProgramPrelude, kDispatchMacro, kLookup, R"(
DISPATCH(local_entry, "main.__process_0");
int test_main(void) {
  const char* ids[] = {"main.__process_0", "other.__process_0", "other.__process_1", "lib.__thread_0"};
  uint64_t total = 0;
  for (int i = 0; i < 4; ++i) {
    const struct Record* r = find(ids[i]);
    if (r == 0 || r->wire_version != 1 || r->arguments != 11 || r->result != 22) return 10 + i;
    r->entry(0, 1 + i, &total);
  }
  if (find("main.__process_1") || find("") || find("other")) return 20;
  return total == 10 ? 0 : 30;
})"));
  const std::string other = Object("other.c", DispatchObject(R"(
DISPATCH(a, "other.__process_0");
DISPATCH(b, "other.__process_1");)"));
  const std::string member = Object("member.c", DispatchObject(R"(
DISPATCH(c, "lib.__thread_0");
int used_of_library;)"));
  const std::string unused = Object("unused.c", DispatchObject(R"(
DISPATCH(d, "lib.__unused");
int not_used_of_library;)"));
  const std::string archive = Archive(folder_, "lib.a", {member, unused});
  const std::string puller = Object("puller.c",
                                    "extern int used_of_library;\n"
                                    "__attribute__((retain, used)) int* p = &used_of_library;");
  for (const std::vector<std::string>& inputs :
       {std::vector<std::string>{main, other, puller, archive}, {archive, puller, other, main}}) {
    auto result = Link({.inputs = inputs, .output = Out()});
    ASSERT_TRUE(result.ok()) << result.status();
    std::vector<std::string> ids;
    for (const DispatchEntry& entry : result->entries) ids.push_back(entry.id);
    // The member that nothing refers to stays out, and its entry with it.
    EXPECT_THAT(ids, ::testing::UnorderedElementsAre("main.__process_0", "other.__process_0",
                                                     "other.__process_1", "lib.__thread_0"));
    EXPECT_THAT(result->linked, ::testing::Contains(absl::StrCat(archive, "(member.c.o)")));
    EXPECT_EQ(RunProcess({Out()}).exit_code, 0);
  }
}

TEST_F(LinkTest, OrderOfInputsDoesNotMoveEntriesInTheTable) {
  std::vector<std::string> objects = {Object("m.c", Program("int test_main(void) { return 0; }"))};
  for (int i = 0; i < 20; ++i) {
    objects.push_back(Object(absl::StrCat("e", i, ".c"),
                             DispatchObject(absl::StrCat("DISPATCH(f, \"id", i * 7919, "\");"))));
  }
  auto order = [&](const std::vector<std::string>& inputs) {
    EXPECT_TRUE(Link({.inputs = inputs, .output = Out()}).ok());
    const ElfImage image = ParseImage(Out());
    std::vector<std::string> ids;
    const auto contents = image.Contents(*image.FindSection(".arc.dispatch"));
    for (size_t at = 0; at + sizeof(ArcDispatchRecord) <= contents.size();
         at += sizeof(ArcDispatchRecord)) {
      uint64_t id, length;
      std::memcpy(&id, contents.data() + at + offsetof(ArcDispatchRecord, id), 8);
      std::memcpy(&length, contents.data() + at + offsetof(ArcDispatchRecord, id_length), 8);
      ids.emplace_back(image.At(id, length).value());
    }
    return ids;
  };
  const std::vector<std::string> first = order(objects);
  EXPECT_EQ(first.size(), 20u);
  std::reverse(objects.begin() + 1, objects.end());
  EXPECT_EQ(first, order(objects));
}

TEST_F(LinkTest, ProgramWithoutEntriesHasAnEmptyTable) {
  const std::string object = Object("a.c", Program(absl::StrCat(kDispatchMacro, kLookup, R"(
int test_main(void) {
  const struct Table* table = (const struct Table*)arc_rt_dispatch_table;
  return table->magic == 0x31544441u && table->count == 0 && find("x") == 0 ? 7 : 8;
})")));
  auto result = Link({.inputs = {object}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(RunProcess({Out()}).exit_code, 7);
}

TEST_F(LinkTest, OnlyWhatIsReachedStays) {
  const std::string object = Object("a.c", Program(absl::StrCat(kDispatchMacro, R"(
void unreached(void) { print("never"); }
void reached_by_entry(void) { print("x"); }
DISPATCH(entry, "id");
int test_main(void) { return 0; }
)")));
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out()}).ok());
  EXPECT_FALSE(ParseImage(Out()).FindSymbol("unreached").has_value());
  EXPECT_TRUE(ParseImage(Out()).FindSymbol("entry").has_value());
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out(), .gc_sections = false}).ok());
  EXPECT_TRUE(ParseImage(Out()).FindSymbol("unreached").has_value());
}

TEST_F(LinkTest, DuplicateIdNamesBothObjectsAndTheId) {
  const std::string main = Object("main.c", Program("int test_main(void) { return 0; }"));
  const std::string a = Object("a.c", DispatchObject("DISPATCH(f, \"twice\");"));
  const std::string b = Object("b.c", DispatchObject("DISPATCH(g, \"twice\"); int used;"));
  const std::string archive = Archive(folder_, "lib.a", {b});
  const std::string puller =
      Object("p.c", "extern int used; __attribute__((retain, used)) int* p = &used;");
  auto direct = Link({.inputs = {main, a, b}, .output = Out()});
  EXPECT_THAT(Message(direct),
              AllOf(HasSubstr("duplicate compute entry 'twice'"), HasSubstr(a), HasSubstr(b)));
  auto by_archive = Link({.inputs = {main, a, puller, archive}, .output = Out()});
  EXPECT_THAT(Message(by_archive), AllOf(HasSubstr("'twice'"), HasSubstr(a),
                                         HasSubstr(absl::StrCat(archive, "(b.c.o)"))));
  EXPECT_FALSE(Exists(Out()));
}

TEST_F(LinkTest, OtherWireVersionIsRefused) {
  const std::string main = Object("main.c", Program("int test_main(void) { return 0; }"));
  const std::string old =
      Object("old.c", DispatchObject("DISPATCH(f, \"old\");"), {"-DWIRE_VERSION=99"});
  auto result = Link({.inputs = {main, old}, .output = Out()});
  EXPECT_THAT(Message(result), AllOf(HasSubstr("'old'"), HasSubstr(old),
                                     HasSubstr("wire version 99"), HasSubstr("has 1")));
}

TEST_F(LinkTest, BrokenRecordsAreRefused) {
  const std::string main = Object("main.c", Program("int test_main(void) { return 0; }"));
  const struct {
    const char* name;
    const char* source;
    const char* message;
  } cases[] = {
      {"size.s", ".section .arc.dispatch,\"a\"\n.zero 40\n", "not a multiple"},
      {"magic.s", ".section .arc.dispatch,\"a\"\n.zero 56\n", "magic 0x0"},
      {"id.s", ".section .arc.dispatch,\"a\"\n.long 0x31524441, 1\n.quad 0,0,0,5,0,0\n",
       "no usable id"},
      {"empty.s",
       ".section .arc.dispatch,\"a\"\n.long 0x31524441, 1\n.quad 0,0,text,0,0,0\n"
       ".section .rodata,\"a\"\ntext: .ascii \"abc\"\n",
       "no usable id"},
      {"entry.s",
       ".section .arc.dispatch,\"a\"\n.long 0x31524441, 1\n.quad 0,0,text,3,0,0\n"
       ".section .rodata,\"a\"\ntext: .ascii \"abc\"\n",
       "compute entry 'abc'"},
      {"data.s",
       ".section .arc.dispatch,\"a\"\n.long 0x31524441, 1\n.quad 0,0,text,3,text,0\n"
       ".section .rodata,\"a\"\ntext: .ascii \"abc\"\n",
       "has no code"},
  };
  for (const auto& each : cases) {
    auto result = Link({.inputs = {main, Object(each.name, each.source)}, .output = Out()});
    EXPECT_THAT(Message(result), HasSubstr(each.message)) << each.name;
    EXPECT_FALSE(Exists(Out()));
  }
}

TEST_F(LinkTest, UndefinedAndDuplicateSymbolsAreNamed) {
  const std::string undefined =
      Object("u.c", Program("void missing(void); int test_main(void) { missing(); return 0; }"));
  auto result = Link({.inputs = {undefined}, .output = Out()});
  EXPECT_THAT(Message(result), AllOf(HasSubstr("undefined symbol: missing"), HasSubstr("u.c.o")));
  const std::string one = Object("one.c", Program("int test_main(void) { return 0; }"));
  const std::string two = Object("two.c", "int test_main(void) { return 0; }");
  result = Link({.inputs = {one, two}, .output = Out()});
  EXPECT_THAT(Message(result), AllOf(HasSubstr("duplicate symbol: test_main"), HasSubstr("one.c.o"),
                                     HasSubstr("two.c.o")));
  EXPECT_FALSE(Exists(Out()));
  // A failed link does not spoil the next.
  EXPECT_TRUE(Link({.inputs = {one}, .output = Out()}).ok());
}

TEST_F(LinkTest, NamesInMessagesAreDemangled) {
  const std::string object =
      Object("m.cc", absl::StrCat("extern \"C\" {", kProgramPrelude,
                                  "}\nnamespace shop { void sell(int); }\nint test_main(void) { "
                                  "shop::sell(1); return 0; }"));
  EXPECT_THAT(Message(Link({.inputs = {object}, .output = Out()})), HasSubstr("shop::sell(int)"));
}

TEST_F(LinkTest, UnusableInputs) {
  const std::string good = Object("a.c", Program("int test_main(void) { return 0; }"));
  EXPECT_THAT(Message(Link({.inputs = {good, folder_ + "/none.o"}, .output = Out()})),
              AllOf(HasSubstr("none.o"), HasSubstr("No such file")));
  WriteFile(folder_ + "/text.o", "this is not an object\n");
  EXPECT_THAT(Message(Link({.inputs = {good, folder_ + "/text.o"}, .output = Out()})),
              AllOf(HasSubstr("text.o"), HasSubstr("neither an ELF object")));
  WriteFile(folder_ + "/empty.o", "");
  EXPECT_THAT(Message(Link({.inputs = {good, folder_ + "/empty.o"}, .output = Out()})),
              HasSubstr("empty.o"));
  EXPECT_THAT(Message(Link({.inputs = {good, folder_}, .output = Out()})), HasSubstr(folder_));
  EXPECT_THAT(Message(Link({.inputs = {}, .output = Out()})), HasSubstr("no input files"));
  EXPECT_THAT(Message(Link({.inputs = {good}, .output = ""})), HasSubstr("no output file"));
  const std::string arm = Object("arm.c", "int x;", {"--target=aarch64-linux-gnu"});
  EXPECT_THAT(Message(Link({.inputs = {good, arm}, .output = Out()})), HasSubstr("arm.c.o"));
  EXPECT_FALSE(Exists(Out()));
}

TEST_F(LinkTest, MissingEntryIsNamed) {
  const std::string object = Object("a.c", "int x;");
  EXPECT_THAT(Message(Link({.inputs = {object}, .output = Out()})),
              HasSubstr("undefined entry symbol: _start"));
  const std::string good = Object("b.c", Program("int test_main(void) { return 5; }"));
  ASSERT_TRUE(Link({.inputs = {good}, .output = Out(), .entry = "start_c"}).ok());
  EXPECT_EQ(RunProcess({Out()}).exit_code, 5);
}

// Without optimization: with it the compiler resolves both.
TEST_F(LinkTest, ConstructsThatNeedWorkAtStartAreRefused) {
  const std::string main = Object("main.c", Program("int test_main(void) { return 0; }"));
  const std::string constructor =
      Object("c.c", "int x; __attribute__((constructor)) void f(void) { x = 1; }", {"-O0"});
  EXPECT_THAT(Message(Link({.inputs = {main, constructor}, .output = Out()})),
              AllOf(HasSubstr("initializers"), HasSubstr("c.c.o")));
  const std::string indirect =
      Object("i.c",
             Program("static int one(void) { return 1; } static void* pick(void) { return one; }\n"
                     "int g(void) __attribute__((ifunc(\"pick\")));\n"
                     "int test_main(void) { return g(); }"),
             {"-O0"});
  EXPECT_THAT(Message(Link({.inputs = {indirect}, .output = Out()})), HasSubstr("ifunc"));
}

TEST_F(LinkTest, InitializersRunWhenTheProgramAsksForThem) {
  const std::string object = Object("a.c", Program(R"(
extern void (*__init_array_start[])(void);
extern void (*__init_array_end[])(void);
static int order;
__attribute__((constructor(200))) void second(void) { order = order * 10 + 2; }
__attribute__((constructor(100))) void first(void) { order = order * 10 + 1; }
int test_main(void) {
  for (void (**f)(void) = __init_array_start; f != __init_array_end; ++f) (*f)();
  return order;
})"));
  auto result = Link({.inputs = {object}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(RunProcess({Out()}).exit_code, 12);
}

TEST_F(LinkTest, ThreadLocalsHaveATemplate) {
  const std::string object = Object(
      "a.c",
      Program("__thread int with = 5; __thread int without; int test_main(void) { return 0; }\n"
              "int* keep(void) { return &with + (&without - &with); } void* k = (void*)keep;"));
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out(), .gc_sections = false}).ok());
  const ElfImage image = ParseImage(Out());
  bool found = false;
  for (const auto& segment : image.segments()) {
    if (segment.p_type != llvm::ELF::PT_TLS) continue;
    found = true;
    EXPECT_EQ(segment.p_filesz, 4u);
    EXPECT_EQ(segment.p_memsz, 8u);
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(RunProcess({Out()}).exit_code, 0);
}

TEST_F(LinkTest, PositionIndependentObjectsLink) {
  const std::string main = Object("a.c", Program(R"(
extern int other; int other_function(void);
__attribute__((weak)) extern int absent;
int test_main(void) { return &absent == 0 ? other + other_function() : 1; })"),
                                  {"-fPIC"});
  const std::string other = Object("b.c", "int other = 40; int other_function(void) { return 2; }");
  auto result = Link({.inputs = {main, other}, .output = Out()});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(RunProcess({Out()}).exit_code, 42);
}

TEST_F(LinkTest, EqualInputsInOtherFoldersGiveEqualBytes) {
  std::string outputs[2];
  for (std::string& output : outputs) {
    const std::string folder = TestFolder();
    const std::string main =
        Compile(folder, "main.c", absl::StrCat(kProgramPrelude, kDispatchMacro, R"(
DISPATCH(f, "main.a"); DISPATCH(g, "main.b"); DISPATCH(h, "main.c");
int used(void);
int test_main(void) { return used() + (int)arc_rt_line_table[0]; })"),
                {"-g"});
    const std::string part = Compile(folder, "part.c", "int used(void) { return 3; }", {"-g"});
    const std::string archive = Archive(folder, "lib.a", {part});
    output = folder + "/out";
    auto result = Link({.inputs = {main, archive}, .output = output});
    ASSERT_TRUE(result.ok()) << result.status();
  }
  EXPECT_EQ(ReadFile(outputs[0]), ReadFile(outputs[1]));
}

TEST_F(LinkTest, NumberOfThreadsDoesNotMatter) {
  const std::string object = Object("a.c", Program(kHello), {"-g"});
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out("one"), .threads = 1}).ok());
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out("four"), .threads = 4}).ok());
  EXPECT_EQ(ReadFile(Out("one")), ReadFile(Out("four")));
}

TEST_F(LinkTest, FailureLeavesAnOldProgramAlone) {
  WriteFile(Out(), "old");
  EXPECT_FALSE(Link({.inputs = {Object("a.c", "int x;")}, .output = Out()}).ok());
  EXPECT_EQ(ReadFile(Out()), "old");
}

TEST_F(LinkTest, UnwritableOutputs) {
  const std::string good = Object("a.c", Program("int test_main(void) { return 0; }"));
  EXPECT_THAT(Message(Link({.inputs = {good}, .output = folder_ + "/none/out"})),
              AllOf(HasSubstr("none/out"), HasSubstr("No such file")));
  EXPECT_THAT(Message(Link({.inputs = {good}, .output = folder_})),
              AllOf(HasSubstr(folder_), HasSubstr("Is a directory")));
  // A device that is always full.
  EXPECT_THAT(Message(Link({.inputs = {good}, .output = "/dev/full"})),
              HasSubstr("No space left on device"));
  EXPECT_TRUE(Link({.inputs = {good}, .output = "/dev/null"}).ok());
}

TEST_F(LinkTest, MapNamesSectionsAndNoWorkingFiles) {
  const std::string object = Object("a.c", Program(kHello));
  ASSERT_TRUE(Link({.inputs = {object}, .output = Out(), .map_file = Out("map")}).ok());
  const std::string map = ReadFile(Out("map"));
  EXPECT_THAT(map, AllOf(HasSubstr("test_main"), HasSubstr("<arc-ld tables>:(.arc.build_id)"),
                         Not(HasSubstr("/proc/"))));
}

TEST_F(LinkTest, HostedModeSaysThatItIsMissing) {
  const std::string object = Object("a.c", Program(kHello));
  auto result =
      Link({.inputs = {object}, .output = Out(), .mode = LinkMode::kHosted, .libraries = {"m"}});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace arc::ld
