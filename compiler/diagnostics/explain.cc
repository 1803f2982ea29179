#include "compiler/diagnostics/explain.h"

#include <algorithm>

namespace arc {
namespace {

// A string literal of the text. (#embed would do, but clang names what it embeds by its real path,
// and Bazel then misses it among the inputs.)
constexpr char kFile[] =
#include "compiler/diagnostics/explanations.inc"
    ;

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of("\n ");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of("\n ") - begin + 1);
}

// Sections begin with `# ARC0007 title`; what stands before the first one is for writers.
std::vector<Explanation> Split() {
  const std::string_view file(kFile, sizeof kFile - 1);
  constexpr std::string_view kHead = "\n# ARC";
  std::vector<Explanation> out;
  for (size_t at = file.find(kHead); at != std::string_view::npos;) {
    const size_t next = file.find(kHead, at + 1);
    std::string_view section =
        file.substr(at + 3, next == std::string_view::npos ? next : next - at - 3);
    const size_t line_end = section.find('\n');
    const std::string_view head = section.substr(0, line_end);
    const size_t space = head.find(' ');
    out.push_back(
        {head.substr(0, space), Trimmed(head.substr(space)), Trimmed(section.substr(line_end))});
    at = next;
  }
  return out;
}

}  // namespace

const std::vector<Explanation>& AllExplanations() {
  static const auto& all = *new std::vector<Explanation>(Split());
  return all;
}

const Explanation* FindExplanation(std::string_view code) {
  if (code.size() > 3 && (code.starts_with("ARC") || code.starts_with("arc")))
    code.remove_prefix(3);
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (code.empty() || !std::all_of(code.begin(), code.end(), digit)) return nullptr;
  while (code.size() > 1 && code.front() == '0') code.remove_prefix(1);
  for (const Explanation& e : AllExplanations()) {
    std::string_view number = e.code.substr(3);
    while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
    if (number == code) return &e;
  }
  return nullptr;
}

}  // namespace arc
