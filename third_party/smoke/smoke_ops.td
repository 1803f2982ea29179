#ifndef THIRD_PARTY_SMOKE_SMOKE_OPS_TD
#define THIRD_PARTY_SMOKE_SMOKE_OPS_TD

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def SmokeDialect : Dialect {
  let name = "smoke";
  let cppNamespace = "::arc::smoke";
}

def IdentityOp : Op<SmokeDialect, "identity", [Pure, SameOperandsAndResultType]> {
  let arguments = (ins AnyInteger:$operand);
  let results = (outs AnyInteger:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

#endif  // THIRD_PARTY_SMOKE_SMOKE_OPS_TD
