// Operands.
#include "compiler/lex/literals.h"
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

Expr* Parser::ParsePrimary() {
  SourceOffset begin = tok_.offset;
  switch (kind()) {
    case TokenKind::Identifier:
      return ParseNameOrWord();
    case TokenKind::Integer:
    case TokenKind::Float:
    case TokenKind::Duration:
      return ParseNumber();
    case TokenKind::Char:
      return ParseChar();
    case TokenKind::String:
    case TokenKind::StringBegin:
      return ParseString();
    case TokenKind::KwTrue:
    case TokenKind::KwFalse: {
      bool value = At(TokenKind::KwTrue);
      Next();
      auto* node = New<BoolLiteralExpr>(ExprKind::BoolLiteral, From(begin));
      node->value = value;
      return node;
    }
    case TokenKind::KwNull:
      Next();
      return New<NullLiteralExpr>(ExprKind::NullLiteral, From(begin));
    case TokenKind::LeftParen:
      return ParseParenthesized();
    case TokenKind::LeftBracket:
      return ParseBracketed();
    case TokenKind::LeftBrace:
      return ParseBraceLiteral();
    case TokenKind::DollarBrace:
      return ParseSplice();
    case TokenKind::AtName:
      return ParseIntrinsic();
    case TokenKind::Pipe:
    case TokenKind::PipePipe:
      return ParseShortClosure();
    case TokenKind::KwFunc:
    case TokenKind::KwAsync: {
      if (!AtFunctionType()) return ParseClosure();
      TypeExpr* type = ParseType();
      auto* node = New<TypeAsExpr>(ExprKind::Type, From(begin));
      node->type = type;
      return node;
    }
    case TokenKind::KwIf:
      return ParseIf(/*is_comptime=*/false, begin);
    case TokenKind::KwMatch:
      return ParseMatch(/*is_comptime=*/false, begin);
    case TokenKind::KwComptime:
      return ParseComptime();
    case TokenKind::Dot: {
      Next();
      Identifier member;
      if (IsKeyword(kind()) && !tok_.newline_before()) {
        member = NameOf(tok_);
        Next();
      } else {
        member = ExpectName("the name of an enum's case");
      }
      auto* node = New<ImplicitMemberExpr>(ExprKind::ImplicitMember, From(begin));
      node->member = member;
      return node;
    }
    case TokenKind::DotDot:
    case TokenKind::DotDotEqual:
      Complain(DiagnosticKind::RangeWithoutBound, tok_.range(),
               Concat("the range needs a bound before `", Text(tok_), "`"))
          .Note("only an index may leave a bound out: `a[..n]`");
      return ParseRangeEnd(nullptr, begin);
    default: {
      SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
      DiagnosticBuilder report = Error(DiagnosticKind::ExpectedExpression, range,
                                       Concat("expected an expression, found ", Found()));
      if (At(TokenKind::KwReturn) || At(TokenKind::KwBreak) || At(TokenKind::KwContinue) ||
          At(TokenKind::KwLet) || At(TokenKind::KwFor) || At(TokenKind::KwDefer)) {
        report.Note(Concat("`", Text(tok_), "` is a statement; statements stand in `{ … }`"));
      }
      if (At(TokenKind::AmpAmp)) report.Note("`&` takes an address; there is none of an address");
      return ErrorExpr(begin);
    }
  }
}

// A name; or `code { … }`.
Expr* Parser::ParseNameOrWord() {
  if (Peek(1).kind == TokenKind::LeftBrace && context_.struct_literals && AtWord("code") &&
      !Peek(1).newline_before()) {
    return ParseCode();
  }
  auto* name = New<NameExpr>(ExprKind::Name, tok_.range());
  name->name = Text(tok_);
  Next();
  return name;
}

Expr* Parser::ParseNumber() {
  Token token = tok_;
  Next();
  std::string_view text = Text(token);
  switch (token.kind) {
    case TokenKind::Float: {
      auto* node = New<FloatLiteralExpr>(ExprKind::FloatLiteral, token.range());
      node->value = token.recovered() ? 0.0 : DecodeFloat(text);
      return node;
    }
    case TokenKind::Duration: {
      auto* node = New<DurationLiteralExpr>(ExprKind::DurationLiteral, token.range());
      if (!DecodeDuration(text, node->nanoseconds)) node->nanoseconds = 0;
      return node;
    }
    default: {
      auto* node = New<IntLiteralExpr>(ExprKind::IntLiteral, token.range());
      // A wrong literal (reported) has a value all the same, so that checking goes on.
      IntegerValue value;
      if (token.recovered()) {
        value.value = llvm::APInt(64, 0);
      } else {
        value = DecodeInteger(text);
      }
      file_.integers.push_back(std::move(value.value));
      node->value = &file_.integers.back();
      node->is_size = value.is_size;
      return node;
    }
  }
}

