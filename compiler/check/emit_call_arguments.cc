// Arguments to parameters: order, names, defaults, packs, inference of generic arguments; then the
// call.
#include "compiler/check/emitter.h"

namespace arc::check {

// Matches arguments to parameters, infers generic arguments, makes the instance and calls it.
Value Emitter::EmitCallTo(Callee& callee, llvm::ArrayRef<Argument> arguments, Want want,
                          SourceRange range) {
  const FuncDecl* decl = callee.decl;
  if (decl->is_async) {
    c_.Error(DiagnosticKind::NotAvailable, range,
             "async functions are not available in this version of the compiler");
    return ErrorValue();
  }
  if (site_ && decl == c_.Lang("serialize").decl && !c_.CheckTravels(site_)) return ErrorValue();
  // Spread packs of the caller into single arguments.
  llvm::SmallVector<Argument, 8> spread;
  llvm::SmallVector<Local*, 8> spread_locals;
  for (const Argument& a : arguments) {
    if (!a.is_spread) {
      spread.push_back(a);
      spread_locals.push_back(nullptr);
      continue;
    }
    auto* name = llvm::dyn_cast<NameExpr>(a.value);
    Local* pack = name ? FindLocal(name->name) : nullptr;
    if (!pack || !pack->is_pack) {
      c_.Error(DiagnosticKind::NotAValue, a.value->range,
               "only a parameter pack can be spread with `...`");
      return ErrorValue();
    }
    for (Local* l : pack->pack) {
      spread.push_back(a);
      spread_locals.push_back(l);
    }
  }
  const size_t param_count = decl->params.size();
  const bool has_pack = param_count > 0 && decl->params.back().is_pack;
  const size_t fixed = has_pack ? param_count - 1 : param_count;
  llvm::SmallVector<Arg, 8> slots(fixed);
  llvm::SmallVector<Arg, 8> pack_args;
  size_t next = 0;
  if (callee.has_receiver) {
    if (fixed == 0) {
      c_.Error(DiagnosticKind::WrongArgumentCount, range,
               Cat("`", callee.name, "` takes no arguments"));
      return ErrorValue();
    }
    slots[0].value = callee.receiver;
    slots[0].expr = callee.receiver_expr;
    slots[0].done = true;
    next = 1;
  }
  bool failed = false;
  bool named_seen = false;
  for (size_t i = 0; i < spread.size(); ++i) {
    const Argument& a = spread[i];
    Arg arg;
    arg.expr = a.value;
    if (spread_locals[i]) {
      arg.value = PlaceValue(LocalPlace(spread_locals[i]), spread_locals[i]->type);
      if (spread_locals[i]->type->IsVoid()) arg.value = VoidValue();
      arg.value.is_lvalue = true;
      arg.value.root = spread_locals[i];
      arg.done = true;
    }
    if (a.name) {
      named_seen = true;
      size_t at = fixed;
      for (size_t k = 0; k < fixed; ++k)
        if (decl->params[k].name.text == a.name.text) at = k;
      if (at == fixed) {
        auto report = c_.Error(DiagnosticKind::UnknownArgument, a.name.range,
                               Cat("`", callee.name, "` has no parameter `", a.name.text, "`"));
        std::vector<std::string_view> names;
        for (const Param& p : decl->params) names.push_back(p.name.text);
        std::string best = c_.DidYouMean(a.name.text, names);
        if (!best.empty()) report.Suggest(a.name.range, best, "did you mean this?");
        report.Label(decl->name.range, "declared here");
        failed = true;
        continue;
      }
      if (slots[at].expr || slots[at].done) {
        c_.Error(DiagnosticKind::UnknownArgument, a.name.range,
                 Cat("`", a.name.text, "` is given twice"));
        failed = true;
        continue;
      }
      slots[at] = arg;
      continue;
    }
    if (next < fixed && !named_seen) {
      slots[next++] = arg;
    } else if (has_pack) {
      pack_args.push_back(arg);
    } else if (named_seen) {
      c_.Error(DiagnosticKind::WrongArgumentCount, a.value->range,
               "positional arguments come before named ones");
      failed = true;
    } else {
      size_t shown = fixed - (callee.has_receiver ? 1 : 0);
      c_.Error(DiagnosticKind::WrongArgumentCount, a.value->range,
               Cat("`", callee.name, "` takes ", shown, shown == 1 ? " argument" : " arguments",
                   ", ", arguments.size(), arguments.size() == 1 ? " is given" : " are given"))
          .Label(decl->name.range, "declared here");
      failed = true;
      break;
    }
  }
  for (size_t k = 0; k < fixed; ++k) {
    if (slots[k].expr || slots[k].done) continue;
    if (decl->params[k].default_value) {
      slots[k].is_default = true;
      continue;
    }
    if (!failed) {
      SourceRange at = range;
      c_.Error(DiagnosticKind::MissingArgument, at,
               Cat("missing argument `", decl->params[k].name.text, "` of `", callee.name, "`"))
          .Label(decl->params[k].range.valid() ? decl->params[k].range : decl->name.range,
                 "declared here");
    }
    failed = true;
  }
  if (failed) {
    for (Arg& a : slots)
      if (a.expr && !a.done && !NeedsContext(a.expr)) EmitExpr(a.expr, {});
    return ErrorValue();
  }

  // Generic arguments: written ones, then from the arguments in order, then from the wanted result.
  const GenericEnv* owner = nullptr;
  if (auto* s = AsStruct(callee.self_type)) owner = &s->env;
  if (auto* e = AsEnum(callee.self_type)) owner = &e->env;
  llvm::SmallVector<GenericBinding, 4> bound;
  GenericEnv probe;
  probe.outer = owner;
  if (callee.explicit_args.size() > decl->generics.size()) {
    c_.Error(DiagnosticKind::WrongGenericCount, callee.range,
             Cat("`", callee.name, "` takes ", decl->generics.size(), " generic arguments, ",
                 callee.explicit_args.size(), " are given"));
    return ErrorValue();
  }
  for (size_t i = 0; i < callee.explicit_args.size(); ++i) {
    auto arg =
        c_.ResolveGenericArg(callee.explicit_args[i], &decl->generics[i], context_, env_, this);
    if (!arg) return ErrorValue();
    bound.push_back({decl->generics[i].name.text, *arg});
  }
  auto is_bound = [&](std::string_view n) {
    for (GenericBinding& b : bound)
      if (b.name == n) return true;
    return false;
  };
  auto all_bound = [&] {
    for (const GenericParam& g : decl->generics)
      if (!is_bound(g.name.text)) return false;
    return true;
  };
  // The type of a parameter, when everything in it is known.
  auto mentions_unbound = [&](const TypeExpr* t, auto& self) -> bool {
    if (!t) return false;
    switch (t->kind) {
      case TypeExprKind::Named: {
        auto* n = llvm::cast<NamedTypeExpr>(t);
        if (n->path.size() == 1)
          for (const GenericParam& g : decl->generics)
            if (g.name.text == n->path[0].text && !is_bound(g.name.text)) return true;
        for (const TypeExpr* a : n->arguments)
          if (self(a, self)) return true;
        return false;
      }
      case TypeExprKind::Optional:
        return self(llvm::cast<OptionalTypeExpr>(t)->element, self);
      case TypeExprKind::Result:
        return self(llvm::cast<ResultTypeExpr>(t)->element, self);
      case TypeExprKind::Slice:
        return self(llvm::cast<SliceTypeExpr>(t)->element, self);
      case TypeExprKind::Pointer:
        return self(llvm::cast<PointerTypeExpr>(t)->element, self);
      case TypeExprKind::Array: {
        auto* a = llvm::cast<ArrayTypeExpr>(t);
        if (auto* n = llvm::dyn_cast<NameExpr>(a->size))
          for (const GenericParam& g : decl->generics)
            if (g.name.text == n->name && !is_bound(n->name)) return true;
        return self(a->element, self);
      }
      case TypeExprKind::Tuple:
        for (const TypeExpr* e : llvm::cast<TupleTypeExpr>(t)->elements)
          if (self(e, self)) return true;
        return false;
      case TypeExprKind::Function: {
        auto* f = llvm::cast<FunctionTypeExpr>(t);
        for (const TypeExpr* p : f->params)
          if (self(p, self)) return true;
        return self(f->result, self);
      }
      case TypeExprKind::Value: {
        auto* v = llvm::cast<ValueTypeExpr>(t);
        (void)v;
        return !decl->generics.empty() && !all_bound();
      }
      default:
        return false;
    }
  };
  auto param_type = [&](size_t k) -> Type* {
    if (mentions_unbound(decl->params[k].type, mentions_unbound)) return nullptr;
    probe.bindings = bound;
    return c_.ResolveType(decl->params[k].type, callee.context, &probe, nullptr);
  };
  const bool generic = !decl->generics.empty();
  // The order of evaluation is that of the source; arguments that need the context and have no
  // effects may wait.
  auto emit_slot = [&](size_t k, bool forced) {
    Arg& arg = slots[k];
    if (arg.done || arg.is_default || !arg.expr) return;
    Type* known = generic ? param_type(k) : nullptr;
    if (!generic) {
      probe.bindings.clear();
      known = c_.ResolveType(decl->params[k].type, callee.context, &probe, nullptr);
    }
    if (!known && NeedsContext(arg.expr) && !forced) return;
    if (known && known->IsError()) {
      arg.value = ErrorValue();
    } else if (!known && forced && llvm::isa<ClosureExpr>(arg.expr)) {
      // A closure whose parameter types are known while its result is not: `|x| …` for func(T) U.
      auto* f = llvm::dyn_cast_or_null<FunctionTypeExpr>(decl->params[k].type);
      Type* hint = nullptr;
      if (f) {
        llvm::SmallVector<Type*, 4> params;
        bool ok = true;
        probe.bindings = bound;
        for (const TypeExpr* p : f->params) {
          if (mentions_unbound(p, mentions_unbound)) ok = false;
          if (ok) params.push_back(c_.ResolveType(p, callee.context, &probe, nullptr));
        }
        if (ok) hint = c_.types().Function(params, c_.types().error(), false);
      }
      arg.value = EmitExpr(arg.expr, {hint, nullptr, false});
    } else if (auto* literal = llvm::dyn_cast<ArrayLiteralExpr>(arg.expr);
               !known && literal && !literal->elements.empty() &&
               llvm::isa<ArrayTypeExpr>(decl->params[k].type)) {
      auto* pattern = llvm::cast<ArrayTypeExpr>(decl->params[k].type);
      probe.bindings = bound;
      Type* element = mentions_unbound(pattern->element, mentions_unbound)
                          ? TypeOf(literal->elements[0])
                          : c_.ResolveType(pattern->element, callee.context, &probe, nullptr);
      arg.value = element->IsError()
                      ? ErrorValue()
                      : EmitExpr(arg.expr, {c_.types().Array(element, literal->elements.size()),
                                            nullptr, false});
    } else {
      arg.value = EmitExpr(arg.expr, {known, nullptr, false});
      if (known && !arg.value.IsError()) {
        arg.value = Convert(arg.value, known, arg.expr->range, nullptr);
      }
    }
    arg.done = true;
    if (arg.value.IsError()) {
      failed = true;
      return;
    }
    if (arg.value.kind == Value::Kind::Type) {
      c_.Error(DiagnosticKind::NotAValue, arg.expr->range, "this is a type, not a value");
      failed = true;
      return;
    }
    // Later arguments may change what this one names: scalars are read now.
    if (!Aggregate(arg.value.type) && arg.value.kind == Value::Kind::Place)
      arg.value = ScalarValue(AsScalar(arg.value), arg.value.type);
  };
  auto unify_slot = [&](size_t k) {
    Arg& arg = slots[k];
    if (!arg.done || arg.value.IsError() || !generic) return;
    Type* actual = arg.value.type;
    const TypeExpr* pattern = decl->params[k].type;
    if (!pattern) return;
    // A receiver is passed by address to `self p: *T`, and read through a pointer for `self v: T`.
    if (k == 0 && callee.has_receiver) {
      bool pointer_pattern = llvm::isa<PointerTypeExpr>(pattern);
      if (pointer_pattern && !actual->Is(TypeKind::Pointer)) {
        pattern = llvm::cast<PointerTypeExpr>(pattern)->element;
      } else if (!pointer_pattern && actual->Is(TypeKind::Pointer)) {
        llvm::SmallVector<GenericBinding, 4> trial(bound);
        if (auto* n = llvm::dyn_cast<NamedTypeExpr>(pattern); n && n->has_arguments)
          actual = actual->element;
      }
    }
    if (!c_.Unify(pattern, actual, decl->generics, callee.context, owner, bound)) {
      c_.Error(DiagnosticKind::TypeMismatch, arg.expr ? arg.expr->range : range,
               Cat("`", actual->name, "` does not fit parameter `", decl->params[k].name.text, ": ",
                   c_.sources().Slice(decl->params[k].type->range), "` of `", callee.name, "`"));
      failed = true;
    }
  };
  for (size_t k = 0; k < fixed && !failed; ++k) {
    emit_slot(k, false);
    unify_slot(k);
  }
  for (Arg& arg : pack_args) {
    if (!arg.done) {
      arg.value = EmitExpr(arg.expr, {});
      arg.done = true;
      if (!arg.value.IsError() && arg.value.kind != Value::Kind::Type &&
          !arg.value.type->Is(TypeKind::Null)) {
        if (!Aggregate(arg.value.type) && arg.value.kind == Value::Kind::Place)
          arg.value = ScalarValue(AsScalar(arg.value), arg.value.type);
      } else if (!arg.value.IsError()) {
        c_.Error(DiagnosticKind::NotAValue, arg.expr->range,
                 "there is no value of a known type here");
        failed = true;
      }
    }
    if (arg.value.IsError()) failed = true;
  }
  if (failed) return ErrorValue();
  if (generic && !all_bound() && want.type && decl->result)
    c_.Unify(decl->result, want.type, decl->generics, callee.context, owner, bound);
  for (size_t k = 0; k < fixed && !failed; ++k) {
    if (slots[k].done || slots[k].is_default) continue;
    emit_slot(k, true);
    unify_slot(k);
  }
  if (failed) return ErrorValue();
  llvm::SmallVector<GenericBinding, 4> sorted;
  for (const GenericParam& g : decl->generics) {
    bool found = false;
    for (GenericBinding& b : bound) {
      if (b.name != g.name.text) continue;
      sorted.push_back(b);
      found = true;
      break;
    }
    if (!found) {
      c_.Error(DiagnosticKind::CannotInferGeneric, callee.range,
               Cat("the generic argument `", g.name.text, "` of `", callee.name,
                   "` is not known here"))
          .Label(decl->name.range, "declared here")
          .Note(Cat("write it: `", callee.name, "<…>(…)`"));
      return ErrorValue();
    }
  }
  if (decl->where_clause) {
    GenericEnv env;
    env.outer = owner;
    env.bindings = sorted;
    ConstValue holds =
        c_.Evaluate(decl->where_clause, c_.types().boolean(), callee.context, &env, nullptr, false);
    if (holds.kind == ConstValue::Kind::Bool && !holds.boolean) {
      std::string with;
      for (GenericBinding& b : sorted)
        with += Cat(with.empty() ? "" : ", ", b.name, " = ", b.arg.Spell());
      c_.Error(DiagnosticKind::WhereNotSatisfied, range,
               Cat("`", callee.name, "` cannot be called with ", with))
          .Label(decl->where_clause->range, "this does not hold");
      return ErrorValue();
    }
  }
  if (++c_.instantiation_depth > 400) {
    --c_.instantiation_depth;
    c_.Error(DiagnosticKind::InstantiationTooDeep, range, "generic calls nest too deeply");
    return ErrorValue();
  }
  llvm::SmallVector<Type*, 4> pack_types;
  for (Arg& a : pack_args) pack_types.push_back(a.value.type);
  FuncInstance* instance =
      c_.Instance(decl, callee.context, sorted, callee.self_type, pack_types, callee.site, range);
  --c_.instantiation_depth;
  if (instance->symbol.size() > 20000) {
    c_.Error(DiagnosticKind::InstantiationTooDeep, range,
             Cat("instances of `", callee.name, "` nest without end"));
    return ErrorValue();
  }
  // Receivers: by address or by value, whatever the parameter wants.
  if (callee.has_receiver && !slots.empty()) {
    Value& r = slots[0].value;
    Type* param = instance->params[0].type;
    if (param->Is(TypeKind::Pointer) && !r.type->Is(TypeKind::Pointer)) {
      const bool readonly = c_.HasAttribute(decl, "readonly");
      if (r.is_lvalue && !r.is_mutable && !readonly && !r.via_pointer) {
        auto report =
            c_.Error(DiagnosticKind::NotAssignable,
                     callee.receiver_expr ? callee.receiver_expr->range : range,
                     Cat("`", callee.name, "` changes its receiver, which cannot be changed"));
        if (r.root)
          report.Label(r.root->range,
                       r.root->is_param ? "parameters are immutable" : "declared with `const`");
        return ErrorValue();
      }
      Value address = ScalarValue(AsPlace(r), c_.types().Pointer(r.type));
      address.root = r.root;
      r = address;
    } else if (!param->Is(TypeKind::Pointer) && r.type->Is(TypeKind::Pointer)) {
      Value place = PlaceValue(AsScalar(r), r.type->element);
      place.via_pointer = true;
      place.is_lvalue = true;
      r = place;
      if (!Aggregate(r.type)) r = ScalarValue(AsScalar(r), r.type);
    }
  }
  for (size_t k = 0; k < fixed; ++k) {
    Arg& arg = slots[k];
    if (!arg.is_default) continue;
    SourceRange saved = call_location_;
    call_location_ = range;
    WithNames(callee.context, &instance->env, [&] {
      arg.value = EmitConverted(decl->params[k].default_value, instance->params[k].type);
      if (!arg.value.IsError()) arg.value = Materialize(arg.value);
    });
    call_location_ = saved;
    arg.done = true;
    if (arg.value.IsError()) return ErrorValue();
  }
  llvm::SmallVector<Arg, 8> all(slots.begin(), slots.end());
  all.append(pack_args.begin(), pack_args.end());
  return FinishCall(instance, all, want, range);
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
      Value copy = PlaceValue(b_.Local(Tir(v.type), "", ""), v.type);
      b_.Copy(Tir(v.type), copy.v, v.v);
      Own(&copy);
      v = copy;
    }
  }
  SetPosition(range);
  llvm::SmallVector<Value, 8> values;
  for (Arg& a : args) values.push_back(a.value);
  return CallInstance(instance, values, want);
}

}  // namespace arc::check
