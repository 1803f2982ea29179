// Making values that are known while checking.
#ifndef ARC_COMPILER_CHECK_CONST_VALUES_H_
#define ARC_COMPILER_CHECK_CONST_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/check/types.h"

namespace arc::check {

// Integers are held as signed numbers of so many bits, whatever their type.
inline constexpr unsigned kConstantBits = 128;

// `type` null: an untyped literal.
inline ConstValue IntValue(llvm::APSInt v, Type* type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Int;
  c.integer = std::move(v);
  c.type = type;
  return c;
}
inline ConstValue IntValue(int64_t v, Type* type) {
  return IntValue(llvm::APSInt(llvm::APInt(kConstantBits, static_cast<uint64_t>(v), true), false),
                  type);
}
inline ConstValue BoolValue(bool b, Type* type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Bool;
  c.boolean = b;
  c.type = type;
  return c;
}
inline ConstValue StringValue(std::string_view s) {
  ConstValue c;
  c.kind = ConstValue::Kind::String;
  c.text = std::string(s);
  return c;
}
inline ConstValue TypeValue(Type* t, Type* type_type) {
  ConstValue c;
  c.kind = ConstValue::Kind::Type;
  c.type_value = t;
  c.type = type_type;
  return c;
}

// Whether a value of an integer type, `char` or `duration` can be `v`; true for other types.
inline bool Fits(const llvm::APSInt& v, Type* type) {
  if (type->Is(TypeKind::Char)) {
    // Unicode scalar values.
    return !v.isNegative() && (v < 0xD800 || v > 0xDFFF) && v <= 0x10FFFF;
  }
  if (type->Is(TypeKind::Duration)) return v.getSignificantBits() <= 64;
  if (!type->IsInteger()) return true;
  if (type->is_signed) return v.getSignificantBits() <= type->bits;
  return !v.isNegative() && v.getActiveBits() <= type->bits;
}

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_CONST_VALUES_H_
