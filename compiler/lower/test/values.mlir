// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir %s | FileCheck --check-prefix=GLUE %s

tir.struct_def "string" {"owner": !tir.ptr, "data": !tir.ptr, "length": ui64} drop @string_drop copy_hook @string_copy
tir.struct_def "Person" {"age": si32, "name": !tir.named<"string">, "f": !tir.closure}
tir.struct_def "File" {"fd": si32} drop @close shared_drop
tir.struct_def "Guard" {"fd": si32, "name": !tir.named<"string">} drop @close
tir.enum_def "Maybe" {
  "None" = 0,
  "Some" = 1 {"value": !tir.named<"string">},
  "Number" = 2 {"value": ui8}
}
tir.enum_def "Pointer" {
  "null" = 0,
  "some" = 1 {"value": !tir.ptr}
}
tir.enum_def "Color" {
  "Red" = 0,
  "Green" = 1
}
tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_copy(!tir.ptr)
tir.func internal @close(!tir.ptr)

// Trivial values are bytes.
// CHECK-LABEL: @trivial
// CHECK: [[BYTE:%.*]] = alloca [1 x i8], align 1
// CHECK: call void @llvm.memcpy.p0.p0.i64(ptr align 4 %a, ptr align 4 %b, i64 16, i1 false)
// CHECK: store i8 1, ptr [[BYTE]], align 1
// CHECK-NOT: call
// CHECK: ret void
tir.func exported @trivial(%a: !tir.ptr "a", %b: !tir.ptr "b") {
  %c = tir.local !tir.named<"Color">
  tir.copy %a, %b : !tir.array<4 x si32>
  tir.drop %b : !tir.array<4 x si32>
  tir.enum_init %c[1] : !tir.named<"Color">
  tir.return
}

// CHECK-LABEL: @person
// CHECK: call void @arc.copy.Person(ptr %a, ptr %b)
// CHECK: call void @arc.drop.Person(ptr %b)
// CHECK: call void @llvm.memcpy.p0.p0.i64(ptr align 8 %b, ptr align 8 %a, i64 48, i1 false)
tir.func exported @person(%a: !tir.ptr "a", %b: !tir.ptr "b") {
  tir.copy %a, %b : !tir.named<"Person">
  tir.drop %b : !tir.named<"Person">
  tir.move %b, %a : !tir.named<"Person">
  tir.return
}

// The hook of a shared value waits for the last copy; fields of a struct with a hook are dropped behind it.
tir.func exported @hooks(%a: !tir.ptr "a", %b: !tir.ptr "b") {
  tir.copy %a, %b : !tir.named<"File">
  tir.drop %a : !tir.named<"File">
  tir.drop %b : !tir.named<"Guard">
  tir.struct_init %a : !tir.named<"File">
  tir.struct_init %a : !tir.named<"Guard">
  tir.return
}

// CHECK-LABEL: @enums
// CHECK: [[TAG:%.*]] = load i64, ptr %a, align 8
// CHECK: trunc i64 [[TAG]] to i32
// CHECK: getelementptr inbounds i8, ptr %a, i64 8
// CHECK: store i64 2, ptr %a
// CHECK: [[P:%.*]] = load ptr, ptr %b, align 8
// CHECK: icmp eq ptr [[P]], null
// CHECK: store ptr null, ptr %b
tir.func exported @enums(%a: !tir.ptr "a", %b: !tir.ptr "b") {
  %t = tir.enum_tag %a : !tir.named<"Maybe">
  %p = tir.enum_payload %a[1, 0] : !tir.named<"Maybe">
  tir.drop %a : !tir.named<"Maybe">
  tir.enum_init %a[2] : !tir.named<"Maybe">
  %q = tir.enum_tag %b : !tir.named<"Pointer">
  tir.enum_init %b[0] : !tir.named<"Pointer">
  tir.enum_init %b[1] : !tir.named<"Pointer">
  tir.return
}

// CHECK-LABEL: @arrays
// CHECK: call void @"arc.drop.[3]string"(ptr %a)
tir.func exported @arrays(%a: !tir.ptr "a") {
  tir.drop %a : !tir.array<3 x !tir.named<"string">>
  tir.return
}

