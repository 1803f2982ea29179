//===- tir_ownership.td - Values with owners, counted objects ---------------------===//

#ifndef ARC_COMPILER_IR_TIR_OWNERSHIP_TD_
#define ARC_COMPILER_IR_TIR_OWNERSHIP_TD_

include "compiler/ir/tir_types.td"

// Copies and drops may run hooks, which are ordinary functions: no effects are declared, so that
// nothing is moved across them.

def TIR_CopyOp : TIR_Op<"copy"> {
  let summary = "duplicate a value";
  let description = "Into an uninitialized place; both are initialized afterwards.";
  let arguments = (ins TIR_Ptr:$to, TIR_Ptr:$from, TypeAttr:$type);
  let assemblyFormat = "$to `,` $from attr-dict `:` $type";
}

def TIR_MoveOp : TIR_Op<"move"> {
  let summary = "transfer a value";
  let description = "Into an uninitialized place; `from` is uninitialized afterwards.";
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$to, Arg<TIR_Ptr, "", [MemRead, MemWrite]>:$from, TypeAttr:$type);
  let assemblyFormat = "$to `,` $from attr-dict `:` $type";
}

def TIR_BorrowOp : TIR_Op<"borrow"> {
  let summary = "see a value in a second place";
  let description = [{
    The bytes of `from`, with nothing counted: `to` is read only, is never dropped or moved from, and
    is not used any more when the owner of the value may have changed or ended it. Made by the
    ownership transform for names that only walk through a borrowed value.
  }];
  let arguments = (ins
    Arg<TIR_Ptr, "", [MemWrite]>:$to, Arg<TIR_Ptr, "", [MemRead]>:$from, TypeAttr:$type);
  let assemblyFormat = "$to `,` $from attr-dict `:` $type";
}

def TIR_TakeApartOp : TIR_Op<"take_apart"> {
  let summary = "end an enum value, keep its payload";
  let description = [{
    `address` holds case `case_index` and is uninitialized afterwards; the fields of the case become
    the values of `fields`, one place each. The cell of a boxed value that nobody else refers to
    is emptied and given out as `cell`, for `tir.enum_init … reuse` or `tir.free_cell`; if others
    refer to it, the fields are copied and `cell` is null, as it is for enums without cells. Which of
    the two it is is known already with `unique` or `shared`.
  }];
  let arguments = (ins
    TIR_Ptr:$address, TypeAttr:$type, TIR_Index:$case_index, Variadic<TIR_Ptr>:$fields,
    UnitAttr:$unique, UnitAttr:$shared);
  let results = (outs TIR_Ptr:$cell);
  let assemblyFormat = [{
    (`unique` $unique^)? (`shared` $shared^)? $address `[` $case_index `]` `to` `(` $fields `)`
    attr-dict `:` $type
  }];
}

def TIR_FreeCellOp : TIR_Op<"free_cell"> {
  let summary = "free an emptied cell";
  let description = "Of `tir.take_apart` or a parameter, of the case named; null is left alone.";
  let arguments = (ins Arg<TIR_Ptr, "", [MemFree]>:$cell, TypeAttr:$type, TIR_Index:$case_index);
  let assemblyFormat = "$cell `[` $case_index `]` attr-dict `:` $type";
}

def TIR_DropOp : TIR_Op<"drop"> {
  let summary = "end a value";
  let description = "The place is uninitialized afterwards.";
  let arguments = (ins TIR_Ptr:$address, TypeAttr:$type);
  let assemblyFormat = "$address attr-dict `:` $type";
}

def TIR_RetainOp : TIR_Op<"retain"> {
  let summary = "count one reference more";
  let description = "Of a counted object, by payload pointer; null and immortal ones are left alone.";
  let arguments = (ins Arg<TIR_Ptr, "", [MemRead, MemWrite]>:$payload);
  let assemblyFormat = "$payload attr-dict";
}

def TIR_ReleaseOp : TIR_Op<"release"> {
  let summary = "count one reference less";
  let description = [{
    True: that was the last one, and the object must be freed now. Null and immortal objects give
    false. The count of an object that died is not written.
  }];
  let arguments = (ins Arg<TIR_Ptr, "", [MemRead, MemWrite]>:$payload);
  let results = (outs I1:$last);
  let assemblyFormat = "$payload attr-dict";
}

def TIR_IsUniqueOp : TIR_Op<"is_unique"> {
  let summary = "whether this is the only reference";
  let description = "False for null and immortal objects.";
  let arguments = (ins Arg<TIR_Ptr, "", [MemRead]>:$payload);
  let results = (outs I1:$unique);
  let assemblyFormat = "$payload attr-dict";
}

def TIR_AllocObjectOp : TIR_Op<"alloc_object"> {
  let summary = "new counted object";
  let description = "Count 1; the payload is an uninitialized place of `type`.";
  let arguments = (ins TypeAttr:$type);
  let results = (outs Res<TIR_Ptr, "", [MemAlloc]>:$payload);
  let assemblyFormat = "$type attr-dict";
}

def TIR_FreeObjectOp : TIR_Op<"free_object"> {
  let summary = "free a counted object";
  let description = "Its contents were dropped before.";
  let arguments = (ins Arg<TIR_Ptr, "", [MemFree]>:$payload, TypeAttr:$type);
  let assemblyFormat = "$payload attr-dict `:` $type";
}

#endif  // ARC_COMPILER_IR_TIR_OWNERSHIP_TD_
