// Byte writers for kernel records: each record describes its fields once, in order, and this file
// turns the description into bytes of the target, whatever the host's byte order and padding.

#ifndef ARC_COMPILER_ABI_BYTE_WRITER_H_
#define ARC_COMPILER_ABI_BYTE_WRITER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

namespace arc::abi {

// Appends integers in little-endian order. Records hand their fields to operator() in the order in
// which they stand in memory; padding is spelled out by the records as named fields, so that a
// record's encoding has exactly its size.
class FieldWriter {
 public:
  explicit FieldWriter(std::string* out) : out_(out) {}

  template <typename... Fields>
  void operator()(const Fields&... fields) {
    (Append(fields), ...);
  }

 private:
  template <typename T>
  void Append(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      Append(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_integral_v<T>) {
      auto bits = static_cast<std::make_unsigned_t<T>>(value);
      for (size_t i = 0; i < sizeof(T); ++i) {
        out_->push_back(static_cast<char>((bits >> (8 * i)) & 0xFF));
      }
    } else {
      value.Fields(*this);
    }
  }

  template <typename T, size_t n>
  void Append(const std::array<T, n>& values) {
    for (const T& value : values) Append(value);
  }

  std::string* out_;
};

// A record whose layout in memory is the kernel's: trivially copyable, standard layout, with a
// `Fields(writer)` that names every byte.
template <typename T>
concept KernelRecord = std::is_trivially_copyable_v<T> && std::is_standard_layout_v<T> &&
                       requires(const T& record, FieldWriter& writer) { record.Fields(writer); };

// Appends the sizeof(Record) bytes of `record`.
template <KernelRecord Record>
void WriteTo(const Record& record, std::string* out) {
  FieldWriter writer(out);
  record.Fields(writer);
}

// Fills `out` with the bytes of `record`.
template <KernelRecord Record>
void WriteTo(const Record& record, std::span<uint8_t, sizeof(Record)> out) {
  std::string bytes;
  bytes.reserve(sizeof(Record));
  WriteTo(record, &bytes);
  for (size_t i = 0; i < sizeof(Record); ++i) out[i] = static_cast<uint8_t>(bytes[i]);
}

}  // namespace arc::abi

#endif  // ARC_COMPILER_ABI_BYTE_WRITER_H_
