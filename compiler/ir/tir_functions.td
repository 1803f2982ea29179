//===- tir_functions.td - Functions, calls and returns ----------------------------===//

#ifndef ARC_COMPILER_IR_TIR_FUNCTIONS_TD_
#define ARC_COMPILER_IR_TIR_FUNCTIONS_TD_

include "compiler/ir/tir_types.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"

def TIR_Linkage : I32Enum<"Linkage", "linkage", [
  I32EnumCase<"Internal", 0, "internal">,
  I32EnumCase<"Exported", 1, "exported">,
  I32EnumCase<"LinkOnce", 2, "link_once">,
]> {
  let cppNamespace = "::arc::ir";
}

def TIR_FuncOp : TIR_Op<"func", [
    FunctionOpInterface, IsolatedFromAbove, AutomaticAllocationScope, OpAsmOpInterface,
    HasParent<"::mlir::ModuleOp">]> {
  let summary = "function";
  let description = [{
    Scalars are passed and returned as values. An aggregate is passed by address (`borrowed`), and
    an aggregate result is written to the place that the first parameter addresses (`result`).
    Without a body it declares a function of another object.

    ```mlir
    tir.func exported @main.area(%s: !tir.ptr "s" borrowed !tir.named<"main.Shape">) -> f64
        name "area(Shape)" {
      ...
    }
    tir.func internal @getpid() -> si32 c_abi
    ```
  }];
  let arguments = (ins
    SymbolNameAttr:$sym_name,
    TypeAttrOf<FunctionType>:$function_type,
    EnumProp<TIR_Linkage>:$linkage,
    OptionalAttr<StrAttr>:$display_name,
    OptionalAttr<TIR_ParamArrayAttr>:$params,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs,
    UnitProp:$is_noreturn,
    UnitProp:$is_cold,
    UnitProp:$always_inline,
    UnitProp:$no_inline,
    UnitProp:$is_c_abi,
    UnitProp:$hide_in_traces
  );
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    // FunctionOpInterface.
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return isExternal() ? nullptr : &getBody(); }

    // SymbolOpInterface: visibility follows from the linkage.
    bool isDeclaration() { return isExternal(); }
    ::mlir::SymbolTable::Visibility getVisibility() {
      return isExternal() || getLinkage() == ::arc::ir::Linkage::Internal
                 ? ::mlir::SymbolTable::Visibility::Private
                 : ::mlir::SymbolTable::Visibility::Public;
    }

    // The convention of parameter `index`, or null when it is a plain unnamed value.
    ::arc::ir::ParamAttr getParam(unsigned index);

    // OpAsmOpInterface: parameters are printed under their names.
    void getAsmBlockArgumentNames(::mlir::Region &region, ::mlir::OpAsmSetValueNameFn set_name);
  }];
}

def TIR_ReturnOp : TIR_Op<"return", [
    Pure, HasParent<"::arc::ir::FuncOp">, ReturnLike, Terminator]> {
  let summary = "return from the function";
  let arguments = (ins Optional<TIR_Scalar>:$value);
  let assemblyFormat = "($value^ `:` type($value))? attr-dict";
  let hasVerifier = 1;
}

def TIR_UnreachableOp : TIR_Op<"unreachable", [Terminator]> {
  let summary = "control does not get here";
  let description = "Behind a call that does not return. Reaching it is undefined.";
  let assemblyFormat = "attr-dict";
}

def TIR_CallOp : TIR_Op<"call", [
    CallOpInterface, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "direct call";
  let arguments = (ins
    FlatSymbolRefAttr:$callee,
    Variadic<TIR_Scalar>:$arguments,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs
  );
  let results = (outs Optional<TIR_Scalar>:$result);
  let assemblyFormat = "$callee `(` $arguments `)` attr-dict `:` functional-type(operands, results)";
  let extraClassDeclaration = [{
    operand_range getArgOperands() { return getArguments(); }
    ::mlir::MutableOperandRange getArgOperandsMutable() { return getArgumentsMutable(); }
    ::mlir::CallInterfaceCallable getCallableForCallee() { return getCalleeAttr(); }
    void setCalleeFromCallable(::mlir::CallInterfaceCallable callee) {
      setCalleeAttr(::llvm::cast<::mlir::FlatSymbolRefAttr>(
          ::llvm::cast<::mlir::SymbolRefAttr>(callee)));
    }
  }];
}

class TIR_IndirectCall<string mnemonic> : TIR_Op<mnemonic, [CallOpInterface]> {
  let arguments = (ins
    TIR_Ptr:$target,
    Variadic<TIR_Scalar>:$arguments,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs
  );
  let results = (outs Optional<TIR_Scalar>:$result);
  let assemblyFormat = [{
    $target `(` $arguments `)` attr-dict `:` functional-type($arguments, results)
  }];
  let extraClassDeclaration = [{
    operand_range getArgOperands() { return getArguments(); }
    ::mlir::MutableOperandRange getArgOperandsMutable() { return getArgumentsMutable(); }
    ::mlir::CallInterfaceCallable getCallableForCallee() { return getTarget(); }
    void setCalleeFromCallable(::mlir::CallInterfaceCallable callee) {
      getTargetMutable().assign(::llvm::cast<::mlir::Value>(callee));
    }
  }];
}

def TIR_CallClosureOp : TIR_IndirectCall<"call_closure"> {
  let summary = "call of a closure";
  let description = [{
    `target` addresses an initialized place of type `!tir.closure`; its environment is passed behind
    the arguments. The closure stays initialized. `result_place`: the first argument addresses the
    place that the call initializes.
  }];
  let arguments = (ins
    TIR_Ptr:$target,
    Variadic<TIR_Scalar>:$arguments,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs,
    UnitProp:$result_place
  );
  let assemblyFormat = [{
    $target `(` $arguments `)` (`result_place` $result_place^)? attr-dict `:`
    functional-type($arguments, results)
  }];
}

def TIR_CallPointerOp : TIR_IndirectCall<"call_pointer"> {
  let summary = "call of a code address in the C convention";
}

#endif  // ARC_COMPILER_IR_TIR_FUNCTIONS_TD_
