// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir -g 2 %s | FileCheck --check-prefix=DEBUG %s

tir.func internal @work(i1) c_abi

// What leads to a block that only jumps leads to where it jumps, except for debuggers, which stop
// there.
// CHECK-LABEL: @join
// CHECK: br i1 %c, label %[[THEN:[0-9]+]], label %[[AFTER:[0-9]+]]
// CHECK: [[THEN]]:
// CHECK-NEXT: call void @work(
// CHECK-NEXT: br label %[[AFTER]]
// CHECK: [[AFTER]]:
// CHECK-NEXT: call void @work(
// CHECK-NEXT: ret void
// DEBUG-LABEL: @join
// DEBUG-COUNT-2: {{^}}  br label
// DEBUG: ret void
tir.func exported @join(%c: i1 "c") {
  cf.cond_br %c, ^then, ^empty
^then:
  tir.call @work(%c) : (i1) -> ()
  cf.br ^empty
^empty:
  cf.br ^after
^after:
  tir.call @work(%c) : (i1) -> ()
  tir.return
}

// Blocks that only jump to each other are no way out.
// CHECK-LABEL: @forever
// CHECK: br i1 %c, label %[[LOOP:[0-9]+]], label %[[END:[0-9]+]]
// CHECK: ret void
tir.func exported @forever(%c: i1 "c") {
  cf.cond_br %c, ^one, ^end
^one:
  cf.br ^two
^two:
  cf.br ^one
^end:
  tir.return
}

// A jump that passes values is one of its own.
// CHECK-LABEL: @value
// CHECK: phi i64 [ 2, %{{[0-9]+}} ], [ 1, %{{[0-9]+}} ]
tir.func exported @value(%c: i1 "c") -> si64 {
  %0 = tir.const 1 : si64
  %1 = tir.const 2 : si64
  cf.cond_br %c, ^one, ^two
^one:
  cf.br ^end(%0 : si64)
^two:
  cf.br ^end(%1 : si64)
^end(%2: si64):
  tir.return %2 : si64
}
