// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
tir.struct_def "File" {"id": si64} drop @close
tir.func internal @close(%file: !tir.ptr "file")

// The call is a jump back: what is added to its result is added before, and the borrowed parameter is seen in a slot.
// CHECK-LABEL: @length(
// CHECK: [[AT:%.*]] = tir.local !tir.named<"List">
// CHECK: [[SUM:%.*]] = tir.local si64
// CHECK: tir.borrow [[AT]], %list
// CHECK: cf.br [[START:\^bb.*]]
// CHECK: [[START]]:
// CHECK-NEXT: tir.enum_tag [[AT]]
// CHECK-NOT: tir.call
// CHECK: [[TAIL:%.*]] = tir.enum_payload [[AT]][1, 1]
// CHECK: [[BEFORE:%.*]] = tir.load [[SUM]]
// CHECK: [[ONE:%.*]] = tir.const 1 : si64
// CHECK: [[GROWN:%.*]] = tir.add [[BEFORE]], [[ONE]] : si64
// CHECK: tir.store [[GROWN]], [[SUM]]
// CHECK: tir.borrow [[AT]], [[TAIL]]
// CHECK: cf.br [[START]]
// CHECK: [[LAST:%.*]] = tir.load [[SUM]]
// CHECK: [[ALL:%.*]] = tir.add [[LAST]],
// CHECK: tir.return [[ALL]]
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

// Two calls: the last one is the jump. Scalars are arguments of the first block. The result is in a slot.
// CHECK-LABEL: @count(
// CHECK: ^bb1([[N:%.*]]: ui64):
// CHECK: tir.compare less [[N]],
// CHECK: [[FIRST:%.*]] = tir.call @count(
// CHECK-NOT: tir.call
// CHECK: tir.add %{{.*}}, [[FIRST]] : ui64
// CHECK: cf.br ^bb1(%{{.*}} : ui64)
// CHECK: tir.return
tir.func exported @count(%n: ui64 "n") -> ui64 {
  %result = tir.local ui64
  %two = tir.const 2 : ui64
  %small = tir.compare less %n, %two : ui64
  cf.cond_br %small, ^leaf, ^node
^leaf:
  tir.store %n, %result : ui64
  cf.br ^end
^node:
  %half = tir.sub_wrap %n, %two : ui64
  %a = tir.call @count(%half) : (ui64) -> ui64
  %b = tir.call @count(%half) : (ui64) -> ui64
  %sum = tir.add %a, %b : ui64
  tir.store %sum, %result : ui64
  cf.br ^end
^end:
  %all = tir.load %result : ui64
  tir.return %all : ui64
}

// A summand that may be negative: 2^63 - 1 + (1 + -1) does not overflow, (2^63 - 1 + 1) + -1 does.
// CHECK-LABEL: @total(
// CHECK: tir.call @total(
tir.func exported @total(%list: !tir.ptr "list" borrowed !tir.named<"List">) -> si64 {
  %tag = tir.enum_tag %list : !tir.named<"List">
  %one = tir.const 1 : ui32
  %is_cons = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_cons, ^cons, ^nil
^cons:
  %head = tir.enum_payload %list[1, 0] : !tir.named<"List">
  %x = tir.load %head : si64
  %tail = tir.enum_payload %list[1, 1] : !tir.named<"List">
  %rest = tir.call @total(%tail) : (!tir.ptr) -> si64
  %sum = tir.add %x, %rest : si64
  tir.return %sum : si64
^nil:
  %0 = tir.const 0 : si64
  tir.return %0 : si64
}

// Another panic could come before the overflow or behind it.
// CHECK-LABEL: @quotients(
// CHECK: tir.call @quotients(
tir.func exported @quotients(%n: ui64 "n", %d: ui64 "d") -> ui64 {
  %0 = tir.const 0 : ui64
  %done = tir.compare equal %n, %0 : ui64
  cf.cond_br %done, ^end, ^more
^more:
  %x = tir.div %n, %d : ui64
  %rest = tir.call @quotients(%x, %d) : (ui64, ui64) -> ui64
  %sum = tir.add %x, %rest : ui64
  tir.return %sum : ui64
^end:
  tir.return %0 : ui64
}

// Something happens behind the call.
// CHECK-LABEL: @closes(
// CHECK: tir.call @closes(
// CHECK: tir.drop
tir.func exported @closes(%n: ui64 "n") -> ui64 {
  %file = tir.local !tir.named<"File">
  %0 = tir.const 0 : ui64
  %done = tir.compare equal %n, %0 : ui64
  cf.cond_br %done, ^end, ^more
^more:
  tir.struct_init %file : !tir.named<"File">
  %half = tir.sub_wrap %n, %n : ui64
  %rest = tir.call @closes(%half) : (ui64) -> ui64
  tir.drop %file : !tir.named<"File">
  %sum = tir.add %n, %rest : ui64
  tir.return %sum : ui64
^end:
  tir.return %0 : ui64
}

// The same summand in two places: what one question about its slot assumed, the other must not take for known.
// CHECK-LABEL: @two_sites(
// CHECK: tir.call @two_sites(
// CHECK: tir.call @two_sites(
tir.func exported @two_sites(%n: si64 "n", %x: si64 "x", %c: i1 "c") -> si64 {
  %slot = tir.local si64
  tir.store %x, %slot : si64
  %0 = tir.const 0 : si64
  %done = tir.compare equal %n, %0 : si64
  cf.cond_br %done, ^end, ^more
^more:
  %summand = tir.load %slot : si64
  %less = tir.sub_wrap %n, %x : si64
  cf.cond_br %c, ^left, ^right
^left:
  %a = tir.call @two_sites(%less, %x, %c) : (si64, si64, i1) -> si64
  %left = tir.add %summand, %a : si64
  tir.return %left : si64
^right:
  %other = tir.load %slot : si64
  %b = tir.call @two_sites(%less, %x, %c) : (si64, si64, i1) -> si64
  %right = tir.add %other, %b : si64
  tir.return %right : si64
^end:
  tir.return %0 : si64
}
