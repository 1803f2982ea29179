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
      case DeclKind::Import:
      case DeclKind::Extern:
      case DeclKind::TypeAlias:
      case DeclKind::Error:
        return;
    }
  }
  // In the order of the source, none within another.
  std::vector<Cut> TakeCuts(SourceRange file) {
    for (const InterfaceValue& value : values_) {
      if (value.range.begin >= file.begin && value.range.end <= file.end)
        cuts_.push_back({value.range, value.text});
    }
    std::sort(cuts_.begin(), cuts_.end(), [](const Cut& a, const Cut& b) {
      return a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                            : a.range.end > b.range.end;
    });
    std::vector<Cut> outer;
    for (Cut& cut : cuts_) {
      if (outer.empty() || cut.range.begin >= outer.back().range.end) outer.push_back(cut);
    }
    return outer;
  }

 private:
  const std::vector<InterfaceValue>& values_;
  const std::vector<const FuncDecl*>& kept_;
  std::vector<Cut> cuts_;
};

}  // namespace

// Quotes are known to the package that is being compiled, by their trees; who makes or handles code
// is compiled with each package that uses it.
static bool HandlesCode(const FuncDecl& function) {
  // A body that an interface has was kept for one of these reasons.
  if (function.has_quote || function.pending) return true;
  auto names_code = [](auto& self, const TypeExpr* type) -> bool {
    if (!type) return false;
    auto any = [&](const List<TypeExpr*>& types) {
      return std::any_of(types.begin(), types.end(),
                         [&](const TypeExpr* t) { return self(self, t); });
    };
    switch (type->kind) {
      case TypeExprKind::Named: {
        auto* named = llvm::cast<NamedTypeExpr>(type);
        return named->path.back().text == "code" || any(named->arguments);
      }
      case TypeExprKind::Optional:
        return self(self, llvm::cast<OptionalTypeExpr>(type)->element);
      case TypeExprKind::Result:
        return self(self, llvm::cast<ResultTypeExpr>(type)->element);
      case TypeExprKind::Array:
        return self(self, llvm::cast<ArrayTypeExpr>(type)->element);
      case TypeExprKind::Slice:
        return self(self, llvm::cast<SliceTypeExpr>(type)->element);
      case TypeExprKind::Pointer:
        return self(self, llvm::cast<PointerTypeExpr>(type)->element);
      case TypeExprKind::Tuple:
        return any(llvm::cast<TupleTypeExpr>(type)->elements);
      case TypeExprKind::Function: {
        auto* function_type = llvm::cast<FunctionTypeExpr>(type);
        return any(function_type->params) || self(self, function_type->result);
      }
      case TypeExprKind::Value:
      case TypeExprKind::Error:
        return false;
    }
    return false;
  };
  return names_code(names_code, function.result) ||
         std::any_of(function.params.begin(), function.params.end(),
                     [&](const Param& param) { return names_code(names_code, param.type); });
}

bool KeepsBodyInInterface(const FuncDecl& function) {
  if (!function.generics.empty() || ParentIsGeneric(function)) return true;
  if (HasAttribute(function, "inline") || HandlesCode(function)) return true;
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
  for (const Cutter::Cut& cut : cutter.TakeCuts({base, sources.End(file.file)})) {
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
