// What optimizers are told, so that loops over elements look at a count once.
// RUN: arc-translate --tir-to-output -emit=llvm -O2 %s | FileCheck %s

// Storing an element leaves the count in front of the elements alone: it is looked at once.
// CHECK: define {{.*}}@fill(
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

// Nor does it touch the fields of a container, which are reached by name alone.
// CHECK: define {{.*}}@fill_vector(
// CHECK: load i64, ptr {{.*}}, !tbaa [[HEADER:![0-9]+]]
// CHECK: store i64 {{.*}}, !tbaa [[DATA]]
// CHECK-NOT: load i64
// CHECK: ret i64
tir.struct_def "vector" {"data": !tir.ptr, "length": ui64} drop @vector_drop copy_hook @vector_copied
tir.func internal @vector_drop(!tir.ptr)
tir.func internal @vector_copied(!tir.ptr)
tir.func exported @fill_vector(%vector: !tir.ptr "vector", %data: !tir.ptr "data", %x: si64 "x") -> ui64 {
  %length = tir.field_address %vector[1] : !tir.named<"vector">
  %before = tir.load %length : ui64
  tir.store %x, %data : si64
  %after = tir.load %length : ui64
  %sum = tir.add_wrap %before, %after : ui64
  tir.return %sum : ui64
}
// CHECK-DAG: [[COUNT]] = !{[[COUNT_TYPE:![0-9]+]], [[COUNT_TYPE]], i64 0}
// CHECK-DAG: [[COUNT_TYPE]] = !{!"count", [[ROOT:![0-9]+]], i64 0}
// CHECK-DAG: [[DATA]] = !{[[DATA_TYPE:![0-9]+]], [[DATA_TYPE]], i64 0}
// CHECK-DAG: [[DATA_TYPE]] = !{!"data", [[ROOT]], i64 0}
// CHECK-DAG: [[HEADER]] = !{[[HEADER_TYPE:![0-9]+]], [[HEADER_TYPE]], i64 0}
// CHECK-DAG: [[HEADER_TYPE]] = !{!"header", [[ROOT]], i64 0}
