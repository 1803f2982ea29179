#include "toolchain/arc_ld/input_files.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/lld_runner.h"

namespace arc::ld {
namespace {

llvm::StringRef Ref(absl::string_view text) { return {text.data(), text.size()}; }
absl::string_view View(llvm::StringRef text) { return {text.data(), text.size()}; }

absl::Status Unusable(absl::string_view name, llvm::Error error) {
  return absl::InvalidArgumentError(
      absl::StrCat("cannot read '", name, "': ", llvm::toString(std::move(error))));
}

absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> Open(const std::string& path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer) {
    return absl::ErrnoToStatus(buffer.getError().value(), absl::StrCat("cannot read '", path, "'"));
  }
  return std::move(*buffer);
}

// Calls visit(member name, contents) for each member; visit returns a status, the first failure
// ends the walk.
template <typename Visit>
absl::Status VisitMembers(const llvm::MemoryBuffer& buffer, const std::string& path, Visit visit) {
  auto archive = llvm::object::Archive::create(buffer.getMemBufferRef());
  if (!archive) return Unusable(path, archive.takeError());
  llvm::Error error = llvm::Error::success();
  absl::Status status;
  for (const llvm::object::Archive::Child& child : (*archive)->children(error)) {
    auto name = child.getName();
    auto contents = child.getBuffer();
    if (!name || !contents) {
      if (!name) status = Unusable(path, name.takeError());
      if (!contents) status = Unusable(path, contents.takeError());
      break;
    }
    status = visit(absl::StrCat(path, "(", View(*name), ")"), View(*contents));
    if (!status.ok()) break;
  }
  if (error && status.ok()) return Unusable(path, std::move(error));
  llvm::consumeError(std::move(error));
  return status;
}

bool IsArchive(llvm::StringRef bytes) {
  return llvm::identify_magic(bytes) == llvm::file_magic::archive;
}

// Touches all that lld reads first of an object: headers, section names, symbols, relocations.
absl::Status WalkObject(absl::string_view name, absl::string_view bytes) {
  if (llvm::identify_magic(Ref(bytes)) != llvm::file_magic::elf_relocatable) {
    return absl::OkStatus();
  }
  auto object =
      llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(Ref(bytes), Ref(name)));
  if (!object) return Unusable(name, object.takeError());
  for (const llvm::object::SectionRef& section : (*object)->sections()) {
    auto section_name = section.getName();
    if (!section_name) return Unusable(name, section_name.takeError());
    if (section.isVirtual()) continue;
    auto contents = section.getContents();
    if (!contents) return Unusable(name, contents.takeError());
    auto relocated = section.getRelocatedSection();
    if (!relocated) return Unusable(name, relocated.takeError());
    if (*relocated == (*object)->section_end()) continue;
    const uint64_t limit = (*relocated)->getSize();
    for (const llvm::object::RelocationRef& relocation : section.relocations()) {
      if (relocation.getOffset() >= limit) {
        return absl::InvalidArgumentError(absl::StrCat(
            "cannot read '", name, "': relocation outside its section ", View(*section_name)));
      }
    }
  }
  for (const llvm::object::SymbolRef& symbol : (*object)->symbols()) {
    auto symbol_name = symbol.getName();
    if (!symbol_name) return Unusable(name, symbol_name.takeError());
    auto section = symbol.getSection();
    if (!section) return Unusable(name, section.takeError());
  }
  return absl::OkStatus();
}

// The names of linked objects, each as often as count(name, contents) says. Members of archives are
// called "archive(member)". lld has read all these files; what cannot be read again is left out.
template <typename Count>
std::vector<std::string> FindObjects(const std::vector<std::string>& linked, Count count) {
  std::vector<std::string> found;
  // Archives are opened once, whatever number of members is linked.
  std::map<std::string, std::vector<std::string>> members_of;
  auto examine = [&](absl::string_view name, absl::string_view bytes) {
    found.insert(found.end(), count(name, bytes), absl::StrCat("'", name, "'"));
  };
  for (const std::string& name : linked) {
    const size_t open = name.rfind('(');
    if (open != std::string::npos && name.back() == ')') {
      members_of[name.substr(0, open)].push_back(name);
    } else if (absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = Open(name);
               buffer.ok()) {
      examine(name, View((*buffer)->getBuffer()));
    }
  }
  for (const auto& [path, names] : members_of) {
    absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = Open(path);
    if (!buffer.ok()) continue;
    VisitMembers(**buffer, path,
                 [&, &names = names](const std::string& name, absl::string_view bytes) {
                   if (std::find(names.begin(), names.end(), name) != names.end())
                     examine(name, bytes);
                   return absl::OkStatus();
                 })
        .IgnoreError();
  }
  return found;
}

}  // namespace

