// Constructors, enum cases, and the calls that the compiler knows by name: conversions, `ok`,
// `err`, `assert`.
#include "compiler/check/emitter.h"

namespace arc::check {

Value Emitter::EmitInit(StructType* type, llvm::ArrayRef<Argument> args, Want want,
                        SourceRange range, ComputeSite* site) {
  c_.CompleteStruct(type);
  const FuncDecl* init = c_.FindInit(type);
  if (!init) {
    auto report =
        c_.Error(DiagnosticKind::NotCallable, range, Cat("`", type->name, "` has no `init`"));
    report.Note(Cat("make a value with a literal: `", type->name, "{…}`"));
    return ErrorValue();
  }
  // The fields hold their zero values when `init` begins.
  Value out = TempPlace(type, site ? Want{} : ForPieces(type, want));
  // Until it ends there is no whole value, and a panic drops its fields without its `drop`. Those
  // that have no zero value are the business of `init` itself.
  const bool is_whole = c_.HasZero(type) && c_.EndsUnseen(type);
  if (c_.HasZero(type)) {
    EmitZero(type, out.v, range);
    if (!is_whole) {
      b_.StructInit(Tir(type), out.v);
      for (size_t i = 0; i < type->fields.size(); ++i) {
        if (type->fields[i].type->IsVoid()) continue;
        Complete(type->fields[i].type, b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i)));
      }
    }
  } else {
    b_.Zero(Tir(type), out.v);
    b_.StructInit(Tir(type), out.v);
    for (size_t i = 0; i < type->fields.size(); ++i) {
      tir::Value place = b_.FieldAddress(Tir(type), out.v, static_cast<unsigned>(i));
      if (type->fields[i].default_value) {
        WithDefault(type->fields[i].default_value, type->context, &type->env,
                    [&] { EmitInto(type->fields[i].default_value, type->fields[i].type, place); });
      } else if (c_.HasZero(type->fields[i].type) && !c_.IsTrivial(type->fields[i].type)) {
        EmitZero(type->fields[i].type, place, range);
      }
    }
  }
  Callee callee;
  callee.decl = init;
  callee.context = type->context;
  callee.self_type = type;
  callee.has_receiver = true;
  callee.receiver = PlaceValue(out.v, type);
  callee.receiver.is_lvalue = callee.receiver.is_mutable = true;
  callee.site = site;
  callee.range = range;
  callee.name = type->decl->name.text;
  Value result = EmitCallTo(callee, args, {}, range);
  if (result.IsError()) return result;
  if (!result.type->Is(TypeKind::Result)) {
    if (!is_whole) Complete(type, out.v);
    Own(&out);
    return out;
  }
  // An `init` that may fail gives a result; when it failed it has left nothing to drop.
  Type* wrapped_type = c_.types().Result(type);
  auto* wrapped = static_cast<EnumType*>(wrapped_type);
  c_.CompleteEnum(wrapped);
  Value whole = PlaceValue(b_.Local(Tir(wrapped), "", ""), wrapped);
  tir::Block good = b_.NewBlock(), bad = b_.NewBlock(), done = b_.NewBlock();
  tir::Value tag = b_.EnumTag(Tir(result.type), result.v);
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), kOkCase)),
         good, bad);
  EnterBlock(good);
  b_.EnumInit(Tir(wrapped), whole.v, kOkCase);
  b_.Move(Tir(type), b_.EnumPayload(Tir(wrapped), whole.v, kOkCase, 0), out.v);
  Br(done);
  EnterBlock(bad);
  b_.EnumInit(Tir(wrapped), whole.v, kErrCase);
  b_.Copy(Tir(c_.ErrorType()), b_.EnumPayload(Tir(wrapped), whole.v, kErrCase, 0),
          b_.EnumPayload(Tir(result.type), result.v, kErrCase, 0));
  Br(done);
  EnterBlock(done);
  Own(&whole);
  return whole;
}

