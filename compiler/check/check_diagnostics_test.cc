// Every registered kind of the checker (200-699) is produced by a test: by a golden program, whose
// expectation lines say so, or, where no program of users can produce it, by a text here.
// Arguments: the golden programs.
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "compiler/check/check_test_support.h"
#include "compiler/diagnostics/diagnostics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

using testing::HasSubstr;

std::set<std::string>* golden_codes = nullptr;

TEST(CheckDiagnostics, EveryKindIsProducedByATest) {
  // Tested below.
  const std::set<DiagnosticKind> here = {DiagnosticKind::ImportCycle,
                                         DiagnosticKind::MissingLangItem};
  // In comptime_test.cc, and in a program of several packages.
  const std::set<DiagnosticKind> comptime = {DiagnosticKind::ComptimeEvaluator,
                                             DiagnosticKind::ComptimeNeedsBody};
  for (DiagnosticKind kind : AllDiagnosticKinds()) {
    const int number = static_cast<int>(kind);
    if (number < 200 || number > 699) continue;
    EXPECT_TRUE(here.contains(kind) || comptime.contains(kind) ||
                golden_codes->contains(DiagnosticCode(kind)))
        << DiagnosticCode(kind) << " " << DiagnosticName(kind)
        << ": no program `tests/golden/fail_*.arc` expects it";
  }
}

TEST(CheckDiagnostics, PackageThatImportsItself) {
  CheckTextOptions options;
  options.package_path = "tools/text";
  CheckedText checked = CheckText("import \"tools/text\"\nfunc f() {}\n", options);
  EXPECT_EQ(checked.report, "ARC0208 1:8 a package cannot import itself\n");
}

TEST(CheckDiagnostics, NoStandardLibrary) {
  CheckTextOptions options;
  options.with_prelude = false;
  CheckedText checked = CheckText("func f() {}\n", options);
  EXPECT_THAT(checked.report, HasSubstr("ARC0252 0:0 the standard library's core package"));
  EXPECT_EQ(checked.error_count, 1u);
}

}  // namespace
}  // namespace arc

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  std::set<std::string> codes;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i]);
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("// error: ") && !line.starts_with("// warning: ")) continue;
      size_t at = line.find(" ARC");
      if (at != std::string::npos) codes.insert(line.substr(at + 1, 7));
    }
  }
  arc::golden_codes = &codes;
  return RUN_ALL_TESTS();
}