Expr* Parser::ParseChar() {
  Token token = tok_;
  Next();
  auto* node = New<CharLiteralExpr>(ExprKind::CharLiteral, token.range());
  if (!token.recovered()) node->value = DecodeChar(Text(token).substr(1, token.length - 2));
  return node;
}

// `()`, `(e)`, `(a, b)`, `(a,)`.
Expr* Parser::ParseParenthesized() {
  SourceOffset begin = tok_.offset;
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BracketContext());
  llvm::SmallVector<Expr*, 4> elements;
  bool comma = false;
  ParseList(TokenKind::RightParen, open, false, [&] {
    elements.push_back(ParseExpr());
    if (At(TokenKind::Equal) && !panic_) elements.back() = RejectAssignment(elements.back());
    comma = comma || At(TokenKind::Comma);
  });
  if (elements.size() == 1 && !comma) return elements[0];
  auto* tuple = New<TupleExpr>(ExprKind::Tuple, From(begin));
  tuple->elements = Copy(elements);
  return tuple;
}

// An array literal or an array or slice type.
Expr* Parser::ParseBracketed() {
  SourceOffset begin = tok_.offset;
  if (AtArrayType()) {
    TypeExpr* type = ParsePrefixType();
    auto* node = New<TypeAsExpr>(ExprKind::Type, From(begin));
    node->type = type;
    return node;
  }
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BracketContext());
  llvm::SmallVector<Expr*, 8> elements;
  ParseList(TokenKind::RightBracket, open, false, [&] { elements.push_back(ParseExpr()); });
  auto* array = New<ArrayLiteralExpr>(ExprKind::ArrayLiteral, From(begin));
  array->elements = Copy(elements);
  return array;
}

// `{}`, `{k: v}`, `{a, b}`. Elements are separated by commas or line ends.
Expr* Parser::ParseBraceLiteral() {
  SourceOffset begin = tok_.offset;
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BlockContext());
  llvm::SmallVector<MapEntry, 8> entries;
  llvm::SmallVector<Expr*, 8> elements;
  ParseList(TokenKind::RightBrace, open, true, [&] {
    Expr* key = ParseExpr();
    if (panic_) return;
    bool is_entry = At(TokenKind::Colon);
    if (is_entry && elements.empty()) {
      Next();
      Expr* value = ParseExpr();
      entries.push_back({key, value});
    } else if (is_entry || !entries.empty()) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            is_entry ? Concat("expected `,` or `}` in a set, found ", Found())
                     : Concat("expected `:` and a value in a map, found ", Found()))
          .Label(open, is_entry ? "a set, by its first element" : "a map, by its first element");
    } else {
      elements.push_back(key);
    }
  });
  if (!elements.empty()) {
    auto* set = New<SetLiteralExpr>(ExprKind::SetLiteral, From(begin));
    set->elements = Copy(elements);
    return set;
  }
  auto* map = New<MapLiteralExpr>(ExprKind::MapLiteral, From(begin));
  map->entries = Copy(entries);
  return map;
}

// `func(x: T) R { … }`, `async func() { … }`, `async |x| e`.
Expr* Parser::ParseClosure() {
  SourceOffset begin = tok_.offset;
  bool is_async = Accept(TokenKind::KwAsync);
  if (is_async && (At(TokenKind::Pipe) || At(TokenKind::PipePipe))) {
    Expr* expr = ParseShortClosure();
    if (auto* closure = llvm::dyn_cast<ClosureExpr>(expr)) {
      closure->is_async = true;
      closure->range = From(begin);
    }
    return expr;
  }
  if (!Expect(TokenKind::KwFunc, "after `async`")) return ErrorExpr(begin);
  if (At(TokenKind::Identifier) && !tok_.newline_before()) {
    Error(DiagnosticKind::MisplacedDeclaration, tok_.range(),
          "a function with a name is a statement, not a value")
        .Suggest({prev_end_, tok_.end()}, "", "a function as a value has no name");
    Next();
  }
  List<Param> params = ParseParams(ParamStyle::Closure);
  TypeExpr* result = ParseResultType();
  ++function_depth_;
  BlockStmt* body = ParseBlock("of the function");
  --function_depth_;
  auto* closure = New<ClosureExpr>(ExprKind::Closure, From(begin));
  closure->params = params;
  closure->result = result;
  closure->body = body;
  closure->is_async = is_async;
  return closure;
}

