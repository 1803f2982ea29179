// Expressions: names, members, operators, control flow as values.
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

bool IsComparison(BinaryOp op) {
  return op == BinaryOp::Equal || op == BinaryOp::NotEqual || op == BinaryOp::Less || op == BinaryOp::LessEqual ||
         op == BinaryOp::Greater || op == BinaryOp::GreaterEqual;
}

tir::ComparePredicate PredicateOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal: return tir::ComparePredicate::Equal;
    case BinaryOp::NotEqual: return tir::ComparePredicate::NotEqual;
    case BinaryOp::Less: return tir::ComparePredicate::Less;
    case BinaryOp::LessEqual: return tir::ComparePredicate::LessEqual;
    case BinaryOp::Greater: return tir::ComparePredicate::Greater;
    default: return tir::ComparePredicate::GreaterEqual;
  }
}

std::optional<tir::BinaryKind> KindOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add: return tir::BinaryKind::Add;
    case BinaryOp::Sub: return tir::BinaryKind::Sub;
    case BinaryOp::Mul: return tir::BinaryKind::Mul;
    case BinaryOp::Div: return tir::BinaryKind::Div;
    case BinaryOp::Rem: return tir::BinaryKind::Rem;
    case BinaryOp::AddWrap: return tir::BinaryKind::AddWrap;
    case BinaryOp::SubWrap: return tir::BinaryKind::SubWrap;
    case BinaryOp::MulWrap: return tir::BinaryKind::MulWrap;
    case BinaryOp::AddSat: return tir::BinaryKind::AddSat;
    case BinaryOp::SubSat: return tir::BinaryKind::SubSat;
    case BinaryOp::MulSat: return tir::BinaryKind::MulSat;
    case BinaryOp::BitAnd: return tir::BinaryKind::And;
    case BinaryOp::BitOr: return tir::BinaryKind::Or;
    case BinaryOp::BitXor: return tir::BinaryKind::Xor;
    case BinaryOp::Shl: return tir::BinaryKind::Shl;
    case BinaryOp::Shr: return tir::BinaryKind::Shr;
    default: return std::nullopt;
  }
}

const char* Spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add: return "+";
    case BinaryOp::Sub: return "-";
    case BinaryOp::Mul: return "*";
    case BinaryOp::Div: return "/";
    case BinaryOp::Rem: return "%";
    case BinaryOp::AddWrap: return "+%";
    case BinaryOp::SubWrap: return "-%";
    case BinaryOp::MulWrap: return "*%";
    case BinaryOp::AddSat: return "+|";
    case BinaryOp::SubSat: return "-|";
    case BinaryOp::MulSat: return "*|";
    case BinaryOp::BitAnd: return "&";
    case BinaryOp::BitOr: return "|";
    case BinaryOp::BitXor: return "^";
    case BinaryOp::Shl: return "<<";
    case BinaryOp::Shr: return ">>";
    case BinaryOp::LogicalAnd: return "&&";
    case BinaryOp::LogicalOr: return "||";
    case BinaryOp::Equal: return "==";
    case BinaryOp::NotEqual: return "!=";
    case BinaryOp::Less: return "<";
    case BinaryOp::LessEqual: return "<=";
    case BinaryOp::Greater: return ">";
    case BinaryOp::GreaterEqual: return ">=";
    case BinaryOp::Coalesce: return "??";
  }
  return "?";
}

}  // namespace

Value Emitter::EmitExpr(const Expr* expr, Want want) {
  // The parser bounds the depth of trees; instantiation inside of expressions is bounded by the queue.
  SetPosition(expr->range);
  if (b_.Terminated()) EnterDead();
  return EmitExprInner(expr, want);
}

Value Emitter::EmitExprInner(const Expr* expr, Want want) {
  switch (expr->kind) {
    case ExprKind::IntLiteral:
      return EmitIntLiteral(llvm::cast<IntLiteralExpr>(expr), false, expr->range, want);
    case ExprKind::FloatLiteral:
      return EmitFloatLiteral(llvm::cast<FloatLiteralExpr>(expr)->value, expr->range, want);
    case ExprKind::DurationLiteral:
      return ScalarValue(b_.ConstInt(Tir(c_.types().duration()), llvm::cast<DurationLiteralExpr>(expr)->nanoseconds),
                         c_.types().duration());
    case ExprKind::CharLiteral: {
      uint32_t v = llvm::cast<CharLiteralExpr>(expr)->value;
      Type* type = c_.types().character();
      Type* hint = want.type && want.type->Is(TypeKind::Optional) ? want.type->element : want.type;
      if (hint && hint->IsInteger() && v < 128) type = hint;
      return ScalarValue(b_.ConstInt(Tir(type), static_cast<int64_t>(v)), type);
    }
    case ExprKind::StringLiteral:
      return EmitStringLiteral(llvm::cast<StringLiteralExpr>(expr)->value, want);
    case ExprKind::InterpolatedString:
      return EmitInterpolation(llvm::cast<InterpolatedStringExpr>(expr), want);
    case ExprKind::BoolLiteral:
      return ScalarValue(b_.ConstBool(llvm::cast<BoolLiteralExpr>(expr)->value), c_.types().boolean());
    case ExprKind::NullLiteral: {
      if (want.type && want.type->Is(TypeKind::Optional)) {
        Value out = TempPlace(want.type, want);
        b_.EnumInit(Tir(want.type), out.v, kNullCase);
        Own(&out);
        return out;
      }
      Value v = VoidValue();
      v.type = c_.types().null();
      return v;
    }
    case ExprKind::Name:
      return EmitName(llvm::cast<NameExpr>(expr), want);
    case ExprKind::Member:
      return EmitMember(llvm::cast<MemberExpr>(expr), want);
    case ExprKind::TupleMember:
      return EmitTupleMember(llvm::cast<TupleMemberExpr>(expr));
    case ExprKind::IntrinsicMember:
      return EmitIntrinsicMember(llvm::cast<IntrinsicMemberExpr>(expr));
    case ExprKind::ImplicitMember: {
      unsigned index = 0;
      Type* type = CaseTarget(expr, &index, want.type);
      if (!type) {
        c_.Error(DiagnosticKind::CannotInferType, expr->range,
                 Cat("the enum of `.", llvm::cast<ImplicitMemberExpr>(expr)->member.text, "` is not known here"));
        return ErrorValue();
      }
      return EmitEnumConstruct(AsEnum(type), index, {}, want, expr->range);
    }
    case ExprKind::Call:
      return EmitCall(llvm::cast<CallExpr>(expr), want);
    case ExprKind::Index:
      return EmitIndex(llvm::cast<IndexExpr>(expr), false, want);
    case ExprKind::GenericApply: {
      auto* g = llvm::cast<GenericApplyExpr>(expr);
      if (Type* t = TypeFromExpr(expr)) {
        Value v;
        v.kind = Value::Kind::Type;
        v.type = t;
        return v;
      }
      SymbolRef ref = ResolvePath(g->base, nullptr);
      if (ref.kind == SymbolRef::Kind::Decl) {
        if (auto* f = llvm::dyn_cast<FuncDecl>(ref.entry.decl)) {
          llvm::SmallVector<GenericBinding, 4> bindings;
          for (size_t i = 0; i < g->arguments.size() && i < f->generics.size(); ++i) {
            auto arg = c_.ResolveGenericArg(g->arguments[i], &f->generics[i], context_, env_, this);
            if (!arg) return ErrorValue();
            bindings.push_back({f->generics[i].name.text, *arg});
          }
          if (bindings.size() == f->generics.size())
            return FunctionValue(c_.Instance(f, ref.entry.context, bindings, nullptr, {}, nullptr, expr->range), want);
        }
      }
      c_.Error(DiagnosticKind::WrongGenericCount, expr->range, "this does not name a generic function or type");
      return ErrorValue();
    }
    case ExprKind::Unary:
      return EmitUnary(llvm::cast<UnaryExpr>(expr), want);
    case ExprKind::Binary:
      return EmitBinary(llvm::cast<BinaryExpr>(expr), want);
    case ExprKind::Range:
      return EmitRangeValue(llvm::cast<RangeExpr>(expr), want);
    case ExprKind::ArrayLiteral:
      return EmitArrayLiteral(llvm::cast<ArrayLiteralExpr>(expr), want);
    case ExprKind::MapLiteral:
      return EmitMapLiteral(llvm::cast<MapLiteralExpr>(expr), want);
    case ExprKind::SetLiteral:
      return EmitSetLiteral(llvm::cast<SetLiteralExpr>(expr), want);
    case ExprKind::StructLiteral:
      return EmitStructLiteral(llvm::cast<StructLiteralExpr>(expr), want);
    case ExprKind::Tuple:
      return EmitTuple(llvm::cast<TupleExpr>(expr), want);
    case ExprKind::Closure:
      return EmitClosure(llvm::cast<ClosureExpr>(expr), want);
    case ExprKind::If:
      return EmitIf(llvm::cast<IfExpr>(expr), want);
    case ExprKind::Match:
      return EmitMatch(llvm::cast<MatchExpr>(expr), want);
    case ExprKind::Block:
      return EmitBlockValue(llvm::cast<BlockExpr>(expr)->block, want);
    case ExprKind::Try:
      return EmitTry(llvm::cast<TryExpr>(expr), want);
    case ExprKind::Unwrap:
      return EmitUnwrap(llvm::cast<UnwrapExpr>(expr), want);
    case ExprKind::Catch:
      return EmitCatch(llvm::cast<CatchExpr>(expr), want);
    case ExprKind::Compute:
      return EmitCompute(llvm::cast<ComputeExpr>(expr), want);
    case ExprKind::Intrinsic:
      return EmitIntrinsic(llvm::cast<IntrinsicExpr>(expr), want);
    case ExprKind::Comptime: {
      ConstValue v = Evaluate(expr, want.type, false);
      if (v && v.kind != ConstValue::Kind::Type)
        return EmitConst(v, v.type ? v.type : want.type, want, expr->range);
      c_.Error(DiagnosticKind::NotAvailable, expr->range,
               "this `comptime` block needs the evaluator, which is not available in this version of the compiler");
      return ErrorValue();
    }
    case ExprKind::Await:
    case ExprKind::Spawn:
      c_.Error(DiagnosticKind::NotAvailable, expr->range, "tasks are not available in this version of the compiler");
      return ErrorValue();
    case ExprKind::Code:
    case ExprKind::Splice:
      c_.Error(DiagnosticKind::NotAvailable, expr->range,
               "quoted code is not available in this version of the compiler");
      return ErrorValue();
    case ExprKind::Type: {
      Value v;
      v.kind = Value::Kind::Type;
      v.type = ResolveType(llvm::cast<TypeAsExpr>(expr)->type);
      return v.type->IsError() ? ErrorValue() : v;
    }
    case ExprKind::Error:
      return ErrorValue();
  }
  return ErrorValue();
}

