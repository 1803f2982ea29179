// For tests of the checker: texts checked as packages of their own, with the standard library's
// interface loaded.
#ifndef ARC_COMPILER_CHECK_CHECK_TEST_SUPPORT_H_
#define ARC_COMPILER_CHECK_CHECK_TEST_SUPPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "comptime/client/evaluator.h"

namespace arc {

enum class CheckDepth {
  kVerify,  // until the TIR is verified
  kLower,   // until the LLVM module is verified; no code is generated
};

struct CheckedText {
  size_t error_count = 0;
  // "ARC0200 3:5 message" a line, errors and warnings, in the order of their places.
  std::string report;
  // As users see it.
  std::string rendered;
  // Why the text breaks an invariant of the compiler; empty when it does not. A text without errors
  // gives TIR that verifies (and, with kLower, LLVM IR that verifies), a rejected one at least one
  // error; messages have a text and do not speak of types that could not be resolved.
  std::string broken;
  // What comptime code printed, a line each: "3: text".
  std::string printed;
  std::vector<std::string> interface_values;
  std::string tir;  // of a text without errors, if asked for
};

struct CheckTextOptions {
  CheckDepth depth = CheckDepth::kVerify;
  std::string package_path = "main";
  bool with_prelude = true;
  comptime::Evaluator* evaluator = nullptr;
  bool want_tir = false;
};

// A program when the text declares `main`, a test package when it has test blocks only, else a
// library. The standard library is read from `runtime/std` under the working folder, and its trees
// are kept for many texts. Runs on a stack of its own that fits every tree. Not thread-safe.
CheckedText CheckText(std::string_view text, const CheckTextOptions& options = {});

}  // namespace arc

#endif  // ARC_COMPILER_CHECK_CHECK_TEST_SUPPORT_H_
