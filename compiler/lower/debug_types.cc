// Types in debug information.
//
// A struct shows its fields; an enum with payloads is a struct of its tag (an enumeration of the
// case names) and a union with a struct per case, which every debugger prints; a boxed enum is a
// pointer to that. Scalars show under the name that the source gives them.

#include "compiler/lower/debug_info.h"
#include "compiler/lower/module_lowering.h"
#include "llvm/BinaryFormat/Dwarf.h"

namespace arc::lower {

namespace {

std::string ScalarName(mlir::Type type) {
  if (type.isInteger(1)) return "bool";
  if (type.isF32()) return "float32";
  if (type.isF64()) return "float64";
  auto integer = mlir::cast<mlir::IntegerType>(type);
  return (integer.isSigned() ? "int" : "uint") + std::to_string(integer.getWidth());
}

unsigned ScalarEncoding(mlir::Type type, llvm::StringRef name) {
  if (type.isInteger(1)) return llvm::dwarf::DW_ATE_boolean;
  if (mlir::isa<mlir::FloatType>(type)) return llvm::dwarf::DW_ATE_float;
  if (name == "char") return llvm::dwarf::DW_ATE_UTF;
  return type.isSignedInteger() ? llvm::dwarf::DW_ATE_signed : llvm::dwarf::DW_ATE_unsigned;
}

}  // namespace

llvm::DIType* DebugInfoBuilder::Type(mlir::Type type, llvm::StringRef spelling) {
  if (mlir::isa<ir::NamedType>(type)) return NamedType(type);
  if (mlir::isa<ir::PtrType>(type)) {
    return builder_->createPointerType(nullptr, 64, 0, std::nullopt,
                                       spelling.empty() ? "pointer" : spelling);
  }
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    const TypeLayout& layout = layouts_.Of(type);
    llvm::Metadata* range =
        builder_->getOrCreateSubrange(0, static_cast<int64_t>(array.getCount()));
    return builder_->createArrayType(layout.size * 8, layout.align * 8,
                                     Type(array.getElement(), ""),
                                     builder_->getOrCreateArray({range}));
  }
  if (mlir::isa<ir::ClosureType>(type)) {
    llvm::DIType*& closure = types_[type];
    if (closure) return closure;
    llvm::DIType* word = builder_->createPointerType(nullptr, 64);
    llvm::Metadata* members[] = {builder_->createMemberType(unit_, "code", main_file_, 0, 64, 64, 0,
                                                            llvm::DINode::FlagZero, word),
                                 builder_->createMemberType(unit_, "environment", main_file_, 0, 64,
                                                            64, 64, llvm::DINode::FlagZero, word)};
    return closure = builder_->createStructType(unit_, spelling.empty() ? "closure" : spelling,
                                                main_file_, 0, 128, 64, llvm::DINode::FlagZero,
                                                nullptr, builder_->getOrCreateArray(members));
  }
  std::string name = spelling.empty() ? ScalarName(type) : spelling.str();
  return builder_->createBasicType(name, layouts_.Of(type).size * 8, ScalarEncoding(type, name));
}

llvm::DIType* DebugInfoBuilder::Member(llvm::DIScope* scope, const FieldLayout& field) {
  const TypeLayout& layout = layouts_.Of(field.type);
  return builder_->createMemberType(scope, field.name.getValue(), main_file_, 0, layout.size * 8,
                                    layout.align * 8, field.offset * 8, llvm::DINode::FlagZero,
                                    Type(field.type, ""));
}

llvm::DIType* DebugInfoBuilder::NamedType(mlir::Type type) {
  if (llvm::DIType* known = types_.lookup(type)) return known;
  std::string name = SpellType(type);
  if (!layouts_.IsStruct(type)) return EnumType(type, name);

  const TypeLayout& layout = layouts_.Of(type);
  llvm::DICompositeType* result =
      builder_->createStructType(unit_, name, main_file_, 0, layout.size * 8, layout.align * 8,
                                 llvm::DINode::FlagZero, nullptr, {}, 0, nullptr, name);
  // Known before its members, which may lead back to it.
  types_[type] = result;
  llvm::SmallVector<llvm::Metadata*, 8> members;
  for (const FieldLayout& field : layouts_.Struct(type).fields) {
    members.push_back(Member(result, field));
  }
  builder_->replaceArrays(result, builder_->getOrCreateArray(members));
  return result;
}

