// RUN: arc-opt --tir-verify-module %s | arc-opt --tir-verify-module | FileCheck %s
// RUN: arc-opt --emit-bytecode %s | arc-opt | FileCheck %s
// RUN: arc-opt --mlir-print-op-generic %s | arc-opt | FileCheck %s

// CHECK-LABEL: tir.struct_def "main.Point" {"x": f64, "y": f64}
tir.struct_def "main.Point" {"x": f64, "y": f64}
// CHECK: tir.struct_def "std/core.string" {"owner": !tir.ptr, "data": !tir.ptr spelled "*uint8", "length": ui64 spelled "usize"} drop @string_drop copy_hook @string_copy
tir.struct_def "std/core.string" {"owner": !tir.ptr, "data": !tir.ptr spelled "*uint8", "length": ui64 spelled "usize"} drop @string_drop copy_hook @string_copy
// CHECK: tir.struct_def "os.File" {"fd": si32} drop @file_drop shared_drop
tir.struct_def "os.File" {"fd": si32} drop @file_drop shared_drop
// CHECK: tir.struct_def "empty" {}
tir.struct_def "empty" {}

// CHECK: tir.enum_def "main.Shape" {
// CHECK-NEXT: "Circle" = 0 {"radius": f64},
// CHECK-NEXT: "Rect" = 1 {"w": f64, "h": f64},
// CHECK-NEXT: "Empty" = -5
// CHECK-NEXT: }
tir.enum_def "main.Shape" {
  "Circle" = 0 {"radius": f64},
  "Rect" = 1 {"w": f64, "h": f64},
  "Empty" = -5
}
// CHECK: tir.enum_def "main.List" {
// CHECK: "Cons" = 1 {"head": ui32 spelled "char", "tail": !tir.named<"main.List">}
// CHECK-NEXT: } boxed
tir.enum_def "main.List" {
  "Nil" = 0,
  "Cons" = 1 {"head": ui32 spelled "char", "tail": !tir.named<"main.List">}
} boxed

// CHECK: tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_copy(!tir.ptr)
tir.func internal @file_drop(!tir.ptr)
// CHECK: tir.func internal @getpid() -> si32 c_abi
tir.func internal @getpid() -> si32 c_abi
// CHECK: tir.func internal @"std/core.fail<int32>"(si32 "code") name "fail" noreturn cold
tir.func internal @"std/core.fail<int32>"(si32 "code") name "fail" noreturn cold

// CHECK-LABEL: tir.func exported @main.area
// CHECK-SAME: (%s: !tir.ptr "s" borrowed !tir.named<"main.Shape">) -> f64 name "area(Shape)"
tir.func exported @main.area(%s: !tir.ptr "s" borrowed !tir.named<"main.Shape">) -> f64 name "area(Shape)" {
  // CHECK: tir.enum_tag %s : !tir.named<"main.Shape">
  %tag = tir.enum_tag %s : !tir.named<"main.Shape">
  // CHECK: cf.switch
  cf.switch %tag : ui32, [
    default: ^other,
    0: ^circle
  ]
^circle:
  // CHECK: tir.enum_payload %s[0, 0] : !tir.named<"main.Shape">
  %r = tir.enum_payload %s[0, 0] : !tir.named<"main.Shape">
  // CHECK: tir.load %{{.*}} : f64
  %v = tir.load %r : f64
  // CHECK: tir.mul %{{.*}}, %{{.*}} : f64
  %a = tir.mul %v, %v : f64
  tir.return %a : f64
^other:
  // CHECK: tir.const 0.000000e+00 : f64
  %z = tir.const 0.0 : f64
  tir.return %z : f64
}

// CHECK-LABEL: tir.func link_once @arithmetic
tir.func link_once @arithmetic(%a: si32 "a", %b: si32 "b", %u: ui64) -> i1 always_inline hide_in_traces {
  // CHECK: %{{.*}} = tir.const -42 : si32
  %c = tir.const -42 : si32
  // CHECK: %true = tir.const true
  %t = tir.const true
  // CHECK: tir.add %a, %b : si32
  %0 = tir.add %a, %b : si32
  %1 = tir.sub %0, %c : si32
  %2 = tir.div %1, %b : si32
  %3 = tir.rem %2, %b : si32
  // CHECK: tir.shl %{{.*}}, %{{.*}} : si32, ui64
  %4 = tir.shl %3, %u : si32, ui64
  %5 = tir.shr %4, %u : si32, ui64
  %6 = tir.add_wrap %5, %b : si32
  %7 = tir.sub_wrap %6, %b : si32
  %8 = tir.mul_wrap %7, %b : si32
  %9 = tir.add_sat %8, %b : si32
  %10 = tir.sub_sat %9, %b : si32
  // CHECK: tir.mul_sat
  %11 = tir.mul_sat %10, %b : si32
  %12 = tir.and %11, %b : si32
  %13 = tir.or %12, %b : si32
  %14 = tir.xor %13, %b : si32
  %15 = tir.neg %14 : si32
  %16 = tir.not %15 : si32
  // CHECK: tir.cast lossless %{{.*}} : si32 to si64
  %17 = tir.cast lossless %16 : si32 to si64
  // CHECK: tir.cast checked %{{.*}} : si64 to ui8
  %18 = tir.cast checked %17 : si64 to ui8
  %19 = tir.cast saturate %17 : si64 to f32
  // CHECK: tir.compare less_equal %{{.*}}, %{{.*}} : si64
  %20 = tir.compare less_equal %17, %17 : si64
  // CHECK: tir.select
  %21 = tir.select %20, %t, %20 : i1
  // CHECK: tir.index_check %{{.*}}, %{{.*}} : si64
  %22 = tir.index_check %17, %u : si64
  // CHECK: tir.intrinsic rotate_left(%{{.*}}, %{{.*}}) : (si64, ui64) -> si64
  %23 = tir.intrinsic rotate_left(%17, %22) : (si64, ui64) -> si64
  // CHECK: tir.intrinsic pause() : () -> ()
  tir.intrinsic pause() : () -> ()
  tir.return %21 : i1
}

