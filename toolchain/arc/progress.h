// What a long run is doing, on a terminal.
#ifndef ARC_TOOLCHAIN_ARC_PROGRESS_H_
#define ARC_TOOLCHAIN_ARC_PROGRESS_H_

#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace arc::tool {

// One line on standard error that is overwritten, and erased in the end. Quiet while a run is
// short: a line that flashes tells nobody anything. Threads may share one.
class Progress {
 public:
  explicit Progress(bool enabled);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Say(std::string_view text);
  // Before anything else is printed.
  void Clear();

 private:
  const bool enabled_;
  const absl::Time start_;
  absl::Mutex mutex_;
  bool shown_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_PROGRESS_H_
