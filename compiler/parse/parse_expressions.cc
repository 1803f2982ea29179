// Operators: binary ones by precedence climbing, prefix ones, `catch`.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {
namespace {

// From low to high. `catch` is lower than all of these, postfix operators are higher than prefix
// ones.
enum Precedence : int {
  kNoOperator = 0,
  kCoalesce,
  kLogicalOr,
  kLogicalAnd,
  kComparison,
  kRange,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kAdditive,
  kMultiplicative,
};

struct BinaryOperator {
  int precedence = kNoOperator;
  BinaryOp op = BinaryOp::Add;
};

BinaryOperator OperatorOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::QuestionQuestion:
      return {kCoalesce, BinaryOp::Coalesce};
    case TokenKind::PipePipe:
      return {kLogicalOr, BinaryOp::LogicalOr};
    case TokenKind::AmpAmp:
      return {kLogicalAnd, BinaryOp::LogicalAnd};
    case TokenKind::EqualEqual:
      return {kComparison, BinaryOp::Equal};
    case TokenKind::BangEqual:
      return {kComparison, BinaryOp::NotEqual};
    case TokenKind::Less:
      return {kComparison, BinaryOp::Less};
    case TokenKind::LessEqual:
      return {kComparison, BinaryOp::LessEqual};
    case TokenKind::Greater:
      return {kComparison, BinaryOp::Greater};
    case TokenKind::GreaterEqual:
      return {kComparison, BinaryOp::GreaterEqual};
    case TokenKind::DotDot:
    case TokenKind::DotDotEqual:
      return {kRange, BinaryOp::Add};  // a RangeExpr, not a BinaryExpr
    case TokenKind::Pipe:
      return {kBitOr, BinaryOp::BitOr};
    case TokenKind::Caret:
      return {kBitXor, BinaryOp::BitXor};
    case TokenKind::Amp:
      return {kBitAnd, BinaryOp::BitAnd};
    case TokenKind::LessLess:
      return {kShift, BinaryOp::Shl};
    case TokenKind::GreaterGreater:
      return {kShift, BinaryOp::Shr};
    case TokenKind::Plus:
      return {kAdditive, BinaryOp::Add};
    case TokenKind::Minus:
      return {kAdditive, BinaryOp::Sub};
    case TokenKind::PlusPercent:
      return {kAdditive, BinaryOp::AddWrap};
    case TokenKind::MinusPercent:
      return {kAdditive, BinaryOp::SubWrap};
    case TokenKind::PlusPipe:
      return {kAdditive, BinaryOp::AddSat};
    case TokenKind::MinusPipe:
      return {kAdditive, BinaryOp::SubSat};
    case TokenKind::Star:
      return {kMultiplicative, BinaryOp::Mul};
    case TokenKind::Slash:
      return {kMultiplicative, BinaryOp::Div};
    case TokenKind::Percent:
      return {kMultiplicative, BinaryOp::Rem};
    case TokenKind::StarPercent:
      return {kMultiplicative, BinaryOp::MulWrap};
    case TokenKind::StarPipe:
      return {kMultiplicative, BinaryOp::MulSat};
    default:
      return {};
  }
}

// What could end generic arguments; and `<`, which would begin others.
bool ClosesAngle(TokenKind kind) {
  switch (kind) {
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::GreaterGreater:
      return true;
    default:
      return false;
  }
}

// Prefix operators, and the words that act as such.
enum class Prefix : uint8_t { Negate, Not, BitNot, AddressOf, Dereference, Await, Spawn };

}  // namespace

bool Parser::CanStartExpr() const {
  switch (kind()) {
    case TokenKind::Identifier:
    case TokenKind::AtName:
    case TokenKind::Integer:
    case TokenKind::Float:
    case TokenKind::Duration:
    case TokenKind::Char:
    case TokenKind::String:
    case TokenKind::StringBegin:
    case TokenKind::LeftParen:
    case TokenKind::LeftBracket:
    case TokenKind::LeftBrace:
    case TokenKind::DollarBrace:
    case TokenKind::Dot:
    case TokenKind::Bang:
    case TokenKind::Tilde:
    case TokenKind::Minus:
    case TokenKind::Star:
    case TokenKind::Amp:
    case TokenKind::Pipe:
    case TokenKind::PipePipe:
    case TokenKind::KwAsync:
    case TokenKind::KwAwait:
    case TokenKind::KwComptime:
    case TokenKind::KwFalse:
    case TokenKind::KwFunc:
    case TokenKind::KwIf:
    case TokenKind::KwMatch:
    case TokenKind::KwNull:
    case TokenKind::KwTrue:
      return true;
    default:
      return false;
  }
}

