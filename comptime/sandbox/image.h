// The program that workers run: the runtime and the library for comptime, linked with the worker's
// loop when the toolchain is built, and embedded in this process.
#ifndef ARC_COMPTIME_SANDBOX_IMAGE_H_
#define ARC_COMPTIME_SANDBOX_IMAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arc::comptime {

struct SourceFrame {
  std::string function;
  std::string file;
  uint32_t line = 0;
};

class Image {
 public:
  // The embedded one. Reads its symbols at first use; thread-safe.
  static const Image& Get();

  absl::string_view bytes() const;
  // Identifies what is in it; part of cache keys.
  absl::string_view build_id() const;

  // The address of a function or an object that code may refer to: the library's, `arc_rt_*`,
  // memory functions and mathematics.
  std::optional<uint64_t> Find(absl::string_view symbol) const;
  // The symbol of what begins at the address; of several the shortest. Empty: none.
  std::string FunctionAt(uint64_t address) const;
  bool Contains(uint64_t address) const;
  // The frames of a return address, inlined ones first. Empty for those that traces leave out.
  std::vector<SourceFrame> Describe(uint64_t return_address) const;

 private:
  Image();
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_IMAGE_H_
