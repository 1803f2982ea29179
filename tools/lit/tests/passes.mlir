// RUN: mlir-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @sum
// CHECK-NEXT: arith.constant 3 : i32
func.func @sum() -> i32 {
  %0 = arith.constant 1 : i32
  %1 = arith.constant 2 : i32
  %2 = arith.addi %0, %1 : i32
  return %2 : i32
}