Expr* Parser::ParseExpr() {
  HeightScope height(*this);
  SourceOffset begin = tok_.offset;
  Expr* expr = ParseBinary(kCoalesce);
  if (AtTernary()) expr = ParseTernary(expr, begin);
  while (At(TokenKind::KwCatch)) {
    Next();
    Identifier name;
    if (At(TokenKind::Pipe)) {
      SourceRange open = tok_.range();
      Next();
      name = ExpectName("the name of the error");
      if (!Accept(TokenKind::Pipe)) {
        Error(DiagnosticKind::ExpectedToken, tok_.range(),
              Concat("expected `|` after the name of the error, found ", Found()))
            .Label(open, "to close this");
      }
    }
    Expr* handler;
    if (At(TokenKind::LeftBrace)) {
      handler = WrapBlock(ParseBlock("after `catch`"));
    } else {
      handler = ParseOperandOrJump();
    }
    if (!GrowHeight()) return ErrorExpr(begin);
    auto* node = New<CatchExpr>(ExprKind::Catch, From(begin));
    node->operand = expr;
    node->error_name = name;
    node->handler = handler;
    expr = node;
  }
  return expr;
}

// The right side of `catch` and `??`: a value, or a jump away.
Expr* Parser::ParseOperandOrJump() {
  Nest nest(*this);  // `x ?? return x ?? return …` passes no other
  if (nest.too_deep()) {
    SourceOffset begin = tok_.offset;
    SkipTooDeep();
    return ErrorExpr(begin);
  }
  switch (kind()) {
    case TokenKind::KwReturn:
      return WrapStatement(ParseReturn());
    case TokenKind::KwBreak:
    case TokenKind::KwContinue:
      return WrapStatement(ParseJump());
    case TokenKind::LeftBrace:
      // `{ 1, 2 }` is a set, `{ log(); return }` a block.
      if (AtStatementsInBraces()) return WrapBlock(ParseBlock("after `??`"));
      [[fallthrough]];
    default:
      // Above `??`: the operator is left-associative.
      return ParseBinary(kCoalesce + 1);
  }
}

void Parser::ReportChainedComparison(const BinaryExpr* first, SourceRange op) {
  DiagnosticBuilder report =
      Complain(DiagnosticKind::ChainedComparison, op, "comparisons cannot be chained");
  report.Label(first->op_range, "the first comparison");
  report.Suggest({first->rhs->range.end, first->rhs->range.end},
                 Concat(" && ", Text(first->rhs->range)), "compare twice");
}

Expr* Parser::ParseBinary(int min_precedence) {
  HeightScope height(*this);
  SourceOffset begin = tok_.offset;
  Expr* lhs = ParseUnary();
  const BinaryExpr* comparison = nullptr;  // the last one of this chain, not in parentheses
  bool chain_reported = false;
  while (true) {
    BinaryOperator found = OperatorOf(kind());
    if (found.precedence < min_precedence || found.precedence == kNoOperator) return lhs;
    if (NewlineStops()) return lhs;
    if (context_.angle && ClosesAngle(kind())) return lhs;
    if (found.precedence == kRange) {
      lhs = ParseRangeEnd(lhs, begin);
      if (!GrowHeight()) return ErrorExpr(begin);
      continue;
    }
    SourceRange op_range = tok_.range();
    if (found.precedence == kComparison && comparison != nullptr) {
      if (!chain_reported) ReportChainedComparison(comparison, op_range);
      chain_reported = true;
    }
    Next();
    Expr* rhs =
        found.op == BinaryOp::Coalesce ? ParseOperandOrJump() : ParseBinary(found.precedence + 1);
    if (!GrowHeight()) return ErrorExpr(begin);
    auto* node = New<BinaryExpr>(ExprKind::Binary, From(begin));
    node->op = found.op;
    node->lhs = lhs;
    node->rhs = rhs;
    node->op_range = op_range;
    lhs = node;
    comparison = found.precedence == kComparison ? node : nullptr;
  }
}

// A value among generic arguments: operators of arithmetic and bits; others stand in parentheses.
Expr* Parser::ParseGenericValue() {
  Context context = BracketContext();
  context.angle = true;
  ContextScope scope(*this, context);
  return ParseBinary(kBitOr);
}

