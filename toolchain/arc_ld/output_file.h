#ifndef ARC_TOOLCHAIN_ARC_LD_OUTPUT_FILE_H_
#define ARC_TOOLCHAIN_ARC_LD_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace arc::ld {

// Writes a file whole or not at all: into a temporary file beside it, then renamed over it. A
// program that runs from the old file keeps it. On failure the old file is untouched and the
// temporary one is gone. A `path` that exists and is no regular file (/dev/null, a pipe) is written
// to directly. `mode` are the permission bits before the umask.
absl::Status WriteOutputFile(const std::string& path, absl::string_view bytes, int mode);

// Fails with the reason that WriteOutputFile would meet in opening, so that a long link need not
// run first.
absl::Status CheckOutputFile(const std::string& path);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_OUTPUT_FILE_H_
