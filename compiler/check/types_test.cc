#include "compiler/check/types.h"

#include "gtest/gtest.h"

namespace arc::check {
namespace {

TEST(TypeTable, EqualTypesAreOneObject) {
  TypeTable types;
  Type* int64 = types.Int(64, true);
  EXPECT_EQ(types.Pointer(int64), types.Pointer(int64));
  EXPECT_NE(types.Pointer(int64), types.Pointer(int64, true));
  EXPECT_EQ(types.Array(int64, 3), types.Array(int64, 3));
  EXPECT_NE(types.Array(int64, 3), types.Array(int64, 4));
  EXPECT_EQ(types.Tuple({int64, types.boolean()}), types.Tuple({int64, types.boolean()}));
  EXPECT_NE(types.Tuple({int64, types.boolean()}), types.Tuple({types.boolean(), int64}));
  EXPECT_EQ(types.Optional(int64), types.Optional(int64));
  EXPECT_EQ(types.Result(int64), types.Result(int64));
  EXPECT_EQ(types.Function({int64}, int64, false), types.Function({int64}, int64, false));
  EXPECT_NE(types.Function({int64}, int64, false), types.Function({int64}, int64, true));
  EXPECT_NE(types.Function({int64}, int64, false), types.Function({}, int64, false));
}

TEST(TypeTable, SizesAreTypesOfTheirOwn) {
  TypeTable types;
  EXPECT_NE(types.usize(), types.Int(64, false));
  EXPECT_NE(types.isize(), types.Int(64, true));
  EXPECT_EQ(types.byte(), types.Int(8, false));
  EXPECT_EQ(types.Basic("byte"), types.Basic("uint8"));
  EXPECT_EQ(types.Basic("string"), nullptr);
}

TEST(TypeTable, NamesAreWhatUsersWrite) {
  TypeTable types;
  Type* int64 = types.Int(64, true);
  EXPECT_EQ(types.Pointer(int64, true)->name, "*int64?");
  EXPECT_EQ(types.Array(types.byte(), 16)->name, "[16]uint8");
  EXPECT_EQ(types.Tuple({int64, types.boolean()})->name, "(int64, bool)");
  EXPECT_EQ(types.Tuple({int64})->name, "(int64,)");
  EXPECT_EQ(types.Tuple({}), types.void_type());
  EXPECT_EQ(types.Function({int64}, types.void_type(), false)->name, "func(int64)");
  EXPECT_EQ(types.Function({}, types.Optional(int64), false)->name, "func() int64?");
  EXPECT_EQ(types.Optional(types.Function({}, int64, false))->name, "(func() int64)?");
  EXPECT_EQ(types.Result(types.Optional(int64))->name, "int64?!");
  EXPECT_EQ(types.Optional(types.Pointer(int64))->name, "*int64?");
  EXPECT_EQ(types.Pointer(types.Optional(int64))->name, "*(int64?)");
  EXPECT_EQ(types.Array(types.Result(int64), 2)->name, "[2](int64!)");
  EXPECT_EQ(types.Pointer(types.Function({}, int64, false))->name, "*(func() int64)");
}

TEST(TypeTable, DepthAndPartsGrowWithTheType) {
  TypeTable types;
  Type* int64 = types.Int(64, true);
  EXPECT_EQ(int64->depth, 1);
  Type* pair = types.Tuple({int64, types.Optional(int64)});
  EXPECT_EQ(pair->depth, 3);
  EXPECT_EQ(pair->parts, 4);
  Type* deep = int64;
  for (int i = 0; i < 500; ++i) deep = types.Optional(deep);
  EXPECT_EQ(deep->depth, 501);
}

TEST(TypeTable, PartsStopCounting) {
  TypeTable types;
  Type* type = types.Int(64, true);
  // The names double with every level; 17 levels are more parts than are counted.
  for (int i = 0; i < 17; ++i) type = types.Tuple({type, type});
  EXPECT_EQ(type->parts, 65535);
}

ConstValue Int(int64_t value) {
  ConstValue v;
  v.kind = ConstValue::Kind::Int;
  v.integer = llvm::APSInt(llvm::APInt(128, static_cast<uint64_t>(value), true), false);
  return v;
}

TEST(ConstValue, ComparesWhatItHolds) {
  EXPECT_TRUE(Int(3) == Int(3));
  EXPECT_FALSE(Int(3) == Int(-3));
  ConstValue text;
  text.kind = ConstValue::Kind::String;
  text.text = "3";
  EXPECT_FALSE(Int(3) == text);
  EXPECT_EQ(Int(-3).Spell(), "-3");
  EXPECT_EQ(text.Spell(), "\"3\"");
}

}  // namespace
}  // namespace arc::check
