// Values that the checker needs: folded (fold.cc) or, where folding ends, run during the build
// (comptime.cc); parts of values that were run; package constants.
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

ConstValue Checker::Evaluate(const Expr* expr, Type* expected, DeclContext* context,
                             const GenericEnv* env, Emitter* emitter, bool needed) {
  ConstValue value = Fold(expr, expected, context, env, emitter, /*report=*/false);
  if (value || !needed) return value;
  // Again, to say what is wrong, and to learn where folding ends.
  const size_t errors_before = diagnostics_.error_count();
  const Expr* outer = std::exchange(not_folded_, nullptr);
  value = Fold(expr, expected, context, env, emitter, /*report=*/true);
  if (!value && diagnostics_.error_count() == errors_before && not_folded_)
    value = EvaluateNow(expr, expected, context, env, emitter);
  not_folded_ = outer;
  return value;
}

// By running it. Reports when it has no value.
ConstValue Checker::EvaluateNow(const Expr* expr, Type* expected, DeclContext* context,
                                const GenericEnv* env, Emitter* emitter) {
  auto not_constant = [&] {
    auto report =
        Error(DiagnosticKind::NotConstant, not_folded_->range, "this is not known while compiling");
    if (comptime_param_)
      report.Label(comptime_param_->range, "the parameter's values are part of the function");
    return ConstValue{};
  };
  // What only exists when the program runs is better said in the words of the place.
  if (auto* name = llvm::dyn_cast<NameExpr>(not_folded_)) {
    if (emitter && emitter->FindLocal(name->name)) return not_constant();
    SymbolRef ref = LookUp(name->name, context, env);
    const bool is_function = ref.kind == SymbolRef::Kind::Decl &&
                             llvm::isa<FuncDecl>(ref.entry.decl) && expected &&
                             expected->Is(TypeKind::Function);
    if (!is_function &&
        (ref.kind != SymbolRef::Kind::Decl || !llvm::isa<ConstDecl>(ref.entry.decl)))
      return not_constant();
  }
  if (!options_.evaluator && !llvm::isa<ComptimeExpr>(expr)) return not_constant();
  // What only folding can do asks for itself when it is emitted.
  if (llvm::is_contained(evaluating_, expr)) return not_constant();
  // Integers need to fit only, as folded ones.
  if (expected && !expected->IsInteger()) return EvaluateAs(expr, expected, context, env, emitter);
  ComptimeValue* value = RunExpression(expr, expected, /*exact=*/false, context, env, emitter);
  if (!value) return {};
  ConstValue constant = Read(value, expr->range);
  if (!constant || !expected || constant.kind != ConstValue::Kind::Int ||
      Fits(constant.integer, expected))
    return constant;
  Error(DiagnosticKind::LiteralOutOfRange, expr->range,
        Cat("this is `", constant.Spell(), "`, which does not fit `", expected->name, "`"));
  return {};
}

ConstValue Checker::EvaluateAs(const Expr* expr, Type* type, DeclContext* context,
                               const GenericEnv* env, Emitter* emitter) {
  ComptimeValue* value = RunExpression(expr, type, /*exact=*/true, context, env, emitter);
  return value ? Read(value, expr->range) : ConstValue{};
}

// Null: it did not run to its end, which has been reported.
ComptimeValue* Checker::RunExpression(const Expr* expr, Type* type, bool exact,
                                      DeclContext* context, const GenericEnv* env,
                                      Emitter* emitter) {
  ComptimeValue* value;
  evaluating_.push_back(expr);
  if (emitter) {
    value = emitter->MakeThunk(expr, type, exact);
  } else {
    Emitter scratch(*this, context, env, nullptr, nullptr);
    value = scratch.MakeThunk(expr, type, exact);
  }
  evaluating_.pop_back();
  return value && Force(value) ? value : nullptr;
}

// All of a value that was run; reports when that is too much.
ConstValue Checker::Read(ComptimeValue* value, SourceRange range) {
  if (ConstValue constant = ReadConst(value, value->type, 0)) return constant;
  if (value->type->IsVoid()) {
    Error(DiagnosticKind::NotAValue, range, "this gives no value");
  } else {
    Error(DiagnosticKind::NotConstant, range,
          Cat("this `", value->type->name, "` is too large to stand here"))
        .Note(Cat("what decides what is compiled has at most ", kMaxInterfaceText >> 10,
                  " KB as text"));
  }
  return {};
}

