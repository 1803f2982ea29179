#include "runtime/core/line_table.h"

#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace arc::rt {
namespace {

// Lays a table out as arc-ld does.
class TableBuilder {
 public:
  uint32_t String(const std::string& text) {
    const auto offset = static_cast<uint32_t>(strings_.size());
    strings_ += text;
    strings_ += '\0';
    return offset;
  }
  uint32_t Node(const std::string& function, const std::string& file, uint32_t line,
                uint32_t parent = 0) {
    nodes_.push_back({String(function), String(file), line, parent});
    return static_cast<uint32_t>(nodes_.size());
  }
  void Row(int32_t pc, uint32_t node) { rows_.push_back({pc, node}); }

  const ArcLineTable* Build(uint32_t version = ARC_LINE_TABLE_VERSION) {
    const ArcLineTable header = {ARC_LINE_TABLE_MAGIC,
                                 version,
                                 static_cast<uint32_t>(rows_.size()),
                                 static_cast<uint32_t>(nodes_.size()),
                                 static_cast<uint32_t>(strings_.size()),
                                 0};
    const size_t size = sizeof(header) + rows_.size() * sizeof(ArcLineRow) +
                        nodes_.size() * sizeof(ArcLineNode) + strings_.size();
    storage_.assign((size + 7) / 8, 0);
    auto* out = reinterpret_cast<char*>(storage_.data());
    auto put = [&](const void* data, size_t bytes) {
      if (bytes > 0) std::memcpy(out, data, bytes);
      out += bytes;
    };
    put(&header, sizeof(header));
    put(rows_.data(), rows_.size() * sizeof(ArcLineRow));
    put(nodes_.data(), nodes_.size() * sizeof(ArcLineNode));
    put(strings_.data(), strings_.size());
    return reinterpret_cast<const ArcLineTable*>(storage_.data());
  }

 private:
  std::vector<ArcLineRow> rows_;
  std::vector<ArcLineNode> nodes_;
  std::string strings_;
  std::vector<uint64_t> storage_;
};

TEST(LineTableTest, FindsTheLastRowAtOrBelow) {
  TableBuilder builder;
  const uint32_t first = builder.Node("main", "a.arc", 3);
  const uint32_t second = builder.Node("main", "a.arc", 4);
  builder.Row(-16, first);
  builder.Row(0, second);
  builder.Row(32, 0);  // the function's end
  builder.Row(48, first);
  const LineTable table(builder.Build());
  ASSERT_TRUE(table.present());
  EXPECT_EQ(table.Find(-17), nullptr);
  EXPECT_EQ(table.Find(-16)->line, 3u);
  EXPECT_EQ(table.Find(-1)->line, 3u);
  EXPECT_EQ(table.Find(0)->line, 4u);
  EXPECT_EQ(table.Find(31)->line, 4u);
  EXPECT_EQ(table.Find(32), nullptr) << "in the gap";
  EXPECT_EQ(table.Find(47), nullptr);
  EXPECT_EQ(table.Find(1000)->line, 3u);
  EXPECT_STREQ(table.Function(table.Find(0)), "main");
  EXPECT_STREQ(table.File(table.Find(0)), "a.arc");
}

TEST(LineTableTest, InlinedPositionsLeadToTheirCallSites) {
  TableBuilder builder;
  const uint32_t outer = builder.Node("main", "a.arc", 10);
  const uint32_t middle = builder.Node("middle", "b.arc", 20, outer);
  const uint32_t inner = builder.Node("inner", "c.arc", 30, middle);
  builder.Row(0, inner);
  const LineTable table(builder.Build());
  const ArcLineNode* node = table.Find(5);
  EXPECT_STREQ(table.Function(node), "inner");
  node = table.Parent(node);
  EXPECT_STREQ(table.Function(node), "middle");
  node = table.Parent(node);
  EXPECT_STREQ(table.Function(node), "main");
  EXPECT_EQ(table.Parent(node), nullptr);
}

TEST(LineTableTest, AbsentEmptyAndForeignTablesFindNothing) {
  EXPECT_EQ(LineTable(nullptr).Find(0), nullptr);
  EXPECT_FALSE(LineTable(nullptr).present());
  TableBuilder empty;
  EXPECT_EQ(LineTable(empty.Build()).Find(0), nullptr);
  TableBuilder foreign;
  foreign.Row(0, foreign.Node("main", "a.arc", 1));
  EXPECT_FALSE(LineTable(foreign.Build(ARC_LINE_TABLE_VERSION + 1)).present());
}

TEST(LineTableTest, DamagedReferencesAreNotFollowed) {
  TableBuilder builder;
  builder.Row(0, 7);  // there is no such node
  const uint32_t node = builder.Node("f", "g", 1, 9);
  builder.Row(10, node);
  const LineTable table(builder.Build());
  EXPECT_EQ(table.Find(1), nullptr);
  EXPECT_EQ(table.Parent(table.Find(11)), nullptr);
  ArcLineNode wild = *table.Find(11);
  wild.function = 1 << 30;
  EXPECT_STREQ(table.Function(&wild), "?");
}

TEST(LineTableTest, HiddenFunctions) {
  EXPECT_TRUE(LineTable::IsHidden("arc_rt_panic"));
  EXPECT_TRUE(LineTable::IsHidden("\x01lib.push"));
  EXPECT_TRUE(LineTable::IsHidden("_ZN3arc2rt5PanicEPKhm"));
  EXPECT_TRUE(LineTable::IsHidden("arc::rt::Panic"));
  EXPECT_TRUE(LineTable::IsHidden("arc_main"));
  EXPECT_FALSE(LineTable::IsHidden("arc_main_loop"));
  EXPECT_FALSE(LineTable::IsHidden("main"));
  EXPECT_FALSE(LineTable::IsHidden("arc_rest"));
  EXPECT_FALSE(LineTable::IsHidden(""));
}

TEST(LineTableTest, LibraryFunctions) {
  EXPECT_TRUE(LineTable::IsLibrary("std/core.vector<main.Point>._at"));
  EXPECT_FALSE(LineTable::IsLibrary("main.main"));
  EXPECT_FALSE(LineTable::IsLibrary("studio.main"));
  EXPECT_FALSE(LineTable::IsLibrary("std"));
  EXPECT_FALSE(LineTable::IsLibrary(""));
}

}  // namespace
}  // namespace arc::rt
