// What the lowering of one module shares: types, declarations, runtime functions, glue.

#ifndef ARC_COMPILER_LOWER_MODULE_LOWERING_H_
#define ARC_COMPILER_LOWER_MODULE_LOWERING_H_

#include <array>
#include <memory>

#include "compiler/ir/tir.h"
#include "compiler/layout/layout.h"
#include "compiler/lower/debug_info.h"
#include "compiler/lower/lower.h"
#include "compiler/transform/places.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/Module.h"

namespace arc::lower {

// Entry points of the runtime that generated code calls; runtime/core/contract.h describes them.
enum class RuntimeFunction {
  Alloc,
  Free,
  Once,
  DropFrames,
  PanicAdd,
  PanicSub,
  PanicMul,
  PanicDiv,
  PanicRem,
  PanicNeg,
  PanicDivZero,
  PanicBounds,
  PanicBoundsUnsigned,
  PanicCast,
  PanicShift,
};
inline constexpr size_t kRuntimeFunctionCount = 15;

// Functions that the compiler makes per type. All take places.
enum class Glue {
  Copy,  // (to, from)
  Drop,  // (place)
};

// How direct calls pass what TIR passes by address. Aggregates of at most one word arrive in a
// register, results of at most two words return in registers; the callee keeps them in stack slots,
// which optimizers remove. It follows from the declaration alone, so that all objects agree.
struct Convention {
  // Per parameter of the TIR function: the type it is passed as, or null: as TIR has it.
  llvm::SmallVector<llvm::Type*, 6> in_register;
  // The type that the result place's value returns as, or null. Parameter 0 does not exist then.
  llvm::Type* result = nullptr;

  bool IsByAddress() const {
    return !result && llvm::none_of(in_register, [](llvm::Type* type) { return type; });
  }
};

class ModuleLowering {
 public:
  ModuleLowering(mlir::ModuleOp source, llvm::LLVMContext& context, const LowerOptions& options);

  std::unique_ptr<llvm::Module> Run();

  llvm::LLVMContext& context() { return context_; }
  llvm::Module& module() { return *module_; }
  const llvm::DenseMap<mlir::StringAttr, ir::FuncOp>& function_ops() const { return function_ops_; }
  Layouts& layouts() { return layouts_; }
  DebugInfoBuilder& debug() { return *debug_; }
  const LowerOptions& options() const { return options_; }

  llvm::PointerType* ptr() const { return ptr_; }
  llvm::IntegerType* i8() const { return i8_; }
  llvm::IntegerType* i32() const { return i32_; }
  llvm::IntegerType* i64() const { return i64_; }

  // The LLVM type of a scalar.
  llvm::Type* Scalar(mlir::Type type);
  // The type that a scalar has in memory: a bool is a byte there.
  llvm::Type* InMemory(mlir::Type type);
  // A type of the size of `type` for stack slots and globals.
  llvm::Type* Storage(mlir::Type type);

  llvm::Function* Function(mlir::StringAttr symbol) { return functions_.lookup(symbol); }
  const Convention& ConventionOf(mlir::StringAttr symbol) {
    return conventions_.find(symbol)->second;
  }
  // The function for callers that know nothing but its TIR type (closures, the runtime): itself, or
  // one that takes all places by address and calls it.
  llvm::Function* FunctionByAddress(mlir::StringAttr symbol);
  ir::FuncOp FunctionOp(mlir::StringAttr symbol) { return function_ops_.lookup(symbol); }
  llvm::FunctionType* Signature(mlir::TypeRange params, mlir::TypeRange results);
  llvm::FunctionCallee Runtime(RuntimeFunction function);
  // Whether panics run cleanups.
  bool unwinds() const { return !options_.at_comptime; }
  // Of functions that have cleanups.
  llvm::Constant* Personality();
  // The declaration of an intrinsic of LLVM for operands of the type. LLVM looks it up by its name,
  // which it puts together each time.
  llvm::Function* Intrinsic(llvm::Intrinsic::ID id, llvm::Type* type);
  // Ending a value of the type only frees memory: it cannot panic.
  bool EndsUnseen(mlir::Type type) { return ownership_types_.EndsUnseen(type); }

  // Copy or drop of a whole value of the type as a function; made at first use.
  llvm::Function* GlueFunction(Glue kind, mlir::Type type);
  // The hook that turns a bitwise copy of a struct into a value, or null.
  llvm::Function* CopyHook(mlir::Type type);
  // The function that ends the life of a cell of a boxed enum whose count reached the end:
  // (cell, case). Shared by the enums that can contain each other.
  llvm::Function* CellFunction(mlir::Type boxed);
  // drop_cell(cell): drops a value of a boxed enum by what its place holds.
  llvm::Function* DropCellFunction(mlir::Type boxed);
  // The same for where it hardly ever comes to that: a call that keeps the registers.
  llvm::Function* DropCellAwayFunction(mlir::Type boxed);
  // retain(payload), release(payload) -> i1, share(from, to: hidden words), unshare(word) -> i1,
  // drop_closure(place).
  llvm::Function* RetainFunction();
  llvm::Function* ReleaseFunction();
  // What those two do with counts that are negative: nothing, or atomic counting.
  llvm::Function* RetainAtomicFunction();
  llvm::Function* ReleaseAtomicFunction();
  llvm::Function* ShareFunction();
  llvm::Function* UnshareFunction();
  llvm::Function* DropClosureFunction();

