// The abstract syntax tree of Arc.
//
// Nodes live in the arena of their `FileAst` and are never freed one by one; pointers between nodes
// do not own. Every node carries the source range of all its text (global offsets of the source
// manager). Comments and layout are not in the tree: the file keeps its token list and comment
// list, and ranges lead back to them, so a formatter or a language server loses nothing. A node
// that could not be parsed is an `ErrorExpr` (`ErrorType`, `ErrorPattern`): later phases stay
// silent about it, since a diagnostic was already given.
//
// Casting is LLVM style: `llvm::isa/cast/dyn_cast` over `classof`, driven by the node kind lists
// below.
#ifndef ARC_COMPILER_PARSE_AST_H_
#define ARC_COMPILER_PARSE_AST_H_

#include <cstdint>
#include <string_view>

#include "compiler/source/source_manager.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Casting.h"

namespace arc {

// A name with the place where it stands. Empty text means the name was missing.
struct Identifier {
  std::string_view text;
  SourceRange range;
  explicit operator bool() const { return !text.empty(); }
};

template <typename T>
using List = llvm::ArrayRef<T>;  // arena-backed, immutable after parsing

struct Expr;
struct Stmt;
struct TypeExpr;
struct Pattern;
struct Decl;
struct BlockStmt;
struct FuncDecl;
struct StructDecl;

// ---------------------------------------------------------------------------------------------------------
// Attributes: `@name` or `@name(args)` before a declaration.

struct Attribute {
  Identifier name;
  List<Expr*> args;
  SourceRange range;
};

// ---------------------------------------------------------------------------------------------------------
// Types as written.

enum class TypeExprKind : uint8_t {
  Named,     // a, a.b, a<B, 3>
  Optional,  // T?
  Result,    // T!
  Array,     // [N]T
  Slice,     // []T
  Pointer,   // *T
  Tuple,     // (A, B); () is void
  Function,  // func(A, B) R, async func(A) R
  Value,     // an expression in the place of a generic argument: ring<int32, 16>, @typeof(x)
  Error,
};

struct TypeExpr {
  TypeExprKind kind;
  SourceRange range;
};

struct NamedTypeExpr : TypeExpr {
  List<Identifier> path;      // one or two parts: package alias and name, or the name alone
  List<TypeExpr*> arguments;  // generic arguments
  bool has_arguments = false;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Named; }
};
struct OptionalTypeExpr : TypeExpr {
  TypeExpr* element;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Optional; }
};
struct ResultTypeExpr : TypeExpr {
  TypeExpr* element;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Result; }
};
struct ArrayTypeExpr : TypeExpr {
  Expr* size;
  TypeExpr* element;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Array; }
};
struct SliceTypeExpr : TypeExpr {
  TypeExpr* element;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Slice; }
};
struct PointerTypeExpr : TypeExpr {
  TypeExpr* element;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Pointer; }
};
struct TupleTypeExpr : TypeExpr {
  List<TypeExpr*> elements;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Tuple; }
};
struct FunctionTypeExpr : TypeExpr {
  List<TypeExpr*> params;
  TypeExpr* result;  // null: void
  bool is_async = false;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Function; }
};
struct ValueTypeExpr : TypeExpr {
  Expr* value;
  static bool classof(const TypeExpr* t) { return t->kind == TypeExprKind::Value; }
};

// ---------------------------------------------------------------------------------------------------------
// Expressions.

enum class ExprKind : uint8_t {
  IntLiteral,
  FloatLiteral,
  DurationLiteral,
  CharLiteral,
  StringLiteral,
  InterpolatedString,
  BoolLiteral,
  NullLiteral,
  Name,
  Member,           // a.b
  TupleMember,      // a.0
  IntrinsicMember,  // a.@field(f)
  ImplicitMember,   // .Case, takes its enum from the context
  Call,
  Index,         // a[i]; a[lo..hi] has a RangeExpr as index
  GenericApply,  // f<int32>, vector<int32>
  Unary,
  Binary,
  Range,
  ArrayLiteral,
  MapLiteral,  // {k: v}; also the empty {}
  SetLiteral,
  StructLiteral,
  Tuple,    // (a, b); (a) is its inner expression; () is the void value
  Closure,  // func(x: T) R { }, |x| e
  If,
  Match,
  Block,   // { … } as the value of an arm or a lambda
  Try,     // e?
  Unwrap,  // e!
  Catch,   // e catch |err| { … }
  Await,
  Spawn,
  Compute,    // template func(params) R { body }(args)
  Intrinsic,  // @name(args), @name<T>(args)
  Comptime,   // comptime { … }, comptime e
  Code,       // code { … }
  Splice,     // ${e} inside a code quote
  Type,       // a type in expression position: []int32, *T, T?
  Error,
};

