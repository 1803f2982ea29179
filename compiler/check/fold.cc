// Folding of expressions whose value is known while checking: constants, type questions, conditions
// of `comptime if`.
//
// This is the plain evaluator for trivial expressions; it runs no user functions. Integers are
// folded at 128 bits and must fit their type.
#include <cmath>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

constexpr unsigned kBits = kConstantBits;
// Constants that double each other must not fill the memory.
constexpr size_t kMaxConstantText = 1 << 20;

}  // namespace

// What the declaration's name stands for where it is a type without parameters; null if it is none.
Type* Checker::TypeOfDecl(DeclEntry entry) {
  auto* s = llvm::dyn_cast<StructDecl>(entry.decl);
  auto* e = llvm::dyn_cast<EnumDecl>(entry.decl);
  if ((s && s->generics.empty() && !s->is_compute) || (e && e->generics.empty()))
    return InstantiateNominal(entry, {}, nullptr);
  auto* alias = llvm::dyn_cast<TypeAliasDecl>(entry.decl);
  if (!alias || !alias->generics.empty()) return nullptr;
  Type* type = ResolveType(alias->type, entry.context, nullptr, nullptr);
  return type->IsError() ? nullptr : type;
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
  // Where a type is wanted, what runs during the build runs if it is one.
  auto wanted_type = [&](DeclEntry entry) -> Type* {
    if (!expected || !expected->Is(TypeKind::TypeType) ||
        !llvm::isa<ComptimeExpr>(llvm::cast<ConstDecl>(entry.decl)->value))
      return nullptr;
    Type* type = TypeOfConst(entry, expr->range);
    return type && !type->IsError() ? type : nullptr;
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
      if (emitter && emitter->HasHoles(llvm::cast<TypeAsExpr>(expr)->type)) return fail();
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
          if (Type* type = wanted_type(ref.entry)) return TypeValue(type, types_.type_type());
          if (ComptimeValue* run = ComptimeConst(ref.entry); run && run->type) {
            if ((v = Forced(run, report))) return finish(v);
            if (report && run->state == ComptimeValue::State::Failed) return {};
          }
          return fail();
        }
        if (Type* type = TypeOfDecl(ref.entry)) return TypeValue(type, types_.type_type());
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
      if (emitter && emitter->HasHoles(&type)) return fail();
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
        if (auto function = emitter->FunctionOf(m->base))
          if (ConstValue v = FoldFunctionMember(*function, m->member.text)) return finish(v);
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
              if (Type* type = wanted_type(ref.entry)) return TypeValue(type, types_.type_type());
            } else if (ref.kind == SymbolRef::Kind::Decl) {
              if (Type* type = TypeOfDecl(ref.entry)) return TypeValue(type, types_.type_type());
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
      // Of a list for `comptime for`.
      if (name == "length" && i->args.size() == 1 && emitter) {
        std::vector<Local> items;
        bool recognized = false;
        auto* list = llvm::dyn_cast<IntrinsicExpr>(i->args[0].value);
        if (list && emitter->IntrinsicList(list, &items, &recognized))
          return IntValue(static_cast<int64_t>(items.size()), types_.usize());
        if (recognized) return {};
      }
      if (name == "type") {
        if (i->type_args.size() != 1 || !i->args.empty()) return fail();
        if (emitter && emitter->HasHoles(i->type_args[0])) return fail();
        Type* t = ResolveType(i->type_args[0], context, env, emitter);
        return t->IsError() ? ConstValue{} : TypeValue(t, types_.type_type());
      }
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
        if (Type* type = FindTypeNamed(text.text, context, env))
          return type->IsError() ? ConstValue{} : TypeValue(type, types_.type_type());
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

}  // namespace arc::check
