// Literals: numbers, strings and interpolation, containers, structs, tuples; zero values;
// constants.
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {
Type* LiteralHint(Type* hint) {
  while (hint && (hint->Is(TypeKind::Optional) || hint->Is(TypeKind::Result))) hint = hint->element;
  return hint;
}
}  // namespace

Value Emitter::EmitIntLiteral(const IntLiteralExpr* expr, bool negative, SourceRange range,
                              Want want) {
  Type* type = LiteralHint(want.type);
  if (expr->is_size) type = c_.types().usize();
  if (type && type->Is(TypeKind::Float)) {
    double v = expr->value->roundToDouble();
    return ScalarValue(b_.ConstFloat(Tir(type), negative ? -v : v), type);
  }
  if (!type || !type->IsInteger()) type = c_.types().Int(64, true);
  const llvm::APInt& v = *expr->value;
  unsigned active = v.getActiveBits();
  bool fits;
  if (type->is_signed) {
    // The magnitude of a negative literal may be one larger.
    fits = active < type->bits || (negative && active == type->bits && v.isPowerOf2());
  } else {
    fits = active <= type->bits && (!negative || v.isZero());
  }
  if (!fits) {
    std::string text = Cat(negative ? "-" : "", c_.sources().Slice(expr->range));
    auto report = c_.Error(DiagnosticKind::LiteralOutOfRange, range,
                           Cat("`", text, "` does not fit `", type->name, "`"));
    if (type->is_signed) {
      report.Note(Cat("`", type->name, "` goes from -2^", type->bits - 1, " to 2^", type->bits - 1,
                      " - 1"));
    } else {
      report.Note(Cat("`", type->name, "` goes from 0 to 2^", type->bits, " - 1"));
    }
    return ErrorValue();
  }
  llvm::APInt bits = v.zextOrTrunc(type->bits);
  if (negative) bits = -bits;
  return ScalarValue(b_.ConstInt(Tir(type), bits), type);
}

Value Emitter::EmitFloatLiteral(double value, SourceRange range, Want want) {
  Type* type = LiteralHint(want.type);
  if (!type || !type->Is(TypeKind::Float)) type = c_.types().Float(64);
  (void)range;
  return ScalarValue(b_.ConstFloat(Tir(type), value), type);
}

Value Emitter::EmitStringLiteral(std::string_view text, Want want) {
  StructType* type = c_.StringType();
  c_.CompleteStruct(type);
  Value out = TempPlace(type, want);
  tir::Type t = Tir(type);
  b_.Store(b_.NullPtr(), b_.FieldAddress(t, out.v, 0));
  b_.Store(text.empty() ? b_.NullPtr() : b_.StringData(text), b_.FieldAddress(t, out.v, 1));
  b_.Store(Index(static_cast<int64_t>(text.size())), b_.FieldAddress(t, out.v, 2));
  // A literal has no owner: copying and dropping it do nothing, so it needs no cleanup.
  out.owned = true;
  return out;
}

Value Emitter::EmitConst(const ConstValue& value, Type* type, Want want, SourceRange range) {
  switch (value.kind) {
    case ConstValue::Kind::Int: {
      if (!value.type && want.type && LiteralHint(want.type)->IsNumeric())
        type = LiteralHint(want.type);
      // The wanted type is a hint: what the value cannot be is for the asker to report.
      const bool holds = type && (type->IsNumeric() || type->Is(TypeKind::Char) ||
                                  type->Is(TypeKind::Duration) || type->Is(TypeKind::Enum));
      if (!holds) type = value.type ? value.type : c_.types().Int(64, true);
      if (type->Is(TypeKind::Float))
        return ScalarValue(b_.ConstFloat(Tir(type), value.integer.roundToDouble()), type);
      unsigned bits = type->IsInteger()              ? type->bits
                      : type->Is(TypeKind::Duration) ? 64
                      : type->Is(TypeKind::Char)     ? 32
                                                     : 0;
      if (bits == 0) return ScalarValue(b_.ConstInt(Tir(type), value.integer.getExtValue()), type);
      return ScalarValue(b_.ConstInt(Tir(type), value.integer.trunc(bits)), type);
    }
    case ConstValue::Kind::Float:
      if (!type || !type->Is(TypeKind::Float)) type = c_.types().Float(64);
      return ScalarValue(b_.ConstFloat(Tir(type), value.real), type);
    case ConstValue::Kind::Bool:
      return ScalarValue(b_.ConstBool(value.boolean), c_.types().boolean());
    case ConstValue::Kind::String:
      return EmitStringLiteral(value.text, want);
    case ConstValue::Kind::Type: {
      Value v;
      v.kind = Value::Kind::Type;
      v.type = value.type_value;
      return v;
    }
    case ConstValue::Kind::Image:
      return EmitImage(value.image, value.type, static_cast<uint32_t>(value.offset), want, range);
    default:
      c_.Error(DiagnosticKind::NotAValue, range, "this only means something while compiling");
      return ErrorValue();
  }
}

