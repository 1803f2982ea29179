// Assignment: places that are written, compound assignment, `++` and `--`.
#include <cstdio>

#include "compiler/check/emitter.h"

namespace arc::check {

Value Emitter::EmitPlaceMutable(const Expr* expr) {
  if (auto* index = llvm::dyn_cast<IndexExpr>(expr)) return EmitIndex(index, true, {});
  if (auto* splice = llvm::dyn_cast<SpliceExpr>(expr)) return EmitSplicePlace(splice);
  if (auto* member = llvm::dyn_cast<MemberExpr>(expr)) {
    // Writing to a field of an element makes the element's storage unique first.
    Expr* base = member->base;
    if (llvm::isa<IndexExpr>(base) || llvm::isa<MemberExpr>(base) ||
        llvm::isa<TupleMemberExpr>(base)) {
      if (!TypeFromExpr(base)) {
        SymbolRef ref = ResolvePath(base, nullptr);
        if (ref.kind == SymbolRef::Kind::None) {
          Value b = EmitPlaceMutable(base);
          if (b.IsError()) return b;
          return EmitFieldOf(b, member->member.text, expr->range, member->member.range);
        }
      }
    }
  }
  if (auto* t = llvm::dyn_cast<TupleMemberExpr>(expr)) {
    Value b = EmitPlaceMutable(t->base);
    if (b.IsError()) return b;
    if (!b.type->Is(TypeKind::Tuple) || t->index >= b.type->elements.size())
      return EmitTupleMember(t);
    Value v = PlaceValue(b_.FieldAddress(Tir(b.type), b.v, t->index), b.type->elements[t->index]);
    v.is_lvalue = b.is_lvalue;
    v.is_mutable = b.is_mutable;
    v.root = b.root;
    v.via_pointer = b.via_pointer;
    return v;
  }
  return EmitExpr(expr, {});
}

// A place that is assigned as a whole: it needs no value before.
Value Emitter::EmitTarget(const Expr* expr) {
  const Expr* outer = std::exchange(assigning_, expr);
  Value value = EmitPlaceMutable(expr);
  assigning_ = outer;
  return value;
}

namespace {
const char* WhyImmutable(const Value& v) {
  if (v.root && v.root->is_param)
    return "parameters cannot be changed; take a `*T` to change the caller's value";
  if (v.root && v.root->fixed_because) return v.root->fixed_because;
  if (v.root) return "it is declared with `const`";
  return nullptr;
}
}  // namespace

void Emitter::EmitAssign(const AssignStmt* assign) {
  size_t depth = cleanups_.size();
  size_t hidden = locals_.size();
  if (assign->is_compound) {
    EmitCompound(assign, HoistOperands(assign->target));
    PopCleanups(depth);
    locals_.resize(hidden);
    return;
  }
  // `_ = e` evaluates and forgets.
  if (auto* name = llvm::dyn_cast<NameExpr>(assign->target); name && name->name == "_") {
    EmitExpr(assign->value, {});
    PopCleanups(depth);
    return;
  }
  if (AssignWhole(assign)) {
    PopCleanups(depth);
    return;
  }
  // (a, b) = (b, a): all values first, then all stores.
  if (auto* targets = llvm::dyn_cast<TupleExpr>(assign->target);
      targets && targets->elements.size() > 1) {
    auto* values = llvm::dyn_cast<TupleExpr>(assign->value);
    if (values && values->elements.size() == targets->elements.size()) {
      llvm::SmallVector<Type*, 4> types;
      llvm::SmallVector<tir::Value, 4> temps;
      for (size_t i = 0; i < targets->elements.size(); ++i) {
        Type* type = TypeOf(targets->elements[i]);
        if (type->IsError()) {
          PopCleanups(depth);
          return;
        }
        tir::Value temp = b_.Local(Tir(type), "", "");
        if (!EmitInto(values->elements[i], type, temp)) {
          PopCleanups(depth);
          return;
        }
        types.push_back(type);
        temps.push_back(temp);
      }
      for (size_t i = 0; i < targets->elements.size(); ++i) {
        Value target = EmitTarget(targets->elements[i]);
        if (target.IsError()) break;
        if (!target.is_lvalue || !target.is_mutable) {
          auto report = c_.Error(DiagnosticKind::NotAssignable, targets->elements[i]->range,
                                 "this cannot be assigned to");
          if (const char* why = WhyImmutable(target)) report.Note(why);
          break;
        }
        const int slot = SlotOf(targets->elements[i]);
        if (Aggregate(types[i])) {
          Value temp = PlaceValue(temps[i], types[i]);
          temp.owned = true;
          Replace(types[i], target.v, slot, temp);
        } else {
          b_.Store(b_.Load(Tir(types[i]), temps[i]), target.v);
        }
        MarkAssigned(slot, targets->elements[i]->range);
      }
      PopCleanups(depth);
      return;
    }
    Value value = EmitExpr(assign->value, {});
    if (!value.IsError() && (!value.type->Is(TypeKind::Tuple) ||
                             value.type->elements.size() != targets->elements.size())) {
      c_.Error(
          DiagnosticKind::TypeMismatch, assign->value->range,
          Cat("expected ", targets->elements.size(), " values, found a `", value.type->name, "`"));
    } else if (!value.IsError()) {
      for (size_t i = 0; i < targets->elements.size(); ++i) {
        Type* part_type = value.type->elements[i];
        Value part = PlaceValue(b_.FieldAddress(Tir(value.type), value.v, static_cast<unsigned>(i)),
                                part_type);
        Value target = EmitTarget(targets->elements[i]);
        if (target.IsError()) break;
        if (!target.is_lvalue || !target.is_mutable) {
          c_.Error(DiagnosticKind::NotAssignable, targets->elements[i]->range,
                   "this cannot be assigned to");
          break;
        }
        part = Convert(part, target.type, targets->elements[i]->range);
        if (part.IsError()) break;
        Value temp = PlaceValue(b_.Local(Tir(target.type), "", ""), target.type);
        MoveInto(part, target.type, temp.v);
        const int slot = SlotOf(targets->elements[i]);
        if (Aggregate(target.type)) {
          temp.owned = true;
          Replace(target.type, target.v, slot, temp);
        } else {
          b_.Store(b_.Load(Tir(target.type), temp.v), target.v);
        }
        MarkAssigned(slot, targets->elements[i]->range);
      }
    }
    PopCleanups(depth);
    return;
  }
  const Expr* target_expr = HoistOperands(assign->target);
  // m[k] = v on a type with `_set`.
  if (auto* index = llvm::dyn_cast<IndexExpr>(target_expr)) {
    Type* base_type = TypeOf(index->base);
    Type* inner = base_type->Is(TypeKind::Pointer) ? base_type->element : base_type;
    if (auto* s = AsStruct(inner); s && s->FindMember("_set")) {
      Value base = EmitPlaceMutable(index->base);
      if (!base.IsError()) {
        const FuncDecl* set = s->FindMember("_set");
        FuncInstance* f = c_.Instance(set, s->context, {}, s, {}, nullptr, assign->range);
        if (base.kind == Value::Kind::Place && base.is_lvalue && !base.is_mutable &&
            !base_type->Is(TypeKind::Pointer)) {
          auto report = c_.Error(DiagnosticKind::NotAssignable, assign->target->range,
                                 "this cannot be changed");
          if (const char* why = WhyImmutable(base)) report.Note(why);
        } else if (f->params.size() == 3) {
          Value key = EmitConverted(index->index, f->params[1].type);
          Value value = key.IsError() ? key : EmitConverted(assign->value, f->params[2].type);
          if (!value.IsError()) {
            // The key or value may be part of the container itself: hand over copies of anything
            // borrowed.
            auto detach = [&](Value v) {
              if (!Aggregate(v.type) || v.owned) return v;
              return OwnedCopy(v);
            };
            Value self = base_type->Is(TypeKind::Pointer)
                             ? ScalarValue(AsScalar(base), base_type)
                             : ScalarValue(AsPlace(base), c_.types().Pointer(inner));
            CallInstance(f, {self, detach(key), detach(value)}, {});
          }
        }
      }
      PopCleanups(depth);
      locals_.resize(hidden);
      return;
    }
  }
  // Plain: the value first (it may read the target), then the place, then the old value dies.
  Type* type = TypeOf(target_expr);
  if (type->IsError()) {
    Value target = EmitExpr(target_expr, {});  // reports
    EmitExpr(assign->value, {});
    (void)target;
    PopCleanups(depth);
    locals_.resize(hidden);
    return;
  }
  Value value = EmitConverted(assign->value, type);
  if (value.IsError()) {
    PopCleanups(depth);
    locals_.resize(hidden);
    return;
  }
  if (!Aggregate(type)) value = ScalarValue(AsScalar(value), type);
  if (Aggregate(type) && !value.owned) {
    value = OwnedCopy(value);
  }
  Value target = EmitTarget(target_expr);
  const int slot = SlotOf(target_expr);
  if (!target.IsError()) {
    SetPosition(assign->op_range);
    if (target.kind != Value::Kind::Place || !target.is_lvalue || !target.is_mutable) {
      auto report = c_.Error(DiagnosticKind::NotAssignable, assign->target->range,
                             "this cannot be assigned to");
      if (const char* why = WhyImmutable(target)) report.Note(why);
    } else {
      if (Aggregate(type)) {
        Replace(type, target.v, slot, value);
      } else {
        MoveInto(value, type, target.v);
      }
      MarkAssigned(slot, assign->range);
    }
  }
  PopCleanups(depth);
  locals_.resize(hidden);
}

// The operands of a target are evaluated before the value, but its place is found after it: the
// value may move the storage. So operands with effects go into hidden locals first, and the target
// is written again over those.
const Expr* Emitter::HoistOperands(const Expr* target) {
  switch (target->kind) {
    case ExprKind::Index: {
      auto* index = llvm::cast<IndexExpr>(target);
      const Expr* base = HoistOperands(index->base);
      const Expr* operand = index->index;
      if (!llvm::isa<RangeExpr>(operand) && !IsPure(operand)) {
        Value v = Materialize(EmitExpr(operand, {}));
        if (v.IsError() || v.kind == Value::Kind::Type || !v.type || v.type->IsVoid())
          return target;
        owned_locals_.push_back(std::make_unique<Local>());
        Local* hidden = owned_locals_.back().get();
        auto* name = new (made_exprs_.Allocate<NameExpr>()) NameExpr();
        auto* text = made_exprs_.Allocate<char>(24);
        // No source can spell this name.
        size_t length = static_cast<size_t>(snprintf(text, 24, "[%zu]", owned_locals_.size()));
        name->kind = ExprKind::Name;
        name->range = operand->range;
        name->name = std::string_view(text, length);
        hidden->name = name->name;
        hidden->type = v.type;
        hidden->owner = this;
        hidden->is_param = hidden->used = true;
        hidden->place = AsPlace(v);
        locals_.push_back(hidden);
        operand = name;
      }
      if (base == index->base && operand == index->index) return target;
      auto* out = new (made_exprs_.Allocate<IndexExpr>()) IndexExpr(*index);
      out->base = const_cast<Expr*>(base);
      out->index = const_cast<Expr*>(operand);
      return out;
    }
    case ExprKind::Member: {
      auto* member = llvm::cast<MemberExpr>(target);
      const Expr* base = HoistOperands(member->base);
      if (base == member->base) return target;
      auto* out = new (made_exprs_.Allocate<MemberExpr>()) MemberExpr(*member);
      out->base = const_cast<Expr*>(base);
      return out;
    }
    case ExprKind::TupleMember: {
      auto* member = llvm::cast<TupleMemberExpr>(target);
      const Expr* base = HoistOperands(member->base);
      if (base == member->base) return target;
      auto* out = new (made_exprs_.Allocate<TupleMemberExpr>()) TupleMemberExpr(*member);
      out->base = const_cast<Expr*>(base);
      return out;
    }
    default:
      return target;
  }
}

bool Emitter::EmitCompound(const AssignStmt* assign, const Expr* target_expr) {
  auto writable = [&](const Value& target) {
    if (target.kind == Value::Kind::Place && target.is_lvalue && target.is_mutable) return true;
    auto report = c_.Error(DiagnosticKind::NotAssignable, assign->target->range,
                           "this cannot be assigned to");
    if (const char* why = WhyImmutable(target)) report.Note(why);
    return false;
  };
  Type* type = TypeOf(target_expr);
  if (type->IsError()) {
    EmitExpr(assign->value, {});
    return false;
  }
  const bool is_append = c_.IsLang(type, "string") && assign->op == BinaryOp::Add;
  // The value first: it may change or move what the target names.
  Value rhs;
  if (type->Is(TypeKind::Pointer)) {
    rhs = EmitConverted(assign->value, c_.types().isize());
  } else if (type->Is(TypeKind::Duration) && assign->op != BinaryOp::Add &&
             assign->op != BinaryOp::Sub) {
    rhs = EmitExpr(assign->value, {});
  } else if (assign->op == BinaryOp::Shl || assign->op == BinaryOp::Shr) {
    rhs = EmitExpr(assign->value, {});
  } else {
    rhs = EmitConverted(assign->value, type);
  }
  if (rhs.IsError()) return false;
  rhs = Materialize(rhs);
  if (Aggregate(rhs.type) && !rhs.owned) {  // `s += s` must not read what it writes
    rhs = OwnedCopy(rhs);
  }
  Value target = EmitPlaceMutable(target_expr);
  if (target.IsError() || !writable(target)) return false;
  SetPosition(assign->op_range);
  if (is_append) {
    CallLang("append", {}, {ScalarValue(target.v, c_.types().Pointer(type)), rhs}, {});
    return true;
  }
  if (type->Is(TypeKind::Pointer)) {
    tir::Value offset = AsScalar(rhs);
    if (assign->op == BinaryOp::Sub) offset = b_.Negate(offset);
    b_.Store(b_.ElementAddress(Tir(type->element), b_.Load(Tir(type), target.v), offset), target.v);
    return true;
  }
  if (Aggregate(type)) {
    Value result = EmitArithmetic(assign->op, PlaceValue(target.v, type), rhs, assign->op_range,
                                  assign->range, {});
    if (result.IsError()) return false;
    result = Convert(result, type, assign->range);
    if (result.IsError()) return false;
    Replace(type, target.v, /*slot=*/-1, result);
    return true;
  }
  Value lhs = ScalarValue(b_.Load(Tir(type), target.v), type);
  Value result = EmitArithmetic(assign->op, lhs, rhs, assign->op_range, assign->range, {});
  if (result.IsError()) return false;
  result = Convert(result, type, assign->range);
  if (result.IsError()) return false;
  b_.Store(AsScalar(result), target.v);
  return true;
}

void Emitter::EmitIncDec(const IncDecStmt* stmt) {
  size_t depth = cleanups_.size();
  Value target = EmitPlaceMutable(stmt->target);
  if (!target.IsError()) {
    if (target.kind != Value::Kind::Place || !target.is_lvalue || !target.is_mutable) {
      auto report =
          c_.Error(DiagnosticKind::NotAssignable, stmt->target->range, "this cannot be changed");
      if (const char* why = WhyImmutable(target)) report.Note(why);
    } else if (target.type->Is(TypeKind::Pointer)) {
      tir::Value p = b_.Load(Tir(target.type), target.v);
      tir::Value one = b_.ConstInt(b_.Int(64, true), stmt->is_increment ? 1 : -1);
      b_.Store(b_.ElementAddress(Tir(target.type->element), p, one), target.v);
    } else if (!target.type->IsNumeric()) {
      c_.Error(DiagnosticKind::OperatorTypes, stmt->range,
               Cat("`", stmt->is_increment ? "++" : "--", "` works on numbers, not on `",
                   target.type->name, "`"));
    } else {
      tir::Value v = b_.Load(Tir(target.type), target.v);
      tir::Value one = target.type->IsInteger() ? b_.ConstInt(Tir(target.type), 1)
                                                : b_.ConstFloat(Tir(target.type), 1);
      b_.Store(b_.Binary(stmt->is_increment ? tir::BinaryKind::Add : tir::BinaryKind::Sub, v, one),
               target.v);
    }
  }
  PopCleanups(depth);
}

}  // namespace arc::check
