// A bounded run of the fuzzer's check in the normal tests: every program of the corpus as it is,
// and mutated with fixed seeds. Arguments: the files of the corpus.
#include <chrono>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "compiler/check/check_test_support.h"
#include "compiler/check/token_mutator.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

using Clock = std::chrono::steady_clock;

struct CorpusFile {
  std::string name;
  std::string text;
};
std::vector<CorpusFile>* corpus = nullptr;

// What one text may take; a loaded machine with sanitizers is slow, an endless loop is slower.
constexpr std::chrono::seconds kTimePerText{20};
// What the random part takes at most: it does what it can in this time.
constexpr std::chrono::seconds kTimePerTest{20};

void ExpectSound(const std::string& text, CheckDepth depth) {
  CheckTextOptions options;
  options.depth = depth;
  const Clock::time_point start = Clock::now();
  const CheckedText checked = CheckText(text, options);
  EXPECT_EQ(checked.broken, "") << checked.rendered << "of the text\n" << text;
  EXPECT_LT(Clock::now() - start, kTimePerText) << "for the text\n" << text;
}

TEST(CheckMutation, CorpusAsItIs) {
  for (const CorpusFile& file : *corpus) {
    SCOPED_TRACE(file.name);
    ExpectSound(file.text, CheckDepth::kLower);
  }
}

// Each file with material and a seed of its own: a new program in the corpus changes nothing for
// the others. (Material of all files is the fuzzer's business.)
TEST(CheckMutation, RandomEdits) {
  const Clock::time_point end = Clock::now() + kTimePerTest;
  for (int round = 0; round < 30; ++round) {
    for (const CorpusFile& file : *corpus) {
      if (Clock::now() > end || testing::Test::HasFailure()) return;
      TokenMutator mutator;
      mutator.AddMaterial(file.text);
      std::mt19937 random(static_cast<unsigned>(file.text.size()) * 64 + round);
      ExpectSound(mutator.Mutate(file.text, random),
                  round % 2 ? CheckDepth::kVerify : CheckDepth::kLower);
    }
  }
}

TEST(CheckMutation, LinesLeftOut) {
  const Clock::time_point end = Clock::now() + kTimePerTest;
  for (const CorpusFile& file : *corpus) {
    std::mt19937 random(static_cast<unsigned>(file.text.size()));
    std::vector<std::string> lines;
    for (size_t at = 0; at < file.text.size();) {
      size_t next = std::min(file.text.find('\n', at), file.text.size() - 1) + 1;
      lines.push_back(file.text.substr(at, next - at));
      at = next;
    }
    for (int i = 0; i < 4 && !lines.empty(); ++i) {
      if (Clock::now() > end || testing::Test::HasFailure()) return;
      const size_t out = random() % lines.size();
      std::string text;
      for (size_t k = 0; k < lines.size(); ++k)
        if (k != out) text += lines[k];
      ExpectSound(text, CheckDepth::kVerify);
    }
  }
}

}  // namespace
}  // namespace arc

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::vector<arc::CorpusFile> files;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    files.push_back({argv[i], {std::istreambuf_iterator<char>(file), {}}});
  }
  if (files.empty()) files.push_back({"built in", "func main() { println(\"${1 + 2}\") }\n"});
  arc::corpus = &files;
  return RUN_ALL_TESTS();
}
