#include "toolchain/arc/scheduler.h"

#include <sched.h>

#include <algorithm>
#include <deque>
#include <system_error>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "compiler/driver/crash_handler.h"

namespace arc::tool {
namespace {

class JobQueue {
 public:
  explicit JobQueue(const std::vector<std::vector<size_t>>& dependencies)
      : missing_(dependencies.size()),
        dependents_(dependencies.size()),
        left_(dependencies.size()) {
    absl::MutexLock lock(&mutex_);
    for (size_t i = 0; i < dependencies.size(); ++i) {
      missing_[i] = dependencies[i].size();
      for (size_t dependency : dependencies[i]) dependents_[dependency].push_back(i);
      if (missing_[i] == 0) ready_.push_back(i);
    }
  }

  void Work(absl::FunctionRef<void(size_t)> run) {
    size_t job;
    while (Take(job)) {
      run(job);
      Finish(job);
    }
  }

 private:
  bool Take(size_t& job) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &JobQueue::HasWorkOrIsDone));
    if (ready_.empty()) return false;
    job = ready_.front();
    ready_.pop_front();
    return true;
  }

  void Finish(size_t job) {
    absl::MutexLock lock(&mutex_);
    --left_;
    for (size_t dependent : dependents_[job]) {
      if (--missing_[dependent] == 0) ready_.push_back(dependent);
    }
  }

  bool HasWorkOrIsDone() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !ready_.empty() || left_ == 0;
  }

  absl::Mutex mutex_;
  std::vector<size_t> missing_
      ABSL_GUARDED_BY(mutex_);  // dependencies that have not finished, by job
  std::vector<std::vector<size_t>> dependents_ ABSL_GUARDED_BY(mutex_);
  std::deque<size_t> ready_ ABSL_GUARDED_BY(mutex_);
  size_t left_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

unsigned ProcessorCount() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

void RunOnThreads(size_t threads, absl::FunctionRef<void()> work) {
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < threads; ++i) {
    try {
      helpers.emplace_back([work] { work(); });
    } catch (const std::system_error&) {
      break;  // the work gets done with those that there are
    }
  }
  work();
  for (std::thread& helper : helpers) helper.join();
}

void RunInOrder(const std::vector<std::vector<size_t>>& dependencies, unsigned threads,
                absl::FunctionRef<void(size_t)> run) {
  JobQueue queue(dependencies);
  const size_t count = std::min<size_t>(std::max(1u, threads), dependencies.size());
  if (count == 0) return;
  RunOnThreads(count, [&] { driver::RunOnLargeStack([&] { queue.Work(run); }); });
}

}  // namespace arc::tool
