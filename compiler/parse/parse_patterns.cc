// Patterns of match arms, of `if let`, and of `let` and `for`.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

Pattern* Parser::ParsePattern() {
  SourceOffset begin = tok_.offset;
  Pattern* first = ParsePatternAlternative();
  if (!At(TokenKind::Pipe)) return first;
  llvm::SmallVector<Pattern*, 4> alternatives = {first};
  while (Accept(TokenKind::Pipe)) alternatives.push_back(ParsePatternAlternative());
  auto* pattern = New<OrPattern>(PatternKind::Or, From(begin));
  pattern->alternatives = Copy(alternatives);
  return pattern;
}

Pattern* Parser::ParsePatternAlternative() {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (nest.too_deep()) {
    SkipTooDeep();
    return ErrorPattern(begin);
  }
  switch (kind()) {
    case TokenKind::Identifier:
      return ParsePathPattern();
    case TokenKind::Dot:
      return ParsePathPattern();
    case TokenKind::Minus:
    case TokenKind::Integer:
    case TokenKind::Float:
    case TokenKind::Duration:
    case TokenKind::Char:
    case TokenKind::String:
    case TokenKind::KwTrue:
    case TokenKind::KwFalse:
    case TokenKind::KwNull: {
      Expr* value = ParsePatternValue();
      if (At(TokenKind::DotDot) || At(TokenKind::DotDotEqual)) {
        return ParseRangePattern(value, begin);
      }
      auto* pattern = New<LiteralPattern>(PatternKind::Literal, From(begin));
      pattern->value = value;
      return pattern;
    }
    case TokenKind::DotDot:
    case TokenKind::DotDotEqual:
      return ParseRangePattern(nullptr, begin);
    case TokenKind::StringBegin: {
      Expr* value = ParseString();
      Complain(DiagnosticKind::InterpolationNotAllowed, value->range,
               "a pattern is a constant: its string cannot hold `${…}`")
          .Note("bind the value and compare in a guard: `s if s == \"…\" =>`");
      return ErrorPattern(begin);
    }
    case TokenKind::LeftParen: {
      SourceRange open = tok_.range();
      Next();
      ContextScope context(*this, BracketContext());
      llvm::SmallVector<Pattern*, 4> elements;
      bool comma = false;
      ParseList(TokenKind::RightParen, open, false, [&] {
        elements.push_back(ParsePattern());
        comma = comma || At(TokenKind::Comma);
      });
      if (elements.size() == 1 && !comma) return elements[0];
      auto* pattern = New<TuplePattern>(PatternKind::Tuple, From(begin));
      pattern->elements = Copy(elements);
      return pattern;
    }
    case TokenKind::LeftBracket:
    case TokenKind::Star:
    case TokenKind::KwFunc: {  // a type, matched at comptime
      TypeExpr* type = ParseType();
      auto* value = New<TypeAsExpr>(ExprKind::Type, From(begin));
      value->type = type;
      auto* pattern = New<LiteralPattern>(PatternKind::Literal, From(begin));
      pattern->value = value;
      return pattern;
    }
    default: {
      DiagnosticBuilder report = Error(DiagnosticKind::ExpectedPattern, tok_.range(),
                                       Concat("expected a pattern, found ", Found()));
      if (At(TokenKind::KwElse))
        report.Suggest(tok_.range(), "_", "the arm for all other values is `_`");
      if (At(TokenKind::KwLet)) report.Suggest(tok_.range(), "", "a name alone binds");
      return ErrorPattern(begin);
    }
  }
}

// A literal, or a literal with a minus sign.
Expr* Parser::ParsePatternValue() {
  SourceOffset begin = tok_.offset;
  if (!At(TokenKind::Minus)) return ParsePrimary();
  SourceRange op = tok_.range();
  Next();
  if (!At(TokenKind::Integer) && !At(TokenKind::Float) && !At(TokenKind::Duration)) {
    Error(DiagnosticKind::ExpectedPattern, tok_.range(),
          Concat("expected a number after `-` in a pattern, found ", Found()));
    return ErrorExpr(begin);
  }
  Expr* operand = ParsePrimary();
  auto* negated = New<UnaryExpr>(ExprKind::Unary, From(begin));
  negated->op = UnaryOp::Negate;
  negated->operand = operand;
  negated->op_range = op;
  return negated;
}

