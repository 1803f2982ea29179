#include "rpc/ttrpc/thread.h"

#include <csignal>
#include <memory>

namespace arc::ttrpc {
namespace {

void* Run(void* body) {
  std::unique_ptr<absl::AnyInvocable<void()>> owned(static_cast<absl::AnyInvocable<void()>*>(body));
  (*owned)();
  return nullptr;
}

}  // namespace

absl::StatusOr<Thread> Thread::Start(absl::AnyInvocable<void()> body) {
  auto owned = std::make_unique<absl::AnyInvocable<void()>>(std::move(body));
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  // The kernel ends processes whose faults are blocked, handlers or not.
  for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) sigdelset(&all, fault);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const int error = pthread_create(&thread, nullptr, Run, owned.get());
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (error != 0) return absl::ResourceExhaustedError("the system has no more threads");
  owned.release();  // The thread's now.
  return Thread(thread);
}

}  // namespace arc::ttrpc
