// What the fuzz target and the mutation test of the checker share: one text through lexer, parser,
// checker, verifier and, if wanted, lowering.
#ifndef ARC_COMPILER_CHECK_CHECK_FUZZ_INPUT_H_
#define ARC_COMPILER_CHECK_CHECK_FUZZ_INPUT_H_

#include <string>
#include <string_view>
#include <vector>

namespace arc {

enum class CheckDepth {
  kVerify,  // until the TIR is verified
  kLower,   // until the LLVM module is verified; no code is generated
};

// Checks `text` as a package of its own, with the standard library's interface loaded: a program
// when it declares `main`, a test package when it has test blocks only, else a library. Gives the
// number of errors that were reported.
//
// Aborts with a message when an invariant is broken: a text without errors must give TIR that
// verifies (and, with kLower, LLVM IR that verifies), a rejected one at least one error; messages
// must have a text, a place that exists, and must not speak of types that could not be resolved.
//
// The standard library is read from `runtime/std` under the working folder. Not thread-safe.
size_t CheckProgramText(std::string_view text, CheckDepth depth);

// The diagnostics of the last text, rendered; for messages of failing tests.
std::string LastDiagnostics();

}  // namespace arc

#endif  // ARC_COMPILER_CHECK_CHECK_FUZZ_INPUT_H_
