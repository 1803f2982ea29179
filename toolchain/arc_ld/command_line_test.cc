#include "toolchain/arc_ld/command_line.h"

#include "gtest/gtest.h"
#include "toolchain/arc_ld/test_support.h"

namespace arc::ld {
namespace {

TEST(CommandLineTest, InputsKeepTheirOrder) {
  auto command = ParseCommandLine({"b.o", "-o", "out", "a.o", "lib.a"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->link.inputs, (std::vector<std::string>{"b.o", "a.o", "lib.a"}));
  EXPECT_EQ(command->link.output, "out");
  EXPECT_EQ(command->link.entry, "_start");
  EXPECT_TRUE(command->link.gc_sections);
  EXPECT_EQ(command->link.strip, Strip::kNothing);
}

TEST(CommandLineTest, FormsOfValues) {
  for (const std::vector<std::string>& form : std::vector<std::vector<std::string>>{
           {"-o", "x"}, {"-ox"}, {"--output=x"}, {"--output", "x"}}) {
    auto command = ParseCommandLine(form);
    ASSERT_TRUE(command.ok()) << command.status();
    EXPECT_EQ(command->link.output, "x");
  }
  auto command = ParseCommandLine(
      {"--map=m", "--gdb-script=s.py", "-e", "go", "--threads=3", "-Lfolder", "-lm"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->link.map_file, "m");
  EXPECT_EQ(command->link.gdb_script, "s.py");
  EXPECT_EQ(command->link.entry, "go");
  EXPECT_EQ(command->link.threads, 3);
  EXPECT_EQ(command->link.library_paths, std::vector<std::string>{"folder"});
  EXPECT_EQ(command->link.libraries, std::vector<std::string>{"m"});
}

TEST(CommandLineTest, LastSwitchWins) {
  auto command = ParseCommandLine({"--strip", "--keep-debug", "--no-gc-sections", "--verbose"});
  ASSERT_TRUE(command.ok());
  EXPECT_EQ(command->link.strip, Strip::kNothing);
  EXPECT_FALSE(command->link.gc_sections);
  EXPECT_TRUE(command->verbose);
}

TEST(CommandLineTest, DoubleDashEndsOptions) {
  auto command = ParseCommandLine({"--", "-o"});
  ASSERT_TRUE(command.ok());
  EXPECT_EQ(command->link.inputs, std::vector<std::string>{"-o"});
}

TEST(CommandLineTest, Errors) {
  for (const std::vector<std::string>& bad :
       std::vector<std::vector<std::string>>{{"-o"},
                                             {"--unknown"},
                                             {"--threads=0"},
                                             {"--threads=x"},
                                             {"--map="},
                                             {"@/nonexistent"}}) {
    EXPECT_FALSE(ParseCommandLine(bad).ok()) << bad[0];
  }
}

TEST(CommandLineTest, ResponseFiles) {
  const std::string folder = TestFolder();
  WriteFile(folder + "/inner", "'a b.o'\n");
  WriteFile(folder + "/outer", "-o out\n@" + folder + "/inner \"c.o\"");
  auto command = ParseCommandLine({"@" + folder + "/outer", "d.o"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->link.inputs, (std::vector<std::string>{"a b.o", "c.o", "d.o"}));
  EXPECT_EQ(command->link.output, "out");

  WriteFile(folder + "/self", "@" + folder + "/self");
  EXPECT_FALSE(ParseCommandLine({"@" + folder + "/self"}).ok());
}

}  // namespace
}  // namespace arc::ld
