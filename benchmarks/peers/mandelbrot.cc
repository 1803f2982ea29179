// The Mandelbrot set as a portable bitmap, N by N: mandelbrot [N]. The twin of
// ../programs/mandelbrot.arc.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  std::size_t n = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 200;
  std::printf("P4\n%zu %zu\n", n, n);
  std::size_t row_bytes = (n + 7) / 8;
  std::vector<std::uint8_t> row(row_bytes, 0);
  double scale = 2.0 / static_cast<double>(n);
  for (std::size_t y = 0; y < n; ++y) {
    double ci = static_cast<double>(y) * scale - 1.0;
    for (std::size_t xb = 0; xb < row_bytes; ++xb) {
      std::uint32_t bits = 0;
      for (std::size_t k = 0; k < 8; ++k) {
        std::size_t x = xb * 8 + k;
        double cr = static_cast<double>(x) * scale - 1.5;
        double zr = 0, zi = 0, tr = 0, ti = 0;
        int i = 0;
        while (i < 50 && tr + ti <= 4.0) {
          zi = 2.0 * zr * zi + ci;
          zr = tr - ti + cr;
          tr = zr * zr;
          ti = zi * zi;
          ++i;
        }
        bits <<= 1;
        if (x < n && tr + ti <= 4.0) bits |= 1;
      }
      row[xb] = static_cast<std::uint8_t>(bits);
    }
    std::fwrite(row.data(), 1, row.size(), stdout);
  }
}
