// What it costs to start things: processes, calls in new processes, threads. Look at ratios of
// lines in one run. Run from the folder of built files; see README.md.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"

namespace {

const char kFolder[] = "benchmarks/";

// As cheap as C can: the parent waits until the child executes, no page table is copied.
void SpawnAndWait(benchmark::State& state, const std::string& name) {
  const std::string path = kFolder + name;
  char* argv[] = {const_cast<char*>(path.c_str()), nullptr};
  for (auto _ : state) {
    pid_t pid = vfork();
    if (pid == 0) {
      execve(path.c_str(), argv, environ);
      _exit(127);
    }
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
      state.SkipWithError("the program failed");
      return;
    }
  }
}

// Runs a program that measures itself and prints one time in nanoseconds per line. One run is one
// iteration; its time is the median, over `per` operations.
void RunMeasured(benchmark::State& state, const std::string& command, double per) {
  for (auto _ : state) {
    FILE* output = popen((kFolder + command).c_str(), "r");
    std::vector<double> times;
    double nanoseconds = 0;
    while (output != nullptr && std::fscanf(output, "%lf", &nanoseconds) == 1) {
      times.push_back(nanoseconds);
    }
    if (output == nullptr || pclose(output) != 0 || times.empty()) {
      state.SkipWithError("the program failed");
      return;
    }
    auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    state.SetIterationTime(*middle * 1e-9 / per);
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const char* program : {"runtime/floor_exit", "nothing"}) {
    benchmark::RegisterBenchmark((std::string("spawn_and_wait/") + program).c_str(), SpawnAndWait,
                                 program)
        ->UseRealTime()
        ->Unit(benchmark::kMicrosecond);
  }
  struct Measured {
    const char* name;
    const char* command;
    double per;
  };
  const Measured measured[] = {
      // The runtime's clone3 against posix_spawn, both with the program that only exits.
      {"clone_fast_path/runtime", "runtime/arc_workload processes 300", 300},
      {"clone_fast_path/posix_spawn", "runtime/libc_workload processes 300", 300},
      {"process_round_trip", "process_round_trip 200", 1},
      {"threads_one_by_one", "thread_spawn 1 2000", 1},
      {"threads_batch_64", "thread_spawn 64 50", 1},
  };
  for (const Measured& m : measured) {
    benchmark::RegisterBenchmark(m.name, RunMeasured, m.command, m.per)
        ->UseManualTime()
        ->Iterations(7)
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
