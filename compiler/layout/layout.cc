#include "compiler/layout/layout.h"

#include <algorithm>
#include <optional>

#include "llvm/Support/MathExtras.h"

namespace arc::layout {

namespace {

// Appends a field to an aggregate that has grown to `size` so far.
int64_t Place(const TypeLayout& field, uint64_t& size, uint32_t& align) {
  uint64_t offset = llvm::alignTo(size, field.align);
  size = offset + field.size;
  align = std::max(align, field.align);
  return static_cast<int64_t>(offset);
}

// Puts a field of a boxed enum into what is left of the header's `meta`, whose first `used` bytes
// are taken. The end of a cell writes its header before it drops its fields (lower/glue_cells.cc),
// so nothing that has to be dropped goes there.
std::optional<int64_t> PlaceInMeta(const TypeLayout& field, uint64_t& used) {
  constexpr uint64_t kBytes = -kMetaOffset;
  if (field.size == 0 || !field.trivial_copy || !field.trivial_drop) return std::nullopt;
  const uint64_t offset = llvm::alignTo(used, field.align);
  if (offset + field.size > kBytes) return std::nullopt;
  used = offset + field.size;
  return kMetaOffset + static_cast<int64_t>(offset);
}

}  // namespace

Layouts::Layouts(mlir::ModuleOp module) {
  for (mlir::Operation& op : *module.getBody()) {
    if (auto definition = mlir::dyn_cast<ir::StructDefOp>(op)) {
      definitions_[definition.getNameAttr()] = &op;
    } else if (auto definition = mlir::dyn_cast<ir::EnumDefOp>(op)) {
      definitions_[definition.getNameAttr()] = &op;
    }
  }
}

mlir::Operation* Layouts::Definition(mlir::Type type) {
  auto named = mlir::dyn_cast<ir::NamedType>(type);
  return named ? definitions_.lookup(named.getName()) : nullptr;
}

const TypeLayout& Layouts::Of(mlir::Type type) {
  if (auto known = layouts_.find(type); known != layouts_.end()) return *known->second;
  auto layout = std::make_unique<TypeLayout>(Compute(type));  // may fill the map
  return *(layouts_[type] = std::move(layout));
}

bool Layouts::IsStruct(mlir::Type type) {
  return mlir::isa_and_nonnull<ir::StructDefOp>(Definition(type));
}

const StructLayout& Layouts::Struct(mlir::Type type) {
  Of(type);
  return *structs_.find(Definition(type))->second;
}

const EnumLayout& Layouts::Enum(mlir::Type type) {
  mlir::Operation* definition = Definition(type);
  if (auto known = enums_.find(definition); known != enums_.end()) return *known->second;
  // A boxed enum is laid out without its cells, which may contain it: they come on demand.
  Of(type);
  std::unique_ptr<EnumLayout>& layout = enums_[definition];
  if (!layout) {
    layout = std::make_unique<EnumLayout>();
    EnumLayout* result = layout.get();
    ComputeEnum(mlir::cast<ir::EnumDefOp>(definition), *result);
    return *result;
  }
  return *layout;
}

const EnumLayout* Layouts::Boxed(mlir::Type type) {
  auto definition = mlir::dyn_cast_or_null<ir::EnumDefOp>(Definition(type));
  return definition && definition.getBoxed() ? &Enum(type) : nullptr;
}

TypeLayout Layouts::Compute(mlir::Type type) {
  if (auto integer = mlir::dyn_cast<mlir::IntegerType>(type)) {
    uint32_t bytes = std::max(1u, integer.getWidth() / 8);
    return {.size = bytes, .align = bytes};
  }
  if (type.isF32()) return {.size = 4, .align = 4};
  if (type.isF64() || mlir::isa<ir::PtrType>(type)) return {.size = 8, .align = 8};
  if (mlir::isa<ir::ClosureType>(type)) {
    return {.size = 16, .align = 8, .trivial_copy = false, .trivial_drop = false};
  }
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    TypeLayout layout = Of(array.getElement());
    layout.size *= array.getCount();
    if (array.getCount() == 0) layout.trivial_copy = layout.trivial_drop = true;
    return layout;
  }
  mlir::Operation* definition = Definition(type);
  if (auto struct_def = mlir::dyn_cast<ir::StructDefOp>(definition)) {
    auto result = std::make_unique<StructLayout>();
    TypeLayout layout = ComputeStruct(struct_def, *result);
    structs_[definition] = std::move(result);
    return layout;
  }
  auto enum_def = mlir::cast<ir::EnumDefOp>(definition);
  if (enum_def.getBoxed()) {
    bool any_payload = llvm::any_of(enum_def.getCases(), [](mlir::Attribute attribute) {
      return !mlir::cast<ir::CaseAttr>(attribute).getFields().empty();
    });
    return {.size = 8, .align = 8, .trivial_copy = !any_payload, .trivial_drop = !any_payload};
  }
  auto result = std::make_unique<EnumLayout>();
  TypeLayout layout = ComputeEnum(enum_def, *result);
  enums_[definition] = std::move(result);
  return layout;
}

