// The workloads on the runtime: arc_workload NAME COUNT prints the nanoseconds they took.

#include "benchmarks/runtime/workload.h"
#include "runtime/core/contract.h"

namespace arc::benchmarks {
namespace {

struct ArcSide {
  using Thread = ArcThread*;
  static Thread Spawn(int64_t* value) {
    ArcThread* thread;
    const int64_t error = arc_rt_thread_spawn(
        [](void* argument) { *static_cast<int64_t*>(argument) += 1; }, value, nullptr, &thread);
    if (error != 0) arc_rt_exit(9);
    return thread;
  }
  static void Join(Thread thread) {
    arc_rt_thread_join(thread);
    arc_rt_thread_release(thread);
  }
  static void RunProgram(const char* path) {
    uint64_t length = 0;
    while (path[length] != 0) ++length;
    const ArcStringView name = {reinterpret_cast<const uint8_t*>(path), length};
    ArcSpawnRequest request = {};
    request.path = name;
    request.argv = &name;
    request.argc = 1;
    request.exec_fd = -1;
    for (int32_t& fd : request.fds) fd = ARC_SPAWN_FD_INHERIT;
    ArcExitStatus status;
    const int64_t pid = arc_rt_process_spawn(&request);
    if (pid < 0 || arc_rt_sys_wait(pid, 0, &status) != pid || status.value != 0) arc_rt_exit(9);
  }
  static void* Allocate(uint64_t size) { return arc_rt_alloc(size); }
  static void Free(void* block, uint64_t size) { arc_rt_free(block, size); }
  static void* Reallocate(void* block, uint64_t old_size, uint64_t size) {
    return arc_rt_realloc(block, old_size, size);
  }
};

}  // namespace
}  // namespace arc::benchmarks

extern "C" int32_t arc_main() {
  using namespace arc::benchmarks;
  uint64_t argument_count;
  const ArcStringView* arguments = arc_rt_args(&argument_count);
  if (argument_count != 3) return 2;
  double count;
  if (arc_rt_parse_f64(arguments[2].data, arguments[2].length, &count) != 0) return 2;
  for (const Workload& workload : kWorkloads<ArcSide>) {
    uint64_t i = 0;
    while (i < arguments[1].length &&
           static_cast<uint8_t>(workload.name[i]) == arguments[1].data[i])
      ++i;
    if (i != arguments[1].length || workload.name[i] != 0) continue;
    const int64_t start = arc_rt_sys_clock(1);
    workload.run(static_cast<int64_t>(count));
    uint8_t digits[20];
    arc_rt_stdout_write(digits, arc_rt_format_i64(arc_rt_sys_clock(1) - start, digits));
    return 0;
  }
  return 2;
}