// The value of a comptime constant, if it is there or (with `report`) needed now.
ConstValue Checker::Forced(ComptimeValue* value, bool report) {
  if (value->state != ComptimeValue::State::Done && (!report || !Force(value))) return {};
  return report ? ReadConst(value, value->type, 0) : ReadScalar(value);
}

Checker::ComptimePlace Checker::PlaceOf(const Expr* expr, DeclContext* context,
                                        const GenericEnv* env, Emitter* emitter, bool report) {
  auto whole = [&](ComptimeValue* value, Type* type, uint64_t offset) {
    if (!value || !type ||
        (value->state != ComptimeValue::State::Done && (!report || !Force(value))))
      return ComptimePlace{};
    return ComptimePlace{value, type, offset};
  };
  if (auto* name = llvm::dyn_cast<NameExpr>(expr)) {
    if (Local* local = emitter ? emitter->FindLocal(name->name) : nullptr)
      return whole(local->comptime, local->type, local->comptime_offset);
    SymbolRef ref = LookUp(name->name, context, env);
    if (ref.kind == SymbolRef::Kind::Generic && ref.generic->value.image)
      return whole(ref.generic->value.image, ref.generic->value.type, ref.generic->value.offset);
    if (ref.kind != SymbolRef::Kind::Decl || !llvm::isa<ConstDecl>(ref.entry.decl)) return {};
    ConstOf(ref.entry, expr->range);
    ComptimeValue* value = ComptimeConst(ref.entry);
    return value ? whole(value, value->type, 0) : ComptimePlace{};
  }
  if (auto* member = llvm::dyn_cast<MemberExpr>(expr)) {
    ComptimePlace base = PlaceOf(member->base, context, env, emitter, report);
    auto* s = AsStruct(base.type);
    if (!s || s->drop || s->copy_hook) return {};
    CompleteStruct(s);
    const int field = s->FindField(member->member.text);
    if (field < 0) return {};
    return {base.value, s->fields[static_cast<size_t>(field)].type,
            base.offset + thunks_.FieldOffset(Tir(s), static_cast<unsigned>(field))};
  }
  if (auto* index = llvm::dyn_cast<IndexExpr>(expr)) {
    ComptimePlace base = PlaceOf(index->base, context, env, emitter, report);
    if (!base.value) return {};
    ConstValue number = Fold(index->index, types_.usize(), context, env, emitter, report);
    std::vector<ComptimeElement> elements;
    if (number.kind != ConstValue::Kind::Int || base.type->Is(TypeKind::Tuple) ||
        !ReadListAt(base.value, base.type, base.offset, &elements))
      return {};
    const uint64_t at = number.integer.isNegative() ? ~uint64_t{0} : number.integer.getZExtValue();
    if (at >= elements.size()) return {};  // running it says so
    return {base.value, elements[at].type, elements[at].offset};
  }
  return {};
}
namespace {
// Made of literals, operators and names only: when such an initializer has no value, that is an
// error.
bool LooksConstant(const Expr* e) {
  switch (e->kind) {
    case ExprKind::IntLiteral:
    case ExprKind::FloatLiteral:
    case ExprKind::DurationLiteral:
    case ExprKind::CharLiteral:
    case ExprKind::BoolLiteral:
      return true;
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(e);
      return u->op != UnaryOp::AddressOf && u->op != UnaryOp::Dereference &&
             LooksConstant(u->operand);
    }
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(e);
      auto side = [](const Expr* x) { return x->kind == ExprKind::Name || LooksConstant(x); };
      return b->op != BinaryOp::Coalesce && side(b->lhs) && side(b->rhs);
    }
    case ExprKind::Tuple: {
      auto* t = llvm::cast<TupleExpr>(e);
      return t->elements.size() == 1 && LooksConstant(t->elements[0]);
    }
    default:
      return false;
  }
}
}  // namespace

