// What a panic ends when it leaves a function, at each operation.
// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s
// RUN: arc-translate --tir-verify-unwinding %s
// RUN: arc-translate --tir-to-llvmir --at-comptime %s | FileCheck --check-prefix=COMPTIME %s

// What ends an evaluation throws its memory away.
// COMPTIME-NOT: {{invoke|landingpad|personality|uwtable}}
// COMPTIME: nounwind
// COMPTIME-NOT: {{invoke|landingpad|personality|uwtable}}

// The end of a Loud can be seen, and may panic itself; that of a Text only frees memory.
tir.struct_def "Loud" {"x": si64, "y": si64, "z": si64} drop @loud_drop
tir.struct_def "Text" {"owner": !tir.ptr} drop @text_drop copy_hook @text_copy ends_unseen
tir.struct_def "Pair" {"a": !tir.named<"Loud">, "b": !tir.named<"Loud">}
tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": !tir.named<"Text">, "tail": !tir.named<"List">}
} boxed
tir.func internal @loud_drop(!tir.ptr)
tir.func internal @text_drop(!tir.ptr)
tir.func internal @text_copy(!tir.ptr)
tir.func exported @make(!tir.ptr "result" result !tir.named<"Loud">)
tir.func exported @text(!tir.ptr "result" result !tir.named<"Text">)
tir.func exported @list(!tir.ptr "result" result !tir.named<"List">)
tir.func exported @work()
tir.func exported @keep(!tir.ptr "x" owned !tir.named<"Loud">)

// Nothing is there yet, then the first value, then both: the last comes first, and the steps are shared.
// CHECK-LABEL: @two
// CHECK-SAME: personality ptr @arc_rt_personality
// CHECK: [[A:%.*]] = alloca [24 x i8]
// CHECK: [[B:%.*]] = alloca [24 x i8]
// CHECK: call void @make(ptr [[A]])
// CHECK: invoke void @make(ptr [[B]])
// CHECK-NEXT: unwind label %[[ONE:.*]]
// CHECK: invoke void @work()
// CHECK-NEXT: unwind label %[[BOTH:.*]]
// CHECK: invoke void @arc.drop.Loud(ptr [[B]])
// CHECK-NEXT: unwind label %[[ONE]]
// CHECK: call void @arc.drop.Loud(ptr [[A]])
// CHECK: ret void
// CHECK: [[ONE]]:
// CHECK-NEXT: landingpad { ptr, i32 }
// CHECK-NEXT: cleanup
// CHECK: br label %[[END_A:.*]]
// CHECK: [[END_A]]:
// CHECK-NEXT: call void @arc.drop.Loud(ptr [[A]])
// CHECK: br label %[[RESUME:.*]]
// CHECK: [[BOTH]]:
// CHECK: landingpad
// CHECK: call void @arc.drop.Loud(ptr [[B]])
// CHECK: br label %[[END_A]]
// CHECK: resume { ptr, i32 }
tir.func exported @two() {
  %a = tir.local !tir.named<"Loud">
  %b = tir.local !tir.named<"Loud">
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.call @make(%b) : (!tir.ptr) -> ()
  tir.call @work() : () -> ()
  tir.drop %b : !tir.named<"Loud">
  tir.drop %a : !tir.named<"Loud">
  tir.return
}

// A struct that is being made is what there is of it, then itself.
// CHECK-LABEL: @pieces
// CHECK: [[PAIR:%.*]] = alloca [48 x i8]
// CHECK: call void @make(ptr [[PAIR]])
// CHECK: [[SECOND:%.*]] = getelementptr inbounds i8, ptr [[PAIR]], i64 24
// CHECK: invoke void @make(ptr [[SECOND]])
// CHECK-NEXT: unwind label %[[FIRST:.*]]
// CHECK: invoke void @work()
// CHECK-NEXT: unwind label %[[WHOLE:.*]]
// CHECK: [[FIRST]]:
// CHECK: call void @arc.drop.Loud(ptr [[PAIR]])
// CHECK: [[WHOLE]]:
// CHECK: call void @arc.drop.Pair(ptr [[PAIR]])
tir.func exported @pieces() {
  %p = tir.local !tir.named<"Pair">
  tir.struct_init %p : !tir.named<"Pair">
  %a = tir.field_address %p[0] : !tir.named<"Pair">
  tir.call @make(%a) : (!tir.ptr) -> ()
  %b = tir.field_address %p[1] : !tir.named<"Pair">
  tir.call @make(%b) : (!tir.ptr) -> ()
  tir.complete %p : !tir.named<"Pair">
  tir.call @work() : () -> ()
  tir.drop %p : !tir.named<"Pair">
  tir.return
}

