// Text built in fixed buffers: for messages made where nothing may be allocated.

#ifndef ARC_RUNTIME_CORE_TEXT_H_
#define ARC_RUNTIME_CORE_TEXT_H_

#include <stddef.h>
#include <stdint.h>

namespace arc::rt {

// Writes into memory of the caller's. Text that does not fit is handed to `flush`, or cut when
// there is none.
class TextWriter {
 public:
  using Flush = void (*)(const uint8_t* data, size_t size);

  TextWriter(uint8_t* buffer, size_t capacity, Flush flush = nullptr)
      : buffer_(buffer), capacity_(capacity), flush_(flush) {}

  TextWriter& PutByte(uint8_t byte) {
    if (size_ == capacity_) {
      if (flush_ == nullptr) return *this;
      Drain();
    }
    buffer_[size_++] = byte;
    return *this;
  }
  TextWriter& Put(const char* text) {
    while (*text != 0) PutByte(static_cast<uint8_t>(*text++));
    return *this;
  }
  TextWriter& Put(const void* data, size_t size) {
    for (size_t i = 0; i < size; ++i) PutByte(static_cast<const uint8_t*>(data)[i]);
    return *this;
  }
  TextWriter& PutUnsigned(uint64_t value) {
    uint8_t digits[20];
    size_t count = 0;
    do {
      digits[count++] = static_cast<uint8_t>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    while (count > 0) PutByte(digits[--count]);
    return *this;
  }
  TextWriter& PutSigned(int64_t value) {
    if (value < 0) PutByte('-');
    const auto bits = static_cast<uint64_t>(value);
    return PutUnsigned(value < 0 ? ~bits + 1 : bits);
  }
  TextWriter& PutHex(uint64_t value) {
    Put("0x");
    int shift = 60;
    while (shift > 0 && (value >> shift) == 0) shift -= 4;
    for (; shift >= 0; shift -= 4)
      PutByte(static_cast<uint8_t>("0123456789abcdef"[(value >> shift) & 15]));
    return *this;
  }
  // Hands over what has gathered.
  void Drain() {
    if (flush_ != nullptr && size_ > 0) {
      flush_(buffer_, size_);
      size_ = 0;
    }
  }

  const uint8_t* data() const { return buffer_; }
  size_t size() const { return size_; }

 private:
  uint8_t* buffer_;
  size_t capacity_;
  size_t size_ = 0;
  Flush flush_;
};

template <size_t capacity>
class TextBuffer : public TextWriter {
 public:
  TextBuffer() : TextWriter(storage_, capacity) {}

 private:
  uint8_t storage_[capacity];
};

inline size_t TextLength(const char* text) {
  size_t length = 0;
  while (text[length] != 0) ++length;
  return length;
}

inline bool SameBytes(const void* a, const void* b, size_t size) {
  return __builtin_memcmp(a, b, size) == 0;
}

inline bool StartsWith(const uint8_t* text, size_t length, const char* prefix) {
  for (size_t i = 0; prefix[i] != 0; ++i) {
    if (i == length || text[i] != static_cast<uint8_t>(prefix[i])) return false;
  }
  return true;
}

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_TEXT_H_
