#include "compiler/driver/arcc_command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arc::driver {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ErrorOf(const std::vector<std::string>& arguments) {
  absl::StatusOr<ArccCommandLine> command = ParseArccCommandLine(arguments);
  return command.ok() ? "" : std::string(command.status().message());
}

TEST(ArccCommandLine, Everything) {
  absl::StatusOr<ArccCommandLine> command = ParseArccCommandLine({"--package=util/text",
                                                                  "--import",
                                                                  "std/core=/lib/core.arci",
                                                                  "--import=std/compute=c.arci",
                                                                  "-O2",
                                                                  "-g",
                                                                  "--emit=tir,llvm,tir",
                                                                  "-o",
                                                                  "out",
                                                                  "--interface-out=text.arci",
                                                                  "--code-out=text.arcb",
                                                                  "--code=a/b=b.arcb",
                                                                  "--prefix-map=/src/=",
                                                                  "--diagnostics=json",
                                                                  "--color=never",
                                                                  "--comptime-code",
                                                                  "--verify",
                                                                  "--comptime-fuel=5",
                                                                  "a.arc",
                                                                  "b.arc"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->compile.package_path, "util/text");
  EXPECT_EQ(command->compile.kind, PackageKind::kLibrary);
  EXPECT_EQ(command->compile.interfaces.at("std/core"), "/lib/core.arci");
  EXPECT_EQ(command->compile.optimization, Optimization::kO2);
  EXPECT_TRUE(command->compile.debug_info);
  EXPECT_TRUE(command->compile.comptime_code);
  EXPECT_TRUE(command->compile.verify);
  EXPECT_EQ(command->comptime.limits.fuel, 5u);
  EXPECT_THAT(command->compile.emit, ElementsAre(EmitKind::kTir, EmitKind::kLlvm));
  EXPECT_THAT(command->compile.prelude, ElementsAre("std/core", "std/compute"));
  EXPECT_TRUE(command->compile.want_interface);
  EXPECT_EQ(command->output, "out");
  EXPECT_EQ(command->interface_file, "text.arci");
  EXPECT_TRUE(command->compile.want_code);
  EXPECT_EQ(command->code_file, "text.arcb");
  EXPECT_EQ(command->code.at("a/b"), "b.arcb");
  EXPECT_TRUE(command->json);
  EXPECT_EQ(command->color, ColorChoice::kNever);
  EXPECT_THAT(command->files, ElementsAre("a.arc", "b.arc"));
  EXPECT_EQ(MapPrefix("/src/x/y.arc", command->prefix_map), "x/y.arc");
  EXPECT_EQ(MapPrefix("/other/y.arc", command->prefix_map), "/other/y.arc");
}

TEST(ArccCommandLine, Defaults) {
  absl::StatusOr<ArccCommandLine> command = ParseArccCommandLine({"a.arc"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->compile.package_path, "main");
  EXPECT_THAT(command->compile.emit, ElementsAre(EmitKind::kObject));
  EXPECT_THAT(command->compile.prelude, IsEmpty());
  EXPECT_EQ(command->compile.optimization, Optimization::kO0);
  EXPECT_EQ(command->compile.verify, VerifiesByDefault());
}

TEST(ArccCommandLine, PreludeCanBeChosen) {
  absl::StatusOr<ArccCommandLine> command =
      ParseArccCommandLine({"--import=std/core=c.arci", "--prelude=a,b/c", "a.arc"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_THAT(command->compile.prelude, ElementsAre("a", "b/c"));
  command = ParseArccCommandLine({"--import=std/core=c.arci", "--no-prelude", "a.arc"});
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_THAT(command->compile.prelude, IsEmpty());
}

TEST(ArccCommandLine, Errors) {
  EXPECT_EQ(ErrorOf({}), "no source files");
  EXPECT_EQ(ErrorOf({"-O7", "a.arc"}), "`7` is no value for `-O`: expected 0, 1, 2, 3 or s");
  EXPECT_EQ(ErrorOf({"--emit=wasm", "a.arc"}),
            "`wasm` is nothing that --emit knows: expected tokens, ast, tir, mlir, llvm, asm, "
            "comptime-trace or obj");
  EXPECT_EQ(ErrorOf({"--import=x", "a.arc"}), "`x` is no value for `--import`: expected PATH=FILE");
  EXPECT_EQ(ErrorOf({"--diagnostics=xml", "a.arc"}),
            "`xml` is no value for `--diagnostics`: expected text or json");
  EXPECT_EQ(ErrorOf({"--progam", "a.arc"}), "unknown option `--progam`; did you mean `--program`?");
}

}  // namespace
}  // namespace arc::driver
