// Counts the words of a file in one process: wordcount FILE. The twin of examples/wordcount with
// standard collections.

#include <algorithm>
#include <cstdio>
#include <string>
#include <unordered_map>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  FILE* file = std::fopen(argv[1], "rb");
  if (!file) return 1;
  std::unordered_map<std::string, long> counts;
  std::vector<unsigned char> chunk(4 << 20);
  std::string word;
  while (size_t n = std::fread(chunk.data(), 1, chunk.size(), file)) {
    for (size_t i = 0; i < n; ++i) {
      unsigned char b = chunk[i] | 32;
      if (b >= 'a' && b <= 'z') {
        word.push_back(static_cast<char>(b));
      } else if (!word.empty()) {
        ++counts[word];
        word.clear();
      }
    }
  }
  if (!word.empty()) ++counts[word];
  std::fclose(file);
  std::vector<std::pair<std::string, long>> ranking(counts.begin(), counts.end());
  std::sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  for (size_t k = 0; k < std::min<size_t>(10, ranking.size()); ++k) {
    std::printf("%ld %s\n", ranking[k].second, ranking[k].first.c_str());
  }
}