// CHECK-LABEL: @objects
// CHECK: [[BLOCK:%.*]] = call ptr @arc_rt_alloc(i64 24)
// CHECK: store i64 1, ptr [[BLOCK]], align 8
// CHECK: [[PAYLOAD:%.*]] = getelementptr inbounds i8, ptr [[BLOCK]], i64 8
// CHECK: call i1 @arc.release(ptr [[PAYLOAD]])
// CHECK: icmp eq i32 %{{.*}}, 1
// CHECK: call void @arc_rt_free(ptr %{{.*}}, i64 24)
tir.func exported @objects() -> i1 {
  %o = tir.alloc_object !tir.array<2 x ui64>
  tir.retain %o
  %last = tir.release %o
  %unique = tir.is_unique %o
  tir.free_object %o : !tir.array<2 x ui64>
  %r = tir.and %last, %unique : i1
  tir.return %r : i1
}

// Glue functions stand behind all others.

// GLUE-LABEL: define linkonce_odr hidden void @arc.copy.Person(ptr %0, ptr %1) {{.*}} comdat
// GLUE: call void @llvm.memcpy.p0.p0.i64(ptr align 8 %0, ptr align 8 %1, i64 48, i1 false)
// GLUE: [[NAME:%.*]] = getelementptr inbounds i8, ptr %0, i64 8
// GLUE: call void @string_copy(ptr [[NAME]])
// GLUE: [[ENV:%.*]] = load ptr
// GLUE: call void @arc.retain(ptr [[ENV]])

// GLUE-LABEL: define linkonce_odr hidden void @arc.retain(ptr %0)
// GLUE: icmp uge i64 %{{.*}}, 4096
// GLUE: [[COUNT:%.*]] = load i32
// GLUE: icmp slt i32 [[COUNT]], 0
// GLUE: add i32 [[COUNT]], 1
// Counts of what threads share, off the way.
// GLUE: call preserve_mostcc void @arc.retain_atomic(ptr %0)
// GLUE-LABEL: define linkonce_odr hidden preserve_mostcc void @arc.retain_atomic(ptr %0)
// GLUE: [[ATOMIC:%.*]] = load atomic i32, ptr [[HEADER:%.*]] acquire
// GLUE: sub i32 [[ATOMIC]], -1073741824
// GLUE: atomicrmw add ptr [[HEADER]], i32 1 monotonic

// GLUE-LABEL: define linkonce_odr hidden void @arc.drop.Person(ptr %0)
// GLUE: {{call|invoke}} void @string_drop(
// GLUE: {{call|invoke}} void @arc.drop_closure(

// GLUE-LABEL: define linkonce_odr hidden void @arc.drop.File(ptr %0)
// GLUE: [[WORD:%.*]] = getelementptr inbounds i8, ptr %0, i64 8
// GLUE: [[LAST:%.*]] = call i1 @arc.unshare(ptr [[WORD]])
// GLUE: br i1 [[LAST]]
// GLUE: {{call|invoke}} void @close(ptr %0)

// GLUE-LABEL: define linkonce_odr hidden void @arc.drop.Guard(ptr %0)
// GLUE: {{call|invoke}} void @close(ptr %0)
// GLUE: {{call|invoke}} void @string_drop(

// GLUE-LABEL: define linkonce_odr hidden void @arc.drop.Maybe(ptr %0)
// GLUE: switch i32 %{{.*}}, label %after [
// GLUE-NEXT: i32 1, label %case.Some
// GLUE-NEXT: ]

// GLUE-LABEL: define linkonce_odr hidden void @"arc.drop.[3]string"(ptr %0)
// GLUE: element:
// GLUE: [[OFFSET:%.*]] = phi i64 [ 0, %{{.*}} ], [ [[NEXT:%.*]], %{{.*}} ]
// GLUE: {{call|invoke}} void @string_drop(
// GLUE: [[NEXT]] = add nuw i64 [[OFFSET]], 24
// GLUE: icmp eq i64 [[NEXT]], 72
