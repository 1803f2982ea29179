// Loops.
#include "compiler/check/emitter.h"

namespace arc::check {

// Tests the head of `if` or `for`. A pattern's names become locals of the surrounding scope, whose
// cleanups the caller pops; `scope_cleanups` receives the depth before them.
void Emitter::EmitCondition(const Condition& condition, tir::Block if_true, tir::Block if_false,
                            size_t* scope_cleanups) {
  *scope_cleanups = cleanups_.size();
  if (!condition.pattern) {
    size_t depth = cleanups_.size();
    tir::Value test = EmitBool(condition.value);
    PopCleanups(depth);
    CondBr(test, if_true, if_false, BranchKind::Condition, condition.value->range);
    EnterBlock(if_true);
    return;
  }
  // if let PATTERN = value: the subject lives until the end of the construct on the matching path,
  // and is dropped at once on the other.
  Value subject = EmitExpr(condition.value, {});
  if (subject.IsError() || !subject.type || subject.type->IsVoid()) {
    if (!subject.IsError())
      c_.Error(DiagnosticKind::PatternType, condition.value->range, "this gives no value to match");
    CondBr(b_.ConstBool(false), if_true, if_false);
    EnterBlock(if_true);
    return;
  }
  subject = Materialize(subject);
  tir::Block fail = b_.NewBlock();
  const Pattern* pattern = condition.pattern;
  Type* type = subject.type;
  // `if let v = optional` binds what is inside.
  auto* binding = llvm::dyn_cast<BindingPattern>(pattern);
  const bool wildcard = pattern->kind == PatternKind::Wildcard;
  const bool tuple = pattern->kind == PatternKind::Tuple;
  if ((binding || wildcard || tuple) &&
      (type->Is(TypeKind::Optional) || type->Is(TypeKind::Result))) {
    auto* e = static_cast<EnumType*>(type);
    c_.CompleteEnum(e);
    unsigned want = type->Is(TypeKind::Optional) ? kSomeCase : kOkCase;
    tir::Block inside = b_.NewBlock();
    tir::Value tag = b_.EnumTag(Tir(type), subject.v);
    CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), want)),
           inside, fail, BranchKind::Pattern, pattern->range);
    EnterBlock(inside);
    if (!wildcard && !e->cases[want].payload.empty()) {
      Type* inner = e->cases[want].payload[0].type;
      Value part = PlaceValue(b_.EnumPayload(Tir(type), subject.v, want, 0), inner);
      part.root = subject.root;
      size_t first = locals_.size();
      if (binding) {
        Local* local = DeclareLocal(binding->name, inner, !condition.is_const);
        MoveInto(part, inner, local->place);
      } else {
        EmitPatternTest(pattern, part, fail);
      }
      for (size_t i = first; i < locals_.size(); ++i)
        if (binding && locals_[i]->place) PushDrop(locals_[i]->type, locals_[i]->place);
    }
  } else if (binding && !type->Is(TypeKind::Enum)) {
    c_.Error(DiagnosticKind::PatternType, condition.value->range,
             Cat("`if let` looks into an optional or a result, this is a `", type->name, "`"));
    BindUnknown(pattern);
  } else {
    EmitPatternTest(pattern, subject, fail);
  }
  Br(if_true);
  // The failing path drops what was live before the pattern's own names.
  EnterBlock(fail);
  std::vector<Cleanup> all(cleanups_);
  size_t depth = *scope_cleanups;
  for (size_t i = cleanups_.size(); i > depth; --i) {
    Cleanup& cleanup = cleanups_[i - 1];
    bool is_binding = false;
    for (Local* local : locals_) is_binding |= local->place == cleanup.place && local->place;
    if (is_binding) cleanup.active = false;
  }
  EmitCleanupsDownTo(depth);
  cleanups_ = std::move(all);
  Br(if_false);
  EnterBlock(if_true);
}

void Emitter::EmitWhile(const WhileStmt* loop) {
  tir::Block head = b_.NewBlock();
  tir::Block body = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  Br(head);
  EnterBlock(head);
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  size_t scope = depth;
  NamesUpTo names(*this, loop->body->close_range);
  if (loop->condition.value) {
    EmitCondition(loop->condition, body, done, &scope);
  } else {
    Br(body);
    EnterBlock(body);
  }
  loops_.push_back({loop->label.text, done, head, depth, false, insertion_});
  EmitBlock(loop->body);
  SetPosition(loop->body->close_range);
  PopCleanups(scope);
  CheckUnused(locals);
  locals_.resize(locals);
  if (!b_.Terminated()) Br(head);
  loops_.pop_back();
  EnterBlock(done);
}

