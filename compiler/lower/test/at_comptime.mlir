// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s --check-prefix=PROGRAM
// RUN: arc-translate --tir-to-llvmir --at-comptime %s | FileCheck %s --check-prefix=BUILD

// PROGRAM: ret i1 false
// BUILD: ret i1 true
tir.func exported @building() -> i1 {
  %0 = tir.at_comptime
  tir.return %0 : i1
}
