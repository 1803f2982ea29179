// `match` and patterns.
#include "compiler/check/emitter.h"
#include "compiler/check/exhaustive.h"

namespace arc::check {

// A pattern that names a constant stands for its value: a visible one of this package, one of the
// prelude that is written in capitals, or `package.NAME`. Other names bind.
DeclEntry Emitter::PatternConstant(const Pattern* pattern) {
  SymbolRef ref;
  if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
    if (FindLocal(b->name.text, false)) return {};
    ref = c_.LookUp(b->name.text, context_, env_);
    if (ref.kind == SymbolRef::Kind::Decl && ref.entry.context->package != context_->package &&
        !(b->name.text[0] >= 'A' && b->name.text[0] <= 'Z'))
      return {};
  } else if (auto* c = llvm::dyn_cast<CasePattern>(pattern);
             c && c->path.size() == 2 && !c->has_payload) {
    SymbolRef package = c_.LookUp(c->path[0].text, context_, env_);
    if (package.kind == SymbolRef::Kind::Package)
      ref = c_.LookUpIn(package.package, c->path[1].text, context_);
  }
  if (ref.kind != SymbolRef::Kind::Decl || !llvm::isa<ConstDecl>(ref.entry.decl)) return {};
  return ref.entry;
}

// The case of `type` that the pattern names, -1 if it names none.
int Emitter::ResolveCase(const Pattern* pattern, Type* type, bool report) {
  auto* e = AsEnum(type);
  if (!e) return -1;
  c_.CompleteEnum(e);
  if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
    if (type->Is(TypeKind::Optional)) return -1;
    int index = e->FindCase(b->name.text);
    return index;
  }
  if (auto* l = llvm::dyn_cast<LiteralPattern>(pattern)) {
    if (type->Is(TypeKind::Optional) && llvm::isa<NullLiteralExpr>(l->value)) return kNullCase;
    if (auto* m = llvm::dyn_cast<MemberExpr>(l->value); m && type->Is(TypeKind::Enum))
      return e->FindCase(m->member.text);
    return -1;
  }
  auto* c = llvm::dyn_cast<CasePattern>(pattern);
  if (!c || c->path.empty()) return -1;
  std::string_view name = c->path.back().text;
  if (c->path.size() >= 2 && e->decl && report) {
    std::string_view owner = c->path[c->path.size() - 2].text;
    bool matches = owner == e->decl->name.text;
    if (!matches) {
      SymbolRef ref = c_.LookUp(owner, context_, env_);
      matches = ref.kind == SymbolRef::Kind::Generic ||
                (ref.kind == SymbolRef::Kind::Decl && llvm::isa<TypeAliasDecl>(ref.entry.decl));
    }
    if (!matches) {
      c_.Error(DiagnosticKind::PatternType, pattern->range,
               Cat("this is a case of `", owner, "`, the value is a `", type->name, "`"));
      return -2;
    }
  }
  int index = e->FindCase(name);
  if (index < 0 && report) {
    std::vector<std::string_view> names;
    for (EnumCaseInfo& info : e->cases) names.push_back(info.name);
    auto diagnostic = c_.Error(DiagnosticKind::UnknownMember, c->path.back().range,
                               Cat("`", type->name, "` has no case `", name, "`"));
    std::string best = c_.DidYouMean(name, names);
    if (!best.empty()) diagnostic.Suggest(c->path.back().range, best, "did you mean this?");
  }
  return index;
}

bool Emitter::IsIrrefutable(const Pattern* pattern, Type* type) {
  switch (pattern->kind) {
    case PatternKind::Wildcard:
    case PatternKind::Error:
      return true;
    case PatternKind::Binding:
      return ResolveCase(pattern, type, false) < 0 && !type->Is(TypeKind::Optional) &&
             !PatternConstant(pattern);
    case PatternKind::Tuple: {
      auto* t = llvm::cast<TuplePattern>(pattern);
      if (!type->Is(TypeKind::Tuple) || t->elements.size() != type->elements.size()) return false;
      for (size_t i = 0; i < t->elements.size(); ++i)
        if (!IsIrrefutable(t->elements[i], type->elements[i])) return false;
      return true;
    }
    default:
      return false;
  }
}

