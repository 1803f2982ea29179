#include "toolchain/arc/distribution.h"

#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "compiler/source/concat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

namespace arc::tool {
namespace {

constexpr std::string_view kManifest = "lib/arc/manifest.json";
constexpr int64_t kManifestVersion = 1;

std::string ManifestPath(const std::string& root) { return Concat(root, "/", kManifest); }

// "/x/bin/arc" → "/x"; nothing for a path without two folders.
std::string RootOf(std::string program) {
  for (int i = 0; i < 2; ++i) {
    size_t slash = program.rfind('/');
    if (slash == std::string::npos) return i == 0 ? ".." : ".";
    program.resize(slash);
  }
  return program.empty() ? "/" : program;
}

absl::Status Damaged(const std::string& path, std::string_view what) {
  return absl::DataLossError(Concat("the installation is damaged: `", path, "` ", what));
}

bool ReadArchive(const llvm::json::Object* object, const std::string& base,
                 Distribution::Archive& archive) {
  if (!object) return false;
  auto file = object->getString("file");
  auto id = object->getString("sha256");
  if (!file || !id) return false;
  archive = {Concat(base, file->str()), id->str()};
  return true;
}

int FindBuildId(dl_phdr_info* info, size_t size, void* result) {
  (void)size;
  // The first object is the program itself.
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr) & header = info->dlpi_phdr[i];
    if (header.p_type != PT_NOTE) continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives addresses as numbers
    const char* at = reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
    const char* end = at + header.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      memcpy(&note, at, sizeof note);
      const char* name = at + sizeof note;
      const char* description = name + ((note.n_namesz + 3) & ~3u);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
        *static_cast<std::string*>(result) =
            llvm::toHex(llvm::StringRef(description, note.n_descsz), /*LowerCase=*/true);
        return 1;
      }
      at = description + ((note.n_descsz + 3) & ~3u);
    }
  }
  return 1;
}

}  // namespace

absl::StatusOr<Distribution> ReadDistribution(const std::string& root) {
  const std::string path = ManifestPath(root);
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    return absl::ErrnoToStatus(buffer.getError().value(), Concat("cannot read `", path, "`"));
  }
  llvm::Expected<llvm::json::Value> json = llvm::json::parse((*buffer)->getBuffer());
  if (!json) {
    llvm::consumeError(json.takeError());
    return Damaged(path, "is no JSON");
  }
  const llvm::json::Object* manifest = json->getAsObject();
  if (!manifest || manifest->getInteger("version") != kManifestVersion) {
    return Damaged(path, "belongs to another version");
  }
  Distribution distribution;
  distribution.root = root;
  const std::string base = Concat(root, "/lib/arc/");
  const llvm::json::Object* packages = manifest->getObject("packages");
  auto interfaces_id = manifest->getString("interfaces_sha256");
  if (!packages || !interfaces_id) return Damaged(path, "lacks the interfaces");
  distribution.interfaces_id = interfaces_id->str();
  for (const auto& [package, file] : *packages) {
    auto name = file.getAsString();
    if (!name) return Damaged(path, "has a package without a file");
    distribution.interfaces[package.str()] = Concat(base, name->str());
  }
  if (!ReadArchive(manifest->getObject("standard_library"), base, distribution.standard_library) ||
      !ReadArchive(manifest->getObject("runtime"), base, distribution.runtime) ||
      !ReadArchive(manifest->getObject("checked_runtime"), base, distribution.checked_runtime) ||
      !ReadArchive(manifest->getObject("runtime_bitcode"), base, distribution.runtime_bitcode) ||
      !ReadArchive(manifest->getObject("gdb_script"), base, distribution.gdb_script)) {
    return Damaged(path, "lacks an archive");
  }
  distribution.lldb_script = Concat(base, "debugger/arc_lldb.py");
  return distribution;
}

absl::StatusOr<Distribution> FindDistribution() {
  if (const char* chosen = getenv("ARC_ROOT"); chosen && *chosen) return ReadDistribution(chosen);
  // The name under which the kernel was asked to run this program, symbolic links and all.
  std::string first;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): as above
  if (const auto* called = reinterpret_cast<const char*>(getauxval(AT_EXECFN))) {
    first = RootOf(called);
    if (access(ManifestPath(first).c_str(), F_OK) == 0) return ReadDistribution(first);
  }
  char real[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", real, sizeof real - 1);
  if (length > 0) {
    std::string root = RootOf(std::string(real, static_cast<size_t>(length)));
    if (access(ManifestPath(root).c_str(), F_OK) == 0) return ReadDistribution(root);
    first = root;
  }
  return absl::NotFoundError(Concat("cannot find the standard library: there is no `",
                                    ManifestPath(first),
                                    "`; set ARC_ROOT to the folder of the installation"));
}

std::string CompilerId() {
  std::string id;
  dl_iterate_phdr(FindBuildId, &id);
  return id;
}

}  // namespace arc::tool
