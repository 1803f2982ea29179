// Checks and emits one function body. See checker.h for what is shared between bodies.
//
// Ownership while emitting: every value is a scalar, or a place. An owned place is a temporary of
// this emitter with a registered cleanup; whoever consumes it takes the cleanup off (`MoveInto`).
// Any other place is borrowed and is copied when a value is needed. Scopes keep a stack of
// cleanups; each exit from a scope emits the cleanups it passes.
#ifndef ARC_COMPILER_CHECK_EMITTER_H_
#define ARC_COMPILER_CHECK_EMITTER_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/check/checker.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Allocator.h"

namespace arc::check {

struct Local {
  std::string_view name;
  Type* type = nullptr;
  tir::Value place;
  bool is_mutable = false;
  bool is_param = false;
  bool used = false;
  const char* fixed_because =
      nullptr;  // why it cannot be changed, unless it is a parameter or `const`
  SourceRange range;
  Emitter* owner = nullptr;
  // Its value is handed over as it is to a function that takes it over: a parameter of such a
  // function, or a temporary that is passed on in a pack, with its cleanup (-1: none).
  bool is_own = false;
  int cleanup = -1;
  int capture_field = -1;  // field of the closure's environment; -1: `place` is the address
  // comptime loop variables and packs
  bool is_comptime = false;
  std::optional<FieldHandle> field;
  std::optional<FunctionHandle> function;
  std::vector<Local*> pack;
  bool is_pack = false;
  bool is_pack_part = false;  // of `comptime for` over a pack: of another type in each round
  ConstValue constant;
  // Its value is (a part of) what ran during the build, and known where the local is not.
  ComptimeValue* comptime = nullptr;
  uint32_t comptime_offset = 0;
  // Of the function around a comptime expression: it has no value while that runs.
  bool is_outside = false;
};

// What an expression gave.
struct Value {
  enum class Kind : uint8_t { None, Scalar, Place, Type, Error } kind = Kind::None;
  Type* type = nullptr;
  tir::Value v;
  bool owned = false;           // Place: a temporary that may be moved out of
  int cleanup = -1;             // its cleanup, -1 if it needs none
  bool in_dest = false;         // Place: is the destination that was asked for
  bool is_lvalue = false;       // Place: names storage of the program
  bool is_mutable = false;      // and may be assigned
  const Local* root = nullptr;  // the local whose storage it is part of, null: unknown
  bool via_pointer = false;     // reached through a raw pointer
  bool IsError() const { return kind == Kind::Error; }
};

struct Dest {
  tir::Value place;
  Type* type = nullptr;
  // Memory of which nobody knows whether it holds a value: what a panic finds half made there would
  // be lost, so that only whole values are put there.
  bool raw = false;
};

// What the surroundings want from an expression.
struct Want {
  Type* type = nullptr;  // a hint; the value may have another type and is converted by the asker
  const Dest* dest = nullptr;  // may be initialized directly when the type is exactly dest->type
  bool discard = false;        // the value is not used
};

struct Cleanup {
  enum class Kind : uint8_t { Drop, Defer, FreeNothing } kind = Kind::Drop;
  bool active = true;
  Type* type = nullptr;
  tir::Value place;
  const DeferStmt* defer = nullptr;
  size_t locals = 0;   // Defer: how many locals it may see
  tir::Value pending;  // Defer: what says that a panic has to run it
  int slot = -1;       // Drop: of a local that may have no value yet
};

struct Loop {
  std::string_view label;
  tir::Block break_block = nullptr;
  tir::Block continue_block = nullptr;
  size_t cleanup_depth = 0;
  bool broke = false;
  const struct Insertion* frame = nullptr;  // the code that it is part of
};

// Evaluating it does nothing that another evaluation could notice.
bool IsPure(const Expr* expr);
// The number literal whose value an arm or block gives; null if it gives something else.
const Expr* LiteralAtEnd(const BlockStmt* block);
const Expr* LiteralAtEnd(const Expr* arm);
// `word` as a whole identifier in `text`.
bool ContainsWord(std::string_view text, std::string_view word);
// How a part of a type that is an expression is called where the type is noted with holes; other
// holes have the names that stand there, which may be `local.member`.
std::string HoleName(SourceRange range);
// The expression that is all of a quote; null: it has statements.
const Expr* OnlyExpression(const BlockStmt* body);
// The label at the declaration of something that was to be changed and cannot be.
inline const char* ImmutableLabel(const Local* local) {
  if (local->is_param) return "parameters are immutable";
  return local->fixed_because ? local->fixed_because : "declared with `const`";
}

// A quote as one emission of it, in one instance of the function around it, has it.
struct Quote {
  const CodeExpr* expr = nullptr;
  DeclContext* context = nullptr;
  const GenericEnv* env = nullptr;
  Type* self_type = nullptr;
  ComptimeValue* site = nullptr;    // the comptime expression that it is written in, if any
  const Quote* within = nullptr;    // the quote in a splice of which it is written, if any
  std::vector<const Local*> known;  // names around it whose values are known while checking
  // Other names around it, which it cannot use, as where they are declared.
  std::vector<std::pair<std::string_view, SourceRange>> hidden;
  struct Splice {
    Type* type = nullptr;  // of the value, or what the splice stands for
    bool is_type = false;
  };
  std::vector<Splice> splices;  // as expr->splices
};

// Ranges of an emitter's locals.
using Windows = llvm::SmallVector<std::pair<size_t, size_t>, 2>;

// Which names inserted code sees: those locals of an emitter, and what its `parent` sees.
struct Insertion;
struct Sight {
  Emitter* emitter = nullptr;  // null: it sees no locals but its own
  Windows windows;
  Emitter* parent = nullptr;
  const Insertion* frame = nullptr;  // of a quote in a splice of another: where that is
};

// Code that is put into the place of a comptime expression, or of a splice in such code.
struct Insertion {
  ComptimeValue* value = nullptr;
  Sight site;                             // of the comptime expression
  const Insertion* site_frame = nullptr;  // in which that stands
  const Quote* quote = nullptr;
  std::vector<uint64_t> splices;  // offsets of their values in the image
  // Around this one; and what is in sight in it besides its own locals, which begin at `begin`.
  const Insertion* outer = nullptr;
  size_t begin = 0;
  Windows windows;
  Emitter* parent = nullptr;
  // Where the quote is written, whose labels it sees; or nowhere here.
  const Insertion* written_in = nullptr;
  bool is_written_elsewhere = false;
};

class Emitter {
 public:
  Emitter(Checker& checker, DeclContext* context, const GenericEnv* env, Type* self_type,
          Emitter* parent);
  ~Emitter();

