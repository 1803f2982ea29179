// Types as written to semantic types, and inference of generic arguments.
#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {
constexpr int kMaxInstantiationDepth = 200;
}

namespace {

// Whether a folded constant is a value of the type, as it is or as a literal. What is not may
// convert to it, which running it finds out.
bool IsOf(const ConstValue& value, const Type* type, const Type* string) {
  switch (value.kind) {
    case ConstValue::Kind::Int:
      return type->IsInteger() ? !value.type || value.type->IsInteger() : value.type == type;
    case ConstValue::Kind::Float:
      return type->Is(TypeKind::Float) && (!value.type || value.type == type);
    case ConstValue::Kind::Bool:
      return type->Is(TypeKind::Bool);
    case ConstValue::Kind::String:
      return type == string;
    case ConstValue::Kind::Type:
      return type->Is(TypeKind::TypeType);
    case ConstValue::Kind::Image:
      return value.type == type;
    case ConstValue::Kind::None:
      return false;
  }
}

}  // namespace

// What is in the hole that the expression is, if it is one.
static const GenericArg* InHole(const GenericEnv* env, SourceRange range) {
  return env && env->is_pattern ? env->Find(HoleName(range)) : nullptr;
}

std::optional<GenericArg> Checker::ComptimeArgument(const Expr* expr, Type* wanted,
                                                    DeclContext* context, const GenericEnv* env,
                                                    Emitter* emitter) {
  if (!wanted) {
    ConstValue value = Evaluate(expr, types_.type_type(), context, env, emitter, false);
    if (value.kind == ConstValue::Kind::Type) return GenericArg{value.type_value};
    const size_t errors_before = diagnostics_.error_count();
    if (auto* name = llvm::dyn_cast<NameExpr>(expr);
        name && !(emitter && emitter->FindLocal(name->name)) &&
        LookUp(name->name, context, env).kind == SymbolRef::Kind::None) {
      const Identifier id{name->name, name->range};
      NamedTypeExpr type;
      type.kind = TypeExprKind::Named;
      type.range = name->range;
      type.path = id;
      ResolveType(&type, context, env, emitter);  // says that it is unknown
      return std::nullopt;
    }
    if (Type* type = emitter ? emitter->TypeFromExpr(expr) : nullptr; type && !type->IsError())
      return GenericArg{type};
    if (diagnostics_.error_count() != errors_before) return std::nullopt;
    value = Evaluate(expr, types_.type_type(), context, env, emitter, true);
    if (value.kind == ConstValue::Kind::Type) return GenericArg{value.type_value};
    if (diagnostics_.error_count() == errors_before)
      Error(DiagnosticKind::NotAType, expr->range, "expected a type, found a value");
    return std::nullopt;
  }
  if (wanted->IsError()) return std::nullopt;
  ConstValue value = Evaluate(expr, wanted, context, env, emitter, false);
  if (!value || !IsOf(value, wanted, StringType())) {
    // By running it, as a value of that type.
    const bool folded = static_cast<bool>(value);
    value = folded && options_.evaluator ? EvaluateAs(expr, wanted, context, env, emitter)
            : folded                     ? value
                                         : Evaluate(expr, wanted, context, env, emitter, true);
    if (!value) return std::nullopt;
    if (!IsOf(value, wanted, StringType())) {
      Error(DiagnosticKind::TypeMismatch, expr->range,
            Cat("expected `", wanted->name, "`, found `", value.Spell(), "`"));
      return std::nullopt;
    }
  }
  if (value.kind == ConstValue::Kind::Int && !Fits(value.integer, wanted)) {
    Error(DiagnosticKind::LiteralOutOfRange, expr->range,
          Cat("`", value.Spell(), "` does not fit `", wanted->name, "`"));
    return std::nullopt;
  }
  value.type = wanted;
  return GenericArg{nullptr, std::move(value)};
}

