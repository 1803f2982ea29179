// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

// CHECK-LABEL: define dso_local noundef i32 @add(i32 noundef %a, i32 noundef %b)
// CHECK: [[PAIR:%.*]] = call { i32, i1 } @llvm.sadd.with.overflow.i32(i32 %a, i32 %b)
// CHECK: [[SUM:%.*]] = extractvalue { i32, i1 } [[PAIR]], 0
// CHECK: [[BAD:%.*]] = extractvalue { i32, i1 } [[PAIR]], 1
// CHECK: br i1 [[BAD]], label %panic, label %[[GOOD:.*]], !prof
// CHECK: [[GOOD]]:
// CHECK: ret i32 [[SUM]]
// CHECK: panic:
// CHECK: call void @arc_rt_panic_overflow_add()
// CHECK: unreachable
tir.func exported @add(%a: si32 "a", %b: si32 "b") -> si32 {
  %0 = tir.add %a, %b : si32
  tir.return %0 : si32
}

// CHECK-LABEL: @unsigned
// CHECK: @llvm.umul.with.overflow.i16
// CHECK: @llvm.usub.with.overflow.i16
tir.func exported @unsigned(%a: ui16 "a", %b: ui16 "b") -> ui16 {
  %0 = tir.mul %a, %b : ui16
  %1 = tir.sub %0, %b : ui16
  tir.return %1 : ui16
}

// CHECK-LABEL: @floats
// CHECK-NOT: panic
// CHECK: fadd double
// CHECK: fdiv double
// CHECK: frem double
// CHECK: fneg double
// CHECK: ret double
tir.func exported @floats(%a: f64 "a", %b: f64 "b") -> f64 {
  %0 = tir.add %a, %b : f64
  %1 = tir.div %0, %b : f64
  %2 = tir.rem %1, %b : f64
  %3 = tir.neg %2 : f64
  tir.return %3 : f64
}

// CHECK-LABEL: @divide
// CHECK: icmp eq i64 %b, 0
// CHECK: icmp eq i64 %a, -9223372036854775808
// CHECK: icmp eq i64 %b, -1
// CHECK: sdiv i64 %a, %b
// CHECK: call void @arc_rt_panic_div_zero()
// CHECK: call void @arc_rt_panic_overflow_div()
tir.func exported @divide(%a: si64 "a", %b: si64 "b") -> si64 {
  %0 = tir.div %a, %b : si64
  tir.return %0 : si64
}

// A constant divisor needs no check.
// CHECK-LABEL: @by_ten
// CHECK-NOT: panic
// CHECK: srem i64 %a, 10
tir.func exported @by_ten(%a: si64 "a") -> si64 {
  %ten = tir.const 10 : si64
  %0 = tir.rem %a, %ten : si64
  tir.return %0 : si64
}

// CHECK-LABEL: @shifts
// CHECK: icmp uge i8 %n, 32
// CHECK: [[WIDE:%.*]] = sext i8 %n to i64
// CHECK: [[AMOUNT:%.*]] = zext i8 %n to i32
// CHECK: shl i32 %a, [[AMOUNT]]
// CHECK: ashr i32 %{{.*}}, 3
// CHECK: call void @arc_rt_panic_shift(i64 [[WIDE]], i32 32)
tir.func exported @shifts(%a: si32 "a", %n: si8 "n") -> si32 {
  %0 = tir.shl %a, %n : si32, si8
  %three = tir.const 3 : ui64
  %1 = tir.shr %0, %three : si32, ui64
  tir.return %1 : si32
}

// CHECK-LABEL: @wrap_and_saturate
// CHECK-NOT: panic
// CHECK: add i8
// CHECK: @llvm.sadd.sat.i8
// CHECK: @llvm.smul.with.overflow.i8
// CHECK: select i1 %{{.*}}, i8 -128, i8 127
tir.func exported @wrap_and_saturate(%a: si8 "a", %b: si8 "b") -> si8 {
  %0 = tir.add_wrap %a, %b : si8
  %1 = tir.add_sat %0, %b : si8
  %2 = tir.mul_sat %1, %b : si8
  tir.return %2 : si8
}

// CHECK-LABEL: @compare
// CHECK: icmp slt i32
// CHECK: icmp uge i32
// CHECK: fcmp une double
// CHECK: fcmp ole double
// CHECK: icmp eq ptr
tir.func exported @compare(%a: si32 "a", %u: ui32 "u", %f: f64 "f", %p: !tir.ptr "p") -> i1 {
  %0 = tir.compare less %a, %a : si32
  %1 = tir.compare greater_equal %u, %u : ui32
  %2 = tir.compare not_equal %f, %f : f64
  %3 = tir.compare less_equal %f, %f : f64
  %4 = tir.compare equal %p, %p : !tir.ptr
  %5 = tir.and %0, %1 : i1
  %6 = tir.or %2, %3 : i1
  %7 = tir.xor %5, %6 : i1
  %8 = tir.select %4, %7, %5 : i1
  tir.return %8 : i1
}

// CHECK-LABEL: @index
// CHECK: [[WIDE:%.*]] = sext i32 %i to i64
// CHECK: [[BAD:%.*]] = icmp uge i64 [[WIDE]], %n
// CHECK: br i1 [[BAD]]
// CHECK: ret i64 [[WIDE]]
// CHECK: call void @arc_rt_panic_bounds(i64 [[WIDE]], i64 %n)
tir.func exported @index(%i: si32 "i", %n: ui64 "n") -> ui64 {
  %0 = tir.index_check %i, %n : si32
  tir.return %0 : ui64
}

// CHECK-LABEL: @index_unsigned
// CHECK: call void @arc_rt_panic_bounds_u(
tir.func exported @index_unsigned(%i: ui8 "i", %n: ui64 "n") -> ui64 {
  %0 = tir.index_check %i, %n : ui8
  tir.return %0 : ui64
}

// Each call of a panic tells its position by its return address.
// CHECK: declare dso_local void @arc_rt_panic_overflow_add() [[COLD:#[0-9]+]]
// CHECK: attributes [[COLD]] = { cold nomerge noreturn }
