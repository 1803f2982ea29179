// What follows an operand: calls, members, indexing, `?`, `!`, type arguments, struct literals,
// compute expressions.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

// Names, members of anything, and either with type arguments: what can be a template, a generic
// function or a type.
bool Parser::IsPath(const Expr* expr) {
  return llvm::isa<NameExpr, MemberExpr, GenericApplyExpr>(expr);
}

// `Name`, `package.Name`, either with type arguments, as a type; null if the expression is no such
// path.
NamedTypeExpr* Parser::AsNamedType(Expr* path) {
  List<TypeExpr*> arguments;
  bool has_arguments = false;
  SourceRange range = path->range;
  if (auto* apply = llvm::dyn_cast<GenericApplyExpr>(path)) {
    arguments = apply->arguments;
    has_arguments = true;
    path = apply->base;
  }
  llvm::SmallVector<Identifier, 2> names;
  if (auto* member = llvm::dyn_cast<MemberExpr>(path)) {
    auto* package = llvm::dyn_cast<NameExpr>(member->base);
    if (package == nullptr) return nullptr;
    names.push_back({package->name, package->range});
    names.push_back(member->member);
  } else if (auto* name = llvm::dyn_cast<NameExpr>(path)) {
    names.push_back({name->name, name->range});
  } else {
    return nullptr;
  }
  auto* type = New<NamedTypeExpr>(TypeExprKind::Named, range);
  type->path = Copy(names);
  type->arguments = arguments;
  type->has_arguments = has_arguments;
  return type;
}

// The cursor stands on `{` after a path. In the head of `if`, `for` and `match` it opens the block;
// what can only be a struct literal there is reported.
bool Parser::AtStructLiteral(Expr* base) {
  if (!IsPath(base)) return false;
  if (context_.struct_literals) return true;
  bool field = Peek(1).kind == TokenKind::Identifier && Peek(2).kind == TokenKind::Colon &&
               Peek(3).kind != TokenKind::KwFor && !Peek(1).newline_before();
  if (!field) return false;
  std::optional<uint32_t> end = ScanBalanced(pos_);
  if (!end) return false;
  SourceRange literal{base->range.begin, tokens_[*end - 1].end()};
  Complain(DiagnosticKind::StructLiteralInHead, literal,
           "a struct literal in the head of a statement stands in parentheses")
      .Suggest(literal, Concat("(", Text(literal), ")"), "so that its `{` does not open the block");
  return true;
}

// Precondition: `height_` is the height of `expr`.
Expr* Parser::ParsePostfix(Expr* expr, SourceOffset begin, bool stop_at_try) {
  while (true) {
    if (NewlineStops()) return expr;
    switch (kind()) {
      case TokenKind::LeftParen: {
        SourceRange open = tok_.range();
        List<Argument> args = ParseArguments();
        auto* call = New<CallExpr>(ExprKind::Call, From(begin));
        call->callee = expr;
        call->args = args;
        call->paren_range = From(open.begin);
        expr = call;
        break;
      }
      case TokenKind::Arrow:
        if (tok_.space_before() || Peek(1).kind != TokenKind::Identifier) return expr;
        Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`->` is not an operator of Arc")
            .Suggest(tok_.range(), ".", "a member of what a pointer points to follows a `.` too");
        expr = ParseMember(expr, begin);
        break;
      case TokenKind::ColonColon:
        Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`::` is not an operator of Arc")
            .Suggest(tok_.range(), ".", "names of packages and members follow a `.`");
        [[fallthrough]];
      case TokenKind::Dot:
        expr = ParseMember(expr, begin);
        break;
      case TokenKind::LeftBracket:
        expr = ParseIndex(expr, begin);
        break;
      case TokenKind::Question: {
        if (stop_at_try) return expr;
        if (AtTernary()) return expr;  // of the whole condition, see ParseExpr
        Next();
        auto* node = New<TryExpr>(ExprKind::Try, From(begin));
        node->operand = expr;
        expr = node;
        break;
      }
      case TokenKind::QuestionQuestion: {
        // `e??` with nothing to its right that could be an operand is `?` twice.
        const Token& after = Peek(1);
        bool twice =
            !tok_.space_before() &&
            (after.kind == TokenKind::RightParen || after.kind == TokenKind::RightBracket ||
             after.kind == TokenKind::RightBrace || after.kind == TokenKind::Comma ||
             after.kind == TokenKind::Semicolon || after.kind == TokenKind::EndOfFile ||
             (after.kind == TokenKind::Dot && !after.space_before()));
        if (!twice || stop_at_try) return expr;
        SplitToken(1, TokenKind::Question);
        auto* node = New<TryExpr>(ExprKind::Try, From(begin));
        node->operand = expr;
        expr = node;
        break;
      }
      case TokenKind::Bang: {
        if (stop_at_try) return expr;
        Next();
        auto* node = New<UnwrapExpr>(ExprKind::Unwrap, From(begin));
        node->operand = expr;
        expr = node;
        break;
      }
      case TokenKind::Less: {
        if (!llvm::isa<NameExpr, MemberExpr>(expr) || !AtGenericArguments()) return expr;
        List<TypeExpr*> arguments = ParseTypeArguments();
        auto* node = New<GenericApplyExpr>(ExprKind::GenericApply, From(begin));
        node->base = expr;
        node->arguments = arguments;
        expr = node;
        break;
      }
      case TokenKind::LeftBrace: {
        if (!AtStructLiteral(expr)) return expr;
        NamedTypeExpr* type = AsNamedType(expr);
        if (type == nullptr) return expr;
        expr = ParseStructLiteral(type, begin);
        break;
      }
      case TokenKind::KwFunc:
        if (!IsPath(expr)) return expr;
        expr = ParseCompute(expr, begin);
        break;
      default:
        return expr;
    }
    if (!GrowHeight()) return ErrorExpr(begin);
  }
}

