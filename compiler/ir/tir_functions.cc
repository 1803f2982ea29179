// tir.func: assembly form, verification; and the checks of everything that refers to one.

#include "compiler/ir/tir.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionImplementation.h"

namespace arc::ir {

ParamAttr FuncOp::getParam(unsigned index) {
  mlir::ArrayAttr params = getParamsAttr();
  return params && index < params.size() ? mlir::cast<ParamAttr>(params[index]) : ParamAttr();
}

void FuncOp::getAsmBlockArgumentNames(mlir::Region& region, mlir::OpAsmSetValueNameFn set_name) {
  if (region.empty()) return;
  for (mlir::BlockArgument argument : region.front().getArguments()) {
    if (ParamAttr param = getParam(argument.getArgNumber()); param && !param.getName().empty()) {
      set_name(argument, param.getName().getValue());
    }
  }
}

namespace {

struct Flag {
  llvm::StringLiteral keyword;
  bool FuncOp::Properties::* member;
};

constexpr Flag kFlags[] = {
    {"noreturn", &FuncOp::Properties::is_noreturn},
    {"cold", &FuncOp::Properties::is_cold},
    {"always_inline", &FuncOp::Properties::always_inline},
    {"no_inline", &FuncOp::Properties::no_inline},
    {"c_abi", &FuncOp::Properties::is_c_abi},
    {"hide_in_traces", &FuncOp::Properties::hide_in_traces},
};

// `"name"? (borrowed T | owned T | result T | filled T | cell T | holds T)?` behind the type.
mlir::ParseResult parseParam(mlir::OpAsmParser& parser, ParamAttr& param, bool& any) {
  std::string name;
  PassMode mode = PassMode::Value;
  mlir::Type pointee;
  bool has_name = succeeded(parser.parseOptionalString(&name));
  bool has_pointee = true;
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
  } else {
    has_pointee = succeeded(parser.parseOptionalKeyword("holds"));
  }
  if (has_pointee && parser.parseType(pointee)) return mlir::failure();
  any |= has_name || has_pointee;
  mlir::MLIRContext* context = parser.getContext();
  param = ParamAttr::get(context, mlir::StringAttr::get(context, name), mode, pointee);
  return mlir::success();
}

void printParam(mlir::OpAsmPrinter& printer, ParamAttr param) {
  if (!param) return;
  if (!param.getName().empty()) {
    printer << ' ';
    printer.printString(param.getName().getValue());
  }
  if (!param.getPointee()) return;
  switch (param.getMode()) {
    case PassMode::Value:
      printer << " holds ";
      break;
    case PassMode::Borrowed:
      printer << " borrowed ";
      break;
    case PassMode::Owned:
      printer << " owned ";
      break;
    case PassMode::Result:
      printer << " result ";
      break;
    case PassMode::Filled:
      printer << " filled ";
      break;
    case PassMode::Cell:
      printer << " cell ";
      break;
  }
  printer << param.getPointee();
}

}  // namespace

mlir::ParseResult FuncOp::parse(mlir::OpAsmParser& parser, mlir::OperationState& state) {
  mlir::Builder& builder = parser.getBuilder();
  auto& properties = state.getOrAddProperties<Properties>();

  llvm::StringRef linkage;
  llvm::SMLoc linkage_location = parser.getCurrentLocation();
  if (parser.parseKeyword(&linkage)) return mlir::failure();
  std::optional<Linkage> linkage_kind = symbolizeLinkage(linkage);
  if (!linkage_kind) {
    return parser.emitError(linkage_location, "expected internal, exported or link_once");
  }
  properties.linkage = *linkage_kind;
  if (parser.parseSymbolName(properties.sym_name)) return mlir::failure();

  llvm::SmallVector<mlir::OpAsmParser::Argument> arguments;
  llvm::SmallVector<mlir::Type> inputs, results;
  llvm::SmallVector<mlir::Attribute> params;
  bool any_param = false;
  auto parse_one = [&]() -> mlir::ParseResult {
    mlir::OpAsmParser::Argument argument;
    mlir::OptionalParseResult has_name = parser.parseOptionalArgument(argument);
    if (has_name.has_value()) {
      if (failed(*has_name) || parser.parseColonType(argument.type)) return mlir::failure();
      arguments.push_back(argument);
    } else if (parser.parseType(argument.type)) {
      return mlir::failure();
    }
    inputs.push_back(argument.type);
    ParamAttr param;
    if (parseParam(parser, param, any_param)) return mlir::failure();
    params.push_back(param);
    return mlir::success();
  };
  if (parser.parseCommaSeparatedList(mlir::AsmParser::Delimiter::Paren, parse_one) ||
      parser.parseOptionalArrowTypeList(results)) {
    return mlir::failure();
  }
  properties.function_type = mlir::TypeAttr::get(builder.getFunctionType(inputs, results));
  if (any_param) properties.params = builder.getArrayAttr(params);

  if (succeeded(parser.parseOptionalKeyword("name"))) {
    std::string name;
    if (parser.parseString(&name)) return mlir::failure();
    properties.display_name = builder.getStringAttr(name);
  }
  for (const Flag& flag : kFlags) {
    if (succeeded(parser.parseOptionalKeyword(flag.keyword))) properties.*flag.member = true;
  }
  if (parser.parseOptionalAttrDictWithKeyword(state.attributes)) return mlir::failure();

  mlir::Region* body = state.addRegion();
  llvm::SMLoc body_location = parser.getCurrentLocation();
  mlir::OptionalParseResult has_body = parser.parseOptionalRegion(*body, arguments);
  if (!has_body.has_value()) return mlir::success();
  if (failed(*has_body)) return mlir::failure();
  if (arguments.size() != inputs.size()) {
    return parser.emitError(body_location, "a function with a body names all its parameters");
  }
  if (body->empty()) return parser.emitError(body_location, "expected non-empty function body");
  return mlir::success();
}

