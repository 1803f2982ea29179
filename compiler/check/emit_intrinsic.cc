// Compiler intrinsics: `@name(…)`, and members by reflection `v.@field(f)`.
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

struct Unary {
  std::string_view name;
  tir::Intrinsic intrinsic;
};
constexpr Unary kFloatUnary[] = {
    {"sqrt", tir::Intrinsic::Sqrt},   {"floor", tir::Intrinsic::Floor},
    {"ceil", tir::Intrinsic::Ceil},   {"trunc", tir::Intrinsic::Trunc},
    {"round", tir::Intrinsic::Round}, {"round_even", tir::Intrinsic::RoundEven},
};
constexpr Unary kIntUnary[] = {
    {"popcount", tir::Intrinsic::CountOnes},    {"clz", tir::Intrinsic::LeadingZeros},
    {"ctz", tir::Intrinsic::TrailingZeros},     {"bswap", tir::Intrinsic::ByteSwap},
    {"bitreverse", tir::Intrinsic::BitReverse},
};
constexpr Unary kAtomicUpdate[] = {
    {"atomic_add", tir::Intrinsic::AtomicAdd}, {"atomic_sub", tir::Intrinsic::AtomicSub},
    {"atomic_and", tir::Intrinsic::AtomicAnd}, {"atomic_or", tir::Intrinsic::AtomicOr},
    {"atomic_xor", tir::Intrinsic::AtomicXor}, {"atomic_exchange", tir::Intrinsic::AtomicExchange},
};

template <size_t N>
const Unary* Find(const Unary (&table)[N], std::string_view name) {
  for (const Unary& u : table)
    if (u.name == name) return &u;
  return nullptr;
}

}  // namespace

std::optional<FieldHandle> Emitter::FieldOf(const Expr* expr) {
  auto* n = llvm::dyn_cast<NameExpr>(expr);
  Local* local = n ? FindLocal(n->name) : nullptr;
  if (!local || !local->field || (local->field->case_index >= 0 && local->field->index == ~0u))
    return std::nullopt;
  return local->field;
}

std::optional<FieldHandle> Emitter::VariantOf(const Expr* expr) {
  auto* n = llvm::dyn_cast<NameExpr>(expr);
  Local* local = n ? FindLocal(n->name) : nullptr;
  if (!local || !local->field || local->field->case_index < 0 || local->field->index != ~0u)
    return std::nullopt;
  return local->field;
}

// The items of a `comptime for`. A field is a handle; a variant is a handle with no field index.
bool Emitter::ReflectionList(const Expr* expr, std::vector<Local>* items, bool* recognized) {
  *recognized = false;
  if (auto* n = llvm::dyn_cast<NameExpr>(expr)) {
    Local* pack = FindLocal(n->name);
    if (!pack || !pack->is_pack) return ComptimeList(expr, items, recognized);
    *recognized = true;
    for (Local* l : pack->pack) {
      Local item;
      item.type = l->type;
      item.place = l->type->IsVoid() ? tir::Value{} : LocalPlace(l);
      item.is_param = true;
      items->push_back(item);
    }
    return true;
  }
  if (auto* r = llvm::dyn_cast<RangeExpr>(expr)) {
    if (!r->low || !r->high) return false;
    ConstValue low = Evaluate(r->low, c_.types().usize(), true);
    ConstValue high = Evaluate(r->high, c_.types().usize(), true);
    *recognized = true;
    if (low.kind != ConstValue::Kind::Int || high.kind != ConstValue::Kind::Int) return false;
    int64_t from = low.integer.getExtValue(),
            to = high.integer.getExtValue() + (r->inclusive ? 1 : 0);
    if (to - from > 100000) {
      c_.Error(DiagnosticKind::InstantiationTooDeep, expr->range,
               "`comptime for` unrolls at most 100000 times");
      return false;
    }
    for (int64_t i = from; i < to; ++i) {
      Local item;
      item.is_comptime = true;
      item.constant.kind = ConstValue::Kind::Int;
      item.constant.type = low.type ? low.type : c_.types().usize();
      item.constant.integer = llvm::APSInt(llvm::APInt(128, static_cast<uint64_t>(i), true), false);
      items->push_back(item);
    }
    return true;
  }
  if (auto* i = llvm::dyn_cast<IntrinsicExpr>(expr)) {
    const bool made = IntrinsicList(i, items, recognized);
    if (made || *recognized) return made;
  }
  return ComptimeList(expr, items, recognized);
}