Expr* Parser::ParseShortClosure() {
  SourceOffset begin = tok_.offset;
  SourceRange open = tok_.range();
  llvm::SmallVector<Param, 4> params;
  if (!Accept(TokenKind::PipePipe)) {
    Next();
    while (!At(TokenKind::Pipe)) {
      SourceOffset param_begin = tok_.offset;
      Param param{};
      param.name = ExpectName("the name of a parameter");
      if (!param.name) break;
      if (Accept(TokenKind::Colon)) param.type = ParseType();
      param.range = From(param_begin);
      params.push_back(param);
      if (!Accept(TokenKind::Comma)) break;
    }
    if (!Accept(TokenKind::Pipe)) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `,` or `|`, found ", Found()))
          .Label(open, "to close the parameters of this closure");
      return ErrorExpr(begin);
    }
  }
  auto* closure = New<ClosureExpr>(ExprKind::Closure, {});
  closure->params = Copy(params);
  closure->is_short = true;
  ++function_depth_;
  if (At(TokenKind::LeftBrace) && !AtMapInBraces()) {
    closure->body = ParseBlock("of the closure");
  } else {
    closure->value = ParseExpr();
  }
  --function_depth_;
  closure->range = From(begin);
  return closure;
}

// `{` where a block may stand: is it a map, shown by a literal as its first key? (`{ name: …` may
// be a label.)
bool Parser::AtMapInBraces() {
  TokenKind first = Peek(1).kind;
  bool literal =
      first == TokenKind::String || first == TokenKind::Integer || first == TokenKind::Char;
  return literal && Peek(2).kind == TokenKind::Colon;
}

Expr* Parser::ParseIf(bool is_comptime, SourceOffset begin) {
  IfExpr* first = nullptr;
  IfExpr* last = nullptr;
  // `else if` is a loop here: a chain of them is no nesting of the text.
  while (true) {
    SourceOffset link_begin = first == nullptr ? begin : tok_.offset;
    Next();  // `if`
    auto* node = New<IfExpr>(ExprKind::If, {});
    node->is_comptime = is_comptime;
    node->condition = ParseCondition("after `if`");
    node->then_block = ParseBlock("after the condition of `if`");
    node->range = From(link_begin);
    if (first == nullptr) {
      first = node;
    } else {
      last->else_branch = node;
    }
    last = node;
    // An `else` after a semicolon is not ours; one on the next line is.
    bool foreign_else = AtWord("elif") || AtWord("elsif") || AtWord("elseif");
    if (foreign_else && !panic_) {
      ComplainForeign(tok_.range(), Text(tok_), "else if", "");
    } else if (!Accept(TokenKind::KwElse)) {
      break;
    } else if (At(TokenKind::KwComptime) && Peek(1).kind == TokenKind::KwIf) {
      Next();
    }
    if (foreign_else || At(TokenKind::KwIf)) {
      if (!GrowHeight()) break;
      continue;
    }
    last->else_branch = WrapBlock(ParseBlock("after `else`"));
    break;
  }
  // Every link of the chain reaches to the end of all.
  for (Expr* node = first; node != nullptr;) {
    node->range.end = From(begin).end;
    auto* link = llvm::dyn_cast<IfExpr>(node);
    node = link == nullptr ? nullptr : link->else_branch;
    if (node != nullptr && !llvm::isa<IfExpr>(node)) break;
  }
  return first;
}

Expr* Parser::ParseMatch(bool is_comptime, SourceOffset begin) {
  Next();  // `match`
  Expr* subject;
  {
    ContextScope context(*this, HeadContext());
    subject = ParseExpr();
  }
  auto* node = New<MatchExpr>(ExprKind::Match, {});
  node->subject = subject;
  node->is_comptime = is_comptime;
  SourceRange open = tok_.range();
  if (Expect(TokenKind::LeftBrace, "after the value that is matched")) {
    ContextScope context(*this, {.arm = true});
    llvm::SmallVector<MatchArm, 8> arms;
    ParseList(TokenKind::RightBrace, open, true, [&] {
      if (Accept(TokenKind::Semicolon)) return;
      MatchArm arm{};
      if (ParseMatchArm(arm)) arms.push_back(arm);
    });
    node->arms = Copy(arms);
  }
  node->range = From(begin);
  return node;
}

