#include "toolchain/arc/package_graph.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>

#include "compiler/driver/option_parser.h"
#include "compiler/parse/ast.h"
#include "compiler/parse/ast_context.h"
#include "compiler/parse/parser.h"
#include "compiler/source/concat.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace arc::tool {
namespace {

// A deep chain of imports recurses; no program has one of this length.
constexpr size_t kMaxImportDepth = 1000;
constexpr std::string_view kStandard = "std/";

bool IsFolder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// "./a//b/" → "a/b"; `..` stays, since the folder before it may be a symbolic link.
std::string CleanPath(std::string_view path) {
  llvm::SmallString<256> clean(path);
  llvm::sys::path::remove_dots(clean, /*remove_dot_dot=*/false);
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean.empty() ? "." : std::string(clean);
}

// Names of sources stand in debug information and in the keys of cached results: with relative ones
// a program is the same wherever its folder lies. A path that is not below the current folder
// stays.
std::string RelativeToCurrentFolder(std::string path) {
  llvm::SmallString<256> current;
  if (!path.starts_with('/') || llvm::sys::fs::current_path(current)) return path;
  std::string_view base(current.data(), current.size());
  if (path == base) return ".";
  if (base == "/" || !path.starts_with(base) || path[base.size()] != '/') return path;
  return path.substr(base.size() + 1);
}

std::string InFolder(const std::string& folder, std::string_view name) {
  return folder == "." ? std::string(name) : Concat(folder, folder == "/" ? "" : "/", name);
}

std::string RealPath(const std::string& path) {
  llvm::SmallString<256> real;
  if (llvm::sys::fs::real_path(path, real)) return path;
  return std::string(real);
}

// Whether `path` may stand in an import: names joined by `/`, none of them special to the file
// system.
bool IsImportPath(std::string_view path) {
  while (true) {
    size_t slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    if (part.empty() || part[0] == '.' || part.find('\0') != std::string_view::npos) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// Source files of a folder by name, or why it cannot be listed.
absl::StatusOr<std::vector<std::string>> ListSources(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator at(folder, error), end; at != end && !error;
       at.increment(error)) {
    llvm::StringRef name = llvm::sys::path::filename(at->path());
    if (name.ends_with(".arc") && !name.starts_with(".") && !IsFolder(at->path()))
      names.push_back(name.str());
  }
  if (error) {
    return absl::ErrnoToStatus(error.value(), Concat("cannot read the folder `", folder, "`"));
  }
  std::sort(names.begin(), names.end());
  return names;
}

class GraphLoader {
 public:
  GraphLoader(const Distribution& distribution, PackageGraph& graph)
      : distribution_(distribution), graph_(graph), scratch_(sources()) {}

  void SetRoots(const std::string& program_folder) {
    roots_[0] = program_folder;
    // `..` of a relative path would name a folder that the user may not expect in messages, so it
    // is left as it is.
    roots_[1] = program_folder == "." ? ".." : InFolder(program_folder, "..");
    llvm::SmallString<256> parent(program_folder);
    llvm::sys::path::remove_filename(parent);
    if (llvm::sys::path::filename(program_folder) != "..") {
      if (!parent.empty()) {
        roots_[1] = CleanPath(std::string_view(parent.data(), parent.size()));
      } else if (program_folder != ".") {
        roots_[1] = ".";
      }
    }
  }

  // Adds the package with all that it imports; its index in the graph.
  size_t Add(PackageNode node) {
    const std::string path = node.path;
    active_.push_back(path);
    std::vector<const ImportDecl*> imports = Imports(node);
    std::set<size_t> reached;
    std::set<std::string> seen;
    for (const ImportDecl* import : imports) {
      if (!seen.insert(std::string(import->path)).second) continue;
      if (std::optional<size_t> index = Resolve(*import, node)) {
        reached.insert(*index);
        reached.insert(graph_.nodes[*index].imports.begin(), graph_.nodes[*index].imports.end());
      }
    }
    node.imports.assign(reached.begin(), reached.end());
    active_.pop_back();
    graph_.nodes.push_back(std::move(node));
    return graph_.nodes.size() - 1;
  }

  // The `namespace` of the files, if one has it.
  std::string NamespaceOf(const PackageNode& node) {
    for (const driver::SourceFile& source : node.sources) {
      if (const FileAst* file = Parse(source); file && file->namespace_name) {
        return std::string(file->namespace_name.text);
      }
    }
    return "";
  }

  void Enter(const std::string& real_folder, const std::string& path) {
    by_folder_[real_folder] = path;
  }

  absl::StatusOr<PackageNode> ReadFolder(std::string path, const std::string& folder) {
    absl::StatusOr<std::vector<std::string>> names = ListSources(folder);
    if (!names.ok()) return names.status();
    if (names->empty()) {
      return absl::NotFoundError(
          Concat("there are no Arc source files (*.arc) in the folder `", folder, "`"));
    }
    PackageNode node;
    node.path = std::move(path);
    node.folder = folder;
    for (const std::string& name : *names) {
      std::string file = InFolder(folder, name);
      node.sources.push_back({file, driver::ReadSourceFile(file)});
    }
    return node;
  }

 private:
  SourceManager& sources() { return graph_.diagnostics->sources(); }

  const FileAst* Parse(const driver::SourceFile& source) {
    if (!source.text.ok()) return nullptr;
    auto [it, inserted] = parsed_.try_emplace(source.name, nullptr);
    if (inserted) {
      absl::StatusOr<FileId> file = sources().TryAddBuffer(source.name, *source.text);
      // Errors are for the compilation to report.
      if (file.ok()) it->second = ParseFile(*file, sources(), scratch_, ast_);
    }
    return it->second;
  }

  std::vector<const ImportDecl*> Imports(const PackageNode& node) {
    std::vector<const ImportDecl*> imports;
    for (const driver::SourceFile& source : node.sources) {
      if (const FileAst* file = Parse(source)) {
        imports.insert(imports.end(), file->imports.begin(), file->imports.end());
      }
    }
    return imports;
  }

  std::optional<size_t> Resolve(const ImportDecl& import, PackageNode& importer) {
    const std::string path(import.path);
    if (path == "std" || path.starts_with("std/")) {
      if (distribution_.interfaces.count(path) == 0)
        importer.import_errors[path] = UnknownStandardPackage(path);
      return std::nullopt;
    }
    if (!IsImportPath(path)) {
      importer.import_errors[path] =
          Concat("`", path, "` is not a package path: names joined by `/`, as in \"util/text\"");
      return std::nullopt;
    }
    if (auto known = by_path_.find(path); known != by_path_.end()) return known->second;
    return LoadImport(import, path, importer);
  }

  std::optional<size_t> LoadImport(const ImportDecl& import, const std::string& path,
                                   PackageNode& importer) {
    std::string folder;
    for (const std::string& root : roots_) {
      std::string candidate = InFolder(root, path);
      if (IsFolder(candidate)) {
        folder = std::move(candidate);
        break;
      }
    }
    if (folder.empty()) {
      importer.import_errors[path] =
          Concat("there is no package `", path, "`: neither `", InFolder(roots_[0], path),
                 "` nor `", InFolder(roots_[1], path), "` is a folder", Guess(path));
      return std::nullopt;
    }
    const std::string real = RealPath(folder);
    if (auto other = by_folder_.find(real); other != by_folder_.end()) {
      if (auto cycle = std::find(active_.begin(), active_.end(), other->second);
          cycle != active_.end()) {
        ReportCycle(import, cycle - active_.begin());
        return std::nullopt;
      }
      graph_.diagnostics->engine()
          .Report(
              DiagnosticKind::PackageUnderTwoNames, import.path_range,
              Concat("`", path, "` is the package that other imports name `", other->second, "`"))
          .Note("a program uses one name for a package");
      return std::nullopt;
    }
    if (path == active_.front()) {
      graph_.diagnostics->engine()
          .Report(DiagnosticKind::PackageUnderTwoNames, import.path_range,
                  Concat("`", path, "` is the name of the program's own package, too"))
          .Note("give the program another name: `namespace NAME` at the top of its files");
      return std::nullopt;
    }
    absl::StatusOr<PackageNode> node = ReadFolder(path, folder);
    if (!node.ok() || active_.size() > kMaxImportDepth) {
      importer.import_errors[path] =
          node.ok() ? "imports are nested too deeply" : std::string(node.status().message());
      return std::nullopt;
    }
    by_folder_[real] = path;
    import_of_[path] = &import;
    size_t index = Add(*std::move(node));
    by_path_[path] = index;
    return index;
  }

  void ReportCycle(const ImportDecl& import, ptrdiff_t first) {
    std::string chain;
    for (size_t i = static_cast<size_t>(first); i < active_.size(); ++i)
      chain += Concat(active_[i], " → ");
    chain += active_[static_cast<size_t>(first)];
    DiagnosticBuilder report =
        graph_.diagnostics->engine().Report(DiagnosticKind::PackageCycle, import.path_range,
                                            active_.size() - static_cast<size_t>(first) == 1
                                                ? std::string("a package cannot import itself")
                                                : Concat("packages import each other: ", chain));
    for (size_t i = static_cast<size_t>(first) + 1; i < active_.size(); ++i) {
      report.Label(import_of_.at(active_[i])->path_range,
                   Concat("`", active_[i - 1], "` imports `", active_[i], "` here"));
    }
  }

  std::string UnknownStandardPackage(std::string_view path) {
    std::vector<std::string_view> names;
    names.reserve(distribution_.interfaces.size());
    for (const auto& [name, file] : distribution_.interfaces) {
      names.push_back(std::string_view(name).substr(kStandard.size()));
    }
    std::string message = Concat("the standard library has no package `", path, "`");
    // The common beginning is no likeness.
    std::string nearest =
        driver::NearestWord(path.substr(std::min(path.size(), kStandard.size())), names);
    if (!nearest.empty()) message += Concat("; did you mean `", kStandard, nearest, "`?");
    return message;
  }

  // `import "os"` for "std/os" is a common slip.
  std::string Guess(std::string_view path) {
    std::string standard = Concat("std/", path);
    if (distribution_.interfaces.count(standard) == 0) return "";
    return Concat("; did you mean `", standard, "`?");
  }

  const Distribution& distribution_;
  PackageGraph& graph_;
  DiagnosticEngine scratch_;
  AstContext ast_;
  std::string roots_[2];
  std::vector<std::string> active_;  // from the program to the package being read
  std::map<std::string, size_t> by_path_;
  std::map<std::string, std::string> by_folder_;
  std::map<std::string, const ImportDecl*> import_of_;
  std::map<std::string, const FileAst*> parsed_;
};

absl::Status NoSuchTarget(const std::string& target, int error) {
  if (error != ENOENT) return absl::ErrnoToStatus(error, Concat("cannot read `", target, "`"));
  std::string message = Concat("cannot find `", target, "`");
  if (struct stat status; stat(Concat(target, ".arc").c_str(), &status) == 0) {
    message += Concat("; did you mean `", target, ".arc`?");
  }
  return absl::NotFoundError(message);
}

}  // namespace

absl::StatusOr<PackageGraph> LoadPackageGraph(const std::string& target,
                                              const Distribution& distribution) {
  PackageGraph graph;
  graph.diagnostics = std::make_unique<driver::CompileDiagnostics>();
  GraphLoader loader(distribution, graph);
  struct stat status;
  if (target.empty() || stat(target.c_str(), &status) != 0)
    return NoSuchTarget(target, target.empty() ? ENOENT : errno);
  const std::string clean = RelativeToCurrentFolder(CleanPath(target));
  PackageNode program;
  if (S_ISDIR(status.st_mode)) {
    loader.SetRoots(clean);
    absl::StatusOr<PackageNode> node = loader.ReadFolder("", clean);
    if (!node.ok()) return node.status();
    program = *std::move(node);
    graph.program_name = llvm::sys::path::filename(RealPath(clean)).str();
    if (graph.program_name.empty() || graph.program_name == "/") graph.program_name = "main";
    program.path = graph.program_name;
    loader.Enter(RealPath(clean), "");  // replaced below, when the namespace is known
  } else {
    llvm::StringRef name = llvm::sys::path::filename(clean);
    if (!name.ends_with(".arc") || !S_ISREG(status.st_mode)) {
      return absl::InvalidArgumentError(Concat(
          "`", target, "` is not an Arc program: a folder, or a file whose name ends in `.arc`"));
    }
    const std::string folder = CleanPath(llvm::sys::path::parent_path(clean).str());
    loader.SetRoots(folder);
    program.folder = folder;
    absl::StatusOr<std::string> text = driver::ReadSourceFile(clean);
    if (!text.ok()) return text.status();
    program.sources.push_back({clean, std::move(text)});
    graph.program_name = name.drop_back(4).str();
    if (graph.program_name.empty()) graph.program_name = "main";
    program.path = "main";
  }
  if (std::string name = loader.NamespaceOf(program); !name.empty()) program.path = name;
  if (S_ISDIR(status.st_mode)) loader.Enter(RealPath(clean), program.path);
  loader.Add(std::move(program));
  if (graph.diagnostics->engine().has_errors()) graph.nodes.clear();
  return graph;
}

}  // namespace arc::tool
