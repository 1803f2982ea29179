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

std::vector<ImportedInterface> InterfaceProvider::loaded() const {
  std::vector<ImportedInterface> loaded;
  loaded.reserve(hashes_.size());
  for (const auto& [package, hash] : hashes_) loaded.push_back({package, hash});
  return loaded;
}

}  // namespace arc::driver
