// The worker's program as it is embedded in the service: written by pack_image when the toolchain
// is built, read in place.
//
//   PackedImage | program | PackedSymbol[symbol_count] | strings | line table

#ifndef ARC_COMPTIME_SANDBOX_IMAGE_FORMAT_H_
#define ARC_COMPTIME_SANDBOX_IMAGE_FORMAT_H_

#include <cstdint>

namespace arc::comptime {

inline constexpr uint32_t kPackedImageMagic = 0x31494341;  // "ACI1"
inline constexpr char kPackedImageSymbol[] = "arc_comptime_packed_image";

// Offsets count from the beginning of this record.
struct PackedImage {
  uint32_t magic;
  uint32_t symbol_count;
  uint64_t total_bytes;
  uint64_t program, program_bytes;  // an ELF file, stripped
  uint64_t symbols;                 // by name
  uint64_t strings, string_bytes;
  uint64_t lines, line_bytes;  // an ArcLineTable, 8-aligned
  uint64_t low, high;          // the addresses that the program takes
  uint64_t start;              // of _start: the line table counts from there
  char build_id[64];           // hexadecimal, NUL-terminated
};

struct PackedSymbol {
  uint32_t name;  // offset in the strings
  uint32_t name_length;
  uint64_t address;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_IMAGE_FORMAT_H_
