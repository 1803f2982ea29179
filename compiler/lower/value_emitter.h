// Emits the life of values at an IRBuilder: counting, copying, moving, dropping, enum access. Used
// by function bodies and by glue functions alike.

#ifndef ARC_COMPILER_LOWER_VALUE_EMITTER_H_
#define ARC_COMPILER_LOWER_VALUE_EMITTER_H_

#include <utility>

#include "compiler/lower/module_lowering.h"
#include "llvm/IR/IRBuilder.h"

namespace arc::lower {

// Knows what panics find to do in a function.
class Unwinding {
 public:
  virtual ~Unwinding() = default;
  // The landing pad of a panic that leaves what is lowered now; null: it leaves the function at
  // once.
  virtual llvm::BasicBlock* LandingPad() = 0;
  // Told of each invoke that leads to the landing pad: where it goes on without a panic.
  virtual void GoOnIn(llvm::BasicBlock*) {}
};

class ValueEmitter {
 public:
  // Without `unwinding` panics leave the function at once.
  ValueEmitter(ModuleLowering& module, llvm::IRBuilder<>& builder, Unwinding* unwinding = nullptr)
      : m_(module), b_(builder), unwinding_(unwinding) {}

  // ---- calls: all of them go through here -------------------------------------------------------
  // A call of what may panic is an invoke where there is something to do then, and the builder goes
  // on in a new block.
  llvm::CallBase* Call(llvm::FunctionCallee callee, llvm::ArrayRef<llvm::Value*> arguments);
  llvm::CallBase* CallRuntime(RuntimeFunction function, llvm::ArrayRef<llvm::Value*> arguments);
  // No invoke: copies run no code of users. When memory runs out in one, what this function owns is
  // lost.
  llvm::CallBase* CallQuietly(llvm::Function* callee, llvm::ArrayRef<llvm::Value*> arguments);
  // Of what panics; ends the block.
  void CallPanic(RuntimeFunction function, llvm::ArrayRef<llvm::Value*> arguments);

  // The two ends of the way of a panic through a function; it is kept in a stack slot on the way.
  void Land(llvm::Value* slot);
  void Resume(llvm::Value* slot);

  // ---- addresses --------------------------------------------------------------------------------
  llvm::Value* Offset(llvm::Value* address, int64_t bytes);

  // ---- counted objects --------------------------------------------------------------------------
  // An emptied cell of the right size, or null at run time; no value: none.
  struct Reuse {
    llvm::Value* cell = nullptr;
    bool has_header = false;  // that of the cell that is wanted
    bool is_there = false;    // never null
  };
  // How many refer to a cell: nobody else, others too, or to be found out at run time.
  enum class Holders : uint8_t { One, Several, Unknown };
  // A new cell of `size` payload bytes with count 1 and the given `meta`.
  llvm::Value* AllocateCell(uint64_t size, uint32_t meta, Reuse reuse);
  void FreeCell(llvm::Value* payload, uint64_t size);
  void Retain(llvm::Value* payload);
  llvm::Value* Release(llvm::Value* payload);   // i1
  llvm::Value* IsUnique(llvm::Value* payload);  // i1

  // ---- values in places -------------------------------------------------------------------------
  void Copy(mlir::Type type, llvm::Value* to, llvm::Value* from);
  void Move(mlir::Type type, llvm::Value* to, llvm::Value* from);
  void Drop(mlir::Type type, llvm::Value* address);
  void Zero(mlir::Type type, llvm::Value* address);

  // ---- enums ------------------------------------------------------------------------------------
  llvm::Value* EnumTag(mlir::Type type, llvm::Value* address);  // i32
  // Of a boxed enum's cell. i32
  llvm::Value* CellTag(const EnumLayout& layout, llvm::Value* payload);
  llvm::Value* EnumPayload(mlir::Type type, llvm::Value* address, unsigned case_index,
                           unsigned field);
  // Gives the new cell of a boxed enum, if it has one.
  llvm::Value* EnumInit(mlir::Type type, llvm::Value* address, unsigned case_index, Reuse reuse);
  // Ends the value, moves or copies the payload to `fields`; gives the emptied cell or null. With
  // `free` the cell is freed at once, and the result is null.
  llvm::Value* TakeApart(mlir::Type type, llvm::Value* address, unsigned case_index,
                         llvm::ArrayRef<llvm::Value*> fields, bool free, Holders holders);
  void FreeEmptied(mlir::Type type, llvm::Value* cell, unsigned case_index);
  // Writes the tag of a plain enum.
  void StoreTag(const EnumLayout& layout, llvm::Value* address, unsigned case_index);

  // A new block of the current function.
  llvm::BasicBlock* NewBlock(const llvm::Twine& name);
  llvm::Value* IsCell(llvm::Value* pointer);  // i1: not null and no small integer
  llvm::Value* HeaderOf(llvm::Value* payload);

 private:
  std::pair<llvm::BasicBlock*, llvm::BasicBlock*> CountDown(mlir::Type type, llvm::Value* address,
                                                            llvm::Value* cell, llvm::Value* count,
                                                            llvm::BasicBlock* after);

  ModuleLowering& m_;
  llvm::IRBuilder<>& b_;
  Unwinding* unwinding_;
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_VALUE_EMITTER_H_