std::optional<GenericArg> Checker::ResolveGenericArg(const TypeExpr* arg, Type* wanted,
                                                     DeclContext* context, const GenericEnv* env,
                                                     Emitter* emitter) {
  if (auto* v = llvm::dyn_cast<ValueTypeExpr>(arg)) {
    if (const GenericArg* hole = InHole(env, v->value->range)) {
      GenericArg filled = *hole;
      if (wanted && !filled.type && Fits(filled.value.integer, wanted)) filled.value.type = wanted;
      if (filled.type ? !wanted : filled.value.type == wanted) return filled;
      Error(wanted ? DiagnosticKind::TypeMismatch : DiagnosticKind::NotAType, arg->range,
            wanted ? Cat("expected `", wanted->name, "`, found `", filled.Spell(), "`")
                   : "expected a type, found a value");
      return std::nullopt;
    }
    return ComptimeArgument(v->value, wanted, context, env, emitter);
  }
  if (wanted) {
    if (wanted->IsError()) return std::nullopt;
    if (auto* n = llvm::dyn_cast<NamedTypeExpr>(arg);
        n && n->path.size() == 1 && !n->has_arguments) {
      // A constant or a comptime parameter, which reads like a type.
      Local* local = emitter ? emitter->FindLocal(n->path[0].text) : nullptr;
      SymbolRef ref = LookUp(n->path[0].text, context, env);
      const bool is_constant =
          local ? local->constant || local->comptime
                : (ref.kind == SymbolRef::Kind::Generic && !ref.generic->type) ||
                      (ref.kind == SymbolRef::Kind::Decl && llvm::isa<ConstDecl>(ref.entry.decl));
      if (is_constant) {
        // Its value, as the parameter's type.
        NameExpr name;
        name.kind = ExprKind::Name;
        name.range = arg->range;
        name.name = n->path[0].text;
        return ComptimeArgument(&name, wanted, context, env, emitter);
      }
    }
    Error(DiagnosticKind::NotConstant, arg->range,
          "expected a value that is known while compiling");
    return std::nullopt;
  }
  Type* type = ResolveType(arg, context, env, emitter);
  if (type->IsError()) return std::nullopt;
  return GenericArg{type};
}

bool Checker::Bounded(const Type* type, SourceRange range) {
  if (type->depth <= kMaxTypeDepth && type->parts <= kMaxTypeParts) return true;
  // One report is enough: what made this type makes more of them.
  if (!stopped_) {
    Error(DiagnosticKind::InstantiationTooDeep, OwnPlace(range),
          type->depth > kMaxTypeDepth
              ? Cat("types nest without end here: one is more than ", kMaxTypeDepth, " deep")
              : Cat("types grow without end here: one is made of more than ", kMaxTypeParts,
                    " others"));
    stopped_ = true;
  }
  return false;
}

Type* Checker::InstantiateNominal(DeclEntry entry, llvm::ArrayRef<GenericArg> args,
                                  Type* compute_result) {
  std::string name = std::string(entry.decl->name.text);
  if (compute_result) {
    name += Cat("<", compute_result->name, ">");
  } else if (!args.empty()) {
    name += "<";
    for (size_t i = 0; i < args.size(); ++i) name += Cat(i ? ", " : "", args[i].Spell());
    name += ">";
  }
  for (const GenericArg& a : args)
    if (a.type && !Bounded(a.type, entry.decl->name.range)) return types_.error();
  if (Lang("slice").decl == entry.decl && args.size() == 1 && args[0].type)
    name = "[]" + args[0].type->name;
  if (auto* s = llvm::dyn_cast<StructDecl>(entry.decl)) {
    StructType* type = types_.Struct(s, entry.context, args, compute_result, name);
    if (compute_result && type->env.bindings.empty()) {
      type->env.bindings.push_back({"compute", GenericArg{compute_result}});
      type->env.bindings.push_back({"auto", GenericArg{compute_result}});
    }
    return type;
  }
  return types_.Enum(llvm::cast<EnumDecl>(entry.decl), entry.context, args, name);
}

