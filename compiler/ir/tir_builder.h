// A thin facade over the TIR dialect for the phase that produces TIR (compiler/check).
//
// It names no MLIR header: those cost about eight seconds a file, and the checker has many. Handles
// are the opaque pointers of MLIR's own value-like classes and cost nothing. Everything that the
// facade makes are ordinary operations of the `tir` dialect (and `cf` for branches); nothing is
// kept aside.
//
// TIR's memory model, in short (docs in compiler/ir/README.md):
//  * Scalars (integers, floats, bool, char, raw pointers, payload-less enums) are SSA values.
//  * Aggregates (structs, tuples, arrays, enums with payloads, optionals, results, closures) live
//  in places: memory
//    addressed by a `!tir.ptr`. A place is uninitialized, initialized or moved-from; operations say
//    which they expect.
//  * A function takes scalars by value and aggregates by address (borrowed: the callee neither
//  writes nor drops);
//    a scalar result is returned, an aggregate result is written to an uninitialized place passed
//    as first argument.
//  * `copy` duplicates (retaining what is counted), `move` transfers bits and leaves the source
//  uninitialized,
//    `drop` ends a value. The pair `copy` + `drop` of the source may be turned into `move` by
//    transforms.
#ifndef ARC_COMPILER_IR_TIR_BUILDER_H_
#define ARC_COMPILER_IR_TIR_BUILDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir {
class MLIRContext;
class ModuleOp;
class Block;
}  // namespace mlir

namespace arc::tir {

// An SSA value (mlir::Value), a type (mlir::Type), a location (mlir::Location). Null means none.
struct Value {
  void* impl = nullptr;
  explicit operator bool() const { return impl != nullptr; }
  bool operator==(const Value& o) const { return impl == o.impl; }
};
struct Type {
  const void* impl = nullptr;
  explicit operator bool() const { return impl != nullptr; }
  bool operator==(const Type& o) const { return impl == o.impl; }
};
using Block = mlir::Block*;
struct Function {  // a `tir.func`
  void* impl = nullptr;
  explicit operator bool() const { return impl != nullptr; }
};

enum class Linkage : uint8_t {
  Internal,  // this object only
  Exported,  // one definition in the program
  LinkOnce,  // generic instances, glue: any one of equal definitions
};

enum class BinaryKind : uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  Rem,
  Shl,
  Shr,  // integers: checked, panic on overflow, zero division, bad shift; floats: IEEE
  AddWrap,
  SubWrap,
  MulWrap,
  AddSat,
  SubSat,
  MulSat,
  And,
  Or,
  Xor,  // integers and bool
};
// By operand type: signed, unsigned, float (ordered, except NotEqual which is unordered), pointer,
// bool.
enum class ComparePredicate : uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

enum class CastKind : uint8_t {
  Lossless,  // implicit conversions: widening, int to a float that holds it
  Checked,   // cast<T>: panics when the value does not fit (float to int: truncates toward zero,
             // then must fit)
  Truncate,  // wraps (int), or float to narrower float
  Saturate,  // clamps; NaN gives 0
  Bitcast,   // same size, reinterpret; pointer to and from usize
};

// Single instructions and LLVM intrinsics with known operands and results.
enum class Intrinsic : uint8_t {
  Rdtsc,
  Rdtscp,
  Cpuid,
  Pause,
  CountOnes,
  LeadingZeros,
  TrailingZeros,
  ByteSwap,
  BitReverse,
  RotateLeft,
  RotateRight,
  Sqrt,
  Fma,
  Floor,
  Ceil,
  Trunc,
  Round,
  RoundEven,
  Abs,
  CopySign,
  MinNum,
  MaxNum,
  AtomicLoad,
  AtomicStore,
  AtomicAdd,
  AtomicSub,
  AtomicAnd,
  AtomicOr,
  AtomicXor,
  AtomicExchange,
  AtomicCompareExchange,
  Fence,
  Prefetch,
  Expect,
  Assume,
  Trap,
  ReturnAddress,
  FrameAddress,
  MulHigh,
};

