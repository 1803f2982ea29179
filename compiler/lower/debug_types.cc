// Types in debug information.
//
// A struct shows its fields, a pointer what it points to, an enum without payloads is an
// enumeration. Any other enum is a struct of its tag (an enumeration of the case names) and a union
// with a struct for each case, in the order of the tags; an enum whose values tell the case in
// another way has the union alone, and a boxed one is a struct with a pointer to "… cell". The
// pretty printers in toolchain/debugger read this; debuggers without them show the parts.

#include "compiler/lower/debug_info.h"
#include "compiler/lower/debug_names.h"
#include "compiler/lower/module_lowering.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/BinaryFormat/Dwarf.h"

namespace arc::lower {

namespace {

constexpr auto kNoFlags = llvm::DINode::FlagZero;

struct Scalar {
  unsigned bits = 0;  // 0: none
  unsigned encoding = 0;
};

Scalar ScalarOf(llvm::StringRef name) {
  constexpr unsigned kSigned = llvm::dwarf::DW_ATE_signed;
  constexpr unsigned kUnsigned = llvm::dwarf::DW_ATE_unsigned;
  return llvm::StringSwitch<Scalar>(name)
      .Case("bool", {8, llvm::dwarf::DW_ATE_boolean})
      .Case("char", {32, llvm::dwarf::DW_ATE_UTF})
      .Case("float32", {32, llvm::dwarf::DW_ATE_float})
      .Case("float64", {64, llvm::dwarf::DW_ATE_float})
      .Case("int8", {8, kSigned})
      .Case("int16", {16, kSigned})
      .Case("int32", {32, kSigned})
      .Cases({"int64", "isize"}, {64, kSigned})
      .Cases({"uint8", "byte"}, {8, kUnsigned})
      .Case("uint16", {16, kUnsigned})
      .Case("uint32", {32, kUnsigned})
      .Cases({"uint64", "usize"}, {64, kUnsigned})
      .Default({});
}

std::string ScalarName(mlir::Type type) {
  if (type.isInteger(1)) return "bool";
  if (type.isF32()) return "float32";
  if (type.isF64()) return "float64";
  auto integer = mlir::cast<mlir::IntegerType>(type);
  return (integer.isSigned() ? "int" : "uint") + std::to_string(integer.getWidth());
}

}  // namespace

llvm::DIType* DebugInfoBuilder::Type(mlir::Type type, llvm::StringRef name) {
  if (mlir::isa<ir::NamedType>(type)) return NamedType(type);
  if (!name.empty()) return TypeByName(name);
  if (mlir::isa<ir::PtrType>(type)) return builder_->createPointerType(nullptr, 64);
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    return ArrayType(Type(array.getElement(), ""), array.getCount());
  }
  if (mlir::isa<ir::ClosureType>(type)) return ClosureType("closure");
  return TypeByName(ScalarName(type));
}

llvm::DIType* DebugInfoBuilder::TypeByName(llvm::StringRef name) {
  auto known = types_by_name_.find(name);
  if (known != types_by_name_.end()) return known->second;
  llvm::DIType* type = MakeTypeByName(name);
  types_by_name_[name] = type;
  return type;
}

llvm::DIType* DebugInfoBuilder::MakeTypeByName(llvm::StringRef name) {
  if (name == "duration") {  // LLDB names base types as C does
    return builder_->createTypedef(TypeByName("int64"), name, main_file_, 0, unit_);
  }
  if (Scalar scalar = ScalarOf(name); scalar.bits) {
    return builder_->createBasicType(name, scalar.bits, scalar.encoding);
  }
  if (name == "void" || name == "never") return nullptr;
  if (llvm::StringRef pointee = Pointee(name); !pointee.empty()) {
    return builder_->createPointerType(TypeByName(pointee), 64);
  }
  if (IsFunctionName(name)) return ClosureType(name);
  if (mlir::Operation* definition = definitions_.lookup(name)) {
    auto enum_def = mlir::dyn_cast<ir::EnumDefOp>(definition);
    bool is_plain = enum_def && !enum_def.getBoxed() &&
                    llvm::none_of(enum_def.getCases(), [](mlir::Attribute one) {
                      return !mlir::cast<ir::CaseAttr>(one).getFields().empty();
                    });
    if (is_plain) return PlainEnumType(enum_def);
    mlir::MLIRContext* context = definition->getContext();
    return NamedType(ir::NamedType::get(context, mlir::StringAttr::get(context, name)));
  }
  uint64_t count = 0;
  if (llvm::StringRef element = ArrayElement(name, count); !element.empty()) {
    if (llvm::DIType* type = TypeByName(element)) return ArrayType(type, count);
  }
  // Defined by another package, or by nobody since nothing looks inside.
  return builder_->createForwardDecl(llvm::dwarf::DW_TAG_structure_type, NameForUsers(name), unit_,
                                     main_file_, 0, 0, 0, 0, name);
}

