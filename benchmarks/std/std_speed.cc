// What std_speed.arc measures, with the C++ library. Same names, same units: nanoseconds of CPU
// time for each step, the least of several rounds.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int kRounds = 5;

struct Xoshiro {
  uint64_t a, b, c, d;
  explicit Xoshiro(uint64_t seed) {
    auto mix = [&seed] {
      uint64_t z = (seed += 0x9E3779B97F4A7C15);
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      return z ^ (z >> 31);
    };
    a = mix(), b = mix(), c = mix(), d = mix();
  }
  static uint64_t Rotate(uint64_t x, int n) { return (x << n) | (x >> (64 - n)); }
  uint64_t operator()() {
    const uint64_t result = Rotate(a + d, 23) + a;
    const uint64_t t = b << 17;
    c ^= a, d ^= b, b ^= c, a ^= d, c ^= t;
    d = Rotate(d, 45);
    return result;
  }
};

double CpuTime() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

void Report(const char* name, double steps, const std::function<uint64_t()>& work) {
  double best = 1e300;
  uint64_t check = 0;
  for (int i = 0; i < kRounds; ++i) {
    const double start = CpuTime();
    check ^= work();
    best = std::min(best, CpuTime() - start);
  }
  std::printf("%s %.3f %d\n", name, best / steps, static_cast<int>(check & 1));
}

