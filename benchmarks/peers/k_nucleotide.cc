// The twin of ../programs/k_nucleotide.arc.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

uint64_t Code(char letter) {
  switch (letter) {
    case 'A':
    case 'a':
      return 0;
    case 'C':
    case 'c':
      return 1;
    case 'G':
    case 'g':
      return 2;
    case 'T':
    case 't':
      return 3;
    default:
      return 4;
  }
}

std::vector<uint8_t> ReadSequence() {
  std::ios::sync_with_stdio(false);
  std::vector<uint8_t> codes;
  bool inside = false;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.starts_with(">")) {
      if (inside) break;
      inside = line.starts_with(">THREE");
    } else if (inside) {
      for (char letter : line) codes.push_back(static_cast<uint8_t>(Code(letter)));
    }
  }
  return codes;
}

std::unordered_map<uint64_t, int64_t> Count(const std::vector<uint8_t>& codes, size_t length) {
  std::unordered_map<uint64_t, int64_t> counts;
  const uint64_t mask = (uint64_t{1} << (2 * length)) - 1;
  uint64_t key = 0;
  for (size_t i = 0; i < codes.size(); ++i) {
    key = (key << 2 | codes[i]) & mask;
    if (i + 1 >= length) ++counts[key];
  }
  return counts;
}

std::string Spell(uint64_t key, size_t length) {
  std::string out;
  for (size_t i = length; i > 0; --i) out += "ACGT"[(key >> (2 * (i - 1))) & 3];
  return out;
}

void Frequencies(const std::vector<uint8_t>& codes, size_t length) {
  const std::unordered_map<uint64_t, int64_t> counts = Count(codes, length);
  std::vector<std::pair<uint64_t, int64_t>> entries(counts.begin(), counts.end());
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.second > b.second || (a.second == b.second && a.first < b.first);
  });
  const double total = static_cast<double>(codes.size() + 1 - length);
  for (const auto& [key, count] : entries) {
    printf("%s %.3f\n", Spell(key, length).c_str(), static_cast<double>(count) * 100 / total);
  }
  printf("\n");
}

void Occurrences(const std::vector<uint8_t>& codes, std::string_view piece) {
  uint64_t key = 0;
  for (char letter : piece) key = key << 2 | Code(letter);
  const std::unordered_map<uint64_t, int64_t> counts = Count(codes, piece.size());
  const auto found = counts.find(key);
  printf("%lld\t%.*s\n", static_cast<long long>(found == counts.end() ? 0 : found->second),
         static_cast<int>(piece.size()), piece.data());
}

}  // namespace

int main() {
  const std::vector<uint8_t> codes = ReadSequence();
  Frequencies(codes, 1);
  Frequencies(codes, 2);
  for (const char* piece : {"GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT"}) {
    Occurrences(codes, piece);
  }
  return 0;
}