// --- interpolation
// ---------------------------------------------------------------------------------------------------

// `[[fill]align][sign][#][0][width][.precision][kind]`, as in Rust.
bool Emitter::ParseFormat(std::string_view text, SourceRange range, tir::Value place,
                          StructType* spec) {
  c_.CompleteStruct(spec);
  uint32_t fill = ' ';
  int align = 0, kind = 0;
  bool sign = false, alternate = false, zero = false;
  int64_t width = -1, precision = -1;
  size_t i = 0;
  auto align_of = [](char ch) { return ch == '<' ? 1 : ch == '>' ? 2 : ch == '^' ? 3 : 0; };
  // A fill character may be any UTF-8 sequence.
  if (!text.empty()) {
    unsigned char lead = static_cast<unsigned char>(text[0]);
    size_t n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() > n && align_of(text[n])) {
      fill = lead < 0x80 ? lead : lead & (0xffu >> (n + 1));
      for (size_t k = 1; k < n; ++k)
        fill = fill << 6 | (static_cast<unsigned char>(text[k]) & 0x3f);
      align = align_of(text[n]);
      i = n + 1;
    } else if (align_of(text[0])) {
      align = align_of(text[0]);
      i = 1;
    }
  }
  if (i < text.size() && text[i] == '+') sign = true, ++i;
  if (i < text.size() && text[i] == '#') alternate = true, ++i;
  if (i < text.size() && text[i] == '0') zero = true, ++i;
  auto number = [&](int64_t* out) {
    size_t start = i;
    int64_t n = 0;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9' && n < 100000)
      n = n * 10 + (text[i++] - '0');
    if (i > start) *out = n;
    return i > start && n < 100000;
  };
  bool ok = true;
  if (i < text.size() && text[i] >= '1' && text[i] <= '9') ok = number(&width);
  if (ok && i < text.size() && text[i] == '.') {
    ++i;
    ok = number(&precision);
  }
  if (ok && i < text.size() && std::string_view("xXboeE?").find(text[i]) != std::string_view::npos)
    kind = text[i++];
  if (!ok || i != text.size()) {
    c_.Error(DiagnosticKind::BadFormat, range, Cat("`", text, "` is not a format"))
        .Note(
            "a format is `[[fill]align][+][#][0][width][.precision][kind]`: align `<` `>` `^`, "
            "kind `x` `X` `b` `o` `e` `E` `?`");
    return false;
  }
  int64_t values[] = {fill, align, sign, alternate, zero, width, precision, kind};
  for (unsigned f = 0; f < 8 && f < spec->fields.size(); ++f) {
    Type* type = spec->fields[f].type;
    tir::Value v =
        type->Is(TypeKind::Bool) ? b_.ConstBool(values[f] != 0) : b_.ConstInt(Tir(type), values[f]);
    b_.Store(v, b_.FieldAddress(Tir(spec), place, f));
  }
  return true;
}

