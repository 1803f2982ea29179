// RUN: arc-translate --tir-to-llvmir -g 2 %s | FileCheck %s

// Each name has a block from where it is declared to the end of what it is declared in; positions
// belong to the innermost block around them.

tir.func internal @print(si64) c_abi

#f = loc("scopes.arc":1:6)

// CHECK-LABEL: define dso_local void @main.f(
// CHECK: #dbg_declare(ptr %x, [[OUTER:![0-9]+]],
// CHECK: #dbg_declare(ptr %x1, [[INNER:![0-9]+]],
// CHECK: #dbg_declare(ptr %y, [[LATER:![0-9]+]],
// CHECK: call void @print(i64 1), !dbg [[BEFORE:![0-9]+]]
// CHECK: call void @print(i64 2), !dbg [[IN_OUTER:![0-9]+]]
// CHECK: call void @print(i64 3), !dbg [[IN_INNER:![0-9]+]]
// CHECK: call void @print(i64 4), !dbg [[AFTER:![0-9]+]]

// CHECK-DAG: [[F:![0-9]+]] = distinct !DISubprogram(name: "f"
// CHECK-DAG: [[OUTER]] = !DILocalVariable(name: "x", scope: [[OUTER_BLOCK:![0-9]+]]
// CHECK-DAG: [[OUTER_BLOCK]] = distinct !DILexicalBlock(scope: [[F]], {{.*}}line: 3, column: 9)
// CHECK-DAG: [[INNER]] = !DILocalVariable(name: "x", scope: [[INNER_BLOCK:![0-9]+]]
// CHECK-DAG: [[INNER_BLOCK]] = distinct !DILexicalBlock(scope: [[OUTER_BLOCK]], {{.*}}line: 5, column: 20)
// The block that it is in ends first.
// CHECK-DAG: [[LATER]] = !DILocalVariable(name: "y", scope: [[LATER_BLOCK:![0-9]+]]
// CHECK-DAG: [[LATER_BLOCK]] = distinct !DILexicalBlock(scope: [[INNER_BLOCK]], {{.*}}line: 6, column: 1)
// CHECK-DAG: [[BEFORE]] = {{(distinct )?}}!DILocation(line: 2, column: 5, scope: [[F]])
// CHECK-DAG: [[IN_OUTER]] = {{(distinct )?}}!DILocation(line: 4, column: 5, scope: [[OUTER_BLOCK]])
// CHECK-DAG: [[IN_INNER]] = {{(distinct )?}}!DILocation(line: 5, column: 30, scope: [[INNER_BLOCK]])
// CHECK-DAG: [[AFTER]] = {{(distinct )?}}!DILocation(line: 9, column: 6, scope: [[OUTER_BLOCK]])

tir.func exported @main.f() name "f" {
  %x = tir.local si64 name "x" spelled "int64" visible [3, 9, 10, 2] loc("scopes.arc":3:9)
  %inner = tir.local si64 name "x" spelled "int64" visible [5, 20, 9, 6] loc("scopes.arc":5:9)
  %later = tir.local si64 name "y" spelled "int64" visible [6, 1, 99, 1] loc("scopes.arc":6:1)
  %1 = tir.const 1 : si64 loc("scopes.arc":2:5)
  tir.call @print(%1) : (si64) -> () loc("scopes.arc":2:5)
  %2 = tir.const 2 : si64 loc("scopes.arc":2:5)
  tir.call @print(%2) : (si64) -> () loc("scopes.arc":4:5)
  %3 = tir.const 3 : si64 loc("scopes.arc":2:5)
  tir.call @print(%3) : (si64) -> () loc("scopes.arc":5:30)
  %4 = tir.const 4 : si64 loc("scopes.arc":2:5)
  tir.call @print(%4) : (si64) -> () loc("scopes.arc":9:6)
  tir.return loc("scopes.arc":10:1)
} loc(#f)
