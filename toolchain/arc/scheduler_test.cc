#include "toolchain/arc/scheduler.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace arc::tool {
namespace {

TEST(Scheduler, DependenciesComeFirst) {
  // A job depends on about every third one before it.
  constexpr size_t kJobs = 200;
  std::vector<std::vector<size_t>> dependencies(kJobs);
  for (size_t i = 0; i < kJobs; ++i) {
    for (size_t j = i % 3; j < i; j += 3) dependencies[i].push_back(j);
  }
  for (unsigned threads : {1u, 2u, 8u}) {
    std::vector<std::atomic<int>> runs(kJobs);
    RunInOrder(dependencies, threads, [&](size_t job) {
      for (size_t dependency : dependencies[job]) EXPECT_EQ(runs[dependency], 1);
      ++runs[job];
    });
    for (const auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST(SchedulerDeathTest, DoesWithTheThreadsThatThereAre) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "sanitizers need more address space than the bound";
#endif
  EXPECT_EXIT(
      {
        // Room for no stack of another thread.
        long pages = 0;
        FILE* statm = fopen("/proc/self/statm", "r");
        if (statm == nullptr || fscanf(statm, "%ld", &pages) != 1) exit(2);
        const rlim_t room = static_cast<rlim_t>(pages) * 4096 + (rlim_t{2} << 20);
        rlimit limit;
        limit.rlim_cur = limit.rlim_max = room;
        setrlimit(RLIMIT_AS, &limit);
        std::atomic<int> calls = 0;
        RunOnThreads(100, [&calls] { ++calls; });
        exit(calls >= 1 && calls < 100 ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(Scheduler, NoJobs) {
  RunInOrder({}, 4, [](size_t) { FAIL(); });
}

TEST(Scheduler, IndependentJobsOverlap) {
  // Each waits for the other: with one thread this would not end.
  std::atomic<int> arrived = 0;
  RunInOrder({{}, {}}, 2, [&](size_t) {
    ++arrived;
    while (arrived < 2) {
    }
  });
  EXPECT_EQ(arrived, 2);
}

TEST(Scheduler, ProcessorCount) { EXPECT_GE(ProcessorCount(), 1u); }

}  // namespace
}  // namespace arc::tool
