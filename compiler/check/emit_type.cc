// Types as values: `int32` where a value is wanted, reflection on types that are not known while
// checking, and types that are made of others. All of it runs during the build.
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

std::string HoleName(SourceRange range) { return Cat("#", static_cast<uint32_t>(range.begin)); }

// Where a type may be a value: what is emitted runs during the build, or may turn out to.
bool Emitter::TypesAreValues() {
  if (InComptime()) return true;
  return instance_ && instance_->decl && !c_.IsEntry(instance_);
}

void Emitter::NoteTypes(SourceRange range) {
  if (instance_ && !InComptime() && !instance_->types_at.valid()) instance_->types_at = range;
}

Type* Emitter::KnownType(const Expr* value) {
  switch (value->kind) {
    case ExprKind::Comptime:
      break;
    case ExprKind::Name:
    case ExprKind::Member:
    case ExprKind::GenericApply:
    case ExprKind::Type:
    case ExprKind::Intrinsic:
      return TypeFromExpr(value);
    default:
      return nullptr;
  }
  ConstValue known = Evaluate(value, nullptr);
  if (known) return known.kind == ConstValue::Kind::Type ? known.type_value : nullptr;
  if (InComptime() || dead_) return nullptr;
  // The thunk that the statement's value has.
  ComptimeValue* run = MakeThunk(value, nullptr, /*exact=*/false);
  if (!run || !run->type || !run->type->Is(TypeKind::TypeType)) return nullptr;
  return c_.Force(run) ? c_.ReadScalar(run).type_value : nullptr;
}

bool Emitter::TypeAsValue(Value* value, SourceRange range) {
  if (value->kind != Value::Kind::Type || value->type->IsError() || !TypesAreValues()) return false;
  NoteTypes(range);
  Type* type = c_.types().type_type();
  *value = ScalarValue(b_.ConstInt(Tir(type), c_.TypeNumber(value->type)), type);
  return true;
}

// --- types with holes
// ---------------------------------------------------------------------------------------------------------

// Goes through the parts of a type that are not known while checking, or (`all`) that only this
// place knows: names of locals, members of them, expressions. False: `visit` said so.
bool Emitter::VisitHoles(const TypeExpr* type, bool all,
                         llvm::function_ref<bool(std::string, const Expr*, bool is_type)> visit) {
  auto expression = [&](const Expr* expr, Type* wanted, bool is_type) {
    if (!all && (llvm::isa<ComptimeExpr>(expr) || Evaluate(expr, wanted))) return true;
    if (all && llvm::isa<IntLiteralExpr>(expr)) return true;
    return visit(HoleName(expr->range), expr, is_type);
  };
  switch (type->kind) {
    case TypeExprKind::Error:
      return true;
    case TypeExprKind::Optional:
      return VisitHoles(llvm::cast<OptionalTypeExpr>(type)->element, all, visit);
    case TypeExprKind::Result:
      return VisitHoles(llvm::cast<ResultTypeExpr>(type)->element, all, visit);
    case TypeExprKind::Pointer:
      return VisitHoles(llvm::cast<PointerTypeExpr>(type)->element, all, visit);
    case TypeExprKind::Slice:
      return VisitHoles(llvm::cast<SliceTypeExpr>(type)->element, all, visit);
    case TypeExprKind::Array: {
      auto* a = llvm::cast<ArrayTypeExpr>(type);
      return expression(a->size, c_.types().usize(), false) && VisitHoles(a->element, all, visit);
    }
    case TypeExprKind::Tuple:
      return llvm::all_of(llvm::cast<TupleTypeExpr>(type)->elements,
                          [&](const TypeExpr* e) { return VisitHoles(e, all, visit); });
    case TypeExprKind::Function: {
      auto* f = llvm::cast<FunctionTypeExpr>(type);
      return llvm::all_of(f->params,
                          [&](const TypeExpr* p) { return VisitHoles(p, all, visit); }) &&
             (!f->result || VisitHoles(f->result, all, visit));
    }
    case TypeExprKind::Value:
      return expression(llvm::cast<ValueTypeExpr>(type)->value, nullptr, true);
    case TypeExprKind::Named:
      break;
  }
  auto* n = llvm::cast<NamedTypeExpr>(type);
  if (Local* local = FindLocal(n->path[0].text)) {
    const bool known = local->constant || (n->path.size() > 1 && (local->field || local->comptime));
    if (known && !all) return true;
    auto* name = new (made_exprs_) NameExpr();
    name->kind = ExprKind::Name;
    name->range = n->path[0].range;
    name->name = n->path[0].text;
    if (n->path.size() == 1) return visit(std::string(name->name), name, true);
    auto* member = new (made_exprs_) MemberExpr();
    member->kind = ExprKind::Member;
    member->range = n->range;
    member->base = name;
    member->member = n->path[1];
    return visit(Cat(name->name, ".", member->member.text), member, true);
  }
  return llvm::all_of(n->arguments, [&](const TypeExpr* a) { return VisitHoles(a, all, visit); });
}

