// The long texts of the diagnostics: what `arc explain` prints.
#ifndef ARC_COMPILER_DIAGNOSTICS_EXPLAIN_H_
#define ARC_COMPILER_DIAGNOSTICS_EXPLAIN_H_

#include <string>
#include <string_view>
#include <vector>

namespace arc {

struct Explanation {
  std::string_view code;   // "ARC0007"
  std::string_view title;  // a few words, small letters
  std::string_view text;   // Markdown: what is wrong and why, then a wrong program and a right one
};

// A section of explanations.md for each registered kind, in the order of the file.
const std::vector<Explanation>& AllExplanations();

// The explanation of `ARC0007`, also written `arc0007`, `0007` or `7`; null if there is none.
const Explanation* FindExplanation(std::string_view code);

}  // namespace arc

#endif  // ARC_COMPILER_DIAGNOSTICS_EXPLAIN_H_
