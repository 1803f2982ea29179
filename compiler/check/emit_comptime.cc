// Comptime expressions: each becomes a function of the module, its thunk, which the evaluator calls
// during the build (docs/design/comptime.md); the code around it refers to the image that will be
// its value.
#include <utility>

#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

void AppendValue(std::string* key, const ConstValue& value) {
  if (value.kind == ConstValue::Kind::Type) {
    *key += Cat("t", reinterpret_cast<uintptr_t>(value.type_value), ",");
    return;
  }
  const std::string text = value.Spell();
  *key += Cat(text.size(), ":", text, ":", reinterpret_cast<uintptr_t>(value.type), ",");
}

}  // namespace

// An expression may be emitted several times: at each exit that a `defer` has, in each instance,
// for each round of a `comptime for`. It runs once for each state of the names that it may see.
//
// Expressions are told apart by their places: trees that the checker makes for a moment come and go
// at one address, and have the ranges of what they stand for.
std::string Emitter::ComptimeKey(const Expr* expr, Type* wanted, bool exact, bool discard) {
  std::string key = Cat(static_cast<int>(expr->kind), "@", expr->range.begin, "-", expr->range.end,
                        "/", reinterpret_cast<uintptr_t>(wanted), exact ? "e" : "",
                        discard ? "d" : "", "/", reinterpret_cast<uintptr_t>(self_type_), "/");
  for (const GenericEnv* env = env_; env; env = env->outer) {
    for (const GenericBinding& binding : env->bindings) {
      if (binding.arg.type) {
        key += Cat(reinterpret_cast<uintptr_t>(binding.arg.type), ",");
      } else {
        AppendValue(&key, binding.arg.value);
      }
    }
  }
  for (const Emitter* e = this; e; e = e->parent_) {
    for (const Insertion* frame = e->insertion_; frame; frame = frame->outer) {
      key += Cat("in ", frame->value->image);
      for (uint64_t splice : frame->splices) key += Cat("+", splice);
      key += ",";
    }
    for (const Local* local : e->locals_) {
      if (local->constant) {
        key += Cat(local->name, "=");
        AppendValue(&key, local->constant);
      } else if (local->comptime) {
        key += Cat(local->name, "=", local->comptime->image, "+", local->comptime_offset, ",");
      } else if (local->field) {
        key += Cat(local->name, "=", reinterpret_cast<uintptr_t>(local->field->owner), ".",
                   local->field->case_index, ".", local->field->index, ",");
      } else if (local->function) {
        key += Cat(local->name, "=", reinterpret_cast<uintptr_t>(local->function->decl), ".",
                   reinterpret_cast<uintptr_t>(local->function->owner), ".", local->function->param,
                   ",");
      } else if (local->is_pack_part) {
        key += Cat(local->name, ":", reinterpret_cast<uintptr_t>(local->type), ",");
      } else if (local->is_pack) {
        for (const Local* part : local->pack)
          key += Cat(local->name, ":", reinterpret_cast<uintptr_t>(part->type), ",");
      }
    }
  }
  return key;
}

void Emitter::ReportOutside(const Local* local, SourceRange range) {
  c_.Error(DiagnosticKind::ComptimeOutside, range,
           Cat("`", local->name, "` has no value while the program is built"))
      .Label(local->range, local->is_param ? "a parameter of the function around it"
                                           : "declared outside of the `comptime` expression")
      .Note("what runs during the build sees constants, and what it declares itself");
}

Value Emitter::EmitComptime(const ComptimeExpr* expr, Want want) {
  auto emit_here = [&] {
    if (auto* block = llvm::dyn_cast<BlockExpr>(expr->value))
      return EmitBlockValue(block->block, want);
    return EmitExpr(expr->value, want);
  };
  // Part of what runs around it; or nothing but its type is of interest.
  if (InComptime()) return emit_here();
  if (dead_) {
    Value value = emit_here();
    if (value.IsError() || !IsCode(value.type)) return value;
  }
  ConstValue constant = Evaluate(expr, want.type);
  if (constant.kind == ConstValue::Kind::Type) {
    Value v;
    v.kind = Value::Kind::Type;
    v.type = constant.type_value;
    return v;
  }
  if (constant)
    return EmitConst(constant, constant.type ? constant.type : want.type, want, expr->range);
  ComptimeValue* value = MakeThunk(expr, want.type, /*exact=*/false, want.discard);
  if (!value) return ErrorValue();
  if (IsCode(value->type)) return EmitInsertion(value, want, expr->range);
  return EmitImage(value, value->type, 0, want, expr->range);
}

