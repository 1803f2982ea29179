//===- tir_unwinding.td - What a panic finds to do when it leaves a function ----------===//

#ifndef ARC_COMPILER_IR_TIR_UNWINDING_TD_
#define ARC_COMPILER_IR_TIR_UNWINDING_TD_

include "compiler/ir/tir_types.td"

// Any operation that can panic leaves the function at that point. What the function then owns
// follows from the operations that begin and end values; those below say what does not. The lowering
// makes the landing pads (compiler/lower/unwind_states.h).

def TIR_CompleteOp : TIR_Op<"complete"> {
  let summary = "a value that was made piece by piece is whole";
  let description = [{
    Behind the pieces of a struct, tuple or array. Before it a panic drops the pieces that have values,
    behind it the whole value, with its `drop`. Does nothing else.
  }];
  let arguments = (ins TIR_Ptr:$address, TypeAttr:$type);
  let assemblyFormat = "$address attr-dict `:` $type";
}

def TIR_GuardOp : TIR_Op<"guard"> {
  let summary = "a place that holds a value while a flag says so";
  let description = [{
    Of a `conditional` slot, or a field that an `init` fills at some time: behind it a panic drops the
    value at `address` if the bool at `flag` is true then. The program sets the flag behind the
    assignment and clears it before it drops or moves the value.
  }];
  let arguments = (ins TIR_Ptr:$address, TIR_Ptr:$flag, TypeAttr:$type);
  let assemblyFormat = "$address `if` $flag attr-dict `:` $type";
}

def TIR_DeferOp : TIR_Op<"defer"> {
  let summary = "what a panic runs from here on";
  let description = [{
    The body runs when a panic leaves the function while the statement is pending: behind this
    operation and before `tir.undefer`. It ends in `tir.end_defer`, and may use all that can be used
    here. On other ways out the program runs the statement itself, behind `tir.undefer`.
  }];
  let results = (outs NoneType:$pending);
  let regions = (region MinSizedRegion<1>:$body);
  let assemblyFormat = "$body attr-dict";
}

def TIR_EndDeferOp : TIR_Op<"end_defer", [Terminator, ParentOneOf<["DeferOp"]>]> {
  let summary = "the panic goes on";
  let assemblyFormat = "attr-dict";
}

def TIR_UndeferOp : TIR_Op<"undefer"> {
  let summary = "a deferred statement is not pending any more";
  let arguments = (ins NoneType:$pending);
  let assemblyFormat = "$pending attr-dict";
}

#endif  // ARC_COMPILER_IR_TIR_UNWINDING_TD_