// All tests come before all bindings, so that a pattern that fails half-way leaves nothing behind.
void Emitter::EmitPatternTest(const Pattern* pattern, Value subject, tir::Block fail) {
  std::vector<PatternBinding> bindings;
  TestPattern(pattern, subject, fail, &bindings, true);
  for (const PatternBinding& binding : bindings) BindName(binding.pattern, binding.value);
}

void Emitter::BindName(const BindingPattern* b, Value subject) {
  Type* type = subject.type;
  size_t first = locals_.size();
  SetPosition(b->range);
  if (type->IsPlaceless()) {
    AddLocal(b->name.text, type, {}, false, b->name.range);
  } else if (!Aggregate(type)) {
    Local* local = DeclareLocal(b->name, type, false);
    b_.Store(AsScalar(subject), local->place);
  } else if (subject.is_mutable || subject.via_pointer) {
    // What is matched may change while the name is in use: the name holds a value of its own.
    Local* local = DeclareLocal(b->name, type, false);
    b_.Copy(Tir(type), local->place, subject.v);
    PushDrop(type, local->place);
  } else {
    b_.DebugPlace(subject.v, Tir(type), b->name.text, c_.DebugName(type), 0);
    AddLocal(b->name.text, type, subject.v, false, b->name.range);
  }
  for (size_t i = first; i < locals_.size(); ++i)
    locals_[i]->fixed_because = "names bound by a pattern cannot be changed";
}

// The names of a pattern that cannot match: known, so that their uses are not reported as well.
void Emitter::BindUnknown(const Pattern* pattern, bool is_mutable) {
  if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
    AddLocal(b->name.text, c_.types().error(), {}, is_mutable, b->name.range)->used = true;
  } else if (auto* t = llvm::dyn_cast<TuplePattern>(pattern)) {
    for (const Pattern* p : t->elements) BindUnknown(p, is_mutable);
  } else if (auto* c = llvm::dyn_cast<CasePattern>(pattern)) {
    for (const Pattern* p : c->payload) BindUnknown(p, is_mutable);
  }
}

