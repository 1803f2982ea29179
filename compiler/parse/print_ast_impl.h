// The printer of syntax trees, shared by its parts (declarations and statements; expressions; types
// and patterns).
#ifndef ARC_COMPILER_PARSE_PRINT_AST_IMPL_H_
#define ARC_COMPILER_PARSE_PRINT_AST_IMPL_H_

#include <algorithm>
#include <string_view>

#include "compiler/parse/ast.h"
#include "compiler/parse/print_ast.h"
#include "compiler/source/source_manager.h"
#include "llvm/Support/raw_ostream.h"

namespace arc::parse_internal {

inline llvm::StringRef Ref(std::string_view text) { return {text.data(), text.size()}; }

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

}  // namespace arc::parse_internal

#endif  // ARC_COMPILER_PARSE_PRINT_AST_IMPL_H_