  // Address of read-only bytes.
  llvm::Constant* StringData(mlir::StringAttr bytes);

  struct Global {
    llvm::GlobalVariable* storage = nullptr;
    // Null when the value is known at compile time.
    llvm::GlobalVariable* state = nullptr;
    llvm::Function* initialize = nullptr;
  };
  const Global& GlobalOf(mlir::StringAttr symbol);
  llvm::Constant* ImageAddress(mlir::StringAttr symbol, uint32_t offset);

  // A function of the compiler's own: any one of equal definitions, seen by this program only.
  llvm::Function* MakeHelper(llvm::FunctionType* type, const llvm::Twine& name);
  llvm::Function* MakeAtomicHelper(llvm::Type* result, llvm::StringRef name);
  // Attributes that each function that has a body needs (frame pointers, stack probes, no
  // unwinding).
  void AddBodyAttributes(llvm::Function* function);
  void SetLinkage(llvm::GlobalObject* object, ir::Linkage linkage);
  void SetFunctionLinkage(llvm::Function* function, ir::Linkage linkage);
  // For branches to code that ends in a panic, and the like.
  llvm::MDNode* unlikely() const { return unlikely_; }
  // Marks of accesses for optimizers: those to counts, to the fields of containers, and to all else
  // never touch the same bytes. Null when nothing will optimize. See MarkData.
  llvm::MDNode* count_access() const { return count_access_; }
  llvm::MDNode* data_access() const { return data_access_; }
  llvm::MDNode* header_access() const { return header_access_; }

 private:
  friend class GlueBuilder;

  void DeclareFunctions();
  llvm::Function* Declare(ir::FuncOp op);
  Convention ChooseConvention(ir::FuncOp op);
  // The type that carries an aggregate of up to `words` words in registers; null: too large.
  llvm::Type* InRegisters(mlir::Type type, unsigned words);
  void AddParamAttributes(ir::FuncOp op, llvm::Function* function, const Convention& convention);
  void DeclareGlobals();
  void DefineGlobal(ir::GlobalOp op, Global& global);
  void DefineImage(ir::ImageOp op);
  void DetachImage(ir::ImageOp op);
  void FinishImage(ir::ImageOp op, llvm::GlobalVariable* variable);
  // What other objects look at before they use the global `symbol`, which needs no initialization.
  void DefineInitialized(llvm::StringRef symbol, ir::Linkage linkage, mlir::Location location);
  void DefineComputeEntries();
  void ReferToAbiVersion();
  llvm::Function* Named(llvm::StringRef name);

  mlir::ModuleOp source_;
  llvm::LLVMContext& context_;
  const LowerOptions& options_;
  std::unique_ptr<llvm::Module> module_;
  Layouts layouts_;
  transform::OwnershipTypes ownership_types_;
  std::unique_ptr<DebugInfoBuilder> debug_;

  llvm::PointerType* ptr_;
  llvm::IntegerType* i8_;
  llvm::IntegerType* i32_;
  llvm::IntegerType* i64_;
  llvm::MDNode* unlikely_;
  llvm::MDNode* count_access_ = nullptr;
  llvm::MDNode* data_access_ = nullptr;
  llvm::MDNode* header_access_ = nullptr;

  llvm::DenseMap<mlir::StringAttr, llvm::Function*> functions_;
  llvm::DenseMap<mlir::StringAttr, ir::FuncOp> function_ops_;
  llvm::DenseMap<mlir::StringAttr, Convention> conventions_;
  // Functions of this module that are only called through their addresses.
  llvm::DenseSet<mlir::StringAttr> by_address_;
  llvm::DenseMap<mlir::StringAttr, Global> globals_;
  llvm::DenseMap<mlir::StringAttr, llvm::GlobalVariable*> images_;
  llvm::DenseMap<mlir::StringAttr, llvm::Constant*> strings_;
  llvm::SmallVector<llvm::Function*, 8> folded_initializers_;
  llvm::DenseMap<mlir::Type, std::array<llvm::Function*, 2>> glue_;
  llvm::DenseMap<mlir::Type, llvm::Function*> cell_functions_;
  llvm::DenseMap<mlir::Type, llvm::Function*> drop_cell_functions_;
  std::array<llvm::FunctionCallee, kRuntimeFunctionCount> runtime_;
  llvm::DenseMap<std::pair<llvm::Intrinsic::ID, llvm::Type*>, llvm::Function*> intrinsics_;
};

// Attributes of the callee hold at a call; those that decide how values are passed have to be there
// too.
void ExtendLikeCallee(llvm::CallBase* call, const llvm::Function* callee);

// A name for a type inside symbol names: "main.Point", "[4]main.Point", "closure".
std::string SpellType(mlir::Type type);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_MODULE_LOWERING_H_
