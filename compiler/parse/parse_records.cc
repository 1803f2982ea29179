// Structs and enums with their fields, cases and methods.
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {

// Whether a method, `init` or `drop` starts at the cursor.
bool Parser::AtMethod() const {
  if (At(TokenKind::KwFunc)) return true;
  if (At(TokenKind::KwAsync))
    return Peek(1).kind == TokenKind::KwFunc || Peek(1).kind == TokenKind::Identifier;
  if (!AtWord("init") && !AtWord("drop")) return false;
  return Peek(1).kind == TokenKind::LeftParen || Peek(1).kind == TokenKind::Less;
}

FuncDecl* Parser::ParseMethod(Decl* parent, StructDecl* parent_struct, List<Attribute> attributes,
                              std::string_view doc, SourceOffset begin) {
  bool is_async = Accept(TokenKind::KwAsync);
  if (At(TokenKind::KwFunc)) Next();
  return ParseFunctionRest(begin, is_async, parent, parent_struct, attributes, doc, {});
}

Decl* Parser::ParseStruct() {
  Next();
  auto* decl = New<StructDecl>(DeclKind::Struct, {});
  decl->name = ExpectName("the name of the struct");
  if (At(TokenKind::Less)) decl->generics = ParseGenericParams(&decl->is_compute);
  decl->where_clause = ParseWhere();
  SourceRange open = tok_.range();
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  if (!Expect(TokenKind::LeftBrace, "after the name of the struct")) return decl;
  ContextScope context(*this, BlockContext());
  llvm::SmallVector<FieldDecl, 8> fields;
  llvm::SmallVector<FuncDecl*, 8> members;
  ParseList(TokenKind::RightBrace, open, true, [&] {
    if (!At(TokenKind::Semicolon)) ParseStructMember(decl, fields, members);
  });
  decl->fields = Copy(fields);
  decl->members = Copy(members);
  return decl;
}

void Parser::ParseStructMember(StructDecl* parent, llvm::SmallVectorImpl<FieldDecl>& fields,
                               llvm::SmallVectorImpl<FuncDecl*>& members) {
  SourceOffset begin = tok_.offset;
  std::string_view doc = DocBefore(pos_);
  List<Attribute> attributes = ParseAttributes();
  if (AtMethod()) {
    members.push_back(ParseMethod(parent, parent, attributes, doc, begin));
    return;
  }
  bool keyword_field = IsKeyword(kind()) && Peek(1).kind == TokenKind::Colon;
  if (At(TokenKind::KwStruct) || At(TokenKind::KwEnum) || At(TokenKind::KwExtern) ||
      At(TokenKind::KwImport) || (At(TokenKind::KwConst) && !keyword_field)) {
    Complain(DiagnosticKind::MisplacedDeclaration, tok_.range(),
             Concat("`", Text(tok_), "` does not stand in a struct"))
        .Note("a struct holds fields, methods, `init` and `drop`");
    if (At(TokenKind::KwImport)) {
      ParseImport();
    } else {
      ParseDeclaration();
    }
    return;
  }
  bool foreign_let = (At(TokenKind::KwLet) || AtWord("var") || AtWord("pub") || AtWord("public") ||
                      AtWord("private")) &&
                     !keyword_field && Peek(1).kind == TokenKind::Identifier &&
                     !Peek(1).newline_before();
  if (foreign_let) {
    ComplainForeign({tok_.offset, Peek(1).offset}, Text(tok_), "",
                    "a field is written `name: Type`");
    Next();
  }
  FieldDecl field{};
  if (keyword_field) {
    field.name = NameOf(tok_);
    Next();
  } else {
    field.name = ExpectName("a field or a method");
    if (!field.name) return;
  }
  if (Accept(TokenKind::Colon)) {
    field.type = ParseType();
  } else if (AtTypeStart() && !tok_.newline_before() && !At(TokenKind::LeftParen)) {
    Complain(DiagnosticKind::ExpectedToken, tok_.range(),
             Concat("expected `:` between the name and its type, found ", Found()))
        .Suggest(AfterPrevious(), ":", "write it");
    field.type = ParseType();
  } else {
    SourceRange range = tok_.newline_before() ? AfterPrevious() : tok_.range();
    DiagnosticBuilder report =
        Error(DiagnosticKind::ExpectedToken, range,
              Concat("expected `:` after the name of the field, found ", Found()));
    if (At(TokenKind::LeftParen)) {
      report.Suggest({field.name.range.begin, field.name.range.begin}, "func ",
                     "a method begins with `func`");
    } else {
      report.Note("every field has a type: `name: Type`");
    }
    return;
  }
  if (!panic_ && Accept(TokenKind::Equal)) field.default_value = ParseExpr();
  field.doc = doc;
  field.attributes = attributes;
  field.range = From(begin);
  fields.push_back(field);
  if (!panic_ && !At(TokenKind::Comma) && !AtStatementEnd()) {
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          Concat("expected `,` or a new line after the field, found ", Found()));
  }
}

