// RUN: arc-translate --tir-to-output -emit=llvm -at-comptime -O2 %s | FileCheck %s
// RUN: arc-translate --tir-to-output -emit=llvm -at-comptime %s | FileCheck --check-prefix=PLAIN %s
// RUN: arc-translate --tir-to-output -emit=asm -at-comptime -O2 %s | FileCheck --check-prefix=CODE %s
// RUN: arc-translate --tir-to-output -emit=llvm -O2 %s | FileCheck --check-prefix=PROGRAM %s

// PROGRAM-NOT: out_of_fuel

tir.func internal @next(si64) -> si64

// What calls nothing and has no loop ends: it takes nothing.
// CHECK-LABEL: define {{.*}}i64 @leaf(
// CHECK-NOT: inttoptr
// CHECK: ret i64
// PLAIN-LABEL: define {{.*}}i64 @leaf(
// PLAIN-NOT: inttoptr
// PLAIN: ret i64
tir.func exported @leaf(%n: si64 "n") -> si64 {
  %r = tir.add_wrap %n, %n : si64
  tir.return %r : si64
}

// What calls takes one at its entry.
// CHECK-LABEL: define {{.*}}i64 @calls(
// CHECK-NEXT: [[FUEL:%.*]] = load i64, ptr inttoptr (i64 268435456 to ptr), align 8
// CHECK-NEXT: [[LEFT:%.*]] = sub i64 [[FUEL]], 1
// CHECK-NEXT: store i64 [[LEFT]], ptr inttoptr (i64 268435456 to ptr), align 8
// CHECK-NEXT: [[OUT:%.*]] = icmp slt i64 [[LEFT]], 0
// CHECK-NEXT: br i1 [[OUT]], label %[[EMPTY:.*]], label
// CHECK: call {{.*}}i64 @next(
// CHECK: {{^}}[[EMPTY]]:
// CHECK-NEXT: call void @arc_comptime_out_of_fuel()
// CHECK-NEXT: unreachable
// One instruction and a branch.
// CODE-LABEL: calls:
// CODE: decq 268435456
// CODE-NEXT: js
// CODE: jmp next
tir.func exported @calls(%n: si64 "n") -> si64 {
  %r = tir.call @next(%n) : (si64) -> si64
  tir.return %r : si64
}

// A loop without calls counts in a register, from where it is entered to where it is left.
// CHECK-LABEL: define {{.*}}i64 @loop(
// CHECK-SAME: [[$EFFECTS:#[0-9]+]]
// CHECK: [[FIRST:%.*]] = load i64, ptr inttoptr
// CHECK: phi i64 [ [[FIRST]], {{.*}} ], [ [[LEFT:%.*]],
// CHECK-NOT: inttoptr
// CHECK: [[LEFT]] = sub i64
// CHECK-NOT: inttoptr
// CHECK: store i64 [[LEFT]], ptr inttoptr
// CHECK: ret i64
// PLAIN-LABEL: define {{.*}}i64 @loop(
// PLAIN: load i64, ptr inttoptr
// PLAIN: store i64 {{.*}}, ptr inttoptr
// PLAIN: call void @arc_comptime_out_of_fuel()
tir.func exported @loop(%n: si64 "n") -> si64 {
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  cf.br ^head(%zero, %one : si64, si64)
^head(%i: si64, %x: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^end
^body:
  %y = tir.mul_wrap %x, %x : si64
  %z = tir.xor %y, %i : si64
  %j = tir.add %i, %one : si64
  cf.br ^head(%j, %z : si64, si64)
^end:
  tir.return %x : si64
}

// A loop with calls counts in memory, since they do.
// CHECK-LABEL: define {{.*}}void @loop_with_calls(
// CHECK: call {{.*}}i64 @next(
// CHECK: load i64, ptr inttoptr
// CHECK: store i64 {{.*}}, ptr inttoptr
tir.func exported @loop_with_calls(%n: si64 "n") {
  cf.br ^head(%n : si64)
^head(%i: si64):
  %j = tir.call @next(%i) : (si64) -> si64
  %more = tir.compare less %j, %n : si64
  cf.cond_br %more, ^head(%j : si64), ^end
^end:
  tir.return
}

// A loop inside of one that calls.
// CHECK-LABEL: define {{.*}}void @nested(
// CHECK: call void @arc_comptime_out_of_fuel()
// CHECK: call void @arc_comptime_out_of_fuel()
// CHECK: call void @arc_comptime_out_of_fuel()
// CHECK-NOT: call void @arc_comptime_out_of_fuel()
// CHECK: }
tir.func exported @nested(%n: si64 "n", %p: !tir.ptr "p") {
  %one = tir.const 1 : si64
  cf.br ^outer(%n : si64)
^outer(%i: si64):
  %j = tir.call @next(%i) : (si64) -> si64
  cf.br ^inner(%j : si64)
^inner(%k: si64):
  tir.store %k, %p : si64
  %old = tir.load %p : si64
  %l = tir.mul_wrap %old, %k : si64
  %again = tir.compare less %l, %n : si64
  cf.cond_br %again, ^inner(%l : si64), ^next
^next:
  %more = tir.compare less %j, %n : si64
  cf.cond_br %more, ^outer(%j : si64), ^end
^end:
  tir.return
}

// A loop that does nothing for ever.
// CHECK-LABEL: define {{.*}}void @spin(
// CHECK: call void @arc_comptime_out_of_fuel()
// CODE-LABEL: spin:
// CODE: dec
// CODE: callq arc_comptime_out_of_fuel
tir.func exported @spin() {
  cf.br ^head
^head:
  cf.br ^head
}

// What LLVM inferred before there was fuel holds no more.
// CHECK: attributes [[$EFFECTS]] = {
// CHECK-NOT: memory(none)
// CHECK-SAME: }