struct Expr {
  ExprKind kind;
  SourceRange range;
};

struct IntLiteralExpr : Expr {
  llvm::APInt* value;    // unsigned, as wide as needed
  bool is_size = false;  // had a size suffix (8_KB): type usize
  static bool classof(const Expr* e) { return e->kind == ExprKind::IntLiteral; }
};
struct FloatLiteralExpr : Expr {
  double value;
  static bool classof(const Expr* e) { return e->kind == ExprKind::FloatLiteral; }
};
struct DurationLiteralExpr : Expr {
  int64_t nanoseconds;
  static bool classof(const Expr* e) { return e->kind == ExprKind::DurationLiteral; }
};
struct CharLiteralExpr : Expr {
  uint32_t value;  // a Unicode scalar
  static bool classof(const Expr* e) { return e->kind == ExprKind::CharLiteral; }
};
struct StringLiteralExpr : Expr {
  std::string_view value;  // decoded
  static bool classof(const Expr* e) { return e->kind == ExprKind::StringLiteral; }
};
// One piece of "a${x:>8}b": text, or an expression with the text of its format after ':'.
struct InterpolationPart {
  std::string_view text;  // decoded; used when value is null
  Expr* value = nullptr;
  std::string_view format;  // raw text after ':', without it; empty if none
  SourceRange format_range;
};
struct InterpolatedStringExpr : Expr {
  List<InterpolationPart> parts;
  static bool classof(const Expr* e) { return e->kind == ExprKind::InterpolatedString; }
};
struct BoolLiteralExpr : Expr {
  bool value;
  static bool classof(const Expr* e) { return e->kind == ExprKind::BoolLiteral; }
};
struct NullLiteralExpr : Expr {
  static bool classof(const Expr* e) { return e->kind == ExprKind::NullLiteral; }
};
struct NameExpr : Expr {
  std::string_view name;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Name; }
};
struct MemberExpr : Expr {
  Expr* base;
  Identifier member;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Member; }
};
struct TupleMemberExpr : Expr {
  Expr* base;
  uint32_t index;
  SourceRange index_range;
  static bool classof(const Expr* e) { return e->kind == ExprKind::TupleMember; }
};
struct Argument {
  Identifier name;  // empty for a positional argument
  Expr* value;
  bool is_spread = false;  // args...
};
struct IntrinsicMemberExpr : Expr {
  Expr* base;
  Identifier name;  // without '@'
  List<Argument> args;
  static bool classof(const Expr* e) { return e->kind == ExprKind::IntrinsicMember; }
};
struct ImplicitMemberExpr : Expr {
  Identifier member;
  static bool classof(const Expr* e) { return e->kind == ExprKind::ImplicitMember; }
};
struct CallExpr : Expr {
  Expr* callee;
  List<Argument> args;
  SourceRange paren_range;  // from '(' to ')'
  static bool classof(const Expr* e) { return e->kind == ExprKind::Call; }
};
struct IndexExpr : Expr {
  Expr* base;
  Expr* index;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Index; }
};
struct GenericApplyExpr : Expr {
  Expr* base;  // a NameExpr or MemberExpr
  List<TypeExpr*> arguments;
  static bool classof(const Expr* e) { return e->kind == ExprKind::GenericApply; }
};

enum class UnaryOp : uint8_t { Negate, Not, BitNot, AddressOf, Dereference };
struct UnaryExpr : Expr {
  UnaryOp op;
  Expr* operand;
  SourceRange op_range;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Unary; }
};

