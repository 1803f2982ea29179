// Operators: arithmetic, comparison, logic, `??`, ranges as values.
#include "compiler/check/emitter.h"
#include "compiler/parse/spelling.h"

namespace arc::check {

namespace {

bool IsComparison(BinaryOp op) {
  return op == BinaryOp::Equal || op == BinaryOp::NotEqual || op == BinaryOp::Less ||
         op == BinaryOp::LessEqual || op == BinaryOp::Greater || op == BinaryOp::GreaterEqual;
}

tir::ComparePredicate PredicateOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal:
      return tir::ComparePredicate::Equal;
    case BinaryOp::NotEqual:
      return tir::ComparePredicate::NotEqual;
    case BinaryOp::Less:
      return tir::ComparePredicate::Less;
    case BinaryOp::LessEqual:
      return tir::ComparePredicate::LessEqual;
    case BinaryOp::Greater:
      return tir::ComparePredicate::Greater;
    default:
      return tir::ComparePredicate::GreaterEqual;
  }
}

std::optional<tir::BinaryKind> KindOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
      return tir::BinaryKind::Add;
    case BinaryOp::Sub:
      return tir::BinaryKind::Sub;
    case BinaryOp::Mul:
      return tir::BinaryKind::Mul;
    case BinaryOp::Div:
      return tir::BinaryKind::Div;
    case BinaryOp::Rem:
      return tir::BinaryKind::Rem;
    case BinaryOp::AddWrap:
      return tir::BinaryKind::AddWrap;
    case BinaryOp::SubWrap:
      return tir::BinaryKind::SubWrap;
    case BinaryOp::MulWrap:
      return tir::BinaryKind::MulWrap;
    case BinaryOp::AddSat:
      return tir::BinaryKind::AddSat;
    case BinaryOp::SubSat:
      return tir::BinaryKind::SubSat;
    case BinaryOp::MulSat:
      return tir::BinaryKind::MulSat;
    case BinaryOp::BitAnd:
      return tir::BinaryKind::And;
    case BinaryOp::BitOr:
      return tir::BinaryKind::Or;
    case BinaryOp::BitXor:
      return tir::BinaryKind::Xor;
    case BinaryOp::Shl:
      return tir::BinaryKind::Shl;
    case BinaryOp::Shr:
      return tir::BinaryKind::Shr;
    default:
      return std::nullopt;
  }
}

}  // namespace

