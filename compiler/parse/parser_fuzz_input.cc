#include "compiler/parse/parser_fuzz_input.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/interface_text.h"
#include "compiler/parse/parser.h"
#include "compiler/parse/print_ast.h"
#include "compiler/source/source_manager.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/thread.h"

namespace arc {
namespace {

// Trees may be kMaxTreeHeight high and the printer recurses over them; sanitizers make frames
// large.
constexpr unsigned kStackBytes = 512u << 20;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "front end invariant broken: %s\n", what);
  std::abort();
}

void CheckTokens(const LexedFile& lexed, const SourceManager& sources) {
  SourceOffset end = sources.Begin(lexed.file);
  int strings = 0;
  int interpolations = 0;
  for (const Token& token : lexed.tokens) {
    Require(token.offset >= end, "tokens overlap or run backwards");
    end = token.end();
    if (token.kind == TokenKind::StringBegin) ++strings;
    if (token.kind == TokenKind::StringEnd) --strings;
    if (token.kind == TokenKind::InterpolationBegin) ++interpolations;
    if (token.kind == TokenKind::InterpolationEnd) --interpolations;
    Require(strings >= 0 && interpolations >= 0, "pieces of strings are not paired");
  }
  Require(end <= sources.End(lexed.file), "a token ends outside of the file");
  Require(strings == 0 && interpolations == 0, "pieces of strings are not paired");
  Require(lexed.tokens.back().kind == TokenKind::EndOfFile, "the last token is not the end");
}

void Check(std::string_view text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  AstContext context;
  FileId file = sources.AddBuffer("input.arc", std::string(text));
  FileAst* ast = ParseFile(file, sources, diagnostics, context);
  CheckTokens(context.Find(file)->lexed, sources);
  Require(ast->has_errors == diagnostics.has_errors(), "has_errors disagrees with the diagnostics");

  std::string out;
  llvm::raw_string_ostream stream(out);
  PrintAst(*ast, sources, stream);
  PrintTokens(context.Find(file)->lexed, sources, stream);
  RenderText(diagnostics, {}, stream);
  RenderJson(diagnostics, stream);
  if (ast->has_errors) return;

  std::string interface = DumpInterface(*ast, sources);
  auto lines = [](std::string_view t) { return std::count(t.begin(), t.end(), '\n'); };
  Require(lines(interface) == lines(text), "the interface has other lines than its source");
  FileId interface_file = sources.AddBuffer("input.arci", interface);
  FileAst* again =
      ParseFile(interface_file, sources, diagnostics, context, {.interface_mode = true});
  Require(!again->has_errors, "the interface of a correct file does not parse");
  Require(DumpInterface(*again, sources) == interface, "the interface of an interface differs");
  // Parses the bodies that are pending.
  PrintAst(*again, sources, stream);
  Require(!diagnostics.has_errors(), "the bodies of a correct file's interface do not parse");
}

}  // namespace

void CheckFrontEndOn(std::string_view text) {
  llvm::thread worker(std::optional<unsigned>(kStackBytes), [text] { Check(text); });
  worker.join();
}

}  // namespace arc
