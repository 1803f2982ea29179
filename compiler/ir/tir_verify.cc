// Verifiers, folds and effects of single operations. What needs the definitions of named types is
// checked for a whole module, in verify_module.cc.

#include "compiler/ir/tir.h"
#include "compiler/ir/tir_internal.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

namespace arc::ir {

// ---- panics ---------------------------------------------------------------------------------

namespace {

struct PanicResource : mlir::SideEffects::Resource::Base<PanicResource> {
  llvm::StringRef getName() final { return "Panic"; }
};

bool isInteger(mlir::Type type) { return mlir::isa<mlir::IntegerType>(type); }

}  // namespace

bool mayPanic(mlir::Operation* op) {
  if (auto cast = mlir::dyn_cast<CastOp>(op)) return cast.getKind() == CastKind::Checked;
  if (mlir::isa<IndexCheckOp, ShlOp, ShrOp>(op)) return true;
  if (mlir::isa<AddOp, SubOp, MulOp, DivOp, RemOp, NegOp>(op)) {
    return isInteger(op->getResult(0).getType());
  }
  return false;
}

void addPanicEffect(mlir::Operation* op,
                    llvm::SmallVectorImpl<mlir::MemoryEffects::EffectInstance>& effects) {
  if (mayPanic(op)) effects.emplace_back(mlir::MemoryEffects::Write::get(), PanicResource::get());
}

// ---- constants ------------------------------------------------------------------------------

mlir::ParseResult ConstOp::parse(mlir::OpAsmParser& parser, mlir::OperationState& state) {
  mlir::TypedAttr value;
  if (parser.parseOptionalAttrDict(state.attributes) || parser.parseAttribute(value)) {
    return mlir::failure();
  }
  state.getOrAddProperties<Properties>().value = value;
  state.addTypes(value.getType());
  return mlir::success();
}

void ConstOp::print(mlir::OpAsmPrinter& printer) {
  printer.printOptionalAttrDict((*this)->getDiscardableAttrDictionary().getValue());
  printer << ' ' << getValue();
}

mlir::OpFoldResult ConstOp::fold(FoldAdaptor) { return getValue(); }

void ConstOp::getAsmResultNames(mlir::OpAsmSetValueNameFn set_name) {
  auto integer = mlir::dyn_cast<mlir::IntegerAttr>(getValue());
  if (!integer) return;
  mlir::Type type = getType();
  if (type.isInteger(1))
    return set_name(getResult(), integer.getValue().isZero() ? "false" : "true");
  llvm::SmallString<24> name("c");
  integer.getValue().toString(name, 10, type.isSignedInteger());
  set_name(getResult(), name);
}

mlir::LogicalResult ConstOp::verify() {
  if (!mlir::isa<mlir::IntegerAttr, mlir::FloatAttr>(getValue())) {
    return emitOpError("expected an integer, bool or float");
  }
  if (getValue().getType() != getType()) {
    return emitOpError() << "value has type " << getValue().getType() << " but the result is "
                         << getType();
  }
  return mlir::success();
}

// ---- names for debuggers --------------------------------------------------------------------

static mlir::LogicalResult verifyVisible(mlir::Operation* op,
                                         std::optional<llvm::ArrayRef<int32_t>> visible) {
  if (visible && visible->size() != 4) {
    return op->emitOpError("visible is not two lines with columns");
  }
  return mlir::success();
}

mlir::LogicalResult LocalOp::verify() { return verifyVisible(*this, getVisible()); }
mlir::LogicalResult DebugPlaceOp::verify() { return verifyVisible(*this, getVisible()); }

// ---- type definitions -----------------------------------------------------------------------

template <typename Fields>
static mlir::LogicalResult verifyFields(mlir::Operation* op, const Fields& fields) {
  for (mlir::Attribute attribute : fields) {
    auto field = mlir::cast<FieldAttr>(attribute);
    mlir::Type type = field.getType();
    if (!isScalar(type) && !mlir::isa<ClosureType, ArrayType, NamedType>(type)) {
      return op->emitOpError() << "field " << field.getName() << " has unsupported type " << type;
    }
  }
  return mlir::success();
}

mlir::LogicalResult StructDefOp::verify() {
  if (getSharedDrop() && !getDropAttr()) return emitOpError("shared_drop needs a drop");
  if (getSharedDrop() && getCopyHookAttr()) {
    return emitOpError("shared_drop and copy_hook exclude each other");
  }
  if (getCopyHookAttr() && !getDropAttr()) return emitOpError("copy_hook needs a drop");
  return verifyFields(*this, getFields());
}

mlir::LogicalResult EnumDefOp::verify() {
  // The tag of a boxed value shares a word with a chain pointer while the value dies.
  if (getCases().size() > 4096) return emitOpError("has more than 4096 cases");
  for (mlir::Attribute attribute : getCases()) {
    if (failed(verifyFields(*this, mlir::cast<CaseAttr>(attribute).getFields()))) {
      return mlir::failure();
    }
  }
  return mlir::success();
}

mlir::LogicalResult FieldAddressOp::verify() {
  if (!mlir::isa<NamedType>(getStructType())) {
    return emitOpError() << getStructType() << " is no named struct";
  }
  return mlir::success();
}

mlir::LogicalResult ComputeEntryOp::verify() {
  if (getId().empty()) return emitOpError("has no id");
  if (!getEntryAttr() && !getThreadEntryAttr()) return emitOpError("has no entry");
  return mlir::success();
}

// ---- casts ----------------------------------------------------------------------------------

static unsigned widthInBits(mlir::Type type) {
  return mlir::isa<PtrType>(type) ? 64 : type.getIntOrFloatBitWidth();
}

// Whether each value of `from` is a value of `to`.
static bool losesNothing(mlir::Type from, mlir::Type to) {
  if (from == to) return true;
  if (mlir::isa<PtrType>(from) || mlir::isa<PtrType>(to)) return false;
  unsigned from_width = widthInBits(from), to_width = widthInBits(to);
  if (mlir::isa<mlir::FloatType>(to)) {
    unsigned digits = to_width == 32 ? 24 : 53;
    if (mlir::isa<mlir::FloatType>(from)) return from_width <= to_width;
    return from_width - (from.isSignedInteger() ? 1 : 0) <= digits;
  }
  if (mlir::isa<mlir::FloatType>(from)) return false;
  if (from.isInteger(1)) return true;
  if (from.isSignedInteger()) return to.isSignedInteger() && from_width <= to_width;
  return to.isSignedInteger() ? from_width < to_width : from_width <= to_width;
}

mlir::LogicalResult CastOp::verify() {
  mlir::Type from = getValue().getType(), to = getType();
  switch (getKind()) {
    case CastKind::Lossless:
      if (!losesNothing(from, to)) return emitOpError() << from << " does not fit in " << to;
      break;
    case CastKind::Bitcast:
      if (widthInBits(from) != widthInBits(to)) {
        return emitOpError() << from << " and " << to << " have different sizes";
      }
      break;
    case CastKind::Checked:
    case CastKind::Truncate:
    case CastKind::Saturate:
      if (mlir::isa<PtrType>(from) || mlir::isa<PtrType>(to)) {
        return emitOpError("addresses are only bitcast");
      }
      if (to.isInteger(1) && from != to) return emitOpError("nothing converts to bool");
      break;
  }
  return mlir::success();
}

}  // namespace arc::ir
