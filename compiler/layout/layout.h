// Memory layout of TIR types on a 64-bit target.
//
//   scalars   their size, aligned to it; bool is a byte
//   struct    fields in order at natural alignment; a `shared_drop` struct has a pointer behind
//             them
//   array     elements one behind the other
//   closure   {code, environment}
//   enum      plain:    {tag, payload}; the tag is the index of the case, as wide as the payload is
//                       aligned (none at all with a single case); payloads of all cases start at
//                       one offset
//             nullable: one case without payload and one with a single `!tir.ptr`: the pointer,
//                       null for the case without (pointers of the language are never null)
//             boxed:    a pointer; below kFirstCell it is the index of a case without payload, else
//                       the payload pointer of a counted cell: count in the header, payload fields
//                       from the pointer on. The header's `meta` begins with the index of the case,
//                       in one or two bytes, unless only one case has a cell; fields that are
//                       nothing but bytes lie behind that as long as they fit, at negative offsets
//
// Whether copying and dropping a type amounts to copying its bytes and to nothing is part of the
// layout, since everything that moves values asks for it.

#ifndef ARC_COMPILER_LAYOUT_LAYOUT_H_
#define ARC_COMPILER_LAYOUT_LAYOUT_H_

#include <cstdint>
#include <memory>

#include "compiler/ir/tir.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace arc::layout {

// Pointers below are no cells: null and the cases without payload of boxed enums. Matches the
// runtime's rule for counted objects; the kernel maps nothing there.
inline constexpr uint64_t kFirstCell = 4096;

// From a counted object's payload to its header, and to the half of it that is not the count.
inline constexpr int64_t kHeaderOffset = -8;
inline constexpr int64_t kMetaOffset = -4;

struct TypeLayout {
  uint64_t size = 0;  // a multiple of `align`
  uint32_t align = 1;
  bool trivial_copy = true;  // the bytes are the value
  bool trivial_drop = true;
  // A copy may write the source (hidden word of a `shared_drop` struct inside).
  bool copy_writes_source = false;
};

struct FieldLayout {
  mlir::Type type;
  int64_t offset = 0;  // bytes; negative: in the header of a boxed enum's cell
  mlir::StringAttr name;
};

struct CaseLayout {
  mlir::StringAttr name;
  int64_t discriminant = 0;
  llvm::SmallVector<FieldLayout, 2> fields;  // offsets from the place, or from the cell's payload
  uint64_t cell_size = 0;  // boxed with payload: bytes behind the cell's header; may be 0
};

struct StructLayout {
  ir::StructDefOp definition;
  llvm::SmallVector<FieldLayout, 4> fields;
  // Offset of the word that leads to the count of copies; meaningful with `shared_drop`.
  int64_t hidden_offset = 0;
};

struct EnumLayout {
  enum class Kind { Plain, Nullable, Boxed };

  ir::EnumDefOp definition;
  Kind kind = Kind::Plain;
  unsigned tag_bytes = 0;     // plain: 0 with one case; boxed, in `meta`: 0 with one kind of cell
  unsigned pointer_case = 0;  // nullable only
  llvm::SmallVector<CaseLayout, 4> cases;
};

class Layouts {
 public:
  explicit Layouts(mlir::ModuleOp module);

  const TypeLayout& Of(mlir::Type type);
  const StructLayout& Struct(mlir::Type type);
  const EnumLayout& Enum(mlir::Type type);
  // Null when the type is no boxed enum.
  const EnumLayout* Boxed(mlir::Type type);
  bool IsStruct(mlir::Type type);

  // Copying is copying bytes and dropping is nothing.
  bool IsTrivial(mlir::Type type) {
    const TypeLayout& layout = Of(type);
    return layout.trivial_copy && layout.trivial_drop;
  }

 private:
  mlir::Operation* Definition(mlir::Type type);
  TypeLayout Compute(mlir::Type type);
  TypeLayout ComputeStruct(ir::StructDefOp definition, StructLayout& result);
  TypeLayout ComputeEnum(ir::EnumDefOp definition, EnumLayout& result);

  llvm::DenseMap<mlir::StringAttr, mlir::Operation*> definitions_;
  // Heap-allocated values: references stay valid while the maps grow.
  llvm::DenseMap<mlir::Type, std::unique_ptr<TypeLayout>> layouts_;
  llvm::DenseMap<mlir::Operation*, std::unique_ptr<StructLayout>> structs_;
  llvm::DenseMap<mlir::Operation*, std::unique_ptr<EnumLayout>> enums_;
};

}  // namespace arc::layout

#endif  // ARC_COMPILER_LAYOUT_LAYOUT_H_
