// What optimizers are told, so that loops over elements look at a count once.
// RUN: arc-translate --tir-to-output -emit=llvm -O2 %s | FileCheck %s

// Storing an element leaves the count in front of the elements alone: it is looked at once.
// CHECK-LABEL: define {{.*}}@fill(
// CHECK: load i32, ptr {{.*}}, !tbaa [[COUNT:![0-9]+]]
// CHECK-NOT: load i32
// CHECK: store i64 {{.*}}, !tbaa [[DATA:![0-9]+]]
// CHECK-NOT: load i32
// CHECK: ret i1
tir.func exported @fill(%data: !tir.ptr "data", %x: si64 "x") -> i1 {
  %before = tir.is_unique %data
  tir.store %x, %data : si64
  %after = tir.is_unique %data
  %both = tir.and %before, %after : i1
  tir.return %both : i1
}
// CHECK-DAG: [[COUNT]] = !{[[COUNT_TYPE:![0-9]+]], [[COUNT_TYPE]], i64 0}
// CHECK-DAG: [[COUNT_TYPE]] = !{!"count", [[ROOT:![0-9]+]], i64 0}
// CHECK-DAG: [[DATA]] = !{[[DATA_TYPE:![0-9]+]], [[DATA_TYPE]], i64 0}
// CHECK-DAG: [[DATA_TYPE]] = !{!"data", [[ROOT]], i64 0}
