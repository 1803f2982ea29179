// Starts and joins threads, BATCH at a time: thread_spawn [BATCH] [ROUNDS]. The twin of
// ../programs/thread_spawn.arc with the C library's threads.

#include <pthread.h>
#include <time.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

long long Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void* Body(void* argument) {
  return reinterpret_cast<void*>(reinterpret_cast<intptr_t>(argument) + 1);
}

}  // namespace

int main(int argc, char** argv) {
  long batch = argc > 1 ? std::atol(argv[1]) : 1;
  long rounds = argc > 2 ? std::atol(argv[2]) : 1000;
  std::vector<long long> times;
  std::vector<pthread_t> threads(static_cast<size_t>(batch));
  intptr_t sum = 0;
  for (long round = 0; round < rounds; ++round) {
    long long start = Now();
    for (long i = 0; i < batch; ++i) {
      if (pthread_create(&threads[static_cast<size_t>(i)], nullptr, Body,
                         reinterpret_cast<void*>(static_cast<intptr_t>(i))) != 0) {
        return 1;
      }
    }
    for (pthread_t thread : threads) {
      void* result;
      pthread_join(thread, &result);
      sum += reinterpret_cast<intptr_t>(result);
    }
    times.push_back((Now() - start) / batch);
  }
  for (long long t : times) std::printf("%lld\n", t);
  return sum == rounds * batch * (batch + 1) / 2 ? 0 : 1;
}