Value Emitter::EmitUnary(const UnaryExpr* expr, Want want) {
  switch (expr->op) {
    case UnaryOp::Negate: {
      if (auto* i = llvm::dyn_cast<IntLiteralExpr>(expr->operand))
        return EmitIntLiteral(i, true, expr->range, want);
      if (auto* f = llvm::dyn_cast<FloatLiteralExpr>(expr->operand))
        return EmitFloatLiteral(-f->value, expr->range, want);
      Value v = EmitExpr(expr->operand, {want.type, nullptr, false});
      if (v.IsError()) return v;
      if (!v.type->Is(TypeKind::Float) && !v.type->Is(TypeKind::Duration) &&
          !(v.type->IsInteger() && v.type->is_signed)) {
        auto report = c_.Error(DiagnosticKind::OperatorTypes, expr->range,
                               Cat("`-` does not work on `", v.type->name, "`"));
        if (v.type->IsInteger()) report.Note("unsigned numbers have no negative; `0 -% x` wraps");
        return ErrorValue();
      }
      SetPosition(expr->op_range);
      return ScalarValue(b_.Negate(AsScalar(v)), v.type);
    }
    case UnaryOp::Not: {
      Value v = EmitConverted(expr->operand, c_.types().boolean());
      if (v.IsError()) return v;
      return ScalarValue(b_.Not(AsScalar(v)), v.type);
    }
    case UnaryOp::BitNot: {
      Value v = EmitExpr(expr->operand, {want.type, nullptr, false});
      if (v.IsError()) return v;
      if (!v.type->IsInteger()) {
        c_.Error(DiagnosticKind::OperatorTypes, expr->range,
                 Cat("`~` works on integers, not on `", v.type->name, "`"));
        return ErrorValue();
      }
      return ScalarValue(b_.Not(AsScalar(v)), v.type);
    }
    case UnaryOp::AddressOf: {
      Value v = EmitPlaceMutable(expr->operand);
      if (v.IsError()) return v;
      if (v.kind == Value::Kind::None && v.type->IsVoid())
        return ScalarValue(b_.NullPtr(), c_.types().Pointer(v.type));
      if (v.kind != Value::Kind::Place || (!v.is_lvalue && !v.owned)) {
        c_.Error(DiagnosticKind::NotAssignable, expr->range,
                 "this has no address: it is a value, not a variable");
        return ErrorValue();
      }
      if (v.is_lvalue && !v.is_mutable && !v.via_pointer) {
        bool from_raw = want.type && want.type->Is(TypeKind::Pointer) &&
                        context_->package->path.starts_with("std/");
        if (!from_raw) {
          auto report = c_.Error(DiagnosticKind::NotAssignable, expr->range,
                                 "the address of something that cannot be changed");
          if (v.root) report.Label(v.root->range, ImmutableLabel(v.root));
          return ErrorValue();
        }
      }
      return ScalarValue(v.v, c_.types().Pointer(v.type));
    }
    case UnaryOp::Dereference: {
      Value v = EmitExpr(expr->operand, {});
      if (v.IsError()) return v;
      if (!v.type->Is(TypeKind::Pointer)) {
        c_.Error(DiagnosticKind::OperatorTypes, expr->range,
                 Cat("`*` reads through a pointer, this is a `", v.type->name, "`"));
        return ErrorValue();
      }
      Value out = PlaceValue(AsScalar(v), v.type->element);
      out.is_lvalue = out.is_mutable = out.via_pointer = true;
      return out;
    }
  }
  return ErrorValue();
}

bool Emitter::NeedsContext(const Expr* expr) {
  switch (expr->kind) {
    case ExprKind::IntLiteral:
      return !llvm::cast<IntLiteralExpr>(expr)->is_size;
    case ExprKind::FloatLiteral:
    case ExprKind::CharLiteral:
    case ExprKind::NullLiteral:
    case ExprKind::ImplicitMember:
    case ExprKind::MapLiteral:
      return true;
    case ExprKind::ArrayLiteral: {
      auto* a = llvm::cast<ArrayLiteralExpr>(expr);
      return a->elements.empty() || NeedsContext(a->elements[0]);
    }
    case ExprKind::SetLiteral:
      return true;
    case ExprKind::Closure:
      return llvm::cast<ClosureExpr>(expr)->is_short;
    case ExprKind::Name:
    case ExprKind::Member:
      return NamesGenericFunction(expr);
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(expr);
      return (u->op == UnaryOp::Negate || u->op == UnaryOp::BitNot) && NeedsContext(u->operand);
    }
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(expr);
      if (IsComparison(b->op) || b->op == BinaryOp::LogicalAnd || b->op == BinaryOp::LogicalOr)
        return false;
      return NeedsContext(b->lhs) && NeedsContext(b->rhs);
    }
    case ExprKind::Tuple: {
      auto* t = llvm::cast<TupleExpr>(expr);
      return llvm::any_of(t->elements, [this](const Expr* e) { return NeedsContext(e); }) &&
             llvm::all_of(t->elements,
                          [this](const Expr* e) { return NeedsContext(e) || IsPure(e); });
    }
    default:
      return false;
  }
}

