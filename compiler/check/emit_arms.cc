// The value of an `if` or `match`: that of the arm that runs.
//
// An arm's type is known when it was emitted, the type of the whole when all were. The first arm
// with a value decides, unless the surroundings want a type; arms of other numeric types get places
// and blocks of their own, in which their values are converted at the end. Literals take the type
// of the other arms.
#include "compiler/check/emitter.h"

namespace arc::check {

const Expr* LiteralAtEnd(const BlockStmt* block) {
  auto* last = block->stmts.empty() ? nullptr : llvm::dyn_cast<ExprStmt>(block->stmts.back());
  return last && !last->has_semicolon ? LiteralAtEnd(last->expr) : nullptr;
}

const Expr* LiteralAtEnd(const Expr* arm) {
  if (auto* block = llvm::dyn_cast<BlockExpr>(arm)) return LiteralAtEnd(block->block);
  auto* unary = llvm::dyn_cast<UnaryExpr>(arm);
  const Expr* literal = unary && unary->op == UnaryOp::Negate ? unary->operand : arm;
  if (auto* integer = llvm::dyn_cast<IntLiteralExpr>(literal))
    return integer->is_size ? nullptr : arm;
  return llvm::isa<FloatLiteralExpr>(literal) ? arm : nullptr;
}

Emitter::Arms::Arms(Want wanted, bool has_value, tir::Block done) : want(wanted), done(done) {
  wants_value = has_value && !wanted.discard;
  inner.discard = !wants_value;
  inner.type = wanted.type;
  if (wants_value) inner.dest = wanted.dest;
}

// What the next arm should give: literals behind the first arm take its type.
Want Emitter::NextArm(const Arms& arms, const Expr* literal) {
  Want want = arms.inner;
  if (literal && !want.type && !arms.joins.empty() && !arms.joins.front().soft &&
      arms.joins.front().type->IsNumeric())
    want.type = arms.joins.front().type;
  return want;
}

// Keeps the value of an arm. Gives the block in which the arm goes on.
tir::Block Emitter::StoreArm(Arms& arms, Value value, const Expr* literal, SourceRange range,
                             const char* context) {
  if (value.IsError()) {
    arms.failed = true;
    return arms.done;
  }
  if (!arms.wants_value || b_.Terminated() || !value.type || value.type->IsNever())
    return arms.done;
  Type* wanted = arms.want.type;
  TypeAsValue(&value, range);
  auto join = [&](Type* type, bool soft) -> Arms::Join& {
    Arms::Join added;
    added.type = type;
    added.soft = soft;
    added.range = range;
    added.block = arms.joins.empty() ? arms.done : b_.NewBlock();
    if (!type->IsVoid()) {
      arms.in_dest = arms.joins.empty() && wanted && arms.want.dest && arms.want.dest->type == type;
      added.place = arms.in_dest ? arms.want.dest->place : b_.Local(Tir(type), "", "");
    }
    arms.joins.push_back(added);
    return arms.joins.back();
  };
  if (arms.joins.empty()) {
    Type* type = value.type->Is(TypeKind::Null) && wanted ? wanted : value.type;
    if (wanted && !wanted->IsError() && CanConvert(type, wanted)) {
      type = wanted;
      arms.fixed = true;
    }
    if (type->Is(TypeKind::Null) || value.kind == Value::Kind::Type) {
      c_.Error(DiagnosticKind::CannotInferType, range,
               Cat("the type of this `", arms.keyword, "` is not known here"));
      arms.failed = true;
      return arms.done;
    }
    join(type, literal && !arms.fixed && type->IsNumeric());
  }
  Arms::Join* to = &arms.joins.front();
  if (!arms.fixed && to->type->IsNumeric() && value.type->IsNumeric()) {
    const bool soft = literal != nullptr && value.type != to->type;
    to = nullptr;
    for (Arms::Join& known : arms.joins)
      if (known.type == value.type) to = &known;
    if (!to) to = &join(value.type, soft);
    if (!literal) to->soft = false;
    if (to->soft && literal) to->literals.push_back(literal);
  }
  if (to->type->IsVoid()) {
    if (!value.type->IsVoid() && wanted) ReportMismatch(value.type, to->type, range, nullptr);
    return to->block;
  }
  value = Convert(value, to->type, range, context);
  if (value.IsError()) {
    arms.failed = true;
  } else {
    MoveInto(value, to->type, to->place);
  }
  return to->block;
}

// Whether all literals of the join can be values of `type`.
bool Emitter::LiteralsFit(const Arms::Join& join, Type* type) {
  for (const Expr* literal : join.literals) {
    ConstValue value = Evaluate(literal, nullptr);
    if (type->Is(TypeKind::Float)) continue;
    if (value.kind != ConstValue::Kind::Int) return false;
    const unsigned bits = type->bits;
    const bool fits = type->is_signed
                          ? value.integer.getSignificantBits() <= bits
                          : !value.integer.isNegative() && value.integer.getActiveBits() <= bits;
    if (!fits) return false;
  }
  return true;
}

// Behind all arms: the value, of the type that all of them have in common.
Value Emitter::FinishArms(Arms& arms, SourceRange range, const char* context) {
  EnterBlock(arms.done);
  if (arms.joins.size() > 1 && !arms.failed) {
    Type* type = nullptr;
    auto include = [&](const Arms::Join& join) {
      Type* both = type ? CommonNumeric(type, join.type) : join.type;
      if (!both) ReportMismatch(join.type, type, join.range, context);
      if (!both) arms.failed = true;
      type = both ? both : type;
    };
    for (const Arms::Join& join : arms.joins)
      if (!join.soft) include(join);
    // Only literals: a float decides.
    if (!type)
      for (const Arms::Join& join : arms.joins)
        if (!type || join.type->Is(TypeKind::Float)) type = join.type;
    for (const Arms::Join& join : arms.joins)
      if (join.soft && !LiteralsFit(join, type)) include(join);
    tir::Block done = b_.NewBlock();
    tir::Value place = b_.Local(Tir(type), "", "");
    for (const Arms::Join& join : arms.joins) {
      EnterBlock(join.block);
      if (!arms.failed) {
        tir::Value v = b_.Load(Tir(join.type), join.place);
        if (join.type != type && Tir(join.type) != Tir(type))
          v = b_.Cast(
              IsLossless(join.type, type) ? tir::CastKind::Lossless : tir::CastKind::Checked, v,
              Tir(type));
        b_.Store(v, place);
      }
      Br(done);
    }
    arms.joins.resize(1);
    arms.joins[0].type = type;
    arms.joins[0].place = place;
    EnterBlock(done);
  }
  SetPosition(range);
  if (arms.failed) return ErrorValue();
  if (arms.joins.empty() || arms.joins[0].type->IsVoid()) {
    Value out = VoidValue();
    if (arms.wants_value && arms.joins.empty() && dead_) out.type = c_.types().never();
    return out;
  }
  Type* type = arms.joins[0].type;
  tir::Value place = arms.joins[0].place;
  if (!Aggregate(type)) return ScalarValue(b_.Load(Tir(type), place), type);
  Value out = PlaceValue(place, type);
  out.in_dest = arms.in_dest;
  Own(&out);
  return out;
}

}  // namespace arc::check
