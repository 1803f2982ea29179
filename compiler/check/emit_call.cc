// Calls: functions, methods, uniform call syntax, constructors, enum cases, closures, the built-in
// conversions.
#include "compiler/check/emitter.h"

namespace arc::check {

// --- low level
// ---------------------------------------------------------------------------------------------------------

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
    Type* type = f->params[i].type;
    if (type->IsVoid()) continue;
    operands.push_back(PassArg(c_.TakesOver(f, type) ? HandOver(args[i]) : args[i], type));
  }
  tir::Value result = b_.Call(c_.Function(f), operands);
  if (f->result->IsNever()) return NeverValue();
  if (f->result->IsVoid()) return VoidValue();
  if (f->result->IsError()) return ErrorValue();
  if (!aggregate) return ScalarValue(result, f->result);
  Own(&out);
  return out;
}

// The value in a place that is its own, and that nobody here drops any more.
Value Emitter::HandOver(Value value) {
  const Local* local = value.root;
  if (!value.owned && local && local->is_own && value.v == local->place) {
    if (local->cleanup >= 0) DeactivateCleanup(local->cleanup);
    return value;
  }
  if (!value.owned) value = OwnedCopy(value);
  if (value.cleanup >= 0) DeactivateCleanup(value.cleanup);
  return value;
}

Value Emitter::CallLang(std::string_view item, llvm::ArrayRef<GenericArg> generics,
                        llvm::ArrayRef<Value> args, Want want) {
  FuncInstance* f = c_.LangFunction(item, generics);
  if (!f) return ErrorValue();
  return CallInstance(f, args, want);
}

Value Emitter::CallMethodNamed(Value receiver, std::string_view name, llvm::ArrayRef<Value> args,
                               Want want, SourceRange range) {
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
      c_.Error(DiagnosticKind::UnknownMember, range,
               Cat("`", type->name, "` has no method `", name, "`"));
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
  if (!f->params.empty() && f->params[0].type->Is(TypeKind::Pointer) &&
      !type->Is(TypeKind::Pointer)) {
    all.push_back(receiver.type->Is(TypeKind::Pointer)
                      ? receiver
                      : ScalarValue(AsPlace(receiver), f->params[0].type));
  } else {
    all.push_back(receiver.type->Is(TypeKind::Pointer) ? PlaceValue(AsScalar(receiver), type)
                                                       : receiver);
  }
  all.append(args.begin(), args.end());
  return CallInstance(f, all, want);
}

