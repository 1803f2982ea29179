// Values, temporaries, cleanups and conversions of the emitter.
#include "compiler/check/emitter.h"

namespace arc::check {

// --- locals and cleanups
// ---------------------------------------------------------------------------------------------

Local* Emitter::AddLocal(std::string_view name, Type* type, tir::Value place, bool is_mutable,
                         SourceRange range) {
  owned_locals_.push_back(std::make_unique<Local>());
  Local* local = owned_locals_.back().get();
  local->name = name;
  local->type = type;
  local->place = place;
  local->is_mutable = is_mutable;
  local->range = range;
  local->owner = this;
  locals_.push_back(local);
  if (place && !type->IsError() && c_.HoldsTypes(type)) NoteTypes(range);
  return local;
}

Local* Emitter::DeclareLocal(const Identifier& name, Type* type, bool is_mutable) {
  SetPosition(name.range);
  tir::Value place;
  if (!type->IsVoid() && !type->IsNever())
    place = b_.Local(Tir(type), name.text, c_.DebugName(type));
  return AddLocal(name.text, type, place, is_mutable, name.range);
}

tir::Value Emitter::LocalBehind(SourceRange range, Type* type, std::string_view name) {
  if (!c_.options().visibility) return b_.Local(Tir(type), name, c_.DebugName(type));
  tir::Builder::Visibility visibility = b_.SetVisibility({});
  b_.SetVisibility({c_.Position({range.end, range.end}), visibility.end});
  tir::Value place = b_.Local(Tir(type), name, c_.DebugName(type));
  b_.SetVisibility(visibility);
  return place;
}

Local* Emitter::FindLocal(std::string_view name, bool mark) {
  for (size_t i = locals_.size(); i > hidden_locals_; --i) {
    Local* local = locals_[i - 1];
    if (local->name == name) {
      if (mark) local->used = true;
      return local;
    }
  }
  for (const auto& [begin, end] : llvm::reverse(windows_)) {
    for (size_t i = end; i > begin; --i) {
      if (locals_[i - 1]->name != name) continue;
      if (mark) locals_[i - 1]->used = true;
      return locals_[i - 1];
    }
  }
  if (!parent_) return nullptr;
  Local* outer = parent_->FindLocal(name, mark);
  if (!outer) return nullptr;
  if (outer->is_comptime || outer->constant || outer->comptime) return outer;
  if (is_thunk_) {
    // Its type is known, its value is not. Packs are their types, too.
    if (outer->is_outside || outer->is_pack) return outer;
    owned_locals_.push_back(std::make_unique<Local>(*outer));
    owned_locals_.back()->is_outside = true;
    return owned_locals_.back().get();
  }
  if (outer->is_outside) return outer;
  return Capture(outer);
}

int Emitter::PushDrop(Type* type, tir::Value place) {
  if (c_.IsTrivial(type)) return -1;
  Cleanup cleanup;
  cleanup.type = type;
  cleanup.place = place;
  cleanups_.push_back(cleanup);
  return static_cast<int>(cleanups_.size()) - 1;
}

void Emitter::EmitCleanupsDownTo(size_t depth) {
  for (size_t i = cleanups_.size(); i > depth; --i) {
    // A copy: emitting a defer's body may grow the stack.
    Cleanup cleanup = cleanups_[i - 1];
    if (!cleanup.active) continue;
    if (cleanup.kind == Cleanup::Kind::Drop) {
      DropOld(cleanup.type, cleanup.place, cleanup.slot);
      continue;
    }
    std::vector<Local*> later(
        locals_.begin() + static_cast<ptrdiff_t>(std::min(cleanup.locals, locals_.size())),
        locals_.end());
    locals_.resize(std::min(cleanup.locals, locals_.size()));
    std::vector<Cleanup> rest(cleanups_.begin() + static_cast<ptrdiff_t>(i - 1), cleanups_.end());
    cleanups_.resize(i - 1);
    b_.Undefer(cleanup.pending);
    EmitDeferred(cleanup);
    cleanups_.insert(cleanups_.end(), rest.begin(), rest.end());
    locals_.insert(locals_.end(), later.begin(), later.end());
  }
}

// The deferred statement sees the names of its own place, and leaves only its own scopes.
void Emitter::EmitDeferred(const Cleanup& cleanup) {
  const bool was_in_defer = std::exchange(in_defer_, true);
  std::vector<Loop> loops;
  std::swap(loops, loops_);
  const size_t depth = cleanups_.size();
  const size_t locals = locals_.size();
  if (auto* block = llvm::dyn_cast<BlockStmt>(cleanup.defer->body)) {
    EmitBlock(block);
  } else {
    EmitStmt(cleanup.defer->body);
  }
  PopCleanups(depth);
  locals_.resize(locals);
  std::swap(loops, loops_);
  in_defer_ = was_in_defer;
}

void Emitter::PopCleanups(size_t depth) {
  if (!b_.Terminated()) EmitCleanupsDownTo(depth);
  cleanups_.resize(depth);
}

// --- values
// ----------------------------------------------------------------------------------------------------------

Value Emitter::ScalarValue(tir::Value v, Type* type) {
  Value value;
  value.kind = Value::Kind::Scalar;
  value.type = type;
  value.v = v;
  return value;
}

Value Emitter::PlaceValue(tir::Value place, Type* type) {
  Value value;
  value.kind = Value::Kind::Place;
  value.type = type;
  value.v = place;
  return value;
}

Value Emitter::NeverValue() {
  if (!b_.Terminated()) b_.Unreachable();
  EnterDead();
  Value value;
  value.type = c_.types().never();
  return value;
}

Value Emitter::Dummy(Type* type) {
  if (type->IsVoid() || type->IsNever()) return VoidValue();
  if (Aggregate(type)) return PlaceValue(b_.Local(Tir(type), "", ""), type);
  if (type->Is(TypeKind::Pointer)) return ScalarValue(b_.NullPtr(), type);
  if (type->Is(TypeKind::Float)) return ScalarValue(b_.ConstFloat(Tir(type), 0), type);
  if (type->Is(TypeKind::Bool)) return ScalarValue(b_.ConstBool(false), type);
  return ScalarValue(b_.ConstInt(Tir(type), 0), type);
}

Value Emitter::TempPlace(Type* type, Want want) {
  Value value;
  if (want.dest && want.dest->type == type) {
    value = PlaceValue(want.dest->place, type);
    value.in_dest = true;
  } else {
    value = PlaceValue(b_.Local(Tir(type), "", ""), type);
  }
  return value;
}

void Emitter::Own(Value* value) {
  value->owned = true;
  value->is_lvalue = false;
  if (!value->in_dest) value->cleanup = PushDrop(value->type, value->v);
}

namespace {
// Types without values stand for nothing that an operation could take.
bool HasScalar(const Type* type) {
  return type && !type->IsVoid() && !type->IsNever() && !type->IsError();
}
}  // namespace

tir::Value Emitter::AsScalar(Value value) {
  if (value.kind == Value::Kind::Scalar) return value.v;
  if (value.kind == Value::Kind::Place) return b_.Load(Tir(value.type), value.v);
  return Dummy(HasScalar(value.type) && !Aggregate(value.type) ? value.type
                                                               : c_.types().Int(32, true))
      .v;
}

tir::Value Emitter::AsPlace(Value value) {
  if (value.kind == Value::Kind::Place) return value.v;
  if (value.kind == Value::Kind::Scalar) {
    tir::Value place = b_.Local(Tir(value.type), "", "");
    b_.Store(value.v, place);
    return place;
  }
  if (value.type && Aggregate(value.type)) return Dummy(value.type).v;
  return b_.Local(Tir(c_.types().Int(32, true)), "", "");
}

Value Emitter::OwnedCopy(Value value) {
  Value copy = PlaceValue(b_.Local(Tir(value.type), "", ""), value.type);
  b_.Copy(Tir(value.type), copy.v, AsPlace(value));
  Own(&copy);
  return copy;
}

void Emitter::MoveInto(Value value, Type* type, tir::Value place) {
  if (value.IsError() || type->IsVoid() || type->IsNever() || !value.type || value.type->IsNever())
    return;
  if (!Aggregate(type)) {
    b_.Store(AsScalar(value), place);
    return;
  }
  if (value.in_dest && value.v == place) return;
  if (value.kind != Value::Kind::Place) return;
  if (value.owned) {
    DeactivateCleanup(value.cleanup);
    b_.Move(Tir(type), place, value.v);
  } else {
    b_.Copy(Tir(type), place, value.v);
  }
}

Want Emitter::ForPieces(Type* type, Want want) {
  if (want.dest && want.dest->raw && !c_.IsTrivial(type)) want.dest = nullptr;
  return want;
}

void Emitter::Complete(Type* type, tir::Value place) {
  if (!c_.IsTrivial(type)) b_.Complete(Tir(type), place);
}

// A `drop` of the user's may panic, and must not find the place without a value then.
void Emitter::Replace(Type* type, tir::Value place, int slot, Value value) {
  if (slot >= 0 || c_.EndsUnseen(type)) {
    DropOld(type, place, slot);
    MoveInto(value, type, place);
    return;
  }
  tir::Value old = b_.Local(Tir(type), "", "");
  b_.Move(Tir(type), old, place);
  MoveInto(value, type, place);
  b_.Drop(Tir(type), old);
}

bool Emitter::EmitInto(const Expr* expr, Type* type, tir::Value place, const char* context,
                       bool raw) {
  Dest dest{place, type, raw};
  Want want;
  want.type = type;
  want.dest = &dest;
  Value value = EmitExpr(expr, want);
  if (value.IsError()) return false;
  value = Convert(value, type, expr->range, context);
  if (value.IsError()) return false;
  MoveInto(value, type, place);
  return true;
}

Value Emitter::EmitConverted(const Expr* expr, Type* type, const char* context) {
  Want want;
  want.type = type;
  Value value = EmitExpr(expr, want);
  if (value.IsError()) return value;
  return Convert(value, type, expr->range, context);
}

Value Emitter::Materialize(Value value) {
  if (value.IsError() || !value.type || value.type->IsVoid() || value.type->IsNever()) return value;
  if (Aggregate(value.type)) return value;
  return ScalarValue(AsScalar(value), value.type);
}

bool IsPure(const Expr* e) {
  switch (e->kind) {
    case ExprKind::IntLiteral:
    case ExprKind::FloatLiteral:
    case ExprKind::CharLiteral:
    case ExprKind::StringLiteral:
    case ExprKind::BoolLiteral:
    case ExprKind::DurationLiteral:
    case ExprKind::NullLiteral:
    case ExprKind::Name:
    case ExprKind::ImplicitMember:
      return true;
    case ExprKind::Member:
      return IsPure(llvm::cast<MemberExpr>(e)->base);
    case ExprKind::TupleMember:
      return IsPure(llvm::cast<TupleMemberExpr>(e)->base);
    case ExprKind::Index: {
      auto* i = llvm::cast<IndexExpr>(e);
      return IsPure(i->base) && IsPure(i->index);
    }
    case ExprKind::Unary:
      return IsPure(llvm::cast<UnaryExpr>(e)->operand);
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(e);
      return IsPure(b->lhs) && IsPure(b->rhs);
    }
    default:
      return false;
  }
}

