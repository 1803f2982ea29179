// RUN: arc-opt --split-input-file --verify-diagnostics %s

tir.func internal @f(%x: si64) {
  // expected-error @+1 {{'si64' does not fit in 'si32'}}
  %0 = tir.cast lossless %x : si64 to si32
  tir.return
}

// -----

tir.func internal @f(%x: si8) {
  // expected-error @+1 {{'si8' does not fit in 'ui64'}}
  %0 = tir.cast lossless %x : si8 to ui64
  tir.return
}

// -----

tir.func internal @f(%x: ui32) {
  // expected-error @+1 {{'ui32' does not fit in 'f32'}}
  %0 = tir.cast lossless %x : ui32 to f32
  tir.return
}

// -----

tir.func internal @f(%x: f64) {
  // expected-error @+1 {{'f64' and 'si32' have different sizes}}
  %0 = tir.cast bitcast %x : f64 to si32
  tir.return
}

// -----

tir.func internal @f(%x: !tir.ptr) {
  // expected-error @+1 {{addresses are only bitcast}}
  %0 = tir.cast truncate %x : !tir.ptr to ui64
  tir.return
}

// -----

tir.func internal @f(%x: si32) {
  // expected-error @+1 {{nothing converts to bool}}
  %0 = tir.cast truncate %x : si32 to i1
  tir.return
}

// -----

// The sign is part of an integer's type.
tir.func internal @f() {
  // expected-error @+1 {{result #0 must be}}
  %0 = tir.const 1 : i32
  tir.return
}

// -----

tir.func internal @f() {
  // expected-error @+1 {{expected an integer, bool or float}}
  %0 = "tir.const"() <{value = dense<1> : tensor<1xi32>}> : () -> si32
  tir.return
}

// -----

tir.func internal @f(%x: si32) {
  // expected-error @+1 {{fma takes 3 operands, not 1}}
  %0 = tir.intrinsic fma(%x) : (si32) -> si32
  tir.return
}

// -----

tir.func internal @f(%x: si32) {
  // expected-error @+1 {{sqrt takes and gives one float type}}
  %0 = tir.intrinsic sqrt(%x) : (si32) -> si32
  tir.return
}

// -----

tir.func internal @f(%p: !tir.ptr, %order: ui32) {
  // expected-error @+1 {{atomic_load needs a constant order}}
  %0 = tir.intrinsic atomic_load(%p, %order) : (!tir.ptr, ui32) -> si32
  tir.return
}

// -----

tir.func internal @f() {
  // expected-error @+1 {{pause has no result}}
  %0 = tir.intrinsic pause() : () -> si32
  tir.return
}

// -----

// expected-error @+1 {{field "x" has unsupported type 'i32'}}
tir.struct_def "S" {"x": i32}

// -----

// expected-error @+1 {{shared_drop needs a drop}}
tir.struct_def "S" {"x": si32} shared_drop

// -----

// expected-error @+1 {{shared_drop and copy_hook exclude each other}}
tir.struct_def "S" {"x": si32} drop @d copy_hook @c shared_drop

// -----

tir.func internal @f(%p: !tir.ptr) {
  // expected-error @+1 {{'f64' is no named struct}}
  %0 = tir.field_address %p[0] : f64
  tir.return
}

// -----

tir.func internal @f(%p: !tir.ptr) {
  // expected-error @+1 {{expected one dimension}}
  tir.zero %p : !tir.array<2x3xf64>
  tir.return
}

// -----

tir.func internal @f() {
  // expected-error @+1 {{visible is not two lines with columns}}
  %0 = tir.local si64 name "x" spelled "int64" visible [1, 2, 3]
  tir.return
}
