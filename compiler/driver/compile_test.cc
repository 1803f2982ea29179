#include "compiler/driver/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/status/status.h"
#include "comptime/client/evaluator.h"

namespace arc::driver {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The least that the checker wants of std/core.
constexpr char kCore[] = R"(namespace core

@lang("string")
struct string {
    _owner: *byte
    _data: *byte
    _len: usize
}

func length(s: string) usize { return s._len }
)";

class CompileTest : public ::testing::Test {
 protected:
  CompileTest() {
    CompileOptions core;
    core.package_path = "std/core";
    core.sources = {{"std/core/core.arc", std::string(kCore)}};
    core.want_interface = true;
    CompileOutcome outcome = CompilePackage(core);
    EXPECT_TRUE(outcome.ok) << Text(outcome);
    core_interface_ = Write("core.arci", outcome.interface_file);
  }

  static std::string Write(const std::string& name, const std::string& bytes) {
    std::string path = ::testing::TempDir() + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  static std::string Text(const CompileOutcome& outcome) {
    return outcome.internal_error + outcome.diagnostics->Render(DiagnosticFormat::kText);
  }

  CompileOptions Options(std::vector<SourceFile> sources) {
    CompileOptions options;
    options.package_path = "main";
    options.sources = std::move(sources);
    options.interfaces = {{"std/core", core_interface_}};
    options.prelude = {"std/core"};
    return options;
  }

  std::string core_interface_;
};

TEST_F(CompileTest, ALibraryToObjectAndInterface) {
  CompileOptions options = Options({{"a.arc", "func f(x: int64) int64 { return x + 1 }\n"}});
  options.package_path = "util/a";
  options.emit = {EmitKind::kObject};
  options.want_interface = true;
  CompileOutcome first = CompilePackage(options);
  ASSERT_TRUE(first.ok) << Text(first);
  EXPECT_TRUE(first.diagnostics->empty());
  EXPECT_EQ(first.outputs.at(EmitKind::kObject).substr(1, 3), "ELF");
  EXPECT_THAT(first.imports, ElementsAre("std/core"));

  CompileOutcome second = CompilePackage(options);
  EXPECT_EQ(first.outputs, second.outputs) << "equal inputs give equal bytes";
  EXPECT_EQ(first.interface_file, second.interface_file);

  // The interface shows declarations, not bodies.
  options.sources = {{"a.arc", "func f(x: int64) int64 { return x + 2 }\n"}};
  EXPECT_EQ(CompilePackage(options).interface_file, first.interface_file);
  options.sources = {{"a.arc", "func f(x: int32) int64 { return 2 }\n"}};
  EXPECT_NE(CompilePackage(options).interface_file, first.interface_file);
}

TEST_F(CompileTest, CodeForTheEvaluatorTakesFuel) {
  CompileOptions options = Options({{"a.arc",
                                     "func f(n: int64) int64 {\n"
                                     "    let x: int64 = 0\n"
                                     "    for x < n { x += 1 }\n"
                                     "    return x\n"
                                     "}\n"}});
  options.emit = {EmitKind::kLlvm};
  CompileOutcome program = CompilePackage(options);
  ASSERT_TRUE(program.ok) << Text(program);
  EXPECT_THAT(program.outputs.at(EmitKind::kLlvm), Not(HasSubstr("out_of_fuel")));
  options.comptime_code = true;
  CompileOutcome comptime = CompilePackage(options);
  ASSERT_TRUE(comptime.ok) << Text(comptime);
  EXPECT_THAT(comptime.outputs.at(EmitKind::kLlvm), HasSubstr("@arc_comptime_out_of_fuel()"));
}

TEST_F(CompileTest, APackageThatImportsAnother) {
  CompileOptions library = Options({{"a.arc", "func f(x: int64) int64 { return x + 1 }\n"}});
  library.package_path = "util/a";
  library.want_interface = true;
  std::string interface = Write("a.arci", CompilePackage(library).interface_file);

  CompileOptions program =
      Options({{"main.arc", "import \"util/a\"\nfunc main() { let _x = a.f(length(\"abc\")) }\n"}});
  program.kind = PackageKind::kProgram;
  program.interfaces["util/a"] = interface;
  program.emit = {EmitKind::kObject, EmitKind::kTir, EmitKind::kMlir, EmitKind::kLlvm,
                  EmitKind::kAssembly};
  CompileOutcome outcome = CompilePackage(program);
  // length gives a usize, f wants an int64.
  EXPECT_FALSE(outcome.ok);
  program.sources = {{"main.arc", "import \"util/a\"\nfunc main() { let _x = a.f(41) }\n"}};
  outcome = CompilePackage(program);
  ASSERT_TRUE(outcome.ok) << Text(outcome);
  EXPECT_EQ(outcome.outputs.size(), 5u);
  EXPECT_THAT(outcome.outputs.at(EmitKind::kTir), HasSubstr("tir.func"));
  EXPECT_THAT(outcome.outputs.at(EmitKind::kMlir), HasSubstr("\"tir.func\""));
  EXPECT_THAT(outcome.outputs.at(EmitKind::kLlvm), HasSubstr("util/a.f"));
}

TEST_F(CompileTest, SyntaxErrorsOfAllFilesHideWhatWouldFollowFromThem) {
  CompileOutcome outcome = CompilePackage(
      Options({{"a.arc", "func broken( {\n}\n"}, {"b.arc", "func f() { broken() }\nlet\n"}}));
  EXPECT_FALSE(outcome.ok);
  std::string text = Text(outcome);
  EXPECT_THAT(text, HasSubstr("a.arc:1:"));
  EXPECT_THAT(text, HasSubstr("b.arc:2:"));
  EXPECT_THAT(text, Not(HasSubstr("b.arc:1:")));
}

TEST_F(CompileTest, EveryUnreadableFileIsNamed) {
  CompileOutcome outcome =
      CompilePackage(Options({{"a.arc", absl::NotFoundError("cannot open `a.arc`: gone")},
                              {"b.arc", std::string("func f( {")},
                              {"c.arc", absl::PermissionDeniedError("cannot open `c.arc`: no")}}));
  EXPECT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.diagnostics->engine().error_count(), 2u);
  EXPECT_THAT(Text(outcome), HasSubstr("error[ARC0700]: cannot open `a.arc`: gone"));
  EXPECT_THAT(Text(outcome), HasSubstr("error[ARC0700]: cannot open `c.arc`: no"));
}

