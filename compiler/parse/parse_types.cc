// Types. Prefixes bind tighter than suffixes: `*T?` is an optional pointer, `[]T!` the result of a
// slice; a suffix for an element alone stands in parentheses or angle brackets: `[](T?)`,
// `vector<T?>`.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

bool Parser::AtTypeStart() const {
  switch (kind()) {
    case TokenKind::Identifier:
    case TokenKind::Star:
    case TokenKind::LeftBracket:
    case TokenKind::LeftParen:
    case TokenKind::KwFunc:
    case TokenKind::KwAsync:
    case TokenKind::KwComptime:
    case TokenKind::AtName:
    case TokenKind::DollarBrace:
    case TokenKind::Question:
    case TokenKind::Bang:
    case TokenKind::Amp:
      return true;
    default:
      return false;
  }
}

TypeExpr* Parser::ParseType() {
  SourceOffset begin = tok_.offset;
  TypeExpr* type = ParsePrefixType();
  HeightScope height(*this);
  while (!tok_.newline_before() || !context_.newline_ends) {
    switch (kind()) {
      case TokenKind::Question: {
        Next();
        break;
      }
      case TokenKind::QuestionQuestion:
        SplitToken(1, TokenKind::Question);
        break;
      case TokenKind::Bang:
        Next();
        break;
      case TokenKind::BangEqual:
        SplitToken(1, TokenKind::Equal);
        break;
      default:
        return type;
    }
    if (!GrowHeight()) return type;
    if (text_[prev_end_ - base_ - 1] == '?') {
      auto* optional = New<OptionalTypeExpr>(TypeExprKind::Optional, From(begin));
      optional->element = type;
      type = optional;
    } else {
      auto* result = New<ResultTypeExpr>(TypeExprKind::Result, From(begin));
      result->element = type;
      type = result;
    }
  }
  return type;
}

TypeExpr* Parser::ParsePrefixType() {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (nest.too_deep()) {
    SkipTooDeep();
    return ErrorType(begin);
  }
  switch (kind()) {
    case TokenKind::Star: {
      Next();
      TypeExpr* element = ParsePrefixType();
      auto* pointer = New<PointerTypeExpr>(TypeExprKind::Pointer, From(begin));
      pointer->element = element;
      return pointer;
    }
    case TokenKind::Amp: {
      SourceRange range = tok_.range();
      Complain(DiagnosticKind::ForeignOperator, range, "a type is not written with `&`")
          .Suggest(range, "*", "a pointer's type is `*T`")
          .Note("parameters are passed without copying: most need no pointer");
      Next();
      TypeExpr* element = ParsePrefixType();
      auto* pointer = New<PointerTypeExpr>(TypeExprKind::Pointer, From(begin));
      pointer->element = element;
      return pointer;
    }
    case TokenKind::Question:
    case TokenKind::Bang: {
      bool optional = At(TokenKind::Question);
      SourceRange mark = tok_.range();
      Next();
      TypeExpr* element = ParsePrefixType();
      Complain(DiagnosticKind::ForeignOperator, mark,
               Concat("`", Text(mark), "` stands after a type, not before it"))
          .Suggest(From(begin), Concat(Text(element->range), Text(mark)), "write it so");
      if (optional) {
        auto* type = New<OptionalTypeExpr>(TypeExprKind::Optional, From(begin));
        type->element = element;
        return type;
      }
      auto* type = New<ResultTypeExpr>(TypeExprKind::Result, From(begin));
      type->element = element;
      return type;
    }
    case TokenKind::LeftBracket: {
      SourceRange open = tok_.range();
      Next();
      if (Accept(TokenKind::RightBracket)) {
        TypeExpr* element = ParsePrefixType();
        auto* slice = New<SliceTypeExpr>(TypeExprKind::Slice, From(begin));
        slice->element = element;
        return slice;
      }
      Expr* size;
      {
        ContextScope context(*this, BracketContext());
        size = ParseExpr();
        ExpectClose(TokenKind::RightBracket, open);
      }
      TypeExpr* element = ParsePrefixType();
      auto* array = New<ArrayTypeExpr>(TypeExprKind::Array, From(begin));
      array->size = size;
      array->element = element;
      return array;
    }
    default:
      return ParsePrimaryType();
  }
}

