// Lists, trees and what contains itself through hooks are dropped without deep recursion.
// RUN: arc-translate --tir-to-output -O0 %s -o %t0.o
// RUN: arc-translate --tir-to-output -O2 %s -o %t2.o
// RUN: clang-22 -O1 -no-pie %S/harness.c %t0.o -o %t0
// RUN: clang-22 -O1 -no-pie %S/harness.c %t2.o -o %t2
// RUN: sh -c 'ulimit -s 256; %t0 0 1 2 3 4 5' | FileCheck %s
// RUN: sh -c 'ulimit -s 256; %t2 0 1 2 3 4 5' | FileCheck %s

// CHECK: 1000000
// CHECK-NEXT: live 0
// CHECK-NEXT: 1000000
// CHECK-NEXT: live 0
// CHECK-NEXT: 131071
// CHECK-NEXT: live 0
// CHECK-NEXT: 300000
// CHECK-NEXT: live 0
// CHECK-NEXT: 300000
// CHECK-NEXT: live 0
// CHECK-NEXT: 7
// CHECK-NEXT: live 0

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed

// Two that contain each other, through an optional.
tir.enum_def "OptionalOdd" {
  "none" = 0,
  "some" = 1 {"value": !tir.named<"Odd">}
}
tir.enum_def "Odd" {
  "Odd" = 0 {"next": !tir.named<"Even">}
} boxed
tir.enum_def "Even" {
  "Number" = 0 {"value": si64},
  "Even" = 1 {"id": ui8, "next": !tir.named<"OptionalOdd">},
  "End" = 2
} boxed

tir.enum_def "Tree" {
  "Leaf" = 0,
  "Node" = 1 {"left": !tir.named<"Tree">, "right": !tir.named<"Tree">}
} boxed

// A vector of one: its hook drops the element in memory of its own.
tir.struct_def "vector" {"data": !tir.ptr} drop @vector_drop copy_hook @vector_copy
tir.enum_def "Json" {
  "Null" = 0,
  "Array" = 1 {"items": !tir.named<"vector">}
} boxed
tir.func internal @vector_copy(%v: !tir.ptr) {
  %data = tir.load %v : !tir.ptr
  tir.retain %data
  tir.return
}
tir.func internal @vector_drop(%v: !tir.ptr) {
  %data = tir.load %v : !tir.ptr
  %last = tir.release %data
  cf.cond_br %last, ^free, ^done
^free:
  tir.drop %data : !tir.named<"Json">
  tir.free_object %data : !tir.named<"Json">
  cf.br ^done
^done:
  tir.return
}

