// Reads what code that runs during the build asks about types (runtime/std/core/type.arc writes
// it).
#ifndef ARC_COMPILER_CHECK_TYPE_QUESTIONS_H_
#define ARC_COMPILER_CHECK_TYPE_QUESTIONS_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "llvm/ADT/ArrayRef.h"

namespace arc::check {

// A question: words, numbers and texts (their length, `:`, their bytes), with a space behind words
// and numbers. It may be anything that the worker wrote: each step says whether that was there.
class QuestionReader {
 public:
  explicit QuestionReader(std::string_view text) : text_(text), whole_(text) {}
  bool Word(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    Skip();
    return true;
  }
  bool Signed(int64_t* number) {
    auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), *number);
    if (error != std::errc()) return false;
    text_.remove_prefix(static_cast<size_t>(end - text_.data()));
    return true;
  }
  bool Number(uint64_t* number) {
    int64_t value = 0;
    if (!Signed(&value) || value < 0) return false;
    *number = static_cast<uint64_t>(value);
    Skip();
    return true;
  }
  bool Text(std::string* text) {
    int64_t length = 0;
    if (!Signed(&length) || length < 0 || !text_.starts_with(':') ||
        static_cast<uint64_t>(length) > text_.size() - 1)
      return false;
    *text = std::string(text_.substr(1, static_cast<size_t>(length)));
    text_.remove_prefix(1 + static_cast<size_t>(length));
    return true;
  }
  // The number of a type. One that was asked for in the same evaluation has the number of that
  // question, with kUnansweredType.
  static constexpr uint64_t kUnansweredType = 0x8000'0000;
  bool TypeNumber(llvm::ArrayRef<uint32_t> answered, uint64_t* number) {
    const size_t before = text_.size();
    if (!Number(number)) return false;
    if ((*number & kUnansweredType) == 0) return true;
    const uint64_t question = *number & ~kUnansweredType;
    if (question >= answered.size() || answered[question] == 0) return false;
    *number = answered[question];
    known_ += whole_.substr(copied_, whole_.size() - before - copied_);
    known_ += std::to_string(*number) + ' ';
    copied_ = whole_.size() - text_.size();
    return true;
  }
  // The question as it is asked when the types are known that it names. All of it was read.
  std::string Known() const {
    std::string known = known_ + std::string(whole_.substr(copied_));
    return known;
  }
  void Skip() {
    if (text_.starts_with(' ')) text_.remove_prefix(1);
  }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_, whole_;
  std::string known_;  // the beginning of Known(), as far as it differs
  size_t copied_ = 0;  // of whole_
};

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_TYPE_QUESTIONS_H_
