// Calls: functions, methods, uniform call syntax, constructors, enum cases, closures, the built-in conversions.
#include "compiler/check/emitter.h"

namespace arc::check {

// --- low level ---------------------------------------------------------------------------------------------------------

tir::Value Emitter::PassArg(Value value, Type* param) {
  if (Aggregate(param)) return AsPlace(value);
  return AsScalar(value);
}

Value Emitter::CallInstance(FuncInstance* f, llvm::ArrayRef<Value> args, Want want) {
  llvm::SmallVector<tir::Value, 8> operands;
  Value out = VoidValue();
  out.type = f->result;
  const bool aggregate = Aggregate(f->result);
  if (aggregate) {
    out = TempPlace(f->result, want);
    operands.push_back(out.v);
  }
  for (size_t i = 0; i < args.size() && i < f->params.size(); ++i) {
    if (args[i].IsError()) return ErrorValue();
    if (f->params[i].type->IsVoid()) continue;
    operands.push_back(PassArg(args[i], f->params[i].type));
  }
  tir::Value result = b_.Call(c_.Function(f), operands);
  if (f->result->IsNever()) return NeverValue();
  if (f->result->IsVoid()) return VoidValue();
  if (f->result->IsError()) return ErrorValue();
  if (!aggregate) return ScalarValue(result, f->result);
  Own(&out);
  return out;
}

Value Emitter::CallLang(std::string_view item, llvm::ArrayRef<GenericArg> generics, llvm::ArrayRef<Value> args,
                        Want want) {
  FuncInstance* f = c_.LangFunction(item, generics);
  if (!f) return ErrorValue();
  return CallInstance(f, args, want);
}

Value Emitter::CallMethodNamed(Value receiver, std::string_view name, llvm::ArrayRef<Value> args, Want want,
                               SourceRange range) {
  if (receiver.IsError()) return receiver;
  Type* type = receiver.type->Is(TypeKind::Pointer) ? receiver.type->element : receiver.type;
  const FuncDecl* decl = nullptr;
  DeclContext* context = nullptr;
  Type* self_type = nullptr;
  llvm::SmallVector<GenericBinding, 4> bindings;
  if (auto* s = AsStruct(type)) {
    decl = s->FindMember(name);
    context = s->context;
    self_type = s;
  } else if (auto* e = AsEnum(type); e && e->decl) {
    decl = e->FindMember(name);
    context = e->context;
    self_type = e;
  }
  if (!decl) {
    DeclEntry entry = c_.FindOutsideMethod(type, name, context_);
    if (!entry) {
      c_.Error(DiagnosticKind::UnknownMember, range, Cat("`", type->name, "` has no method `", name, "`"));
      return ErrorValue();
    }
    decl = llvm::cast<FuncDecl>(entry.decl);
    context = entry.context;
    self_type = nullptr;
    const TypeExpr* pattern = decl->params[0].type;
    if (auto* p = llvm::dyn_cast<PointerTypeExpr>(pattern)) pattern = p->element;
    llvm::SmallVector<GenericBinding, 4> bound;
    c_.Unify(pattern, type, decl->generics, context, nullptr, bound);
    for (const GenericParam& g : decl->generics)
      for (GenericBinding& b : bound)
        if (b.name == g.name.text) bindings.push_back(b);
  }
  FuncInstance* f = c_.Instance(decl, context, bindings, self_type, {}, nullptr, range);
  llvm::SmallVector<Value, 6> all;
  if (!f->params.empty() && f->params[0].type->Is(TypeKind::Pointer) && !type->Is(TypeKind::Pointer)) {
    all.push_back(receiver.type->Is(TypeKind::Pointer) ? receiver : ScalarValue(AsPlace(receiver), f->params[0].type));
  } else {
    all.push_back(receiver.type->Is(TypeKind::Pointer) ? PlaceValue(AsScalar(receiver), type) : receiver);
  }
  all.append(args.begin(), args.end());
  return CallInstance(f, all, want);
}

// --- calls as written ----------------------------------------------------------------------------------------------------

Type* Emitter::CaseTarget(const Expr* callee, unsigned* case_index, Type* hint) {
  std::string_view name;
  Type* type = nullptr;
  while (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result)) && hint->element &&
         hint->element->kind == TypeKind::Enum)
    hint = hint->element;
  if (auto* m = llvm::dyn_cast<ImplicitMemberExpr>(callee)) {
    name = m->member.text;
    type = hint;
  } else if (auto* m = llvm::dyn_cast<MemberExpr>(callee)) {
    name = m->member.text;
    type = TypeFromExpr(m->base);
    if (!type) {
      // A generic enum named without arguments: they come from the context.
      SymbolRef ref = ResolvePath(m->base, nullptr);
      if (ref.kind == SymbolRef::Kind::Decl) {
        auto* decl = llvm::dyn_cast<EnumDecl>(ref.entry.decl);
        if (decl && hint && hint->Is(TypeKind::Enum) && static_cast<EnumType*>(hint)->decl == decl) type = hint;
      }
    }
  }
  if (!type || !type->Is(TypeKind::Enum)) return nullptr;
  auto* e = static_cast<EnumType*>(type);
  c_.CompleteEnum(e);
  int index = e->FindCase(name);
  if (index < 0) return nullptr;
  *case_index = static_cast<unsigned>(index);
  return type;
}

