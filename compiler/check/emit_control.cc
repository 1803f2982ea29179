// Control flow that gives values: `if`, `?`, `!`, `catch`.
#include "compiler/check/emitter.h"

namespace arc::check {

std::optional<bool> Emitter::ComptimeCondition(const Expr* expr) {
  ConstValue v = Evaluate(expr, c_.types().boolean(), true);
  if (v.kind == ConstValue::Kind::Bool) return v.boolean;
  if (v) c_.Error(DiagnosticKind::TypeMismatch, expr->range, "a condition must be a `bool`");
  return std::nullopt;
}

Value Emitter::EmitIf(const IfExpr* expr, Want want) {
  if (expr->is_comptime) {
    std::optional<bool> taken = ComptimeCondition(expr->condition.value);
    if (!taken) return ErrorValue();
    if (*taken) return EmitBlockValue(expr->then_block, want);
    if (!expr->else_branch) return VoidValue();
    return EmitExpr(expr->else_branch, want);
  }
  tir::Block then_block = b_.NewBlock();
  tir::Block else_block = b_.NewBlock();
  tir::Block done = expr->else_branch ? b_.NewBlock() : else_block;
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  size_t scope = depth;
  {
    NamesUpTo names(*this, expr->then_block->close_range);
    EmitCondition(expr->condition, then_block, else_block, &scope);
  }
  Arms arms(want, expr->else_branch != nullptr, done);
  constexpr const char* kContext = "the branches of an `if` give one type";
  const Expr* literal = LiteralAtEnd(expr->then_block);
  Value v = EmitBlockValue(expr->then_block, NextArm(arms, literal));
  if (!b_.Terminated()) {
    const auto& stmts = expr->then_block->stmts;
    tir::Block to =
        StoreArm(arms, v, literal, stmts.empty() ? expr->range : stmts.back()->range, kContext);
    PopCleanups(scope);
    if (!b_.Terminated()) Br(to);
  } else {
    cleanups_.resize(scope);
  }
  CheckUnused(locals);
  locals_.resize(locals);
  if (expr->else_branch) {
    EnterBlock(else_block);
    literal = LiteralAtEnd(expr->else_branch);
    Value e = EmitExpr(expr->else_branch, NextArm(arms, literal));
    if (!b_.Terminated()) {
      tir::Block to = StoreArm(arms, e, literal, expr->else_branch->range, kContext);
      PopCleanups(depth);
      if (!b_.Terminated()) Br(to);
    }
  }
  return FinishArms(arms, expr->range, kContext);
}

Value Emitter::EmitTry(const TryExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  Type* type = subject.type;
  if (!type->Is(TypeKind::Optional) && !type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range,
             Cat("`?` passes on the error of a result or the null of an optional, this is a `",
                 type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(type);
  c_.CompleteEnum(e);
  const bool is_result = type->Is(TypeKind::Result);
  unsigned good = is_result ? kOkCase : kSomeCase;
  if (!result_type_) {
    // Inferring: the failing path decides nothing.
  } else if (in_defer_) {
    c_.Error(DiagnosticKind::ReturnInDefer, expr->range, "`?` cannot leave a `defer`")
        .Note(is_result ? "handle the error with `catch`" : "use `??` or `if let`");
    return ErrorValue();
  } else if (is_result ? !result_type_->Is(TypeKind::Result)
                       : !result_type_->Is(TypeKind::Optional)) {
    auto report =
        c_.Error(DiagnosticKind::TryOutside, expr->range,
                 is_result ? "`?` passes an error on, but this function does not give a result"
                           : "`?` passes null on, but this function does not give an optional");
    if (instance_) report.Label(instance_->range, Cat("its result is `", result_type_->name, "`"));
    report.Note(is_result ? "make the result type `T!`, or handle the error with `catch`"
                          : "make the result type `T?`, or use `??` or `if let`");
    return ErrorValue();
  }
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), ok,
         fail);
  EnterBlock(fail);
  if (!result_type_) {
    b_.Unreachable();
  } else {
    if (is_result) {
      b_.EnumInit(Tir(result_type_), result_place_, kErrCase);
      Type* error = c_.ErrorType();
      b_.Copy(Tir(error), b_.EnumPayload(Tir(result_type_), result_place_, kErrCase, 0),
              b_.EnumPayload(Tir(type), subject.v, kErrCase, 0));
    } else {
      b_.EnumInit(Tir(result_type_), result_place_, kNullCase);
    }
    EmitCleanupsDownTo(0);
    DropUnfinished();
    if (!b_.Terminated()) b_.Return();
  }
  EnterBlock(ok);
  SetPosition(expr->range);
  if (e->cases[good].payload.empty()) return VoidValue();
  Type* inner = e->element;
  if (Aggregate(inner) && subject.owned && !e->is_boxed) return TakePayload(subject, good);
  tir::Value payload = b_.EnumPayload(Tir(type), subject.v, good, 0);
  if (!Aggregate(inner)) return ScalarValue(b_.Load(Tir(inner), payload), inner);
  Value out = PlaceValue(payload, inner);
  out.root = subject.root;
  out.is_lvalue = subject.is_lvalue;
  return out;
}

// The payload of a temporary moves out, and nothing of the temporary is left to drop.
Value Emitter::TakePayload(Value subject, unsigned case_index) {
  auto* e = static_cast<EnumType*>(subject.type);
  DeactivateCleanup(subject.cleanup);
  Type* inner = e->cases[case_index].payload[0].type;
  Value out = PlaceValue(b_.Local(Tir(inner), "", ""), inner);
  b_.TakeApart(Tir(e), subject.v, case_index, {out.v});
  Own(&out);
  return out;
}

Value Emitter::EmitUnwrap(const UnwrapExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  Type* type = subject.type;
  if (!type->Is(TypeKind::Optional) && !type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->range,
             Cat("`!` unwraps an optional or a result, this is a `", type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(type);
  c_.CompleteEnum(e);
  const bool is_result = type->Is(TypeKind::Result);
  unsigned good = is_result ? kOkCase : kSomeCase;
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), good)), ok,
         fail);
  EnterBlock(fail);
  if (is_result) {
    CallLang("unwrap_failed", {},
             {PlaceValue(b_.EnumPayload(Tir(type), subject.v, kErrCase, 0), c_.ErrorType())}, {});
  } else {
    tir::FunctionInfo info;
    info.symbol = info.display_name = "arc_rt_panic_unwrap";
    info.linkage = tir::Linkage::Exported;
    info.is_c_abi = info.is_noreturn = info.is_cold = true;
    b_.Call(b_.DeclareFunction(info), {});
  }
  if (!b_.Terminated()) b_.Unreachable();
  EnterBlock(ok);
  if (e->cases[good].payload.empty()) return VoidValue();
  Type* inner = e->element;
  if (Aggregate(inner) && subject.owned && !e->is_boxed) return TakePayload(subject, good);
  tir::Value payload = b_.EnumPayload(Tir(type), subject.v, good, 0);
  if (!Aggregate(inner)) return ScalarValue(b_.Load(Tir(inner), payload), inner);
  Value out = PlaceValue(payload, inner);
  out.root = subject.root;
  out.is_lvalue = subject.is_lvalue;
  out.is_mutable = subject.is_mutable;
  return out;
}

