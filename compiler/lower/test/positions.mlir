// RUN: arc-translate --tir-to-llvmir -g 1 %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir -g 2 %s | FileCheck --check-prefix=EXACT %s
// RUN: arc-translate --tir-to-llvmir -O2 -g 1 %s | FileCheck --check-prefix=EXACT %s

tir.func internal @work(si32) c_abi

// Without variables only what traces can name shows its own position, and the first operation of
// each line.
// CHECK-LABEL: define dso_local noundef i32 @main.f(
// CHECK: load i32, ptr %{{[0-9]+}}, align 4, !dbg [[ENTRY:![0-9]+]]
// CHECK: and i32 {{.*}}, !dbg [[ENTRY]]
// CHECK: sadd.with.overflow{{.*}}, !dbg [[SUM:![0-9]+]]
// CHECK: load i32, ptr %{{[0-9]+}}, align 4, !dbg [[SUM]]
// CHECK: call void @work({{.*}}, !dbg [[CALL:![0-9]+]]
// CHECK: load i32, ptr %p, align 4, !dbg [[LOAD:![0-9]+]]
// CHECK: xor i32 {{.*}}, !dbg [[LOAD]]
// CHECK: load i32, ptr %{{[0-9]+}}, align 4, !dbg [[LINE:![0-9]+]]
// CHECK: or i32 {{.*}}, !dbg [[LINE]]
// CHECK: ret i32 {{.*}}, !dbg [[LINE]]
// CHECK: call void @arc_rt_panic_overflow_add() {{.*}}, !dbg [[SUM]]
// CHECK-DAG: [[ENTRY]] = distinct !DILocation(line: 2, column: 5
// CHECK-DAG: [[SUM]] = distinct !DILocation(line: 2, column: 15
// CHECK-DAG: [[CALL]] = distinct !DILocation(line: 2, column: 25
// CHECK-DAG: [[LOAD]] = distinct !DILocation(line: 2, column: 30
// CHECK-DAG: [[LINE]] = distinct !DILocation(line: 3, column: 5
// EXACT-DAG: !DILocation(line: 2, column: 10
// EXACT-DAG: !DILocation(line: 2, column: 20
// EXACT-DAG: !DILocation(line: 2, column: 35
// EXACT-DAG: !DILocation(line: 3, column: 9
tir.func exported @main.f(%a: si32 "a", %p: !tir.ptr "p") -> si32 {
  %x = tir.local si32 loc("a.arc":2:5)
  %0 = tir.load %x : si32 loc("a.arc":2:5)
  %1 = tir.and %0, %a : si32 loc("a.arc":2:10)
  %2 = tir.add %1, %a : si32 loc("a.arc":2:15)
  %3 = tir.load %x : si32 loc("a.arc":2:20)
  tir.call @work(%3) : (si32) -> () loc("a.arc":2:25)
  %4 = tir.load %p : si32 loc("a.arc":2:30)
  %5 = tir.xor %4, %2 : si32 loc("a.arc":2:35)
  %6 = tir.load %x : si32 loc("a.arc":3:5)
  %7 = tir.or %5, %6 : si32 loc("a.arc":3:7)
  tir.return %7 : si32 loc("a.arc":3:9)
} loc("a.arc":1:1)
