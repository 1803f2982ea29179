// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

// Nothing of it needs to be made when the program starts.
// CHECK-DAG: @own = internal unnamed_addr constant <{ ptr, [8 x i8], ptr, [3 x i8] }> <{ ptr getelementptr (i8, ptr @own, i64 24), [8 x i8] c"\05\00\00\00\00\00\00\00", ptr @code, [3 x i8] c"abc" }>, align 8
tir.image internal @own align 8 "\00\00\00\00\00\00\00\00\05\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00abc" links [0, 24] code [16] [@code]
// CHECK-DAG: @zero = internal unnamed_addr constant [64 x i8] zeroinitializer, align 64
tir.image internal @zero align 64 "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"

// Other packages find it as a global that is initialized.
// CHECK-DAG: @main.TABLE = dso_local constant [4 x i8] c"\01\02\03\04", align 8
// CHECK-DAG: @main.TABLE.state = dso_local constant i32 2
tir.image exported @main.TABLE align 4 "\01\02\03\04"

tir.func internal @code(%place: !tir.ptr) {
  tir.return
}

// CHECK-LABEL: define {{.*}} @use()
// CHECK: ret ptr getelementptr (i8, ptr @own, i64 8)
tir.func exported @use() -> !tir.ptr {
  %0 = tir.image_address @own[8]
  tir.return %0 : !tir.ptr
}

// CHECK-LABEL: define {{.*}} @first()
// CHECK: load i8, ptr @main.TABLE
tir.func exported @first() -> ui8 {
  %0 = tir.image_address @main.TABLE[0]
  %1 = tir.load %0 : ui8
  tir.return %1 : ui8
}

// CHECK-LABEL: define {{.*}} @main.TABLE.initialize()
// CHECK-NEXT: ret void