llvm::DIType* DebugInfoBuilder::EnumType(mlir::Type type, llvm::StringRef name) {
  const TypeLayout& layout = layouts_.Of(type);
  const EnumLayout& cases = layouts_.Enum(type);
  const bool boxed = cases.kind == EnumLayout::Kind::Boxed;
  std::string identifier = SpellType(type);

  // Only the cases of a plain enum have one offset for the tag. A cell's tag lies in its header, in
  // front of what the pointer addresses; a nullable enum has none.
  uint64_t size = boxed ? 0 : layout.size;
  for (const CaseLayout& one : cases.cases) size = std::max(size, one.cell_size);
  std::string body_name = boxed ? name.str() + " cell" : name.str();
  llvm::DICompositeType* body = builder_->createStructType(
      unit_, body_name, main_file_, 0, size * 8, layout.align * 8, llvm::DINode::FlagZero, nullptr,
      {}, 0, nullptr, boxed ? identifier + " cell" : identifier);
  llvm::DIType* result = body;
  if (boxed) result = builder_->createPointerType(body, 64, 0, std::nullopt, name);
  types_[type] = result;

  llvm::SmallVector<llvm::Metadata*, 4> members;
  if (cases.kind == EnumLayout::Kind::Plain && cases.tag_bytes) {
    llvm::SmallVector<llvm::Metadata*, 8> names;
    for (auto [index, one] : llvm::enumerate(cases.cases)) {
      names.push_back(builder_->createEnumerator(one.name.getValue(), index, /*IsUnsigned=*/true));
    }
    uint64_t bits = uint64_t{cases.tag_bytes} * 8;
    llvm::DIType* tag_type = builder_->createEnumerationType(
        body, "Case", main_file_, 0, bits, static_cast<uint32_t>(bits),
        builder_->getOrCreateArray(names),
        builder_->createBasicType("uint" + std::to_string(bits), bits,
                                  llvm::dwarf::DW_ATE_unsigned),
        0, identifier + ".Case");
    members.push_back(builder_->createMemberType(body, "case", main_file_, 0, bits,
                                                 static_cast<uint32_t>(bits), 0,
                                                 llvm::DINode::FlagZero, tag_type));
  }
  llvm::SmallVector<llvm::Metadata*, 8> variants;
  llvm::DICompositeType* payload =
      builder_->createUnionType(body, "Payload", main_file_, 0, size * 8, layout.align * 8,
                                llvm::DINode::FlagZero, {}, 0, identifier + ".Payload");
  for (const CaseLayout& one : cases.cases) {
    if (one.fields.empty()) continue;
    llvm::DICompositeType* variant =
        builder_->createStructType(payload, one.name.getValue(), main_file_, 0, size * 8,
                                   layout.align * 8, llvm::DINode::FlagZero, nullptr, {}, 0,
                                   nullptr, identifier + "." + one.name.getValue().str());
    llvm::SmallVector<llvm::Metadata*, 4> fields;
    for (const FieldLayout& field : one.fields) fields.push_back(Member(variant, field));
    builder_->replaceArrays(variant, builder_->getOrCreateArray(fields));
    variants.push_back(builder_->createMemberType(payload, one.name.getValue(), main_file_, 0,
                                                  size * 8, layout.align * 8, 0,
                                                  llvm::DINode::FlagZero, variant));
  }
  if (!variants.empty()) {
    builder_->replaceArrays(payload, builder_->getOrCreateArray(variants));
    members.push_back(builder_->createMemberType(body, "payload", main_file_, 0, size * 8,
                                                 layout.align * 8, 0, llvm::DINode::FlagZero,
                                                 payload));
  }
  builder_->replaceArrays(body, builder_->getOrCreateArray(members));
  return result;
}

}  // namespace arc::lower
