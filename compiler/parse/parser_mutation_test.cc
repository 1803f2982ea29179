// A bounded run of the fuzzer's check in the normal tests: every file of the corpus as it is, cut
// short, and mutated with a fixed seed. Arguments: the files of the corpus.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/parse/parser_fuzz_input.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::vector<std::string>* corpus = nullptr;

constexpr std::string_view kFragments[] = {
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ">>",
    "|",
    "||",
    "\"",
    "\"\"\"",
    "${",
    ":",
    ",",
    ";",
    "\n",
    ".",
    "..",
    "...",
    "=>",
    "->",
    "func ",
    "if ",
    "else ",
    "match ",
    "for ",
    "in ",
    "let ",
    "await ",
    "comptime ",
    "struct ",
    "enum ",
    "@",
    "'",
    "//",
    "/*",
    "*/",
    "?",
    "!",
    "??",
    "catch ",
    "select {",
    "code {",
    "async ",
    "return ",
    "1_KB",
    "0x",
    "1e",
    "\\u{",
    "\xff",
    "\xe2\x80\xae",
    "self ",
};

std::string Mutate(const std::string& text, std::mt19937& random) {
  std::string out = text;
  int edits = 1 + static_cast<int>(random() % 4);
  for (int i = 0; i < edits && !out.empty(); ++i) {
    size_t at = random() % out.size();
    size_t length = std::min<size_t>(random() % 20, out.size() - at);
    switch (random() % 5) {
      case 0:
        out.erase(at, length);
        break;
      case 1:
        out.insert(at, kFragments[random() % std::size(kFragments)]);
        break;
      case 2:
        out.insert(random() % out.size(), out.substr(at, length));
        break;
      case 3:
        out[at] = static_cast<char>(random());
        break;
      default:
        out.resize(at);
    }
  }
  return out;
}

TEST(ParserMutation, CorpusAsItIs) {
  for (const std::string& text : *corpus) CheckFrontEndOn(text);
}

TEST(ParserMutation, EveryTokenBoundaryCutShort) {
  for (const std::string& text : *corpus) {
    size_t step = std::max<size_t>(1, text.size() / 200);
    for (size_t end = 0; end < text.size(); end += step) {
      CheckFrontEndOn(std::string_view(text).substr(0, end));
    }
  }
}

TEST(ParserMutation, RandomEdits) {
  std::mt19937 random(20240229);  // fixed: a failure must come back
  for (int round = 0; round < 200; ++round) {
    for (const std::string& text : *corpus) CheckFrontEndOn(Mutate(text, random));
  }
}

}  // namespace
}  // namespace arc

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::vector<std::string> texts;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (texts.empty()) texts.push_back("func main() { println(\"${1 + 2}\") }\n");
  arc::corpus = &texts;
  return RUN_ALL_TESTS();
}
