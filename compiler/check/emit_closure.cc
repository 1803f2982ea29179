// Closures and functions as values. A closure is {code, environment}; the environment is a counted
// object: first the function that drops the captures and frees it, then the captured values.
// Captures are by value and immutable.
#include "compiler/check/emitter.h"

namespace arc::check {

// A name of an enclosing function, used in this closure: a field of the environment stands for it.
Local* Emitter::Capture(Local* outer) {
  for (CaptureInfo& info : captures_)
    if (info.outer == outer) return info.inner;
  if (!outer->type || outer->type->IsError() || outer->is_pack) return outer;
  tir::Builder::InsertionState state = b_.Save();
  owned_locals_.push_back(std::make_unique<Local>());
  Local* inner = owned_locals_.back().get();
  *inner = Local();
  inner->name = outer->name;
  inner->type = outer->type;
  inner->range = outer->range;
  inner->owner = this;
  inner->used = true;
  inner->fixed_because = "captured values cannot be changed inside of the function";
  unsigned field = static_cast<unsigned>(capture_fields_.size());
  if (!outer->type->IsVoid()) {
    // Addressed at each use: a use may stand in a block that does not dominate the next.
    capture_fields_.push_back(c_.FieldOf(std::string(outer->name), outer->type));
    inner->capture_field = static_cast<int>(field);
  }
  captures_.push_back({outer, inner, field});
  b_.Restore(state);
  return inner;
}

// The address of a local; captured ones are found through the environment.
tir::Value Emitter::LocalPlace(Local* local) {
  if (local->capture_field >= 0 && local->owner == this)
    return b_.FieldAddress(env_type_, env_param_, static_cast<unsigned>(local->capture_field));
  return local->place;
}

Value Emitter::FunctionValue(FuncInstance* f, Want want) {
  llvm::SmallVector<Type*, 4> params;
  for (ParamSig& p : f->params) {
    if (p.type->IsError()) return ErrorValue();  // reported at the declaration
    params.push_back(p.type);
  }
  if (f->result->IsError()) return ErrorValue();
  Type* type = c_.types().Function(params, f->result, f->decl && f->decl->is_async);
  // An adapter takes the environment that every closure call passes, and ignores it.
  std::string symbol = f->symbol + ".closure";
  tir::FunctionInfo info = c_.InfoFor(f->params, f->result);
  info.symbol = symbol;
  info.display_name = f->display;
  info.linkage = tir::Linkage::LinkOnce;
  info.hide_in_traces = true;
  tir::ParamInfo env;
  env.name = "environment";
  env.type = b_.Ptr();
  info.params.push_back(env);
  tir::Function adapter = b_.DeclareFunction(info);
  if (!b_.HasBody(adapter)) {
    tir::Builder::InsertionState state = b_.Save();
    b_.StartBody(adapter);
    llvm::SmallVector<tir::Value, 6> operands;
    for (unsigned i = 0; i + 1 < info.params.size(); ++i) operands.push_back(b_.Param(adapter, i));
    unsigned at = Aggregate(f->result) ? 1 : 0;
    for (ParamSig& p : f->params) {
      if (p.type->IsVoid()) continue;
      if (c_.TakesOver(f, p.type)) {
        tir::Value copy = b_.Local(Tir(p.type), "", "");
        b_.Copy(Tir(p.type), copy, operands[at]);
        operands[at] = copy;
      }
      ++at;
    }
    tir::Value r = b_.Call(c_.Function(f), operands);
    if (f->result->IsNever()) {
      b_.Unreachable();
    } else if (info.result) {
      b_.Return(r);
    } else {
      b_.Return();
    }
    b_.Restore(state);
  }
  Value out = TempPlace(type, want);
  b_.ClosureInit(out.v, symbol, b_.NullPtr());
  Own(&out);
  return out;
}

// A function named as a value. What is generic in it comes from the wanted function type.
Value Emitter::FunctionByName(const FuncDecl* f, DeclContext* context, Type* self_type,
                              SourceRange range, Want want) {
  if (f->is_async) {
    c_.Error(DiagnosticKind::NotAvailable, range,
             "async functions are not available in this version of the compiler");
    return ErrorValue();
  }
  if (!f->params.empty() && f->params.back().is_pack) {
    c_.Error(DiagnosticKind::NotAValue, range,
             Cat("`", f->name.text, "` takes any number of arguments, it is no value"))
        .Note("write a function around it: `|x| f(x)`");
    return ErrorValue();
  }
  if (f->generics.size() > f->written_generics) {
    c_.Error(DiagnosticKind::NotAValue, range,
             Cat("`", f->name.text, "` has `comptime` parameters, it is no value"))
        .Label(f->generics[f->written_generics].range, "known while compiling only")
        .Note("write a function around it that gives them: `|x| f(3, x)`");
    return ErrorValue();
  }
  llvm::SmallVector<GenericBinding, 4> bindings;
  const GenericEnv* owner = AsStruct(self_type) ? &AsStruct(self_type)->env
                            : AsEnum(self_type) ? &AsEnum(self_type)->env
                                                : nullptr;
  if (!f->generics.empty()) {
    Type* wanted = want.type;
    while (wanted && (wanted->Is(TypeKind::Optional) || wanted->Is(TypeKind::Result)))
      wanted = wanted->element;
    llvm::SmallVector<GenericBinding, 4> found;
    if (wanted && wanted->Is(TypeKind::Function) && wanted->elements.size() == f->params.size()) {
      for (size_t i = 0; i < f->params.size(); ++i)
        c_.Unify(f->params[i].type, wanted->elements[i], f->generics, context, owner, found);
      if (f->result && wanted->result && !wanted->result->IsError())
        c_.Unify(f->result, wanted->result, f->generics, context, owner, found);
    }
    for (const GenericParam& g : f->generics)
      for (GenericBinding& b : found)
        if (b.name == g.name.text) bindings.push_back(b);
    if (bindings.size() != f->generics.size()) {
      c_.Error(DiagnosticKind::CannotInferGeneric, range,
               Cat("the generic arguments of `", f->name.text, "` are not known here"))
          .Label(f->name.range, "declared here")
          .Note(Cat("write them: `", c_.sources().Slice(range), "<…>`"));
      return ErrorValue();
    }
  }
  if (!c_.CheckWhere(f, context, owner, bindings, f->name.text, range)) return ErrorValue();
  for (const GenericBinding& b : bindings)
    if (b.arg.type && !c_.Bounded(b.arg.type, range)) return ErrorValue();
  FuncInstance* instance = c_.Instance(f, context, bindings, self_type, {}, nullptr, range);
  return c_.stopped() ? ErrorValue() : FunctionValue(instance, want);
}

// `Type.method` without a call: a function whose first parameter is the receiver.
Value Emitter::FunctionOfType(const FuncDecl* f, Type* type, const MemberExpr* expr, Want want) {
  DeclContext* home = c_.ContextOf(type);
  if (f->name.text.starts_with('_') && home->package != context_->package) {
    c_.Error(DiagnosticKind::PrivateName, expr->member.range,
             Cat("`", f->name.text, "` is private to package `", home->package->path, "`"));
    return ErrorValue();
  }
  c_.Complete(type);
  return FunctionByName(f, home, type, expr->range, want);
}

bool Emitter::NamesGenericFunction(const Expr* expr) {
  if (!llvm::isa<NameExpr, MemberExpr>(expr)) return false;
  SymbolRef ref = ResolvePath(expr, nullptr);
  auto* f = ref.kind == SymbolRef::Kind::Decl ? llvm::dyn_cast<FuncDecl>(ref.entry.decl) : nullptr;
  return f && !f->generics.empty();
}

Value Emitter::EmitClosure(const ClosureExpr* expr, Want want) {
  if (expr->is_async) {
    c_.Error(DiagnosticKind::NotAvailable, expr->range,
             "async functions are not available in this version of the compiler");
    return ErrorValue();
  }
  Type* hint = want.type;
  while (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result))) hint = hint->element;
  if (hint && !hint->Is(TypeKind::Function)) hint = nullptr;
  if (hint && hint->elements.size() != expr->params.size()) {
    c_.Error(DiagnosticKind::TypeMismatch, expr->range,
             Cat("a function of ", hint->elements.size(),
                 hint->elements.size() == 1 ? " parameter" : " parameters",
                 " is wanted here, this one has ", expr->params.size()));
    return ErrorValue();
  }
  std::vector<ParamSig> params;
  for (size_t i = 0; i < expr->params.size(); ++i) {
    const Param& p = expr->params[i];
    Type* type = p.type ? ResolveType(p.type) : hint ? hint->elements[i] : nullptr;
    if (!type) {
      c_.Error(DiagnosticKind::CannotInferType, p.range,
               Cat("the type of parameter `", p.name.text, "` is not known here"))
          .Note("write it: `func(x: T) R { … }` or `|x: T| …`");
      return ErrorValue();
    }
    if (type->IsError()) return ErrorValue();
    // What is written and not what is wanted is one mistake: the result does not count then.
    if (hint && p.type && type != hint->elements[i] && !hint->elements[i]->IsError()) {
      c_.Error(DiagnosticKind::TypeMismatch, p.type->range,
               Cat("`", hint->name, "` is wanted here: the parameter `", p.name.text, "` is a `",
                   hint->elements[i]->name, "`, not a `", type->name, "`"))
          .Note(
              "a literal without a type among the other arguments may have decided: a number "
              "without a point is an `int64`");
      return ErrorValue();
    }
    params.push_back({p.name.text, type, &p});
  }
  Type* result = nullptr;
  if (expr->result) {
    result = ResolveType(expr->result);
    if (result->IsError()) return result->IsError() ? ErrorValue() : Value{};
  } else if (!expr->is_short) {
    result = c_.types().void_type();
  } else if (hint && !hint->result->IsError()) {
    result = hint->result;
  }
  std::string base =
      Cat(instance_ ? instance_->symbol : Cat(context_->package->path, ".const"), ".func");
  const bool link_once =
      instance_ && c_.current() &&
      (!instance_->env.bindings.empty() || instance_->context->package != c_.current() ||
       (instance_->env.outer && !instance_->env.outer->bindings.empty()) ||
       instance_->pack_begin >= 0);
  (void)link_once;  // closures are part of this object even when their function is shared: internal
                    // symbols never clash

  // Emits the body into a function of its own. With `type` null the result is only inferred, and
  // the function is left behind unused.
  auto emit_body = [&](Type* type, const std::string& symbol, Emitter& inner) -> tir::Function {
    tir::FunctionInfo info = c_.InfoFor(params, type ? type : c_.types().void_type());
    info.symbol = symbol;
    info.display_name = symbol;
    info.linkage = tir::Linkage::Internal;
    info.position = c_.Position(expr->range);
    tir::ParamInfo env;
    env.name = "environment";
    env.type = b_.Ptr();
    info.params.push_back(env);
    tir::Function f = b_.DeclareFunction(info);
    tir::Builder::InsertionState state = b_.Save();
    inner.instance_ = instance_;
    inner.result_type_ = type;
    inner.env_type_ = b_.Named(symbol + ".environment");
    inner.capture_fields_.push_back({"drop", b_.Ptr()});
    b_.SetPosition(c_.Position(expr->range));
    b_.StartBody(f);
    unsigned index = 0;
    if (type && Aggregate(type)) inner.result_place_ = b_.Param(f, index++);
    inner.env_param_ = b_.Param(f, static_cast<unsigned>(info.params.size()) - 1);
    int number = 0;
    for (ParamSig& sig : params) {
      ++number;
      SourceRange range = sig.decl->name.range;
      Local* local;
      if (sig.type->IsVoid()) {
        local = inner.AddLocal(sig.name, sig.type, {}, false, range);
      } else if (Aggregate(sig.type)) {
        tir::Value place = b_.Param(f, index++);
        b_.DebugPlace(place, Tir(sig.type), sig.name, c_.DebugName(sig.type), number);
        local = inner.AddLocal(sig.name, sig.type, place, false, range);
      } else {
        tir::Value place = b_.Local(Tir(sig.type), sig.name, c_.DebugName(sig.type));
        b_.Store(b_.Param(f, index++), place);
        local = inner.AddLocal(sig.name, sig.type, place, false, range);
      }
      local->is_param = true;
    }
    const BlockStmt* body = expr->body;
    const Expr* value = expr->value;
    // `|x| { …; value }` gives its last expression.
    if (auto* block = llvm::dyn_cast_or_null<BlockExpr>(value)) {
      (void)block;
    }
    if (value || expr->is_short) {
      Value v;
      if (type && !type->IsVoid() && Aggregate(type)) {
        Dest dest{inner.result_place_, type};
        Want w;
        w.type = type;
        w.dest = &dest;
        v = value ? inner.EmitExpr(value, w) : inner.EmitBlockValue(body, w);
        if (!v.IsError() && !b_.Terminated() && !v.type->IsNever()) {
          if (type->Is(TypeKind::Result) && type->element->IsVoid() && v.type->IsVoid()) {
            b_.EnumInit(Tir(type), inner.result_place_, kOkCase);
          } else {
            v = inner.Convert(v, type, value ? value->range : expr->range);
            if (!v.IsError()) inner.MoveInto(v, type, inner.result_place_);
          }
        }
        inner.PopCleanups(0);
        if (!b_.Terminated()) b_.Return();
      } else {
        Want w;
        w.type = type && !type->IsVoid() ? type : nullptr;
        w.discard = type && type->IsVoid();
        v = value ? inner.EmitExpr(value, w) : inner.EmitBlockValue(body, w);
        if (!type) {
          if (!v.IsError() && v.type && !v.type->IsNever())
            inner.inferred_result_ = inner.inferred_result_ ? inner.inferred_result_ : v.type;
          inner.cleanups_.clear();
          if (!b_.Terminated()) b_.Unreachable();
        } else if (type->IsVoid() || type->IsNever()) {
          inner.PopCleanups(0);
          if (!b_.Terminated()) type->IsVoid() ? b_.Return() : b_.Unreachable();
        } else {
          tir::Value scalar;
          if (!v.IsError() && !b_.Terminated() && !v.type->IsNever()) {
            v = inner.Convert(v, type, value ? value->range : expr->range);
            if (!v.IsError()) scalar = inner.AsScalar(v);
          }
          inner.PopCleanups(0);
          if (!b_.Terminated()) {
            if (scalar) {
              b_.Return(scalar);
            } else {
              b_.Unreachable();
            }
          }
        }
      }
    } else {
      inner.EmitBlock(body);
      if (!b_.Terminated()) {
        if (inner.dead_) {
          b_.Unreachable();
        } else if (type->IsVoid()) {
          b_.Return();
        } else if (type->Is(TypeKind::Result) && type->element->IsVoid()) {
          b_.EnumInit(Tir(type), inner.result_place_, kOkCase);
          b_.Return();
        } else {
          c_.Error(DiagnosticKind::MissingReturn, body->close_range,
                   Cat("missing `return`: the function must give a `", type->name, "`"));
          b_.Unreachable();
        }
      }
    }
    b_.DefineStruct(symbol + ".environment", inner.capture_fields_, "", "", false);
    b_.Restore(state);
    return f;
  };

  if (!result) {
    Emitter probe(c_, context_, env_, self_type_, this);
    emit_body(nullptr, c_.UniqueSymbol(base + ".infer"), probe);
    result = probe.inferred_result_;
    if (!result) result = c_.types().void_type();
    if (result->IsError()) return ErrorValue();
    if (result->Is(TypeKind::Null)) {
      c_.Error(DiagnosticKind::CannotInferType, expr->range,
               "the result type of this function is not known here");
      return ErrorValue();
    }
  }
  std::string symbol = c_.UniqueSymbol(base);
  Emitter inner(c_, context_, env_, self_type_, this);
  emit_body(result, symbol, inner);
  llvm::SmallVector<Type*, 4> param_types;
  for (ParamSig& p : params) param_types.push_back(p.type);
  Type* type = c_.types().Function(param_types, result, false);
  Value out = TempPlace(type, want);
  SetPosition(expr->range);
  if (inner.captures_.empty()) {
    b_.ClosureInit(out.v, symbol, b_.NullPtr());
    Own(&out);
    return out;
  }
  // The environment's drop function.
  tir::Type env_type = b_.Named(symbol + ".environment");
  std::string drop_symbol = symbol + ".drop";
  {
    tir::FunctionInfo info;
    info.symbol = info.display_name = drop_symbol;
    info.linkage = tir::Linkage::Internal;
    info.hide_in_traces = true;
    info.is_c_abi = false;
    tir::ParamInfo p;
    p.name = "environment";
    p.type = b_.Ptr();
    info.params.push_back(p);
    tir::Function drop = b_.DeclareFunction(info);
    tir::Builder::InsertionState state = b_.Save();
    b_.StartBody(drop);
    tir::Value env = b_.Param(drop, 0);
    bool any = false;
    for (CaptureInfo& capture : inner.captures_) {
      any |= capture.inner->capture_field >= 0 && !c_.IsTrivial(capture.outer->type);
    }
    if (any) {
      // All as one value: when the `drop` of one panics, the others end nevertheless.
      tir::Builder::InsertionState outside;
      tir::Value pending = b_.StartDefer(&outside);
      b_.FreeObject(env_type, env);
      b_.EndDefer(outside);
      b_.Drop(env_type, env);
      b_.Undefer(pending);
    }
    b_.FreeObject(env_type, env);
    b_.Return();
    b_.Restore(state);
  }
  Checker::ClosureCaptures captures;
  captures.context = context_;
  for (CaptureInfo& capture : inner.captures_) {
    if (capture.inner->capture_field >= 0)
      captures.fields.push_back({capture.outer->type, capture.field});
  }
  c_.NoteClosure(symbol, std::move(captures));
  tir::Value env = b_.AllocateObject(env_type);
  b_.Store(b_.FunctionAddress(drop_symbol), b_.FieldAddress(env_type, env, 0));
  for (CaptureInfo& capture : inner.captures_) {
    if (capture.inner->capture_field < 0) continue;
    CheckWhole(capture.outer, expr->range);
    Type* t = capture.outer->type;
    tir::Value from = LocalPlace(capture.outer);
    tir::Value to = b_.FieldAddress(env_type, env, capture.field);
    if (Aggregate(t)) {
      b_.Copy(Tir(t), to, from);
    } else {
      b_.Store(b_.Load(Tir(t), from), to);
    }
  }
  b_.ClosureInit(out.v, symbol, env);
  Own(&out);
  return out;
}

}  // namespace arc::check
