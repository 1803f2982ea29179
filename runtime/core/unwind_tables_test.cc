#include "runtime/core/unwind_tables.h"

#include <link.h>
#include <ucontext.h>
#include <unwind.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace arc::rt {
namespace {

// -------------------------------------------------------------------------------------------------
// Tables made by hand, in a block of memory: a header with its search table, a common part, then
// descriptions of functions whose addresses are offsets in the block too.

constexpr uint8_t kRbx = 3, kRbp = 6, kRsp = 7, kReturn = 16;

class TableBuilder {
 public:
  static constexpr size_t kHeader = 0;
  static constexpr size_t kFrames = 1024;
  static constexpr size_t kCode = 32768;  // nothing is there: only its addresses matter
  static constexpr size_t kBytes = 65536;

  TableBuilder() : memory_(kBytes / 8, 0), at_(kFrames) {}

  uintptr_t base() const { return reinterpret_cast<uintptr_t>(memory_.data()); }
  uint8_t* bytes() { return reinterpret_cast<uint8_t*>(memory_.data()); }
  uintptr_t Code(size_t offset) const { return base() + kCode + offset; }
  size_t at() const { return at_; }

  void Byte(uint8_t byte) { bytes()[at_++] = byte; }
  void Bytes(const std::vector<uint8_t>& all) {
    for (const uint8_t byte : all) Byte(byte);
  }
  template <typename T>
  void Fixed(T value) {
    std::memcpy(bytes() + at_, &value, sizeof(value));
    at_ += sizeof(value);
  }
  void Relative(uintptr_t target) { Fixed(static_cast<int32_t>(target - (base() + at_))); }
  template <typename T>
  void Patch(size_t offset, T value) {
    std::memcpy(bytes() + offset, &value, sizeof(value));
  }

  // The common part that LLVM writes for x86-64; `augmentation` and its data as given.
  size_t Common(const std::string& augmentation = "zR", const std::vector<uint8_t>& data = {0x1B},
                const std::vector<uint8_t>& instructions = {0x0C, kRsp, 8, 0x80 | kReturn, 1}) {
    const size_t start = at_;
    Fixed(uint32_t{0});
    Fixed(uint32_t{0});
    Byte(1);
    for (const char letter : augmentation) Byte(static_cast<uint8_t>(letter));
    Byte(0);
    Byte(1);     // code factor
    Byte(0x78);  // data factor: -8
    Byte(kReturn);
    if (!augmentation.empty()) {
      Byte(static_cast<uint8_t>(data.size()));
      Bytes(data);
    }
    Bytes(instructions);
    Patch(start, static_cast<uint32_t>(at_ - start - 4));
    return start;
  }

  // With a pc-relative pointer of four bytes to its LSDA when `cleanups` is given.
  size_t Function(size_t common, size_t code, uint32_t size,
                  const std::vector<uint8_t>& instructions, uintptr_t cleanups = 0) {
    const size_t start = at_;
    Fixed(uint32_t{0});
    Fixed(static_cast<uint32_t>(at_ - common));
    Relative(Code(code));
    Fixed(size);
    if (cleanups != 0) {
      Byte(4);
      Relative(cleanups);
    } else {
      Byte(0);
    }
    Bytes(instructions);
    Patch(start, static_cast<uint32_t>(at_ - start - 4));
    entries_.push_back({static_cast<int32_t>(kCode + code), static_cast<int32_t>(start)});
    return start;
  }

  UnwindTables Finish() {
    const size_t end = at_;
    at_ = kHeader;
    Bytes({1, 0x1B, 0x03, 0x3B});
    Relative(base() + kFrames);
    Fixed(static_cast<uint32_t>(entries_.size()));
    for (const auto& [code, description] : entries_) {
      Fixed(code);
      Fixed(description);
    }
    header_size_ = at_;
    at_ = end;
    return Tables();
  }
  UnwindTables Tables() const { return {base(), header_size_, {base(), base() + kBytes}}; }

