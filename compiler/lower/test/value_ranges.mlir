// RUN: arc-translate --tir-to-llvmir %s | FileCheck %s

// Checks that cannot fail are not made; those next to them are.

// CHECK-LABEL: @masks_fit(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @masks_fit(%a: si32 "a", %b: si32 "b") -> si32 {
  %m = tir.const 1073741823 : si32
  %x = tir.and %a, %m : si32
  %y = tir.and %m, %b : si32
  %r = tir.add %x, %y : si32
  tir.return %r : si32
}

// CHECK-LABEL: @masks_do_not_fit(
// CHECK: call void @arc_rt_panic
tir.func exported @masks_do_not_fit(%a: si32 "a", %b: si32 "b") -> si32 {
  %m = tir.const 1073741824 : si32
  %x = tir.and %a, %m : si32
  %y = tir.and %b, %m : si32
  %r = tir.add %x, %y : si32
  tir.return %r : si32
}

// CHECK-LABEL: @bytes_multiply(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @bytes_multiply(%a: ui8 "a", %b: ui8 "b") -> si32 {
  %x = tir.cast lossless %a : ui8 to si32
  %y = tir.cast lossless %b : ui8 to si32
  %r = tir.mul %x, %y : si32
  tir.return %r : si32
}

// CHECK-LABEL: @halves_do_not_multiply(
// CHECK: call void @arc_rt_panic
tir.func exported @halves_do_not_multiply(%a: ui16 "a", %b: ui16 "b") -> si32 {
  %x = tir.cast lossless %a : ui16 to si32
  %y = tir.cast lossless %b : ui16 to si32
  %r = tir.mul %x, %y : si32
  tir.return %r : si32
}

// CHECK-LABEL: @halves_multiply_unsigned(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @halves_multiply_unsigned(%a: ui16 "a", %b: ui16 "b") -> ui32 {
  %x = tir.cast lossless %a : ui16 to ui32
  %y = tir.cast lossless %b : ui16 to ui32
  %r = tir.mul %x, %y : ui32
  tir.return %r : ui32
}

// CHECK-LABEL: @words_do_not_multiply(
// CHECK: call void @arc_rt_panic
tir.func exported @words_do_not_multiply(%a: ui64 "a", %b: ui64 "b") -> ui64 {
  %r = tir.mul %a, %b : ui64
  tir.return %r : ui64
}

// CHECK-LABEL: @long_words_do_not_multiply(
// CHECK: call void @arc_rt_panic
tir.func exported @long_words_do_not_multiply(%a: si64 "a", %b: si64 "b") -> si64 {
  %r = tir.mul %a, %b : si64
  tir.return %r : si64
}

// CHECK-LABEL: @half_words_multiply(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @half_words_multiply(%a: ui32 "a", %b: ui32 "b") -> ui64 {
  %x = tir.cast lossless %a : ui32 to ui64
  %y = tir.cast lossless %b : ui32 to ui64
  %r = tir.mul %x, %y : ui64
  tir.return %r : ui64
}

// CHECK-LABEL: @digit(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @digit(%a: ui8 "a") -> si32 {
  %z = tir.const 48 : si32
  %x = tir.cast lossless %a : ui8 to si32
  %r = tir.sub %x, %z : si32
  tir.return %r : si32
}

// CHECK-LABEL: @byte_below_zero(
// CHECK: call void @arc_rt_panic
tir.func exported @byte_below_zero(%a: ui8 "a") -> ui32 {
  %z = tir.const 48 : ui32
  %x = tir.cast lossless %a : ui8 to ui32
  %r = tir.sub %x, %z : ui32
  tir.return %r : ui32
}

// CHECK-LABEL: @from_a_constant(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @from_a_constant(%a: ui8 "a") -> ui32 {
  %z = tir.const 255 : ui32
  %x = tir.cast lossless %a : ui8 to ui32
  %r = tir.sub %z, %x : ui32
  tir.return %r : ui32
}

// CHECK-LABEL: @negation_fits(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @negation_fits(%a: si8 "a") -> si16 {
  %x = tir.cast lossless %a : si8 to si16
  %r = tir.neg %x : si16
  tir.return %r : si16
}

// CHECK-LABEL: @negation_of_the_least(
// CHECK: call void @arc_rt_panic
tir.func exported @negation_of_the_least(%a: si8 "a") -> si8 {
  %r = tir.neg %a : si8
  tir.return %r : si8
}

// CHECK-LABEL: @negation_unsigned(
// CHECK: call void @arc_rt_panic
tir.func exported @negation_unsigned(%a: ui8 "a") -> ui8 {
  %r = tir.neg %a : ui8
  tir.return %r : ui8
}

// CHECK-LABEL: @remainder(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @remainder(%a: si64 "a", %b: si64 "b") -> si64 {
  %n = tir.const 1000 : si64
  %x = tir.rem %a, %n : si64
  %y = tir.rem %b, %n : si64
  %r = tir.mul %x, %y : si64
  tir.return %r : si64
}

// CHECK-LABEL: @quotient(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @quotient(%a: si64 "a") -> si64 {
  %n = tir.const 2 : si64
  %x = tir.div %a, %n : si64
  %r = tir.mul %x, %n : si64
  tir.return %r : si64
}

// CHECK-LABEL: @quotient_and_more(
// CHECK: call void @arc_rt_panic
tir.func exported @quotient_and_more(%a: si64 "a") -> si64 {
  %n = tir.const 2 : si64
  %m = tir.const 3 : si64
  %x = tir.div %a, %n : si64
  %r = tir.mul %x, %m : si64
  tir.return %r : si64
}