enum class BinaryOp : uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  Rem,
  AddWrap,
  SubWrap,
  MulWrap,  // +% -% *%
  AddSat,
  SubSat,  // +| -|
  MulSat,  // *|
  BitAnd,
  BitOr,
  BitXor,
  Shl,
  Shr,
  LogicalAnd,
  LogicalOr,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Coalesce,  // ??
};
struct BinaryExpr : Expr {
  BinaryOp op;
  Expr* lhs;
  Expr* rhs;
  SourceRange op_range;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Binary; }
};
struct RangeExpr : Expr {
  Expr* low;   // null: from the start (only as an index)
  Expr* high;  // null: to the end (only as an index)
  bool inclusive;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Range; }
};
struct ArrayLiteralExpr : Expr {
  List<Expr*> elements;
  static bool classof(const Expr* e) { return e->kind == ExprKind::ArrayLiteral; }
};
struct MapEntry {
  Expr* key;
  Expr* value;
};
struct MapLiteralExpr : Expr {
  List<MapEntry> entries;
  static bool classof(const Expr* e) { return e->kind == ExprKind::MapLiteral; }
};
struct SetLiteralExpr : Expr {
  List<Expr*> elements;
  static bool classof(const Expr* e) { return e->kind == ExprKind::SetLiteral; }
};
struct FieldInit {
  Identifier name;
  Expr* value;  // null for the shorthand `Point{x}` meaning `x: x`
};
struct StructLiteralExpr : Expr {
  TypeExpr* type;
  List<FieldInit> fields;
  static bool classof(const Expr* e) { return e->kind == ExprKind::StructLiteral; }
};
struct TupleExpr : Expr {
  List<Expr*> elements;  // empty: the void value
  static bool classof(const Expr* e) { return e->kind == ExprKind::Tuple; }
};

struct Param {
  Identifier name;
  TypeExpr* type = nullptr;  // null in a short closure |x|
  Expr* default_value = nullptr;
  bool is_self = false;      // `self p: *Point`
  bool is_comptime = false;  // `comptime n: usize`
  bool is_pack = false;      // `args...`
  SourceRange range;
};

struct ClosureExpr : Expr {
  List<Param> params;
  TypeExpr* result;  // null: inferred (short form) or void (long form)
  BlockStmt* body;   // for |x| e: null, with `value` set
  Expr* value;
  bool is_short;
  bool is_async;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Closure; }
};

// The head of `if` and of a `for` loop: a condition, or `let PATTERN = value`.
struct Condition {
  Pattern* pattern = nullptr;  // set for `if let`
  Expr* value = nullptr;
  bool is_const = false;  // `if const v = …`
};
struct IfExpr : Expr {
  Condition condition;
  BlockStmt* then_block;
  Expr* else_branch;  // null, an IfExpr or a BlockExpr
  bool is_comptime;
  static bool classof(const Expr* e) { return e->kind == ExprKind::If; }
};
struct MatchArm {
  Pattern* pattern;
  Expr* guard;  // null if none
  Expr* body;  // a BlockExpr for `=> { … }`; for a statement such as `return x`, a BlockExpr around
               // it
  SourceRange range;
};
struct MatchExpr : Expr {
  Expr* subject;
  List<MatchArm> arms;
  bool is_comptime;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Match; }
};
struct BlockExpr : Expr {
  BlockStmt* block;  // its value is that of a last expression statement
  static bool classof(const Expr* e) { return e->kind == ExprKind::Block; }
};
struct TryExpr : Expr {
  Expr* operand;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Try; }
};
struct UnwrapExpr : Expr {
  Expr* operand;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Unwrap; }
};
struct CatchExpr : Expr {
  Expr* operand;
  Identifier error_name;  // empty for `catch { … }` and `catch value`
  Expr* handler;          // a BlockExpr or a plain expression
  static bool classof(const Expr* e) { return e->kind == ExprKind::Catch; }
};
struct AwaitExpr : Expr {
  Expr* operand;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Await; }
};
struct SpawnExpr : Expr {
  Expr* operand;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Spawn; }
};
struct ComputeExpr : Expr {
  Expr* templ;  // a NameExpr or MemberExpr (package.Template), perhaps with GenericApply
  List<Param> params;
  TypeExpr* result;  // null: void
  BlockStmt* body;
  List<Argument> args;     // init arguments followed by call arguments
  SourceRange func_range;  // of the `func` keyword
  static bool classof(const Expr* e) { return e->kind == ExprKind::Compute; }
};
struct IntrinsicExpr : Expr {
  Identifier name;  // without '@'
  List<TypeExpr*> type_args;
  List<Argument> args;
  bool has_parens;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Intrinsic; }
};
struct ComptimeExpr : Expr {
  Expr* value;  // a BlockExpr for `comptime { … }`
  static bool classof(const Expr* e) { return e->kind == ExprKind::Comptime; }
};
struct SpliceExpr;
struct CodeExpr : Expr {
  BlockStmt* body;
  List<SpliceExpr*> splices;  // in the order of the text; without those of quotes inside
  static bool classof(const Expr* e) { return e->kind == ExprKind::Code; }
};
struct SpliceExpr : Expr {
  Expr* value;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Splice; }
};
struct TypeAsExpr : Expr {
  TypeExpr* type;
  static bool classof(const Expr* e) { return e->kind == ExprKind::Type; }
};

