// Folding of expressions whose value is known while checking: constants, type questions, conditions
// of `comptime if`.
//
// This is the plain evaluator for trivial expressions; it runs no user functions. Integers are
// folded at 128 bits and must fit their type.
#include <cmath>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

constexpr unsigned kBits = 128;
// Constants that double each other must not fill the memory.
constexpr size_t kMaxConstantText = 1 << 20;

ConstValue IntValue(llvm::APSInt v, Type* type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Int;
  c.integer = std::move(v);
  c.type = type;
  return c;
}
ConstValue IntValue(int64_t v, Type* type) {
  return IntValue(llvm::APSInt(llvm::APInt(kBits, static_cast<uint64_t>(v), true), false), type);
}
ConstValue BoolValue(bool b, Type* type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Bool;
  c.boolean = b;
  c.type = type;
  return c;
}
ConstValue StringValue(std::string s) {
  ConstValue c;
  c.kind = ConstValue::Kind::String;
  c.text = std::move(s);
  return c;
}
ConstValue TypeValue(Type* t, Type* type_type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Type;
  c.type_value = t;
  c.type = type_type;
  return c;
}

bool Fits(const llvm::APSInt& v, Type* type) {
  if (type->Is(TypeKind::Char)) return !v.isNegative() && v.getActiveBits() <= 21;
  if (type->Is(TypeKind::Duration)) return v.getSignificantBits() <= 64;
  if (!type->IsInteger()) return true;
  if (type->is_signed) return v.getSignificantBits() <= type->bits;
  return !v.isNegative() && v.getActiveBits() <= type->bits;
}

}  // namespace

ConstValue Checker::Evaluate(const Expr* expr, Type* expected, DeclContext* context,
                             const GenericEnv* env, Emitter* emitter, bool needed) {
  ConstValue value = Fold(expr, expected, context, env, emitter, /*report=*/false);
  if (value || !needed) return value;
  // Again, to say what is wrong, and to learn where folding ends.
  const size_t errors_before = diagnostics_.error_count();
  const Expr* outer = std::exchange(not_folded_, nullptr);
  value = Fold(expr, expected, context, env, emitter, /*report=*/true);
  if (!value && diagnostics_.error_count() == errors_before && not_folded_)
    value = EvaluateNow(expr, expected, context, env, emitter);
  not_folded_ = outer;
  return value;
}

// By running it. Reports when it has no value.
ConstValue Checker::EvaluateNow(const Expr* expr, Type* expected, DeclContext* context,
                                const GenericEnv* env, Emitter* emitter) {
  auto not_constant = [&] {
    Error(DiagnosticKind::NotConstant, not_folded_->range, "this is not known while compiling");
    return ConstValue{};
  };
  // Types are folded or not there.
  if (expected && expected->Is(TypeKind::TypeType)) return not_constant();
  // What only exists when the program runs is better said in the words of the place.
  if (auto* name = llvm::dyn_cast<NameExpr>(not_folded_)) {
    if (emitter && emitter->FindLocal(name->name)) return not_constant();
    SymbolRef ref = LookUp(name->name, context, env);
    if (ref.kind != SymbolRef::Kind::Decl || !llvm::isa<ConstDecl>(ref.entry.decl))
      return not_constant();
  }
  if (!options_.evaluator && !llvm::isa<ComptimeExpr>(expr)) return not_constant();
  // What only folding can do asks for itself when it is emitted.
  if (llvm::is_contained(evaluating_, expr)) return not_constant();
  // Integers need to fit only, as folded ones.
  const bool exact = expected && !expected->IsInteger();
  ComptimeValue* value;
  evaluating_.push_back(expr);
  if (emitter) {
    value = emitter->MakeThunk(expr, expected, exact);
  } else {
    Emitter scratch(*this, context, env, nullptr, nullptr);
    value = scratch.MakeThunk(expr, expected, exact);
  }
  evaluating_.pop_back();
  if (!value || !Force(value)) return {};
  if (ConstValue constant = ReadConst(value, value->type, 0)) {
    if (!expected || !expected->IsInteger() || constant.kind != ConstValue::Kind::Int ||
        Fits(constant.integer, expected))
      return constant;
    Error(DiagnosticKind::LiteralOutOfRange, expr->range,
          Cat("this is `", constant.Spell(), "`, which does not fit `", expected->name, "`"));
    return {};
  }
  Error(DiagnosticKind::NotConstant, expr->range,
        Cat("a `", value->type->name, "` is no value that can stand here"))
      .Note(
          "numbers, `bool`, `char`, texts and cases of enums without payload can, and structs, "
          "tuples and lists of them that are not large");
  return {};
}

// The value of a comptime constant, if it is there or (with `report`) needed now.
ConstValue Checker::Forced(ComptimeValue* value, bool report) {
  if (value->state != ComptimeValue::State::Done && (!report || !Force(value))) return {};
  return report ? ReadConst(value, value->type, 0) : ReadScalar(value);
}

