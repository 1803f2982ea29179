// Prints files, declarations and statements.
#include "compiler/parse/print_ast.h"

#include "compiler/parse/parser.h"
#include "compiler/parse/print_ast_impl.h"
#include "compiler/parse/spelling.h"

namespace arc::parse_internal {

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
  if (!HasBody(func)) out_ << " no-body";
  out_ << '\n';
  Indent indent(*this);
  Docs(func.doc);
  Attributes(func.attributes);
  Generics(func.generics.take_front(func.written_generics));
  Params(func.params);
  Child("result", func.result);
  Child("where", func.where_clause);
  if (const BlockStmt* body = BodyOf(func)) Print(body);
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

}  // namespace arc::parse_internal

namespace arc {

void PrintAst(const FileAst& file, const SourceManager& sources, llvm::raw_ostream& out,
              const PrintAstOptions& options) {
  parse_internal::Printer(sources, out, options).File(file);
}

}  // namespace arc