struct SourcePosition {  // for locations and debug info; file indexes AddFile
  uint32_t file = 0;
  uint32_t line = 0;
  uint32_t column = 0;
};

struct StructField {
  std::string name;
  Type type;
  // The type's name for debuggers where `type` says less, else empty. Outlives the call.
  std::string_view debug_type = {};
};
struct EnumCase {
  std::string name;
  llvm::SmallVector<StructField, 2> payload;
  int64_t discriminant = 0;
};

struct ParamInfo {
  std::string name;
  Type type;     // type of the block argument: a scalar, or `!tir.ptr` for an aggregate
  Type pointee;  // for a borrowed aggregate or result place: its type, else null
  bool is_result_place = false;  // at most the first
  bool is_borrowed = false;      // aggregate by address, read-only in the callee
  bool is_owned = false;         // aggregate by address, which the callee takes over
};

struct FunctionInfo {
  std::string symbol;  // unique in the program, e.g. "main.area", "std/core.vector<int32>.push"
  std::string display_name;  // for debuggers and stack traces
  llvm::SmallVector<ParamInfo, 4> params;
  Type result;  // null: none
  Linkage linkage = Linkage::Internal;
  bool is_noreturn = false;
  bool is_cold = false;
  bool always_inline = false;
  bool no_inline = false;
  bool is_c_abi = false;  // extern "C": plain C calling convention with scalars only
  bool hide_in_traces = false;
  SourcePosition position;
};

class Builder {
 public:
  // `module_name` is the package path. The context must have the dialects registered
  // (RegisterDialects).
  Builder(mlir::MLIRContext* context, std::string_view module_name);
  ~Builder();
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  mlir::ModuleOp Module();      // borrowed
  mlir::ModuleOp TakeModule();  // the caller owns it and must erase it

  // --- files and positions
  // -----------------------------------------------------------------------------------
  uint32_t AddFile(std::string_view path);    // path as it should stand in debug info
  void SetPosition(SourcePosition position);  // location of everything made from now on
  // Where names that are made from now on (Local, DebugPlace) have their meaning, for debuggers:
  // up to `end`, and from `begin` or, if that has no line, from the position of the name. Without
  // `end` nothing is said. Gives what held before. A new function starts with nothing.
  struct Visibility {
    SourcePosition begin;
    SourcePosition end;
  };
  Visibility SetVisibility(const Visibility& visibility);

  // --- types
  // ---------------------------------------------------------------------------------------------------
  Type Int(unsigned bits, bool is_signed);
  Type Bool();
  Type F32();
  Type F64();
  Type Ptr();  // address: raw pointer, place, or counted reference seen raw
  Type Array(uint64_t count, Type element);
  Type Closure();                     // {code, environment}
  Type Named(std::string_view name);  // a struct or enum defined (now or later) under that name
  // Defines a named struct. `drop` (symbol or empty) runs first when a value dies, with the place
  // as its argument, then the fields are dropped; `copy_hook` (symbol or empty) runs after a
  // bitwise copy was made, with the new place as its argument, instead of copying fields one by
  // one; a struct with `copy_hook` has its fields left alone by drop too (its `drop` does all).
  // `shared_drop`: `drop` but no copy hook: a hidden last word counts the copies, and `drop` runs
  // when the last one dies. `ends_unseen`: the end of a value does nothing but freeing memory.
  void DefineStruct(std::string_view name, llvm::ArrayRef<StructField> fields,
                    std::string_view drop, std::string_view copy_hook, bool shared_drop,
                    bool ends_unseen = false);
  // Defines a named enum. `boxed`: values are counted references to heap cells (recursive types);
  // cases without payload need no cell. Layout (tag width, niches) is the lowering's business.
  void DefineEnum(std::string_view name, llvm::ArrayRef<EnumCase> cases, bool boxed);
  bool IsDefined(std::string_view name);