TEST_F(CompileTest, NoSources) {
  EXPECT_THAT(Text(CompilePackage(Options({}))),
              HasSubstr("error[ARC0703]: the package `main` has no source files"));
}

TEST_F(CompileTest, FilesOfOnePackageAgreeOnItsNamespace) {
  CompileOutcome outcome = CompilePackage(Options(
      {{"a.arc", "namespace one\n"}, {"b.arc", "func f() { }\n"}, {"c.arc", "namespace two\n"}}));
  EXPECT_FALSE(outcome.ok);
  EXPECT_THAT(Text(outcome), HasSubstr("error[ARC0704]: this file is in the namespace `two`"));
}

TEST_F(CompileTest, ImportsWithoutAnInterfaceSayWhy) {
  CompileOptions options = Options({{"a.arc", "import \"gone\"\nimport \"other\"\n"}});
  options.import_errors = {{"gone", "the folder burned down"}};
  std::string text = Text(CompilePackage(options));
  EXPECT_THAT(text, HasSubstr("the folder burned down"));
  EXPECT_THAT(text, HasSubstr("there is no package `other`"));
}

TEST_F(CompileTest, InterfacesThatAreNone) {
  CompileOptions options = Options({{"a.arc", "import \"b\"\n"}});
  options.interfaces["b"] = core_interface_;
  EXPECT_THAT(Text(CompilePackage(options)),
              HasSubstr("is the interface of `std/core`, not of `b`"));
  options.interfaces["b"] = Write("b.arci", "text");
  EXPECT_THAT(Text(CompilePackage(options)), HasSubstr("cannot use the interface file"));
  options.interfaces["b"] = ::testing::TempDir();
  EXPECT_THAT(Text(CompilePackage(options)), HasSubstr("cannot use the interface file"));
  options.interfaces["b"] = ::testing::TempDir() + "/none.arci";
  EXPECT_THAT(Text(CompilePackage(options)), HasSubstr("none.arci"));
}

