// Builds what a package graph describes: compiles the packages that changed, in parallel, and
// links.
#ifndef ARC_TOOLCHAIN_ARC_BUILD_H_
#define ARC_TOOLCHAIN_ARC_BUILD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compiler/driver/compile.h"
#include "comptime/client/client.h"
#include "toolchain/arc/cache.h"
#include "toolchain/arc/distribution.h"
#include "toolchain/arc/package_graph.h"

namespace arc::tool {

enum class BuildGoal {
  kCheck,  // diagnostics only
  kProgram,
  kTest,  // a program that runs the test blocks of the graph's last package
};

struct BuildOptions {
  BuildGoal goal = BuildGoal::kProgram;
  driver::Optimization optimization = driver::Optimization::kO0;
  bool debug_info = false;
  // Links the runtime that finds leaks and double frees.
  bool checked = false;
  // Leaves the symbol table out of the program, too.
  bool strip = false;
  std::vector<std::string> prelude = driver::DefaultPrelude();
  driver::DiagnosticFormat diagnostic_format = driver::DiagnosticFormat::kText;
  unsigned jobs = 0;  // 0: as many as there are processors
  // Says on standard error what is being done.
  bool show_progress = false;
  // Without an evaluator the one of the distribution runs comptime code.
  comptime::ClientOptions comptime;
};

struct BuildResult {
  bool ok = false;
  // Errors and warnings of all packages, rendered; imported packages first.
  std::string diagnostics;
  // The lines that comptime code printed, of the packages that were compiled now.
  std::string comptime_output;
  // The program in the cache; there as long as the cache is open.
  std::string program;
  // Names of the test blocks in the order of their numbers, for kTest.
  std::vector<std::string> tests;
  size_t packages_compiled = 0;
  bool linked = false;
};

// Error: the machinery failed (the cache cannot be written, the link failed), with a message for
// the user. Errors in the sources are no error here but `ok == false`.
absl::StatusOr<BuildResult> Build(const PackageGraph& graph, const Distribution& distribution,
                                  Cache& cache, const BuildOptions& options);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_BUILD_H_