TypeLayout Layouts::ComputeStruct(ir::StructDefOp definition, StructLayout& result) {
  result.definition = definition;
  TypeLayout layout;
  for (mlir::Attribute attribute : definition.getFields()) {
    auto field = mlir::cast<ir::FieldAttr>(attribute);
    const TypeLayout& inner = Of(field.getType());
    layout.trivial_copy &= inner.trivial_copy;
    layout.trivial_drop &= inner.trivial_drop;
    layout.copy_writes_source |= inner.copy_writes_source;
    result.fields.push_back({.type = field.getType(),
                             .offset = Place(inner, layout.size, layout.align),
                             .name = field.getName()});
  }
  if (definition.getSharedDrop()) {
    result.hidden_offset = Place({.size = 8, .align = 8}, layout.size, layout.align);
    layout.trivial_copy = false;
    layout.copy_writes_source = true;
  }
  if (definition.getDropAttr()) layout.trivial_drop = false;
  if (definition.getCopyHookAttr()) layout.trivial_copy = false;
  layout.size = llvm::alignTo(layout.size, layout.align);
  return layout;
}

TypeLayout Layouts::ComputeEnum(ir::EnumDefOp definition, EnumLayout& result) {
  result.definition = definition;
  size_t count = definition.getCases().size();
  const bool boxed = definition.getBoxed();
  llvm::SmallVector<ir::CaseAttr, 8> cases;
  for (mlir::Attribute attribute : definition.getCases()) {
    cases.push_back(mlir::cast<ir::CaseAttr>(attribute));
  }

  if (boxed) {
    result.kind = EnumLayout::Kind::Boxed;
    const auto cells =
        llvm::count_if(cases, [](ir::CaseAttr one) { return !one.getFields().empty(); });
    result.tag_bytes = cells <= 1 ? 0 : count <= 256 ? 1 : 2;
  } else if (count == 2 && cases[0].getFields().size() + cases[1].getFields().size() == 1) {
    unsigned with_payload = cases[0].getFields().empty() ? 1 : 0;
    if (mlir::isa<ir::PtrType>(cases[with_payload].getFields()[0].getType())) {
      result.kind = EnumLayout::Kind::Nullable;
      result.pointer_case = with_payload;
    }
  }

  TypeLayout layout;
  if (result.kind == EnumLayout::Kind::Plain) {
    result.tag_bytes = count <= 1 ? 0 : count <= 256 ? 1 : 2;
  }
  uint64_t payload_offset = 0;
  if (result.kind == EnumLayout::Kind::Plain) {
    uint32_t payload_align = 1;
    for (ir::CaseAttr enum_case : cases) {
      for (ir::FieldAttr field : enum_case.getFields()) {
        payload_align = std::max(payload_align, Of(field.getType()).align);
      }
    }
    // As wide as the payload's alignment makes it anyway: a copy of the value is then a copy of
    // whole words, which processors forward from the stores that made it.
    if (count > 1) result.tag_bytes = std::max(result.tag_bytes, payload_align);
    payload_offset = llvm::alignTo(result.tag_bytes, payload_align);
    layout.align = std::max(payload_align, std::max(1u, result.tag_bytes));
    layout.size = result.tag_bytes;
  }
  for (ir::CaseAttr enum_case : cases) {
    CaseLayout one;
    one.name = enum_case.getName();
    one.discriminant = enum_case.getDiscriminant();
    uint64_t size = payload_offset;
    uint32_t align = 1;
    uint64_t in_meta = result.tag_bytes;
    for (ir::FieldAttr field : enum_case.getFields()) {
      const TypeLayout& inner = Of(field.getType());
      layout.trivial_copy &= inner.trivial_copy;
      layout.trivial_drop &= inner.trivial_drop;
      layout.copy_writes_source |= inner.copy_writes_source;
      std::optional<int64_t> offset;
      if (boxed) offset = PlaceInMeta(inner, in_meta);
      if (!offset) offset = Place(inner, size, align);
      one.fields.push_back({.type = field.getType(), .offset = *offset, .name = field.getName()});
    }
    if (boxed) {
      one.cell_size = llvm::alignTo(size, 8);
    } else {
      layout.size = std::max(layout.size, size);
      layout.align = std::max(layout.align, align);
    }
    result.cases.push_back(std::move(one));
  }
  layout.size = llvm::alignTo(layout.size, layout.align);
  return layout;
}

}  // namespace arc::layout
