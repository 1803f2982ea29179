//===- tir_intrinsics.td - Single instructions ------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_INTRINSICS_TD_
#define ARC_COMPILER_IR_TIR_INTRINSICS_TD_

include "compiler/ir/tir_types.td"

def TIR_Intrinsic : I32Enum<"Intrinsic", "intrinsic", [
  I32EnumCase<"Rdtsc", 0, "rdtsc">,
  I32EnumCase<"Rdtscp", 1, "rdtscp">,
  I32EnumCase<"Cpuid", 2, "cpuid">,
  I32EnumCase<"Pause", 3, "pause">,
  I32EnumCase<"CountOnes", 4, "count_ones">,
  I32EnumCase<"LeadingZeros", 5, "leading_zeros">,
  I32EnumCase<"TrailingZeros", 6, "trailing_zeros">,
  I32EnumCase<"ByteSwap", 7, "byte_swap">,
  I32EnumCase<"BitReverse", 8, "bit_reverse">,
  I32EnumCase<"RotateLeft", 9, "rotate_left">,
  I32EnumCase<"RotateRight", 10, "rotate_right">,
  I32EnumCase<"Sqrt", 11, "sqrt">,
  I32EnumCase<"Fma", 12, "fma">,
  I32EnumCase<"Floor", 13, "floor">,
  I32EnumCase<"Ceil", 14, "ceil">,
  I32EnumCase<"Trunc", 15, "trunc">,
  I32EnumCase<"Round", 16, "round">,
  I32EnumCase<"RoundEven", 17, "round_even">,
  I32EnumCase<"Abs", 18, "abs">,
  I32EnumCase<"CopySign", 19, "copy_sign">,
  I32EnumCase<"MinNum", 20, "min_num">,
  I32EnumCase<"MaxNum", 21, "max_num">,
  I32EnumCase<"AtomicLoad", 22, "atomic_load">,
  I32EnumCase<"AtomicStore", 23, "atomic_store">,
  I32EnumCase<"AtomicAdd", 24, "atomic_add">,
  I32EnumCase<"AtomicSub", 25, "atomic_sub">,
  I32EnumCase<"AtomicAnd", 26, "atomic_and">,
  I32EnumCase<"AtomicOr", 27, "atomic_or">,
  I32EnumCase<"AtomicXor", 28, "atomic_xor">,
  I32EnumCase<"AtomicExchange", 29, "atomic_exchange">,
  I32EnumCase<"AtomicCompareExchange", 30, "atomic_compare_exchange">,
  I32EnumCase<"Fence", 31, "fence">,
  I32EnumCase<"Prefetch", 32, "prefetch">,
  I32EnumCase<"Expect", 33, "expect">,
  I32EnumCase<"Assume", 34, "assume">,
  I32EnumCase<"Trap", 35, "trap">,
  I32EnumCase<"ReturnAddress", 36, "return_address">,
  I32EnumCase<"FrameAddress", 37, "frame_address">,
  I32EnumCase<"MulHigh", 38, "mul_high">,
]> {
  let cppNamespace = "::arc::ir";
}

def TIR_IntrinsicOp : TIR_Op<"intrinsic", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<ConditionallySpeculatable>]> {
  let summary = "single instruction or LLVM intrinsic";
  let description = [{
    | intrinsic | operands | result |
    | --- | --- | --- |
    | `rdtsc` | | `ui64` |
    | `rdtscp` | optional address of a `ui32` for the processor's number | `ui64` |
    | `cpuid` | leaf `ui32`, subleaf `ui32`, address of 4 `ui32` (eax ebx ecx edx) | |
    | `pause` `trap` | | |
    | `count_ones` `leading_zeros` `trailing_zeros` | integer (zero gives the width) | any integer |
    | `byte_swap` `bit_reverse` | integer | same type |
    | `rotate_left` `rotate_right` | integer, amount (any integer type, modulo the width) | type of the first |
    | `mul_high` | two integers of a type | same type: high half of the product |
    | `sqrt` `floor` `ceil` `trunc` `round` `round_even` | float | same type |
    | `abs` | float or integer (the least integer stays) | same type |
    | `fma` | three floats | same type |
    | `copy_sign` `min_num` `max_num` | two floats (`min_num`, `max_num` also integers) | same type |
    | `atomic_load` | address, optional order | integer, bool or address |
    | `atomic_store` | address, value, optional order | |
    | `atomic_add` ... `atomic_exchange` | address, value, optional order | old value |
    | `atomic_compare_exchange` | address, expected, desired, optional order | old value, or `i1`: exchanged |
    | `fence` | optional order | |
    | `prefetch` | address, optional constant locality 0 to 3 | |
    | `expect` | bool or integer, expected constant | type of the first |
    | `assume` | bool | |
    | `return_address` `frame_address` | optional constant level | address |

    An order is a constant integer: 0 relaxed, 1 acquire, 2 release, 3 acquire and release, 4
    sequentially consistent (which is what a missing one means).
  }];
  let arguments = (ins EnumProp<TIR_Intrinsic>:$intrinsic, Variadic<TIR_Scalar>:$operands);
  let results = (outs Optional<TIR_Scalar>:$result);
  let assemblyFormat = [{
    $intrinsic `(` $operands `)` attr-dict `:` functional-type($operands, results)
  }];
  let hasVerifier = 1;
}

#endif  // ARC_COMPILER_IR_TIR_INTRINSICS_TD_
