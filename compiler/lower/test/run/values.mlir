// Hooks, shared values, globals and enums with payloads do what they say.
// RUN: arc-translate --tir-to-output -O0 %s -o %t0.o
// RUN: arc-translate --tir-to-output -O2 %s -o %t2.o
// RUN: clang-22 -O1 -no-pie %S/harness.c %t0.o -o %t0
// RUN: clang-22 -O1 -no-pie %S/harness.c %t2.o -o %t2
// RUN: %t0 0 | FileCheck %s
// RUN: %t2 0 | FileCheck %s

tir.struct_def "File" {"fd": si64} drop @close shared_drop
tir.struct_def "Pair" {"first": !tir.named<"File">, "both": !tir.array<2 x !tir.named<"File">>}
tir.enum_def "Maybe" {
  "none" = 0,
  "file" = 1 {"id": ui8, "file": !tir.named<"File">},
  "number" = 2 {"value": f64}
}
tir.func internal @print(si64) c_abi

tir.func internal @close(%file: !tir.ptr) {
  %fd = tir.load %file : si64
  tir.call @print(%fd) : (si64) -> ()
  tir.return
}
tir.func internal @open(%out: !tir.ptr "out" result !tir.named<"File">, %fd: si64) {
  tir.struct_init %out : !tir.named<"File">
  %p = tir.field_address %out[0] : !tir.named<"File">
  tir.store %fd, %p : si64
  tir.return
}

tir.global internal @late : si64 initializer @init_late
tir.global internal @early : si64 initializer @init_early
tir.func internal @init_late(%place: !tir.ptr "place" result si64) {
  %early = tir.global_address @early
  %v = tir.load %early : si64
  %two = tir.const 2 : si64
  %w = tir.mul %v, %two : si64
  %message = tir.const 1000 : si64
  tir.call @print(%message) : (si64) -> ()
  tir.store %w, %place : si64
  tir.return
}
tir.func internal @init_early(%place: !tir.ptr "place" result si64) {
  %v = tir.const 21 : si64
  tir.store %v, %place : si64
  tir.return
}

tir.func exported @arc_test(%which: si64) -> si64 {
  %file = tir.local !tir.named<"File">
  %other = tir.local !tir.named<"File">
  %pair = tir.local !tir.named<"Pair">
  %maybe = tir.local !tir.named<"Maybe">
  %again = tir.local !tir.named<"Maybe">
  %c0 = tir.const 0 : ui64
  %c1 = tir.const 1 : ui64
  %c3 = tir.const 3 : si64
  %c4 = tir.const 4 : si64
  %c5 = tir.const 5 : si64
  %first_mark = tir.const 101 : si64
  %second_mark = tir.const 102 : si64
  %third_mark = tir.const 103 : si64

  // One value: closed at once.
  // CHECK: 3
  tir.call @open(%file, %c3) : (!tir.ptr, si64) -> ()
  tir.drop %file : !tir.named<"File">
  // CHECK-NEXT: 101
  tir.call @print(%first_mark) : (si64) -> ()

  // Five copies: closed with the last.
  tir.call @open(%file, %c4) : (!tir.ptr, si64) -> ()
  tir.copy %other, %file : !tir.named<"File">
  %first = tir.field_address %pair[0] : !tir.named<"Pair">
  tir.copy %first, %file : !tir.named<"File">
  %both = tir.field_address %pair[1] : !tir.named<"Pair">
  %b0 = tir.element_address %both[%c0 : ui64] : !tir.named<"File">
  %b1 = tir.element_address %both[%c1 : ui64] : !tir.named<"File">
  tir.copy %b0, %other : !tir.named<"File">
  tir.copy %b1, %other : !tir.named<"File">
  tir.drop %other : !tir.named<"File">
  tir.drop %file : !tir.named<"File">
  // CHECK-NEXT: 102
  tir.call @print(%second_mark) : (si64) -> ()
  // CHECK-NEXT: 4
  tir.drop %pair : !tir.named<"Pair">

  // In an enum.
  tir.enum_init %maybe[1] : !tir.named<"Maybe">
  %payload = tir.enum_payload %maybe[1, 1] : !tir.named<"Maybe">
  tir.call @open(%payload, %c5) : (!tir.ptr, si64) -> ()
  tir.copy %again, %maybe : !tir.named<"Maybe">
  tir.drop %maybe : !tir.named<"Maybe">
  // CHECK-NEXT: 103
  tir.call @print(%third_mark) : (si64) -> ()
  // CHECK-NEXT: 5
  tir.drop %again : !tir.named<"Maybe">
  tir.enum_init %again[2] : !tir.named<"Maybe">
  tir.drop %again : !tir.named<"Maybe">
  %tag = tir.enum_tag %again : !tir.named<"Maybe">
  %tag64 = tir.cast lossless %tag : ui32 to si64
  // CHECK-NEXT: 2
  tir.call @print(%tag64) : (si64) -> ()

  // Initialized once.
  // CHECK-NEXT: 1000
  // CHECK-NEXT: 42
  // CHECK-NEXT: live 0
  %late = tir.global_address @late
  %a = tir.load %late : si64
  %late2 = tir.global_address @late
  %b = tir.load %late2 : si64
  %same = tir.compare equal %a, %b : si64
  %r = tir.select %same, %b, %c3 : si64
  tir.return %r : si64
}