// CHECK-LABEL: tir.func internal @memory
tir.func internal @memory(%out: !tir.ptr "out" result !tir.named<"main.Point">, %n: ui64 "n", %b: ui8 "b") {
  // CHECK: tir.local !tir.array<4 x si32> name "xs" spelled "[4]int32" visible [3, 5, 9, 2]
  %xs = tir.local !tir.array<4 x si32> name "xs" spelled "[4]int32" visible [3, 5, 9, 2]
  // CHECK: tir.local !tir.closure
  %f = tir.local !tir.closure
  tir.lifetime_start %xs
  // CHECK: tir.element_address %{{.*}}[%n : ui64] : si32
  %e = tir.element_address %xs[%n : ui64] : si32
  %v = tir.load %e : si32
  // CHECK: tir.store %{{.*}}, %{{.*}} : si32
  tir.store %v, %e : si32
  // CHECK: tir.field_address %out[1] : !tir.named<"main.Point">
  %y = tir.field_address %out[1] : !tir.named<"main.Point">
  // CHECK: tir.debug_place %{{.*}} : f64 name "y" spelled "float64" visible [1, 2, 3, 4] parameter 2
  tir.debug_place %y : f64 name "y" spelled "float64" visible [1, 2, 3, 4] parameter 2
  tir.debug_place %y : f64 name "z"
  tir.struct_init %out : !tir.named<"main.Point">
  tir.zero %out : !tir.named<"main.Point">
  // CHECK: tir.mem_copy %{{.*}}, %{{.*}}, %n : ui64
  tir.mem_copy %out, %xs, %n : ui64
  tir.mem_move %out, %xs, %n : ui64
  // CHECK: tir.mem_set %{{.*}}, %b, %n : ui8, ui64
  tir.mem_set %out, %b, %n : ui8, ui64
  %cmp = tir.mem_compare %out, %xs, %n : ui64
  // CHECK: tir.copy %{{.*}}, %{{.*}} : !tir.named<"main.Point">
  tir.copy %out, %xs : !tir.named<"main.Point">
  tir.move %out, %xs : !tir.named<"main.Point">
  tir.drop %out : !tir.named<"main.Point">
  // CHECK: tir.alloc_object !tir.named<"main.Point">
  %o = tir.alloc_object !tir.named<"main.Point">
  tir.retain %o
  %last = tir.release %o
  %unique = tir.is_unique %o
  // CHECK: tir.free_object %{{.*}} : !tir.named<"main.Point">
  tir.free_object %o : !tir.named<"main.Point">
  %g = tir.drop_glue !tir.named<"main.Point">
  %s = tir.size_of !tir.array<4 x si32>
  %al = tir.align_of f64
  %null = tir.null
  %building = tir.at_comptime
  // CHECK: tir.string_data "hello\0A"
  %str = tir.string_data "hello\n"
  // CHECK: tir.func_address @getpid
  %fa = tir.func_address @getpid
  // CHECK: tir.closure_init %{{.*}}, @body, %{{.*}}
  tir.closure_init %f, @body, %null
  // CHECK: tir.call_closure %{{.*}}(%n) : (ui64) -> si32
  %r = tir.call_closure %f(%n) : (ui64) -> si32
  // CHECK: tir.call_pointer %{{.*}}() : () -> si32
  %p = tir.call_pointer %fa() : () -> si32
  %pid = tir.call @getpid() : () -> si32
  // CHECK: tir.enum_init %{{.*}}[1] : !tir.named<"main.List">
  tir.enum_init %out[1] : !tir.named<"main.List">
  // CHECK: tir.image_address @image[8]
  %i = tir.image_address @image[8]
  // CHECK: tir.global_address @table
  %t = tir.global_address @table
  tir.lifetime_end %xs
  // CHECK: tir.call @"std/core.fail<int32>"(%{{.*}}) : (si32) -> ()
  tir.call @"std/core.fail<int32>"(%pid) : (si32) -> ()
  tir.unreachable
}

tir.func internal @body(%n: ui64, %env: !tir.ptr) -> si32 {
  %c = tir.const 1 : si32
  tir.return %c : si32
}

tir.func internal @init(%p: !tir.ptr) {
  tir.return
}
// CHECK: tir.global exported @table : !tir.array<4 x si32> initializer @init
tir.global exported @table : !tir.array<4 x si32> initializer @init
tir.global internal @elsewhere : f64
// CHECK: tir.image internal @image align 8 "0123456789abcdefghijklmn" links [0, 16] code [8] [@init]
tir.image internal @image align 8 "0123456789abcdefghijklmn" links [0, 16] code [8] [@init]

tir.func internal @entry(%a: !tir.ptr, %n: ui64, %s: !tir.ptr) c_abi {
  tir.return
}
tir.func internal @thread(%a: !tir.ptr) c_abi {
  tir.return
}
// CHECK: tir.compute_entry "main.__process_0" entry @entry thread @thread arguments 18446744073709551615 result 7
tir.compute_entry "main.__process_0" entry @entry thread @thread arguments 18446744073709551615 result 7
tir.compute_entry "main.__thread_1" thread @thread arguments 1 result 2
