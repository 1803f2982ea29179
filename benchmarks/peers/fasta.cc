// The twin of ../programs/fasta.arc: fasta [LENGTH].

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view kAlu =
    "GGCCGGGCGCGGTGGCTCACGCCTGTAATCCCAGCACTTTGGGAGGCCGAGGCGGGCGGATCACCTGAGGTCAGGAGTTCGAGACCAGCCTGGC"
    "CAA"
    "CATGGTGAAACCCCGTCTCTACTAAAAATACAAAAATTAGCCGGGCGTGGTGGCGCGCGCCTGTAATCCCAGCTACTCGGGAGGCTGAGGCAGG"
    "AGA"
    "ATCGCTTGAACCCGGGAGGCGGAGGTTGCAGTGAGCCGAGATCGCGCCACTGCACTCCAGCCTGGGCGACAGAGCGAGACTCCGTCTCAAAAA";
constexpr size_t kWidth = 60;
constexpr uint32_t kModulus = 139968;

struct Frequency {
  char letter;
  double share;
};

std::vector<char> TableOf(const std::vector<Frequency>& frequencies) {
  std::vector<char> table;
  double sum = 0;
  size_t at = 0;
  for (uint32_t n = 0; n < kModulus; ++n) {
    while (static_cast<double>(n) / kModulus >= sum + frequencies[at].share &&
           at + 1 < frequencies.size()) {
      sum += frequencies[at].share;
      ++at;
    }
    table.push_back(frequencies[at].letter);
  }
  return table;
}

void Repeat(std::string_view text, size_t length) {
  const std::string twice = std::string(text) + std::string(text.substr(0, kWidth));
  size_t at = 0;
  for (size_t left = length; left > 0;) {
    const size_t count = std::min(left, kWidth);
    fwrite(twice.data() + at, 1, count, stdout);
    putchar('\n');
    at += count;
    if (at >= text.size()) at -= text.size();
    left -= count;
  }
}

uint32_t Random(const std::vector<char>& table, size_t length, uint32_t seed) {
  std::vector<char> line(kWidth + 1, '\n');
  for (size_t left = length; left > 0;) {
    const size_t count = std::min(left, kWidth);
    for (size_t i = 0; i < count; ++i) {
      seed = (seed * 3877 + 29573) % kModulus;
      line[i] = table[seed];
    }
    line[count] = '\n';
    fwrite(line.data(), 1, count + 1, stdout);
    left -= count;
  }
  return seed;
}

}  // namespace

int main(int argc, char** argv) {
  const size_t n = argc > 1 ? strtoull(argv[1], nullptr, 10) : 1000;
  puts(">ONE Homo sapiens alu");
  Repeat(kAlu, n * 2);
  puts(">TWO IUB ambiguity codes");
  const uint32_t seed = Random(TableOf({{'a', 0.27},
                                        {'c', 0.12},
                                        {'g', 0.12},
                                        {'t', 0.27},
                                        {'B', 0.02},
                                        {'D', 0.02},
                                        {'H', 0.02},
                                        {'K', 0.02},
                                        {'M', 0.02},
                                        {'N', 0.02},
                                        {'R', 0.02},
                                        {'S', 0.02},
                                        {'V', 0.02},
                                        {'W', 0.02},
                                        {'Y', 0.02}}),
                               n * 3, 42);
  puts(">THREE Homo sapiens frequency");
  Random(TableOf({{'a', 0.3029549426680},
                  {'c', 0.1979883004921},
                  {'g', 0.1975473066391},
                  {'t', 0.3015094502008}}),
         n * 5, seed);
  return 0;
}