Value Emitter::EmitEnumConstruct(EnumType* type, unsigned case_index, llvm::ArrayRef<Argument> args,
                                 Want want, SourceRange range) {
  EnumCaseInfo& info = type->cases[case_index];
  if (args.size() != info.payload.size()) {
    auto report =
        c_.Error(DiagnosticKind::WrongArgumentCount, range,
                 Cat("case `", info.name, "` of `", type->name, "` carries ", info.payload.size(),
                     info.payload.size() == 1 ? " value, " : " values, ", args.size(),
                     args.size() == 1 ? " is given" : " are given"));
    if (info.decl) report.Label(info.decl->range, "declared here");
    return ErrorValue();
  }
  if (type->is_plain) return ScalarValue(b_.ConstInt(Tir(type), case_index), type);
  // Named payloads may be given by name, in any order.
  llvm::SmallVector<const Expr*, 4> ordered(args.size(), nullptr);
  for (size_t i = 0; i < args.size(); ++i) {
    size_t at = i;
    if (args[i].name) {
      at = args.size();
      for (size_t k = 0; k < info.payload.size(); ++k)
        if (info.payload[k].name == args[i].name.text) at = k;
      if (at == args.size()) {
        c_.Error(DiagnosticKind::UnknownArgument, args[i].name.range,
                 Cat("case `", info.name, "` has no payload named `", args[i].name.text, "`"));
        return ErrorValue();
      }
    }
    if (ordered[at]) {
      c_.Error(DiagnosticKind::UnknownArgument, args[i].value->range,
               "this payload is given twice");
      return ErrorValue();
    }
    ordered[at] = args[i].value;
  }
  // The payload is evaluated before the value is begun: evaluating may leave the function.
  llvm::SmallVector<Value, 4> values;
  for (size_t i = 0; i < ordered.size(); ++i) {
    Value v = EmitConverted(ordered[i], info.payload[i].type);
    if (v.IsError()) return v;
    v = Materialize(v);
    if (Aggregate(info.payload[i].type) && !v.owned && i + 1 < ordered.size()) {
      v = OwnedCopy(v);
    }
    values.push_back(v);
  }
  Value out = TempPlace(type, want);
  b_.EnumInit(Tir(type), out.v, case_index);
  for (size_t i = 0; i < values.size(); ++i) {
    if (info.payload[i].type->IsVoid()) continue;
    MoveInto(values[i], info.payload[i].type,
             b_.EnumPayload(Tir(type), out.v, case_index, static_cast<unsigned>(i)));
  }
  Own(&out);
  return out;
}

// --- what the compiler knows by name
// -----------------------------------------------------------------------------------

Value Emitter::EmitBuiltinCall(std::string_view name, const CallExpr* call,
                               llvm::ArrayRef<TypeExpr*> type_args, Want want, bool* handled) {
  *handled = true;
  if ((name == "cast" || name == "truncate" || name == "saturate" || name == "bitcast") &&
      type_args.size() == 1) {
    Type* to = ResolveType(type_args[0]);
    if (to->IsError()) return ErrorValue();
    return EmitNumericCast(name, call, to);
  }
  if (name == "assert") return EmitAssert(call);
  if ((name == "ok" || name == "err" || name == "some") && call->args.size() <= 1) {
    SymbolRef own = c_.LookUpIn(context_->package, name, context_);
    if (own.kind == SymbolRef::Kind::None) {
      Type* hint = want.type;
      if (name == "some") {
        Type* inner = hint && hint->Is(TypeKind::Optional) ? hint->element : nullptr;
        if (call->args.size() == 1) {
          Value v =
              inner ? EmitConverted(call->args[0].value, inner) : EmitExpr(call->args[0].value, {});
          if (v.IsError()) return v;
          return WrapCase(v, c_.types().Optional(v.type), kSomeCase);
        }
      } else if (name == "ok") {
        Type* inner = hint && hint->Is(TypeKind::Result) ? hint->element : nullptr;
        if (call->args.empty())
          return WrapCase(VoidValue(), c_.types().Result(c_.types().void_type()), kOkCase);
        Value v = inner && !inner->IsVoid() ? EmitConverted(call->args[0].value, inner)
                                            : EmitExpr(call->args[0].value, {});
        if (v.IsError()) return v;
        return WrapCase(v, c_.types().Result(v.type), kOkCase);
      } else if (call->args.size() == 1) {
        Value v = EmitConverted(call->args[0].value, c_.ErrorType());
        if (v.IsError()) return v;
        if (hint && hint->Is(TypeKind::Result))
          return WrapCase(v, static_cast<EnumType*>(hint), kErrCase);
        return v;
      }
    }
  }
  *handled = false;
  return VoidValue();
}

namespace {
// The size of a scalar as `bitcast` sees it.
unsigned BitsOf(const Type* type) {
  switch (type->kind) {
    case TypeKind::Bool:
      return 1;
    case TypeKind::Char:
      return 32;
    case TypeKind::Int:
    case TypeKind::Float:
      return type->bits;
    case TypeKind::Enum: {
      size_t cases = static_cast<const EnumType*>(type)->cases.size();
      return cases <= 256 ? 8 : cases <= 65536 ? 16 : 32;
    }
    default:
      return 64;  // durations and pointers
  }
}
}  // namespace

