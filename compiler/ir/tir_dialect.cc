// Registration of the tir dialect; assembly forms of its types and attributes.

#include "compiler/ir/tir.h"
#include "compiler/ir/tir_dialect.cc.inc"
#include "compiler/ir/tir_enums.cc.inc"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#define GET_TYPEDEF_CLASSES
#include "compiler/ir/tir_types.cc.inc"
#define GET_ATTRDEF_CLASSES
#include "compiler/ir/tir_attributes.cc.inc"

namespace arc::ir {

void TIRDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "compiler/ir/tir_types.cc.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "compiler/ir/tir_attributes.cc.inc"
      >();
  registerOperations();
}

bool isScalar(mlir::Type type) {
  if (auto integer = mlir::dyn_cast<mlir::IntegerType>(type)) {
    unsigned width = integer.getWidth();
    if (integer.isSignless()) return width == 1;
    return width == 8 || width == 16 || width == 32 || width == 64;
  }
  return type.isF32() || type.isF64() || mlir::isa<PtrType>(type);
}

// `<4 x si32>`. The generic dimension-list parser knows shapes with `x` glued to numbers.
mlir::Type ArrayType::parse(mlir::AsmParser& parser) {
  llvm::SmallVector<int64_t, 1> shape;
  mlir::Type element;
  llvm::SMLoc location = parser.getCurrentLocation();
  if (parser.parseLess() ||
      parser.parseDimensionList(shape, /*allowDynamic=*/false, /*withTrailingX=*/true) ||
      parser.parseType(element) || parser.parseGreater()) {
    return {};
  }
  if (shape.size() != 1) {
    parser.emitError(location, "expected one dimension");
    return {};
  }
  return get(parser.getContext(), static_cast<uint64_t>(shape[0]), element);
}

void ArrayType::print(mlir::AsmPrinter& printer) const {
  printer << '<' << getCount() << " x " << getElement() << '>';
}

mlir::Attribute ParamAttr::parse(mlir::AsmParser& parser, mlir::Type) {
  std::string name;
  mlir::Type pointee;
  PassMode mode = PassMode::Value;
  if (parser.parseLess() || parser.parseString(&name)) return {};
  if (succeeded(parser.parseOptionalKeyword("borrowed"))) {
    mode = PassMode::Borrowed;
  } else if (succeeded(parser.parseOptionalKeyword("owned"))) {
    mode = PassMode::Owned;
  } else if (succeeded(parser.parseOptionalKeyword("result"))) {
    mode = PassMode::Result;
  } else if (succeeded(parser.parseOptionalKeyword("filled"))) {
    mode = PassMode::Filled;
  } else if (succeeded(parser.parseOptionalKeyword("cell"))) {
    mode = PassMode::Cell;
  }
  mlir::OptionalParseResult has_type = parser.parseOptionalType(pointee);
  if ((has_type.has_value() && failed(*has_type)) || parser.parseGreater()) return {};
  return get(parser.getContext(), mlir::StringAttr::get(parser.getContext(), name), mode, pointee);
}

void ParamAttr::print(mlir::AsmPrinter& printer) const {
  printer << '<';
  printer.printString(getName().getValue());
  if (getMode() != PassMode::Value) printer << ' ' << stringifyPassMode(getMode());
  if (getPointee()) printer << ' ' << getPointee();
  printer << '>';
}

}  // namespace arc::ir
