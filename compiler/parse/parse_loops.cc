// Statements with a head and a block: for, select, scope, with; and the conditions of `if` and
// `for`.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

// A condition, or `let PATTERN = value`.
Condition Parser::ParseCondition(std::string_view after) {
  ContextScope context(*this, HeadContext());
  Condition condition;
  if (At(TokenKind::KwLet) || At(TokenKind::KwConst)) {
    condition.is_const = At(TokenKind::KwConst);
    Next();
    condition.pattern = ParsePattern();
    if (auto* binding = llvm::dyn_cast<BindingPattern>(condition.pattern);
        binding != nullptr && Accept(TokenKind::Colon)) {
      binding->type = ParseType();
    }
    if (!panic_) Expect(TokenKind::Equal, "after the pattern");
    condition.value = ParseExpr();
    return condition;
  }
  if (At(TokenKind::LeftBrace)) {
    Error(DiagnosticKind::ExpectedExpression, tok_.range(),
          Concat("expected a condition ", after, ", found `{`"));
    condition.value = ErrorExpr(tok_.offset);
    panic_ = false;  // the block is where it belongs
    return condition;
  }
  condition.value = ParseExpr();
  if (At(TokenKind::Equal) && !panic_) condition.value = RejectAssignment(condition.value);
  return condition;
}

// The token `ahead` starts `x in`, `i, x in` or `(a, b) in`.
bool Parser::LooksLikeForIn(uint32_t ahead) {
  uint32_t index = pos_ + ahead;
  if (KindAt(index) == TokenKind::Identifier) {
    ++index;
  } else if (KindAt(index) == TokenKind::LeftParen) {
    std::optional<uint32_t> end = ScanBalanced(index);
    if (!end) return false;
    index = *end;
  } else {
    return false;
  }
  return KindAt(index) == TokenKind::KwIn || KindAt(index) == TokenKind::Comma;
}

// The cursor stands on `for` (or on a foreign word for it, reported).
Stmt* Parser::ParseFor(Identifier label, SourceOffset begin, bool is_comptime) {
  Next();
  bool parenthesized =
      At(TokenKind::LeftParen) && (Peek(1).kind == TokenKind::KwLet || LooksLikeForIn(1));
  // `for (a, b) in pairs` is a pattern in parentheses, not a head in them.
  if (parenthesized && LooksLikeForIn(0)) parenthesized = false;
  if (parenthesized) {
    Complain(DiagnosticKind::ForeignOperator, tok_.range(),
             "the head of a loop stands without parentheses")
        .Note("write `for let i = 0; i < n; i++ { … }` or `for x in xs { … }`");
    Next();
  }
  bool of_loop = At(TokenKind::Identifier) && Peek(1).kind == TokenKind::Identifier &&
                 Text(Peek(1)) == "of" && !Peek(1).newline_before();
  if (of_loop || LooksLikeForIn(0)) return ParseForIn(label, begin, is_comptime, parenthesized);
  if (is_comptime) {
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          Concat("expected `x in …` after `comptime for`, found ", Found()))
        .Note("a loop at comptime runs over a known sequence");
    return New<Stmt>(StmtKind::Error, From(begin));
  }

  ContextScope context(*this, HeadContext());
  auto finish_while = [&](Condition condition) -> Stmt* {
    if (parenthesized) Accept(TokenKind::RightParen);
    auto* loop = New<WhileStmt>(StmtKind::While, {});
    loop->label = label;
    loop->condition = condition;
    loop->body = ParseBlock("after the head of the loop");
    loop->range = From(begin);
    return loop;
  };
  if (At(TokenKind::LeftBrace)) return finish_while({});
  if (At(TokenKind::Semicolon)) return ParseForClause(label, begin, nullptr, parenthesized);
  if (At(TokenKind::KwLet) || At(TokenKind::KwConst)) {
    // `for let i = 0; …` and `for let v = next() { }` differ after the value.
    SourceOffset let_begin = tok_.offset;
    bool is_const = At(TokenKind::KwConst);
    Next();
    Pattern* pattern = ParsePattern();
    TypeExpr* type = nullptr;
    Expr* value = nullptr;
    if (!panic_ && Accept(TokenKind::Colon)) type = ParseType();
    if (!panic_ && Accept(TokenKind::Equal)) value = ParseExpr();
    if (At(TokenKind::Semicolon) || value == nullptr) {
      auto* let = New<LetStmt>(StmtKind::Let, From(let_begin));
      let->is_const = is_const;
      let->pattern = pattern;
      let->type = type;
      let->value = value;
      return ParseForClause(label, begin, let, parenthesized);
    }
    if (auto* binding = llvm::dyn_cast<BindingPattern>(pattern)) binding->type = type;
    return finish_while({pattern, value, is_const});
  }
  Stmt* first = ParseSimpleStatement();
  if (At(TokenKind::Semicolon)) return ParseForClause(label, begin, first, parenthesized);
  Condition condition;
  if (auto* expression = llvm::dyn_cast<ExprStmt>(first)) {
    condition.value = expression->expr;
  } else {
    auto* assign = llvm::dyn_cast<AssignStmt>(first);
    SourceRange place = assign != nullptr ? assign->op_range : first->range;
    DiagnosticBuilder report = Complain(DiagnosticKind::AssignmentInExpression, place,
                                        "an assignment is a statement and has no value");
    if (assign != nullptr && !assign->is_compound) {
      report.Suggest(place, "==", "to compare, write");
    }
    condition.value = ErrorExpr(first->range.begin);
  }
  return finish_while(condition);
}