 private:
  std::vector<uint64_t> memory_;
  size_t at_;
  size_t header_size_ = 0;
  std::vector<std::pair<int32_t, int32_t>> entries_;
};

// push rbp; mov rbp, rsp; push rbx; ...; back in the middle
const std::vector<uint8_t> kUsualFrame = {
    0x41, 0x0E, 16,   0x80 | kRbp, 2,               // behind `push rbp`
    0x43, 0x0D, kRbp,                               // behind `mov rbp, rsp`
    0x41, 0x83, 3,                                  // behind `push rbx`
    0x50, 0x0A, 0x0C, kRsp,        8, 0xC0 | kRbp,  // an epilogue
    0x41, 0x0B,                                     // what follows is as before
};

FrameRow RowAt(const UnwindTables& tables, uintptr_t instruction) {
  FrameInfo info = {};
  EXPECT_EQ(tables.Find(instruction, &info), UnwindError::kNone);
  return info.row;
}

UnwindError ErrorAt(const UnwindTables& tables, uintptr_t instruction) {
  FrameInfo info = {};
  return tables.Find(instruction, &info);
}

TEST(UnwindTablesTest, RowsFollowTheInstructions) {
  TableBuilder builder;
  builder.Function(builder.Common(), 0, 100, kUsualFrame);
  const UnwindTables tables = builder.Finish();

  FrameRow row = RowAt(tables, builder.Code(0));
  EXPECT_EQ(row.cfa_register, kRsp);
  EXPECT_EQ(row.cfa_offset, 8);
  EXPECT_EQ(row.rules[kReturn].kind, RegisterRule::kAtOffset);
  EXPECT_EQ(row.rules[kReturn].offset, -8);
  EXPECT_EQ(row.rules[kRbp].kind, RegisterRule::kSame);

  row = RowAt(tables, builder.Code(1));
  EXPECT_EQ(row.cfa_offset, 16);
  EXPECT_EQ(row.rules[kRbp].kind, RegisterRule::kAtOffset);
  EXPECT_EQ(row.rules[kRbp].offset, -16);

  row = RowAt(tables, builder.Code(20));
  EXPECT_EQ(row.cfa_register, kRbp);
  EXPECT_EQ(row.cfa_offset, 16);
  EXPECT_EQ(row.rules[kRbx].offset, -24);

  row = RowAt(tables, builder.Code(21));
  EXPECT_EQ(row.cfa_register, kRsp);
  EXPECT_EQ(row.rules[kRbp].kind, RegisterRule::kSame);

  for (const size_t behind : {22, 99}) {
    row = RowAt(tables, builder.Code(behind));
    EXPECT_EQ(row.cfa_register, kRbp);
    EXPECT_EQ(row.rules[kRbp].offset, -16);
  }
}

TEST(UnwindTablesTest, FunctionsAreFoundByAddress) {
  TableBuilder builder;
  const size_t common = builder.Common();
  for (uint8_t i = 0; i < 50; ++i) {
    builder.Function(common, size_t{i} * 100, 60, {0x0E, static_cast<uint8_t>(i + 1)});
  }
  const UnwindTables tables = builder.Finish();
  for (size_t i = 0; i < 50; ++i) {
    for (const size_t offset : {0, 1, 59}) {
      FrameInfo info = {};
      ASSERT_EQ(tables.Find(builder.Code(i * 100 + offset), &info), UnwindError::kNone);
      EXPECT_EQ(info.function, builder.Code(i * 100));
      EXPECT_EQ(info.row.cfa_offset, static_cast<int32_t>(i + 1));
      EXPECT_EQ(info.cleanups, 0u);
    }
    EXPECT_EQ(ErrorAt(tables, builder.Code(i * 100 + 60)), UnwindError::kNoTable);
  }
  EXPECT_EQ(ErrorAt(tables, builder.Code(0) - 1), UnwindError::kNoTable);
  EXPECT_EQ(ErrorAt(tables, 0), UnwindError::kNoTable);
  EXPECT_EQ(ErrorAt(UnwindTables(0, 0, {0, 0}), builder.Code(0)), UnwindError::kNoTable);
}

TEST(UnwindTablesTest, EveryInstructionOfTheTables) {
  TableBuilder builder;
  const size_t common = builder.Common();
  builder.Function(
      common, 0, 1000,
      {
          0x02, 10,   0x0E,    24,                      // advance1, def_cfa_offset
          0x03, 0,    1,       0x2E, 48,                // advance2 by 256, args_size
          0x04, 44,   1,       0,    0,    0x13, 0x7C,  // advance4, def_cfa_offset_sf -4
          0x41, 0x05, kRbx,    5,                       // offset_extended
          0x41, 0x06, kRbx,                             // restore_extended
          0x41, 0x11, kRbx,    0x7F,                    // offset_extended_sf -1
          0x41, 0x08, kRbx,                             // same_value
          0x41, 0x07, kReturn,                          // undefined
          0x41, 0x10, kRbx,    2,    0x77, 8,           // expression
          0x41, 0x16, 12,      2,    0x77, 8,           // val_expression
          0x41, 0x09, 13,      14,                      // register
          0x41, 0x05, 60,      5,                       // a register nobody follows
          0x41, 0x0F, 2,       0x77, 8,                 // def_cfa_expression
          0x41, 0x12, kRbp,    0x7E,                    // def_cfa_sf -2
      });
  const UnwindTables tables = builder.Finish();
  EXPECT_EQ(RowAt(tables, builder.Code(10)).cfa_offset, 24);
  EXPECT_EQ(RowAt(tables, builder.Code(266)).arguments_size, 48u);
  EXPECT_EQ(RowAt(tables, builder.Code(566)).cfa_offset, 32);
  EXPECT_EQ(RowAt(tables, builder.Code(567)).rules[kRbx].offset, -40);
  EXPECT_EQ(RowAt(tables, builder.Code(568)).rules[kRbx].kind, RegisterRule::kSame);
  EXPECT_EQ(RowAt(tables, builder.Code(569)).rules[kRbx].offset, 8);
  EXPECT_EQ(RowAt(tables, builder.Code(570)).rules[kRbx].kind, RegisterRule::kSame);
  EXPECT_EQ(RowAt(tables, builder.Code(571)).rules[kReturn].kind, RegisterRule::kUndefined);
  EXPECT_EQ(RowAt(tables, builder.Code(572)).rules[kRbx].kind, RegisterRule::kUnsupported);
  EXPECT_EQ(RowAt(tables, builder.Code(573)).rules[12].kind, RegisterRule::kUnsupported);
  EXPECT_EQ(RowAt(tables, builder.Code(574)).rules[13].kind, RegisterRule::kUnsupported);
  EXPECT_TRUE(RowAt(tables, builder.Code(575)).cfa_supported);
  EXPECT_FALSE(RowAt(tables, builder.Code(576)).cfa_supported);
  const FrameRow last = RowAt(tables, builder.Code(577));
  EXPECT_TRUE(last.cfa_supported);
  EXPECT_EQ(last.cfa_register, kRbp);
  EXPECT_EQ(last.cfa_offset, 16);
}

TEST(UnwindTablesTest, PersonalityDirectAndThroughAPointer) {
  TableBuilder builder;
  builder.Fixed(uint64_t{0x123456789});
  const auto offset_here = static_cast<int32_t>(TableBuilder::kFrames) -
                           static_cast<int32_t>(builder.at() + 4 + 4 + 1 + 5 + 3 + 1 + 1);
  std::vector<uint8_t> data = {0x9B, 0, 0, 0, 0, 0x1B, 0x1B};  // indirect, relative, 4 bytes
  std::memcpy(&data[1], &offset_here, 4);
  const size_t indirect = builder.Common("zPLR", data);
  builder.Function(indirect, 0, 10, {}, builder.Code(5000));
  const size_t direct = builder.Common("zPLR", {0x03, 0x78, 0x56, 0x34, 0x12, 0x1B, 0x1B});
  builder.Function(direct, 10, 10, {}, builder.Code(6000));
  const UnwindTables tables = builder.Finish();
  FrameInfo info = {};
  ASSERT_EQ(tables.Find(builder.Code(0), &info), UnwindError::kNone);
  EXPECT_EQ(info.personality, 0x123456789u);
  EXPECT_EQ(info.cleanups, builder.Code(5000));
  ASSERT_EQ(tables.Find(builder.Code(10), &info), UnwindError::kNone);
  EXPECT_EQ(info.personality, 0x12345678u);
  EXPECT_EQ(info.cleanups, builder.Code(6000));
}

TEST(UnwindTablesTest, DamageIsAnError) {
  using Edit = void (*)(TableBuilder& builder, size_t common, size_t function);
  struct {
    const char* what;
    UnwindError error;
    Edit edit;
  } const cases[] = {
      {"version of the header", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t) { b.Patch(0, uint8_t{2}); }},
      {"encoding of the search table", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t, size_t) { b.Patch(3, uint8_t{0x1B}); }},
      {"more functions than fit", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t) { b.Patch(8, uint32_t{2}); }},
      {"description outside", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t) { b.Patch(16, int32_t{1 << 30}); }},
      {"no length", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function, uint32_t{0}); }},
      {"length past the end", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function, ~uint32_t{0}); }},
      {"length within the fixed part", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function, uint32_t{9}); }},
      {"common part outside", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 4, ~uint32_t{0}); }},
      {"its own common part", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 4, uint32_t{4}); }},
      {"version of the common part", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 8, uint8_t{9}); }},
      {"unknown letter", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 10, 'Q'); }},
      {"letters without a length", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 9, 'R'); }},
      {"another return column", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 14, uint8_t{30}); }},
      {"size of the letters' data", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 15, uint8_t{100}); }},
      {"encoding of pointers", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t common, size_t) { b.Patch(common + 16, uint8_t{0x57}); }},
      {"unknown instruction", UnwindError::kUnsupported,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 17, uint8_t{0x3F}); }},
      {"restore without a state", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 17, uint8_t{0x0B}); }},
      {"address counted from an unknown register", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 17, uint16_t{0x370D}); }},
      {"expression past the end", UnwindError::kCorrupt,
       [](TableBuilder& b, size_t, size_t function) { b.Patch(function + 17, uint16_t{0x7F0F}); }},
  };
  for (const auto& [what, error, edit] : cases) {
    TableBuilder builder;
    const size_t common = builder.Common();
    const size_t function = builder.Function(common, 0, 100, {0, 0, 0, 0});
    const UnwindTables tables = builder.Finish();
    ASSERT_EQ(ErrorAt(tables, builder.Code(50)), UnwindError::kNone);
    edit(builder, common, function);
    EXPECT_EQ(ErrorAt(tables, builder.Code(50)), error) << what;
  }
}

