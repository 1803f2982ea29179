#include "comptime/service/utf8.h"

#include "llvm/Support/ConvertUTF.h"

namespace arc::comptime {

std::string ToUtf8(absl::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto* first = reinterpret_cast<const llvm::UTF8*>(bytes.data());
    const size_t length = llvm::getNumBytesForUTF8(*first);
    if (length <= bytes.size() && llvm::isLegalUTF8Sequence(first, first + length)) {
      text.append(bytes.data(), length);
      bytes.remove_prefix(length);
    } else {
      text += "\xef\xbf\xbd";
      bytes.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace arc::comptime
