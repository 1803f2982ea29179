// Interface files: what a package shows to those that import it.
#ifndef ARC_COMPILER_DRIVER_INTERFACE_FILE_H_
#define ARC_COMPILER_DRIVER_INTERFACE_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace arc::driver {

struct InterfaceText {
  std::string path;  // as diagnostics and debug information name the source
  std::string text;  // made by DumpInterface
};

struct InterfaceFile {
  std::string package_path;
  std::vector<std::string> imports;
  std::vector<InterfaceText> files;
};

// Equal interfaces give equal bytes.
std::string WriteInterface(const InterfaceFile& interface);
absl::StatusOr<InterfaceFile> ReadInterface(std::string_view bytes);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_INTERFACE_FILE_H_
