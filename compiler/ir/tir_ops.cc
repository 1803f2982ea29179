// Generated operation classes with the custom pieces of assembly that they refer to, and the
// registration of them. Nothing else: this file takes long to compile.

#include "compiler/ir/tir.h"
#include "compiler/ir/tir_internal.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"

namespace arc::ir {

// ---- custom<Fields>: {"x": f64, "c": ui32 spelled "char"} -----------------------------------

static mlir::ParseResult parseField(mlir::OpAsmParser& parser, FieldAttr& field) {
  std::string name;
  mlir::Type type;
  mlir::StringAttr debug_type;
  if (parser.parseString(&name) || parser.parseColonType(type)) return mlir::failure();
  if (succeeded(parser.parseOptionalKeyword("spelled")) && parser.parseAttribute(debug_type)) {
    return mlir::failure();
  }
  mlir::MLIRContext* context = parser.getContext();
  field = FieldAttr::get(context, mlir::StringAttr::get(context, name), type, debug_type);
  return mlir::success();
}

static mlir::ParseResult parseFields(mlir::OpAsmParser& parser, mlir::ArrayAttr& fields) {
  llvm::SmallVector<mlir::Attribute> list;
  if (parser.parseCommaSeparatedList(mlir::AsmParser::Delimiter::Braces, [&] {
        FieldAttr field;
        if (parseField(parser, field)) return mlir::failure();
        list.push_back(field);
        return mlir::success();
      })) {
    return mlir::failure();
  }
  fields = parser.getBuilder().getArrayAttr(list);
  return mlir::success();
}

template <typename Fields>
static void printFieldList(mlir::OpAsmPrinter& printer, const Fields& fields) {
  printer << '{';
  llvm::interleaveComma(fields, printer, [&](mlir::Attribute attribute) {
    auto field = mlir::cast<FieldAttr>(attribute);
    printer.printString(field.getName().getValue());
    printer << ": " << field.getType();
    if (field.getDebugType()) printer << " spelled " << field.getDebugType();
  });
  printer << '}';
}

static void printFields(mlir::OpAsmPrinter& printer, mlir::Operation*, mlir::ArrayAttr fields) {
  printFieldList(printer, fields);
}

// ---- custom<Cases>: {"Circle" = 0 {"radius": f64}, "Empty" = 1} -----------------------------

static mlir::ParseResult parseCases(mlir::OpAsmParser& parser, mlir::ArrayAttr& cases) {
  llvm::SmallVector<mlir::Attribute> list;
  if (parser.parseCommaSeparatedList(mlir::AsmParser::Delimiter::Braces, [&] {
        std::string name;
        int64_t discriminant = 0;
        if (parser.parseString(&name) || parser.parseEqual() || parser.parseInteger(discriminant)) {
          return mlir::failure();
        }
        llvm::SmallVector<FieldAttr> fields;
        mlir::MLIRContext* context = parser.getContext();
        if (parser.parseCommaSeparatedList(mlir::AsmParser::Delimiter::OptionalBraces, [&] {
              FieldAttr field;
              if (parseField(parser, field)) return mlir::failure();
              fields.push_back(field);
              return mlir::success();
            })) {
          return mlir::failure();
        }
        list.push_back(
            CaseAttr::get(context, mlir::StringAttr::get(context, name), discriminant, fields));
        return mlir::success();
      })) {
    return mlir::failure();
  }
  cases = parser.getBuilder().getArrayAttr(list);
  return mlir::success();
}

static void printCases(mlir::OpAsmPrinter& printer, mlir::Operation*, mlir::ArrayAttr cases) {
  printer << '{';
  printer.increaseIndent();
  llvm::interleave(
      cases,
      [&](mlir::Attribute attribute) {
        auto enum_case = mlir::cast<CaseAttr>(attribute);
        printer.printNewline();
        printer.printString(enum_case.getName().getValue());
        printer << " = " << enum_case.getDiscriminant();
        if (!enum_case.getFields().empty()) {
          printer << ' ';
          printFieldList(printer, enum_case.getFields());
        }
      },
      [&] { printer << ','; });
  printer.decreaseIndent();
  printer.printNewline();
  printer << '}';
}

}  // namespace arc::ir

#define GET_OP_CLASSES
#include "compiler/ir/tir_ops.cc.inc"

namespace arc::ir {

void TIRDialect::registerOperations() {
  addOperations<
#define GET_OP_LIST
#include "compiler/ir/tir_ops.cc.inc"
      >();
}

}  // namespace arc::ir