absl::StatusOr<uint64_t> CheckInputs(const std::vector<std::string>& inputs) {
  uint64_t total = 0;
  for (const std::string& path : inputs) {
    absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = Open(path);
    if (!buffer.ok()) return buffer.status();
    total += (*buffer)->getBufferSize();
    switch (llvm::identify_magic((*buffer)->getBuffer())) {
      case llvm::file_magic::elf_relocatable:
      case llvm::file_magic::archive:
      case llvm::file_magic::bitcode:
        break;
      default:
        // Scripts and shared libraries are of no use in a static program; saying so here is clearer
        // than lld's attempt to read the file as a linker script.
        return absl::InvalidArgumentError(absl::StrCat(
            "cannot read '", path, "': neither an ELF object, an archive nor LLVM bitcode"));
    }
  }
  return total;
}

absl::StatusOr<std::vector<std::string>> ReadObjectDispatchIds(absl::string_view bytes,
                                                               absl::string_view name) {
  std::vector<std::string> ids;
  if (llvm::identify_magic(Ref(bytes)) != llvm::file_magic::elf_relocatable) return ids;
  auto object =
      llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(Ref(bytes), Ref(name)));
  if (!object) return Unusable(name, object.takeError());
  for (const llvm::object::SectionRef& section : (*object)->sections()) {
    auto relocated = section.getRelocatedSection();
    if (!relocated) return Unusable(name, relocated.takeError());
    if (*relocated == (*object)->section_end()) continue;
    auto target_name = (*relocated)->getName();
    if (!target_name) return Unusable(name, target_name.takeError());
    if (*target_name != ARC_DISPATCH_SECTION) continue;
    auto records = (*relocated)->getContents();
    if (!records) return Unusable(name, records.takeError());

    for (const llvm::object::RelocationRef& relocation : section.relocations()) {
      const uint64_t offset = relocation.getOffset();
      if (offset % sizeof(ArcDispatchRecord) != offsetof(ArcDispatchRecord, id)) continue;
      const uint64_t record = offset - offsetof(ArcDispatchRecord, id);
      if (record > records->size() || records->size() - record < sizeof(ArcDispatchRecord)) {
        continue;
      }
      uint64_t length;
      std::memcpy(&length, records->data() + record + offsetof(ArcDispatchRecord, id_length),
                  sizeof(length));
      const llvm::object::symbol_iterator symbol = relocation.getSymbol();
      if (symbol == (*object)->symbol_end()) continue;
      auto value = symbol->getValue();
      auto home = symbol->getSection();
      auto addend = llvm::object::ELFRelocationRef(relocation).getAddend();
      if (!value) return Unusable(name, value.takeError());
      if (!home) return Unusable(name, home.takeError());
      if (!addend) return Unusable(name, addend.takeError());
      if (*home == (*object)->section_end() || (*home)->isVirtual()) continue;
      auto text = (*home)->getContents();
      if (!text) return Unusable(name, text.takeError());
      const uint64_t start = *value + *addend;
      if (start > text->size() || length > text->size() - start) continue;
      ids.push_back(text->substr(start, length).str());
    }
  }
  return ids;
}

std::vector<std::string> FindObjectsWithEntry(const std::vector<std::string>& linked,
                                              absl::string_view id) {
  return FindObjects(linked, [&](absl::string_view name, absl::string_view bytes) {
    absl::StatusOr<std::vector<std::string>> ids = ReadObjectDispatchIds(bytes, name);
    return ids.ok() ? std::count(ids->begin(), ids->end(), id) : 0;
  });
}

std::vector<std::string> FindObjectsWithSection(const std::vector<std::string>& linked,
                                                absl::string_view section_name) {
  return FindObjects(linked, [&](absl::string_view name, absl::string_view bytes) -> int64_t {
    if (llvm::identify_magic(Ref(bytes)) != llvm::file_magic::elf_relocatable) return 0;
    auto object =
        llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(Ref(bytes), Ref(name)));
    if (!object) {
      llvm::consumeError(object.takeError());
      return 0;
    }
    for (const llvm::object::SectionRef& section : (*object)->sections()) {
      auto each = section.getName();
      if (each && View(*each) == section_name) return 1;
      if (!each) llvm::consumeError(each.takeError());
    }
    return 0;
  });
}

absl::Status FindCorruptInput(const std::vector<std::string>& inputs) {
  for (const std::string& path : inputs) {
    absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = Open(path);
    if (!buffer.ok()) return buffer.status();
    absl::Status status;
    std::string current = path;
    auto examine = [&](const std::string& name, absl::string_view bytes) {
      current = name;
      return WalkObject(name, bytes);
    };
    auto walk = [&] {
      status = IsArchive((*buffer)->getBuffer()) ? VisitMembers(**buffer, path, examine)
                                                 : examine(path, View((*buffer)->getBuffer()));
    };
    // The reader takes some fields on trust, too.
    if (!RunGuarded(walk)) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot read '", current, "': corrupt object"));
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace arc::ld
