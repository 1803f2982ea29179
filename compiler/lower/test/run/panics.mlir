// RUN: arc-translate --tir-to-output -O0 %s -o %t0.o
// RUN: arc-translate --tir-to-output -O2 %s -o %t2.o
// RUN: clang-22 -O1 -no-pie %S/harness.c %t0.o -o %t0
// RUN: clang-22 -O1 -no-pie %S/harness.c %t2.o -o %t2
// RUN: sh -c 'for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do %t0 $i; done; true' | FileCheck %s
// RUN: sh -c 'for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do %t2 $i; done; true' | FileCheck %s

// CHECK: panic: overflow in add
// CHECK-NEXT: panic: overflow in sub
// CHECK-NEXT: panic: overflow in mul
// CHECK-NEXT: panic: division by zero
// CHECK-NEXT: panic: overflow in div
// CHECK-NEXT: panic: overflow in rem
// CHECK-NEXT: panic: overflow in neg
// CHECK-NEXT: panic: shift by -1 of 64 bits
// CHECK-NEXT: panic: shift by 64 of 64 bits
// CHECK-NEXT: panic: index -1 of 3
// CHECK-NEXT: panic: index 18446744073709551615 of 3
// CHECK-NEXT: panic: cast
// CHECK-NEXT: panic: cast
// CHECK-NEXT: panic: cast
// CHECK-NEXT: 255
// CHECK-NEXT: live 0

tir.func internal @identity(%x: si64) -> si64 no_inline {
  tir.return %x : si64
}

tir.func exported @arc_test(%which: si64) -> si64 {
  %min_c = tir.const -9223372036854775808 : si64
  %max_c = tir.const 9223372036854775807 : si64
  %minus_c = tir.const -1 : si64
  %zero_c = tir.const 0 : si64
  %min = tir.call @identity(%min_c) : (si64) -> si64
  %max = tir.call @identity(%max_c) : (si64) -> si64
  %minus = tir.call @identity(%minus_c) : (si64) -> si64
  %zero = tir.call @identity(%zero_c) : (si64) -> si64
  %three = tir.const 3 : ui64
  %width = tir.const 64 : si64
  %wide = tir.call @identity(%width) : (si64) -> si64
  cf.switch %which : si64, [
    default: ^fits, 0: ^add, 1: ^sub, 2: ^mul, 3: ^zero, 4: ^div, 5: ^rem, 6: ^neg, 7: ^shl,
    8: ^shr, 9: ^index, 10: ^index_u, 11: ^cast, 12: ^cast_float, 13: ^cast_nan
  ]
^add:
  %0 = tir.add %max, %max : si64
  tir.return %0 : si64
^sub:
  %1 = tir.sub %min, %max : si64
  tir.return %1 : si64
^mul:
  %2 = tir.mul %min, %minus : si64
  tir.return %2 : si64
^zero:
  %3 = tir.div %max, %zero : si64
  tir.return %3 : si64
^div:
  %4 = tir.div %min, %minus : si64
  tir.return %4 : si64
^rem:
  %5 = tir.rem %min, %minus : si64
  tir.return %5 : si64
^neg:
  %6 = tir.neg %min : si64
  tir.return %6 : si64
^shl:
  %7 = tir.shl %max, %minus : si64, si64
  tir.return %7 : si64
^shr:
  %8 = tir.shr %max, %wide : si64, si64
  tir.return %8 : si64
^index:
  %9 = tir.index_check %minus, %three : si64
  tir.return %zero : si64
^index_u:
  %u = tir.cast truncate %minus : si64 to ui64
  %10 = tir.index_check %u, %three : ui64
  tir.return %zero : si64
^cast:
  %11 = tir.cast checked %minus : si64 to ui8
  tir.return %zero : si64
^cast_float:
  %f = tir.const 9.3e18 : f64
  %12 = tir.cast checked %f : f64 to si64
  tir.return %12 : si64
^cast_nan:
  %n = tir.const 0x7FF8000000000000 : f64
  %13 = tir.cast checked %n : f64 to si64
  tir.return %13 : si64
^fits:
  %g = tir.const 255.9 : f64
  %14 = tir.cast checked %g : f64 to ui8
  %15 = tir.cast lossless %14 : ui8 to si64
  tir.return %15 : si64
}
