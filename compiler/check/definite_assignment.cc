// Definite assignment: fields that an `init` must give a value, and locals declared without one,
// whose types have no zero value.
//
// Each of them is a slot. The state of a place in the body is the set of slots that some way to it
// leaves without a value. It is carried along the branches that the emitter makes: where ways join
// the sets are united. What a loop assigns never takes a value away, so that the state at its head
// is the one before it, and one walk is enough. A slot whose type has something to drop keeps a
// flag at run time, for the places where it depends on the way taken.
#include "compiler/check/emitter.h"

namespace arc::check {

int Emitter::AddSlot(const Local* local, int field, std::string_view name, Type* type,
                     SourceRange declared) {
  Slot slot;
  slot.local = local;
  slot.field = field;
  slot.name = name;
  slot.type = type;
  slot.declared = declared;
  if (!c_.IsTrivial(type)) {
    slot.flag = b_.Local(b_.Bool(), "", "");
    b_.Store(b_.ConstBool(false), slot.flag);
    tir::Value place = local->place;
    if (field < 0) {
      b_.MarkConditional(place);
    } else {
      place = b_.FieldAddress(Tir(local->type->element), b_.Load(b_.Ptr(), place),
                              static_cast<unsigned>(field));
    }
    b_.Guard(Tir(type), place, slot.flag);
  }
  if (slots_.empty()) flow_errors_ = c_.diagnostics().error_count();
  slots_.push_back(std::move(slot));
  const int index = static_cast<int>(slots_.size()) - 1;
  if (!dead_) Missing(index) = {true, nullptr};
  return index;
}

// The fields that the caller of `init` could not fill.
void Emitter::AddFieldSlots(StructType* type, const Local* self) {
  if (c_.HasZero(type)) return;
  for (size_t i = 0; i < type->fields.size(); ++i) {
    const Field& f = type->fields[i];
    if (f.default_value || f.type->IsVoid() || c_.HasZero(f.type)) continue;
    AddSlot(self, static_cast<int>(i), f.name, f.type, f.decl ? f.decl->name.range : self->range);
  }
  if (!slots_.empty()) init_self_ = self;
}

Emitter::SlotState& Emitter::Missing(int slot) {
  if (flow_.slots.size() <= static_cast<size_t>(slot))
    flow_.slots.resize(static_cast<size_t>(slot) + 1);
  return flow_.slots[static_cast<size_t>(slot)];
}

const Emitter::Branch* Emitter::CommonBranch(const Branch* a, const Branch* b) {
  while (a != b) {
    if (!a || !b) return nullptr;
    (a->depth >= b->depth ? a : b) = a->depth >= b->depth ? a->parent : b->parent;
  }
  return a;
}

// The way that ends here goes on in `target`, by the branch `last`.
void Emitter::FlowTo(tir::Block target, const Branch* last) {
  auto [it, fresh] = flow_into_.try_emplace(target, flow_);
  Flow& there = it->second;
  if (fresh) {
    there.last = last;
    return;
  }
  const Branch* common = CommonBranch(there.last, last);
  // The first branch behind the common one, on the way from it to `b`.
  auto parting = [&](const Branch* b) {
    while (b && b->parent != common) b = b->parent;
    return b;
  };
  there.slots.resize(std::max(there.slots.size(), flow_.slots.size()));
  for (size_t i = 0; i < there.slots.size(); ++i) {
    const SlotState here = i < flow_.slots.size() ? flow_.slots[i] : SlotState{};
    SlotState& slot = there.slots[i];
    if (slot.missing == here.missing) {
      if (!slot.why) slot.why = here.why;
      continue;
    }
    slot.why = slot.missing ? parting(there.last) : parting(last);
    slot.missing = true;
  }
  there.last = common;
}

const Emitter::Branch* Emitter::NewBranch(BranchKind kind, SourceRange range, bool taken) {
  auto* branch = new (branches_.Allocate<Branch>()) Branch();
  branch->parent = flow_.last;
  branch->depth = flow_.last ? flow_.last->depth + 1 : 0;
  branch->kind = kind;
  branch->range = range;
  branch->taken = taken;
  return branch;
}

// The slot that an expression names, -1 if it names none.
int Emitter::SlotOf(const Expr* expr) {
  if (slots_.empty()) return -1;
  const NameExpr* name = llvm::dyn_cast<NameExpr>(expr);
  int field = -1;
  if (auto* member = llvm::dyn_cast<MemberExpr>(expr)) {
    name = llvm::dyn_cast<NameExpr>(member->base);
    if (name && init_self_)
      field = AsStruct(init_self_->type->element)->FindField(member->member.text);
  } else if (auto* reflected = llvm::dyn_cast<IntrinsicMemberExpr>(expr);
             reflected && reflected->name.text == "field" && reflected->args.size() == 1) {
    name = llvm::dyn_cast<NameExpr>(reflected->base);
    std::optional<FieldHandle> f = FieldOf(reflected->args[0].value);
    if (!f || f->case_index >= 0) return -1;
    field = static_cast<int>(f->index);
  }
  if (!name || (field < 0 && name != expr)) return -1;
  const Local* local = FindLocal(name->name, false);
  for (size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i].local == local && slots_[i].field == field) return static_cast<int>(i);
  return -1;
}

