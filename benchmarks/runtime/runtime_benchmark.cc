// Compares the runtime with the C library and with the floor, side by side in one run: look at
// ratios, not at absolute figures. Run from the workspace root; see README.md.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "benchmark/benchmark.h"

extern char** environ;

namespace {

const char kFolder[] = "benchmarks/runtime/";

std::string Program(const std::string& name) { return kFolder + name; }

// Spawn and wait; vfork-like, as glibc's posix_spawn is.
void SpawnAndWait(benchmark::State& state, const std::string& name) {
  const std::string path = Program(name);
  char* argv[] = {const_cast<char*>(path.c_str()), nullptr};
  for (auto _ : state) {
    pid_t pid;
    int status;
    if (posix_spawn(&pid, path.c_str(), nullptr, nullptr, argv, environ) != 0 ||
        waitpid(pid, &status, 0) != pid || status != 0) {
      state.SkipWithError("the program failed");
      return;
    }
  }
}

// One run of a workload program is one iteration; the time is the one that it measured.
void RunWorkload(benchmark::State& state, const std::string& program, const std::string& workload,
                 int64_t count) {
  const std::string command = Program(program) + " " + workload + " " + std::to_string(count);
  for (auto _ : state) {
    FILE* output = popen(command.c_str(), "r");
    long long nanoseconds = 0;
    if (std::fscanf(output, "%lld", &nanoseconds) != 1 || pclose(output) != 0) {
      state.SkipWithError("the program failed");
      return;
    }
    state.SetIterationTime(static_cast<double>(nanoseconds) * 1e-9 / static_cast<double>(count));
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const char* program : {"floor_exit", "arc_exit", "libc_exit"}) {
    benchmark::RegisterBenchmark((std::string("spawn_and_wait/") + program).c_str(), SpawnAndWait,
                                 program)
        ->UseRealTime()
        ->Unit(benchmark::kMicrosecond);
  }
  const std::pair<const char*, int64_t> workloads[] = {
      {"threads_one_by_one", 5000},
      {"threads_batch_64", 6400},
      {"allocate_pair", 20'000'000},
      {"allocate_mixed", 5'000'000},
      {"trees", 5'000'000},
      {"grow_vector", 640},
      {"processes", 500},
  };
  for (const auto& [workload, count] : workloads) {
    for (const char* program : {"arc_workload", "libc_workload"}) {
      benchmark::RegisterBenchmark((std::string(workload) + "/" + program).c_str(), RunWorkload,
                                   program, workload, count)
          ->UseManualTime()
          ->Iterations(7);
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