bool ContainsWord(std::string_view text, std::string_view word) {
  auto part = [](char ch) {
    return ch == '_' || (ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z');
  };
  if (word.empty()) return true;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    size_t end = at + word.size();
    if ((at == 0 || !part(text[at - 1])) && (end == text.size() || !part(text[end]))) return true;
  }
  return false;
}

// --- conversions
// -------------------------------------------------------------------------------------------------------

bool Emitter::IsLossless(Type* from, Type* to) {
  if (from == to) return true;
  if (from->IsInteger() && to->IsInteger()) {
    if (from->is_signed == to->is_signed) return from->bits <= to->bits;
    return !from->is_signed && from->bits < to->bits;
  }
  if (from->IsInteger() && to->Is(TypeKind::Float)) {
    unsigned mantissa = to->bits == 32 ? 24 : 53;
    return from->bits - (from->is_signed ? 1 : 0) <= mantissa;
  }
  if (from->Is(TypeKind::Float) && to->Is(TypeKind::Float)) return from->bits <= to->bits;
  return false;
}

Type* Emitter::CommonNumeric(Type* a, Type* b) {
  if (IsLossless(a, b)) return b;
  if (IsLossless(b, a)) return a;
  // Two integers of different signs: the next wider signed type that holds both.
  if (a->IsInteger() && b->IsInteger()) {
    unsigned u = a->is_signed ? b->bits : a->bits;
    unsigned s = a->is_signed ? a->bits : b->bits;
    unsigned need = std::max(u * 2, s);
    if (need <= 64) return c_.types().Int(need, true);
  }
  return nullptr;
}

