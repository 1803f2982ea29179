#include "toolchain/arc/digest.h"

#include <gtest/gtest.h>

namespace arc::tool {
namespace {

TEST(Digest, IsSha256) {
  EXPECT_EQ(ToHex(HashBytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, FieldsDoNotRunTogether) {
  auto of = [](std::string_view a, std::string_view b) {
    return DigestBuilder("x").Add(a, b).Finish();
  };
  EXPECT_NE(of("ab", "c"), of("a", "bc"));
  EXPECT_NE(DigestBuilder("x").Add("a", "1").Add("b", "2").Finish(),
            DigestBuilder("x").Add("b", "2").Add("a", "1").Finish());
  EXPECT_NE(DigestBuilder("x").Finish(), DigestBuilder("y").Finish());
  EXPECT_EQ(of("ab", "c"), of("ab", "c"));
}

}  // namespace
}  // namespace arc::tool