tir.func internal @list(%out: !tir.ptr "out" result !tir.named<"List">, %n: si64) {
  %cell = tir.local !tir.named<"List">
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  tir.enum_init %out[0] : !tir.named<"List">
  cf.br ^loop(%zero : si64)
^loop(%i: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^done
^body:
  tir.enum_init %cell[1] : !tir.named<"List">
  %head = tir.enum_payload %cell[1, 0] : !tir.named<"List">
  tir.store %i, %head : si64
  %tail = tir.enum_payload %cell[1, 1] : !tir.named<"List">
  tir.move %tail, %out : !tir.named<"List">
  tir.move %out, %cell : !tir.named<"List">
  %next = tir.add %i, %one : si64
  cf.br ^loop(%next : si64)
^done:
  tir.return
}

tir.func internal @length(%list: !tir.ptr "list" borrowed !tir.named<"List">) -> si64 {
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  cf.br ^loop(%list, %zero : !tir.ptr, si64)
^loop(%p: !tir.ptr, %count: si64):
  %tag = tir.enum_tag %p : !tir.named<"List">
  cf.switch %tag : ui32, [
    default: ^done,
    1: ^next
  ]
^next:
  %tail = tir.enum_payload %p[1, 1] : !tir.named<"List">
  %more = tir.add %count, %one : si64
  cf.br ^loop(%tail, %more : !tir.ptr, si64)
^done:
  tir.return %count : si64
}

// Copies count; the second drop ends the cells.
tir.func internal @test_list() -> si64 {
  %a = tir.local !tir.named<"List">
  %b = tir.local !tir.named<"List">
  %n = tir.const 1000000 : si64
  tir.call @list(%a, %n) : (!tir.ptr, si64) -> ()
  tir.copy %b, %a : !tir.named<"List">
  tir.drop %a : !tir.named<"List">
  %length = tir.call @length(%b) : (!tir.ptr) -> si64
  tir.drop %b : !tir.named<"List">
  tir.return %length : si64
}

tir.func internal @test_mutual() -> si64 {
  %even = tir.local !tir.named<"Even">
  %odd = tir.local !tir.named<"Odd">
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  %n = tir.const 1000000 : si64
  tir.enum_init %even[0] : !tir.named<"Even">
  %number = tir.enum_payload %even[0, 0] : !tir.named<"Even">
  tir.store %n, %number : si64
  cf.br ^loop(%zero : si64)
^loop(%i: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^done
^body:
  tir.enum_init %odd[0] : !tir.named<"Odd">
  %next_even = tir.enum_payload %odd[0, 0] : !tir.named<"Odd">
  tir.move %next_even, %even : !tir.named<"Even">
  tir.enum_init %even[1] : !tir.named<"Even">
  %optional = tir.enum_payload %even[1, 1] : !tir.named<"Even">
  tir.enum_init %optional[1] : !tir.named<"OptionalOdd">
  %some = tir.enum_payload %optional[1, 0] : !tir.named<"OptionalOdd">
  tir.move %some, %odd : !tir.named<"Odd">
  %next = tir.add %i, %one : si64
  cf.br ^loop(%next : si64)
^done:
  tir.drop %even : !tir.named<"Even">
  tir.return %n : si64
}

tir.func internal @tree(%out: !tir.ptr "out" result !tir.named<"Tree">, %depth: si64) -> () {
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  %is_leaf = tir.compare equal %depth, %zero : si64
  cf.cond_br %is_leaf, ^leaf, ^node
^leaf:
  tir.enum_init %out[0] : !tir.named<"Tree">
  tir.return
^node:
  tir.enum_init %out[1] : !tir.named<"Tree">
  %left = tir.enum_payload %out[1, 0] : !tir.named<"Tree">
  %right = tir.enum_payload %out[1, 1] : !tir.named<"Tree">
  %below = tir.sub %depth, %one : si64
  tir.call @tree(%left, %below) : (!tir.ptr, si64) -> ()
  tir.call @tree(%right, %below) : (!tir.ptr, si64) -> ()
  tir.return
}
tir.func internal @count(%tree: !tir.ptr "tree" borrowed !tir.named<"Tree">) -> si64 {
  %one = tir.const 1 : si64
  %tag = tir.enum_tag %tree : !tir.named<"Tree">
  cf.switch %tag : ui32, [
    default: ^leaf,
    1: ^node
  ]
^leaf:
  tir.return %one : si64
^node:
  %left = tir.enum_payload %tree[1, 0] : !tir.named<"Tree">
  %right = tir.enum_payload %tree[1, 1] : !tir.named<"Tree">
  %a = tir.call @count(%left) : (!tir.ptr) -> si64
  %b = tir.call @count(%right) : (!tir.ptr) -> si64
  %c = tir.add %a, %b : si64
  %d = tir.add %c, %one : si64
  tir.return %d : si64
}
tir.func internal @test_tree() -> si64 {
  %tree = tir.local !tir.named<"Tree">
  %depth = tir.const 16 : si64
  tir.call @tree(%tree, %depth) : (!tir.ptr, si64) -> ()
  %n = tir.call @count(%tree) : (!tir.ptr) -> si64
  tir.drop %tree : !tir.named<"Tree">
  tir.return %n : si64
}

// [[[...]]]
tir.func internal @test_json() -> si64 {
  %json = tir.local !tir.named<"Json">
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  %n = tir.const 300000 : si64
  tir.enum_init %json[0] : !tir.named<"Json">
  cf.br ^loop(%zero : si64)
^loop(%i: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^done
^body:
  %element = tir.alloc_object !tir.named<"Json">
  tir.move %element, %json : !tir.named<"Json">
  tir.enum_init %json[1] : !tir.named<"Json">
  %items = tir.enum_payload %json[1, 0] : !tir.named<"Json">
  tir.store %element, %items : !tir.ptr
  %next = tir.add %i, %one : si64
  cf.br ^loop(%next : si64)
^done:
  tir.drop %json : !tir.named<"Json">
  tir.return %n : si64
}

// A closure that captures a closure that captures ...
tir.struct_def "Environment" {"drop": !tir.ptr, "inner": !tir.closure}
tir.func internal @environment_drop(%environment: !tir.ptr) {
  %inner = tir.field_address %environment[1] : !tir.named<"Environment">
  tir.drop %inner : !tir.closure
  tir.free_object %environment : !tir.named<"Environment">
  tir.return
}
tir.func internal @seven(%environment: !tir.ptr) -> si64 {
  %seven = tir.const 7 : si64
  tir.return %seven : si64
}
tir.func internal @test_closures(%n: si64) -> si64 {
  %closure = tir.local !tir.closure
  %copy = tir.local !tir.closure
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  %null = tir.null
  tir.closure_init %closure, @seven, %null
  cf.br ^loop(%zero : si64)
^loop(%i: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^done
^body:
  %environment = tir.alloc_object !tir.named<"Environment">
  %drop = tir.field_address %environment[0] : !tir.named<"Environment">
  %code = tir.func_address @environment_drop
  tir.store %code, %drop : !tir.ptr
  %inner = tir.field_address %environment[1] : !tir.named<"Environment">
  tir.move %inner, %closure : !tir.closure
  tir.closure_init %closure, @seven, %environment
  %next = tir.add %i, %one : si64
  cf.br ^loop(%next : si64)
^done:
  tir.copy %copy, %closure : !tir.closure
  tir.drop %closure : !tir.closure
  %r = tir.call_closure %copy() : () -> si64
  tir.drop %copy : !tir.closure
  tir.return %r : si64
}

tir.func exported @arc_test(%which: si64) -> si64 {
  cf.switch %which : si64, [
    default: ^closures,
    0: ^list,
    1: ^mutual,
    2: ^tree,
    3: ^json,
    4: ^many_closures
  ]
^list:
  %0 = tir.call @test_list() : () -> si64
  tir.return %0 : si64
^mutual:
  %1 = tir.call @test_mutual() : () -> si64
  tir.return %1 : si64
^tree:
  %2 = tir.call @test_tree() : () -> si64
  tir.return %2 : si64
^json:
  %3 = tir.call @test_json() : () -> si64
  tir.return %3 : si64
^many_closures:
  %many = tir.const 300000 : si64
  %4 = tir.call @test_closures(%many) : (si64) -> si64
  tir.return %many : si64
^closures:
  %few = tir.const 3 : si64
  %5 = tir.call @test_closures(%few) : (si64) -> si64
  tir.return %5 : si64
}
