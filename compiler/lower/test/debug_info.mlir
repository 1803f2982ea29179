// RUN: arc-translate --tir-to-llvmir -g 2 %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir -g 1 %s | FileCheck --check-prefix=LINES %s
// RUN: arc-translate --tir-to-output -O2 -g 2 %s -o %t.o
// RUN: llvm-dwarfdump --verify %t.o
// RUN: llvm-dwarfdump --debug-info %t.o | FileCheck --check-prefix=DWARF %s

tir.struct_def "main.Point" {"x": f64, "y": f64}
tir.enum_def "main.Color" {"Red" = 0, "Blue" = 7}
tir.struct_def "main.Parts" {"letter": ui32 spelled "char", "color": ui8 spelled "main.Color", "to": !tir.ptr spelled "*main.Parts", "call": !tir.closure spelled "func(int64,)void", "other": !tir.ptr spelled "*a/b.Unknown"}
tir.enum_def "main.Shape" {
  "Circle" = 0 {"radius": f64},
  "Empty" = 1
}
tir.enum_def "main.List" {
  "Nil" = 0,
  "Cons" = 1 {"tail": !tir.named<"main.List">}
} boxed
tir.func internal @print(si64) c_abi

// LINES: distinct !DICompileUnit(language: DW_LANG_C_plus_plus_14, {{.*}} emissionKind: LineTablesOnly
// LINES-NOT: DILocalVariable

// DWARF: DW_AT_producer ("arc")
// DWARF: DW_TAG_structure_type
// DWARF: DW_AT_name ("main.Point")

// Named after what the source calls it, so that no debugger demangles the symbol.
// CHECK-LABEL: define dso_local void @main.area(
// CHECK-SAME: !dbg [[AREA:![0-9]+]]
// CHECK: [[KEEPER:%.*]] = alloca ptr, align 8
// CHECK: [[COUNT:%.*]] = alloca i64, align 8
// CHECK: store ptr %p, ptr [[KEEPER]], align 8{{$}}
// CHECK: #dbg_declare(ptr [[KEEPER]], [[P:![0-9]+]], !DIExpression(DW_OP_deref)
// CHECK: store i64 %n, ptr [[COUNT]], align 8{{$}}
// CHECK: #dbg_declare(ptr [[COUNT]], [[N:![0-9]+]], !DIExpression()
// CHECK: call void @print(i64 %n), !dbg [[CALL:![0-9]+]]
// CHECK: define dso_local { i64, i64 } @main.kept(
// CHECK: store i64 %count, ptr %count1, align 8{{$}}
// CHECK: store i64 %count, ptr %other, align 8, !dbg
// CHECK: define {{.*}}@arc.drop_cell.main.List(ptr %0) {{.*}} !dbg [[DROP:![0-9]+]]

// CHECK-DAG: [[AREA]] = distinct !DISubprogram(name: "area", scope: [[FILE:![0-9]+]], file: [[FILE]], line: [[# @LINE + 9]],
// CHECK-DAG: [[FILE]] = !DIFile(filename: "{{.*}}debug_info.mlir", directory: ".")
// CHECK-DAG: [[P]] = !DILocalVariable(name: "p", arg: 1, {{.*}} type: [[POINT:![0-9]+]]
// CHECK-DAG: [[POINT]] = !DICompositeType(tag: DW_TAG_structure_type, name: "main.Point", {{.*}} size: 128
// CHECK-DAG: [[N]] = !DILocalVariable(name: "n", arg: 2, {{.*}} type: [[INT:![0-9]+]]
// CHECK-DAG: [[INT]] = !DIBasicType(name: "int64", size: 64, encoding: DW_ATE_signed)
// CHECK-DAG: [[CALL]] = {{(distinct )?}}!DILocation(line: [[# @LINE + 5]], column: 3, scope: [[AREA]])
// CHECK-DAG: [[DROP]] = distinct !DISubprogram(name: "arc_rt_hidden.arc.drop_cell.main.List", {{.*}} flags: DIFlagArtificial

tir.func exported @main.area(%p: !tir.ptr "p" borrowed !tir.named<"main.Point">, %n: si64 "n")
    name "area" {
  tir.call @print(%n) : (si64) -> ()
  tir.return
}

