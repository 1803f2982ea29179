// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s
// RUN: arc-translate --tir-to-output -O0 -emit=asm %s | FileCheck --check-prefix=ASM %s

// CHECK-LABEL: @processor
// CHECK: call i64 @llvm.x86.rdtsc()
// CHECK: call { i64, i32 } @llvm.x86.rdtscp()
// CHECK: call { i32, i32, i32, i32 } asm sideeffect "cpuid"
// CHECK: call void @llvm.x86.sse2.pause()
// CHECK: call ptr @llvm.returnaddress(i32 0)
// CHECK: call ptr @llvm.frameaddress.p0(i32 0)
// CHECK: call void @llvm.prefetch.p0(ptr %p, i32 0, i32 3, i32 1)
// CHECK: call void @llvm.trap()
// ASM-LABEL: processor:
// ASM: rdtsc
// ASM: rdtscp
// ASM: cpuid
// ASM: pause
// ASM: ud2
tir.func exported @processor(%p: !tir.ptr "p", %leaf: ui32 "leaf") {
  %0 = tir.intrinsic rdtsc() : () -> ui64
  %1 = tir.intrinsic rdtscp(%p) : (!tir.ptr) -> ui64
  tir.intrinsic cpuid(%leaf, %leaf, %p) : (ui32, ui32, !tir.ptr) -> ()
  tir.intrinsic pause() : () -> ()
  %2 = tir.intrinsic return_address() : () -> !tir.ptr
  %3 = tir.intrinsic frame_address() : () -> !tir.ptr
  tir.intrinsic prefetch(%p) : (!tir.ptr) -> ()
  tir.intrinsic trap() : () -> ()
  tir.unreachable
}

// CHECK-LABEL: @bits
// CHECK: call i32 @llvm.ctpop.i32(i32 %a)
// CHECK: call i32 @llvm.ctlz.i32(i32 %a, i1 false)
// CHECK: zext i32 %{{.*}} to i64
// CHECK: call i32 @llvm.cttz.i32
// CHECK: call i32 @llvm.bswap.i32
// CHECK: call i32 @llvm.bitreverse.i32
// CHECK: call i32 @llvm.fshl.i32
// CHECK: call i32 @llvm.fshr.i32
// CHECK: mul i64
// CHECK: lshr i64 %{{.*}}, 32
tir.func exported @bits(%a: ui32 "a", %n: ui64 "n") {
  %0 = tir.intrinsic count_ones(%a) : (ui32) -> ui32
  %1 = tir.intrinsic leading_zeros(%a) : (ui32) -> si64
  %2 = tir.intrinsic trailing_zeros(%a) : (ui32) -> ui8
  %3 = tir.intrinsic byte_swap(%a) : (ui32) -> ui32
  %4 = tir.intrinsic bit_reverse(%a) : (ui32) -> ui32
  %5 = tir.intrinsic rotate_left(%a, %n) : (ui32, ui64) -> ui32
  %6 = tir.intrinsic rotate_right(%a, %n) : (ui32, ui64) -> ui32
  %7 = tir.intrinsic mul_high(%a, %a) : (ui32, ui32) -> ui32
  tir.return
}

// CHECK-LABEL: @math
// CHECK: @llvm.sqrt.f64
// CHECK: @llvm.fma.f64
// CHECK: @llvm.floor.f64
// CHECK: @llvm.roundeven.f64
// CHECK: @llvm.fabs.f64
// CHECK: @llvm.copysign.f64
// CHECK: @llvm.minnum.f64
// CHECK: @llvm.smax.i32
// CHECK: @llvm.abs.i32
tir.func exported @math(%x: f64 "x", %i: si32 "i") {
  %0 = tir.intrinsic sqrt(%x) : (f64) -> f64
  %1 = tir.intrinsic fma(%x, %x, %x) : (f64, f64, f64) -> f64
  %2 = tir.intrinsic floor(%x) : (f64) -> f64
  %3 = tir.intrinsic round_even(%x) : (f64) -> f64
  %4 = tir.intrinsic abs(%x) : (f64) -> f64
  %5 = tir.intrinsic copy_sign(%x, %x) : (f64, f64) -> f64
  %6 = tir.intrinsic min_num(%x, %x) : (f64, f64) -> f64
  %7 = tir.intrinsic max_num(%i, %i) : (si32, si32) -> si32
  %8 = tir.intrinsic abs(%i) : (si32) -> si32
  tir.return
}

// CHECK-LABEL: @atomics
// CHECK: load atomic i32, ptr %p seq_cst
// CHECK: load atomic i8, ptr %p acquire
// CHECK: store atomic i32 %v, ptr %p release
// CHECK: atomicrmw add ptr %p, i32 %v monotonic
// CHECK: atomicrmw xchg ptr %p, i32 %v seq_cst
// CHECK: [[PAIR:%.*]] = cmpxchg ptr %p, i32 %v, i32 %v acq_rel acquire
// CHECK: extractvalue { i32, i1 } [[PAIR]], 1
// CHECK: [[OLD:%.*]] = cmpxchg ptr %p, i32 %v, i32 %v seq_cst seq_cst
// CHECK: extractvalue { i32, i1 } [[OLD]], 0
// CHECK: fence acquire
tir.func exported @atomics(%p: !tir.ptr "p", %v: si32 "v") {
  %relaxed = tir.const 0 : ui32
  %acquire = tir.const 1 : ui32
  %release = tir.const 2 : ui32
  %both = tir.const 3 : ui32
  %0 = tir.intrinsic atomic_load(%p) : (!tir.ptr) -> si32
  %1 = tir.intrinsic atomic_load(%p, %acquire) : (!tir.ptr, ui32) -> i1
  tir.intrinsic atomic_store(%p, %v, %release) : (!tir.ptr, si32, ui32) -> ()
  %2 = tir.intrinsic atomic_add(%p, %v, %relaxed) : (!tir.ptr, si32, ui32) -> si32
  %3 = tir.intrinsic atomic_exchange(%p, %v) : (!tir.ptr, si32) -> si32
  %4 = tir.intrinsic atomic_compare_exchange(%p, %v, %v, %both) : (!tir.ptr, si32, si32, ui32) -> i1
  %5 = tir.intrinsic atomic_compare_exchange(%p, %v, %v) : (!tir.ptr, si32, si32) -> si32
  tir.intrinsic fence(%acquire) : (ui32) -> ()
  tir.return
}
