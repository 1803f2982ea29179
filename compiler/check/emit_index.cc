// Indexing and slicing.
#include "compiler/check/emitter.h"

namespace arc::check {

Value Emitter::EmitIndex(const IndexExpr* expr, bool mutable_access, Want want) {
  if (auto* range = llvm::dyn_cast<RangeExpr>(expr->index)) return EmitSliceOf(expr, range, want);
  Value base = mutable_access ? EmitPlaceMutable(expr->base) : EmitExpr(expr->base, {});
  if (base.IsError()) {
    EmitExpr(expr->index, {});
    return base;
  }
  if (base.kind == Value::Kind::Type) {
    c_.Error(DiagnosticKind::NotIndexable, expr->range,
             Cat("the type `", base.type->name, "` cannot be indexed"));
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
    Value v = PlaceValue(b_.ElementAddress(Tir(type->element), AsScalar(base), AsScalar(index)),
                         type->element);
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
    Value v =
        PlaceValue(b_.ElementAddress(Tir(type->element), AsPlace(base), checked), type->element);
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
    FuncInstance* f =
        c_.Instance(s->FindMember("_value_at"), s->context, {}, s, {}, nullptr, expr->range);
    if (f->params.size() != 2) return ErrorValue();
    Value index = EmitConverted(expr->index, f->params[1].type);
    if (index.IsError()) return index;
    return CallInstance(f, {base, Materialize(index)}, want);
  }
  if (!at) {
    if (s && mutable_access && s->FindMember("_at")) {
      c_.Error(DiagnosticKind::NotAssignable, expr->range,
               Cat("the elements of `", inner->name, "` cannot be changed"));
    } else {
      c_.Error(DiagnosticKind::NotIndexable, expr->range,
               Cat("`", type->name, "` cannot be indexed"));
    }
    EmitExpr(expr->index, {});
    return ErrorValue();
  }
  if (mutable_access && !pointer_base && base.is_lvalue && !base.is_mutable) {
    auto report = c_.Error(DiagnosticKind::NotAssignable, expr->range, "this cannot be changed");
    if (base.root && base.root->is_param)
      report.Note("parameters cannot be changed; take a `*T` to change the caller's value");
    return ErrorValue();
  }
  FuncInstance* f = c_.Instance(at, s->context, {}, s, {}, nullptr, expr->range);
  if (f->params.size() != 2 || !f->result->Is(TypeKind::Pointer)) return ErrorValue();
  Type* index_type = f->params[1].type;
  Value index = EmitExpr(expr->index, {index_type, nullptr, false});
  if (index.IsError()) return index;
  SetPosition(expr->range);
  if (index_type->IsInteger() && index.type->IsInteger()) {
    // The callee checks bounds. Containers take `isize`, so that a negative index is reported as it
    // is; an unsigned one beyond its range turns negative, and is out of bounds all the same.
    tir::Value v = AsScalar(index);
    if (!(Tir(index.type) == Tir(index_type))) {
      if (index.type->bits < 64)
        v = b_.Cast(tir::CastKind::Lossless, v,
                    b_.Int(64, index.type->is_signed || index_type->is_signed));
      if (!(b_.Int(64, index.type->is_signed || (index.type->bits < 64 && index_type->is_signed)) ==
            Tir(index_type)))
        v = b_.Cast(tir::CastKind::Truncate, v, Tir(index_type));
    }
    index = ScalarValue(v, index_type);
  } else {
    index = Convert(index, index_type, expr->index->range);
    if (index.IsError()) return index;
  }
  Value self;
  if (f->params[0].type->Is(TypeKind::Pointer)) {
    self = pointer_base ? ScalarValue(AsScalar(base), type)
                        : ScalarValue(AsPlace(base), c_.types().Pointer(inner));
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
  Value self = f->params[0].type->Is(TypeKind::Pointer)
                   ? ScalarValue(AsPlace(base), f->params[0].type)
                   : base;
  return CallInstance(f, {self, low, high}, want);
}

}  // namespace arc::check