Value Emitter::EmitCall(const CallExpr* call, Want want) {
  const Expr* callee = call->callee;
  llvm::ArrayRef<TypeExpr*> type_args;
  const Expr* base = callee;
  if (auto* g = llvm::dyn_cast<GenericApplyExpr>(callee)) {
    type_args = g->arguments;
    base = g->base;
  }
  if (auto* name = llvm::dyn_cast<NameExpr>(base); name && !FindLocal(name->name, false)) {
    bool handled = false;
    Value v = EmitBuiltinCall(name->name, call, type_args, want, &handled);
    if (handled) return v;
  }
  // Enum cases.
  unsigned case_index = 0;
  if (Type* type = CaseTarget(callee, &case_index, want.type))
    return EmitEnumConstruct(AsEnum(type), case_index, call->args, want, call->range);
  if (auto* m = llvm::dyn_cast<MemberExpr>(base)) {
    // Case of a generic enum without a hint: Tree.Node(1) takes its arguments from the payload.
    SymbolRef ref = ResolvePath(m->base, nullptr);
    if (ref.kind == SymbolRef::Kind::Decl) {
      if (auto* decl = llvm::dyn_cast<EnumDecl>(ref.entry.decl); decl && !decl->generics.empty()) {
        for (size_t i = 0; i < decl->cases.size(); ++i) {
          if (decl->cases[i].name.text != m->member.text) continue;
          llvm::SmallVector<GenericBinding, 4> bound;
          for (size_t k = 0; k < call->args.size() && k < decl->cases[i].payload.size(); ++k)
            c_.Unify(decl->cases[i].payload[k].type, TypeOf(call->args[k].value), decl->generics, ref.entry.context,
                     nullptr, bound);
          llvm::SmallVector<GenericArg, 2> args;
          for (const GenericParam& g : decl->generics)
            for (GenericBinding& b : bound)
              if (b.name == g.name.text) args.push_back(b.arg);
          if (args.size() != decl->generics.size()) {
            c_.Error(DiagnosticKind::CannotInferGeneric, m->range,
                     Cat("the generic arguments of `", decl->name.text, "` are not known here"));
            return ErrorValue();
          }
          auto* type = AsEnum(c_.InstantiateNominal(ref.entry, args, nullptr));
          c_.CompleteEnum(type);
          return EmitEnumConstruct(type, static_cast<unsigned>(i), call->args, want, call->range);
        }
      }
    }
  }
  // Functions and types by name.
  SymbolRef ref = ResolvePath(base, nullptr);
  if (ref.kind == SymbolRef::Kind::Decl) {
    if (auto* f = llvm::dyn_cast<FuncDecl>(ref.entry.decl)) {
      Callee target;
      target.decl = f;
      target.context = ref.entry.context;
      target.explicit_args.assign(type_args.begin(), type_args.end());
      target.range = callee->range;
      target.name = f->name.text;
      return EmitCallTo(target, call->args, want, call->range);
    }
    if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl); s && type_args.empty() && !s->generics.empty()) {
      // Constructor of a generic struct: from the context, else from the arguments of `init`.
      Type* hint = want.type;
      while (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result))) hint = hint->element;
      if (AsStruct(hint) && AsStruct(hint)->decl == s) return EmitInit(AsStruct(hint), call->args, want, call->range);
      for (const FuncDecl* init : s->members) {
        if (!init->is_init) continue;
        llvm::SmallVector<GenericBinding, 4> bound;
        for (size_t i = 0; i < call->args.size() && i + 1 < init->params.size(); ++i)
          c_.Unify(init->params[i + 1].type, TypeOf(call->args[i].value), s->generics, ref.entry.context, nullptr, bound);
        llvm::SmallVector<GenericArg, 2> args;
        for (const GenericParam& g : s->generics)
          for (GenericBinding& b : bound)
            if (b.name == g.name.text) args.push_back(b.arg);
        if (args.size() == s->generics.size())
          return EmitInit(AsStruct(c_.InstantiateNominal(ref.entry, args, nullptr)), call->args, want, call->range);
      }
      c_.Error(DiagnosticKind::CannotInferGeneric, callee->range,
               Cat("the generic arguments of `", s->name.text, "` are not known here"));
      return ErrorValue();
    }
  }
  if (Type* type = TypeFromExpr(callee)) {
    if (auto* s = AsStruct(type)) return EmitInit(s, call->args, want, call->range);
    auto report = c_.Error(DiagnosticKind::NotCallable, callee->range, Cat("the type `", type->name, "` cannot be called"));
    if (type->IsNumeric() && call->args.size() == 1)
      report.Suggest(call->range, Cat("cast<", type->name, ">(", c_.sources().Slice(call->args[0].value->range), ")"),
                     "convert");
    return ErrorValue();
  }
  if (auto* m = llvm::dyn_cast<MemberExpr>(base)) {
    auto* package = llvm::dyn_cast<NameExpr>(m->base);
    bool is_package = package && !FindLocal(package->name, false) &&
                      c_.LookUp(package->name, context_, env_).kind == SymbolRef::Kind::Package;
    if (!is_package && !TypeFromExpr(m->base)) return EmitMethodCall(call, m, type_args, want);
  }
  if (auto* name = llvm::dyn_cast<NameExpr>(base); name && !FindLocal(name->name, false) && ref.kind == SymbolRef::Kind::None) {
    // Not a value either: report once as a function.
    auto report = c_.Error(DiagnosticKind::UnknownName, base->range, Cat("unknown function `", name->name, "`"));
    std::string best = c_.DidYouMean(name->name, c_.VisibleNames(context_));
    if (!best.empty()) report.Suggest(base->range, best, "did you mean this?");
    for (const Argument& a : call->args) EmitExpr(a.value, {});
    return ErrorValue();
  }
  Value f = EmitExpr(callee, {});
  if (f.IsError()) {
    return f;
  }
  return EmitClosureCall(f, call->args, want, call->range);
}