  void EmitFunction(FuncInstance* instance);

  // Used by the checker for @typeof and constants.
  Type* TypeOf(const Expr* expr);
  Type* QuickType(
      const Expr* expr);  // without emitting anything; null when that needs more than a look
  Local* FindLocal(std::string_view name, bool mark = true);
  Type* self_type() { return self_type_; }
  // What runs `expr` during the build, made once for what it may depend on; null: reported.
  // `wanted` is the type of the value if `exact`, else a hint; may be null.
  ComptimeValue* MakeThunk(const Expr* expr, Type* wanted, bool exact, bool discard = false);
  // The value of a splice in code that is being inserted, if it is a constant.
  ConstValue SpliceConstant(const SpliceExpr* expr);

 private:
  friend class Checker;
  friend class CallBuilder;
  class ScopeGuard;

  // --- emit_stmt.cc
  void EmitBlock(const BlockStmt* block);
  Value EmitBlockValue(const BlockStmt* block, Want want);
  void EmitStmt(const Stmt* stmt);
  void EmitLet(const LetStmt* let);
  void KeepConstant(Local* local, const LetStmt* let);
  void EmitAssign(const AssignStmt* assign);
  void EmitIncDec(const IncDecStmt* stmt);
  void EmitReturn(const ReturnStmt* ret);
  void EmitReturnValue(Value value, SourceRange range);
  void EmitBreakContinue(const Stmt* stmt, std::string_view label, bool is_break);
  void EmitExprStmt(const ExprStmt* stmt);
  void BindPattern(const Pattern* pattern, Value value, bool is_mutable);
  void StoreTo(const Value& target, Type* type, tir::Value temp_place, Value value);
  bool EmitCompound(const AssignStmt* assign, const Expr* target);
  const Expr* HoistOperands(const Expr* target);
  // Emits the place that an assignment writes. `for_set`: `m[k] = v` forms are handled by the
  // caller.
  Value EmitPlaceMutable(const Expr* expr);
  Value EmitTarget(const Expr* expr);

