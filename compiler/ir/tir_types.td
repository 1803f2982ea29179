//===- tir_types.td - Types and the attributes that describe them -----------------===//

#ifndef ARC_COMPILER_IR_TIR_TYPES_TD_
#define ARC_COMPILER_IR_TIR_TYPES_TD_

include "compiler/ir/tir_dialect.td"

class TIR_Type<string name, string typeMnemonic> : TypeDef<TIR_Dialect, name> {
  let mnemonic = typeMnemonic;
}

def TIR_PtrType : TIR_Type<"Ptr", "ptr"> {
  let summary = "address";
  let description = [{
    The address of a place, a raw pointer of the language, or the payload pointer of a counted
    object seen raw. Copying one counts nothing.
  }];
}

def TIR_ClosureType : TIR_Type<"Closure", "closure"> {
  let summary = "code address and counted environment";
  let description = [{
    Two words: the address of a function that takes the environment as its last argument, and the
    payload pointer of a counted object (or null). Its first word is the address of the function
    that drops the captures and frees the object.
  }];
}

def TIR_ArrayType : TIR_Type<"Array", "array"> {
  let summary = "fixed number of elements";
  let parameters = (ins "uint64_t":$count, "::mlir::Type":$element);
  let hasCustomAssemblyFormat = 1;
  let description = "Written `!tir.array<4 x si32>`.";
}

def TIR_NamedType : TIR_Type<"Named", "named"> {
  let summary = "struct or enum by name";
  let description = [{
    Refers to the `tir.struct_def` or `tir.enum_def` of that name in the same module. Naming keeps
    recursive types finite and type equality a pointer comparison.
  }];
  let parameters = (ins "::mlir::StringAttr":$name);
  let assemblyFormat = "`<` $name `>`";
}

def TIR_AnyInteger : AnyTypeOf<[SI8, SI16, SI32, SI64, UI8, UI16, UI32, UI64],
                               "integer of 8 to 64 bits with a sign or without">;
def TIR_AnyFloat : AnyTypeOf<[F32, F64], "float">;
def TIR_Numeric : AnyTypeOf<[TIR_AnyInteger, TIR_AnyFloat], "integer or float">;
def TIR_Ptr : Type<CPred<"::llvm::isa<::arc::ir::PtrType>($_self)">, "!tir.ptr",
                   "::arc::ir::PtrType">,
              BuildableType<"$_builder.getType<::arc::ir::PtrType>()">;
def TIR_Scalar : AnyTypeOf<[TIR_AnyInteger, TIR_AnyFloat, I1, TIR_Ptr],
                           "integer, bool, float or !tir.ptr">;

class TIR_Attr<string name, string attrMnemonic> : AttrDef<TIR_Dialect, name> {
  let mnemonic = attrMnemonic;
}

def TIR_FieldAttr : TIR_Attr<"Field", "field"> {
  let summary = "a field of a struct or of an enum case";
  let description = [{
    `debug_type` is the name of the field's type for debuggers, where `type` says less: of characters,
    sizes, durations, plain enums, pointers and functions.
  }];
  let parameters = (ins
    "::mlir::StringAttr":$name,
    "::mlir::Type":$type,
    OptionalParameter<"::mlir::StringAttr">:$debug_type
  );
  let assemblyFormat = "`<` $name `,` $type (`,` $debug_type^)? `>`";
}

def TIR_CaseAttr : TIR_Attr<"Case", "case"> {
  let summary = "a case of an enum";
  let parameters = (ins
    "::mlir::StringAttr":$name,
    "int64_t":$discriminant,
    OptionalArrayRefParameter<"::arc::ir::FieldAttr">:$fields
  );
  let assemblyFormat = "`<` $name `=` $discriminant (`,` $fields^)? `>`";
}

def TIR_PassMode : I32Enum<"PassMode", "how a parameter arrives", [
  I32EnumCase<"Value", 0, "value">,
  I32EnumCase<"Borrowed", 1, "borrowed">,
  I32EnumCase<"Result", 2, "result">,
  I32EnumCase<"Owned", 3, "owned">,
  I32EnumCase<"Filled", 4, "filled">,
  I32EnumCase<"Cell", 5, "cell">,
]> {
  let cppNamespace = "::arc::ir";
}

def TIR_ParamAttr : TIR_Attr<"Param", "param"> {
  let summary = "name and convention of a parameter";
  let description = [{
    `borrowed`: the address of an initialized place of type `pointee`, which the callee neither
    writes nor drops. `owned`: the same, but the value becomes the callee's, which leaves the place
    uninitialized; only the ownership transform makes such parameters. `result`: the address of an
    uninitialized place of type `pointee`, which the callee initializes. `filled`: the address of a place that holds a case
    without payload, in a value that the caller ends; the callee puts its result there, and when it panics the place holds
    some value. `cell`: an emptied cell of the boxed enum `pointee`, or null, which becomes the callee's. Only the ownership
    transform makes these two, too. Else the parameter is a plain value.
  }];
  let parameters = (ins
    "::mlir::StringAttr":$name,
    "::arc::ir::PassMode":$mode,
    OptionalParameter<"::mlir::Type">:$pointee
  );
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    // Through the parameter the callee gives its result.
    bool isResultPlace() const {
      return getMode() == ::arc::ir::PassMode::Result || getMode() == ::arc::ir::PassMode::Filled;
    }
  }];
}

def TIR_ParamArrayAttr : TypedArrayAttrBase<TIR_ParamAttr, "array of parameters">;
def TIR_FieldArrayAttr : TypedArrayAttrBase<TIR_FieldAttr, "array of fields">;
def TIR_CaseArrayAttr : TypedArrayAttrBase<TIR_CaseAttr, "array of cases">;

#endif  // ARC_COMPILER_IR_TIR_TYPES_TD_
