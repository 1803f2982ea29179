// Arguments to parameters: order, names, defaults, packs, inference of generic arguments; then the
// call.
#include <utility>

#include "compiler/check/call_builder.h"

namespace arc::check {

// Matches arguments to parameters, infers generic arguments, makes the instance and calls it.
Value Emitter::EmitCallTo(Callee& callee, llvm::ArrayRef<Argument> arguments, Want want,
                          SourceRange range) {
  return CallBuilder(*this, callee, want, range).Build(arguments);
}

Value CallBuilder::Build(llvm::ArrayRef<Argument> arguments) {
  if (decl_->is_async) {
    c_.Error(DiagnosticKind::NotAvailable, range_,
             "async functions are not available in this version of the compiler");
    return e_.ErrorValue();
  }
  if (e_.site_ && decl_ == c_.Lang("serialize").decl && !c_.CheckTravels(e_.site_))
    return e_.ErrorValue();
  if (e_.site_ && decl_ == c_.Lang("spawn_thread").decl && !c_.CheckCrosses(e_.site_))
    return e_.ErrorValue();
  if (!Match(arguments)) {
    // The arguments may hold errors of their own.
    for (Arg& a : slots_)
      if (a.expr && !a.done && !e_.NeedsContext(a.expr)) e_.EmitExpr(a.expr, {});
    return e_.ErrorValue();
  }
  if (!BindWritten() || !EvaluateArguments()) return e_.ErrorValue();
  if (diverges_) return e_.NeverValue();
  FuncInstance* instance = MakeInstance();
  if (!instance || !PassReceiver(instance) || !EmitDefaults(instance)) return e_.ErrorValue();
  llvm::SmallVector<Arg, 8> all(slots_.begin(), slots_.end());
  all.append(pack_args_.begin(), pack_args_.end());
  return e_.FinishCall(instance, all, want_, range_);
}

// --- matching
// --------------------------------------------------------------------------------------

// Packs of the caller become single arguments.
bool CallBuilder::Spread(llvm::ArrayRef<Argument> arguments, llvm::SmallVectorImpl<Given>& out) {
  for (const Argument& a : arguments) {
    if (!a.is_spread) {
      out.push_back({&a, nullptr});
      continue;
    }
    auto* name = llvm::dyn_cast<NameExpr>(a.value);
    Local* pack = name ? e_.FindLocal(name->name) : nullptr;
    if (pack && !pack->is_outside && !pack->is_pack && !pack->is_comptime && !pack->comptime &&
        pack->type && (pack->type->Is(TypeKind::Tuple) || pack->type->IsVoid())) {
      for (size_t i = 0; i < pack->type->elements.size(); ++i)
        out.push_back({&a, pack, static_cast<int>(i)});
      continue;
    }
    if (!pack || !pack->is_pack) {
      c_.Error(DiagnosticKind::NotAValue, a.value->range,
               "only a parameter pack, or a variable that is a tuple, can be spread with `...`");
      return false;
    }
    for (Local* part : pack->pack) out.push_back({&a, part});
  }
  return true;
}

bool CallBuilder::Match(llvm::ArrayRef<Argument> arguments) {
  llvm::SmallVector<Given, 8> given;
  if (!Spread(arguments, given)) return false;
  const bool has_pack = !decl_->params.empty() && decl_->params.back().is_pack;
  fixed_ = decl_->params.size() - (has_pack ? 1 : 0);
  slots_.resize(fixed_);
  size_t next = 0;
  if (callee_.has_receiver) {
    if (fixed_ == 0) {
      c_.Error(DiagnosticKind::WrongArgumentCount, range_,
               Cat("`", callee_.name, "` takes no arguments"));
      return false;
    }
    slots_[0].value = callee_.receiver;
    slots_[0].expr = callee_.receiver_expr;
    slots_[0].done = true;
    next = 1;
  }
  bool named_seen = false;
  for (const Given& g : given) {
    Arg arg;
    arg.expr = g.argument->value;
    if (g.part && g.field >= 0) {
      Type* type = g.part->type->elements[static_cast<size_t>(g.field)];
      arg.value =
          type->IsVoid()
              ? e_.VoidValue()
              : e_.PlaceValue(e_.b_.FieldAddress(e_.Tir(g.part->type), e_.LocalPlace(g.part),
                                                 static_cast<unsigned>(g.field)),
                              type);
      arg.value.is_lvalue = true;
      arg.value.root = g.part;
      arg.done = true;
    } else if (g.part) {
      arg.value = g.part->type->IsVoid() ? e_.VoidValue()
                                         : e_.PlaceValue(e_.LocalPlace(g.part), g.part->type);
      arg.value.is_lvalue = true;
      arg.value.root = g.part;
      arg.done = true;
    }
    if (g.argument->name) {
      named_seen = true;
      MatchNamed(g.argument->name, arg);
    } else if (next < fixed_ && !named_seen) {
      slots_[next++] = arg;
    } else if (has_pack) {
      pack_args_.push_back(arg);
    } else if (named_seen) {
      c_.Error(DiagnosticKind::WrongArgumentCount, arg.expr->range,
               "positional arguments come before named ones");
      failed_ = true;
    } else {
      size_t shown = fixed_ - (callee_.has_receiver ? 1 : 0);
      c_.Error(DiagnosticKind::WrongArgumentCount, arg.expr->range,
               Cat("`", callee_.name, "` takes ", shown, shown == 1 ? " argument" : " arguments",
                   ", ", arguments.size(), arguments.size() == 1 ? " is given" : " are given"))
          .Label(decl_->name.range, "declared here");
      failed_ = true;
      break;
    }
  }
  for (size_t k = 0; k < fixed_; ++k) {
    if (slots_[k].expr || slots_[k].done) continue;
    const Param& param = decl_->params[k];
    if (param.default_value) {
      slots_[k].is_default = true;
      continue;
    }
    if (!failed_) {
      c_.Error(DiagnosticKind::MissingArgument, range_,
               Cat("missing argument `", param.name.text, "` of `", callee_.name, "`"))
          .Label(param.range.valid() ? param.range : decl_->name.range, "declared here");
    }
    failed_ = true;
  }
  return !failed_;
}

void CallBuilder::MatchNamed(const Identifier& name, const Arg& arg) {
  for (size_t k = 0; k < fixed_; ++k) {
    if (decl_->params[k].name.text != name.text) continue;
    if (slots_[k].expr || slots_[k].done) {
      c_.Error(DiagnosticKind::UnknownArgument, name.range,
               Cat("`", name.text, "` is given twice"));
      failed_ = true;
      return;
    }
    slots_[k] = arg;
    return;
  }
  auto report = c_.Error(DiagnosticKind::UnknownArgument, name.range,
                         Cat("`", callee_.name, "` has no parameter `", name.text, "`"));
  std::vector<std::string_view> names;
  for (const Param& p : decl_->params) names.push_back(p.name.text);
  std::string best = c_.DidYouMean(name.text, names);
  if (!best.empty()) report.Suggest(name.range, best, "did you mean this?");
  report.Label(decl_->name.range, "declared here");
  failed_ = true;
}

// --- inference
// -------------------------------------------------------------------------------------

bool CallBuilder::IsBound(std::string_view name) const {
  for (const GenericBinding& b : bound_)
    if (b.name == name) return true;
  return false;
}

bool CallBuilder::AllBound() const {
  for (const GenericParam& g : decl_->generics)
    if (!IsBound(g.name.text)) return false;
  return true;
}

bool CallBuilder::IsUnboundGeneric(std::string_view name) const {
  for (const GenericParam& g : decl_->generics)
    if (g.name.text == name) return !IsBound(name);
  return false;
}

bool CallBuilder::MentionsUnbound(const TypeExpr* t) const {
  if (!t) return false;
  switch (t->kind) {
    case TypeExprKind::Named: {
      auto* n = llvm::cast<NamedTypeExpr>(t);
      if (n->path.size() == 1 && IsUnboundGeneric(n->path[0].text)) return true;
      return llvm::any_of(n->arguments, [this](const TypeExpr* a) { return MentionsUnbound(a); });
    }
    case TypeExprKind::Optional:
      return MentionsUnbound(llvm::cast<OptionalTypeExpr>(t)->element);
    case TypeExprKind::Result:
      return MentionsUnbound(llvm::cast<ResultTypeExpr>(t)->element);
    case TypeExprKind::Slice:
      return MentionsUnbound(llvm::cast<SliceTypeExpr>(t)->element);
    case TypeExprKind::Pointer:
      return MentionsUnbound(llvm::cast<PointerTypeExpr>(t)->element);
    case TypeExprKind::Array: {
      auto* a = llvm::cast<ArrayTypeExpr>(t);
      if (auto* n = llvm::dyn_cast<NameExpr>(a->size); n && IsUnboundGeneric(n->name)) return true;
      return MentionsUnbound(a->element);
    }
    case TypeExprKind::Tuple:
      return llvm::any_of(llvm::cast<TupleTypeExpr>(t)->elements,
                          [this](const TypeExpr* e) { return MentionsUnbound(e); });
    case TypeExprKind::Function: {
      auto* f = llvm::cast<FunctionTypeExpr>(t);
      return MentionsUnbound(f->result) ||
             llvm::any_of(f->params, [this](const TypeExpr* p) { return MentionsUnbound(p); });
    }
    case TypeExprKind::Value:  // an expression over generic values
      return !decl_->generics.empty() && !AllBound();
    case TypeExprKind::Error:
      return false;
  }
  return false;
}

Type* CallBuilder::Resolve(const TypeExpr* type) {
  GenericEnv env;
  env.outer = owner_;
  env.bindings = bound_;
  return c_.ResolveType(type, callee_.context, &env, nullptr);
}

bool CallBuilder::BindWritten() {
  const size_t most = decl_->written_generics;
  if (callee_.explicit_args.size() > most) {
    auto report = c_.Error(DiagnosticKind::WrongGenericCount, callee_.range,
                           Cat("`", callee_.name, "` takes ", most,
                               most == 1 ? " generic argument, " : " generic arguments, ",
                               callee_.explicit_args.size(),
                               callee_.explicit_args.size() == 1 ? " is given" : " are given"));
    if (decl_->generics.size() > most)
      report.Note("arguments for `comptime` parameters stand among the others, in `(…)`");
    return false;
  }
  for (size_t i = 0; i < callee_.explicit_args.size(); ++i) {
    const TypeExpr* type = decl_->generics[i].type;
    auto arg = c_.ResolveGenericArg(callee_.explicit_args[i], type ? Resolve(type) : nullptr,
                                    e_.context_, e_.env_, &e_);
    if (!arg) return false;
    bound_.push_back({decl_->generics[i].name.text, *arg});
  }
  return true;
}

// What an argument is wanted as while the generic arguments of its parameter are not all known: a
// closure's parameters, those of a generic function's name, the length of an array literal. Null
// when there is nothing to say.
Type* CallBuilder::PartialHint(const Param& param, const Expr* expr) {
  if (auto* f = llvm::dyn_cast_or_null<FunctionTypeExpr>(param.type);
      f && (llvm::isa<ClosureExpr>(expr) || e_.NamesGenericFunction(expr))) {
    llvm::SmallVector<Type*, 4> params;
    for (const TypeExpr* p : f->params) {
      if (MentionsUnbound(p)) return nullptr;
      params.push_back(Resolve(p));
    }
    return c_.types().Function(params, c_.types().error(), false);
  }
  auto* pattern = llvm::dyn_cast_or_null<ArrayTypeExpr>(param.type);
  auto* literal = llvm::dyn_cast<ArrayLiteralExpr>(expr);
  if (!pattern || !literal || literal->elements.empty()) return nullptr;
  Type* element = MentionsUnbound(pattern->element) ? e_.TypeOf(literal->elements[0])
                                                    : Resolve(pattern->element);
  return element->IsError() ? element : c_.types().Array(element, literal->elements.size());
}

// Arguments of comptime parameters are values while checking: they have no place in the order of
// evaluation, and later parameters may have types that depend on them. `last`: nothing more will be
// known.
void CallBuilder::BindComptime(bool last) {
  if (decl_->generics.size() == decl_->written_generics) return;
  auto mentions_unbound = [&](const Expr* value) {
    std::string_view text = c_.sources().Slice(value->range);
    return llvm::any_of(decl_->generics, [&](const GenericParam& g) {
      return !IsBound(g.name.text) && ContainsWord(text, g.name.text);
    });
  };
  for (size_t k = 0; k < fixed_ && !failed_; ++k) {
    const Param& param = decl_->params[k];
    Arg& arg = slots_[k];
    if (!param.is_comptime || (arg.done && IsBound(param.name.text))) continue;
    if (arg.done) {  // a receiver, or a part of a pack
      c_.Error(DiagnosticKind::NotConstant, arg.expr ? arg.expr->range : range_,
               Cat("`", param.name.text, "` of `", callee_.name,
                   "` must be known while compiling, and this is a value of the running program"))
          .Label(param.range, "a `comptime` parameter");
      failed_ = true;
      return;
    }
    const GenericParam* generic = llvm::find_if(
        decl_->generics, [&](const GenericParam& g) { return g.name.text == param.name.text; });
    if (!last && (MentionsUnbound(generic->type) ||
                  (arg.is_default && mentions_unbound(param.default_value))))
      continue;
    arg.done = true;
    arg.value = e_.VoidValue();
    if (MentionsUnbound(generic->type) && !arg.is_default)
      c_.Unify(generic->type, e_.TypeOf(arg.expr), decl_->generics, callee_.context, owner_,
               bound_);
    if (MentionsUnbound(generic->type)) {
      arg.is_default = false;
      continue;  // which is reported with the instance
    }
    Type* wanted = generic->type ? Resolve(generic->type) : nullptr;
    std::optional<GenericArg> value;
    if (arg.is_default) {
      GenericEnv env;
      env.outer = owner_;
      env.bindings = bound_;
      SourceRange saved = e_.call_location_;
      e_.call_location_ = range_;
      e_.WithDefault(param.default_value, callee_.context, &env, [&] {
        value = c_.ComptimeArgument(param.default_value, wanted, callee_.context, &env, &e_);
      });
      e_.call_location_ = saved;
    } else {
      const Param* outer = std::exchange(c_.comptime_param_, &param);
      value = c_.ComptimeArgument(arg.expr, wanted, e_.context_, e_.env_, &e_);
      c_.comptime_param_ = outer;
    }
    if (!value) {
      failed_ = true;
      return;
    }
    arg.is_default = false;
    bound_.push_back({param.name.text, *value});
  }
}

// Arguments are evaluated in the order of the source; those that take their type from the context
// have no effects and may wait (`last` says that nothing more will be known).
void CallBuilder::EvaluateSlot(size_t k, bool last) {
  Arg& arg = slots_[k];
  if (arg.done || arg.is_default || !arg.expr) return;
  const Param& param = decl_->params[k];
  Type* known = MentionsUnbound(param.type) ? nullptr : Resolve(param.type);
  if (!known && e_.NeedsContext(arg.expr) && !last) return;
  arg.done = true;
  if (known && known->IsError()) {
    failed_ = true;
    return;
  }
  Type* hint = known ? known : PartialHint(param, arg.expr);
  arg.value =
      hint && hint->IsError() ? e_.ErrorValue() : e_.EmitExpr(arg.expr, {hint, nullptr, false});
  if (known && !arg.value.IsError()) arg.value = e_.Convert(arg.value, known, arg.expr->range);
  Settle(arg);
}

// A value that is there to be passed: scalars are read now, since later arguments may change what
// they were read from.
void CallBuilder::Settle(Arg& arg) {
  e_.TypeAsValue(&arg.value, arg.expr ? arg.expr->range : range_);
  if (arg.value.IsError()) {
    failed_ = true;
  } else if (arg.value.kind == Value::Kind::Type) {
    c_.Error(DiagnosticKind::NotAValue, arg.expr->range, "this is a type, not a value");
    failed_ = true;
  } else if (arg.value.type->IsNever()) {
    diverges_ = true;
  } else if (arg.value.kind == Value::Kind::Place && !e_.Aggregate(arg.value.type)) {
    arg.value = e_.ScalarValue(e_.AsScalar(arg.value), arg.value.type);
  }
}

void CallBuilder::UnifySlot(size_t k) {
  Arg& arg = slots_[k];
  const TypeExpr* pattern = decl_->params[k].type;
  if (!arg.done || failed_ || diverges_ || arg.value.IsError() || decl_->generics.empty() ||
      !pattern)
    return;
  Type* actual = arg.value.type;
  // A receiver is passed by address to `self p: *T`, and read through a pointer for `self v: T`.
  if (k == 0 && callee_.has_receiver) {
    auto* pointer = llvm::dyn_cast<PointerTypeExpr>(pattern);
    if (pointer && !actual->Is(TypeKind::Pointer)) {
      pattern = pointer->element;
    } else if (!pointer && actual->Is(TypeKind::Pointer)) {
      auto* n = llvm::dyn_cast<NamedTypeExpr>(pattern);
      if (n && n->has_arguments) actual = actual->element;
    }
  }
  if (c_.Unify(pattern, actual, decl_->generics, callee_.context, owner_, bound_)) return;
  c_.Error(DiagnosticKind::TypeMismatch, arg.expr ? arg.expr->range : range_,
           Cat("`", actual->name, "` does not fit parameter `", decl_->params[k].name.text, ": ",
               c_.sources().Slice(decl_->params[k].type->range), "` of `", callee_.name, "`"));
  failed_ = true;
}

bool CallBuilder::EvaluateArguments() {
  for (size_t k = 0; k < fixed_; ++k) {
    BindComptime(/*last=*/false);
    if (decl_->params[k].is_comptime) continue;
    // Behind a wrong argument the others are only looked at for errors of their own.
    if (failed_ && (MentionsUnbound(decl_->params[k].type) ||
                    (slots_[k].expr && e_.NeedsContext(slots_[k].expr))))
      continue;
    EvaluateSlot(k, false);
    UnifySlot(k);
    if (!failed_) Stabilize(slots_[k], k);
  }
  if (failed_) {
    for (Arg& arg : pack_args_)
      if (!arg.done) e_.EmitExpr(arg.expr, {});
    return false;
  }
  for (Arg& arg : pack_args_) {
    if (arg.done) continue;
    arg.done = true;
    arg.value = e_.EmitExpr(arg.expr, {});
    if (!arg.value.IsError() && arg.value.type->Is(TypeKind::Null)) {
      c_.Error(DiagnosticKind::NotAValue, arg.expr->range, "the type of `null` is not known here");
      failed_ = true;
    } else if (arg.value.kind != Value::Kind::Type && arg.value.type->IsVoid()) {
      c_.Error(DiagnosticKind::NotAValue, arg.expr->range, "this gives no value to pass on");
      failed_ = true;
    }
    Settle(arg);
    if (!failed_) Stabilize(arg, fixed_);
  }
  if (failed_) return false;
  if (diverges_) return true;
  if (!AllBound() && want_.type && decl_->result)
    c_.Unify(decl_->result, want_.type, decl_->generics, callee_.context, owner_, bound_);
  for (size_t k = 0; k < fixed_ && !failed_; ++k) {
    if (decl_->params[k].is_comptime || slots_[k].done || slots_[k].is_default) continue;
    BindComptime(/*last=*/false);
    if (failed_) break;
    EvaluateSlot(k, true);
    UnifySlot(k);
  }
  if (!failed_) BindComptime(/*last=*/true);
  return !failed_;
}

// An aggregate is borrowed from where it stands. When a later argument may change that place, the
// call gets a copy: every argument has the value that it had when it was evaluated. A later
// argument can reach a local only by its name, so its text is searched; finding too much costs a
// copy, no more.
void CallBuilder::Stabilize(Arg& arg, size_t k) {
  Value& v = arg.value;
  if (!arg.done || v.kind != Value::Kind::Place || v.owned || !v.is_lvalue) return;
  if (!e_.Aggregate(v.type) || (v.root && !v.via_pointer && !v.root->is_mutable)) return;
  if (k == 0 && callee_.has_receiver &&
      llvm::isa_and_nonnull<PointerTypeExpr>(decl_->params[0].type))
    return;  // passed by address: it is meant to be changed
  auto changes = [&](const Arg& later) {
    if (later.done || !later.expr || IsPure(later.expr)) return false;
    return !v.root || v.via_pointer ||
           ContainsWord(c_.sources().Slice(later.expr->range), v.root->name);
  };
  bool changed = false;
  for (size_t i = k + 1; i < fixed_; ++i) changed |= changes(slots_[i]);
  for (const Arg& later : pack_args_) changed |= changes(later);
  if (changed) v = e_.OwnedCopy(v);
}

// --- the instance
// ----------------------------------------------------------------------------------

FuncInstance* CallBuilder::MakeInstance() {
  llvm::SmallVector<GenericBinding, 4> sorted;
  for (const GenericParam& g : decl_->generics) {
    auto it = llvm::find_if(bound_, [&](const GenericBinding& b) { return b.name == g.name.text; });
    if (it == bound_.end()) {
      c_.Error(DiagnosticKind::CannotInferGeneric, callee_.range,
               Cat("the generic argument `", g.name.text, "` of `", callee_.name,
                   "` is not known here"))
          .Label(decl_->name.range, "declared here")
          .Note(Cat("write it: `", callee_.name, "<…>(…)`"));
      return nullptr;
    }
    sorted.push_back(*it);
  }
  if (!c_.CheckWhere(decl_, callee_.context, owner_, sorted, callee_.name, range_)) return nullptr;
  llvm::SmallVector<Type*, 4> pack_types;
  for (Arg& a : pack_args_) {
    pack_types.push_back(a.value.type);
    if (!c_.Bounded(a.value.type, range_)) return nullptr;
  }
  for (const GenericBinding& b : sorted)
    if (b.arg.type && !c_.Bounded(b.arg.type, range_)) return nullptr;
  FuncInstance* instance = c_.Instance(decl_, callee_.context, sorted, callee_.self_type,
                                       pack_types, callee_.site, range_);
  return c_.stopped() ? nullptr : instance;
}

// By address or by value, whatever the parameter wants.
bool CallBuilder::PassReceiver(FuncInstance* instance) {
  if (!callee_.has_receiver) return true;
  Value& r = slots_[0].value;
  Type* param = instance->params[0].type;
  if (param->Is(TypeKind::Pointer) && !r.type->Is(TypeKind::Pointer)) {
    if (r.is_lvalue && !r.is_mutable && !r.via_pointer && !c_.HasAttribute(decl_, "readonly")) {
      auto report =
          c_.Error(DiagnosticKind::NotAssignable,
                   callee_.receiver_expr ? callee_.receiver_expr->range : range_,
                   Cat("`", callee_.name, "` changes its receiver, which cannot be changed"));
      if (r.root) report.Label(r.root->range, ImmutableLabel(r.root));
      return false;
    }
    Value address = e_.ScalarValue(e_.AsPlace(r), c_.types().Pointer(r.type));
    address.root = r.root;
    r = address;
  } else if (!param->Is(TypeKind::Pointer) && r.type->Is(TypeKind::Pointer)) {
    Value place = e_.PlaceValue(e_.AsScalar(r), r.type->element);
    place.via_pointer = place.is_lvalue = true;
    r = e_.Materialize(place);
  }
  return true;
}

// Defaults mean what they mean where the function is declared; `@source_location()` is the call's.
bool CallBuilder::EmitDefaults(FuncInstance* instance) {
  for (size_t k = 0; k < fixed_; ++k) {
    Arg& arg = slots_[k];
    if (!arg.is_default) continue;
    SourceRange saved = e_.call_location_;
    e_.call_location_ = range_;
    const bool ok =
        e_.WithDefault(decl_->params[k].default_value, callee_.context, &instance->env, [&] {
          arg.value = e_.EmitConverted(decl_->params[k].default_value, instance->params[k].type);
          if (!arg.value.IsError()) arg.value = e_.Materialize(arg.value);
        });
    e_.call_location_ = saved;
    arg.done = true;
    if (!ok || arg.value.IsError()) return false;
  }
  return true;
}

Value Emitter::FinishCall(FuncInstance* instance, llvm::MutableArrayRef<Arg> args, Want want,
                          SourceRange range) {
  bool passes_address = false;
  for (size_t i = 0; i < args.size() && i < instance->params.size(); ++i) {
    Type* param = instance->params[i].type;
    if (param->IsError()) return ErrorValue();
    args[i].value = Convert(args[i].value, param, args[i].expr ? args[i].expr->range : range);
    if (args[i].value.IsError()) return ErrorValue();
    passes_address |= param->Is(TypeKind::Pointer) && !args[i].value.type->is_nullable;
  }
  // The callee may write through an address it gets: values borrowed from what that may reach are
  // copied first, so that a parameter never changes while it is read.
  if (passes_address) {
    for (size_t i = 0; i < args.size() && i < instance->params.size(); ++i) {
      Value& v = args[i].value;
      Type* param = instance->params[i].type;
      if (!Aggregate(param) || v.kind != Value::Kind::Place || v.owned || !v.is_lvalue) continue;
      if (instance->decl && c_.HasAttribute(instance->decl, "readonly")) continue;
      if (v.root && !v.via_pointer && !v.root->is_mutable) continue;
      v = OwnedCopy(v);
    }
  }
  SetPosition(range);
  llvm::SmallVector<Value, 8> values;
  for (Arg& a : args) values.push_back(a.value);
  return CallInstance(instance, values, want);
}

}  // namespace arc::check
