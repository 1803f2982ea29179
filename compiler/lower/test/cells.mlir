// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

tir.struct_def "vector" {"data": !tir.ptr, "length": ui64} drop @vector_drop copy_hook @vector_copy
tir.func internal @vector_drop(!tir.ptr)
tir.func internal @vector_copy(!tir.ptr)

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
// Two that contain each other share one function; "Expr" comes first by name.
tir.enum_def "Statement" {
  "Block" = 0 {"first": !tir.named<"Statement">, "value": !tir.named<"Expr">},
  "Empty" = 1
} boxed
tir.enum_def "Expr" {
  "Number" = 0 {"value": f64},
  "Do" = 1 {"body": !tir.named<"Statement">}
} boxed
tir.enum_def "Json" {
  "Null" = 0,
  "Array" = 1 {"items": !tir.named<"vector">}
} boxed
tir.enum_def "Word" {
  "Nil" = 0,
  "Cons" = 1 {"head": si32, "tail": !tir.named<"Word">}
} boxed
tir.enum_def "Bytes" {
  "All" = 0 {"a": ui8, "b": ui16, "c": ui8, "d": !tir.named<"Word">},
  "One" = 1 {"a": ui8}
} boxed
// Boxed, but of nothing that could lead back.
tir.enum_def "Flat" {
  "A" = 0 {"a": si64},
  "B" = 1 {"b": si32}
} boxed

// CHECK-LABEL: @take_apart
// CHECK: [[CELL:%.*]] = load ptr, ptr %p
// CHECK: [[COUNT:%.*]] = load i32
// CHECK: [[ONE:%.*]] = icmp eq i32 [[COUNT]], 1
// CHECK: br i1 [[ONE]], label %[[UNIQUE:.*]], label %[[SHARED:[^ ,]*]]
// CHECK: [[UNIQUE]]:
// CHECK-NOT: retain
// CHECK: [[SHARED]]:
// CHECK: call void @arc.retain
// CHECK: icmp slt i32 [[COUNT]], 0
// CHECK: [[EMPTIED:%.*]] = phi ptr [ [[CELL]], %[[UNIQUE]] ], [ null, %{{.*}} ], [ null, %{{.*}} ]
// CHECK: icmp eq ptr [[EMPTIED]], null
// CHECK: sub i32 [[COUNT]], 1
// The header of the emptied cell is what the new one wants.
// CHECK: call ptr @arc_rt_alloc(i64 24)
// CHECK-NEXT: store i64 1,
// CHECK-NOT: store i64 1,
// CHECK: phi ptr [ [[EMPTIED]], %{{.*}} ], [ %{{.*}}, %{{.*}} ]
tir.func exported @take_apart(%p: !tir.ptr "p", %r: !tir.ptr "r", %head: !tir.ptr "head", %tail: !tir.ptr "tail") {
  %cell = tir.take_apart %p[1] to(%head, %tail) : !tir.named<"List">
  tir.enum_init %r[1] reuse %cell : !tir.named<"List">
  tir.return
}
// Nobody wants the cell: it is freed where it is known to be the only one.
// CHECK-LABEL: @take_apart_and_free
// CHECK: take.unique:
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 24)
// CHECK: take.shared:
// CHECK-NOT: arc_rt_free
// CHECK: ret void
tir.func exported @take_apart_and_free(%p: !tir.ptr "p", %head: !tir.ptr "head", %tail: !tir.ptr "tail") {
  %cell = tir.take_apart %p[1] to(%head, %tail) : !tir.named<"List">
  tir.free_cell %cell[1] : !tir.named<"List">
  tir.return
}

// CHECK-LABEL: @make
// CHECK: store ptr null, ptr %p
// CHECK: [[BLOCK:%.*]] = call ptr @arc_rt_alloc(i64 24)
// CHECK: store i64 1, ptr [[BLOCK]], align 8
// CHECK: store ptr inttoptr (i64 1 to ptr), ptr %p
tir.func exported @make(%p: !tir.ptr "p") {
  tir.enum_init %p[0] : !tir.named<"List">
  tir.enum_init %p[1] : !tir.named<"List">
  tir.enum_init %p[1] : !tir.named<"Statement">
  tir.return
}

// With one kind of cell being one tells the case; else the header does.
// CHECK-LABEL: @tags
// CHECK-NOT: load i32
// CHECK: select i1 %{{.*}}, i32 1, i32 0
// CHECK: [[CELL:%.*]] = load ptr, ptr %p
// CHECK: [[META:%.*]] = getelementptr inbounds i8, ptr [[CELL]], i64 -4
// CHECK: [[TAG:%.*]] = load i8, ptr [[META]]
// CHECK: zext i8 [[TAG]] to i32
// CHECK: ret void
tir.func exported @tags(%p: !tir.ptr "p") {
  %a = tir.enum_tag %p : !tir.named<"List">
  %b = tir.enum_tag %p : !tir.named<"Expr">
  tir.return
}