bool Emitter::EmitOperands(const Expr* lhs, const Expr* rhs, Type* hint, Value* l, Value* r) {
  Want want;
  want.type = hint;
  if (NeedsContext(lhs) && !NeedsContext(rhs)) {
    // A literal has no effects: the other side may go first and lend its type.
    *r = Materialize(EmitExpr(rhs, want));
    if (r->IsError()) {
      return false;
    }
    // `null` stays untyped: comparing with it asks for the case only.
    want.type = llvm::isa<NullLiteralExpr>(lhs) ? nullptr : r->type;
    *l = Materialize(EmitExpr(lhs, want));
    return !l->IsError();
  }
  *l = EmitExpr(lhs, want);
  // The right side may change what the left side names: scalars are read now.
  if (!l->IsError()) *l = Materialize(*l);
  if (!l->IsError() && l->kind == Value::Kind::Place && !l->owned && l->is_mutable &&
      !IsPure(rhs) && (!l->root || ContainsWord(c_.sources().Slice(rhs->range), l->root->name)))
    *l = OwnedCopy(*l);
  if (!l->IsError() && l->type && !l->type->IsVoid() && NeedsContext(rhs)) want.type = l->type;
  if (llvm::isa<NullLiteralExpr>(rhs)) want.type = nullptr;
  *r = Materialize(EmitExpr(rhs, want));
  return !l->IsError() && !r->IsError();
}

Value Emitter::EmitBinary(const BinaryExpr* expr, Want want) {
  if (expr->op == BinaryOp::LogicalAnd || expr->op == BinaryOp::LogicalOr) return EmitLogical(expr);
  if (expr->op == BinaryOp::Coalesce) return EmitCoalesce(expr, want);
  // Long chains lean to the left: walk them in a loop, so that depth costs no stack.
  llvm::SmallVector<const BinaryExpr*, 8> chain;
  const Expr* first = expr;
  while (auto* b = llvm::dyn_cast<BinaryExpr>(first)) {
    if (b->op == BinaryOp::LogicalAnd || b->op == BinaryOp::LogicalOr ||
        b->op == BinaryOp::Coalesce)
      break;
    chain.push_back(b);
    first = b->lhs;
  }
  Type* hint = IsComparison(expr->op) ? nullptr : want.type;
  if (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result))) hint = hint->element;
  if (hint && !hint->IsNumeric() && !c_.IsLang(hint, "string")) hint = nullptr;
  Value l;
  for (size_t i = chain.size(); i > 0; --i) {
    const BinaryExpr* b = chain[i - 1];
    Value r;
    Type* operand_hint = i == 1 ? hint : hint;
    if (IsComparison(b->op) || b->op == BinaryOp::Shl || b->op == BinaryOp::Shr) {
      operand_hint = b->op == BinaryOp::Shl || b->op == BinaryOp::Shr ? hint : nullptr;
    }
    bool ok;
    if (i == chain.size()) {
      if (b->op == BinaryOp::Shl || b->op == BinaryOp::Shr) {
        l = Materialize(EmitExpr(b->lhs, {operand_hint, nullptr, false}));
        r = l.IsError() ? l : Materialize(EmitExpr(b->rhs, {}));
        ok = !l.IsError() && !r.IsError();
      } else {
        ok = EmitOperands(b->lhs, b->rhs, operand_hint, &l, &r);
      }
    } else {
      Type* right = b->op == BinaryOp::Shl || b->op == BinaryOp::Shr ? nullptr : l.type;
      r = Materialize(
          EmitExpr(b->rhs, {NeedsContext(b->rhs) ? right : operand_hint, nullptr, false}));
      ok = !r.IsError();
    }
    if (!ok) return ErrorValue();
    for (Value* v : {&l, &r}) {
      if (v->kind == Value::Kind::Type || v->type->IsVoid()) {
        // Types compare while compiling: T == int32.
        ConstValue folded = Evaluate(expr, nullptr);
        if (folded.kind == ConstValue::Kind::Bool)
          return ScalarValue(b_.ConstBool(folded.boolean), c_.types().boolean());
        if (TypeAsValue(v, v == &l ? b->lhs->range : b->rhs->range)) continue;
        c_.Error(
            DiagnosticKind::OperatorTypes, v == &l ? b->lhs->range : b->rhs->range,
            v->kind == Value::Kind::Type ? "this is a type, not a value" : "this gives no value");
        return ErrorValue();
      }
    }
    SetPosition(b->op_range);
    l = IsComparison(b->op)
            ? EmitComparison(b->op, l, r, b->op_range)
            : EmitArithmetic(b->op, l, r, b->op_range, b->range, i == 1 ? want : Want{});
    if (l.IsError()) return l;
  }
  return l;
}

