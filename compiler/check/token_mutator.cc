#include "compiler/check/token_mutator.h"

#include <iterator>
#include <utility>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lex/lexer.h"
#include "compiler/source/source_manager.h"

namespace arc {
namespace {

using Piece = TokenMutator::Piece;

constexpr std::string_view kOperators[] = {
    "+", "-", "*",  "/",  "%",  "==", "!=",  "<",  "<=", ">", ">=", "&&", "||", "&",
    "|", "^", "<<", ">>", "??", "..", "..=", "+%", "-|", "=", "+=", ".",  ",",  ":",
};

constexpr std::string_view kTypes[] = {
    "int8",
    "uint64",
    "usize",
    "float32",
    "bool",
    "char",
    "duration",
    "void",
    "never",
    "string",
    "error",
    "type",
    "int64?",
    "string?",
    "void!",
    "string!",
    "int64?!",
    "*int64",
    "*string",
    "*int64?",
    "[]byte",
    "[]string",
    "[3]int64",
    "[0]string",
    "[2][2]float64",
    "(int64, string)",
    "()",
    "vector<int64>",
    "vector<vector<string>>",
    "map<string, int64>",
    "set<char>",
    "func(int64) int64",
    "func()",
    "func(string) string!",
    "range<int64>",
    "vector",
    "map<int64>",
    "process<int64>",
    "thread<string>",
    "T",
    "vector<T>",
    "Self",
};

constexpr std::string_view kExpressions[] = {
    "null",
    "[]",
    "{}",
    "0",
    "-1",
    "1.5",
    "\"\"",
    "'a'",
    "true",
    "5_ms",
    "8_KB",
    "|x| x",
    "func() {}",
    "(1, \"a\")",
    "ok(1)",
    "err(error(\"e\"))",
    "error(\"e\")",
    "some(1)",
    "[1, 2]",
    "{\"a\": 1}",
    "{1, 2}",
    "panic(\"p\")",
    "if true { 1 } else { 2 }",
    "match 1 { _ => 2 }",
    "return",
    "break",
    "@typeof(1)",
    "@name_of(int64)",
    "cast<int8>(1)",
    "comptime { 1 + 2 }",
    "&x",
    "*x",
    "x?",
    "x!",
    "x catch |e| { 0 }",
    "0..10",
    "int64",
    "vector<int64>",
    "string.len",
};

bool IsWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// A text cut into what mutations work on.
struct Pieces {
  std::vector<Piece> tokens;
  std::vector<Piece> words;
  std::vector<Piece> literals;
  std::vector<Piece> operators;
  std::vector<Piece> lines;   // that close what they open
  std::vector<Piece> rounds;  // insides of parentheses
  std::vector<Piece> braces;
};

Pieces Cut(std::string_view text) {
  Pieces pieces;
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  absl::StatusOr<FileId> file = sources.TryAddBuffer("text", std::string(text));
  if (!file.ok()) return pieces;
  LexedFile lexed = Lex(*file, sources, diagnostics);
  const size_t base = sources.Begin(*file);
  std::vector<size_t> open;
  int depth = 0;
  size_t line_begin = 0;
  auto end_line = [&](size_t at) {  // the line break before `at` ends a line
    size_t line_end = at == text.size() ? at : text.rfind('\n', at) + 1;
    if (depth == 0 && line_end > line_begin) pieces.lines.push_back({line_begin, line_end});
    line_begin = line_end;
    depth = 0;
  };
  for (const Token& token : lexed.tokens) {
    const size_t begin = token.offset - base;
    const size_t end = token.end() - base;
    if (begin >= end || end > text.size()) continue;
    if (token.newline_before()) end_line(begin);
    pieces.tokens.push_back({begin, end});
    const char first = text[begin];
    if (IsWord(first)) {
      pieces.words.push_back({begin, end});
    } else if ((first >= '0' && first <= '9') || first == '\'' || first == '"') {
      pieces.literals.push_back({begin, end});
    } else if (first == '(' || first == '[' || first == '{') {
      open.push_back(end);
      ++depth;
    } else if (first == ')' || first == ']' || first == '}') {
      --depth;
      if (open.empty()) continue;
      if (begin - open.back() < 400)
        (first == '}' ? pieces.braces : pieces.rounds).push_back({open.back(), begin});
      open.pop_back();
    } else {
      pieces.operators.push_back({begin, end});
    }
  }
  end_line(text.size());
  return pieces;
}

std::string Replaced(std::string_view text, Piece piece, std::string_view by) {
  std::string out(text.substr(0, piece.begin));
  out += by;
  out += text.substr(piece.end);
  return out;
}

std::string Exchanged(std::string_view text, Piece a, Piece b) {
  if (a.begin > b.begin) std::swap(a, b);
  if (a.end > b.begin) return std::string(text);
  std::string out(text.substr(0, a.begin));
  out += text.substr(b.begin, b.end - b.begin);
  out += text.substr(a.end, b.begin - a.end);
  out += text.substr(a.begin, a.end - a.begin);
  out += text.substr(b.end);
  return out;
}

}  // namespace

void TokenMutator::AddMaterial(std::string_view text) {
  Pieces pieces = Cut(text);
  auto add = [&](const std::vector<Piece>& from, std::vector<std::string>* to) {
    for (const Piece& piece : from)
      to->emplace_back(text.substr(piece.begin, piece.end - piece.begin));
  };
  add(pieces.words, &words_);
  add(pieces.literals, &literals_);
  add(pieces.lines, &lines_);
  add(pieces.rounds, &rounds_);
  // Declarations: from a line that starts at the margin with a word to the next line that is `}`.
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    std::string_view line = text.substr(at, end - at);
    const bool starts =
        line.starts_with("func ") || line.starts_with("struct ") || line.starts_with("enum ");
    if (starts && !line.starts_with("func main")) {
      size_t close = line.ends_with("}") ? end : text.find("\n}\n", at);
      if (close == std::string_view::npos) break;
      if (close != end) close += 2;
      declarations_.emplace_back(text.substr(at, close - at));
      end = close;
    }
    at = end + 1;
  }
}

