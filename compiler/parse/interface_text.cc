#include "compiler/parse/interface_text.h"

#include <algorithm>
#include <vector>

#include "compiler/parse/parser.h"
#include "llvm/Support/Casting.h"

namespace arc {
namespace {

bool HasAttribute(const Decl& decl, std::string_view name) {
  return std::any_of(decl.attributes.begin(), decl.attributes.end(),
                     [&](const Attribute& attribute) { return attribute.name.text == name; });
}

bool ParentIsGeneric(const FuncDecl& function) {
  if (function.parent == nullptr) return false;
  if (auto* parent = llvm::dyn_cast<StructDecl>(function.parent)) {
    // Methods of a compute template depend on the body's result type.
    return !parent->generics.empty() || parent->is_compute;
  }
  if (auto* parent = llvm::dyn_cast<EnumDecl>(function.parent)) return !parent->generics.empty();
  return false;
}

// Collects what to cut, in source order, with what stands there instead.
class Cutter {
 public:
  struct Cut {
    SourceRange range;
    std::string_view text = {};
  };

  Cutter(const std::vector<InterfaceValue>& values, const std::vector<const FuncDecl*>& kept)
      : values_(values), kept_(kept) {}

  void Constant(const ConstDecl& decl) {
    for (const InterfaceValue& value : values_)
      if (value.range == decl.value->range) cuts_.push_back({value.range, value.text});
  }
  void Function(const FuncDecl& function) {
    if (!HasBody(function) || KeepsBodyInInterface(function) ||
        std::find(kept_.begin(), kept_.end(), &function) != kept_.end())
      return;
    const BlockStmt* body = BodyOf(function);
    cuts_.push_back({{body->open_range.end, body->close_range.begin}});
  }
  void Declaration(const Decl& decl) {
    switch (decl.kind) {
      case DeclKind::Func:
        Function(llvm::cast<FuncDecl>(decl));
        return;
      case DeclKind::Struct:
        for (const FuncDecl* member : llvm::cast<StructDecl>(decl).members) Function(*member);
        return;
      case DeclKind::Enum:
        for (const FuncDecl* member : llvm::cast<EnumDecl>(decl).members) Function(*member);
        return;
      case DeclKind::Test:
      case DeclKind::Comptime:
        cuts_.push_back({decl.range});
        return;
      case DeclKind::Const:
        Constant(llvm::cast<ConstDecl>(decl));
        return;
      case DeclKind::Import:
      case DeclKind::Extern:
      case DeclKind::TypeAlias:
      case DeclKind::Error:
        return;
    }
  }
  const std::vector<Cut>& cuts() const { return cuts_; }

 private:
  const std::vector<InterfaceValue>& values_;
  const std::vector<const FuncDecl*>& kept_;
  std::vector<Cut> cuts_;
};

}  // namespace

bool KeepsBodyInInterface(const FuncDecl& function) {
  if (!function.generics.empty() || ParentIsGeneric(function)) return true;
  if (HasAttribute(function, "inline")) return true;
  for (const Param& param : function.params) {
    if (param.is_comptime || param.is_pack) return true;
  }
  auto* result = llvm::dyn_cast_or_null<NamedTypeExpr>(function.result);
  return result != nullptr && result->path.size() == 1 && result->path[0].text == "auto";
}

std::string DumpInterface(const FileAst& file, const SourceManager& sources,
                          const std::vector<InterfaceValue>& values,
                          const std::vector<const FuncDecl*>& kept) {
  Cutter cutter(values, kept);
  for (const Decl* decl : file.decls) cutter.Declaration(*decl);

  std::string_view text = sources.Text(file.file);
  SourceOffset base = sources.Begin(file.file);
  std::string out;
  out.reserve(text.size());
  size_t at = 0;
  for (const Cutter::Cut& cut : cutter.cuts()) {
    size_t begin = cut.range.begin - base;
    size_t end = cut.range.end - base;
    out.append(text.substr(at, begin - at));
    out.append(cut.text);
    out.append(static_cast<size_t>(std::count(text.begin() + begin, text.begin() + end, '\n')),
               '\n');
    at = end;
  }
  out.append(text.substr(at));
  return out;
}

}  // namespace arc
