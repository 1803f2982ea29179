// That the registry and explanations.md agree; toolchain/arc/explain_test.py compiles the examples.
#include "compiler/diagnostics/explain.h"

#include <set>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

TEST(Explain, EveryKindHasOneSection) {
  std::set<std::string> registered, explained;
  for (DiagnosticKind kind : AllDiagnosticKinds()) registered.insert(DiagnosticCode(kind));
  for (const Explanation& e : AllExplanations()) {
    EXPECT_TRUE(explained.insert(std::string(e.code)).second) << e.code << " twice";
    EXPECT_FALSE(e.title.empty()) << e.code;
    EXPECT_NE(e.text.find(" wrong"), std::string_view::npos) << e.code << " has no example";
  }
  EXPECT_EQ(explained, registered);
}

TEST(Explain, CodesInAllSpellings) {
  const Explanation* e = FindExplanation("ARC0007");
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(e->code, "ARC0007");
  EXPECT_EQ(FindExplanation("arc0007"), e);
  EXPECT_EQ(FindExplanation("0007"), e);
  EXPECT_EQ(FindExplanation("7"), e);
  for (const char* none : {"", "ARC", "ARC9999", "x7", "7x", "-7"})
    EXPECT_EQ(FindExplanation(none), nullptr) << none;
}

}  // namespace
}  // namespace arc