TEST(UnwindTablesTest, StatesAreNestedToALimit) {
  TableBuilder builder;
  const size_t common = builder.Common();
  builder.Function(common, 0, 10, {0x0A, 0x0A, 0x0A, 0x0A, 0x0B, 0x0B, 0x0B, 0x0B});
  builder.Function(common, 10, 10, std::vector<uint8_t>(5, 0x0A));
  const UnwindTables tables = builder.Finish();
  EXPECT_EQ(ErrorAt(tables, builder.Code(0)), UnwindError::kNone);
  EXPECT_EQ(ErrorAt(tables, builder.Code(10)), UnwindError::kUnsupported);
}

// -------------------------------------------------------------------------------------------------
// Landing pads.

struct Cleanups {
  uint8_t start_encoding = 0xFF;
  int32_t start = 0;  // relative to its place, when encoded
  uint8_t call_encoding = 0x01;
  bool types = false;
  std::vector<uint8_t> calls;
};

uintptr_t LandingPad(const Cleanups& cleanups, size_t offset,
                     UnwindError expected = UnwindError::kNone) {
  TableBuilder builder;
  const uintptr_t place = builder.base() + builder.at();
  builder.Byte(cleanups.start_encoding);
  if (cleanups.start_encoding != 0xFF) builder.Fixed(cleanups.start);
  builder.Byte(cleanups.types ? 0x9B : 0xFF);
  if (cleanups.types) builder.Bytes({0x90, 0x01});
  builder.Byte(cleanups.call_encoding);
  builder.Byte(static_cast<uint8_t>(cleanups.calls.size()));
  builder.Bytes(cleanups.calls);
  const FrameInfo info = {builder.Code(0), 1, place, {}};
  uintptr_t pad = 1;
  EXPECT_EQ(builder.Tables().FindLandingPad(info, builder.Code(offset), &pad), expected);
  return pad == 0 ? 0 : pad - builder.base();
}

