#include "comptime/service/contents.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arc::comptime {

namespace {

absl::Status NoHandle(uint64_t handle) {
  return absl::NotFoundError(absl::StrCat("no content with the handle ", handle));
}

}  // namespace

void Contents::Open(uint64_t connection) {
  ttrpc::MutexLock lock(&mutex_);
  connections_.try_emplace(connection);
}

bool Contents::IsOpen(uint64_t connection) const {
  ttrpc::MutexLock lock(&mutex_);
  return connections_.contains(connection);
}

void Contents::Close(uint64_t connection) {
  ttrpc::MutexLock lock(&mutex_);
  auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  bytes_ -= found->second.bytes;
  connections_.erase(found);
}

absl::StatusOr<Contents::Connection*> Contents::Find(uint64_t connection) {
  auto found = connections_.find(connection);
  if (found == connections_.end()) return absl::FailedPreconditionError("Hello comes first");
  return &found->second;
}

absl::Status Contents::Charge(Connection& connection, uint64_t bytes) {
  if (bytes > limits_.connection_bytes - connection.bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a connection may keep at most ", limits_.connection_bytes, " bytes here"));
  }
  if (bytes > limits_.total_bytes - bytes_) {
    return absl::ResourceExhaustedError("the service holds too much for others");
  }
  connection.bytes += bytes;
  bytes_ += bytes;
  return absl::OkStatus();
}

void Contents::Erase(Connection& connection,
                     absl::flat_hash_map<uint64_t, Content>::iterator content) {
  connection.bytes -= content->second.size();
  bytes_ -= content->second.size();
  connection.contents.erase(content);
}

absl::StatusOr<uint64_t> Contents::Append(uint64_t connection, uint64_t handle,
                                          absl::string_view piece) {
  ttrpc::MutexLock lock(&mutex_);
  absl::StatusOr<Connection*> found = Find(connection);
  if (!found.ok()) return found.status();
  Connection& one = **found;
  auto content = one.contents.find(handle);
  if (handle != 0 && content == one.contents.end()) return NoHandle(handle);
  if (handle == 0 && one.contents.size() >= limits_.connection_contents) {
    return absl::ResourceExhaustedError("too many handles");
  }
  if (absl::Status status = Charge(one, piece.size()); !status.ok()) return status;
  if (handle == 0) {
    handle = one.next_handle++;
    content = one.contents.try_emplace(handle).first;
  }
  if (content->second.file) return NoHandle(handle);
  content->second.bytes.append(piece.data(), piece.size());
  return handle;
}

absl::StatusOr<uint64_t> Contents::Add(uint64_t connection, std::string content) {
  return AddContent(connection, {.bytes = std::move(content), .file = nullptr});
}

absl::StatusOr<uint64_t> Contents::Add(uint64_t connection, std::shared_ptr<const ImageFile> file) {
  return AddContent(connection, {.bytes = "", .file = std::move(file)});
}

absl::StatusOr<uint64_t> Contents::AddContent(uint64_t connection, Content content) {
  ttrpc::MutexLock lock(&mutex_);
  absl::StatusOr<Connection*> found = Find(connection);
  if (!found.ok()) return found.status();
  Connection& one = **found;
  if (one.contents.size() >= limits_.connection_contents) {
    return absl::ResourceExhaustedError("too many handles");
  }
  if (absl::Status status = Charge(one, content.size()); !status.ok()) return status;
  one.contents.try_emplace(one.next_handle, std::move(content));
  return one.next_handle++;
}

absl::StatusOr<std::shared_ptr<const ImageFile>> Contents::TakeFile(uint64_t connection,
                                                                    uint64_t handle) {
  ttrpc::MutexLock lock(&mutex_);
  absl::StatusOr<Connection*> found = Find(connection);
  if (!found.ok()) return found.status();
  auto content = (*found)->contents.find(handle);
  if (content == (*found)->contents.end()) return NoHandle(handle);
  std::shared_ptr<const ImageFile> file = content->second.file;
  if (file) Erase(**found, content);
  return file;
}

absl::StatusOr<std::string> Contents::Take(uint64_t connection, uint64_t handle) {
  ttrpc::MutexLock lock(&mutex_);
  absl::StatusOr<Connection*> found = Find(connection);
  if (!found.ok()) return found.status();
  Connection& one = **found;
  auto content = one.contents.find(handle);
  if (content == one.contents.end() || content->second.file) return NoHandle(handle);
  std::string taken = std::move(content->second.bytes);
  content->second.bytes.clear();
  one.bytes -= taken.size();
  bytes_ -= taken.size();
  Erase(one, content);
  return taken;
}

absl::StatusOr<std::string> Contents::Read(uint64_t connection, uint64_t handle, uint64_t offset,
                                           uint64_t length) {
  ttrpc::MutexLock lock(&mutex_);
  absl::StatusOr<Connection*> found = Find(connection);
  if (!found.ok()) return found.status();
  Connection& one = **found;
  auto content = one.contents.find(handle);
  if (content == one.contents.end()) return NoHandle(handle);
  const Content& whole = content->second;
  if (offset > whole.size()) return absl::OutOfRangeError("offset beyond the content");
  std::string piece =
      whole.file ? whole.file->Read(offset, length) : whole.bytes.substr(offset, length);
  if (offset + piece.size() == whole.size()) Erase(one, content);
  return piece;
}

uint64_t Contents::bytes() const {
  ttrpc::MutexLock lock(&mutex_);
  return bytes_;
}

uint64_t Contents::connections() const {
  ttrpc::MutexLock lock(&mutex_);
  return connections_.size();
}

}  // namespace arc::comptime
