// Names, members, tuple parts: what an expression that names something stands for.
#include "compiler/check/emitter.h"

namespace arc::check {

// --- names
// -----------------------------------------------------------------------------------------------------------

SymbolRef Emitter::ResolvePath(const Expr* expr, llvm::ArrayRef<TypeExpr*>* type_args) {
  if (auto* g = llvm::dyn_cast<GenericApplyExpr>(expr)) {
    if (type_args) *type_args = g->arguments;
    return ResolvePath(g->base, nullptr);
  }
  if (auto* n = llvm::dyn_cast<NameExpr>(expr)) {
    if (FindLocal(n->name, false)) return {};
    return c_.LookUp(n->name, context_, env_);
  }
  if (auto* m = llvm::dyn_cast<MemberExpr>(expr)) {
    auto* base = llvm::dyn_cast<NameExpr>(m->base);
    if (!base || FindLocal(base->name, false)) return {};
    SymbolRef ref = c_.LookUp(base->name, context_, env_);
    if (ref.kind != SymbolRef::Kind::Package) return {};
    return c_.LookUpIn(ref.package, m->member.text, context_);
  }
  return {};
}

std::optional<NamedTypeExpr> Emitter::TypeOfApply(const GenericApplyExpr* expr) {
  SymbolRef ref = ResolvePath(expr->base, nullptr);
  if (ref.kind != SymbolRef::Kind::Decl || llvm::isa<FuncDecl>(ref.entry.decl)) return std::nullopt;
  NamedTypeExpr type;
  type.kind = TypeExprKind::Named;
  type.range = expr->range;
  const size_t parts = llvm::isa<MemberExpr>(expr->base) ? 2 : 1;
  Identifier* path = made_exprs_.Allocate<Identifier>(parts);
  if (auto* m = llvm::dyn_cast<MemberExpr>(expr->base)) {
    new (path) Identifier{llvm::cast<NameExpr>(m->base)->name, m->base->range};
    new (path + 1) Identifier(m->member);
  } else {
    new (path) Identifier{llvm::cast<NameExpr>(expr->base)->name, expr->base->range};
  }
  type.path = {path, parts};
  type.arguments = expr->arguments;
  type.has_arguments = true;
  return type;
}

Type* Emitter::TypeFromConst(DeclEntry entry, const Expr* use) {
  ConstValue v = c_.ConstOf(entry, use->range);
  if (v) return v.kind == ConstValue::Kind::Type ? v.type_value : nullptr;
  // One that runs is a type if its type says so.
  if (!llvm::isa<ComptimeExpr>(llvm::cast<ConstDecl>(entry.decl)->value)) return nullptr;
  Type* type = c_.TypeOfConst(entry, use->range);
  return type && !type->IsError() ? type : nullptr;
}

Type* Emitter::TypeFromExpr(const Expr* expr) {
  switch (expr->kind) {
    case ExprKind::Name: {
      auto* n = llvm::cast<NameExpr>(expr);
      Local* local = FindLocal(n->name, false);
      if (local)
        return local->constant.kind == ConstValue::Kind::Type ? local->constant.type_value
                                                              : nullptr;
      SymbolRef ref = c_.LookUp(n->name, context_, env_);
      if (ref.kind == SymbolRef::Kind::Type) return ref.type;
      if (ref.kind == SymbolRef::Kind::Generic) return ref.generic->type;
      if (ref.kind != SymbolRef::Kind::Decl) return nullptr;
      if (llvm::isa<ConstDecl>(ref.entry.decl)) return TypeFromConst(ref.entry, expr);
      return c_.TypeOfDecl(ref.entry);
    }
    case ExprKind::Member: {
      SymbolRef ref = ResolvePath(expr, nullptr);
      if (ref.kind != SymbolRef::Kind::Decl) {
        ConstValue v = Evaluate(expr, nullptr);
        return v.kind == ConstValue::Kind::Type ? v.type_value : nullptr;
      }
      if (llvm::isa<ConstDecl>(ref.entry.decl)) return TypeFromConst(ref.entry, expr);
      return c_.TypeOfDecl(ref.entry);
    }
    case ExprKind::GenericApply: {
      std::optional<NamedTypeExpr> type = TypeOfApply(llvm::cast<GenericApplyExpr>(expr));
      if (!type || HasHoles(&*type)) return nullptr;
      Type* t = ResolveType(&*type);
      return t->IsError() ? nullptr : t;
    }
    case ExprKind::Type: {
      if (HasHoles(llvm::cast<TypeAsExpr>(expr)->type)) return nullptr;
      Type* t = ResolveType(llvm::cast<TypeAsExpr>(expr)->type);
      return t->IsError() ? nullptr : t;
    }
    case ExprKind::Tuple:
      // Not of a value in parentheses, which is emitted as such.
      for (const Expr* element : llvm::cast<TupleExpr>(expr)->elements)
        if (!TypeFromExpr(element)) return nullptr;
      [[fallthrough]];
    case ExprKind::Try:
    case ExprKind::Unwrap:
    case ExprKind::Unary:
    case ExprKind::Intrinsic: {
      ConstValue v = Evaluate(expr, c_.types().type_type());
      return v.kind == ConstValue::Kind::Type ? v.type_value : nullptr;
    }
    default:
      return nullptr;
  }
}

Value Emitter::EmitName(const NameExpr* expr, Want want) {
  if (Local* local = FindLocal(expr->name)) {
    if (local->constant && local->constant.kind != ConstValue::Kind::None) {
      if (local->constant.kind == ConstValue::Kind::Type) {
        Value v;
        v.kind = Value::Kind::Type;
        v.type = local->constant.type_value;
        return v;
      }
      Type* type = local->constant.type ? local->constant.type : local->type;
      if (!type && want.type) type = want.type;
      return EmitConst(local->constant, type, want, expr->range);
    }
    if (local->comptime)
      return EmitImage(local->comptime, local->type, local->comptime_offset, want, expr->range);
    if (local->is_outside) {
      ReportOutside(local, expr->range);
      return ErrorValue();
    }
    if (local->function) {
      c_.Error(DiagnosticKind::NotAValue, expr->range,
               Cat("`", expr->name, "` describes a function; `@function(", expr->name,
                   ")` is its value"));
      return ErrorValue();
    }
    if (local->is_pack || (local->is_comptime && local->field)) {
      c_.Error(DiagnosticKind::NotAValue, expr->range,
               local->is_pack ? Cat("`", expr->name, "` is a pack: pass it on with `", expr->name,
                                    "...` or iterate with `comptime for`")
                              : Cat("`", expr->name, "` describes a field; `v.@field(", expr->name,
                                    ")` is its value"));
      return ErrorValue();
    }
    if (!local->type || local->type->IsError()) return ErrorValue();
    if (expr != assigning_ && expr != part_of_) CheckWhole(local, expr->range);
    if (local->type->IsVoid() || local->type->IsNever()) {
      Value v = VoidValue();
      v.type = local->type;
      return v;
    }
    Value v = PlaceValue(LocalPlace(local), local->type);
    v.is_lvalue = true;
    v.is_mutable = local->is_mutable;
    v.root = local;
    return v;
  }
  SymbolRef ref = c_.LookUp(expr->name, context_, env_);
  switch (ref.kind) {
    case SymbolRef::Kind::Generic:
      if (ref.generic->type) {
        Value v;
        v.kind = Value::Kind::Type;
        v.type = ref.generic->type;
        return v;
      }
      return EmitConst(ref.generic->value, ref.generic->value.type, want, expr->range);
    case SymbolRef::Kind::Type: {
      Value v;
      v.kind = Value::Kind::Type;
      v.type = ref.type;
      return v;
    }
    case SymbolRef::Kind::Decl:
      return EmitDeclRef(ref.entry, expr->range, want);
    case SymbolRef::Kind::Package:
      c_.Error(DiagnosticKind::NotAValue, expr->range,
               Cat("`", expr->name, "` is a package, not a value"));
      return ErrorValue();
    case SymbolRef::Kind::None:
      break;
  }
  if (c_.RunBlocks()) return EmitName(expr, want);
  for (auto& [name, range] : outer_names_) {
    if (name != expr->name) continue;
    c_.Error(
          DiagnosticKind::CaptureInCompute, expr->range,
          Cat("the body of a compute expression cannot use `", name, "`: it runs somewhere else"))
        .Label(range, "declared outside of the body")
        .Note("pass it as an argument");
    return ErrorValue();
  }
  for (const Emitter* e = this; e; e = e->made_in_) {
    if (!e->insertion_) continue;
    for (auto& [name, range] : e->insertion_->quote->hidden) {
      if (name != expr->name) continue;
      c_.Error(DiagnosticKind::UnknownName, expr->range,
               Cat("`", name, "` is not there where this code is put"))
          .Label(range, "a name of the function that makes the code")
          .Note(Cat("`${", name, "}` puts its value into the code"));
      return ErrorValue();
    }
    break;
  }
  // A method that is declared outside of its type: the wanted receiver says which one.
  if (want.type && want.type->Is(TypeKind::Function) && !want.type->elements.empty()) {
    if (DeclEntry method = c_.FindOutsideMethod(want.type->elements[0], expr->name, context_))
      return FunctionByName(llvm::cast<FuncDecl>(method.decl), method.context, nullptr, expr->range,
                            want);
  }
  if (c_.ReportNotAvailable(expr->name, expr->range)) return ErrorValue();
  auto report =
      c_.Error(DiagnosticKind::UnknownName, expr->range, Cat("unknown name `", expr->name, "`"));
  c_.NoteBlocks(report);
  std::vector<std::string_view> names = c_.VisibleNames(context_);
  for (Local* l : locals_) names.push_back(l->name);
  auto* wanted = want.type && want.type->Is(TypeKind::Enum) ? AsEnum(want.type) : nullptr;
  if (wanted && wanted->FindCase(expr->name) >= 0) {
    report.Suggest(expr->range, Cat(wanted->decl->name.text, ".", expr->name), "name its enum too");
    return ErrorValue();
  }
  for (auto& [alias, import] : context_->imports) {
    if (c_.LookUpIn(import.package, expr->name, context_).kind != SymbolRef::Kind::Decl) continue;
    report.Suggest(expr->range, Cat(std::string_view(alias), ".", expr->name),
                   "name its package too");
    return ErrorValue();
  }
  std::string best = c_.DidYouMean(expr->name, names);
  if (!best.empty()) report.Suggest(expr->range, best, "did you mean this?");
  return ErrorValue();
}

Value Emitter::EmitDeclRef(DeclEntry entry, SourceRange range, Want want) {
  if (llvm::isa<ConstDecl>(entry.decl)) {
    ConstValue v = c_.ConstOf(entry, range);
    if (v.kind == ConstValue::Kind::Type) {
      Value out;
      out.kind = Value::Kind::Type;
      out.type = v.type_value;
      return out;
    }
    if (v) return EmitConst(v, v.type, want, range);
    Type* type = c_.ConstType(entry);
    if (type->IsError()) return ErrorValue();
    if (ComptimeValue* value = c_.ComptimeConst(entry))
      return EmitImage(value, type, 0, want, range);
    Value place = PlaceValue(b_.GlobalAddress(c_.GlobalSymbol(entry)), type);
    place.is_lvalue = true;
    return place;
  }
  if (auto* f = llvm::dyn_cast<FuncDecl>(entry.decl)) {
    return FunctionByName(f, entry.context, nullptr, range, want);
  }
  if (llvm::isa<StructDecl>(entry.decl) || llvm::isa<EnumDecl>(entry.decl) ||
      llvm::isa<TypeAliasDecl>(entry.decl)) {
    bool generic = false;
    if (auto* s = llvm::dyn_cast<StructDecl>(entry.decl))
      generic = !s->generics.empty() || s->is_compute;
    if (auto* e = llvm::dyn_cast<EnumDecl>(entry.decl)) generic = !e->generics.empty();
    if (!generic) {
      Value v;
      v.kind = Value::Kind::Type;
      if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(entry.decl)) {
        v.type = c_.ResolveType(alias->type, entry.context, nullptr, nullptr);
        if (v.type->IsError()) return ErrorValue();
      } else {
        v.type = c_.InstantiateNominal(entry, {}, nullptr);
      }
      return v;
    }
    c_.Error(DiagnosticKind::NotAValue, range,
             Cat("`", entry.decl->name.text, "` is a generic type, not a value"));
    return ErrorValue();
  }
  c_.Error(DiagnosticKind::NotAValue, range, "this is not a value");
  return ErrorValue();
}