ConstValue Checker::ConstOf(DeclEntry entry, SourceRange use) {
  auto* decl = llvm::cast<ConstDecl>(entry.decl);
  ConstState& state = consts_[decl];
  if (state.completion == Completion::Done) return state.value;
  if (state.completion == Completion::Running) {
    auto report = Error(DiagnosticKind::RecursiveConstant, decl->name.range,
                        Cat("the value of `", decl->name.text, "` needs itself"));
    // Each constant on the way, with the place that needs the next.
    size_t first = 0;
    while (first < running_consts_.size() && running_consts_[first].first != decl) ++first;
    for (size_t i = first; i + 1 <= running_consts_.size() && running_consts_.size() - first > 1;
         ++i) {
      const bool last = i + 1 == running_consts_.size();
      report.Note(last ? use : running_consts_[i + 1].second,
                  Cat("`", running_consts_[i].first->name.text, "` needs `",
                      (last ? decl : running_consts_[i + 1].first)->name.text, "` here"));
    }
    state.broken = true;
    return {};
  }
  state.completion = Completion::Running;
  running_consts_.push_back({decl, use});
  const size_t errors_before = diagnostics_.error_count();
  const bool outer_met_broken = std::exchange(met_broken_, false);
  Type* type = decl->type ? ResolveType(decl->type, entry.context, nullptr, nullptr) : nullptr;
  ConstValue value = type && type->IsError()
                         ? ConstValue{}
                         : Evaluate(decl->value, type, entry.context, nullptr, nullptr,
                                    LooksConstant(decl->value) && (!type || !IsAggregate(type)));
  running_consts_.pop_back();
  if (value && type) {
    // Only plain values stand for themselves; `const X: T? = 3` and the like become globals.
    bool plain = (value.kind == ConstValue::Kind::Int &&
                  (value.type == type || type->IsInteger() || type->Is(TypeKind::Duration))) ||
                 (value.kind == ConstValue::Kind::Float && type->Is(TypeKind::Float)) ||
                 (value.kind == ConstValue::Kind::Bool && type->Is(TypeKind::Bool)) ||
                 (value.kind == ConstValue::Kind::String && IsLang(type, "string")) ||
                 value.kind == ConstValue::Kind::Type;
    if (!plain) value = {};
    if (plain && value.kind != ConstValue::Kind::Type) value.type = type;
  } else if (value && !value.type) {
    value.type = value.kind == ConstValue::Kind::Int     ? types_.Int(64, true)
                 : value.kind == ConstValue::Kind::Float ? types_.Float(64)
                 : value.kind == ConstValue::Kind::Bool  ? types_.boolean()
                                                         : static_cast<Type*>(StringType());
  }
  ConstState& done = consts_[decl];
  done.completion = Completion::Done;
  if (diagnostics_.error_count() != errors_before || met_broken_) done.broken = true;
  met_broken_ = outer_met_broken;
  done.value = value;
  done.type = type ? type : value ? value.type : nullptr;
  if (!value && !done.broken && !(type && type->IsError()) &&
      llvm::isa<ComptimeExpr>(decl->value) && entry.context->package == current_)
    RunConst(entry, type);
  return value;
}

// Its value comes when it was run; until then code refers to the image.
void Checker::RunConst(DeclEntry entry, Type* type) {
  auto* decl = llvm::cast<ConstDecl>(entry.decl);
  ComptimeValue* run = NewComptime(decl->value->range);
  run->name = std::string(decl->name.text);
  run->image = GlobalSymbol(entry);
  run->linkage = tir::Linkage::Exported;
  run->type = type;
  consts_[decl].comptime = run;
  comptime_images_[run->image] = run;
  FuncInstance* emitting = std::exchange(emitting_, nullptr);
  Emitter emitter(*this, entry.context, nullptr, nullptr, nullptr);
  emitter.EmitThunk(run, decl->value, type, /*exact=*/type != nullptr);
  emitting_ = emitting;
  consts_[decl].type = run->type;
  if (run->state == ComptimeValue::State::Failed) consts_[decl].broken = true;
  // Numbers of types mean something here only.
  if (run->type && HoldsTypes(run->type)) run->linkage = tir::Linkage::Internal;
}