bool Emitter::IntrinsicList(const IntrinsicExpr* i, std::vector<Local>* items, bool* recognized) {
  auto add_field = [&](Type* owner, int case_index, unsigned index) {
    Local item;
    item.is_comptime = true;
    item.field = FieldHandle{owner, case_index, index};
    items->push_back(item);
  };
  std::string_view name = i->name.text;
  auto type_of_arg = [&]() -> Type* {
    if (!i->type_args.empty()) return ResolveType(i->type_args[0]);
    if (i->args.empty()) return nullptr;
    return TypeFromExpr(i->args[0].value);
  };
  if (name == "fields") {
    *recognized = true;
    if (!i->args.empty()) {
      if (auto variant = VariantOf(i->args[0].value)) {
        unsigned n = static_cast<unsigned>(
            AsEnum(variant->owner)->cases[variant->case_index].payload.size());
        for (unsigned k = 0; k < n; ++k) add_field(variant->owner, variant->case_index, k);
        return true;
      }
    }
    Type* t = type_of_arg();
    if (!t) {
      c_.Error(DiagnosticKind::IntrinsicArguments, i->range, "`@fields` takes a type");
      return false;
    }
    c_.Complete(t);
    if (auto* s = AsStruct(t)) {
      for (unsigned k = 0; k < s->fields.size(); ++k) add_field(t, -1, k);
    } else if (t->Is(TypeKind::Tuple)) {
      for (unsigned k = 0; k < t->elements.size(); ++k) add_field(t, -1, k);
    }
    return true;
  }
  if (name == "payload") {
    *recognized = true;
    auto variant = i->args.empty() ? std::nullopt : VariantOf(i->args[0].value);
    if (!variant) {
      c_.Error(DiagnosticKind::IntrinsicArguments, i->range,
               "`@payload` takes a variant of `comptime for … in @variants(T)`");
      return false;
    }
    unsigned n =
        static_cast<unsigned>(AsEnum(variant->owner)->cases[variant->case_index].payload.size());
    for (unsigned k = 0; k < n; ++k) add_field(variant->owner, variant->case_index, k);
    return true;
  }
  if (name == "variants") {
    *recognized = true;
    Type* t = type_of_arg();
    auto* e = AsEnum(t);
    if (!e) {
      c_.Error(DiagnosticKind::IntrinsicArguments, i->range, "`@variants` takes an enum");
      return false;
    }
    c_.CompleteEnum(e);
    for (unsigned k = 0; k < e->cases.size(); ++k) add_field(t, static_cast<int>(k), ~0u);
    return true;
  }
  return FunctionList(i, items, recognized);
}

