// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "key": si64, "right": !tir.named<"Tree">}
} boxed
tir.func internal @work(!tir.ptr "result" result !tir.named<"Tree">, !tir.ptr "t" owned !tir.named<"Tree">)

// The key and the right side stay where they are: where nobody else refers to the node, the way behind
// the taking apart knows its cell, and the other one allocates.
// CHECK-LABEL: tir.func internal @keeps(
// CHECK: [[NODE:%.*]] = tir.load %t : !tir.ptr
// CHECK-NEXT: [[ONLY:%.*]] = tir.is_unique [[NODE]]
// CHECK-NEXT: cf.cond_br [[ONLY]], [[UNIQUE:\^bb[0-9]+]], [[SHARED:\^bb[0-9]+]]
// CHECK: [[UNIQUE]]:
// CHECK: [[CELL:%.*]] = tir.take_apart unique %t[1]
// CHECK-NOT: take_apart
// CHECK: tir.enum_init %result[1] reuse [[CELL]]
// CHECK: cf.br [[OUT:\^bb[0-9]+]]
// CHECK: [[SHARED]]:
// CHECK: tir.take_apart shared %t[1]
// CHECK-NOT: reuse
// CHECK: tir.enum_init %result[1] : !tir.named<"Tree">
// CHECK-NOT: free_cell
// CHECK: cf.br [[OUT]]
// CHECK: [[OUT]]:
tir.func internal @keeps(%result: !tir.ptr "result" result !tir.named<"Tree">, %t: !tir.ptr "t" owned !tir.named<"Tree">) {
  %l = tir.local !tir.named<"Tree">
  %k = tir.local si64
  %r = tir.local !tir.named<"Tree">
  %new = tir.local !tir.named<"Tree">
  %tag = tir.enum_tag %t : !tir.named<"Tree">
  %one = tir.const 1 : ui32
  %is_node = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_node, ^node, ^leaf
^node:
  %cell = tir.take_apart %t[1] to(%l, %k, %r) : !tir.named<"Tree">
  tir.call @work(%new, %l) : (!tir.ptr, !tir.ptr) -> ()
  tir.enum_init %result[1] reuse %cell : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %new : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  %key = tir.load %k : si64
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %r : !tir.named<"Tree">
  cf.br ^out
^leaf:
  tir.drop %t : !tir.named<"Tree">
  tir.enum_init %result[0] : !tir.named<"Tree">
  cf.br ^out
^out:
  tir.return
}

// Each field is another one: nothing is won by a second way.
// CHECK-LABEL: tir.func internal @changes(
// CHECK-NOT: is_unique
// CHECK: tir.take_apart %t[1]
// CHECK-NOT: take_apart
// CHECK: tir.return
tir.func internal @changes(%result: !tir.ptr "result" result !tir.named<"Tree">, %t: !tir.ptr "t" owned !tir.named<"Tree">) {
  %l = tir.local !tir.named<"Tree">
  %k = tir.local si64
  %r = tir.local !tir.named<"Tree">
  %cell = tir.take_apart %t[1] to(%l, %k, %r) : !tir.named<"Tree">
  tir.enum_init %result[1] reuse %cell : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %r : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  %0 = tir.const 0 : si64
  tir.store %0, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %l : !tir.named<"Tree">
  tir.return
}