// --- calls as written
// ----------------------------------------------------------------------------------------------------

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
        if (decl && hint && hint->Is(TypeKind::Enum) && static_cast<EnumType*>(hint)->decl == decl)
          type = hint;
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
  if (auto* m = llvm::dyn_cast<IntrinsicMemberExpr>(base); m && m->name.text == "method")
    return EmitReflectedMethodCall(call, m, want);
  if (auto* i = llvm::dyn_cast<IntrinsicExpr>(base); i && i->name.text == "function") {
    FuncInstance* f = ReflectedFunction(i);
    if (!f) return ErrorValue();
    if (f->decl->generics.empty() && !f->self_type && !f->is_internal) {
      Callee target;
      target.decl = f->decl;
      target.context = f->context;
      target.range = callee->range;
      target.name = f->decl->name.text;
      return EmitCallTo(target, call->args, want, call->range);
    }
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
            c_.Unify(decl->cases[i].payload[k].type, TypeOf(call->args[k].value), decl->generics,
                     ref.entry.context, nullptr, bound);
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
  // Functions of a type: Account.open("ada"), and its methods with the receiver as an argument.
  if (auto* m = llvm::dyn_cast<MemberExpr>(base)) {
    Type* owner = TypeFromExpr(m->base);
    const FuncDecl* f = AsStruct(owner) ? AsStruct(owner)->FindMember(m->member.text)
                        : owner && owner->Is(TypeKind::Enum)
                            ? AsEnum(owner)->FindMember(m->member.text)
                            : nullptr;
    const bool is_method = f && !f->params.empty() && f->params[0].is_self;
    if (f && (!is_method || (!call->args.empty() && !call->args[0].name))) {
      Callee target;
      target.decl = f;
      target.context = c_.ContextOf(owner);
      target.self_type = owner;
      target.explicit_args.assign(type_args.begin(), type_args.end());
      target.range = callee->range;
      target.name = f->name.text;
      if (target.name.starts_with('_') && target.context->package != context_->package) {
        c_.Error(
            DiagnosticKind::PrivateName, m->member.range,
            Cat("`", target.name, "` is private to package `", target.context->package->path, "`"));
        return ErrorValue();
      }
      llvm::ArrayRef<Argument> args = call->args;
      if (is_method) {
        target.has_receiver = true;
        target.receiver_expr = args[0].value;
        target.receiver = llvm::isa_and_nonnull<PointerTypeExpr>(f->params[0].type)
                              ? EmitPlaceMutable(args[0].value)
                              : EmitConverted(args[0].value, owner);
        if (target.receiver.IsError()) return ErrorValue();
        Type* given = target.receiver.type;
        if (given != owner && !(given->Is(TypeKind::Pointer) && given->element == owner)) {
          ReportMismatch(given, owner, args[0].value->range, nullptr);
          return ErrorValue();
        }
        args = args.drop_front();
      }
      return EmitCallTo(target, args, want, call->range);
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
    if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl);
        s && type_args.empty() && !s->generics.empty()) {
      // Constructor of a generic struct: from the context, else from the arguments of `init`.
      Type* hint = want.type;
      while (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result)))
        hint = hint->element;
      if (AsStruct(hint) && AsStruct(hint)->decl == s)
        return EmitInit(AsStruct(hint), call->args, want, call->range);
      for (const FuncDecl* init : s->members) {
        if (!init->is_init) continue;
        llvm::SmallVector<GenericBinding, 4> bound;
        for (size_t i = 0; i < call->args.size() && i + 1 < init->params.size(); ++i)
          c_.Unify(init->params[i + 1].type, TypeOf(call->args[i].value), s->generics,
                   ref.entry.context, nullptr, bound);
        llvm::SmallVector<GenericArg, 2> args;
        for (const GenericParam& g : s->generics)
          for (GenericBinding& b : bound)
            if (b.name == g.name.text) args.push_back(b.arg);
        if (args.size() == s->generics.size())
          return EmitInit(AsStruct(c_.InstantiateNominal(ref.entry, args, nullptr)), call->args,
                          want, call->range);
      }
      c_.Error(DiagnosticKind::CannotInferGeneric, callee->range,
               Cat("the generic arguments of `", s->name.text, "` are not known here"));
      return ErrorValue();
    }
  }
  if (Type* type = TypeFromExpr(callee)) {
    if (type->IsError()) return ErrorValue();
    if (auto* s = AsStruct(type)) return EmitInit(s, call->args, want, call->range);
    auto report = c_.Error(DiagnosticKind::NotCallable, callee->range,
                           Cat("the type `", type->name, "` cannot be called"));
    const bool is_text =
        call->args.size() == 1 && (llvm::isa<StringLiteralExpr>(call->args[0].value) ||
                                   llvm::isa<InterpolatedStringExpr>(call->args[0].value));
    if (is_text) report.Note("a text is parsed: `s.parse_int()`, `s.parse_float()`");
    if (type->IsNumeric() && call->args.size() == 1 && !is_text)
      report.Suggest(
          call->range,
          Cat("cast<", type->name, ">(", c_.sources().Slice(call->args[0].value->range), ")"),
          "convert");
    return ErrorValue();
  }
  if (auto* m = llvm::dyn_cast<MemberExpr>(base)) {
    auto* package = llvm::dyn_cast<NameExpr>(m->base);
    bool is_package = package && !FindLocal(package->name, false) &&
                      c_.LookUp(package->name, context_, env_).kind == SymbolRef::Kind::Package;
    if (!is_package && !TypeFromExpr(m->base)) return EmitMethodCall(call, m, type_args, want);
  }
  if (auto* name = llvm::dyn_cast<NameExpr>(base);
      name && !FindLocal(name->name, false) && ref.kind == SymbolRef::Kind::None) {
    if (c_.RunBlocks()) return EmitCall(call, want);
    if (c_.ReportNotAvailable(name->name, base->range)) return ErrorValue();
    // Not a value either: report once as a function.
    auto report = c_.Error(DiagnosticKind::UnknownName, base->range,
                           Cat("unknown function `", name->name, "`"));
    std::string best = c_.DidYouMean(name->name, c_.VisibleNames(context_));
    for (auto& [alias, import] : context_->imports)
      if (c_.LookUpIn(import.package, name->name, context_).kind == SymbolRef::Kind::Decl)
        best = Cat(std::string_view(alias), ".", name->name);
    if (!best.empty()) report.Suggest(base->range, best, "did you mean this?");
    c_.NoteBlocks(report);
    for (const Argument& a : call->args) EmitExpr(a.value, {});
    return ErrorValue();
  }
  Value f = EmitExpr(callee, {});
  if (f.IsError()) {
    return f;
  }
  return EmitClosureCall(f, call->args, want, call->range);
}

