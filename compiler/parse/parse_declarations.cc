// Files and declarations other than functions.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

void Parser::Run() {
  while (!At(TokenKind::EndOfFile)) {
    if (Accept(TokenKind::Semicolon)) continue;
    uint32_t start = pos_;
    ParseFileItem();
    if (panic_) RecoverDeclaration();
    if (pos_ == start) Next();
  }
  file_.ast.imports = Copy(imports_);
  file_.ast.decls = Copy(decls_);
}

// Whether a declaration starts at the cursor.
bool Parser::AtDeclaration() const {
  switch (kind()) {
    case TokenKind::KwFunc:
      return Peek(1).kind == TokenKind::Identifier;
    case TokenKind::KwAsync:
      return Peek(1).kind == TokenKind::KwFunc || Peek(1).kind == TokenKind::Identifier;
    case TokenKind::KwStruct:
    case TokenKind::KwEnum:
    case TokenKind::KwConst:
    case TokenKind::KwImport:
    case TokenKind::KwExtern:
    case TokenKind::KwNamespace:
    case TokenKind::AtName:
      return true;
    case TokenKind::KwComptime:
      return Peek(1).kind == TokenKind::LeftBrace;
    case TokenKind::Identifier:
      if (AtWord("test")) {
        return Peek(1).kind == TokenKind::String || Peek(1).kind == TokenKind::StringBegin;
      }
      return AtWord("type") && Peek(1).kind == TokenKind::Identifier && !Peek(1).newline_before();
    default:
      return false;
  }
}

void Parser::ParseFileItem() {
  if (At(TokenKind::KwNamespace)) return ParseNamespace();
  if (At(TokenKind::KwImport)) return ParseImport();
  SourceOffset begin = tok_.offset;
  if (At(TokenKind::Identifier) && !AtDeclaration()) {
    switch (CheckForeignWord(/*in_function=*/false)) {
      case ForeignUse::Import:
        return ParseImport();
      case ForeignUse::Skip:
        return;
      default:
        break;
    }
  }
  if (AtDeclaration() || At(TokenKind::KwFunc)) {
    statement_reported_ = false;
    Decl* decl = ParseDeclaration();
    if (decl != nullptr) decls_.push_back(decl);
    if (panic_) return;
    if (At(TokenKind::Semicolon)) {
      Next();
      return;
    }
    bool after_block = text_[prev_end_ - base_ - 1] == '}';
    if (!after_block && !tok_.newline_before() && !At(TokenKind::EndOfFile)) {
      Error(DiagnosticKind::ExpectedStatementEnd, tok_.range(),
            Concat("expected the end of the declaration, found ", Found()));
    }
    return;
  }
  if (At(TokenKind::RightBrace) || At(TokenKind::RightParen) || At(TokenKind::RightBracket)) {
    Error(DiagnosticKind::UnmatchedDelimiter, tok_.range(),
          Concat("`", Text(tok_), "` closes nothing"))
        .Label(tok_.range(), "no open bracket before it");
    Next();
    return;
  }
  // A statement: one report for a run of them, since a script without `main` consists of nothing
  // else.
  bool statement = CanStartExpr() || At(TokenKind::KwLet) || At(TokenKind::KwFor) ||
                   At(TokenKind::KwReturn) || At(TokenKind::KwDefer) || At(TokenKind::KwBreak) ||
                   At(TokenKind::KwContinue);
  if (!statement) {
    Error(DiagnosticKind::ExpectedDeclaration, tok_.range(),
          Concat("expected a declaration, found ", Found()));
    Next();
    decls_.push_back(New<Decl>(DeclKind::Error, From(begin)));
    return;
  }
  if (!statement_reported_) {
    bool is_let = At(TokenKind::KwLet);
    DiagnosticBuilder report =
        Complain(DiagnosticKind::PackageLevelStatement, tok_.range(),
                 is_let ? "a variable cannot be declared at package level"
                        : Concat("expected a declaration at package level, found ", Found()));
    if (is_let) {
      report.Suggest(tok_.range(), "const", "a package has constants")
          .Note("state that changes is passed to functions");
    } else {
      report.Note("statements stand in functions: a program starts with `func main() { … }`");
    }
    statement_reported_ = true;
  }
  ++function_depth_;
  ParseStatement();
  --function_depth_;
  decls_.push_back(New<Decl>(DeclKind::Error, From(begin)));
  if (panic_) return;
  // What is left of the line says nothing new.
  if (!AtStatementEnd()) {
    SkipStatementTokens(/*declarations=*/true);
  }
}

void Parser::ParseNamespace() {
  SourceRange keyword = tok_.range();
  Next();
  Identifier name = ExpectName("the name of the package");
  bool first = decls_.empty() && imports_.empty() && !file_.ast.namespace_name;
  if (!first) {
    Complain(DiagnosticKind::MisplacedNamespace, keyword,
             "`namespace` stands once, at the top of a file");
    return;
  }
  file_.ast.namespace_name = name;
  if (!panic_ && !AtStatementEnd()) {
    Error(DiagnosticKind::ExpectedStatementEnd, tok_.range(),
          Concat("expected a new line after the name of the package, found ", Found()));
  }
}

