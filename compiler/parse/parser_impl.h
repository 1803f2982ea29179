// The state of one run of the parser, shared by its parts (a file per concept of the language).
//
// Recursive descent; binary operators by precedence climbing. Names of the parts:
//   parser.cc                 cursor, errors, recovery, lists
//   parse_declarations.cc     files, imports, constants, extern blocks, tests
//   parse_records.cc          structs and enums
//   parse_functions.cc        functions, parameters, generics, attributes
//   parse_statements.cc       blocks and simple statements
//   parse_loops.cc            for, select, scope, with
//   parse_expressions.cc      binary and prefix operators, catch
//   parse_postfix.cc          calls, members, indexing, generic arguments, compute expressions
//   parse_primary.cc          operands: literals, closures, if, match, …
//   parse_strings.cc          strings with interpolation, numbers
//   parse_types.cc            types
//   parse_patterns.cc         patterns
//   scan.cc                   looking ahead: type arguments, balanced brackets
//   foreign.cc                words and operators of other languages
//
// Errors. `Error` reports at most one error until the parser has found its feet again (`panic_`),
// and never two at one token. Whoever iterates over elements (statements, members, arguments, …)
// calls a Recover function when `panic_` is set and clears it. `Complain` reports an error after
// which parsing goes on as if it had been written right. Every loop makes progress: it consumes a
// token in each round or ends.
//
// Depth. `Nest` counts nesting in the text and, together with `HeightScope` and `GrowHeight`, the
// height of the tree that is being built (see kMaxNesting and kMaxTreeHeight).
#ifndef ARC_COMPILER_PARSE_PARSER_IMPL_H_
#define ARC_COMPILER_PARSE_PARSER_IMPL_H_

#include <algorithm>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lex/token.h"
#include "compiler/parse/ast.h"
#include "compiler/parse/ast_context.h"
#include "compiler/parse/parser.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Casting.h"

namespace arc {

struct PendingBody {
  ParsedFile& file;
  const SourceManager& sources;
  DiagnosticEngine& diagnostics;
  ParseOptions options;
  uint32_t token;  // of the `{`
  BlockStmt* parsed = nullptr;
};

}  // namespace arc

namespace arc::parse_internal {

class Parser {
 public:
  Parser(ParsedFile& file, const SourceManager& sources, DiagnosticEngine& diagnostics,
         const ParseOptions& options);
  void Run();
  // The block that begins at a token of the file.
  BlockStmt* ParsePendingBody(uint32_t token);

 private:
  // What surrounds the construct being parsed. Set by ContextScope.
  struct Context {
    bool newline_ends = true;     // a line end may end a statement; not in ( ) and [ ]
    bool struct_literals = true;  // `Name{…}` is a literal; not in the heads of if, for and match
    bool arm = false;     // directly in the body of a match arm: the next line may be an arm
    bool index = false;   // directly in a[…]: `lo..` and `..hi` are allowed
    bool params = false;  // directly in the parameters of a function: a `{` ends them
    bool angle = false;   // directly in <…>: `>` ends it
  };
  class ContextScope {
   public:
    ContextScope(Parser& parser, Context context) : parser_(parser), outer_(parser.context_) {
      parser.context_ = context;
    }
    ~ContextScope() { parser_.context_ = outer_; }

   private:
    Parser& parser_;
    Context outer_;
  };
  static Context BlockContext() { return {}; }
  static Context BracketContext() { return {.newline_ends = false}; }
  Context HeadContext() const {
    return {.newline_ends = context_.newline_ends, .struct_literals = false};
  }

  // Invariant of `height_`: the height of the highest tree built so far inside the innermost scope.
  class HeightScope {
   public:
    explicit HeightScope(Parser& parser) : parser_(parser), outer_(parser.height_) {
      parser.height_ = 0;
    }
    ~HeightScope() { parser_.height_ = std::max(outer_, parser_.height_); }

   private:
    Parser& parser_;
    unsigned outer_;
  };
  class Nest {
   public:
    explicit Nest(Parser& parser) : parser_(parser), outer_(parser.height_) {
      parser.height_ = 0;
      ++parser.depth_;
    }
    ~Nest() {
      --parser_.depth_;
      parser_.height_ = std::max(outer_, parser_.height_ + 1);
    }
    bool too_deep() const { return parser_.depth_ > kMaxNesting; }

   private:
    Parser& parser_;
    unsigned outer_;
  };
  // A node was put on top of the tree that is being built. False: it is too high; reported.
  bool GrowHeight();
  // Reports and skips the construct at the cursor.
  void SkipTooDeep();

