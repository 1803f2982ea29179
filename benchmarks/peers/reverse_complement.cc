// The twin of ../programs/reverse_complement.arc.

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

constexpr size_t kWidth = 60;

std::array<uint8_t, 256> Partners() {
  std::array<uint8_t, 256> table;
  for (size_t i = 0; i < table.size(); ++i) table[i] = static_cast<uint8_t>(i);
  constexpr std::string_view kFrom = "ACGTUMRWSYKVHDBN", kTo = "TGCAAKYWSRMBDHVN";
  for (size_t i = 0; i < kFrom.size(); ++i) {
    table[static_cast<uint8_t>(kFrom[i])] = static_cast<uint8_t>(kTo[i]);
    table[static_cast<uint8_t>(kFrom[i]) + 32] = static_cast<uint8_t>(kTo[i]);
  }
  return table;
}

void WriteReversed(const std::vector<uint8_t>& data, size_t low, size_t high,
                   const std::array<uint8_t, 256>& table, std::vector<uint8_t>& out) {
  out.clear();
  size_t column = 0;
  for (size_t i = high; i > low; --i) {
    const uint8_t letter = data[i - 1];
    if (letter == '\n') continue;
    out.push_back(table[letter]);
    if (++column == kWidth) {
      out.push_back('\n');
      column = 0;
    }
  }
  if (column > 0) out.push_back('\n');
  fwrite(out.data(), 1, out.size(), stdout);
}

}  // namespace

int main() {
  std::vector<uint8_t> data;
  size_t size = 0;
  for (;;) {
    if (data.size() - size < 65536) data.resize(std::max<size_t>(2 * data.size(), 1 << 20));
    const ssize_t count = read(0, data.data() + size, data.size() - size);
    if (count <= 0) break;
    size += static_cast<size_t>(count);
  }
  data.resize(size);
  const std::array<uint8_t, 256> table = Partners();
  std::vector<uint8_t> out;
  for (size_t at = 0; at < size;) {
    size_t end = at;
    while (end < size && data[end] != '\n') ++end;
    const size_t low = std::min(end + 1, size);
    fwrite(data.data() + at, 1, low - at, stdout);
    size_t high = low;
    while (high < size && data[high] != '>') ++high;
    WriteReversed(data, low, high, table, out);
    at = high;
  }
  return 0;
}