void Emitter::EmitForClause(const ForClauseStmt* loop) {
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  NamesUpTo names(*this, loop->body->close_range);
  if (loop->init) EmitStmt(loop->init);
  for (size_t i = locals; i < locals_.size(); ++i) locals_[i]->used = true;
  tir::Block head = b_.NewBlock();
  tir::Block body = b_.NewBlock();
  tir::Block step = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  Br(head);
  EnterBlock(head);
  size_t inner = cleanups_.size();
  if (loop->condition) {
    SetPosition(loop->condition->range);
    tir::Value test = EmitBool(loop->condition);
    PopCleanups(inner);
    CondBr(test, body, done, BranchKind::Condition, loop->condition->range);
  } else {
    Br(body);
  }
  EnterBlock(body);
  loops_.push_back({loop->label.text, done, step, inner, false, insertion_});
  EmitBlock(loop->body);
  if (!b_.Terminated()) Br(step);
  loops_.pop_back();
  EnterBlock(step);
  if (loop->step) EmitStmt(loop->step);
  if (!b_.Terminated()) Br(head);
  EnterBlock(done);
  SetPosition(loop->body->close_range);
  PopCleanups(depth);
  locals_.resize(locals);
}

void Emitter::LoopBody(const ForInStmt* loop, const std::function<void()>& bind,
                       tir::Block continue_block, tir::Block break_block) {
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  loops_.push_back({loop->label.text, break_block, continue_block, depth, false, insertion_});
  NamesUpTo names(*this, loop->body->close_range);
  bind();
  for (size_t i = locals; i < locals_.size(); ++i)
    locals_[i]->fixed_because =
        "loop variables cannot be changed; index the sequence to change its elements";
  EmitBlock(loop->body);
  SetPosition(loop->body->close_range);
  PopCleanups(depth);
  CheckUnused(locals);
  locals_.resize(locals);
  if (!b_.Terminated()) Br(continue_block);
  loops_.pop_back();
}

// For a loop over something that cannot be iterated: its body is checked once, with names of
// unknown type.
void Emitter::CheckBodyOnly(const ForInStmt* loop, size_t depth) {
  size_t locals = locals_.size();
  for (const Pattern* p : {loop->first, loop->second})
    if (p) BindUnknown(p);
  tir::Block done = b_.NewBlock();
  loops_.push_back({loop->label.text, done, done, cleanups_.size(), false, insertion_});
  EmitBlock(loop->body);
  if (!b_.Terminated()) Br(done);
  loops_.pop_back();
  locals_.resize(locals);
  EnterBlock(done);
  PopCleanups(depth);
}

void Emitter::EmitForIn(const ForInStmt* loop) {
  if (loop->is_comptime) {
    EmitComptimeFor(loop);
    return;
  }
  if (auto* range = llvm::dyn_cast<RangeExpr>(loop->sequence);
      range && range->low && range->high && !loop->second) {
    EmitForRange(loop, range);
    return;
  }
  size_t depth = cleanups_.size();
  Value sequence = EmitExpr(loop->sequence, {});
  auto give_up = [&] { CheckBodyOnly(loop, depth); };
  if (sequence.IsError() || !sequence.type || sequence.type->IsError()) {
    give_up();
    return;
  }
  if (sequence.kind == Value::Kind::Type) {
    c_.Error(DiagnosticKind::NotAValue, loop->sequence->range, "this is a type, not a value");
    give_up();
    return;
  }
  Type* type = sequence.type;
  if (type->Is(TypeKind::Pointer) && AsStruct(type->element)) {
    sequence = PlaceValue(AsScalar(sequence), type->element);
    type = type->element;
  }
  if (type->Is(TypeKind::Array)) {
    EmitForContiguous(loop, sequence, type->element);
    PopCleanups(depth);
    return;
  }
  if (auto* s = AsStruct(type)) {
    c_.CompleteStruct(s);
    if (loop->second &&
        (s->FindMember("iter_pairs") || c_.FindOutsideMethod(type, "iter_pairs", context_))) {
      EmitForIterator(loop, sequence, true);
      PopCleanups(depth);
      return;
    }
    if (const FuncDecl* raw = s->FindMember("_raw_data"); raw && s->FindMember("len")) {
      FuncInstance* f = c_.Instance(raw, s->context, {}, s, {}, nullptr, loop->range);
      if (f->result->Is(TypeKind::Pointer)) {
        EmitForContiguous(loop, sequence, f->result->element);
        PopCleanups(depth);
        return;
      }
    }
    if (s->FindMember("iter") || s->FindMember("next") ||
        c_.FindOutsideMethod(type, "iter", context_)) {
      EmitForIterator(loop, sequence, false);
      PopCleanups(depth);
      return;
    }
  }
  auto report = c_.Error(DiagnosticKind::NotIterable, loop->sequence->range,
                         Cat("`", type->name, "` cannot be iterated over"));
  if (type->IsInteger())
    report.Suggest(loop->sequence->range, Cat("0..", c_.sources().Slice(loop->sequence->range)),
                   "iterate over a range");
  report.Note(
      "a type is iterable when it has `iter()`, or itself a `next()` that gives an optional");
  give_up();
}

