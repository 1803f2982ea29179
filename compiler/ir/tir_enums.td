//===- tir_enums.td - Enums with payloads -----------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_ENUMS_TD_
#define ARC_COMPILER_IR_TIR_ENUMS_TD_

include "compiler/ir/tir_types.td"

def TIR_EnumTagOp : TIR_Op<"enum_tag"> {
  let summary = "index of the case that a place holds";
  let arguments = (ins Arg<TIR_Ptr, "", [MemRead]>:$address, TypeAttr:$type);
  let results = (outs UI32:$tag);
  let assemblyFormat = "$address attr-dict `:` $type";
}

def TIR_EnumPayloadOp : TIR_Op<"enum_payload"> {
  let summary = "address of a field of a case";
  let description = [{
    Valid while the place holds that case. For a boxed enum it is an address in the cell, which other
    values may share: it is written only right after `tir.enum_init`.
  }];
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemRead]>:$address, TypeAttr:$type, TIR_Index:$case_index, TIR_Index:$field);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$address `[` $case_index `,` $field `]` attr-dict `:` $type";
}

def TIR_EnumInitOp : TIR_Op<"enum_init"> {
  let summary = "start a value of a case in an uninitialized place";
  let description = [{
    Writes the tag and allocates the cell of a boxed case; the payload fields are uninitialized places
    afterwards. `reuse`: an emptied cell of the same size, or null, see `tir.take_apart`.
  }];
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$address, TypeAttr:$type, TIR_Index:$case_index,
    Optional<TIR_Ptr>:$reuse);
  let assemblyFormat = "$address `[` $case_index `]` (`reuse` $reuse^)? attr-dict `:` $type";
}

#endif  // ARC_COMPILER_IR_TIR_ENUMS_TD_