// The cursor stands on `.` (or on `::` or `->`, reported).
Expr* Parser::ParseMember(Expr* base, SourceOffset begin) {
  Next();
  if (At(TokenKind::Integer)) {
    Token index = tok_;
    Next();
    uint64_t value = 0;
    for (char c : Text(index)) {
      if (c >= '0' && c <= '9') value = std::min<uint64_t>(value * 10 + (c - '0'), UINT32_MAX);
    }
    auto* node = New<TupleMemberExpr>(ExprKind::TupleMember, From(begin));
    node->base = base;
    node->index = static_cast<uint32_t>(value);
    node->index_range = index.range();
    return node;
  }
  if (At(TokenKind::AtName)) {
    Token name = tok_;
    Next();
    List<Argument> args;
    if (At(TokenKind::LeftParen) && !NewlineStops()) args = ParseArguments();
    auto* node = New<IntrinsicMemberExpr>(ExprKind::IntrinsicMember, From(begin));
    node->base = base;
    node->name = {Text(name).substr(1), name.range()};
    node->args = args;
    return node;
  }
  Identifier member;
  if (IsKeyword(kind()) && !tok_.newline_before()) {
    member = NameOf(tok_);
    Next();
  } else {
    member = ExpectName("the name of a member");
  }
  auto* node = New<MemberExpr>(ExprKind::Member, From(begin));
  node->base = base;
  node->member = member;
  return node;
}

// The cursor stands on `[`.
Expr* Parser::ParseIndex(Expr* base, SourceOffset begin) {
  SourceRange open = tok_.range();
  Next();
  Expr* index;
  {
    ContextScope context(*this, {.newline_ends = false, .index = true});
    SourceOffset index_begin = tok_.offset;
    if (At(TokenKind::DotDot) || At(TokenKind::DotDotEqual)) {
      index = ParseRangeEnd(nullptr, index_begin);
    } else {
      index = ParseExpr();
    }
    if (panic_) RecoverElement();
    bool closed = ExpectClose(TokenKind::RightBracket, open);
    if (closed && panic_) panic_ = false;
  }
  auto* node = New<IndexExpr>(ExprKind::Index, From(begin));
  node->base = base;
  node->index = index;
  return node;
}

// The cursor stands on `(`.
List<Argument> Parser::ParseArguments() {
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BracketContext());
  llvm::SmallVector<Argument, 4> args;
  ParseList(TokenKind::RightParen, open, false, [&] {
    Argument argument{};
    bool named =
        (At(TokenKind::Identifier) || IsKeyword(kind())) && Peek(1).kind == TokenKind::Colon;
    if (named) {
      argument.name = NameOf(tok_);
      Next();
      Next();
    }
    argument.value = ParseExpr();
    if (At(TokenKind::Equal) && !panic_) {
      auto* name = llvm::dyn_cast<NameExpr>(argument.value);
      DiagnosticBuilder report = Complain(DiagnosticKind::AssignmentInExpression, tok_.range(),
                                          "an assignment is a statement and has no value");
      if (name != nullptr && !named) {
        report.Suggest({name->range.end, tok_.end()}, ":",
                       "a named argument is written `name: value`");
        argument.name = {name->name, name->range};
      }
      Next();
      argument.value = ParseExpr();
    }
    argument.is_spread = Accept(TokenKind::Ellipsis);
    args.push_back(argument);
  });
  return Copy(args);
}