TEST(LandingPadTest, ByTheCallsRange) {
  Cleanups cleanups;
  cleanups.calls = {10, 5, 0x80, 1, 0, 20, 10, 0, 0, 30, 0x80, 1, 60, 1};
  EXPECT_EQ(LandingPad(cleanups, 9), 0u) << "before the first";
  EXPECT_EQ(LandingPad(cleanups, 10), TableBuilder::kCode + 128);
  EXPECT_EQ(LandingPad(cleanups, 14), TableBuilder::kCode + 128);
  EXPECT_EQ(LandingPad(cleanups, 15), 0u) << "a gap";
  EXPECT_EQ(LandingPad(cleanups, 25), 0u) << "a call without cleanup";
  EXPECT_EQ(LandingPad(cleanups, 157), TableBuilder::kCode + 60);
  EXPECT_EQ(LandingPad(cleanups, 158), 0u) << "behind the last";
  cleanups.types = true;
  EXPECT_EQ(LandingPad(cleanups, 10), TableBuilder::kCode + 128);
}

TEST(LandingPadTest, OtherEncodingsAndStarts) {
  Cleanups cleanups;
  cleanups.call_encoding = 0x03;
  cleanups.calls = {10, 0, 0, 0, 5, 0, 0, 0, 64, 0, 0, 0, 0};
  EXPECT_EQ(LandingPad(cleanups, 12), TableBuilder::kCode + 64);
  // Split functions count their landing pads from another place.
  cleanups.start_encoding = 0x1B;
  cleanups.start = 0x1000;
  EXPECT_EQ(LandingPad(cleanups, 12), TableBuilder::kFrames + 1 + 0x1000 + 64);
}

