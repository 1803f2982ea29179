//===- tir_dialect.td - The tir dialect -------------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_DIALECT_TD_
#define ARC_COMPILER_IR_TIR_DIALECT_TD_

include "mlir/IR/OpBase.td"
include "mlir/IR/Properties.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def TIR_Dialect : Dialect {
  let name = "tir";
  let summary = "Arc's typed intermediate representation";
  let description = [{
    TIR is what checking produces, transforms rewrite and lowering reads. Control flow inside a
    function is upstream `cf`. Scalars are SSA values; aggregates live in places, memory addressed
    by a `!tir.ptr`. A place is uninitialized, initialized, or moved-from (which is uninitialized
    again); each operation says which of these it expects and leaves.
  }];
  let cppNamespace = "::arc::ir";
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerOperations();
  }];
}

class TIR_Op<string mnemonic, list<Trait> traits = []> : Op<TIR_Dialect, mnemonic, traits>;

// ODS knows how to keep signed integers as properties; these are the unsigned ones.
class TIR_UnsignedProp<string storage, int width, string desc> : IntProp<storage, desc> {
  let convertToAttribute = [{
    return ::mlir::IntegerAttr::get(::mlir::IntegerType::get($_ctxt, }] # width # [{),
                                    ::llvm::APInt(}] # width # [{, $_storage));
  }];
  let convertFromAttribute = [{
    auto integer = ::mlir::dyn_cast_if_present<::mlir::IntegerAttr>($_attr);
    if (!integer || integer.getValue().getActiveBits() > }] # width # [{)
      return $_diag() << "expected an unsigned integer of }] # width # [{ bits";
    $_storage = static_cast<}] # storage # [{>(integer.getValue().getZExtValue());
    return ::mlir::success();
  }];
}

// An index (of a field, a case, ...) kept as a plain integer in the operation.
def TIR_Index : TIR_UnsignedProp<"uint32_t", 32, "index">;
def TIR_U64 : TIR_UnsignedProp<"uint64_t", 64, "64-bit unsigned integer">;

#endif  // ARC_COMPILER_IR_TIR_DIALECT_TD_