TEST_F(CompileTest, TokensAndTreesNeedNoStandardLibrary) {
  CompileOptions options;
  options.package_path = "main";
  options.sources = {{"a.arc", "func f() { missing() }\n"}};
  options.emit = {EmitKind::kTokens, EmitKind::kAst};
  CompileOutcome outcome = CompilePackage(options);
  ASSERT_TRUE(outcome.ok) << Text(outcome);
  EXPECT_THAT(outcome.outputs.at(EmitKind::kTokens), HasSubstr("missing"));
  EXPECT_THAT(outcome.outputs.at(EmitKind::kAst), HasSubstr("missing"));
}

TEST_F(CompileTest, ErrorsLeaveNoOutputs) {
  CompileOptions options = Options({{"a.arc", "func f() { missing() }\n"}});
  options.emit = {EmitKind::kTokens, EmitKind::kAst, EmitKind::kObject};
  options.want_interface = true;
  CompileOutcome outcome = CompilePackage(options);
  EXPECT_FALSE(outcome.ok);
  EXPECT_THAT(outcome.outputs, IsEmpty());
  EXPECT_THAT(outcome.interface_file, IsEmpty());
}

TEST(CompileNames, RoundTrip) {
  for (const char* name : {"tokens", "ast", "tir", "mlir", "llvm", "asm", "obj"}) {
    ASSERT_TRUE(EmitKindFromName(name).has_value()) << name;
    EXPECT_EQ(EmitKindName(EmitKindFromName(name).value()), name);
  }
  for (const char* name : {"0", "1", "2", "3", "s"}) {
    ASSERT_TRUE(OptimizationFromName(name).has_value()) << name;
    EXPECT_EQ(OptimizationName(OptimizationFromName(name).value()), name);
  }
  EXPECT_FALSE(EmitKindFromName("object").has_value());
  EXPECT_FALSE(OptimizationFromName("4").has_value());
}

// Counts, and knows no answers.
class CountingEvaluator : public comptime::Evaluator {
 public:
  std::vector<comptime::Evaluation> Evaluate(std::string_view, const std::vector<std::string>&,
                                             const comptime::Answers&,
                                             std::string* error) override {
    ++evaluations;
    *error = "none";
    return {};
  }
  void Prepare() override { ++preparations; }

  int evaluations = 0;
  int preparations = 0;
};

TEST_F(CompileTest, TheEvaluatorIsPreparedForFilesThatNeedIt) {
  const auto preparations = [&](const char* text) {
    CountingEvaluator evaluator;
    CompileOptions options = Options({{"a.arc", std::string(text)}});
    options.package_path = "util/a";
    options.evaluator = &evaluator;
    CompilePackage(options);
    return evaluator.preparations;
  };
  EXPECT_EQ(preparations("func f<T, comptime N: usize>() usize {\n"
                         "    comptime if N > 1 { return N } else { return 1 }\n}\n"),
            0);
  EXPECT_EQ(preparations("func f() int64 { return comptime 1 + 2 }\n"), 1);
  EXPECT_EQ(preparations("const A = comptime { 1 }\nconst B = comptime { 2 }\n"), 1);
  // Nothing runs before the syntax is right.
  EXPECT_EQ(preparations("const A = comptime { 1 }\nfunc f( {\n"), 0);
}

}  // namespace
}  // namespace arc::driver
