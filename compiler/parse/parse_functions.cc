// Functions, their parameters and generic parameters.
#include "compiler/parse/interface_text.h"
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

namespace {

// Of the values of a `comptime` parameter; null for `type`.
TypeExpr* ValueType(TypeExpr* written) {
  auto* named = llvm::dyn_cast_or_null<NamedTypeExpr>(written);
  const bool is_type = named != nullptr && named->path.size() == 1 && !named->has_arguments &&
                       named->path[0].text == "type";
  return is_type ? nullptr : written;
}

}  // namespace

FuncDecl* Parser::ParseFunctionRest(SourceOffset begin, bool is_async, Decl* parent,
                                    StructDecl* parent_struct, List<Attribute> attributes,
                                    std::string_view doc, std::string_view extern_abi) {
  auto* func = New<FuncDecl>(DeclKind::Func, {});
  func->attributes = attributes;
  func->doc = doc;
  func->is_async = is_async;
  func->parent = parent;
  func->parent_struct = parent_struct;
  func->extern_abi = extern_abi;
  // `init(…)` stands without `func`; a method may be named `init` elsewhere.
  bool special = parent_struct != nullptr && (AtWord("init") || AtWord("drop"));
  if (special) {
    func->is_init = AtWord("init");
    func->is_drop = !func->is_init;
  }
  func->name = ExpectName("the name of the function");
  if (At(TokenKind::Less)) func->generics = ParseGenericParams(nullptr);
  func->written_generics = func->generics.size();
  func->params = ParseParams(extern_abi.empty() ? ParamStyle::Function : ParamStyle::External);
  if (llvm::any_of(func->params, [](const Param& p) { return p.is_comptime; })) {
    llvm::SmallVector<GenericParam, 4> all(func->generics.begin(), func->generics.end());
    for (const Param& param : func->params)
      if (param.is_comptime) all.push_back({param.name, ValueType(param.type), param.range});
    func->generics = Copy(all);
  }
  if (!panic_) func->result = ParseResultType();
  if (!panic_) func->where_clause = ParseWhere();
  func->range = From(begin);
  if (panic_) {
    // Parse the body all the same if it is near: its statements may have errors of their own.
    while (!At(TokenKind::LeftBrace) && !At(TokenKind::EndOfFile) && !tok_.newline_before() &&
           !At(TokenKind::RightBrace)) {
      Next();
    }
    if (!At(TokenKind::LeftBrace)) return func;
    panic_ = false;
  }

  if (!extern_abi.empty()) {
    if (At(TokenKind::LeftBrace)) {
      Complain(DiagnosticKind::UnexpectedBody, tok_.range(),
               "an extern function has no body: it is defined elsewhere");
      ParseBlock("");
    }
    func->range = From(begin);
    return func;
  }
  if (At(TokenKind::Equal) || At(TokenKind::FatArrow)) {
    Error(DiagnosticKind::MissingBody, tok_.range(),
          Concat("expected the function's body in `{ … }`, found ", Found()))
        .Note("a body of one value is written `{ return value }`");
    return func;
  }
  if (!At(TokenKind::LeftBrace)) {
    if (tok_.newline_before() || At(TokenKind::Semicolon) || At(TokenKind::RightBrace) ||
        At(TokenKind::EndOfFile)) {
      Complain(DiagnosticKind::MissingBody, AfterPrevious(), "the function has no body")
          .Label(func->name.range, "this function")
          .Note("functions defined elsewhere stand in `extern \"C\" { … }`");
      return func;
    }
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          Concat("expected `{` and the function's body, found ", Found()));
    while (!At(TokenKind::LeftBrace) && !At(TokenKind::EndOfFile) && !tok_.newline_before()) Next();
    if (!At(TokenKind::LeftBrace)) return func;
    panic_ = false;
  }
  if (LeaveBodyPending(*func)) {
    func->range = From(begin);
    return func;
  }
  ++function_depth_;
  const size_t quotes = quotes_;
  func->body = ParseBlock("");
  func->has_quote = quotes_ != quotes;
  --function_depth_;
  func->range = From(begin);
  if (options_.interface_mode && function_depth_ == 0 && func->body->stmts.empty() &&
      !KeepsBodyInInterface(*func)) {
    func->body = nullptr;
  }
  return func;
}

