// Content addresses: SHA-256 over named fields.
#ifndef ARC_TOOLCHAIN_ARC_DIGEST_H_
#define ARC_TOOLCHAIN_ARC_DIGEST_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "llvm/Support/SHA256.h"

namespace arc::tool {

using Digest = std::array<uint8_t, 32>;

std::string ToHex(const Digest& digest);
Digest HashBytes(std::string_view bytes);

// Hashes fields with their names and lengths, so that no two different lists of fields look alike:
//   DigestBuilder("compile").Add("package", path).Add("text", text).Finish()
class DigestBuilder {
 public:
  explicit DigestBuilder(std::string_view purpose) { Add("purpose", purpose); }
  DigestBuilder& Add(std::string_view name, std::string_view value);
  DigestBuilder& Add(std::string_view name, const Digest& value);
  Digest Finish() { return hasher_.final(); }

 private:
  llvm::SHA256 hasher_;
};

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_DIGEST_H_