bool Emitter::HasHoles(const TypeExpr* type) {
  return TypesAreValues() &&
         !VisitHoles(type, false, [](std::string, const Expr*, bool) { return false; });
}

Value Emitter::EmitTypePattern(const TypeExpr* type, SourceRange range) {
  NoteTypes(range);
  TypeSite site{context_, env_, range, type, {}};
  Type* string = c_.StringType();
  Value filling = EmitStringLiteral("", {string, nullptr, false});
  const bool ok = VisitHoles(type, true, [&](std::string hole, const Expr* expr, bool) {
    Value value = EmitExpr(expr, {});
    TypeAsValue(&value, expr->range);
    if (value.IsError()) return false;
    if (value.type->Is(TypeKind::TypeType)) {
      filling = CallLang("type_hole", {}, {filling, AsNumber(value)}, {});
    } else if (value.type->IsInteger()) {
      value = Convert(value, c_.types().Int(64, true), expr->range);
      if (value.IsError()) return false;
      filling = CallLang("type_hole_value", {}, {filling, value}, {});
    } else {
      c_.Error(DiagnosticKind::NotAType, expr->range,
               Cat("expected a type or the length of one, found a `", value.type->name, "`"));
      return false;
    }
    site.holes.push_back(std::move(hole));
    return !filling.IsError();
  });
  if (!ok || filling.IsError()) return ErrorValue();
  SetPosition(range);
  Type* u32 = c_.types().Int(32, false);
  Value number = ScalarValue(
      b_.ConstInt(Tir(u32), static_cast<int64_t>(c_.NewTypeSite(std::move(site)))), u32);
  return CallLang("type_pattern", {}, {number, filling}, {});
}

// --- reflection
// ---------------------------------------------------------------------------------------------------------

Value Emitter::AsNumber(Value type) {
  return ScalarValue(AsScalar(type), c_.types().Int(32, false));
}

namespace {

// What the library answers about a type by its number alone.
struct Query {
  std::string_view name, item;
  int flag = 0;  // of `type_flag`
};
constexpr Query kQueries[] = {
    {"name_of", "type_name"},
    {"kind", "type_kind"},
    {"sizeof", "type_size"},
    {"alignof", "type_align"},
    {"bits", "type_bits"},
    {"length", "type_length"},
    {"fingerprint", "type_fingerprint"},
    {"doc", "type_doc"},
    {"element", "type_element"},
    {"key", "type_key"},
    {"value", "type_value"},
    {"fields", "type_fields"},
    {"variants", "type_variants"},
    {"parts", "type_parts"},
    {"is_signed", "type_flag", 1},
    {"is_trivial", "type_flag", 2},
    {"is_wire", "type_flag", 4},
    {"has_zero", "type_flag", 8},
    {"ends_unseen", "type_flag", 16},
};
// With a text.
constexpr Query kTextQueries[] = {
    {"has_method", "type_has_method"},
    {"has_attribute", "type_has_attribute"},
    {"attribute", "type_attribute"},
};
// Those that are lists or say nothing of types that are known while checking: they always ask.
bool IsList(std::string_view name) {
  return name == "fields" || name == "variants" || name == "parts";
}

}  // namespace

