// arcc: the front compiler for one package.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "compiler/driver/arcc_command_line.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/comptime_options.h"
#include "compiler/driver/crash_handler.h"
#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/MemoryBuffer.h"

namespace arc::driver {
namespace {

constexpr int kErrorExit = 1;
constexpr int kUsageExit = 2;

void PrintTo(FILE* stream, std::string_view text) { fwrite(text.data(), 1, text.size(), stream); }

DiagnosticFormat FormatFor(const ArccCommandLine& command) {
  if (command.json) return DiagnosticFormat::kJson;
  switch (command.color) {
    case ColorChoice::kAlways:
      return DiagnosticFormat::kColorText;
    case ColorChoice::kNever:
      return DiagnosticFormat::kText;
    case ColorChoice::kAuto:
      break;
  }
  const char* no_color = getenv("NO_COLOR");
  const char* terminal = getenv("TERM");
  const bool color = isatty(STDERR_FILENO) && !(no_color && *no_color) && terminal &&
                     std::string_view(terminal) != "dumb";
  return color ? DiagnosticFormat::kColorText : DiagnosticFormat::kText;
}

std::string OutputFor(const ArccCommandLine& command, EmitKind kind) {
  if (command.compile.emit.size() > 1) {
    const std::string base = command.output.empty() || command.output == "-" ? "" : command.output;
    if (!base.empty()) return Concat(base, EmitKindExtension(kind));
  } else if (!command.output.empty()) {
    return command.output;
  }
  if (kind != EmitKind::kObject) return "-";
  const std::string& package = command.compile.package_path;
  return Concat(package.substr(package.rfind('/') + 1), ".o");
}

// Files that cannot be written become diagnostics like all other errors.
bool WriteOrReport(const std::string& path, std::string_view bytes,
                   const std::vector<std::string>& sources, CompileDiagnostics& diagnostics) {
  absl::Status written = CheckIsNoSource(path, sources);
  if (written.ok()) written = WriteFile(path, bytes);
  if (written.ok()) return true;
  diagnostics.engine().Report(DiagnosticKind::CannotWriteFile, {}, std::string(written.message()));
  return false;
}

absl::StatusOr<std::string> ReadCodeFile(const std::string& path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (buffer) return (*buffer)->getBuffer().str();
  return absl::UnavailableError(Concat("cannot read `", path, "`: ", buffer.getError().message()));
}

int Compile(const ArccCommandLine& command) {
  CompileOptions options = command.compile;
  options.process_ends = true;
  for (const std::string& file : command.files) {
    options.sources.push_back({MapPrefix(file, command.prefix_map), ReadSourceFile(file)});
  }
  comptime::ClientOptions comptime = command.comptime;
  if (comptime.evaluator.empty()) comptime.evaluator = FindEvaluator();
  // Never destroyed: the process ends, and the evaluator with it.
  options.evaluator = new comptime::Client(std::move(comptime));
  EmbeddedFiles embedded = command.embedded_files;
  if (!command.files.empty()) embedded.source = command.files[0];
  options.read_file = [&](const std::string& path) { return embedded.Read(path); };
  options.read_code = [&](const std::string& package) -> absl::StatusOr<std::string> {
    auto file = command.code.find(package);
    if (file == command.code.end()) {
      return absl::NotFoundError(
          Concat("the code of package `", package,
                 "` is not given to this compilation; in Bazel, "
                 "`comptime_deps` names packages whose code runs during the build"));
    }
    return ReadCodeFile(file->second);
  };
  const std::string doing = Concat("compiling package `", options.package_path, "`");
  CompileOutcome outcome;
  RunOnLargeStack([&] {
    Activity activity(doing);
    outcome = CompilePackage(options);
  });
  bool ok = outcome.ok;
  if (ok) {
    for (const auto& [kind, bytes] : outcome.outputs) {
      ok =
          WriteOrReport(OutputFor(command, kind), bytes, command.files, *outcome.diagnostics) && ok;
    }
    if (ok && !command.code_file.empty()) {
      ok = WriteOrReport(command.code_file, outcome.code_file, command.files, *outcome.diagnostics);
    }
    // The interface last: a build system that finds it finds the object.
    if (ok && !command.interface_file.empty()) {
      ok = WriteOrReport(command.interface_file, outcome.interface_file, command.files,
                         *outcome.diagnostics);
    }
  }
  PrintTo(stderr, outcome.comptime_output);
  PrintTo(stderr, outcome.diagnostics->Render(FormatFor(command)));
  if (!outcome.internal_error.empty()) InternalError(outcome.internal_error);
  return ok ? 0 : kErrorExit;
}

int Main(const std::vector<std::string>& arguments) {
  absl::StatusOr<ArccCommandLine> command = ParseArccCommandLine(arguments);
  if (!command.ok()) {
    PrintTo(stderr, Concat("arcc: error: ", std::string(command.status().message()),
                           "\n`arcc --help` says more\n"));
    return kUsageExit;
  }
  if (command->help) {
    PrintTo(stdout, ArccHelp());
    return 0;
  }
  if (command->version) {
    printf("arcc (LLVM %s)\n", LLVM_VERSION_STRING);
    return 0;
  }
  return Compile(*command);
}

}  // namespace
}  // namespace arc::driver

int main(int argc, char** argv) {
  arc::driver::InstallCrashHandlers("arcc");
  const int code = arc::driver::Main(std::vector<std::string>(argv + 1, argv + argc));
  fflush(nullptr);
  // Outputs are whole by now; what LLVM holds need not be taken apart.
  _exit(code);
}
