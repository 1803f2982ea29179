// What the fuzzer and the mutation test do with an input.
#ifndef ARC_COMPILER_PARSE_PARSER_FUZZ_INPUT_H_
#define ARC_COMPILER_PARSE_PARSER_FUZZ_INPUT_H_

#include <string_view>

namespace arc {

// Lexes, parses, prints and renders the text, and ends the process if an invariant does not hold:
// tokens in order and inside the file, a tree and errors that agree, an interface that parses like
// its source.
void CheckFrontEndOn(std::string_view text);

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_PARSER_FUZZ_INPUT_H_