bool Emitter::CanConvert(Type* from, Type* to) {
  if (from == to || from->IsNever() || from->IsError() || to->IsError()) return true;
  if (from->IsNumeric() && to->IsNumeric()) return IsLossless(from, to);
  if (to->Is(TypeKind::Optional)) return from->Is(TypeKind::Null) || CanConvert(from, to->element);
  if (to->Is(TypeKind::Result)) return from == c_.ErrorType() || CanConvert(from, to->element);
  if (to->Is(TypeKind::Function) && from->Is(TypeKind::Function)) return false;
  if (c_.IsLang(to, "slice") && c_.IsLang(from, "vector"))
    return AsStruct(to)->args[0].type == AsStruct(from)->args[0].type;
  if (c_.IsLang(to, "slice") && from->Is(TypeKind::Array))
    return AsStruct(to)->args[0].type == from->element;
  return false;
}

void Emitter::ReportMismatch(Type* from, Type* to, SourceRange range, const char* context) {
  auto report =
      c_.Error(DiagnosticKind::TypeMismatch, range,
               from->IsVoid() ? Cat("expected `", to->name, "`, found no value")
                              : Cat("expected `", to->name, "`, found `", from->name, "`"));
  if (context) report.Note(context);
  std::string text(c_.sources().Slice(range));
  if (from->IsNumeric() && to->IsNumeric()) {
    report.Note(Cat("`", from->name, "` does not convert to `", to->name,
                    "` implicitly, since values could be lost"));
    report.Suggest(range, Cat("cast<", to->name, ">(", text, ")"),
                   "convert, and panic when the value does not fit");
  } else if (from->Is(TypeKind::Optional) && from->element == to) {
    report.Suggest(range, Cat(text, "!"), "unwrap it, and panic on null");
  } else if (from->Is(TypeKind::Result) && from->element == to) {
    report.Suggest(range, Cat(text, "?"), "pass an error on to the caller");
  } else if (c_.IsLang(to, "string")) {
    if (from->IsNumeric() || from->Is(TypeKind::Bool) || from->Is(TypeKind::Char))
      report.Suggest(range, Cat("\"${", text, "}\""), "format it");
  } else if (from->Is(TypeKind::Null)) {
    report.Note(Cat("only optionals can be null: `", to->name, "?`"));
  } else if (to->Is(TypeKind::Bool) && from->IsNumeric()) {
    report.Suggest(range, Cat(text, " != 0"), "compare it");
  } else if (to->Is(TypeKind::Optional) && from->IsNumeric() && to->element->IsNumeric()) {
    report.Suggest(range, Cat("cast<", to->element->name, ">(", text, ")"),
                   "convert, and panic when the value does not fit");
  } else if (to->Is(TypeKind::Pointer) && to->element == from) {
    report.Suggest(range, Cat("&", text), "pass its address");
  }
}

