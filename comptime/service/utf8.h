// Text of users in messages, which must be UTF-8.
#ifndef ARC_COMPTIME_SERVICE_UTF8_H_
#define ARC_COMPTIME_SERVICE_UTF8_H_

#include <string>

#include "absl/strings/string_view.h"

namespace arc::comptime {

// `bytes` with a replacement character for each byte that is part of no character.
std::string ToUtf8(absl::string_view bytes);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_UTF8_H_
