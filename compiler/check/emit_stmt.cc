// Functions, blocks and statements.
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"
#include "compiler/parse/parser.h"

namespace arc::check {

Emitter::Emitter(Checker& checker, DeclContext* context, const GenericEnv* env, Type* self_type,
                 Emitter* parent)
    : c_(checker),
      b_(checker.builder()),
      context_(context),
      env_(env),
      self_type_(self_type),
      parent_(parent),
      made_in_(parent),
      made_at_(parent ? parent->insertion_ : nullptr) {}

Emitter::~Emitter() = default;

void Emitter::EmitFunction(FuncInstance* f) {
  instance_ = f;
  site_ = f->lifted ? nullptr : f->site;
  result_type_ = f->result;
  SetPosition(f->range);
  b_.StartBody(f->function);
  reached_.clear();
  dead_ = false;
  unsigned index = 0;
  if (Aggregate(f->result)) result_place_ = b_.Param(f->function, index++);
  Local* pack = nullptr;
  int number = 0;
  for (size_t i = 0; i < f->params.size(); ++i) {
    ParamSig& sig = f->params[i];
    if (sig.decl && sig.decl->is_comptime) continue;
    ++number;
    SourceRange range = sig.decl ? sig.decl->name.range : f->range;
    Local* local;
    std::string_view name = sig.name;
    const bool in_pack = f->pack_begin >= 0 && static_cast<int>(i) >= f->pack_begin;
    if (sig.type->IsVoid()) {
      local = AddLocal(in_pack ? "" : name, sig.type, {}, false, range);
    } else if (Aggregate(sig.type)) {
      tir::Value place = b_.Param(f->function, index++);
      b_.DebugPlace(place, Tir(sig.type), name, c_.DebugName(sig.type), number);
      local = AddLocal(in_pack ? "" : name, sig.type, place, false, range);
    } else {
      tir::Value place = b_.Local(Tir(sig.type), name, c_.DebugName(sig.type));
      b_.Store(b_.Param(f->function, index++), place);
      local = AddLocal(in_pack ? "" : name, sig.type, place, false, range);
    }
    local->is_param = true;
    local->is_own = c_.TakesOver(f, sig.type);
    local->used = true;
    if (in_pack) {
      if (!pack) pack = AddLocal(name, c_.types().void_type(), {}, false, range);
      pack->is_pack = true;
      pack->used = true;
      pack->pack.push_back(local);
    }
  }
  if (f->decl && !f->decl->params.empty() && f->decl->params.back().is_pack && !pack) {
    pack = AddLocal(f->decl->params.back().name.text, c_.types().void_type(), {}, false, f->range);
    pack->is_pack = true;
    pack->used = true;
  }
  if (f->decl && f->decl->is_init && AsStruct(f->self_type) && !locals_.empty() &&
      locals_[0]->type->Is(TypeKind::Pointer) && locals_[0]->type->element == f->self_type) {
    AddFieldSlots(AsStruct(f->self_type), locals_[0]);
    if (f->result->Is(TypeKind::Result)) unfinished_ = locals_[0];
  }
  const BlockStmt* body = f->lifted ? f->lifted->body : BodyOf(*f->decl);
  EmitBlock(body);
  if (!b_.Terminated()) {
    SetPosition(body->close_range);
    CheckInitEnds(body->close_range);
    if (dead_) {
      b_.Unreachable();
    } else if (f->result->IsVoid()) {
      b_.Return();
    } else if (f->result->Is(TypeKind::Result) && f->result->element->IsVoid()) {
      b_.EnumInit(Tir(f->result), result_place_, kOkCase);
      b_.Return();
    } else {
      if (!f->result->IsError()) {
        SourceRange at = body->close_range.valid() ? body->close_range : f->range;
        c_.Error(DiagnosticKind::MissingReturn, at,
                 f->result->IsNever()
                     ? "this function ends, but its type says that it never returns"
                     : Cat("missing `return`: the function must give a `", f->result->name, "`"))
            .Label(f->range, "declared here");
      }
      b_.Unreachable();
    }
  }
}

void Emitter::CheckUnused(size_t first) {
  for (size_t i = first; i < locals_.size(); ++i) {
    Local* local = locals_[i];
    if (local->used || local->is_param || local->is_comptime || local->name.empty() ||
        local->name.starts_with('_'))
      continue;
    if (context_->package != c_.current()) continue;
    // Other instances, or the branches of `comptime if` that this one leaves out, may use it.
    if (instance_ && instance_->IsGeneric()) continue;
    c_.diagnostics()
        .Report(DiagnosticKind::UnusedVariable, local->range,
                Cat("`", local->name, "` is never used"))
        .Note("a name that starts with `_` says that this is meant");
  }
}

void Emitter::NoteDeadCode(const Stmt* stmt) {
  if (saw_dead_code_ || context_->package != c_.current()) return;
  if (env_ && !env_->bindings.empty()) return;  // dead only for some instances
  saw_dead_code_ = true;
  c_.diagnostics().Report(DiagnosticKind::UnreachableCode, stmt->range,
                          "this code is never reached");
}

void Emitter::EmitBlock(const BlockStmt* block) {
  NamesUpTo names(*this, block->close_range);
  size_t locals = locals_.size();
  size_t depth = cleanups_.size();
  bool was_dead = dead_;
  for (const Stmt* stmt : block->stmts) {
    if (b_.Terminated()) EnterDead();
    if (dead_ && !was_dead) {
      NoteDeadCode(stmt);
      was_dead = true;
    }
    EmitStmt(stmt);
  }
  SetPosition(block->close_range);
  PopCleanups(depth);
  CheckUnused(locals);
  locals_.resize(locals);
}

// A block that gives a value: that of its last expression statement.
Value Emitter::EmitBlockValue(const BlockStmt* block, Want want) {
  NamesUpTo names(*this, block->close_range);
  size_t locals = locals_.size();
  size_t depth = cleanups_.size();
  const ExprStmt* last = nullptr;
  if (!block->stmts.empty() && !want.discard) {
    last = llvm::dyn_cast<ExprStmt>(block->stmts.back());
    if (last && last->has_semicolon) last = nullptr;
  }
  bool was_dead = dead_;
  for (const Stmt* stmt : block->stmts) {
    if (b_.Terminated()) EnterDead();
    if (dead_ && !was_dead) {
      NoteDeadCode(stmt);
      was_dead = true;
    }
    if (stmt == last) break;
    EmitStmt(stmt);
  }
  Value result = VoidValue();
  if (last) {
    Value value = EmitExpr(last->expr, want);
    if (value.IsError() || !value.type || value.type->IsVoid() || value.type->IsNever()) {
      result = value;
    } else if (value.in_dest) {
      result = value;
    } else {
      // The value must outlive the block's locals.
      Type* type = value.type;
      if (value.kind == Value::Kind::Type || type->Is(TypeKind::Null)) {
        result = value;
      } else if (!Aggregate(type)) {
        result = ScalarValue(AsScalar(value), type);
      } else {
        Value out = TempPlace(type, want);
        MoveInto(value, type, out.v);
        PopCleanups(depth);
        CheckUnused(locals);
        locals_.resize(locals);
        Own(&out);
        return out;
      }
    }
  } else if (b_.Terminated() || dead_) {
    result.type = c_.types().never();
    if (b_.Terminated()) EnterDead();
  }
  PopCleanups(depth);
  CheckUnused(locals);
  locals_.resize(locals);
  return result;
}

void Emitter::EmitStmt(const Stmt* stmt) {
  if (!c_.Spend(stmt->range)) return;
  SetPosition(stmt->range);
  switch (stmt->kind) {
    case StmtKind::Block:
      EmitBlock(llvm::cast<BlockStmt>(stmt));
      return;
    case StmtKind::Let:
      EmitLet(llvm::cast<LetStmt>(stmt));
      return;
    case StmtKind::Expr:
      EmitExprStmt(llvm::cast<ExprStmt>(stmt));
      return;
    case StmtKind::Assign:
      EmitAssign(llvm::cast<AssignStmt>(stmt));
      return;
    case StmtKind::IncDec:
      EmitIncDec(llvm::cast<IncDecStmt>(stmt));
      return;
    case StmtKind::Return:
      EmitReturn(llvm::cast<ReturnStmt>(stmt));
      return;
    case StmtKind::Break:
      EmitBreakContinue(stmt, llvm::cast<BreakStmt>(stmt)->label.text, true);
      return;
    case StmtKind::Continue:
      EmitBreakContinue(stmt, llvm::cast<ContinueStmt>(stmt)->label.text, false);
      return;
    case StmtKind::Defer: {
      Cleanup cleanup;
      cleanup.kind = Cleanup::Kind::Defer;
      cleanup.defer = llvm::cast<DeferStmt>(stmt);
      cleanup.locals = locals_.size();
      tir::Builder::InsertionState outside;
      cleanup.pending = b_.StartDefer(&outside);
      const Flow flow = flow_;
      const bool dead = dead_;
      EmitDeferred(cleanup);
      flow_ = flow;
      dead_ = dead;
      b_.EndDefer(outside);
      cleanups_.push_back(cleanup);
      return;
    }
    case StmtKind::While:
      EmitWhile(llvm::cast<WhileStmt>(stmt));
      return;
    case StmtKind::ForClause:
      EmitForClause(llvm::cast<ForClauseStmt>(stmt));
      return;
    case StmtKind::ForIn:
      EmitForIn(llvm::cast<ForInStmt>(stmt));
      return;
    case StmtKind::Select:
    case StmtKind::Scope:
    case StmtKind::With:
      c_.Error(
          DiagnosticKind::NotAvailable, stmt->range,
          "tasks (`select`, `scope`, `with`) are not available in this version of the compiler");
      return;
    case StmtKind::Decl: {
      const Decl* decl = llvm::cast<DeclStmt>(stmt)->decl;
      if (auto* constant = llvm::dyn_cast<ConstDecl>(decl)) {
        Type* type = constant->type ? ResolveType(constant->type) : nullptr;
        Local* local = AddLocal(constant->name.text, type, {}, false, constant->name.range);
        local->constant = Evaluate(constant->value, type, true);
        return;
      }
      c_.Error(DiagnosticKind::NotAvailable, stmt->range,
               "functions and types are declared at the package level")
          .Note(
              "a function that is used in one place only can be a closure: `const f = func(…) R { "
              "… }`");
      return;
    }
    case StmtKind::Error:
      return;
  }
}

void Emitter::EmitExprStmt(const ExprStmt* stmt) {
  size_t depth = cleanups_.size();
  Want want;
  want.discard = true;
  Value value = EmitExpr(stmt->expr, want);
  PopCleanups(depth);
  if (value.IsError() || !value.type) return;
  if (value.type->Is(TypeKind::Result)) {
    c_.Error(DiagnosticKind::UnusedResult, stmt->range,
             Cat("this `", value.type->name, "` may hold an error, and is not looked at"))
        .Note("pass an error on with `?`, handle it with `catch`, or write `let _ = …`");
    return;
  }
  if (value.type->IsVoid() || value.type->IsNever()) return;
  switch (stmt->expr->kind) {
    case ExprKind::Call:
    case ExprKind::Compute:
    case ExprKind::Match:
    case ExprKind::If:
    case ExprKind::Block:
    case ExprKind::Try:
    case ExprKind::Catch:
    case ExprKind::Intrinsic:
    case ExprKind::Unwrap:
    case ExprKind::Await:
    case ExprKind::Spawn:
    case ExprKind::Comptime:
    case ExprKind::Error:
      return;
    default:
      c_.Error(DiagnosticKind::UnusedValue, stmt->range,
               "the value of this expression is not used");
  }
}

// --- let
// -------------------------------------------------------------------------------------------------------------

void Emitter::BindPattern(const Pattern* pattern, Value value, bool is_mutable) {
  if (auto* b = llvm::dyn_cast<BindingPattern>(pattern)) {
    Local* local = DeclareLocal(b->name, value.type, is_mutable);
    if (value.type->IsVoid() || value.type->IsNever()) return;
    MoveInto(value, value.type, local->place);
    return;
  }
  if (auto* t = llvm::dyn_cast<TuplePattern>(pattern)) {
    if (!value.type->Is(TypeKind::Tuple) || value.type->elements.size() != t->elements.size()) {
      c_.Error(DiagnosticKind::PatternType, pattern->range,
               Cat("this pattern has ", t->elements.size(), " parts, the value is a `",
                   value.type->name, "`"));
      BindUnknown(pattern, is_mutable);
      return;
    }
    for (size_t i = 0; i < t->elements.size(); ++i) {
      Type* type = value.type->elements[i];
      Value part =
          PlaceValue(b_.FieldAddress(Tir(value.type), value.v, static_cast<unsigned>(i)), type);
      size_t first = locals_.size();
      BindPattern(t->elements[i], part, is_mutable);
      (void)first;
    }
    return;
  }
  if (!llvm::isa<Pattern>(pattern) || pattern->kind == PatternKind::Wildcard ||
      pattern->kind == PatternKind::Error)
    return;
  c_.Error(DiagnosticKind::PatternType, pattern->range,
           "only names, `_` and tuples of them can stand here");
}

// A local `const` of a plain type whose value is known may be an array length or a generic
// argument.
void Emitter::KeepConstant(Local* local, const LetStmt* let) {
  Type* type = local->type;
  if (!let->is_const || !let->value || !type) return;
  if (llvm::isa<ComptimeExpr>(let->value) && !InComptime() && !dead_) {
    // The thunk that the statement's value made.
    auto known = c_.comptime_index_.find(ComptimeKey(let->value, let->type ? type : nullptr,
                                                     /*exact=*/false, /*discard=*/false));
    if (known != c_.comptime_index_.end() && known->second && known->second->type == type)
      local->comptime = known->second;
  }
  const bool text = c_.IsLang(type, "string");
  if (!type->IsNumeric() && !type->Is(TypeKind::Bool) && !text) return;
  ConstValue value = Evaluate(let->value, type);
  if (!value || value.kind == ConstValue::Kind::Type ||
      text != (value.kind == ConstValue::Kind::String))
    return;
  value.type = type;
  if (type->Is(TypeKind::Float) != (value.kind == ConstValue::Kind::Float)) return;
  local->constant = value;
}

void Emitter::EmitLet(const LetStmt* let) {
  Type* type = let->type ? ResolveType(let->type) : nullptr;
  size_t depth = cleanups_.size();
  const bool is_mutable = !let->is_const;
  auto* binding = llvm::dyn_cast<BindingPattern>(let->pattern);
  if (!let->value) {
    if (!binding || !type) return;
    Local* local = DeclareLocal(binding->name, type, is_mutable);
    if (type->IsError() || type->IsVoid()) return;
    if (c_.HasZero(type) || type->IsNever()) {
      EmitZero(type, local->place, binding->name.range);
      PushDrop(type, local->place);
      return;
    }
    // It must be assigned before it is used.
    const int slot = AddSlot(local, -1, local->name, type, binding->name.range);
    if (int cleanup = PushDrop(type, local->place); cleanup >= 0)
      cleanups_[static_cast<size_t>(cleanup)].slot = slot;
    return;
  }
  if (binding && let->is_const && (!type || type->Is(TypeKind::TypeType))) {
    if (Type* known = KnownType(let->value)) {
      AddLocal(binding->name.text, c_.types().type_type(), {}, false, binding->name.range)
          ->constant = TypeValue(known, c_.types().type_type());
      return;
    }
  }
  if (binding && type) {
    // Built right in the variable, which is in scope only afterwards.
    SetPosition(binding->name.range);
    if (type->IsError() || type->IsVoid()) {
      if (!type->IsError() || !NeedsContext(let->value)) EmitExpr(let->value, {});
      PopCleanups(depth);
      AddLocal(binding->name.text, type, {}, is_mutable, binding->name.range)->used =
          type->IsError();
      return;
    }
    tir::Value place = LocalBehind(let->range, type, binding->name.text);
    SetPosition(let->value->range);
    bool ok = EmitInto(let->value, type, place);
    PopCleanups(depth);
    Local* local = AddLocal(binding->name.text, type, place, is_mutable, binding->name.range);
    KeepConstant(local, let);
    if (!ok) local->used = true;
    if (ok) PushDrop(type, place);
    return;
  }
  Value value = type ? EmitConverted(let->value, type) : EmitExpr(let->value, {});
  TypeAsValue(&value, let->value->range);
  if (value.kind == Value::Kind::Type) {
    c_.Error(DiagnosticKind::TypeMismatch, let->value->range,
             Cat("expected a value, found the type `", value.type->name, "`"));
    value = ErrorValue();
  }
  if (!value.IsError() && value.type->Is(TypeKind::Null)) {
    c_.Error(DiagnosticKind::CannotInferType, let->value->range,
             "the type of `null` is not known here")
        .Note("write it: `let x: T? = null`");
    value = ErrorValue();
  }
  if (value.IsError() || value.type->IsError()) {
    PopCleanups(depth);
    BindUnknown(let->pattern, is_mutable);
    return;
  }
  if (binding) {
    if (value.type->IsVoid() && !value.type->IsNever()) {
      c_.Error(DiagnosticKind::TypeMismatch, let->value->range, "this gives no value")
          .Label(binding->name.range, "so there is nothing to name");
    }
    Type* t = value.type;
    tir::Value place;
    if (!t->IsVoid() && !t->IsNever()) {
      SetPosition(binding->name.range);
      place = LocalBehind(let->range, t, binding->name.text);
      MoveInto(value, t, place);
    }
    PopCleanups(depth);
    KeepConstant(AddLocal(binding->name.text, t, place, is_mutable, binding->name.range), let);
    if (place) PushDrop(t, place);
    return;
  }
  if (let->pattern->kind == PatternKind::Wildcard) {
    PopCleanups(depth);
    return;
  }
  // A tuple pattern: the parts are copied out of the temporary, which the statement's end drops.
  size_t first = locals_.size();
  BindPattern(let->pattern, Materialize(value), is_mutable);
  PopCleanups(depth);
  for (size_t i = first; i < locals_.size(); ++i)
    if (locals_[i]->place) PushDrop(locals_[i]->type, locals_[i]->place);
}

// --- leaving
// -----------------------------------------------------------------------------------------------------------

void Emitter::EmitReturn(const ReturnStmt* ret) {
  if (is_thunk_) {
    c_.Error(DiagnosticKind::ReturnInDefer, ret->range,
             "`return` cannot leave a `comptime` expression: it runs during the build")
        .Note("its last expression is its value");
    return;
  }
  if (in_defer_) {
    c_.Error(DiagnosticKind::ReturnInDefer, ret->range, "`return` cannot leave a `defer`");
    return;
  }
  size_t depth = cleanups_.size();
  if (!result_type_) {  // inferring the result of a closure
    Value value = ret->value ? EmitExpr(ret->value, {}) : VoidValue();
    if (!value.IsError() && !value.type->IsNever() && !inferred_result_)
      inferred_result_ = value.type;
    if (!b_.Terminated()) b_.Unreachable();
    cleanups_.resize(depth);
    return;
  }
  if (!ret->value) {
    const bool ok = result_type_->IsVoid() || result_type_->IsError() ||
                    (result_type_->Is(TypeKind::Result) && result_type_->element->IsVoid());
    if (!ok) {
      c_.Error(DiagnosticKind::TypeMismatch, ret->range,
               Cat("`return` needs a `", result_type_->name, "` here"));
    }
    EmitReturnValue(VoidValue(), ret->range);
    return;
  }
  if (result_type_->IsVoid()) {
    Value value = EmitExpr(ret->value, {result_type_, nullptr, false});
    if (!value.IsError() && !value.type->IsVoid() && !value.type->IsNever()) {
      c_.Error(
          DiagnosticKind::TypeMismatch, ret->value->range,
          "this function gives no value; write its result type after the parameters to give one");
    }
    EmitReturnValue(VoidValue(), ret->range);
    cleanups_.resize(std::min(depth, cleanups_.size()));
    return;
  }
  if (Aggregate(result_type_)) {
    // A local that dies here anyway moves out instead of being copied.
    if (auto* name = llvm::dyn_cast<NameExpr>(ret->value)) {
      Local* local = FindLocal(name->name);
      if (local && local->owner == this && !local->is_param && local->type == result_type_ &&
          local->place) {
        CheckWhole(local, name->range);
        for (size_t i = 0; i < cleanups_.size(); ++i) {
          Cleanup& cleanup = cleanups_[i];
          if (cleanup.kind != Cleanup::Kind::Drop || !cleanup.active ||
              !(cleanup.place == local->place))
            continue;
          // A deferred statement may still use the local: then it is copied.
          bool deferred = false;
          for (size_t j = i + 1; j < cleanups_.size(); ++j)
            deferred |= cleanups_[j].kind == Cleanup::Kind::Defer;
          if (deferred) break;
          if (cleanup.slot >= 0) {
            b_.Store(b_.ConstBool(false), slots_[static_cast<size_t>(cleanup.slot)].flag);
          }
          b_.Move(Tir(result_type_), result_place_, local->place);
          cleanup.active = false;
          EmitCleanupsDownTo(0);
          cleanups_[i].active = true;
          b_.Return();
          return;
        }
      }
    }
    const bool fails = unfinished_ && TypeOf(ret->value) == c_.ErrorType();
    EmitInto(ret->value, result_type_, result_place_, "the result of the function has this type");
    if (b_.Terminated()) return;
    EmitCleanupsDownTo(0);
    if (!fails) CheckInitEnds(ret->range);
    if (fails) {
      DropUnfinished();
    } else if (unfinished_ && !b_.Terminated()) {
      // `return f()`: what `f` gives decides.
      tir::Block good = b_.NewBlock(), bad = b_.NewBlock(), done = b_.NewBlock();
      tir::Value tag = b_.EnumTag(Tir(result_type_), result_place_);
      CondBr(b_.Compare(tir::ComparePredicate::Equal, tag, b_.ConstInt(b_.Int(32, false), kOkCase)),
             good, bad);
      EnterBlock(bad);
      DropUnfinished();
      Br(done);
      EnterBlock(good);
      Br(done);
      EnterBlock(done);
    }
    if (!b_.Terminated()) b_.Return();
    cleanups_.resize(depth);
    return;
  }
  Value value = EmitConverted(ret->value, result_type_, "the result of the function has this type");
  if (value.IsError()) value = Dummy(result_type_);
  EmitReturnValue(value, ret->range);
  cleanups_.resize(std::min(depth, cleanups_.size()));
}

void Emitter::EmitReturnValue(Value value, SourceRange range) {
  if (b_.Terminated()) return;
  if (result_type_->Is(TypeKind::Result) && result_type_->element->IsVoid() &&
      value.type->IsVoid()) {
    EmitCleanupsDownTo(0);
    CheckInitEnds(range);
    b_.EnumInit(Tir(result_type_), result_place_, kOkCase);
    b_.Return();
    return;
  }
  if (value.type->IsVoid() || value.type->IsNever() || result_type_->IsVoid() ||
      Aggregate(result_type_)) {
    EmitCleanupsDownTo(0);
    CheckInitEnds(range);
    if (!b_.Terminated()) {
      if (result_type_->IsVoid() || Aggregate(result_type_)) {
        b_.Return();
      } else {
        b_.Unreachable();
      }
    }
    return;
  }
  tir::Value v = AsScalar(value);
  EmitCleanupsDownTo(0);
  if (!b_.Terminated()) b_.Return(v);
}

void Emitter::EmitBreakContinue(const Stmt* stmt, std::string_view label, bool is_break) {
  for (size_t i = loops_.size(); i > 0; --i) {
    Loop& loop = loops_[i - 1];
    if (!label.empty() && (loop.label != label || !SeesLabels(loop.frame))) continue;
    if (is_break) loop.broke = true;
    tir::Block target = is_break ? loop.break_block : loop.continue_block;
    EmitCleanupsDownTo(loop.cleanup_depth);
    if (!b_.Terminated()) Br(target);
    return;
  }
  const char* word = is_break ? "break" : "continue";
  if (in_defer_) {
    c_.Error(DiagnosticKind::ReturnInDefer, stmt->range,
             Cat("`", word, "` cannot leave a `defer`"));
  } else if (label.empty()) {
    c_.Error(DiagnosticKind::OutsideLoop, stmt->range, Cat("`", word, "` outside of a loop"));
  } else {
    c_.Error(DiagnosticKind::OutsideLoop, stmt->range,
             Cat("there is no enclosing loop labelled `", label, "`"));
  }
}

Type* Emitter::QuickType(const Expr* expr) {
  switch (expr->kind) {
    case ExprKind::Name: {
      Local* local = FindLocal(llvm::cast<NameExpr>(expr)->name);
      return local && !local->is_pack && !local->is_comptime && !local->constant ? local->type
                                                                                 : nullptr;
    }
    case ExprKind::Member: {
      auto* m = llvm::cast<MemberExpr>(expr);
      Type* base = QuickType(m->base);
      if (base && base->Is(TypeKind::Pointer)) base = base->element;
      auto* s = AsStruct(base);
      if (!s) return nullptr;
      c_.CompleteStruct(s);
      int i = s->FindField(m->member.text);
      return i < 0 ? nullptr : s->fields[i].type;
    }
    case ExprKind::TupleMember: {
      auto* m = llvm::cast<TupleMemberExpr>(expr);
      Type* base = QuickType(m->base);
      return base && base->Is(TypeKind::Tuple) && m->index < base->elements.size()
                 ? base->elements[m->index]
                 : nullptr;
    }
    case ExprKind::Index: {
      auto* i = llvm::cast<IndexExpr>(expr);
      if (llvm::isa<RangeExpr>(i->index)) return nullptr;
      Type* base = QuickType(i->base);
      if (!base) return nullptr;
      if (base->Is(TypeKind::Array)) return base->element;
      if (base->Is(TypeKind::Pointer)) return AsStruct(base->element) ? nullptr : base->element;
      if (c_.IsLang(base, "vector") || c_.IsLang(base, "slice"))
        return AsStruct(base)->args[0].type;
      if (c_.IsLang(base, "map")) return AsStruct(base)->args[1].type;
      return nullptr;
    }
    case ExprKind::Unary: {
      auto* u = llvm::cast<UnaryExpr>(expr);
      Type* base = u->op == UnaryOp::Dereference ? QuickType(u->operand) : nullptr;
      return base && base->Is(TypeKind::Pointer) ? base->element : nullptr;
    }
    default:
      return nullptr;
  }
}

// --- typeof
// ------------------------------------------------------------------------------------------------------------

// Emits the expression into blocks that nothing reaches, and forgets them: lowering drops
// unreachable code.
Type* Emitter::TypeOf(const Expr* expr) {
  if (Type* quick = QuickType(expr)) return quick;
  tir::Builder::InsertionState state = b_.Save();
  size_t depth = cleanups_.size();
  size_t locals = locals_.size();
  bool dead = dead_;
  Flow flow = flow_;
  Type* type;
  if (!instance_ && !result_type_ && !parent_) {
    tir::FunctionInfo info;
    info.symbol = c_.UniqueSymbol(Cat(context_->package->path, ".typeof"));
    info.display_name = info.symbol;
    tir::Function f = b_.DeclareFunction(info);
    b_.StartBody(f);
  } else {
    b_.Enter(b_.NewBlock());
  }
  dead_ = true;
  flow_ = {};
  Value value = EmitExpr(expr, {});
  type = value.type ? value.type : c_.types().error();
  if (type->Is(TypeKind::Null)) {
    c_.Error(DiagnosticKind::CannotInferType, expr->range, "the type of `null` is not known here");
    type = c_.types().error();
  }
  if (!b_.Terminated()) b_.Unreachable();
  cleanups_.resize(depth);
  locals_.resize(locals);
  dead_ = dead;
  flow_ = std::move(flow);
  b_.Restore(state);
  return type;
}

}  // namespace arc::check
