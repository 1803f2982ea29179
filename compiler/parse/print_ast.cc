#include "compiler/parse/print_ast.h"

#include <string>

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {
namespace {

llvm::StringRef Ref(std::string_view text) { return {text.data(), text.size()}; }

std::string_view Spelling(UnaryOp op) {
  switch (op) {
    case UnaryOp::Negate:
      return "-";
    case UnaryOp::Not:
      return "!";
    case UnaryOp::BitNot:
      return "~";
    case UnaryOp::AddressOf:
      return "&";
    case UnaryOp::Dereference:
      return "*";
  }
  return "?";
}

std::string_view Spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
      return "+";
    case BinaryOp::Sub:
      return "-";
    case BinaryOp::Mul:
      return "*";
    case BinaryOp::Div:
      return "/";
    case BinaryOp::Rem:
      return "%";
    case BinaryOp::AddWrap:
      return "+%";
    case BinaryOp::SubWrap:
      return "-%";
    case BinaryOp::MulWrap:
      return "*%";
    case BinaryOp::AddSat:
      return "+|";
    case BinaryOp::SubSat:
      return "-|";
    case BinaryOp::MulSat:
      return "*|";
    case BinaryOp::BitAnd:
      return "&";
    case BinaryOp::BitOr:
      return "|";
    case BinaryOp::BitXor:
      return "^";
    case BinaryOp::Shl:
      return "<<";
    case BinaryOp::Shr:
      return ">>";
    case BinaryOp::LogicalAnd:
      return "&&";
    case BinaryOp::LogicalOr:
      return "||";
    case BinaryOp::Equal:
      return "==";
    case BinaryOp::NotEqual:
      return "!=";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    case BinaryOp::GreaterEqual:
      return ">=";
    case BinaryOp::Coalesce:
      return "??";
  }
  return "?";
}

// Writes a node's line with Node(), then its children inside an Indent. Recursion is as deep as the
// tree: at most kMaxTreeHeight, on the stack that callers give to phases.
class Printer {
 public:
  Printer(const SourceManager& sources, llvm::raw_ostream& out, const PrintAstOptions& options)
      : sources_(sources), out_(out), options_(options) {}

  void File(const FileAst& file);

 private:
  struct Indent {
    explicit Indent(Printer& printer) : printer(printer) { ++printer.depth_; }
    ~Indent() { --printer.depth_; }
    Printer& printer;
  };

  llvm::raw_ostream& Node(llvm::StringRef name, SourceRange range) {
    // Deep trees would print a quadratic amount of blanks.
    out_.indent(2 * std::min(depth_, 100u)) << name;
    if (options_.ranges && range.valid()) {
      LineColumn begin = sources_.Decode(range.begin);
      LineColumn end = sources_.Decode(range.end);
      out_ << ' ' << begin.line << ':' << begin.column << '-' << end.line << ':' << end.column;
    }
    return out_;
  }
  llvm::raw_ostream& Role(llvm::StringRef name) {
    return out_.indent(2 * std::min(depth_, 100u)) << name;
  }
  llvm::raw_ostream& Quoted(std::string_view text) {
    out_ << '"';
    out_.write_escaped(Ref(text));
    return out_ << '"';
  }
  void Name(const Identifier& name) {
    if (name) out_ << ' ' << Ref(name.text);
  }
  void Path(List<Identifier> path) {
    out_ << ' ';
    for (size_t i = 0; i < path.size(); ++i) out_ << (i == 0 ? "" : ".") << Ref(path[i].text);
  }
  // A child in a named role; nothing if it is null.
  template <typename T>
  void Child(llvm::StringRef role, const T* child) {
    if (child == nullptr) return;
    Role(role) << '\n';
    Indent indent(*this);
    Print(child);
  }

  void Docs(std::string_view doc);
  void Attributes(List<Attribute> attributes);
  void Generics(List<GenericParam> generics);
  void Params(List<Param> params);
  void Arguments(List<Argument> args);
  void Head(const Condition& condition);

  void Print(const Decl* decl);
  void Print(const Stmt* stmt);
  void Print(const Expr* expr);
  void Print(const TypeExpr* type);
  void Print(const Pattern* pattern);
  void Function(const FuncDecl& func);