  // --- definite_assignment.cc
  // How a branch is spoken of: a condition is true or false, a pattern matches or does not.
  enum class BranchKind : uint8_t { Other, Condition, Pattern };
  // A branch that was taken, and those before it.
  struct Branch {
    const Branch* parent = nullptr;
    unsigned depth = 0;
    BranchKind kind = BranchKind::Other;
    bool taken = false;
    SourceRange range;
  };
  // A field that `init` must give a value, or a local declared without one.
  struct Slot {
    const Local* local = nullptr;  // the local, or `self`
    int field = -1;                // of `self`; -1: the local
    std::string_view name;
    Type* type = nullptr;
    SourceRange declared;
    tir::Value flag;  // whether it has a value; none if nothing is dropped
    llvm::SmallVector<SourceRange, 2> assigned;  // where
    bool reported = false;
  };
  struct SlotState {
    bool missing = false;         // on some way here
    const Branch* why = nullptr;  // the branch behind which that way parted from those with a value
  };
  struct Flow {
    llvm::SmallVector<SlotState, 2> slots;  // those beyond its end have values
    const Branch* last = nullptr;           // common to all ways here
  };
  int AddSlot(const Local* local, int field, std::string_view name, Type* type,
              SourceRange declared);
  void AddFieldSlots(StructType* type, const Local* self);
  int SlotOf(const Expr* expr);
  SlotState& Missing(int slot);
  bool MayBeMissing(int slot);
  bool FlowIsKnown() const;
  static const Branch* CommonBranch(const Branch* a, const Branch* b);
  const Branch* NewBranch(BranchKind kind, SourceRange range, bool taken);
  void FlowTo(tir::Block target, const Branch* last);
  void DropOld(Type* type, tir::Value place, int slot);
  void MarkAssigned(int slot, SourceRange range);
  void ExplainMissing(DiagnosticBuilder& report, int slot);
  void CheckAssigned(int slot, SourceRange use);
  void CheckWhole(const Local* local, SourceRange use);
  void CheckInitEnds(SourceRange end);
  void DropUnfinished();
  void DropFields(const Local* self);
  bool AssignWhole(const AssignStmt* assign);

  // --- emit_loop.cc
  void EmitWhile(const WhileStmt* loop);
  void EmitForClause(const ForClauseStmt* loop);
  void EmitForIn(const ForInStmt* loop);
  void EmitForRange(const ForInStmt* loop, const RangeExpr* range);
  void EmitForContiguous(const ForInStmt* loop, Value sequence, Type* element);
  void EmitForIterator(const ForInStmt* loop, Value sequence, bool pairs);
  void EmitComptimeFor(const ForInStmt* loop);
  void CheckBodyOnly(const ForInStmt* loop, size_t depth);
  void LoopBody(const ForInStmt* loop, const std::function<void()>& bind, tir::Block continue_block,
                tir::Block break_block);

  // --- emit_expr.cc
  Value EmitExpr(const Expr* expr, Want want = {});
  Value EmitExprInner(const Expr* expr, Want want);
  Value EmitName(const NameExpr* expr, Want want);
  Value EmitDeclRef(DeclEntry entry, SourceRange range, Want want);
  Value EmitMember(const MemberExpr* expr, Want want);
  Value EmitFieldOf(Value base, std::string_view name, SourceRange range, SourceRange name_range);
  std::string UsualName(Type* type, std::string_view name);
  void NoteUnwrap(DiagnosticBuilder& report, const Type* type);
  Value EmitPartOwner(const Expr* base);
  Value EmitTupleMember(const TupleMemberExpr* expr);
  Value EmitIndex(const IndexExpr* expr, bool mutable_access, Want want);
  Value EmitSliceOf(const IndexExpr* expr, const RangeExpr* range, Want want);
  Value EmitUnary(const UnaryExpr* expr, Want want);
  Value EmitBinary(const BinaryExpr* expr, Want want);
  Value EmitArithmetic(BinaryOp op, Value lhs, Value rhs, SourceRange op_range, SourceRange range,
                       Want want);
  Value EmitComparison(BinaryOp op, Value lhs, Value rhs, SourceRange op_range);
  Value EmitLogical(const BinaryExpr* expr);
  Value EmitCoalesce(const BinaryExpr* expr, Want want);
  Value EmitIf(const IfExpr* expr, Want want);
  Value EmitTry(const TryExpr* expr, Want want);
  Value EmitUnwrap(const UnwrapExpr* expr, Want want);
  Value EmitCatch(const CatchExpr* expr, Want want);
  Value EmitRangeValue(const RangeExpr* expr, Want want);
  void EmitCondition(const Condition& condition, tir::Block if_true, tir::Block if_false,
                     size_t* scope_cleanups);
  tir::Value EmitBool(const Expr* expr);
  // The two operands of a binary operator, literals taking their type from the other side.
  bool EmitOperands(const Expr* lhs, const Expr* rhs, Type* hint, Value* l, Value* r);