// The cursor stands on `..` or `..=`.
Pattern* Parser::ParseRangePattern(Expr* low, SourceOffset begin) {
  bool inclusive = At(TokenKind::DotDotEqual);
  SourceRange op = tok_.range();
  Next();
  Expr* high = nullptr;
  switch (kind()) {
    case TokenKind::Minus:
    case TokenKind::Integer:
    case TokenKind::Float:
    case TokenKind::Duration:
    case TokenKind::Char:
      high = ParsePatternValue();
      break;
    case TokenKind::Identifier: {
      SourceOffset name_begin = tok_.offset;
      auto* name = New<NameExpr>(ExprKind::Name, tok_.range());
      name->name = Text(tok_);
      Next();
      high = name;
      while (At(TokenKind::Dot)) high = ParseMember(high, name_begin);
      break;
    }
    default:
      if (low == nullptr || inclusive) {
        Complain(DiagnosticKind::RangeWithoutBound, op,
                 Concat("the range pattern `", Text(op), "` needs a bound after it"));
      }
  }
  auto* pattern = New<RangePattern>(PatternKind::Range, From(begin));
  pattern->low = low;
  pattern->high = high;
  pattern->inclusive = inclusive;
  return pattern;
}

// A name, a case with or without payload, the start of a range of constants, or a type with
// arguments.
Pattern* Parser::ParsePathPattern() {
  SourceOffset begin = tok_.offset;
  if (AtWord("_")) {
    Next();
    return New<Pattern>(PatternKind::Wildcard, From(begin));
  }
  bool is_implicit = Accept(TokenKind::Dot);
  llvm::SmallVector<Identifier, 3> path;
  path.push_back(ExpectName("the name of a case"));
  if (!path[0]) return ErrorPattern(begin);
  if (At(TokenKind::Less) && !is_implicit && ScanTypeArguments(pos_, 0)) {
    pos_ -= 1;
    tok_ = tokens_[pos_];
    TypeExpr* type = ParseType();
    auto* value = New<TypeAsExpr>(ExprKind::Type, From(begin));
    value->type = type;
    auto* pattern = New<LiteralPattern>(PatternKind::Literal, From(begin));
    pattern->value = value;
    return pattern;
  }
  while (At(TokenKind::Dot) || At(TokenKind::ColonColon)) {
    if (At(TokenKind::ColonColon)) {
      Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`::` is not an operator of Arc")
          .Suggest(tok_.range(), ".", "names of packages and members follow a `.`");
    }
    Next();
    Identifier name;
    if (IsKeyword(kind())) {
      name = NameOf(tok_);
      Next();
    } else {
      name = ExpectName("the name of a case");
    }
    if (!name) return ErrorPattern(begin);
    path.push_back(name);
  }
  bool has_payload = At(TokenKind::LeftParen) && !NewlineStops();
  if (!has_payload && !is_implicit && (At(TokenKind::DotDot) || At(TokenKind::DotDotEqual))) {
    auto* name = New<NameExpr>(ExprKind::Name, path[0].range);
    name->name = path[0].text;
    Expr* low = name;
    for (const Identifier& part : llvm::ArrayRef(path).drop_front()) {
      auto* member = New<MemberExpr>(ExprKind::Member, Join(low->range, part.range));
      member->base = low;
      member->member = part;
      low = member;
    }
    return ParseRangePattern(low, begin);
  }
  if (path.size() == 1 && !has_payload && !is_implicit) {
    auto* pattern = New<BindingPattern>(PatternKind::Binding, From(begin));
    pattern->name = path[0];
    return pattern;
  }
  llvm::SmallVector<Pattern*, 4> payload;
  if (has_payload) {
    SourceRange open = tok_.range();
    Next();
    ContextScope context(*this, BracketContext());
    ParseList(TokenKind::RightParen, open, false, [&] { payload.push_back(ParsePattern()); });
  }
  auto* pattern = New<CasePattern>(PatternKind::Case, From(begin));
  pattern->path = Copy(path);
  pattern->is_implicit = is_implicit;
  pattern->has_payload = has_payload;
  pattern->payload = Copy(payload);
  return pattern;
}

// What `let` and `for` bind: a name, `_`, or a tuple of such.
Pattern* Parser::ParseBindingPattern(bool allow_types) {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (nest.too_deep()) {
    SkipTooDeep();
    return ErrorPattern(begin);
  }
  if (At(TokenKind::LeftParen)) {
    SourceRange open = tok_.range();
    Next();
    ContextScope context(*this, BracketContext());
    llvm::SmallVector<Pattern*, 4> elements;
    ParseList(TokenKind::RightParen, open, false,
              [&] { elements.push_back(ParseBindingPattern(/*allow_types=*/true)); });
    auto* pattern = New<TuplePattern>(PatternKind::Tuple, From(begin));
    pattern->elements = Copy(elements);
    return pattern;
  }
  if (AtWord("_")) {
    Next();
    return New<Pattern>(PatternKind::Wildcard, From(begin));
  }
  Identifier name = ExpectName("a name");
  if (!name) return ErrorPattern(begin);
  auto* pattern = New<BindingPattern>(PatternKind::Binding, {});
  pattern->name = name;
  if (allow_types && Accept(TokenKind::Colon)) pattern->type = ParseType();
  pattern->range = From(begin);
  return pattern;
}

}  // namespace arc::parse_internal