// FIPS 180-4, as plainly as it is written there.
uint32_t RotateRight(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

constexpr std::array<uint32_t, 64> kRounds256 = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

uint32_t Sha256Blocks(const std::vector<uint8_t>& data) {
  std::array<uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (size_t at = 0; at + 64 <= data.size(); at += 64) {
    std::array<uint32_t, 64> w;
    for (int i = 0; i < 16; ++i) {
      std::memcpy(&w[i], &data[at + 4 * i], 4);
      w[i] = __builtin_bswap32(w[i]);
    }
    for (int i = 16; i < 64; ++i) {
      const uint32_t x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (RotateRight(x, 7) ^ RotateRight(x, 18) ^ (x >> 3)) +
             (RotateRight(y, 17) ^ RotateRight(y, 19) ^ (y >> 10));
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (int i = 0; i < 64; ++i) {
      const uint32_t t = h + (RotateRight(e, 6) ^ RotateRight(e, 11) ^ RotateRight(e, 25)) +
                         (g ^ (e & (f ^ g))) + kRounds256[i] + w[i];
      const uint32_t u =
          (RotateRight(a, 2) ^ RotateRight(a, 13) ^ RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
      h = g, g = f, f = e, e = d + t, d = c, c = b, b = a, a = t + u;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
  return state[0];
}

}  // namespace

int main() {
  Xoshiro random(42);
  const int n = 1'000'000;
  std::vector<int64_t> numbers(n);
  for (int64_t& x : numbers) x = static_cast<int64_t>(random());
  std::vector<std::string> words;
  for (int i = 0; i < 200'000; ++i) words.push_back(std::to_string(random() % 1'000'000'007));
  std::vector<double> floats;
  for (int i = 0; i < 100'000; ++i) {
    const double x = __builtin_bit_cast(double, random());
    if (x - x == 0) floats.push_back(x);
  }
  std::vector<uint8_t> data(16 << 20);
  for (uint8_t& byte : data) byte = static_cast<uint8_t>(random());
  std::vector<double> small;
  for (int i = 0; i < 100'000; ++i)
    small.push_back(static_cast<double>(random() % 10'000'000) / 100);

  Report("sort_int64", n, [&] {
    auto v = numbers;
    std::sort(v.begin(), v.end());
    return static_cast<uint64_t>(v[500]);
  });
  Report("sort_by_int64", n, [&] {
    auto v = numbers;
    std::stable_sort(v.begin(), v.end(), [](int64_t a, int64_t b) { return a < b; });
    return static_cast<uint64_t>(v[500]);
  });
  Report("sort_strings", 200'000, [&] {
    auto v = words;
    std::stable_sort(v.begin(), v.end());
    return v[500].size();
  });
  Report("select_nth", n, [&] {
    auto v = numbers;
    std::nth_element(v.begin(), v.begin() + 500'000, v.end());
    return static_cast<uint64_t>(v[500'000]);
  });
  Report("deque_fifo", 4'000'000, [&] {
    std::deque<int64_t> d;
    int64_t sum = 0;
    for (int i = 0; i < 1000; ++i) d.push_back(i);
    for (int i = 0; i < 4'000'000; ++i) {
      d.push_back(i);
      sum += d.front();
      d.pop_front();
    }
    return static_cast<uint64_t>(sum);
  });
  Report("heap_push_pop", n, [&] {
    std::priority_queue<int64_t, std::vector<int64_t>, std::greater<>> h;
    int64_t sum = 0;
    for (int64_t x : numbers) h.push(x);
    for (; !h.empty(); h.pop()) sum ^= h.top();
    return static_cast<uint64_t>(sum);
  });
  Report("ordered_map_insert", n, [&] {
    std::map<int64_t, int64_t> m;
    for (int64_t x : numbers) m[x] = 1;
    return m.size();
  });
  std::map<int64_t, int64_t> tree;
  for (int64_t x : numbers) tree[x] = x;
  Report("ordered_map_get", n, [&] {
    int64_t sum = 0;
    for (int64_t x : numbers) sum ^= tree.at(x);
    return static_cast<uint64_t>(sum);
  });
  Report("ordered_map_iterate", n, [&] {
    int64_t sum = 0;
    for (const auto& [k, v] : tree) sum ^= k ^ v;
    return static_cast<uint64_t>(sum);
  });
  Report("rand_next", 10'000'000, [&] {
    Xoshiro g(1);
    uint64_t sum = 0;
    for (int i = 0; i < 10'000'000; ++i) sum ^= g();
    return sum;
  });
  Report("sha256_byte", static_cast<double>(data.size()), [&] { return Sha256Blocks(data); });
  Report("format_float_random", static_cast<double>(floats.size()), [&] {
    std::string out;
    char text[40];
    for (double x : floats) out.append(text, std::to_chars(text, text + 40, x).ptr);
    return out.size();
  });
  Report("format_float_short", static_cast<double>(small.size()), [&] {
    std::string out;
    char text[40];
    for (double x : small) out.append(text, std::to_chars(text, text + 40, x).ptr);
    return out.size();
  });
  std::vector<std::string> texts;
  for (double x : floats) {
    char text[40];
    texts.emplace_back(text, std::to_chars(text, text + 40, x).ptr);
  }
  Report("parse_float_random", static_cast<double>(texts.size()), [&] {
    double sum = 0;
    for (const std::string& t : texts) {
      double x = 0;
      std::from_chars(t.data(), t.data() + t.size(), x);
      sum += x * 1e-300;
    }
    return __builtin_bit_cast(uint64_t, sum);
  });
  Report("format_int", n, [&] {
    std::string out;
    char text[24];
    for (int64_t x : numbers) out.append(text, std::to_chars(text, text + 24, x).ptr);
    return out.size();
  });
  Report("parse_int", 200'000, [&] {
    int64_t sum = 0;
    for (const std::string& w : words) {
      int64_t x = 0;
      std::from_chars(w.data(), w.data() + w.size(), x);
      sum += x;
    }
    return static_cast<uint64_t>(sum);
  });
  std::string line;
  for (const std::string& w : words) line += w + ",";
  Report("split_iterator_byte", static_cast<double>(line.size()), [&] {
    uint64_t count = 0;
    std::string_view rest = line;
    for (;;) {
      const size_t at = rest.find(',');
      count += std::min(at, rest.size());
      if (at == std::string_view::npos) return count;
      rest.remove_prefix(at + 1);
    }
  });
  const std::string name = std::filesystem::temp_directory_path() / "std_speed_lines";
  Report("write_line", 200'000, [&] {
    std::ofstream out(name);
    for (const std::string& w : words) out << w << '\n';
    return words.size();
  });
  Report("read_line", 200'000, [&] {
    std::ifstream in(name);
    std::string text;
    uint64_t sum = 0;
    while (std::getline(in, text)) sum += text.size();
    return sum;
  });
  std::filesystem::remove(name);
}
