// Reads DWARF's encodings from memory, never past its end.

#ifndef ARC_RUNTIME_CORE_UNWIND_READER_H_
#define ARC_RUNTIME_CORE_UNWIND_READER_H_

#include <stddef.h>
#include <stdint.h>

namespace arc::rt {

// The addresses [low, high), all of them readable.
struct MemoryRange {
  uintptr_t low;
  uintptr_t high;

  bool Holds(uintptr_t address, size_t size) const {
    return address >= low && address <= high && size <= high - address;
  }
};

// DW_EH_PE_*
enum PointerEncoding : uint8_t {
  kPointerAbsolute = 0x00,
  kPointerUleb = 0x01,
  kPointerU16 = 0x02,
  kPointerU32 = 0x03,
  kPointerU64 = 0x04,
  kPointerSleb = 0x09,
  kPointerS16 = 0x0A,
  kPointerS32 = 0x0B,
  kPointerS64 = 0x0C,
  kPointerForm = 0x0F,
  kPointerFromHere = 0x10,   // relative to the place of the pointer
  kPointerFromTable = 0x30,  // relative to the beginning of .eh_frame_hdr
  kPointerBase = 0x70,
  kPointerIndirect = 0x80,  // the address of the value
  kPointerOmitted = 0xFF,
};

// A read that would pass the end fails: it gives 0, and so does every one after it.
class UnwindReader {
 public:
  UnwindReader(uintptr_t at, uintptr_t end) : at_(at), end_(end < at ? at : end) {}

  uintptr_t at() const { return at_; }
  bool failed() const { return failed_; }
  bool done() const { return failed_ || at_ == end_; }
  void Fail() { failed_ = true; }

  template <typename T>
  T Fixed() {
    if (!Take(sizeof(T))) return 0;
    T value;
    __builtin_memcpy(&value, reinterpret_cast<const void*>(at_ - sizeof(T)), sizeof(T));
    return value;
  }
  uint8_t Byte() { return Fixed<uint8_t>(); }

  // LEB128.
  uint64_t Uleb() { return Leb(/*is_signed=*/false); }
  int64_t Sleb() { return static_cast<int64_t>(Leb(/*is_signed=*/true)); }

  void Skip(uint64_t bytes) { Take(bytes); }

  // A pointer in an encoding of the tables; `table` is the address that kPointerFromTable counts
  // from, and what an indirect one leads to must lie in `memory`. An encoding that nothing writes
  // (other bases, alignment) fails. kPointerOmitted gives 0 and reads nothing.
  uintptr_t Pointer(uint8_t encoding, uintptr_t table, const MemoryRange& memory);

 private:
  uint64_t Leb(bool is_signed);
  bool Take(uint64_t bytes) {
    if (failed_ || bytes > end_ - at_) {
      failed_ = true;
      return false;
    }
    at_ += bytes;
    return true;
  }

  uintptr_t at_;
  uintptr_t end_;
  bool failed_ = false;
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_UNWIND_READER_H_
