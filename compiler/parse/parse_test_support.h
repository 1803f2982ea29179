// Helpers for tests of the parser.
#ifndef ARC_COMPILER_PARSE_PARSE_TEST_SUPPORT_H_
#define ARC_COMPILER_PARSE_PARSE_TEST_SUPPORT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/interface_text.h"
#include "compiler/parse/parser.h"
#include "compiler/parse/print_ast.h"
#include "compiler/source/source_manager.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {

// One parsed text with its diagnostics.
class Parsed {
 public:
  explicit Parsed(std::string text, const ParseOptions& options = {}) {
    file_ = sources_.AddBuffer("a.arc", std::move(text));
    ast_ = ParseFile(file_, sources_, diagnostics_, context_, options);
  }

  const FileAst& ast() const { return *ast_; }
  const SourceManager& sources() const { return sources_; }
  const DiagnosticEngine& diagnostics() const { return diagnostics_; }

  // The tree without ranges.
  std::string Tree(bool ranges = false) const {
    std::string out;
    llvm::raw_string_ostream stream(out);
    PrintAst(*ast_, sources_, stream, {.ranges = ranges});
    return out;
  }

  // "ARC0040 3:5 message" per diagnostic.
  std::string Errors() const {
    std::string out;
    for (const Diagnostic* diagnostic : diagnostics_.Sorted()) {
      LineColumn place = sources_.Decode(diagnostic->range.begin);
      out += DiagnosticCode(diagnostic->kind) + " " + std::to_string(place.line) + ":" +
             std::to_string(place.column) + " " + diagnostic->message + "\n";
    }
    return out;
  }

  // The text with the first suggestion of every diagnostic applied.
  std::string Fixed() const {
    std::string text(sources_.Text(file_));
    std::vector<const Diagnostic*> sorted = diagnostics_.Sorted();
    for (auto it = sorted.rbegin(); it != sorted.rend(); ++it) {
      if ((*it)->suggestions.empty()) continue;
      const DiagnosticSuggestion& suggestion = (*it)->suggestions[0];
      text.replace(suggestion.range.begin - sources_.Begin(file_), suggestion.range.size(),
                   suggestion.replacement);
    }
    return text;
  }

 private:
  SourceManager sources_;
  DiagnosticEngine diagnostics_{sources_};
  AstContext context_;
  FileId file_{};
  FileAst* ast_ = nullptr;
};

// The part of a tree that starts at the first line which begins (after its indentation) with
// `head`, its indentation removed: what a test asserts of a larger text.
inline std::string Subtree(const std::string& tree, std::string_view head) {
  size_t at = 0;
  while (at < tree.size()) {
    size_t indent = tree.find_first_not_of(' ', at) - at;
    if (std::string_view(tree).substr(at + indent).starts_with(head)) {
      std::string out;
      bool first = true;
      while (at < tree.size()) {
        size_t end = tree.find('\n', at);
        size_t own = tree.find_first_not_of(' ', at) - at;
        if (!first && own <= indent) break;
        out += tree.substr(at + indent, end - at - indent + 1);
        at = end + 1;
        first = false;
      }
      return out;
    }
    at = tree.find('\n', at) + 1;
  }
  return "no `" + std::string(head) + "` in:\n" + tree;
}

// The tree of one expression: its children in parentheses, in one line. `a + b` is `(Binary + (Name
// a) (Name b))`.
inline std::string OneLine(const std::string& tree) {
  std::string out;
  size_t depth = 0;
  bool first = true;
  for (size_t at = 0; at < tree.size();) {
    size_t end = tree.find('\n', at);
    size_t indent = (tree.find_first_not_of(' ', at) - at) / 2;
    if (!first) {
      for (; depth >= indent + 1; --depth) out += ')';
      out += ' ';
    }
    out += '(';
    out += tree.substr(at + 2 * indent, end - at - 2 * indent);
    depth = indent + 1;
    at = end + 1;
    first = false;
  }
  out.append(depth, ')');
  return out;
}

// OneLine of the expression, or its errors.
inline std::string Expression(const std::string& text) {
  Parsed parsed("func f() {\n(" + text + "\n)}\n");
  if (parsed.ast().has_errors) return parsed.Errors();
  std::string statement = Subtree(parsed.Tree(), "ExprStmt");
  statement.erase(0, statement.find('\n') + 1);
  std::string out;
  for (size_t at = 0; at < statement.size();) {
    size_t end = statement.find('\n', at);
    out += statement.substr(at + 2, end - at - 1);
    at = end + 1;
  }
  return OneLine(out);
}

// OneLine of each statement of a function's body, a line each; or the errors.
inline std::string Statements(const std::string& text) {
  Parsed parsed("func f() {\n" + text + "\n}\n");
  if (parsed.ast().has_errors) return parsed.Errors();
  std::string block = Subtree(parsed.Tree(), "Block");
  block.erase(0, block.find('\n') + 1);
  std::string out;
  std::string statement;
  for (size_t at = 0; at < block.size();) {
    size_t end = block.find('\n', at);
    std::string line = block.substr(at + 2, end - at - 1);
    if (line[0] != ' ' && !statement.empty()) {
      out += OneLine(statement) + "\n";
      statement.clear();
    }
    statement += line;
    at = end + 1;
  }
  if (!statement.empty()) out += OneLine(statement) + "\n";
  return out;
}

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_PARSE_TEST_SUPPORT_H_
