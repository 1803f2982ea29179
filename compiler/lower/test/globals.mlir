// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

tir.struct_def "string" {"owner": !tir.ptr, "data": !tir.ptr, "length": ui64} drop @string_drop copy_hook @string_copy
tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_copy(!tir.ptr)
tir.func internal @compute() -> si32

// Constants become read-only data.
// CHECK-DAG: @str = private unnamed_addr constant [2 x i8] c"hi", align 1
// CHECK-DAG: @greeting = dso_local constant <{ [8 x i8], ptr, [8 x i8] }> <{ [8 x i8] zeroinitializer, ptr @str, [8 x i8] c"\02\00\00\00\00\00\00\00" }>, align 8
// CHECK-DAG: @greeting.state = dso_local constant i32 2
// CHECK-DAG: @table = internal constant [8 x i8] c"\07\00\00\00\FF\FF\FF\FF", align 8
// CHECK-NOT: @table.state
tir.global exported @greeting : !tir.named<"string"> initializer @init_greeting
tir.global internal @table : !tir.array<2 x si32> initializer @init_table

// CHECK-DAG: @late = dso_local global i32 0, align 8
// CHECK-DAG: @late.state = dso_local global i32 0, align 4
tir.global exported @late : si32 initializer @init_late
// CHECK-DAG: @elsewhere = external dso_local global double, align 8
// CHECK-DAG: @elsewhere.state = external dso_local global i32
tir.global internal @elsewhere : f64

tir.func internal @init_greeting(%place: !tir.ptr "place" result !tir.named<"string">) {
  %0 = tir.field_address %place[0] : !tir.named<"string">
  %null = tir.null
  tir.store %null, %0 : !tir.ptr
  %1 = tir.field_address %place[1] : !tir.named<"string">
  %data = tir.string_data "hi"
  tir.store %data, %1 : !tir.ptr
  %2 = tir.field_address %place[2] : !tir.named<"string">
  %length = tir.const 2 : ui64
  tir.store %length, %2 : ui64
  tir.return
}

tir.func internal @init_table(%place: !tir.ptr "place" result !tir.array<2 x si32>) {
  %t = tir.local !tir.array<2 x si32>
  tir.zero %t : !tir.array<2 x si32>
  %c0 = tir.const 0 : ui64
  %c1 = tir.const 1 : si32
  %0 = tir.element_address %t[%c0 : ui64] : si32
  %1 = tir.element_address %t[%c1 : si32] : si32
  %seven = tir.const 7 : si32
  %minus = tir.const -1 : si32
  tir.store %seven, %0 : si32
  tir.store %minus, %1 : si32
  tir.move %place, %t : !tir.array<2 x si32>
  tir.return
}

tir.func internal @init_late(%place: !tir.ptr "place" result si32) {
  %v = tir.call @compute() : () -> si32
  tir.store %v, %place : si32
  tir.return
}

// CHECK-NOT: @init_table
// CHECK-LABEL: define dso_local noundef i32 @use()
// CHECK: [[STATE:%.*]] = load atomic i32, ptr @late.state acquire, align 4
// CHECK: [[DONE:%.*]] = icmp eq i32 [[STATE]], 2
// CHECK: br i1 [[DONE]], label %initialized, label %initialize
// CHECK: initialize:
// CHECK: call void @late.initialize()
// CHECK: initialized:
// CHECK: load i32, ptr @late
// CHECK: load i32, ptr @table
// CHECK: call void @elsewhere.initialize()
tir.func exported @use() -> si32 {
  %p = tir.global_address @late
  %v = tir.load %p : si32
  %t = tir.global_address @table
  %w = tir.load %t : si32
  %e = tir.global_address @elsewhere
  %x = tir.load %e : f64
  %s = tir.add_wrap %v, %w : si32
  tir.return %s : si32
}

// CHECK-LABEL: define dso_local void @late.initialize()
// CHECK: call void @arc_rt_once(ptr @late.state, ptr @init_late, ptr @late)