void Emitter::EmitForRange(const ForInStmt* loop, const RangeExpr* range) {
  size_t depth = cleanups_.size();
  Value low, high;
  if (!EmitOperands(range->low, range->high, nullptr, &low, &high)) {
    low = high = ErrorValue();
  }
  Type* type = nullptr;
  if (!low.IsError()) {
    type = low.type;
    if (low.type != high.type) {
      type = low.type->IsNumeric() && high.type->IsNumeric() ? CommonNumeric(low.type, high.type)
                                                             : nullptr;
      if (type) {
        low = Convert(low, type, range->low->range);
        high = Convert(high, type, range->high->range);
      }
    }
    if (!type || (!type->IsInteger() && !type->Is(TypeKind::Char))) {
      c_.Error(DiagnosticKind::OperatorTypes, range->range,
               Cat("a range runs over integers or characters, not from `", low.type->name, "` to `",
                   high.type->name, "`"));
      type = nullptr;
    }
  }
  if (!type) {
    CheckBodyOnly(loop, depth);
    return;
  }
  tir::Type t = Tir(type);
  tir::Value counter = b_.Local(t, "", "");
  b_.Store(AsScalar(low), counter);
  tir::Value limit = AsScalar(high);
  tir::Block head = b_.NewBlock();
  tir::Block body = b_.NewBlock();
  tir::Block step = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  Br(head);
  EnterBlock(head);
  tir::Value at = b_.Load(t, counter);
  CondBr(
      b_.Compare(range->inclusive ? tir::ComparePredicate::LessEqual : tir::ComparePredicate::Less,
                 at, limit),
      body, done);
  EnterBlock(body);
  LoopBody(
      loop,
      [&] {
        if (auto* b = llvm::dyn_cast<BindingPattern>(loop->first)) {
          Local* local = DeclareLocal(b->name, type, false);
          b_.Store(b_.Load(t, counter), local->place);
        }
      },
      step, done);
  EnterBlock(step);
  at = b_.Load(t, counter);
  if (range->inclusive) {
    // The last value may be the largest of its type: leave before the increment.
    tir::Block next = b_.NewBlock();
    CondBr(b_.Compare(tir::ComparePredicate::Equal, at, limit), done, next);
    EnterBlock(next);
  }
  b_.Store(b_.Binary(tir::BinaryKind::AddWrap, at, b_.ConstInt(t, 1)), counter);
  Br(head);
  EnterBlock(done);
  PopCleanups(depth);
}