Value Emitter::EmitArithmetic(BinaryOp op, Value lhs, Value rhs, SourceRange op_range,
                              SourceRange range, Want want) {
  Type* a = lhs.type;
  Type* b = rhs.type;
  if (a->IsNever() || b->IsNever()) return a->IsNever() ? lhs : rhs;
  auto bad = [&]() {
    auto report =
        c_.Error(DiagnosticKind::OperatorTypes, op_range,
                 Cat("`", Spelling(op), "` does not work on `", a->name, "` and `", b->name, "`"));
    if (c_.IsLang(a, "string") && op == BinaryOp::Add)
      report.Note("use interpolation: `\"${a}${b}\"`");
    NoteUnwrap(report, a->Is(TypeKind::Optional) || a->Is(TypeKind::Result) ? a : b);
    if (a->IsNumeric() && b->IsNumeric() && op != BinaryOp::Shl && op != BinaryOp::Shr) {
      report.Note("neither converts to the other without loss");
      // A float stays one; of integers the right one is converted.
      const bool left = b->Is(TypeKind::Float) && a->IsInteger();
      const SourceRange side =
          left ? SourceRange{range.begin, op_range.begin} : SourceRange{op_range.end, range.end};
      const llvm::StringRef text = llvm::StringRef(c_.sources().Slice(side));
      const SourceRange operand{
          static_cast<SourceOffset>(side.begin + text.size() - text.ltrim().size()),
          static_cast<SourceOffset>(side.end - (text.size() - text.rtrim().size()))};
      const llvm::StringRef written = text.trim();
      const bool in_parentheses = written.starts_with("(") && written.ends_with(")") &&
                                  !written.drop_front().drop_back().contains_insensitive(")");
      if (range.valid() && side.begin < side.end && text.find('\n') == llvm::StringRef::npos)
        report.Suggest(operand,
                       Cat("cast<", left ? b->name : a->name, ">", in_parentheses ? "" : "(",
                           c_.sources().Slice(operand), in_parentheses ? "" : ")"),
                       (left ? b : a)->Is(TypeKind::Float)
                           ? "convert it"
                           : "convert, and panic when the value does not fit");
    }
    return ErrorValue();
  };
  if (a->Is(TypeKind::Pointer)) {
    if (op == BinaryOp::Sub && b->Is(TypeKind::Pointer) && a->element == b->element) {
      tir::Type i64 = b_.Int(64, true);
      tir::Value d =
          b_.Binary(tir::BinaryKind::SubWrap, b_.Cast(tir::CastKind::Bitcast, AsScalar(lhs), i64),
                    b_.Cast(tir::CastKind::Bitcast, AsScalar(rhs), i64));
      tir::Value size = b_.Cast(tir::CastKind::Truncate, b_.SizeOf(Tir(a->element)), i64);
      return ScalarValue(b_.Binary(tir::BinaryKind::Div, d, size), c_.types().isize());
    }
    if ((op != BinaryOp::Add && op != BinaryOp::Sub) || !b->IsInteger()) return bad();
    tir::Value n = AsScalar(rhs);
    if (op == BinaryOp::Sub) {
      if (!b->is_signed) n = b_.Cast(tir::CastKind::Truncate, n, b_.Int(64, true));
      n = b_.Negate(n);
    }
    return ScalarValue(b_.ElementAddress(Tir(a->element), AsScalar(lhs), n), a);
  }
  if (c_.IsLang(a, "string") && c_.IsLang(b, "string") && op == BinaryOp::Add)
    return CallLang("concat", {}, {lhs, rhs}, want);
  std::optional<tir::BinaryKind> kind = KindOf(op);
  if (!kind) return bad();
  if (a->Is(TypeKind::Bool) && b->Is(TypeKind::Bool) &&
      (op == BinaryOp::BitAnd || op == BinaryOp::BitOr || op == BinaryOp::BitXor))
    return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
  // Durations: d + d, d * n, d / n, d / d.
  if (a->Is(TypeKind::Duration) || b->Is(TypeKind::Duration)) {
    tir::Type i64 = b_.Int(64, true);
    bool both = a->Is(TypeKind::Duration) && b->Is(TypeKind::Duration);
    if (both && (op == BinaryOp::Add || op == BinaryOp::Sub || op == BinaryOp::Rem))
      return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
    if (both && op == BinaryOp::Div)
      return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), c_.types().Int(64, true));
    Value n = a->Is(TypeKind::Duration) ? rhs : lhs;
    if (!both && n.type->IsInteger() &&
        (op == BinaryOp::Mul || (op == BinaryOp::Div && a->Is(TypeKind::Duration)))) {
      tir::Value x = AsScalar(a->Is(TypeKind::Duration) ? lhs : rhs);
      tir::Value y = AsScalar(n);
      if (!(Tir(n.type) == i64))
        y = b_.Cast(IsLossless(n.type, c_.types().Int(64, true)) ? tir::CastKind::Lossless
                                                                 : tir::CastKind::Checked,
                    y, i64);
      return ScalarValue(b_.Binary(*kind, x, y), c_.types().duration());
    }
    return bad();
  }
  if (op == BinaryOp::Shl || op == BinaryOp::Shr) {
    if (!a->IsInteger() || !b->IsInteger()) return bad();
    return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), a);
  }
  if (!a->IsNumeric() || !b->IsNumeric()) return bad();
  Type* common = a == b ? a : CommonNumeric(a, b);
  if (!common) return bad();
  if (common->Is(TypeKind::Float)) {
    switch (op) {
      case BinaryOp::Add:
      case BinaryOp::Sub:
      case BinaryOp::Mul:
      case BinaryOp::Div:
      case BinaryOp::Rem:
        break;
      default:
        return bad();
    }
  }
  lhs = Convert(lhs, common, range);
  rhs = Convert(rhs, common, range);
  SetPosition(op_range);
  return ScalarValue(b_.Binary(*kind, AsScalar(lhs), AsScalar(rhs)), common);
}