// The cursor stands on `{`.
Expr* Parser::ParseStructLiteral(TypeExpr* type, SourceOffset begin) {
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BlockContext());
  llvm::SmallVector<FieldInit, 8> fields;
  ParseList(TokenKind::RightBrace, open, true, [&] {
    FieldInit field{};
    if (At(TokenKind::Identifier) || (IsKeyword(kind()) && Peek(1).kind == TokenKind::Colon)) {
      field.name = NameOf(tok_);
      Next();
    } else {
      bool dotted = At(TokenKind::Dot) && Peek(1).kind == TokenKind::Identifier;
      if (!dotted) {
        field.name = ExpectName("the name of a field");
        return;
      }
      Complain(DiagnosticKind::ForeignOperator, tok_.range(), "a field is named without a dot")
          .Suggest(tok_.range(), "", "remove it");
      Next();
      field.name = NameOf(tok_);
      Next();
    }
    if (At(TokenKind::Equal)) {
      Complain(DiagnosticKind::ForeignOperator, tok_.range(), "the value of a field follows a `:`")
          .Suggest(tok_.range(), ":", "write");
      Next();
      field.value = ParseExpr();
    } else if (Accept(TokenKind::Colon)) {
      field.value = ParseExpr();
    }
    fields.push_back(field);
  });
  auto* literal = New<StructLiteralExpr>(ExprKind::StructLiteral, From(begin));
  literal->type = type;
  literal->fields = Copy(fields);
  return literal;
}

// `template func(params) R { body }(args)`; the cursor stands on `func`.
Expr* Parser::ParseCompute(Expr* base, SourceOffset begin) {
  SourceRange func_range = tok_.range();
  Next();
  List<Param> params = ParseParams(ParamStyle::Closure);
  TypeExpr* result = ParseResultType();
  ++function_depth_;
  BlockStmt* body = ParseBlock("of the compute function");
  --function_depth_;
  auto* node = New<ComputeExpr>(ExprKind::Compute, {});
  node->templ = base;
  node->params = params;
  node->result = result;
  node->body = body;
  node->func_range = func_range;
  if (At(TokenKind::LeftParen) && !NewlineStops()) {
    node->args = ParseArguments();
  } else {
    Complain(DiagnosticKind::ComputeWithoutArguments, AfterPrevious(),
             "a compute expression ends with its arguments in parentheses")
        .Label(Join(base->range, func_range), "this compute expression")
        .Suggest(AfterPrevious(), "()",
                 "the arguments of the template's `init`, followed by those of the function");
  }
  node->range = From(begin);
  return node;
}

// The cursor stands on `?`: is it that of `c ? a : b`, by the spaces around it and what follows?
bool Parser::AtTernary() {
  if (!At(TokenKind::Question)) return false;
  const Token& next = Peek(1);
  return tok_.space_before() && !next.newline_before() && next.space_before() &&
         (next.kind == TokenKind::Identifier ||
          (next.kind >= TokenKind::Integer && next.kind <= TokenKind::StringBegin) ||
          next.kind == TokenKind::KwTrue || next.kind == TokenKind::KwFalse ||
          next.kind == TokenKind::KwNull || next.kind == TokenKind::LeftParen);
}

// `c ? a : b`; the cursor stands on `?`.
Expr* Parser::ParseTernary(Expr* condition, SourceOffset begin) {
  SourceRange op = tok_.range();
  Next();
  Expr* then_value = ParseExpr();
  Expr* else_value = nullptr;
  if (Accept(TokenKind::Colon)) else_value = ParseExpr();
  DiagnosticBuilder report =
      Complain(DiagnosticKind::TernaryOperator, op, "there is no operator `? :`");
  if (else_value != nullptr && !panic_) {
    report.Suggest(From(begin),
                   Concat("if ", Text(condition->range), " { ", Text(then_value->range),
                          " } else { ", Text(else_value->range), " }"),
                   "`if` is an expression");
  } else {
    report.Note("`if` is an expression: `if c { a } else { b }`");
  }
  return ErrorExpr(begin);
}

}  // namespace arc::parse_internal