TypeExpr* Parser::ParsePrimaryType() {
  SourceOffset begin = tok_.offset;
  // `x:` and on the next line `y: int32`: the type is missing, `y` is none.
  bool next_field = At(TokenKind::Identifier) && tok_.newline_before() && context_.newline_ends &&
                    Peek(1).kind == TokenKind::Colon;
  switch (next_field ? TokenKind::EndOfFile : kind()) {
    case TokenKind::Identifier:
      return ParseNamedType();
    case TokenKind::KwFunc:
    case TokenKind::KwAsync:
      return ParseFunctionType();
    case TokenKind::LeftParen: {
      SourceRange open = tok_.range();
      Next();
      ContextScope context(*this, BracketContext());
      llvm::SmallVector<TypeExpr*, 4> elements;
      bool comma = false;
      ParseList(TokenKind::RightParen, open, false, [&] {
        elements.push_back(ParseType());
        comma = comma || At(TokenKind::Comma);
      });
      if (elements.size() == 1 && !comma) return elements[0];
      auto* tuple = New<TupleTypeExpr>(TypeExprKind::Tuple, From(begin));
      tuple->elements = Copy(elements);
      return tuple;
    }
    case TokenKind::AtName:
    case TokenKind::DollarBrace: {
      Expr* value = At(TokenKind::AtName) ? ParseIntrinsic() : ParseSplice();
      auto* type = New<ValueTypeExpr>(TypeExprKind::Value, From(begin));
      type->value = value;
      return type;
    }
    case TokenKind::KwComptime: {
      // Of the suffixes those of calls, members and elements are the expression's; `?` and `!` are
      // the type's, and a `{` that follows begins a body.
      file_.ast.runs_comptime = true;
      Next();
      auto* node = New<ComptimeExpr>(ExprKind::Comptime, {});
      if (At(TokenKind::LeftBrace)) {
        node->value = WrapBlock(ParseBlock("after `comptime`"));
      } else {
        ContextScope context(*this, HeadContext());
        SourceOffset value = tok_.offset;
        node->value = ParsePostfix(ParsePrimary(), value, /*stop_at_try=*/true);
      }
      node->range = From(begin);
      auto* type = New<ValueTypeExpr>(TypeExprKind::Value, From(begin));
      type->value = node;
      return type;
    }
    default: {
      SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
      DiagnosticBuilder report =
          Error(DiagnosticKind::ExpectedType, range, Concat("expected a type, found ", Found()));
      if (At(TokenKind::KwStruct) || At(TokenKind::KwEnum)) {
        report.Note("a struct or enum is declared with a name, and the name used here");
      }
      return ErrorType(begin);
    }
  }
}

TypeExpr* Parser::ParseNamedType() {
  SourceOffset begin = tok_.offset;
  llvm::SmallVector<Identifier, 2> path;
  path.push_back(NameOf(tok_));
  Next();
  while (At(TokenKind::Dot) || At(TokenKind::ColonColon)) {
    if (At(TokenKind::ColonColon)) {
      Complain(DiagnosticKind::ForeignOperator, tok_.range(), "`::` is not an operator of Arc")
          .Suggest(tok_.range(), ".", "names of packages and members follow a `.`");
    }
    Next();
    Identifier name = ExpectName("the name of a type");
    if (!name) break;
    path.push_back(name);
  }
  auto* type = New<NamedTypeExpr>(TypeExprKind::Named, {});
  type->path = Copy(path);
  if (At(TokenKind::Less)) {
    type->has_arguments = true;
    type->arguments = ParseTypeArguments();
  }
  type->range = From(begin);
  return type;
}