TEST(LandingPadTest, DamageIsAnError) {
  Cleanups cleanups;
  cleanups.calls = {10, 5, 0x80};
  LandingPad(cleanups, 12, UnwindError::kCorrupt);
  cleanups.calls = {10, 5, 4, 0};
  cleanups.call_encoding = 0x57;
  LandingPad(cleanups, 12, UnwindError::kCorrupt);
  cleanups.call_encoding = 0x03;
  cleanups.calls = {10, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0x7F, 0};
  LandingPad(cleanups, 12, UnwindError::kCorrupt);
  FrameInfo info = {};
  info.cleanups = 16;  // no table is there
  uintptr_t pad;
  EXPECT_EQ(TableBuilder().Tables().FindLandingPad(info, 0, &pad), UnwindError::kCorrupt);
}

// -------------------------------------------------------------------------------------------------
// Steps.

struct Stack {
  uint64_t words[16] = {};
  MemoryRange range() const {
    const auto low = reinterpret_cast<uintptr_t>(words);
    return {low, low + sizeof(words)};
  }
  uintptr_t At(size_t index) const { return reinterpret_cast<uintptr_t>(words + index); }
};

FrameRow Row(uint32_t cfa_register, int32_t cfa_offset) {
  FrameRow row = {};
  row.cfa_register = cfa_register;
  row.cfa_offset = cfa_offset;
  row.cfa_supported = true;
  row.rules[kReturn] = {-8, RegisterRule::kAtOffset};
  return row;
}