std::optional<Value> Emitter::EmitTypeIntrinsic(const IntrinsicExpr* expr, Want want) {
  std::string_view name = expr->name.text;
  TypeTable& types = c_.types();
  auto bad = [&](std::string text) {
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range, Cat("`@", name, "` ", text));
    return ErrorValue();
  };
  auto u32 = [&](uint64_t number) {
    Type* type = types.Int(32, false);
    return ScalarValue(b_.ConstInt(Tir(type), static_cast<int64_t>(number)), type);
  };
  auto site = [&] { return u32(c_.NewTypeSite({context_, env_, expr->range, nullptr, {}})); };
  const size_t n = expr->args.size();

  if (name == "type") {
    if (expr->type_args.size() != 1 || n != 0) return bad("takes a type: `@type(T)`");
    if (!HasHoles(expr->type_args[0])) return std::nullopt;
    return EmitTypePattern(expr->type_args[0], expr->range);
  }
  if (name == "type_number") {
    if (n != 1) return bad("takes a type");
    Value v = EmitExpr(expr->args[0].value, {});
    TypeAsValue(&v, expr->range);
    if (v.IsError()) return v;
    if (!v.type->Is(TypeKind::TypeType)) return bad("takes a type");
    return AsNumber(v);
  }
  if (name == "type_from_number") {
    if (n != 1) return bad("takes a number");
    Value v = EmitConverted(expr->args[0].value, types.Int(32, false));
    return v.IsError() ? v : ScalarValue(AsScalar(v), types.type_type());
  }
  auto built = [&](std::string_view item, llvm::ArrayRef<Type*> params, bool with_site) -> Value {
    if (!TypesAreValues()) {
      c_.Error(DiagnosticKind::TypeAtRunTime, expr->range,
               Cat("`@", name, "` runs during the build only"))
          .Note("write `comptime` before the expression that it is part of");
      return ErrorValue();
    }
    NoteTypes(expr->range);
    llvm::SmallVector<Value, 4> args;
    if (with_site) args.push_back(site());
    for (size_t i = 0; i < params.size(); ++i) {
      Value v = EmitConverted(expr->args[i].value, params[i]);
      if (v.IsError()) return v;
      args.push_back(Materialize(v));
    }
    SetPosition(expr->range);
    return CallLang(item, {}, args, want);
  };
  if (name == "find_type" || name == "type_by_name") {
    if (n != 1) return bad("takes a name");
    if (name == "type_by_name" &&
        (!TypesAreValues() ||
         Evaluate(expr->args[0].value, nullptr).kind == ConstValue::Kind::String)) {
      // What the compiler knows or runs, or says why not.
      ConstValue known = Evaluate(expr, types.type_type(), /*report=*/true);
      return known ? EmitConst(known, known.type, want, expr->range) : ErrorValue();
    }
    return built(name == "find_type" ? "type_find" : "type_by_name", {c_.StringType()}, true);
  }
  if (name == "tuple_type") {
    if (n != 1) return bad("takes a list of types");
    return built("type_tuple", {c_.SliceOf(types.type_type())}, false);
  }
  if (name == "struct_type" || name == "enum_type") {
    const bool is_enum = name == "enum_type";
    StructType* part = c_.LangStruct(is_enum ? "type_variant" : "type_field", {});
    if (n != 2 || !part)
      return bad(is_enum ? "takes a name and a list of `TypeVariant`"
                         : "takes a name and a list of `TypeField`");
    return built(is_enum ? "type_enum" : "type_struct", {c_.StringType(), c_.SliceOf(part)}, true);
  }

  const Query* query = nullptr;
  for (const Query& q : kQueries)
    if (q.name == name && n + expr->type_args.size() == 1) query = &q;
  bool with_text = false;
  for (const Query& q : kTextQueries) {
    if (q.name != name || n + expr->type_args.size() != 2) continue;
    query = &q;
    with_text = true;
  }
  if (!query) return std::nullopt;
  Value of;
  if (!expr->type_args.empty()) {
    if (!IsList(name)) return std::nullopt;
    of.kind = Value::Kind::Type;
    of.type = ResolveType(expr->type_args[0]);
    if (of.type->IsError()) return ErrorValue();
  } else if (Type* known = TypeFromExpr(expr->args[0].value)) {
    if (!IsList(name)) return std::nullopt;
    of.kind = Value::Kind::Type;
    of.type = known;
  } else {
    if (!TypesAreValues() || FieldOf(expr->args[0].value) || VariantOf(expr->args[0].value))
      return std::nullopt;
    of = EmitExpr(expr->args[0].value, {});
    if (of.IsError()) return of;
  }
  if (of.kind == Value::Kind::Type && !TypeAsValue(&of, expr->range)) {
    c_.Error(DiagnosticKind::TypeAtRunTime, expr->range,
             Cat("the list that `@", name, "` gives exists during the build only"))
        .Note("`comptime for` goes through it; `comptime` before an expression runs it");
    return ErrorValue();
  }
  Value text;
  if (with_text) {
    text = EmitConverted(expr->args[n - 1].value, c_.StringType());
    if (text.IsError()) return text;
  }
  if (with_text && (c_.IsLang(of.type, "type_field") || c_.IsLang(of.type, "type_variant")))
    return CallMethodNamed(of, name, {text}, want, expr->range);
  if (!of.type->Is(TypeKind::TypeType)) return std::nullopt;
  SetPosition(expr->range);
  llvm::SmallVector<Value, 2> args = {AsNumber(of)};
  if (with_text) args.push_back(text);
  if (query->flag) {
    Type* u64 = types.Int(64, false);
    args.push_back(ScalarValue(b_.ConstInt(Tir(u64), query->flag), u64));
  }
  return CallLang(query->item, {}, args, want);
}

}  // namespace arc::check
