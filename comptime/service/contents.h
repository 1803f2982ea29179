// What is too large for a message: uploads of clients, images for them to fetch.
#ifndef ARC_COMPTIME_SERVICE_CONTENTS_H_
#define ARC_COMPTIME_SERVICE_CONTENTS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "comptime/sandbox/image_file.h"
#include "rpc/ttrpc/mutex.h"

namespace arc::comptime {

struct ContentLimits {
  uint64_t connection_bytes = uint64_t{1} << 30;
  uint64_t total_bytes = uint64_t{4} << 30;
  uint64_t connection_contents = 10'000;
};

// By connection: no one sees what others have. Thread-safe.
class Contents {
 public:
  explicit Contents(ContentLimits limits = {}) : limits_(limits) {}

  // A connection that has said hello. All else fails with FailedPrecondition before.
  void Open(uint64_t connection);
  bool IsOpen(uint64_t connection) const;
  // The connection is gone, with all that it had.
  void Close(uint64_t connection);

  // Appends to the content `handle` (0: a new one); gives its handle. NotFound: there is none;
  // ResourceExhausted: a limit.
  absl::StatusOr<uint64_t> Append(uint64_t connection, uint64_t handle, absl::string_view piece);
  absl::StatusOr<uint64_t> Add(uint64_t connection, std::string content);
  absl::StatusOr<uint64_t> Add(uint64_t connection, std::shared_ptr<const ImageFile> file);
  // The content if it is a file, which is gone then; null: it is none.
  absl::StatusOr<std::shared_ptr<const ImageFile>> TakeFile(uint64_t connection, uint64_t handle);
  // The content, which is gone then.
  absl::StatusOr<std::string> Take(uint64_t connection, uint64_t handle);
  // Bytes from `offset` on, at most `length`; what was read to its end is gone. OutOfRange: beyond.
  absl::StatusOr<std::string> Read(uint64_t connection, uint64_t handle, uint64_t offset,
                                   uint64_t length);

  uint64_t bytes() const;
  uint64_t connections() const;

 private:
  struct Content {
    std::string bytes;
    std::shared_ptr<const ImageFile> file;  // instead

    uint64_t size() const { return file ? file->size() : bytes.size(); }
  };
  struct Connection {
    absl::flat_hash_map<uint64_t, Content> contents;
    uint64_t next_handle = 1;
    uint64_t bytes = 0;
  };

  absl::StatusOr<Connection*> Find(uint64_t connection) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Charge(Connection& connection, uint64_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<uint64_t> AddContent(uint64_t connection, Content content);
  void Erase(Connection& connection, absl::flat_hash_map<uint64_t, Content>::iterator content)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const ContentLimits limits_;
  mutable ttrpc::Mutex mutex_;
  absl::flat_hash_map<uint64_t, Connection> connections_ ABSL_GUARDED_BY(mutex_);
  uint64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_CONTENTS_H_