TEST(StepFrameTest, RestoresTheCaller) {
  Stack stack;
  stack.words[4] = 77;  // rbx
  stack.words[5] = 88;  // rbp
  stack.words[6] = 99;  // the return address
  UnwindRegisters registers = {};
  registers.value[kRsp] = stack.At(2);
  registers.value[kRbp] = stack.At(5);
  registers.value[12] = 1212;
  FrameRow row = Row(kRbp, 16);
  row.rules[kRbx] = {-24, RegisterRule::kAtOffset};
  row.rules[kRbp] = {-16, RegisterRule::kAtOffset};
  bool ended = true;
  ASSERT_EQ(StepFrame(row, stack.range(), &registers, &ended), UnwindError::kNone);
  EXPECT_FALSE(ended);
  EXPECT_EQ(registers.value[kRbx], 77u);
  EXPECT_EQ(registers.value[kRbp], 88u);
  EXPECT_EQ(registers.pc(), 99u);
  EXPECT_EQ(registers.stack(), stack.At(7));
  EXPECT_EQ(registers.value[12], 1212u);

  row.rules[kReturn].kind = RegisterRule::kUndefined;
  ASSERT_EQ(StepFrame(row, stack.range(), &registers, &ended), UnwindError::kNone);
  EXPECT_TRUE(ended);
}

TEST(StepFrameTest, FramesThatCannotBe) {
  Stack stack;
  UnwindRegisters registers = {};
  registers.value[kRsp] = stack.At(2);
  bool ended;
  const auto error = [&](const FrameRow& row) {
    return StepFrame(row, stack.range(), &registers, &ended);
  };
  EXPECT_EQ(error(Row(kRsp, 0)), UnwindError::kBadFrame) << "no way up";
  EXPECT_EQ(error(Row(kRsp, -8)), UnwindError::kBadFrame) << "down";
  EXPECT_EQ(error(Row(kRsp, 12)), UnwindError::kBadFrame) << "not aligned";
  EXPECT_EQ(error(Row(kRsp, 8 * 15)), UnwindError::kBadFrame) << "past the end";
  EXPECT_EQ(error(Row(kRsp, 8 * 14)), UnwindError::kNone);
  registers.value[kRsp] = stack.At(2);
  FrameRow row = Row(kRsp, 16);
  row.rules[kRbx] = {-24, RegisterRule::kAtOffset};
  EXPECT_EQ(error(row), UnwindError::kBadFrame) << "saved below the frame";
  row.rules[kRbx] = {0, RegisterRule::kAtOffset};
  EXPECT_EQ(error(row), UnwindError::kBadFrame) << "saved above the frame";
  row.rules[kRbx] = {0, RegisterRule::kUnsupported};
  EXPECT_EQ(error(row), UnwindError::kUnsupported);
  row = Row(kRsp, 16);
  row.rules[kRsp] = {-16, RegisterRule::kAtOffset};
  EXPECT_EQ(error(row), UnwindError::kUnsupported) << "a stack pointer from memory";
  row = Row(kRsp, 16);
  row.cfa_supported = false;
  EXPECT_EQ(error(row), UnwindError::kUnsupported);
  EXPECT_EQ(registers.stack(), stack.At(2)) << "an error leaves the registers alone";
}

TEST(StepFrameTest, ByFramePointer) {
  Stack stack;
  stack.words[3] = stack.At(8);
  stack.words[4] = 55;
  stack.words[8] = 0;
  stack.words[9] = 66;
  UnwindRegisters registers = {};
  registers.value[kRsp] = stack.At(1);
  registers.value[kRbp] = stack.At(3);
  bool ended;
  ASSERT_EQ(StepFramePointer(stack.range(), &registers, &ended), UnwindError::kNone);
  EXPECT_EQ(registers.pc(), 55u);
  EXPECT_EQ(registers.stack(), stack.At(5));
  ASSERT_EQ(StepFramePointer(stack.range(), &registers, &ended), UnwindError::kNone);
  EXPECT_EQ(registers.pc(), 66u);
  ASSERT_EQ(StepFramePointer(stack.range(), &registers, &ended), UnwindError::kNone);
  EXPECT_TRUE(ended);
  for (const uintptr_t frame : {stack.At(9), stack.At(10) + 4, stack.At(15), uintptr_t{24}}) {
    registers.value[kRbp] = frame;
    EXPECT_EQ(StepFramePointer(stack.range(), &registers, &ended), UnwindError::kBadFrame);
  }
}

// -------------------------------------------------------------------------------------------------
// The tables of this very program, written by a real compiler and a real linker.

struct OwnTables {
  uintptr_t header = 0;
  size_t header_size = 0;
  MemoryRange memory = {~uintptr_t{0}, 0};
};