TypeExpr* Parser::ParseFunctionType() {
  SourceOffset begin = tok_.offset;
  bool is_async = Accept(TokenKind::KwAsync);
  Expect(TokenKind::KwFunc, "after `async`");
  SourceRange open = tok_.range();
  llvm::SmallVector<TypeExpr*, 4> params;
  if (Expect(TokenKind::LeftParen, "after `func`")) {
    ContextScope context(*this, BracketContext());
    ParseList(TokenKind::RightParen, open, false, [&] {
      // A parameter may carry a name, for the reader.
      if (At(TokenKind::Identifier) && Peek(1).kind == TokenKind::Colon) {
        Next();
        Next();
      }
      params.push_back(ParseType());
    });
  }
  TypeExpr* result = nullptr;
  bool same_line = !tok_.newline_before() || !context_.newline_ends;
  bool is_suffix = At(TokenKind::Question) || At(TokenKind::Bang) || At(TokenKind::Amp);
  if (same_line && AtTypeStart() && !is_suffix) result = ParseType();
  auto* type = New<FunctionTypeExpr>(TypeExprKind::Function, From(begin));
  type->params = Copy(params);
  type->result = result;
  type->is_async = is_async;
  return type;
}

List<TypeExpr*> Parser::ParseTypeArguments() {
  SourceRange open = tok_.range();
  Next();
  // Line ends inside angle brackets mean nothing, as in other brackets.
  ContextScope context(*this, BracketContext());
  llvm::SmallVector<TypeExpr*, 4> arguments;
  if (At(TokenKind::Greater)) {
    Complain(DiagnosticKind::EmptyGenericList, Join(open, tok_.range()), "`<>` holds no types")
        .Suggest(Join(open, tok_.range()), "", "leave it out");
  }
  while (!At(TokenKind::Greater) && !panic_) {
    arguments.push_back(ParseGenericArgument());
    if (!Accept(TokenKind::Comma)) break;
  }
  CloseAngle(open);
  return Copy(arguments);
}

bool Parser::CloseAngle(SourceRange open) {
  switch (kind()) {
    case TokenKind::Greater:
      Next();
      return true;
    case TokenKind::GreaterGreater:
      SplitToken(1, TokenKind::Greater);
      return true;
    case TokenKind::GreaterEqual:
      SplitToken(1, TokenKind::Equal);
      return true;
    case TokenKind::GreaterGreaterEqual:
      SplitToken(1, TokenKind::GreaterEqual);
      return true;
    default:
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `,` or `>`, found ", Found()))
          .Label(open, "to close this");
      return false;
  }
}

// A type, or a value for a `comptime` parameter: an expression of arithmetic, or any in braces.
TypeExpr* Parser::ParseGenericArgument() {
  SourceOffset begin = tok_.offset;
  Expr* value = nullptr;
  switch (kind()) {
    case TokenKind::Integer:
    case TokenKind::Float:
    case TokenKind::Duration:
    case TokenKind::Char:
    case TokenKind::String:
    case TokenKind::StringBegin:
    case TokenKind::KwTrue:
    case TokenKind::KwFalse:
    case TokenKind::Minus:
    case TokenKind::Tilde:
      value = ParseGenericValue();
      break;
    case TokenKind::LeftBrace: {
      SourceRange open = tok_.range();
      Next();
      ContextScope context(*this, BracketContext());
      value = ParseExpr();
      ExpectClose(TokenKind::RightBrace, open);
      break;
    }
    case TokenKind::KwComptime: {
      if (Peek(1).kind == TokenKind::LeftBrace) {
        value = ParseComptime();
        break;
      }
      // As a value without the word: `>` ends it.
      file_.ast.runs_comptime = true;
      Next();
      Expr* inner = ParseGenericValue();
      auto* node = New<ComptimeExpr>(ExprKind::Comptime, From(begin));
      node->value = inner;
      value = node;
      break;
    }
    default:
      if (!AtValueArgument()) return ParseType();
      value = ParseGenericValue();
      break;
  }
  auto* type = New<ValueTypeExpr>(TypeExprKind::Value, From(begin));
  type->value = value;
  return type;
}

}  // namespace arc::parse_internal
