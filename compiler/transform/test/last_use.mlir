// RUN: arc-opt --tir-infer-ownership --tir-verify-module --tir-verify-ownership %s | FileCheck %s

tir.enum_def "List" {
  "Nil" = 0,
  "Cons" = 1 {"head": si64, "tail": !tir.named<"List">}
} boxed
tir.func internal @string_drop(!tir.ptr)
tir.func internal @string_copied(!tir.ptr)
tir.struct_def "string" {"owner": !tir.ptr, "data": !tir.ptr} drop @string_drop copy_hook @string_copied ends_unseen
tir.struct_def "file" {"cell": !tir.ptr} drop @string_drop copy_hook @string_copied
tir.struct_def "view" {"data": !tir.ptr}

tir.func internal @make(!tir.ptr "result" result !tir.named<"List">)
tir.func internal @look(!tir.ptr "list" borrowed !tir.named<"List">)
tir.func internal @text(!tir.ptr "result" result !tir.named<"string">)
tir.func internal @view_of(!tir.ptr "result" result !tir.named<"view">, !tir.ptr "text" borrowed !tir.named<"string">)
tir.func internal @read(!tir.ptr "view" borrowed !tir.named<"view">)
tir.func internal @open(!tir.ptr "result" result !tir.named<"file">)

// The last look is the copy: it becomes a move, and nothing is left to drop.
// CHECK-LABEL: @copy_then_drop
// CHECK: tir.call @make([[LIST:%[0-9]+]])
// CHECK-NEXT: tir.move %result, [[LIST]]
// CHECK-NEXT: tir.return
tir.func exported @copy_then_drop(%result: !tir.ptr "result" result !tir.named<"List">) {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  tir.copy %result, %0 : !tir.named<"List">
  tir.drop %0 : !tir.named<"List">
  tir.return
}

// A later look keeps the copy and the drop.
// CHECK-LABEL: @copy_then_look
// CHECK: tir.copy %result
// CHECK-NEXT: tir.call @look
// CHECK-NEXT: tir.drop
tir.func exported @copy_then_look(%result: !tir.ptr "result" result !tir.named<"List">) {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  tir.copy %result, %0 : !tir.named<"List">
  tir.call @look(%0) : (!tir.ptr) -> ()
  tir.drop %0 : !tir.named<"List">
  tir.return
}

// Moved on one path, the value is dropped where the other path begins.
// CHECK-LABEL: @one_side_keeps
// CHECK: cf.cond_br %keeps, ^bb1, ^bb2
// CHECK: ^bb1:
// CHECK-NEXT: tir.move %result
// CHECK-NEXT: cf.br ^bb3
// CHECK: ^bb2:
// CHECK-NEXT: tir.drop
// CHECK-NEXT: tir.call @make(%result)
// CHECK: ^bb3:
// CHECK-NEXT: tir.return
tir.func exported @one_side_keeps(%result: !tir.ptr "result" result !tir.named<"List">, %keeps: i1 "keeps") {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  cf.cond_br %keeps, ^keep, ^other
^keep:
  tir.copy %result, %0 : !tir.named<"List">
  cf.br ^done
^other:
  tir.call @make(%result) : (!tir.ptr) -> ()
  cf.br ^done
^done:
  tir.drop %0 : !tir.named<"List">
  tir.return
}

// A value that is copied in a loop lives as long as the loop.
// CHECK-LABEL: @copied_in_a_loop
// CHECK: tir.copy
// CHECK: tir.drop
tir.func exported @copied_in_a_loop(%arg0: i1) {
  %0 = tir.local !tir.named<"List">
  %1 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  cf.br ^head
^head:
  tir.copy %1, %0 : !tir.named<"List">
  tir.call @look(%1) : (!tir.ptr) -> ()
  tir.drop %1 : !tir.named<"List">
  cf.cond_br %arg0, ^head, ^done
^done:
  tir.drop %0 : !tir.named<"List">
  tir.return
}

// The view that the callee made may lead into the text: the text stays until its scope ends.
// CHECK-LABEL: @pinned_by_a_view
// CHECK: tir.copy %result
// CHECK: tir.call @read
// CHECK-NEXT: tir.drop
tir.func exported @pinned_by_a_view(%result: !tir.ptr "result" result !tir.named<"string">) {
  %0 = tir.local !tir.named<"string">
  %1 = tir.local !tir.named<"view">
  tir.call @text(%0) : (!tir.ptr) -> ()
  tir.call @view_of(%1, %0) : (!tir.ptr, !tir.ptr) -> ()
  tir.copy %result, %0 : !tir.named<"string">
  tir.call @read(%1) : (!tir.ptr) -> ()
  tir.drop %0 : !tir.named<"string">
  tir.return
}

// Closing a file can be seen.
// CHECK-LABEL: @seen_when_it_ends
// CHECK: tir.copy %result
// CHECK-NEXT: tir.drop
tir.func exported @seen_when_it_ends(%result: !tir.ptr "result" result !tir.named<"file">) {
  %0 = tir.local !tir.named<"file">
  tir.call @open(%0) : (!tir.ptr) -> ()
  tir.copy %result, %0 : !tir.named<"file">
  tir.drop %0 : !tir.named<"file">
  tir.return
}

// An address that is stored may be used at any time.
// CHECK-LABEL: @address_leaves
// CHECK: tir.copy %result
// CHECK-NEXT: tir.drop
tir.func exported @address_leaves(%result: !tir.ptr "result" result !tir.named<"List">, %p: !tir.ptr "p") {
  %0 = tir.local !tir.named<"List">
  tir.call @make(%0) : (!tir.ptr) -> ()
  tir.store %0, %p : !tir.ptr
  tir.copy %result, %0 : !tir.named<"List">
  tir.drop %0 : !tir.named<"List">
  tir.return
}
