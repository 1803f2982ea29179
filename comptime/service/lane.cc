#include "comptime/service/lane.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "comptime/sandbox/image.h"

namespace arc::comptime {

namespace {

SlabView ViewOf(const Slab& slab) {
  return {slab.At(ARC_COMPTIME_CODE_ADDRESS), slab.At(ARC_COMPTIME_DATA_ADDRESS)};
}

}  // namespace

LanePool::LanePool(std::unique_ptr<Slab> slab, size_t lanes, uint64_t code_bytes)
    : slab_(std::move(slab)), store_(ViewOf(*slab_), code_bytes) {
  for (size_t i = 0; i < lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>());
    free_.push_back(lanes_.back().get());
  }
}

absl::StatusOr<std::unique_ptr<LanePool>> LanePool::Create(size_t lanes, uint64_t code_bytes) {
  absl::StatusOr<std::unique_ptr<Slab>> slab = Slab::Create();
  if (!slab.ok()) return slab.status();
  return std::unique_ptr<LanePool>(new LanePool(*std::move(slab), lanes, code_bytes));
}

Lane* LanePool::TakeFree(uint64_t connection) {
  ttrpc::MutexLock lock(&mutex_);
  // Waiting for what is nearly ready is faster than making it once more.
  while (free_.empty() || warming_up_) returned_.Wait(&mutex_);
  // Its own, or a new one, or that which was returned last.
  auto best = std::prev(free_.end());
  auto rank = [&](const Lane* lane) {
    return lane->owner == connection ? 0 : lane->owner == 0 && lane->worker ? 1 : 2;
  };
  for (auto it = free_.begin(); it != free_.end(); ++it) {
    if (rank(*it) < rank(*best)) best = it;
  }
  Lane* lane = *best;
  free_.erase(best);
  return lane;
}

absl::StatusOr<Lane*> LanePool::Take(uint64_t connection) {
  Lane* lane = TakeFree(connection);
  absl::Status status;
  if (!lane->worker) {
    absl::StatusOr<std::unique_ptr<Worker>> worker = Worker::Start(*slab_);
    status = worker.status();
    ttrpc::MutexLock lock(&mutex_);
    if (status.ok()) lane->worker = *std::move(worker);
  } else if (lane->owner != 0 && lane->owner != connection) {
    status = lane->worker->Renew();
  }
  {
    ttrpc::MutexLock lock(&mutex_);
    lane->connection = lane->owner = connection;
  }
  if (status.ok()) return lane;
  Return(lane);
  return status;
}

void LanePool::Return(Lane* lane) {
  ttrpc::MutexLock lock(&mutex_);
  lane->connection = 0;
  if (lane->worker) lane->processes_started = lane->worker->processes_started();
  free_.push_back(lane);
  returned_.Signal();
}

LanePool::~LanePool() {
  std::optional<ttrpc::Thread> renewer;  // joined without the lock
  ttrpc::MutexLock lock(&mutex_);
  ending_ = true;
  closed_changed_.Signal();
  renewer.swap(renewer_);
}

void LanePool::Close(uint64_t connection) {
  ttrpc::MutexLock lock(&mutex_);
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    if (lane->connection == connection && lane->worker) lane->worker->Interrupt();
  }
  auto is_used = [&](Lane* lane) { return lane->owner == connection && lane->worker; };
  if (std::none_of(free_.begin(), free_.end(), is_used)) return;
  if (!renewer_) {
    absl::StatusOr<ttrpc::Thread> thread = ttrpc::Thread::Start([this] { RenewClosed(); });
    // Then the next client waits for it.
    if (!thread.ok()) return;
    renewer_.emplace(*std::move(thread));
  }
  std::copy_if(free_.begin(), free_.end(), std::back_inserter(closed_), is_used);
  std::erase_if(free_, is_used);
  closed_changed_.Signal();
}

// Ahead of the next client, which need not wait for it.
void LanePool::RenewClosed() {
  for (;;) {
    Lane* lane;
    {
      ttrpc::MutexLock lock(&mutex_);
      while (closed_.empty() && !ending_) closed_changed_.Wait(&mutex_);
      if (ending_) return;
      lane = closed_.back();
      closed_.pop_back();
    }
    const bool renewed = lane->worker->Renew().ok();
    {
      ttrpc::MutexLock lock(&mutex_);
      if (renewed) lane->owner = 0;
    }
    Return(lane);
  }
}

void LanePool::InterruptAll() {
  ttrpc::MutexLock lock(&mutex_);
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    if (lane->connection != 0 && lane->worker) lane->worker->Interrupt();
  }
}

JitSession& LanePool::Session(Lane& lane) {
  if (!lane.session) {
    const Image& image = Image::Get();
    lane.session = std::make_unique<JitSession>(
        store_, [&image](absl::string_view symbol) { return image.Find(symbol); });
  }
  return *lane.session;
}

void LanePool::WarmUp() {
  absl::StatusOr<Lane*> lane = Take(0);
  if (!lane.ok()) return;
  {
    ttrpc::MutexLock lock(&mutex_);
    warming_up_ = true;
  }
  auto work = [this, lane = *lane] {
    Session(*lane).WarmUp();
    {
      ttrpc::MutexLock lock(&mutex_);
      warming_up_ = false;
    }
    Return(lane);
    returned_.SignalAll();
  };
  absl::StatusOr<ttrpc::Thread> thread = ttrpc::Thread::Start(work);
  if (thread.ok()) {
    warm_up_.emplace(*std::move(thread));
  } else {
    work();
  }
}

uint64_t LanePool::workers_started() const {
  ttrpc::MutexLock lock(&mutex_);
  uint64_t started = 0;
  for (const std::unique_ptr<Lane>& lane : lanes_) started += lane->processes_started;
  return started;
}

}  // namespace arc::comptime