llvm::DIType* DebugInfoBuilder::ArrayType(llvm::DIType* element, uint64_t count) {
  llvm::Metadata* range = builder_->getOrCreateSubrange(0, static_cast<int64_t>(count));
  return builder_->createArrayType(element->getSizeInBits() * count, 0, element,
                                   builder_->getOrCreateArray({range}));
}

llvm::DICompositeType* DebugInfoBuilder::EmptyStruct(llvm::DIScope* scope, llvm::StringRef name,
                                                     uint64_t size, uint32_t align,
                                                     llvm::StringRef identifier) {
  return builder_->createStructType(scope, name, main_file_, 0, size * 8, align * 8, kNoFlags,
                                    nullptr, {}, 0, nullptr, identifier);
}

llvm::DIType* DebugInfoBuilder::ClosureType(llvm::StringRef name) {
  llvm::DIType*& known = types_by_name_[name];
  if (known) return known;
  llvm::DIType* code = builder_->createPointerType(no_signature_, 64);
  llvm::DIType* environment = builder_->createPointerType(nullptr, 64);
  llvm::DICompositeType* closure = EmptyStruct(unit_, NameForUsers(name), 16, 8, name);
  llvm::Metadata* members[] = {
      builder_->createMemberType(closure, "code", main_file_, 0, 64, 64, 0, kNoFlags, code),
      builder_->createMemberType(closure, "environment", main_file_, 0, 64, 64, 64, kNoFlags,
                                 environment)};
  builder_->replaceArrays(closure, builder_->getOrCreateArray(members));
  return known = closure;
}

// What closures captured is reached through a pointer that does not tell its type: debuggers find
// it by the name of the function.
void DebugInfoBuilder::DescribeEnvironments(mlir::ModuleOp source) {
  for (mlir::Operation& op : *source.getBody()) {
    llvm::StringRef name;
    if (auto definition = mlir::dyn_cast<ir::StructDefOp>(op)) name = definition.getName();
    if (auto definition = mlir::dyn_cast<ir::EnumDefOp>(op)) name = definition.getName();
    if (!name.empty()) definitions_[name] = &op;
  }
  for (auto definition : source.getOps<ir::StructDefOp>()) {
    llvm::StringRef name = definition.getName();
    if (!name.ends_with(".environment")) continue;
    if (name.ends_with(".infer.environment")) continue;  // of a trial, to find the result's type
    mlir::MLIRContext* context = definition.getContext();
    builder_->retainType(
        NamedType(ir::NamedType::get(context, mlir::StringAttr::get(context, name))));
  }
}

llvm::DIType* DebugInfoBuilder::Member(llvm::DIScope* scope, const FieldLayout& field,
                                       mlir::Attribute attribute, uint64_t shift) {
  const TypeLayout& layout = layouts_.Of(field.type);
  const uint64_t offset = shift + static_cast<uint64_t>(field.offset);
  mlir::StringAttr type_name = mlir::cast<ir::FieldAttr>(attribute).getDebugType();
  return builder_->createMemberType(scope, field.name.getValue(), main_file_, 0, layout.size * 8,
                                    layout.align * 8, offset * 8, kNoFlags,
                                    Type(field.type, type_name ? type_name.getValue() : ""));
}

llvm::DIType* DebugInfoBuilder::NamedType(mlir::Type type) {
  if (llvm::DIType* known = types_.lookup(type)) return known;
  std::string identifier = SpellType(type);
  std::string name = NameForUsers(identifier);
  if (!layouts_.IsStruct(type)) return EnumType(type, name);

  const TypeLayout& layout = layouts_.Of(type);
  llvm::DICompositeType* result = EmptyStruct(unit_, name, layout.size, layout.align, identifier);
  // Known before its members, which may lead back to it.
  types_[type] = result;
  const StructLayout& parts = layouts_.Struct(type);
  ir::StructDefOp definition = parts.definition;
  llvm::SmallVector<llvm::Metadata*, 8> members;
  for (auto [field, attribute] : llvm::zip_equal(parts.fields, definition.getFields())) {
    members.push_back(Member(result, field, attribute));
  }
  builder_->replaceArrays(result, builder_->getOrCreateArray(members));
  return result;
}

