// The spectral norm of an infinite matrix: spectral_norm [N]. The twin of
// ../programs/spectral_norm.arc.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

inline double A(std::size_t i, std::size_t j) {
  return 1.0 / static_cast<double>((i + j) * (i + j + 1) / 2 + i + 1);
}

void Times(const std::vector<double>& v, std::vector<double>& out) {
  for (std::size_t i = 0; i < v.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += A(i, j) * v[j];
    out[i] = sum;
  }
}

void TimesTransposed(const std::vector<double>& v, std::vector<double>& out) {
  for (std::size_t i = 0; i < v.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += A(j, i) * v[j];
    out[i] = sum;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t n = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100;
  std::vector<double> u(n, 1.0), v(n, 0.0), t(n, 0.0);
  for (int i = 0; i < 10; ++i) {
    Times(u, t);
    TimesTransposed(t, v);
    Times(v, t);
    TimesTransposed(t, u);
  }
  double vbv = 0, vv = 0;
  for (std::size_t i = 0; i < n; ++i) {
    vbv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  std::printf("%.9f\n", std::sqrt(vbv / vv));
}