// Behind an error what is assigned is not known: its expression was given up half-way.
bool Emitter::FlowIsKnown() const { return c_.diagnostics().error_count() == flow_errors_; }

bool Emitter::MayBeMissing(int slot) {
  return !dead_ && static_cast<size_t>(slot) < flow_.slots.size() &&
         flow_.slots[static_cast<size_t>(slot)].missing;
}

// The value that a slot held before it is assigned again, if it held one.
void Emitter::DropOld(Type* type, tir::Value place, int slot) {
  if (slot < 0) {
    b_.Drop(Tir(type), place);
    return;
  }
  tir::Value flag = slots_[static_cast<size_t>(slot)].flag;
  if (!flag) return;
  if (dead_ || !MayBeMissing(slot)) {
    b_.Store(b_.ConstBool(false), flag);
    b_.Drop(Tir(type), place);
    return;
  }
  tir::Block drop = b_.NewBlock(), done = b_.NewBlock();
  CondBr(b_.Load(b_.Bool(), flag), drop, done);
  EnterBlock(drop);
  b_.Store(b_.ConstBool(false), flag);
  b_.Drop(Tir(type), place);
  Br(done);
  EnterBlock(done);
}

void Emitter::MarkAssigned(int slot, SourceRange range) {
  if (slot < 0) return;
  Slot& s = slots_[static_cast<size_t>(slot)];
  if (s.flag) b_.Store(b_.ConstBool(true), s.flag);
  s.assigned.push_back(range);
  if (!dead_) Missing(slot) = {};
}

// Says on which way the slot has no value.
void Emitter::ExplainMissing(DiagnosticBuilder& report, int slot) {
  const Slot& s = slots_[static_cast<size_t>(slot)];
  const Branch* why = Missing(slot).why;
  if (why && why->kind == BranchKind::Condition) {
    report.Label(why->range, Cat("when this is ", why->taken ? "true" : "false", ", `", s.name,
                                 "` gets no value"));
  } else if (why && why->kind == BranchKind::Pattern) {
    report.Label(why->range, Cat("when this ", why->taken ? "matches" : "does not match", ", `",
                                 s.name, "` gets no value"));
  } else if (!s.assigned.empty()) {
    report.Label(s.assigned.back(), "this may not have run");
  }
  report.Label(s.declared, s.field >= 0 ? Cat("a `", s.type->name, "` has no zero value")
                                        : Cat("declared without a value; a `", s.type->name,
                                              "` has no zero value"));
}

// Reports, once for each slot, that it is used where it may have no value.
void Emitter::CheckAssigned(int slot, SourceRange use) {
  if (slot < 0 || !MayBeMissing(slot) || !FlowIsKnown()) return;
  Slot& s = slots_[static_cast<size_t>(slot)];
  if (std::exchange(s.reported, true)) return;
  {
    auto report =
        c_.Error(DiagnosticKind::UsedBeforeValue, use,
                 s.field >= 0 ? Cat("the field `", s.name, "` is used before it has a value")
                              : Cat("`", s.name, "` is used before it has a value"));
    ExplainMissing(report, slot);
    report.Note(s.field >= 0 ? "assign the whole field first"
                             : "assign it on every way that leads here");
  }
  flow_errors_ = c_.diagnostics().error_count();
}

// A local that is used as a whole: all its slots must have values.
void Emitter::CheckWhole(const Local* local, SourceRange use) {
  if (slots_.empty() || dead_ || !FlowIsKnown()) return;
  for (size_t i = 0; i < slots_.size(); ++i) {
    const int slot = static_cast<int>(i);
    if (slots_[i].local != local || !MayBeMissing(slot)) continue;
    if (slots_[i].field < 0) {
      CheckAssigned(slot, use);
      continue;
    }
    if (slots_[i].reported) continue;
    {
      auto report = c_.Error(
          DiagnosticKind::UsedBeforeValue, use,
          Cat("`", local->name, "` is used before its field `", slots_[i].name, "` has a value"));
      ExplainMissing(report, slot);
      report.Note("until all fields have values only they can be used, not the whole struct");
    }
    flow_errors_ = c_.diagnostics().error_count();
    for (size_t k = i; k < slots_.size(); ++k)
      if (slots_[k].local == local && MayBeMissing(static_cast<int>(k))) slots_[k].reported = true;
    return;
  }
}

