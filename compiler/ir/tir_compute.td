//===- tir_compute.td - Compute entries -------------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_COMPUTE_TD_
#define ARC_COMPILER_IR_TIR_COMPUTE_TD_

include "compiler/ir/tir_types.td"
include "mlir/IR/SymbolInterfaces.td"

def TIR_ComputeEntryOp : TIR_Op<"compute_entry", [
    HasParent<"::mlir::ModuleOp">, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "dispatch record";
  let description = [{
    Makes a body reachable by `--compute=<id>` in the linked program and by threads of it. `entry` is
    a function `(ptr arguments, ui64 length, ptr sink)`, absent when the types of the body do not
    travel; `thread_entry` is a function `(ptr block)`; both in the C convention. The fingerprints
    identify the wire types of arguments and result.
  }];
  let arguments = (ins
    StrAttr:$id, OptionalAttr<FlatSymbolRefAttr>:$entry,
    OptionalAttr<FlatSymbolRefAttr>:$thread_entry, TIR_U64:$arguments_fingerprint,
    TIR_U64:$result_fingerprint);
  let assemblyFormat = [{
    $id (`entry` $entry^)? (`thread` $thread_entry^)? `arguments` $arguments_fingerprint
    `result` $result_fingerprint attr-dict
  }];
  let hasVerifier = 1;
}

#endif  // ARC_COMPILER_IR_TIR_COMPUTE_TD_