// --- names -----------------------------------------------------------------------------------------------------------

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

Type* Emitter::TypeFromExpr(const Expr* expr) {
  switch (expr->kind) {
    case ExprKind::Name: {
      auto* n = llvm::cast<NameExpr>(expr);
      Local* local = FindLocal(n->name, false);
      if (local) return local->constant.kind == ConstValue::Kind::Type ? local->constant.type_value : nullptr;
      SymbolRef ref = c_.LookUp(n->name, context_, env_);
      if (ref.kind == SymbolRef::Kind::Type) return ref.type;
      if (ref.kind == SymbolRef::Kind::Generic) return ref.generic->type;
      if (ref.kind != SymbolRef::Kind::Decl) return nullptr;
      if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(ref.entry.decl)) {
        if (!alias->generics.empty()) return nullptr;
        return c_.ResolveType(alias->type, ref.entry.context, nullptr, nullptr);
      }
      if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl); s && s->generics.empty() && !s->is_compute)
        return c_.InstantiateNominal(ref.entry, {}, nullptr);
      if (auto* e = llvm::dyn_cast<EnumDecl>(ref.entry.decl); e && e->generics.empty())
        return c_.InstantiateNominal(ref.entry, {}, nullptr);
      return nullptr;
    }
    case ExprKind::Member: {
      SymbolRef ref = ResolvePath(expr, nullptr);
      if (ref.kind != SymbolRef::Kind::Decl) {
        ConstValue v = Evaluate(expr, nullptr);
        return v.kind == ConstValue::Kind::Type ? v.type_value : nullptr;
      }
      if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl); s && s->generics.empty() && !s->is_compute)
        return c_.InstantiateNominal(ref.entry, {}, nullptr);
      if (auto* e = llvm::dyn_cast<EnumDecl>(ref.entry.decl); e && e->generics.empty())
        return c_.InstantiateNominal(ref.entry, {}, nullptr);
      if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(ref.entry.decl); alias && alias->generics.empty())
        return c_.ResolveType(alias->type, ref.entry.context, nullptr, nullptr);
      return nullptr;
    }
    case ExprKind::GenericApply: {
      auto* g = llvm::cast<GenericApplyExpr>(expr);
      SymbolRef ref = ResolvePath(g->base, nullptr);
      if (ref.kind != SymbolRef::Kind::Decl || llvm::isa<FuncDecl>(ref.entry.decl)) return nullptr;
      NamedTypeExpr type;
      type.kind = TypeExprKind::Named;
      type.range = expr->range;
      llvm::SmallVector<Identifier, 2> path;
      if (auto* m = llvm::dyn_cast<MemberExpr>(g->base)) {
        path.push_back({llvm::cast<NameExpr>(m->base)->name, m->base->range});
        path.push_back(m->member);
      } else {
        path.push_back({llvm::cast<NameExpr>(g->base)->name, g->base->range});
      }
      type.path = path;
      type.arguments = g->arguments;
      type.has_arguments = true;
      Type* t = ResolveType(&type);
      return t->IsError() ? nullptr : t;
    }
    case ExprKind::Type: {
      Type* t = ResolveType(llvm::cast<TypeAsExpr>(expr)->type);
      return t->IsError() ? nullptr : t;
    }
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
    if (local->is_pack || (local->is_comptime && local->field)) {
      c_.Error(DiagnosticKind::NotAValue, expr->range,
               local->is_pack ? Cat("`", expr->name, "` is a pack: pass it on with `", expr->name, "...` or iterate with `comptime for`")
                              : Cat("`", expr->name, "` describes a field; `v.@field(", expr->name, ")` is its value"));
      return ErrorValue();
    }
    if (!local->type || local->type->IsError()) return ErrorValue();
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
      c_.Error(DiagnosticKind::NotAValue, expr->range, Cat("`", expr->name, "` is a package, not a value"));
      return ErrorValue();
    case SymbolRef::Kind::None:
      break;
  }
  for (auto& [name, range] : outer_names_) {
    if (name != expr->name) continue;
    c_.Error(DiagnosticKind::CaptureInCompute, expr->range,
             Cat("the body of a compute expression cannot use `", name, "`: it runs somewhere else"))
        .Label(range, "declared outside of the body")
        .Note("pass it as an argument");
    return ErrorValue();
  }
  auto report = c_.Error(DiagnosticKind::UnknownName, expr->range, Cat("unknown name `", expr->name, "`"));
  std::vector<std::string_view> names = c_.VisibleNames(context_);
  for (Local* l : locals_) names.push_back(l->name);
  std::string best = c_.DidYouMean(expr->name, names);
  if (!best.empty()) report.Suggest(expr->range, best, "did you mean this?");
  return ErrorValue();
}

