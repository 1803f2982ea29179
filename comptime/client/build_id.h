// The build id of a program file, by which clients and services know whether they belong together.
#ifndef ARC_COMPTIME_CLIENT_BUILD_ID_H_
#define ARC_COMPTIME_CLIENT_BUILD_ID_H_

#include <string>

#include "absl/status/statusor.h"

namespace arc::comptime {

// In hexadecimal; empty when the file has none. An error when it cannot be read or is no 64-bit ELF
// file.
absl::StatusOr<std::string> ReadBuildId(const std::string& path);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_CLIENT_BUILD_ID_H_
