#include "toolchain/arc/build.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "compiler/driver/comptime_options.h"
#include "compiler/driver/crash_handler.h"
#include "compiler/driver/embedded_files.h"
#include "compiler/source/concat.h"
#include "comptime/client/build_id.h"
#include "llvm/Support/MemoryBuffer.h"
#include "toolchain/arc/digest.h"
#include "toolchain/arc/progress.h"
#include "toolchain/arc/scheduler.h"
#include "toolchain/arc_ld/link.h"

namespace arc::tool {
namespace {

using driver::DiagnosticFormat;

// Parts of cache entries. A package's warnings are kept in every form, since a later run may want
// another one.
constexpr char kObject[] = "o";
constexpr char kInterface[] = "arci";
constexpr char kTests[] = "tests";
constexpr char kFiles[] = "files";
constexpr char kPackages[] = "packages";
constexpr char kCode[] = "arcb";
constexpr char kProgram[] = "program";

const char* PartOf(DiagnosticFormat format) {
  switch (format) {
    case DiagnosticFormat::kText:
      return "text";
    case DiagnosticFormat::kColorText:
      return "color";
    case DiagnosticFormat::kJson:
      return "json";
  }
}

struct PackageState {
  bool ok = false;
  bool compiled = false;  // not from the cache
  Digest key = {};
  Digest interface_digest = {};
  CacheEntry files;
  std::string diagnostics;
  std::string comptime_output;
  // What the outcome depends on besides the key of all the rest, as was found while compiling.
  struct Found {
    // What was embedded: the digest of each file, zero for those that could not be read.
    std::map<std::string, Digest> embedded;
    // Packages whose code ran, with their keys.
    std::map<std::string, Digest> ran;
  } found;
  // Of the package's code for importers, which is made when the first wants it.
  absl::Mutex code_mutex;
  absl::Status status;  // the machinery failed
};

std::string ReadPart(const CacheEntry& entry, const char* part) {
  auto found = entry.find(part);
  if (found == entry.end()) return "";
  auto buffer = llvm::MemoryBuffer::getFile(found->second, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  return buffer ? (*buffer)->getBuffer().str() : "";
}

class Builder {
 public:
  Builder(const PackageGraph& graph, const Distribution& distribution, Cache& cache,
          const BuildOptions& options)
      : graph_(graph),
        distribution_(distribution),
        cache_(cache),
        options_(options),
        states_(graph.nodes.size()),
        compiler_id_(CompilerId()),
        comptime_limits_(options.comptime.limits),
        evaluator_id_(EvaluatorId(EvaluatorOf(distribution, options))),
        evaluator_(EvaluatorOf(distribution, options)),
        progress_(options.show_progress) {}

  absl::StatusOr<BuildResult> Run() {
    std::vector<std::vector<size_t>> dependencies;
    dependencies.reserve(graph_.nodes.size());
    for (const PackageNode& node : graph_.nodes) dependencies.push_back(node.imports);
    RunInOrder(dependencies, options_.jobs ? options_.jobs : ProcessorCount(),
               [this](size_t i) { Compile(i); });

    BuildResult result;
    result.ok = true;
    for (const PackageState& state : states_) {
      if (!state.status.ok()) return state.status;
      result.diagnostics += state.diagnostics;
      result.comptime_output += state.comptime_output;
      result.ok = result.ok && state.ok;
      if (state.compiled) ++result.packages_compiled;
    }
    if (!result.ok || options_.goal == BuildGoal::kCheck) return result;
    if (options_.goal == BuildGoal::kTest)
      result.tests = SplitNames(ReadPart(states_.back().files, kTests));
    if (absl::Status linked = Link(result); !linked.ok()) return linked;
    return result;
  }

 private:
  static std::vector<std::string> SplitNames(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
      size_t end = text.find('\0');
      names.emplace_back(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    return names;
  }

  driver::CompileOptions CompileOptionsFor(size_t index) {
    const PackageNode& node = graph_.nodes[index];
    const bool is_root = index + 1 == graph_.nodes.size();
    driver::CompileOptions compile;
    compile.package_path = node.path;
    // A package without `main` can be checked, too.
    if (is_root && options_.goal == BuildGoal::kProgram)
      compile.kind = driver::PackageKind::kProgram;
    if (is_root && options_.goal == BuildGoal::kTest) compile.kind = driver::PackageKind::kTest;
    compile.sources = node.sources;
    compile.interfaces = distribution_.interfaces;
    for (size_t import : node.imports) {
      compile.interfaces[graph_.nodes[import].path] = states_[import].files.at(kInterface);
    }
    compile.import_errors = node.import_errors;
    compile.prelude = options_.prelude;
    compile.optimization = options_.optimization;
    compile.debug_info = options_.debug_info;
    compile.evaluator = &evaluator_;
    compile.read_file = [this, index](const std::string& path) {
      absl::StatusOr<std::string> content = EmbeddedIn(index).Read(path);
      states_[index].found.embedded[path] = DigestOf(content);
      return content;
    };
    compile.read_code = [this, index](const std::string& package) -> absl::StatusOr<std::string> {
      std::optional<size_t> import = ImportOf(index, package);
      if (!import) return absl::NotFoundError(Concat("there is no package `", package, "`"));
      states_[index].found.ran[package] = states_[*import].key;
      return CodeOf(*import);
    };
    if (!options_.checked && options_.optimization != driver::Optimization::kO0) {
      compile.runtime_bitcode = distribution_.runtime_bitcode.path;
    }
    if (options_.goal != BuildGoal::kCheck) compile.emit = {driver::EmitKind::kObject};
    compile.want_interface = !is_root;
    return compile;
  }

  static comptime::ClientOptions EvaluatorOf(const Distribution& distribution,
                                             const BuildOptions& options) {
    comptime::ClientOptions comptime = options.comptime;
    if (comptime.evaluator.empty())
      comptime.evaluator = Concat(distribution.root, "/bin/arc-comptime");
    return comptime;
  }

  // A service that is shared gives the same results, or is not used.
  static std::string EvaluatorId(const comptime::ClientOptions& comptime) {
    absl::StatusOr<std::string> id = comptime::ReadBuildId(comptime.evaluator);
    if (id.ok() && !id->empty()) return *id;
    // Linked without one: then its bytes say which it is.
    auto program = llvm::MemoryBuffer::getFile(comptime.evaluator, /*IsText=*/false,
                                               /*RequiresNullTerminator=*/false);
    return program ? ToHex(HashBytes((*program)->getBuffer())) : "none";
  }

  // Zero: it could not be read.
  static Digest DigestOf(const absl::StatusOr<std::string>& content) {
    return content.ok() ? HashBytes(*content) : Digest{};
  }

  driver::EmbeddedFiles EmbeddedIn(size_t index) const {
    driver::EmbeddedFiles files;
    const PackageNode& node = graph_.nodes[index];
    files.folder = node.folder.empty() ? "." : node.folder;
    if (!node.sources.empty()) files.source = node.sources[0].name;
    return files;
  }

  std::optional<size_t> ImportOf(size_t index, std::string_view package) const {
    for (size_t import : graph_.nodes[index].imports) {
      if (graph_.nodes[import].path == package) return import;
    }
    return std::nullopt;
  }

  // What a package was checked to, for packages that run it during their build. Few do, so it is
  // made when the first asks: from the sources, once more as far as the checker goes.
  absl::StatusOr<std::string> CodeOf(size_t index) {
    PackageState& state = states_[index];
    absl::MutexLock lock(&state.code_mutex);
    const Digest key = DigestBuilder("code").Add("package", state.key).Finish();
    if (std::optional<CacheEntry> entry = cache_.Find(key)) return ReadPart(*entry, kCode);
    driver::CompileOptions compile = CompileOptionsFor(index);
    compile.emit.clear();
    compile.want_interface = false;
    compile.want_code = true;
    // What it depends on is known from when the package was compiled, and part of its key: another
    // content must not get there.
    bool changed = false;
    compile.read_file = [&](const std::string& path) {
      absl::StatusOr<std::string> content = EmbeddedIn(index).Read(path);
      auto known = state.found.embedded.find(path);
      changed =
          changed || known == state.found.embedded.end() || known->second != DigestOf(content);
      return content;
    };
    compile.read_code = [&](const std::string& package) -> absl::StatusOr<std::string> {
      std::optional<size_t> import = ImportOf(index, package);
      if (!import) return absl::NotFoundError(Concat("there is no package `", package, "`"));
      return CodeOf(*import);
    };
    driver::CompileOutcome outcome;
    driver::RunOnLargeStack([&] { outcome = driver::CompilePackage(compile); });
    if (!outcome.internal_error.empty()) driver::InternalError(outcome.internal_error);
    if (!outcome.ok || changed) {
      return absl::FailedPreconditionError(
          Concat("package `", compile.package_path, "` changed while it was compiled"));
    }
    absl::StatusOr<CacheEntry> entry = cache_.Store(key, {{kCode, outcome.code_file}});
    if (!entry.ok()) return entry.status();
    return std::move(outcome.code_file);
  }

  // Which files a package embeds, and which packages' code it runs, is known when it was compiled:
  // lists by the key of all the rest, which make the key of the outcome with what these hold now.
  static Digest ListKey(const Digest& key) {
    return DigestBuilder("found").Add("package", key).Finish();
  }
  static Digest KeyWith(const Digest& key, const PackageState::Found& found) {
    if (found.embedded.empty() && found.ran.empty()) return key;
    DigestBuilder builder("compile with what was found");
    builder.Add("package", key);
    for (const auto& [path, digest] : found.embedded)
      builder.Add("path", path).Add("digest", digest);
    for (const auto& [package, digest] : found.ran) builder.Add("ran", package).Add("key", digest);
    return builder.Finish();
  }
  PackageState::Found AllAsItIs(size_t index, const Digest& key) {
    PackageState::Found found;
    if (std::optional<CacheEntry> list = cache_.Find(ListKey(key))) {
      for (const std::string& path : SplitNames(ReadPart(*list, kFiles))) {
        found.embedded[path] = DigestOf(EmbeddedIn(index).Read(path));
      }
      for (const std::string& package : SplitNames(ReadPart(*list, kPackages))) {
        std::optional<size_t> import = ImportOf(index, package);
        found.ran[package] = import ? states_[*import].key : Digest{};
      }
    }
    return found;
  }
  void KeepList(size_t index, const Digest& key) {
    auto names_of = [](const std::map<std::string, Digest>& map) {
      std::string names;
      for (const auto& [name, digest] : map) names += Concat(name, std::string_view("\0", 1));
      return names;
    };
    const std::string files = names_of(states_[index].found.embedded);
    const std::string packages = names_of(states_[index].found.ran);
    // An old list is replaced even by none.
    if (files.empty() && packages.empty() && !cache_.Find(ListKey(key))) return;
    absl::StatusOr<CacheEntry> entry =
        cache_.Store(ListKey(key), {{kFiles, files}, {kPackages, packages}});
    if (!entry.ok()) states_[index].status = entry.status();
  }

  // All that the outcome depends on, but for what is found while compiling.
  Digest KeyOf(size_t index, const driver::CompileOptions& compile) {
    DigestBuilder key("compile");
    key.Add("compiler", compiler_id_).Add("standard library", distribution_.interfaces_id);
    key.Add("comptime", evaluator_id_).Add("limits", driver::DescribeLimits(comptime_limits_));
    key.Add("package", compile.package_path);
    key.Add("options", Concat(static_cast<int>(compile.kind), " ",
                              driver::OptimizationName(compile.optimization),
                              compile.debug_info ? " g" : "", compile.emit.empty() ? " check" : "",
                              compile.want_interface ? " interface" : ""));
    if (!compile.runtime_bitcode.empty()) {
      key.Add("runtime bitcode", distribution_.runtime_bitcode.id);
    }
    for (const std::string& package : compile.prelude) key.Add("prelude", package);
    for (const driver::SourceFile& source : compile.sources) {
      key.Add("name", source.name).Add("text", *source.text);
    }
    for (size_t import : graph_.nodes[index].imports) {
      key.Add("import", graph_.nodes[import].path)
          .Add("interface", states_[import].interface_digest);
    }
    for (const auto& [path, error] : compile.import_errors) key.Add("missing", path);
    return key.Finish();
  }

  void Compile(size_t index) {
    PackageState& state = states_[index];
    const PackageNode& node = graph_.nodes[index];
    // What an erroneous package offers is not known: its importers wait for the next run.
    for (size_t import : node.imports) {
      if (!states_[import].ok) return;
    }
    const driver::CompileOptions compile = CompileOptionsFor(index);
    const bool readable =
        std::all_of(compile.sources.begin(), compile.sources.end(),
                    [](const driver::SourceFile& source) { return source.text.ok(); });
    Digest key = {};
    if (readable) {
      key = KeyOf(index, compile);
      PackageState::Found found = AllAsItIs(index, key);
      state.key = KeyWith(key, found);
      if (std::optional<CacheEntry> entry = cache_.Find(state.key)) {
        state.found = std::move(found);
        state.files = *std::move(entry);
        state.ok = true;
        state.diagnostics = ReadPart(state.files, PartOf(options_.diagnostic_format));
        FinishInterface(index);
        return;
      }
    }
    const std::string doing = Concat(options_.goal == BuildGoal::kCheck ? "checking" : "compiling",
                                     " package `", node.path, "`");
    progress_.Say(doing);
    driver::Activity activity(doing);
    driver::CompileOutcome outcome = driver::CompilePackage(compile);
    if (!outcome.internal_error.empty()) driver::InternalError(outcome.internal_error);
    state.diagnostics = outcome.diagnostics->Render(options_.diagnostic_format);
    state.comptime_output = std::move(outcome.comptime_output);
    state.compiled = true;
    state.ok = outcome.ok;
    if (!outcome.ok) return;
    KeepList(index, key);
    state.key = KeyWith(key, state.found);
    Store(index, outcome);
  }

  void Store(size_t index, const driver::CompileOutcome& outcome) {
    PackageState& state = states_[index];
    std::string tests;
    for (const std::string& name : outcome.test_names)
      tests += Concat(name, std::string_view("\0", 1));
    std::vector<CachePart> parts = {{kInterface, outcome.interface_file}, {kTests, tests}};
    if (auto object = outcome.outputs.find(driver::EmitKind::kObject);
        object != outcome.outputs.end()) {
      parts.push_back({kObject, object->second});
    }
    std::vector<std::string> rendered;
    if (!outcome.diagnostics->empty()) {
      const DiagnosticFormat formats[] = {DiagnosticFormat::kText, DiagnosticFormat::kColorText,
                                          DiagnosticFormat::kJson};
      rendered.reserve(std::size(formats));  // the parts refer to them
      for (DiagnosticFormat format : formats) {
        rendered.push_back(outcome.diagnostics->Render(format));
        parts.push_back({PartOf(format), rendered.back()});
      }
    }
    absl::StatusOr<CacheEntry> entry = cache_.Store(state.key, parts);
    if (!entry.ok()) {
      state.status = entry.status();
      state.ok = false;
      return;
    }
    state.files = *std::move(entry);
    FinishInterface(index);
  }

  void FinishInterface(size_t index) {
    states_[index].interface_digest = HashBytes(ReadPart(states_[index].files, kInterface));
  }

  absl::Status Link(BuildResult& result) {
    const Distribution::Archive& runtime =
        options_.checked ? distribution_.checked_runtime : distribution_.runtime;
    DigestBuilder builder("link");
    builder.Add("linker", compiler_id_);
    for (const PackageState& state : states_) builder.Add("package", state.key);
    builder.Add("standard library", distribution_.standard_library.id).Add("runtime", runtime.id);
    builder.Add("options", Concat(options_.strip ? "strip " : "", options_.debug_info ? "g" : ""));
    const bool carries_gdb_script = options_.debug_info && !options_.strip;
    if (carries_gdb_script) builder.Add("gdb script", distribution_.gdb_script.id);
    const Digest key = builder.Finish();
    if (std::optional<CacheEntry> entry = cache_.Find(key)) {
      result.program = entry->at(kProgram);
      return absl::OkStatus();
    }
    progress_.Say("linking");
    absl::StatusOr<std::string> temporary = cache_.TemporaryPath();
    if (!temporary.ok()) return temporary.status();
    ld::LinkOptions link;
    // The program first: of equal instances its own are taken.
    for (size_t i = states_.size(); i-- > 0;) link.inputs.push_back(states_[i].files.at(kObject));
    link.inputs.push_back(distribution_.standard_library.path);
    link.inputs.push_back(runtime.path);
    link.output = *temporary;
    link.strip = options_.strip        ? ld::Strip::kAll
                 : options_.debug_info ? ld::Strip::kNothing
                                       : ld::Strip::kDebug;
    if (carries_gdb_script) link.gdb_script = distribution_.gdb_script.path;
    absl::StatusOr<ld::LinkResult> linked = ld::Link(link);
    if (!linked.ok()) return LinkFailure(linked.status());
    auto program = llvm::MemoryBuffer::getFile(link.output, /*IsText=*/false,
                                               /*RequiresNullTerminator=*/false);
    unlink(link.output.c_str());
    if (!program)
      return absl::ErrnoToStatus(program.getError().value(), "cannot read the linked program");
    const llvm::StringRef bytes = (*program)->getBuffer();
    absl::StatusOr<CacheEntry> entry =
        cache_.Store(key, {{kProgram, {bytes.data(), bytes.size()}, true}});
    if (!entry.ok()) return entry.status();
    result.program = entry->at(kProgram);
    result.linked = true;
    return absl::OkStatus();
  }

  // The linker names files of the cache, which mean nothing to the user.
  absl::Status LinkFailure(const absl::Status& status) {
    std::string message(status.message());
    for (size_t i = 0; i < states_.size(); ++i) {
      auto object = states_[i].files.find(kObject);
      if (object == states_[i].files.end()) continue;
      message = absl::StrReplaceAll(message,
                                    {{object->second, Concat("package ", graph_.nodes[i].path)}});
    }
    return absl::Status(status.code(), message);
  }

  const PackageGraph& graph_;
  const Distribution& distribution_;
  Cache& cache_;
  const BuildOptions& options_;
  // Each is written by the job of its package alone and read by jobs that depend on it, after it.
  std::vector<PackageState> states_;
  const std::string compiler_id_;
  const comptime::EvaluationLimits comptime_limits_;
  const std::string evaluator_id_;
  // One for all packages; its service starts when the first needs it.
  comptime::Client evaluator_;
  Progress progress_;
};

}  // namespace

absl::StatusOr<BuildResult> Build(const PackageGraph& graph, const Distribution& distribution,
                                  Cache& cache, const BuildOptions& options) {
  return Builder(graph, distribution, cache, options).Run();
}

}  // namespace arc::tool
