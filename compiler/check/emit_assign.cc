// Assignment: places that are written, compound assignment, `++` and `--`.
#include "compiler/check/emitter.h"

namespace arc::check {

Value Emitter::EmitPlaceMutable(const Expr* expr) {
  if (auto* index = llvm::dyn_cast<IndexExpr>(expr)) return EmitIndex(index, true, {});
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

namespace {
const char* WhyImmutable(const Value& v) {
  if (v.root && v.root->is_param)
    return "parameters cannot be changed; take a `*T` to change the caller's value";
  if (v.root) return "it is declared with `const`";
  return nullptr;
}
}  // namespace

void Emitter::EmitAssign(const AssignStmt* assign) {
  size_t depth = cleanups_.size();
  if (assign->is_compound) {
    EmitCompound(assign);
    PopCleanups(depth);
    return;
  }
  // `_ = e` evaluates and forgets.
  if (auto* name = llvm::dyn_cast<NameExpr>(assign->target); name && name->name == "_") {
    EmitExpr(assign->value, {});
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
        Value target = EmitPlaceMutable(targets->elements[i]);
        if (target.IsError()) break;
        if (!target.is_lvalue || !target.is_mutable) {
          auto report = c_.Error(DiagnosticKind::NotAssignable, targets->elements[i]->range,
                                 "this cannot be assigned to");
          if (const char* why = WhyImmutable(target)) report.Note(why);
          break;
        }
        if (Aggregate(types[i])) {
          b_.Drop(Tir(types[i]), target.v);
          b_.Move(Tir(types[i]), target.v, temps[i]);
        } else {
          b_.Store(b_.Load(Tir(types[i]), temps[i]), target.v);
        }
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
        Value target = EmitPlaceMutable(targets->elements[i]);
        if (target.IsError()) break;
        if (!target.is_lvalue || !target.is_mutable) {
          c_.Error(DiagnosticKind::NotAssignable, targets->elements[i]->range,
                   "this cannot be assigned to");
          break;
        }
        part = Convert(part, target.type, targets->elements[i]->range);
        if (part.IsError()) break;
        tir::Value temp = b_.Local(Tir(target.type), "", "");
        MoveInto(part, target.type, temp);
        if (Aggregate(target.type)) {
          b_.Drop(Tir(target.type), target.v);
          b_.Move(Tir(target.type), target.v, temp);
        } else {
          b_.Store(b_.Load(Tir(target.type), temp), target.v);
        }
      }
    }
    PopCleanups(depth);
    return;
  }
  // m[k] = v on a type with `_set`.
  if (auto* index = llvm::dyn_cast<IndexExpr>(assign->target)) {
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
              Value copy = PlaceValue(b_.Local(Tir(v.type), "", ""), v.type);
              b_.Copy(Tir(v.type), copy.v, v.v);
              Own(&copy);
              return copy;
            };
            Value self = base_type->Is(TypeKind::Pointer)
                             ? ScalarValue(AsScalar(base), base_type)
                             : ScalarValue(AsPlace(base), c_.types().Pointer(inner));
            CallInstance(f, {self, detach(key), detach(value)}, {});
          }
        }
      }
      PopCleanups(depth);
      return;
    }
  }
  // Plain: the value first (it may read the target), then the place, then the old value dies.
  Type* type = TypeOf(assign->target);
  if (type->IsError()) {
    Value target = EmitExpr(assign->target, {});  // reports
    EmitExpr(assign->value, {});
    (void)target;
    PopCleanups(depth);
    return;
  }
  Value value = EmitConverted(assign->value, type);
  if (value.IsError()) {
    PopCleanups(depth);
    return;
  }
  if (!Aggregate(type)) value = ScalarValue(AsScalar(value), type);
  if (Aggregate(type) && !value.owned) {
    Value copy = PlaceValue(b_.Local(Tir(type), "", ""), type);
    b_.Copy(Tir(type), copy.v, value.v);
    Own(&copy);
    value = copy;
  }
  Value target = EmitPlaceMutable(assign->target);
  if (!target.IsError()) {
    SetPosition(assign->op_range);
    if (target.kind != Value::Kind::Place || !target.is_lvalue || !target.is_mutable) {
      auto report = c_.Error(DiagnosticKind::NotAssignable, assign->target->range,
                             "this cannot be assigned to");
      if (const char* why = WhyImmutable(target)) report.Note(why);
    } else {
      if (Aggregate(type)) b_.Drop(Tir(type), target.v);
      MoveInto(value, type, target.v);
    }
  }
  PopCleanups(depth);
}

bool Emitter::EmitCompound(const AssignStmt* assign) {
  Value target = EmitPlaceMutable(assign->target);
  if (target.IsError()) {
    EmitExpr(assign->value, {});
    return false;
  }
  if (target.kind != Value::Kind::Place || !target.is_lvalue || !target.is_mutable) {
    auto report = c_.Error(DiagnosticKind::NotAssignable, assign->target->range,
                           "this cannot be assigned to");
    if (const char* why = WhyImmutable(target)) report.Note(why);
    return false;
  }
  Type* type = target.type;
  if (c_.IsLang(type, "string") && assign->op == BinaryOp::Add) {
    Value value = EmitConverted(assign->value, type);
    if (value.IsError()) return false;
    // `s += s` must not read what it writes.
    if (!value.owned) {
      Value copy = PlaceValue(b_.Local(Tir(type), "", ""), type);
      b_.Copy(Tir(type), copy.v, value.v);
      Own(&copy);
      value = copy;
    }
    CallLang("append", {}, {ScalarValue(target.v, c_.types().Pointer(type)), value}, {});
    return true;
  }
  if (type->Is(TypeKind::Pointer)) {
    Value n = EmitConverted(assign->value, c_.types().isize());
    if (n.IsError()) return false;
    tir::Value offset = AsScalar(n);
    if (assign->op == BinaryOp::Sub) offset = b_.Negate(offset);
    b_.Store(b_.ElementAddress(Tir(type->element), b_.Load(Tir(type), target.v), offset), target.v);
    return true;
  }
  Value rhs;
  if (assign->op == BinaryOp::Shl || assign->op == BinaryOp::Shr) {
    rhs = EmitExpr(assign->value, {});
  } else {
    rhs = EmitConverted(assign->value, type);
  }
  if (rhs.IsError()) return false;
  if (Aggregate(type)) {
    Value lhs = PlaceValue(target.v, type);
    Value result = EmitArithmetic(assign->op, lhs, rhs, assign->op_range, assign->range, {});
    if (result.IsError()) return false;
    result = Convert(result, type, assign->range);
    if (result.IsError()) return false;
    b_.Drop(Tir(type), target.v);
    MoveInto(result, type, target.v);
    return true;
  }
  SetPosition(assign->op_range);
  Value lhs = ScalarValue(b_.Load(Tir(type), target.v), type);
  Value result = EmitArithmetic(assign->op, lhs, rhs, assign->op_range, assign->range, {});
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