Value Emitter::EmitDeclRef(DeclEntry entry, SourceRange range, Want want) {
  if (llvm::isa<ConstDecl>(entry.decl)) {
    ConstValue v = c_.ConstOf(entry);
    if (v.kind == ConstValue::Kind::Type) {
      Value out;
      out.kind = Value::Kind::Type;
      out.type = v.type_value;
      return out;
    }
    if (v) return EmitConst(v, v.type, want, range);
    Type* type = c_.ConstType(entry);
    if (type->IsError()) return ErrorValue();
    Value place = PlaceValue(b_.GlobalAddress(c_.GlobalSymbol(entry)), type);
    place.is_lvalue = true;
    return place;
  }
  if (auto* f = llvm::dyn_cast<FuncDecl>(entry.decl)) {
    llvm::SmallVector<GenericBinding, 4> bindings;
    if (!f->generics.empty()) {
      // A generic function as a value: its arguments come from the wanted function type.
      bool ok = want.type && want.type->Is(TypeKind::Function) && want.type->elements.size() == f->params.size();
      if (ok) {
        for (size_t i = 0; i < f->params.size(); ++i)
          c_.Unify(f->params[i].type, want.type->elements[i], f->generics, entry.context, nullptr, bindings);
      }
      if (!ok || bindings.size() != f->generics.size()) {
        c_.Error(DiagnosticKind::CannotInferGeneric, range,
                 Cat("the generic arguments of `", f->name.text, "` are not known here"))
            .Note("write them: `name<T>`");
        return ErrorValue();
      }
      llvm::SmallVector<GenericBinding, 4> sorted;
      for (const GenericParam& g : f->generics)
        for (GenericBinding& b : bindings)
          if (b.name == g.name.text) sorted.push_back(b);
      bindings = sorted;
    }
    return FunctionValue(c_.Instance(f, entry.context, bindings, nullptr, {}, nullptr, range), want);
  }
  if (llvm::isa<StructDecl>(entry.decl) || llvm::isa<EnumDecl>(entry.decl) || llvm::isa<TypeAliasDecl>(entry.decl)) {
    bool generic = false;
    if (auto* s = llvm::dyn_cast<StructDecl>(entry.decl)) generic = !s->generics.empty() || s->is_compute;
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
    c_.Error(DiagnosticKind::NotAValue, range, Cat("`", entry.decl->name.text, "` is a generic type, not a value"));
    return ErrorValue();
  }
  c_.Error(DiagnosticKind::NotAValue, range, "this is not a value");
  return ErrorValue();
}

// --- members -----------------------------------------------------------------------------------------------------------

Value Emitter::EmitFieldOf(Value base, std::string_view name, SourceRange range, SourceRange name_range) {
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
                 Cat("field `", name, "` of `", type->name, "` is private to package `", s->context->package->path, "`"));
        return ErrorValue();
      }
      if (f.type->IsError()) return ErrorValue();
      if (f.type->IsVoid()) return VoidValue();
      Value v = PlaceValue(b_.FieldAddress(Tir(type), AsPlace(base), static_cast<unsigned>(index)), f.type);
      v.is_lvalue = base.is_lvalue;
      v.is_mutable = mutable_place;
      v.root = root;
      v.via_pointer = via_pointer;
      return v;
    }
  }
  SetPosition(range);
  auto report = c_.Error(DiagnosticKind::UnknownMember, name_range, Cat("`", type->name, "` has no field or method `", name, "`"));
  std::vector<std::string_view> names;
  if (auto* s = AsStruct(type)) {
    for (Field& f : s->fields) names.push_back(f.name);
    for (const FuncDecl* m : s->decl->members) names.push_back(m->name.text);
  }
  std::string best = c_.DidYouMean(name, names);
  if (!best.empty()) report.Suggest(name_range, best, "did you mean this?");
  return ErrorValue();
}

