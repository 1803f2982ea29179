// Attributes that mean nothing. Those of functions, fields, cases, structs and enums are for
// programs, too, which ask for them by reflection (`@has_attribute`), so that any name will do
// there; all others are the compiler's.
#include "compiler/check/checker.h"

namespace arc::check {

namespace {
constexpr std::string_view kOfFunctions[] = {"inline", "noinline", "cold", "hidden", "readonly"};
// What only the library has a use for.
constexpr std::string_view kOfLibrary[] = {"lang", "consumes", "copy_hook", "memory_only"};
}  // namespace

void Checker::CheckAttributes(const Decl* decl) {
  switch (decl->kind) {
    case DeclKind::Struct:
      for (const FuncDecl* member : llvm::cast<StructDecl>(decl)->members) CheckAttributes(member);
      return;
    case DeclKind::Enum:
      for (const FuncDecl* member : llvm::cast<EnumDecl>(decl)->members) CheckAttributes(member);
      return;
    case DeclKind::Extern:
      for (const FuncDecl* function : llvm::cast<ExternDecl>(decl)->functions) {
        CheckAttributes(function);
      }
      break;
    case DeclKind::Error:
      return;
    default:
      break;
  }
  const bool is_function = llvm::isa<FuncDecl>(decl);
  for (const Attribute& attribute : decl->attributes) {
    const std::string_view name = attribute.name.text;
    if (llvm::is_contained(kOfLibrary, name)) continue;
    std::string best;
    if (is_function) {
      // Any other is the program's, which asks for it by reflection, unless it looks like one of
      // these.
      best = DidYouMean(name, {std::begin(kOfFunctions), std::end(kOfFunctions)});
      if (best.empty() || llvm::is_contained(kOfFunctions, name)) continue;
    }
    auto report = Error(DiagnosticKind::UnknownAttribute, attribute.name.range,
                        Cat("unknown attribute `@", name, "`"));
    if (llvm::is_contained(kOfFunctions, name)) {
      report.Note("it is one of functions");
      continue;
    }
    if (!is_function) {
      report.Note(
          "attributes of a program's own stand before functions, structs, enums, fields and cases");
      continue;
    }
    report.Suggest(attribute.name.range, "@" + best, "did you mean this?");
  }
}

}  // namespace arc::check