// CHECK-LABEL: @shifted(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @shifted(%a: ui64 "a") -> ui64 {
  %n = tir.const 1 : ui32
  %one = tir.const 1 : ui64
  %x = tir.shr %a, %n : ui64, ui32
  %r = tir.add %x, %one : ui64
  tir.return %r : ui64
}

// CHECK-LABEL: @bits_together(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @bits_together(%a: ui8 "a", %b: ui8 "b") -> si16 {
  %x = tir.cast lossless %a : ui8 to si16
  %y = tir.cast lossless %b : ui8 to si16
  %o = tir.or %x, %y : si16
  %p = tir.xor %o, %y : si16
  %n = tir.const 128 : si16
  %r = tir.mul %p, %n : si16
  tir.return %r : si16
}

// CHECK-LABEL: @bits_of_negative_numbers(
// CHECK: call void @arc_rt_panic
tir.func exported @bits_of_negative_numbers(%a: si16 "a", %b: ui8 "b") -> si16 {
  %y = tir.cast lossless %b : ui8 to si16
  %o = tir.or %a, %y : si16
  %r = tir.add %o, %y : si16
  tir.return %r : si16
}

// CHECK-LABEL: @one_of_two(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @one_of_two(%c: i1 "c", %a: ui8 "a", %b: si8 "b") -> si16 {
  %x = tir.cast lossless %a : ui8 to si16
  %y = tir.cast lossless %b : si8 to si16
  %s = tir.select %c, %x, %y : si16
  %n = tir.const 127 : si16
  %r = tir.mul %s, %n : si16
  tir.return %r : si16
}

// CHECK-LABEL: @one_of_two_too_much(
// CHECK: call void @arc_rt_panic
tir.func exported @one_of_two_too_much(%c: i1 "c", %a: ui8 "a", %b: si8 "b") -> si16 {
  %x = tir.cast lossless %a : ui8 to si16
  %y = tir.cast lossless %b : si8 to si16
  %s = tir.select %c, %x, %y : si16
  %n = tir.const 129 : si16
  %r = tir.mul %s, %n : si16
  tir.return %r : si16
}

// CHECK-LABEL: @divisor_is_not_zero(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @divisor_is_not_zero(%a: ui32 "a", %b: ui32 "b") -> ui32 {
  %one = tir.const 1 : ui32
  %y = tir.or %b, %one : ui32
  %m = tir.const 7 : ui32
  %z = tir.and %b, %m : ui32
  %w = tir.add %z, %one : ui32
  %r = tir.div %a, %w : ui32
  tir.return %r : ui32
}

// CHECK-LABEL: @divisor_may_be_zero(
// CHECK: call void @arc_rt_panic
tir.func exported @divisor_may_be_zero(%a: ui32 "a", %b: ui32 "b") -> ui32 {
  %m = tir.const 7 : ui32
  %z = tir.and %b, %m : ui32
  %r = tir.div %a, %z : ui32
  tir.return %r : ui32
}

// CHECK-LABEL: @least_does_not_come(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @least_does_not_come(%a: si8 "a") -> si16 {
  %x = tir.cast lossless %a : si8 to si16
  %n = tir.const -1 : si16
  %r = tir.div %x, %n : si16
  tir.return %r : si16
}

// CHECK-LABEL: @least_by_minus_one(
// CHECK: call void @arc_rt_panic
tir.func exported @least_by_minus_one(%a: si16 "a") -> si16 {
  %n = tir.const -1 : si16
  %r = tir.div %a, %n : si16
  tir.return %r : si16
}

// CHECK-LABEL: @amount_fits(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @amount_fits(%a: ui64 "a", %b: ui32 "b") -> ui64 {
  %m = tir.const 63 : ui32
  %y = tir.and %b, %m : ui32
  %r = tir.shl %a, %y : ui64, ui32
  tir.return %r : ui64
}

// CHECK-LABEL: @amount_may_be_the_width(
// CHECK: call void @arc_rt_panic
tir.func exported @amount_may_be_the_width(%a: ui64 "a", %b: ui32 "b") -> ui64 {
  %m = tir.const 64 : ui32
  %y = tir.and %b, %m : ui32
  %r = tir.shl %a, %y : ui64, ui32
  tir.return %r : ui64
}

// CHECK-LABEL: @cast_fits(
// CHECK-NOT: call void @arc_rt_panic
// CHECK: }
tir.func exported @cast_fits(%a: si64 "a") -> ui8 {
  %m = tir.const 255 : si64
  %y = tir.and %a, %m : si64
  %r = tir.cast checked %y : si64 to ui8
  tir.return %r : ui8
}

// CHECK-LABEL: @cast_does_not_fit(
// CHECK: call void @arc_rt_panic
tir.func exported @cast_does_not_fit(%a: si64 "a") -> ui8 {
  %m = tir.const 256 : si64
  %y = tir.and %a, %m : si64
  %r = tir.cast checked %y : si64 to ui8
  tir.return %r : ui8
}

// CHECK-LABEL: @truncated_bits_are_any(
// CHECK: call void @arc_rt_panic
tir.func exported @truncated_bits_are_any(%a: si64 "a") -> si8 {
  %m = tir.const 256 : si64
  %y = tir.and %a, %m : si64
  %t = tir.cast truncate %y : si64 to si8
  %r = tir.add %t, %t : si8
  tir.return %r : si8
}