Value Emitter::EmitMember(const MemberExpr* expr, Want want) {
  // package.name
  SymbolRef ref = ResolvePath(expr, nullptr);
  if (ref.kind == SymbolRef::Kind::Decl) return EmitDeclRef(ref.entry, expr->range, want);
  if (auto* base = llvm::dyn_cast<NameExpr>(expr->base); base && !FindLocal(base->name, false)) {
    SymbolRef package = c_.LookUp(base->name, context_, env_);
    if (package.kind == SymbolRef::Kind::Package) {
      bool is_private = expr->member.text.starts_with('_');
      auto report = c_.Error(is_private ? DiagnosticKind::PrivateName : DiagnosticKind::UnknownMember, expr->member.range,
                             is_private ? Cat("`", expr->member.text, "` is private to package `", package.package->path, "`")
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
  if (constant) return EmitConst(constant, constant.type ? constant.type : c_.types().usize(), want, expr->range);
  if (Type* type = TypeFromExpr(expr->base)) {
    if (auto* e = AsEnum(type)) {
      std::vector<std::string_view> names;
      for (EnumCaseInfo& c : e->cases) names.push_back(c.name);
      auto report = c_.Error(DiagnosticKind::UnknownMember, expr->member.range,
                             Cat("`", type->name, "` has no case `", expr->member.text, "`"));
      std::string best = c_.DidYouMean(expr->member.text, names);
      if (!best.empty()) report.Suggest(expr->member.range, best, "did you mean this?");
      return ErrorValue();
    }
    c_.Error(DiagnosticKind::UnknownMember, expr->member.range,
             Cat("type `", type->name, "` has nothing named `", expr->member.text, "`"));
    return ErrorValue();
  }
  Value base = EmitExpr(expr->base, {});
  return EmitFieldOf(base, expr->member.text, expr->range, expr->member.range);
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
    c_.Error(DiagnosticKind::UnknownMember, expr->index_range, Cat("`", type->name, "` has no part ", expr->index));
    return ErrorValue();
  }
  Value v = PlaceValue(b_.FieldAddress(Tir(type), base.v, expr->index), type->elements[expr->index]);
  v.is_lvalue = base.is_lvalue;
  v.is_mutable = base.is_mutable;
  v.root = base.root;
  v.via_pointer = base.via_pointer;
  return v;
}

// --- indexing ------------------------------------------------------------------------------------------------------------

Value Emitter::EmitIndex(const IndexExpr* expr, bool mutable_access, Want want) {
  if (auto* range = llvm::dyn_cast<RangeExpr>(expr->index)) return EmitSliceOf(expr, range, want);
  Value base = mutable_access ? EmitPlaceMutable(expr->base) : EmitExpr(expr->base, {});
  if (base.IsError()) {
    EmitExpr(expr->index, {});
    return base;
  }
  if (base.kind == Value::Kind::Type) {
    c_.Error(DiagnosticKind::NotIndexable, expr->range, Cat("the type `", base.type->name, "` cannot be indexed"));
    return ErrorValue();
  }
  Type* type = base.type;
  if (type->Is(TypeKind::Pointer)) {
    // Raw memory: no bounds are known.
    Value index = EmitExpr(expr->index, {c_.types().isize(), nullptr, false});
    if (index.IsError()) return index;
    if (!index.type->IsInteger()) {
      ReportMismatch(index.type, c_.types().isize(), expr->index->range, nullptr);
      return ErrorValue();
    }
    Value v = PlaceValue(b_.ElementAddress(Tir(type->element), AsScalar(base), AsScalar(index)), type->element);
    v.is_lvalue = v.is_mutable = v.via_pointer = true;
    return v;
  }
  if (type->Is(TypeKind::Array)) {
    Value index = EmitExpr(expr->index, {c_.types().isize(), nullptr, false});
    if (index.IsError()) return index;
    if (!index.type->IsInteger()) {
      ReportMismatch(index.type, c_.types().usize(), expr->index->range, nullptr);
      return ErrorValue();
    }
    SetPosition(expr->range);
    tir::Value checked = b_.IndexCheck(AsScalar(index), Index(static_cast<int64_t>(type->count)));
    Value v = PlaceValue(b_.ElementAddress(Tir(type->element), AsPlace(base), checked), type->element);
    v.is_lvalue = base.is_lvalue;
    v.is_mutable = base.is_mutable;
    v.root = base.root;
    v.via_pointer = base.via_pointer;
    return v;
  }
  bool pointer_base = type->Is(TypeKind::Pointer);
  Type* inner = pointer_base ? type->element : type;
  auto* s = AsStruct(inner);
  const FuncDecl* at = s ? s->FindMember(mutable_access ? "_at_mut" : "_at") : nullptr;
  if (!at && !mutable_access && s && s->FindMember("_value_at")) {
    // Elements that have no place: `_value_at` makes them.
    FuncInstance* f = c_.Instance(s->FindMember("_value_at"), s->context, {}, s, {}, nullptr, expr->range);
    if (f->params.size() != 2) return ErrorValue();
    Value index = EmitConverted(expr->index, f->params[1].type);
    if (index.IsError()) return index;
    return CallInstance(f, {base, Materialize(index)}, want);
  }
  if (!at) {
    if (s && mutable_access && s->FindMember("_at")) {
      c_.Error(DiagnosticKind::NotAssignable, expr->range, Cat("the elements of `", inner->name, "` cannot be changed"));
    } else {
      c_.Error(DiagnosticKind::NotIndexable, expr->range, Cat("`", type->name, "` cannot be indexed"));
    }
    EmitExpr(expr->index, {});
    return ErrorValue();
  }
  if (mutable_access && !pointer_base && base.is_lvalue && !base.is_mutable) {
    auto report = c_.Error(DiagnosticKind::NotAssignable, expr->range, "this cannot be changed");
    if (base.root && base.root->is_param) report.Note("parameters cannot be changed; take a `*T` to change the caller's value");
    return ErrorValue();
  }
  FuncInstance* f = c_.Instance(at, s->context, {}, s, {}, nullptr, expr->range);
  if (f->params.size() != 2 || !f->result->Is(TypeKind::Pointer)) return ErrorValue();
  Type* index_type = f->params[1].type;
  Value index = EmitExpr(expr->index, {index_type, nullptr, false});
  if (index.IsError()) return index;
  SetPosition(expr->range);
  if (index_type->IsInteger() && index.type->IsInteger()) {
    // A negative index becomes a huge one, which the callee reports as out of bounds.
    tir::Value v = AsScalar(index);
    if (!(index.type == index_type)) {
      if (index.type->is_signed && index.type->bits < 64) v = b_.Cast(tir::CastKind::Lossless, v, b_.Int(64, true));
      if (!index.type->is_signed && index.type->bits < 64) {
        v = b_.Cast(tir::CastKind::Lossless, v, Tir(index_type));
      } else if (index.type->is_signed) {
        v = b_.Cast(tir::CastKind::Truncate, v, Tir(index_type));
      }
    }
    index = ScalarValue(v, index_type);
  } else {
    index = Convert(index, index_type, expr->index->range);
    if (index.IsError()) return index;
  }
  Value self;
  if (f->params[0].type->Is(TypeKind::Pointer)) {
    self = pointer_base ? ScalarValue(AsScalar(base), type) : ScalarValue(AsPlace(base), c_.types().Pointer(inner));
  } else {
    self = pointer_base ? PlaceValue(AsScalar(base), inner) : base;
  }
  Value address = CallInstance(f, {self, index}, {});
  if (address.IsError()) return address;
  Value v = PlaceValue(AsScalar(address), f->result->element);
  v.is_lvalue = true;
  v.is_mutable = mutable_access;
  v.root = base.root;
  v.via_pointer = base.via_pointer || pointer_base;
  return v;
}

Value Emitter::EmitSliceOf(const IndexExpr* expr, const RangeExpr* range, Want want) {
  Value base = EmitExpr(expr->base, {});
  if (base.IsError()) return base;
  Type* type = base.type;
  if (type->Is(TypeKind::Pointer)) {
    base = PlaceValue(AsScalar(base), type->element);
    type = type->element;
  }
  if (type->Is(TypeKind::Array)) {
    base = Convert(base, c_.SliceOf(type->element), expr->range);
    if (base.IsError()) return base;
    type = base.type;
  }
  auto* s = AsStruct(type);
  const FuncDecl* slice = s ? s->FindMember("_slice_of") : nullptr;
  if (!slice) {
    c_.Error(DiagnosticKind::NotIndexable, expr->range, Cat("`", type->name, "` cannot be sliced"));
    return ErrorValue();
  }
  Type* usize = c_.types().usize();
  auto bound = [&](const Expr* e, bool low) -> Value {
    if (!e) {
      if (low) return ScalarValue(Index(0), usize);
      return CallMethodNamed(base, "len", {}, {}, expr->range);
    }
    Value v = EmitExpr(e, {usize, nullptr, false});
    if (v.IsError()) return v;
    if (!v.type->IsInteger()) {
      ReportMismatch(v.type, usize, e->range, nullptr);
      return ErrorValue();
    }
    tir::Value x = AsScalar(v);
    if (v.type->is_signed) {
      if (v.type->bits < 64) x = b_.Cast(tir::CastKind::Lossless, x, b_.Int(64, true));
      x = b_.Cast(tir::CastKind::Truncate, x, Tir(usize));
    } else if (v.type->bits < 64) {
      x = b_.Cast(tir::CastKind::Lossless, x, Tir(usize));
    }
    return ScalarValue(x, usize);
  };
  Value low = bound(range->low, true);
  Value high = bound(range->high, false);
  if (low.IsError() || high.IsError()) return ErrorValue();
  if (range->inclusive && range->high)
    high = ScalarValue(b_.Binary(tir::BinaryKind::Add, high.v, Index(1)), usize);
  SetPosition(expr->range);
  FuncInstance* f = c_.Instance(slice, s->context, {}, s, {}, nullptr, expr->range);
  Value self = f->params[0].type->Is(TypeKind::Pointer) ? ScalarValue(AsPlace(base), f->params[0].type) : base;
  return CallInstance(f, {self, low, high}, want);
}

// --- operators ---------------------------------------------------------------------------------------------------------

Value Emitter::EmitUnary(const UnaryExpr* expr, Want want) {
  switch (expr->op) {
    case UnaryOp::Negate: {
      if (auto* i = llvm::dyn_cast<IntLiteralExpr>(expr->operand)) return EmitIntLiteral(i, true, expr->range, want);
      if (auto* f = llvm::dyn_cast<FloatLiteralExpr>(expr->operand)) return EmitFloatLiteral(-f->value, expr->range, want);
      Value v = EmitExpr(expr->operand, {want.type, nullptr, false});
      if (v.IsError()) return v;
      if (!v.type->Is(TypeKind::Float) && !v.type->Is(TypeKind::Duration) && !(v.type->IsInteger() && v.type->is_signed)) {
        auto report = c_.Error(DiagnosticKind::OperatorTypes, expr->range, Cat("`-` does not work on `", v.type->name, "`"));
        if (v.type->IsInteger()) report.Note("unsigned numbers have no negative; `0 -% x` wraps");
        return ErrorValue();
      }
      SetPosition(expr->op_range);
      return ScalarValue(b_.Negate(AsScalar(v)), v.type);
    }
    case UnaryOp::Not: {
      Value v = EmitConverted(expr->operand, c_.types().boolean());
      if (v.IsError()) return v;
      return ScalarValue(b_.Not(AsScalar(v)), v.type);
    }
    case UnaryOp::BitNot: {
      Value v = EmitExpr(expr->operand, {want.type, nullptr, false});
      if (v.IsError()) return v;
      if (!v.type->IsInteger()) {
        c_.Error(DiagnosticKind::OperatorTypes, expr->range, Cat("`~` works on integers, not on `", v.type->name, "`"));
        return ErrorValue();
      }
      return ScalarValue(b_.Not(AsScalar(v)), v.type);
    }
    case UnaryOp::AddressOf: {
      Value v = EmitPlaceMutable(expr->operand);
      if (v.IsError()) return v;
      if (v.kind == Value::Kind::None && v.type->IsVoid()) return ScalarValue(b_.NullPtr(), c_.types().Pointer(v.type));
      if (v.kind != Value::Kind::Place || (!v.is_lvalue && !v.owned)) {
        c_.Error(DiagnosticKind::NotAssignable, expr->range, "this has no address: it is a value, not a variable");
        return ErrorValue();
      }
      if (v.is_lvalue && !v.is_mutable && !v.via_pointer) {
        bool from_raw = want.type && want.type->Is(TypeKind::Pointer) && context_->package->path.starts_with("std/");
        if (!from_raw) {
          auto report = c_.Error(DiagnosticKind::NotAssignable, expr->range, "the address of something that cannot be changed");
          if (v.root) report.Label(v.root->range, v.root->is_param ? "parameters are immutable" : "declared with `const`");
          return ErrorValue();
        }
      }
      return ScalarValue(v.v, c_.types().Pointer(v.type));
    }
    case UnaryOp::Dereference: {
      Value v = EmitExpr(expr->operand, {});
      if (v.IsError()) return v;
      if (!v.type->Is(TypeKind::Pointer)) {
        c_.Error(DiagnosticKind::OperatorTypes, expr->range, Cat("`*` reads through a pointer, this is a `", v.type->name, "`"));
        return ErrorValue();
      }
      Value out = PlaceValue(AsScalar(v), v.type->element);
      out.is_lvalue = out.is_mutable = out.via_pointer = true;
      return out;
    }
  }
  return ErrorValue();
}

bool Emitter::NeedsContext(const Expr* expr) {
  switch (expr->kind) {
    case ExprKind::IntLiteral:
      return !llvm::cast<IntLiteralExpr>(expr)->is_size;
    case ExprKind::FloatLiteral:
    case ExprKind::CharLiteral:
    case ExprKind::NullLiteral:
    case ExprKind::ImplicitMember:
    case ExprKind::MapLiteral:
      return true;
    case ExprKind::ArrayLiteral: {
      auto* a = llvm::cast<ArrayLiteralExpr>(expr);
      return a->elements.empty() || NeedsContext(a->elements[0]);
    }
    case ExprKind::SetLiteral:
      return true;
    case ExprKind::Closure:
      return llvm::cast<ClosureExpr>(expr)->is_short;
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(expr);
      return (u->op == UnaryOp::Negate || u->op == UnaryOp::BitNot) && NeedsContext(u->operand);
    }
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(expr);
      if (IsComparison(b->op) || b->op == BinaryOp::LogicalAnd || b->op == BinaryOp::LogicalOr) return false;
      return NeedsContext(b->lhs) && NeedsContext(b->rhs);
    }
    case ExprKind::Tuple: {
      auto* t = llvm::cast<TupleExpr>(expr);
      return t->elements.size() == 1 && NeedsContext(t->elements[0]);
    }
    default:
      return false;
  }
}