Checker::ComptimePlace Checker::PlaceOf(const Expr* expr, DeclContext* context,
                                        const GenericEnv* env, Emitter* emitter, bool report) {
  auto whole = [&](ComptimeValue* value, Type* type, uint64_t offset) {
    if (!value || !type ||
        (value->state != ComptimeValue::State::Done && (!report || !Force(value))))
      return ComptimePlace{};
    return ComptimePlace{value, type, offset};
  };
  if (auto* name = llvm::dyn_cast<NameExpr>(expr)) {
    if (Local* local = emitter ? emitter->FindLocal(name->name) : nullptr)
      return whole(local->comptime, local->type, local->comptime_offset);
    SymbolRef ref = LookUp(name->name, context, env);
    if (ref.kind == SymbolRef::Kind::Generic && ref.generic->value.image)
      return whole(ref.generic->value.image, ref.generic->value.type, ref.generic->value.offset);
    if (ref.kind != SymbolRef::Kind::Decl || !llvm::isa<ConstDecl>(ref.entry.decl)) return {};
    ConstOf(ref.entry, expr->range);
    ComptimeValue* value = ComptimeConst(ref.entry);
    return value ? whole(value, value->type, 0) : ComptimePlace{};
  }
  if (auto* member = llvm::dyn_cast<MemberExpr>(expr)) {
    ComptimePlace base = PlaceOf(member->base, context, env, emitter, report);
    auto* s = AsStruct(base.type);
    if (!s || s->drop || s->copy_hook) return {};
    CompleteStruct(s);
    const int field = s->FindField(member->member.text);
    if (field < 0) return {};
    return {base.value, s->fields[static_cast<size_t>(field)].type,
            base.offset + thunks_.FieldOffset(Tir(s), static_cast<unsigned>(field))};
  }
  if (auto* index = llvm::dyn_cast<IndexExpr>(expr)) {
    ComptimePlace base = PlaceOf(index->base, context, env, emitter, report);
    if (!base.value) return {};
    ConstValue number = Fold(index->index, types_.usize(), context, env, emitter, report);
    std::vector<ComptimeElement> elements;
    if (number.kind != ConstValue::Kind::Int || base.type->Is(TypeKind::Tuple) ||
        !ReadListAt(base.value, base.type, base.offset, &elements))
      return {};
    const uint64_t at = number.integer.isNegative() ? ~uint64_t{0} : number.integer.getZExtValue();
    if (at >= elements.size()) return {};  // running it says so
    return {base.value, elements[at].type, elements[at].offset};
  }
  return {};
}