Value Emitter::EmitClosureCall(Value closure, llvm::ArrayRef<Argument> args, Want want, SourceRange range) {
  Type* type = closure.type;
  if (closure.kind == Value::Kind::Type || !type->Is(TypeKind::Function)) {
    c_.Error(DiagnosticKind::NotCallable, range, Cat("`", type->name, "` is not a function"));
    return ErrorValue();
  }
  if (args.size() != type->elements.size()) {
    c_.Error(DiagnosticKind::WrongArgumentCount, range,
             Cat("`", type->name, "` takes ", type->elements.size(), " arguments, ", args.size(), " are given"));
    return ErrorValue();
  }
  // The call may replace the variable that holds the closure: keep it alive.
  if (!closure.owned && closure.is_mutable) {
    Value copy = PlaceValue(b_.Local(Tir(type), "", ""), type);
    b_.Copy(Tir(type), copy.v, closure.v);
    Own(&copy);
    closure = copy;
  }
  llvm::SmallVector<tir::Value, 6> operands;
  Value out = VoidValue();
  const bool aggregate = Aggregate(type->result);
  if (aggregate) {
    out = TempPlace(type->result, want);
    operands.push_back(out.v);
  }
  for (size_t i = 0; i < args.size(); ++i) {
    Value v = EmitConverted(args[i].value, type->elements[i]);
    if (v.IsError()) return v;
    if (type->elements[i]->IsVoid()) continue;
    operands.push_back(PassArg(Materialize(v), type->elements[i]));
  }
  SetPosition(range);
  tir::Type result;
  if (!aggregate && !type->result->IsVoid() && !type->result->IsNever()) result = Tir(type->result);
  tir::Value r = b_.CallClosure(closure.v, operands, result);
  if (type->result->IsNever()) return NeverValue();
  if (type->result->IsVoid()) return VoidValue();
  if (!aggregate) return ScalarValue(r, type->result);
  Own(&out);
  return out;
}

