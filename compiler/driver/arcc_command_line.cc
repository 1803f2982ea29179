#include "compiler/driver/arcc_command_line.h"

#include <algorithm>

#include "absl/status/status.h"
#include "compiler/driver/comptime_options.h"
#include "compiler/driver/option_parser.h"
#include "compiler/source/concat.h"

namespace arc::driver {
namespace {

enum Option : int {
  kPackage,
  kImport,
  kPrelude,
  kNoPrelude,
  kProgram,
  kLibrary,
  kTest,
  kOptimize,
  kDebug,
  kEmit,
  kOutput,
  kInterface,
  kCodeOut,
  kCode,
  kPrefixMap,
  kRuntimeBitcode,
  kComptimeCode,
  kEmbed,
  kEmbedFolder,
  kVerify,
  kDiagnostics,
  kColor,
  kHelp,
  kVersion,
};

std::vector<OptionSpec> MakeSpecs() {
  std::vector<OptionSpec> specs = {
      {kPackage, "--package", OptionForm::kValue, "PATH",
       "path of the package, as in `import \"PATH\"` (default: main)"},
      {kProgram, "--program", OptionForm::kFlag, "", "the package is a program: it has `main`"},
      {kLibrary, "--library", OptionForm::kFlag, "",
       "the package is imported by others (the default)"},
      {kTest, "--test", OptionForm::kFlag, "",
       "make a program that runs the package's test blocks"},
      {kImport, "--import", OptionForm::kValue, "PATH=FILE",
       "interface file of an imported package"},
      {kPrelude, "--prelude", OptionForm::kValue, "PATH,…",
       "packages whose names need no import (default: those of std/core and std/compute for which "
       "--import is given)"},
      {kNoPrelude, "--no-prelude", OptionForm::kFlag, "", "no such packages"},
      {kOptimize, "-O", OptionForm::kJoined, "LEVEL",
       "optimize: 0 (the default), 1, 2, 3, s (small)"},
      {kDebug, "-g", OptionForm::kFlag, "",
       "debug information for variables and types; line tables are always there"},
      {kEmit, "--emit", OptionForm::kValue, "KIND,…",
       "what to write: obj (the default), asm, llvm, mlir (TIR after the transforms, generic "
       "form), tir, comptime-trace (what ran, and what it took), ast, tokens"},
      {kOutput, "-o", OptionForm::kValue, "FILE",
       "where to write it; - is standard output; with several kinds, FILE.KIND"},
      {kInterface, "--interface-out", OptionForm::kValue, "FILE.arci",
       "write the package's interface for its importers"},
      {kCodeOut, "--code-out", OptionForm::kValue, "FILE.arcb",
       "write the package's code for importers that run it during their build"},
      {kCode, "--code", OptionForm::kValue, "PATH=FILE",
       "such a file of a package that is imported, directly or not"},
      {kPrefixMap, "--prefix-map", OptionForm::kValue, "OLD=NEW",
       "name sources under OLD as if they were under NEW"},
      {kRuntimeBitcode, "--runtime-bitcode", OptionForm::kValue, "FILE",
       "inline the runtime's hot paths when optimizing; not with the checked runtime"},
      {kEmbed, "--embed", OptionForm::kValue, "PATH=FILE",
       "`@embed_file(\"PATH\")` is the text of this file"},
      {kEmbedFolder, "--embed-folder", OptionForm::kValue, "FOLDER",
       "all files below this folder can be embedded; not with --embed"},
      {kComptimeCode, "--comptime-code", OptionForm::kFlag, "",
       "make code for the evaluator of comptime code: it takes fuel and does not unwind"},
      {kVerify, "--verify", OptionForm::kFlag, "",
       "check the compiler's own work between its phases"},
  };
  const std::vector<OptionSpec>& comptime = ComptimeOptionSpecs();
  specs.insert(specs.end(), comptime.begin(), comptime.end());
  specs.insert(specs.end(), {
                                {kDiagnostics, "--diagnostics", OptionForm::kValue, "text|json",
                                 "form of errors and warnings on standard error"},
                                {kColor, "--color", OptionForm::kValue, "auto|always|never",
                                 "colours in diagnostics"},
                                {kHelp, "--help", OptionForm::kFlag, "", "print this text"},
                                {kVersion, "--version", OptionForm::kFlag, "", "print the version"},
                            });
  return specs;
}

const std::vector<OptionSpec>& Specs() {
  static const auto& specs = *new std::vector<OptionSpec>(MakeSpecs());
  return specs;
}

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    size_t comma = text.find(',');
    if (comma != 0) parts.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

absl::Status BadValue(const ParsedOption& option, std::string_view expected) {
  return absl::InvalidArgumentError(
      Concat("`", option.value, "` is no value for `", option.name, "`: expected ", expected));
}

absl::Status SplitPair(const ParsedOption& option, std::string_view expected, std::string& left,
                       std::string& right) {
  size_t equals = option.value.find('=');
  if (equals == std::string::npos || equals == 0) return BadValue(option, expected);
  left = option.value.substr(0, equals);
  right = option.value.substr(equals + 1);
  return absl::OkStatus();
}

absl::Status ReadEmit(const ParsedOption& option, CompileOptions& compile) {
  for (const std::string& name : SplitAtCommas(option.value)) {
    std::optional<EmitKind> kind = EmitKindFromName(name);
    if (!kind) {
      return absl::InvalidArgumentError(
          Concat("`", name,
                 "` is nothing that --emit knows: expected tokens, ast, tir, "
                 "mlir, llvm, asm, comptime-trace or obj"));
    }
    if (std::find(compile.emit.begin(), compile.emit.end(), *kind) == compile.emit.end())
      compile.emit.push_back(*kind);
  }
  return absl::OkStatus();
}

absl::Status ReadOption(const ParsedOption& option, ArccCommandLine& command, bool& prelude_given) {
  if (IsComptimeOption(option)) return ReadComptimeOption(option, command.comptime);
  CompileOptions& compile = command.compile;
  switch (static_cast<Option>(option.id)) {
    case kPackage:
      compile.package_path = option.value;
      return absl::OkStatus();
    case kProgram:
      compile.kind = PackageKind::kProgram;
      return absl::OkStatus();
    case kLibrary:
      compile.kind = PackageKind::kLibrary;
      return absl::OkStatus();
    case kTest:
      compile.kind = PackageKind::kTest;
      return absl::OkStatus();
    case kImport: {
      std::string path, file;
      if (absl::Status split = SplitPair(option, "PATH=FILE", path, file); !split.ok())
        return split;
      compile.interfaces[path] = file;
      return absl::OkStatus();
    }
    case kPrelude:
      compile.prelude = SplitAtCommas(option.value);
      prelude_given = true;
      return absl::OkStatus();
    case kNoPrelude:
      compile.prelude.clear();
      prelude_given = true;
      return absl::OkStatus();
    case kOptimize: {
      std::optional<Optimization> level =
          OptimizationFromName(option.value.empty() ? "2" : option.value);
      if (!level) return BadValue(option, "0, 1, 2, 3 or s");
      compile.optimization = *level;
      return absl::OkStatus();
    }
    case kDebug:
      compile.debug_info = true;
      return absl::OkStatus();
    case kEmit:
      return ReadEmit(option, compile);
    case kOutput:
      command.output = option.value;
      return absl::OkStatus();
    case kInterface:
      command.interface_file = option.value;
      return absl::OkStatus();
    case kCodeOut:
      command.code_file = option.value;
      return absl::OkStatus();
    case kCode: {
      std::string path, file;
      if (absl::Status split = SplitPair(option, "PATH=FILE", path, file); !split.ok())
        return split;
      command.code[path] = file;
      return absl::OkStatus();
    }
    case kPrefixMap: {
      std::string from, to;
      if (absl::Status split = SplitPair(option, "OLD=NEW", from, to); !split.ok()) return split;
      command.prefix_map.emplace_back(from, to);
      return absl::OkStatus();
    }
    case kRuntimeBitcode:
      compile.runtime_bitcode = option.value;
      return absl::OkStatus();
    case kEmbed: {
      std::string path, file;
      if (absl::Status split = SplitPair(option, "PATH=FILE", path, file); !split.ok())
        return split;
      command.embedded_files.named[path] = file;
      return absl::OkStatus();
    }
    case kEmbedFolder:
      command.embedded_files.folder = option.value;
      return absl::OkStatus();
    case kComptimeCode:
      compile.comptime_code = true;
      return absl::OkStatus();
    case kVerify:
      compile.verify = true;
      return absl::OkStatus();
    case kDiagnostics:
      if (option.value != "text" && option.value != "json") return BadValue(option, "text or json");
      command.json = option.value == "json";
      return absl::OkStatus();
    case kColor:
      if (option.value == "auto") {
        command.color = ColorChoice::kAuto;
      } else if (option.value == "always") {
        command.color = ColorChoice::kAlways;
      } else if (option.value == "never") {
        command.color = ColorChoice::kNever;
      } else {
        return BadValue(option, "auto, always or never");
      }
      return absl::OkStatus();
    case kHelp:
      command.help = true;
      return absl::OkStatus();
    case kVersion:
      command.version = true;
      return absl::OkStatus();
  }
}

}  // namespace

absl::StatusOr<ArccCommandLine> ParseArccCommandLine(const std::vector<std::string>& arguments) {
  absl::StatusOr<ParsedArguments> parsed = ParseArguments(Specs(), arguments);
  if (!parsed.ok()) return parsed.status();
  ArccCommandLine command;
  command.compile.package_path = "main";
  bool prelude_given = false;
  for (const ParsedOption& option : parsed->options) {
    if (absl::Status read = ReadOption(option, command, prelude_given); !read.ok()) return read;
  }
  if (!prelude_given) {
    for (const std::string& package : DefaultPrelude()) {
      if (command.compile.interfaces.count(package) && command.compile.package_path != package) {
        command.compile.prelude.push_back(package);
      }
    }
  }
  command.files = parsed->positional;
  command.files.insert(command.files.end(), parsed->after_dashes.begin(),
                       parsed->after_dashes.end());
  command.compile.want_interface = !command.interface_file.empty();
  command.compile.want_code = !command.code_file.empty();
  if (command.help || command.version) return command;
  if (command.files.empty()) return absl::InvalidArgumentError("no source files");
  // An interface alone needs no object, nor does code for importers.
  const bool wants_object =
      (!command.compile.want_interface && !command.compile.want_code) || !command.output.empty();
  if (command.compile.emit.empty() && wants_object) command.compile.emit = {EmitKind::kObject};
  return command;
}

std::string ArccHelp() {
  return Concat(
      "arcc: the Arc compiler: the source files of one package to an object file and an interface "
      "file.\n\n",
      "usage: arcc [OPTION]… FILE…\n\n", OptionHelp(Specs()),
      "\nExit codes: 0, 1 after errors (nothing is written then), 2 for a wrong command line, 70 "
      "for a bug in\n"
      "the compiler. `arc build` calls the compiler for all packages of a program, and links.\n");
}

std::string MapPrefix(const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& map) {
  for (const auto& [from, to] : map) {
    if (path.compare(0, from.size(), from) == 0) return Concat(to, path.substr(from.size()));
  }
  return path;
}

}  // namespace arc::driver
