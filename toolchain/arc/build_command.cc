#include "toolchain/arc/build_command.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "compiler/driver/comptime_options.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/package_graph.h"

namespace arc::tool {
namespace {

using driver::OptionForm;
using driver::OptionSpec;

// Entries live this long after their last use; one look a day is enough.
constexpr absl::Duration kKeepUnused = absl::Hours(24 * 14);
constexpr absl::Duration kTrimInterval = absl::Hours(24);

bool WantsColor() {
  // https://no-color.org
  const char* no_color = getenv("NO_COLOR");
  const char* terminal = getenv("TERM");
  return isatty(STDERR_FILENO) && !(no_color && *no_color) &&
         !(terminal && std::string_view(terminal) == "dumb");
}

absl::Status BadValue(const driver::ParsedOption& option, std::string_view expected) {
  return absl::InvalidArgumentError(
      Concat("`", option.value, "` is no value for `", option.name, "`: expected ", expected));
}

void Print(const std::string& text, driver::DiagnosticFormat format) {
  // JSON is for programs, which read standard output.
  FILE* stream = format == driver::DiagnosticFormat::kJson ? stdout : stderr;
  fwrite(text.data(), 1, text.size(), stream);
  fflush(stream);
}

}  // namespace

std::vector<OptionSpec> WithCommonOptions(const std::vector<OptionSpec>& own, bool with_code) {
  std::vector<OptionSpec> specs;
  if (with_code) {
    specs.push_back({kOptimizeOption, "-O", OptionForm::kJoined, "LEVEL",
                     "optimize: 0 (the default: quick to build), 1, 2, 3, s (small)"});
    specs.push_back(
        {kDebugOption, "-g", OptionForm::kFlag, "", "full debug information: variables and types"});
    specs.push_back({kCheckedOption, "--checked", OptionForm::kFlag, "",
                     "find leaks and double frees while the program runs"});
  }
  specs.insert(specs.end(), own.begin(), own.end());
  const std::vector<OptionSpec>& comptime = driver::ComptimeOptionSpecs();
  specs.insert(specs.end(), comptime.begin(), comptime.end());
  specs.push_back(
      {kJobsOption, "-j", OptionForm::kJoined, "N", "compile at most N packages at a time"});
  specs.push_back({kDiagnosticsOption, "--diagnostics", OptionForm::kValue, "text|json",
                   "form of errors and warnings; json goes to standard output, one object a line"});
  specs.push_back(
      {kColorOption, "--color", OptionForm::kValue, "auto|always|never", "colours in diagnostics"});
  // For work on the standard library itself.
  specs.push_back({kPreludeOption, "--prelude", OptionForm::kValue, "PACKAGES", ""});
  specs.push_back({kNoPreludeOption, "--no-prelude", OptionForm::kFlag, "", ""});
  return specs;
}

absl::Status ReadCommonOptions(const std::vector<driver::ParsedOption>& options,
                               BuildOptions& build) {
  bool color = WantsColor();
  bool json = false;
  for (const driver::ParsedOption& option : options) {
    if (driver::IsComptimeOption(option)) {
      absl::Status read = driver::ReadComptimeOption(option, build.comptime);
      if (!read.ok()) return read;
      continue;
    }
    switch (option.id) {
      case kOptimizeOption: {
        // A bare -O means the usual choice, as with other compilers.
        auto level = driver::OptimizationFromName(option.value.empty() ? "2" : option.value);
        if (!level) return BadValue(option, "0, 1, 2, 3 or s");
        build.optimization = *level;
        break;
      }
      case kDebugOption:
        build.debug_info = true;
        break;
      case kCheckedOption:
        build.checked = true;
        break;
      case kJobsOption: {
        const char* end = option.value.data() + option.value.size();
        auto [rest, error] = std::from_chars(option.value.data(), end, build.jobs);
        if (error != std::errc() || rest != end || build.jobs == 0)
          return BadValue(option, "a number above 0, as in -j2");
        break;
      }
      case kDiagnosticsOption:
        if (option.value != "text" && option.value != "json")
          return BadValue(option, "text or json");
        json = option.value == "json";
        break;
      case kColorOption:
        if (option.value == "always") {
          color = true;
        } else if (option.value == "never") {
          color = false;
        } else if (option.value != "auto") {
          return BadValue(option, "auto, always or never");
        }
        break;
      case kPreludeOption: {
        build.prelude.clear();
        std::string_view rest = option.value;
        while (!rest.empty()) {
          size_t comma = rest.find(',');
          build.prelude.emplace_back(rest.substr(0, comma));
          rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        }
        break;
      }
      case kNoPreludeOption:
        build.prelude.clear();
        break;
      default:
        break;
    }
  }
  using driver::DiagnosticFormat;
  build.diagnostic_format = json    ? DiagnosticFormat::kJson
                            : color ? DiagnosticFormat::kColorText
                                    : DiagnosticFormat::kText;
  build.show_progress = isatty(STDERR_FILENO) && !json;
  return absl::OkStatus();
}

absl::StatusOr<BuildEnvironment> OpenBuildEnvironment() {
  absl::StatusOr<Distribution> distribution = FindDistribution();
  if (!distribution.ok()) return distribution.status();
  absl::StatusOr<std::string> folder = CacheFolder();
  if (!folder.ok()) return folder.status();
  TrimCache(*folder, kKeepUnused, kTrimInterval);
  absl::StatusOr<std::unique_ptr<Cache>> cache = Cache::Open(*folder);
  if (!cache.ok()) return cache.status();
  return BuildEnvironment{*std::move(distribution), *std::move(cache)};
}

absl::StatusOr<TargetBuild> BuildTarget(const std::string& target,
                                        const BuildEnvironment& environment,
                                        const BuildOptions& options) {
  absl::StatusOr<PackageGraph> graph = LoadPackageGraph(target, environment.distribution);
  if (!graph.ok()) return graph.status();
  TargetBuild build;
  build.program_name = graph->program_name;
  for (const PackageNode& node : graph->nodes) {
    for (const driver::SourceFile& source : node.sources) build.sources.push_back(source.name);
  }
  if (graph->nodes.empty()) {
    Print(graph->diagnostics->Render(options.diagnostic_format), options.diagnostic_format);
    return build;
  }
  absl::StatusOr<BuildResult> result =
      Build(*graph, environment.distribution, *environment.cache, options);
  if (!result.ok()) return result.status();
  fwrite(result->comptime_output.data(), 1, result->comptime_output.size(), stderr);
  Print(result->diagnostics, options.diagnostic_format);
  build.result = *std::move(result);
  return build;
}

std::optional<ProgramBuild> BuildProgramFor(const Verb& verb,
                                            const driver::ParsedArguments& arguments,
                                            const BuildOptions& options, int& exit_code) {
  if (arguments.positional.size() > 1) {
    exit_code =
        FailUsage(verb, Concat("arguments for the program stand after `--`: arc ", verb.name, " ",
                               arguments.positional[0], " -- ", arguments.positional[1], " …"));
    return std::nullopt;
  }
  const std::string target = arguments.positional.empty() ? "." : arguments.positional[0];
  absl::StatusOr<BuildEnvironment> environment = OpenBuildEnvironment();
  if (!environment.ok()) {
    exit_code = Fail(environment.status());
    return std::nullopt;
  }
  absl::StatusOr<TargetBuild> build = BuildTarget(target, *environment, options);
  if (!build.ok() || !build->result.ok) {
    exit_code = build.ok() ? kErrorExit : Fail(build.status());
    return std::nullopt;
  }
  return ProgramBuild{*std::move(environment), std::move(build->result.program)};
}

}  // namespace arc::tool