Value Emitter::EmitIntrinsicMember(const IntrinsicMemberExpr* expr) {
  std::string_view name = expr->name.text;
  // A pack is like a tuple: args.@field(f) with f of @fields(@pack_type(args)).
  if (auto* n = llvm::dyn_cast<NameExpr>(expr->base);
      n && name == "field" && expr->args.size() == 1) {
    if (Local* pack = FindLocal(n->name); pack && pack->is_pack) {
      std::optional<FieldHandle> f = FieldOf(expr->args[0].value);
      if (!f || f->case_index >= 0 || f->index >= pack->pack.size()) {
        c_.Error(DiagnosticKind::IntrinsicArguments, expr->range, "this is not a part of the pack");
        return ErrorValue();
      }
      Local* item = pack->pack[f->index];
      if (item->type->IsVoid()) return VoidValue();
      Value v = PlaceValue(LocalPlace(item), item->type);
      v.is_lvalue = true;
      v.root = item;
      return v;
    }
  }
  if (expr != assigning_) CheckAssigned(SlotOf(expr), expr->range);
  Value base = name == "field" ? EmitPartOwner(expr->base) : EmitExpr(expr->base, {});
  if (base.IsError()) return base;
  Type* type = base.type;
  if (type->Is(TypeKind::Pointer)) {
    base = PlaceValue(AsScalar(base), type->element);
    base.is_lvalue = base.is_mutable = base.via_pointer = true;
    type = type->element;
  }
  if (name == "field" && expr->args.size() == 1) {
    std::optional<FieldHandle> f = FieldOf(expr->args[0].value);
    if (!f) {
      // By name: v.@field("x")
      ConstValue text = Evaluate(expr->args[0].value, nullptr);
      if (text.kind == ConstValue::Kind::String)
        return EmitFieldOf(base, text.text, expr->range, expr->name.range);
    }
    if (f && f->case_index < 0 && f->owner == type) {
      Type* t = type->Is(TypeKind::Tuple) ? type->elements[f->index]
                                          : AsStruct(type)->fields[f->index].type;
      if (t->IsVoid()) return VoidValue();
      Value v = PlaceValue(b_.FieldAddress(Tir(type), AsPlace(base), f->index), t);
      v.is_lvalue = base.is_lvalue;
      v.is_mutable = base.is_mutable;
      v.root = base.root;
      v.via_pointer = base.via_pointer;
      return v;
    }
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range,
             Cat("this is not a field of `", type->name, "`"));
    return ErrorValue();
  }
  if (name == "payload" && expr->args.size() == 2) {
    std::optional<FieldHandle> variant = VariantOf(expr->args[0].value);
    std::optional<FieldHandle> f = FieldOf(expr->args[1].value);
    if (variant && f && variant->owner == type && f->owner == type &&
        f->case_index == variant->case_index) {
      Type* t = AsEnum(type)->cases[f->case_index].payload[f->index].type;
      if (t->IsVoid()) return VoidValue();
      Value v = PlaceValue(
          b_.EnumPayload(Tir(type), AsPlace(base), static_cast<unsigned>(f->case_index), f->index),
          t);
      v.is_lvalue = true;
      v.is_mutable = base.is_mutable;
      v.root = base.root;
      v.via_pointer = base.via_pointer;
      return v;
    }
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range,
             Cat("this is not a payload of `", type->name, "`"));
    return ErrorValue();
  }
  if (name == "method") {
    c_.Error(DiagnosticKind::NotAValue, expr->range,
             "a method is called: `v.@method(m)(…)`; `@function(m)` is it as a value");
    return ErrorValue();
  }
  c_.Error(DiagnosticKind::UnknownIntrinsic, expr->name.range,
           Cat("unknown intrinsic `.@", name, "`"));
  return ErrorValue();
}