// Of a type whose values are numbers in TIR: the index of the case.
llvm::DIType* DebugInfoBuilder::PlainEnumType(ir::EnumDefOp definition) {
  size_t count = definition.getCases().size();
  unsigned bits = count <= 256 ? 8 : count <= 65536 ? 16 : 32;
  llvm::SmallVector<llvm::Metadata*, 8> names;
  for (auto [index, one] : llvm::enumerate(definition.getCases())) {
    names.push_back(builder_->createEnumerator(mlir::cast<ir::CaseAttr>(one).getName().getValue(),
                                               index, /*IsUnsigned=*/true));
  }
  return builder_->createEnumerationType(unit_, NameForUsers(definition.getName()), main_file_, 0,
                                         bits, bits, builder_->getOrCreateArray(names),
                                         TypeByName("uint" + std::to_string(bits)), 0,
                                         definition.getName());
}

llvm::DIType* DebugInfoBuilder::EnumType(mlir::Type type, llvm::StringRef name) {
  const TypeLayout& layout = layouts_.Of(type);
  const EnumLayout& cases = layouts_.Enum(type);
  const bool boxed = cases.kind == EnumLayout::Kind::Boxed;
  std::string identifier = SpellType(type);

  // A nullable enum has no tag. A cell is described from its header on, where its tag and small
  // fields are: eight bytes in front of what the pointer addresses.
  const uint64_t shift = boxed ? static_cast<uint64_t>(-layout::kHeaderOffset) : 0;
  uint64_t size = boxed ? shift : layout.size;
  for (const CaseLayout& one : cases.cases) size = std::max(size, shift + one.cell_size);
  llvm::DICompositeType* body =
      EmptyStruct(unit_, boxed ? name.str() + " cell" : name.str(), size, layout.align,
                  boxed ? identifier + " cell" : identifier);
  llvm::DIType* result = body;
  if (boxed) {
    // A struct around the pointer: LLDB shows a null pointer as such whatever its type's summary
    // says, and here it is the first case.
    llvm::DICompositeType* holder = EmptyStruct(unit_, name, 8, 8, identifier);
    llvm::Metadata* cell = builder_->createMemberType(
        holder, "cell", main_file_, 0, 64, 64, 0, kNoFlags, builder_->createPointerType(body, 64));
    builder_->replaceArrays(holder, builder_->getOrCreateArray({cell}));
    result = holder;
  }
  types_[type] = result;

  llvm::SmallVector<llvm::Metadata*, 4> members;
  if (cases.tag_bytes) {
    llvm::SmallVector<llvm::Metadata*, 8> names;
    for (auto [index, one] : llvm::enumerate(cases.cases)) {
      names.push_back(builder_->createEnumerator(one.name.getValue(), index, /*IsUnsigned=*/true));
    }
    uint64_t bits = uint64_t{cases.tag_bytes} * 8;
    llvm::DIType* tag_type = builder_->createEnumerationType(
        body, "Case", main_file_, 0, bits, static_cast<uint32_t>(bits),
        builder_->getOrCreateArray(names), TypeByName("uint" + std::to_string(bits)), 0,
        identifier + ".Case");
    members.push_back(builder_->createMemberType(
        body, "case", main_file_, 0, bits, static_cast<uint32_t>(bits),
        boxed ? (shift + layout::kMetaOffset) * 8 : 0, kNoFlags, tag_type));
  }
  llvm::SmallVector<llvm::Metadata*, 8> variants;
  llvm::DICompositeType* payload =
      builder_->createUnionType(body, "Payload", main_file_, 0, size * 8, layout.align * 8,
                                kNoFlags, {}, 0, identifier + ".Payload");
  ir::EnumDefOp definition = cases.definition;
  for (auto [one, attribute] : llvm::zip_equal(cases.cases, definition.getCases())) {
    llvm::StringRef case_name = one.name.getValue();
    llvm::DICompositeType* variant = EmptyStruct(payload, case_name, one.fields.empty() ? 0 : size,
                                                 layout.align, identifier + "." + case_name.str());
    llvm::SmallVector<llvm::Metadata*, 4> fields;
    for (auto [field, field_attribute] :
         llvm::zip_equal(one.fields, mlir::cast<ir::CaseAttr>(attribute).getFields())) {
      fields.push_back(Member(variant, field, field_attribute, shift));
    }
    builder_->replaceArrays(variant, builder_->getOrCreateArray(fields));
    variants.push_back(builder_->createMemberType(payload, case_name, main_file_, 0, size * 8,
                                                  layout.align * 8, 0, kNoFlags, variant));
  }
  builder_->replaceArrays(payload, builder_->getOrCreateArray(variants));
  members.push_back(builder_->createMemberType(body, "payload", main_file_, 0, size * 8,
                                               layout.align * 8, 0, kNoFlags, payload));
  builder_->replaceArrays(body, builder_->getOrCreateArray(members));
  return result;
}

}  // namespace arc::lower