Decl* Parser::ParseEnum() {
  Next();
  auto* decl = New<EnumDecl>(DeclKind::Enum, {});
  decl->name = ExpectName("the name of the enum");
  if (At(TokenKind::Less)) decl->generics = ParseGenericParams(nullptr);
  decl->where_clause = ParseWhere();
  SourceRange open = tok_.range();
  if (panic_ && At(TokenKind::LeftBrace)) panic_ = false;
  if (!Expect(TokenKind::LeftBrace, "after the name of the enum")) return decl;
  ContextScope context(*this, BlockContext());
  llvm::SmallVector<EnumCaseDecl, 8> cases;
  llvm::SmallVector<FuncDecl*, 8> members;
  ParseList(TokenKind::RightBrace, open, true, [&] {
    if (!At(TokenKind::Semicolon)) ParseEnumMember(decl, cases, members);
  });
  decl->cases = Copy(cases);
  decl->members = Copy(members);
  return decl;
}

void Parser::ParseEnumMember(EnumDecl* parent, llvm::SmallVectorImpl<EnumCaseDecl>& cases,
                             llvm::SmallVectorImpl<FuncDecl*>& members) {
  SourceOffset begin = tok_.offset;
  std::string_view doc = DocBefore(pos_);
  List<Attribute> attributes = ParseAttributes();
  if (AtMethod() && !AtWord("init") && !AtWord("drop")) {
    members.push_back(ParseMethod(parent, nullptr, attributes, doc, begin));
    return;
  }
  if (AtWord("case") && Peek(1).kind == TokenKind::Identifier && !Peek(1).newline_before()) {
    ComplainForeign({tok_.offset, Peek(1).offset}, "case", "", "a case is its name alone");
    Next();
  }
  EnumCaseDecl enum_case{};
  enum_case.name = ExpectName("a case or a method");
  if (!enum_case.name) return;
  if (At(TokenKind::LeftParen)) {
    SourceRange open = tok_.range();
    Next();
    ContextScope context(*this, BracketContext());
    llvm::SmallVector<Param, 4> payload;
    ParseList(TokenKind::RightParen, open, false, [&] {
      SourceOffset param_begin = tok_.offset;
      Param param{};
      if ((At(TokenKind::Identifier) || IsKeyword(kind())) && Peek(1).kind == TokenKind::Colon) {
        param.name = NameOf(tok_);
        Next();
        Next();
      }
      param.type = ParseType();
      param.range = From(param_begin);
      payload.push_back(param);
    });
    enum_case.payload = Copy(payload);
  } else if (At(TokenKind::LeftBrace)) {
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          "expected `(` and the payload of the case, found `{`")
        .Note("a payload is written `Circle(radius: float64)`");
    return;
  }
  if (!panic_ && Accept(TokenKind::Equal)) enum_case.value = ParseExpr();
  enum_case.doc = doc;
  enum_case.attributes = attributes;
  enum_case.range = From(begin);
  cases.push_back(enum_case);
  if (!panic_ && !At(TokenKind::Comma) && !AtStatementEnd()) {
    Error(DiagnosticKind::ExpectedToken, tok_.range(),
          Concat("expected `,` or a new line after the case, found ", Found()));
  }
}

}  // namespace arc::parse_internal