ConstValue Checker::Fold(const Expr* expr, Type* expected, DeclContext* context,
                         const GenericEnv* env, Emitter* emitter, bool report) {
  auto fail = [&]() -> ConstValue {
    if (report && !not_folded_) not_folded_ = expr;
    return {};
  };
  auto eval = [&](const Expr* e, Type* want) {
    return Fold(e, want, context, env, emitter, report);
  };
  auto finish = [&](ConstValue v) -> ConstValue {
    // Literals take the expected type; values must fit it.
    if (v.kind == ConstValue::Kind::Int && expected &&
        (expected->IsNumeric() || expected->Is(TypeKind::Char))) {
      if (!v.type && expected->Is(TypeKind::Float)) {
        v.kind = ConstValue::Kind::Float;
        v.real = v.integer.roundToDouble();
        v.type = expected;
      } else if (!v.type) {
        v.type = expected;
      }
      if (v.kind == ConstValue::Kind::Int && !Fits(v.integer, v.type)) {
        if (report)
          Error(DiagnosticKind::LiteralOutOfRange, expr->range,
                Cat("`", v.Spell(), "` does not fit `", v.type->name, "`"));
        return {};
      }
    }
    return v;
  };
  switch (expr->kind) {
    case ExprKind::IntLiteral: {
      auto* i = llvm::cast<IntLiteralExpr>(expr);
      if (i->value->getActiveBits() > 64) return fail();
      return finish(IntValue(llvm::APSInt(i->value->zextOrTrunc(kBits), false),
                             i->is_size ? types_.usize() : nullptr));
    }
    case ExprKind::FloatLiteral: {
      ConstValue c;
      c.kind = ConstValue::Kind::Float;
      c.real = llvm::cast<FloatLiteralExpr>(expr)->value;
      if (expected && expected->Is(TypeKind::Float)) c.type = expected;
      return c;
    }
    case ExprKind::DurationLiteral:
      return IntValue(llvm::cast<DurationLiteralExpr>(expr)->nanoseconds, types_.duration());
    case ExprKind::CharLiteral: {
      uint32_t v = llvm::cast<CharLiteralExpr>(expr)->value;
      return IntValue(v,
                      expected && expected->IsInteger() && v < 128 ? expected : types_.character());
    }
    case ExprKind::StringLiteral:
      return StringValue(std::string(llvm::cast<StringLiteralExpr>(expr)->value));
    case ExprKind::BoolLiteral:
      return BoolValue(llvm::cast<BoolLiteralExpr>(expr)->value, types_.boolean());
    case ExprKind::Tuple: {
      auto* t = llvm::cast<TupleExpr>(expr);
      if (t->elements.size() == 1) return eval(t->elements[0], expected);
      if (t->elements.empty()) return TypeValue(types_.void_type(), types_.type_type());
      llvm::SmallVector<Type*, 4> types;  // `(A, B)` in the place of a value
      for (const Expr* element : t->elements) {
        ConstValue v = Fold(element, nullptr, context, env, emitter, false);
        if (v.kind != ConstValue::Kind::Type) return fail();
        types.push_back(v.type_value);
        if (!Bounded(v.type_value, element->range)) return {};
      }
      return TypeValue(types_.Tuple(types), types_.type_type());
    }
    case ExprKind::Type: {
      Type* t = ResolveType(llvm::cast<TypeAsExpr>(expr)->type, context, env, emitter);
      if (t->IsError()) return {};
      return TypeValue(t, types_.type_type());
    }
    case ExprKind::Name: {
      std::string_view name = llvm::cast<NameExpr>(expr)->name;
      if (emitter) {
        if (Local* local = emitter->FindLocal(name)) {
          if (local->constant) return finish(local->constant);
          if (local->comptime)
            if (ConstValue v = Forced(local->comptime, report)) return finish(v);
          return fail();
        }
      }
      SymbolRef ref = LookUp(name, context, env);
      if (ref.kind == SymbolRef::Kind::Generic) {
        if (ref.generic->type) return TypeValue(ref.generic->type, types_.type_type());
        return finish(ref.generic->value);
      }
      if (ref.kind == SymbolRef::Kind::Type) return TypeValue(ref.type, types_.type_type());
      if (ref.kind == SymbolRef::Kind::Decl) {
        if (llvm::isa<ConstDecl>(ref.entry.decl)) {
          ConstValue v = ConstOf(ref.entry, expr->range);
          if (v) return finish(v);
          if (consts_[ref.entry.decl].broken) {
            met_broken_ = true;
            return {};
          }
          if (ComptimeValue* run = ComptimeConst(ref.entry); run && run->type) {
            if ((v = Forced(run, report))) return finish(v);
            if (report && run->state == ComptimeValue::State::Failed) return {};
          }
          return fail();
        }
        if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl);
            s && s->generics.empty() && !s->is_compute)
          return TypeValue(InstantiateNominal(ref.entry, {}, nullptr), types_.type_type());
        if (auto* e = llvm::dyn_cast<EnumDecl>(ref.entry.decl); e && e->generics.empty())
          return TypeValue(InstantiateNominal(ref.entry, {}, nullptr), types_.type_type());
      }
      return fail();
    }
    case ExprKind::GenericApply: {
      auto* g = llvm::cast<GenericApplyExpr>(expr);
      auto* name = llvm::dyn_cast<NameExpr>(g->base);
      if (!name) return fail();
      NamedTypeExpr type;
      type.kind = TypeExprKind::Named;
      type.range = expr->range;
      Identifier id{name->name, g->base->range};
      type.path = llvm::ArrayRef<Identifier>(&id, 1);
      type.arguments = g->arguments;
      type.has_arguments = true;
      SymbolRef ref = LookUp(name->name, context, env);
      if (ref.kind != SymbolRef::Kind::Decl || llvm::isa<FuncDecl>(ref.entry.decl)) return fail();
      Type* t = ResolveType(&type, context, env, emitter);
      if (t->IsError()) return {};
      return TypeValue(t, types_.type_type());
    }
    case ExprKind::Index: {
      ComptimePlace place = PlaceOf(expr, context, env, emitter, report);
      ConstValue part =
          place.value ? ReadScalarAt(place.value, place.type, place.offset) : ConstValue{};
      return part ? finish(part) : fail();
    }
    case ExprKind::Member: {
      auto* m = llvm::cast<MemberExpr>(expr);
      if (ComptimePlace place = PlaceOf(expr, context, env, emitter, report); place.value) {
        ConstValue part = ReadScalarAt(place.value, place.type, place.offset);
        return part ? finish(part) : fail();
      }
      if (emitter) {
        if (auto field = emitter->FieldOf(m->base))
          if (ConstValue v = FoldFieldMember(*field, m->member.text)) return finish(v);
        if (auto variant = emitter->VariantOf(m->base))
          if (ConstValue v = FoldVariantMember(*variant, m->member.text)) return finish(v);
        if (auto* n = llvm::dyn_cast<NameExpr>(m->base)) {
          if (Local* local = emitter->FindLocal(n->name);
              local && local->is_pack && m->member.text == "len")
            return finish(IntValue(static_cast<int64_t>(local->pack.size()), nullptr));
        }
      }
      if (auto* n = llvm::dyn_cast<NameExpr>(m->base)) {
        if (!(emitter && emitter->FindLocal(n->name))) {
          SymbolRef base = LookUp(n->name, context, env);
          if (base.kind == SymbolRef::Kind::Package) {
            SymbolRef ref = LookUpIn(base.package, m->member.text, context);
            if (ref.kind == SymbolRef::Kind::Decl && llvm::isa<ConstDecl>(ref.entry.decl)) {
              ConstValue v = ConstOf(ref.entry, expr->range);
              if (v) return finish(v);
            }
          }
          // A plain enum's case.
          if (base.kind == SymbolRef::Kind::Decl && llvm::isa<EnumDecl>(base.entry.decl) &&
              llvm::cast<EnumDecl>(base.entry.decl)->generics.empty()) {
            auto* e = AsEnum(InstantiateNominal(base.entry, {}, nullptr));
            CompleteEnum(e);
            int index = e->FindCase(m->member.text);
            if (index >= 0 && e->is_plain) return IntValue(index, e);
          }
        }
      }
      return fail();
    }
    case ExprKind::Try:
    case ExprKind::Unwrap: {
      // `T?` and `T!` in the place of a value parse as operators on a name.
      const Expr* operand = expr->kind == ExprKind::Try ? llvm::cast<TryExpr>(expr)->operand
                                                        : llvm::cast<UnwrapExpr>(expr)->operand;
      ConstValue v = Fold(operand, nullptr, context, env, emitter, false);
      if (v.kind != ConstValue::Kind::Type) return fail();
      return TypeValue(expr->kind == ExprKind::Try
                           ? static_cast<Type*>(types_.Optional(v.type_value))
                           : static_cast<Type*>(types_.Result(v.type_value)),
                       types_.type_type());
    }
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(expr);
      if (u->op == UnaryOp::Dereference) {  // `*T`
        ConstValue v = Fold(u->operand, nullptr, context, env, emitter, false);
        if (v.kind != ConstValue::Kind::Type) return fail();
        return TypeValue(types_.Pointer(v.type_value), types_.type_type());
      }
      if (u->op == UnaryOp::Negate && llvm::isa<IntLiteralExpr>(u->operand)) {
        ConstValue v = eval(u->operand, nullptr);
        if (!v) return v;
        v.integer = -v.integer;
        return finish(v);
      }
      ConstValue v = eval(u->operand, expected);
      if (!v) return v;
      switch (u->op) {
        case UnaryOp::Negate:
          if (v.kind == ConstValue::Kind::Float) {
            v.real = -v.real;
            return v;
          }
          if (v.kind != ConstValue::Kind::Int) return fail();
          v.integer = -v.integer;
          return finish(v);
        case UnaryOp::Not:
          if (v.kind != ConstValue::Kind::Bool) return fail();
          v.boolean = !v.boolean;
          return v;
        case UnaryOp::BitNot:
          if (v.kind != ConstValue::Kind::Int) return fail();
          v.integer = ~v.integer;
          if (v.type && v.type->IsInteger() && !v.type->is_signed)
            v.integer &= llvm::APSInt(llvm::APInt::getLowBitsSet(kBits, v.type->bits), false);
          return finish(v);
        default:
          return fail();
      }
    }
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(expr);
      ConstValue l = eval(
          b->lhs, b->op == BinaryOp::Equal || b->op == BinaryOp::NotEqual ? nullptr : expected);
      if (!l) return l;
      if (b->op == BinaryOp::LogicalAnd || b->op == BinaryOp::LogicalOr) {
        if (l.kind != ConstValue::Kind::Bool) return fail();
        if (l.boolean == (b->op == BinaryOp::LogicalOr)) return l;
        ConstValue r = eval(b->rhs, nullptr);
        if (r.kind != ConstValue::Kind::Bool) return r ? fail() : r;
        return r;
      }
      ConstValue r = eval(
          b->rhs, l.type && b->op != BinaryOp::Shl && b->op != BinaryOp::Shr ? l.type : nullptr);
      if (!r) return r;
      if (l.kind == ConstValue::Kind::Int && r.kind == ConstValue::Kind::Float && !l.type) {
        l.kind = ConstValue::Kind::Float;
        l.real = l.integer.roundToDouble();
      }
      if (r.kind == ConstValue::Kind::Int && l.kind == ConstValue::Kind::Float && !r.type) {
        r.kind = ConstValue::Kind::Float;
        r.real = r.integer.roundToDouble();
      }
      if (l.kind != r.kind) return fail();
      Type* type = l.type ? l.type : r.type;
      if (b->op == BinaryOp::Equal) return BoolValue(l == r, types_.boolean());
      if (b->op == BinaryOp::NotEqual) return BoolValue(!(l == r), types_.boolean());
      if (l.kind == ConstValue::Kind::String && b->op == BinaryOp::Add) {
        if (l.text.size() + r.text.size() > kMaxConstantText) {
          if (report)
            Error(DiagnosticKind::NotConstant, expr->range,
                  "a text constant can be 1 MB long, this one is longer");
          return {};
        }
        return StringValue(l.text + r.text);
      }
      if (l.kind == ConstValue::Kind::Float) {
        ConstValue v = l;
        v.type = type;
        switch (b->op) {
          case BinaryOp::Add:
            v.real = l.real + r.real;
            return v;
          case BinaryOp::Sub:
            v.real = l.real - r.real;
            return v;
          case BinaryOp::Mul:
            v.real = l.real * r.real;
            return v;
          case BinaryOp::Div:
            v.real = l.real / r.real;
            return v;
          case BinaryOp::Rem:
            v.real = std::fmod(l.real, r.real);
            return v;
          case BinaryOp::Less:
            return BoolValue(l.real < r.real, types_.boolean());
          case BinaryOp::LessEqual:
            return BoolValue(l.real <= r.real, types_.boolean());
          case BinaryOp::Greater:
            return BoolValue(l.real > r.real, types_.boolean());
          case BinaryOp::GreaterEqual:
            return BoolValue(l.real >= r.real, types_.boolean());
          default:
            return fail();
        }
      }
      if (l.kind != ConstValue::Kind::Int) return fail();
      const llvm::APSInt &x = l.integer, &y = r.integer;
      switch (b->op) {
        case BinaryOp::Add:
          return finish(IntValue(x + y, type));
        case BinaryOp::Sub:
          return finish(IntValue(x - y, type));
        case BinaryOp::Mul:
          return finish(IntValue(x * y, type));
        case BinaryOp::Div:
        case BinaryOp::Rem:
          if (y == 0) {
            if (report) Error(DiagnosticKind::ConstantPanics, expr->range, "division by zero");
            return {};
          }
          return finish(IntValue(b->op == BinaryOp::Div ? x / y : x % y, type));
        case BinaryOp::BitAnd:
          return finish(IntValue(x & y, type));
        case BinaryOp::BitOr:
          return finish(IntValue(x | y, type));
        case BinaryOp::BitXor:
          return finish(IntValue(x ^ y, type));
        case BinaryOp::Shl:
          if (y.isNegative() || y.getActiveBits() > 7) return fail();
          return finish(IntValue(llvm::APSInt(x.shl(y.getZExtValue()), false), l.type));
        case BinaryOp::Shr:
          if (y.isNegative() || y.getActiveBits() > 7) return fail();
          return finish(IntValue(llvm::APSInt(x.ashr(y.getZExtValue()), false), l.type));
        case BinaryOp::Less:
          return BoolValue(x < y, types_.boolean());
        case BinaryOp::LessEqual:
          return BoolValue(x <= y, types_.boolean());
        case BinaryOp::Greater:
          return BoolValue(x > y, types_.boolean());
        case BinaryOp::GreaterEqual:
          return BoolValue(x >= y, types_.boolean());
        default:
          return fail();
      }
    }
    case ExprKind::Comptime: {
      const Expr* inner = llvm::cast<ComptimeExpr>(expr)->value;
      if (auto* block = llvm::dyn_cast<BlockExpr>(inner); block && block->block->stmts.size() == 1)
        if (auto* s = llvm::dyn_cast<ExprStmt>(block->block->stmts[0]))
          return eval(s->expr, expected);
      return eval(inner, expected);
    }
    case ExprKind::Splice: {
      ConstValue v = emitter ? emitter->SpliceConstant(llvm::cast<SpliceExpr>(expr)) : ConstValue{};
      if (!v) return fail();
      // As a literal, it takes the type that is expected if it fits.
      if (expected && expected->IsNumeric() && v.kind == ConstValue::Kind::Int) v.type = nullptr;
      return finish(v);
    }
    case ExprKind::If: {
      auto* i = llvm::cast<IfExpr>(expr);
      if (i->condition.pattern || !i->else_branch || i->then_block->stmts.size() != 1)
        return fail();
      ConstValue c = eval(i->condition.value, types_.boolean());
      if (c.kind != ConstValue::Kind::Bool) return c ? fail() : c;
      if (!c.boolean) return eval(i->else_branch, expected);
      auto* s = llvm::dyn_cast<ExprStmt>(i->then_block->stmts[0]);
      return s ? eval(s->expr, expected) : fail();
    }
    case ExprKind::Block: {
      auto* block = llvm::cast<BlockExpr>(expr)->block;
      if (block->stmts.size() != 1) return fail();
      auto* s = llvm::dyn_cast<ExprStmt>(block->stmts[0]);
      return s ? eval(s->expr, expected) : fail();
    }
    case ExprKind::Intrinsic: {
      auto* i = llvm::cast<IntrinsicExpr>(expr);
      std::string_view name = i->name.text;
      if (std::optional<ConstValue> v = FoldAnnotations(i, context, env, emitter))
        return *v ? *v : fail();
      auto type_arg = [&](size_t index) -> Type* {
        if (index < i->type_args.size()) {
          Type* t = ResolveType(i->type_args[index], context, env, emitter);
          return t->IsError() ? nullptr : t;
        }
        index -= i->type_args.size();
        if (index >= i->args.size()) return nullptr;
        ConstValue v = Fold(i->args[index].value, types_.type_type(), context, env, emitter, false);
        return v.kind == ConstValue::Kind::Type ? v.type_value : nullptr;
      };
      if (name == "embed_file" && i->args.size() == 1) {
        return EmbedFile(i, eval(i->args[0].value, nullptr), context);
      }
      if (name == "typeof") {
        if (!emitter || i->args.empty()) return fail();
        Type* type = emitter->TypeOf(i->args[0].value);
        if (type->IsError()) return {};
        return TypeValue(type, types_.type_type());
      }
      if (name == "pack_type") {
        if (!emitter || i->args.empty()) return fail();
        auto* n = llvm::dyn_cast<NameExpr>(i->args[0].value);
        Local* local = n ? emitter->FindLocal(n->name) : nullptr;
        if (!local || !local->is_pack) return fail();
        llvm::SmallVector<Type*, 4> elements;
        for (Local* l : local->pack) elements.push_back(l->type);
        return TypeValue(types_.Tuple(elements), types_.type_type());
      }
      if (name == "fieldtype") {
        if (!emitter || i->args.empty()) return fail();
        auto f = emitter->FieldOf(i->args[0].value);
        if (!f) return fail();
        if (f->case_index >= 0)
          return TypeValue(AsEnum(f->owner)->cases[f->case_index].payload[f->index].type,
                           types_.type_type());
        if (f->owner->Is(TypeKind::Tuple))
          return TypeValue(f->owner->elements[f->index], types_.type_type());
        return TypeValue(AsStruct(f->owner)->fields[f->index].type, types_.type_type());
      }
      if (name == "type_by_name") {
        if (i->args.empty()) return fail();
        ConstValue text = eval(i->args[0].value, nullptr);
        if (text.kind != ConstValue::Kind::String) return fail();
        SymbolRef ref = LookUp(text.text, context, env);
        if (ref.kind == SymbolRef::Kind::Type) return TypeValue(ref.type, types_.type_type());
        if (ref.kind == SymbolRef::Kind::Generic && ref.generic->type)
          return TypeValue(ref.generic->type, types_.type_type());
        if (ref.kind == SymbolRef::Kind::Decl) {
          auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl);
          auto* e = llvm::dyn_cast<EnumDecl>(ref.entry.decl);
          auto* alias = llvm::dyn_cast<TypeAliasDecl>(ref.entry.decl);
          if ((s && s->generics.empty() && !s->is_compute) || (e && e->generics.empty()))
            return TypeValue(InstantiateNominal(ref.entry, {}, nullptr), types_.type_type());
          if (alias && alias->generics.empty()) {
            Type* type = ResolveType(alias->type, ref.entry.context, nullptr, nullptr);
            return type->IsError() ? ConstValue{} : TypeValue(type, types_.type_type());
          }
        }
        if (report)
          Error(DiagnosticKind::UnknownType, i->args[0].value->range,
                Cat("there is no type named `", text.text, "` here"))
              .Note("generic types have no name without their arguments");
        return {};
      }
      Type* t = type_arg(0);
      if (!t) return fail();
      if (name == "kind") return StringValue(std::string(KindName(*this, t)));
      if (name == "name_of") return StringValue(t->name);
      if (name == "is_trivial") return BoolValue(IsTrivial(t), types_.boolean());
      if (name == "is_wire") return BoolValue(IsWire(t, nullptr), types_.boolean());
      if (name == "has_zero") return BoolValue(HasZero(t), types_.boolean());
      if (name == "ends_unseen") return BoolValue(EndsUnseen(t), types_.boolean());
      if (name == "is_signed") return BoolValue(t->is_signed, types_.boolean());
      if (name == "is_boxed") {  // an enum that contains itself: its values are counted references
        auto* e = AsEnum(t);
        if (e) CompleteEnum(e);
        return BoolValue(e && e->is_boxed, types_.boolean());
      }
      if (name == "is_plain") {
        auto* e = AsEnum(t);
        if (e) CompleteEnum(e);
        return BoolValue(e && e->is_plain, types_.boolean());
      }
      if (name == "is_bits") return BoolValue(IsBits(t, nullptr), types_.boolean());
      if (name == "is_size") return BoolValue(t->is_size, types_.boolean());
      if (name == "sizeof" || name == "alignof") {
        // What the language fixes; sizes of structs and enums are the lowering's.
        Type* scalar = t;
        uint64_t count = 1;
        while (scalar->Is(TypeKind::Array) && name == "sizeof") {
          count *= scalar->count;
          scalar = scalar->element;
        }
        uint64_t size = scalar->IsNumeric()          ? scalar->bits / 8
                        : scalar->Is(TypeKind::Bool) ? 1
                        : scalar->Is(TypeKind::Char) ? 4
                        : scalar->Is(TypeKind::Duration) || scalar->Is(TypeKind::Pointer) ? 8
                                                                                          : 0;
        if (size == 0) return fail();
        return finish(IntValue(static_cast<int64_t>(size * count), types_.usize()));
      }
      if (name == "bits") return finish(IntValue(t->bits, types_.usize()));
      if (name == "fingerprint") {
        return IntValue(llvm::APSInt(llvm::APInt(kBits, Fingerprint(t)), false),
                        types_.Int(64, false));
      }
      if (name == "has_method") {
        if (i->args.empty()) return fail();
        ConstValue text = eval(i->args.back().value, nullptr);
        if (text.kind != ConstValue::Kind::String) return fail();
        return BoolValue(HasMethod(t, text.text, context), types_.boolean());
      }
      if (name == "element") {
        if (t->element) return TypeValue(t->element, types_.type_type());
        if (auto* s = AsStruct(t); s && !s->args.empty() && s->args[0].type)
          return TypeValue(s->args[0].type, types_.type_type());
        return fail();
      }
      if (name == "key" || name == "value") {
        auto* s = AsStruct(t);
        size_t index = name == "key" ? 0 : 1;
        if (s && s->args.size() > index && s->args[index].type)
          return TypeValue(s->args[index].type, types_.type_type());
        return fail();
      }
      if (name == "field_type") {  // @field_type(T, index)
        ConstValue n = i->args.empty() ? ConstValue{} : eval(i->args.back().value, types_.usize());
        if (n.kind != ConstValue::Kind::Int) return fail();
        size_t index = n.integer.getZExtValue();
        Complete(t);
        if (t->Is(TypeKind::Tuple) && index < t->elements.size())
          return TypeValue(t->elements[index], types_.type_type());
        if (auto* s = AsStruct(t); s && index < s->fields.size())
          return TypeValue(s->fields[index].type, types_.type_type());
        return fail();
      }
      if (name == "length") {
        if (t->Is(TypeKind::Array))
          return finish(IntValue(static_cast<int64_t>(t->count), types_.usize()));
        if (t->Is(TypeKind::Tuple))
          return finish(IntValue(static_cast<int64_t>(t->elements.size()), types_.usize()));
        if (t->IsVoid()) return finish(IntValue(0, types_.usize()));
        Complete(t);
        if (auto* s = AsStruct(t))
          return finish(IntValue(static_cast<int64_t>(s->fields.size()), types_.usize()));
        if (auto* e = AsEnum(t))
          return finish(IntValue(static_cast<int64_t>(e->cases.size()), types_.usize()));
        return fail();
      }
      if (name == "min_of" || name == "max_of") {
        if (!t->IsInteger()) return fail();
        llvm::APInt v = name == "max_of"
                            ? (t->is_signed ? llvm::APInt::getSignedMaxValue(t->bits).zext(kBits)
                                            : llvm::APInt::getMaxValue(t->bits).zext(kBits))
                            : (t->is_signed ? llvm::APInt::getSignedMinValue(t->bits).sext(kBits)
                                            : llvm::APInt(kBits, 0));
        return IntValue(llvm::APSInt(v, false), t);
      }
      return fail();
    }
    case ExprKind::Call: {
      auto* call = llvm::cast<CallExpr>(expr);
      // The predicates of `where` clauses, unless the program declares a function of that name.
      if (auto* n = llvm::dyn_cast<NameExpr>(call->callee); n && call->args.size() == 1) {
        if (LookUp(n->name, context, env).kind == SymbolRef::Kind::None) {
          ConstValue t =
              Fold(call->args[0].value, types_.type_type(), context, env, emitter, false);
          if (t.kind == ConstValue::Kind::Type) {
            if (std::optional<bool> holds = Predicate(n->name, t.type_value))
              return BoolValue(*holds, types_.boolean());
          }
        }
      }
      if (auto* g = llvm::dyn_cast<GenericApplyExpr>(call->callee)) {
        auto* n = llvm::dyn_cast<NameExpr>(g->base);
        if (n && n->name == "cast" && g->arguments.size() == 1 && call->args.size() == 1) {
          Type* t = ResolveType(g->arguments[0], context, env, emitter);
          ConstValue v = eval(call->args[0].value, nullptr);
          if (v.kind == ConstValue::Kind::Int && (t->IsInteger() || t->Is(TypeKind::Char))) {
            v.type = t;
            if (Fits(v.integer, t)) return v;
          }
        }
      }
      return fail();
    }
    default:
      return fail();
  }
}

