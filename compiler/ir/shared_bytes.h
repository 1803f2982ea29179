// Bytes that several may hold, wherever they lie.

#ifndef ARC_COMPILER_IR_SHARED_BYTES_H_
#define ARC_COMPILER_IR_SHARED_BYTES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace arc {

// Constants can have megabytes: they are made once, and handed on without being copied. The bytes
// never change, and live as long as anybody holds them. Copies may be used by several threads.
class SharedBytes {
 public:
  SharedBytes() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): they are a string that is cheap to copy
  SharedBytes(std::string bytes) {
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    view_ = *owner;
    owner_ = std::move(owner);
  }
  // NOLINTNEXTLINE(google-explicit-constructor)
  SharedBytes(const char* text) : SharedBytes(std::string(text)) {}
  // `bytes` lie in what `owner` keeps alive.
  SharedBytes(std::shared_ptr<const void> owner, std::string_view bytes)
      : owner_(std::move(owner)), view_(bytes) {}

  std::string_view view() const { return view_; }
  const char* data() const { return view_.data(); }
  size_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }
  char operator[](size_t i) const { return view_[i]; }

  friend bool operator==(const SharedBytes& a, const SharedBytes& b) {
    // The same memory is not read.
    return a.size() == b.size() && (a.data() == b.data() || a.view_ == b.view_);
  }
  friend bool operator==(const SharedBytes& a, std::string_view b) { return a.view_ == b; }
  friend bool operator==(const SharedBytes& a, const char* b) { return a.view_ == b; }
  friend bool operator==(const SharedBytes& a, const std::string& b) { return a.view_ == b; }

 private:
  std::shared_ptr<const void> owner_;
  std::string_view view_;
};

}  // namespace arc

#endif  // ARC_COMPILER_IR_SHARED_BYTES_H_