  // --- functions
  // -------------------------------------------------------------------------------------------------
  Function DeclareFunction(
      const FunctionInfo& info);  // without body; the same symbol twice returns the first
  void StartBody(Function f);     // makes the entry block, insertion point in it
  Value Param(Function f, unsigned index);
  void SetResultType(Function f,
                     Type result);  // before any call was made (inferred closure results)
  bool HasBody(Function f);
  // A nested body may be emitted at any time: save and restore the insertion state around it.
  struct InsertionState {
    void* block = nullptr;
    void* region = nullptr;
    void* function = nullptr;
    SourcePosition position;
    Visibility visibility;
  };
  InsertionState Save();
  void Restore(const InsertionState& state);

  // --- blocks and control flow
  // -----------------------------------------------------------------------------------
  Block NewBlock();                             // appended to the current function, not yet entered
  Block NewBlock(Type argument, Value* value);  // with one argument
  void Enter(Block block);                      // moves it to the end and sets the insertion point
  bool Terminated();  // the current block has a terminator (or there is no current block)
  void Branch(Block target);
  void Branch(Block target, Value argument);
  void CondBranch(Value condition, Block if_true, Block if_false);
  void Switch(Value integer, llvm::ArrayRef<int64_t> values, llvm::ArrayRef<Block> targets,
              Block otherwise);
  void Return();
  void Return(Value value);
  // What is built until EndDefer is run by a panic that leaves the function while the statement is
  // pending: from here to Undefer.
  Value StartDefer(InsertionState* outside);
  void EndDefer(const InsertionState& outside);
  void Undefer(Value pending);
  void Unreachable();

  // --- constants
  // ---------------------------------------------------------------------------------------------------
  Value ConstInt(Type type, const llvm::APInt& value);
  Value ConstInt(Type type, int64_t value);
  Value ConstBool(bool value);
  Value ConstFloat(Type type, double value);
  Value NullPtr();
  Value AtComptime();  // bool: this code runs during the build
  Value StringData(std::string_view bytes);  // address of read-only bytes (not NUL-terminated)
  Value FunctionAddress(std::string_view symbol);
  Value SizeOf(Type type);    // ui64
  Value AlignOf(Type type);   // ui64
  Value DropGlue(Type type);  // address of `void (ptr place)` that drops a value of the type
  // A package-level constant of aggregate type: a global that `initializer` (a function symbol,
  // place as argument) fills once at first use (thread-safe), or read-only data when the lowering
  // can fold it.
  Value GlobalAddress(std::string_view symbol);
  void DefineGlobal(std::string_view symbol, Type type, std::string_view initializer,
                    Linkage linkage);
  // An address in constant data that is defined before the module is verified (`tir.image`).
  Value ImageAddress(std::string_view symbol, uint32_t offset);

  // --- arithmetic
  // -------------------------------------------------------------------------------------------------
  Value Binary(BinaryKind kind, Value lhs,
               Value rhs);  // same types (shift amount: any integer type)
  Value Compare(ComparePredicate predicate, Value lhs, Value rhs);
  Value Negate(Value value);  // checked for integers
  Value Not(Value value);     // bool: logical; integer: bitwise
  Value Cast(CastKind kind, Value value, Type to);
  Value Select(Value condition, Value if_true, Value if_false);
  Value CallIntrinsic(Intrinsic intrinsic, llvm::ArrayRef<Value> operands, Type result);