  // --- emit_comptime.cc
  Value EmitComptime(const ComptimeExpr* expr, Want want);
  void EmitThunk(ComptimeValue* value, const Expr* expr, Type* wanted, bool exact,
                 bool discard = false);
  // The value, or the part of it of type `type` at `offset`.
  Value EmitImage(ComptimeValue* value, Type* type, uint32_t offset, Want want, SourceRange range);
  std::string ComptimeKey(const Expr* expr, Type* wanted, bool exact, bool discard);
  bool InComptime() const { return is_thunk_ || (parent_ && parent_->InComptime()); }
  // The elements of a list that is the value of an expression which runs during the build.
  bool ComptimeList(const Expr* expr, std::vector<Local>* items, bool* recognized);
  void ReportOutside(const Local* local, SourceRange range);

  // --- emit_code.cc
  bool IsCode(const Type* type);
  void InAddedCode(const AddedFunction& added, llvm::function_ref<void(const ClosureExpr*)> use);
  Value EmitQuote(const CodeExpr* expr, Want want);
  // Emits the code that is the value, in its place.
  Value EmitInsertion(ComptimeValue* value, Want want, SourceRange range);
  Value EmitQuoted(const Insertion& from, uint64_t offset, Want want, SourceRange range);
  Sight SightOf(const Quote& quote, const Insertion& from);
  // Calls `emit` on the quote's body, with the names in sight that it has.
  Value InQuote(const Insertion& from, uint64_t offset, SourceRange range,
                llvm::function_ref<Value(const BlockStmt*)> emit);
  Value EmitSplice(const SpliceExpr* expr, Want want);
  Value EmitSplicePlace(const SpliceExpr* expr);
  // The insertion of the quote that the splice belongs to, and which of its splices it is; null:
  // there is none.
  // Whether loops of this code (null: none that was put somewhere) are where labels are looked for.
  bool SeesLabels(const Insertion* frame) const;
  const Insertion* InsertionOf(const SpliceExpr* expr, size_t* index) const;

  // --- emit_type.cc
  bool TypesAreValues();
  // A type where a value is wanted becomes one; false: it is none, or cannot here.
  bool TypeAsValue(Value* value, SourceRange range);
  // The type that a local constant stands for; null: its value is none, or not known.
  Type* KnownType(const Expr* value);
  // The function around works with types as values.
  void NoteTypes(SourceRange range);
  bool VisitHoles(const TypeExpr* type, bool all,
                  llvm::function_ref<bool(std::string, const Expr*, bool is_type)> visit);
  // Whether parts of the type are not known while checking: values of what runs during the build.
  bool HasHoles(const TypeExpr* type);
  Value EmitTypePattern(const TypeExpr* type, SourceRange range);
  Value AsNumber(Value type);
  // Nothing: the intrinsic is not about types as values.
  std::optional<Value> EmitTypeIntrinsic(const IntrinsicExpr* expr, Want want);

  // --- emit_literal.cc
  Value EmitIntLiteral(const IntLiteralExpr* expr, bool negative, SourceRange range, Want want);
  Value EmitFloatLiteral(double value, SourceRange range, Want want);
  Value EmitStringLiteral(std::string_view text, Want want);
  Value EmitInterpolation(const InterpolatedStringExpr* expr, Want want);
  Value EmitArrayLiteral(const ArrayLiteralExpr* expr, Want want);
  Value EmitMapLiteral(const MapLiteralExpr* expr, Want want);
  Value EmitSetLiteral(const SetLiteralExpr* expr, Want want);
  Value EmitStructLiteral(const StructLiteralExpr* expr, Want want);
  Value EmitTuple(const TupleExpr* expr, Want want);
  Value EmitConst(const ConstValue& value, Type* type, Want want, SourceRange range);
  void EmitZero(Type* type, tir::Value place, SourceRange range);
  // What the field has when a literal leaves it out: its default, else its zero value. False when
  // it has neither.
  bool EmitFieldDefault(StructType* owner, const Field& field, tir::Value place, SourceRange range);
  bool ParseFormat(std::string_view text, SourceRange range, tir::Value spec_place,
                   StructType* spec_type);

