//===- tir_closures.td - Making closures ------------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_CLOSURES_TD_
#define ARC_COMPILER_IR_TIR_CLOSURES_TD_

include "compiler/ir/tir_types.td"
include "mlir/IR/SymbolInterfaces.td"

def TIR_ClosureInitOp : TIR_Op<"closure_init", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "write code and environment to an uninitialized place";
  let description = [{
    `environment` is the payload pointer of a counted object, whose reference the closure takes over,
    or null. The first word of the object is the address of a `void (ptr payload)` that drops the
    captures and frees the object.
  }];
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$place, FlatSymbolRefAttr:$callee, TIR_Ptr:$environment);
  let assemblyFormat = "$place `,` $callee `,` $environment attr-dict";
}

#endif  // ARC_COMPILER_IR_TIR_CLOSURES_TD_
