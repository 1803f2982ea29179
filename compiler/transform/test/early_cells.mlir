// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "key": si64, "right": !tir.named<"Tree">}
} boxed
tir.struct_def "string" {"owner": !tir.ptr} drop @string_drop copy_hook @string_copied ends_unseen
tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_copied(!tir.ptr)
tir.enum_def "Named" {
  "None" = 0,
  "Some" = 1 {"name": !tir.named<"string">, "rest": !tir.named<"Named">}
} boxed
tir.func internal @make(!tir.ptr "result" result !tir.named<"Tree">)
tir.func internal @make_named(!tir.ptr "result" result !tir.named<"Named">)
tir.func internal @make_name(!tir.ptr "result" result !tir.named<"string">)

// The cell comes first. Both fields can be dropped from there on, and the calls write into them. What is known by then is
// stored before them.
// CHECK-LABEL: @node(
// CHECK: tir.enum_init %result[1] : !tir.named<"Tree">
// CHECK: [[LEFT:%.*]] = tir.enum_payload %result[1, 0]
// CHECK: [[KEY:%.*]] = tir.enum_payload %result[1, 1]
// CHECK: tir.store %key, [[KEY]]
// CHECK: [[RIGHT:%.*]] = tir.enum_payload %result[1, 2]
// CHECK: tir.enum_init %{{.*}}[0] : !tir.named<"Tree">
// CHECK: tir.enum_init %{{.*}}[0] : !tir.named<"Tree">
// CHECK: tir.call @make([[LEFT]])
// CHECK: tir.call @make([[RIGHT]])
// CHECK-NOT: tir.move
// CHECK: tir.return
tir.func exported @node(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %a = tir.local !tir.named<"Tree">
  %b = tir.local !tir.named<"Tree">
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.call @make(%b) : (!tir.ptr) -> ()
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %a : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %b : !tir.named<"Tree">
  tir.return
}

// A value that the call looks at moves into the cell behind it.
// CHECK-LABEL: @around(
// CHECK: tir.call @make([[OLD:%[0-9]+]])
// CHECK: tir.enum_init %result[1]
// CHECK: tir.call @look(%{{.*}}, [[OLD]])
// CHECK: tir.move %{{.*}}, [[OLD]]
// CHECK: tir.return
tir.func internal @look(!tir.ptr "result" result !tir.named<"Tree">, !tir.ptr "t" borrowed !tir.named<"Tree">)
tir.func exported @around(%result: !tir.ptr "result" result !tir.named<"Tree">, %key: si64 "key") {
  %old = tir.local !tir.named<"Tree">
  %new = tir.local !tir.named<"Tree">
  tir.call @make(%old) : (!tir.ptr) -> ()
  tir.call @look(%new, %old) : (!tir.ptr, !tir.ptr) -> ()
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %old : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %new : !tir.named<"Tree">
  tir.return
}

// A string has no case without payload: a panic in the call could not drop the cell.
// CHECK-LABEL: @named(
// CHECK: tir.call @make_named
// CHECK: tir.enum_init %result[1]
// CHECK: tir.return
tir.func exported @named(%result: !tir.ptr "result" result !tir.named<"Named">) {
  %name = tir.local !tir.named<"string">
  %rest = tir.local !tir.named<"Named">
  tir.call @make_name(%name) : (!tir.ptr) -> ()
  tir.call @make_named(%rest) : (!tir.ptr) -> ()
  tir.enum_init %result[1] : !tir.named<"Named">
  %0 = tir.enum_payload %result[1, 0] : !tir.named<"Named">
  tir.move %0, %name : !tir.named<"string">
  %1 = tir.enum_payload %result[1, 1] : !tir.named<"Named">
  tir.move %1, %rest : !tir.named<"Named">
  tir.return
}

// A flag says whether the slot holds a value; it changes behind the call, and so does the slot.
// CHECK-LABEL: @guarded(
// CHECK: tir.enum_init %result[1]
// CHECK: tir.call @make(
// CHECK: tir.store %false, [[FLAG:%.*]] :
// CHECK: tir.move %{{.*}}, %{{.*}} : !tir.named<"Tree">
// CHECK: tir.return
tir.func exported @guarded(%result: !tir.ptr "result" result !tir.named<"Tree">, %old: !tir.ptr "old" owned !tir.named<"Tree">, %key: si64 "key") {
  %kept = tir.local !tir.named<"Tree"> conditional
  %flag = tir.local i1
  %new = tir.local !tir.named<"Tree">
  %true = tir.const true
  %false = tir.const false
  tir.store %false, %flag : i1
  tir.guard %kept if %flag : !tir.named<"Tree">
  tir.move %kept, %old : !tir.named<"Tree">
  tir.store %true, %flag : i1
  tir.call @make(%new) : (!tir.ptr) -> ()
  tir.store %false, %flag : i1
  tir.enum_init %result[1] : !tir.named<"Tree">
  %left = tir.enum_payload %result[1, 0] : !tir.named<"Tree">
  tir.move %left, %kept : !tir.named<"Tree">
  %at = tir.enum_payload %result[1, 1] : !tir.named<"Tree">
  tir.store %key, %at : si64
  %right = tir.enum_payload %result[1, 2] : !tir.named<"Tree">
  tir.move %right, %new : !tir.named<"Tree">
  tir.return
}
