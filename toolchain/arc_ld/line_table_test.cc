#include "toolchain/arc_ld/line_table.h"

#include <cstring>

#include "gtest/gtest.h"

namespace arc::ld {
namespace {

std::string Example() {
  LineTableWriter writer;
  const uint32_t file = writer.String("main.arc");
  const uint32_t outer = writer.Node(writer.String("main.outer"), file, 10, 0);
  const uint32_t inner = writer.Node(writer.String("main.inner"), file, 3, outer);
  writer.AddRow(-16, outer);
  writer.AddRow(0, inner);
  writer.AddRow(8, outer);
  writer.AddRow(12, outer);
  writer.AddRow(20, 0);
  return writer.Encode();
}

TEST(LineTableTest, RoundTrip) {
  const std::string bytes = Example();
  auto reader = LineTableReader::Parse(bytes);
  ASSERT_TRUE(reader.ok()) << reader.status();
  // The row at 12 says nothing new.
  EXPECT_EQ(reader->rows().size(), 4u);
  EXPECT_TRUE(reader->Lookup(-16).empty());
  ASSERT_EQ(reader->Lookup(-15).size(), 1u);
  EXPECT_EQ(reader->Lookup(-15)[0].line, 10u);
  const std::vector<Frame> frames = reader->Lookup(5);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].function, "main.inner");
  EXPECT_EQ(frames[0].file, "main.arc");
  EXPECT_EQ(frames[0].line, 3u);
  EXPECT_EQ(frames[1].function, "main.outer");
  // A return address right behind a call belongs to the call.
  EXPECT_EQ(reader->Lookup(8).size(), 2u);
  EXPECT_EQ(reader->Lookup(9).size(), 1u);
  EXPECT_EQ(reader->Lookup(20).size(), 1u);
  EXPECT_TRUE(reader->Lookup(21).empty());
}

TEST(LineTableTest, EqualNodesAndStringsAreShared) {
  LineTableWriter writer;
  const uint32_t name = writer.String("f");
  EXPECT_EQ(name, writer.String("f"));
  EXPECT_NE(name, writer.String("g"));
  const uint32_t node = writer.Node(name, name, 1, 0);
  EXPECT_EQ(node, writer.Node(name, name, 1, 0));
  EXPECT_NE(node, writer.Node(name, name, 2, 0));
  EXPECT_NE(node, writer.Node(name, name, 1, node));
  EXPECT_EQ(writer.node_count(), 3u);
}

TEST(LineTableTest, LaterRowWithTheSamePcReplaces) {
  LineTableWriter writer;
  const uint32_t name = writer.String("f");
  const uint32_t one = writer.Node(name, name, 1, 0);
  const uint32_t two = writer.Node(name, name, 2, 0);
  writer.AddRow(0, one);
  writer.AddRow(4, two);
  writer.AddRow(4, one);
  EXPECT_EQ(writer.row_count(), 1u);
}

TEST(LineTableTest, EmptyTable) {
  const std::string bytes = LineTableWriter().Encode();
  EXPECT_EQ(bytes.size(), sizeof(ArcLineTable));
  auto reader = LineTableReader::Parse(bytes);
  ASSERT_TRUE(reader.ok());
  EXPECT_TRUE(reader->Lookup(0).empty());
}

TEST(LineTableTest, EveryTruncationIsRejected) {
  const std::string bytes = Example();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(LineTableReader::Parse(bytes.substr(0, size)).ok()) << size;
  }
}

TEST(LineTableTest, DamageNeverReadsOutside) {
  const std::string bytes = Example();
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int value : {0x00, 0x01, 0x7f, 0xff}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(value);
      auto reader = LineTableReader::Parse(damaged);
      if (!reader.ok()) continue;
      for (int64_t pc = -20; pc < 30; ++pc) {
        for (const Frame& frame : reader->Lookup(pc)) {
          EXPECT_LE(frame.function.size() + frame.file.size(), 2 * bytes.size());
        }
      }
    }
  }
}

}  // namespace
}  // namespace arc::ld
