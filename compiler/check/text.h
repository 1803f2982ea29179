// Cat(a, b, …): one string out of string-like pieces and integers. Abseil's StrCat does not take
// std::string_view in the packaged release.
#ifndef ARC_COMPILER_CHECK_TEXT_H_
#define ARC_COMPILER_CHECK_TEXT_H_

#include <concepts>
#include <string>
#include <string_view>

namespace arc::check {

inline void AppendPiece(std::string* out, std::string_view piece) { out->append(piece); }
inline void AppendPiece(std::string* out, char c) { out->push_back(c); }
template <std::integral T>
  requires(!std::same_as<T, char>)
void AppendPiece(std::string* out, T value) {
  out->append(std::to_string(value));
}

template <typename... Ts>
std::string Cat(const Ts&... pieces) {
  std::string out;
  (AppendPiece(&out, pieces), ...);
  return out;
}

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_TEXT_H_
