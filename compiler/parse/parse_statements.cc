// Blocks and simple statements.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {
namespace {

struct CompoundOperator {
  bool found;
  BinaryOp op;
};

CompoundOperator CompoundOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::PlusEqual:
      return {true, BinaryOp::Add};
    case TokenKind::MinusEqual:
      return {true, BinaryOp::Sub};
    case TokenKind::StarEqual:
      return {true, BinaryOp::Mul};
    case TokenKind::SlashEqual:
      return {true, BinaryOp::Div};
    case TokenKind::PercentEqual:
      return {true, BinaryOp::Rem};
    case TokenKind::PlusPercentEqual:
      return {true, BinaryOp::AddWrap};
    case TokenKind::MinusPercentEqual:
      return {true, BinaryOp::SubWrap};
    case TokenKind::StarPercentEqual:
      return {true, BinaryOp::MulWrap};
    case TokenKind::PlusPipeEqual:
      return {true, BinaryOp::AddSat};
    case TokenKind::MinusPipeEqual:
      return {true, BinaryOp::SubSat};
    case TokenKind::StarPipeEqual:
      return {true, BinaryOp::MulSat};
    case TokenKind::AmpEqual:
      return {true, BinaryOp::BitAnd};
    case TokenKind::PipeEqual:
      return {true, BinaryOp::BitOr};
    case TokenKind::CaretEqual:
      return {true, BinaryOp::BitXor};
    case TokenKind::LessLessEqual:
      return {true, BinaryOp::Shl};
    case TokenKind::GreaterGreaterEqual:
      return {true, BinaryOp::Shr};
    case TokenKind::QuestionQuestionEqual:
      return {true, BinaryOp::Coalesce};
    default:
      return {false, BinaryOp::Add};
  }
}

}  // namespace

// A block where one is required. Without its `{`, a statement on the same line is taken for the
// body.
BlockStmt* Parser::ParseBlock(std::string_view after) {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  auto* block = New<BlockStmt>(StmtKind::Block, {});
  if (nest.too_deep()) {
    SkipTooDeep();
    block->range = From(begin);
    return block;
  }
  SourceRange open = tok_.range();
  if (!Accept(TokenKind::LeftBrace)) {
    SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
    Error(DiagnosticKind::ExpectedToken, range,
          Concat("expected `{` ", after, ", found ", Found()));
    block->range = {prev_end_, prev_end_};
    return block;
  }
  ContextScope context(*this, BlockContext());
  llvm::SmallVector<Stmt*, 8> statements;
  ParseStatements(statements);
  block->open_range = open;
  if (At(TokenKind::RightBrace)) {
    block->close_range = tok_.range();
    Next();
  } else {
    ReportUnclosed(open, "}");
    block->close_range = AfterPrevious();
  }
  block->stmts = Copy(statements);
  block->range = From(begin);
  return block;
}

// Up to a `}` or the end of the file.
void Parser::ParseStatements(llvm::SmallVectorImpl<Stmt*>& statements) {
  while (!At(TokenKind::RightBrace) && !At(TokenKind::EndOfFile)) {
    if (Accept(TokenKind::Semicolon)) continue;
    uint32_t start = pos_;
    Stmt* statement = ParseStatement();
    if (statement != nullptr) statements.push_back(statement);
    if (!panic_) {
      if (auto* expression = llvm::dyn_cast_or_null<ExprStmt>(statement)) {
        expression->has_semicolon = At(TokenKind::Semicolon);
      }
      ExpectStatementEnd(statement);
    }
    if (panic_) RecoverStatement();
    if (pos_ == start) Next();  // a stray closing bracket: reported
  }
}