  // --- emit_call.cc
  struct Callee {
    const FuncDecl* decl = nullptr;
    DeclContext* context = nullptr;
    Type* self_type = nullptr;  // owner of a member
    const GenericEnv* owner_env = nullptr;
    llvm::SmallVector<TypeExpr*, 2> explicit_args;
    bool has_receiver = false;
    Value receiver;
    const Expr* receiver_expr = nullptr;
    ComputeSite* site = nullptr;
    SourceRange range;
    std::string_view name;
  };
  struct Arg {
    const Argument* source = nullptr;
    const Expr* expr = nullptr;
    Value value;
    bool done = false;
    bool is_default = false;
  };
  Value EmitCall(const CallExpr* expr, Want want);
  Value EmitMethodCall(const CallExpr* call, const MemberExpr* member,
                       llvm::ArrayRef<TypeExpr*> type_args, Want want);
  Value EmitCallTo(Callee& callee, llvm::ArrayRef<Argument> args, Want want, SourceRange range);
  Value FinishCall(FuncInstance* instance, llvm::MutableArrayRef<Arg> args, Want want,
                   SourceRange range);
  Value EmitInit(StructType* type, llvm::ArrayRef<Argument> args, Want want, SourceRange range,
                 ComputeSite* site = nullptr);
  Value EmitEnumConstruct(EnumType* type, unsigned case_index, llvm::ArrayRef<Argument> args,
                          Want want, SourceRange range);
  Value EmitClosureCall(Value closure, llvm::ArrayRef<Argument> args, Want want, SourceRange range);
  Value EmitBuiltinCall(std::string_view name, const CallExpr* call,
                        llvm::ArrayRef<TypeExpr*> type_args, Want want, bool* handled);
  Value EmitNumericCast(std::string_view name, const CallExpr* call, Type* to);
  Value EmitAssert(const CallExpr* call);
  Value CallInstance(FuncInstance* instance, llvm::ArrayRef<Value> args,
                     Want want);  // arguments already converted
  Value CallLang(std::string_view item, llvm::ArrayRef<GenericArg> generics,
                 llvm::ArrayRef<Value> args, Want want);
  Value CallMethodNamed(Value receiver, std::string_view name, llvm::ArrayRef<Value> args,
                        Want want, SourceRange range);
  tir::Value PassArg(Value value, Type* param);
  bool NeedsContext(const Expr* expr);  // its type comes from the context
  Type* CaseTarget(const Expr* callee, unsigned* case_index, Type* hint);

  // --- emit_closure.cc, emit_compute.cc
  Value EmitClosure(const ClosureExpr* expr, Want want);
  Value FunctionValue(FuncInstance* instance, Want want);
  Value FunctionByName(const FuncDecl* f, DeclContext* context, Type* self_type, SourceRange range,
                       Want want);
  Value FunctionOfType(const FuncDecl* f, Type* type, const MemberExpr* expr, Want want);
  bool NamesGenericFunction(const Expr* expr);
  Value EmitCompute(const ComputeExpr* expr, Want want);
  ComputeSite* LiftBody(const ComputeExpr* expr, std::string_view template_name);
  Local* Capture(Local* outer);
  tir::Value LocalPlace(Local* local);

  // --- emit_match.cc
  Value EmitMatch(const MatchExpr* expr, Want want);
  // Tests `pattern` against the place (or scalar) and binds; branches to `fail` when it does not
  // match.
  void EmitPatternTest(const Pattern* pattern, Value subject, tir::Block fail);
  struct PatternBinding {
    const BindingPattern* pattern;
    Value value;
  };
  void TestPattern(const Pattern* pattern, Value subject, tir::Block fail,
                   std::vector<PatternBinding>* bindings, bool outermost = false);
  void BindName(const BindingPattern* pattern, Value subject);
  void BindUnknown(const Pattern* pattern, bool is_mutable = false);
  bool IsIrrefutable(const Pattern* pattern, Type* type);
  void CheckExhaustive(const MatchExpr* expr, Type* type);
  DeclEntry PatternConstant(const Pattern* pattern);
  int ResolveCase(const Pattern* pattern, Type* type, bool report);

