// What may panic stays where it is; what is pure is merged and removed.
// RUN: arc-opt --cse --canonicalize %s | FileCheck %s

// CHECK-LABEL: tir.func internal @unused
// CHECK-NEXT: tir.add %a, %b : si32
// CHECK-NEXT: tir.cast checked
// CHECK-NEXT: tir.index_check
// CHECK-NEXT: tir.intrinsic pause
// CHECK-NEXT: tir.return
tir.func internal @unused(%a: si32 "a", %b: si32 "b", %f: f64 "f", %n: ui64 "n") {
  %0 = tir.add %a, %b : si32
  %1 = tir.add %f, %f : f64
  %2 = tir.add_wrap %a, %b : si32
  %3 = tir.cast checked %a : si32 to si8
  %4 = tir.cast truncate %a : si32 to si8
  %5 = tir.index_check %a, %n : si32
  %6 = tir.intrinsic sqrt(%f) : (f64) -> f64
  tir.intrinsic pause() : () -> ()
  tir.return
}

// CHECK-LABEL: tir.func internal @merged
// CHECK: [[SUM:%.*]] = tir.add_wrap %a, %a : si32
// CHECK-NEXT: tir.mul_wrap [[SUM]], [[SUM]] : si32
tir.func internal @merged(%a: si32 "a") -> si32 {
  %0 = tir.add_wrap %a, %a : si32
  %1 = tir.add_wrap %a, %a : si32
  %2 = tir.mul_wrap %0, %1 : si32
  tir.return %2 : si32
}
