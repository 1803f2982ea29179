// Joins texts and numbers to a string, as absl::StrCat does; unlike it, it takes std::string_view
// (the Abseil release in use has a string_view type of its own).
#ifndef ARC_COMPILER_SOURCE_CONCAT_H_
#define ARC_COMPILER_SOURCE_CONCAT_H_

#include <concepts>
#include <string>
#include <string_view>

namespace arc {
namespace concat_internal {

inline void Append(std::string& out, std::string_view text) { out.append(text); }
inline void Append(std::string& out, char character) { out.push_back(character); }
template <std::integral T>
  requires(!std::same_as<T, char> && !std::same_as<T, bool>)
void Append(std::string& out, T number) {
  out.append(std::to_string(number));
}

}  // namespace concat_internal

template <typename... Parts>
std::string Concat(const Parts&... parts) {
  std::string out;
  (concat_internal::Append(out, parts), ...);
  return out;
}

}  // namespace arc

#endif  // ARC_COMPILER_SOURCE_CONCAT_H_