  const SourceManager& sources_;
  llvm::raw_ostream& out_;
  const PrintAstOptions& options_;
  unsigned depth_ = 0;
};

void Printer::Docs(std::string_view doc) {
  if (doc.empty()) return;
  Role("doc ");
  Quoted(doc) << '\n';
}

void Printer::Attributes(List<Attribute> attributes) {
  for (const Attribute& attribute : attributes) {
    Node("Attribute", attribute.range) << " @" << Ref(attribute.name.text) << '\n';
    Indent indent(*this);
    for (const Expr* arg : attribute.args) Print(arg);
  }
}

void Printer::Generics(List<GenericParam> generics) {
  for (const GenericParam& param : generics) {
    Node("GenericParam", param.range);
    Name(param.name);
    out_ << '\n';
    Indent indent(*this);
    if (param.type != nullptr) Print(param.type);
  }
}

void Printer::Params(List<Param> params) {
  for (const Param& param : params) {
    Node("Param", param.range);
    Name(param.name);
    if (param.is_self) out_ << " self";
    if (param.is_comptime) out_ << " comptime";
    if (param.is_pack) out_ << " pack";
    out_ << '\n';
    Indent indent(*this);
    if (param.type != nullptr) Print(param.type);
    Child("default", param.default_value);
  }
}

void Printer::Arguments(List<Argument> args) {
  for (const Argument& arg : args) {
    if (arg.name || arg.is_spread) {
      Role(arg.is_spread ? "spread" : "named");
      Name(arg.name);
      out_ << '\n';
      Indent indent(*this);
      Print(arg.value);
    } else {
      Print(arg.value);
    }
  }
}

void Printer::Head(const Condition& condition) {
  if (condition.pattern != nullptr) {
    Role(condition.is_const ? "const" : "let") << '\n';
    Indent indent(*this);
    Print(condition.pattern);
  }
  if (condition.value != nullptr) Print(condition.value);
}

void Printer::File(const FileAst& file) {
  Role("File");
  if (file.namespace_name) out_ << " namespace " << Ref(file.namespace_name.text);
  if (file.has_errors) out_ << " errors";
  out_ << '\n';
  Indent indent(*this);
  for (const ImportDecl* import : file.imports) Print(import);
  for (const Decl* decl : file.decls) Print(decl);
}

// ---- Declarations
// -----------------------------------------------------------------------------------------

void Printer::Function(const FuncDecl& func) {
  Node("Func", func.range);
  Name(func.name);
  if (func.is_async) out_ << " async";
  if (func.is_init) out_ << " init";
  if (func.is_drop) out_ << " drop";
  if (!func.extern_abi.empty()) {
    out_ << ' ';
    Quoted(func.extern_abi);
  }
  if (func.body == nullptr) out_ << " no-body";
  out_ << '\n';
  Indent indent(*this);
  Docs(func.doc);
  Attributes(func.attributes);
  Generics(func.generics);
  Params(func.params);
  Child("result", func.result);
  Child("where", func.where_clause);
  if (func.body != nullptr) Print(func.body);
}