bool Emitter::EmitOperands(const Expr* lhs, const Expr* rhs, Type* hint, Value* l, Value* r) {
  Want want;
  want.type = hint;
  if (NeedsContext(lhs) && !NeedsContext(rhs)) {
    // A literal has no effects: the other side may go first and lend its type.
    *r = Materialize(EmitExpr(rhs, want));
    if (r->IsError()) {
      return false;
    }
    want.type = r->type;
    *l = Materialize(EmitExpr(lhs, want));
    return !l->IsError();
  }
  *l = EmitExpr(lhs, want);
  // The right side may change what the left side names: scalars are read now.
  if (!l->IsError()) *l = Materialize(*l);
  if (!l->IsError() && l->type && !l->type->IsVoid() && NeedsContext(rhs)) want.type = l->type;
  *r = Materialize(EmitExpr(rhs, want));
  return !l->IsError() && !r->IsError();
}

Value Emitter::EmitBinary(const BinaryExpr* expr, Want want) {
  if (expr->op == BinaryOp::LogicalAnd || expr->op == BinaryOp::LogicalOr) return EmitLogical(expr);
  if (expr->op == BinaryOp::Coalesce) return EmitCoalesce(expr, want);
  // Long chains lean to the left: walk them in a loop, so that depth costs no stack.
  llvm::SmallVector<const BinaryExpr*, 8> chain;
  const Expr* first = expr;
  while (auto* b = llvm::dyn_cast<BinaryExpr>(first)) {
    if (b->op == BinaryOp::LogicalAnd || b->op == BinaryOp::LogicalOr || b->op == BinaryOp::Coalesce) break;
    chain.push_back(b);
    first = b->lhs;
  }
  Type* hint = IsComparison(expr->op) ? nullptr : want.type;
  if (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result))) hint = hint->element;
  if (hint && !hint->IsNumeric() && !c_.IsLang(hint, "string")) hint = nullptr;
  Value l;
  for (size_t i = chain.size(); i > 0; --i) {
    const BinaryExpr* b = chain[i - 1];
    Value r;
    Type* operand_hint = i == 1 ? hint : hint;
    if (IsComparison(b->op) || b->op == BinaryOp::Shl || b->op == BinaryOp::Shr) {
      operand_hint = b->op == BinaryOp::Shl || b->op == BinaryOp::Shr ? hint : nullptr;
    }
    bool ok;
    if (i == chain.size()) {
      if (b->op == BinaryOp::Shl || b->op == BinaryOp::Shr) {
        l = Materialize(EmitExpr(b->lhs, {operand_hint, nullptr, false}));
        r = l.IsError() ? l : Materialize(EmitExpr(b->rhs, {}));
        ok = !l.IsError() && !r.IsError();
      } else {
        ok = EmitOperands(b->lhs, b->rhs, operand_hint, &l, &r);
      }
    } else {
      Type* right = b->op == BinaryOp::Shl || b->op == BinaryOp::Shr ? nullptr : l.type;
      r = Materialize(EmitExpr(b->rhs, {NeedsContext(b->rhs) ? right : operand_hint, nullptr, false}));
      ok = !r.IsError();
    }
    if (!ok) return ErrorValue();
    for (Value* v : {&l, &r}) {
      if (v->kind == Value::Kind::Type || v->type->IsVoid()) {
        // Types compare while compiling: T == int32.
        ConstValue folded = Evaluate(expr, nullptr);
        if (folded.kind == ConstValue::Kind::Bool) return ScalarValue(b_.ConstBool(folded.boolean), c_.types().boolean());
        c_.Error(DiagnosticKind::OperatorTypes, v == &l ? b->lhs->range : b->rhs->range,
                 v->kind == Value::Kind::Type ? "this is a type, not a value" : "this gives no value");
        return ErrorValue();
      }
    }
    SetPosition(b->op_range);
    l = IsComparison(b->op) ? EmitComparison(b->op, l, r, b->op_range)
                            : EmitArithmetic(b->op, l, r, b->op_range, b->range, i == 1 ? want : Want{});
    if (l.IsError()) return l;
  }
  return l;
}