Value Emitter::EmitInterpolation(const InterpolatedStringExpr* expr, Want want) {
  StructType* builder = c_.LangStruct("string_builder", {});
  StructType* spec = c_.LangStruct("format_spec", {});
  if (!builder || !spec) return ErrorValue();
  Value out = PlaceValue(b_.Local(Tir(builder), "", ""), builder);
  EmitZero(builder, out.v, expr->range);
  Own(&out);
  out.is_lvalue = out.is_mutable = true;
  out.owned = false;
  bool failed = false;
  for (const InterpolationPart& part : expr->parts) {
    if (!part.value) {
      if (part.text.empty()) continue;
      Value text = EmitStringLiteral(part.text, {});
      CallMethodNamed(out, "add", {text}, {}, expr->range);
      continue;
    }
    Value value = EmitExpr(part.value, {});
    if (value.IsError()) {
      failed = true;
      continue;
    }
    TypeAsValue(&value, part.value->range);
    if (value.kind == Value::Kind::Type || value.type->IsVoid() || value.type->Is(TypeKind::Null)) {
      c_.Error(DiagnosticKind::NotAValue, part.value->range, "there is no value here to print");
      failed = true;
      continue;
    }
    if (value.type->IsNever()) continue;
    if (value.type->Is(TypeKind::Function)) {
      c_.Error(DiagnosticKind::OperatorTypes, part.value->range, "functions cannot be printed");
      failed = true;
      continue;
    }
    tir::Value spec_place;
    if (part.format.empty()) {
      if (c_.IsLang(value.type, "string")) {  // the common case needs no format
        CallMethodNamed(out, "add", {value}, {}, expr->range);
        continue;
      }
      spec_place = b_.Local(Tir(spec), "", "");
      ParseFormat("", part.value->range, spec_place, spec);
    } else {
      spec_place = b_.Local(Tir(spec), "", "");
      if (!ParseFormat(part.format,
                       part.format_range.valid() ? part.format_range : part.value->range,
                       spec_place, spec)) {
        failed = true;
        continue;
      }
    }
    SetPosition(part.value->range);
    CallLang("format", {GenericArg{value.type}},
             {ScalarValue(out.v, c_.types().Pointer(builder)), value, PlaceValue(spec_place, spec)},
             {});
  }
  if (failed) return ErrorValue();
  return CallMethodNamed(out, "finish", {}, want, expr->range);
}

// --- containers
// --------------------------------------------------------------------------------------------------------