std::string TokenMutator::Mutate(std::string_view text, std::mt19937& random) const {
  std::string out(text);
  auto chance = [&](unsigned n) { return random() % n == 0; };
  auto pick = [&](const auto& list) { return *(std::begin(list) + random() % std::size(list)); };
  auto part = [&](Piece piece) { return out.substr(piece.begin, piece.end - piece.begin); };
  const unsigned edits = 1 + random() % 3;
  for (unsigned i = 0; i < edits; ++i) {
    const Pieces pieces = Cut(out);
    if (pieces.tokens.empty()) return out;
    switch (random() % 16) {
      case 0:
      case 1:
      case 2:
        if (!pieces.words.empty()) {
          std::string word = chance(3) && !words_.empty() ? pick(words_) : part(pick(pieces.words));
          out = Replaced(out, pick(pieces.words), word);
        }
        break;
      case 3:
        if (!pieces.literals.empty() && !literals_.empty())
          out = Replaced(out, pick(pieces.literals), pick(literals_));
        break;
      case 4:
        if (!pieces.operators.empty())
          out = Replaced(out, pick(pieces.operators), pick(kOperators));
        break;
      case 5:
        if (!pieces.lines.empty()) out = Replaced(out, pick(pieces.lines), "");
        break;
      case 6:
      case 7:
        if (!pieces.lines.empty()) {
          Piece to = pick(pieces.lines);
          std::string line = chance(2) && !lines_.empty() ? pick(lines_) : part(pick(pieces.lines));
          out = Replaced(out, {to.begin, to.begin}, line);
        }
        break;
      case 8:
        if (!pieces.lines.empty()) out = Exchanged(out, pick(pieces.lines), pick(pieces.lines));
        break;
      case 9:
        if (!pieces.rounds.empty() && !rounds_.empty())
          out = Replaced(out, pick(pieces.rounds), pick(rounds_));
        break;
      case 10:
        if (!pieces.rounds.empty())
          out = Replaced(out, pick(pieces.rounds), part(pick(pieces.rounds)));
        break;
      case 11:
        if (!pieces.braces.empty())
          out = Replaced(out, pick(pieces.braces), part(pick(pieces.braces)));
        break;
      case 12:
        if (!pieces.words.empty()) out = Replaced(out, pick(pieces.words), pick(kTypes));
        break;
      case 13:
        out = Replaced(out,
                       chance(2) && !pieces.rounds.empty()     ? pick(pieces.rounds)
                       : chance(2) && !pieces.literals.empty() ? pick(pieces.literals)
                                                               : pick(pieces.tokens),
                       pick(kExpressions));
        break;
      case 14:
        if (!declarations_.empty()) out += "\n" + pick(declarations_) + "\n";
        break;
      default: {
        Piece token = pick(pieces.tokens);
        out = Replaced(out, token, chance(2) ? "" : part(token) + " " + part(token));
      }
    }
  }
  return out;
}

}  // namespace arc
