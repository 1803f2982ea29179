// Results of earlier builds, addressed by the content of what they were made from.
//
// Layout of the cache folder:
//
//   lock                 held shared while a run uses the cache, exclusive while files are removed
//   trimmed              its time is that of the last removal of old entries
//   00/….tmp             files being made by programs that want a path; removed with old entries
//   ab/abcd….entry       the record of an entry: parts with size and checksum, and its own one
//   ab/abcd….<part>      the parts: "o", "arci", "program", …
//
// Invariants:
//  * A record is written after its parts; each file appears by rename. So a reader that finds a
//    record finds the parts whole, whatever other runs do or where they were interrupted.
//  * Equal keys have equal parts (compilation is deterministic), so two runs that write one entry
//    at the same time do no harm: it does not matter whose files win.
//  * Nothing read is trusted: a record or part whose checksum does not fit counts as absent and is
//    made anew.
#ifndef ARC_TOOLCHAIN_ARC_CACHE_H_
#define ARC_TOOLCHAIN_ARC_CACHE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "toolchain/arc/digest.h"

namespace arc::tool {

struct CachePart {
  std::string name;  // also the file's suffix: letters only
  std::string_view bytes;
  bool executable = false;
};

// Paths of an entry's parts by name. The files stay until the cache object dies.
using CacheEntry = std::map<std::string, std::string>;

class Cache {
 public:
  // Creates the folder if need be. Waits while another run removes files.
  static absl::StatusOr<std::unique_ptr<Cache>> Open(const std::string& folder);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  const std::string& folder() const { return folder_; }

  // The entry if it is there and intact. Threads may call Find and Store at once.
  std::optional<CacheEntry> Find(const Digest& key);

  // Error: what kept a file from being written. Readers then find nothing or the old entry.
  absl::StatusOr<CacheEntry> Store(const Digest& key, const std::vector<CachePart>& parts);

  // A path in the cache's folder that no other run uses, to make a file at that is stored
  // afterwards. The caller removes it.
  absl::StatusOr<std::string> TemporaryPath();

 private:
  Cache(std::string folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
  std::string PathOf(const Digest& key, std::string_view suffix) const;

  std::string folder_;
  int lock_;
};

// $ARC_CACHE, else arc in $XDG_CACHE_HOME, else ~/.cache/arc. Where none of the last two can be
// made (no home, a read-only one): a folder of this user's own among the temporary files.
absl::StatusOr<std::string> CacheFolder();

struct CleanResult {
  uint64_t files = 0;
  uint64_t bytes = 0;
};

// Removes all entries; waits for runs that use the cache. A folder that holds no cache is left
// alone.
absl::StatusOr<CleanResult> CleanCache(const std::string& folder);

// Removes entries that were not used for `unused_for`, at most once in `interval`, and only if no
// other run uses the cache now.
void TrimCache(const std::string& folder, absl::Duration unused_for, absl::Duration interval);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_CACHE_H_