Value Emitter::EmitIntrinsic(const IntrinsicExpr* expr, Want want) {
  std::string_view name = expr->name.text;
  TypeTable& types = c_.types();
  auto bad = [&](std::string text) {
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range, Cat("`@", name, "` ", text));
    return ErrorValue();
  };
  // What is known while compiling.
  const size_t errors_before = c_.diagnostics().error_count();
  ConstValue constant = Evaluate(expr, want.type);
  if (constant.kind == ConstValue::Kind::Type) {
    Value v;
    v.kind = Value::Kind::Type;
    v.type = constant.type_value;
    return v;
  }
  if (name == "embed_file") {
    if (expr->args.size() != 1) return bad("takes the path of a file");
    if (!constant) return ErrorValue();  // reported
  }
  if (constant)
    return EmitConst(constant, constant.type ? constant.type : types.usize(), want, expr->range);

  if (c_.diagnostics().error_count() != errors_before) return ErrorValue();
  if (std::optional<Value> value = EmitTypeIntrinsic(expr, want)) return *value;

  const size_t n = expr->args.size();
  auto arg = [&](size_t i, Type* type = nullptr) -> Value {
    if (i >= n) return bad("is missing an argument");
    if (type) return Materialize(EmitConverted(expr->args[i].value, type));
    return Materialize(EmitExpr(expr->args[i].value, {}));
  };
  auto pointer_arg = [&](size_t i) -> Value {
    Value v = arg(i);
    if (!v.IsError() && !v.type->Is(TypeKind::Pointer)) return bad("takes a pointer");
    return v;
  };
  auto type_arg = [&](size_t i) -> Type* {
    if (i < expr->type_args.size()) {
      Type* t = ResolveType(expr->type_args[i]);
      return t->IsError() ? nullptr : t;
    }
    i -= expr->type_args.size();
    return i < n ? TypeFromExpr(expr->args[i].value) : nullptr;
  };
  Type* byte_pointer = types.Pointer(types.byte());

  if (name == "sizeof" || name == "alignof") {
    Type* t = type_arg(0);
    if (!t) return bad("takes a type");
    return ScalarValue(name == "sizeof" ? b_.SizeOf(Tir(t)) : b_.AlignOf(Tir(t)), types.usize());
  }
  if (name == "function") {
    FuncInstance* f = ReflectedFunction(expr);
    return f ? FunctionValue(f, want) : ErrorValue();
  }
  if (llvm::is_contained(
          {"fields", "variants", "payload", "methods", "functions", "tests", "params"}, name))
    return bad("is a list for `comptime for`");
  if (name == "add_func") {
    if (n != 2) return bad("takes a name and the code of a function");
    Value title = Materialize(EmitConverted(expr->args[0].value, c_.StringType()));
    if (title.IsError()) return title;
    Value code = EmitExpr(expr->args[1].value, {});
    if (code.IsError()) return code;
    if (!IsCode(code.type))
      return bad(Cat("takes a name and the code of a function, not a `", code.type->name, "`"));
    const auto site = static_cast<int64_t>(c_.add_sites_.size());
    c_.add_sites_.push_back(expr->range);
    Type* u32 = types.Int(32, false);
    return CallLang("add_func", {},
                    {title, Materialize(code), ScalarValue(b_.ConstInt(Tir(u32), site), u32)}, {});
  }
  if (name == "is_variant") {
    if (n != 2) return bad("takes a value and a variant");
    Value v = arg(0);
    if (v.IsError()) return v;
    if (v.type->Is(TypeKind::Pointer)) v = PlaceValue(AsScalar(v), v.type->element);
    auto variant = VariantOf(expr->args[1].value);
    if (!variant || variant->owner != v.type) return bad("takes a value and a variant of its enum");
    auto* e = AsEnum(v.type);
    if (e->is_plain)
      return ScalarValue(b_.Compare(tir::ComparePredicate::Equal, AsScalar(v),
                                    b_.ConstInt(Tir(v.type), variant->case_index)),
                         types.boolean());
    return ScalarValue(b_.Compare(tir::ComparePredicate::Equal, b_.EnumTag(Tir(v.type), AsPlace(v)),
                                  b_.ConstInt(b_.Int(32, false), variant->case_index)),
                       types.boolean());
  }
  if (name == "tag") {  // the index of the case
    Value v = arg(0);
    if (v.IsError()) return v;
    if (v.type->Is(TypeKind::Pointer)) v = PlaceValue(AsScalar(v), v.type->element);
    auto* e = AsEnum(v.type);
    if (!e) return bad("takes an enum");
    c_.CompleteEnum(e);
    if (e->is_plain)
      return ScalarValue(b_.Cast(tir::CastKind::Lossless, AsScalar(v), Tir(types.usize())),
                         types.usize());
    return ScalarValue(
        b_.Cast(tir::CastKind::Lossless, b_.EnumTag(Tir(v.type), AsPlace(v)), Tir(types.usize())),
        types.usize());
  }
  if (name == "variant_init") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    auto variant = n == 2 ? VariantOf(expr->args[1].value) : std::nullopt;
    if (!variant || variant->owner != p.type->element)
      return bad("takes a pointer to an enum and one of its variants");
    auto* e = AsEnum(p.type->element);
    if (e->is_plain) {
      b_.Store(b_.ConstInt(Tir(e), variant->case_index), AsScalar(p));
    } else {
      b_.EnumInit(Tir(e), AsScalar(p), static_cast<unsigned>(variant->case_index));
    }
    return VoidValue();
  }
  if (name == "default_at") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    auto field = n == 2 ? FieldOf(expr->args[1].value) : std::nullopt;
    StructType* owner = field ? AsStruct(field->owner) : nullptr;
    if (!owner || owner->fields[field->index].type != p.type->element)
      return bad("takes a pointer to a field, and the field of `comptime for … in @fields(T)`");
    if (!EmitFieldDefault(owner, owner->fields[field->index], AsScalar(p), expr->range))
      return bad("takes a field with a default or a zero value");
    return VoidValue();
  }
  // --- raw memory
  if (name == "ptr_cast") {
    Type* t = type_arg(0);
    if (!t) return bad("takes a type: `@ptr_cast<T>(p)`");
    Value p = arg(expr->type_args.empty() ? 1 : 0);
    if (p.IsError()) return p;
    if (p.type == types.usize())
      return ScalarValue(b_.Cast(tir::CastKind::Bitcast, AsScalar(p), b_.Ptr()), types.Pointer(t));
    if (!p.type->Is(TypeKind::Pointer)) return bad("takes a pointer");
    return ScalarValue(AsScalar(p), types.Pointer(t));
  }
  if (name == "null_ptr") {
    Type* t = type_arg(0);
    if (!t) return bad("takes a type: `@null_ptr<T>()`");
    return ScalarValue(b_.NullPtr(), types.Pointer(t));
  }
  if (name == "is_null") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    return ScalarValue(b_.Compare(tir::ComparePredicate::Equal, AsScalar(p), b_.NullPtr()),
                       types.boolean());
  }
  if (name == "address") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    return ScalarValue(b_.Cast(tir::CastKind::Bitcast, AsScalar(p), b_.Int(64, false)),
                       types.usize());
  }
  if (name == "init") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    if (n != 2) return bad("takes a pointer and a value");
    if (p.type->element->IsVoid()) {
      EmitExpr(expr->args[1].value, {});
      return VoidValue();
    }
    return EmitInto(expr->args[1].value, p.type->element, AsScalar(p), nullptr, /*raw=*/true)
               ? VoidValue()
               : ErrorValue();
  }
  if (name == "take") {
    if (n != 1) return bad("takes a pointer");
    // A pointer is wanted: the library takes values out of parameters that it consumes.
    Value p = Materialize(EmitExpr(expr->args[0].value, {byte_pointer, nullptr, false}));
    if (p.IsError()) return p;
    if (!p.type->Is(TypeKind::Pointer)) return bad("takes a pointer");
    Type* t = p.type->element;
    if (t->IsVoid()) return VoidValue();
    if (!Aggregate(t)) return ScalarValue(b_.Load(Tir(t), AsScalar(p)), t);
    Value out = TempPlace(t, want);
    b_.Move(Tir(t), out.v, AsScalar(p));
    Own(&out);
    return out;
  }
  if (name == "drop_at" || name == "zero_at") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    Type* t = p.type->element;
    if (t->IsVoid()) return VoidValue();
    if (name == "zero_at") {
      EmitZero(t, AsScalar(p), expr->range);
    } else if (!c_.IsTrivial(t)) {
      b_.Drop(Tir(t), AsScalar(p));
    }
    return VoidValue();
  }
  if (name == "copy_at" || name == "move_at") {
    Value to = pointer_arg(0);
    Value from = to.IsError() ? to : pointer_arg(1);
    if (from.IsError()) return from;
    if (to.type->element != from.type->element) return bad("takes two pointers of one type");
    Type* t = to.type->element;
    if (t->IsVoid()) return VoidValue();
    if (!Aggregate(t)) {
      b_.Store(b_.Load(Tir(t), AsScalar(from)), AsScalar(to));
    } else if (name == "copy_at") {
      b_.Copy(Tir(t), AsScalar(to), AsScalar(from));
    } else {
      b_.Move(Tir(t), AsScalar(to), AsScalar(from));
    }
    return VoidValue();
  }
  if (name == "memcpy" || name == "memmove" || name == "memcmp") {
    Value to = pointer_arg(0);
    Value from = to.IsError() ? to : pointer_arg(1);
    Value bytes = from.IsError() ? from : arg(2, types.usize());
    if (bytes.IsError()) return bytes;
    if (name == "memcmp")
      return ScalarValue(b_.MemCompare(AsScalar(to), AsScalar(from), AsScalar(bytes)),
                         types.Int(32, true));
    if (name == "memcpy") {
      b_.MemCopy(AsScalar(to), AsScalar(from), AsScalar(bytes));
    } else {
      b_.MemMove(AsScalar(to), AsScalar(from), AsScalar(bytes));
    }
    return VoidValue();
  }
  if (name == "memset") {
    Value to = pointer_arg(0);
    Value value = to.IsError() ? to : arg(1, types.byte());
    Value bytes = value.IsError() ? value : arg(2, types.usize());
    if (bytes.IsError()) return bytes;
    b_.MemSet(AsScalar(to), AsScalar(value), AsScalar(bytes));
    return VoidValue();
  }
  if (name == "retain" || name == "release" || name == "is_unique") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    if (name == "retain") {
      b_.Retain(AsScalar(p));
      return VoidValue();
    }
    return ScalarValue(name == "release" ? b_.Release(AsScalar(p)) : b_.IsUnique(AsScalar(p)),
                       types.boolean());
  }
  if (name == "index_check") {
    Value i = arg(0);
    if (i.IsError()) return i;
    if (!i.type->IsInteger()) return bad("takes an integer and a length");
    Value length = arg(1, types.usize());
    if (length.IsError()) return length;
    return ScalarValue(b_.IndexCheck(AsScalar(i), AsScalar(length)), types.usize());
  }
  if (name == "drop_glue") {
    Type* t = type_arg(0);
    if (!t) return bad("takes a type");
    return ScalarValue(b_.DropGlue(Tir(t)), byte_pointer);
  }
  if (name == "zero_value") {
    Type* t = type_arg(0);
    if (!t) return bad("takes a type");
    if (t->IsVoid()) return VoidValue();
    // Unsafe as it is, it gives zero bytes for what has no zero value but is plain bits, such as
    // addresses.
    const bool bytes = !c_.HasZero(t) && c_.IsTrivial(t);
    if (!Aggregate(t)) {
      tir::Value slot = b_.Local(Tir(t), "", "");
      bytes ? b_.Zero(Tir(t), slot) : EmitZero(t, slot, expr->range);
      return ScalarValue(b_.Load(Tir(t), slot), t);
    }
    Value out = TempPlace(t, want);
    bytes ? b_.Zero(Tir(t), out.v) : EmitZero(t, out.v, expr->range);
    Own(&out);
    return out;
  }
  // --- positions and control
  if (name == "source_location" || name == "line" || name == "file") {
    SourceRange at = call_location_.valid() ? call_location_ : expr->range;
    LineColumn where = c_.sources().Decode(at.begin);
    std::string file(c_.sources().Name(c_.sources().FileOf(at.begin)));
    if (name == "line") return ScalarValue(Index(where.line), types.usize());
    if (name == "file") return EmitStringLiteral(file, want);
    return EmitStringLiteral(Cat(file, ":", where.line), want);
  }
  if (name == "likely" || name == "unlikely") {
    Value v = arg(0, types.boolean());
    if (v.IsError()) return v;
    return ScalarValue(b_.CallIntrinsic(tir::Intrinsic::Expect,
                                        {AsScalar(v), b_.ConstBool(name == "likely")}, b_.Bool()),
                       types.boolean());
  }
  if (name == "at_comptime") return ScalarValue(b_.AtComptime(), types.boolean());
  if (name == "unreachable") return NeverValue();
  if (name == "trap") {
    b_.CallIntrinsic(tir::Intrinsic::Trap, {}, {});
    return NeverValue();
  }
  if (name == "compile_error" || name == "comptime_error") {
    ConstValue text = n ? Evaluate(expr->args[0].value, nullptr) : ConstValue{};
    SourceRange at = expr->range;
    c_.Error(
        DiagnosticKind::CompileErrorCall, at,
        text.kind == ConstValue::Kind::String && !text.text.empty() ? text.text : "compile error");
    return ErrorValue();
  }
  // --- machine
  if (name == "rdtsc")
    return ScalarValue(b_.CallIntrinsic(tir::Intrinsic::Rdtsc, {}, b_.Int(64, false)),
                       types.Int(64, false));
  if (name == "pause" || name == "fence") {
    b_.CallIntrinsic(name == "pause" ? tir::Intrinsic::Pause : tir::Intrinsic::Fence, {}, {});
    return VoidValue();
  }
  if (name == "cpuid") {
    Value leaf = arg(0, types.Int(32, false));
    Value sub = leaf.IsError() ? leaf : arg(1, types.Int(32, false));
    if (sub.IsError()) return sub;
    Type* result = types.Array(types.Int(32, false), 4);
    Value out = TempPlace(result, want);
    b_.CallIntrinsic(tir::Intrinsic::Cpuid, {AsScalar(leaf), AsScalar(sub), out.v}, {});
    Own(&out);
    return out;
  }
  if (const Unary* u = Find(kFloatUnary, name)) {
    Value v = Materialize(
        EmitExpr(expr->args.empty() ? expr : expr->args[0].value, {want.type, nullptr, false}));
    if (v.IsError()) return v;
    if (!v.type->Is(TypeKind::Float)) return bad("takes a floating-point number");
    return ScalarValue(b_.CallIntrinsic(u->intrinsic, {AsScalar(v)}, Tir(v.type)), v.type);
  }
  if (name == "abs") {
    Value v = arg(0);
    if (v.IsError()) return v;
    if (!v.type->IsNumeric()) return bad("takes a number");
    if (v.type->Is(TypeKind::Float))
      return ScalarValue(b_.CallIntrinsic(tir::Intrinsic::Abs, {AsScalar(v)}, Tir(v.type)), v.type);
    if (!v.type->is_signed) return v;
    tir::Value x = AsScalar(v);
    // The negation of the smallest value overflows, and says so.
    tir::Value slot = b_.Local(Tir(v.type), "", "");
    b_.Store(x, slot);
    tir::Block negative = b_.NewBlock(), done = b_.NewBlock();
    CondBr(b_.Compare(tir::ComparePredicate::Less, x, b_.ConstInt(Tir(v.type), 0)), negative, done);
    EnterBlock(negative);
    b_.Store(b_.Negate(x), slot);
    Br(done);
    EnterBlock(done);
    return ScalarValue(b_.Load(Tir(v.type), slot), v.type);
  }
  if (name == "fma" || name == "copysign" || name == "min_num" || name == "max_num") {
    Value a = arg(0);
    if (a.IsError()) return a;
    if (!a.type->Is(TypeKind::Float)) return bad("takes floating-point numbers");
    llvm::SmallVector<tir::Value, 3> operands = {AsScalar(a)};
    for (size_t i = 1; i < (name == "fma" ? 3u : 2u); ++i) {
      Value v = arg(i, a.type);
      if (v.IsError()) return v;
      operands.push_back(AsScalar(v));
    }
    tir::Intrinsic which = name == "fma"        ? tir::Intrinsic::Fma
                           : name == "copysign" ? tir::Intrinsic::CopySign
                           : name == "min_num"  ? tir::Intrinsic::MinNum
                                                : tir::Intrinsic::MaxNum;
    return ScalarValue(b_.CallIntrinsic(which, operands, Tir(a.type)), a.type);
  }
  if (const Unary* u = Find(kIntUnary, name)) {
    Value v = arg(0);
    if (v.IsError()) return v;
    if (!v.type->IsInteger()) return bad("takes an integer");
    return ScalarValue(b_.CallIntrinsic(u->intrinsic, {AsScalar(v)}, Tir(v.type)), v.type);
  }
  if (name == "rotl" || name == "rotr" || name == "mul_high") {
    Value v = arg(0);
    if (v.IsError()) return v;
    if (!v.type->IsInteger()) return bad("takes integers");
    Value by = arg(1, v.type);
    if (by.IsError()) return by;
    tir::Intrinsic which = name == "rotl"   ? tir::Intrinsic::RotateLeft
                           : name == "rotr" ? tir::Intrinsic::RotateRight
                                            : tir::Intrinsic::MulHigh;
    return ScalarValue(b_.CallIntrinsic(which, {AsScalar(v), AsScalar(by)}, Tir(v.type)), v.type);
  }
  if (name == "atomic_load") {
    Value p = pointer_arg(0);
    if (p.IsError()) return p;
    return ScalarValue(
        b_.CallIntrinsic(tir::Intrinsic::AtomicLoad, {AsScalar(p)}, Tir(p.type->element)),
        p.type->element);
  }
  if (name == "atomic_store") {
    Value p = pointer_arg(0);
    Value v = p.IsError() ? p : arg(1, p.type->element);
    if (v.IsError()) return v;
    b_.CallIntrinsic(tir::Intrinsic::AtomicStore, {AsScalar(p), AsScalar(v)}, {});
    return VoidValue();
  }
  if (const Unary* u = Find(kAtomicUpdate, name)) {
    Value p = pointer_arg(0);
    Value v = p.IsError() ? p : arg(1, p.type->element);
    if (v.IsError()) return v;
    return ScalarValue(b_.CallIntrinsic(u->intrinsic, {AsScalar(p), AsScalar(v)}, Tir(v.type)),
                       v.type);
  }
  if (name == "atomic_cas") {
    Value p = pointer_arg(0);
    Value expected = p.IsError() ? p : arg(1, p.type->element);
    Value desired = expected.IsError() ? expected : arg(2, p.type->element);
    if (desired.IsError()) return desired;
    return ScalarValue(
        b_.CallIntrinsic(tir::Intrinsic::AtomicCompareExchange,
                         {AsScalar(p), AsScalar(expected), AsScalar(desired)}, b_.Bool()),
        types.boolean());
  }
  // --- compute
  if (name == "compute_id" || name == "self_binary") {
    if (!site_) {
      c_.Error(DiagnosticKind::IntrinsicArguments, expr->range,
               Cat("`@", name, "()` only has a meaning in the `init` of a compute template"));
      return ErrorValue();
    }
    if (name == "compute_id") return EmitStringLiteral(site_->id, want);
    return CallLang("self_binary", {}, {}, want);
  }
  // The intrinsics that only have a value while compiling, and here have none.
  static constexpr std::string_view kFolded[] = {
      "typeof",     "pack_type", "fieldtype",     "type_by_name", "kind",         "name_of",
      "is_trivial", "is_wire",   "has_zero",      "ends_unseen",  "is_signed",    "is_boxed",
      "is_plain",   "is_bits",   "is_size",       "bits",         "element",      "key",
      "value",      "length",    "fingerprint",   "has_method",   "field_type",   "min_of",
      "max_of",     "attribute", "has_attribute", "doc",          "payload_type", "params_type"};
  if (llvm::is_contained(kFolded, name)) {
    if (c_.diagnostics().error_count() != errors_before) return ErrorValue();
    if (name == "type_by_name" && n == 1) {
      Evaluate(expr, types.type_type(), /*report=*/true);
      return ErrorValue();
    }
    if (name == "typeof") return bad("takes a value");
    if (name == "params_type")
      return bad("takes a function of `@methods(T)` or `@functions()` that is not generic");
    if (name == "payload_type") return bad("takes a case of `comptime for … in @variants(T)`");
    if (name == "attribute" || name == "has_attribute")
      return bad("takes a field, a case or a type, and the attribute's name as text");
    return bad("does not work on this: it takes a type");
  }
  if (c_.ReportNotAvailable(Cat("@", name), expr->name.range)) return ErrorValue();
  auto report = c_.Error(DiagnosticKind::UnknownIntrinsic, expr->name.range,
                         Cat("unknown intrinsic `@", name, "`"));
  static constexpr std::string_view kNames[] = {
      "sizeof",       "alignof",    "typeof",      "name_of",         "kind",       "fields",
      "variants",     "methods",    "functions",   "params",          "payload",    "has_method",
      "type_by_name", "compute_id", "self_binary", "source_location", "is_trivial", "ptr_cast",
      "null_ptr",     "init",       "take",        "drop_at"};
  std::string best = c_.DidYouMean(name, {std::begin(kNames), std::end(kNames)});
  if (!best.empty()) report.Suggest(expr->name.range, "@" + best, "did you mean this?");
  return ErrorValue();
}

}  // namespace arc::check