Value Emitter::EmitNumericCast(std::string_view name, const CallExpr* call, Type* to) {
  if (call->args.size() != 1) {
    c_.Error(DiagnosticKind::WrongArgumentCount, call->range,
             Cat("`", name, "<T>(…)` takes one value"));
    return ErrorValue();
  }
  const Expr* operand = call->args[0].value;
  Want want;
  if (auto* literal = llvm::dyn_cast<IntLiteralExpr>(operand); literal && to->IsInteger()) {
    if (name == "cast") {
      want.type = to;
    } else if (literal->value->getActiveBits() > 63) {
      want.type = c_.types().Int(64, false);
    }
  }
  Value v = EmitExpr(operand, want);
  if (v.IsError()) return v;
  Type* from = v.type;
  auto scalar_like = [](Type* t) {
    return t->IsNumeric() || t->Is(TypeKind::Char) || t->Is(TypeKind::Bool) ||
           t->Is(TypeKind::Duration) || t->Is(TypeKind::Pointer) || t->Is(TypeKind::Enum);
  };
  bool ok = v.kind != Value::Kind::Type && scalar_like(from) && scalar_like(to) &&
            !Aggregate(from) && !Aggregate(to);
  if (ok && name != "bitcast") ok = !from->Is(TypeKind::Pointer) && !to->Is(TypeKind::Pointer);
  if (ok && name == "bitcast" && BitsOf(from) != BitsOf(to)) {
    c_.Error(DiagnosticKind::InvalidCast, call->range,
             Cat("`bitcast` keeps the bits: `", from->name, "` has ", BitsOf(from), ", `", to->name,
                 "` has ", BitsOf(to)))
        .Note("`cast`, `truncate` and `saturate` convert between sizes");
    return ErrorValue();
  }
  if (ok && to->Is(TypeKind::Bool)) ok = from->Is(TypeKind::Bool);
  if (ok && to->Is(TypeKind::Enum)) ok = from->IsInteger();
  if (!ok) {
    auto report =
        c_.Error(DiagnosticKind::InvalidCast, call->range,
                 Cat("`", name, "` does not convert `", from->name, "` to `", to->name, "`"));
    if (to->Is(TypeKind::Bool)) report.Note("compare instead: `x != 0`");
    if (c_.IsLang(from, "string"))
      report.Note("parse the text: `s.parse_int()`, `s.parse_float()`");
    return ErrorValue();
  }
  SetPosition(call->range);
  tir::Value x = AsScalar(v);
  if (from == to) return ScalarValue(x, to);
  tir::Type tto = Tir(to);
  if (from->Is(TypeKind::Bool)) {
    tir::Value wide =
        b_.Select(x, b_.ConstInt(b_.Int(64, false), 1), b_.ConstInt(b_.Int(64, false), 0));
    x = wide;
    from = c_.types().Int(64, false);
    if (to->Is(TypeKind::Float)) return ScalarValue(b_.Cast(tir::CastKind::Checked, x, tto), to);
    return ScalarValue(b_.Cast(tir::CastKind::Truncate, x, tto), to);
  }
  if (to->Is(TypeKind::Enum)) {
    auto* e = static_cast<EnumType*>(to);
    // The case with that discriminant; anything else panics as a value that does not fit.
    bool dense = true;
    for (size_t i = 0; i < e->cases.size(); ++i)
      dense &= e->cases[i].discriminant == static_cast<int64_t>(i);
    if (dense) {
      tir::Value wide =
          Tir(from) == b_.Int(64, true) ? x : b_.Cast(tir::CastKind::Checked, x, b_.Int(64, true));
      tir::Value in = b_.Cast(tir::CastKind::Bitcast, wide, b_.Int(64, false));
      tir::Value checked = b_.IndexCheck(in, Index(static_cast<int64_t>(e->cases.size())));
      return ScalarValue(b_.Cast(tir::CastKind::Truncate, checked, tto), to);
    }
  }
  if (from->Is(TypeKind::Enum)) {
    auto* e = static_cast<EnumType*>(from);
    bool dense = true;
    for (size_t i = 0; i < e->cases.size(); ++i)
      dense &= e->cases[i].discriminant == static_cast<int64_t>(i);
    if (!dense) {
      tir::Type i64 = b_.Int(64, true);
      tir::Value out = b_.ConstInt(i64, e->cases.empty() ? 0 : e->cases[0].discriminant);
      for (size_t i = 1; i < e->cases.size(); ++i) {
        tir::Value is = b_.Compare(tir::ComparePredicate::Equal, x,
                                   b_.ConstInt(Tir(from), static_cast<int64_t>(i)));
        out = b_.Select(is, b_.ConstInt(i64, e->cases[i].discriminant), out);
      }
      return ScalarValue(tto == i64 ? out : b_.Cast(tir::CastKind::Checked, out, tto), to);
    }
  }
  if (Tir(from) == tto) return ScalarValue(x, to);
  tir::CastKind kind = name == "cast"       ? tir::CastKind::Checked
                       : name == "truncate" ? tir::CastKind::Truncate
                       : name == "saturate" ? tir::CastKind::Saturate
                                            : tir::CastKind::Bitcast;
  if (kind == tir::CastKind::Checked && IsLossless(from, to)) kind = tir::CastKind::Lossless;
  if (kind == tir::CastKind::Truncate && from->IsNumeric() && to->IsNumeric() &&
      IsLossless(from, to))
    kind = tir::CastKind::Lossless;
  return ScalarValue(b_.Cast(kind, x, tto), to);
}

