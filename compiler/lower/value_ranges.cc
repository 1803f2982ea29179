#include "compiler/lower/value_ranges.h"

#include <algorithm>
#include <optional>

#include "compiler/ir/tir.h"
#include "llvm/ADT/TypeSwitch.h"

namespace arc::lower {

namespace {

// How many operations stand behind each other in what is looked at.
constexpr unsigned kMostSteps = 4;

ValueRange RangeOf(mlir::Value value, unsigned steps);

std::optional<__int128> Constant(mlir::Value value) {
  auto op = value.getDefiningOp<ir::ConstOp>();
  auto number = op ? mlir::dyn_cast<mlir::IntegerAttr>(op.getValue()) : nullptr;
  if (!number) return std::nullopt;
  const llvm::APInt& bits = number.getValue();
  if (value.getType().isSignedInteger()) return bits.getSExtValue();
  return bits.getZExtValue();
}

// From 0 to the largest number that has no more bits than `high`.
ValueRange UpToBitsOf(__int128 high) {
  __int128 bits = 1;
  while (bits <= high) bits <<= 1;
  return {0, bits - 1};
}

ValueRange Product(const ValueRange& a, const ValueRange& b) {
  // At most 64 by 64 bits, of which at most one factor uses its 64th: 127 bits and a sign.
  const __int128 corners[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  return {*std::min_element(std::begin(corners), std::end(corners)),
          *std::max_element(std::begin(corners), std::end(corners))};
}

ValueRange Unchecked(mlir::Operation* op, unsigned steps) {
  const ValueRange a = RangeOf(op->getOperand(0), steps);
  if (mlir::isa<ir::NegOp>(op)) return {-a.high, -a.low};
  const ValueRange b = RangeOf(op->getOperand(1), steps);
  if (mlir::isa<ir::AddOp>(op)) return {a.low + b.low, a.high + b.high};
  if (mlir::isa<ir::SubOp>(op)) return {a.low - b.high, a.high - b.low};
  // Products of two numbers of 64 bits without a sign do not fit.
  constexpr __int128 kMost = __int128{1} << 63;
  if (a.high > kMost && b.high > kMost) return {0, kMost * 4};
  return Product(a, b);
}

ValueRange Cut(const ValueRange& range, const ValueRange& to) {
  return {std::clamp(range.low, to.low, to.high), std::clamp(range.high, to.low, to.high)};
}

ValueRange RangeOf(mlir::Value value, unsigned steps) {
  const ValueRange all = RangeOfType(value.getType());
  if (std::optional<__int128> constant = Constant(value)) return {*constant, *constant};
  mlir::Operation* op = value.getDefiningOp();
  if (!op || steps == kMostSteps) return all;
  auto operand = [&](unsigned i) { return RangeOf(op->getOperand(i), steps + 1); };
  return llvm::TypeSwitch<mlir::Operation*, ValueRange>(op)
      .Case<ir::AddOp, ir::SubOp, ir::MulOp, ir::NegOp>(
          // What does not fit panics.
          [&](auto) { return Cut(Unchecked(op, steps + 1), all); })
      .Case([&](ir::AndOp) -> ValueRange {
        // Each operand without a sign bounds the result.
        const ValueRange a = operand(0), b = operand(1);
        if (a.low < 0 && b.low < 0) return all;
        if (a.low < 0) return {0, b.high};
        if (b.low < 0) return {0, a.high};
        return {0, std::min(a.high, b.high)};
      })
      .Case<ir::OrOp, ir::XorOp>([&](auto) {
        const ValueRange a = operand(0), b = operand(1);
        return a.low < 0 || b.low < 0 ? all : UpToBitsOf(std::max(a.high, b.high));
      })
      .Case([&](ir::RemOp) -> ValueRange {
        const ValueRange a = operand(0), b = operand(1);
        if (b.low <= 0) return all;
        const __int128 most = b.high - 1;
        return {a.low < 0 ? std::max(-most, a.low) : 0, a.high < 0 ? 0 : std::min(most, a.high)};
      })
      .Case([&](ir::DivOp) -> ValueRange {
        const std::optional<__int128> by = Constant(op->getOperand(1));
        if (!by || *by <= 0) return all;
        const ValueRange a = operand(0);
        return {a.low / *by, a.high / *by};
      })
      .Case([&](ir::ShrOp) -> ValueRange {
        const std::optional<__int128> by = Constant(op->getOperand(1));
        if (!by || *by < 0 || *by > 63) return all;
        const ValueRange a = operand(0);
        return {a.low >> static_cast<int>(*by), a.high >> static_cast<int>(*by)};
      })
      .Case([&](ir::SelectOp) -> ValueRange {
        const ValueRange a = operand(1), b = operand(2);
        return {std::min(a.low, b.low), std::max(a.high, b.high)};
      })
      .Case([&](ir::CastOp cast) {
        mlir::Type from = cast.getValue().getType();
        if (!mlir::isa<mlir::IntegerType>(from)) return all;
        const ValueRange source = operand(0);
        if (source.IsWithin(all)) return source;
        const bool cuts =
            cast.getKind() == ir::CastKind::Checked || cast.getKind() == ir::CastKind::Saturate;
        return cuts ? Cut(source, all) : all;
      })
      .Default(all);
}

}  // namespace

ValueRange RangeOfType(mlir::Type type) {
  auto integer = mlir::cast<mlir::IntegerType>(type);
  const unsigned width = integer.getWidth();
  if (integer.isSigned()) return {-(__int128{1} << (width - 1)), (__int128{1} << (width - 1)) - 1};
  return {0, (__int128{1} << width) - 1};
}

ValueRange RangeOf(mlir::Value value) { return RangeOf(value, 0); }

ValueRange UncheckedRange(mlir::Operation* op) { return Unchecked(op, 0); }

}  // namespace arc::lower
