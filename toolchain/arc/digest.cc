#include "toolchain/arc/digest.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace arc::tool {
namespace {

void AddSized(llvm::SHA256& hasher, std::string_view bytes) {
  uint8_t size[8];
  for (int i = 0; i < 8; ++i)
    size[i] = static_cast<uint8_t>(static_cast<uint64_t>(bytes.size()) >> (8 * i));
  hasher.update(llvm::ArrayRef<uint8_t>(size));
  hasher.update(llvm::StringRef(bytes));
}

}  // namespace

std::string ToHex(const Digest& digest) { return llvm::toHex(digest, /*LowerCase=*/true); }

Digest HashBytes(std::string_view bytes) {
  llvm::SHA256 hasher;
  hasher.update(llvm::StringRef(bytes));
  return hasher.final();
}

DigestBuilder& DigestBuilder::Add(std::string_view name, std::string_view value) {
  AddSized(hasher_, name);
  AddSized(hasher_, value);
  return *this;
}

DigestBuilder& DigestBuilder::Add(std::string_view name, const Digest& value) {
  return Add(name, std::string_view(reinterpret_cast<const char*>(value.data()), value.size()));
}

}  // namespace arc::tool
