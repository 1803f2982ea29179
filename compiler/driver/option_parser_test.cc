#include "compiler/driver/option_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arc::driver {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<OptionSpec>& Specs() {
  static const auto& specs = *new std::vector<OptionSpec>{
      {1, "--strip", OptionForm::kFlag, "", "strip it"},
      {2, "--emit", OptionForm::kValue, "KIND", "what to write"},
      {3, "-o", OptionForm::kValue, "FILE", "where to"},
      {4, "-O", OptionForm::kJoined, "LEVEL", "optimize"},
      {5, "--trace", OptionForm::kOptional, "WHAT", "trace it"},
      {6, "--hidden", OptionForm::kFlag, "", ""},
  };
  return specs;
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  absl::StatusOr<ParsedArguments> parsed = ParseArguments(Specs(), arguments);
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

TEST(OptionParser, OptionsStandAnywhereUntilDashes) {
  absl::StatusOr<ParsedArguments> parsed = ParseArguments(
      Specs(),
      {"a.arc", "--strip", "-", "-o", "out", "--emit=tir", "-O2", "b.arc", "--", "-x", "--strip"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_THAT(parsed->positional, ElementsAre("a.arc", "-", "b.arc"));
  EXPECT_THAT(parsed->after_dashes, ElementsAre("-x", "--strip"));
  EXPECT_TRUE(parsed->has_dashes);
  ASSERT_EQ(parsed->options.size(), 4u);
  EXPECT_EQ(parsed->options[0].id, 1);
  EXPECT_EQ(parsed->options[1].value, "out");
  EXPECT_EQ(parsed->options[2].value, "tir");
  EXPECT_EQ(parsed->options[3].value, "2");
}

TEST(OptionParser, ValuesMayBeEmptyOrLookLikeOptions) {
  absl::StatusOr<ParsedArguments> parsed =
      ParseArguments(Specs(), {"--emit=", "-o", "--strip", "-O", "--trace"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  ASSERT_EQ(parsed->options.size(), 4u);
  EXPECT_EQ(parsed->options[0].value, "");
  EXPECT_EQ(parsed->options[1].value, "--strip");
  EXPECT_EQ(parsed->options[2].id, 4);
  EXPECT_EQ(parsed->options[3].id, 5);
}

TEST(OptionParser, ErrorsNameTheArgument) {
  EXPECT_EQ(ErrorOf({"--emti=tir"}), "unknown option `--emti`; did you mean `--emit`?");
  EXPECT_EQ(ErrorOf({"--what-is-this"}), "unknown option `--what-is-this`");
  EXPECT_EQ(ErrorOf({"--strip=yes"}), "option `--strip` takes no value");
  EXPECT_EQ(ErrorOf({"-o"}), "option `-o` needs a value: -o FILE");
  // A longer name is another option, not this one with a value.
  EXPECT_THAT(ErrorOf({"--stripped"}), HasSubstr("did you mean `--strip`?"));
}

TEST(OptionParser, HelpListsAllButHiddenOptions) {
  EXPECT_EQ(OptionHelp(Specs()),
            "  --strip         strip it\n"
            "  --emit=KIND     what to write\n"
            "  -o FILE         where to\n"
            "  -OLEVEL         optimize\n"
            "  --trace[=WHAT]  trace it\n");
}

TEST(OptionParser, NearestWord) {
  EXPECT_EQ(NearestWord("biuld", {"build", "run"}), "build");
  EXPECT_EQ(NearestWord("rnu", {"build", "run"}), "run");
  EXPECT_EQ(NearestWord("xyz", {"build", "run"}), "");
  EXPECT_EQ(NearestWord("", {"build", "run"}), "");
}

}  // namespace
}  // namespace arc::driver