// --- members
// -----------------------------------------------------------------------------------------------------------

Value Emitter::EmitFieldOf(Value base, std::string_view name, SourceRange range,
                           SourceRange name_range) {
  if (base.IsError()) return base;
  Type* type = base.type;
  bool via_pointer = base.via_pointer;
  bool mutable_place = base.is_mutable;
  const Local* root = base.root;
  if (type->Is(TypeKind::Pointer)) {
    tir::Value p = AsScalar(base);
    base = PlaceValue(p, type->element);
    base.is_lvalue = true;
    type = type->element;
    via_pointer = true;
    mutable_place = true;
    root = nullptr;
  }
  if (auto* s = AsStruct(type)) {
    c_.CompleteStruct(s);
    int index = s->FindField(name);
    if (index >= 0) {
      Field& f = s->fields[static_cast<size_t>(index)];
      if (name.starts_with('_') && s->context->package != context_->package) {
        c_.Error(DiagnosticKind::PrivateName, name_range,
                 Cat("field `", name, "` of `", type->name, "` is private to package `",
                     s->context->package->path, "`"));
        return ErrorValue();
      }
      if (f.type->IsError()) return ErrorValue();
      if (f.type->IsVoid()) return VoidValue();
      Value v = PlaceValue(b_.FieldAddress(Tir(type), AsPlace(base), static_cast<unsigned>(index)),
                           f.type);
      v.is_lvalue = base.is_lvalue;
      v.is_mutable = mutable_place;
      v.root = root;
      v.via_pointer = via_pointer;
      return v;
    }
  }
  SetPosition(range);
  auto report = c_.Error(DiagnosticKind::UnknownMember, name_range,
                         Cat("`", type->name, "` has no field or method `", name, "`"));
  std::vector<std::string_view> names;
  if (auto* s = AsStruct(type)) {
    for (Field& f : s->fields) names.push_back(f.name);
    for (const FuncDecl* m : s->decl->members) names.push_back(m->name.text);
  }
  std::string best = UsualName(type, name);
  if (!best.empty()) {
    report.Suggest(name_range, best + "()", "did you mean this?");
  } else {
    best = c_.DidYouMean(name, names);
    if (!best.empty()) report.Suggest(name_range, best, "did you mean this?");
  }
  NoteUnwrap(report, type);
  return ErrorValue();
}