Value Emitter::EmitComparison(BinaryOp op, Value lhs, Value rhs, SourceRange op_range) {
  Type* a = lhs.type;
  Type* b = rhs.type;
  Type* boolean = c_.types().boolean();
  tir::ComparePredicate predicate = PredicateOf(op);
  if (a->IsNever() || b->IsNever()) return Dummy(boolean);
  // x == null
  for (int side = 0; side < 2; ++side) {
    Value& v = side ? rhs : lhs;
    Value& n = side ? lhs : rhs;
    if (!n.type->Is(TypeKind::Null)) continue;
    if (v.type->Is(TypeKind::Optional) && (op == BinaryOp::Equal || op == BinaryOp::NotEqual)) {
      tir::Value tag = b_.EnumTag(Tir(v.type), AsPlace(v));
      return ScalarValue(b_.Compare(predicate, tag, b_.ConstInt(b_.Int(32, false), kNullCase)),
                         boolean);
    }
    auto report = c_.Error(DiagnosticKind::OperatorTypes, op_range,
                           Cat("a `", v.type->name, "` is never null"));
    return ErrorValue();
  }
  if (a->IsNumeric() && b->IsNumeric() && !(a == b)) {
    if (Type* common = CommonNumeric(a, b)) {
      lhs = Convert(lhs, common, op_range);
      rhs = Convert(rhs, common, op_range);
      return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
    }
    if (a->IsInteger() && b->IsInteger()) {
      // 64 bits of different signs: by the mathematical values.
      Value& s = a->is_signed ? lhs : rhs;
      tir::Type i64 = b_.Int(64, true), u64 = b_.Int(64, false);
      tir::Value sv = AsScalar(s), uv = AsScalar(a->is_signed ? rhs : lhs);
      if (s.type->bits < 64) sv = b_.Cast(tir::CastKind::Lossless, sv, i64);
      Type* ut = a->is_signed ? b : a;
      if (ut->bits < 64) uv = b_.Cast(tir::CastKind::Lossless, uv, u64);
      tir::Value negative = b_.Compare(tir::ComparePredicate::Less, sv, b_.ConstInt(i64, 0));
      tir::Value su = b_.Cast(tir::CastKind::Truncate, sv, u64);
      tir::Value plain =
          a->is_signed ? b_.Compare(predicate, su, uv) : b_.Compare(predicate, uv, su);
      bool when_negative;  // the signed side is the smaller one
      switch (op) {
        case BinaryOp::Equal:
          when_negative = false;
          break;
        case BinaryOp::NotEqual:
          when_negative = true;
          break;
        case BinaryOp::Less:
        case BinaryOp::LessEqual:
          when_negative = a->is_signed;
          break;
        default:
          when_negative = !a->is_signed;
          break;
      }
      return ScalarValue(b_.Select(negative, b_.ConstBool(when_negative), plain), boolean);
    }
    auto report =
        c_.Error(DiagnosticKind::OperatorTypes, op_range,
                 Cat("`", Spelling(op), "` does not compare `", a->name, "` with `", b->name, "`"));
    report.Note("convert one side with `cast<T>(…)`");
    return ErrorValue();
  }
  if (!(a == b)) {
    // Through an implicit conversion of one side.
    if (CanConvert(b, a)) {
      rhs = Convert(rhs, a, op_range);
    } else if (CanConvert(a, b)) {
      lhs = Convert(lhs, b, op_range);
    } else if (a->Is(TypeKind::Char) && b->Is(TypeKind::Int) && b->bits == 8) {
      rhs = ScalarValue(b_.Cast(tir::CastKind::Lossless, AsScalar(rhs), Tir(a)), a);
    } else if (b->Is(TypeKind::Char) && a->Is(TypeKind::Int) && a->bits == 8) {
      lhs = ScalarValue(b_.Cast(tir::CastKind::Lossless, AsScalar(lhs), Tir(b)), b);
    } else if (a->Is(TypeKind::Pointer) && b->Is(TypeKind::Pointer)) {
      return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
    } else {
      c_.Error(DiagnosticKind::OperatorTypes, op_range,
               Cat("`", Spelling(op), "` does not compare `", a->name, "` with `", b->name, "`"));
      return ErrorValue();
    }
    if (lhs.IsError() || rhs.IsError()) return ErrorValue();
    a = lhs.type;
  }
  if (!Aggregate(a)) {
    if (a->Is(TypeKind::Enum) && op != BinaryOp::Equal && op != BinaryOp::NotEqual) {
      // By the order of declaration, as for enums with payloads.
    }
    return ScalarValue(b_.Compare(predicate, AsScalar(lhs), AsScalar(rhs)), boolean);
  }
  if (a->Is(TypeKind::Function)) {
    c_.Error(DiagnosticKind::OperatorTypes, op_range, "functions cannot be compared");
    return ErrorValue();
  }
  GenericArg arg{a};
  if (op == BinaryOp::Equal || op == BinaryOp::NotEqual) {
    Value equal = CallLang("eq", {arg}, {lhs, rhs}, {});
    if (equal.IsError() || op == BinaryOp::Equal) return equal;
    return ScalarValue(b_.Not(AsScalar(equal)), boolean);
  }
  Value order = CallLang("compare", {arg}, {lhs, rhs}, {});
  if (order.IsError()) return order;
  return ScalarValue(b_.Compare(predicate, AsScalar(order), b_.ConstInt(Tir(order.type), 0)),
                     boolean);
}