// The result belongs to the function until it returns; what was moved into it is gone.
// CHECK-LABEL: @result
// CHECK: invoke void @work()
// CHECK-NEXT: unwind label %[[PAD:.*]]
// CHECK: [[PAD]]:
// CHECK-NOT: br label
// CHECK: br label %[[STEP:.*]]
// CHECK: [[STEP]]:
// CHECK-NEXT: call void @arc.drop.Loud(ptr %result)
// CHECK-NEXT: br label %resume
tir.func exported @result(%result: !tir.ptr "result" result !tir.named<"Loud">) {
  %a = tir.local !tir.named<"Loud">
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.move %result, %a : !tir.named<"Loud">
  tir.call @work() : () -> ()
  tir.return
}

// Who gets a value to own has it while the call runs.
// CHECK-LABEL: @given
// CHECK-NOT: invoke
// CHECK: call void @keep(
tir.func exported @given() {
  %a = tir.local !tir.named<"Loud">
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.call @keep(%a) : (!tir.ptr) -> ()
  tir.return
}

// CHECK-LABEL: @owned
// CHECK: invoke void @work()
// CHECK: landingpad
// CHECK: call void @arc.drop.Loud(ptr %x)
tir.func exported @owned(%x: !tir.ptr "x" owned !tir.named<"Loud">) {
  tir.call @work() : () -> ()
  tir.drop %x : !tir.named<"Loud">
  tir.return
}

// No invoke is needed to free memory.
// CHECK-LABEL: @quiet
// CHECK: invoke i64 @text()
// CHECK: call void @text_drop(
// CHECK: call void @text_drop(
// CHECK: ret void
tir.func exported @quiet() {
  %a = tir.local !tir.named<"Text">
  %b = tir.local !tir.named<"Text">
  tir.call @text(%a) : (!tir.ptr) -> ()
  tir.call @text(%b) : (!tir.ptr) -> ()
  tir.drop %b : !tir.named<"Text">
  tir.drop %a : !tir.named<"Text">
  tir.return
}

// Ways that do not agree: what only one of them has is no business of a panic behind the joint.
// CHECK-LABEL: @joined
// CHECK: call void @make(
// CHECK: call void @work()
// CHECK: ret void
tir.func exported @joined(%c: i1 "c") {
  %a = tir.local !tir.named<"Loud">
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.drop %a : !tir.named<"Loud">
  cf.br ^bb2
^bb2:
  tir.call @work() : () -> ()
  tir.return
}

// A loop: the value of the round, not that of the round before.
// CHECK-LABEL: @loop
// CHECK: call void @make(
// CHECK: invoke void @work()
// CHECK: call void @arc.drop.Loud(
// CHECK: landingpad
tir.func exported @loop(%c: i1 "c") {
  %a = tir.local !tir.named<"Loud">
  cf.br ^bb1
^bb1:
  tir.call @make(%a) : (!tir.ptr) -> ()
  tir.call @work() : () -> ()
  tir.drop %a : !tir.named<"Loud">
  cf.cond_br %c, ^bb1, ^bb2
^bb2:
  tir.return
}

// CHECK-LABEL: @guarded
// CHECK: invoke void @work()
// CHECK: landingpad
// CHECK: [[FLAG:%.*]] = load i8, ptr
// CHECK: icmp ne i8 [[FLAG]], 0
// CHECK: held:
// CHECK-NEXT: call void @arc.drop.Loud(
tir.func exported @guarded() {
  %a = tir.local !tir.named<"Loud"> conditional
  %flag = tir.local i1
  %false = tir.const false
  tir.store %false, %flag : i1
  tir.guard %a if %flag : !tir.named<"Loud">
  tir.call @work() : () -> ()
  tir.return
}

