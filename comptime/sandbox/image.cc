#include "comptime/sandbox/image.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "comptime/sandbox/image_format.h"
#include "toolchain/arc_ld/line_table.h"

extern "C" const arc::comptime::PackedImage arc_comptime_packed_image;

namespace arc::comptime {
namespace {

const PackedImage& Packed() { return arc_comptime_packed_image; }

absl::string_view Part(uint64_t offset, uint64_t size) {
  return {reinterpret_cast<const char*>(&Packed()) + offset, size};
}

absl::Span<const PackedSymbol> Symbols() {
  return {reinterpret_cast<const PackedSymbol*>(Part(Packed().symbols, 0).data()),
          Packed().symbol_count};
}

absl::string_view Name(const PackedSymbol& symbol) {
  return Part(Packed().strings + symbol.name, symbol.name_length);
}

// Made at first use: few results have functions in them.
absl::Span<const PackedSymbol> ByAddress() {
  static const auto* sorted = [] {
    auto* symbols = new std::vector<PackedSymbol>(Symbols().begin(), Symbols().end());
    std::sort(symbols->begin(), symbols->end(), [](const PackedSymbol& a, const PackedSymbol& b) {
      return std::tuple(a.address, a.name_length, a.name) <
             std::tuple(b.address, b.name_length, b.name);
    });
    return symbols;
  }();
  return *sorted;
}

// Names that traces leave out, as runtime/core has it; of other names the line table's builder
// knows.
bool IsHidden(absl::string_view function) {
  return absl::StartsWith(function, arc::ld::kHiddenFunction);
}

// Null when there is no table. Made at first use, for a report: it is copied.
const arc::ld::LineTableReader* Lines() {
  static const arc::ld::LineTableReader* const lines = []() -> arc::ld::LineTableReader* {
    auto reader = arc::ld::LineTableReader::Parse(Part(Packed().lines, Packed().line_bytes));
    return reader.ok() ? new arc::ld::LineTableReader(*std::move(reader)) : nullptr;
  }();
  return lines;
}

}  // namespace

Image::Image() = default;

const Image& Image::Get() {
  static const Image* image = new Image;
  return *image;
}

absl::string_view Image::bytes() const { return Part(Packed().program, Packed().program_bytes); }

absl::string_view Image::build_id() const { return Packed().build_id; }

std::optional<uint64_t> Image::Find(absl::string_view symbol) const {
  const absl::Span<const PackedSymbol> symbols = Symbols();
  const auto* found = std::lower_bound(
      symbols.begin(), symbols.end(), symbol,
      [](const PackedSymbol& packed, absl::string_view wanted) { return Name(packed) < wanted; });
  if (found == symbols.end() || Name(*found) != symbol) return std::nullopt;
  return found->address;
}

std::string Image::FunctionAt(uint64_t address) const {
  const absl::Span<const PackedSymbol> by_address = ByAddress();
  const auto* found = std::lower_bound(
      by_address.begin(), by_address.end(), address,
      [](const PackedSymbol& symbol, uint64_t wanted) { return symbol.address < wanted; });
  if (found == by_address.end() || found->address != address) return "";
  return std::string(Name(*found));
}

bool Image::Contains(uint64_t address) const {
  return address >= Packed().low && address < Packed().high;
}

std::vector<SourceFrame> Image::Describe(uint64_t return_address) const {
  std::vector<SourceFrame> frames;
  if (!Contains(return_address - 1) || Lines() == nullptr) return frames;
  const auto offset = static_cast<int64_t>(return_address - Packed().start);
  for (const arc::ld::Frame& frame : Lines()->Lookup(offset)) {
    if (IsHidden(frame.function)) continue;
    const bool known = frame.file != arc::ld::kUnknownFile;
    frames.push_back({.function = std::string(frame.function),
                      .file = known ? std::string(frame.file) : std::string(),
                      .line = frame.line});
  }
  return frames;
}

}  // namespace arc::comptime
