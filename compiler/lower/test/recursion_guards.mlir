// RUN: arc-translate --tir-to-output -emit=llvm -O2 %s | FileCheck %s

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "right": !tir.named<"Tree">}
} boxed

// What the function tests first is tested before it calls itself: no call for a leaf.
// CHECK-LABEL: define {{.*}}i64 @depth(
// CHECK: [[LEFT:%.*]] = load ptr
// CHECK-NEXT: [[IS_LEAF:%.*]] = icmp u{{.*}} ptr [[LEFT]]
// CHECK-NEXT: br i1 [[IS_LEAF]]
// CHECK: call i64 @depth(ptr {{.*}}[[LEFT]])
// CHECK: phi {{.*}}[ { i64 1, i1 false },
tir.func exported @depth(%tree: !tir.ptr "tree" borrowed !tir.named<"Tree">) -> si64 {
  %tag = tir.enum_tag %tree : !tir.named<"Tree">
  %one = tir.const 1 : ui32
  %is_node = tir.compare equal %tag, %one : ui32
  cf.cond_br %is_node, ^node, ^leaf
^node:
  %left = tir.enum_payload %tree[1, 0] : !tir.named<"Tree">
  %a = tir.call @depth(%left) : (!tir.ptr) -> si64
  %1 = tir.const 1 : si64
  %sum = tir.add %a, %1 : si64
  %b = tir.mul %sum, %sum : si64
  tir.return %b : si64
^leaf:
  %0 = tir.const 0 : si64
  tir.return %0 : si64
}

// A value that depends on what is passed: fib(1) is 1.
// CHECK-LABEL: define {{.*}}i64 @fib(
// CHECK: [[BEFORE:%.*]] = add {{.*}}, -1
// CHECK-NEXT: [[SMALL:%.*]] = icmp slt i64
// CHECK-NEXT: br i1 [[SMALL]]
// CHECK: call i64 @fib(i64 {{.*}}[[BEFORE]])
// CHECK: phi i64 {{.*}}[[BEFORE]]
tir.func exported @fib(%n: si64 "n") -> si64 {
  %two = tir.const 2 : si64
  %one = tir.const 1 : si64
  %small = tir.compare less %n, %two : si64
  cf.cond_br %small, ^end, ^more
^end:
  tir.return %n : si64
^more:
  %x = tir.sub_wrap %n, %one : si64
  %a = tir.call @fib(%x) : (si64) -> si64
  %y = tir.sub_wrap %n, %two : si64
  %b = tir.call @fib(%y) : (si64) -> si64
  %sum = tir.xor %a, %b : si64
  tir.return %sum : si64
}

// The test comes behind something that others see.
// CHECK-LABEL: define {{.*}}i64 @counts(
// CHECK-COUNT-1: icmp
// CHECK-NOT: icmp
// CHECK: call i64 @counts(
tir.func exported @counts(%n: si64 "n", %seen: !tir.ptr "seen") -> si64 {
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  tir.store %n, %seen : si64
  %small = tir.compare equal %n, %zero : si64
  cf.cond_br %small, ^end, ^more
^end:
  tir.return %n : si64
^more:
  %x = tir.sub_wrap %n, %one : si64
  %a = tir.call @counts(%x, %seen) : (si64, !tir.ptr) -> si64
  %b = tir.xor %a, %n : si64
  %c = tir.mul_wrap %b, %b : si64
  tir.return %c : si64
}