void Printer::Print(const Decl* decl) {
  switch (decl->kind) {
    case DeclKind::Import: {
      auto* import = llvm::cast<ImportDecl>(decl);
      Node("Import", import->range);
      Name(import->name);
      out_ << ' ';
      Quoted(import->path) << '\n';
      return;
    }
    case DeclKind::Const: {
      auto* constant = llvm::cast<ConstDecl>(decl);
      Node("Const", constant->range);
      Name(constant->name);
      out_ << '\n';
      Indent indent(*this);
      Docs(constant->doc);
      Attributes(constant->attributes);
      Child("type", constant->type);
      if (constant->value != nullptr) Print(constant->value);
      return;
    }
    case DeclKind::Struct: {
      auto* record = llvm::cast<StructDecl>(decl);
      Node("Struct", record->range);
      Name(record->name);
      if (record->is_compute) out_ << " compute";
      out_ << '\n';
      Indent indent(*this);
      Docs(record->doc);
      Attributes(record->attributes);
      Generics(record->generics);
      Child("where", record->where_clause);
      for (const FieldDecl& field : record->fields) {
        Node("Field", field.range);
        Name(field.name);
        out_ << '\n';
        Indent field_indent(*this);
        Docs(field.doc);
        Attributes(field.attributes);
        if (field.type != nullptr) Print(field.type);
        Child("default", field.default_value);
      }
      for (const FuncDecl* member : record->members) Function(*member);
      return;
    }
    case DeclKind::Enum: {
      auto* variants = llvm::cast<EnumDecl>(decl);
      Node("Enum", variants->range);
      Name(variants->name);
      out_ << '\n';
      Indent indent(*this);
      Docs(variants->doc);
      Attributes(variants->attributes);
      Generics(variants->generics);
      Child("where", variants->where_clause);
      for (const EnumCaseDecl& enum_case : variants->cases) {
        Node("Case", enum_case.range);
        Name(enum_case.name);
        out_ << '\n';
        Indent case_indent(*this);
        Docs(enum_case.doc);
        Attributes(enum_case.attributes);
        Params(enum_case.payload);
        Child("value", enum_case.value);
      }
      for (const FuncDecl* member : variants->members) Function(*member);
      return;
    }
    case DeclKind::Func:
      Function(*llvm::cast<FuncDecl>(decl));
      return;
    case DeclKind::Extern: {
      auto* external = llvm::cast<ExternDecl>(decl);
      Node("Extern", external->range) << ' ';
      Quoted(external->abi) << '\n';
      Indent indent(*this);
      Docs(external->doc);
      Attributes(external->attributes);
      for (const FuncDecl* func : external->functions) Function(*func);
      return;
    }
    case DeclKind::Test: {
      auto* test = llvm::cast<TestDecl>(decl);
      Node("Test", test->range) << ' ';
      Quoted(test->title) << (test->is_async ? " async\n" : "\n");
      Indent indent(*this);
      Docs(test->doc);
      Attributes(test->attributes);
      Print(test->body);
      return;
    }
    case DeclKind::TypeAlias: {
      auto* alias = llvm::cast<TypeAliasDecl>(decl);
      Node("TypeAlias", alias->range);
      Name(alias->name);
      out_ << '\n';
      Indent indent(*this);
      Docs(alias->doc);
      Attributes(alias->attributes);
      Generics(alias->generics);
      Print(alias->type);
      return;
    }
    case DeclKind::Comptime: {
      auto* block = llvm::cast<ComptimeDecl>(decl);
      Node("Comptime", block->range) << '\n';
      Indent indent(*this);
      Docs(block->doc);
      Attributes(block->attributes);
      Print(block->body);
      return;
    }
    case DeclKind::Error:
      Node("ErrorDecl", decl->range) << '\n';
      return;
  }
}

// ---- Statements
// -------------------------------------------------------------------------------------------