void FuncOp::print(mlir::OpAsmPrinter& printer) {
  printer << ' ' << stringifyLinkage(getLinkage()) << ' ';
  printer.printSymbolName(getSymName());
  printer << '(';
  for (auto [index, type] : llvm::enumerate(getArgumentTypes())) {
    if (index) printer << ", ";
    if (isExternal()) {
      printer << type;
    } else {
      printer.printRegionArgument(getBody().getArgument(index));
    }
    printParam(printer, getParam(index));
  }
  printer << ')';
  printer.printOptionalArrowTypeList(getResultTypes());
  if (getDisplayNameAttr()) {
    printer << " name ";
    printer.printString(getDisplayNameAttr().getValue());
  }
  for (const Flag& flag : kFlags) {
    if (getProperties().*flag.member) printer << ' ' << flag.keyword;
  }
  printer.printOptionalAttrDictWithKeyword((*this)->getDiscardableAttrDictionary().getValue());
  if (isExternal()) return;
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false, /*printBlockTerminators=*/true);
}

mlir::LogicalResult FuncOp::verify() {
  mlir::FunctionType type = getFunctionType();
  if (type.getNumResults() > 1) return emitOpError("has more than one result");
  for (auto [index, input] : llvm::enumerate(type.getInputs())) {
    if (!isScalar(input)) {
      return emitOpError() << "parameter " << index << " has type " << input
                           << ": aggregates are passed by address";
    }
  }
  for (mlir::Type result : type.getResults()) {
    if (!isScalar(result)) {
      return emitOpError() << "result has type " << result
                           << ": aggregates are returned through a result place";
    }
  }
  mlir::ArrayAttr params = getParamsAttr();
  if (!params) return mlir::success();
  if (params.size() != type.getNumInputs()) {
    return emitOpError() << "describes " << params.size() << " parameters but has "
                         << type.getNumInputs();
  }
  for (auto [index, attribute] : llvm::enumerate(params)) {
    auto param = mlir::cast<ParamAttr>(attribute);
    if (param.getMode() == PassMode::Value) continue;
    if (!mlir::isa<PtrType>(type.getInput(index))) {
      return emitOpError() << "parameter " << index << " is passed by address but has type "
                           << type.getInput(index);
    }
    if (!param.getPointee()) {
      return emitOpError() << "parameter " << index << " is passed by address of an unknown type";
    }
    if (param.isResultPlace()) {
      if (index != 0) return emitOpError("only the first parameter can be the result place");
      if (type.getNumResults()) return emitOpError("has both a result and a result place");
    }
  }
  return mlir::success();
}

mlir::LogicalResult ReturnOp::verify() {
  auto function = (*this)->getParentOfType<FuncOp>();
  if (function.getIsNoreturn()) return emitOpError("in a function that does not return");
  llvm::ArrayRef<mlir::Type> results = function.getResultTypes();
  if (results.empty() != !getValue()) {
    return emitOpError() << "has " << (getValue() ? "a" : "no") << " value but the function has "
                         << (results.empty() ? "no result" : "a result");
  }
  if (getValue() && getValue().getType() != results.front()) {
    return emitOpError() << "has type " << getValue().getType() << " but the function returns "
                         << results.front();
  }
  return mlir::success();
}

// ---- uses of symbols ------------------------------------------------------------------------

template <typename Target>
static Target lookUp(mlir::Operation* op, mlir::FlatSymbolRefAttr symbol,
                     mlir::SymbolTableCollection& tables, const char* what) {
  auto target = tables.lookupNearestSymbolFrom<Target>(op, symbol);
  if (!target) op->emitOpError() << "refers to " << symbol << ", which is no " << what;
  return target;
}

