// Upstream `cf.switch` on integers with a sign. Its text form prints values without one, which it
// reads back for all but negative 64-bit values; bytecode knows no such limit.
// RUN: arc-opt %s | arc-opt | FileCheck %s
// RUN: arc-opt --emit-bytecode %s | arc-opt | FileCheck %s

// CHECK: cf.switch %{{.*}} : si8
// CHECK: 128: ^bb2
// CHECK: 255: ^bb2
// CHECK: cf.switch %{{.*}} : si64
tir.func internal @f(%a: si8, %b: si64) {
  cf.switch %a : si8, [
    default: ^x,
    -128: ^y,
    -1: ^y,
    127: ^x
  ]
^x:
  tir.return
^y:
  cf.switch %b : si64, [
    default: ^x,
    0: ^x,
    9223372036854775807: ^x
  ]
}