void Printer::Print(const Stmt* stmt) {
  switch (stmt->kind) {
    case StmtKind::Block: {
      Node("Block", stmt->range) << '\n';
      Indent indent(*this);
      for (const Stmt* child : llvm::cast<BlockStmt>(stmt)->stmts) Print(child);
      return;
    }
    case StmtKind::Let: {
      auto* let = llvm::cast<LetStmt>(stmt);
      Node(let->is_const ? "LetConst" : "Let", let->range) << '\n';
      Indent indent(*this);
      Print(let->pattern);
      Child("type", let->type);
      if (let->value != nullptr) Print(let->value);
      return;
    }
    case StmtKind::Expr: {
      auto* expression = llvm::cast<ExprStmt>(stmt);
      Node("ExprStmt", stmt->range) << (expression->has_semicolon ? " ;\n" : "\n");
      Indent indent(*this);
      Print(expression->expr);
      return;
    }
    case StmtKind::Assign: {
      auto* assign = llvm::cast<AssignStmt>(stmt);
      Node("Assign", stmt->range);
      if (assign->is_compound) out_ << ' ' << Ref(Spelling(assign->op)) << '=';
      out_ << '\n';
      Indent indent(*this);
      Print(assign->target);
      Print(assign->value);
      return;
    }
    case StmtKind::IncDec: {
      auto* step = llvm::cast<IncDecStmt>(stmt);
      Node("IncDec", stmt->range) << (step->is_increment ? " ++\n" : " --\n");
      Indent indent(*this);
      Print(step->target);
      return;
    }
    case StmtKind::Return: {
      Node("Return", stmt->range) << '\n';
      Indent indent(*this);
      auto* value = llvm::cast<ReturnStmt>(stmt)->value;
      if (value != nullptr) Print(value);
      return;
    }
    case StmtKind::Break:
      Node("Break", stmt->range);
      Name(llvm::cast<BreakStmt>(stmt)->label);
      out_ << '\n';
      return;
    case StmtKind::Continue:
      Node("Continue", stmt->range);
      Name(llvm::cast<ContinueStmt>(stmt)->label);
      out_ << '\n';
      return;
    case StmtKind::Defer: {
      Node("Defer", stmt->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<DeferStmt>(stmt)->body);
      return;
    }
    case StmtKind::While: {
      auto* loop = llvm::cast<WhileStmt>(stmt);
      Node("While", stmt->range);
      Name(loop->label);
      out_ << '\n';
      Indent indent(*this);
      Head(loop->condition);
      Print(loop->body);
      return;
    }
    case StmtKind::ForClause: {
      auto* loop = llvm::cast<ForClauseStmt>(stmt);
      Node("ForClause", stmt->range);
      Name(loop->label);
      out_ << '\n';
      Indent indent(*this);
      Child("init", loop->init);
      Child("condition", loop->condition);
      Child("step", loop->step);
      Print(loop->body);
      return;
    }
    case StmtKind::ForIn: {
      auto* loop = llvm::cast<ForInStmt>(stmt);
      Node("ForIn", stmt->range);
      Name(loop->label);
      out_ << (loop->is_comptime ? " comptime\n" : "\n");
      Indent indent(*this);
      Print(loop->first);
      if (loop->second != nullptr) Print(loop->second);
      Print(loop->sequence);
      Print(loop->body);
      return;
    }
    case StmtKind::Select: {
      Node("Select", stmt->range) << '\n';
      Indent indent(*this);
      for (const SelectArm& arm : llvm::cast<SelectStmt>(stmt)->arms) {
        llvm::StringRef name = arm.kind == SelectArmKind::Receive     ? "ReceiveArm"
                               : arm.kind == SelectArmKind::Operation ? "OperationArm"
                                                                      : "DefaultArm";
        Node(name, arm.range) << '\n';
        Indent arm_indent(*this);
        if (arm.binding != nullptr) Print(arm.binding);
        if (arm.operation != nullptr) Print(arm.operation);
        Print(arm.body);
      }
      return;
    }
    case StmtKind::Scope: {
      Node("Scope", stmt->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<ScopeStmt>(stmt)->body);
      return;
    }
    case StmtKind::With: {
      Node("With", stmt->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<WithStmt>(stmt)->context);
      Print(llvm::cast<WithStmt>(stmt)->body);
      return;
    }
    case StmtKind::Decl:
      Print(llvm::cast<DeclStmt>(stmt)->decl);
      return;
    case StmtKind::Error:
      Node("ErrorStmt", stmt->range) << '\n';
      return;
  }
}

// ---- Expressions
// ------------------------------------------------------------------------------------------