  // ---- Cursor (parser.cc) ----
  TokenKind kind() const { return tok_.kind; }
  bool At(TokenKind kind) const { return tok_.kind == kind; }
  bool AtWord(std::string_view word) const {
    return tok_.kind == TokenKind::Identifier && Text(tok_) == word;
  }
  const Token& Peek(uint32_t ahead) const {
    return tokens_[std::min<size_t>(pos_ + ahead, token_count_ - 1)];
  }
  std::string_view Text(const Token& token) const {
    return {text_ + (token.offset - base_), token.length};
  }
  std::string_view Text(SourceRange range) const {
    return {text_ + (range.begin - base_), range.size()};
  }
  void Next() {
    prev_end_ = tok_.end();
    if (tok_.kind != TokenKind::EndOfFile) ++pos_;
    tok_ = tokens_[pos_];
  }
  bool Accept(TokenKind kind) {
    if (!At(kind)) return false;
    Next();
    return true;
  }
  // The cursor stands on the rest of a token of which `length` bytes were used: `>` of `>>`.
  void SplitToken(uint32_t length, TokenKind rest);
  // Whether the line end before the cursor (if there is one) ends the construct before it.
  bool NewlineStops() {
    return tok_.newline_before() && context_.newline_ends && NewlineStopsHere();
  }
  bool NewlineStopsHere();
  // Whether a statement can end before the cursor.
  bool AtStatementEnd();
  SourceRange From(SourceOffset begin) const { return {begin, std::max(begin, prev_end_)}; }
  // The place just after the last token: where something is missing.
  SourceRange AfterPrevious() const { return {prev_end_, prev_end_}; }

  // ---- Errors (parser.cc) ----
  DiagnosticBuilder Error(DiagnosticKind kind, SourceRange range, std::string message);
  DiagnosticBuilder Complain(DiagnosticKind kind, SourceRange range, std::string message);
  // "`foo`", "`+=`", "end of file": for `expected …, found …`.
  std::string Found() const;
  bool Expect(TokenKind kind, std::string_view after);
  // The closing bracket for the one at `open`.
  bool ExpectClose(TokenKind close, SourceRange open);
  // An element of a list is followed by neither a separator nor the closing bracket.
  void ReportNoSeparator(TokenKind close, SourceRange open);
  bool LeftOpen() const;
  void ReportUnclosed(SourceRange open, std::string_view closer);
  Identifier ExpectName(std::string_view what);
  void ExpectStatementEnd(const Stmt* statement);
  void RecoverStatement();
  void RecoverDeclaration();
  // To the next `,` or closing bracket of the list that is being parsed.
  void RecoverElement();
  // To the next element of a list in braces: a `,`, a new line, or the closing brace.
  void RecoverLine();
  // Parses elements up to `close` with `element()`; commas separate, and line ends too if `lines`.
  template <typename Fn>
  void ParseList(TokenKind close, SourceRange open, bool lines, Fn element);
  void SkipStatementTokens(bool declarations);

  // ---- Nodes ----
  template <typename T, typename Kind>
  T* New(Kind kind, SourceRange range) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* node = new (file_.arena.Allocate<T>()) T{};
    node->kind = kind;
    node->range = range;
    return node;
  }
  template <typename T>
  List<T> Copy(const llvm::SmallVectorImpl<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (values.empty()) return {};
    T* data = file_.arena.Allocate<T>(values.size());
    std::uninitialized_copy(values.begin(), values.end(), data);
    return {data, values.size()};
  }
  std::string_view CopyText(std::string_view text);
  Identifier NameOf(const Token& token) const { return {Text(token), token.range()}; }
  Expr* ErrorExpr(SourceOffset begin) { return New<Expr>(ExprKind::Error, From(begin)); }
  BlockExpr* WrapBlock(BlockStmt* block);
  BlockExpr* WrapStatement(Stmt* statement);

  // ---- Declarations ----
  void ParseFileItem();
  void ParseNamespace();
  void ParseImport();
  Decl* ParseDeclaration();  // null: nothing that could be kept
  Decl* ParseConst();
  Decl* ParseStruct();
  Decl* ParseEnum();
  Decl* ParseExtern();
  Decl* ParseTest(bool is_async, SourceOffset begin);
  Decl* ParseTypeAlias();
  void ParseStructMember(StructDecl* parent, llvm::SmallVectorImpl<FieldDecl>& fields,
                         llvm::SmallVectorImpl<FuncDecl*>& members);
  void ParseEnumMember(EnumDecl* parent, llvm::SmallVectorImpl<EnumCaseDecl>& cases,
                       llvm::SmallVectorImpl<FuncDecl*>& members);
  bool AtMethod() const;
  FuncDecl* ParseMethod(Decl* parent, StructDecl* parent_struct, List<Attribute> attributes,
                        std::string_view doc, SourceOffset begin);
  bool AtDeclaration() const;
  std::string_view DocBefore(uint32_t token_index);
  List<Attribute> ParseAttributes();
  std::optional<std::string_view> ExpectPlainString(std::string_view what, SourceRange& range);

