// The same workloads on the C library: pthreads and malloc.

#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "benchmarks/runtime/workload.h"

extern char** environ;

namespace arc::benchmarks {
namespace {

struct LibcSide {
  using Thread = pthread_t;
  static Thread Spawn(int64_t* value) {
    pthread_t thread;
    auto body = [](void* argument) -> void* {
      *static_cast<int64_t*>(argument) += 1;
      return nullptr;
    };
    if (pthread_create(&thread, nullptr, body, value) != 0) exit(9);
    return thread;
  }
  static void Join(Thread thread) { pthread_join(thread, nullptr); }
  static void RunProgram(const char* path) {
    char* argv[] = {const_cast<char*>(path), nullptr};
    pid_t pid;
    int status;
    if (posix_spawn(&pid, path, nullptr, nullptr, argv, environ) != 0 ||
        waitpid(pid, &status, 0) != pid || status != 0) {
      exit(9);
    }
  }
  static void* Allocate(uint64_t size) { return malloc(size); }
  static void Free(void* block, uint64_t) { free(block); }
  static void* Reallocate(void* block, uint64_t, uint64_t size) { return realloc(block, size); }
};

int64_t Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

}  // namespace
}  // namespace arc::benchmarks

int main(int argc, char** argv) {
  using namespace arc::benchmarks;
  if (argc != 3) return 2;
  for (const Workload& workload : kWorkloads<LibcSide>) {
    if (std::strcmp(workload.name, argv[1]) != 0) continue;
    const int64_t start = Now();
    workload.run(std::atoll(argv[2]));
    std::printf("%lld", static_cast<long long>(Now() - start));
    return 0;
  }
  return 2;
}
