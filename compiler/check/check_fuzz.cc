// Any bytes as a source: diagnostics, never a crash; what is accepted verifies and lowers to LLVM
// IR that verifies. Mutations work on tokens; their material is what the fuzzer has tried so far.
//
//   bazel run --config=fuzzer //compiler/check:check_fuzz -- -timeout=20 -rss_limit_mb=4096 FOLDER
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

#include "compiler/check/check_test_support.h"
#include "compiler/check/token_mutator.h"

// Given by libFuzzer; a replay of the corpus does without.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size,
                                                         size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  arc::CheckTextOptions options;
  options.depth = arc::CheckDepth::kLower;
  const arc::CheckedText checked = arc::CheckText(text, options);
  if (checked.broken.empty()) return 0;
  std::fprintf(stderr, "%s\n%s", checked.broken.c_str(), checked.rendered.c_str());
  std::abort();
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  if (LLVMFuzzerMutate && seed % 8 == 0) return LLVMFuzzerMutate(data, size, max_size);
  static auto& mutator = *new arc::TokenMutator;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static unsigned remembered = 0;
  if (remembered < 500 && seed % 16 == 1) {
    mutator.AddMaterial(text);
    ++remembered;
  }
  std::mt19937 random(seed);
  const std::string mutated = mutator.Mutate(text, random);
  const size_t length = std::min(mutated.size(), max_size);
  std::memcpy(data, mutated.data(), length);
  return length;
}
