// Pancake flips over all permutations: fannkuch [N]. The twin of ../programs/fannkuch.arc.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  std::int64_t n = argc > 1 ? std::atol(argv[1]) : 7;
  std::array<std::int64_t, 16> permutation{}, current{}, count{};
  for (std::int64_t i = 0; i < n; ++i) current[i] = i;
  std::int64_t checksum = 0, most = 0, number = 0, r = n;
  for (;;) {
    while (r != 1) {
      count[r - 1] = r;
      --r;
    }
    for (std::int64_t i = 0; i < n; ++i) permutation[i] = current[i];
    std::int64_t flips = 0, k = permutation[0];
    while (k != 0) {
      std::int64_t low = 0, high = k;
      while (low < high) {
        std::int64_t x = permutation[low];
        permutation[low] = permutation[high];
        permutation[high] = x;
        ++low;
        --high;
      }
      ++flips;
      k = permutation[0];
    }
    if (flips > most) most = flips;
    if (number % 2 == 0) {
      checksum += flips;
    } else {
      checksum -= flips;
    }
    for (;;) {
      if (r == n) {
        std::printf("%ld\nPfannkuchen(%ld) = %ld\n", checksum, n, most);
        return 0;
      }
      std::int64_t first = current[0];
      for (std::int64_t i = 0; i < r; ++i) current[i] = current[i + 1];
      current[r] = first;
      --count[r];
      if (count[r] > 0) break;
      ++r;
    }
    ++number;
  }
}