void Emitter::TestPattern(const Pattern* pattern, Value subject, tir::Block fail,
                          std::vector<PatternBinding>* bindings, bool outermost) {
  Type* type = subject.type;
  if (type->IsError()) {  // reported where it was declared
    BindUnknown(pattern);
    return;
  }
  SetPosition(pattern->range);
  auto test = [&](tir::Value condition) {
    tir::Block pass = b_.NewBlock();
    CondBr(condition, pass, fail, BranchKind::Pattern, pattern->range);
    EnterBlock(pass);
  };
  auto test_case = [&](unsigned index) {
    auto* e = AsEnum(type);
    if (e->is_plain) {
      test(b_.Compare(tir::ComparePredicate::Equal, AsScalar(subject),
                      b_.ConstInt(Tir(type), index)));
    } else {
      test(b_.Compare(tir::ComparePredicate::Equal, b_.EnumTag(Tir(type), subject.v),
                      b_.ConstInt(b_.Int(32, false), index)));
    }
  };
  auto payload = [&](unsigned case_index, unsigned field) {
    auto* e = AsEnum(type);
    Value v = PlaceValue(b_.EnumPayload(Tir(type), subject.v, case_index, field),
                         e->cases[case_index].payload[field].type);
    v.is_lvalue = subject.is_lvalue;
    v.is_mutable = subject.is_mutable;
    v.via_pointer = subject.via_pointer;
    v.root = subject.root;
    return v;
  };
  auto test_constant = [&](DeclEntry entry) {
    Value constant = EmitDeclRef(entry, pattern->range, {type, nullptr, false});
    if (constant.IsError()) return;
    Value equal = EmitComparison(BinaryOp::Equal, subject, constant, pattern->range);
    if (!equal.IsError()) test(AsScalar(equal));
  };
  // An optional is looked through by every pattern but `null`, `_` and `some(…)`; a name inside of
  // another pattern holds the optional itself.
  if (type->Is(TypeKind::Optional) && !(pattern->kind == PatternKind::Binding && !outermost) &&
      pattern->kind != PatternKind::Wildcard && pattern->kind != PatternKind::Or &&
      pattern->kind != PatternKind::Error && ResolveCase(pattern, type, false) < 0) {
    test_case(kSomeCase);
    TestPattern(pattern, payload(kSomeCase, 0), fail, bindings);
    return;
  }
  switch (pattern->kind) {
    case PatternKind::Wildcard:
    case PatternKind::Error:
      return;
    case PatternKind::Binding: {
      auto* b = llvm::cast<BindingPattern>(pattern);
      int index = ResolveCase(pattern, type, false);
      if (index >= 0) {
        test_case(static_cast<unsigned>(index));
        return;
      }
      if (DeclEntry constant = PatternConstant(pattern)) {
        test_constant(constant);
        return;
      }
      bindings->push_back({b, subject});
      return;
    }
    case PatternKind::Literal: {
      auto* l = llvm::cast<LiteralPattern>(pattern);
      int index = ResolveCase(pattern, type, false);
      if (index >= 0) {
        test_case(static_cast<unsigned>(index));
        return;
      }
      if (llvm::isa<NullLiteralExpr>(l->value)) {
        c_.Error(DiagnosticKind::PatternType, pattern->range,
                 Cat("a `", type->name, "` is never null"));
        return;
      }
      size_t depth = cleanups_.size();
      Value value = EmitExpr(l->value, {type, nullptr, false});
      if (value.IsError()) return;
      if (value.kind == Value::Kind::Type ||
          (!CanConvert(value.type, type) && !CanConvert(type, value.type))) {
        c_.Error(
            DiagnosticKind::PatternType, pattern->range,
            Cat("this pattern is a `", value.type->name, "`, the value is a `", type->name, "`"));
        return;
      }
      Value equal = EmitComparison(BinaryOp::Equal, subject, value, pattern->range);
      PopCleanups(depth);
      if (!equal.IsError()) test(AsScalar(equal));
      return;
    }
    case PatternKind::Range: {
      auto* r = llvm::cast<RangePattern>(pattern);
      if (!type->IsNumeric() && !type->Is(TypeKind::Char) && !type->Is(TypeKind::Duration)) {
        c_.Error(DiagnosticKind::PatternType, pattern->range,
                 Cat("a range does not match a `", type->name, "`"));
        return;
      }
      Value v = ScalarValue(AsScalar(subject), type);
      if (r->low) {
        Value low = EmitConverted(r->low, type);
        if (low.IsError()) return;
        test(b_.Compare(tir::ComparePredicate::GreaterEqual, v.v, AsScalar(low)));
      }
      if (r->high) {
        Value high = EmitConverted(r->high, type);
        if (high.IsError()) return;
        test(b_.Compare(
            r->inclusive ? tir::ComparePredicate::LessEqual : tir::ComparePredicate::Less, v.v,
            AsScalar(high)));
      }
      return;
    }
    case PatternKind::Case: {
      auto* c = llvm::cast<CasePattern>(pattern);
      if (DeclEntry constant = HasCases(type) ? DeclEntry{} : PatternConstant(pattern)) {
        test_constant(constant);
        return;
      }
      if (!HasCases(type)) {
        c_.Error(DiagnosticKind::PatternType, pattern->range,
                 Cat("a `", type->name, "` has no cases to match"));
        BindUnknown(pattern);
        return;
      }
      int index = ResolveCase(pattern, type, true);
      if (index < 0) {
        BindUnknown(pattern);
        return;
      }
      auto* e = AsEnum(type);
      EnumCaseInfo& info = e->cases[static_cast<size_t>(index)];
      bool void_ok = type->Is(TypeKind::Result) && info.payload.empty() && c->payload.size() == 1;
      if (c->has_payload && c->payload.size() != info.payload.size() && !void_ok) {
        auto report = c_.Error(DiagnosticKind::PatternType, pattern->range,
                               Cat("case `", info.name, "` carries ", info.payload.size(),
                                   info.payload.size() == 1 ? " value" : " values",
                                   ", the pattern has ", c->payload.size()));
        if (info.decl) report.Label(info.decl->range, "declared here");
        BindUnknown(pattern);
        return;
      }
      test_case(static_cast<unsigned>(index));
      if (void_ok) {
        if (auto* b = llvm::dyn_cast<BindingPattern>(c->payload[0]))
          AddLocal(b->name.text, c_.types().void_type(), {}, false, b->name.range)->used = true;
        return;
      }
      for (unsigned i = 0; i < c->payload.size(); ++i) {
        if (info.payload[i].type->IsVoid()) continue;
        TestPattern(c->payload[i], payload(static_cast<unsigned>(index), i), fail, bindings);
      }
      return;
    }
    case PatternKind::Tuple: {
      auto* t = llvm::cast<TuplePattern>(pattern);
      if (!type->Is(TypeKind::Tuple) || type->elements.size() != t->elements.size()) {
        c_.Error(
            DiagnosticKind::PatternType, pattern->range,
            Cat("a pattern of ", t->elements.size(), " parts does not match a `", type->name, "`"));
        BindUnknown(pattern);
        return;
      }
      for (unsigned i = 0; i < t->elements.size(); ++i) {
        Value part = PlaceValue(b_.FieldAddress(Tir(type), subject.v, i), type->elements[i]);
        part.is_lvalue = subject.is_lvalue;
        part.is_mutable = subject.is_mutable;
        part.via_pointer = subject.via_pointer;
        TestPattern(t->elements[i], part, fail, bindings);
      }
      return;
    }
    case PatternKind::Or: {
      auto* o = llvm::cast<OrPattern>(pattern);
      tir::Block pass = b_.NewBlock();
      for (size_t i = 0; i < o->alternatives.size(); ++i) {
        const bool last = i + 1 == o->alternatives.size();
        tir::Block next = last ? fail : b_.NewBlock();
        size_t names = bindings->size();
        TestPattern(o->alternatives[i], subject, next, bindings, outermost);
        if (bindings->size() > names) {
          c_.Error(DiagnosticKind::PatternType, o->alternatives[i]->range,
                   "alternatives cannot bind names")
              .Note("write an arm for each, or use `_`");
        }
        Br(pass);
        if (!last) EnterBlock(next);
      }
      EnterBlock(pass);
      return;
    }
  }
}

