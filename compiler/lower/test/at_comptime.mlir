// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s --check-prefix=PROGRAM
// RUN: arc-translate --tir-to-llvmir --at-comptime %s | FileCheck %s --check-prefix=BUILD

// PROGRAM: ret i1 false
// BUILD: ret i1 true
tir.func exported @building() -> i1 {
  %0 = tir.at_comptime
  tir.return %0 : i1
}

// What only one of them does is not reached in the other, optimized or not.
// PROGRAM-LABEL: void @said()
// PROGRAM-NOT: br i1
// BUILD-LABEL: void @said()
// BUILD-NOT: br i1
tir.func internal @arc_comptime_say() c_abi
tir.func exported @said() {
  %0 = tir.at_comptime
  cf.cond_br %0, ^yes, ^no
^yes:
  tir.call @arc_comptime_say() : () -> ()
  cf.br ^no
^no:
  tir.return
}