Value Emitter::WrapCase(Value value, EnumType* type, unsigned case_index) {
  c_.CompleteEnum(type);
  Value out = PlaceValue(b_.Local(Tir(type), "", ""), type);
  b_.EnumInit(Tir(type), out.v, case_index);
  if (!type->cases[case_index].payload.empty()) {
    Type* payload = type->cases[case_index].payload[0].type;
    MoveInto(value, payload, b_.EnumPayload(Tir(type), out.v, case_index, 0));
  }
  Own(&out);
  return out;
}

Value Emitter::Convert(Value value, Type* to, SourceRange range, const char* context) {
  if (value.IsError() || to->IsError()) return ErrorValue();
  if (value.kind == Value::Kind::Type) {
    Type* inner = to;
    while (inner->Is(TypeKind::Optional) || inner->Is(TypeKind::Result)) inner = inner->element;
    if (inner->Is(TypeKind::TypeType)) {
      if (TypeAsValue(&value, range)) return Convert(value, to, range, context);
      c_.Error(DiagnosticKind::TypeAtRunTime, range,
               Cat("`", value.type->name, "` is a value during the build only"))
          .Note("what works with types as values is called in a `comptime` expression");
      return ErrorValue();
    }
    c_.Error(DiagnosticKind::TypeMismatch, range,
             Cat("expected a value of `", to->name, "`, found the type `", value.type->name, "`"));
    return ErrorValue();
  }
  Type* from = value.type;
  if (from == to) return value;
  if (from->IsNever()) return Dummy(to);
  if (to->Is(TypeKind::Optional)) {
    auto* optional = static_cast<EnumType*>(to);
    if (from->Is(TypeKind::Null)) return WrapCase(value, optional, kNullCase);
    if (from == to->element || (CanConvert(from, to->element) && !from->Is(TypeKind::Optional))) {
      Value inner = Convert(value, to->element, range, context);
      return inner.IsError() ? inner : WrapCase(inner, optional, kSomeCase);
    }
  }
  if (to->Is(TypeKind::Result)) {
    auto* result = static_cast<EnumType*>(to);
    if (from == c_.ErrorType()) return WrapCase(value, result, kErrCase);
    if (to->element->IsVoid() && from->IsVoid()) return WrapCase(value, result, kOkCase);
    if (CanConvert(from, to->element)) {
      Value inner = Convert(value, to->element, range, context);
      return inner.IsError() ? inner : WrapCase(inner, result, kOkCase);
    }
  }
  if (from->IsNumeric() && to->IsNumeric() && IsLossless(from, to)) {
    tir::Value v = AsScalar(value);
    if (Tir(from) == Tir(to)) return ScalarValue(v, to);
    return ScalarValue(b_.Cast(tir::CastKind::Lossless, v, Tir(to)), to);
  }
  if (from->Is(TypeKind::Null) && to->Is(TypeKind::Pointer) && to->is_nullable)
    return ScalarValue(b_.NullPtr(), to);
  if (from->Is(TypeKind::Pointer) && to->Is(TypeKind::Pointer) && from->element == to->element &&
      to->is_nullable)
    return ScalarValue(AsScalar(value), to);
  if (c_.IsLang(to, "slice") && CanConvert(from, to)) {
    Want want;
    want.type = to;
    if (from->Is(TypeKind::Array)) {
      GenericArg element{from->element};
      return CallLang("array_slice", {element},
                      {ScalarValue(AsPlace(value), c_.types().Pointer(from->element)),
                       ScalarValue(Index(static_cast<int64_t>(from->count)), c_.types().usize())},
                      want);
    }
    return CallMethodNamed(value, "_as_slice", {}, want, range);
  }
  ReportMismatch(from, to, range, context);
  return ErrorValue();
}

}  // namespace arc::check