namespace {
// Made of literals, operators and names only: when such an initializer has no value, that is an
// error.
bool LooksConstant(const Expr* e) {
  switch (e->kind) {
    case ExprKind::IntLiteral:
    case ExprKind::FloatLiteral:
    case ExprKind::DurationLiteral:
    case ExprKind::CharLiteral:
    case ExprKind::BoolLiteral:
      return true;
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(e);
      return u->op != UnaryOp::AddressOf && u->op != UnaryOp::Dereference &&
             LooksConstant(u->operand);
    }
    case ExprKind::Binary: {
      auto* b = llvm::cast<BinaryExpr>(e);
      auto side = [](const Expr* x) { return x->kind == ExprKind::Name || LooksConstant(x); };
      return b->op != BinaryOp::Coalesce && side(b->lhs) && side(b->rhs);
    }
    case ExprKind::Tuple: {
      auto* t = llvm::cast<TupleExpr>(e);
      return t->elements.size() == 1 && LooksConstant(t->elements[0]);
    }
    default:
      return false;
  }
}
}  // namespace

ConstValue Checker::ConstOf(DeclEntry entry, SourceRange use) {
  auto* decl = llvm::cast<ConstDecl>(entry.decl);
  ConstState& state = consts_[decl];
  if (state.completion == Completion::Done) return state.value;
  if (state.completion == Completion::Running) {
    auto report = Error(DiagnosticKind::RecursiveConstant, decl->name.range,
                        Cat("the value of `", decl->name.text, "` needs itself"));
    // Each constant on the way, with the place that needs the next.
    size_t first = 0;
    while (first < running_consts_.size() && running_consts_[first].first != decl) ++first;
    for (size_t i = first; i + 1 <= running_consts_.size() && running_consts_.size() - first > 1;
         ++i) {
      const bool last = i + 1 == running_consts_.size();
      report.Note(last ? use : running_consts_[i + 1].second,
                  Cat("`", running_consts_[i].first->name.text, "` needs `",
                      (last ? decl : running_consts_[i + 1].first)->name.text, "` here"));
    }
    state.broken = true;
    return {};
  }
  state.completion = Completion::Running;
  running_consts_.push_back({decl, use});
  const size_t errors_before = diagnostics_.error_count();
  const bool outer_met_broken = std::exchange(met_broken_, false);
  Type* type = decl->type ? ResolveType(decl->type, entry.context, nullptr, nullptr) : nullptr;
  ConstValue value = type && type->IsError()
                         ? ConstValue{}
                         : Evaluate(decl->value, type, entry.context, nullptr, nullptr,
                                    LooksConstant(decl->value) && (!type || !IsAggregate(type)));
  running_consts_.pop_back();
  if (value && type) {
    // Only plain values stand for themselves; `const X: T? = 3` and the like become globals.
    bool plain = (value.kind == ConstValue::Kind::Int &&
                  (value.type == type || type->IsInteger() || type->Is(TypeKind::Duration))) ||
                 (value.kind == ConstValue::Kind::Float && type->Is(TypeKind::Float)) ||
                 (value.kind == ConstValue::Kind::Bool && type->Is(TypeKind::Bool)) ||
                 (value.kind == ConstValue::Kind::String && IsLang(type, "string")) ||
                 value.kind == ConstValue::Kind::Type;
    if (!plain) value = {};
    if (plain && value.kind != ConstValue::Kind::Type) value.type = type;
  } else if (value && !value.type) {
    value.type = value.kind == ConstValue::Kind::Int     ? types_.Int(64, true)
                 : value.kind == ConstValue::Kind::Float ? types_.Float(64)
                 : value.kind == ConstValue::Kind::Bool  ? types_.boolean()
                                                         : static_cast<Type*>(StringType());
  }
  ConstState& done = consts_[decl];
  done.completion = Completion::Done;
  if (diagnostics_.error_count() != errors_before || met_broken_) done.broken = true;
  met_broken_ = outer_met_broken;
  done.value = value;
  done.type = type ? type : value ? value.type : nullptr;
  if (!value && !done.broken && !(type && type->IsError()) &&
      llvm::isa<ComptimeExpr>(decl->value) && entry.context->package == current_) {
    // Its value comes when it was run; until then code refers to the image.
    ComptimeValue* run = NewComptime(decl->value->range);
    run->name = std::string(decl->name.text);
    run->image = GlobalSymbol(entry);
    run->linkage = tir::Linkage::Exported;
    run->type = type;
    done.comptime = run;
    comptime_images_[run->image] = run;
    FuncInstance* emitting = std::exchange(emitting_, nullptr);
    Emitter emitter(*this, entry.context, nullptr, nullptr, nullptr);
    emitter.EmitThunk(run, decl->value, type, /*exact=*/type != nullptr);
    emitting_ = emitting;
    consts_[decl].type = run->type;
    if (run->state == ComptimeValue::State::Failed) consts_[decl].broken = true;
  }
  return value;
}

