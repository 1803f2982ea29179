#include "toolchain/arc_ld/dispatch_table.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/layout.h"
#include "toolchain/arc_ld/perfect_hash.h"

namespace arc::ld {
namespace {

// ArcDispatchRecord as it lies in a 64-bit little-endian program. arc-ld runs on such machines
// only; the asserts of the contract cover the offsets.
struct RawRecord {
  uint32_t magic;
  uint32_t wire_version;
  uint64_t arguments_fingerprint;
  uint64_t result_fingerprint;
  uint64_t id;
  uint64_t id_length;
  uint64_t entry;
  uint64_t thread_entry;
};
static_assert(sizeof(RawRecord) == sizeof(ArcDispatchRecord));
static_assert(offsetof(RawRecord, id) == offsetof(ArcDispatchRecord, id));
static_assert(offsetof(RawRecord, entry) == offsetof(ArcDispatchRecord, entry));
static_assert(offsetof(RawRecord, thread_entry) == offsetof(ArcDispatchRecord, thread_entry));

std::string Objects(const FindObjects& find_objects, absl::string_view id) {
  std::vector<std::string> objects = find_objects(id);
  if (objects.empty()) return "an object of the program";
  return absl::StrJoin(objects, " and ");
}

}  // namespace

bool IsValidDispatchId(absl::string_view id) {
  return !id.empty() && id.size() <= 4096 && std::all_of(id.begin(), id.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
  });
}

absl::StatusOr<std::vector<DispatchEntry>> ReadDispatchEntries(const ElfImage& image,
                                                               const FindObjects& find_objects) {
  std::vector<DispatchEntry> entries;
  const ElfImage::Section* section = image.FindSection(ARC_DISPATCH_SECTION);
  if (section == nullptr) return entries;
  const absl::string_view contents = image.Contents(*section);
  if (contents.size() % sizeof(RawRecord) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "section ", ARC_DISPATCH_SECTION, " has ", contents.size(),
        " bytes, not a multiple of the record's ", sizeof(RawRecord), ": a corrupt object"));
  }
  for (size_t offset = 0; offset < contents.size(); offset += sizeof(RawRecord)) {
    RawRecord raw;
    std::memcpy(&raw, contents.data() + offset, sizeof(raw));
    if (raw.magic != ARC_DISPATCH_RECORD_MAGIC) {
      return absl::InvalidArgumentError(
          absl::StrCat("dispatch record ", offset / sizeof(RawRecord), " has magic 0x",
                       absl::Hex(raw.magic), ", expected 0x", absl::Hex(ARC_DISPATCH_RECORD_MAGIC),
                       ": a corrupt object, or one of another version of Arc"));
    }
    std::optional<absl::string_view> id = image.At(raw.id, raw.id_length);
    if (!id.has_value() || !IsValidDispatchId(*id)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "dispatch record ", offset / sizeof(RawRecord), " has no usable id",
          id.has_value() ? absl::StrCat(" ('", absl::CHexEscape(id->substr(0, 64)), "')")
                         : std::string(),
          ": a corrupt object"));
    }
    if (raw.wire_version != ARC_WIRE_VERSION) {
      return absl::InvalidArgumentError(
          absl::StrCat("compute entry '", *id, "' in ", Objects(find_objects, *id),
                       " has wire version ", raw.wire_version, ", this program's runtime has ",
                       ARC_WIRE_VERSION, ": compile it again with this version of Arc"));
    }
    // Either entry may be absent: types that do not travel leave only the thread entry.
    if ((raw.entry == 0 && raw.thread_entry == 0) ||
        (raw.entry != 0 && !image.IsExecutable(raw.entry)) ||
        (raw.thread_entry != 0 && !image.IsExecutable(raw.thread_entry))) {
      return absl::InvalidArgumentError(absl::StrCat("compute entry '", *id, "' in ",
                                                     Objects(find_objects, *id), " has no code"));
    }
    entries.push_back({.id = std::string(*id),
                       .wire_version = raw.wire_version,
                       .arguments_fingerprint = raw.arguments_fingerprint,
                       .result_fingerprint = raw.result_fingerprint,
                       .address = raw.entry,
                       .thread_address = raw.thread_entry});
  }

  std::map<absl::string_view, int> seen;
  for (const DispatchEntry& entry : entries) {
    if (++seen[entry.id] == 2) {
      return absl::AlreadyExistsError(absl::StrCat("duplicate compute entry '", entry.id,
                                                   "': defined in ",
                                                   Objects(find_objects, entry.id)));
    }
  }
  return entries;
}

absl::Status WriteDispatchTable(const std::vector<DispatchEntry>& entries, ElfImage& image) {
  const ElfImage::Section* table = image.FindSection(kDispatchTableSection);
  const ElfImage::Section* records = image.FindSection(ARC_DISPATCH_SECTION);
  if (table == nullptr) return absl::InternalError("the layout has no dispatch table");
  std::vector<absl::string_view> ids;
  ids.reserve(entries.size());
  for (const DispatchEntry& entry : entries) ids.push_back(entry.id);
  absl::StatusOr<PerfectHash> hash = BuildPerfectHash(ids);
  if (!hash.ok()) return hash.status();

  std::string head(sizeof(ArcDispatchTable), '\0');
  const ArcDispatchTable header = {
      .magic = ARC_DISPATCH_TABLE_MAGIC,
      .version = ARC_DISPATCH_TABLE_VERSION,
      .count = entries.size(),
      .seed = hash->seed,
      .displacement_count = hash->displacement.size(),
  };
  std::memcpy(head.data(), &header, sizeof(header));
  head.append(reinterpret_cast<const char*>(hash->displacement.data()),
              hash->displacement.size() * sizeof(uint32_t));
  head.resize((head.size() + 7) / 8 * 8, '\0');

  // The layout computed the same sizes; readers find the records directly behind the table.
  if (head.size() != table->header.sh_size) {
    return absl::InternalError(absl::StrCat("the layout reserved ", table->header.sh_size,
                                            " bytes for a dispatch table of ", head.size()));
  }
  if (!entries.empty() &&
      records->header.sh_addr != table->header.sh_addr + table->header.sh_size) {
    return absl::InternalError("the dispatch records do not follow their table");
  }
  std::memcpy(image.MutableContents(*table), head.data(), head.size());

  if (entries.empty()) return absl::OkStatus();
  const std::string old(image.Contents(*records));
  char* out = image.MutableContents(*records);
  for (size_t i = 0; i < entries.size(); ++i) {
    std::memcpy(out + hash->slot[i] * sizeof(RawRecord), old.data() + i * sizeof(RawRecord),
                sizeof(RawRecord));
  }
  return absl::OkStatus();
}

}  // namespace arc::ld