Value Emitter::EmitImage(ComptimeValue* value, Type* type, uint32_t offset, Want want,
                         SourceRange range) {
  if (!type || type->IsError()) return ErrorValue();
  if (type->IsVoid() || type->IsNever()) return VoidValue();
  if (value->state == ComptimeValue::State::Done && !Aggregate(type)) {
    if (ConstValue constant = c_.ReadScalarAt(value, type, offset))
      return EmitConst(constant, type, want, range);
  }
  tir::Value address = b_.ImageAddress(value->image, offset);
  if (!Aggregate(type)) {
    tir::Value load = b_.Load(Tir(type), address);
    c_.thunks().NoteUse(value->image, address, load);
    return ScalarValue(load, type);
  }
  c_.thunks().NoteUse(value->image, address, {});
  Value place = PlaceValue(address, type);
  place.is_lvalue = true;
  return place;
}

ComptimeValue* Emitter::MakeThunk(const Expr* expr, Type* wanted, bool exact, bool discard) {
  std::string key = ComptimeKey(expr, wanted, exact, discard);
  auto known = c_.comptime_index_.find(key);
  if (known != c_.comptime_index_.end()) return known->second;
  ComptimeValue* value = c_.NewComptime(expr->range);
  value->image = value->thunk + ".value";
  c_.comptime_images_[value->image] = value;
  EmitThunk(value, expr, wanted, exact, discard);
  if (value->state == ComptimeValue::State::Failed) value = nullptr;
  c_.comptime_index_[key] = value;
  return value;
}

bool Emitter::ComptimeList(const Expr* expr, std::vector<Local>* items, bool* recognized) {
  ComptimeValue* value = nullptr;
  Type* type = nullptr;
  uint64_t offset = 0;
  if (auto* name = llvm::dyn_cast<NameExpr>(expr)) {
    if (Local* local = FindLocal(name->name)) {
      if (!local->comptime || local->comptime_offset != 0) return false;
      value = local->comptime;
    } else if (SymbolRef ref = c_.LookUp(name->name, context_, env_);
               ref.kind == SymbolRef::Kind::Decl && llvm::isa<ConstDecl>(ref.entry.decl)) {
      c_.ConstType(ref.entry);
      value = c_.ComptimeConst(ref.entry);
    } else if (ref.kind == SymbolRef::Kind::Generic && ref.generic->value.image) {
      value = ref.generic->value.image;
      type = ref.generic->value.type;
      offset = ref.generic->value.offset;
    } else {
      return false;
    }
  }
  if (!value) {
    if (!c_.options().evaluator && !llvm::isa<ComptimeExpr>(expr)) return false;
    value = MakeThunk(expr, nullptr, /*exact=*/false);
  }
  *recognized = true;
  if (!value || !c_.Force(value)) return false;
  std::vector<Checker::ComptimeElement> elements;
  if (!type) type = value->type;
  if (!c_.ReadListAt(value, type, offset, &elements)) {
    c_.Error(DiagnosticKind::NotIterable, expr->range,
             Cat("`comptime for` cannot go through a `", type->name, "`"))
        .Note("arrays, vectors, slices and tuples are lists for it");
    return false;
  }
  constexpr size_t kMostRounds = 100'000;
  if (elements.size() > kMostRounds) {
    c_.Error(DiagnosticKind::InstantiationTooDeep, expr->range,
             "`comptime for` unrolls at most 100000 times");
    return false;
  }
  for (const Checker::ComptimeElement& element : elements) {
    Local item;
    item.is_comptime = true;
    item.type = element.type;
    item.constant = c_.ReadScalarAt(value, element.type, element.offset);
    if (!item.constant) {
      item.comptime = value;
      item.comptime_offset = static_cast<uint32_t>(element.offset);
    }
    items->push_back(std::move(item));
  }
  return true;
}

