// Whole programs: every file of the corpus whose name is not `broken` parses without a diagnostic.
// Arguments: the files of the corpus.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::vector<std::string>* files = nullptr;

TEST(ParserSamples, ParseWithoutDiagnostics) {
  ASSERT_FALSE(files->empty());
  for (const std::string& path : *files) {
    if (path.find("broken") != std::string::npos) continue;
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file.good()) << path;
    Parsed parsed({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
    EXPECT_EQ(parsed.Errors(), "") << path;
    EXPECT_FALSE(parsed.ast().has_errors);
  }
}

}  // namespace
}  // namespace arc

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::vector<std::string> paths(argv + 1, argv + argc);
  arc::files = &paths;
  return RUN_ALL_TESTS();
}
