//===- tir_memory.td - Places, loads and stores -----------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_MEMORY_TD_
#define ARC_COMPILER_IR_TIR_MEMORY_TD_

include "compiler/ir/tir_types.td"

def TIR_LocalOp : TIR_Op<"local", [MemoryEffects<[MemAlloc<AutomaticAllocationScopeResource>]>]> {
  let summary = "stack slot";
  let description = [{
    An uninitialized place that lasts until the function returns. Stands in the entry block. Only a
    slot with a name is seen by debuggers; `debug_type` is the name of the type, and `visible` where
    in the function's file the name means it: first line, first column, last line, last column.
    `conditional`: where ways meet it may hold a value or not, and the program keeps account of that
    itself.
  }];
  let arguments = (ins
    TypeAttr:$type,
    OptionalAttr<StrAttr>:$name,
    OptionalAttr<StrAttr>:$debug_type,
    OptionalAttr<DenseI32ArrayAttr>:$visible,
    UnitProp:$conditional
  );
  let results = (outs TIR_Ptr:$address);
  let assemblyFormat = [{
    $type (`name` $name^)? (`spelled` $debug_type^)? (`visible` $visible^)?
    (`conditional` $conditional^)? attr-dict
  }];
  let hasVerifier = 1;
}

def TIR_LifetimeStartOp : TIR_Op<"lifetime_start"> {
  let summary = "a stack slot comes into use";
  let description = "The slot is uninitialized behind it. Optional; lets slots share memory.";
  let arguments = (ins Arg<TIR_Ptr, "", [MemWrite]>:$local);
  let assemblyFormat = "$local attr-dict";
}

def TIR_LifetimeEndOp : TIR_Op<"lifetime_end"> {
  let summary = "a stack slot goes out of use";
  let arguments = (ins Arg<TIR_Ptr, "", [MemWrite]>:$local);
  let assemblyFormat = "$local attr-dict";
}

def TIR_DebugPlaceOp : TIR_Op<"debug_place"> {
  let summary = "name of a place for debuggers";
  let description = [{
    `parameter` is the number of the parameter that the place stands for, counted from 1, or 0;
    `debug_type` and `visible` as in `tir.local`. It has no trait that would let an unused one be
    removed.
  }];
  let arguments = (ins
    TIR_Ptr:$address,
    TypeAttr:$type,
    StrAttr:$name,
    OptionalAttr<StrAttr>:$debug_type,
    OptionalAttr<DenseI32ArrayAttr>:$visible,
    DefaultValuedProp<TIR_Index, "0">:$parameter
  );
  let assemblyFormat = [{
    $address `:` $type `name` $name (`spelled` $debug_type^)? (`visible` $visible^)?
    (`parameter` $parameter^)? attr-dict
  }];
  let hasVerifier = 1;
}

def TIR_LoadOp : TIR_Op<"load"> {
  let summary = "read a scalar";
  let arguments = (ins Arg<TIR_Ptr, "", [MemRead]>:$address);
  let results = (outs TIR_Scalar:$value);
  let assemblyFormat = "$address attr-dict `:` type($value)";
}

def TIR_StoreOp : TIR_Op<"store"> {
  let summary = "write a scalar";
  let arguments = (ins TIR_Scalar:$value, Arg<TIR_Ptr, "", [MemWrite]>:$address);
  let assemblyFormat = "$value `,` $address attr-dict `:` type($value)";
}

def TIR_FieldAddressOp : TIR_Op<"field_address", [Pure]> {
  let summary = "address of a field of a struct";
  let arguments = (ins TIR_Ptr:$address, TypeAttr:$struct_type, TIR_Index:$field);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$address `[` $field `]` attr-dict `:` $struct_type";
  let hasVerifier = 1;
}

def TIR_ElementAddressOp : TIR_Op<"element_address", [Pure]> {
  let summary = "address of an element";
  let description = "`address + index * size_of(element)`; the index is extended by its sign.";
  let arguments = (ins TIR_Ptr:$address, TIR_AnyInteger:$index, TypeAttr:$element);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$address `[` $index `:` type($index) `]` attr-dict `:` $element";
}

def TIR_StructInitOp : TIR_Op<"struct_init"> {
  let summary = "start a struct in an uninitialized place";
  let description = [{
    Gives the hidden words of a `shared_drop` struct their start value. The fields are uninitialized
    places afterwards.
  }];
  let arguments = (ins Arg<TIR_Ptr, "", [MemWrite]>:$address, TypeAttr:$type);
  let assemblyFormat = "$address attr-dict `:` $type";
}

def TIR_ZeroOp : TIR_Op<"zero"> {
  let summary = "all-zero bytes";
  let arguments = (ins Arg<TIR_Ptr, "", [MemWrite]>:$address, TypeAttr:$type);
  let assemblyFormat = "$address attr-dict `:` $type";
}

class TIR_Transfer<string mnemonic> : TIR_Op<mnemonic> {
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$to, Arg<TIR_Ptr, "", [MemRead]>:$from, TIR_AnyInteger:$bytes);
  let assemblyFormat = "$to `,` $from `,` $bytes attr-dict `:` type($bytes)";
}

def TIR_MemCopyOp : TIR_Transfer<"mem_copy"> {
  let summary = "copy bytes between ranges that do not overlap";
}
def TIR_MemMoveOp : TIR_Transfer<"mem_move"> {
  let summary = "copy bytes between ranges that may overlap";
}

def TIR_MemSetOp : TIR_Op<"mem_set"> {
  let summary = "fill bytes";
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$to, AnyTypeOf<[UI8, SI8]>:$byte, TIR_AnyInteger:$bytes);
  let assemblyFormat = "$to `,` $byte `,` $bytes attr-dict `:` type($byte) `,` type($bytes)";
}

def TIR_MemCompareOp : TIR_Op<"mem_compare"> {
  let summary = "compare bytes as unsigned numbers";
  let description = "Negative, zero or positive, as `memcmp`.";
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemRead]>:$lhs, Arg<TIR_Ptr, "", [MemRead]>:$rhs, TIR_AnyInteger:$bytes);
  let results = (outs SI32:$result);
  let assemblyFormat = "$lhs `,` $rhs `,` $bytes attr-dict `:` type($bytes)";
}

#endif  // ARC_COMPILER_IR_TIR_MEMORY_TD_