// Arrays, vectors, slices, strings: by address. The loop runs over the value as it was at its
// start: a container keeps a counted copy for the loop, so that the body may change the variable.
void Emitter::EmitForContiguous(const ForInStmt* loop, Value sequence, Type* element) {
  Type* type = sequence.type;
  tir::Value base, length;
  if (type->Is(TypeKind::Array)) {
    if (!sequence.owned && sequence.is_mutable) {
      sequence = OwnedCopy(sequence);
    }
    base = AsPlace(sequence);
    length = Index(static_cast<int64_t>(type->count));
  } else {
    const bool fixed = sequence.root && !sequence.root->is_mutable && !sequence.via_pointer;
    if (!sequence.owned && !fixed) {
      sequence = OwnedCopy(sequence);
    }
    Value raw = CallMethodNamed(sequence, "_raw_data", {}, {}, loop->sequence->range);
    Value len = CallMethodNamed(sequence, "len", {}, {}, loop->sequence->range);
    if (raw.IsError() || len.IsError()) return;
    base = AsScalar(raw);
    length = AsScalar(len);
  }
  tir::Type index_type = b_.Int(64, false);
  tir::Value counter = b_.Local(index_type, "", "");
  b_.Store(Index(0), counter);
  tir::Block head = b_.NewBlock();
  tir::Block body = b_.NewBlock();
  tir::Block step = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  Br(head);
  EnterBlock(head);
  tir::Value at = b_.Load(index_type, counter);
  CondBr(b_.Compare(tir::ComparePredicate::Less, at, length), body, done);
  EnterBlock(body);
  LoopBody(
      loop,
      [&] {
        const Pattern* value_pattern = loop->second ? loop->second : loop->first;
        tir::Value position = b_.Load(index_type, counter);
        if (loop->second) {
          if (auto* b = llvm::dyn_cast<BindingPattern>(loop->first)) {
            Local* local = DeclareLocal(b->name, c_.types().usize(), false);
            b_.Store(position, local->place);
          }
        }
        Value item = PlaceValue(b_.ElementAddress(Tir(element), base, position), element);
        if (auto* b = llvm::dyn_cast<BindingPattern>(value_pattern)) {
          if (element->IsPlaceless()) {
            AddLocal(b->name.text, element, {}, false, b->name.range);
          } else if (Aggregate(element)) {
            // Borrowed from the loop's copy: no count traffic.
            b_.DebugPlace(item.v, Tir(element), b->name.text, c_.DebugName(element), 0);
            AddLocal(b->name.text, element, item.v, false, b->name.range);
          } else {
            Local* local = DeclareLocal(b->name, element, false);
            b_.Store(b_.Load(Tir(element), item.v), local->place);
          }
        } else if (value_pattern->kind == PatternKind::Tuple) {
          tir::Block never = b_.NewBlock();
          EmitPatternTest(value_pattern, item, never);
          tir::Block here = b_.NewBlock();
          Br(here);
          b_.Enter(never);
          b_.Unreachable();
          EnterBlock(here);
        }
      },
      step, done);
  EnterBlock(step);
  at = b_.Load(index_type, counter);
  b_.Store(b_.Binary(tir::BinaryKind::AddWrap, at, Index(1)), counter);
  Br(head);
  EnterBlock(done);
}

void Emitter::EmitForIterator(const ForInStmt* loop, Value sequence, bool pairs) {
  Type* type = sequence.type;
  Value iterator = sequence;
  const char* maker = pairs ? "iter_pairs" : "iter";
  auto* s = AsStruct(type);
  if (s->FindMember(maker) || c_.FindOutsideMethod(type, maker, context_)) {
    iterator = CallMethodNamed(sequence, maker, {}, {}, loop->sequence->range);
    if (iterator.IsError()) return;
  }
  // The loop owns its iterator.
  Value own = PlaceValue(b_.Local(Tir(iterator.type), "", ""), iterator.type);
  MoveInto(iterator, iterator.type, own.v);
  own.owned = false;
  PushDrop(iterator.type, own.v);
  own.is_lvalue = own.is_mutable = true;
  tir::Type index_type = b_.Int(64, false);
  tir::Value counter;
  if (loop->second && !pairs) {
    counter = b_.Local(index_type, "", "");
    b_.Store(Index(0), counter);
  }
  tir::Block head = b_.NewBlock();
  tir::Block body = b_.NewBlock();
  tir::Block done = b_.NewBlock();
  tir::Block step = counter ? b_.NewBlock() : head;
  Br(head);
  EnterBlock(head);
  Value item = CallMethodNamed(own, "next", {}, {}, loop->sequence->range);
  if (item.IsError() || !item.type->Is(TypeKind::Optional)) {
    if (!item.IsError())
      c_.Error(DiagnosticKind::NotIterable, loop->sequence->range,
               Cat("`next` of `", iterator.type->name, "` gives a `", item.type->name,
                   "`, not an optional"));
    Br(done);
    EnterBlock(done);
    return;
  }
  auto* optional = static_cast<EnumType*>(item.type);
  Type* element = optional->element;
  DeactivateCleanup(item.cleanup);  // dropped below: its payload moves into the loop's variable
  tir::Value tag = b_.EnumTag(Tir(optional), item.v);
  tir::Block exhausted = b_.NewBlock();
  CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), kSomeCase)),
         body, exhausted);
  EnterBlock(exhausted);
  b_.Drop(Tir(optional), item.v);
  Br(done);
  EnterBlock(body);
  LoopBody(
      loop,
      [&] {
        if (counter) {
          if (auto* b = llvm::dyn_cast<BindingPattern>(loop->first)) {
            Local* local = DeclareLocal(b->name, c_.types().usize(), false);
            b_.Store(b_.Load(index_type, counter), local->place);
          }
        }
        if (element->IsPlaceless()) {
          const Pattern* pattern = loop->second ? loop->second : loop->first;
          if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
            AddLocal(b->name.text, element, {}, false, b->name.range);
          }
          return;
        }
        // Take the payload out. A boxed optional is copied and dropped, its cell belongs to the
        // iterator's result.
        tir::Value place = b_.Local(Tir(element), "", "");
        tir::Value payload = b_.EnumPayload(Tir(optional), item.v, kSomeCase, 0);
        if (Aggregate(element)) {
          if (optional->is_boxed) {
            b_.Copy(Tir(element), place, payload);
            b_.Drop(Tir(optional), item.v);
          } else {
            b_.TakeApart(Tir(optional), item.v, kSomeCase, {place});
          }
        } else {
          b_.Store(b_.Load(Tir(element), payload), place);
        }
        PushDrop(element, place);
        Value value = PlaceValue(place, element);
        auto bind = [&](const Pattern* pattern, Value v) {
          if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
            if (!v.type->IsVoid())
              b_.DebugPlace(v.v, Tir(v.type), b->name.text, c_.DebugName(v.type), 0);
            AddLocal(b->name.text, v.type, v.v, false, b->name.range);
          } else if (pattern->kind == PatternKind::Tuple) {
            tir::Block never = b_.NewBlock();
            EmitPatternTest(pattern, v, never);
            tir::Block here = b_.NewBlock();
            Br(here);
            b_.Enter(never);
            b_.Unreachable();
            EnterBlock(here);
          }
        };
        if (pairs && element->Is(TypeKind::Tuple) && element->elements.size() == 2) {
          for (unsigned i = 0; i < 2; ++i)
            bind(i == 0 ? loop->first : loop->second,
                 PlaceValue(b_.FieldAddress(Tir(element), place, i), element->elements[i]));
        } else {
          bind(loop->second ? loop->second : loop->first, value);
        }
      },
      step, done);
  if (counter) {
    EnterBlock(step);
    b_.Store(b_.Binary(tir::BinaryKind::AddWrap, b_.Load(index_type, counter), Index(1)), counter);
    Br(head);
  }
  EnterBlock(done);
}