// ---------------------------------------------------------------------------------------------------------
// Patterns.

enum class PatternKind : uint8_t { Wildcard, Binding, Literal, Range, Case, Tuple, Or, Error };

struct Pattern {
  PatternKind kind;
  SourceRange range;
};
struct BindingPattern : Pattern {
  Identifier name;  // may turn out to name an enum case or a constant: the checker decides
  TypeExpr* type = nullptr;
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Binding; }
};
struct LiteralPattern : Pattern {
  Expr* value;  // a literal, a negated literal, null, or a constant's path without call
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Literal; }
};
struct RangePattern : Pattern {
  Expr* low;   // null: unbounded
  Expr* high;  // null: unbounded
  bool inclusive;
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Range; }
};
struct CasePattern : Pattern {
  // `Shape.Circle(r)`, `web.Kind.A`, `.Circle(r)`, `ok(v)`, `err(e)`, `Circle(r)`.
  List<Identifier> path;
  bool is_implicit = false;  // began with '.'
  bool has_payload = false;  // had parentheses
  List<Pattern*> payload;
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Case; }
};
struct TuplePattern : Pattern {
  List<Pattern*> elements;
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Tuple; }
};
struct OrPattern : Pattern {
  List<Pattern*> alternatives;
  static bool classof(const Pattern* p) { return p->kind == PatternKind::Or; }
};

// ---------------------------------------------------------------------------------------------------------
// Statements.

enum class StmtKind : uint8_t {
  Block,
  Let,
  Expr,
  Assign,
  IncDec,
  Return,
  Break,
  Continue,
  Defer,
  While,      // for { }, for cond { }, for let v = e { } (as `if let`)
  ForClause,  // for init; cond; step { }
  ForIn,      // for x in xs, for i, x in xs, for k, v in m
  Select,
  Scope,
  With,
  Decl,
  Error,
};

struct Stmt {
  StmtKind kind;
  SourceRange range;
};
struct BlockStmt : Stmt {
  List<Stmt*> stmts;
  SourceRange open_range;   // '{'
  SourceRange close_range;  // '}'
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Block; }
};
struct LetStmt : Stmt {
  bool is_const;
  Pattern* pattern;  // a BindingPattern, WildcardPattern or TuplePattern
  TypeExpr* type;    // null: inferred
  Expr* value;       // null: zero value
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Let; }
};
struct ExprStmt : Stmt {
  Expr* expr;
  bool has_semicolon = false;  // an explicit ';' after it
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Expr; }
};
struct AssignStmt : Stmt {
  Expr* target;      // a TupleExpr for `(a, b) = (b, a)`
  bool is_compound;  // `op` holds for `target op= value`
  BinaryOp op;
  Expr* value;
  SourceRange op_range;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Assign; }
};
struct IncDecStmt : Stmt {
  Expr* target;
  bool is_increment;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::IncDec; }
};
struct ReturnStmt : Stmt {
  Expr* value;  // null: none
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Return; }
};
struct BreakStmt : Stmt {
  Identifier label;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Break; }
};
struct ContinueStmt : Stmt {
  Identifier label;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Continue; }
};
struct DeferStmt : Stmt {
  Stmt* body;  // an ExprStmt, an assignment or a BlockStmt
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Defer; }
};
struct WhileStmt : Stmt {
  Identifier label;
  Condition condition;  // value null: for ever
  BlockStmt* body;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::While; }
};
struct ForClauseStmt : Stmt {
  Identifier label;
  Stmt* init;       // null if none
  Expr* condition;  // null if none
  Stmt* step;       // null if none
  BlockStmt* body;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::ForClause; }
};
struct ForInStmt : Stmt {
  Identifier label;
  Pattern* first;   // the only variable, or the index / key
  Pattern* second;  // null if one variable
  Expr* sequence;
  BlockStmt* body;
  bool is_comptime;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::ForIn; }
};
enum class SelectArmKind : uint8_t { Receive, Operation, Default };
struct SelectArm {
  SelectArmKind kind;
  Pattern* binding;  // Receive: `v = rx.recv()`; null if the value is not bound
  Expr* operation;   // null for default
  Expr* body;
  SourceRange range;
};
struct SelectStmt : Stmt {
  List<SelectArm> arms;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Select; }
};
struct ScopeStmt : Stmt {
  BlockStmt* body;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Scope; }
};
struct WithStmt : Stmt {
  Expr* context;  // deadline(50_ms)
  BlockStmt* body;
  static bool classof(const Stmt* s) { return s->kind == StmtKind::With; }
};
struct DeclStmt : Stmt {
  Decl* decl;  // a local func, struct, enum or const
  static bool classof(const Stmt* s) { return s->kind == StmtKind::Decl; }
};