// The slot of a parameter is the parameter, and the store into it is part of the prologue.
// CHECK-DAG: !DILocalVariable(name: "count", arg: 2, {{.*}} type: [[INT]]
// CHECK-DAG: !DILocalVariable(name: "other", scope
tir.func exported @main.kept(%place: !tir.ptr "result" result !tir.named<"main.Point">, %first: si64 "first", %count: si64 "count")
    name "kept" {
  %slot = tir.local si64 name "count" spelled "int64"
  tir.store %count, %slot : si64
  %other = tir.local si64 name "other" spelled "int64"
  tir.store %count, %other : si64
  tir.zero %place : !tir.named<"main.Point">
  tir.return
}

// CHECK-DAG: !DILocalVariable(name: "point", {{.*}} type: [[POINT]]
// CHECK-DAG: !DILocalVariable(name: "letter", {{.*}} type: [[CHAR:![0-9]+]]
// CHECK-DAG: [[CHAR]] = !DIBasicType(name: "char", size: 32, encoding: DW_ATE_UTF)
// CHECK-DAG: !DILocalVariable(name: "numbers", {{.*}} type: [[ARRAY:![0-9]+]]
// CHECK-DAG: [[ARRAY]] = !DICompositeType(tag: DW_TAG_array_type, {{.*}} size: 96
// CHECK-DAG: !DILocalVariable(name: "shape", {{.*}} type: [[SHAPE:![0-9]+]]
// CHECK-DAG: [[SHAPE]] = !DICompositeType(tag: DW_TAG_structure_type, name: "main.Shape", {{.*}} size: 128
// CHECK-DAG: !DIEnumerator(name: "Circle", value: 0, isUnsigned: true)
// CHECK-DAG: tag: DW_TAG_union_type, name: "Payload"
// CHECK-DAG: !DILocalVariable(name: "list", {{.*}} type: [[LIST:![0-9]+]]
// CHECK-DAG: [[LIST]] = !DICompositeType(tag: DW_TAG_structure_type, name: "main.List", {{.*}} size: 64
// CHECK-DAG: !DIDerivedType(tag: DW_TAG_member, name: "cell", {{.*}}baseType: [[CELL_POINTER:![0-9]+]], size: 64
// CHECK-DAG: [[CELL_POINTER]] = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: [[CELL:![0-9]+]], size: 64)
// CHECK-DAG: [[CELL]] = !DICompositeType(tag: DW_TAG_structure_type, name: "main.List cell"
// CHECK-DAG: !DILocalVariable(name: "parts", {{.*}} type: [[PARTS:![0-9]+]]
// CHECK-DAG: [[PARTS]] = !DICompositeType(tag: DW_TAG_structure_type, name: "main.Parts"
// CHECK-DAG: !DIDerivedType(tag: DW_TAG_member, name: "letter", {{.*}}baseType: [[CHAR]]
// CHECK-DAG: !DIDerivedType(tag: DW_TAG_member, name: "color", {{.*}}baseType: [[COLOR:![0-9]+]]
// CHECK-DAG: [[COLOR]] = !DICompositeType(tag: DW_TAG_enumeration_type, name: "main.Color"
// CHECK-DAG: !DIEnumerator(name: "Blue", value: 1, isUnsigned: true)
// CHECK-DAG: !DIDerivedType(tag: DW_TAG_member, name: "to", {{.*}}baseType: [[TO:![0-9]+]]
// CHECK-DAG: [[TO]] = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: [[PARTS]]
// CHECK-DAG: !DIDerivedType(tag: DW_TAG_member, name: "call", {{.*}}baseType: [[CALL_TYPE:![0-9]+]]
// CHECK-DAG: [[CALL_TYPE]] = !DICompositeType(tag: DW_TAG_structure_type, name: "func(int64)"
// CHECK-DAG: !DICompositeType(tag: DW_TAG_structure_type, name: "a/b.Unknown", {{.*}}flags: DIFlagFwdDecl
// CHECK-NOT: name: "hidden"
tir.func internal @hidden() name "hidden" hide_in_traces {
  %point = tir.local !tir.named<"main.Point"> name "point" spelled "Point"
  %letter = tir.local ui32 name "letter" spelled "char"
  %numbers = tir.local !tir.array<3 x si32> name "numbers" spelled "[3]int32"
  %shape = tir.local !tir.named<"main.Shape"> name "shape" spelled "Shape"
  %parts = tir.local !tir.named<"main.Parts"> name "parts" spelled "Parts"
  %list = tir.local !tir.named<"main.List"> name "list" spelled "List"
  tir.enum_init %list[0] : !tir.named<"main.List">
  tir.drop %list : !tir.named<"main.List">
  tir.return
}
