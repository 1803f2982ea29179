// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
tir.func internal @keep(!tir.ptr "slot")

// `let at = list` that walks along the list: no counts.
// CHECK-LABEL: @sum
// CHECK: tir.borrow [[AT:%.*]], %list
// CHECK: tir.borrow [[REST:%.*]], %{{.*}} : !tir.named<"List">
// CHECK: tir.borrow [[AT]], [[REST]]
// CHECK-NOT: tir.copy
// CHECK-NOT: tir.drop
// CHECK: tir.return
tir.func exported @sum(%list: !tir.ptr "list" borrowed !tir.named<"List">) {
  %at = tir.local !tir.named<"List"> name "at"
  %rest = tir.local !tir.named<"List">
  tir.copy %at, %list : !tir.named<"List">
  cf.br ^head
^head:
  %tag = tir.enum_tag %at : !tir.named<"List">
  %one = tir.const 1 : ui32
  %is_cons = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_cons, ^cons, ^nil
^cons:
  %tail = tir.enum_payload %at[1, 1] : !tir.named<"List">
  tir.copy %rest, %tail : !tir.named<"List">
  tir.drop %at : !tir.named<"List">
  tir.move %at, %rest : !tir.named<"List">
  cf.br ^head
^nil:
  tir.drop %at : !tir.named<"List">
  tir.return
}

// A name whose address is given away owns its value.
// CHECK-LABEL: @given_away
// CHECK: tir.copy
// CHECK: tir.drop
tir.func exported @given_away(%list: !tir.ptr "list" borrowed !tir.named<"List">) {
  %at = tir.local !tir.named<"List"> name "at"
  tir.copy %at, %list : !tir.named<"List">
  tir.call @keep(%at) : (!tir.ptr) -> ()
  tir.drop %at : !tir.named<"List">
  tir.return
}

// A copy that is kept in the result is counted, once.
// CHECK-LABEL: @kept
// CHECK: tir.borrow
// CHECK: tir.copy %result
// CHECK-NOT: tir.drop
// CHECK: tir.return
tir.func exported @kept(%result: !tir.ptr "result" result !tir.named<"List">, %list: !tir.ptr "list" borrowed !tir.named<"List">) {
  %at = tir.local !tir.named<"List"> name "at"
  tir.copy %at, %list : !tir.named<"List">
  tir.copy %result, %at : !tir.named<"List">
  tir.drop %at : !tir.named<"List">
  tir.return
}

// A copy of the name would change the name's bytes, not the parameter's.
tir.struct_def "Guard" {"id": si64} drop @close shared_drop
tir.func internal @close(%guard: !tir.ptr "guard")

// CHECK-LABEL: @copied_twice
// CHECK-NOT: tir.borrow
// CHECK: tir.copy %{{.*}}, %guard
// CHECK: tir.return
tir.func exported @copied_twice(%result: !tir.ptr "result" result !tir.named<"Guard">, %guard: !tir.ptr "guard" borrowed !tir.named<"Guard">) {
  %saved = tir.local !tir.named<"Guard"> name "saved"
  tir.copy %saved, %guard : !tir.named<"Guard">
  tir.copy %result, %saved : !tir.named<"Guard">
  tir.drop %saved : !tir.named<"Guard">
  tir.return
}
