// RUN: arc-opt --split-input-file --verify-diagnostics --tir-verify-module %s

// expected-note @+1 {{first here}}
tir.struct_def "S" {"x": si32}
// expected-error @+1 {{"S" is defined twice}}
tir.enum_def "S" {"A" = 0}

// -----

// expected-error @+1 {{names the type "T", which is not defined}}
tir.struct_def "S" {"x": !tir.array<2 x !tir.named<"T">>}

// -----

// expected-error @+1 {{contains itself without a box}}
tir.struct_def "S" {"x": !tir.named<"E">}
tir.enum_def "E" {"A" = 0 {"s": !tir.named<"S">}}

// -----

// A box ends it.
tir.struct_def "S" {"x": !tir.named<"E">}
tir.enum_def "E" {"A" = 0 {"s": !tir.named<"S">}} boxed

// -----

// expected-error @+1 {{drop @d is no function}}
tir.struct_def "S" {"x": si32} drop @d

// -----

tir.func internal @d(si32)
// expected-error @+1 {{drop @d must take one address and give nothing}}
tir.struct_def "S" {"x": si32} drop @d

// -----

tir.struct_def "S" {"x": si32}
tir.func internal @f(%p: !tir.ptr) {
  // expected-error @+1 {{field 1 of 1}}
  %0 = tir.field_address %p[1] : !tir.named<"S">
  // expected-error @+1 {{'!tir.named<"S">' is no enum}}
  %1 = tir.enum_tag %p : !tir.named<"S">
  tir.return
}

// -----

tir.enum_def "E" {"A" = 0 {"s": si32}, "B" = 1}
tir.func internal @f(%p: !tir.ptr) {
  // expected-error @+1 {{case 2 of 2}}
  tir.enum_init %p[2] : !tir.named<"E">
  // expected-error @+1 {{case 2 of 2}}
  %0 = tir.enum_payload %p[2, 0] : !tir.named<"E">
  // expected-error @+1 {{field 0 of 0}}
  %1 = tir.enum_payload %p[1, 0] : !tir.named<"E">
  // expected-error @+1 {{is no struct}}
  %2 = tir.field_address %p[0] : !tir.named<"E">
  // expected-error @+1 {{names the type "F", which is not defined}}
  tir.drop %p : !tir.named<"F">
  tir.return
}

// -----

// expected-error @+1 {{names the type "F", which is not defined}}
tir.func internal @f(!tir.ptr "x" borrowed !tir.named<"F">)

// -----

tir.func internal @init()
// expected-error @+1 {{initializer @init must be a function that takes one address}}
tir.global internal @g : si32 initializer @init
