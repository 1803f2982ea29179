// The files that a package may embed.
#ifndef ARC_COMPILER_DRIVER_EMBEDDED_FILES_H_
#define ARC_COMPILER_DRIVER_EMBEDDED_FILES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace arc::driver {

// Either the files below a folder, or those that a build system names: then no others.
//
// Paths are as programs write them: relative, with `/`, without `.` and `..`. What they lead to is
// a regular file that does not change while it is read; in a folder, it lies in that folder
// wherever symbolic links lead, or below the place where `source` lies: build systems run in
// folders of links to the sources. The error's message is the reason alone, for users.
struct EmbeddedFiles {
  std::string folder;                        // empty: none
  std::string source;                        // a file of the package; empty: none
  std::map<std::string, std::string> named;  // from the path in the program to the file

  absl::StatusOr<std::string> Read(const std::string& path) const;
};

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_EMBEDDED_FILES_H_