Value Emitter::EmitMatch(const MatchExpr* expr, Want want) {
  if (expr->is_comptime) {
    ConstValue subject = Evaluate(expr->subject, nullptr, true);
    if (!subject) return ErrorValue();
    for (const MatchArm& arm : expr->arms) {
      bool matches = arm.pattern->kind == PatternKind::Wildcard;
      auto test_one = [&](const Pattern* p) {
        if (AsEnum(subject.type)) {
          const int index = ResolveCase(p, subject.type, /*report=*/true);
          // A name that is no case may be a constant's.
          if (index >= 0 || !llvm::isa<BindingPattern>(p)) return subject.integer == index;
        }
        ConstValue v;
        if (auto* l = llvm::dyn_cast<LiteralPattern>(p)) v = Evaluate(l->value, subject.type, true);
        if (auto* b = llvm::dyn_cast<BindingPattern>(p)) {
          NameExpr name;
          name.kind = ExprKind::Name;
          name.range = b->range;
          name.name = b->name.text;
          v = Evaluate(&name, subject.type, true);
        }
        return v && v == subject;
      };
      if (auto* o = llvm::dyn_cast<OrPattern>(arm.pattern)) {
        for (const Pattern* p : o->alternatives) matches |= test_one(p);
      } else if (!matches) {
        matches = test_one(arm.pattern);
      }
      if (matches) return EmitExpr(arm.body, want);
    }
    return VoidValue();
  }
  Value subject = EmitExpr(expr->subject, {});
  if (!subject.IsError() && (subject.kind == Value::Kind::Type || subject.type->IsVoid() ||
                             subject.type->Is(TypeKind::Null))) {
    c_.Error(DiagnosticKind::NotAValue, expr->subject->range, "there is no value here to match");
    subject = ErrorValue();
  }
  if (subject.IsError()) return subject;
  if (subject.type->IsNever()) return subject;
  if (subject.type->Is(TypeKind::Pointer)) {
    subject = PlaceValue(AsScalar(subject), subject.type->element);
    subject.is_lvalue = subject.is_mutable = subject.via_pointer = true;
  }
  subject = Materialize(subject);
  Arms arms(want, true, b_.NewBlock());
  arms.keyword = "match";
  constexpr const char* kContext = "the arms of a `match` give one type";
  size_t errors_before = c_.diagnostics().error_count();
  for (const MatchArm& arm : expr->arms) {
    size_t depth = cleanups_.size();
    size_t locals = locals_.size();
    tir::Block next = b_.NewBlock();
    NamesUpTo names(*this, arm.range);
    EmitPatternTest(arm.pattern, subject, next);
    if (arm.guard) {
      // The names of the pattern die when the guard fails.
      tir::Block guard_pass = b_.NewBlock(), guard_fail = b_.NewBlock();
      size_t inner_depth = cleanups_.size();
      tir::Value test = EmitBool(arm.guard);
      PopCleanups(inner_depth);
      CondBr(test, guard_pass, guard_fail, BranchKind::Condition, arm.guard->range);
      EnterBlock(guard_fail);
      EmitCleanupsDownTo(depth);
      Br(next);
      EnterBlock(guard_pass);
    }
    const Expr* literal = LiteralAtEnd(arm.body);
    Value value = EmitExpr(arm.body, NextArm(arms, literal));
    tir::Block to = StoreArm(arms, value, literal, arm.body->range, kContext);
    SetPosition(arm.range);
    PopCleanups(depth);
    CheckUnused(locals);
    locals_.resize(locals);
    if (!b_.Terminated()) Br(to);
    EnterBlock(next);
  }
  if (!b_.Terminated()) b_.Unreachable();
  if (c_.diagnostics().error_count() == errors_before) CheckExhaustive(expr, subject.type);
  Value out = FinishArms(arms, expr->range, kContext);
  // A `match` none of whose arms ends is never left, also as a statement.
  if (!out.IsError() && out.type->IsVoid() && dead_) out.type = c_.types().never();
  return out;
}

