// Each library of third_party that is not LLVM compiles, links and works once.

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "third_party/smoke/smoke.pb.h"

ABSL_FLAG(std::string, smoke_name, "arc", "A flag with a default.");

namespace arc {
namespace {

absl::StatusOr<int> Parse(absl::string_view text) {
  int value;
  if (!absl::SimpleAtoi(text, &value)) {
    return absl::InvalidArgumentError(absl::StrCat("not a number: ", text));
  }
  return value;
}

TEST(Libraries, Abseil) {
  EXPECT_EQ(Parse("42").value(), 42);
  EXPECT_EQ(Parse("x").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(absl::StrFormat("%05.1f", 2.25), "002.2");
  EXPECT_EQ(absl::GetFlag(FLAGS_smoke_name), "arc");
  EXPECT_EQ(absl::FormatDuration(absl::Milliseconds(1500)), "1.5s");
  absl::flat_hash_map<std::string, int> map = {{"one", 1}, {"two", 2}};
  EXPECT_THAT(map, testing::UnorderedElementsAre(testing::Pair("one", 1), testing::Pair("two", 2)));
}

TEST(Libraries, Re2) {
  int value = 0;
  EXPECT_TRUE(RE2::FullMatch("task-17", R"(task-(\d+))", &value));
  EXPECT_EQ(value, 17);
}

TEST(Libraries, Protobuf) {
  smoke::Greeting greeting;
  greeting.set_name("arc");
  smoke::Greeting copy;
  ASSERT_TRUE(copy.ParseFromString(greeting.SerializeAsString()));
  EXPECT_EQ(copy.name(), "arc");
}

}  // namespace
}  // namespace arc
