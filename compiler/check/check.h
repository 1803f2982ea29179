// The checker: from the syntax trees of one package (and the interfaces of those it imports) to
// TIR.
#ifndef ARC_COMPILER_CHECK_CHECK_H_
#define ARC_COMPILER_CHECK_CHECK_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/parse/ast.h"
#include "compiler/parse/interface_text.h"
#include "compiler/source/concat.h"
#include "compiler/source/source_manager.h"
#include "comptime/client/evaluator.h"

namespace arc::check {

// Gives the checker the syntax trees of imported packages (the driver reads them from interface
// files).
class PackageProvider {
 public:
  virtual ~PackageProvider() = default;
  // Empty `files` with a message when there is no such package or it cannot be read.
  struct Files {
    std::vector<const FileAst*> files;
    std::string error;
  };
  virtual Files Load(std::string_view path) = 0;

  // The package whose declaration a symbol of the linker is; empty: it is none's.
  virtual std::string PackageOf(std::string_view symbol) const {
    (void)symbol;
    return "";
  }
  // What a package was checked to (`arcc --code-out`), asked for once, when code that runs during
  // the build needs a body or a value that no interface holds. Not there: empty, with the reason.
  // Its sources become known to the source manager.
  struct Code {
    std::string bytes;
    std::string error;
  };
  virtual Code LoadCode(std::string_view path) {
    return {"", Concat("the code of package `", path, "` is not given to this compilation")};
  }
};

struct CheckOptions {
  std::string package_path;
  std::vector<std::string> prelude;  // packages whose exported names are visible unqualified
  bool is_program = false;           // wants `main`
  bool test_mode = false;            // `arc_main` runs the test blocks
  bool visibility = false;           // debuggers will ask what a name means where
  // Runs comptime code. Null: an error where it is needed. Outlives the call.
  comptime::Evaluator* evaluator = nullptr;
  // Gives the content of a file for `@embed_file(path)`, or says why it does not. Null: there are
  // no files.
  std::function<bool(const std::string& path, std::string* content, std::string* why_not)>
      read_file;
};

// A line that `comptime_print` wrote.
struct ComptimeOutput {
  SourceRange range;  // of the comptime expression
  std::string text;   // as written, without a line end
};

// What running a comptime expression took.
struct ComptimeRun {
  SourceRange range;
  ArcComptimeEnd end = ARC_COMPTIME_NOT_RUN;
  uint64_t fuel = 0;
  uint64_t memory_peak = 0;  // bytes
  uint64_t nanoseconds = 0;
  uint64_t image_bytes = 0;
  bool from_cache = false;
};

struct CheckResult {
  bool ok = false;  // no errors were reported
  // Functions that work with types as values: importers compile them again.
  std::vector<const FuncDecl*> kept_bodies;
  std::vector<std::string> imported_packages;  // paths, in the order in which they were loaded
  std::vector<std::string> test_names;         // titles of test blocks, in the order of the source
  // In the order of the source; also when errors were reported.
  std::vector<ComptimeOutput> comptime_outputs;
  std::vector<ComptimeRun> comptime_runs;
  // Declarations of functions that comptime blocks have added, as one more file of the interface;
  // empty: there are none.
  std::string added_functions;
  // What importers read instead of the initializers of constants that were run or are files.
  std::vector<InterfaceValue> interface_values;
};

// Checks the package that `files` make up and emits its TIR into `builder`. Without errors the TIR
// verifies; with errors it is only good for being thrown away. `files` have no syntax errors.
//
// Recurses over the trees: callers run it on a stack that fits kMaxTreeHeight.
CheckResult CheckPackage(const CheckOptions& options, const std::vector<const FileAst*>& files,
                         const SourceManager& sources, DiagnosticEngine& diagnostics,
                         tir::Builder& builder, PackageProvider& provider);

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_CHECK_H_