Value Emitter::EmitArrayLiteral(const ArrayLiteralExpr* expr, Want want) {
  Type* hint = LiteralHint(want.type);
  Type* element = nullptr;
  Type* type = nullptr;
  bool as_slice = false;
  if (hint && hint->Is(TypeKind::Array)) {
    type = hint;
    element = hint->element;
    if (expr->elements.size() != hint->count) {
      c_.Error(DiagnosticKind::TypeMismatch, expr->range,
               Cat("`", hint->name, "` has ", hint->count, " elements, ", expr->elements.size(),
                   " are given"));
      return ErrorValue();
    }
  } else if (hint && (c_.IsLang(hint, "vector") || c_.IsLang(hint, "slice"))) {
    element = AsStruct(hint)->args[0].type;
    as_slice = c_.IsLang(hint, "slice");
  }
  if (!element) {
    if (expr->elements.empty()) {
      c_.Error(DiagnosticKind::CannotInferType, expr->range,
               "the element type of `[]` is not known here")
          .Note("write it: `let v: vector<int64> = []`");
      return ErrorValue();
    }
    // The first element that is not a bare literal decides; numbers widen over the literals.
    const Expr* decider = expr->elements[0];
    bool has_float = false;
    for (const Expr* e : expr->elements) {
      has_float |= llvm::isa<FloatLiteralExpr>(e);
      if (!NeedsContext(e)) {
        decider = e;
        break;
      }
    }
    if (NeedsContext(decider) && has_float) {
      element = c_.types().Float(64);
    } else if (auto* lit = llvm::dyn_cast<IntLiteralExpr>(decider)) {
      element = lit->is_size ? c_.types().usize() : c_.types().Int(64, true);
    } else {
      element =
          TypesAreValues() && TypeFromExpr(decider) ? c_.types().type_type() : TypeOf(decider);
    }
    if (element->IsError()) return ErrorValue();
    if (element->IsVoid() || element->IsNever()) {
      c_.Error(DiagnosticKind::TypeMismatch, decider->range, "an element must have a value");
      return ErrorValue();
    }
  }
  size_t n = expr->elements.size();
  if (type) {
    Value out = TempPlace(type, ForPieces(type, want));
    llvm::SmallVector<int, 8> built;  // dropped when the literal is left early
    for (size_t i = 0; i < n; ++i) {
      tir::Value place = b_.ElementAddress(Tir(element), out.v, Index(static_cast<int64_t>(i)));
      if (!EmitInto(expr->elements[i], element, place)) return ErrorValue();
      built.push_back(PushDrop(element, place));
    }
    for (int i : built) DeactivateCleanup(i);
    Complete(type, out.v);
    Own(&out);
    return out;
  }
  StructType* vector = c_.VectorOf(element);
  if (!vector) return ErrorValue();
  c_.CompleteStruct(vector);
  Want vector_want = as_slice ? Want{} : want;
  if (n == 0) {
    Value out = TempPlace(vector, vector_want);
    EmitZero(vector, out.v, expr->range);
    Own(&out);
    return as_slice ? Convert(out, hint, expr->range) : out;
  }
  // Elements first into their own temporaries would cost copies: they are built in the fresh
  // buffer, whose owner has length 0 until all are there, so that leaving early drops just what was
  // built.
  Value out =
      CallLang("vector_literal", {GenericArg{element}},
               {ScalarValue(Index(static_cast<int64_t>(n)), c_.types().usize())}, vector_want);
  if (out.IsError()) return out;
  tir::Value data = b_.Load(b_.Ptr(), b_.FieldAddress(Tir(vector), out.v, 0));
  tir::Value length = b_.FieldAddress(Tir(vector), out.v, 1);
  const bool trivial = c_.IsTrivial(element);
  if (!trivial) b_.Store(Index(0), length);
  for (size_t i = 0; i < n; ++i) {
    tir::Value place = b_.ElementAddress(Tir(element), data, Index(static_cast<int64_t>(i)));
    if (!EmitInto(expr->elements[i], element, place, nullptr, /*raw=*/true)) return ErrorValue();
    if (!trivial) b_.Store(Index(static_cast<int64_t>(i + 1)), length);
  }
  return as_slice ? Convert(out, hint, expr->range) : out;
}

Value Emitter::EmitMapLiteral(const MapLiteralExpr* expr, Want want) {
  Type* hint = LiteralHint(want.type);
  if (expr->entries.empty()) {
    if (hint && c_.HasZero(hint) && AsStruct(hint)) {
      Value out = TempPlace(hint, want);
      EmitZero(hint, out.v, expr->range);
      Own(&out);
      return out;
    }
    c_.Error(DiagnosticKind::CannotInferType, expr->range, "the type of `{}` is not known here")
        .Note("write it: `let m: map<string, int64> = {}`");
    return ErrorValue();
  }
  Type *key = nullptr, *value = nullptr;
  if (c_.IsLang(hint, "map")) {
    key = AsStruct(hint)->args[0].type;
    value = AsStruct(hint)->args[1].type;
  } else {
    key = TypeOf(expr->entries[0].key);
    value = TypeOf(expr->entries[0].value);
    if (key->IsError() || value->IsError()) return ErrorValue();
  }
  Value out = CallLang(
      "map_literal", {GenericArg{key}, GenericArg{value}},
      {ScalarValue(Index(static_cast<int64_t>(expr->entries.size())), c_.types().usize())}, want);
  if (out.IsError()) return out;
  Value target = out;
  target.is_lvalue = target.is_mutable = true;
  target.owned = false;
  for (const MapEntry& entry : expr->entries) {
    Value k = EmitConverted(entry.key, key);
    Value v = k.IsError() ? k : EmitConverted(entry.value, value);
    if (v.IsError()) return v;
    SetPosition(entry.key->range);
    CallMethodNamed(target, "insert", {k, v}, {}, entry.key->range);
  }
  return out;
}

