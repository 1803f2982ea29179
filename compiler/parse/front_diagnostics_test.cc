// The exact diagnostics of wrong texts, and the promise that every registered kind of the lexer and
// the parser is produced by one of them.
//
// `front_diagnostics_test --rewrite=<path of front_diagnostics_samples.inc>` rewrites the
// expectations.
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

struct Sample {
  std::string text;
  std::string errors;
  std::string fixed;  // empty: as the text
};

const Sample kSamples[] = {
#include "compiler/parse/front_diagnostics_samples.inc"
};

std::string FixedOrEmpty(const Parsed& parsed, const std::string& text) {
  std::string fixed = parsed.Fixed();
  return fixed == text ? "" : fixed;
}

TEST(FrontDiagnostics, Samples) {
  for (const Sample& sample : kSamples) {
    Parsed parsed(sample.text);
    EXPECT_EQ(parsed.Errors(), sample.errors) << sample.text;
    EXPECT_EQ(FixedOrEmpty(parsed, sample.text), sample.fixed) << sample.text;
    EXPECT_EQ(parsed.ast().has_errors, !sample.errors.empty()) << sample.text;
  }
}

// Texts that a raw string of the samples file cannot hold.
std::vector<std::string> SpecialTexts() {
  return {
      std::string("func f() { \0 }", 14),
      "func f() { \xFF }",
      "func f() { let x = " + std::string(1000, '(') + std::string(1000, ')') + " }",
      "func f() { let x = " + std::string(20000, '!') + "a }",
  };
}

TEST(FrontDiagnostics, EveryKindIsProduced) {
  std::set<DiagnosticKind> seen;
  auto collect = [&](const std::string& text) {
    Parsed parsed(text);
    for (const Diagnostic& diagnostic : parsed.diagnostics().diagnostics()) {
      seen.insert(diagnostic.kind);
    }
  };
  for (const Sample& sample : kSamples) collect(sample.text);
  for (const std::string& text : SpecialTexts()) collect(text);
  for (DiagnosticKind kind : AllDiagnosticKinds()) {
    if (static_cast<int>(kind) >= 200) continue;
    EXPECT_TRUE(seen.contains(kind))
        << DiagnosticCode(kind) << " " << DiagnosticName(kind) << ": no sample produces it";
  }
}

TEST(FrontDiagnostics, UnclosedBraceIsFoundByIndentation) {
  Parsed parsed("func f() {\n    if a {\n        b()\n\n    c()\n}\n\nfunc g() {\n}\n");
  ASSERT_EQ(parsed.diagnostics().error_count(), 1u);
  const Diagnostic& diagnostic = parsed.diagnostics().diagnostics()[0];
  ASSERT_EQ(diagnostic.labels.size(), 3u);
  EXPECT_EQ(parsed.sources().Decode(diagnostic.labels[1].range.begin), (LineColumn{2, 10}));
  EXPECT_EQ(parsed.sources().Decode(diagnostic.labels[2].range.begin), (LineColumn{6, 1}));
}

std::string Literal(const std::string& text) {
  if (text.find_first_of("\n\"\\") == std::string::npos) return "\"" + text + "\"";
  return "R\"arc(" + text + ")arc\"";
}

int Rewrite(const char* path) {
  std::ofstream out(path, std::ios::binary);
  out << "// Wrong texts, their diagnostics, and the text with the first suggestion of each "
         "diagnostic applied\n"
         "// (empty: no suggestion). Included by front_diagnostics_test.cc, which says how to "
         "rewrite it.\n"
         "// clang-format off\n";
  for (const Sample& sample : kSamples) {
    Parsed parsed(sample.text);
    out << "    {" << Literal(sample.text) << ",\n     " << Literal(parsed.Errors()) << ",\n     "
        << Literal(FixedOrEmpty(parsed, sample.text)) << "},\n";
  }
  out << "// clang-format on\n";
  return out.good() ? 0 : 1;
}

}  // namespace
}  // namespace arc

int main(int argc, char** argv) {
  constexpr char kRewrite[] = "--rewrite=";
  if (argc == 2 && std::strncmp(argv[1], kRewrite, std::strlen(kRewrite)) == 0) {
    return arc::Rewrite(argv[1] + std::strlen(kRewrite));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