// Most functions of an interface are not called by the package that imports it. The cursor stands
// on the `{`.
bool Parser::LeaveBodyPending(FuncDecl& func) {
  if (!options_.interface_mode || function_depth_ != 0) return false;
  // Not ScanBalanced: what that remembers is of no use here. An empty body is no body.
  uint32_t close = pos_ + 1;
  if (tokens_[close].kind == TokenKind::RightBrace) return false;
  for (uint32_t open = 1; true; ++close) {
    const TokenKind kind = tokens_[close].kind;
    if (kind == TokenKind::LeftBrace || kind == TokenKind::DollarBrace) ++open;
    if (kind == TokenKind::RightBrace && --open == 0) break;
    if (tokens_[close].kind == TokenKind::EndOfFile) return false;
  }
  func.pending =
      new (file_.arena) PendingBody{file_, sources_, diagnostics_, options_, pos_, nullptr};
  prev_end_ = tokens_[close].end();
  pos_ = close + 1;
  tok_ = tokens_[pos_];
  return true;
}

BlockStmt* Parser::ParsePendingBody(uint32_t token) {
  pos_ = token;
  tok_ = tokens_[pos_];
  prev_end_ = tok_.offset;
  ++function_depth_;
  return ParseBlock("");
}

// What stands between the parameters and the body; null if nothing does.
TypeExpr* Parser::ParseResultType() {
  if (At(TokenKind::Arrow) || (At(TokenKind::Colon) && !tok_.newline_before())) {
    Complain(DiagnosticKind::ForeignOperator, tok_.range(),
             Concat("the result type follows the parameters without `", Text(tok_), "`"))
        .Suggest({tok_.offset, Peek(1).offset}, "", "remove it");
    Next();
    return ParseType();
  }
  if (tok_.newline_before() && context_.newline_ends) return nullptr;
  if (AtWord("where") && Peek(1).kind != TokenKind::LeftBrace) return nullptr;
  if (!AtTypeStart()) return nullptr;
  return ParseType();
}

// `where predicate`, on the same line or the next.
Expr* Parser::ParseWhere() {
  if (!AtWord("where") || panic_) return nullptr;
  Next();
  ContextScope context(*this, HeadContext());
  return ParseExpr();
}

// The cursor stands on `<`. `is_compute`: where to note the marker of a compute template; null if
// none may stand here.
List<GenericParam> Parser::ParseGenericParams(bool* is_compute) {
  SourceRange open = tok_.range();
  Next();
  ContextScope context(*this, BracketContext());
  llvm::SmallVector<GenericParam, 4> params;
  if (At(TokenKind::Greater)) {
    Complain(DiagnosticKind::EmptyGenericList, Join(open, tok_.range()), "`<>` holds no parameters")
        .Suggest(Join(open, tok_.range()), "", "leave it out");
  }
  while (!At(TokenKind::Greater) && !panic_) {
    SourceOffset begin = tok_.offset;
    GenericParam param{};
    bool is_comptime = Accept(TokenKind::KwComptime);
    if (is_compute != nullptr && !is_comptime && AtWord("compute")) {
      *is_compute = true;
      Next();
      if (!Accept(TokenKind::Comma)) break;
      continue;
    }
    param.name = ExpectName("the name of a generic parameter");
    if (!param.name) break;
    if (Accept(TokenKind::Colon)) {
      param.type = ValueType(ParseType());
      if (!is_comptime && !panic_) {
        Complain(DiagnosticKind::ExpectedToken, From(begin),
                 "a generic parameter with a type is `comptime`")
            .Suggest({begin, begin}, "comptime ", "for a value known at compile time, write")
            .Note("a condition on a type stands in a `where` clause: `where ordered(T)`");
      }
    } else if (is_comptime && !panic_) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `:` and the type of the `comptime` parameter, found ", Found()));
    }
    param.range = From(begin);
    params.push_back(param);
    if (!Accept(TokenKind::Comma)) break;
  }
  CloseAngle(open);
  return Copy(params);
}

List<Param> Parser::ParseParams(ParamStyle style) {
  SourceRange open = tok_.range();
  if (!Expect(TokenKind::LeftParen, "and the parameters")) return {};
  ContextScope context(*this, {.newline_ends = false, .params = true});
  llvm::SmallVector<Param, 4> params;
  ParseList(TokenKind::RightParen, open, false, [&] {
    if (!params.empty() && params.back().is_pack) {
      Complain(DiagnosticKind::MisplacedPack, params.back().range,
               "a parameter pack is the last parameter");
    }
    params.push_back(ParseParam(style, params.size()));
  });
  return Copy(params);
}