// The cursor stands on `..` or `..=`; `low` is null at the start of an index.
Expr* Parser::ParseRangeEnd(Expr* low, SourceOffset begin) {
  bool inclusive = At(TokenKind::DotDotEqual);
  bool in_index = context_.index;
  SourceRange op = tok_.range();
  Next();
  Expr* high = nullptr;
  if (CanStartExpr() && !(tok_.newline_before() && context_.newline_ends) &&
      (context_.struct_literals || !At(TokenKind::LeftBrace))) {
    high = ParseBinary(kRange + 1);
  } else if (!in_index || inclusive) {
    DiagnosticBuilder report = Complain(DiagnosticKind::RangeWithoutBound, op,
                                        Concat("the range needs a bound after `", Text(op), "`"));
    if (!inclusive) report.Note("only an index may leave a bound out: `a[1..]`");
  }
  auto* range = New<RangeExpr>(ExprKind::Range, From(begin));
  range->low = low;
  range->high = high;
  range->inclusive = inclusive;
  return range;
}

// Prefix operators apply to the whole postfix expression behind them, but `await` and `spawn` bind
// tighter than `?` and `!`: `await tx.send(i)?` is `(await tx.send(i))?`.
Expr* Parser::ParseUnary() {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (nest.too_deep()) {
    SkipTooDeep();
    return ErrorExpr(begin);
  }
  // Kept in a vector rather than on the stack: `!!!!…` is no nesting of the text.
  struct Pending {
    Prefix prefix;
    SourceRange range;
  };
  llvm::SmallVector<Pending, 4> pending;
  while (true) {
    switch (kind()) {
      case TokenKind::Minus:
        pending.push_back({Prefix::Negate, tok_.range()});
        break;
      case TokenKind::Bang:
        pending.push_back({Prefix::Not, tok_.range()});
        break;
      case TokenKind::Tilde:
        pending.push_back({Prefix::BitNot, tok_.range()});
        break;
      case TokenKind::Amp:
        pending.push_back({Prefix::AddressOf, tok_.range()});
        break;
      case TokenKind::Star:
        pending.push_back({Prefix::Dereference, tok_.range()});
        break;
      case TokenKind::KwAwait:
        pending.push_back({Prefix::Await, tok_.range()});
        break;
      case TokenKind::PlusPlus:
      case TokenKind::MinusMinus: {
        Complain(DiagnosticKind::IncrementInExpression, tok_.range(),
                 Concat("`", Text(tok_), "` stands after a variable, as a statement of its own"))
            .Note(Concat("write `i", Text(tok_), "`"));
        Next();
        continue;
      }
      case TokenKind::Plus:
        Complain(DiagnosticKind::ForeignOperator, tok_.range(), "there is no prefix `+`")
            .Suggest(tok_.range(), "", "remove it");
        Next();
        continue;
      case TokenKind::Identifier: {
        // `spawn call`: the word before the start of an operand on the same line.
        if (!AtWord("spawn")) goto operand;
        const Token& next = Peek(1);
        bool operand_follows = next.kind == TokenKind::Identifier ||
                               next.kind == TokenKind::KwFunc || next.kind == TokenKind::KwAsync ||
                               next.kind == TokenKind::AtName ||
                               next.kind == TokenKind::DollarBrace;
        if (!operand_follows || next.newline_before()) goto operand;
        pending.push_back({Prefix::Spawn, tok_.range()});
        break;
      }
      default:
        goto operand;
    }
    Next();
  }
operand:
  bool awaits = !pending.empty() &&
                (pending.back().prefix == Prefix::Await || pending.back().prefix == Prefix::Spawn);
  SourceOffset operand_begin = tok_.offset;
  Expr* expr = ParsePostfix(ParsePrimary(), operand_begin, awaits);
  while (!pending.empty()) {
    Pending last = pending.pop_back_val();
    if (!GrowHeight()) return ErrorExpr(begin);
    SourceRange range = From(last.range.begin);
    if (last.prefix == Prefix::Await) {
      auto* node = New<AwaitExpr>(ExprKind::Await, range);
      node->operand = expr;
      expr = node;
    } else if (last.prefix == Prefix::Spawn) {
      auto* node = New<SpawnExpr>(ExprKind::Spawn, range);
      node->operand = expr;
      expr = node;
    } else {
      auto* node = New<UnaryExpr>(ExprKind::Unary, range);
      node->op = last.prefix == Prefix::Negate      ? UnaryOp::Negate
                 : last.prefix == Prefix::Not       ? UnaryOp::Not
                 : last.prefix == Prefix::BitNot    ? UnaryOp::BitNot
                 : last.prefix == Prefix::AddressOf ? UnaryOp::AddressOf
                                                    : UnaryOp::Dereference;
      node->operand = expr;
      node->op_range = last.range;
      expr = node;
    }
    bool more_awaits = !pending.empty() && (pending.back().prefix == Prefix::Await ||
                                            pending.back().prefix == Prefix::Spawn);
    if (awaits && !more_awaits) {
      expr = ParsePostfix(expr, last.range.begin, /*stop_at_try=*/false);
      awaits = false;
    }
  }
  return expr;
}

}  // namespace arc::parse_internal