Value Emitter::EmitAssert(const CallExpr* call) {
  if (call->args.empty() || call->args.size() > 2) {
    c_.Error(DiagnosticKind::WrongArgumentCount, call->range,
             "`assert` takes a condition, and a message if wanted");
    return ErrorValue();
  }
  const Expr* condition = call->args[0].value;
  std::string text(c_.sources().Slice(condition->range));
  for (char& ch : text)
    if (ch == '\n' || ch == '\r') ch = ' ';
  if (text.size() > 200) text = text.substr(0, 197) + "…";
  tir::Block pass = b_.NewBlock(), fail = b_.NewBlock();
  auto* compare = llvm::dyn_cast<BinaryExpr>(condition);
  const bool shows = compare && call->args.size() == 1 &&
                     (compare->op == BinaryOp::Equal || compare->op == BinaryOp::NotEqual ||
                      compare->op == BinaryOp::Less || compare->op == BinaryOp::LessEqual ||
                      compare->op == BinaryOp::Greater || compare->op == BinaryOp::GreaterEqual);
  Value l, r;
  tir::Value test;
  bool have_values = false;
  if (shows && c_.Lang("assert_failed_values")) {
    if (!EmitOperands(compare->lhs, compare->rhs, nullptr, &l, &r)) return ErrorValue();
    if (l.kind != Value::Kind::Type && r.kind != Value::Kind::Type && !l.type->IsVoid() &&
        !r.type->IsVoid()) {
      Value result = EmitComparison(compare->op, l, r, compare->op_range);
      if (result.IsError()) return result;
      test = AsScalar(result);
      have_values = !l.type->IsNever() && !r.type->IsNever() && !l.type->Is(TypeKind::Null) &&
                    !r.type->Is(TypeKind::Null) && !l.type->Is(TypeKind::Function);
    } else {
      test = EmitBool(condition);
    }
  } else {
    Value v = EmitConverted(condition, c_.types().boolean());
    if (v.IsError()) return v;
    test = AsScalar(v);
  }
  CondBr(test, pass, fail);
  EnterBlock(fail);
  SetPosition(call->range);
  if (have_values) {
    Value message = EmitStringLiteral(text, {});
    CallLang("assert_failed_values", {GenericArg{l.type}, GenericArg{r.type}}, {message, l, r}, {});
  } else if (call->args.size() == 2) {
    size_t depth = cleanups_.size();
    Value message = EmitConverted(call->args[1].value, c_.StringType());
    if (!message.IsError()) {
      SetPosition(call->range);
      CallLang("assert_failed_message", {}, {EmitStringLiteral(text, {}), message}, {});
    }
    cleanups_.resize(depth);
  } else {
    tir::FunctionInfo info;
    info.symbol = info.display_name = "arc_rt_panic_assert";
    info.linkage = tir::Linkage::Exported;
    info.is_c_abi = info.is_noreturn = info.is_cold = true;
    tir::ParamInfo p;
    p.name = "text";
    p.type = b_.Ptr();
    info.params.push_back(p);
    p.name = "length";
    p.type = b_.Int(64, false);
    info.params.push_back(p);
    b_.Call(b_.DeclareFunction(info),
            {b_.StringData(text), Index(static_cast<int64_t>(text.size()))});
  }
  if (!b_.Terminated()) b_.Unreachable();
  EnterBlock(pass);
  return VoidValue();
}

}  // namespace arc::check
