#include "rpc/ttrpc/frame.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc::ttrpc {
namespace {

using testing::ElementsAre;

std::string MakeFrame(uint32_t stream, uint8_t type, uint8_t flags, absl::string_view data) {
  const auto header = EncodeFrameHeader({.length = static_cast<uint32_t>(data.size()),
                                         .stream = stream,
                                         .type = type,
                                         .flags = flags});
  return absl::StrCat(absl::string_view(header.data(), header.size()), data);
}

// What a reader makes of `bytes` that come in pieces of up to `piece` bytes, the first of `first`.
std::vector<std::string> ReadAll(FrameReader& reader, absl::string_view bytes, size_t first,
                                 size_t piece) {
  std::vector<std::string> frames;
  size_t limit = first;
  while (!bytes.empty()) {
    const absl::Span<char> space = reader.Space();
    const size_t count = std::min({limit, space.size(), bytes.size()});
    std::memcpy(space.data(), bytes.data(), count);
    reader.Commit(count);
    bytes.remove_prefix(count);
    limit = piece;
    while (std::optional<Frame> frame = reader.Next()) {
      frames.push_back(absl::StrCat(frame->header.stream, ":", frame->header.type, ":",
                                    frame->header.flags, ":",
                                    frame->oversized ? "oversized" : frame->data));
    }
  }
  return frames;
}

TEST(Frame, HeaderIsBigEndian) {
  const auto header =
      EncodeFrameHeader({.length = 0x00010203, .stream = 0xA1B2C3D4, .type = 1, .flags = 2});
  EXPECT_EQ(absl::BytesToHexString(absl::string_view(header.data(), header.size())),
            "00010203a1b2c3d40102");
  const FrameHeader decoded = DecodeFrameHeader({header.data(), header.size()});
  EXPECT_EQ(decoded.length, 0x00010203u);
  EXPECT_EQ(decoded.stream, 0xA1B2C3D4u);
  EXPECT_EQ(decoded.type, 1);
  EXPECT_EQ(decoded.flags, 2);
}

TEST(Frame, SplitAtEachByte) {
  const std::string bytes = absl::StrCat(MakeFrame(1, 1, 0, "hello"), MakeFrame(3, 2, 1, ""),
                                         MakeFrame(5, 3, 4, std::string(300, 'x')));
  for (size_t split = 1; split < bytes.size(); ++split) {
    FrameReader reader;
    EXPECT_THAT(ReadAll(reader, bytes, split, bytes.size()),
                ElementsAre("1:1:0:hello", "3:2:1:", absl::StrCat("5:3:4:", std::string(300, 'x'))))
        << split;
    EXPECT_FALSE(reader.InFrame());
  }
}

TEST(Frame, ByteByByte) {
  FrameReader reader;
  EXPECT_THAT(ReadAll(reader, MakeFrame(1, 1, 0, "hello") + MakeFrame(3, 1, 0, "x"), 1, 1),
              ElementsAre("1:1:0:hello", "3:1:0:x"));
}

TEST(Frame, HalfFrameIsSeen) {
  const std::string bytes = MakeFrame(1, 1, 0, "hello");
  for (size_t size = 1; size < bytes.size(); ++size) {
    FrameReader reader;
    EXPECT_THAT(ReadAll(reader, absl::string_view(bytes).substr(0, size), size, 1), ElementsAre());
    EXPECT_TRUE(reader.InFrame()) << size;
  }
}

TEST(Frame, LargestIsTakenOneMoreIsDropped) {
  const std::string largest(kMaxFrameData, 'm');
  const std::string bytes = absl::StrCat(
      MakeFrame(1, 1, 0, largest), MakeFrame(3, 1, 0, largest + "n"), MakeFrame(5, 1, 0, "z"));
  for (size_t piece : {size_t{1000}, size_t{65536}, bytes.size()}) {
    FrameReader reader;
    EXPECT_THAT(ReadAll(reader, bytes, piece, piece),
                ElementsAre("1:1:0:" + largest, "3:1:0:oversized", "5:1:0:z"));
    EXPECT_LE(reader.capacity(), 2 * (kMaxFrameData + kFrameHeaderSize));
  }
}

TEST(Frame, AnnouncedLengthTakesNoMemory) {
  // Of 4 MiB, of which 100 bytes come; of 4 GiB, of which a million come.
  FrameReader reader;
  std::string bytes = MakeFrame(1, 1, 0, std::string(kMaxFrameData, 'x'));
  ReadAll(reader, absl::string_view(bytes).substr(0, 110), 110, 110);
  EXPECT_LE(reader.capacity(), size_t{64} << 10);

  FrameReader discarding;
  bytes = "\xff\xff\xff\xff" + std::string(1'000'000, '\1');
  EXPECT_THAT(ReadAll(discarding, bytes, 4096, 4096), ElementsAre());
  EXPECT_LE(discarding.capacity(), size_t{64} << 10);
  EXPECT_TRUE(discarding.InFrame());
}

TEST(Frame, MemoryOfALargeFrameIsGivenBack) {
  FrameReader reader;
  ReadAll(reader, MakeFrame(1, 1, 0, std::string(kMaxFrameData, 'x')), 65536, 65536);
  EXPECT_GT(reader.capacity(), kMaxFrameData);
  reader.Space();
  EXPECT_LE(reader.capacity(), size_t{64} << 10);
}

}  // namespace
}  // namespace arc::ttrpc