Type* Checker::ResolveType(const TypeExpr* expr, DeclContext* context, const GenericEnv* env,
                           Emitter* emitter) {
  switch (expr->kind) {
    case TypeExprKind::Error:
      return types_.error();
    case TypeExprKind::Optional: {
      auto* o = llvm::cast<OptionalTypeExpr>(expr);
      Type* element = ResolveType(o->element, context, env, emitter);
      if (element->IsError()) return element;
      if (!Bounded(element, expr->range)) return types_.error();
      return types_.Optional(element);
    }
    case TypeExprKind::Result: {
      Type* element = ResolveType(llvm::cast<ResultTypeExpr>(expr)->element, context, env, emitter);
      if (element->IsError()) return element;
      if (!Bounded(element, expr->range)) return types_.error();
      return types_.Result(element);
    }
    case TypeExprKind::Pointer: {
      Type* element =
          ResolveType(llvm::cast<PointerTypeExpr>(expr)->element, context, env, emitter);
      if (element->IsError()) return element;
      if (!Bounded(element, expr->range)) return types_.error();
      return types_.Pointer(element);
    }
    case TypeExprKind::Slice: {
      Type* element = ResolveType(llvm::cast<SliceTypeExpr>(expr)->element, context, env, emitter);
      if (element->IsError()) return element;
      Type* slice = SliceOf(element);
      return slice ? slice : types_.error();
    }
    case TypeExprKind::Array: {
      auto* a = llvm::cast<ArrayTypeExpr>(expr);
      Type* element = ResolveType(a->element, context, env, emitter);
      const GenericArg* hole = InHole(env, a->size->range);
      ConstValue n =
          hole ? hole->value : Evaluate(a->size, types_.usize(), context, env, emitter, true);
      if (element->IsError() || !n) return types_.error();
      if (n.kind != ConstValue::Kind::Int || n.integer.isNegative() ||
          n.integer.getActiveBits() > 40) {
        Error(DiagnosticKind::LiteralOutOfRange, a->size->range,
              Cat("`", n.Spell(), "` cannot be the length of an array"));
        return types_.error();
      }
      if (!Bounded(element, expr->range)) return types_.error();
      Type* array = types_.Array(element, n.integer.getZExtValue());
      if (SizeEstimate(array) > kMaxTypeBytes) {
        Error(DiagnosticKind::LiteralOutOfRange, expr->range,
              Cat("`", array->name, "` is larger than 2^40 bytes"));
        return types_.error();
      }
      return array;
    }
    case TypeExprKind::Tuple: {
      llvm::SmallVector<Type*, 4> elements;
      for (const TypeExpr* e : llvm::cast<TupleTypeExpr>(expr)->elements) {
        elements.push_back(ResolveType(e, context, env, emitter));
        if (elements.back()->IsError() || !Bounded(elements.back(), expr->range))
          return types_.error();
      }
      if (elements.size() == 1) return elements[0];
      return types_.Tuple(elements);
    }
    case TypeExprKind::Function: {
      auto* f = llvm::cast<FunctionTypeExpr>(expr);
      llvm::SmallVector<Type*, 4> params;
      for (const TypeExpr* p : f->params) {
        params.push_back(ResolveType(p, context, env, emitter));
        if (params.back()->IsError() || !Bounded(params.back(), expr->range)) return types_.error();
      }
      Type* result = f->result ? ResolveType(f->result, context, env, emitter) : types_.void_type();
      if (result->IsError()) return result;
      if (!Bounded(result, expr->range)) return types_.error();
      return types_.Function(params, result, f->is_async);
    }
    case TypeExprKind::Value: {
      auto* v = llvm::cast<ValueTypeExpr>(expr);
      if (const GenericArg* hole = InHole(env, v->value->range); hole && hole->type)
        return hole->type;
      ConstValue value = Evaluate(v->value, types_.type_type(), context, env, emitter, true);
      if (value.kind == ConstValue::Kind::Type) return value.type_value;
      if (value) Error(DiagnosticKind::NotAType, expr->range, "expected a type, found a value");
      return types_.error();
    }
    case TypeExprKind::Named:
      break;
  }
  auto* n = llvm::cast<NamedTypeExpr>(expr);
  SymbolRef ref;
  std::string_view name = n->path.back().text;
  if (n->path.size() == 2) {
    if (env && env->is_pattern)
      if (const GenericArg* hole = env->Find(Cat(n->path[0].text, ".", n->path[1].text));
          hole && hole->type)
        return hole->type;
    if (emitter && emitter->FindLocal(n->path[0].text, /*mark=*/false)) {
      // `f.type` of reflection.
      MemberExpr member;
      member.kind = ExprKind::Member;
      member.range = expr->range;
      NameExpr of;
      of.kind = ExprKind::Name;
      of.range = n->path[0].range;
      of.name = n->path[0].text;
      member.base = &of;
      member.member = n->path[1];
      ConstValue value = Evaluate(&member, types_.type_type(), context, env, emitter, true);
      if (value.kind == ConstValue::Kind::Type) return value.type_value;
      if (value) Error(DiagnosticKind::NotAType, expr->range, "expected a type, found a value");
      return types_.error();
    }
    SymbolRef base = LookUp(n->path[0].text, context, env);
    if (base.kind != SymbolRef::Kind::Package) {
      Error(DiagnosticKind::UnknownName, n->path[0].range,
            Cat("there is no package `", n->path[0].text, "` here"))
          .Note(Cat("import it first: `import \"…/", n->path[0].text, "\"`"));
      return types_.error();
    }
    ref = LookUpIn(base.package, name, context);
    if (ref.kind == SymbolRef::Kind::None) {
      Error(DiagnosticKind::UnknownType, n->path[1].range,
            Cat("package `", n->path[0].text, "` has no type `", name, "`"));
      return types_.error();
    }
  } else {
    if (emitter) {
      if (Local* local = emitter->FindLocal(name)) {
        if (local->constant.kind == ConstValue::Kind::Type) return local->constant.type_value;
        if (local->type && local->type->Is(TypeKind::TypeType)) {
          Error(DiagnosticKind::NotAType, expr->range,
                Cat("which type `", name, "` is shows when this runs"))
              .Label(local->range, "a value of type `type`")
              .Note(
                  "what is compiled depends on types that are known then: `const`, generic "
                  "parameters and the variables of `comptime for` are");
          return types_.error();
        }
      }
    }
    ref = LookUp(name, context, env);
  }
  switch (ref.kind) {
    case SymbolRef::Kind::None: {
      if (ReportNotAvailable(name, n->path.back().range)) return types_.error();
      auto report = Error(DiagnosticKind::UnknownType, n->path.back().range,
                          Cat("unknown type `", name, "`"));
      std::string best = DidYouMean(name, VisibleNames(context));
      if (!best.empty()) report.Suggest(n->path.back().range, best, "did you mean this type?");
      return types_.error();
    }
    case SymbolRef::Kind::Generic:
      if (ref.generic->type) return ref.generic->type;
      if (ref.generic->value.kind == ConstValue::Kind::Type) return ref.generic->value.type_value;
      Error(DiagnosticKind::NotAType, expr->range, Cat("`", name, "` is a value, not a type"));
      return types_.error();
    case SymbolRef::Kind::Type:
      if (n->has_arguments) {
        Error(DiagnosticKind::WrongGenericCount, expr->range,
              Cat("`", name, "` takes no generic arguments"));
        return types_.error();
      }
      return ref.type;
    case SymbolRef::Kind::Package:
      Error(DiagnosticKind::NotAType, expr->range, Cat("`", name, "` is a package, not a type"));
      return types_.error();
    case SymbolRef::Kind::Decl:
      break;
  }
  const Decl* decl = ref.entry.decl;
  llvm::ArrayRef<GenericParam> params;
  bool is_compute = false;
  if (llvm::isa<ConstDecl>(decl) && !n->has_arguments) {
    if (Type* type = TypeOfConst(ref.entry, expr->range)) return type;
  }
  if (auto* s = llvm::dyn_cast<StructDecl>(decl)) {
    params = s->generics;
    is_compute = s->is_compute;
  } else if (auto* e = llvm::dyn_cast<EnumDecl>(decl)) {
    params = e->generics;
  } else if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(decl)) {
    params = alias->generics;
  } else {
    Error(DiagnosticKind::NotAType, expr->range, Cat("`", name, "` is not a type"))
        .Label(decl->name.range, "declared here");
    return types_.error();
  }
  if (is_compute) {
    if (n->arguments.size() != 1) {
      Error(DiagnosticKind::WrongGenericCount, expr->range,
            Cat("the type of a handle is written with the result of its body: `", name, "<R>`"));
      return types_.error();
    }
    Type* result = ResolveType(n->arguments[0], context, env, emitter);
    if (result->IsError()) return result;
    return InstantiateNominal(ref.entry, {}, result);
  }
  if (n->arguments.size() != params.size()) {
    Error(DiagnosticKind::WrongGenericCount, expr->range,
          Cat("`", name, "` takes ", params.size(),
              params.size() == 1 ? " generic argument" : " generic arguments", ", ",
              n->arguments.size(), n->arguments.size() == 1 ? " was given" : " were given"))
        .Label(decl->name.range, "declared here");
    return types_.error();
  }
  llvm::SmallVector<GenericArg, 2> args;
  GenericEnv bound;  // a parameter's type may name parameters before it
  for (size_t i = 0; i < params.size(); ++i) {
    Type* wanted =
        params[i].type ? ResolveType(params[i].type, ref.entry.context, &bound, nullptr) : nullptr;
    std::optional<GenericArg> arg =
        ResolveGenericArg(n->arguments[i], wanted, context, env, emitter);
    if (!arg) return types_.error();
    args.push_back(*arg);
    bound.bindings.push_back({params[i].name.text, *arg});
  }
  if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(decl)) {
    if (++instantiation_depth > kMaxInstantiationDepth) {
      --instantiation_depth;
      Error(DiagnosticKind::InfiniteType, expr->range,
            Cat("the type alias `", name, "` refers to itself"));
      return types_.error();
    }
    GenericEnv inner;
    for (size_t i = 0; i < params.size(); ++i)
      inner.bindings.push_back({params[i].name.text, args[i]});
    Type* type = ResolveType(alias->type, ref.entry.context, &inner, nullptr);
    --instantiation_depth;
    return type;
  }
  return InstantiateNominal(ref.entry, args, nullptr);
}

