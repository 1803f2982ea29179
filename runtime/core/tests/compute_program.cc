// Compute entries, with the dispatch table that arc-ld would write made at compile time.

#include "runtime/core/tests/support.h"
#include "runtime/core/tests/traced.h"

using namespace arc::rt::testing;  // NOLINT: a test program

namespace {

constexpr uint64_t kArgumentsFingerprint = 0xA11;
constexpr uint64_t kResultFingerprint = 0x2E5;

void AddOne(const uint8_t* arguments, uint64_t length, ArcResultSink* sink) {
  if (length != 8) arc_rt_compute_bad_arguments();
  int64_t value;
  __builtin_memcpy(&value, arguments, 8);
  ++value;
  // What user code prints does not reach the result stream.
  Print("user output\n");
  arc_rt_compute_result(sink, reinterpret_cast<const uint8_t*>(&value), 8);
}

void Echo(const uint8_t* arguments, uint64_t length, ArcResultSink* sink) {
  REQUIRE(reinterpret_cast<uintptr_t>(arguments) % 16 == 0);
  arc_rt_compute_result(sink, arguments, length);
}

void Break(const uint8_t*, uint64_t, ArcResultSink*) {
  traced_outer([] { arc_rt_panic(Bytes("call broke"), 10); });
}

void Crash(const uint8_t*, uint64_t, ArcResultSink*) {
  *reinterpret_cast<volatile int*>(static_cast<uintptr_t>(arc_rt_is_compute_child() - 1)) = 1;
}

struct Entry {
  const char* id;
  uint64_t length;
  ArcComputeEntry entry;
};
constexpr Entry kEntries[] = {{"add_one", 7, AddOne},
                              {"echo", 4, Echo},
                              {"break$1", 7, Break},
                              {"crash", 5, Crash},
                              {"thread_only", 11, nullptr}};
constexpr uint64_t kCount = sizeof(kEntries) / sizeof(kEntries[0]);
constexpr uint64_t kSeed = 5;

struct Table {
  ArcDispatchTable header;
  uint32_t displacement[2];
  ArcDispatchRecord records[kCount];
};

constexpr uint64_t SlotOf(uint64_t i, uint32_t displacement) {
  const uint64_t hash = arc_rt_dispatch_hash(kSeed, kEntries[i].id, kEntries[i].length);
  return arc_rt_dispatch_slot(hash, displacement, kCount);
}

constexpr uint32_t PerfectDisplacement() {
  for (uint32_t d = 0;; ++d) {
    uint64_t taken = 0;
    for (uint64_t i = 0; i < kCount; ++i) taken |= uint64_t{1} << SlotOf(i, d);
    if (taken == (uint64_t{1} << kCount) - 1) return d;
  }
}

constexpr Table MakeTable() {
  Table table = {};
  table.header = {ARC_DISPATCH_TABLE_MAGIC, ARC_DISPATCH_TABLE_VERSION, kCount, kSeed, 1};
  table.displacement[0] = PerfectDisplacement();
  for (uint64_t i = 0; i < kCount; ++i) {
    table.records[SlotOf(i, table.displacement[0])] = {
        ARC_DISPATCH_RECORD_MAGIC, ARC_WIRE_VERSION, kArgumentsFingerprint,
        kResultFingerprint,        kEntries[i].id,   kEntries[i].length,
        kEntries[i].entry,         nullptr};
  }
  return table;
}

}  // namespace

extern "C" {
extern const Table dispatch_table __asm__("arc_rt_dispatch_table");
const Table dispatch_table = MakeTable();
extern const uint8_t build_id[16] __asm__("arc_rt_build_id");
const uint8_t build_id[16] = {'b', 'u', 'i', 'l', 'd', '-', 'o', 'f',
                              '-', 't', 'h', 'e', '-', 't', 'e', 's'};

int32_t arc_main() {
  PrintLine("main ran");
  return 3;
}
}
