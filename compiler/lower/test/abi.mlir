// RUN: arc-translate --tir-to-llvmir --abi-reference %s | FileCheck %s
// RUN: arc-translate --tir-to-llvmir -O2 %s | FileCheck --check-prefix=OPTIMIZED %s

tir.struct_def "File" {"fd": si32} drop @close shared_drop
tir.struct_def "Point" {"x": f64, "y": f64}

// CHECK-DAG: @arc_rt_abi_1 = external dso_local constant i32
// CHECK-DAG: @arc.abi_version = linkonce_odr hidden constant ptr @arc_rt_abi_1, section ".rodata.arc.abi", comdat
// CHECK-DAG: @llvm.used = appending global [1 x ptr] [ptr @arc.abi_version], section "llvm.metadata"

// CHECK-DAG: @arc.dispatch.main.p0 = internal constant { i32, i32, i64, i64, ptr, i64, ptr, ptr } { i32 827475009, i32 1, i64 -1, i64 7, ptr @str, i64 7, ptr @entry, ptr null }, section ".arc.dispatch", align 8
// CHECK-DAG: @llvm.compiler.used = appending global [1 x ptr] [ptr @arc.dispatch.main.p0]
tir.compute_entry "main.p0" entry @entry arguments 18446744073709551615 result 7

// CHECK: declare dso_local void @close(ptr
tir.func internal @close(!tir.ptr)

// An aggregate parameter is read-only; the place of a result is written.
// CHECK: define dso_local void @points(ptr noalias noundef nonnull writable align 8 captures(none) dereferenceable(16) %out, ptr noalias noundef nonnull readonly align 8 captures(none) dereferenceable(16) %p) unnamed_addr
tir.func exported @points(%out: !tir.ptr "out" result !tir.named<"Point">, %p: !tir.ptr "p" borrowed !tir.named<"Point">) {
  tir.copy %out, %p : !tir.named<"Point">
  tir.return
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
  // CHECK: call zeroext i1 [[CODE]](i1 zeroext true, ptr [[ENV]])
  %q = tir.call_closure %f(%t) : (i1) -> i1
  tir.return
}
tir.func internal @body(%x: i1 "x", %env: !tir.ptr "env") -> i1 {
  tir.return %x : i1
}

// CHECK: attributes #{{[0-9]+}} = { nounwind null_pointer_is_valid "frame-pointer"="all" "probe-stack"="inline-asm" }
// CHECK: attributes [[COLD]] = { cold noinline nounwind null_pointer_is_valid "frame-pointer"="all" "probe-stack"="inline-asm" }
