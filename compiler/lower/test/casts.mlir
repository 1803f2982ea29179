// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

// CHECK-LABEL: @lossless
// CHECK: sext i32 %a to i64
// CHECK: zext i8 %b to i64
// CHECK: sitofp i32 %a to double
// CHECK: fpext float
// CHECK: zext i1
tir.func exported @lossless(%a: si32 "a", %b: ui8 "b", %f: f32 "f", %t: i1 "t") {
  %0 = tir.cast lossless %a : si32 to si64
  %1 = tir.cast lossless %b : ui8 to si64
  %2 = tir.cast lossless %a : si32 to f64
  %3 = tir.cast lossless %f : f32 to f64
  %4 = tir.cast lossless %t : i1 to ui8
  tir.return
}

// Only the limits that the source can pass are compared.
// CHECK-LABEL: @checked
// CHECK: icmp slt i64 %a, 0
// CHECK: icmp slt i64 255, %a
// CHECK: trunc i64 %a to i8
// CHECK: icmp ult i32 2147483647, %u
// CHECK-NOT: icmp
// CHECK: icmp slt i64 %a, 0
// CHECK-NOT: icmp
// CHECK: fcmp olt double %f, 0x41E0000000000000
// CHECK: fcmp ogt double %f, 0xC1E0000000200000
// CHECK: fptosi double %f to i32
// CHECK: fcmp olt double %f, 0x43E0000000000000
// CHECK: fcmp oge double %f, 0xC3E0000000000000
// CHECK: fcmp olt double %f, 0x43F0000000000000
// CHECK: fcmp ogt double %f, -1.000000e+00
// CHECK: fptrunc double %f to float
tir.func exported @checked(%a: si64 "a", %u: ui32 "u", %f: f64 "f") {
  %0 = tir.cast checked %a : si64 to ui8
  %1 = tir.cast checked %u : ui32 to si32
  %2 = tir.cast checked %a : si64 to ui64
  %3 = tir.cast checked %f : f64 to si32
  %4 = tir.cast checked %f : f64 to si64
  %5 = tir.cast checked %f : f64 to ui64
  %6 = tir.cast checked %f : f64 to f32
  tir.return
}

// CHECK-LABEL: @others
// CHECK: trunc i64 %a to i16
// CHECK: call i8 @llvm.fptoui.sat.i8.f64(double %f)
// CHECK: [[LOW:%.*]] = select i1 %{{.*}}, i64 -128, i64 %a
// CHECK: select i1 %{{.*}}, i64 127, i64 [[LOW]]
// CHECK: bitcast double %f to i64
// CHECK: inttoptr i64 %a to ptr
// CHECK: ptrtoint ptr %{{.*}} to i64
tir.func exported @others(%a: si64 "a", %f: f64 "f") {
  %0 = tir.cast truncate %a : si64 to ui16
  %1 = tir.cast saturate %f : f64 to ui8
  %2 = tir.cast saturate %a : si64 to si8
  %3 = tir.cast bitcast %f : f64 to ui64
  %4 = tir.cast bitcast %a : si64 to !tir.ptr
  %5 = tir.cast bitcast %4 : !tir.ptr to ui64
  tir.return
}