// Emits `thunk(api: *byte, result: *byte)`, which evaluates the expression and lets the value
// leave.
void Emitter::EmitThunk(ComptimeValue* value, const Expr* expr, Type* wanted, bool exact,
                        bool discard) {
  tir::Builder::InsertionState state = b_.Save();
  const size_t errors_before = c_.diagnostics().error_count();
  tir::FunctionInfo info;
  info.symbol = value->thunk;
  info.display_name = ThunkName(*value);
  info.position = c_.Position(expr->range);
  info.linkage = tir::Linkage::Internal;
  info.is_c_abi = true;
  for (const char* name : {"api", "result"}) {
    tir::ParamInfo param;
    param.name = name;
    param.type = b_.Ptr();
    info.params.push_back(param);
  }
  tir::Function f = b_.DeclareFunction(info);
  c_.thunks().SetOpen(value->thunk, true);
  b_.SetPosition(info.position);
  b_.StartBody(f);
  ++c_.comptime_depth_;
  Emitter inner(c_, context_, env_, self_type_, this);
  inner.is_thunk_ = true;
  inner.thunk_ = value;
  inner.instance_ = instance_;
  inner.result_type_ = c_.types().void_type();
  Want want;
  want.type = wanted;
  want.discard = discard;
  const Expr* body = expr;
  if (auto* comptime = llvm::dyn_cast<ComptimeExpr>(expr)) body = comptime->value;
  auto* block = llvm::dyn_cast<BlockExpr>(body);
  if (value->adds) inner.CallLang("begin_adding", {}, {}, {});
  Value result = block ? inner.EmitBlockValue(block->block, want) : inner.EmitExpr(body, want);
  if (inner.b_.Terminated()) inner.EnterDead();
  inner.TypeAsValue(&result, expr->range);
  Type* type = result.type;
  if (result.IsError() || !type || type->IsError()) {
    type = nullptr;
  } else if (type->IsNever()) {
    type = c_.types().void_type();
  } else if (exact && type != wanted) {
    result = inner.Convert(result, wanted, expr->range);
    type = result.IsError() ? nullptr : wanted;
  } else if (type->Is(TypeKind::Null)) {
    c_.Error(DiagnosticKind::CannotInferType, expr->range, "the type of `null` is not known here");
    type = nullptr;
  }
  if (type && discard && !IsCode(type)) type = c_.types().void_type();
  std::string why;
  if (IsCode(type) && !value->name.empty()) {
    c_.Error(DiagnosticKind::ComptimeCannotLeave, expr->range, "code cannot be a constant")
        .Note("write a function that gives the code; `comptime` before its call puts it there");
    type = nullptr;
  }
  if (type && !type->IsVoid() && !c_.CanLeaveComptime(type, &why)) {
    c_.Error(DiagnosticKind::ComptimeCannotLeave, expr->range,
             Cat("a `", type->name, "` cannot be a constant: ", why));
    type = nullptr;
  }
  if (type && !type->IsVoid()) {
    if (inner.b_.Terminated()) inner.EnterDead();
    Value leaving = inner.Materialize(result);
    Type* address = c_.types().Pointer(c_.types().byte());
    tir::Value closures = b_.NullPtr();
    if (c_.HoldsFunctions(type)) {
      value->closures = value->thunk + ".closures";
      closures = b_.ImageAddress(value->closures, 0);
      c_.thunks().NoteUse(value->closures, closures, {});
    }
    // std/core writes it to the image.
    inner.CallLang(
        "leave_comptime", {GenericArg{type}},
        {leaving, inner.ScalarValue(b_.Param(f, 1), address), inner.ScalarValue(closures, address)},
        {});
  }
  if (value->adds && !inner.b_.Terminated())
    inner.CallLang("leave_added", {},
                   {inner.ScalarValue(b_.Param(f, 1), c_.types().Pointer(c_.types().byte()))}, {});
  inner.PopCleanups(0);
  if (!b_.Terminated()) b_.Return();
  --c_.comptime_depth_;
  c_.thunks().SetOpen(value->thunk, false);
  b_.Restore(state);
  value->type = type;
  if (!type || c_.diagnostics().error_count() != errors_before) {
    value->state = ComptimeValue::State::Failed;
    if (!type) value->type = nullptr;
    return;
  }
  value->state = ComptimeValue::State::Emitted;
  c_.waiting_.push_back(value);
}

}  // namespace arc::check
