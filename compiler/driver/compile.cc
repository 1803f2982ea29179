#include "compiler/driver/compile.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "compiler/check/check.h"
#include "compiler/driver/back_end.h"
#include "compiler/driver/interface_provider.h"
#include "compiler/ir/dialects.h"
#include "compiler/ir/interface.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/lex/lexer.h"
#include "compiler/lex/token.h"
#include "compiler/parse/ast_context.h"
#include "compiler/parse/interface_text.h"
#include "compiler/parse/parser.h"
#include "compiler/parse/print_ast.h"
#include "compiler/source/concat.h"
#include "comptime/client/evaluator.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/BuryPointer.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "runtime/core/contract.h"

namespace arc::driver {
namespace {

bool Wants(const CompileOptions& options, EmitKind kind) {
  return std::find(options.emit.begin(), options.emit.end(), kind) != options.emit.end();
}

// Whether anything is asked for that needs phases behind the parser. Nothing asked for means:
// check.
bool NeedsChecker(const CompileOptions& options) {
  if (options.emit.empty() || options.want_interface || options.want_code) return true;
  return std::any_of(options.emit.begin(), options.emit.end(), [](EmitKind kind) {
    return kind != EmitKind::kTokens && kind != EmitKind::kAst;
  });
}

// The state of one compilation; each step reads what those before it left.
class Compilation {
 public:
  explicit Compilation(const CompileOptions& options)
      : options_(options), diagnostics_(std::make_unique<CompileDiagnostics>()) {}

  CompileOutcome Run() {
    CompileOutcome outcome;
    outcome.ok = Phases(outcome) && !engine().has_errors();
    if (!outcome.ok) {
      outcome.outputs.clear();
      outcome.interface_file.clear();
      outcome.code_file.clear();
    }
    outcome.diagnostics = std::move(diagnostics_);
    return outcome;
  }

 private:
  SourceManager& sources() { return diagnostics_->sources(); }
  DiagnosticEngine& engine() { return diagnostics_->engine(); }

  bool Phases(CompileOutcome& outcome) {
    if (!AddSources()) return false;
    if (Wants(options_, EmitKind::kTokens)) outcome.outputs[EmitKind::kTokens] = Tokens();
    Parse();
    // What a syntax error hides would show as errors about names that are there; those come after
    // it is repaired.
    if (engine().has_errors()) return false;
    if (Wants(options_, EmitKind::kAst)) outcome.outputs[EmitKind::kAst] = Trees();
    if (!CheckNamespaces()) return false;
    if (!NeedsChecker(options_)) return true;
    PrepareEvaluator();
    return CheckAndLower(outcome);
  }

  bool AddSources() {
    if (options_.sources.empty()) {
      engine().Report(DiagnosticKind::NoSourceFiles, {},
                      Concat("the package `", options_.package_path, "` has no source files"));
    }
    for (const SourceFile& source : options_.sources) {
      absl::Status status = source.text.status();
      if (status.ok()) {
        absl::StatusOr<FileId> file = sources().TryAddBuffer(source.name, *source.text);
        if (file.ok()) {
          files_.push_back(*file);
          continue;
        }
        status = file.status();
      }
      engine().Report(DiagnosticKind::CannotReadFile, {}, std::string(status.message()));
    }
    return !engine().has_errors();
  }

  std::string Tokens() {
    // The parser reads the files again: diagnostics of the lexer are given there.
    DiagnosticEngine scratch(sources());
    std::string text;
    llvm::raw_string_ostream out(text);
    for (FileId file : files_) PrintTokens(Lex(file, sources(), scratch), sources(), out);
    return text;
  }

  void Parse() {
    for (FileId file : files_) trees_.push_back(ParseFile(file, sources(), engine(), ast_));
  }

  // The evaluator starts while the checker is busy with what comes before it is needed.
  void PrepareEvaluator() {
    if (options_.evaluator && std::any_of(trees_.begin(), trees_.end(), [](const FileAst* tree) {
          return tree->runs_comptime;
        })) {
      options_.evaluator->Prepare();
    }
  }

  std::string Trees() {
    std::string text;
    llvm::raw_string_ostream out(text);
    for (const FileAst* tree : trees_) PrintAst(*tree, sources(), out);
    return text;
  }

  // All files of a package that name it name it alike.
  bool CheckNamespaces() {
    const FileAst* first = nullptr;
    for (const FileAst* tree : trees_) {
      if (!tree->namespace_name) continue;
      if (!first) {
        first = tree;
      } else if (tree->namespace_name.text != first->namespace_name.text) {
        engine()
            .Report(DiagnosticKind::NamespaceMismatch, tree->namespace_name.range,
                    Concat("this file is in the namespace `", tree->namespace_name.text,
                           "`, another one of the package in `", first->namespace_name.text, "`"))
            .Label(first->namespace_name.range, "the other file's namespace")
            .Note("the source files of a folder are one package");
      }
    }
    return !engine().has_errors();
  }

