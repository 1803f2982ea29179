//===- tir_arithmetic.td - Numbers and conditions ---------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_ARITHMETIC_TD_
#define ARC_COMPILER_IR_TIR_ARITHMETIC_TD_

include "compiler/ir/tir_types.td"
include "mlir/IR/OpAsmInterface.td"

// A panic is an effect: an operation that may panic is neither removed nor moved across another
// effect. On floats the same operations are pure.
class TIR_Checked<string mnemonic, list<Trait> traits = []> : TIR_Op<mnemonic, traits # [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<ConditionallySpeculatable>]> {
  let extraClassDefinition = [{
    void $cppClass::getEffects(
        ::llvm::SmallVectorImpl<::mlir::MemoryEffects::EffectInstance> &effects) {
      addPanicEffect(getOperation(), effects);
    }
    ::mlir::Speculation::Speculatability $cppClass::getSpeculatability() {
      return mayPanic(getOperation()) ? ::mlir::Speculation::NotSpeculatable
                                      : ::mlir::Speculation::Speculatable;
    }
  }];
}

class TIR_CheckedBinary<string mnemonic, Type type>
    : TIR_Checked<mnemonic, [SameOperandsAndResultType]> {
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}

def TIR_AddOp : TIR_CheckedBinary<"add", TIR_Numeric> {
  let summary = "sum; an integer that does not fit panics";
}
def TIR_SubOp : TIR_CheckedBinary<"sub", TIR_Numeric> {
  let summary = "difference; an integer that does not fit panics";
}
def TIR_MulOp : TIR_CheckedBinary<"mul", TIR_Numeric> {
  let summary = "product; an integer that does not fit panics";
}
def TIR_DivOp : TIR_CheckedBinary<"div", TIR_Numeric> {
  let summary = "quotient, integers rounded toward zero; panics on zero and on MIN / -1";
}
def TIR_RemOp : TIR_CheckedBinary<"rem", TIR_Numeric> {
  let summary = "remainder with the sign of the dividend; panics on zero and on MIN % -1";
}

class TIR_Shift<string mnemonic> : TIR_Checked<mnemonic, [
    AllTypesMatch<["lhs", "result"]>]> {
  let arguments = (ins TIR_AnyInteger:$lhs, TIR_AnyInteger:$rhs);
  let results = (outs TIR_AnyInteger:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result) `,` type($rhs)";
}
def TIR_ShlOp : TIR_Shift<"shl"> {
  let summary = "left shift; panics when the amount is out of range or bits that matter are lost";
}
def TIR_ShrOp : TIR_Shift<"shr"> {
  let summary = "right shift, arithmetic for signed; panics when the amount is out of range";
}

class TIR_PureBinary<string mnemonic, Type type, list<Trait> traits = []>
    : TIR_Op<mnemonic, traits # [Pure, SameOperandsAndResultType]> {
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}
def TIR_AddWrapOp : TIR_PureBinary<"add_wrap", TIR_AnyInteger> { let summary = "sum modulo 2^n"; }
def TIR_SubWrapOp : TIR_PureBinary<"sub_wrap", TIR_AnyInteger> {
  let summary = "difference modulo 2^n";
}
def TIR_MulWrapOp : TIR_PureBinary<"mul_wrap", TIR_AnyInteger> {
  let summary = "product modulo 2^n";
}
def TIR_AddSatOp : TIR_PureBinary<"add_sat", TIR_AnyInteger> { let summary = "clamped sum"; }
def TIR_SubSatOp : TIR_PureBinary<"sub_sat", TIR_AnyInteger> { let summary = "clamped difference"; }
def TIR_MulSatOp : TIR_PureBinary<"mul_sat", TIR_AnyInteger> { let summary = "clamped product"; }

