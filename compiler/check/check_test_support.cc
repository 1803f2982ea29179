#include "compiler/check/check_test_support.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>

#include "compiler/check/check.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/interface_text.h"
#include "compiler/parse/parser.h"
#include "compiler/source/source_manager.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/thread.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc {
namespace {

namespace fs = std::filesystem;

// Phases behind the parser recurse over trees of up to kMaxTreeHeight; sanitizers make frames
// large.
constexpr unsigned kStackBytes = 2048u << 20;

// After so many texts the parsed standard library is made anew, since source texts and trees are
// only freed all together.
constexpr unsigned kTextsPerLibrary = 256;

// What tests rest on; without it there is nothing to test.
void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "tests of the checker: %s\n", what);
  std::abort();
}

struct InterfaceText {
  std::string name;
  std::string text;
};
using PackageTexts = std::map<std::string, std::vector<InterfaceText>, std::less<>>;

// The interfaces of all packages of the standard library, as importers read them.
const PackageTexts& StandardLibrary() {
  static const auto& packages = *[] {
    auto* out = new PackageTexts;
    const fs::path root = "runtime/std";
    Require(fs::is_directory(root), "no folder `runtime/std` under the working folder");
    for (const auto& folder : fs::directory_iterator(root)) {
      if (!folder.is_directory()) continue;
      std::vector<fs::path> files;
      for (const auto& file : fs::directory_iterator(folder))
        if (file.path().extension() == ".arc") files.push_back(file.path());
      std::sort(files.begin(), files.end());
      std::vector<InterfaceText>& texts = (*out)["std/" + folder.path().filename().string()];
      for (const fs::path& path : files) {
        std::ifstream stream(path, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        SourceManager sources;
        DiagnosticEngine diagnostics(sources);
        AstContext trees;
        const FileAst* tree = ParseFile(sources.AddBuffer(path.string(), std::move(text)), sources,
                                        diagnostics, trees);
        Require(!tree->has_errors, "the standard library does not parse");
        texts.push_back({path.string(), DumpInterface(*tree, sources)});
      }
    }
    return out;
  }();
  return packages;
}

// One space of sources with the parsed interfaces in it, used for many texts.
class Library : public check::PackageProvider {
 public:
  Files Load(std::string_view path) override {
    auto known = loaded_.find(path);
    if (known != loaded_.end()) return known->second;
    auto found = StandardLibrary().find(path);
    if (found == StandardLibrary().end()) return {{}, "there is no package of this name"};
    DiagnosticEngine diagnostics(sources);
    Files files;
    for (const InterfaceText& file : found->second)
      files.files.push_back(ParseFile(sources.AddBuffer(file.name, file.text), sources, diagnostics,
                                      trees, {.interface_mode = true}));
    Require(!diagnostics.has_errors(), "an interface of the standard library does not parse");
    loaded_[std::string(path)] = files;
    return files;
  }

  SourceManager sources;
  AstContext trees;
  unsigned texts = 0;

 private:
  std::map<std::string, Files, std::less<>> loaded_;
};

Library& CurrentLibrary() {
  static auto& library = *new std::unique_ptr<Library>;
  if (!library || ++library->texts > kTextsPerLibrary) library = std::make_unique<Library>();
  return *library;
}

std::string BrokenDiagnostic(const DiagnosticEngine& diagnostics, bool with_prelude) {
  for (const Diagnostic& diagnostic : diagnostics.diagnostics()) {
    if (diagnostic.message.empty()) return "a diagnostic without a message";
    if (diagnostic.message.find("<unresolved>") != std::string::npos)
      return "a diagnostic speaks of a type that could not be resolved";
    if (diagnostic.kind == DiagnosticKind::MissingLangItem && with_prelude)
      return "a declaration of the standard library is missing";
  }
  return "";
}

std::string BrokenLowering(mlir::ModuleOp module) {
  llvm::LLVMContext context;
  context.setDiscardValueNames(true);
  std::unique_ptr<llvm::Module> lowered = lower::LowerToLlvm(module, context, {});
  if (!lowered) return "verified TIR does not lower";
  std::string error;
  llvm::raw_string_ostream out(error);
  return llvm::verifyModule(*lowered, &out) ? "the LLVM module is invalid: " + error : "";
}

// Gives why the text breaks an invariant.
std::string Check(std::string_view text, const CheckTextOptions& wanted, Library& library,
                  DiagnosticEngine& diagnostics, CheckedText& checked) {
  absl::StatusOr<FileId> file = library.sources.TryAddBuffer("input.arc", std::string(text));
  if (!file.ok()) return "";
  const FileAst* tree = ParseFile(*file, library.sources, diagnostics, library.trees);
  if (tree->has_errors) return "";  // as in the driver: the checker sees no broken trees
  check::CheckOptions options;
  options.package_path = wanted.package_path;
  if (wanted.with_prelude) options.prelude = {"std/core", "std/compute"};
  options.is_program = text.find("func main") != std::string_view::npos;
  options.test_mode = !options.is_program && text.find("test \"") != std::string_view::npos;
  auto context = MakeContext();
  tir::Builder builder(context.get(), options.package_path);
  options.evaluator = wanted.evaluator;
  check::CheckResult result =
      check::CheckPackage(options, {tree}, library.sources, diagnostics, builder, library);
  const bool accepted = result.ok;
  for (const check::ComptimeOutput& output : result.comptime_outputs)
    checked.printed +=
        std::to_string(library.sources.Decode(output.range.begin).line) + ": " + output.text + "\n";
  for (const InterfaceValue& value : result.interface_values)
    checked.interface_values.push_back(value.text);
  if (accepted == diagnostics.has_errors()) return "the outcome disagrees with the diagnostics";
  if (!accepted) return "";
  std::string error;
  if (!VerifyModule(builder.Module(), &error))
    return "an accepted program does not verify: " + error;
  if (wanted.want_tir) {
    llvm::raw_string_ostream out(checked.tir);
    PrintModule(builder.Module(), out);
  }
  return wanted.depth == CheckDepth::kLower ? BrokenLowering(builder.Module()) : "";
}

CheckedText CheckOnThisStack(std::string_view text, const CheckTextOptions& options) {
  Library& library = CurrentLibrary();
  DiagnosticEngine diagnostics(library.sources);
  CheckedText checked;
  checked.broken = Check(text, options, library, diagnostics, checked);
  if (checked.broken.empty()) checked.broken = BrokenDiagnostic(diagnostics, options.with_prelude);
  checked.error_count = diagnostics.error_count();
  for (const Diagnostic* diagnostic : diagnostics.Sorted()) {
    LineColumn place = library.sources.Decode(diagnostic->range.begin);
    checked.report += DiagnosticCode(diagnostic->kind) + " " + std::to_string(place.line) + ":" +
                      std::to_string(place.column) + " " + diagnostic->message + "\n";
  }
  llvm::raw_string_ostream out(checked.rendered);
  RenderText(diagnostics, {}, out);
  return checked;
}

}  // namespace

CheckedText CheckText(std::string_view text, const CheckTextOptions& options) {
  CheckedText checked;
  llvm::thread worker(std::optional<unsigned>(kStackBytes),
                      [&] { checked = CheckOnThisStack(text, options); });
  worker.join();
  return checked;
}

}  // namespace arc