// A string that is known without evaluation: a path, a title.
std::optional<std::string_view> Parser::ExpectPlainString(std::string_view what,
                                                          SourceRange& range) {
  range = tok_.range();
  if (At(TokenKind::String)) {
    std::string_view value = StringValue(tok_);
    Next();
    return value;
  }
  if (At(TokenKind::StringBegin)) {
    Expr* value = ParseString();
    range = value->range;
    Complain(DiagnosticKind::InterpolationNotAllowed, range,
             Concat(what, " is a constant: it cannot hold `${…}`"));
    return std::nullopt;
  }
  SourceRange place = tok_.newline_before() ? AfterPrevious() : tok_.range();
  DiagnosticBuilder report = Error(DiagnosticKind::ExpectedToken, place,
                                   Concat("expected ", what, " in double quotes, found ", Found()));
  if (At(TokenKind::Identifier) && !tok_.newline_before()) {
    uint32_t end = tok_.end();
    for (uint32_t i = 1;
         (Peek(i).kind == TokenKind::Dot || Peek(i).kind == TokenKind::Slash ||
          Peek(i).kind == TokenKind::ColonColon || Peek(i).kind == TokenKind::Identifier) &&
         !Peek(i).newline_before();
         ++i) {
      end = Peek(i).end();
    }
    std::string path(Text(SourceRange{tok_.offset, end}));
    for (size_t at; (at = path.find("::")) != std::string::npos;) path.replace(at, 2, "/");
    report.Suggest({tok_.offset, end}, Concat("\"", path, "\""), "write");
  }
  return std::nullopt;
}

void Parser::ParseImport() {
  SourceOffset begin = tok_.offset;
  std::string_view doc = DocBefore(pos_);
  Next();
  auto* import = New<ImportDecl>(DeclKind::Import, {});
  import->doc = doc;
  if (At(TokenKind::Identifier) &&
      (Peek(1).kind == TokenKind::String || Peek(1).kind == TokenKind::StringBegin)) {
    import->name = NameOf(tok_);
    Next();
  }
  std::optional<std::string_view> path =
      ExpectPlainString("the path of a package", import->path_range);
  if (path) import->path = *path;
  import->range = From(begin);
  if (path) imports_.push_back(import);
  if (!panic_ && !AtStatementEnd()) {
    DiagnosticBuilder report =
        Error(DiagnosticKind::ExpectedStatementEnd, tok_.range(),
              Concat("expected a new line after the import, found ", Found()));
    if (AtWord("as")) report.Note("an alias stands before the path: `import web \"std/http\"`");
  }
}

std::string_view Parser::DocBefore(uint32_t token_index) {
  const std::vector<Comment>& comments = file_.lexed.comments;
  if (comments.empty()) return {};
  auto first = std::lower_bound(
      comments.begin(), comments.end(), token_index,
      [](const Comment& comment, uint32_t index) { return comment.next_token < index; });
  llvm::SmallVector<std::string_view, 8> lines;
  for (; first != comments.end() && first->next_token == token_index; ++first) {
    if (first->kind != CommentKind::Doc) continue;
    std::string_view line = Text(first->range).substr(3);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    lines.push_back(line);
  }
  if (lines.empty()) return {};
  if (lines.size() == 1) return lines[0];
  std::string text;
  for (std::string_view line : lines) {
    if (!text.empty() || line.data() != lines[0].data()) text += '\n';
    text += line;
  }
  return CopyText(text);
}

List<Attribute> Parser::ParseAttributes() {
  llvm::SmallVector<Attribute, 2> attributes;
  while (At(TokenKind::AtName)) {
    SourceOffset begin = tok_.offset;
    Attribute attribute;
    attribute.name = {Text(tok_).substr(1), tok_.range()};
    Next();
    if (At(TokenKind::LeftParen) && !tok_.newline_before()) {
      llvm::SmallVector<Expr*, 2> args;
      SourceRange open = tok_.range();
      Next();
      ContextScope context(*this, BracketContext());
      ParseList(TokenKind::RightParen, open, false, [&] { args.push_back(ParseExpr()); });
      attribute.args = Copy(args);
    }
    attribute.range = From(begin);
    attributes.push_back(attribute);
  }
  return Copy(attributes);
}