  // ---- Functions ----
  // The cursor stands after `func`, or on `init` or `drop`.
  FuncDecl* ParseFunctionRest(SourceOffset begin, bool is_async, Decl* parent,
                              StructDecl* parent_struct, List<Attribute> attributes,
                              std::string_view doc, std::string_view extern_abi);
  // Whether the body at the cursor was skipped, to be parsed when it is asked for.
  bool LeaveBodyPending(FuncDecl& func);
  List<GenericParam> ParseGenericParams(bool* is_compute);
  enum class ParamStyle : uint8_t { Function, External, Closure };
  List<Param> ParseParams(ParamStyle style);
  Param ParseParam(ParamStyle style, size_t index);
  TypeExpr* ParseResultType();
  Expr* ParseWhere();

  // ---- Statements ----
  BlockStmt* ParseBlock(std::string_view after);
  void ParseStatements(llvm::SmallVectorImpl<Stmt*>& statements);
  Stmt* ParseStatement();
  Stmt* ParseWordStatement();
  Stmt* ParseAtStatement();
  Stmt* ParseLet();
  Stmt* ParseSimpleStatement();
  Stmt* FinishSimpleStatement(Expr* expr, SourceOffset begin);
  Stmt* ParseReturn();
  Stmt* ParseJump();  // break, continue
  Stmt* ParseDefer();
  Stmt* ParseDeclStatement();
  Stmt* ParseFor(Identifier label, SourceOffset begin, bool is_comptime);
  Stmt* ParseForIn(Identifier label, SourceOffset begin, bool is_comptime, bool parenthesized);
  Stmt* ParseForClause(Identifier label, SourceOffset begin, Stmt* init, bool parenthesized);
  bool LooksLikeForIn(uint32_t ahead);
  Stmt* ParseSelect();
  bool ParseSelectArm(SelectArm& arm);
  bool LooksLikeReceiveArm();
  Stmt* ParseScope();
  Stmt* ParseWith();
  Condition ParseCondition(std::string_view after);
  Expr* RejectAssignment(Expr* expr);

  // ---- Expressions ----
  Expr* ParseExpr();
  Expr* ParseGenericValue();
  Expr* ParseBinary(int min_precedence);
  Expr* ParseUnary();
  Expr* ParseOperandOrJump();  // also return, break and continue
  Expr* ParseRangeEnd(Expr* low, SourceOffset begin);
  void ReportChainedComparison(const BinaryExpr* first, SourceRange op);
  bool CanStartExpr() const;

  Expr* ParsePostfix(Expr* base, SourceOffset begin, bool stop_at_try);
  Expr* ParseMember(Expr* base, SourceOffset begin);
  Expr* ParseIndex(Expr* base, SourceOffset begin);
  Expr* ParseCompute(Expr* base, SourceOffset begin);
  Expr* ParseStructLiteral(TypeExpr* type, SourceOffset begin);
  bool AtTernary();
  Expr* ParseTernary(Expr* condition, SourceOffset begin);
  List<Argument> ParseArguments();
  NamedTypeExpr* AsNamedType(Expr* path);
  bool AtStructLiteral(Expr* base);
  static bool IsPath(const Expr* expr);

  Expr* ParsePrimary();
  Expr* ParseNameOrWord();
  Expr* ParseParenthesized();
  Expr* ParseBracketed();
  Expr* ParseBraceLiteral();
  Expr* ParseClosure();
  Expr* ParseShortClosure();
  Expr* ParseIf(bool is_comptime, SourceOffset begin);
  Expr* ParseMatch(bool is_comptime, SourceOffset begin);
  bool ParseMatchArm(MatchArm& arm);
  Expr* ParseArmBody();
  Expr* ParseBlockOrExpr();
  bool AtMapInBraces();
  Expr* ParseComptime();
  Expr* ParseCode();
  Expr* ParseSplice();
  Expr* ParseIntrinsic();
  Expr* ParseNumber();
  Expr* ParseChar();
  Expr* ParseString();
  Expr* ParseInterpolatedString();
  std::string_view StringValue(const Token& token);

  // ---- Types ----
  TypeExpr* ParseType();
  TypeExpr* ParsePrefixType();
  TypeExpr* ParsePrimaryType();
  TypeExpr* ParseNamedType();
  TypeExpr* ParseFunctionType();
  TypeExpr* ParseGenericArgument();
  // The cursor stands on `<`.
  List<TypeExpr*> ParseTypeArguments();
  bool CloseAngle(SourceRange open);
  bool AtTypeStart() const;
  TypeExpr* ErrorType(SourceOffset begin) {
    return New<TypeExpr>(TypeExprKind::Error, From(begin));
  }

