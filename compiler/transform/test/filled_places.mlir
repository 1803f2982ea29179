// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "key": si64, "right": !tir.named<"Tree">}
} boxed
tir.struct_def "File" {"id": si64} drop @close
tir.func internal @close(%file: !tir.ptr "file")
tir.enum_def "Files" {
  "None" = 0,
  "Some" = 1 {"file": !tir.named<"File">, "rest": !tir.named<"Files">}
} boxed
tir.func internal @make_file(!tir.ptr "result" result !tir.named<"File">)

// Both calls make their results in the cell that waits for them, and so does the variant.
// CHECK-LABEL: tir.func exported @make(
// CHECK: tir.enum_init %result[1]
// CHECK: [[LEFT:%.*]] = tir.enum_payload %result[1, 0]
// CHECK: [[RIGHT:%.*]] = tir.enum_payload %result[1, 2]
// CHECK: tir.call @make.filling([[LEFT]], {{.*}})
// CHECK: tir.call @make.filling([[RIGHT]], {{.*}})
// CHECK-NEXT: tir.return
// CHECK-LABEL: tir.func internal @make.filling(%result: !tir.ptr "result" filled !tir.named<"Tree">, %depth: si64 "depth")
// CHECK: tir.enum_init %result[0]
// CHECK: tir.enum_init %result[1]
// CHECK: [[LEFT:%.*]] = tir.enum_payload %result[1, 0]
// CHECK: [[RIGHT:%.*]] = tir.enum_payload %result[1, 2]
// CHECK: tir.enum_init %{{.*}}[0]
// CHECK: tir.enum_init %{{.*}}[0]
// CHECK: tir.call @make.filling([[LEFT]], {{.*}})
// CHECK: tir.call @make.filling([[RIGHT]], {{.*}})
// CHECK-NEXT: tir.return
tir.func exported @make(%result: !tir.ptr "result" result !tir.named<"Tree">, %depth: si64 "depth") {
  %a = tir.local !tir.named<"Tree">
  %b = tir.local !tir.named<"Tree">
  %0 = tir.const 0 : si64
  %is_leaf = tir.compare equal %depth, %0 : si64
  cf.cond_br %is_leaf, ^leaf, ^node
^leaf:
  tir.enum_init %result[0] : !tir.named<"Tree">
  tir.return
^node:
  %1 = tir.const 1 : si64
  %less = tir.sub %depth, %1 : si64
  tir.call @make(%a, %less) : (!tir.ptr, si64) -> ()
  tir.call @make(%b, %less) : (!tir.ptr, si64) -> ()
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %a : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %depth, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %b : !tir.named<"Tree">
  tir.return
}

// A call that makes the result of the variant fills the same place; one into a slot is a call like others.
// CHECK-LABEL: tir.func exported @grow(
// CHECK: tir.call @grow(%result, {{.*}})
// CHECK: tir.call @grow([[SLOT:%[0-9]+]], {{.*}})
// CHECK: tir.call @grow.filling(
// CHECK-LABEL: tir.func internal @grow.filling(%result: !tir.ptr "result" filled
// CHECK: tir.call @grow.filling(%result, {{.*}})
// CHECK: tir.call @grow([[SLOT:%[0-9]+]], {{.*}})
// CHECK: tir.call @grow.filling(
tir.func exported @grow(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %a = tir.local !tir.named<"Tree">
  %b = tir.local !tir.named<"Tree">
  %0 = tir.const 0 : si64
  %again = tir.compare less %key, %0 : si64
  cf.cond_br %again, ^again, ^node
^again:
  tir.call @grow(%result, %0) : (!tir.ptr, si64) -> ()
  tir.return
^node:
  tir.call @grow(%a, %0) : (!tir.ptr, si64) -> ()
  tir.drop %a : !tir.named<"Tree">
  tir.call @grow(%b, %0) : (!tir.ptr, si64) -> ()
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.enum_init %left[0] : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %b : !tir.named<"Tree">
  tir.return
}

// The result lacks a field while an operation can panic: whoever ends the outer cell would drop what is not there.
// CHECK-LABEL: tir.func exported @lacking(
// CHECK-NOT: filling
// CHECK: tir.func internal @next
tir.func exported @lacking(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %b = tir.local !tir.named<"Tree">
  %0 = tir.const 0 : si64
  %is_small = tir.compare less %key, %0 : si64
  cf.cond_br %is_small, ^small, ^node
^small:
  tir.enum_init %result[1] : !tir.named<"Tree">
  %small_left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.enum_init %small_left[0] : !tir.named<"Tree">
  %next = tir.call @next(%key) : (si64) -> si64
  %small_at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %next, %small_at : si64
  %small_right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.enum_init %small_right[0] : !tir.named<"Tree">
  tir.return
^node:
  tir.call @lacking(%b, %0) : (!tir.ptr, si64) -> ()
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.enum_init %left[0] : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %b : !tir.named<"Tree">
  tir.return
}
tir.func internal @next(si64 "key") -> si64

// Values whose end is seen keep their order, and their cells come last: nothing is filled.
// CHECK-LABEL: tir.func exported @files(
// CHECK-NOT: filling
tir.func exported @files(%result: !tir.ptr "result" result !tir.named<"Files">) {
  %file = tir.local !tir.named<"File">
  %rest = tir.local !tir.named<"Files">
  tir.call @make_file(%file) : (!tir.ptr) -> ()
  tir.call @files(%rest) : (!tir.ptr) -> ()
  tir.enum_init %result[1] : !tir.named<"Files">
  %at = tir.enum_payload %result[1, 0] : !tir.named<"Files">
  tir.move %at, %file : !tir.named<"File">
  %tail = tir.enum_payload %result[1, 1] : !tir.named<"Files">
  tir.move %tail, %rest : !tir.named<"Files">
  tir.return
}
