#include "rpc/ttrpc/frame.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace arc::ttrpc {
namespace {

constexpr size_t kInitialCapacity = size_t{16} << 10;
// An empty reader gives more than this back.
constexpr size_t kKeptCapacity = size_t{256} << 10;

void PutBigEndian(char* out, uint32_t value) {
  for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (24 - 8 * i));
}

uint32_t GetBigEndian(const char* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

}  // namespace

std::array<char, kFrameHeaderSize> EncodeFrameHeader(const FrameHeader& header) {
  std::array<char, kFrameHeaderSize> bytes;
  PutBigEndian(bytes.data(), header.length);
  PutBigEndian(bytes.data() + 4, header.stream);
  bytes[8] = static_cast<char>(header.type);
  bytes[9] = static_cast<char>(header.flags);
  return bytes;
}

FrameHeader DecodeFrameHeader(absl::string_view bytes) {
  return {.length = GetBigEndian(bytes.data()),
          .stream = GetBigEndian(bytes.data() + 4),
          .type = static_cast<uint8_t>(bytes[8]),
          .flags = static_cast<uint8_t>(bytes[9])};
}

void FrameReader::Resize(size_t capacity) {
  auto buffer = std::make_unique_for_overwrite<char[]>(capacity);
  if (begin_ != end_) std::memcpy(buffer.get(), buffer_.get() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  buffer_ = std::move(buffer);
  capacity_ = capacity;
}

absl::Span<char> FrameReader::Space() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ == 0 || capacity_ > kKeptCapacity) Resize(kInitialCapacity);
  } else if (end_ == capacity_) {
    if (begin_ > capacity_ / 2) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    } else {
      // Doubling over what is there; one incomplete frame bounds it.
      Resize(std::min(2 * capacity_, 2 * (kFrameHeaderSize + kMaxFrameData)));
    }
  }
  return absl::MakeSpan(buffer_.get() + end_, capacity_ - end_);
}

void FrameReader::Commit(size_t count) { end_ += count; }

std::optional<Frame> FrameReader::Next() {
  if (discard_ != 0) {
    const size_t dropped = std::min(discard_, end_ - begin_);
    begin_ += dropped;
    discard_ -= dropped;
    if (discard_ != 0) return std::nullopt;
    return Frame{.header = discarded_, .data = {}, .oversized = true};
  }
  const size_t have = end_ - begin_;
  if (have < kFrameHeaderSize) return std::nullopt;
  const absl::string_view bytes(buffer_.get() + begin_, have);
  const FrameHeader header = DecodeFrameHeader(bytes);
  if (header.length > kMaxFrameData) {
    begin_ += kFrameHeaderSize;
    discard_ = header.length;
    discarded_ = header;
    return Next();
  }
  if (have - kFrameHeaderSize < header.length) return std::nullopt;
  begin_ += kFrameHeaderSize + header.length;
  return Frame{.header = header, .data = bytes.substr(kFrameHeaderSize, header.length)};
}

}  // namespace arc::ttrpc
