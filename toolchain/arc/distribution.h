// The files that ship with the tools: the standard library and the runtime.
//
//   bin/arc bin/arcc bin/arc-ld
//   lib/arc/manifest.json
//   lib/arc/std/core.arci …          interfaces
//   lib/arc/libarc_std.a             objects of the standard library, optimized
//   lib/arc/libarc_rt.a              runtime
//   lib/arc/arc_rt_inline.bc         its hot paths, inlined into optimized programs
//   lib/arc/libarc_rt_checked.a      runtime that finds leaks and double frees
//   lib/arc/debugger/arc_gdb.py arc_lldb.py
//
// What is generic in the standard library is compiled into the program that uses it, with that
// program's optimization; the rest is optimized whatever the program is, as the runtime is.
//
// The manifest names the files with their hashes, so that a build need not read them to know
// whether they changed.
#ifndef ARC_TOOLCHAIN_ARC_DISTRIBUTION_H_
#define ARC_TOOLCHAIN_ARC_DISTRIBUTION_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace arc::tool {

struct Distribution {
  std::string root;  // holds bin and lib
  // Package path to interface file, of all packages of the standard library.
  std::map<std::string, std::string> interfaces;
  std::string interfaces_id;  // hash of all interfaces
  struct Archive {            // or a file of bitcode
    std::string path;
    std::string id;  // hash of the content
  };
  Archive standard_library;
  Archive runtime;
  Archive checked_runtime;
  Archive runtime_bitcode;
  Archive gdb_script;
  std::string lldb_script;  // path
};

// Where to look, in order: $ARC_ROOT alone if set; else beside the folder of the program as it was
// called; else beside the folder of the program's real file (behind symbolic links).
absl::StatusOr<Distribution> FindDistribution();

// Reads the manifest of the distribution at `root`.
absl::StatusOr<Distribution> ReadDistribution(const std::string& root);

// The build id of the running program: changes with the compiler.
std::string CompilerId();

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_DISTRIBUTION_H_