Type* Checker::ConstType(DeclEntry entry) {
  auto* decl = llvm::cast<ConstDecl>(entry.decl);
  ConstOf(entry);
  if (ComptimeValue* run = consts_[decl].comptime) {
    if (run->type) return run->type;
    if (run->state == ComptimeValue::State::Emitting)
      Error(DiagnosticKind::RecursiveConstant, decl->name.range,
            Cat("the type of `", decl->name.text, "` needs its value, which needs itself"))
          .Note(Cat("write the type: `const ", decl->name.text, ": T = …`"));
    return types_.error();
  }
  if (Type* known = consts_[decl].type;
      known && (consts_[decl].value || consts_[decl].global_defined))
    return known;
  if (consts_[decl].global_defined) return consts_[decl].type ? consts_[decl].type : types_.error();
  // A global: its initializer is emitted as a function that fills the place at first use.
  consts_[decl].global_defined = true;
  Type* type = consts_[decl].type;
  if (!type && consts_[decl].broken) return consts_[decl].type = types_.error();
  if (!type) {
    Emitter scratch(*this, entry.context, nullptr, nullptr, nullptr);
    type = scratch.TypeOf(decl->value);
    consts_[decl].type = type;
  }
  if (type->IsError()) return type;
  std::string symbol = GlobalSymbol(entry);
  const bool own = entry.context->package == current_;
  if (!own && llvm::isa<ComptimeExpr>(decl->value)) {
    // Its package has run it.
    builder_.DefineGlobal(symbol, Tir(type), "", tir::Linkage::Internal);
    return type;
  }
  tir::Linkage linkage = own ? tir::Linkage::Exported : tir::Linkage::LinkOnce;
  FuncInstance* init;
  instances_.push_back(std::make_unique<FuncInstance>());
  init = instances_.back().get();
  init->context = entry.context;
  init->symbol = symbol + ".initialize";
  init->display = init->symbol;
  tir::FunctionInfo info;
  info.symbol = init->symbol;
  info.display_name = init->display;
  info.position = Position(decl->range);
  info.linkage = linkage;
  tir::ParamInfo place;
  place.name = "place";
  place.type = builder_.Ptr();
  place.pointee = Tir(type);
  place.is_result_place = true;
  info.params.push_back(place);
  init->function = builder_.DeclareFunction(info);
  builder_.DefineGlobal(symbol, Tir(type), init->symbol, linkage);
  DeclContext* context = entry.context;
  Queue(init->symbol, [this, init, decl, context, type] {
    if (builder_.HasBody(init->function)) return;
    Emitter emitter(*this, context, nullptr, nullptr, nullptr);
    emitter.result_type_ = types_.void_type();
    builder_.StartBody(init->function);
    emitter.EmitInto(decl->value, type, builder_.Param(init->function, 0));
    // Every thread may read the constant: what it owns is never counted and never freed.
    if (!IsTrivial(type) && Lang("immortal") && !builder_.Terminated())
      emitter.CallLang(
          "immortal", {GenericArg{type}},
          {emitter.ScalarValue(builder_.Param(init->function, 0), types_.Pointer(type))}, {});
    emitter.PopCleanups(0);
    if (!builder_.Terminated()) builder_.Return();
  });
  return type;
}

}  // namespace arc::check