// Small fields fill the header: four bytes with one kind of cell, else what the case leaves.
// CHECK-LABEL: @small_fields
// CHECK: call ptr @arc_rt_alloc(i64 16)
// CHECK: store i64 1,
// CHECK: getelementptr inbounds i8, ptr %{{.*}}, i64 -4
// CHECK: [[FIRST:%.*]] = load ptr, ptr %q
// CHECK: getelementptr inbounds i8, ptr [[FIRST]], i64 -3
// CHECK: [[SECOND:%.*]] = load ptr, ptr %q
// CHECK: getelementptr inbounds i8, ptr [[SECOND]], i64 -2
// What does not fit behind them, and what has to be dropped, is in the payload.
// CHECK: load ptr, ptr %q
// CHECK-NEXT: store i8 7, ptr
// CHECK: [[AFTER:%.*]] = load ptr, ptr %q
// CHECK: getelementptr inbounds i8, ptr [[AFTER]], i64 8
// CHECK: ret void
tir.func exported @small_fields(%p: !tir.ptr "p", %q: !tir.ptr "q") {
  tir.enum_init %p[1] : !tir.named<"Word">
  %word = tir.enum_payload %p[1, 0] : !tir.named<"Word">
  %one = tir.const 1 : si32
  tir.store %one, %word : si32
  %a = tir.enum_payload %q[0, 0] : !tir.named<"Bytes">
  %5 = tir.const 5 : ui8
  tir.store %5, %a : ui8
  %b = tir.enum_payload %q[0, 1] : !tir.named<"Bytes">
  %6 = tir.const 6 : ui16
  tir.store %6, %b : ui16
  %c = tir.enum_payload %q[0, 2] : !tir.named<"Bytes">
  %7 = tir.const 7 : ui8
  tir.store %7, %c : ui8
  %d = tir.enum_payload %q[0, 3] : !tir.named<"Bytes">
  tir.enum_init %d[0] : !tir.named<"Word">
  tir.return
}

// The only reference is known: no question, and no second way. So is that there are others.
// CHECK-LABEL: @known_holders
// CHECK: [[CELL:%.*]] = load ptr, ptr %p
// CHECK-NOT: br
// CHECK: store ptr [[CELL]], ptr %r
// CHECK: load ptr, ptr %q
// CHECK-NOT: icmp eq i32
// CHECK: call void @arc.retain(
// CHECK: sub i32
tir.func exported @known_holders(%p: !tir.ptr "p", %q: !tir.ptr "q", %r: !tir.ptr "r", %head: !tir.ptr "head", %tail: !tir.ptr "tail") {
  %cell = tir.take_apart unique %p[1] to(%head, %tail) : !tir.named<"List">
  tir.enum_init %r[1] reuse %cell : !tir.named<"List">
  %none = tir.take_apart shared %q[1] to(%head, %tail) : !tir.named<"List">
  tir.return
}

// CHECK-LABEL: @drops
tir.func exported @drops(%p: !tir.ptr "p") {
  tir.drop %p : !tir.named<"List">
  tir.drop %p : !tir.named<"Statement">
  tir.drop %p : !tir.named<"Expr">
  tir.drop %p : !tir.named<"Json">
  tir.drop %p : !tir.named<"Flat">
  tir.return
}

// CHECK-LABEL: define linkonce_odr hidden void @arc.drop_cell.List(ptr %0)
// CHECK: call i1 @arc.release(
// CHECK: call void @arc.end_cell.List(

// A chain in a local variable, no frames of the thread.
// CHECK-LABEL: define linkonce_odr hidden void @arc.end_cell.List(ptr %0, i32 %1)
// CHECK-NOT: arc_rt_drop_frames
// CHECK: switch i32
// CHECK-NOT: call void @arc.drop
// CHECK: shl i64 %{{.*}}, 16
// CHECK: pop:
// CHECK: lshr i64 %{{.*}}, 16

// Cases of both are numbered one after the other: Expr has 0 and 1, Statement.Block is 2.
// CHECK-LABEL: define linkonce_odr hidden void @arc.drop_cell.Statement(ptr %0)
// CHECK: call void @arc.end_cell.Expr(ptr %0, i32 2)

// CHECK-LABEL: define linkonce_odr hidden void @arc.end_cell.Expr(ptr %0, i32 %1)
// CHECK: i32 0, label %end.Number
// CHECK-NEXT: i32 1, label %end.Do
// CHECK-NEXT: i32 2, label %end.Block

// Through the hook of the vector the same type may come back.
// CHECK-LABEL: define linkonce_odr hidden void @arc.end_cell.Json(ptr %0, i32 %1)
// CHECK: [[FRAME:%.*]] = alloca [3 x ptr], align 8
// CHECK: [[SLOT:%.*]] = call ptr @arc_rt_drop_frames()
// CHECK: icmp eq ptr %{{.*}}, @arc.end_cell.Json
// CHECK: outermost:
// CHECK: store ptr [[FRAME]], ptr [[SLOT]]

// CHECK-LABEL: define linkonce_odr hidden void @arc.end_cell.Flat(ptr %0, i32 %1)
// CHECK-NOT: alloca
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 16)
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 16)