Stmt* Parser::ParseStatement() {
  SourceOffset begin = tok_.offset;
  switch (kind()) {
    case TokenKind::LeftBrace:
      if (AtMapInBraces()) return ParseSimpleStatement();
      return ParseBlock("");
    case TokenKind::KwLet:
    case TokenKind::KwConst:
      return ParseLet();
    case TokenKind::KwReturn:
      return ParseReturn();
    case TokenKind::KwBreak:
    case TokenKind::KwContinue:
      return ParseJump();
    case TokenKind::KwDefer:
      return ParseDefer();
    case TokenKind::KwFor:
      return ParseFor({}, begin, /*is_comptime=*/false);
    case TokenKind::KwComptime:
      if (Peek(1).kind == TokenKind::KwFor) {
        Next();
        return ParseFor({}, begin, /*is_comptime=*/true);
      }
      return ParseSimpleStatement();
    case TokenKind::KwFunc:
      if (Peek(1).kind == TokenKind::Identifier) return ParseDeclStatement();
      return ParseSimpleStatement();
    case TokenKind::KwAsync:
      if (Peek(1).kind == TokenKind::KwFunc && Peek(2).kind == TokenKind::Identifier) {
        return ParseDeclStatement();
      }
      return ParseSimpleStatement();
    case TokenKind::KwStruct:
    case TokenKind::KwEnum:
    case TokenKind::KwImport:
    case TokenKind::KwNamespace:
    case TokenKind::KwExtern:
      return ParseDeclStatement();
    case TokenKind::AtName:
      return ParseAtStatement();
    case TokenKind::KwElse: {
      Error(DiagnosticKind::MisplacedElse, tok_.range(), "`else` without an `if` before it")
          .Note("`else` follows the `}` of its `if`");
      // Its block is parsed all the same.
      panic_ = false;
      Next();
      if (At(TokenKind::LeftBrace)) return ParseBlock("");
      if (At(TokenKind::KwIf)) return ParseSimpleStatement();
      return New<Stmt>(StmtKind::Error, From(begin));
    }
    case TokenKind::RightParen:
    case TokenKind::RightBracket:
      Error(DiagnosticKind::UnmatchedDelimiter, tok_.range(),
            Concat("`", Text(tok_), "` closes nothing"))
          .Label(tok_.range(), "no open bracket before it");
      Next();
      return New<Stmt>(StmtKind::Error, From(begin));
    case TokenKind::Identifier:
      return ParseWordStatement();
    default:
      return ParseSimpleStatement();
  }
}

// A statement that starts with a name: a label, one of the words that are no keywords, or a plain
// statement.
Stmt* Parser::ParseWordStatement() {
  SourceOffset begin = tok_.offset;
  const Token& next = Peek(1);
  switch (next.kind) {
    case TokenKind::Colon: {
      if (Peek(2).kind == TokenKind::KwFor) {
        Identifier label = NameOf(tok_);
        Next();
        Next();
        return ParseFor(label, begin, /*is_comptime=*/false);
      }
      bool loop_word = Peek(2).kind == TokenKind::Identifier &&
                       (Text(Peek(2)) == "while" || Text(Peek(2)) == "loop");
      if (loop_word) {
        Next();
        Next();
        return ParseStatement();
      }
      if (Peek(2).kind == TokenKind::LeftBrace || Peek(2).kind == TokenKind::KwIf ||
          Peek(2).kind == TokenKind::KwMatch) {
        Complain(DiagnosticKind::MisplacedLabel, {tok_.offset, next.end()},
                 "a label names a `for` loop")
            .Label(Peek(2).range(), "not a loop");
        Next();
        Next();
        return ParseStatement();
      }
      return ParseSimpleStatement();
    }
    case TokenKind::LeftBrace:
      if (next.newline_before()) break;
      if (AtWord("scope")) return ParseScope();
      if (AtWord("select")) return ParseSelect();
      break;
    case TokenKind::Identifier:
      if (next.newline_before()) break;
      if (AtWord("with")) return ParseWith();
      if (AtWord("type") && (Peek(2).kind == TokenKind::Equal || Peek(2).kind == TokenKind::Less)) {
        return ParseDeclStatement();
      }
      break;
    case TokenKind::String:
      if (AtWord("test") && !next.newline_before()) return ParseDeclStatement();
      break;
    default:
      break;
  }
  switch (CheckForeignWord(/*in_function=*/true)) {
    case ForeignUse::None:
      break;
    case ForeignUse::Let:
    case ForeignUse::Const:
      return ParseLet();
    case ForeignUse::For:
    case ForeignUse::Loop:
      return ParseFor({}, begin, /*is_comptime=*/false);
    case ForeignUse::Func:
    case ForeignUse::Struct:
    case ForeignUse::Import:
      return ParseDeclStatement();
    case ForeignUse::Match: {
      Expr* expr = ParseMatch(/*is_comptime=*/false, begin);
      return FinishSimpleStatement(expr, begin);
    }
    case ForeignUse::Skip:
      return ParseStatement();
  }
  return ParseSimpleStatement();
}

