#include "compiler/diagnostics/diagnostics.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {
namespace {

class DiagnosticsTest : public testing::Test {
 protected:
  // The range of the first occurrence of `text` in the file.
  SourceRange Find(FileId file, std::string_view text) {
    size_t at = sources_.Text(file).find(text);
    EXPECT_NE(at, std::string_view::npos) << text;
    uint32_t begin = sources_.Begin(file) + static_cast<uint32_t>(at);
    return {begin, begin + static_cast<uint32_t>(text.size())};
  }
  std::string Text(TextRenderOptions options = {}) {
    std::string out;
    llvm::raw_string_ostream stream(out);
    RenderText(engine_, options, stream);
    return out;
  }
  std::string Json() {
    std::string out;
    llvm::raw_string_ostream stream(out);
    RenderJson(engine_, stream);
    return out;
  }

  SourceManager sources_;
  DiagnosticEngine engine_{sources_};
};

TEST(DiagnosticKinds, CodesAreUniqueAndNamed) {
  std::set<std::string> codes;
  for (DiagnosticKind kind : AllDiagnosticKinds()) {
    EXPECT_TRUE(codes.insert(DiagnosticCode(kind)).second) << DiagnosticName(kind);
  }
  EXPECT_EQ(DiagnosticCode(DiagnosticKind::InvalidUtf8), "ARC0002");
  EXPECT_EQ(DiagnosticName(DiagnosticKind::InvalidUtf8), "InvalidUtf8");
  EXPECT_EQ(DefaultSeverity(DiagnosticKind::InvalidUtf8), Severity::Error);
}

TEST_F(DiagnosticsTest, OneLineWithLabelNoteAndSuggestion) {
  FileId file = sources_.AddBuffer("a.arc", "struct P {\n    x: ;\n}\n");
  engine_.Report(DiagnosticKind::ExpectedType, Find(file, ";"), "expected a type, found `;`")
      .Label(Find(file, ";"), "here")
      .Label(Find(file, "x"), "this field")
      .Note("every field has a type")
      .Suggest({Find(file, ";").begin, Find(file, ";").begin}, "int64", "write its type");
  EXPECT_EQ(Text(), R"(error[ARC0042]: expected a type, found `;`
 --> a.arc:2:8
  |
2 |     x: ;
  |     -  ^ here
  |     |
  |     this field
  |
  = note: every field has a type
help: write its type
  |
2 |     x: int64;
  |        +++++
)");
}

TEST_F(DiagnosticsTest, RangeOverSeveralLines) {
  FileId file = sources_.AddBuffer("a.arc", "func f() {\n    a(\n        b\n    )\n}\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "a(\n        b\n    )"), "this call")
      .Label(Find(file, "a(\n        b\n    )"), "spans lines")
      .Label(Find(file, "f"), "in this");
  EXPECT_EQ(Text(), R"(error[ARC0040]: this call
 --> a.arc:2:5
  |
1 |   func f() {
  |   - in this
2 |       a(
  |  _____^
3 | |         b
4 | |     )
  | |_____^ spans lines
)");
}

TEST_F(DiagnosticsTest, DistantLinesAreJoinedByDots) {
  FileId file = sources_.AddBuffer("a.arc", "first\n\n\n\n\n\n\n\n\nlast\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "last"), "m")
      .Label(Find(file, "first"), "opened");
  EXPECT_EQ(Text(), R"(error[ARC0040]: m
  --> a.arc:10:1
   |
 1 | first
   | ----- opened
...
10 | last
   | ^^^^
)");
}

TEST_F(DiagnosticsTest, OtherFilesAndPlacedNotes) {
  FileId a = sources_.AddBuffer("a.arc", "use(x)\n");
  FileId b = sources_.AddBuffer("b.arc", "\nlet x\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(a, "x"), "m")
      .Label(Find(b, "x"), "declared here")
      .Note(Find(b, "let"), "first seen");
  EXPECT_EQ(Text(), R"(error[ARC0040]: m
 --> a.arc:1:5
  |
1 | use(x)
  |     ^
 ::: b.arc:2:5
  |
2 | let x
  |     - declared here
note: first seen
 --> b.arc:2:1
  |
2 | let x
  | ^^^
)");
}

TEST_F(DiagnosticsTest, TabsWideAndWrongCharacters) {
  FileId file = sources_.AddBuffer("a.arc", "\t\xE4\xBD\xA0\xE5\xA5\xBD\x01\xFF = y\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "y"), "m");
  // The tab takes four columns, each ideograph two, each unprintable byte one.
  EXPECT_EQ(Text(),
            "error[ARC0040]: m\n --> a.arc:1:13\n  |\n"
            "1 |     \xE4\xBD\xA0\xE5\xA5\xBD\xEF\xBF\xBD\xEF\xBF\xBD = y\n"
            "  |              ^\n");
}

TEST_F(DiagnosticsTest, LongLinesShowAWindow) {
  FileId file =
      sources_.AddBuffer("a.arc", std::string(100000, 'a') + "!" + std::string(100000, 'b'));
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "!"), "m");
  std::string text = Text();
  EXPECT_LT(text.size(), 1000u);
  EXPECT_NE(text.find("...aaaa"), std::string::npos);
  size_t line = text.find("...aaaa");
  size_t marks = text.find("  | ", line);
  EXPECT_EQ(text.find('!') - line, text.find('^') - marks - 4);
}

TEST_F(DiagnosticsTest, EndOfFileAndEmptyFile) {
  FileId file = sources_.AddBuffer("a.arc", "");
  engine_.Report(DiagnosticKind::ExpectedToken, {sources_.Begin(file), sources_.Begin(file)}, "m");
  EXPECT_EQ(Text(), "error[ARC0040]: m\n --> a.arc:1:1\n  |\n1 | \n  | ^\n");
}

TEST_F(DiagnosticsTest, WithoutAPlace) {
  engine_.Report(DiagnosticKind::CannotReadFile, {}, "cannot open `x.arc`").Note("look");
  EXPECT_EQ(Text(), "error[ARC0700]: cannot open `x.arc`\n  = note: look\n");
}

TEST_F(DiagnosticsTest, Colors) {
  FileId file = sources_.AddBuffer("a.arc", "x\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "x"), "m");
  std::string text = Text({.color = true});
  EXPECT_NE(text.find("\x1b[1;31merror[ARC0040]\x1b[0m"), std::string::npos);
  EXPECT_NE(text.find("\x1b[1;31m^\x1b[0m"), std::string::npos);
}

TEST_F(DiagnosticsTest, ControlCharactersInMessagesAreNotObeyed) {
  engine_.Report(DiagnosticKind::CannotReadFile, {}, "a\x1b[2Jb");
  EXPECT_EQ(Text(), "error[ARC0700]: a\xEF\xBF\xBD[2Jb\n");
}

TEST_F(DiagnosticsTest, SortedAndDeduplicated) {
  FileId file = sources_.AddBuffer("a.arc", "a b c\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "c"), "third");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "a"), "first");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "a"), "again");
  engine_.Report(DiagnosticKind::ExpectedName, Find(file, "a"), "another kind");
  ASSERT_EQ(engine_.error_count(), 3u);
  auto sorted = engine_.Sorted();
  EXPECT_EQ(sorted[0]->message, "first");
  EXPECT_EQ(sorted[1]->message, "another kind");
  EXPECT_EQ(sorted[2]->message, "third");
}

TEST_F(DiagnosticsTest, CancelledIsForgotten) {
  FileId file = sources_.AddBuffer("a.arc", "a\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "a"), "m").Cancel();
  EXPECT_FALSE(engine_.has_errors());
}

TEST_F(DiagnosticsTest, ErrorLimit) {
  FileId file = sources_.AddBuffer("a.arc", std::string(500, 'x'));
  for (uint32_t i = 0; i < 500; ++i) {
    uint32_t at = sources_.Begin(file) + i;
    engine_.Report(DiagnosticKind::ExpectedToken, {at, at + 1}, "m");
  }
  EXPECT_EQ(engine_.error_count(), 500u);
  EXPECT_EQ(engine_.Sorted().size(), 100u);
  EXPECT_NE(Text().find("\nerror: 400 more errors are not shown\n"), std::string::npos);
  EXPECT_NE(Json().find(R"("message":"400 more errors are not shown")"), std::string::npos);
}

TEST_F(DiagnosticsTest, WarningsHaveALimitOfTheirOwn) {
  FileId file = sources_.AddBuffer("a.arc", std::string(500, 'x'));
  for (uint32_t i = 0; i < 300; ++i) {
    uint32_t at = sources_.Begin(file) + i;
    engine_.Report(DiagnosticKind::UnusedVariable, {at, at + 1}, "w");
  }
  uint32_t last = sources_.Begin(file) + 400;
  engine_.Report(DiagnosticKind::ExpectedToken, {last, last + 1}, "the error");
  EXPECT_EQ(engine_.Sorted().size(), 101u);
  EXPECT_NE(Text().find("the error"), std::string::npos);
  EXPECT_NE(Text().find("\nwarning: 200 more warnings are not shown\n"), std::string::npos);
  EXPECT_NE(Json().find(R"("message":"200 more warnings are not shown")"), std::string::npos);
}

TEST_F(DiagnosticsTest, Merge) {
  FileId file = sources_.AddBuffer("a.arc", "a b\n");
  DiagnosticEngine other(sources_);
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "b"), "m");
  other.Report(DiagnosticKind::ExpectedToken, Find(file, "a"), "m");
  other.Report(DiagnosticKind::ExpectedToken, Find(file, "b"), "the same");
  engine_.Merge(std::move(other));
  EXPECT_EQ(engine_.error_count(), 2u);
  EXPECT_FALSE(other.has_errors());
}

TEST_F(DiagnosticsTest, JsonHasTheShapeOfRustc) {
  sources_.AddBuffer("before.arc", "so that offsets are not the file's own");
  FileId file = sources_.AddBuffer("a.arc", "one\n\xC3\xA9 = x\n");
  engine_.Report(DiagnosticKind::ExpectedToken, Find(file, "x"), "message \"quoted\"")
      .Label(Find(file, "x"), "main")
      .Label(Find(file, "one"), "other")
      .Note("a note")
      .Suggest(Find(file, "x"), "y", "try");
  std::string text = Json();
  ASSERT_EQ(text.back(), '\n');
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(text);
  ASSERT_TRUE(static_cast<bool>(value)) << text;
  const llvm::json::Object& object = *value->getAsObject();
  EXPECT_EQ(object.getString("message"), "message \"quoted\"");
  EXPECT_EQ(object.getString("level"), "error");
  EXPECT_EQ(object.getObject("code")->getString("code"), "ARC0040");
  const llvm::json::Array& spans = *object.getArray("spans");
  ASSERT_EQ(spans.size(), 2u);
  const llvm::json::Object& main = *spans[0].getAsObject();
  EXPECT_EQ(main.getString("file_name"), "a.arc");
  EXPECT_EQ(main.getInteger("byte_start"), 9);
  EXPECT_EQ(main.getInteger("byte_end"), 10);
  EXPECT_EQ(main.getInteger("line_start"), 2);
  EXPECT_EQ(main.getInteger("line_end"), 2);
  EXPECT_EQ(main.getInteger("column_start"), 5);  // characters, not bytes
  EXPECT_EQ(main.getInteger("column_end"), 6);
  EXPECT_EQ(main.getBoolean("is_primary"), true);
  EXPECT_EQ(main.getString("label"), "main");
  EXPECT_TRUE(main.getNull("suggested_replacement").has_value());
  // rustc's readers refuse a span without its lines.
  ASSERT_NE(main.getArray("text"), nullptr);
  ASSERT_FALSE(main.getArray("text")->empty());
  const llvm::json::Object& line = *(*main.getArray("text"))[0].getAsObject();
  EXPECT_TRUE(line.getString("text").has_value());
  EXPECT_EQ(line.getInteger("highlight_start"), main.getInteger("column_start"));
  EXPECT_TRUE(line.getInteger("highlight_end").has_value());
  EXPECT_EQ(spans[1].getAsObject()->getBoolean("is_primary"), false);
  const llvm::json::Array& children = *object.getArray("children");
  ASSERT_EQ(children.size(), 2u);
  EXPECT_EQ(children[0].getAsObject()->getString("level"), "note");
  const llvm::json::Object& help = *children[1].getAsObject();
  EXPECT_EQ(help.getString("level"), "help");
  EXPECT_EQ((*help.getArray("spans"))[0].getAsObject()->getString("suggested_replacement"), "y");
  EXPECT_EQ((*help.getArray("spans"))[0].getAsObject()->getString("suggestion_applicability"),
            "MaybeIncorrect");
  EXPECT_TRUE(object.getString("rendered")->starts_with("error[ARC0040]: message"));
}

TEST_F(DiagnosticsTest, JsonOfWrongUtf8IsJson) {
  FileId file = sources_.AddBuffer("\xFF.arc", "\xFF\n");
  engine_.Report(DiagnosticKind::InvalidUtf8, Find(file, "\xFF"), "found \xFF");
  EXPECT_TRUE(static_cast<bool>(llvm::json::parse(Json())));
}

}  // namespace
}  // namespace arc
