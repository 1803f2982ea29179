//===- tir_globals.td - Constants and package-level data --------------------------===//

#ifndef ARC_COMPILER_IR_TIR_GLOBALS_TD_
#define ARC_COMPILER_IR_TIR_GLOBALS_TD_

include "compiler/ir/tir_functions.td"

def TIR_ConstOp : TIR_Op<"const", [
    Pure, ConstantLike, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "scalar constant";
  let description = "`tir.const 42 : si32`, `tir.const true`, `tir.const 1.5 : f64`.";
  let arguments = (ins TypedAttrInterface:$value);
  let results = (outs AnyTypeOf<[TIR_AnyInteger, TIR_AnyFloat, I1]>:$result);
  let hasCustomAssemblyFormat = 1;
  let hasFolder = 1;
  let hasVerifier = 1;
}

def TIR_NullOp : TIR_Op<"null", [Pure]> {
  let summary = "the null address";
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "attr-dict";
}

def TIR_AtComptimeOp : TIR_Op<"at_comptime", [Pure]> {
  let summary = "whether the code runs during the build";
  let description = "False in programs, true in what the evaluator compiles.";
  let results = (outs I1:$result);
  let assemblyFormat = "attr-dict";
}

def TIR_StringDataOp : TIR_Op<"string_data", [Pure]> {
  let summary = "address of read-only bytes";
  let description = "Not NUL-terminated.";
  let arguments = (ins StrAttr:$bytes);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$bytes attr-dict";
}

def TIR_FuncAddressOp : TIR_Op<"func_address", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "code address of a function";
  let arguments = (ins FlatSymbolRefAttr:$callee);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$callee attr-dict";
}

def TIR_SizeOfOp : TIR_Op<"size_of", [Pure]> {
  let summary = "bytes from one element of an array of the type to the next";
  let arguments = (ins TypeAttr:$type);
  let results = (outs UI64:$result);
  let assemblyFormat = "$type attr-dict";
}

def TIR_AlignOfOp : TIR_Op<"align_of", [Pure]> {
  let summary = "alignment of the type in bytes";
  let arguments = (ins TypeAttr:$type);
  let results = (outs UI64:$result);
  let assemblyFormat = "$type attr-dict";
}

def TIR_DropGlueOp : TIR_Op<"drop_glue", [Pure]> {
  let summary = "address of the function that drops a value of the type";
  let description = "A `void (ptr place)`; never null.";
  let arguments = (ins TypeAttr:$type);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$type attr-dict";
}

def TIR_GlobalOp : TIR_Op<"global", [Symbol, HasParent<"::mlir::ModuleOp">]> {
  let summary = "package-level constant";
  let description = [{
    `initializer` takes the place as its argument and runs once, at first use, on whichever thread
    comes first. Without one the global stands in another object.
  }];
  let arguments = (ins
    SymbolNameAttr:$sym_name,
    TypeAttr:$type,
    OptionalAttr<FlatSymbolRefAttr>:$initializer,
    EnumProp<TIR_Linkage>:$linkage
  );
  let assemblyFormat = "$linkage $sym_name `:` $type (`initializer` $initializer^)? attr-dict";
  let extraClassDeclaration = [{
    bool isDeclaration() { return !getInitializerAttr(); }
    ::mlir::SymbolTable::Visibility getVisibility() {
      return isDeclaration() || getLinkage() == ::arc::ir::Linkage::Internal
                 ? ::mlir::SymbolTable::Visibility::Private
                 : ::mlir::SymbolTable::Visibility::Public;
    }
  }];
}

def TIR_GlobalAddressOp : TIR_Op<"global_address", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "address of an initialized global";
  let description = "Runs the initializer when nobody did yet, so it may panic.";
  let arguments = (ins FlatSymbolRefAttr:$global);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$global attr-dict";
}

// Not an attribute: MLIR keeps and compares the content of all attributes.
def TIR_SharedBytes : Property<"::arc::SharedBytes", "bytes"> {
  let hashProperty = [{
    ::llvm::hash_value(::llvm::StringRef($_storage.view()))
  }];
  let convertToAttribute = [{
    return ::mlir::StringAttr::get($_ctxt, $_storage.view());
  }];
  let convertFromAttribute = [{
    auto text = ::llvm::dyn_cast_or_null<::mlir::StringAttr>($_attr);
    if (!text) {
      $_diag() << "expected bytes as a string";
      return ::mlir::failure();
    }
    $_storage = ::arc::SharedBytes(text.str());
    return ::mlir::success();
  }];
  let parser = [{
    std::string text;
    if (::mlir::failed($_parser.parseString(&text))) return ::mlir::failure();
    $_storage = ::arc::SharedBytes(std::move(text));
  }];
  let printer = [{
    $_printer.printString($_storage.view())
  }];
  let writeToMlirBytecode = [{
    $_writer.writeOwnedBlob(::llvm::ArrayRef<char>($_storage.data(), $_storage.size()));
  }];
  let readFromMlirBytecode = [{
    ::llvm::ArrayRef<char> bytes;
    if (::mlir::failed($_reader.readBlob(bytes))) return ::mlir::failure();
    $_storage = ::arc::SharedBytes(std::string(bytes.data(), bytes.size()));
  }];
}

def TIR_ImageOp : TIR_Op<"image", [
    Symbol, HasParent<"::mlir::ModuleOp">, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "constant data that refers to itself";
  let description = [{
    What code that ran during the build gave: the bytes of a value, and behind it of all that it
    refers to. `links`: pairs of offsets, by the first; the word at the first is the address of the
    second. The word at `code_slots[i]` is the address of the function `code[i]`. Counts in it are
    immortal, so that a copy of the value refers to it for ever.

    An exported image is a package's constant: other packages see it as a `tir.global` whose
    initializer has run.

    ```mlir
    tir.image internal @main.comptime.0 align 8 "\00\00\00\00\00\00\00\00..." links [8, 24]
    ```
  }];
  let arguments = (ins
    SymbolNameAttr:$sym_name,
    EnumProp<TIR_Linkage>:$linkage,
    TIR_Index:$align,
    TIR_SharedBytes:$content,
    OptionalAttr<DenseI32ArrayAttr>:$links,
    OptionalAttr<DenseI32ArrayAttr>:$code_slots,
    OptionalAttr<FlatSymbolRefArrayAttr>:$code
  );
  let assemblyFormat = [{
    $linkage $sym_name `align` $align $content (`links` $links^)?
    (`code` $code_slots^ $code)? attr-dict
  }];
  let extraClassDeclaration = [{
    ::mlir::SymbolTable::Visibility getVisibility() {
      return getLinkage() == ::arc::ir::Linkage::Internal
                 ? ::mlir::SymbolTable::Visibility::Private
                 : ::mlir::SymbolTable::Visibility::Public;
    }
  }];
  let hasVerifier = 1;
}

def TIR_ImageAddressOp : TIR_Op<"image_address", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "address in an image";
  let description = "Of an initialized place that nobody writes or drops.";
  let arguments = (ins FlatSymbolRefAttr:$image, TIR_Index:$offset);
  let results = (outs TIR_Ptr:$result);
  let assemblyFormat = "$image `[` $offset `]` attr-dict";
}

#endif  // ARC_COMPILER_IR_TIR_GLOBALS_TD_
