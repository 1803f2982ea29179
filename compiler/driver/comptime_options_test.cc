#include "compiler/driver/comptime_options.h"

#include <set>

#include "compiler/source/concat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc::driver {
namespace {

using testing::HasSubstr;

absl::StatusOr<comptime::ClientOptions> Read(const std::vector<std::string>& arguments) {
  absl::StatusOr<ParsedArguments> parsed = ParseArguments(ComptimeOptionSpecs(), arguments);
  if (!parsed.ok()) return parsed.status();
  comptime::ClientOptions options;
  for (const ParsedOption& option : parsed->options) {
    EXPECT_TRUE(IsComptimeOption(option));
    if (absl::Status status = ReadComptimeOption(option, options); !status.ok()) return status;
  }
  return options;
}

TEST(ComptimeOptions, AllAreRead) {
  auto options = Read({"--comptime=/x/arc-comptime", "--comptime-server", "/s",
                       "--comptime-fuel=1000", "--comptime-memory=64K", "--comptime-stack=2M",
                       "--comptime-output=3G", "--comptime-result=5", "--comptime-time=1500"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->evaluator, "/x/arc-comptime");
  EXPECT_EQ(options->server, "/s");
  EXPECT_EQ(options->limits.fuel, 1000u);
  EXPECT_EQ(options->limits.memory_bytes, 64u << 10);
  EXPECT_EQ(options->limits.stack_bytes, 2u << 20);
  EXPECT_EQ(options->limits.output_bytes, uint64_t{3} << 30);
  EXPECT_EQ(options->limits.result_bytes, 5u);
  EXPECT_EQ(options->limits.milliseconds, 1500u);
  EXPECT_EQ(DescribeLimits(options->limits), "1000 65536 2097152 3221225472 5 1500");
}

TEST(ComptimeOptions, WrongValuesAreRefused) {
  for (const char* value :
       {"", "0", "x", "1.5", "-1", "1T", "K", "99999999999999999999", "17179869184G", "64 K"}) {
    EXPECT_THAT(std::string(Read({std::string("--comptime-memory=") + value}).status().message()),
                HasSubstr("--comptime-memory"))
        << value;
  }
  EXPECT_FALSE(Read({"--comptime-fuel=1K"}).ok());
}

TEST(ComptimeOptions, EachLimitIsPartOfTheKey) {
  std::set<std::string> keys = {DescribeLimits({})};
  for (const char* name : {"fuel", "memory", "stack", "output", "result", "time"})
    keys.insert(DescribeLimits(Read({Concat("--comptime-", name, "=7")})->limits));
  EXPECT_EQ(keys.size(), 7u);
}

}  // namespace
}  // namespace arc::driver