def TIR_IntegerOrBool : AnyTypeOf<[TIR_AnyInteger, I1], "integer or bool">;
def TIR_AndOp : TIR_PureBinary<"and", TIR_IntegerOrBool> { let summary = "bitwise and"; }
def TIR_OrOp : TIR_PureBinary<"or", TIR_IntegerOrBool> { let summary = "bitwise or"; }
def TIR_XorOp : TIR_PureBinary<"xor", TIR_IntegerOrBool> { let summary = "bitwise exclusive or"; }

def TIR_NegOp : TIR_Checked<"neg", [SameOperandsAndResultType]> {
  let summary = "negation; an integer that does not fit panics";
  let arguments = (ins TIR_Numeric:$value);
  let results = (outs TIR_Numeric:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
}

def TIR_NotOp : TIR_Op<"not", [Pure, SameOperandsAndResultType]> {
  let summary = "logical not of a bool, bitwise not of an integer";
  let arguments = (ins TIR_IntegerOrBool:$value);
  let results = (outs TIR_IntegerOrBool:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
}

def TIR_ComparePredicate : I32Enum<"ComparePredicate", "predicate", [
  I32EnumCase<"Equal", 0, "equal">,
  I32EnumCase<"NotEqual", 1, "not_equal">,
  I32EnumCase<"Less", 2, "less">,
  I32EnumCase<"LessEqual", 3, "less_equal">,
  I32EnumCase<"Greater", 4, "greater">,
  I32EnumCase<"GreaterEqual", 5, "greater_equal">,
]> {
  let cppNamespace = "::arc::ir";
}

def TIR_CompareOp : TIR_Op<"compare", [Pure, SameTypeOperands]> {
  let summary = "comparison";
  let description = [{
    By the type of the operands: signed, unsigned, float (a NaN makes all but `not_equal` false),
    address, bool.
  }];
  let arguments = (ins
    EnumProp<TIR_ComparePredicate>:$predicate, TIR_Scalar:$lhs, TIR_Scalar:$rhs);
  let results = (outs I1:$result);
  let assemblyFormat = "$predicate $lhs `,` $rhs attr-dict `:` type($lhs)";
}

def TIR_CastKind : I32Enum<"CastKind", "kind of cast", [
  I32EnumCase<"Lossless", 0, "lossless">,
  I32EnumCase<"Checked", 1, "checked">,
  I32EnumCase<"Truncate", 2, "truncate">,
  I32EnumCase<"Saturate", 3, "saturate">,
  I32EnumCase<"Bitcast", 4, "bitcast">,
]> {
  let cppNamespace = "::arc::ir";
}

def TIR_CastOp : TIR_Checked<"cast"> {
  let summary = "conversion between scalars";
  let description = [{
    `lossless`: the value fits by type. `checked`: panics when it does not fit (float to integer
    truncates toward zero first). `truncate`: wraps, or rounds to a narrower float. `saturate`:
    clamps, NaN gives 0. `bitcast`: same bits; also address to and from 64-bit integers.
  }];
  let arguments = (ins EnumProp<TIR_CastKind>:$kind, TIR_Scalar:$value);
  let results = (outs TIR_Scalar:$result);
  let assemblyFormat = "$kind $value attr-dict `:` type($value) `to` type($result)";
  let hasVerifier = 1;
}

def TIR_SelectOp : TIR_Op<"select", [Pure, AllTypesMatch<["if_true", "if_false", "result"]>]> {
  let summary = "one of two values";
  let arguments = (ins I1:$condition, TIR_Scalar:$if_true, TIR_Scalar:$if_false);
  let results = (outs TIR_Scalar:$result);
  let assemblyFormat = "$condition `,` $if_true `,` $if_false attr-dict `:` type($result)";
}

def TIR_IndexCheckOp : TIR_Checked<"index_check"> {
  let summary = "index within a length, else panics";
  let description = "The result is the index as `ui64`.";
  let arguments = (ins TIR_AnyInteger:$index, UI64:$length);
  let results = (outs UI64:$result);
  let assemblyFormat = "$index `,` $length attr-dict `:` type($index)";
}

#endif  // ARC_COMPILER_IR_TIR_ARITHMETIC_TD_