OwnTables FindOwnTables() {
  OwnTables own;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* out) {
        auto* own = static_cast<OwnTables*>(out);
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const auto& segment = info->dlpi_phdr[i];
          const uintptr_t start = info->dlpi_addr + segment.p_vaddr;
          if (segment.p_type == PT_GNU_EH_FRAME) {
            own->header = start;
            own->header_size = segment.p_memsz;
          } else if (segment.p_type == PT_LOAD) {
            own->memory.low = std::min(own->memory.low, start);
            own->memory.high = std::max(own->memory.high, start + segment.p_memsz);
          }
        }
        return 1;  // the program is the first
      },
      &own);
  return own;
}

TEST(OwnTablesTest, EveryFunctionIsReadable) {
  const OwnTables own = FindOwnTables();
  const UnwindTables tables(own.header, own.header_size, own.memory);
  uint32_t count;
  std::memcpy(&count, reinterpret_cast<const void*>(own.header + 8), sizeof(count));
  ASSERT_GT(count, 100u);
  uint32_t with_cleanups = 0;
  for (uint32_t i = 0; i < count; ++i) {
    int32_t offset;
    std::memcpy(&offset, reinterpret_cast<const void*>(own.header + 12 + size_t{8} * i), 4);
    const uintptr_t function = own.header + static_cast<uintptr_t>(int64_t{offset});
    FrameInfo info = {};
    ASSERT_EQ(tables.Find(function, &info), UnwindError::kNone) << i;
    EXPECT_EQ(info.function, function);
    if (info.cleanups == 0) continue;
    ++with_cleanups;
    uintptr_t pad;
    EXPECT_EQ(tables.FindLandingPad(info, function, &pad), UnwindError::kNone);
  }
  EXPECT_GT(with_cleanups, 10u);
}

// Walks from itself, beside the system's unwinder.
[[gnu::noinline]] std::vector<uintptr_t> WalkOut() {
  const OwnTables own = FindOwnTables();
  const UnwindTables tables(own.header, own.header_size, own.memory);
  ucontext_t context;
  getcontext(&context);
  const auto& machine = context.uc_mcontext.gregs;
  UnwindRegisters registers = {};
  for (const auto [column, index] : {std::pair{3, REG_RBX},
                                     {6, REG_RBP},
                                     {7, REG_RSP},
                                     {12, REG_R12},
                                     {13, REG_R13},
                                     {14, REG_R14},
                                     {15, REG_R15},
                                     {16, REG_RIP}}) {
    registers.value[column] = static_cast<uintptr_t>(machine[index]);
  }
  const MemoryRange stack = {registers.stack(), registers.stack() + (size_t{1} << 16)};
  std::vector<uintptr_t> pcs;
  for (;;) {
    FrameInfo info = {};
    bool ended = false;
    if (tables.Find(registers.pc() - 1, &info) != UnwindError::kNone) break;
    if (StepFrame(info.row, stack, &registers, &ended) != UnwindError::kNone || ended) break;
    pcs.push_back(registers.pc());
  }
  return pcs;
}

[[gnu::noinline]] std::vector<uintptr_t> WalkOutBySystem() {
  std::vector<uintptr_t> pcs;
  _Unwind_Backtrace(
      [](_Unwind_Context* context, void* out) {
        static_cast<std::vector<uintptr_t>*>(out)->push_back(_Unwind_GetIP(context));
        return _URC_NO_REASON;
      },
      &pcs);
  return pcs;
}

TEST(OwnTablesTest, WalksAsTheSystemDoes) {
  const std::vector<uintptr_t> ours = WalkOut();
  std::vector<uintptr_t> theirs = WalkOutBySystem();
  // Theirs begins inside of WalkOutBySystem and goes on in shared libraries. This function's frame
  // is in both at different calls; from its caller on they agree.
  ASSERT_GT(ours.size(), 5u);
  ASSERT_GT(theirs.size(), ours.size());
  theirs.erase(theirs.begin());
  for (size_t i = 1; i < ours.size(); ++i) EXPECT_EQ(ours[i], theirs[i]) << i;
}

}  // namespace
}  // namespace arc::rt
