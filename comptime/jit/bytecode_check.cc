// MLIR's format (mlir.llvm.org/docs/BytecodeFormat), as far as it is needed here:
//
//   magic (4 bytes) | version | producer, NUL-terminated | sections
//   section: id (1 byte; the highest bit: aligned) | length | [alignment | 0xcb …] | content
//   table of attributes and types: attributes | types | groups
//   group: dialect | entries | one number for each entry
//
// Numbers have a variable length: as many bytes follow as the first one ends in zero bits.

#include "comptime/jit/bytecode_check.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace arc::comptime {

namespace {

constexpr size_t kMagicBytes = 4;
constexpr uint8_t kAligned = 0x80;
constexpr uint8_t kPadding = 0xcb;
constexpr uint8_t kAttributesAndTypes = 3;  // the section of offsets

// Reads from the front of what it is given; `failed` once something was not there.
class Reader {
 public:
  Reader(absl::string_view bytes, size_t offset) : bytes_(bytes), at_(offset) {}

  bool failed() const { return failed_; }
  bool done() const { return at_ >= bytes_.size(); }
  size_t at() const { return at_; }

  uint8_t Byte() {
    if (done()) {
      failed_ = true;
      return 0;
    }
    return static_cast<uint8_t>(bytes_[at_++]);
  }

  uint64_t Number() {
    const uint8_t first = Byte();
    const int more = first == 0 ? 8 : __builtin_ctz(first);
    uint64_t value = first;
    if (more == 8) value = 0;
    for (int i = 0; i < more; ++i) {
      const int shift = more == 8 ? 8 * i : 8 * (i + 1);
      value |= uint64_t{Byte()} << shift;
    }
    return more == 8 ? value : value >> (more + 1);
  }

  void Skip(uint64_t count) {
    if (count > bytes_.size() - at_) {
      failed_ = true;
      at_ = bytes_.size();
    } else {
      at_ += count;
    }
  }

 private:
  const absl::string_view bytes_;
  size_t at_;
  bool failed_ = false;
};

// The groups of `count` entries.
bool CheckGroups(Reader& reader, uint64_t count) {
  while (count > 0) {
    reader.Number();
    const uint64_t entries = reader.Number();
    if (reader.failed() || entries > count) return false;
    count -= entries;
    for (uint64_t i = 0; i < entries && !reader.failed(); ++i) reader.Number();
  }
  return !reader.failed();
}

bool CheckTable(absl::string_view content) {
  Reader reader(content, 0);
  const uint64_t attributes = reader.Number(), types = reader.Number();
  // Each has a byte at least.
  if (reader.failed() || attributes > content.size() || types > content.size()) return false;
  return CheckGroups(reader, attributes) && CheckGroups(reader, types) && reader.done();
}

}  // namespace

absl::Status CheckBytecode(absl::string_view bytes) {
  const auto invalid = [](absl::string_view why) { return absl::InvalidArgumentError(why); };
  Reader reader(bytes, kMagicBytes);
  if (bytes.size() < kMagicBytes) return invalid("bytecode: no head");
  reader.Number();
  while (!reader.failed() && reader.Byte() != 0) {
  }
  while (!reader.failed() && !reader.done()) {
    const uint8_t id = reader.Byte();
    const uint64_t length = reader.Number();
    if ((id & kAligned) != 0) {
      const uint64_t alignment = reader.Number();
      if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > 4096) {
        return invalid("bytecode: alignment");
      }
      while (!reader.failed() && reader.at() % alignment != 0) {
        if (reader.Byte() != kPadding) return invalid("bytecode: padding");
      }
    }
    const size_t begin = reader.at();
    reader.Skip(length);
    if (reader.failed()) return invalid("bytecode: a section reaches beyond the end");
    if ((id & ~kAligned) == kAttributesAndTypes && !CheckTable(bytes.substr(begin, length))) {
      return invalid("bytecode: the table of attributes and types");
    }
  }
  return reader.failed() ? invalid("bytecode: cut off") : absl::OkStatus();
}

}  // namespace arc::comptime
