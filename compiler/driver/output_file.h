// Files that the tools write: whole or not at all.
#ifndef ARC_COMPILER_DRIVER_OUTPUT_FILE_H_
#define ARC_COMPILER_DRIVER_OUTPUT_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace arc::driver {

// Writes a new file and puts it in the place of `path` when it is whole, so that no reader sees
// half a file and a program that runs from the old one keeps it. The new file has no name while it
// is written (where the file system knows such files), so that nothing of it stays when the process
// is killed. On failure the old file is untouched. A `path` that exists and is neither a file nor a
// folder
// (/dev/null, a pipe) is written to directly; "-" is standard output. `mode`: permission bits
// before the umask. The message names the path and the reason.
absl::Status WriteFile(const std::string& path, std::string_view bytes, int mode = 0666);

// As WriteFile for the content of an existing file; shares its blocks where the file system can.
absl::Status CopyFile(const std::string& from, const std::string& path, int mode);

// Fails with the reason that WriteFile would meet in opening, so that a long compilation need not
// run first.
absl::Status CheckWritable(const std::string& path);

// Fails when `path` leads to one of the files `sources`, by whatever name: the output would replace
// what it was made from.
absl::Status CheckIsNoSource(const std::string& path, const std::vector<std::string>& sources);

// "No such file or directory" for an errno value.
std::string SystemMessage(int error);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_OUTPUT_FILE_H_
