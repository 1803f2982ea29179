// What a worker costs: its start, a round trip, putting memory back. Medians, in microseconds.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "comptime/sandbox/image.h"
#include "comptime/sandbox/tests/thunk_program.h"
#include "comptime/sandbox/worker.h"

namespace arc::comptime {
namespace {

double Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double Measure(int rounds, const std::function<void()>& action) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double begin = Now();
    action();
    times.push_back(Now() - begin);
  }
  return Median(times);
}

void Report(const char* what, double microseconds) {
  std::printf("%-48s %10.1f\n", what, microseconds);
}

void ReportMemory(const char* what, int64_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("RssAnon", 0) == 0 || line.rfind("RssShmem", 0) == 0) {
      std::printf("%-48s %s\n", what, line.c_str());
    }
  }
}

int Main() {
  auto slab = Slab::Create();
  if (!slab.ok()) return 1;
  const std::map<std::string, uint64_t> thunks =
      LoadThunks("comptime/sandbox/tests/thunks", **slab);
  const auto run = [&](Worker& worker, const char* thunk, uint64_t parameter = 0) {
    const std::string text = absl::StrCat(parameter);
    const Worker::File file = {.path = "parameter", .content = text};
    auto outcome = worker.Run(thunks.at(thunk), {}, absl::MakeSpan(&file, 1));
    if (!outcome.ok() || outcome->end == ARC_COMPTIME_WORKER_DIED) {
      std::fprintf(stderr, "%s failed\n", thunk);
      std::exit(1);
    }
  };

  Report("start, until the process is there", Measure(200, [&] { (void)Worker::Start(**slab); }));
  Report("start and first evaluation", Measure(200, [&] {
           auto worker = Worker::Start(**slab);
           run(**worker, "FortyTwo");
         }));

  auto started = Worker::Start(**slab);
  if (!started.ok()) return 1;
  Worker& worker = **started;
  run(worker, "FortyTwo");
  // Give it the time to get ready.
  usleep(10'000);
  ReportMemory("worker after an evaluation", worker.pid());
  Report("round trip, one after the other", Measure(20'000, [&] { run(worker, "FortyTwo"); }));
  std::vector<double> idle;
  for (int i = 0; i < 200; ++i) {
    usleep(1000);
    const double begin = Now();
    run(worker, "FortyTwo");
    idle.push_back(Now() - begin);
  }
  Report("round trip to a worker that sleeps", Median(idle));
  Report("a panic, one after the other", Measure(5'000, [&] { run(worker, "Panics"); }));
  for (const uint64_t megabytes : {1, 10, 100}) {
    Report(absl::StrCat("writing ", megabytes, " MiB of heap").c_str(),
           Measure(10, [&] { run(worker, "DirtyHeap", megabytes << 20); }));
    std::vector<double> after;
    for (int i = 0; i < 10; ++i) {
      run(worker, "DirtyHeap", megabytes << 20);
      const double begin = Now();
      run(worker, "FortyTwo");
      after.push_back(Now() - begin);
    }
    Report(absl::StrCat("the evaluation after ", megabytes, " MiB of heap").c_str(), Median(after));
  }
  ReportMemory("worker after 100 MiB of heap", worker.pid());
  Report("a result of 16 MiB", Measure(20, [&] { run(worker, "LargeResult", 16 << 20); }));

  std::printf("%-48s %10zu\n", "image, bytes", Image::Get().bytes().size());
  return 0;
}

}  // namespace
}  // namespace arc::comptime

int main() { return arc::comptime::Main(); }