Value Emitter::EmitSetLiteral(const SetLiteralExpr* expr, Want want) {
  Type* hint = LiteralHint(want.type);
  Type* element = c_.IsLang(hint, "set") ? AsStruct(hint)->args[0].type : nullptr;
  if (!element && !expr->elements.empty()) element = TypeOf(expr->elements[0]);
  if (!element || element->IsError()) return ErrorValue();
  Value out = CallLang(
      "set_literal", {GenericArg{element}},
      {ScalarValue(Index(static_cast<int64_t>(expr->elements.size())), c_.types().usize())}, want);
  if (out.IsError()) return out;
  Value target = out;
  target.is_lvalue = target.is_mutable = true;
  target.owned = false;
  for (const Expr* e : expr->elements) {
    Value v = EmitConverted(e, element);
    if (v.IsError()) return v;
    CallMethodNamed(target, "insert", {v}, {}, e->range);
  }
  return out;
}

Value Emitter::EmitTuple(const TupleExpr* expr, Want want) {
  if (expr->elements.empty()) return VoidValue();
  if (expr->elements.size() == 1) return EmitExpr(expr->elements[0], want);
  Type* hint = LiteralHint(want.type);
  if (hint && (!hint->Is(TypeKind::Tuple) || hint->elements.size() != expr->elements.size()))
    hint = nullptr;
  llvm::SmallVector<Type*, 4> types;
  llvm::SmallVector<Value, 4> values;
  for (size_t i = 0; i < expr->elements.size(); ++i) {
    Value v = EmitExpr(expr->elements[i], {hint ? hint->elements[i] : nullptr, nullptr, false});
    if (v.IsError()) return v;
    if (hint && CanConvert(v.type, hint->elements[i]))
      v = Convert(v, hint->elements[i], expr->elements[i]->range);
    if (v.IsError()) return v;
    TypeAsValue(&v, expr->elements[i]->range);
    if (v.kind == Value::Kind::Type || v.type->IsVoid() || v.type->Is(TypeKind::Null)) {
      c_.Error(DiagnosticKind::NotAValue, expr->elements[i]->range,
               "a part of a tuple must be a value of a known type");
      return ErrorValue();
    }
    if (v.type->IsNever()) return v;
    if (!c_.Bounded(v.type, expr->range)) return ErrorValue();
    // Later parts may change what this one names.
    v = Materialize(v);
    if (Aggregate(v.type) && !v.owned) {
      v = OwnedCopy(v);
    }
    values.push_back(v);
    types.push_back(v.type);
  }
  Type* type = c_.types().Tuple(types);
  Value out = TempPlace(type, ForPieces(type, want));
  for (size_t i = 0; i < values.size(); ++i)
    MoveInto(values[i], types[i], b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i)));
  Complete(type, out.v);
  Own(&out);
  return out;
}

// --- structs and zero values
// -------------------------------------------------------------------------------------------

bool Emitter::EmitFieldDefault(StructType* owner, const Field& field, tir::Value place,
                               SourceRange range) {
  if (field.default_value) {
    WithDefault(field.default_value, owner->context, &owner->env,
                [&] { EmitInto(field.default_value, field.type, place); });
    return true;
  }
  if (!c_.HasZero(field.type)) return false;
  EmitZero(field.type, place, range);
  return true;
}