// What is called otherwise in other languages: the type's method that users of those look for,
// empty if there is none.
std::string Emitter::UsualName(Type* type, std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kUsual[] = {
      {"length", "len"},        {"size", "len"},   {"count", "len"},      {"append", "push"},
      {"add", "push"},          {"add", "insert"}, {"push_back", "push"}, {"has", "contains"},
      {"includes", "contains"}, {"put", "insert"}, {"set", "insert"},     {"delete", "remove"},
      {"erase", "remove"},
  };
  for (const auto& [foreign, ours] : kUsual)
    if (foreign == name && (c_.HasMethod(type, ours, context_))) return std::string(ours);
  return "";
}

void Emitter::NoteUnwrap(DiagnosticBuilder& report, const Type* type) {
  if (type->Is(TypeKind::Optional))
    report.Note("it may be null: look inside with `if let`, `??`, `!` or `match`");
  if (type->Is(TypeKind::Result))
    report.Note("it may be an error: pass that on with `?`, or handle it with `catch`");
}

Value Emitter::EmitMember(const MemberExpr* expr, Want want) {
  // package.name
  SymbolRef ref = ResolvePath(expr, nullptr);
  if (ref.kind == SymbolRef::Kind::Decl) return EmitDeclRef(ref.entry, expr->range, want);
  if (auto* base = llvm::dyn_cast<NameExpr>(expr->base); base && !FindLocal(base->name, false)) {
    SymbolRef package = c_.LookUp(base->name, context_, env_);
    if (package.kind == SymbolRef::Kind::Package) {
      bool is_private = expr->member.text.starts_with('_');
      auto report = c_.Error(
          is_private ? DiagnosticKind::PrivateName : DiagnosticKind::UnknownMember,
          expr->member.range,
          is_private
              ? Cat("`", expr->member.text, "` is private to package `", package.package->path, "`")
              : Cat("package `", base->name, "` has nothing named `", expr->member.text, "`"));
      std::vector<std::string_view> names;
      for (const DeclEntry& e : package.package->order)
        if (!e.decl->name.text.starts_with('_')) names.push_back(e.decl->name.text);
      std::string best = c_.DidYouMean(expr->member.text, names);
      if (!best.empty()) report.Suggest(expr->member.range, best, "did you mean this?");
      return ErrorValue();
    }
  }
  // Enum.Case
  unsigned case_index = 0;
  if (Type* type = CaseTarget(expr, &case_index, want.type)) {
    auto* e = AsEnum(type);
    if (!e->cases[case_index].payload.empty()) {
      c_.Error(DiagnosticKind::MissingArgument, expr->range,
               Cat("case `", e->cases[case_index].name, "` carries a payload: write it as a call"));
      return ErrorValue();
    }
    return EmitEnumConstruct(e, case_index, {}, want, expr->range);
  }
  // f.name, f.type, pack.len of reflection
  ConstValue constant = Evaluate(expr, nullptr);
  if (constant.kind == ConstValue::Kind::Type) {
    Value v;
    v.kind = Value::Kind::Type;
    v.type = constant.type_value;
    return v;
  }
  if (constant)
    return EmitConst(constant, constant.type ? constant.type : c_.types().usize(), want,
                     expr->range);
  if (Type* type = TypeFromExpr(expr->base)) {
    if (type->IsError()) return ErrorValue();
    if (auto* e = AsEnum(type)) {
      if (const FuncDecl* f = e->FindMember(expr->member.text))
        return FunctionOfType(f, type, expr, want);
      std::vector<std::string_view> names;
      for (EnumCaseInfo& c : e->cases) names.push_back(c.name);
      auto report = c_.Error(DiagnosticKind::UnknownMember, expr->member.range,
                             Cat("`", type->name, "` has no case `", expr->member.text, "`"));
      std::string best = c_.DidYouMean(expr->member.text, names);
      if (!best.empty()) report.Suggest(expr->member.range, best, "did you mean this?");
      return ErrorValue();
    }
    auto* s = AsStruct(type);
    if (const FuncDecl* f = s ? s->FindMember(expr->member.text) : nullptr)
      return FunctionOfType(f, type, expr, want);
    auto report =
        c_.Error(DiagnosticKind::UnknownMember, expr->member.range,
                 Cat("type `", type->name, "` has nothing named `", expr->member.text, "`"));
    if (s && s->FindField(expr->member.text) >= 0)
      report.Note(Cat("values of the type have it: `value.", expr->member.text, "`"));
    return ErrorValue();
  }
  const int slot = SlotOf(expr);
  if (expr != assigning_) CheckAssigned(slot, expr->range);
  Value base = EmitPartOwner(expr->base);
  return EmitFieldOf(base, expr->member.text, expr->range, expr->member.range);
}