namespace {
// How the field could be declared to start with a value.
void SuggestValue(DiagnosticBuilder& report, const Field& field, std::string_view self) {
  report.Note(Cat("assign it in `init`: `", self, ".", field.name, " = …`"));
  if (!field.decl || !field.decl->type) return;
  const Type* type = field.type;
  if (type->Is(TypeKind::Enum)) {
    auto* e = static_cast<const EnumType*>(type);
    for (const EnumCaseInfo& info : e->cases) {
      if (!info.payload.empty()) continue;
      report.Suggest(field.decl->type->range,
                     Cat(type->name, " = ", e->decl->name.text, ".", info.name),
                     "or give it a default");
      return;
    }
  }
  if (type->Is(TypeKind::Pointer))
    report.Suggest(field.decl->type->range, Cat(type->name, "?"), "or let it start as null");
  if (type->Is(TypeKind::Function))
    report.Suggest(field.decl->type->range, Cat("(", type->name, ")?"), "or let it start as null");
}
}  // namespace

// At an end of `init`: every field has a value.
void Emitter::CheckInitEnds(SourceRange end) {
  if (!init_self_ || dead_ || b_.Terminated() || !FlowIsKnown()) return;
  llvm::SmallVector<int, 4> missing;
  std::string names;
  for (size_t i = 0; i < slots_.size(); ++i) {
    const int slot = static_cast<int>(i);
    if (slots_[i].local != init_self_ || !MayBeMissing(slot)) continue;
    if (std::exchange(slots_[i].reported, true)) continue;
    names += Cat(missing.empty() ? "`" : ", `", slots_[i].name, "`");
    missing.push_back(slot);
  }
  if (missing.empty()) return;
  auto* type = AsStruct(init_self_->type->element);
  {
    auto report = c_.Error(DiagnosticKind::FieldWithoutValue, end,
                           Cat("`init` ends here without a value for ",
                               missing.size() == 1 ? "the field " : "the fields ", names));
    for (int slot : missing) {
      ExplainMissing(report, slot);
      const auto field = static_cast<size_t>(slots_[static_cast<size_t>(slot)].field);
      SuggestValue(report, type->fields[field], init_self_->name);
    }
  }
  flow_errors_ = c_.diagnostics().error_count();
}

// An `init` that fails takes its unfinished struct with it: the fields that have values die, `drop`
// of the struct does not run.
void Emitter::DropUnfinished() {
  if (unfinished_ && !b_.Terminated()) DropFields(unfinished_);
}

void Emitter::DropFields(const Local* self) {
  auto* type = AsStruct(self->type->element);
  tir::Value place = b_.Load(b_.Ptr(), self->place);
  for (size_t i = type->fields.size(); i > 0; --i) {
    Type* field = type->fields[i - 1].type;
    if (field->IsVoid() || c_.IsTrivial(field)) continue;
    int slot = -1;
    for (size_t k = 0; k < slots_.size(); ++k)
      if (slots_[k].local == self && slots_[k].field == static_cast<int>(i - 1))
        slot = static_cast<int>(k);
    DropOld(field, b_.FieldAddress(Tir(type), place, static_cast<unsigned>(i - 1)), slot);
  }
}

// `*self = …` in an `init`: all fields at once. False when the assignment is another one.
bool Emitter::AssignWhole(const AssignStmt* assign) {
  auto* target = llvm::dyn_cast<UnaryExpr>(assign->target);
  auto* name = target && target->op == UnaryOp::Dereference
                   ? llvm::dyn_cast<NameExpr>(target->operand)
                   : nullptr;
  if (!name || !init_self_ || FindLocal(name->name, false) != init_self_) return false;
  Type* type = init_self_->type->element;
  Value value = EmitConverted(assign->value, type);
  if (value.IsError()) return true;
  if (!value.owned) value = OwnedCopy(value);
  SetPosition(assign->op_range);
  DropFields(init_self_);
  MoveInto(value, type, b_.Load(b_.Ptr(), init_self_->place));
  for (size_t i = 0; i < slots_.size(); ++i)
    if (slots_[i].local == init_self_) MarkAssigned(static_cast<int>(i), assign->range);
  return true;
}

}  // namespace arc::check
