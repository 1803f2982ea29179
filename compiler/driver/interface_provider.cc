#include "compiler/driver/interface_provider.h"

#include "compiler/driver/compile.h"
#include "compiler/driver/interface_file.h"
#include "compiler/parse/parser.h"
#include "compiler/source/concat.h"

namespace arc::driver {

check::PackageProvider::Files InterfaceProvider::Load(std::string_view path) {
  const std::string package(path);
  auto found = files_.find(package);
  if (found == files_.end()) {
    auto error = errors_.find(package);
    return {{},
            error == errors_.end() ? Concat("there is no package `", path, "`") : error->second};
  }
  absl::StatusOr<std::string> bytes = ReadSourceFile(found->second);
  if (!bytes.ok()) return {{}, std::string(bytes.status().message())};
  absl::StatusOr<InterfaceFile> interface = ReadInterface(*bytes);
  if (!interface.ok()) {
    return {{},
            Concat("cannot read the interface file `", found->second,
                   "`: ", std::string(interface.status().message()))};
  }
  if (interface->package_path != path) {
    return {{},
            Concat("`", found->second, "` is the interface of `", interface->package_path,
                   "`, not of `", path, "`")};
  }
  Files files;
  for (InterfaceText& file : interface->files) {
    absl::StatusOr<FileId> id = sources_.TryAddBuffer(std::move(file.path), std::move(file.text));
    if (!id.ok()) return {{}, std::string(id.status().message())};
    const FileAst* tree = ParseFile(*id, sources_, diagnostics_, ast_, {.interface_mode = true});
    files.files.push_back(tree);
  }
  return files;
}

}  // namespace arc::driver
