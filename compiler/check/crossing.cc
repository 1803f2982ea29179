// Which values can go to another thread or task. The library moves and copies them
// (runtime/std/core/transfer.arc); what it would refuse deep inside of itself is said here, where
// the program names the type.
#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"

namespace arc::check {

// The rules are those of `_transfer_at` and `_share_at` in the library.
bool Checker::CanCross(Type* type, Border border, llvm::SmallPtrSetImpl<Type*>& seen,
                       std::string* why) {
  if (type->IsError() || !seen.insert(type).second) return true;
  auto blame = [&](std::string text) {
    if (why) *why = std::move(text);
    return false;
  };
  switch (type->kind) {
    case TypeKind::Pointer:
      return border == Border::Thread || blame(Cat("`", type->name, "` is a raw pointer"));
    case TypeKind::Function:
      return blame(Cat("what a `", type->name, "` captured is not known here"));
    case TypeKind::Array:
      return CanCross(type->element, border, seen, why);
    case TypeKind::Tuple:
      return llvm::all_of(type->elements, [&](Type* t) { return CanCross(t, border, seen, why); });
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      CompleteStruct(s);
      if (s->FindMember(border == Border::Shared ? "_made_shared" : "cross_threads")) return true;
      for (const char* item : {"string", "vector", "slice", "map", "set"}) {
        if (!IsLang(s, item)) continue;
        return llvm::all_of(s->args, [&](const GenericArg& arg) {
          return !arg.type || CanCross(arg.type, border, seen, why);
        });
      }
      if (s->copy_hook) return blame(Cat("`", s->name, "` is a handle of something in one thread"));
      return llvm::all_of(s->fields, [&](Field& f) { return CanCross(f.type, border, seen, why); });
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      return llvm::all_of(e->cases, [&](EnumCaseInfo& c) {
        return llvm::all_of(c.payload,
                            [&](Field& f) { return CanCross(f.type, border, seen, why); });
      });
    }
    default:
      return true;
  }
}

bool Checker::CanCross(Type* type, Border border, std::string* why) {
  llvm::SmallPtrSet<Type*, 8> seen;
  return CanCross(type, border, seen, why);
}

// `spawn_thread` in the `init` of a template says that the arguments go to a thread.
bool Checker::CheckCrosses(ComputeSite* site) {
  for (const ParamSig& param : site->function->params) {
    std::string why;
    if (CanCross(param.type, Border::Thread, &why)) continue;
    Error(DiagnosticKind::NotTransferable, param.decl ? param.decl->range : site->expr->func_range,
          Cat("this cannot go to another thread: ", why))
        .Label(site->expr->func_range, "the body runs in a thread of its own");
    return false;
  }
  return true;
}

}  // namespace arc::check
