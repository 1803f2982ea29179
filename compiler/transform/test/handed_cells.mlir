// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "key": si64, "right": !tir.named<"Tree">}
} boxed

// CHECK-LABEL: tir.func internal @maybe(
// CHECK-NOT: cell
// Makes a node on one way, on the other nothing; behind the joint nobody wants a cell.
// CHECK-LABEL: tir.func internal @maybe.cell.Tree.1(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key", %arg0: !tir.ptr cell !tir.named<"Tree">)
// CHECK: cf.cond_br %{{.*}}, [[NODE:\^bb[0-9]+]], [[NONE:\^bb[0-9]+]]
// CHECK: [[NODE]]:
// CHECK-NOT: free_cell
// CHECK: tir.enum_init %result[1] reuse %arg0
// CHECK-NOT: free_cell
// CHECK: [[NONE]]:
// CHECK-NEXT: tir.free_cell %arg0[1] : !tir.named<"Tree">
// CHECK-NOT: free_cell
tir.func internal @maybe(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %0 = tir.const 0 : si64
  %is_small = tir.compare less %key, %0 : si64
  cf.cond_br %is_small, ^node, ^none
^node:
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.enum_init %left[0] : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.enum_init %right[0] : !tir.named<"Tree">
  cf.br ^out
^none:
  tir.enum_init %result[0] : !tir.named<"Tree">
  cf.br ^out
^out:
  tir.return
}

// The cell of the node that is taken apart goes to the last call that can use it.
// CHECK-LABEL: tir.func internal @uses(
// CHECK: [[CELL:%.*]] = tir.take_apart %t[1]
// CHECK-NOT: free_cell
// CHECK: tir.call @maybe(%
// CHECK: tir.call @maybe.cell.Tree.1(%result, %{{.*}}, [[CELL]])
// CHECK-NOT: free_cell
// CHECK: tir.return
tir.func internal @uses(%result: !tir.ptr "result" result !tir.named<"Tree">, %t: !tir.ptr "t" owned !tir.named<"Tree">) {
  %l = tir.local !tir.named<"Tree">
  %k = tir.local si64
  %r = tir.local !tir.named<"Tree">
  %first = tir.local !tir.named<"Tree">
  %cell = tir.take_apart %t[1] to(%l, %k, %r) : !tir.named<"Tree">
  tir.drop %l : !tir.named<"Tree">
  tir.drop %r : !tir.named<"Tree">
  %key = tir.load %k : si64
  tir.call @maybe(%first, %key) : (!tir.ptr, si64) -> ()
  tir.drop %first : !tir.named<"Tree">
  tir.call @maybe(%result, %key) : (!tir.ptr, si64) -> ()
  tir.return
}

// A function that calls itself would pass the cell down all the way: it is freed.
// CHECK-LABEL: tir.func internal @keeps(
// CHECK: tir.free_cell
// CHECK-NOT: cell
// CHECK: tir.return
tir.func internal @grow(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %b = tir.local !tir.named<"Tree">
  %0 = tir.const 0 : si64
  %is_small = tir.compare less %key, %0 : si64
  cf.cond_br %is_small, ^small, ^node
^small:
  tir.enum_init %result[0] : !tir.named<"Tree">
  tir.return
^node:
  tir.call @grow(%b, %0) : (!tir.ptr, si64) -> ()
  tir.drop %b : !tir.named<"Tree">
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.enum_init %left[0] : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.enum_init %right[0] : !tir.named<"Tree">
  tir.return
}
tir.func internal @keeps(%result: !tir.ptr "result" result !tir.named<"Tree">, %t: !tir.ptr "t" owned !tir.named<"Tree">) {
  %l = tir.local !tir.named<"Tree">
  %k = tir.local si64
  %r = tir.local !tir.named<"Tree">
  %cell = tir.take_apart %t[1] to(%l, %k, %r) : !tir.named<"Tree">
  tir.drop %l : !tir.named<"Tree">
  tir.drop %r : !tir.named<"Tree">
  %key = tir.load %k : si64
  tir.call @grow(%result, %key) : (!tir.ptr, si64) -> ()
  tir.return
}