// `@name`: an attribute of a local declaration, or an intrinsic. An attribute with arguments stands
// on the line of its declaration here, since `@add_func("f", body)` may well stand on the line
// before one.
Stmt* Parser::ParseAtStatement() {
  uint32_t index = pos_;
  while (KindAt(index) == TokenKind::AtName) {
    ++index;
    if (KindAt(index) != TokenKind::LeftParen) continue;
    std::optional<uint32_t> end = ScanBalanced(index);
    if (!end || tokens_[*end].newline_before()) return ParseSimpleStatement();
    index = *end;
  }
  TokenKind after = KindAt(index);
  bool is_async = after == TokenKind::KwAsync && KindAt(index + 1) == TokenKind::KwFunc;
  if (is_async) after = KindAt(++index);
  bool declaration = (after == TokenKind::KwFunc && KindAt(index + 1) == TokenKind::Identifier) ||
                     after == TokenKind::KwStruct || after == TokenKind::KwEnum;
  return declaration ? ParseDeclStatement() : ParseSimpleStatement();
}

Stmt* Parser::ParseDeclStatement() {
  SourceOffset begin = tok_.offset;
  TokenKind first = kind();
  bool misplaced = first == TokenKind::KwImport || first == TokenKind::KwNamespace ||
                   first == TokenKind::KwExtern || AtWord("test");
  if (misplaced) {
    Complain(DiagnosticKind::MisplacedDeclaration, tok_.range(),
             Concat("`", Text(tok_), "` stands at package level, not in a function"));
  }
  if (first == TokenKind::KwImport) {
    ParseImport();
    return nullptr;
  }
  if (first == TokenKind::KwNamespace) {
    Next();
    ExpectName("the name of the package");
    return nullptr;
  }
  ++function_depth_;
  Decl* decl = ParseDeclaration();
  --function_depth_;
  if (decl == nullptr || misplaced) return New<Stmt>(StmtKind::Error, From(begin));
  auto* statement = New<DeclStmt>(StmtKind::Decl, From(begin));
  statement->decl = decl;
  return statement;
}

// `let` or `const` (or a foreign word, reported) and what follows.
Stmt* Parser::ParseLet() {
  SourceOffset begin = tok_.offset;
  bool is_const = At(TokenKind::KwConst);
  std::string_view word = Text(tok_);
  Next();
  if (AtWord("mut") && Peek(1).kind == TokenKind::Identifier) {
    Complain(DiagnosticKind::ForeignKeyword, tok_.range(), "`let` variables are mutable")
        .Suggest({tok_.offset, Peek(1).offset}, "", "remove `mut`");
    Next();
  }
  auto* let = New<LetStmt>(StmtKind::Let, {});
  let->is_const = is_const;
  let->pattern = ParseBindingPattern(/*allow_types=*/false);
  if (!panic_ && Accept(TokenKind::Colon)) {
    let->type = ParseType();
  } else if (!panic_ && At(TokenKind::Identifier) && !tok_.newline_before()) {
    Complain(DiagnosticKind::ExpectedToken, tok_.range(),
             Concat("expected `:` between the name and its type, found ", Found()))
        .Suggest(AfterPrevious(), ":", "write it");
    let->type = ParseType();
  }
  if (At(TokenKind::ColonEqual) && !panic_) {
    Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`:=` is not an operator of Arc")
        .Suggest(tok_.range(), "=", Concat("`", word, "` is followed by `=`"));
    Next();
    let->value = ParseExpr();
  } else if (!panic_ && Accept(TokenKind::Equal)) {
    let->value = ParseExpr();
    if (At(TokenKind::Equal) && !panic_) let->value = RejectAssignment(let->value);
  }
  let->range = From(begin);
  bool tuple = llvm::isa<TuplePattern>(let->pattern);
  if (!panic_ && let->value == nullptr && (is_const || tuple || let->type == nullptr)) {
    Complain(DiagnosticKind::MissingInitializer, let->range,
             is_const ? "a constant needs a value"
             : tuple  ? "names in parentheses need a value to take apart"
                      : "a variable needs a type or a value");
  }
  return let;
}

