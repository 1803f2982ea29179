#include "compiler/driver/interface_provider.h"

#include "absl/status/status.h"
#include "compiler/parse/parser.h"
#include "compiler/source/concat.h"
#include "runtime/core/contract.h"

namespace arc::driver {
namespace {

std::string Text(const absl::Status& status) { return std::string(status.message()); }

}  // namespace

check::PackageProvider::Files InterfaceProvider::Load(std::string_view path) {
  const std::string package(path);
  auto found = files_.find(package);
  if (found == files_.end()) {
    auto error = errors_.find(package);
    return {{},
            error == errors_.end() ? Concat("there is no package `", path, "`") : error->second};
  }
  absl::StatusOr<PackageInterface> interface = ReadInterface(found->second, &context_);
  if (!interface.ok()) {
    return {
        {},
        Concat("cannot use the interface file `", found->second, "`: ", Text(interface.status()))};
  }
  if (interface->package != path) {
    return {{},
            Concat("`", found->second, "` is the interface of `", interface->package, "`, not of `",
                   path, "`")};
  }
  if (interface->abi_version != ARC_RT_ABI_VERSION) {
    return {{},
            Concat("`", found->second,
                   "` was made by a compiler for another runtime: compile the package again")};
  }
  hashes_[package] = interface->content_hash;
  Files files;
  for (InterfaceFile& file : interface->files) {
    absl::StatusOr<FileId> id = sources_.TryAddBuffer(std::move(file.path), std::move(file.text));
    if (!id.ok()) return {{}, Text(id.status())};
    const FileAst* tree = ParseFile(*id, sources_, diagnostics_, ast_, {.interface_mode = true});
    files.files.push_back(tree);
  }
  return files;
}

// Symbols begin with the path of their package and a dot.
std::string InterfaceProvider::PackageOf(std::string_view symbol) const {
  std::string package;
  for (const auto& [path, file] : files_) {
    if (path.size() > package.size() && symbol.size() > path.size() &&
        symbol.substr(0, path.size()) == path && symbol[path.size()] == '.') {
      package = path;
    }
  }
  return package;
}

check::PackageProvider::Code InterfaceProvider::LoadCode(std::string_view path) {
  const std::string package(path);
  code_read_.push_back(package);
  if (!read_code_) return PackageProvider::LoadCode(path);
  absl::StatusOr<std::string> bytes = read_code_(package);
  if (!bytes.ok()) return {"", Text(bytes.status())};
  absl::StatusOr<PackageInterface> head =
      ParseInterface(*bytes, Concat("the code of package `", path, "`"), &context_);
  if (!head.ok()) return {"", Text(head.status())};
  if (head->package != path) {
    return {"", Concat("what is given as the code of package `", path, "` is that of `",
                       head->package, "`")};
  }
  if (head->abi_version != ARC_RT_ABI_VERSION) {
    return {"", Concat("the code of package `", path,
                       "` was made by a compiler for another runtime: compile the package again")};
  }
  // For diagnostics: interfaces have the declarations only. Who has no room for them does without.
  for (InterfaceFile& file : head->files)
    (void)sources_.TryAddBuffer(std::move(file.path), std::move(file.text));
  return {*std::move(bytes), ""};
}

std::vector<ImportedInterface> InterfaceProvider::loaded() const {
  std::vector<ImportedInterface> loaded;
  loaded.reserve(hashes_.size());
  for (const auto& [package, hash] : hashes_) loaded.push_back({package, hash});
  return loaded;
}

}  // namespace arc::driver