// `name: T`, `name: T = value`, `self p: *T`, `comptime n: usize`, `args...`; `...` alone in an
// extern function.
Param Parser::ParseParam(ParamStyle style, size_t index) {
  SourceOffset begin = tok_.offset;
  Param param{};
  if (style == ParamStyle::External && At(TokenKind::Ellipsis)) {
    Next();
    param.is_pack = true;
    param.range = From(begin);
    return param;
  }
  SourceRange word = tok_.range();
  param.is_comptime = Accept(TokenKind::KwComptime);
  if (param.is_comptime && style != ParamStyle::Function) {
    Complain(DiagnosticKind::MisplacedComptime, word,
             style == ParamStyle::External
                 ? "code that is defined elsewhere has no `comptime` parameters"
                 : "a function value has no `comptime` parameters: it is made once")
        .Note("a `func` declaration may have them");
    param.is_comptime = false;
  }
  if (AtWord("self")) {
    bool named = Peek(1).kind == TokenKind::Identifier && Peek(2).kind == TokenKind::Colon;
    if (named || (Peek(1).kind == TokenKind::Colon && style == ParamStyle::Function)) {
      param.is_self = true;
      if (index != 0 || style != ParamStyle::Function) {
        Complain(DiagnosticKind::MisplacedSelf, tok_.range(),
                 "`self` marks the first parameter of a method");
      }
      if (named) Next();
    }
  }
  if (At(TokenKind::KwLet) || At(TokenKind::KwConst) || AtWord("mut")) {
    if (Peek(1).kind == TokenKind::Identifier) {
      ComplainForeign({tok_.offset, Peek(1).offset}, Text(tok_), "",
                      "parameters are immutable; a pointer parameter `*T` passes by reference");
      Next();
    }
  }
  param.name = ExpectName("the name of a parameter");
  if (!param.name) {
    if (At(TokenKind::Colon)) {  // a keyword was used as the name
      Next();
      param.type = ParseType();
    }
    param.range = From(begin);
    return param;
  }
  if (Accept(TokenKind::Ellipsis)) {
    param.is_pack = true;
  } else if (Accept(TokenKind::Colon)) {
    if (At(TokenKind::Ellipsis)) {
      Complain(DiagnosticKind::MisplacedPack, tok_.range(), "`...` follows the name of a pack")
          .Suggest({param.name.range.end, tok_.end()}, "...",
                   "a pack takes arguments of any types");
      Next();
      param.is_pack = true;
    }
    param.type = ParseType();
  } else if (At(TokenKind::Identifier) || At(TokenKind::Star) || At(TokenKind::LeftBracket)) {
    Complain(DiagnosticKind::ExpectedToken, tok_.range(),
             Concat("expected `:` between the name and its type, found ", Found()))
        .Suggest(AfterPrevious(), ":", "write it");
    param.type = ParseType();
  } else if (style != ParamStyle::Closure &&
             (At(TokenKind::Comma) || At(TokenKind::RightParen) || At(TokenKind::Equal))) {
    DiagnosticBuilder report =
        Complain(DiagnosticKind::MissingParameterType, param.name.range,
                 Concat("the parameter `", param.name.text, "` has no type"));
    if (param.name.text == "self") {
      report.Note("the receiver is written `self p: *Point`");
    } else {
      report.Note("a parameter is written `name: Type`");
    }
  }
  if (param.is_comptime && (param.is_self || param.is_pack) && !panic_) {
    Complain(DiagnosticKind::MisplacedComptime, word,
             param.is_self ? "`self` is a value of the running program"
                           : "a pack takes values of the running program")
        .Note("a `comptime` parameter is one value that is known while compiling");
    param.is_comptime = false;
  }
  if (!panic_ && Accept(TokenKind::Equal)) param.default_value = ParseExpr();
  param.range = From(begin);
  return param;
}

}  // namespace arc::parse_internal

namespace arc {

const BlockStmt* BodyOf(const FuncDecl& function) {
  PendingBody* pending = function.pending;
  if (!pending) return function.body;
  if (!pending->parsed) {
    pending->parsed = parse_internal::Parser(pending->file, pending->sources, pending->diagnostics,
                                             pending->options)
                          .ParsePendingBody(pending->token);
  }
  return pending->parsed;
}

}  // namespace arc
