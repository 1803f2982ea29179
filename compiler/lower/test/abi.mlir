// RUN: arc-translate --tir-to-llvmir --abi-reference %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir -O2 %s | FileCheck --check-prefix=OPTIMIZED %s

tir.struct_def "File" {"fd": si32} drop @close shared_drop
tir.struct_def "Point" {"x": f64, "y": f64}
tir.struct_def "Box" {"low": !tir.named<"Point">, "high": !tir.named<"Point">}
tir.struct_def "Pixel" {"x": si32, "y": si32}
tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed

// CHECK-DAG: @arc_rt_abi_1 = external dso_local constant i32
// CHECK-DAG: @arc.abi_version = linkonce_odr hidden constant ptr @arc_rt_abi_1, section ".rodata.arc.abi", comdat
// CHECK-DAG: @llvm.used = appending global [1 x ptr] [ptr @arc.abi_version], section "llvm.metadata"

// CHECK-DAG: @arc.dispatch.main.p0 = internal constant { i32, i32, i64, i64, ptr, i64, ptr, ptr } { i32 827475009, i32 1, i64 -1, i64 7, ptr @str, i64 7, ptr @entry, ptr null }, section ".arc.dispatch", align 8
// CHECK-DAG: @llvm.compiler.used = appending global [1 x ptr] [ptr @arc.dispatch.main.p0]
tir.compute_entry "main.p0" entry @entry arguments 18446744073709551615 result 7

// CHECK: declare dso_local void @close(ptr
tir.func internal @close(!tir.ptr)

// An aggregate parameter is read-only; the place of a result is written.
// CHECK: define dso_local void @boxes(ptr noalias noundef nonnull writable align 8 captures(none) dereferenceable(32) %out, ptr noalias noundef nonnull readonly align 8 captures(none) dereferenceable(32) %p) unnamed_addr
tir.func exported @boxes(%out: !tir.ptr "out" result !tir.named<"Box">, %p: !tir.ptr "p" borrowed !tir.named<"Box">) {
  tir.copy %out, %p : !tir.named<"Box">
  tir.return
}

// What the callee owns it may write to.
// CHECK: define dso_local void @own(ptr noalias noundef nonnull align 8 captures(none) dereferenceable(32) %p)
tir.func exported @own(%p: !tir.ptr "p" owned !tir.named<"Box">) {
  tir.return
}

// One word arrives in a register, two return in registers.
// CHECK: define dso_local { i64, i64 } @points(ptr noalias noundef nonnull readonly align 8 captures(none) dereferenceable(16) %p)
// CHECK: [[RESULT:%.*]] = alloca [16 x i8], align 8
// CHECK: [[VALUE:%.*]] = load { i64, i64 }, ptr [[RESULT]], align 8
// CHECK: ret { i64, i64 } [[VALUE]]
tir.func exported @points(%out: !tir.ptr "out" result !tir.named<"Point">, %p: !tir.ptr "p" borrowed !tir.named<"Point">) {
  tir.copy %out, %p : !tir.named<"Point">
  tir.return
}
// CHECK: define dso_local ptr @small(i64 %pixel, ptr %list)
// CHECK: store i64 %pixel, ptr [[PIXEL:%.*]], align 8
// CHECK: store ptr %list, ptr [[LIST:%.*]], align 8
// CHECK: [[A:%.*]] = load i64, ptr [[PIXEL]], align 4
// CHECK: [[B:%.*]] = load ptr, ptr [[LIST]], align 8
// CHECK: [[R:%.*]] = call ptr @small(i64 [[A]], ptr [[B]])
// CHECK: store ptr [[R]], ptr
tir.func exported @small(%out: !tir.ptr "out" result !tir.named<"List">, %pixel: !tir.ptr "pixel" borrowed !tir.named<"Pixel">, %list: !tir.ptr "list" borrowed !tir.named<"List">) {
  tir.call @small(%out, %pixel, %list) : (!tir.ptr, !tir.ptr, !tir.ptr) -> ()
  tir.return
}
// Who only knows an address passes addresses.
// CHECK: define dso_local noundef ptr @address()
// CHECK: store ptr @small.by_address
tir.func exported @address() -> !tir.ptr {
  %f = tir.local !tir.ptr
  %0 = tir.func_address @small
  tir.store %0, %f : !tir.ptr
  tir.return %0 : !tir.ptr
}

// Copying a shared value writes its hidden word.
// CHECK: define dso_local void @files(ptr noundef nonnull align 8 captures(none) dereferenceable(16) %f)
tir.func exported @files(%f: !tir.ptr "f" borrowed !tir.named<"File">) {
  tir.return
}

// CHECK: define internal zeroext i1 @c(i8 signext %a, i16 zeroext %b, i32 %c, i1 zeroext %d)
tir.func internal @c(%a: si8 "a", %b: ui16 "b", %c: ui32 "c", %d: i1 "d") -> i1 c_abi {
  tir.return %d : i1
}

// OPTIMIZED: define internal void @once()
// CHECK: define linkonce_odr hidden void @once() unnamed_addr [[COLD:#[0-9]+]] comdat
tir.func link_once @once() cold {
  tir.return
}

// CHECK: define internal void @entry(ptr
tir.func internal @entry(%a: !tir.ptr "a", %n: ui64 "n", %s: !tir.ptr "s") c_abi {
  %t = tir.const true
  %small = tir.const -3 : si8
  %code = tir.func_address @c
  // CHECK: call zeroext i1 @c(i8 signext -3)
  %r = tir.call_pointer %code(%small) : (si8) -> i1
  %f = tir.local !tir.closure
  %null = tir.null
  // CHECK: store ptr @body, ptr [[CLOSURE:%.*]], align 8
  tir.closure_init %f, @body, %null
  // CHECK: [[CODE:%.*]] = load ptr, ptr
  // CHECK: [[ENV:%.*]] = load ptr, ptr
  // CHECK: invoke zeroext i1 [[CODE]](i1 zeroext true, ptr [[ENV]])
  %q = tir.call_closure %f(%t) : (i1) -> i1
  tir.return
}
tir.func internal @body(%x: i1 "x", %env: !tir.ptr "env") -> i1 {
  tir.return %x : i1
}

// CHECK: define linkonce_odr hidden void @small.by_address(ptr %0, ptr %1, ptr %2)
// CHECK: [[PIXEL:%.*]] = load i64, ptr %1, align 4
// CHECK: [[LIST:%.*]] = load ptr, ptr %2, align 8
// CHECK: [[R:%.*]] = call ptr @small(i64 [[PIXEL]], ptr [[LIST]])
// CHECK: store ptr [[R]], ptr %0, align 8

// CHECK: attributes #{{[0-9]+}} = { null_pointer_is_valid uwtable(sync) "frame-pointer"="all" "probe-stack"="inline-asm" }
// CHECK: attributes [[COLD]] = { cold noinline null_pointer_is_valid uwtable(sync) "frame-pointer"="all" "probe-stack"="inline-asm" }