Decl* Parser::ParseDeclaration() {
  Nest nest(*this);
  SourceOffset begin = tok_.offset;
  if (nest.too_deep()) {
    SkipTooDeep();
    return New<Decl>(DeclKind::Error, From(begin));
  }
  std::string_view doc = DocBefore(pos_);
  List<Attribute> attributes = ParseAttributes();
  if (doc.empty() && !attributes.empty()) doc = DocBefore(pos_);
  Decl* decl = nullptr;
  switch (kind()) {
    case TokenKind::KwConst:
      decl = ParseConst();
      break;
    case TokenKind::KwStruct:
      decl = ParseStruct();
      break;
    case TokenKind::KwEnum:
      decl = ParseEnum();
      break;
    case TokenKind::KwExtern:
      decl = ParseExtern();
      break;
    case TokenKind::KwFunc:
      Next();
      return ParseFunctionRest(begin, false, nullptr, nullptr, attributes, doc, {});
    case TokenKind::KwAsync:
      Next();
      if (AtWord("test")) {
        decl = ParseTest(/*is_async=*/true, begin);
        break;
      }
      if (!Expect(TokenKind::KwFunc, "after `async`")) break;
      return ParseFunctionRest(begin, true, nullptr, nullptr, attributes, doc, {});
    case TokenKind::KwComptime: {
      Next();
      ++function_depth_;
      file_.ast.runs_comptime = true;
      auto* block = New<ComptimeDecl>(DeclKind::Comptime, {});
      block->body = ParseBlock("after `comptime`");
      --function_depth_;
      decl = block;
      break;
    }
    case TokenKind::Identifier:
      if (AtWord("test")) decl = ParseTest(/*is_async=*/false, begin);
      if (AtWord("type") && decl == nullptr) decl = ParseTypeAlias();
      if (decl != nullptr) break;
      [[fallthrough]];
    default: {
      DiagnosticBuilder report =
          Error(DiagnosticKind::MisplacedAttribute,
                attributes.empty() ? tok_.range() : attributes[0].range,
                Concat("expected a declaration after the attribute, found ", Found()));
      report.Note("an attribute stands before a function, struct, enum, constant or field");
      // What follows is parsed as if the attribute were not there.
      if (!AtDeclaration() && !tok_.newline_before()) break;
      panic_ = false;
      break;
    }
  }
  if (decl == nullptr) decl = New<Decl>(DeclKind::Error, From(begin));
  decl->attributes = attributes;
  decl->doc = doc;
  decl->range = From(begin);
  return decl;
}

Decl* Parser::ParseConst() {
  SourceOffset begin = tok_.offset;
  Next();
  auto* decl = New<ConstDecl>(DeclKind::Const, {});
  decl->name = ExpectName("the name of the constant");
  if (!panic_ && Accept(TokenKind::Colon)) decl->type = ParseType();
  if (!panic_ && Accept(TokenKind::Equal)) decl->value = ParseExpr();
  decl->range = From(begin);
  if (!panic_ && decl->value == nullptr) {
    if (!tok_.newline_before() && !At(TokenKind::Semicolon) && !At(TokenKind::EndOfFile)) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `:` or `=` after the name of the constant, found ", Found()));
    } else {
      Complain(DiagnosticKind::MissingInitializer, decl->range, "a constant needs a value");
    }
  }
  return decl;
}

Decl* Parser::ParseTypeAlias() {
  Next();
  auto* decl = New<TypeAliasDecl>(DeclKind::TypeAlias, {});
  decl->name = ExpectName("the name of the type");
  if (At(TokenKind::Less)) decl->generics = ParseGenericParams(nullptr);
  if (!panic_) Expect(TokenKind::Equal, "after the name of the type");
  SourceOffset begin = tok_.offset;
  decl->type = panic_ ? ErrorType(begin) : ParseType();
  return decl;
}

Decl* Parser::ParseTest(bool is_async, SourceOffset begin) {
  Next();
  auto* decl = New<TestDecl>(DeclKind::Test, {});
  decl->is_async = is_async;
  std::optional<std::string_view> title =
      ExpectPlainString("the title of the test", decl->title_range);
  if (title) decl->title = *title;
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  ++function_depth_;
  decl->body = ParseBlock("after the title of the test");
  --function_depth_;
  decl->range = From(begin);
  return decl;
}

Decl* Parser::ParseExtern() {
  Next();
  auto* decl = New<ExternDecl>(DeclKind::Extern, {});
  SourceRange range;
  std::optional<std::string_view> abi =
      ExpectPlainString("the name of a calling convention", range);
  decl->abi = abi.value_or("C");
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  llvm::SmallVector<FuncDecl*, 8> functions;
  auto parse_function = [&] {
    SourceOffset begin = tok_.offset;
    std::string_view doc = DocBefore(pos_);
    List<Attribute> attributes = ParseAttributes();
    if (!Accept(TokenKind::KwFunc)) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `func` in the extern block, found ", Found()));
      return;
    }
    functions.push_back(
        ParseFunctionRest(begin, false, nullptr, nullptr, attributes, doc, decl->abi));
  };
  SourceRange open = tok_.range();
  if (At(TokenKind::KwFunc)) {  // a single function without braces
    parse_function();
  } else if (Expect(TokenKind::LeftBrace, "after the calling convention")) {
    ContextScope context(*this, BlockContext());
    ParseList(TokenKind::RightBrace, open, true, [&] {
      if (!Accept(TokenKind::Semicolon)) parse_function();
    });
  }
  decl->functions = Copy(functions);
  return decl;
}

}  // namespace arc::parse_internal