void Printer::Print(const Expr* expr) {
  // Unary nodes of one operand share their form.
  auto wrap = [&](llvm::StringRef name, const Expr* operand) {
    Node(name, expr->range) << '\n';
    Indent indent(*this);
    Print(operand);
  };
  switch (expr->kind) {
    case ExprKind::IntLiteral: {
      auto* literal = llvm::cast<IntLiteralExpr>(expr);
      llvm::SmallString<32> text;
      literal->value->toStringUnsigned(text);
      Node("Int", expr->range) << ' ' << text << (literal->is_size ? " size\n" : "\n");
      return;
    }
    case ExprKind::FloatLiteral:
      Node("Float", expr->range) << ' '
                                 << llvm::format("%.17g", llvm::cast<FloatLiteralExpr>(expr)->value)
                                 << '\n';
      return;
    case ExprKind::DurationLiteral:
      Node("Duration", expr->range)
          << ' ' << llvm::cast<DurationLiteralExpr>(expr)->nanoseconds << "ns\n";
      return;
    case ExprKind::CharLiteral:
      Node("Char", expr->range) << " U+"
                                << llvm::utohexstr(llvm::cast<CharLiteralExpr>(expr)->value)
                                << '\n';
      return;
    case ExprKind::StringLiteral:
      Node("String", expr->range) << ' ';
      Quoted(llvm::cast<StringLiteralExpr>(expr)->value) << '\n';
      return;
    case ExprKind::InterpolatedString: {
      Node("Interpolated", expr->range) << '\n';
      Indent indent(*this);
      for (const InterpolationPart& part : llvm::cast<InterpolatedStringExpr>(expr)->parts) {
        if (part.value == nullptr) {
          Role("text ");
          Quoted(part.text) << '\n';
          continue;
        }
        Role("value");
        if (part.format_range.valid()) {
          out_ << " format ";
          Quoted(part.format);
        }
        out_ << '\n';
        Indent value_indent(*this);
        Print(part.value);
      }
      return;
    }
    case ExprKind::BoolLiteral:
      Node("Bool", expr->range) << (llvm::cast<BoolLiteralExpr>(expr)->value ? " true\n"
                                                                             : " false\n");
      return;
    case ExprKind::NullLiteral:
      Node("Null", expr->range) << '\n';
      return;
    case ExprKind::Name:
      Node("Name", expr->range) << ' ' << Ref(llvm::cast<NameExpr>(expr)->name) << '\n';
      return;
    case ExprKind::Member: {
      auto* member = llvm::cast<MemberExpr>(expr);
      Node("Member", expr->range) << " ." << Ref(member->member.text) << '\n';
      Indent indent(*this);
      Print(member->base);
      return;
    }
    case ExprKind::TupleMember: {
      auto* member = llvm::cast<TupleMemberExpr>(expr);
      Node("TupleMember", expr->range) << " ." << member->index << '\n';
      Indent indent(*this);
      Print(member->base);
      return;
    }
    case ExprKind::IntrinsicMember: {
      auto* member = llvm::cast<IntrinsicMemberExpr>(expr);
      Node("IntrinsicMember", expr->range) << " .@" << Ref(member->name.text) << '\n';
      Indent indent(*this);
      Print(member->base);
      Arguments(member->args);
      return;
    }
    case ExprKind::ImplicitMember:
      Node("ImplicitMember", expr->range)
          << " ." << Ref(llvm::cast<ImplicitMemberExpr>(expr)->member.text) << '\n';
      return;
    case ExprKind::Call: {
      auto* call = llvm::cast<CallExpr>(expr);
      Node("Call", expr->range) << '\n';
      Indent indent(*this);
      Print(call->callee);
      Arguments(call->args);
      return;
    }
    case ExprKind::Index: {
      auto* index = llvm::cast<IndexExpr>(expr);
      Node("Index", expr->range) << '\n';
      Indent indent(*this);
      Print(index->base);
      Print(index->index);
      return;
    }
    case ExprKind::GenericApply: {
      auto* apply = llvm::cast<GenericApplyExpr>(expr);
      Node("GenericApply", expr->range) << '\n';
      Indent indent(*this);
      Print(apply->base);
      for (const TypeExpr* argument : apply->arguments) Print(argument);
      return;
    }
    case ExprKind::Unary: {
      auto* unary = llvm::cast<UnaryExpr>(expr);
      Node("Unary", expr->range) << ' ' << Ref(Spelling(unary->op)) << '\n';
      Indent indent(*this);
      Print(unary->operand);
      return;
    }
    case ExprKind::Binary: {
      auto* binary = llvm::cast<BinaryExpr>(expr);
      Node("Binary", expr->range) << ' ' << Ref(Spelling(binary->op)) << '\n';
      Indent indent(*this);
      Print(binary->lhs);
      Print(binary->rhs);
      return;
    }
    case ExprKind::Range: {
      auto* range = llvm::cast<RangeExpr>(expr);
      Node("Range", expr->range) << (range->inclusive ? " ..=\n" : " ..\n");
      Indent indent(*this);
      Child("low", range->low);
      Child("high", range->high);
      return;
    }
    case ExprKind::ArrayLiteral: {
      Node("Array", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<ArrayLiteralExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::MapLiteral: {
      Node("Map", expr->range) << '\n';
      Indent indent(*this);
      for (const MapEntry& entry : llvm::cast<MapLiteralExpr>(expr)->entries) {
        Role("entry\n");
        Indent entry_indent(*this);
        Print(entry.key);
        Print(entry.value);
      }
      return;
    }
    case ExprKind::SetLiteral: {
      Node("Set", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<SetLiteralExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::StructLiteral: {
      auto* literal = llvm::cast<StructLiteralExpr>(expr);
      Node("StructLiteral", expr->range) << '\n';
      Indent indent(*this);
      Print(literal->type);
      for (const FieldInit& field : literal->fields) {
        Role("field");
        Name(field.name);
        out_ << '\n';
        Indent field_indent(*this);
        if (field.value != nullptr) Print(field.value);
      }
      return;
    }
    case ExprKind::Tuple: {
      Node("Tuple", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<TupleExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::Closure: {
      auto* closure = llvm::cast<ClosureExpr>(expr);
      Node("Closure", expr->range);
      if (closure->is_short) out_ << " short";
      if (closure->is_async) out_ << " async";
      out_ << '\n';
      Indent indent(*this);
      Params(closure->params);
      Child("result", closure->result);
      if (closure->body != nullptr) Print(closure->body);
      if (closure->value != nullptr) Print(closure->value);
      return;
    }
    case ExprKind::If: {
      auto* node = llvm::cast<IfExpr>(expr);
      Node("If", expr->range) << (node->is_comptime ? " comptime\n" : "\n");
      Indent indent(*this);
      Head(node->condition);
      Print(node->then_block);
      Child("else", node->else_branch);
      return;
    }
    case ExprKind::Match: {
      auto* match = llvm::cast<MatchExpr>(expr);
      Node("Match", expr->range) << (match->is_comptime ? " comptime\n" : "\n");
      Indent indent(*this);
      Print(match->subject);
      for (const MatchArm& arm : match->arms) {
        Node("Arm", arm.range) << '\n';
        Indent arm_indent(*this);
        Print(arm.pattern);
        Child("guard", arm.guard);
        Print(arm.body);
      }
      return;
    }
    case ExprKind::Block:
      Print(llvm::cast<BlockExpr>(expr)->block);  // a block prints alike in both roles
      return;
    case ExprKind::Try:
      wrap("Try", llvm::cast<TryExpr>(expr)->operand);
      return;
    case ExprKind::Unwrap:
      wrap("Unwrap", llvm::cast<UnwrapExpr>(expr)->operand);
      return;
    case ExprKind::Catch: {
      auto* node = llvm::cast<CatchExpr>(expr);
      Node("Catch", expr->range);
      Name(node->error_name);
      out_ << '\n';
      Indent indent(*this);
      Print(node->operand);
      Print(node->handler);
      return;
    }
    case ExprKind::Await:
      wrap("Await", llvm::cast<AwaitExpr>(expr)->operand);
      return;
    case ExprKind::Spawn:
      wrap("Spawn", llvm::cast<SpawnExpr>(expr)->operand);
      return;
    case ExprKind::Compute: {
      auto* compute = llvm::cast<ComputeExpr>(expr);
      Node("Compute", expr->range) << '\n';
      Indent indent(*this);
      Print(compute->templ);
      Params(compute->params);
      Child("result", compute->result);
      Print(compute->body);
      Arguments(compute->args);
      return;
    }
    case ExprKind::Intrinsic: {
      auto* intrinsic = llvm::cast<IntrinsicExpr>(expr);
      Node("Intrinsic", expr->range)
          << " @" << Ref(intrinsic->name.text) << (intrinsic->has_parens ? " ()\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* type : intrinsic->type_args) Print(type);
      Arguments(intrinsic->args);
      return;
    }
    case ExprKind::Comptime:
      wrap("ComptimeExpr", llvm::cast<ComptimeExpr>(expr)->value);
      return;
    case ExprKind::Code: {
      Node("Code", expr->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<CodeExpr>(expr)->body);
      return;
    }
    case ExprKind::Splice:
      wrap("Splice", llvm::cast<SpliceExpr>(expr)->value);
      return;
    case ExprKind::Type: {
      Node("TypeAs", expr->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<TypeAsExpr>(expr)->type);
      return;
    }
    case ExprKind::Error:
      Node("ErrorExpr", expr->range) << '\n';
      return;
  }
}

// ---- Types and patterns
// -----------------------------------------------------------------------------------

void Printer::Print(const TypeExpr* type) {
  auto wrap = [&](llvm::StringRef name, const TypeExpr* element) {
    Node(name, type->range) << '\n';
    Indent indent(*this);
    Print(element);
  };
  switch (type->kind) {
    case TypeExprKind::Named: {
      auto* named = llvm::cast<NamedTypeExpr>(type);
      Node("Type", type->range);
      Path(named->path);
      out_ << (named->has_arguments && named->arguments.empty() ? " <>\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* argument : named->arguments) Print(argument);
      return;
    }
    case TypeExprKind::Optional:
      wrap("OptionalType", llvm::cast<OptionalTypeExpr>(type)->element);
      return;
    case TypeExprKind::Result:
      wrap("ResultType", llvm::cast<ResultTypeExpr>(type)->element);
      return;
    case TypeExprKind::Array: {
      auto* array = llvm::cast<ArrayTypeExpr>(type);
      Node("ArrayType", type->range) << '\n';
      Indent indent(*this);
      Print(array->size);
      Print(array->element);
      return;
    }
    case TypeExprKind::Slice:
      wrap("SliceType", llvm::cast<SliceTypeExpr>(type)->element);
      return;
    case TypeExprKind::Pointer:
      wrap("PointerType", llvm::cast<PointerTypeExpr>(type)->element);
      return;
    case TypeExprKind::Tuple: {
      Node("TupleType", type->range) << '\n';
      Indent indent(*this);
      for (const TypeExpr* element : llvm::cast<TupleTypeExpr>(type)->elements) Print(element);
      return;
    }
    case TypeExprKind::Function: {
      auto* function = llvm::cast<FunctionTypeExpr>(type);
      Node("FunctionType", type->range) << (function->is_async ? " async\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* param : function->params) Print(param);
      Child("result", function->result);
      return;
    }
    case TypeExprKind::Value: {
      Node("ValueType", type->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<ValueTypeExpr>(type)->value);
      return;
    }
    case TypeExprKind::Error:
      Node("ErrorType", type->range) << '\n';
      return;
  }
}

void Printer::Print(const Pattern* pattern) {
  switch (pattern->kind) {
    case PatternKind::Wildcard:
      Node("Wildcard", pattern->range) << '\n';
      return;
    case PatternKind::Binding: {
      auto* binding = llvm::cast<BindingPattern>(pattern);
      Node("Binding", pattern->range);
      Name(binding->name);
      out_ << '\n';
      Indent indent(*this);
      if (binding->type != nullptr) Print(binding->type);
      return;
    }
    case PatternKind::Literal: {
      Node("LiteralPattern", pattern->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<LiteralPattern>(pattern)->value);
      return;
    }
    case PatternKind::Range: {
      auto* range = llvm::cast<RangePattern>(pattern);
      Node("RangePattern", pattern->range) << (range->inclusive ? " ..=\n" : " ..\n");
      Indent indent(*this);
      Child("low", range->low);
      Child("high", range->high);
      return;
    }
    case PatternKind::Case: {
      auto* node = llvm::cast<CasePattern>(pattern);
      Node("CasePattern", pattern->range);
      if (node->is_implicit) out_ << " implicit";
      Path(node->path);
      out_ << (node->has_payload ? " ()\n" : "\n");
      Indent indent(*this);
      for (const Pattern* element : node->payload) Print(element);
      return;
    }
    case PatternKind::Tuple: {
      Node("TuplePattern", pattern->range) << '\n';
      Indent indent(*this);
      for (const Pattern* element : llvm::cast<TuplePattern>(pattern)->elements) Print(element);
      return;
    }
    case PatternKind::Or: {
      Node("OrPattern", pattern->range) << '\n';
      Indent indent(*this);
      for (const Pattern* alternative : llvm::cast<OrPattern>(pattern)->alternatives) {
        Print(alternative);
      }
      return;
    }
    case PatternKind::Error:
      Node("ErrorPattern", pattern->range) << '\n';
      return;
  }
}

}  // namespace

void PrintAst(const FileAst& file, const SourceManager& sources, llvm::raw_ostream& out,
              const PrintAstOptions& options) {
  Printer(sources, out, options).File(file);
}

}  // namespace arc