Value Emitter::EmitArithmetic(BinaryOp op, Value lhs, Value rhs, SourceRange op_range, SourceRange range, Want want) {
  Type* a = lhs.type;
  Type* b = rhs.type;
  if (a->IsNever() || b->IsNever()) return a->IsNever() ? lhs : rhs;
  auto bad = [&]() {
    auto report = c_.Error(DiagnosticKind::OperatorTypes, op_range,
                           Cat("`", Spelling(op), "` does not work on `", a->name, "` and `", b->name, "`"));
    if (c_.IsLang(a, "string") && op == BinaryOp::Add) report.Note("use interpolation: `\"${a}${b}\"`");
    if (a->IsNumeric() && b->IsNumeric())
      report.Note(Cat("neither converts to the other without loss; write `cast<", a->name, ">(…)` around one side"));
    return ErrorValue();
  };
  if (a->Is(TypeKind::Pointer)) {
    if (op == BinaryOp::Sub && b->Is(TypeKind::Pointer) && a->element == b->element) {
      tir::Type i64 = b_.Int(64, true);
      tir::Value d = b_.Binary(tir::BinaryKind::SubWrap, b_.Cast(tir::CastKind::Bitcast, AsScalar(lhs), i64),
                               b_.Cast(tir::CastKind::Bitcast, AsScalar(rhs), i64));
      tir::Value size = b_.Cast(tir::CastKind::Truncate, b_.SizeOf(Tir(a->element)), i64);
      return ScalarValue(b_.Binary(tir::BinaryKind::Div, d, size), c_.types().isize());
    }
    if ((op != BinaryOp::Add && op != BinaryOp::Sub) || !b->IsInteger()) return bad();
    tir::Value n = AsScalar(rhs);
    if (op == BinaryOp::Sub) {
      if (!b->is_signed) n = b_.Cast(tir::CastKind::Truncate, n, b_.Int(64, true));
      n = b_.Negate(n);
    }
    return ScalarValue(b_.ElementAddress(Tir(a->element), AsScalar(lhs), n), a);
  }
  if (c_.IsLang(a, "string") && c_.IsLang(b, "string") && op == BinaryOp::Add)
    return CallLang("concat", {}, {lhs, rhs}, want);
  std::optional<tir::BinaryKind> kind = KindOf(op);
  if (!kind) return bad();
  if (a->Is(TypeKind::Bool) && b->Is(TypeKind::Bool) &&
      (op == BinaryOp::BitAnd || op == BinaryOp::BitOr || op == BinaryOp::BitXor))
    return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
  // Durations: d + d, d * n, d / n, d / d.
  if (a->Is(TypeKind::Duration) || b->Is(TypeKind::Duration)) {
    tir::Type i64 = b_.Int(64, true);
    bool both = a->Is(TypeKind::Duration) && b->Is(TypeKind::Duration);
    if (both && (op == BinaryOp::Add || op == BinaryOp::Sub || op == BinaryOp::Rem))
      return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
    if (both && op == BinaryOp::Div) return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), c_.types().Int(64, true));
    Value n = a->Is(TypeKind::Duration) ? rhs : lhs;
    if (!both && n.type->IsInteger() && (op == BinaryOp::Mul || (op == BinaryOp::Div && a->Is(TypeKind::Duration)))) {
      tir::Value x = AsScalar(a->Is(TypeKind::Duration) ? lhs : rhs);
      tir::Value y = AsScalar(n);
      if (!(Tir(n.type) == i64))
        y = b_.Cast(IsLossless(n.type, c_.types().Int(64, true)) ? tir::CastKind::Lossless : tir::CastKind::Checked, y, i64);
      return ScalarValue(b_.Binary(*kind, x, y), c_.types().duration());
    }
    return bad();
  }
  if (op == BinaryOp::Shl || op == BinaryOp::Shr) {
    if (!a->IsInteger() || !b->IsInteger()) return bad();
    return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
  }
  if (!a->IsNumeric() || !b->IsNumeric()) return bad();
  Type* common = a == b ? a : CommonNumeric(a, b);
  if (!common) return bad();
  if (common->Is(TypeKind::Float)) {
    switch (op) {
      case BinaryOp::Add: case BinaryOp::Sub: case BinaryOp::Mul: case BinaryOp::Div: case BinaryOp::Rem: break;
      default: return bad();
    }
  }
  lhs = Convert(lhs, common, range);
  rhs = Convert(rhs, common, range);
  SetPosition(op_range);
  return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), common);
}

Value Emitter::EmitComparison(BinaryOp op, Value lhs, Value rhs, SourceRange op_range) {
  Type* a = lhs.type;
  Type* b = rhs.type;
  Type* boolean = c_.types().boolean();
  tir::ComparePredicate predicate = PredicateOf(op);
  if (a->IsNever() || b->IsNever()) return Dummy(boolean);
  // x == null
  for (int side = 0; side < 2; ++side) {
    Value& v = side ? rhs : lhs;
    Value& n = side ? lhs : rhs;
    if (!n.type->Is(TypeKind::Null)) continue;
    if (v.type->Is(TypeKind::Optional) && (op == BinaryOp::Equal || op == BinaryOp::NotEqual)) {
      tir::Value tag = b_.EnumTag(Tir(v.type), AsPlace(v));
      return ScalarValue(b_.Compare(predicate, tag, b_.ConstInt(b_.Int(32, false), kNullCase)), boolean);
    }
    auto report = c_.Error(DiagnosticKind::OperatorTypes, op_range, Cat("a `", v.type->name, "` is never null"));
    return ErrorValue();
  }
  if (a->IsNumeric() && b->IsNumeric() && !(a == b)) {
    if (Type* common = CommonNumeric(a, b)) {
      lhs = Convert(lhs, common, op_range);
      rhs = Convert(rhs, common, op_range);
      return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
    }
    if (a->IsInteger() && b->IsInteger()) {
      // 64 bits of different signs: by the mathematical values.
      Value& s = a->is_signed ? lhs : rhs;
      tir::Type i64 = b_.Int(64, true), u64 = b_.Int(64, false);
      tir::Value sv = AsScalar(s), uv = AsScalar(a->is_signed ? rhs : lhs);
      if (s.type->bits < 64) sv = b_.Cast(tir::CastKind::Lossless, sv, i64);
      Type* ut = a->is_signed ? b : a;
      if (ut->bits < 64) uv = b_.Cast(tir::CastKind::Lossless, uv, u64);
      tir::Value negative = b_.Compare(tir::ComparePredicate::Less, sv, b_.ConstInt(i64, 0));
      tir::Value su = b_.Cast(tir::CastKind::Truncate, sv, u64);
      tir::Value plain = a->is_signed ? b_.Compare(predicate, su, uv) : b_.Compare(predicate, uv, su);
      bool when_negative;  // the signed side is the smaller one
      switch (op) {
        case BinaryOp::Equal: when_negative = false; break;
        case BinaryOp::NotEqual: when_negative = true; break;
        case BinaryOp::Less: case BinaryOp::LessEqual: when_negative = a->is_signed; break;
        default: when_negative = !a->is_signed; break;
      }
      return ScalarValue(b_.Select(negative, b_.ConstBool(when_negative), plain), boolean);
    }
    auto report = c_.Error(DiagnosticKind::OperatorTypes, op_range,
                           Cat("`", Spelling(op), "` does not compare `", a->name, "` with `", b->name, "`"));
    report.Note("convert one side with `cast<T>(…)`");
    return ErrorValue();
  }
  if (!(a == b)) {
    // Through an implicit conversion of one side.
    if (CanConvert(b, a)) {
      rhs = Convert(rhs, a, op_range);
    } else if (CanConvert(a, b)) {
      lhs = Convert(lhs, b, op_range);
    } else if (a->Is(TypeKind::Char) && b->Is(TypeKind::Int) && b->bits == 8) {
      rhs = ScalarValue(b_.Cast(tir::CastKind::Lossless, AsScalar(rhs), Tir(a)), a);
    } else if (b->Is(TypeKind::Char) && a->Is(TypeKind::Int) && a->bits == 8) {
      lhs = ScalarValue(b_.Cast(tir::CastKind::Lossless, AsScalar(lhs), Tir(b)), b);
    } else if (a->Is(TypeKind::Pointer) && b->Is(TypeKind::Pointer)) {
      return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
    } else {
      c_.Error(DiagnosticKind::OperatorTypes, op_range,
               Cat("`", Spelling(op), "` does not compare `", a->name, "` with `", b->name, "`"));
      return ErrorValue();
    }
    if (lhs.IsError() || rhs.IsError()) return ErrorValue();
    a = lhs.type;
  }
  if (!Aggregate(a)) {
    if (a->Is(TypeKind::Enum) && op != BinaryOp::Equal && op != BinaryOp::NotEqual) {
      // By the order of declaration, as for enums with payloads.
    }
    return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
  }
  if (a->Is(TypeKind::Function)) {
    c_.Error(DiagnosticKind::OperatorTypes, op_range, "functions cannot be compared");
    return ErrorValue();
  }
  GenericArg arg{a};
  if (op == BinaryOp::Equal || op == BinaryOp::NotEqual) {
    Value equal = CallLang("eq", {arg}, {lhs, rhs}, {});
    if (equal.IsError() || op == BinaryOp::Equal) return equal;
    return ScalarValue(b_.Not(AsScalar(equal)), boolean);
  }
  Value order = CallLang("compare", {arg}, {lhs, rhs}, {});
  if (order.IsError()) return order;
  return ScalarValue(b_.Compare(predicate, AsScalar(order), b_.ConstInt(Tir(order.type), 0)), boolean);
}