// The statement stands once for the panic, once for the other way out. A panic out of the second goes on with what is left.
// CHECK-LABEL: @deferred
// CHECK: call void @make(
// CHECK: invoke void @keep(ptr
// CHECK-NEXT: unwind label %[[PENDING:.*]]
// CHECK: invoke void @work()
// CHECK-NEXT: unwind label %[[AFTER:.*]]
// CHECK: call void @arc.drop.Loud(
// CHECK: ret void
// CHECK: [[AFTER]]:
// CHECK: landingpad
// CHECK-NOT: @work
// CHECK: [[PENDING]]:
// CHECK: landingpad
// CHECK: call void @work()
tir.func exported @deferred(%other: !tir.ptr "other") {
  %a = tir.local !tir.named<"Loud">
  tir.call @make(%a) : (!tir.ptr) -> ()
  %pending = tir.defer {
    tir.call @work() : () -> ()
    tir.end_defer
  }
  tir.call @keep(%other) : (!tir.ptr) -> ()
  tir.undefer %pending
  tir.call @work() : () -> ()
  tir.drop %a : !tir.named<"Loud">
  tir.return
}

// An emptied cell that waits for an allocation is freed, and so are the fields that came out of it.
// CHECK-LABEL: @emptied
// CHECK: invoke void @work()
// CHECK-NEXT: unwind label %[[WAITING:.*]]
// CHECK: call void @text_drop(
// CHECK: call void @arc.drop_cell.List(
// CHECK: [[WAITING]]:
// CHECK: call void @arc_rt_free(
tir.func exported @emptied(%result: !tir.ptr "result" result !tir.named<"List">,
                           %l: !tir.ptr "l" owned !tir.named<"List">) {
  %head = tir.local !tir.named<"Text">
  %tail = tir.local !tir.named<"List">
  %cell = tir.take_apart %l[1] to (%head, %tail) : !tir.named<"List">
  tir.call @work() : () -> ()
  tir.enum_init %result[1] reuse %cell : !tir.named<"List">
  %0 = tir.enum_payload %result[1, 0] : !tir.named<"List">
  tir.move %0, %head : !tir.named<"Text">
  %1 = tir.enum_payload %result[1, 1] : !tir.named<"List">
  tir.move %1, %tail : !tir.named<"List">
  tir.return
}

// Made right in a cell, by a function that gets the place of its result: the field has a value for a panic all the time.
// CHECK-LABEL: @in_a_cell
// CHECK: invoke ptr @arc_rt_alloc(
// CHECK: store ptr null, ptr [[FIELD:%.*]], align 8
// CHECK: invoke void @by_address(ptr [[SLOT:%.*]])
// CHECK: [[MADE:%.*]] = load ptr, ptr [[SLOT]]
// CHECK: store ptr [[MADE]], ptr [[FIELD]]
tir.func exported @in_a_cell(%result: !tir.ptr "result" result !tir.named<"List">,
                             %head: !tir.ptr "head" owned !tir.named<"Text">) {
  tir.enum_init %result[1] : !tir.named<"List">
  %0 = tir.enum_payload %result[1, 0] : !tir.named<"List">
  tir.move %0, %head : !tir.named<"Text">
  %1 = tir.enum_payload %result[1, 1] : !tir.named<"List">
  tir.enum_init %1[0] : !tir.named<"List">
  tir.call @by_address(%1) : (!tir.ptr) -> ()
  tir.return
}
tir.func internal @by_address(%result: !tir.ptr "result" result !tir.named<"List">) {
  tir.enum_init %result[0] : !tir.named<"List">
  tir.call @work() : () -> ()
  tir.return
}
tir.func exported @its_address() -> !tir.ptr {
  %0 = tir.func_address @by_address
  tir.return %0 : !tir.ptr
}