Stmt* Parser::ParseSimpleStatement() {
  SourceOffset begin = tok_.offset;
  return FinishSimpleStatement(ParseExpr(), begin);
}

// An expression was read: the rest of an assignment, of `++`, or nothing.
Stmt* Parser::FinishSimpleStatement(Expr* expr, SourceOffset begin) {
  if (!panic_ && !(tok_.newline_before() && context_.newline_ends)) {
    CompoundOperator compound = CompoundOf(kind());
    if (compound.found || At(TokenKind::Equal)) {
      auto* assign = New<AssignStmt>(StmtKind::Assign, {});
      assign->target = expr;
      assign->is_compound = compound.found;
      assign->op = compound.op;
      assign->op_range = tok_.range();
      Next();
      assign->value = ParseExpr();
      if (At(TokenKind::Equal) && !panic_) assign->value = RejectAssignment(assign->value);
      assign->range = From(begin);
      return assign;
    }
    if (At(TokenKind::PlusPlus) || At(TokenKind::MinusMinus)) {
      auto* step = New<IncDecStmt>(StmtKind::IncDec, {});
      step->target = expr;
      step->is_increment = At(TokenKind::PlusPlus);
      Next();
      step->range = From(begin);
      return step;
    }
    if (At(TokenKind::ColonEqual)) {
      Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`:=` is not an operator of Arc")
          .Suggest({begin, tok_.end()}, Concat("let ", Text(expr->range), " ="),
                   "a variable is declared with `let`");
      Next();
      auto* let = New<LetStmt>(StmtKind::Let, {});
      if (auto* name = llvm::dyn_cast<NameExpr>(expr)) {
        auto* binding = New<BindingPattern>(PatternKind::Binding, name->range);
        binding->name = {name->name, name->range};
        let->pattern = binding;
      } else {
        let->pattern = New<Pattern>(PatternKind::Error, expr->range);
      }
      let->value = ParseExpr();
      let->range = From(begin);
      return let;
    }
  }
  auto* statement = New<ExprStmt>(StmtKind::Expr, From(begin));
  statement->expr = expr;
  return statement;
}

// The cursor stands on `=` where a value was expected to end.
Expr* Parser::RejectAssignment(Expr* expr) {
  SourceRange op = tok_.range();
  Complain(DiagnosticKind::AssignmentInExpression, op,
           "an assignment is a statement and has no value")
      .Suggest(op, "==", "to compare, write");
  SourceOffset begin = expr->range.begin;
  Next();
  Expr* value = ParseExpr();
  auto* node = New<BinaryExpr>(ExprKind::Binary, From(begin));
  node->op = BinaryOp::Equal;
  node->lhs = expr;
  node->rhs = value;
  node->op_range = op;
  return node;
}

Stmt* Parser::ParseReturn() {
  SourceOffset begin = tok_.offset;
  Next();
  auto* statement = New<ReturnStmt>(StmtKind::Return, {});
  bool ends = tok_.newline_before() && context_.newline_ends;
  if (!ends && !At(TokenKind::Semicolon) && !At(TokenKind::RightBrace) && !At(TokenKind::Comma) &&
      !At(TokenKind::RightParen) && !At(TokenKind::RightBracket) && !At(TokenKind::EndOfFile)) {
    statement->value = ParseExpr();
  }
  statement->range = From(begin);
  return statement;
}

Stmt* Parser::ParseJump() {
  SourceOffset begin = tok_.offset;
  bool is_break = At(TokenKind::KwBreak);
  Next();
  Identifier label;
  if (At(TokenKind::Identifier) && !(tok_.newline_before() && context_.newline_ends)) {
    label = NameOf(tok_);
    Next();
  }
  if (is_break) {
    auto* statement = New<BreakStmt>(StmtKind::Break, From(begin));
    statement->label = label;
    return statement;
  }
  auto* statement = New<ContinueStmt>(StmtKind::Continue, From(begin));
  statement->label = label;
  return statement;
}

Stmt* Parser::ParseDefer() {
  SourceOffset begin = tok_.offset;
  Next();
  Stmt* body = At(TokenKind::LeftBrace) ? ParseBlock("") : ParseSimpleStatement();
  auto* statement = New<DeferStmt>(StmtKind::Defer, From(begin));
  statement->body = body;
  return statement;
}

}  // namespace arc::parse_internal