  bool CheckAndLower(CompileOutcome& outcome) {
    auto context = MakeContext();
    auto owned_builder = std::make_unique<tir::Builder>(context.get(), options_.package_path);
    tir::Builder& builder = *owned_builder;
    auto keep = llvm::scope_exit([&] {
      if (!options_.process_ends) return;
      llvm::BuryPointer(std::move(owned_builder));
      llvm::BuryPointer(context.release());
    });
    InterfaceProvider provider(*context, sources(), engine(), ast_, options_.interfaces,
                               options_.import_errors, options_.read_code);
    check::CheckOptions check;
    check.package_path = options_.package_path;
    check.prelude = options_.prelude;
    check.is_program = options_.kind == PackageKind::kProgram;
    check.test_mode = options_.kind == PackageKind::kTest;
    check.visibility = options_.debug_info;
    check.evaluator = options_.evaluator;
    check.read_file = [&](const std::string& path, std::string* content, std::string* why_not) {
      outcome.embedded_files.push_back(path);
      absl::StatusOr<std::string> read =
          options_.read_file ? options_.read_file(path)
                             : absl::NotFoundError("no files are given to this compilation");
      if (read.ok()) {
        *content = *std::move(read);
      } else {
        *why_not = std::string(read.status().message());
      }
      return read.ok();
    };
    check::CheckResult checked =
        check::CheckPackage(check, trees_, sources(), engine(), builder, provider);
    outcome.imports = std::move(checked.imported_packages);
    outcome.code_read = provider.code_read();
    outcome.test_names = std::move(checked.test_names);
    for (const check::ComptimeOutput& output : checked.comptime_outputs)
      outcome.comptime_output += Concat(output.text, "\n");
    if (Wants(options_, EmitKind::kComptimeTrace))
      outcome.outputs[EmitKind::kComptimeTrace] = ComptimeTrace(checked.comptime_runs);
    if (!checked.ok || engine().has_errors()) return false;
    std::string error;
    if (options_.verify && !VerifyModule(builder.Module(), &error)) {
      outcome.internal_error = Concat("the checker made TIR that does not verify: ", error);
      return false;
    }
    if (options_.want_interface)
      outcome.internal_error = MakeInterface(provider, checked, outcome.interface_file);
    if (!outcome.internal_error.empty()) return false;
    // Before the transforms: what it becomes part of is transformed as a whole.
    if (options_.want_code)
      outcome.internal_error = MakeCode(builder.Module(), provider, outcome.code_file);
    if (!outcome.internal_error.empty()) return false;
    outcome.internal_error = RunBackEnd(builder.Module(), options_, outcome.outputs);
    return outcome.internal_error.empty();
  }

  // A line for each evaluation: where, how it ended, what it took.
  std::string ComptimeTrace(const std::vector<check::ComptimeRun>& runs) {
    std::string text = "# place end fuel memory-bytes microseconds image-bytes\n";
    for (const check::ComptimeRun& run : runs) {
      const LineColumn where = sources().Decode(run.range.begin);
      text += Concat(sources().Name(sources().FileOf(run.range.begin)), ":", where.line, ":",
                     where.column, " ", comptime::EndName(run.end), " ", run.fuel, " ",
                     run.memory_peak, " ", run.nanoseconds / 1000, " ", run.image_bytes,
                     run.from_cache ? " kept" : "", "\n");
    }
    return text;
  }

  // The message of a failure, which is the compiler's own fault; empty if there is none.
  std::string MakeInterface(const InterfaceProvider& provider, const check::CheckResult& checked,
                            std::string& bytes) {
    PackageInterface interface;
    interface.package = options_.package_path;
    interface.abi_version = ARC_RT_ABI_VERSION;
    interface.imports = provider.loaded();
    for (const FileAst* tree : trees_) {
      interface.files.push_back(
          {std::string(sources().Name(tree->file)),
           DumpInterface(*tree, sources(), checked.interface_values, checked.kept_bodies)});
    }
    if (!checked.added_functions.empty())
      interface.files.push_back(
          {Concat(options_.package_path, " (added functions)"), checked.added_functions});
    absl::StatusOr<std::string> serialized = SerializeInterface(interface);
    if (!serialized.ok())
      return Concat("no interface: ", std::string(serialized.status().message()));
    bytes = *std::move(serialized);
    return "";
  }

  // As above.
  std::string MakeCode(mlir::ModuleOp module, const InterfaceProvider& provider,
                       std::string& bytes) {
    PackageInterface code;
    code.package = options_.package_path;
    code.abi_version = ARC_RT_ABI_VERSION;
    code.imports = provider.loaded();
    for (FileId file : files_)
      code.files.push_back({std::string(sources().Name(file)), std::string(sources().Text(file))});
    absl::StatusOr<std::string> serialized = SerializeInterface(code, module);
    if (!serialized.ok())
      return Concat("no code file: ", std::string(serialized.status().message()));
    bytes = *std::move(serialized);
    return "";
  }

  const CompileOptions& options_;
  std::unique_ptr<CompileDiagnostics> diagnostics_;
  AstContext ast_;
  std::vector<FileId> files_;
  std::vector<const FileAst*> trees_;
};

}  // namespace

std::string CompileDiagnostics::Render(DiagnosticFormat format) const {
  std::string text;
  llvm::raw_string_ostream out(text);
  switch (format) {
    case DiagnosticFormat::kText:
      RenderText(engine_, {.color = false}, out);
      break;
    case DiagnosticFormat::kColorText:
      RenderText(engine_, {.color = true}, out);
      break;
    case DiagnosticFormat::kJson:
      RenderJson(engine_, out);
      break;
  }
  return text;
}

absl::StatusOr<std::string> ReadSourceFile(const std::string& path) {
  SourceManager reader;
  absl::StatusOr<FileId> file = reader.AddFile(path);
  if (!file.ok()) return file.status();
  return std::string(reader.Text(*file));
}

CompileOutcome CompilePackage(const CompileOptions& options) { return Compilation(options).Run(); }

bool VerifiesByDefault() {
#ifdef NDEBUG
  return false;
#else
  return true;
#endif
}

const std::vector<std::string>& DefaultPrelude() {
  static const auto& prelude = *new std::vector<std::string>{"std/core", "std/compute"};
  return prelude;
}

}  // namespace arc::driver
