// RUN: arc-translate --tir-to-llvmir -O2 %s | FileCheck %s

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
tir.func internal @next() -> si64

// The result goes to an address in the caller's cell, and the caller ends what is there: no cleanup here, though the call
// may panic, and nothing behind the last call. Fields are written through the cell, which is not read again.
// CHECK: define internal void @numbers.filling(ptr noalias {{.*}}%result)
// CHECK-NOT: personality
// CHECK: [[NEW:%.*]] = call ptr @arc_rt_alloc(i64 24)
// CHECK: [[CELL:%.*]] = getelementptr inbounds i8, ptr [[NEW]], i64 8
// CHECK: store ptr [[CELL]], ptr %result
// CHECK-NOT: load ptr, ptr %result
// CHECK: store i64 {{.*}}, ptr [[CELL]]
// CHECK: [[TAIL:%.*]] = getelementptr inbounds i8, ptr [[CELL]], i64 8
// CHECK: store ptr null, ptr [[TAIL]]
// CHECK: call void @numbers.filling(ptr [[TAIL]])
// CHECK-NEXT: ret void
// CHECK-LABEL: define {{.*}}void @numbers_of
tir.func internal @numbers.filling(%result: !tir.ptr "result" filled !tir.named<"List">) {
  %head = tir.call @next() : () -> si64
  tir.enum_init %result[1] : !tir.named<"List">
  %at = tir.enum_payload %result[1, 0] : !tir.named<"List">
  tir.store %head, %at : si64
  %tail = tir.enum_payload %result[1, 1] : !tir.named<"List">
  tir.enum_init %tail[0] : !tir.named<"List">
  tir.call @numbers.filling(%tail) : (!tir.ptr) -> ()
  tir.return
}

// The caller's cell is dropped when the callee panics.
// CHECK: invoke void @numbers.filling(ptr [[FIELD:%.*]])
// CHECK-NEXT: to label %{{.*}} unwind label %[[PAD:.*]]
// CHECK: [[PAD]]:
// CHECK: call void @arc.drop_cell.List
tir.func exported @numbers_of(%key: si64 "key") {
  %list = tir.local !tir.named<"List">
  tir.enum_init %list[1] : !tir.named<"List">
  %at = tir.enum_payload %list[1, 0] : !tir.named<"List">
  tir.store %key, %at : si64
  %tail = tir.enum_payload %list[1, 1] : !tir.named<"List">
  tir.enum_init %tail[0] : !tir.named<"List">
  tir.call @numbers.filling(%tail) : (!tir.ptr) -> ()
  tir.drop %list : !tir.named<"List">
  tir.return
}

// A cell that was handed over is what is left of its caller's value: it is used, freed, or freed by a panic.
// CHECK: define internal void @takes(ptr noalias {{.*}}%result, ptr noundef [[CELL:%.*]])
// CHECK: invoke {{.*}} @next()
// CHECK-NEXT: to label %{{.*}} unwind label %[[UNWIND:.*]]
// CHECK: icmp eq ptr [[CELL]], null
// CHECK: phi ptr [ [[CELL]], %{{.*}} ]
// CHECK: [[UNWIND]]:
// CHECK: icmp eq ptr [[CELL]], null
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 24)
// CHECK-LABEL: define {{.*}}void @hands_on
tir.func internal @takes(%result: !tir.ptr "result" filled !tir.named<"List">, %cell: !tir.ptr cell !tir.named<"List">) {
  %head = tir.call @next() : () -> si64
  tir.enum_init %result[1] reuse %cell : !tir.named<"List">
  %at = tir.enum_payload %result[1, 0] : !tir.named<"List">
  tir.store %head, %at : si64
  %tail = tir.enum_payload %result[1, 1] : !tir.named<"List">
  tir.enum_init %tail[0] : !tir.named<"List">
  tir.return
}

// Behind the call that takes the cell, a panic finds none.
// CHECK: [[EMPTIED:%.*]] = phi ptr [
// CHECK: invoke {{.*}} @next()
// CHECK-NEXT: to label %{{.*}} unwind label %[[UNWIND:.*]]
// CHECK: call void @takes(ptr %result, ptr [[EMPTIED]])
// CHECK: [[UNWIND]]:
// CHECK: icmp eq ptr [[EMPTIED]], null
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 24)
tir.func exported @hands_on(%result: !tir.ptr "result" filled !tir.named<"List">, %t: !tir.ptr "t" owned !tir.named<"List">, %head: !tir.ptr "head") {
  %tail = tir.local !tir.named<"List">
  %cell = tir.take_apart %t[1] to(%head, %tail) : !tir.named<"List">
  tir.drop %tail : !tir.named<"List">
  %next = tir.call @next() : () -> si64
  tir.call @takes(%result, %cell) : (!tir.ptr, !tir.ptr) -> ()
  tir.return
}
