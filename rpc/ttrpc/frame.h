// Frames of ttrpc: a header of 10 bytes, then data.
//
//    0        4        8     9     10
//   +--------+--------+-----+-----+------ - - -
//   | length | stream | type|flags| data
//   +--------+--------+-----+-----+------ - - -
//
// Numbers are big-endian; length counts the data alone.
#ifndef ARC_RPC_TTRPC_FRAME_H_
#define ARC_RPC_TTRPC_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arc::ttrpc {

inline constexpr size_t kFrameHeaderSize = 10;
// Bytes of data in a frame at most; one with more is discarded by whoever receives it.
inline constexpr size_t kMaxFrameData = size_t{4} << 20;

// Types of frames. Others may come and are ignored.
inline constexpr uint8_t kRequestFrame = 1;
inline constexpr uint8_t kResponseFrame = 2;
inline constexpr uint8_t kDataFrame = 3;

// Flags of frames that belong to streams; those of unary calls have none.
inline constexpr uint8_t kRemoteClosedFlag = 1;
inline constexpr uint8_t kRemoteOpenFlag = 2;
inline constexpr uint8_t kNoDataFlag = 4;

// Of our own: a descriptor comes with the first byte of this frame, as SCM_RIGHTS. Only where the
// client asked for it in words of its protocol, so that others never see it.
inline constexpr uint8_t kDescriptorFlag = 0x80;

struct FrameHeader {
  uint32_t length = 0;
  uint32_t stream = 0;
  uint8_t type = 0;
  uint8_t flags = 0;
};

std::array<char, kFrameHeaderSize> EncodeFrameHeader(const FrameHeader& header);

// Of the first kFrameHeaderSize bytes of `bytes`, which must be there.
FrameHeader DecodeFrameHeader(absl::string_view bytes);

struct Frame {
  FrameHeader header;
  // Valid until the reader's next Space(). Empty when oversized.
  absl::string_view data;
  // The header announced more than kMaxFrameData; that many bytes came and were dropped.
  bool oversized = false;
};

// Cuts what comes from a socket into frames:
//
//   n = recv(fd, reader.Space()); reader.Commit(n);
//   while (frame = reader.Next()) …
//
// Memory grows with the bytes that came, never with a length that is only announced.
class FrameReader {
 public:
  // Where to put what comes next; never empty. Next() must have returned nothing before.
  absl::Span<char> Space();
  // The first `count` bytes of Space() are there now.
  void Commit(size_t count);
  // The next frame that is complete.
  std::optional<Frame> Next();

  // Whether a frame has begun that is not complete. Meaningful once Next() has returned nothing.
  bool InFrame() const { return discard_ != 0 || begin_ != end_; }
  // Bytes that the reader holds memory for.
  size_t capacity() const { return capacity_; }

 private:
  void Resize(size_t capacity);

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  // What came and is not consumed: [begin_, end_).
  size_t begin_ = 0;
  size_t end_ = 0;
  // Bytes of an oversized frame that are still to come, and that frame.
  size_t discard_ = 0;
  FrameHeader discarded_;
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_FRAME_H_