Value Emitter::EmitMethodCall(const CallExpr* call, const MemberExpr* member, llvm::ArrayRef<TypeExpr*> type_args,
                              Want want) {
  std::string_view name = member->member.text;
  // The receiver's type decides what is called; a method that changes it wants its place for writing, so that elements
  // of containers are made unique first.
  Type* type = QuickType(member->base);
  Value receiver;
  bool evaluated = false;
  if (!type) {
    receiver = EmitExpr(member->base, {});
    if (receiver.IsError()) {
      for (const Argument& a : call->args)
        if (!NeedsContext(a.value)) EmitExpr(a.value, {});
      return receiver;
    }
    if (receiver.kind == Value::Kind::Type) {
      c_.Error(DiagnosticKind::UnknownMember, member->member.range,
               Cat("type `", receiver.type->name, "` has no function `", name, "`"));
      return ErrorValue();
    }
    type = receiver.type;
    evaluated = true;
  }
  Type* inner = type->Is(TypeKind::Pointer) ? type->element : type;
  Callee target;
  target.name = name;
  target.range = member->member.range;
  target.explicit_args.assign(type_args.begin(), type_args.end());
  target.has_receiver = true;
  target.receiver_expr = member->base;
  auto ready = [&](bool writes) {
    if (evaluated && !(writes && llvm::isa<IndexExpr>(member->base))) {
      target.receiver = receiver;
      return !receiver.IsError();
    }
    target.receiver = writes ? EmitPlaceMutable(member->base) : EmitExpr(member->base, {});
    return !target.receiver.IsError();
  };
  auto wants_pointer = [&](const FuncDecl* f) {
    return !f->params.empty() && f->params[0].type && llvm::isa<PointerTypeExpr>(f->params[0].type) &&
           !c_.HasAttribute(f, "readonly");
  };
  if (auto* s = AsStruct(inner)) {
    c_.CompleteStruct(s);
    if (const FuncDecl* f = s->FindMember(name)) {
      if (name.starts_with('_') && s->context->package != context_->package) {
        c_.Error(DiagnosticKind::PrivateName, member->member.range,
                 Cat("`", name, "` is private to package `", s->context->package->path, "`"));
        return ErrorValue();
      }
      target.decl = f;
      target.context = s->context;
      target.self_type = s;
      if (!ready(wants_pointer(f))) return ErrorValue();
      return EmitCallTo(target, call->args, want, call->range);
    }
    int field = s->FindField(name);
    if (field >= 0 && s->fields[static_cast<size_t>(field)].type->Is(TypeKind::Function)) {
      if (!ready(false)) return ErrorValue();
      Value f = EmitFieldOf(target.receiver, name, member->range, member->member.range);
      if (f.IsError()) return f;
      return EmitClosureCall(f, call->args, want, call->range);
    }
  } else if (auto* e = AsEnum(inner); e && e->decl) {
    if (const FuncDecl* f = e->FindMember(name)) {
      target.decl = f;
      target.context = e->context;
      target.self_type = e;
      if (!ready(wants_pointer(f))) return ErrorValue();
      return EmitCallTo(target, call->args, want, call->range);
    }
  }
  if (inner->Is(TypeKind::Array) && name == "len" && call->args.empty())
    return ScalarValue(Index(static_cast<int64_t>(inner->count)), c_.types().usize());
  if (DeclEntry entry = c_.FindOutsideMethod(type, name, context_)) {
    target.decl = llvm::cast<FuncDecl>(entry.decl);
    target.context = entry.context;
    if (!ready(wants_pointer(target.decl))) return ErrorValue();
    return EmitCallTo(target, call->args, want, call->range);
  }
  // Uniform call syntax: a function in scope whose first parameter takes the value.
  SymbolRef ref = FindLocal(name, false) ? SymbolRef{} : c_.LookUp(name, context_, env_);
  if (ref.kind == SymbolRef::Kind::Decl) {
    if (auto* f = llvm::dyn_cast<FuncDecl>(ref.entry.decl); f && !f->params.empty()) {
      target.decl = f;
      target.context = ref.entry.context;
      if (!ready(wants_pointer(f))) return ErrorValue();
      return EmitCallTo(target, call->args, want, call->range);
    }
  }
  // A function of the package that declares the type.
  if (DeclContext* home = c_.ContextOf(inner); home && home->package != context_->package) {
    SymbolRef away = c_.LookUpIn(home->package, name, context_);
    if (away.kind == SymbolRef::Kind::Decl) {
      if (auto* f = llvm::dyn_cast<FuncDecl>(away.entry.decl); f && !f->params.empty()) {
        target.decl = f;
        target.context = away.entry.context;
        if (!ready(wants_pointer(f))) return ErrorValue();
        return EmitCallTo(target, call->args, want, call->range);
      }
    }
  }
  if (!evaluated) receiver = EmitExpr(member->base, {});
  for (const Argument& a : call->args)
    if (!NeedsContext(a.value)) EmitExpr(a.value, {});
  if (receiver.IsError()) return receiver;
  auto report = c_.Error(DiagnosticKind::UnknownMember, member->member.range,
                         Cat("`", type->name, "` has no method `", name, "`"));
  std::vector<std::string_view> names;
  if (auto* s = AsStruct(inner)) {
    for (const FuncDecl* m : s->decl->members)
      if (!m->name.text.starts_with('_')) names.push_back(m->name.text);
    int field = s->FindField(name);
    if (field >= 0) report.Note(Cat("`", name, "` is a field; fields are read without parentheses"));
  }
  auto add_methods = [&](Package* p) {
    for (auto& [n, entries] : p->methods) names.push_back(n);
  };
  add_methods(context_->package);
  for (Package* p : c_.prelude_) add_methods(p);
  std::string best = c_.DidYouMean(name, names);
  if (!best.empty()) report.Suggest(member->member.range, best, "did you mean this?");
  return ErrorValue();
}