// Unrolled while checking: the body is emitted once for each item, with the loop's name standing
// for it.
void Emitter::EmitComptimeFor(const ForInStmt* loop) {
  std::vector<Local> items;
  bool recognized = false;
  auto* binding = llvm::dyn_cast<BindingPattern>(loop->second ? loop->second : loop->first);
  auto* counter = loop->second ? llvm::dyn_cast<BindingPattern>(loop->first) : nullptr;
  if (!ReflectionList(loop->sequence, &items, &recognized)) {
    if (!recognized)
      c_.Error(DiagnosticKind::NotConstant, loop->sequence->range,
               "`comptime for` needs a list that is known while compiling: fields, variants, a "
               "pack, a range or a constant list");
    return;
  }
  tir::Block done = b_.NewBlock();
  for (size_t i = 0; i < items.size(); ++i) {
    if (b_.Terminated()) EnterDead();
    tir::Block next = b_.NewBlock();
    size_t depth = cleanups_.size();
    size_t locals = locals_.size();
    if (counter) {
      Local* n = AddLocal(counter->name.text, c_.types().usize(), {}, false, counter->name.range);
      n->is_comptime = true;
      n->constant.kind = ConstValue::Kind::Int;
      n->constant.type = c_.types().usize();
      n->constant.integer = llvm::APSInt(llvm::APInt(128, i), false);
    }
    if (binding) {
      Local* item =
          AddLocal(binding->name.text, items[i].type, items[i].place, false, binding->name.range);
      item->field = items[i].field;
      item->function = items[i].function;
      item->constant = items[i].constant;
      item->comptime = items[i].comptime;
      item->comptime_offset = items[i].comptime_offset;
      item->is_param = items[i].is_param;
      item->is_comptime = items[i].is_comptime;
      item->is_pack_part = !item->field && !item->constant && !item->comptime;
      item->used = true;
    }
    loops_.push_back({loop->label.text, done, next, depth, false, insertion_});
    EmitBlock(loop->body);
    PopCleanups(depth);
    locals_.resize(locals);
    if (!b_.Terminated()) Br(next);
    loops_.pop_back();
    EnterBlock(next);
  }
  if (!b_.Terminated()) Br(done);
  EnterBlock(done);
}

}  // namespace arc::check
