#include "toolchain/arc/package_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace arc::tool {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PackageGraphTest : public ::testing::Test {
 protected:
  PackageGraphTest() : folder_(::testing::TempDir() + "/graph_XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    fs::current_path(folder_);
    distribution_.interfaces = {{"std/core", "core.arci"}, {"std/os", "os.arci"}};
  }
  ~PackageGraphTest() override {
    fs::current_path("/");
    fs::remove_all(folder_);
  }

  static void Write(const std::string& path, const std::string& text) {
    if (size_t slash = path.rfind('/'); slash != std::string::npos)
      fs::create_directories(path.substr(0, slash));
    std::ofstream(path) << text;
  }

  PackageGraph Load(const std::string& target) {
    absl::StatusOr<PackageGraph> graph = LoadPackageGraph(target, distribution_);
    EXPECT_TRUE(graph.ok()) << graph.status();
    return graph.ok() ? *std::move(graph) : PackageGraph();
  }

  std::string ErrorOf(const std::string& target) {
    absl::StatusOr<PackageGraph> graph = LoadPackageGraph(target, distribution_);
    return graph.ok() ? "" : std::string(graph.status().message());
  }

  static std::vector<std::string> Paths(const PackageGraph& graph) {
    std::vector<std::string> paths;
    paths.reserve(graph.nodes.size());
    for (const PackageNode& node : graph.nodes) paths.push_back(node.path);
    return paths;
  }

  static std::string Diagnostics(const PackageGraph& graph) {
    return graph.diagnostics->Render(driver::DiagnosticFormat::kText);
  }

  std::string folder_;
  Distribution distribution_;
};

TEST_F(PackageGraphTest, AFile) {
  Write("hello.arc", "import \"std/os\"\nfunc main() { }\n");
  PackageGraph graph = Load("./hello.arc");
  ASSERT_THAT(Paths(graph), ElementsAre("main"));
  EXPECT_EQ(graph.program_name, "hello");
  ASSERT_EQ(graph.nodes[0].sources.size(), 1u);
  EXPECT_EQ(graph.nodes[0].sources[0].name, "hello.arc");
  EXPECT_THAT(graph.nodes[0].import_errors, IsEmpty());
}

TEST_F(PackageGraphTest, AbsolutePathsBelowTheCurrentFolderBecomeRelative) {
  Write("tool/hello.arc", "func main() { }\n");
  const std::string here = fs::current_path();
  EXPECT_EQ(Load(here + "/tool/hello.arc").nodes[0].sources[0].name, "tool/hello.arc");
  EXPECT_EQ(Load(here + "//tool/").nodes[0].sources[0].name, "tool/hello.arc");
  fs::current_path(here + "/tool");
  EXPECT_EQ(Load(here + "/tool").nodes[0].sources[0].name, "hello.arc");
  fs::create_directories(here + "/to");
  fs::current_path(here + "/to");
  EXPECT_EQ(Load(here + "/tool/hello.arc").nodes[0].sources[0].name, here + "/tool/hello.arc");
}

TEST_F(PackageGraphTest, AFolderWithImportsBelowAndBeside) {
  Write("tool/main.arc", "import \"text/case\"\nimport \"shared\"\nfunc main() { }\n");
  Write("tool/more.arc", "import \"shared\"\n");
  Write("tool/notes.txt", "no source");
  Write("tool/text/case/case.arc", "import \"shared\"\n");
  Write("shared/a.arc", "func a() { }\n");
  PackageGraph graph = Load("tool/");
  ASSERT_THAT(Paths(graph), ElementsAre("shared", "text/case", "tool"));
  EXPECT_EQ(graph.program_name, "tool");
  EXPECT_THAT(graph.nodes[0].imports, IsEmpty());
  EXPECT_THAT(graph.nodes[1].imports, ElementsAre(0));
  EXPECT_THAT(graph.nodes[2].imports, ElementsAre(0, 1));
  EXPECT_EQ(graph.nodes[0].sources[0].name, "shared/a.arc");
  ASSERT_EQ(graph.nodes[2].sources.size(), 2u);
  EXPECT_EQ(graph.nodes[2].sources[1].name, "tool/more.arc");
}

TEST_F(PackageGraphTest, TheCurrentFolder) {
  Write("tool/main.arc", "import \"shared\"\nfunc main() { }\n");
  Write("shared/a.arc", "func a() { }\n");
  fs::current_path(folder_ + "/tool");
  PackageGraph graph = Load(".");
  ASSERT_THAT(Paths(graph), ElementsAre("shared", "tool"));
  EXPECT_EQ(graph.nodes[0].sources[0].name, "../shared/a.arc");
  EXPECT_EQ(graph.nodes[1].sources[0].name, "main.arc");
}

TEST_F(PackageGraphTest, TheFolderOfTheProgramGoesFirst) {
  Write("tool/main.arc", "import \"shared\"\n");
  Write("tool/shared/inner.arc", "");
  Write("shared/outer.arc", "");
  EXPECT_EQ(Load("tool").nodes[0].sources[0].name, "tool/shared/inner.arc");
}