  // --- emit_arms.cc
  // The arms of an `if` or `match` while they are emitted.
  struct Arms {
    // Where the values of one type meet.
    struct Join {
      Type* type = nullptr;
      tir::Value place;  // none for `void`
      tir::Block block = nullptr;
      bool soft = false;  // only literals, which can take another type
      llvm::SmallVector<const Expr*, 2> literals;
      SourceRange range;  // of the first of the values
    };
    // `done` is where arms without a value go on.
    Arms(Want wanted, bool has_value, tir::Block done);
    std::string_view keyword = "if";
    Want want;   // from the surroundings
    Want inner;  // for the arms
    bool wants_value;
    bool fixed = false;  // the wanted type is that of all arms
    bool in_dest = false;
    bool failed = false;
    tir::Block done;
    llvm::SmallVector<Join, 2> joins;
  };
  Want NextArm(const Arms& arms, const Expr* literal);
  tir::Block StoreArm(Arms& arms, Value value, const Expr* literal, SourceRange range,
                      const char* context);
  bool LiteralsFit(const Arms::Join& join, Type* type);
  Value FinishArms(Arms& arms, SourceRange range, const char* context);

  // --- emit_intrinsic.cc
  Value EmitIntrinsic(const IntrinsicExpr* expr, Want want);
  Value EmitIntrinsicMember(const IntrinsicMemberExpr* expr);
  std::optional<FieldHandle> FieldOf(const Expr* expr);
  std::optional<FieldHandle> VariantOf(const Expr* expr);
  std::optional<FunctionHandle> FunctionOf(const Expr* expr);
  Package* PackageOf(const IntrinsicExpr* expr);
  // `@fields(T)` and the like: the items of a `comptime for`. False: it is no such list, or
  // (`recognized`) a wrong one, which has been reported.
  bool IntrinsicList(const IntrinsicExpr* expr, std::vector<Local>* items, bool* recognized);
  bool FunctionList(const IntrinsicExpr* expr, std::vector<Local>* items, bool* recognized);
  Value EmitReflectedMethodCall(const CallExpr* call, const IntrinsicMemberExpr* callee, Want want);
  FuncInstance* ReflectedFunction(const IntrinsicExpr* expr);
  bool ReflectionList(const Expr* expr, std::vector<Local>* items, bool* recognized);

  // --- convert.cc
  Value Convert(Value value, Type* to, SourceRange range, const char* context = nullptr);
  bool CanConvert(Type* from, Type* to);
  bool IsLossless(Type* from, Type* to);
  Type* CommonNumeric(Type* a, Type* b);
  void ReportMismatch(Type* from, Type* to, SourceRange range, const char* context);
  Value WrapCase(Value value, EnumType* type, unsigned case_index);