// The cursor stands on the `;` after the first part.
Stmt* Parser::ParseForClause(Identifier label, SourceOffset begin, Stmt* init, bool parenthesized) {
  auto* loop = New<ForClauseStmt>(StmtKind::ForClause, {});
  loop->label = label;
  loop->init = init;
  if (!panic_) Expect(TokenKind::Semicolon, "after the first part of the loop's head");
  if (!panic_ && !At(TokenKind::Semicolon)) loop->condition = ParseExpr();
  if (!panic_) Expect(TokenKind::Semicolon, "after the condition of the loop");
  if (!panic_ && !At(TokenKind::LeftBrace) && !At(TokenKind::RightParen)) {
    loop->step = ParseSimpleStatement();
  }
  if (parenthesized) Accept(TokenKind::RightParen);
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  loop->body = ParseBlock("after the head of the loop");
  loop->range = From(begin);
  return loop;
}

Stmt* Parser::ParseForIn(Identifier label, SourceOffset begin, bool is_comptime,
                         bool parenthesized) {
  auto* loop = New<ForInStmt>(StmtKind::ForIn, {});
  loop->label = label;
  loop->is_comptime = is_comptime;
  loop->first = ParseBindingPattern(/*allow_types=*/false);
  if (Accept(TokenKind::Comma)) loop->second = ParseBindingPattern(/*allow_types=*/false);
  if (AtWord("of")) {
    ComplainForeign(tok_.range(), "of", "in", "");
    Next();
  } else if (!panic_) {
    Expect(TokenKind::KwIn, "after the variables of the loop");
  }
  {
    ContextScope context(*this, HeadContext());
    loop->sequence = ParseExpr();
  }
  if (parenthesized) Accept(TokenKind::RightParen);
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  loop->body = ParseBlock("after the head of the loop");
  loop->range = From(begin);
  return loop;
}

// `v = rx.recv() => …`: a pattern followed by `=`.
bool Parser::LooksLikeReceiveArm() {
  uint32_t index = pos_;
  if (KindAt(index) == TokenKind::KwLet || KindAt(index) == TokenKind::KwConst) return true;
  while (KindAt(index) == TokenKind::Identifier && KindAt(index + 1) == TokenKind::Dot) index += 2;
  if (KindAt(index) == TokenKind::Identifier) ++index;
  if (KindAt(index) == TokenKind::LeftParen) {
    std::optional<uint32_t> end = ScanBalanced(index);
    if (!end) return false;
    index = *end;
  }
  return index != pos_ && KindAt(index) == TokenKind::Equal;
}

Stmt* Parser::ParseSelect() {
  SourceOffset begin = tok_.offset;
  Next();
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, {.arm = true});
  llvm::SmallVector<SelectArm, 4> arms;
  ParseList(TokenKind::RightBrace, open, true, [&] {
    if (Accept(TokenKind::Semicolon)) return;
    SelectArm arm{};
    if (ParseSelectArm(arm)) arms.push_back(arm);
  });
  auto* statement = New<SelectStmt>(StmtKind::Select, From(begin));
  statement->arms = Copy(arms);
  return statement;
}

bool Parser::ParseSelectArm(SelectArm& arm) {
  SourceOffset begin = tok_.offset;
  if (AtWord("default") && Peek(1).kind == TokenKind::FatArrow) {
    Next();
    arm.kind = SelectArmKind::Default;
  } else if (LooksLikeReceiveArm()) {
    if (At(TokenKind::KwLet) || At(TokenKind::KwConst)) Next();
    arm.kind = SelectArmKind::Receive;
    arm.binding = ParsePattern();
    if (!panic_) Expect(TokenKind::Equal, "after the pattern");
    arm.operation = ParseExpr();
  } else {
    arm.kind = SelectArmKind::Operation;
    arm.operation = ParseExpr();
  }
  if (panic_ || !Expect(TokenKind::FatArrow, "after the operation")) return false;
  arm.body = ParseArmBody();
  arm.range = From(begin);
  if (!panic_ && !At(TokenKind::Comma) && !AtStatementEnd()) {
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          Concat("expected `,` or a new line after the arm, found ", Found()));
  }
  return true;
}

Stmt* Parser::ParseScope() {
  SourceOffset begin = tok_.offset;
  Next();
  BlockStmt* body = ParseBlock("after `scope`");
  auto* statement = New<ScopeStmt>(StmtKind::Scope, From(begin));
  statement->body = body;
  return statement;
}

Stmt* Parser::ParseWith() {
  SourceOffset begin = tok_.offset;
  Next();
  auto* statement = New<WithStmt>(StmtKind::With, {});
  {
    ContextScope context(*this, HeadContext());
    statement->context = ParseExpr();
  }
  statement->body = ParseBlock("after the head of `with`");
  statement->range = From(begin);
  return statement;
}

}  // namespace arc::parse_internal