void Emitter::EmitZero(Type* type, tir::Value place, SourceRange range) {
  if (type->IsError() || type->IsVoid() || !c_.Spend(range)) return;
  if (type->Is(TypeKind::Optional)) {
    b_.EnumInit(Tir(type), place, kNullCase);
    return;
  }
  if (c_.ZeroIsBits(type)) {
    b_.Zero(Tir(type), place);
    return;
  }
  // A part has a default value: part by part.
  switch (type->kind) {
    case TypeKind::Array: {
      if (!c_.HasZero(type->element)) break;
      tir::Value counter = b_.Local(b_.Int(64, false), "", "");
      b_.Store(Index(0), counter);
      tir::Block head = b_.NewBlock(), body = b_.NewBlock(), done = b_.NewBlock();
      Br(head);
      EnterBlock(head);
      tir::Value at = b_.Load(b_.Int(64, false), counter);
      CondBr(b_.Compare(tir::ComparePredicate::Less, at, Index(static_cast<int64_t>(type->count))),
             body, done);
      EnterBlock(body);
      EmitZero(type->element,
               b_.ElementAddress(Tir(type->element), place, b_.Load(b_.Int(64, false), counter)),
               range);
      b_.Store(b_.Binary(tir::BinaryKind::AddWrap, b_.Load(b_.Int(64, false), counter), Index(1)),
               counter);
      Br(head);
      EnterBlock(done);
      Complete(type, place);
      return;
    }
    case TypeKind::Tuple:
      if (!c_.HasZero(type)) break;
      for (size_t i = 0; i < type->elements.size(); ++i)
        EmitZero(type->elements[i], b_.FieldAddress(Tir(type), place, static_cast<unsigned>(i)),
                 range);
      Complete(type, place);
      return;
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      c_.CompleteStruct(s);
      if (!c_.HasZero(type)) break;
      b_.StructInit(Tir(type), place);
      for (size_t i = 0; i < s->fields.size(); ++i) {
        Field& f = s->fields[i];
        tir::Value field = b_.FieldAddress(Tir(type), place, static_cast<unsigned>(i));
        if (f.default_value) {
          WithDefault(f.default_value, s->context, &s->env,
                      [&] { EmitInto(f.default_value, f.type, field); });
        } else if (f.type->Is(TypeKind::Pointer)) {
          b_.Store(b_.NullPtr(), field);  // only in the standard library's own containers
        } else {
          EmitZero(f.type, field, range);
        }
      }
      Complete(type, place);
      return;
    }
    default:
      break;
  }
  c_.Error(DiagnosticKind::NoZeroValue, range,
           Cat("`", type->name, "` has no zero value: give one"));
}