// What a field is taken of. Of `self` in an `init` a field may be used before all of them have
// values.
Value Emitter::EmitPartOwner(const Expr* base) {
  auto* name = llvm::dyn_cast<NameExpr>(base);
  if (!name || !init_self_ || FindLocal(name->name, false) != init_self_) return EmitExpr(base, {});
  const Expr* outer = std::exchange(part_of_, base);
  Value value = EmitExpr(base, {});
  part_of_ = outer;
  return value;
}

Value Emitter::EmitTupleMember(const TupleMemberExpr* expr) {
  Value base = EmitExpr(expr->base, {});
  if (base.IsError()) return base;
  Type* type = base.type;
  if (type->Is(TypeKind::Pointer)) {
    tir::Value p = AsScalar(base);
    base = PlaceValue(p, type->element);
    base.is_lvalue = base.is_mutable = base.via_pointer = true;
    type = type->element;
  }
  if (!type->Is(TypeKind::Tuple) || expr->index >= type->elements.size()) {
    c_.Error(DiagnosticKind::UnknownMember, expr->index_range,
             Cat("`", type->name, "` has no part ", expr->index));
    return ErrorValue();
  }
  Value v =
      PlaceValue(b_.FieldAddress(Tir(type), base.v, expr->index), type->elements[expr->index]);
  v.is_lvalue = base.is_lvalue;
  v.is_mutable = base.is_mutable;
  v.root = base.root;
  v.via_pointer = base.via_pointer;
  return v;
}

}  // namespace arc::check
