#include "rpc/ttrpc/work_queue.h"

#include <algorithm>
#include <utility>

namespace arc::ttrpc {

WorkQueue::WorkQueue(size_t max_threads) : max_threads_(std::max<size_t>(max_threads, 1)) {}

WorkQueue::~WorkQueue() {
  std::vector<Thread> threads;
  absl::flat_hash_map<uint64_t, std::deque<Task>> dropped;
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    changed_.SignalAll();
    threads.swap(threads_);
    dropped.swap(tasks_);
    turns_.clear();
    waiting_tasks_ = 0;
  }
  threads.clear();
}

absl::Status WorkQueue::Push(uint64_t client, Task task) {
  MutexLock lock(&mutex_);
  if (waiting_tasks_ >= idle_ && threads_.size() < max_threads_) {
    absl::StatusOr<Thread> thread = Thread::Start([this] { Work(); });
    if (thread.ok()) {
      threads_.push_back(*std::move(thread));
    } else if (threads_.empty()) {
      return thread.status();
    }
  }
  std::deque<Task>& own = tasks_[client];
  if (own.empty()) turns_.push_back(client);
  own.push_back(std::move(task));
  ++waiting_tasks_;
  changed_.Signal();
  return absl::OkStatus();
}

void WorkQueue::Discard(uint64_t client) {
  // Tasks may do things when they go, too; not with the lock.
  std::deque<Task> dropped;
  MutexLock lock(&mutex_);
  const auto found = tasks_.find(client);
  if (found == tasks_.end()) return;
  dropped.swap(found->second);
  tasks_.erase(found);
  waiting_tasks_ -= dropped.size();
  turns_.erase(std::find(turns_.begin(), turns_.end(), client));
}

void WorkQueue::Work() {
  for (;;) {
    Task task;
    {
      MutexLock lock(&mutex_);
      ++idle_;
      while (!ending_ && turns_.empty()) changed_.Wait(&mutex_);
      --idle_;
      if (ending_) return;
      const uint64_t client = turns_.front();
      turns_.pop_front();
      const auto found = tasks_.find(client);
      task = std::move(found->second.front());
      found->second.pop_front();
      if (found->second.empty()) {
        tasks_.erase(found);
      } else {
        turns_.push_back(client);
      }
      --waiting_tasks_;
    }
    task();
  }
}

}  // namespace arc::ttrpc