Value Emitter::EmitCatch(const CatchExpr* expr, Want want) {
  Value subject = EmitExpr(expr->operand, {want.type, nullptr, false});
  if (subject.IsError()) return subject;
  if (!subject.type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::OperatorTypes, expr->operand->range,
             Cat("`catch` handles the error of a result, this is a `", subject.type->name, "`"));
    return ErrorValue();
  }
  auto* e = static_cast<EnumType*>(subject.type);
  c_.CompleteEnum(e);
  // As a statement only the handler matters.
  Type* type = want.discard ? c_.types().void_type() : e->element;
  Value out = VoidValue();
  if (!type->IsVoid()) {
    out = Aggregate(type) ? TempPlace(type, want) : PlaceValue(b_.Local(Tir(type), "", ""), type);
  }
  tir::Block ok = b_.NewBlock(), fail = b_.NewBlock(), done = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(subject.type), subject.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), kOkCase)), ok,
         fail);
  EnterBlock(ok);
  if (!type->IsVoid())
    MoveInto(PlaceValue(b_.EnumPayload(Tir(subject.type), subject.v, kOkCase, 0), type), type,
             out.v);
  Br(done);
  EnterBlock(fail);
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  if (expr->error_name) {
    NamesUpTo names(*this, expr->handler->range);
    // The error stays in the subject, which lives until the end of the statement.
    Local* local = AddLocal(expr->error_name.text, c_.ErrorType(),
                            b_.EnumPayload(Tir(subject.type), subject.v, kErrCase, 0), false,
                            expr->error_name.range);
    b_.DebugPlace(local->place, Tir(local->type), local->name, c_.DebugName(local->type), 0);
  }
  bool failed = false;
  Want inner;
  inner.type = type->IsVoid() ? nullptr : type;
  inner.discard = type->IsVoid();
  Value handled = EmitExpr(expr->handler, inner);
  if (handled.IsError()) {
    failed = true;
  } else if (!b_.Terminated() && !type->IsVoid()) {
    handled = Convert(handled, type, expr->handler->range,
                      "the handler must give the value that the result would have had");
    failed = handled.IsError();
    if (!failed) MoveInto(handled, type, out.v);
  }
  CheckUnused(locals);
  locals_.resize(locals);
  PopCleanups(depth);
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
  if (failed) return ErrorValue();
  if (type->IsVoid()) return VoidValue();
  if (!Aggregate(type)) return ScalarValue(b_.Load(Tir(type), out.v), type);
  Own(&out);
  return out;
}

}  // namespace arc::check