Value Emitter::EmitStructLiteral(const StructLiteralExpr* expr, Want want) {
  Type* type = nullptr;
  // Generic arguments left out come from the context: `let p: Pair<int32> = Pair{…}`.
  if (auto* n = llvm::dyn_cast<NamedTypeExpr>(expr->type);
      n && !n->has_arguments && n->path.size() == 1) {
    SymbolRef ref = FindLocal(n->path[0].text, false) ? SymbolRef{}
                                                      : c_.LookUp(n->path[0].text, context_, env_);
    if (ref.kind == SymbolRef::Kind::Decl) {
      if (auto* s = llvm::dyn_cast<StructDecl>(ref.entry.decl); s && !s->generics.empty()) {
        Type* hint = LiteralHint(want.type);
        if (AsStruct(hint) && AsStruct(hint)->decl == s) {
          type = hint;
        } else {
          // Or from the fields.
          llvm::SmallVector<GenericBinding, 4> bound;
          for (const FieldInit& init : expr->fields) {
            for (const FieldDecl& f : s->fields) {
              if (f.name.text != init.name.text || !f.type || !init.value) continue;
              if (!NeedsContext(init.value) || llvm::isa<IntLiteralExpr>(init.value) ||
                  llvm::isa<FloatLiteralExpr>(init.value))
                c_.Unify(f.type, TypeOf(init.value), s->generics, ref.entry.context, nullptr,
                         bound);
            }
          }
          llvm::SmallVector<GenericArg, 2> args;
          for (const GenericParam& g : s->generics)
            for (GenericBinding& b : bound)
              if (b.name == g.name.text) args.push_back(b.arg);
          if (args.size() != s->generics.size()) {
            c_.Error(DiagnosticKind::CannotInferGeneric, expr->type->range,
                     Cat("the generic arguments of `", s->name.text, "` are not known here"))
                .Note(Cat("write them: `", s->name.text, "<…>{…}`"));
            return ErrorValue();
          }
          type = c_.InstantiateNominal(ref.entry, args, nullptr);
        }
      }
    }
  }
  if (!type) type = ResolveType(expr->type);
  if (type->IsError()) {
    for (const FieldInit& init : expr->fields)
      if (init.value) EmitExpr(init.value, {});
    return ErrorValue();
  }
  auto* s = AsStruct(type);
  if (!s) {
    if (expr->fields.empty() && c_.HasZero(type)) {
      if (!Aggregate(type)) {
        tir::Value slot = b_.Local(Tir(type), "", "");
        EmitZero(type, slot, expr->range);
        return ScalarValue(b_.Load(Tir(type), slot), type);
      }
      Value out = TempPlace(type, want);
      EmitZero(type, out.v, expr->range);
      Own(&out);
      return out;
    }
    c_.Error(DiagnosticKind::NotAType, expr->type->range,
             Cat("`", type->name, "` is not a struct"));
    return ErrorValue();
  }
  c_.CompleteStruct(s);
  Value out = TempPlace(type, ForPieces(type, want));
  b_.StructInit(Tir(type), out.v);
  llvm::SmallVector<const FieldInit*, 8> given(s->fields.size(), nullptr);
  bool failed = false;
  llvm::SmallVector<int, 8> field_cleanups;  // active until the whole is complete
  for (const FieldInit& init : expr->fields) {
    int index = s->FindField(init.name.text);
    if (index < 0) {
      auto report = c_.Error(DiagnosticKind::UnknownMember, init.name.range,
                             Cat("`", type->name, "` has no field `", init.name.text, "`"));
      std::vector<std::string_view> names;
      for (Field& f : s->fields) names.push_back(f.name);
      std::string best = c_.DidYouMean(init.name.text, names);
      if (!best.empty()) report.Suggest(init.name.range, best, "did you mean this?");
      if (init.value) EmitExpr(init.value, {});
      failed = true;
      continue;
    }
    size_t i = static_cast<size_t>(index);
    if (init.name.text.starts_with('_') && s->context->package != context_->package) {
      c_.Error(DiagnosticKind::PrivateName, init.name.range,
               Cat("field `", init.name.text, "` is private"));
      failed = true;
    }
    if (given[i]) {
      c_.Error(DiagnosticKind::DuplicateDeclaration, init.name.range,
               Cat("field `", init.name.text, "` is given twice"))
          .Label(given[i]->name.range, "first given here");
      failed = true;
      continue;
    }
    given[i] = &init;
    tir::Value place;
    if (!s->fields[i].type->IsVoid())
      place = b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i));
    if (init.value) {
      if (!EmitInto(init.value, s->fields[i].type, place, nullptr)) {
        failed = true;
        continue;
      }
    } else {
      NameExpr name;
      name.kind = ExprKind::Name;
      name.range = init.name.range;
      name.name = init.name.text;
      if (!EmitInto(&name, s->fields[i].type, place, nullptr)) {
        failed = true;
        continue;
      }
    }
    int cleanup = PushDrop(s->fields[i].type, place);
    if (cleanup >= 0) field_cleanups.push_back(cleanup);
  }
  std::string missing;
  for (size_t i = 0; i < s->fields.size(); ++i) {
    if (given[i]) continue;
    Field& f = s->fields[i];
    if (f.type->IsVoid()) continue;
    tir::Value place = b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i));
    if (!EmitFieldDefault(s, f, place, expr->range)) {
      missing += Cat(missing.empty() ? "`" : ", `", f.name, "`");
      continue;
    }
    int cleanup = PushDrop(f.type, place);
    if (cleanup >= 0) field_cleanups.push_back(cleanup);
  }
  if (!missing.empty()) {
    c_.Error(DiagnosticKind::MissingField, expr->range,
             Cat("missing ", missing, " in `", type->name, "`"))
        .Note("fields of these types have no zero value and no default");
    failed = true;
  }
  for (int i : field_cleanups) DeactivateCleanup(i);
  if (failed) return ErrorValue();
  Complete(type, out.v);
  Own(&out);
  return out;
}

}  // namespace arc::check