  // --- memory
  // ------------------------------------------------------------------------------------------------------
  // A stack slot in the entry block, uninitialized. `name` empty: a temporary, unseen by debuggers.
  // `debug_type` is the Arc spelling of the type. `LifetimeEnd` marks the end of the slot's scope
  // (stack colouring).
  Value Local(Type type, std::string_view name, std::string_view debug_type);
  // A slot that may hold a value or not where ways meet; the caller keeps account of that.
  void MarkConditional(Value local);
  // The value at `address` is there while the bool at `flag` is true, for panics that leave the
  // function from here on.
  void Guard(Type type, Value address, Value flag);
  // Optional: where the slot comes into and goes out of use, so that slots of disjoint scopes share
  // memory. A slot in a loop body is uninitialized again at each LifetimeStart.
  void LifetimeStart(Value local);
  void LifetimeEnd(Value local);
  // Names an existing place (a borrowed parameter, a match binding) for debuggers.
  void DebugPlace(Value address, Type type, std::string_view name, std::string_view debug_type,
                  int parameter_number);
  Value Load(Type scalar, Value address);
  void Store(Value scalar, Value address);
  Value FieldAddress(Type struct_type, Value address, unsigned field);
  Value ElementAddress(Type element, Value address,
                       Value index);  // address + index * sizeof; index any integer type
  // Starts a struct in an uninitialized place, before its fields are stored: sets the hidden words
  // of a `shared_drop` struct (Zero does too). A no-op for all others, so it may be left out for
  // them.
  void StructInit(Type type, Value address);
  // The pieces of a struct, tuple or array all have values.
  void Complete(Type type, Value address);
  void Zero(Type type, Value address);  // all-zero bytes
  void Copy(Type type, Value to_uninit, Value from);
  void Move(Type type, Value to_uninit, Value from);
  void Drop(Type type, Value address);
  void MemCopy(Value to, Value from, Value bytes);  // not overlapping
  void MemMove(Value to, Value from, Value bytes);
  void MemSet(Value to, Value byte, Value bytes);
  Value MemCompare(Value a, Value b, Value bytes);  // si32
  // Counted objects addressed by payload pointer; null and immortal ones are left alone.
  void Retain(Value payload);
  Value Release(Value payload);   // bool: this was the last reference, the caller must free
  Value IsUnique(Value payload);  // bool: not null, not immortal, count 1
  Value IndexCheck(Value index,
                   Value length);  // ui64 index < length, else panics; index any integer type

  // --- enums with payloads
  // -------------------------------------------------------------------------------------------
  Value EnumTag(Type enum_type, Value address);  // ui32: index of the case
  Value EnumPayload(Type enum_type, Value address, unsigned case_index, unsigned field);  // address
  // Starts a value of the case in an uninitialized place (writes the tag, allocates the cell of a
  // boxed one); the payload fields are uninitialized places afterwards.
  void EnumInit(Type enum_type, Value address, unsigned case_index);
  // Ends the value of a case; its fields move to the given places, all of them. For unboxed enums.
  void TakeApart(Type enum_type, Value address, unsigned case_index, llvm::ArrayRef<Value> fields);

  // --- calls
  // ---------------------------------------------------------------------------------------------------------
  Value Call(Function f, llvm::ArrayRef<Value> arguments);  // null value if no result
  // Code address and environment out of a closure place; `params`/`result` as in FunctionInfo,
  // environment is last argument.
  // `result_place`: the first argument addresses the place for the result.
  Value CallClosure(Value closure_place, llvm::ArrayRef<Value> arguments, Type result,
                    bool result_place = false);
  Value CallPointer(Value code, llvm::ArrayRef<Value> arguments, Type result);  // C convention
  // Writes {code, environment} to an uninitialized place of type Closure(). `environment` is a
  // counted payload pointer (first word: its DropGlue-style function `void (ptr payload)` that
  // drops the captures and frees the object) or null.
  void ClosureInit(Value place, std::string_view symbol, Value environment);
  Value AllocateObject(
      Type payload);  // counted object, count 1, payload uninitialized; freed by FreeObject
  void FreeObject(Type payload, Value payload_address);  // after its contents were dropped

  // --- compute
  // ---------------------------------------------------------------------------------------------------------
  // A dispatch record: `entry` is a function `(ptr args, ui64 length, ptr sink)` in the C
  // convention, empty when the types of the body do not travel; `thread_entry` is a function `(ptr
  // block)` in the C convention.
  void ComputeEntry(std::string_view id, std::string_view entry_symbol,
                    std::string_view thread_entry_symbol, uint64_t args_fingerprint,
                    uint64_t result_fingerprint);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace arc::tir

#endif  // ARC_COMPILER_IR_TIR_BUILDER_H_