tir::Value Emitter::EmitBool(const Expr* expr) {
  Value v = EmitConverted(expr, c_.types().boolean());
  if (v.IsError() || v.type->IsNever()) return b_.ConstBool(false);
  return AsScalar(v);
}

Value Emitter::EmitLogical(const BinaryExpr* expr) {
  // The right side runs in its own scope: its temporaries die on its path only.
  const bool is_and = expr->op == BinaryOp::LogicalAnd;
  tir::Value slot = b_.Local(b_.Bool(), "", "");
  tir::Value l = EmitBool(expr->lhs);
  b_.Store(l, slot);
  tir::Block right = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  CondBr(l, is_and ? right : done, is_and ? done : right);
  EnterBlock(right);
  size_t depth = cleanups_.size();
  tir::Value r = EmitBool(expr->rhs);
  b_.Store(r, slot);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  return ScalarValue(b_.Load(b_.Bool(), slot), c_.types().boolean());
}

Value Emitter::EmitCoalesce(const BinaryExpr* expr, Want want) {
  Value subject = EmitExpr(expr->lhs, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  if (!subject.type->Is(TypeKind::Optional) && !subject.type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->op_range,
             Cat("`??` needs an optional or a result on its left, this is a `", subject.type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(subject.type);
  c_.CompleteEnum(e);
  unsigned good = subject.type->Is(TypeKind::Optional) ? kSomeCase : kOkCase;
  Type* type = e->element;
  // `a ?? b` is optional again when b is.
  Type* result_type = type;
  if (NeedsContext(expr->rhs) || !want.type || want.type == type) {
    Type* rhs_type = NeedsContext(expr->rhs) ? type : TypeOf(expr->rhs);
    if (rhs_type == subject.type) result_type = subject.type;
  }
  if (result_type->IsVoid()) return VoidValue();
  Value out = TempPlace(result_type, want);
  if (!Aggregate(result_type)) {
    out = PlaceValue(b_.Local(Tir(result_type), "", ""), result_type);
  }
  tir::Block some = b_.NewBlock(), none = b_.NewBlock(), done = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(subject.type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), some, none);
  EnterBlock(some);
  size_t depth = cleanups_.size();
  Value inner = PlaceValue(b_.EnumPayload(Tir(subject.type), subject.v, good, 0), type);
  inner = Convert(inner, result_type, expr->range);
  MoveInto(inner, result_type, out.v);
  PopCleanups(depth);
  Br(done);
  EnterBlock(none);
  EmitInto(expr->rhs, result_type, out.v);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  if (!Aggregate(result_type)) return ScalarValue(b_.Load(Tir(result_type), out.v), result_type);
  Own(&out);
  return out;
}

Value Emitter::EmitRangeValue(const RangeExpr* expr, Want want) {
  if (!expr->low || !expr->high) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range, "a range without both ends can only be an index");
    return ErrorValue();
  }
  Value low, high;
  if (!EmitOperands(expr->low, expr->high, nullptr, &low, &high)) return ErrorValue();
  Type* type = low.type == high.type ? low.type : CommonNumeric(low.type, high.type);
  if (!type) {
    ReportMismatch(high.type, low.type, expr->high->range, nullptr);
    return ErrorValue();
  }
  StructType* range = c_.LangStruct("range", {GenericArg{type}});
  if (!range) return ErrorValue();
  c_.CompleteStruct(range);
  Value out = TempPlace(range, want);
  MoveInto(Convert(low, type, expr->low->range), type, b_.FieldAddress(Tir(range), out.v, 0));
  MoveInto(Convert(high, type, expr->high->range), type, b_.FieldAddress(Tir(range), out.v, 1));
  b_.Store(b_.ConstBool(expr->inclusive), b_.FieldAddress(Tir(range), out.v, 2));
  Own(&out);
  return out;
}

// --- control flow as values ------------------------------------------------------------------------------------------

std::optional<bool> Emitter::ComptimeCondition(const Expr* expr) {
  ConstValue v = Evaluate(expr, c_.types().boolean(), true);
  if (v.kind == ConstValue::Kind::Bool) return v.boolean;
  if (v) c_.Error(DiagnosticKind::TypeMismatch, expr->range, "a condition must be a `bool`");
  return std::nullopt;
}

Value Emitter::EmitIf(const IfExpr* expr, Want want) {
  if (expr->is_comptime) {
    std::optional<bool> taken = ComptimeCondition(expr->condition.value);
    if (!taken) return ErrorValue();
    if (*taken) return EmitBlockValue(expr->then_block, want);
    if (!expr->else_branch) return VoidValue();
    return EmitExpr(expr->else_branch, want);
  }
  tir::Block then_block = b_.NewBlock();
  tir::Block else_block = b_.NewBlock();
  tir::Block done = expr->else_branch ? b_.NewBlock() : else_block;
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  size_t scope = depth;
  EmitCondition(expr->condition, then_block, else_block, &scope);
  const bool wants_value = !want.discard && expr->else_branch;
  Want inner;
  inner.discard = !wants_value;
  inner.type = want.type;
  if (wants_value) inner.dest = want.dest;
  Type* type = nullptr;
  tir::Value place;
  bool failed = false;
  bool in_dest = false;
  // Stores one arm's value in the common place; the first arm that has a type decides it.
  auto store = [&](Value value, SourceRange range) {
    if (value.IsError()) {
      failed = true;
      return;
    }
    if (!wants_value || !value.type || value.type->IsNever()) return;
    if (!type) {
      type = value.type->Is(TypeKind::Null) && want.type ? want.type : value.type;
      if (want.type && CanConvert(type, want.type) && !want.type->IsError()) type = want.type;
      if (type->IsVoid()) return;
      if (type->Is(TypeKind::Null) || value.kind == Value::Kind::Type) {
        c_.Error(DiagnosticKind::CannotInferType, range, "the type of this `if` is not known here");
        failed = true;
        return;
      }
      in_dest = want.dest && want.dest->type == type;
      place = in_dest ? want.dest->place : b_.Local(Tir(type), "", "");
    }
    if (type->IsVoid()) {
      if (!value.type->IsVoid() && want.type) ReportMismatch(value.type, type, range, nullptr);
      return;
    }
    value = Convert(value, type, range);
    if (value.IsError()) {
      failed = true;
      return;
    }
    MoveInto(value, type, place);
  };
  Value v = EmitBlockValue(expr->then_block, inner);
  if (!b_.Terminated()) {
    store(v, expr->then_block->stmts.empty() ? expr->range : expr->then_block->stmts.back()->range);
    PopCleanups(scope);
    if (!b_.Terminated()) Br(done);
  } else {
    cleanups_.resize(scope);
  }
  CheckUnused(locals);
  locals_.resize(locals);
  if (expr->else_branch) {
    EnterBlock(else_block);
    Value e = EmitExpr(expr->else_branch, inner);
    if (!b_.Terminated()) {
      store(e, expr->else_branch->range);
      PopCleanups(depth);
      if (!b_.Terminated()) Br(done);
    }
  }
  EnterBlock(done);
  SetPosition(expr->range);
  if (failed) return ErrorValue();
  if (!wants_value || !type || type->IsVoid()) {
    Value out = VoidValue();
    if (wants_value && !type && dead_) out.type = c_.types().never();
    return out;
  }
  if (!Aggregate(type)) return ScalarValue(b_.Load(Tir(type), place), type);
  Value out = PlaceValue(place, type);
  out.in_dest = in_dest;
  Own(&out);
  return out;
}

