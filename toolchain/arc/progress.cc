#include "toolchain/arc/progress.h"

#include <cstdio>

#include "absl/time/clock.h"
#include "compiler/source/concat.h"

namespace arc::tool {
namespace {

constexpr absl::Duration kQuietStart = absl::Milliseconds(300);
constexpr size_t kWidth = 78;

}  // namespace

Progress::Progress(bool enabled) : enabled_(enabled), start_(absl::Now()) {}

void Progress::Say(std::string_view text) {
  if (!enabled_ || absl::Now() - start_ < kQuietStart) return;
  absl::MutexLock lock(&mutex_);
  shown_ = true;
  // \r: to the line's start; ESC [K: erase what is left of the longer text before.
  const std::string line = Concat("\r", text.substr(0, kWidth), "\x1b[K");
  fwrite(line.data(), 1, line.size(), stderr);
  fflush(stderr);
}

void Progress::Clear() {
  absl::MutexLock lock(&mutex_);
  if (!shown_) return;
  shown_ = false;
  fputs("\r\x1b[K", stderr);
  fflush(stderr);
}

}  // namespace arc::tool