void Emitter::CheckExhaustive(const MatchExpr* expr, Type* type) {
  PatternMatrix matrix(c_);
  auto resolve = [this](const Pattern* p, Type* t) { return ResolveCase(p, t, false); };
  auto constant = [this](const Pattern* p, Type* t) -> std::optional<ConstValue> {
    if (auto* l = llvm::dyn_cast<LiteralPattern>(p)) return Evaluate(l->value, t);
    if (DeclEntry entry = PatternConstant(p)) return c_.ConstOf(entry);
    return std::nullopt;
  };
  auto bound = [this](const Expr* e, Type* t) { return Evaluate(e, t); };
  const PatternMatrix::Meaning meaning{resolve, constant, bound};
  for (const MatchArm& arm : expr->arms) {
    PatternMatrix::Row row = matrix.Lower(arm.pattern, type, meaning);
    if (!matrix.Useful(row, type)) {
      if (context_->package == c_.current() && !(env_ && !env_->bindings.empty()))
        c_.diagnostics().Report(
            DiagnosticKind::UnreachableArm, arm.pattern->range,
            PatternMatrix::HasEmptyRange(row)
                ? "this arm is never reached: its range is empty"
                : "this arm is never reached: the arms before it match all that it would");
    }
    if (!arm.guard) matrix.Add(std::move(row));
  }
  std::string missing = matrix.Missing(type);
  if (missing.empty()) return;
  auto report =
      c_.Error(DiagnosticKind::NonExhaustiveMatch, Join(expr->range, expr->subject->range),
               Cat("this `match` does not cover ", missing));
  report.Label(expr->subject->range, Cat("a `", type->name, "`"));
  report.Note("add an arm for it, or `_ => …` for all the rest");
}

}  // namespace arc::check