mlir::LogicalResult CallOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  auto function = lookUp<FuncOp>(*this, getCalleeAttr(), tables, "function");
  if (!function) return mlir::failure();
  mlir::FunctionType type = function.getFunctionType();
  if (getArguments().size() != type.getNumInputs()) {
    return emitOpError() << "passes " << getArguments().size() << " arguments but "
                         << getCalleeAttr() << " takes " << type.getNumInputs();
  }
  for (auto [index, argument] : llvm::enumerate(getArguments())) {
    if (argument.getType() != type.getInput(index)) {
      return emitOpError() << "argument " << index << " has type " << argument.getType() << " but "
                           << getCalleeAttr() << " takes " << type.getInput(index);
    }
  }
  if (getResultTypes() != mlir::TypeRange(type.getResults())) {
    return emitOpError() << "result does not agree with " << getCalleeAttr();
  }
  return mlir::success();
}

mlir::LogicalResult FuncAddressOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  return mlir::success(lookUp<FuncOp>(*this, getCalleeAttr(), tables, "function") != nullptr);
}

mlir::LogicalResult ClosureInitOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  auto function = lookUp<FuncOp>(*this, getCalleeAttr(), tables, "function");
  if (!function) return mlir::failure();
  llvm::ArrayRef<mlir::Type> inputs = function.getArgumentTypes();
  if (inputs.empty() || !mlir::isa<PtrType>(inputs.back())) {
    return emitOpError() << getCalleeAttr() << " does not take an environment as last argument";
  }
  return mlir::success();
}

mlir::LogicalResult GlobalAddressOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  return mlir::success(lookUp<GlobalOp>(*this, getGlobalAttr(), tables, "global") != nullptr);
}

mlir::LogicalResult ImageAddressOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  ImageOp image = lookUp<ImageOp>(*this, getImageAttr(), tables, "image");
  if (!image) return mlir::failure();
  if (getOffset() >= std::max<size_t>(image.getContent().size(), 1)) {
    return emitOpError() << "offset " << getOffset() << " in an image of "
                         << image.getContent().size() << " bytes";
  }
  return mlir::success();
}

mlir::LogicalResult ImageOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  if (!getCode()) return mlir::success();
  for (auto function : getCode()->getAsRange<mlir::FlatSymbolRefAttr>()) {
    if (!lookUp<FuncOp>(*this, function, tables, "function")) return mlir::failure();
  }
  return mlir::success();
}

// Slots are words of their own inside of the image, and what they refer to lies in it too.
mlir::LogicalResult ImageOp::verify() {
  const size_t size = getContent().size();
  if (getAlign() == 0 || (getAlign() & (getAlign() - 1)) != 0 || getAlign() > 4096) {
    return emitOpError("the alignment must be a power of two up to 4096");
  }
  auto is_slot = [&](int32_t offset) {
    return offset >= 0 && offset % 8 == 0 && static_cast<size_t>(offset) + 8 <= size;
  };
  if (std::optional<mlir::ArrayRef<int32_t>> links = getLinks()) {
    if (links->size() % 2 != 0) return emitOpError("links are pairs");
    for (size_t i = 0; i < links->size(); i += 2) {
      if (!is_slot((*links)[i]) || (*links)[i + 1] < 0 ||
          static_cast<size_t>((*links)[i + 1]) > size) {
        return emitOpError() << "link " << i / 2 << " leaves the image";
      }
      if (i > 0 && (*links)[i] <= (*links)[i - 2]) return emitOpError("links have an order");
    }
  }
  std::optional<mlir::ArrayRef<int32_t>> slots = getCodeSlots();
  if (slots.has_value() != getCode().has_value() || (slots && slots->size() != getCode()->size())) {
    return emitOpError("each slot of code has a function");
  }
  if (slots && !llvm::all_of(*slots, is_slot)) return emitOpError("code leaves the image");
  return mlir::success();
}

mlir::LogicalResult ComputeEntryOp::verifySymbolUses(mlir::SymbolTableCollection& tables) {
  if (mlir::FlatSymbolRefAttr entry = getEntryAttr()) {
    auto function = lookUp<FuncOp>(*this, entry, tables, "function");
    if (!function) return mlir::failure();
    llvm::ArrayRef<mlir::Type> inputs = function.getArgumentTypes();
    if (inputs.size() != 3 || !mlir::isa<PtrType>(inputs[0]) || !inputs[1].isUnsignedInteger(64) ||
        !mlir::isa<PtrType>(inputs[2]) || !function.getResultTypes().empty()) {
      return emitOpError() << entry << " must be a function (ptr, ui64, ptr)";
    }
  }
  if (mlir::FlatSymbolRefAttr entry = getThreadEntryAttr()) {
    auto function = lookUp<FuncOp>(*this, entry, tables, "function");
    if (!function) return mlir::failure();
    llvm::ArrayRef<mlir::Type> inputs = function.getArgumentTypes();
    if (inputs.size() != 1 || !mlir::isa<PtrType>(inputs[0]) ||
        !function.getResultTypes().empty()) {
      return emitOpError() << entry << " must be a function (ptr)";
    }
  }
  return mlir::success();
}

}  // namespace arc::ir
