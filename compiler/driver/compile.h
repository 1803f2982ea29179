// One package from source text to object code and interface: every phase of the compiler in order.
//
// A package is compiled on its own: of the packages it imports only their interface files are read.
// Nothing here writes files or prints; callers (arcc, arc) do.
#ifndef ARC_COMPILER_DRIVER_COMPILE_H_
#define ARC_COMPILER_DRIVER_COMPILE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source_manager.h"

namespace arc::comptime {
class Evaluator;
}

namespace arc::driver {

enum class PackageKind {
  kLibrary,
  kProgram,  // wants `main`
  kTest,     // its `main` runs the test blocks
};

enum class Optimization { kO0, kO1, kO2, kO3, kOs };

// What a compilation can be asked to show. `kMlir` is the TIR module after the transforms in MLIR's
// generic form: TIR is lowered straight to LLVM IR, there is no stage in MLIR's LLVM dialect.
// `kComptimeTrace` is a table of what ran during the compilation.
enum class EmitKind { kTokens, kAst, kComptimeTrace, kTir, kMlir, kLlvm, kAssembly, kObject };

enum class DiagnosticFormat { kText, kColorText, kJson };

struct SourceFile {
  // As diagnostics and debug information name it; relative paths keep objects equal wherever they
  // are built.
  std::string name;
  // A file that could not be read becomes a diagnostic.
  absl::StatusOr<std::string> text;
};

// Gives the code file of a package; the error's message is the reason why there is none.
using CodeReader = std::function<absl::StatusOr<std::string>(const std::string& package)>;

bool VerifiesByDefault();

struct CompileOptions {
  std::string package_path;  // "std/core", "main"
  PackageKind kind = PackageKind::kLibrary;
  std::vector<SourceFile> sources;
  // Interface files of all packages that are imported, directly or not, by package path.
  std::map<std::string, std::string> interfaces;
  // Why a package has no interface, by package path: said at the import instead of "there is no
  // package …".
  std::map<std::string, std::string> import_errors;
  // Packages whose exported names are visible unqualified; they need an entry in `interfaces`.
  std::vector<std::string> prelude;
  Optimization optimization = Optimization::kO0;
  // Full debug information. Line tables, which stack traces need, are always there.
  bool debug_info = false;
  // Bitcode of the runtime's hot paths, inlined by optimizing compilations; empty: none. Not for
  // code that is linked with the checked runtime, which must see every allocation.
  std::string runtime_bitcode;
  // Code that the evaluator of comptime code runs, instead of a program: it takes fuel, knows where
  // it is, and is left without unwinding.
  bool comptime_code = false;
  // Runs comptime code of the package; null: an error where there is some. Outlives the call.
  comptime::Evaluator* evaluator = nullptr;
  // Reads a file for `@embed_file(path)`; the error's message is the reason. Null: there are none.
  std::function<absl::StatusOr<std::string>(const std::string& path)> read_file;
  // Asked for packages whose functions and constants are needed by code that runs during the build,
  // and which interfaces do not hold. Null: there are none.
  CodeReader read_code;
  std::vector<EmitKind> emit;
  bool want_interface = false;
  // What the package was checked to, for importers that run it: see `read_code`.
  bool want_code = false;
  // Check the TIR that the checker made before it is lowered: a net for bugs of the compiler that
  // takes a tenth of a compilation at -O0. On where the compiler itself is built with assertions.
  bool verify = VerifiesByDefault();
  // The process ends after this compilation: what the compiler built is kept reachable and not
  // taken apart.
  bool process_ends = false;
};

// The diagnostics of a compilation with the sources that they point into.
class CompileDiagnostics {
 public:
  CompileDiagnostics() : engine_(sources_) {}

  SourceManager& sources() { return sources_; }
  DiagnosticEngine& engine() { return engine_; }
  bool empty() const { return engine_.diagnostics().empty(); }
  std::string Render(DiagnosticFormat format) const;

 private:
  SourceManager sources_;
  DiagnosticEngine engine_;
};

struct CompileOutcome {
  // False: there are errors among the diagnostics, and nothing else is filled in.
  bool ok = false;
  // Not empty: the compiler contradicts itself (IR that does not verify). `ok` is false then.
  std::string internal_error;
  std::unique_ptr<CompileDiagnostics> diagnostics;
  std::map<EmitKind, std::string> outputs;
  std::string interface_file;           // content, if asked for
  std::string code_file;                // content, if asked for
  std::vector<std::string> imports;     // packages whose interfaces were used, the prelude included
  std::vector<std::string> test_names;  // of the package's test blocks, in order, for kTest
  // The lines that comptime code printed; there even if there are errors.
  std::string comptime_output;
  // Files that were asked for, by path as the program writes it: what the outcome depends on
  // besides the options. There even if there are errors.
  std::vector<std::string> embedded_files;
  // Packages whose code was asked for: likewise.
  std::vector<std::string> code_read;
};

// Reads a source file; the error's message is a sentence for the user.
absl::StatusOr<std::string> ReadSourceFile(const std::string& path);

// May be called from several threads at once. Needs a stack for high syntax trees: see
// RunOnLargeStack.
CompileOutcome CompilePackage(const CompileOptions& options);

// "obj" and back; nothing for an unknown name.
std::optional<EmitKind> EmitKindFromName(std::string_view name);
std::string_view EmitKindName(EmitKind kind);
// File extension with its dot, as `-o` with several kinds uses it.
std::string_view EmitKindExtension(EmitKind kind);

// "2" for -O2 and back.
std::optional<Optimization> OptimizationFromName(std::string_view name);
std::string_view OptimizationName(Optimization optimization);

// Packages whose names every package but these sees unqualified.
const std::vector<std::string>& DefaultPrelude();

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_COMPILE_H_
