#include "rpc/ttrpc/output_buffer.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace arc::ttrpc {
namespace {

// An empty buffer gives more than this back.
constexpr size_t kKeptCapacity = size_t{256} << 10;

iovec Part(absl::string_view bytes) {
  // sendmsg() only reads what the vector points to.
  return {.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
}

}  // namespace

absl::Status OutputBuffer::Send(int fd, absl::string_view head, absl::string_view body) {
  absl::string_view kept = absl::string_view(kept_).substr(begin_);
  while (!kept.empty() || !head.empty() || !body.empty()) {
    // Up to the next descriptor, or beginning with it.
    const bool has_descriptor = !attached_.empty() && attached_.front().offset == sent_;
    const size_t next = has_descriptor ? 1 : 0;
    size_t room = attached_.size() > next ? static_cast<size_t>(attached_[next].offset - sent_)
                                          : std::numeric_limits<size_t>::max();
    iovec parts[3];
    size_t count = 0;
    for (absl::string_view part : {kept, head, body}) {
      part = part.substr(0, room);
      room -= part.size();
      if (!part.empty()) parts[count++] = Part(part);
    }
    msghdr message = {};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    if (has_descriptor) {
      message.msg_control = control;
      message.msg_controllen = sizeof(control);
      cmsghdr* header = CMSG_FIRSTHDR(&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN(sizeof(int));
      const int descriptor = attached_.front().descriptor.get();
      std::memcpy(CMSG_DATA(header), &descriptor, sizeof(descriptor));
    }
    const ssize_t sent = ::sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return absl::ErrnoToStatus(errno, "send");
    }
    size_t left = static_cast<size_t>(sent);
    if (has_descriptor && left != 0) attached_.pop_front();
    sent_ += left;
    for (absl::string_view* part : {&kept, &head, &body}) {
      const size_t gone = std::min(left, part->size());
      part->remove_prefix(gone);
      left -= gone;
    }
  }
  begin_ = kept_.size() - kept.size();
  if (kept.empty()) {
    kept_.clear();
    begin_ = 0;
    if (kept_.capacity() > kKeptCapacity) kept_.shrink_to_fit();
  }
  Append(head, body);
  return absl::OkStatus();
}

absl::Status OutputBuffer::SendWith(int fd, absl::string_view head, absl::string_view body,
                                    FileDescriptor descriptor) {
  attached_.push_back({.offset = sent_ + size(), .descriptor = std::move(descriptor)});
  return Send(fd, head, body);
}

void OutputBuffer::Append(absl::string_view head, absl::string_view body) {
  if (head.empty() && body.empty()) return;
  // What was sent goes when it is the larger part, so that each byte moves a constant number of
  // times.
  if (begin_ > kept_.size() / 2) {
    kept_.erase(0, begin_);
    begin_ = 0;
  }
  kept_.append(head.data(), head.size());
  kept_.append(body.data(), body.size());
}

}  // namespace arc::ttrpc