tir::Value Emitter::EmitBool(const Expr* expr) {
  Value v = EmitConverted(expr, c_.types().boolean());
  if (v.IsError() || v.type->IsNever()) return b_.ConstBool(false);
  return AsScalar(v);
}

Value Emitter::EmitLogical(const BinaryExpr* expr) {
  // The right side runs in its own scope: its temporaries die on its path only.
  const bool is_and = expr->op == BinaryOp::LogicalAnd;
  tir::Value slot = b_.Local(b_.Bool(), "", "");
  tir::Value l = EmitBool(expr->lhs);
  b_.Store(l, slot);
  tir::Block right = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  CondBr(l, is_and ? right : done, is_and ? done : right);
  EnterBlock(right);
  size_t depth = cleanups_.size();
  tir::Value r = EmitBool(expr->rhs);
  b_.Store(r, slot);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  return ScalarValue(b_.Load(b_.Bool(), slot), c_.types().boolean());
}

Value Emitter::EmitCoalesce(const BinaryExpr* expr, Want want) {
  Value subject = EmitExpr(expr->lhs, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  if (!subject.type->Is(TypeKind::Optional) && !subject.type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->op_range,
             Cat("`??` needs an optional or a result on its left, this is a `", subject.type->name,
                 "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(subject.type);
  c_.CompleteEnum(e);
  unsigned good = subject.type->Is(TypeKind::Optional) ? kSomeCase : kOkCase;
  Type* type = e->element;
  // `a ?? b` is optional again when b is.
  Type* result_type = type;
  if (NeedsContext(expr->rhs) || !want.type || want.type == type) {
    Type* rhs_type = NeedsContext(expr->rhs) ? type : TypeOf(expr->rhs);
    if (rhs_type == subject.type) result_type = subject.type;
  }
  if (result_type->IsVoid()) return VoidValue();
  Value out = TempPlace(result_type, want);
  if (!Aggregate(result_type)) {
    out = PlaceValue(b_.Local(Tir(result_type), "", ""), result_type);
  }
  tir::Block some = b_.NewBlock(), none = b_.NewBlock(), done = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(subject.type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), some,
         none);
  EnterBlock(some);
  size_t depth = cleanups_.size();
  Value inner = PlaceValue(b_.EnumPayload(Tir(subject.type), subject.v, good, 0), type);
  inner = Convert(inner, result_type, expr->range);
  MoveInto(inner, result_type, out.v);
  PopCleanups(depth);
  Br(done);
  EnterBlock(none);
  EmitInto(expr->rhs, result_type, out.v);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  if (!Aggregate(result_type)) return ScalarValue(b_.Load(Tir(result_type), out.v), result_type);
  Own(&out);
  return out;
}

Value Emitter::EmitRangeValue(const RangeExpr* expr, Want want) {
  if (!expr->low || !expr->high) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range,
             "a range without both ends can only be an index");
    return ErrorValue();
  }
  Value low, high;
  if (!EmitOperands(expr->low, expr->high, nullptr, &low, &high)) return ErrorValue();
  Type* type = low.type == high.type ? low.type : CommonNumeric(low.type, high.type);
  if (!type) {
    ReportMismatch(high.type, low.type, expr->high->range, nullptr);
    return ErrorValue();
  }
  StructType* range = c_.LangStruct("range", {GenericArg{type}});
  if (!range) return ErrorValue();
  c_.CompleteStruct(range);
  Value out = TempPlace(range, want);
  MoveInto(Convert(low, type, expr->low->range), type, b_.FieldAddress(Tir(range), out.v, 0));
  MoveInto(Convert(high, type, expr->high->range), type, b_.FieldAddress(Tir(range), out.v, 1));
  b_.Store(b_.ConstBool(expr->inclusive), b_.FieldAddress(Tir(range), out.v, 2));
  Own(&out);
  return out;
}

}  // namespace arc::check
