// -DKERNEL=0 nothing, 1 fib, 2 sieve, 3 CRC tables, 4 JSON (-DTEXT="file.inc"); -DRESULT=what is expected.
#include <array>
#include <cstdint>

constexpr int64_t Fib(int64_t n, int64_t& calls) {
  ++calls;
  return n < 2 ? n : Fib(n - 1, calls) + Fib(n - 2, calls);
}
constexpr int64_t Fibonacci(int64_t n) {
  int64_t calls = 0;
  const int64_t value = Fib(n, calls);
  return value + calls;
}

template <int64_t limit>
constexpr int64_t CountPrimes() {
  std::array<bool, limit + 1> composite{};
  int64_t count = 0;
  for (int64_t i = 2; i <= limit; ++i) {
    if (composite[i]) continue;
    ++count;
    for (int64_t j = i * i; j <= limit; j += i) composite[j] = true;
  }
  return count;
}

struct Tables {
  uint32_t entry[16][256];
};
constexpr Tables CrcTables() {
  Tables tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    tables.entry[0][i] = c;
  }
  for (int t = 1; t < 16; ++t) {
    for (int i = 0; i < 256; ++i) {
      const uint32_t before = tables.entry[t - 1][i];
      tables.entry[t][i] = (before >> 8) ^ tables.entry[0][before & 255];
    }
  }
  return tables;
}
constexpr int64_t SumTables(const Tables& tables) {
  uint32_t sum = 0;
  for (const auto& table : tables.entry)
    for (uint32_t entry : table) sum = sum * 31 + entry;
  return sum;
}

struct Reader {
  const char* at;
  int64_t values = 0, sum = 0;

  constexpr void SkipSpace() {
    while (*at == ' ' || *at == '\n') ++at;
  }
  constexpr void SkipText() {
    ++at;
    while (*at != '"') ++at;
    ++at;
  }
  constexpr bool GoesOn() {
    SkipSpace();
    return *at++ == ',';
  }
  constexpr bool OpensEmpty(char close) {
    ++at;
    SkipSpace();
    if (*at != close) return false;
    ++at;
    return true;
  }
  constexpr void Value() {
    SkipSpace();
    ++values;
    const char c = *at;
    if (c == '{') {
      if (OpensEmpty('}')) return;
      do {
        SkipSpace();
        SkipText();
        SkipSpace();
        ++at;
        Value();
      } while (GoesOn());
    } else if (c == '[') {
      if (OpensEmpty(']')) return;
      do Value();
      while (GoesOn());
    } else if (c == '"') {
      SkipText();
    } else if (c == 't' || c == 'n') {
      at += 4;
    } else if (c == 'f') {
      at += 5;
    } else {
      const bool negative = c == '-';
      if (negative) ++at;
      int64_t n = 0;
      for (; *at >= '0' && *at <= '9'; ++at) n = n * 10 + (*at - '0');
      sum += negative ? -n : n;
    }
  }
};
constexpr int64_t ReadJson(const char* text) {
  Reader reader{text};
  reader.Value();
  return reader.values * 1000000000 + reader.sum;
}

#if KERNEL == 1
static_assert(Fibonacci(30) == RESULT);
#elif KERNEL == 2
static_assert(CountPrimes<1000000>() == RESULT);
#elif KERNEL == 3
extern constexpr Tables kTables = CrcTables();
static_assert(SumTables(kTables) == RESULT);
#elif KERNEL == 4
constexpr char kText[] =
#include TEXT
    ;
static_assert(ReadJson(kText) == RESULT);
#endif