// --- inference
// -------------------------------------------------------------------------------------------------------

bool Checker::Unify(const TypeExpr* pattern, Type* actual, llvm::ArrayRef<GenericParam> generics,
                    DeclContext* context, const GenericEnv* env,
                    llvm::SmallVectorImpl<GenericBinding>& bound) {
  if (!pattern || !actual || actual->IsError()) return true;
  switch (pattern->kind) {
    case TypeExprKind::Error:
    case TypeExprKind::Value:
      return true;
    case TypeExprKind::Optional:
      if (actual->Is(TypeKind::Null)) return true;
      return Unify(llvm::cast<OptionalTypeExpr>(pattern)->element,
                   actual->Is(TypeKind::Optional) ? actual->element : actual, generics, context,
                   env, bound);
    case TypeExprKind::Result:
      return Unify(llvm::cast<ResultTypeExpr>(pattern)->element,
                   actual->Is(TypeKind::Result) ? actual->element : actual, generics, context, env,
                   bound);
    case TypeExprKind::Pointer:
      if (!actual->Is(TypeKind::Pointer)) return false;
      return Unify(llvm::cast<PointerTypeExpr>(pattern)->element, actual->element, generics,
                   context, env, bound);
    case TypeExprKind::Slice: {
      const TypeExpr* element = llvm::cast<SliceTypeExpr>(pattern)->element;
      if (IsLang(actual, "slice") || IsLang(actual, "vector"))
        return Unify(element, AsStruct(actual)->args[0].type, generics, context, env, bound);
      if (actual->Is(TypeKind::Array))
        return Unify(element, actual->element, generics, context, env, bound);
      return false;
    }
    case TypeExprKind::Array: {
      if (!actual->Is(TypeKind::Array)) return false;
      auto* a = llvm::cast<ArrayTypeExpr>(pattern);
      if (auto* name = llvm::dyn_cast<NameExpr>(a->size)) {
        for (const GenericParam& g : generics) {
          if (g.name.text != name->name) continue;
          bool known = false;
          for (GenericBinding& b : bound) known |= b.name == name->name;
          if (!known) {
            ConstValue v;
            v.kind = ConstValue::Kind::Int;
            v.type = types_.usize();
            v.integer = llvm::APSInt(llvm::APInt(128, actual->count), false);
            bound.push_back({g.name.text, GenericArg{nullptr, v}});
          }
        }
      }
      return Unify(a->element, actual->element, generics, context, env, bound);
    }
    case TypeExprKind::Tuple: {
      auto* t = llvm::cast<TupleTypeExpr>(pattern);
      if (t->elements.size() == 1)
        return Unify(t->elements[0], actual, generics, context, env, bound);
      if (!actual->Is(TypeKind::Tuple) || actual->elements.size() != t->elements.size())
        return t->elements.empty() && actual->IsVoid();
      for (size_t i = 0; i < t->elements.size(); ++i)
        if (!Unify(t->elements[i], actual->elements[i], generics, context, env, bound))
          return false;
      return true;
    }
    case TypeExprKind::Function: {
      auto* f = llvm::cast<FunctionTypeExpr>(pattern);
      if (!actual->Is(TypeKind::Function) || actual->elements.size() != f->params.size())
        return false;
      for (size_t i = 0; i < f->params.size(); ++i)
        if (!Unify(f->params[i], actual->elements[i], generics, context, env, bound)) return false;
      return !f->result || !actual->result ||
             Unify(f->result, actual->result, generics, context, env, bound);
    }
    case TypeExprKind::Named:
      break;
  }
  auto* n = llvm::cast<NamedTypeExpr>(pattern);
  if (n->path.size() == 1) {
    for (const GenericParam& g : generics) {
      if (g.name.text != n->path[0].text || g.type) continue;
      for (GenericBinding& b : bound)
        if (b.name == g.name.text) return b.arg.type == actual || CommonOk(b.arg.type, actual);
      bound.push_back({g.name.text, GenericArg{actual}});
      return true;
    }
  }
  if (!n->has_arguments) {
    // Concrete: does it name the same nominal type? (Conversions are judged later; this only rules
    // methods out.)
    if (n->path.size() == 1) {
      SymbolRef ref = LookUp(n->path[0].text, context, env);
      if (ref.kind == SymbolRef::Kind::Type) return ref.type == actual || actual->IsNumeric();
      if (ref.kind == SymbolRef::Kind::Decl) {
        if (auto* s = AsStruct(actual))
          return s->decl == ref.entry.decl || llvm::isa<TypeAliasDecl>(ref.entry.decl);
        if (actual->Is(TypeKind::Enum))
          return static_cast<EnumType*>(actual)->decl == ref.entry.decl ||
                 llvm::isa<TypeAliasDecl>(ref.entry.decl);
        return llvm::isa<TypeAliasDecl>(ref.entry.decl);
      }
    }
    return true;
  }
  // A generic nominal type: the same declaration, argument by argument.
  SymbolRef ref;
  if (n->path.size() == 2) {
    SymbolRef base = LookUp(n->path[0].text, context, env);
    if (base.kind == SymbolRef::Kind::Package)
      ref = LookUpIn(base.package, n->path[1].text, context);
  } else {
    ref = LookUp(n->path[0].text, context, env);
  }
  if (ref.kind != SymbolRef::Kind::Decl) return true;
  llvm::ArrayRef<GenericArg> args;
  llvm::ArrayRef<GenericParam> params;
  if (auto* s = AsStruct(actual)) {
    if (s->decl != ref.entry.decl) return false;
    args = s->args;
    params = s->decl->generics;
    if (s->compute_result)
      return Unify(n->arguments[0], s->compute_result, generics, context, env, bound);
  } else if (actual->Is(TypeKind::Enum)) {
    auto* e = static_cast<EnumType*>(actual);
    if (e->decl != ref.entry.decl) return false;
    args = e->args;
    params = e->decl->generics;
  } else {
    return false;
  }
  for (size_t i = 0; i < args.size() && i < n->arguments.size(); ++i) {
    if (args[i].type) {
      if (!Unify(n->arguments[i], args[i].type, generics, context, env, bound)) return false;
      continue;
    }
    // A value argument that is itself a parameter: ring<T, N>.
    std::string_view name;
    if (auto* inner = llvm::dyn_cast<NamedTypeExpr>(n->arguments[i]);
        inner && inner->path.size() == 1)
      name = inner->path[0].text;
    if (auto* v = llvm::dyn_cast<ValueTypeExpr>(n->arguments[i]))
      if (auto* e = llvm::dyn_cast<NameExpr>(v->value)) name = e->name;
    for (const GenericParam& g : generics) {
      if (g.name.text != name) continue;
      bool known = false;
      for (GenericBinding& b : bound) known |= b.name == name;
      if (!known) bound.push_back({g.name.text, args[i]});
    }
  }
  return true;
}