  // --- values.cc
  Value ErrorValue() {
    Value v;
    v.kind = Value::Kind::Error;
    v.type = c_.types().error();
    return v;
  }
  Value VoidValue() {
    Value v;
    v.type = c_.types().void_type();
    return v;
  }
  Value NeverValue();
  // Branches that keep track of which blocks are reached: code in a block that nothing reaches is
  // dead.
  void Br(tir::Block target) {
    if (!dead_) {
      reached_.insert(target);
      if (!slots_.empty()) FlowTo(target, flow_.last);
    }
    b_.Branch(target);
  }
  void CondBr(tir::Value condition, tir::Block if_true, tir::Block if_false,
              BranchKind kind = BranchKind::Other, SourceRange range = {}) {
    if (!dead_) {
      reached_.insert(if_true);
      reached_.insert(if_false);
      if (!slots_.empty()) {
        FlowTo(if_true, NewBranch(kind, range, true));
        FlowTo(if_false, NewBranch(kind, range, false));
      }
    }
    b_.CondBranch(condition, if_true, if_false);
  }
  void EnterBlock(tir::Block block) {
    b_.Enter(block);
    dead_ = !reached_.contains(block);
    if (slots_.empty()) return;
    auto flow = flow_into_.find(block);
    flow_ = dead_ || flow == flow_into_.end() ? Flow{} : flow->second;
  }
  void EnterDead() {
    b_.Enter(b_.NewBlock());
    dead_ = true;
    flow_ = {};
  }
  Value ScalarValue(tir::Value v, Type* type);
  Value PlaceValue(tir::Value place, Type* type);
  Value TempPlace(Type* type,
                  Want want);  // uninitialized: the destination when it fits, else a new slot
  void Own(Value* value);      // registers the cleanup of an initialized temporary
  tir::Value AsScalar(Value value);
  tir::Value AsPlace(Value value);  // scalars are spilled
  Value Materialize(Value value);   // an owned or borrowed place for aggregates; scalar otherwise
  Value OwnedCopy(Value value);     // of an aggregate, as a temporary
  Value HandOver(Value value);      // to a function that takes it over
  void MoveInto(Value value, Type* type, tir::Value place);  // initializes the place
  // Evaluates, converts and initializes an uninitialized place; false when an error was reported.
  bool EmitInto(const Expr* expr, Type* type, tir::Value place, const char* context = nullptr,
                bool raw = false);
  Value EmitConverted(const Expr* expr, Type* type, const char* context = nullptr);
  Value Dummy(Type* type);
  // Of an owned temporary of an unboxed enum that holds the case, which has one field.
  Value TakePayload(Value subject, unsigned case_index);
  void DeactivateCleanup(int index) {
    if (index >= 0) cleanups_[index].active = false;
  }
  int PushDrop(Type* type, tir::Value place);
  void PopCleanups(size_t depth);         // emits (when reachable) and removes
  void EmitCleanupsDownTo(size_t depth);  // emits, keeps
  void EmitDeferred(const Cleanup& cleanup);
  // For values that are made piece by piece: the destination, unless it is raw memory.
  Want ForPieces(Type* type, Want want);
  // All pieces of the value at `place` are there.
  void Complete(Type* type, tir::Value place);
  // Gives a place that holds a value another one, moved from `value`.
  void Replace(Type* type, tir::Value place, int slot, Value value);
  Local* AddLocal(std::string_view name, Type* type, tir::Value place, bool is_mutable,
                  SourceRange range);
  Local* DeclareLocal(const Identifier& name, Type* type, bool is_mutable);  // with a new slot
  void SetPosition(SourceRange range) { b_.SetPosition(c_.Position(range)); }
  // Names that are declared as long as it lives mean something up to the end of `range` only.
  class NamesUpTo {
   public:
    NamesUpTo(Emitter& emitter, SourceRange range) : emitter_(emitter) {
      if (!emitter.c_.options().visibility) return;
      old_ = emitter.b_.SetVisibility({{}, emitter.c_.Position({range.end, range.end})});
    }
    NamesUpTo(const NamesUpTo&) = delete;
    NamesUpTo& operator=(const NamesUpTo&) = delete;
    ~NamesUpTo() {
      if (emitter_.c_.options().visibility) emitter_.b_.SetVisibility(old_);
    }

   private:
    Emitter& emitter_;
    tir::Builder::Visibility old_;
  };
  // A slot for a name that means something only behind `range`, where the name's value is made.
  tir::Value LocalBehind(SourceRange range, Type* type, std::string_view name);
  tir::Type Tir(Type* type) { return c_.Tir(type); }
  bool Aggregate(Type* type) { return c_.IsAggregate(type); }
  tir::Value Index(int64_t value) { return b_.ConstInt(b_.Int(64, false), value); }
  Type* ResolveType(const TypeExpr* type) { return c_.ResolveType(type, context_, env_, this); }
  ConstValue Evaluate(const Expr* expr, Type* expected, bool report = false) {
    return c_.Evaluate(expr, expected, context_, env_, this, report);
  }
  std::optional<bool> ComptimeCondition(const Expr* expr);
  // The meaning of a name or path in expression position when it is a type, an enum case or a
  // package member.
  SymbolRef ResolvePath(const Expr* expr, llvm::ArrayRef<TypeExpr*>* type_args);
  // `name<…>` as a type; nothing when it is a function's.
  std::optional<NamedTypeExpr> TypeOfApply(const GenericApplyExpr* expr);
  Type* TypeFromConst(DeclEntry entry, const Expr* use);
  Type* TypeFromExpr(const Expr* expr);  // null when the expression does not name a type
  // Runs `body`, which emits the default value `value`, with the names of the place in scope where
  // it was written. False, with a report, when that value is being emitted already.
  template <typename F>
  bool WithDefault(const Expr* value, DeclContext* context, const GenericEnv* env, F body);
  void CheckUnused(size_t first);
  void NoteDeadCode(const Stmt* stmt);

