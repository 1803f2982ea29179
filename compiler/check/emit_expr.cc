// Expressions: the dispatch over their kinds.
#include "compiler/check/emitter.h"

namespace arc::check {

Value Emitter::EmitExpr(const Expr* expr, Want want) {
  // The parser bounds the depth of trees.
  if (!c_.Spend(expr->range)) return ErrorValue();
  // Constants and loads of scalar variables cannot fail: only debuggers ask for their places. Else
  // they stand where the expression around them does.
  auto is_scalar_leaf = [&] {
    switch (expr->kind) {
      case ExprKind::IntLiteral:
      case ExprKind::FloatLiteral:
      case ExprKind::CharLiteral:
      case ExprKind::BoolLiteral:
        return true;
      case ExprKind::Name: {
        const Local* local = FindLocal(llvm::cast<NameExpr>(expr)->name, false);
        return local && local->type && !Aggregate(local->type);
      }
      default:
        return false;
    }
  };
  if (c_.options().visibility || !is_scalar_leaf()) SetPosition(expr->range);
  if (b_.Terminated()) EnterDead();
  return EmitExprInner(expr, want);
}

Value Emitter::EmitExprInner(const Expr* expr, Want want) {
  if (want.type && want.type->Is(TypeKind::TypeType) &&
      (expr->kind == ExprKind::Tuple || expr->kind == ExprKind::Try ||
       expr->kind == ExprKind::Unwrap || expr->kind == ExprKind::Unary)) {
    // `(A, B)`, `T?`, `T!`, `*T` where a type is wanted are types.
    if (Type* type = TypeFromExpr(expr)) {
      Value v;
      v.kind = Value::Kind::Type;
      v.type = type;
      return v;
    }
  }
  switch (expr->kind) {
    case ExprKind::IntLiteral:
      return EmitIntLiteral(llvm::cast<IntLiteralExpr>(expr), false, expr->range, want);
    case ExprKind::FloatLiteral:
      return EmitFloatLiteral(llvm::cast<FloatLiteralExpr>(expr)->value, expr->range, want);
    case ExprKind::DurationLiteral:
      return ScalarValue(b_.ConstInt(Tir(c_.types().duration()),
                                     llvm::cast<DurationLiteralExpr>(expr)->nanoseconds),
                         c_.types().duration());
    case ExprKind::CharLiteral: {
      uint32_t v = llvm::cast<CharLiteralExpr>(expr)->value;
      Type* type = c_.types().character();
      Type* hint = want.type && want.type->Is(TypeKind::Optional) ? want.type->element : want.type;
      if (hint && hint->IsInteger() && v < 128) type = hint;
      return ScalarValue(b_.ConstInt(Tir(type), static_cast<int64_t>(v)), type);
    }
    case ExprKind::StringLiteral:
      return EmitStringLiteral(llvm::cast<StringLiteralExpr>(expr)->value, want);
    case ExprKind::InterpolatedString:
      return EmitInterpolation(llvm::cast<InterpolatedStringExpr>(expr), want);
    case ExprKind::BoolLiteral:
      return ScalarValue(b_.ConstBool(llvm::cast<BoolLiteralExpr>(expr)->value),
                         c_.types().boolean());
    case ExprKind::NullLiteral: {
      if (want.type && want.type->Is(TypeKind::Optional)) {
        Value out = TempPlace(want.type, want);
        b_.EnumInit(Tir(want.type), out.v, kNullCase);
        Own(&out);
        return out;
      }
      Value v = VoidValue();
      v.type = c_.types().null();
      return v;
    }
    case ExprKind::Name:
      return EmitName(llvm::cast<NameExpr>(expr), want);
    case ExprKind::Member:
      return EmitMember(llvm::cast<MemberExpr>(expr), want);
    case ExprKind::TupleMember:
      return EmitTupleMember(llvm::cast<TupleMemberExpr>(expr));
    case ExprKind::IntrinsicMember:
      return EmitIntrinsicMember(llvm::cast<IntrinsicMemberExpr>(expr));
    case ExprKind::ImplicitMember: {
      unsigned index = 0;
      Type* type = CaseTarget(expr, &index, want.type);
      if (!type) {
        c_.Error(DiagnosticKind::CannotInferType, expr->range,
                 Cat("the enum of `.", llvm::cast<ImplicitMemberExpr>(expr)->member.text,
                     "` is not known here"));
        return ErrorValue();
      }
      return EmitEnumConstruct(AsEnum(type), index, {}, want, expr->range);
    }
    case ExprKind::Call:
      return EmitCall(llvm::cast<CallExpr>(expr), want);
    case ExprKind::Index:
      return EmitIndex(llvm::cast<IndexExpr>(expr), false, want);
    case ExprKind::GenericApply: {
      auto* g = llvm::cast<GenericApplyExpr>(expr);
      if (std::optional<NamedTypeExpr> type = TypeOfApply(g); type && HasHoles(&*type)) {
        // The pattern is kept.
        auto* kept = new (c_.built_trees_) NamedTypeExpr(*type);
        kept->path = type->path.copy(c_.built_trees_);
        return EmitTypePattern(kept, expr->range);
      }
      if (Type* t = TypeFromExpr(expr)) {
        Value v;
        v.kind = Value::Kind::Type;
        v.type = t;
        return v;
      }
      SymbolRef ref = ResolvePath(g->base, nullptr);
      if (ref.kind == SymbolRef::Kind::Decl) {
        if (auto* f = llvm::dyn_cast<FuncDecl>(ref.entry.decl)) {
          if (f->generics.size() > f->written_generics)
            return FunctionByName(f, ref.entry.context, nullptr, expr->range, want);
          llvm::SmallVector<GenericBinding, 4> bindings;
          for (size_t i = 0; i < g->arguments.size() && i < f->generics.size(); ++i) {
            GenericEnv bound;
            bound.bindings = bindings;
            const TypeExpr* type = f->generics[i].type;
            auto arg = c_.ResolveGenericArg(
                g->arguments[i],
                type ? c_.ResolveType(type, ref.entry.context, &bound, nullptr) : nullptr, context_,
                env_, this);
            if (!arg) return ErrorValue();
            bindings.push_back({f->generics[i].name.text, *arg});
          }
          if (bindings.size() == f->generics.size())
            return FunctionValue(
                c_.Instance(f, ref.entry.context, bindings, nullptr, {}, nullptr, expr->range),
                want);
        }
      }
      if (auto* name = llvm::dyn_cast<NameExpr>(g->base);
          name && ref.kind == SymbolRef::Kind::None && !FindLocal(name->name, false))
        return EmitName(name, {});  // unknown
      c_.Error(DiagnosticKind::WrongGenericCount, expr->range,
               "this does not name a generic function or type");
      return ErrorValue();
    }
    case ExprKind::Unary:
      return EmitUnary(llvm::cast<UnaryExpr>(expr), want);
    case ExprKind::Binary:
      return EmitBinary(llvm::cast<BinaryExpr>(expr), want);
    case ExprKind::Range:
      return EmitRangeValue(llvm::cast<RangeExpr>(expr), want);
    case ExprKind::ArrayLiteral:
      return EmitArrayLiteral(llvm::cast<ArrayLiteralExpr>(expr), want);
    case ExprKind::MapLiteral:
      return EmitMapLiteral(llvm::cast<MapLiteralExpr>(expr), want);
    case ExprKind::SetLiteral:
      return EmitSetLiteral(llvm::cast<SetLiteralExpr>(expr), want);
    case ExprKind::StructLiteral:
      return EmitStructLiteral(llvm::cast<StructLiteralExpr>(expr), want);
    case ExprKind::Tuple:
      return EmitTuple(llvm::cast<TupleExpr>(expr), want);
    case ExprKind::Closure:
      return EmitClosure(llvm::cast<ClosureExpr>(expr), want);
    case ExprKind::If:
      return EmitIf(llvm::cast<IfExpr>(expr), want);
    case ExprKind::Match:
      return EmitMatch(llvm::cast<MatchExpr>(expr), want);
    case ExprKind::Block:
      return EmitBlockValue(llvm::cast<BlockExpr>(expr)->block, want);
    case ExprKind::Try:
      return EmitTry(llvm::cast<TryExpr>(expr), want);
    case ExprKind::Unwrap:
      return EmitUnwrap(llvm::cast<UnwrapExpr>(expr), want);
    case ExprKind::Catch:
      return EmitCatch(llvm::cast<CatchExpr>(expr), want);
    case ExprKind::Compute:
      return EmitCompute(llvm::cast<ComputeExpr>(expr), want);
    case ExprKind::Intrinsic:
      return EmitIntrinsic(llvm::cast<IntrinsicExpr>(expr), want);
    case ExprKind::Comptime:
      return EmitComptime(llvm::cast<ComptimeExpr>(expr), want);
    case ExprKind::Await:
    case ExprKind::Spawn:
      c_.Error(DiagnosticKind::NotAvailable, expr->range,
               "tasks are not available in this version of the compiler");
      return ErrorValue();
    case ExprKind::Code:
      return EmitQuote(llvm::cast<CodeExpr>(expr), want);
    case ExprKind::Splice:
      return EmitSplice(llvm::cast<SpliceExpr>(expr), want);
    case ExprKind::Type: {
      if (const TypeExpr* type = llvm::cast<TypeAsExpr>(expr)->type; HasHoles(type))
        return EmitTypePattern(type, expr->range);
      Value v;
      v.kind = Value::Kind::Type;
      v.type = ResolveType(llvm::cast<TypeAsExpr>(expr)->type);
      return v.type->IsError() ? ErrorValue() : v;
    }
    case ExprKind::Error:
      return ErrorValue();
  }
  return ErrorValue();
}

}  // namespace arc::check