// ---------------------------------------------------------------------------------------------------------
// Declarations.

enum class DeclKind : uint8_t {
  Import,
  Const,
  Struct,
  Enum,
  Func,
  Extern,
  Test,
  TypeAlias,
  Comptime,
  Error,
};

struct Decl {
  DeclKind kind;
  SourceRange range;
  Identifier name;
  List<Attribute> attributes;
  std::string_view doc;  // text of the `///` lines, markers removed
};

struct ImportDecl : Decl {  // name: the alias, empty if none
  std::string_view path;
  SourceRange path_range;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Import; }
};
struct ConstDecl : Decl {
  TypeExpr* type;  // null: inferred
  Expr* value;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Const; }
};

// `T`, `comptime N: usize` in a generic parameter list. `T` is short for `comptime T: type`.
struct GenericParam {
  Identifier name;
  TypeExpr* type;  // null: the parameter is a type
  SourceRange range;
};

// A body that is parsed when it is first asked for (parser.h).
struct PendingBody;

struct FuncDecl : Decl {
  // Those of the list in `<…>`, then the `comptime` ones of `params`, which have the same names.
  List<GenericParam> generics;
  size_t written_generics = 0;  // how many stand in `<…>`
  List<Param> params;
  TypeExpr* result;    // null: void; `auto` is a NamedTypeExpr "auto"
  Expr* where_clause;  // null if none
  BlockStmt* body;     // null: external, interface only, or pending; see BodyOf and HasBody
  PendingBody* pending = nullptr;  // in trees of interfaces
  bool is_async = false;
  bool has_quote = false;               // `code { … }` in the body, unless that is pending
  bool is_init = false;                 // `init(…)` in a struct
  bool is_drop = false;                 // `drop(…)` in a struct
  StructDecl* parent_struct = nullptr;  // set for members of a struct
  Decl* parent = nullptr;               // the struct or enum it stands in
  std::string_view extern_abi;          // "C" inside an extern block, else empty
  static bool classof(const Decl* d) { return d->kind == DeclKind::Func; }
};
struct FieldDecl {
  Identifier name;
  TypeExpr* type;
  Expr* default_value;  // null: zero value
  std::string_view doc;
  List<Attribute> attributes;
  SourceRange range;
};
struct StructDecl : Decl {
  List<GenericParam> generics;
  bool is_compute = false;  // `struct process<compute>`
  Expr* where_clause = nullptr;
  List<FieldDecl> fields;
  List<FuncDecl*> members;  // methods, init, drop
  static bool classof(const Decl* d) { return d->kind == DeclKind::Struct; }
};
struct EnumCaseDecl {
  Identifier name;
  List<Param> payload;  // names may be empty
  Expr* value;          // `= 3`: explicit discriminant, null if none
  std::string_view doc;
  List<Attribute> attributes;
  SourceRange range;
};
struct EnumDecl : Decl {
  List<GenericParam> generics;
  Expr* where_clause = nullptr;
  List<EnumCaseDecl> cases;
  List<FuncDecl*> members;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Enum; }
};
struct ExternDecl : Decl {
  std::string_view abi;
  List<FuncDecl*> functions;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Extern; }
};
struct TestDecl : Decl {
  std::string_view title;
  SourceRange title_range;
  BlockStmt* body;
  bool is_async = false;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Test; }
};
struct TypeAliasDecl : Decl {
  List<GenericParam> generics;
  TypeExpr* type;
  static bool classof(const Decl* d) { return d->kind == DeclKind::TypeAlias; }
};
struct ComptimeDecl : Decl {  // a `comptime { … }` block of the package
  BlockStmt* body;
  static bool classof(const Decl* d) { return d->kind == DeclKind::Comptime; }
};

// A whole file.
struct FileAst {
  FileId file;
  Identifier namespace_name;  // empty: the folder's name
  List<ImportDecl*> imports;
  List<Decl*> decls;  // in source order, imports left out
  bool has_errors = false;
  // There is a `comptime` that runs code: a block or an expression, not an `if`, `match` or `for`.
  bool runs_comptime = false;
};

}  // namespace arc

#endif  // ARC_COMPILER_PARSE_AST_H_
