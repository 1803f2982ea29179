// The cursor, error reporting, recovery.
#include "compiler/parse/parser.h"

#include <cstring>

#include "compiler/lex/lexer.h"
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"
#include "llvm/ADT/STLExtras.h"

namespace arc::parse_internal {
namespace {

// Binary operators and words that cannot start a statement: before one of them a line end does not
// end the statement. `-`, `*`, `&`, `|`, `||`, `!`, `(` and `[` can start one, so they do not
// continue a line.
bool ContinuesLine(TokenKind kind) {
  switch (kind) {
    case TokenKind::Dot:
    case TokenKind::DotDot:
    case TokenKind::DotDotEqual:
    case TokenKind::KwElse:
    case TokenKind::KwCatch:
    case TokenKind::QuestionQuestion:
    case TokenKind::AmpAmp:
    case TokenKind::EqualEqual:
    case TokenKind::BangEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::Caret:
    case TokenKind::LessLess:
    case TokenKind::GreaterGreater:
    case TokenKind::Plus:
    case TokenKind::Slash:
    case TokenKind::Percent:
    case TokenKind::PlusPercent:
    case TokenKind::MinusPercent:
    case TokenKind::StarPercent:
    case TokenKind::PlusPipe:
    case TokenKind::MinusPipe:
    case TokenKind::StarPipe:
      return true;
    default:
      return false;
  }
}

// Words that stand only at the start of a statement or declaration: on a new line they show that a
// bracket before them was left open.
bool StartsStatementOnly(TokenKind kind) {
  switch (kind) {
    case TokenKind::KwLet:
    case TokenKind::KwConst:
    case TokenKind::KwReturn:
    case TokenKind::KwBreak:
    case TokenKind::KwContinue:
    case TokenKind::KwDefer:
    case TokenKind::KwFor:
    case TokenKind::KwStruct:
    case TokenKind::KwEnum:
    case TokenKind::KwImport:
    case TokenKind::KwExtern:
    case TokenKind::KwNamespace:
      return true;
    default:
      return false;
  }
}

bool IsOpener(TokenKind kind) {
  return kind == TokenKind::LeftParen || kind == TokenKind::LeftBracket ||
         kind == TokenKind::LeftBrace || kind == TokenKind::DollarBrace ||
         kind == TokenKind::InterpolationBegin;
}
bool IsCloser(TokenKind kind) {
  return kind == TokenKind::RightParen || kind == TokenKind::RightBracket ||
         kind == TokenKind::RightBrace || kind == TokenKind::InterpolationEnd;
}
TokenKind CloserOf(TokenKind opener) {
  switch (opener) {
    case TokenKind::LeftParen:
      return TokenKind::RightParen;
    case TokenKind::LeftBracket:
      return TokenKind::RightBracket;
    case TokenKind::InterpolationBegin:
      return TokenKind::InterpolationEnd;
    default:
      return TokenKind::RightBrace;
  }
}

}  // namespace

Parser::Parser(ParsedFile& file, const SourceManager& sources, DiagnosticEngine& diagnostics,
               const ParseOptions& options)
    : file_(file),
      sources_(sources),
      diagnostics_(diagnostics),
      options_(options),
      tokens_(file.lexed.tokens.data()),
      token_count_(file.lexed.tokens.size()),
      text_(sources.Text(file.lexed.file).data()),
      base_(sources.Begin(file.lexed.file)),
      tok_(tokens_[0]),
      prev_end_(base_) {}

void Parser::SplitToken(uint32_t length, TokenKind rest) {
  prev_end_ = tok_.offset + length;
  tok_.offset += length;
  tok_.length -= length;
  tok_.kind = rest;
  tok_.flags = 0;
}

bool Parser::NewlineStopsHere() {
  // `else =>` is an arm in other languages; it gets its own message.
  if (At(TokenKind::KwElse)) return context_.arm && Peek(1).kind == TokenKind::FatArrow;
  if (!ContinuesLine(kind())) return true;
  bool may_be_arm =
      kind() == TokenKind::Dot || kind() == TokenKind::DotDot || kind() == TokenKind::DotDotEqual;
  return may_be_arm && context_.arm && AtArmOnNewLine();
}

bool Parser::AtStatementEnd() {
  return At(TokenKind::Semicolon) || At(TokenKind::RightBrace) || At(TokenKind::EndOfFile) ||
         NewlineStops();
}

bool Parser::GrowHeight() {
  if (++height_ <= kMaxTreeHeight) return true;
  if (!nesting_reported_) {
    Error(DiagnosticKind::ExpressionTooLong, tok_.range(),
          Concat("the expression is a chain of more than ", kMaxTreeHeight, " operations"))
        .Note("split it, or write a loop over a vector of its parts");
    nesting_reported_ = true;
  }
  panic_ = true;
  return false;
}

void Parser::SkipTooDeep() {
  if (!nesting_reported_) {
    Error(DiagnosticKind::NestingTooDeep, tok_.range(),
          Concat("more than ", kMaxNesting, " constructs stand in each other here"))
        .Note("give a name to an inner part, or move it to a function");
    nesting_reported_ = true;
  }
  panic_ = true;
  // Over the whole construct, without recursion; prefix operators too, which would nest again.
  while (!At(TokenKind::EndOfFile) && !IsOpener(kind()) && !IsCloser(kind()) && !NewlineStops()) {
    Next();
  }
  if (!IsOpener(kind())) return;
  if (std::optional<uint32_t> end = ScanBalanced(pos_)) {
    prev_end_ = tokens_[*end - 1].end();
    pos_ = *end;
    tok_ = tokens_[pos_];
    return;
  }
  // Unbalanced: nothing behind it can be told apart.
  while (!At(TokenKind::EndOfFile)) Next();
  last_error_at_ = tok_.offset;
}

std::string_view Parser::CopyText(std::string_view text) {
  if (text.empty()) return {};
  char* data = file_.arena.Allocate<char>(text.size());
  std::memcpy(data, text.data(), text.size());
  return {data, text.size()};
}

BlockExpr* Parser::WrapBlock(BlockStmt* block) {
  auto* expr = New<BlockExpr>(ExprKind::Block, block->range);
  expr->block = block;
  return expr;
}

BlockExpr* Parser::WrapStatement(Stmt* statement) {
  auto* block = New<BlockStmt>(StmtKind::Block, statement->range);
  llvm::SmallVector<Stmt*, 1> statements = {statement};
  block->stmts = Copy(statements);
  return WrapBlock(block);
}

// ---- Errors
// -----------------------------------------------------------------------------------------------

DiagnosticBuilder Parser::Error(DiagnosticKind kind, SourceRange range, std::string message) {
  DiagnosticBuilder builder = diagnostics_.Report(kind, range, std::move(message));
  // A recovered token stands for an error that the lexer has reported.
  if (panic_ || tok_.recovered() || last_error_at_ == tok_.offset) builder.Cancel();
  panic_ = true;
  last_error_at_ = tok_.offset;
  return builder;
}

DiagnosticBuilder Parser::Complain(DiagnosticKind kind, SourceRange range, std::string message) {
  DiagnosticBuilder builder = diagnostics_.Report(kind, range, std::move(message));
  if (panic_) builder.Cancel();
  return builder;
}

std::string Parser::Found() const {
  switch (kind()) {
    case TokenKind::EndOfFile:
    case TokenKind::Error:
    case TokenKind::StringBegin:
    case TokenKind::StringText:
    case TokenKind::StringEnd:
      return std::string(TokenKindDescription(kind()));
    default: {
      std::string_view text = Text(tok_);
      constexpr size_t kMaxShown = 40;
      if (text.size() > kMaxShown || text.find('\n') != std::string_view::npos) {
        return std::string(TokenKindDescription(kind()));
      }
      return Concat(IsKeyword(kind()) ? "keyword `" : "`", text, "`");
    }
  }
}

bool Parser::Expect(TokenKind expected, std::string_view after) {
  if (Accept(expected)) return true;
  // At a line's end the missing token belongs there, not to the next line.
  SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
  Error(DiagnosticKind::ExpectedToken, range,
        Concat("expected ", TokenKindDescription(expected), after.empty() ? "" : " ", after,
               ", found ", Found()));
  return false;
}

bool Parser::ExpectClose(TokenKind close, SourceRange open) {
  if (Accept(close)) return true;
  std::string_view closer = TokenKindSpelling(close);
  if (LeftOpen()) {
    ReportUnclosed(open, closer);
    return false;
  }
  SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
  Error(DiagnosticKind::ExpectedToken, range, Concat("expected `", closer, "`, found ", Found()))
      .Label(open, "to close this");
  return false;
}

void Parser::ReportNoSeparator(TokenKind close, SourceRange open) {
  std::string_view closer = TokenKindSpelling(close);
  if (LeftOpen()) return ReportUnclosed(open, closer);
  SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
  Error(DiagnosticKind::ExpectedToken, range,
        Concat("expected `,` or `", closer, "`, found ", Found()))
      .Label(open, "to close this");
}

// Whether the token at the cursor shows that a bracket before it was left open.
bool Parser::LeftOpen() const {
  return At(TokenKind::EndOfFile) || IsCloser(kind()) ||
         (tok_.newline_before() && StartsStatementOnly(kind()));
}

void Parser::ReportUnclosed(SourceRange open, std::string_view closer) {
  if (nesting_reported_ && At(TokenKind::EndOfFile)) {
    panic_ = true;  // what was skipped may have closed it
    return;
  }
  SourceRange range = open;
  DiagnosticBuilder report =
      Error(DiagnosticKind::UnclosedDelimiter, range, Concat("`", Text(open), "` is not closed"));
  report.Label(open, "opened here");
  if (!At(TokenKind::EndOfFile)) {
    report.Label(AfterPrevious(), Concat("`", closer, "` expected here"));
    return;
  }
  // The innermost open brace at the end of the file is seldom the culprit: more often an earlier
  // `}` was meant for another line. Indentation tells: the first pair whose ends are indented
  // differently.
  if (closer != "}") return;
  auto indentation = [&](SourceOffset offset) -> std::optional<size_t> {
    const char* at = text_ + (offset - base_);
    const char* line = at;
    while (line != text_ && line[-1] != '\n') --line;
    const char* first = line;
    while (*first == ' ' || *first == '\t') ++first;
    return static_cast<size_t>(first - line);
  };
  llvm::SmallVector<const Token*, 16> open_braces;
  for (size_t i = 0; i < token_count_; ++i) {
    const Token& token = tokens_[i];
    if (token.kind == TokenKind::LeftBrace || token.kind == TokenKind::DollarBrace) {
      open_braces.push_back(&token);
    } else if (token.kind == TokenKind::RightBrace && !open_braces.empty()) {
      const Token& opener = *open_braces.pop_back_val();
      if (!token.newline_before()) continue;
      if (indentation(opener.offset) == indentation(token.offset)) continue;
      report.Label(opener.range(), "this one may be what is left open …")
          .Label(token.range(), "… since this `}`, which closes it, is indented differently");
      return;
    }
  }
}

Identifier Parser::ExpectName(std::string_view what) {
  if (At(TokenKind::Identifier)) {
    Identifier name = NameOf(tok_);
    Next();
    return name;
  }
  SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
  DiagnosticBuilder report =
      Error(DiagnosticKind::ExpectedName, range, Concat("expected ", what, ", found ", Found()));
  if (IsKeyword(kind()) && !tok_.newline_before()) {
    report.Note(Concat("`", Text(tok_), "` is a keyword and cannot be a name"));
    // It was meant as the name: go on behind it.
    bool used_as_name = Peek(1).kind == TokenKind::Colon || Peek(1).kind == TokenKind::LeftParen ||
                        Peek(1).kind == TokenKind::Equal || Peek(1).kind == TokenKind::LeftBrace;
    if (used_as_name) Next();
  }
  return {};
}

void Parser::ExpectStatementEnd(const Stmt* statement) {
  if (At(TokenKind::Semicolon)) {
    Next();
    return;
  }
  if (AtStatementEnd()) return;
  // After a block nothing needs to separate.
  bool after_block = prev_end_ > base_ && text_[prev_end_ - base_ - 1] == '}';
  auto* expression = llvm::dyn_cast_or_null<ExprStmt>(statement);
  bool block_like = expression == nullptr ||
                    llvm::isa<IfExpr, MatchExpr, BlockExpr, ComptimeExpr>(expression->expr);
  if (after_block && block_like) return;
  if (IsCloser(kind())) {
    Error(DiagnosticKind::UnmatchedDelimiter, tok_.range(),
          Concat("`", Text(tok_), "` closes nothing"))
        .Label(tok_.range(), "no open bracket before it");
    return;
  }
  DiagnosticBuilder report = Error(DiagnosticKind::ExpectedStatementEnd, tok_.range(),
                                   Concat("expected the end of the statement, found ", Found()));
  if (At(TokenKind::Colon) && expression != nullptr && llvm::isa<NameExpr>(expression->expr)) {
    report.Suggest({statement->range.begin, statement->range.begin}, "let ",
                   "a local variable is declared with `let`");
  } else if (At(TokenKind::FatArrow) || At(TokenKind::Arrow)) {
    report.Note("a closure is written `|x| x * x` or `func(x: int64) int64 { … }`");
  } else {
    report.Note("statements are separated by line ends or `;`");
  }
}

// ---- Recovery
// ---------------------------------------------------------------------------------------------

// Skips to the end of a statement: over brackets that are opened on the way, up to a `;` or `}` or
// a new line outside of them.
void Parser::SkipStatementTokens(bool declarations) {
  llvm::SmallVector<TokenKind, 16> closers;
  uint32_t start = pos_;
  while (!At(TokenKind::EndOfFile)) {
    if (tok_.newline_before() && pos_ != start) {
      bool only_parens = !llvm::is_contained(closers, TokenKind::RightBrace);
      if (closers.empty() && !ContinuesLine(kind())) return;
      if (only_parens && StartsStatementOnly(kind())) return;
    }
    if (IsOpener(kind())) {
      closers.push_back(CloserOf(kind()));
    } else if (IsCloser(kind())) {
      auto match = std::find(closers.rbegin(), closers.rend(), kind());
      if (match != closers.rend()) {
        closers.erase(std::prev(match.base()), closers.end());
      } else if (At(TokenKind::RightBrace) && !declarations) {
        return;  // the enclosing block ends
      }
    } else if (At(TokenKind::Semicolon) && closers.empty()) {
      Next();
      return;
    }
    Next();
  }
}

void Parser::RecoverStatement() {
  SkipStatementTokens(/*declarations=*/false);
  panic_ = false;
}

void Parser::RecoverDeclaration() {
  while (!At(TokenKind::EndOfFile)) {
    if (tok_.newline_before() && AtDeclaration()) break;
    SkipStatementTokens(/*declarations=*/true);
    if (At(TokenKind::RightBrace)) Next();
  }
  panic_ = false;
}

void Parser::RecoverElement() {
  llvm::SmallVector<TokenKind, 16> closers;
  while (!At(TokenKind::EndOfFile)) {
    if (tok_.newline_before() && StartsStatementOnly(kind()) &&
        !llvm::is_contained(closers, TokenKind::RightBrace)) {
      return;
    }
    if (closers.empty() && (At(TokenKind::Comma) || At(TokenKind::Semicolon))) return;
    if (closers.empty() && context_.params && At(TokenKind::LeftBrace)) return;
    if (IsOpener(kind())) {
      closers.push_back(CloserOf(kind()));
    } else if (IsCloser(kind())) {
      auto match = std::find(closers.rbegin(), closers.rend(), kind());
      if (match == closers.rend()) return;
      closers.erase(std::prev(match.base()), closers.end());
    }
    Next();
  }
}

void Parser::RecoverLine() {
  llvm::SmallVector<TokenKind, 16> closers;
  uint32_t start = pos_;
  while (!At(TokenKind::EndOfFile)) {
    if (closers.empty() && (At(TokenKind::Comma) || (tok_.newline_before() && pos_ != start))) {
      return;
    }
    if (IsOpener(kind())) {
      closers.push_back(CloserOf(kind()));
    } else if (IsCloser(kind())) {
      auto match = std::find(closers.rbegin(), closers.rend(), kind());
      if (match == closers.rend()) {
        if (At(TokenKind::RightBrace)) return;
      } else {
        closers.erase(std::prev(match.base()), closers.end());
      }
    }
    Next();
  }
}

}  // namespace arc::parse_internal

namespace arc {

FileAst* ParseFile(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics,
                   AstContext& context, const ParseOptions& options) {
  ParsedFile& parsed = context.Add();
  size_t errors_before = diagnostics.error_count();
  parsed.lexed = Lex(file, sources, diagnostics);
  parsed.ast.file = file;
  parse_internal::Parser(parsed, sources, diagnostics, options).Run();
  parsed.ast.has_errors = diagnostics.error_count() != errors_before;
  return &parsed.ast;
}

}  // namespace arc