Value Emitter::EmitTry(const TryExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  Type* type = subject.type;
  if (!type->Is(TypeKind::Optional) && !type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range,
             Cat("`?` passes on the error of a result or the null of an optional, this is a `", type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(type);
  c_.CompleteEnum(e);
  const bool is_result = type->Is(TypeKind::Result);
  unsigned good = is_result ? kOkCase : kSomeCase;
  if (!result_type_) {
    // Inferring: the failing path decides nothing.
  } else if (in_defer_ || (is_result ? !result_type_->Is(TypeKind::Result) : !result_type_->Is(TypeKind::Optional))) {
    auto report = c_.Error(DiagnosticKind::TryOutside, expr->range,
                           is_result ? "`?` passes an error on, but this function does not give a result"
                                     : "`?` passes null on, but this function does not give an optional");
    if (instance_) report.Label(instance_->range, Cat("its result is `", result_type_->name, "`"));
    report.Note(is_result ? "make the result type `T!`, or handle the error with `catch`"
                          : "make the result type `T?`, or use `??` or `if let`");
    return ErrorValue();
  }
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), ok, fail);
  EnterBlock(fail);
  if (!result_type_) {
    b_.Unreachable();
  } else {
    if (is_result) {
      b_.EnumInit(Tir(result_type_), result_place_, kErrCase);
      Type* error = c_.ErrorType();
      b_.Copy(Tir(error), b_.EnumPayload(Tir(result_type_), result_place_, kErrCase, 0),
              b_.EnumPayload(Tir(type), subject.v, kErrCase, 0));
    } else {
      b_.EnumInit(Tir(result_type_), result_place_, kNullCase);
    }
    EmitCleanupsDownTo(0);
    if (!b_.Terminated()) b_.Return();
  }
  EnterBlock(ok);
  SetPosition(expr->range);
  if (e->cases[good].payload.empty()) return VoidValue();
  Type* inner = e->element;
  tir::Value payload = b_.EnumPayload(Tir(type), subject.v, good, 0);
  if (!Aggregate(inner)) return ScalarValue(b_.Load(Tir(inner), payload), inner);
  if (subject.owned && !e->is_boxed) {
    // The payload moves out, and nothing is left to drop.
    DeactivateCleanup(subject.cleanup);
    Value out = PlaceValue(payload, inner);
    Own(&out);
    return out;
  }
  Value out = PlaceValue(payload, inner);
  out.root = subject.root;
  out.is_lvalue = subject.is_lvalue;
  return out;
}

Value Emitter::EmitUnwrap(const UnwrapExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  Type* type = subject.type;
  if (!type->Is(TypeKind::Optional) && !type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range,
             Cat("`!` unwraps an optional or a result, this is a `", type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(type);
  c_.CompleteEnum(e);
  const bool is_result = type->Is(TypeKind::Result);
  unsigned good = is_result ? kOkCase : kSomeCase;
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), ok, fail);
  EnterBlock(fail);
  if (is_result) {
    CallLang("unwrap_failed", {}, {PlaceValue(b_.EnumPayload(Tir(type), subject.v, kErrCase, 0), c_.ErrorType())}, {});
  } else {
    tir::FunctionInfo info;
    info.symbol = info.display_name = "arc_rt_panic_unwrap";
    info.linkage = tir::Linkage::Exported;
    info.is_c_abi = info.is_noreturn = info.is_cold = true;
    b_.Call(b_.DeclareFunction(info), {});
  }
  if (!b_.Terminated()) b_.Unreachable();
  EnterBlock(ok);
  if (e->cases[good].payload.empty()) return VoidValue();
  Type* inner = e->element;
  tir::Value payload = b_.EnumPayload(Tir(type), subject.v, good, 0);
  if (!Aggregate(inner)) return ScalarValue(b_.Load(Tir(inner), payload), inner);
  Value out = PlaceValue(payload, inner);
  if (subject.owned && !e->is_boxed) {
    DeactivateCleanup(subject.cleanup);
    Own(&out);
    return out;
  }
  out.root = subject.root;
  out.is_lvalue = subject.is_lvalue;
  out.is_mutable = subject.is_mutable;
  return out;
}

Value Emitter::EmitCatch(const CatchExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  if (!subject.type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->operand->range,
             Cat("`catch` handles the error of a result, this is a `", subject.type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(subject.type);
  c_.CompleteEnum(e);
  Type* type = e->element;
  Value out = VoidValue();
  if (!type->IsVoid()) {
    out = Aggregate(type) ? TempPlace(type, want) : PlaceValue(b_.Local(Tir(type), "", ""), type);
  }
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock(), done = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(subject.type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), kOkCase)), ok, fail);
  EnterBlock(ok);
  if (!type->IsVoid()) MoveInto(PlaceValue(b_.EnumPayload(Tir(subject.type), subject.v, kOkCase, 0), type), type, out.v);
  Br(done);
  EnterBlock(fail);
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  if (expr->error_name) {
    // The error stays in the subject, which lives until the end of the statement.
    Local* local = AddLocal(expr->error_name.text, c_.ErrorType(),
                            b_.EnumPayload(Tir(subject.type), subject.v, kErrCase, 0), false, expr->error_name.range);
    b_.DebugPlace(local->place, Tir(local->type), local->name, local->type->name, 0);
  }
  bool failed = false;
  Want inner;
  inner.type = type->IsVoid() ? nullptr : type;
  inner.discard = type->IsVoid();
  Value handled = EmitExpr(expr->handler, inner);
  if (handled.IsError()) {
    failed = true;
  } else if (!b_.Terminated() && !type->IsVoid()) {
    if (handled.type->IsVoid() && !dead_ && want.discard) {
      // As a statement the value is not wanted anyway.
      EmitZero(type, out.v, expr->handler->range);
    } else {
      handled = Convert(handled, type, expr->handler->range, "the handler must give the value that the result would have had");
      failed = handled.IsError();
      if (!failed) MoveInto(handled, type, out.v);
    }
  }
  CheckUnused(locals);
  locals_.resize(locals);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  if (failed) return ErrorValue();
  if (type->IsVoid()) return VoidValue();
  if (!Aggregate(type)) return ScalarValue(b_.Load(Tir(type), out.v), type);
  Own(&out);
  return out;
}

}  // namespace arc::check