  // ---- Patterns ----
  Pattern* ParsePattern();
  Pattern* ParsePatternAlternative();
  Pattern* ParsePathPattern();
  Pattern* ParseBindingPattern(bool allow_types);  // of let and for
  Expr* ParsePatternValue();
  Pattern* ParseRangePattern(Expr* low, SourceOffset begin);
  Pattern* ErrorPattern(SourceOffset begin) {
    return New<Pattern>(PatternKind::Error, From(begin));
  }

  // ---- Looking ahead (scan.cc) ----
  // A place between tokens, or inside one such as `>>`.
  struct ScanPosition {
    uint32_t index = 0;
    uint32_t split = 0;  // bytes of the token that are used up
  };
  using ScanResult = std::optional<ScanPosition>;
  ScanResult ScanTypeArguments(uint32_t open, unsigned depth);
  ScanResult ScanTypeArgumentList(uint32_t open, unsigned depth);
  ScanResult ScanType(ScanPosition at, unsigned depth, bool argument);
  ScanResult ScanPrimaryType(ScanPosition at, unsigned depth, bool argument);
  ScanResult ScanValue(ScanPosition at, unsigned depth);
  bool EndsArgument(ScanPosition at) const;
  bool AtValueArgument();
  bool AtFunctionType();
  // Index after the bracket that closes the one at `open`; none if it is not closed properly.
  std::optional<uint32_t> ScanBalanced(uint32_t open);
  bool AtGenericArguments();
  bool AtArrayType();
  bool AtStatementsInBraces();
  // The cursor stands on the first token of a line: is `.Case(…) =>` or `..5 =>` here?
  bool AtArmOnNewLine();
  TokenKind KindAt(uint32_t index) const {
    return tokens_[std::min<size_t>(index, token_count_ - 1)].kind;
  }

  // ---- Other languages (foreign.cc) ----
  // Reports a word of another language at a statement's or declaration's start. True if the cursor
  // was moved to where parsing goes on as if `keyword` had been written.
  enum class ForeignUse : uint8_t {
    None,
    Let,
    Const,
    For,
    Loop,
    Func,
    Match,
    Struct,
    Skip,
    Import
  };
  ForeignUse CheckForeignWord(bool in_function);
  void ComplainForeign(SourceRange range, std::string_view word, std::string_view replacement,
                       std::string_view advice);

  ParsedFile& file_;
  const SourceManager& sources_;
  DiagnosticEngine& diagnostics_;
  ParseOptions options_;
  const Token* tokens_;
  size_t token_count_;
  const char* text_;
  SourceOffset base_;

  Token tok_;  // the token at the cursor, or what SplitToken left of it
  uint32_t pos_ = 0;
  SourceOffset prev_end_ = 0;

  Context context_;
  bool panic_ = false;
  SourceOffset last_error_at_ = 0;
  bool nesting_reported_ = false;
  bool statement_reported_ = false;  // at package level, until the next declaration
  unsigned depth_ = 0;
  unsigned height_ = 0;
  // Of each open `code { … }`: its splices so far.
  llvm::SmallVector<llvm::SmallVector<SpliceExpr*, 4>, 1> open_quotes_;
  unsigned function_depth_ = 0;  // open function bodies
  size_t quotes_ = 0;  // `code { … }` met so far

  llvm::SmallVector<ImportDecl*, 8> imports_;
  llvm::SmallVector<Decl*, 32> decls_;
  // Results of looking ahead, by index of the opening token: keeps it linear on `a<b<c<…`. An end
  // of 0: fails.
  struct Memo {
    ScanPosition end;
  };
  llvm::DenseMap<uint32_t, Memo> type_argument_memo_;
  llvm::DenseMap<uint32_t, uint32_t> balanced_memo_;
  uint32_t arm_checked_at_ = ~0u;
  bool arm_found_ = false;
};

template <typename Fn>
void Parser::ParseList(TokenKind close, SourceRange open, bool lines, Fn element) {
  while (!At(close) && !At(TokenKind::EndOfFile)) {
    if (!lines && LeftOpen()) break;
    uint32_t start = pos_;
    element();
    bool separated = At(TokenKind::Comma) || At(close) ||
                     (lines && pos_ != start && (At(TokenKind::Semicolon) || AtStatementEnd()));
    if (!separated && !panic_) ReportNoSeparator(close, open);
    if (panic_) {
      lines ? RecoverLine() : RecoverElement();
      // Back on our feet where an element may end; elsewhere the list itself was left open.
      bool found = At(TokenKind::Comma) || At(close) || (lines && tok_.newline_before());
      if (!found) break;
      panic_ = false;
    }
    if (Accept(TokenKind::Comma)) continue;
    if (!lines) break;
    Accept(TokenKind::Semicolon);
  }
  ExpectClose(close, open);
}

}  // namespace arc::parse_internal

#endif  // ARC_COMPILER_PARSE_PARSER_IMPL_H_
