//===- tir_definitions.td - Definitions of named types ----------------------------===//

#ifndef ARC_COMPILER_IR_TIR_DEFINITIONS_TD_
#define ARC_COMPILER_IR_TIR_DEFINITIONS_TD_

include "compiler/ir/tir_types.td"

// Type names live in a space of their own (a function may have the name of a type), so definitions
// are not symbols; VerifyModule checks that names are unique and known.

def TIR_StructDefOp : TIR_Op<"struct_def", [HasParent<"::mlir::ModuleOp">]> {
  let summary = "definition of a named struct";
  let description = [{
    Fields lie in memory in the order given, each at its natural alignment.

    `drop`: this function runs first when a value dies, with the place as its argument; then the
    fields are dropped. `copy_hook`: runs after a bitwise copy was made, with the new place as its
    argument, instead of copying field by field; the fields of such a struct are left alone by drop
    too (its `drop` does all). `shared_drop`: has a `drop` but no copy hook; a hidden last word
    leads to the number of copies, and `drop` runs when the last of them dies. (Fields are copied and
    dropped with each copy: each copy may change its own.) `tir.struct_init` or `tir.zero` must
    start such a value. `ends_unseen`: what the hooks do, and what the end of all that the value
    holds does, is freeing memory; it may happen at the last use of the value.

    ```mlir
    tir.struct_def "main.Point" {"x": f64, "y": f64}
    tir.struct_def "std/core.string" {"owner": !tir.ptr} drop @f copy_hook @g
    ```
  }];
  let arguments = (ins
    StrAttr:$name,
    TIR_FieldArrayAttr:$fields,
    OptionalAttr<FlatSymbolRefAttr>:$drop,
    OptionalAttr<FlatSymbolRefAttr>:$copy_hook,
    UnitProp:$shared_drop,
    UnitProp:$ends_unseen
  );
  let assemblyFormat = [{
    $name custom<Fields>($fields) (`drop` $drop^)? (`copy_hook` $copy_hook^)?
    (`shared_drop` $shared_drop^)? (`ends_unseen` $ends_unseen^)? attr-dict
  }];
  let hasVerifier = 1;
}

def TIR_EnumDefOp : TIR_Op<"enum_def", [HasParent<"::mlir::ModuleOp">]> {
  let summary = "definition of a named enum";
  let description = [{
    `boxed`: a value is a counted reference to a heap cell, as recursive types need; cases without
    payload need no cell. The order of the cases is the order of their tags; discriminants are for
    debuggers and casts.

    ```mlir
    tir.enum_def "main.Shape" {
      "Circle" = 0 {"radius": f64},
      "Empty" = 1
    }
    ```
  }];
  let arguments = (ins
    StrAttr:$name,
    TIR_CaseArrayAttr:$cases,
    UnitProp:$boxed
  );
  let assemblyFormat = "$name custom<Cases>($cases) (`boxed` $boxed^)? attr-dict";
  let hasVerifier = 1;
}

#endif  // ARC_COMPILER_IR_TIR_DEFINITIONS_TD_