// Matches arguments to parameters, infers generic arguments, makes the instance and calls it.
Value Emitter::EmitCallTo(Callee& callee, llvm::ArrayRef<Argument> arguments, Want want, SourceRange range) {
  const FuncDecl* decl = callee.decl;
  if (decl->is_async) {
    c_.Error(DiagnosticKind::NotAvailable, range, "async functions are not available in this version of the compiler");
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
      c_.Error(DiagnosticKind::NotAValue, a.value->range, "only a parameter pack can be spread with `...`");
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
      c_.Error(DiagnosticKind::WrongArgumentCount, range, Cat("`", callee.name, "` takes no arguments"));
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
        c_.Error(DiagnosticKind::UnknownArgument, a.name.range, Cat("`", a.name.text, "` is given twice"));
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
      c_.Error(DiagnosticKind::WrongArgumentCount, a.value->range, "positional arguments come before named ones");
      failed = true;
    } else {
      size_t shown = fixed - (callee.has_receiver ? 1 : 0);
      c_.Error(DiagnosticKind::WrongArgumentCount, a.value->range,
               Cat("`", callee.name, "` takes ", shown, shown == 1 ? " argument" : " arguments", ", ",
                   arguments.size(), arguments.size() == 1 ? " is given" : " are given"))
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
          .Label(decl->params[k].range.valid() ? decl->params[k].range : decl->name.range, "declared here");
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
    auto arg = c_.ResolveGenericArg(callee.explicit_args[i], &decl->generics[i], context_, env_, this);
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
      case TypeExprKind::Optional: return self(llvm::cast<OptionalTypeExpr>(t)->element, self);
      case TypeExprKind::Result: return self(llvm::cast<ResultTypeExpr>(t)->element, self);
      case TypeExprKind::Slice: return self(llvm::cast<SliceTypeExpr>(t)->element, self);
      case TypeExprKind::Pointer: return self(llvm::cast<PointerTypeExpr>(t)->element, self);
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
      default: return false;
    }
  };
  auto param_type = [&](size_t k) -> Type* {
    if (mentions_unbound(decl->params[k].type, mentions_unbound)) return nullptr;
    probe.bindings = bound;
    return c_.ResolveType(decl->params[k].type, callee.context, &probe, nullptr);
  };
  const bool generic = !decl->generics.empty();
  // The order of evaluation is that of the source; arguments that need the context and have no effects may wait.
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
               !known && literal && !literal->elements.empty() && llvm::isa<ArrayTypeExpr>(decl->params[k].type)) {
      auto* pattern = llvm::cast<ArrayTypeExpr>(decl->params[k].type);
      probe.bindings = bound;
      Type* element = mentions_unbound(pattern->element, mentions_unbound)
                          ? TypeOf(literal->elements[0])
                          : c_.ResolveType(pattern->element, callee.context, &probe, nullptr);
      arg.value = element->IsError() ? ErrorValue()
                                     : EmitExpr(arg.expr, {c_.types().Array(element, literal->elements.size()), nullptr, false});
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
        if (auto* n = llvm::dyn_cast<NamedTypeExpr>(pattern); n && n->has_arguments) actual = actual->element;
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
      if (!arg.value.IsError() && arg.value.kind != Value::Kind::Type && !arg.value.type->Is(TypeKind::Null)) {
        if (!Aggregate(arg.value.type) && arg.value.kind == Value::Kind::Place)
          arg.value = ScalarValue(AsScalar(arg.value), arg.value.type);
      } else if (!arg.value.IsError()) {
        c_.Error(DiagnosticKind::NotAValue, arg.expr->range, "there is no value of a known type here");
        failed = true;
      }
    }
    if (arg.value.IsError()) failed = true;
  }
  if (failed) return ErrorValue();
  if (generic && !all_bound() && want.type && decl->result) c_.Unify(decl->result, want.type, decl->generics, callee.context, owner, bound);
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
               Cat("the generic argument `", g.name.text, "` of `", callee.name, "` is not known here"))
          .Label(decl->name.range, "declared here")
          .Note(Cat("write it: `", callee.name, "<…>(…)`"));
      return ErrorValue();
    }
  }
  if (decl->where_clause) {
    GenericEnv env;
    env.outer = owner;
    env.bindings = sorted;
    ConstValue holds = c_.Evaluate(decl->where_clause, c_.types().boolean(), callee.context, &env, nullptr, false);
    if (holds.kind == ConstValue::Kind::Bool && !holds.boolean) {
      std::string with;
      for (GenericBinding& b : sorted) with += Cat(with.empty() ? "" : ", ", b.name, " = ", b.arg.Spell());
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
  FuncInstance* instance = c_.Instance(decl, callee.context, sorted, callee.self_type, pack_types, callee.site, range);
  --c_.instantiation_depth;
  if (instance->symbol.size() > 20000) {
    c_.Error(DiagnosticKind::InstantiationTooDeep, range, Cat("instances of `", callee.name, "` nest without end"));
    return ErrorValue();
  }
  // Receivers: by address or by value, whatever the parameter wants.
  if (callee.has_receiver && !slots.empty()) {
    Value& r = slots[0].value;
    Type* param = instance->params[0].type;
    if (param->Is(TypeKind::Pointer) && !r.type->Is(TypeKind::Pointer)) {
      const bool readonly = c_.HasAttribute(decl, "readonly");
      if (r.is_lvalue && !r.is_mutable && !readonly && !r.via_pointer) {
        auto report = c_.Error(DiagnosticKind::NotAssignable, callee.receiver_expr ? callee.receiver_expr->range : range,
                               Cat("`", callee.name, "` changes its receiver, which cannot be changed"));
        if (r.root) report.Label(r.root->range, r.root->is_param ? "parameters are immutable" : "declared with `const`");
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

Value Emitter::FinishCall(FuncInstance* instance, llvm::MutableArrayRef<Arg> args, Want want, SourceRange range) {
  bool passes_address = false;
  for (size_t i = 0; i < args.size() && i < instance->params.size(); ++i) {
    Type* param = instance->params[i].type;
    if (param->IsError()) return ErrorValue();
    args[i].value = Convert(args[i].value, param, args[i].expr ? args[i].expr->range : range);
    if (args[i].value.IsError()) return ErrorValue();
    passes_address |= param->Is(TypeKind::Pointer) && !args[i].value.type->is_nullable;
  }
  // The callee may write through an address it gets: values borrowed from what that may reach are copied first, so that
  // a parameter never changes while it is read.
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

// --- constructors ------------------------------------------------------------------------------------------------------

Value Emitter::EmitInit(StructType* type, llvm::ArrayRef<Argument> args, Want want, SourceRange range,
                        ComputeSite* site) {
  c_.CompleteStruct(type);
  const FuncDecl* init = c_.FindInit(type);
  if (!init) {
    auto report = c_.Error(DiagnosticKind::NotCallable, range, Cat("`", type->name, "` has no `init`"));
    report.Note(Cat("make a value with a literal: `", type->name, "{…}`"));
    return ErrorValue();
  }
  // The fields hold their zero values when `init` begins.
  Value out = TempPlace(type, site ? Want{} : want);
  if (c_.HasZero(type)) {
    EmitZero(type, out.v, range);
  } else {
    b_.Zero(Tir(type), out.v);
    for (size_t i = 0; i < type->fields.size(); ++i) {
      tir::Value place = b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i));
      if (type->fields[i].default_value) {
        WithNames(type->context, &type->env, [&] { EmitInto(type->fields[i].default_value, type->fields[i].type, place); });
      } else if (c_.HasZero(type->fields[i].type) && !c_.IsTrivial(type->fields[i].type)) {
        EmitZero(type->fields[i].type, place, range);
      }
    }
  }
  Callee callee;
  callee.decl = init;
  callee.context = type->context;
  callee.self_type = type;
  callee.has_receiver = true;
  callee.receiver = PlaceValue(out.v, type);
  callee.receiver.is_lvalue = callee.receiver.is_mutable = true;
  callee.site = site;
  callee.range = range;
  callee.name = type->decl->name.text;
  Value result = EmitCallTo(callee, args, {}, range);
  if (result.IsError()) return result;
  Own(&out);
  // `init` may fail: then the value is a result.
  return out;
}

Value Emitter::EmitEnumConstruct(EnumType* type, unsigned case_index, llvm::ArrayRef<Argument> args, Want want,
                                 SourceRange range) {
  EnumCaseInfo& info = type->cases[case_index];
  if (args.size() != info.payload.size()) {
    auto report = c_.Error(DiagnosticKind::WrongArgumentCount, range,
                           Cat("case `", info.name, "` of `", type->name, "` carries ", info.payload.size(),
                               info.payload.size() == 1 ? " value, " : " values, ", args.size(),
                               args.size() == 1 ? " is given" : " are given"));
    if (info.decl) report.Label(info.decl->range, "declared here");
    return ErrorValue();
  }
  if (type->is_plain) return ScalarValue(b_.ConstInt(Tir(type), case_index), type);
  // Named payloads may be given by name, in any order.
  llvm::SmallVector<const Expr*, 4> ordered(args.size(), nullptr);
  for (size_t i = 0; i < args.size(); ++i) {
    size_t at = i;
    if (args[i].name) {
      at = args.size();
      for (size_t k = 0; k < info.payload.size(); ++k)
        if (info.payload[k].name == args[i].name.text) at = k;
      if (at == args.size()) {
        c_.Error(DiagnosticKind::UnknownArgument, args[i].name.range,
                 Cat("case `", info.name, "` has no payload named `", args[i].name.text, "`"));
        return ErrorValue();
      }
    }
    if (ordered[at]) {
      c_.Error(DiagnosticKind::UnknownArgument, args[i].value->range, "this payload is given twice");
      return ErrorValue();
    }
    ordered[at] = args[i].value;
  }
  // The payload is evaluated before the value is begun: evaluating may leave the function.
  llvm::SmallVector<Value, 4> values;
  for (size_t i = 0; i < ordered.size(); ++i) {
    Value v = EmitConverted(ordered[i], info.payload[i].type);
    if (v.IsError()) return v;
    v = Materialize(v);
    if (Aggregate(info.payload[i].type) && !v.owned && i + 1 < ordered.size()) {
      Value copy = PlaceValue(b_.Local(Tir(v.type), "", ""), v.type);
      b_.Copy(Tir(v.type), copy.v, v.v);
      Own(&copy);
      v = copy;
    }
    values.push_back(v);
  }
  Value out = TempPlace(type, want);
  b_.EnumInit(Tir(type), out.v, case_index);
  for (size_t i = 0; i < values.size(); ++i) {
    if (info.payload[i].type->IsVoid()) continue;
    MoveInto(values[i], info.payload[i].type, b_.EnumPayload(Tir(type), out.v, case_index, static_cast<unsigned>(i)));
  }
  Own(&out);
  return out;
}

// --- what the compiler knows by name -----------------------------------------------------------------------------------

Value Emitter::EmitBuiltinCall(std::string_view name, const CallExpr* call, llvm::ArrayRef<TypeExpr*> type_args,
                               Want want, bool* handled) {
  *handled = true;
  if ((name == "cast" || name == "truncate" || name == "saturate" || name == "bitcast") && type_args.size() == 1) {
    Type* to = ResolveType(type_args[0]);
    if (to->IsError()) return ErrorValue();
    return EmitNumericCast(name, call, to);
  }
  if (name == "assert") return EmitAssert(call);
  if ((name == "ok" || name == "err" || name == "some") && call->args.size() <= 1) {
    SymbolRef own = c_.LookUpIn(context_->package, name, context_);
    if (own.kind == SymbolRef::Kind::None) {
      Type* hint = want.type;
      if (name == "some") {
        Type* inner = hint && hint->Is(TypeKind::Optional) ? hint->element : nullptr;
        if (call->args.size() == 1) {
          Value v = inner ? EmitConverted(call->args[0].value, inner) : EmitExpr(call->args[0].value, {});
          if (v.IsError()) return v;
          return WrapCase(v, c_.types().Optional(v.type), kSomeCase);
        }
      } else if (name == "ok") {
        Type* inner = hint && hint->Is(TypeKind::Result) ? hint->element : nullptr;
        if (call->args.empty()) return WrapCase(VoidValue(), c_.types().Result(c_.types().void_type()), kOkCase);
        Value v = inner && !inner->IsVoid() ? EmitConverted(call->args[0].value, inner) : EmitExpr(call->args[0].value, {});
        if (v.IsError()) return v;
        return WrapCase(v, c_.types().Result(v.type), kOkCase);
      } else if (call->args.size() == 1) {
        Value v = EmitConverted(call->args[0].value, c_.ErrorType());
        if (v.IsError()) return v;
        if (hint && hint->Is(TypeKind::Result)) return WrapCase(v, static_cast<EnumType*>(hint), kErrCase);
        return v;
      }
    }
  }
  *handled = false;
  return VoidValue();
}

Value Emitter::EmitNumericCast(std::string_view name, const CallExpr* call, Type* to) {
  if (call->args.size() != 1) {
    c_.Error(DiagnosticKind::WrongArgumentCount, call->range, Cat("`", name, "<T>(…)` takes one value"));
    return ErrorValue();
  }
  const Expr* operand = call->args[0].value;
  Want want;
  if (auto* literal = llvm::dyn_cast<IntLiteralExpr>(operand); literal && to->IsInteger()) {
    if (name == "cast") {
      want.type = to;
    } else if (literal->value->getActiveBits() > 63) {
      want.type = c_.types().Int(64, false);
    }
  }
  Value v = EmitExpr(operand, want);
  if (v.IsError()) return v;
  Type* from = v.type;
  auto scalar_like = [](Type* t) {
    return t->IsNumeric() || t->Is(TypeKind::Char) || t->Is(TypeKind::Bool) || t->Is(TypeKind::Duration) ||
           t->Is(TypeKind::Pointer) || t->Is(TypeKind::Enum);
  };
  bool ok = v.kind != Value::Kind::Type && scalar_like(from) && scalar_like(to) && !Aggregate(from) && !Aggregate(to);
  if (ok && name != "bitcast") ok = !from->Is(TypeKind::Pointer) && !to->Is(TypeKind::Pointer);
  if (ok && to->Is(TypeKind::Bool)) ok = from->Is(TypeKind::Bool);
  if (ok && to->Is(TypeKind::Enum)) ok = from->IsInteger();
  if (!ok) {
    auto report = c_.Error(DiagnosticKind::InvalidCast, call->range,
                           Cat("`", name, "` does not convert `", from->name, "` to `", to->name, "`"));
    if (to->Is(TypeKind::Bool)) report.Note("compare instead: `x != 0`");
    if (c_.IsLang(from, "string")) report.Note("parse the text: `s.parse_int()`, `s.parse_float()`");
    return ErrorValue();
  }
  SetPosition(call->range);
  tir::Value x = AsScalar(v);
  if (from == to) return ScalarValue(x, to);
  tir::Type tto = Tir(to);
  if (from->Is(TypeKind::Bool)) {
    tir::Value wide = b_.Select(x, b_.ConstInt(b_.Int(64, false), 1), b_.ConstInt(b_.Int(64, false), 0));
    x = wide;
    from = c_.types().Int(64, false);
    if (to->Is(TypeKind::Float)) return ScalarValue(b_.Cast(tir::CastKind::Checked, x, tto), to);
    return ScalarValue(b_.Cast(tir::CastKind::Truncate, x, tto), to);
  }
  if (to->Is(TypeKind::Enum)) {
    auto* e = static_cast<EnumType*>(to);
    // The case with that discriminant; anything else panics as a value that does not fit.
    bool dense = true;
    for (size_t i = 0; i < e->cases.size(); ++i) dense &= e->cases[i].discriminant == static_cast<int64_t>(i);
    if (dense) {
      tir::Value wide = Tir(from) == b_.Int(64, true) ? x : b_.Cast(tir::CastKind::Checked, x, b_.Int(64, true));
      tir::Value in = b_.Cast(tir::CastKind::Bitcast, wide, b_.Int(64, false));
      tir::Value checked = b_.IndexCheck(in, Index(static_cast<int64_t>(e->cases.size())));
      return ScalarValue(b_.Cast(tir::CastKind::Truncate, checked, tto), to);
    }
  }
  if (from->Is(TypeKind::Enum)) {
    auto* e = static_cast<EnumType*>(from);
    bool dense = true;
    for (size_t i = 0; i < e->cases.size(); ++i) dense &= e->cases[i].discriminant == static_cast<int64_t>(i);
    if (!dense) {
      tir::Type i64 = b_.Int(64, true);
      tir::Value out = b_.ConstInt(i64, e->cases.empty() ? 0 : e->cases[0].discriminant);
      for (size_t i = 1; i < e->cases.size(); ++i) {
        tir::Value is = b_.Compare(tir::ComparePredicate::Equal, x, b_.ConstInt(Tir(from), static_cast<int64_t>(i)));
        out = b_.Select(is, b_.ConstInt(i64, e->cases[i].discriminant), out);
      }
      return ScalarValue(tto == i64 ? out : b_.Cast(tir::CastKind::Checked, out, tto), to);
    }
  }
  if (Tir(from) == tto) return ScalarValue(x, to);
  tir::CastKind kind = name == "cast"       ? tir::CastKind::Checked
                       : name == "truncate" ? tir::CastKind::Truncate
                       : name == "saturate" ? tir::CastKind::Saturate
                                            : tir::CastKind::Bitcast;
  if (kind == tir::CastKind::Checked && IsLossless(from, to)) kind = tir::CastKind::Lossless;
  if (kind == tir::CastKind::Truncate && from->IsNumeric() && to->IsNumeric() && IsLossless(from, to)) kind = tir::CastKind::Lossless;
  return ScalarValue(b_.Cast(kind, x, tto), to);
}

Value Emitter::EmitAssert(const CallExpr* call) {
  if (call->args.empty() || call->args.size() > 2) {
    c_.Error(DiagnosticKind::WrongArgumentCount, call->range, "`assert` takes a condition, and a message if wanted");
    return ErrorValue();
  }
  const Expr* condition = call->args[0].value;
  std::string text(c_.sources().Slice(condition->range));
  for (char& ch : text)
    if (ch == '\n' || ch == '\r') ch = ' ';
  if (text.size() > 200) text = text.substr(0, 197) + "…";
  tir::Block pass = b_.NewBlock(), fail = b_.NewBlock();
  auto* compare = llvm::dyn_cast<BinaryExpr>(condition);
  const bool shows = compare && call->args.size() == 1 &&
                     (compare->op == BinaryOp::Equal || compare->op == BinaryOp::NotEqual || compare->op == BinaryOp::Less ||
                      compare->op == BinaryOp::LessEqual || compare->op == BinaryOp::Greater ||
                      compare->op == BinaryOp::GreaterEqual);
  Value l, r;
  tir::Value test;
  bool have_values = false;
  if (shows && c_.Lang("assert_failed_values")) {
    if (!EmitOperands(compare->lhs, compare->rhs, nullptr, &l, &r)) return ErrorValue();
    if (l.kind != Value::Kind::Type && r.kind != Value::Kind::Type && !l.type->IsVoid() && !r.type->IsVoid()) {
      Value result = EmitComparison(compare->op, l, r, compare->op_range);
      if (result.IsError()) return result;
      test = AsScalar(result);
      have_values = !l.type->Is(TypeKind::Null) && !r.type->Is(TypeKind::Null) && !l.type->Is(TypeKind::Function);
    } else {
      test = EmitBool(condition);
    }
  } else {
    Value v = EmitConverted(condition, c_.types().boolean());
    if (v.IsError()) return v;
    test = AsScalar(v);
  }
  CondBr(test, pass, fail);
  EnterBlock(fail);
  SetPosition(call->range);
  if (have_values) {
    Value message = EmitStringLiteral(text, {});
    CallLang("assert_failed_values", {GenericArg{l.type}, GenericArg{r.type}}, {message, l, r}, {});
  } else if (call->args.size() == 2) {
    size_t depth = cleanups_.size();
    Value message = EmitConverted(call->args[1].value, c_.StringType());
    if (!message.IsError()) {
      SetPosition(call->range);
      CallLang("assert_failed_message", {}, {EmitStringLiteral(text, {}), message}, {});
    }
    cleanups_.resize(depth);
  } else {
    tir::FunctionInfo info;
    info.symbol = info.display_name = "arc_rt_panic_assert";
    info.linkage = tir::Linkage::Exported;
    info.is_c_abi = info.is_noreturn = info.is_cold = true;
    tir::ParamInfo p;
    p.name = "text";
    p.type = b_.Ptr();
    info.params.push_back(p);
    p.name = "length";
    p.type = b_.Int(64, false);
    info.params.push_back(p);
    b_.Call(b_.DeclareFunction(info), {b_.StringData(text), Index(static_cast<int64_t>(text.size()))});
  }
  if (!b_.Terminated()) b_.Unreachable();
  EnterBlock(pass);
  return VoidValue();
}

}  // namespace arc::check