  Checker& c_;
  tir::Builder& b_;
  DeclContext* context_;
  const GenericEnv* env_;
  Type* self_type_;
  Emitter* parent_;  // who is asked for names that are not here
  // Of a closure or thunk: the emitter around it, and the code that was being put there.
  Emitter* const made_in_;
  const Insertion* const made_at_;
  FuncInstance* instance_ = nullptr;
  Type* result_type_ = nullptr;  // null: being inferred (closures)
  tir::Value result_place_;
  std::vector<std::unique_ptr<Local>> owned_locals_;
  std::vector<Local*> locals_;
  size_t hidden_locals_ = 0;  // names below are out of sight (default arguments, inserted code)
  // Names below `hidden_locals_` that are in sight nevertheless: those of the place into which code
  // is inserted that was written there.
  Windows windows_;
  const Insertion* insertion_ = nullptr;  // the innermost one
  const Quote* quoting_ = nullptr;        // the splices of which are being emitted
  std::vector<Cleanup> cleanups_;
  std::vector<Loop> loops_;
  SourceRange call_location_;  // of the call whose default arguments are being emitted
  ComputeSite* site_ = nullptr;
  bool in_defer_ = false;
  ComptimeValue* thunk_ = nullptr;  // whose expression is emitted, with `is_thunk_`
  bool is_thunk_ = false;  // what is emitted runs during the build, the parent's code does not
  bool saw_dead_code_ = false;
  bool dead_ = false;  // the current block cannot be reached
  llvm::DenseSet<mlir::Block*> reached_;
  int depth_ = 0;

  // Definite assignment.
  std::vector<Slot> slots_;
  Flow flow_;  // of the current place
  llvm::DenseMap<mlir::Block*, Flow> flow_into_;
  llvm::BumpPtrAllocator branches_;
  size_t flow_errors_ = 0;             // errors that do not keep `flow_` from being right
  const Local* init_self_ = nullptr;   // `self` of an `init` with fields that need values
  const Local* unfinished_ = nullptr;  // `self` of an `init` that may fail
  const Expr* assigning_ = nullptr;    // the target of the assignment, which needs no value yet
  const Expr* part_of_ = nullptr;      // `self`, of which only a field is used

  // Closures.
  struct CaptureInfo {
    Local* outer;
    Local* inner;
    unsigned field;
  };
  std::vector<CaptureInfo> captures_;
  std::vector<tir::StructField> capture_fields_;
  tir::Type env_type_;
  tir::Value env_param_;
  Type* inferred_result_ = nullptr;
  // Of a lifted body: the names of the function around it, which it cannot use.
  std::vector<std::pair<std::string_view, SourceRange>> outer_names_;
  llvm::BumpPtrAllocator made_exprs_;  // trees that the emitter writes itself
};

template <typename F>
bool Emitter::WithDefault(const Expr* value, DeclContext* context, const GenericEnv* env, F body) {
  if (llvm::is_contained(c_.active_defaults, value)) {
    c_.Error(DiagnosticKind::RecursiveConstant, value->range, "this default value needs itself");
    return false;
  }
  c_.active_defaults.push_back(value);
  DeclContext* saved_context = context_;
  const GenericEnv* saved_env = env_;
  size_t saved_hidden = hidden_locals_;
  context_ = context;
  env_ = env;
  hidden_locals_ = locals_.size();
  Emitter* saved_parent = parent_;
  Windows saved_windows = std::exchange(windows_, {});
  parent_ = nullptr;
  body();
  windows_ = std::move(saved_windows);
  parent_ = saved_parent;
  context_ = saved_context;
  env_ = saved_env;
  hidden_locals_ = saved_hidden;
  c_.active_defaults.pop_back();
  return true;
}

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_EMITTER_H_