Value Emitter::EmitClosureCall(Value closure, llvm::ArrayRef<Argument> args, Want want,
                               SourceRange range) {
  Type* type = closure.type;
  if (closure.kind == Value::Kind::Type || !type->Is(TypeKind::Function)) {
    c_.Error(DiagnosticKind::NotCallable, range, Cat("`", type->name, "` is not a function"));
    return ErrorValue();
  }
  if (args.size() != type->elements.size()) {
    c_.Error(DiagnosticKind::WrongArgumentCount, range,
             Cat("`", type->name, "` takes ", type->elements.size(), " arguments, ", args.size(),
                 " are given"));
    return ErrorValue();
  }
  // The call may replace the variable that holds the closure: keep it alive.
  if (!closure.owned && closure.is_mutable) {
    closure = OwnedCopy(closure);
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
  tir::Value r = b_.CallClosure(closure.v, operands, result, aggregate);
  if (type->result->IsNever()) return NeverValue();
  if (type->result->IsVoid()) return VoidValue();
  if (!aggregate) return ScalarValue(r, type->result);
  Own(&out);
  return out;
}

Value Emitter::EmitMethodCall(const CallExpr* call, const MemberExpr* member,
                              llvm::ArrayRef<TypeExpr*> type_args, Want want) {
  std::string_view name = member->member.text;
  // The receiver's type decides what is called; a method that changes it wants its place for
  // writing, so that elements of containers are made unique first.
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
    return !f->params.empty() && f->params[0].type &&
           llvm::isa<PointerTypeExpr>(f->params[0].type) && !c_.HasAttribute(f, "readonly");
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
      CheckAssigned(SlotOf(member), member->range);
      if (!evaluated) target.receiver = EmitPartOwner(member->base);
      if (evaluated && !ready(false)) return ErrorValue();
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
  if (ref.kind == SymbolRef::Kind::None && !FindLocal(name, false) && c_.RunBlocks())
    ref = c_.LookUp(name, context_, env_);
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
  if (receiver.IsError() || c_.ReportNotAvailable(name, member->member.range)) return ErrorValue();
  auto report = c_.Error(DiagnosticKind::UnknownMember, member->member.range,
                         Cat("`", type->name, "` has no method `", name, "`"));
  std::vector<std::string_view> names;
  if (auto* s = AsStruct(inner)) {
    for (const FuncDecl* m : s->decl->members)
      if (!m->name.text.starts_with('_')) names.push_back(m->name.text);
    int field = s->FindField(name);
    if (field >= 0)
      report.Note(Cat("`", name, "` is a field; fields are read without parentheses"));
  }
  auto add_methods = [&](Package* p, bool own) {
    for (auto& [n, entries] : p->methods)
      if (own || !n.starts_with("_")) names.push_back(n);
  };
  add_methods(context_->package, true);
  for (Package* p : c_.prelude_) add_methods(p, p == context_->package);
  std::string best = UsualName(inner, name);
  if (best.empty()) best = c_.DidYouMean(name, names);
  if (!best.empty()) report.Suggest(member->member.range, best, "did you mean this?");
  NoteUnwrap(report, inner);
  return ErrorValue();
}

}  // namespace arc::check