bool Checker::CheckWhere(const FuncDecl* decl, DeclContext* context, const GenericEnv* owner,
                         llvm::ArrayRef<GenericBinding> bindings, std::string_view name,
                         SourceRange range) {
  if (!decl->where_clause) return true;
  GenericEnv env;
  env.outer = owner;
  env.bindings.assign(bindings.begin(), bindings.end());
  ConstValue holds =
      Evaluate(decl->where_clause, types_.boolean(), context, &env, nullptr, /*needed=*/true);
  if (holds.kind != ConstValue::Kind::Bool) return false;
  if (holds.boolean) return true;
  llvm::SmallVector<GenericBinding, 4> all(bindings.begin(), bindings.end());
  if (owner) all.append(owner->bindings.begin(), owner->bindings.end());
  std::string with;
  for (const GenericBinding& b : all)
    with += Cat(with.empty() ? "" : ", ", b.name, " = ", b.arg.Spell());
  auto report = Error(DiagnosticKind::WhereNotSatisfied, range,
                      Cat("`", name, "` cannot be called with ", with));
  report.Label(decl->where_clause->range, "this does not hold");
  // Some conditions are about the depths of a type.
  std::string_view condition = sources().Slice(decl->where_clause->range);
  const bool shareable = condition.find("shareable") != std::string_view::npos;
  if (shareable || condition.find("transferable") != std::string_view::npos) {
    for (const GenericBinding& b : all) {
      std::string why;
      if (b.arg.type && !CanCross(b.arg.type, shareable ? Border::Shared : Border::Task, &why))
        report.Note(why);
    }
  }
  return false;
}

bool Checker::CommonOk(Type* known, Type* actual) {
  // A later argument of a lossless narrower type converts: max(1_i64, x_i32).
  return known && actual &&
         (known == actual || (known->IsNumeric() && actual->IsNumeric()) ||
          actual->Is(TypeKind::Null) || actual->IsNever() ||
          (known->Is(TypeKind::Optional) && known->element == actual) ||
          known->Is(TypeKind::Pointer));
}

}  // namespace arc::check