bool Parser::ParseMatchArm(MatchArm& arm) {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (AtWord("case") && !Peek(1).newline_before() && Peek(1).kind != TokenKind::FatArrow &&
      Peek(1).kind != TokenKind::KwIf && Peek(1).kind != TokenKind::Pipe &&
      Peek(1).kind != TokenKind::LeftParen && Peek(1).kind != TokenKind::Colon) {
    Complain(DiagnosticKind::ForeignKeyword, tok_.range(),
             "an arm of `match` begins with its pattern")
        .Suggest({tok_.offset, Peek(1).offset}, "", "remove `case`");
    Next();
  }
  arm.pattern = ParsePattern();
  if (panic_) return false;
  if (Accept(TokenKind::KwIf)) {
    ContextScope context(*this, HeadContext());
    arm.guard = ParseExpr();
  }
  if (At(TokenKind::Arrow) || At(TokenKind::Colon) || At(TokenKind::Equal)) {
    Complain(DiagnosticKind::ForeignOperator, tok_.range(),
             "the pattern of an arm is followed by `=>`")
        .Suggest(tok_.range(), "=>", "write");
    Next();
  } else if (!Expect(TokenKind::FatArrow, "after the pattern")) {
    return false;
  }
  arm.body = ParseArmBody();
  arm.range = From(begin);
  if (panic_ || At(TokenKind::Comma) || AtStatementEnd()) return true;
  Error(DiagnosticKind::ExpectedToken, tok_.range(),
        Concat("expected `,` or a new line after the arm, found ", Found()));
  return true;
}

// What follows `=>` in match and select: a block, an expression, or one statement.
Expr* Parser::ParseArmBody() {
  ContextScope context(*this, {.newline_ends = true, .arm = true});
  if (At(TokenKind::LeftBrace) && !AtMapInBraces()) return WrapBlock(ParseBlock("of the arm"));
  switch (kind()) {
    case TokenKind::KwReturn:
      return WrapStatement(ParseReturn());
    case TokenKind::KwBreak:
    case TokenKind::KwContinue:
      return WrapStatement(ParseJump());
    case TokenKind::KwDefer:
    case TokenKind::KwFor:
    case TokenKind::KwLet:
      return WrapStatement(ParseStatement());
    default: {
      Stmt* statement = ParseSimpleStatement();
      if (auto* expression = llvm::dyn_cast<ExprStmt>(statement)) return expression->expr;
      return WrapStatement(statement);
    }
  }
}

// `comptime { … }`, `comptime if …`, `comptime match …`, `comptime e`.
Expr* Parser::ParseComptime() {
  SourceOffset begin = tok_.offset;
  Next();
  if (At(TokenKind::KwIf)) return ParseIf(/*is_comptime=*/true, begin);
  if (At(TokenKind::KwMatch)) return ParseMatch(/*is_comptime=*/true, begin);
  file_.ast.runs_comptime = true;
  Expr* value;
  if (At(TokenKind::LeftBrace)) {
    value = WrapBlock(ParseBlock("after `comptime`"));
  } else {
    value = ParseExpr();
  }
  auto* node = New<ComptimeExpr>(ExprKind::Comptime, From(begin));
  node->value = value;
  return node;
}

Expr* Parser::ParseCode() {
  ++quotes_;
  SourceOffset begin = tok_.offset;
  Next();
  open_quotes_.emplace_back();
  BlockStmt* body = ParseBlock("after `code`");
  auto* node = New<CodeExpr>(ExprKind::Code, From(begin));
  node->body = body;
  node->splices = Copy(open_quotes_.pop_back_val());
  return node;
}

// The cursor stands on `${`.
Expr* Parser::ParseSplice() {
  SourceOffset begin = tok_.offset;
  SourceRange open = tok_.range();
  if (open_quotes_.empty()) {
    Complain(DiagnosticKind::MisplacedSplice, open, "`${…}` stands in strings and in `code { … }`")
        .Label(open, "not in a code quote");
  }
  Next();
  Expr* value;
  {
    ContextScope context(*this, BracketContext());
    value = ParseExpr();
    ExpectClose(TokenKind::RightBrace, open);
  }
  auto* node = New<SpliceExpr>(ExprKind::Splice, From(begin));
  node->value = value;
  if (!open_quotes_.empty()) open_quotes_.back().push_back(node);
  return node;
}

// `@name`, `@name(args)`, `@name<T>(args)`, `@type(T)`.
Expr* Parser::ParseIntrinsic() {
  SourceOffset begin = tok_.offset;
  Token name = tok_;
  Next();
  auto* node = New<IntrinsicExpr>(ExprKind::Intrinsic, {});
  node->name = {Text(name).substr(1), name.range()};
  if (At(TokenKind::Less) && AtGenericArguments()) node->type_args = ParseTypeArguments();
  if (At(TokenKind::LeftParen) && !NewlineStops()) {
    node->has_parens = true;
    if (node->name.text == "type") {
      // `@type(T)`: a type in the place of a value.
      SourceRange open = tok_.range();
      Next();
      ContextScope context(*this, BracketContext());
      llvm::SmallVector<TypeExpr*, 1> types;
      ParseList(TokenKind::RightParen, open, false, [&] { types.push_back(ParseType()); });
      node->type_args = Copy(types);
    } else {
      node->args = ParseArguments();
    }
  }
  node->range = From(begin);
  return node;
}

}  // namespace arc::parse_internal
