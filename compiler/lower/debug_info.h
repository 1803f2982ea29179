// Debug information of a lowered module: DWARF 5 by way of LLVM's metadata.
//
// The language is announced as C++14: LLDB and GDB show variables of the languages they know only.

#ifndef ARC_COMPILER_LOWER_DEBUG_INFO_H_
#define ARC_COMPILER_LOWER_DEBUG_INFO_H_

#include <memory>

#include "compiler/ir/tir.h"
#include "compiler/layout/layout.h"
#include "compiler/lower/debug_scopes.h"
#include "compiler/lower/lower.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/DebugLoc.h"

namespace arc::lower {

using layout::CaseLayout;
using layout::EnumLayout;
using layout::FieldLayout;
using layout::kFirstCell;
using layout::Layouts;
using layout::StructLayout;
using layout::TypeLayout;

class DebugInfoBuilder {
 public:
  DebugInfoBuilder(llvm::Module& module, Layouts& layouts, const LowerOptions& options,
                   mlir::ModuleOp source);
  void Finish();

  // Gives a function with a body its subprogram. Null when there is no debug information.
  llvm::DISubprogram* StartFunction(ir::FuncOp op, llvm::Function* function);
  // A subprogram for a function that no source shows; traces leave it out.
  llvm::DISubprogram* StartHelper(llvm::Function* function);

  // The location in the given function. Unknown ones get line 0.
  llvm::DebugLoc Location(mlir::Location location, llvm::DISubprogram* subprogram);

  bool WantsVariables() const { return options_.debug == DebugInfo::Full; }
  struct Variable {
    llvm::StringRef name;
    mlir::Type type;
    llvm::StringRef type_name;                       // as in `Type` below
    unsigned parameter = 0;                          // counted from 1; 0: none
    std::optional<llvm::ArrayRef<int32_t>> visible;  // as in `tir.local`
    mlir::Location location;
  };
  // Describes a variable that lies at `storage` from here to the end of `block`'s function; with
  // `indirect` the address lies there.
  void DescribeVariable(llvm::DISubprogram* subprogram, const Variable& variable,
                        llvm::Value* storage, bool indirect, llvm::BasicBlock* block);

 private:
  llvm::DIFile* File(mlir::StringAttr path);
  // `name` is the checker's name of the type (debug_names.h) where TIR's says less, or empty.
  llvm::DIType* Type(mlir::Type type, llvm::StringRef name);
  // Null for `void` and the like.
  llvm::DIType* TypeByName(llvm::StringRef name);
  llvm::DIType* MakeTypeByName(llvm::StringRef name);
  llvm::DIType* NamedType(mlir::Type type);
  llvm::DIType* EnumType(mlir::Type type, llvm::StringRef name);
  llvm::DIType* PlainEnumType(ir::EnumDefOp definition);
  llvm::DIType* ClosureType(llvm::StringRef name);
  llvm::DIType* ArrayType(llvm::DIType* element, uint64_t count);
  llvm::DICompositeType* EmptyStruct(llvm::DIScope* scope, llvm::StringRef name, uint64_t size,
                                     uint32_t align, llvm::StringRef identifier);
  // `shift`: how far in front of the place that the layout counts from the scope begins.
  llvm::DIType* Member(llvm::DIScope* scope, const FieldLayout& field, mlir::Attribute attribute,
                       uint64_t shift = 0);
  void DescribeEnvironments(mlir::ModuleOp source);
  llvm::DISubroutineType* SignatureOf(ir::FuncOp op);

  const LowerOptions& options_;
  Layouts& layouts_;
  llvm::Module& module_;
  std::unique_ptr<llvm::DIBuilder> builder_;  // null: no debug information
  llvm::DICompileUnit* unit_ = nullptr;
  llvm::DIFile* main_file_ = nullptr;
  llvm::DISubroutineType* no_signature_ = nullptr;
  llvm::DenseMap<mlir::StringAttr, llvm::DIFile*> files_;
  llvm::DenseMap<llvm::DISubprogram*, std::unique_ptr<DebugScopes>> scopes_;  // with variables only
  llvm::DenseMap<mlir::Type, llvm::DIType*> types_;
  llvm::StringMap<llvm::DIType*> types_by_name_;
  llvm::StringMap<mlir::Operation*> definitions_;  // with variables only
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_DEBUG_INFO_H_