Type* Checker::ConstType(DeclEntry entry) {
  auto* decl = llvm::cast<ConstDecl>(entry.decl);
  ConstOf(entry);
  if (ComptimeValue* run = consts_[decl].comptime) {
    if (run->type) return run->type;
    if (run->state == ComptimeValue::State::Emitting)
      Error(DiagnosticKind::RecursiveConstant, decl->name.range,
            Cat("the type of `", decl->name.text, "` needs its value, which needs itself"))
          .Note(Cat("write the type: `const ", decl->name.text, ": T = …`"));
    return types_.error();
  }
  if (Type* known = consts_[decl].type;
      known && (consts_[decl].value || consts_[decl].global_defined))
    return known;
  if (consts_[decl].global_defined) return consts_[decl].type ? consts_[decl].type : types_.error();
  // A global: its initializer is emitted as a function that fills the place at first use.
  consts_[decl].global_defined = true;
  Type* type = consts_[decl].type;
  if (!type && consts_[decl].broken) return consts_[decl].type = types_.error();
  if (!type) {
    Emitter scratch(*this, entry.context, nullptr, nullptr, nullptr);
    scratch.is_thunk_ = true;  // types are values in it, so that their use can be reported here
    type = scratch.TypeOf(decl->value);
    consts_[decl].type = type;
  }
  if (type->IsError()) return type;
  if (HoldsTypes(type)) {
    // What its package ran has that package's numbers: it runs here, too.
    if (llvm::isa<ComptimeExpr>(decl->value)) {
      RunConst(entry, decl->type ? type : nullptr);
      return consts_[decl].type ? consts_[decl].type : types_.error();
    }
    Error(DiagnosticKind::TypeAtRunTime, decl->value->range,
          Cat("a `", type->name, "` has a value during the build only"))
        .Suggest({decl->value->range.begin, decl->value->range.begin}, "comptime ",
                 "work it out there");
    consts_[decl].broken = true;
    return consts_[decl].type = types_.error();
  }
  std::string symbol = GlobalSymbol(entry);
  const bool own = entry.context->package == current_;
  if (!own && llvm::isa<ComptimeExpr>(decl->value)) {
    // Its package has run it.
    builder_.DefineGlobal(symbol, Tir(type), "", tir::Linkage::Internal);
    return type;
  }
  tir::Linkage linkage = own ? tir::Linkage::Exported : tir::Linkage::LinkOnce;
  FuncInstance* init;
  instances_.push_back(std::make_unique<FuncInstance>());
  init = instances_.back().get();
  init->context = entry.context;
  // Not ".initialize", which is the lowering's name for what looks whether it has run.
  init->symbol = symbol + ".initializer";
  init->display = init->symbol;
  tir::FunctionInfo info;
  info.symbol = init->symbol;
  info.display_name = init->display;
  info.position = Position(decl->range);
  info.linkage = linkage;
  tir::ParamInfo place;
  place.name = "place";
  place.type = builder_.Ptr();
  place.pointee = Tir(type);
  place.is_result_place = true;
  info.params.push_back(place);
  init->function = builder_.DeclareFunction(info);
  builder_.DefineGlobal(symbol, Tir(type), init->symbol, linkage);
  DeclContext* context = entry.context;
  Queue(init->symbol, [this, init, decl, context, type] {
    if (builder_.HasBody(init->function)) return;
    Emitter emitter(*this, context, nullptr, nullptr, nullptr);
    emitter.result_type_ = types_.void_type();
    builder_.StartBody(init->function);
    emitter.EmitInto(decl->value, type, builder_.Param(init->function, 0));
    // Every thread may read the constant: what it owns is never counted and never freed.
    if (!IsTrivial(type) && Lang("immortal") && !builder_.Terminated())
      emitter.CallLang(
          "immortal", {GenericArg{type}},
          {emitter.ScalarValue(builder_.Param(init->function, 0), types_.Pointer(type))}, {});
    emitter.PopCleanups(0);
    if (!builder_.Terminated()) builder_.Return();
  });
  return type;
}

}  // namespace arc::check
