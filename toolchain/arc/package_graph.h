// Which packages a program is made of, and in which order they are compiled.
//
// A program is a file or a folder. `import "a/b"` means, in this order: a package of the standard
// library if the path starts with `std/`; the folder a/b in the program's folder; the folder a/b
// beside the program's folder. All packages of a program use these same two roots, so a path means
// the same package everywhere in it.
#ifndef ARC_TOOLCHAIN_ARC_PACKAGE_GRAPH_H_
#define ARC_TOOLCHAIN_ARC_PACKAGE_GRAPH_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compiler/driver/compile.h"
#include "toolchain/arc/distribution.h"

namespace arc::tool {

struct PackageNode {
  std::string path;    // "util/text"; of the program itself: its namespace, its folder's name, or
                       // "main" for a file
  std::string folder;  // as diagnostics name it
  std::vector<driver::SourceFile> sources;
  // Nodes of packages imported, directly or through others; all stand before this one.
  std::vector<size_t> imports;
  // Imports that mean nothing, with the reason.
  std::map<std::string, std::string> import_errors;
};

struct PackageGraph {
  std::vector<PackageNode> nodes;  // imported ones first; the last one is the program
  // Import cycles and packages under two names. With errors there are no nodes.
  std::unique_ptr<driver::CompileDiagnostics> diagnostics;
  // Name for the program's file if none is given: "hello" for hello.arc.
  std::string program_name;
};

// `target`: a file or a folder. Errors are about the target itself: it is not there, is no source
// file, holds none.
absl::StatusOr<PackageGraph> LoadPackageGraph(const std::string& target,
                                              const Distribution& distribution);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_PACKAGE_GRAPH_H_