TEST_F(PackageGraphTest, NamespaceNamesTheProgram) {
  Write("tool/main.arc", "namespace word_count\nfunc main() { }\n");
  EXPECT_THAT(Paths(Load("tool")), ElementsAre("word_count"));
  EXPECT_EQ(Load("tool").program_name, "tool");
}

TEST_F(PackageGraphTest, ImportsThatMeanNothing) {
  Write("main.arc",
        "import \"os\"\nimport \"std/cor\"\nimport \"../up\"\nimport \"/etc\"\nimport "
        "\"empty\"\nimport \"a//b\"\n");
  Write("empty/readme.txt", "");
  PackageGraph graph = Load("main.arc");
  ASSERT_EQ(graph.nodes.size(), 1u);
  const auto& errors = graph.nodes[0].import_errors;
  EXPECT_EQ(
      errors.at("os"),
      "there is no package `os`: neither `os` nor `../os` is a folder; did you mean `std/os`?");
  EXPECT_EQ(errors.at("std/cor"),
            "the standard library has no package `std/cor`; did you mean `std/core`?");
  EXPECT_THAT(errors.at("../up"), HasSubstr("is not a package path"));
  EXPECT_THAT(errors.at("/etc"), HasSubstr("is not a package path"));
  EXPECT_THAT(errors.at("a//b"), HasSubstr("is not a package path"));
  EXPECT_EQ(errors.at("empty"), "there are no Arc source files (*.arc) in the folder `empty`");
}

TEST_F(PackageGraphTest, Cycles) {
  Write("tool/main.arc", "import \"a\"\n");
  Write("a/a.arc", "import \"b\"\n");
  Write("b/b.arc", "import \"a\"\n");
  PackageGraph graph = Load("tool");
  EXPECT_THAT(graph.nodes, IsEmpty());
  EXPECT_THAT(Diagnostics(graph), HasSubstr("packages import each other: a → b → a"));
  EXPECT_THAT(Diagnostics(graph), HasSubstr("`a` imports `b` here"));
}

TEST_F(PackageGraphTest, CyclesThroughTheProgram) {
  Write("tool/main.arc", "import \"a\"\n");
  Write("a/a.arc", "import \"tool\"\n");
  EXPECT_THAT(Diagnostics(Load("tool")), HasSubstr("packages import each other: tool → a → tool"));
  Write("self/main.arc", "import \"self\"\n");
  EXPECT_THAT(Diagnostics(Load("self")), HasSubstr("a package cannot import itself"));
}

TEST_F(PackageGraphTest, OnePackageUnderTwoNames) {
  Write("tool/main.arc", "import \"text\"\nimport \"tool/text\"\n");
  Write("tool/text/text.arc", "");
  PackageGraph graph = Load("tool");
  EXPECT_THAT(Diagnostics(graph),
              HasSubstr("`tool/text` is the package that other imports name `text`"));
}

TEST_F(PackageGraphTest, APackageWithTheProgramsName) {
  Write("text/main.arc", "import \"text\"\n");
  Write("text/text/text.arc", "");
  EXPECT_THAT(Diagnostics(Load("text")),
              HasSubstr("`text` is the name of the program's own package, too"));
}

TEST_F(PackageGraphTest, TargetsThatAreNoPrograms) {
  Write("hello.arc", "");
  Write("notes.txt", "");
  fs::create_directories("empty");
  EXPECT_EQ(ErrorOf("hello"), "cannot find `hello`; did you mean `hello.arc`?");
  EXPECT_EQ(ErrorOf("nothing"), "cannot find `nothing`");
  EXPECT_EQ(ErrorOf(""), "cannot find ``");
  EXPECT_THAT(ErrorOf("hello.arc/x"), HasSubstr("Not a directory"));
  EXPECT_EQ(ErrorOf("empty"), "there are no Arc source files (*.arc) in the folder `empty`");
  EXPECT_EQ(ErrorOf("notes.txt"),
            "`notes.txt` is not an Arc program: a folder, or a file whose name ends in `.arc`");
  EXPECT_THAT(ErrorOf("/dev/null"), HasSubstr("is not an Arc program"));
}

TEST_F(PackageGraphTest, UnreadableFilesAreLeftToTheCompiler) {
  Write("tool/main.arc", "func main() { }\n");
  fs::create_symlink("nowhere", "tool/gone.arc");
  PackageGraph graph = Load("tool");
  ASSERT_EQ(graph.nodes.size(), 1u);
  ASSERT_EQ(graph.nodes[0].sources.size(), 2u);
  EXPECT_FALSE(graph.nodes[0].sources[0].text.ok());
}

TEST_F(PackageGraphTest, SyntaxErrorsAreLeftToTheCompiler) {
  Write("main.arc", "import \"a\"\nfunc ( { !!\n");
  Write("a/a.arc", "\xff\xfe{{{{");
  EXPECT_THAT(Paths(Load("main.arc")), ElementsAre("a", "main"));
}

}  // namespace
}  // namespace arc::tool
