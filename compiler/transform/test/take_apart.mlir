// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
tir.enum_def "Pair" {
  "None" = 0,
  "Two" = 1 {"a": !tir.named<"List">, "b": !tir.named<"List">}
} boxed
tir.func internal @make(!tir.ptr "result" result !tir.named<"List">)

// A walk over a list: the borrowing form counts nothing, and stays for importers.
// CHECK-LABEL: @length(
// CHECK-NOT: tir.copy
// CHECK-NOT: tir.drop
// CHECK: tir.return
// The owning form frees the cells on its way.
// CHECK-LABEL: tir.func internal @length.owned.0(%list: !tir.ptr "list" owned !tir.named<"List">)
// CHECK: [[CELL:%.*]] = tir.take_apart %list[1] to(%{{.*}}, [[TAIL:%.*]]) : !tir.named<"List">
// CHECK-NEXT: tir.free_cell [[CELL]][1]
// CHECK: tir.move %list, [[TAIL]]
// CHECK: ^bb{{.*}}:
// CHECK-NEXT: tir.drop %list
tir.func exported @length(%list: !tir.ptr "list" borrowed !tir.named<"List">) -> si64 {
  %tag = tir.enum_tag %list : !tir.named<"List">
  %one = tir.const 1 : ui32
  %is_cons = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_cons, ^cons, ^nil
^cons:
  %tail = tir.enum_payload %list[1, 1] : !tir.named<"List">
  %rest = tir.call @length(%tail) : (!tir.ptr) -> si64
  %1 = tir.const 1 : si64
  %sum = tir.add %rest, %1 : si64
  tir.return %sum : si64
^nil:
  %0 = tir.const 0 : si64
  tir.return %0 : si64
}

// The value dies in the call: the owning form is called.
// CHECK-LABEL: @length_of_new
// CHECK: tir.call @length.owned.0
// CHECK-NOT: tir.drop
// CHECK: tir.return
tir.func exported @length_of_new() -> si64 {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  %1 = tir.call @length(%0) : (!tir.ptr) -> si64
  tir.drop %0 : !tir.named<"List">
  tir.return %1 : si64
}

// The value lives on: the borrowing form is called.
// CHECK-LABEL: @length_twice
// CHECK: tir.call @length(
// CHECK: tir.call @length.owned.0(
tir.func exported @length_twice() -> si64 {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  %1 = tir.call @length(%0) : (!tir.ptr) -> si64
  %2 = tir.call @length(%0) : (!tir.ptr) -> si64
  %3 = tir.add %1, %2 : si64
  tir.drop %0 : !tir.named<"List">
  tir.return %3 : si64
}

// The cell becomes the new one.
// CHECK-LABEL: tir.func internal @increment.owned.1
// CHECK: [[CELL:%.*]] = tir.take_apart %list[1]
// CHECK-NOT: tir.free_cell
// CHECK: tir.enum_init %result[1] reuse [[CELL]]
// CHECK: tir.call @increment.owned.1
tir.func exported @increment(%result: !tir.ptr "result" result !tir.named<"List">, %list: !tir.ptr "list" borrowed !tir.named<"List">) {
  %tag = tir.enum_tag %list : !tir.named<"List">
  %one = tir.const 1 : ui32
  %is_cons = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_cons, ^cons, ^nil
^cons:
  %head = tir.enum_payload %list[1, 0] : !tir.named<"List">
  %tail = tir.enum_payload %list[1, 1] : !tir.named<"List">
  %value = tir.load %head : si64
  %1 = tir.const 1 : si64
  %more = tir.add %value, %1 : si64
  tir.enum_init %result[1] : !tir.named<"List">
  %new_head = tir.enum_payload %result[1, 0] : !tir.named<"List">
  tir.store %more, %new_head : si64
  %new_tail = tir.enum_payload %result[1, 1] : !tir.named<"List">
  tir.call @increment(%new_tail, %tail) : (!tir.ptr, !tir.ptr) -> ()
  tir.return
^nil:
  tir.enum_init %result[0] : !tir.named<"List">
  tir.return
}

// Of what is kept and what is not, each field ends once.
// CHECK-LABEL: tir.func internal @first.owned.1
// CHECK: tir.take_apart %pair[1] to([[A:%.*]], [[B:%.*]])
// CHECK: tir.drop [[B]]
// CHECK: tir.move %result, [[A]]
tir.func exported @first(%result: !tir.ptr "result" result !tir.named<"List">, %pair: !tir.ptr "pair" borrowed !tir.named<"Pair">) {
  %a = tir.enum_payload %pair[1, 0] : !tir.named<"Pair">
  tir.copy %result, %a : !tir.named<"List">
  tir.return
}

tir.func exported @use_both(%result: !tir.ptr "result" result !tir.named<"List">) {
  %0 = tir.local !tir.named<"List">
  %1 = tir.local !tir.named<"Pair">
  tir.call @make(%0) : (!tir.ptr) -> ()
  tir.enum_init %1[1] : !tir.named<"Pair">
  %a = tir.enum_payload %1[1, 0] : !tir.named<"Pair">
  %b = tir.enum_payload %1[1, 1] : !tir.named<"Pair">
  tir.copy %a, %0 : !tir.named<"List">
  tir.call @increment(%b, %0) : (!tir.ptr, !tir.ptr) -> ()
  tir.drop %0 : !tir.named<"List">
  tir.call @first(%result, %1) : (!tir.ptr, !tir.ptr) -> ()
  tir.drop %1 : !tir.named<"Pair">
  tir.return
}
