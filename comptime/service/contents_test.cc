#include "comptime/service/contents.h"

#include <gtest/gtest.h>

#include <string>

namespace arc::comptime {
namespace {

using absl::StatusCode;

TEST(Contents, PiecesInAndOut) {
  Contents contents;
  contents.Open(1);
  const uint64_t handle = *contents.Append(1, 0, "abc");
  EXPECT_EQ(*contents.Append(1, handle, "def"), handle);
  EXPECT_EQ(contents.bytes(), 6u);
  EXPECT_EQ(*contents.Read(1, handle, 0, 4), "abcd");
  EXPECT_EQ(*contents.Read(1, handle, 4, 100), "ef") << "the end: it is gone";
  EXPECT_EQ(contents.Read(1, handle, 0, 1).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(contents.bytes(), 0u);

  const uint64_t other = *contents.Add(1, "xyz");
  EXPECT_NE(other, handle);
  EXPECT_EQ(contents.Read(1, other, 4, 1).status().code(), StatusCode::kOutOfRange);
  EXPECT_EQ(*contents.Take(1, other), "xyz");
  EXPECT_EQ(contents.Take(1, other).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(contents.bytes(), 0u);
}

TEST(Contents, ConnectionsSeeTheirOwn) {
  Contents contents;
  EXPECT_EQ(contents.Append(1, 0, "a").status().code(), StatusCode::kFailedPrecondition);
  contents.Open(1);
  contents.Open(2);
  const uint64_t handle = *contents.Append(1, 0, "a");
  EXPECT_EQ(contents.Take(2, handle).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(contents.Append(2, handle, "b").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(contents.connections(), 2u);
  contents.Close(1);
  EXPECT_EQ(contents.bytes(), 0u);
  EXPECT_FALSE(contents.IsOpen(1));
  EXPECT_EQ(contents.Take(1, handle).status().code(), StatusCode::kFailedPrecondition);
}

TEST(Contents, Limits) {
  Contents contents({.connection_bytes = 10, .total_bytes = 15, .connection_contents = 3});
  contents.Open(1);
  contents.Open(2);
  const uint64_t handle = *contents.Append(1, 0, "0123456789");
  EXPECT_EQ(contents.Append(1, handle, "x").status().code(), StatusCode::kResourceExhausted);
  EXPECT_TRUE(contents.Append(2, 0, "01234").ok());
  EXPECT_EQ(contents.Append(2, 0, "x").status().code(), StatusCode::kResourceExhausted);
  contents.Close(1);
  EXPECT_TRUE(contents.Append(2, 0, "x").ok());
  EXPECT_TRUE(contents.Append(2, 0, "").ok());
  EXPECT_EQ(contents.Append(2, 0, "").status().code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(contents.Add(2, "").status().code(), StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace arc::comptime
