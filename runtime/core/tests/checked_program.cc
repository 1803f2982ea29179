// The checked heap.

#include "runtime/core/tests/support.h"
#include "runtime/core/tests/traced.h"

using namespace arc::rt::testing;  // NOLINT: a test program

namespace {

struct Limit {
  uint64_t soft;
  uint64_t hard;
};

// Bounds the address space that the process may have.
void LimitMemory(uint64_t bytes) {
  const Limit limit = {bytes, ~uint64_t{0}};
  REQUIRE(arc_rt_sys_raw(160 /*setrlimit*/, 9 /*RLIMIT_AS*/, reinterpret_cast<uintptr_t>(&limit), 0,
                         0, 0, 0) == 0);
}

const Scenario kScenarios[] = {
    {"clean",
     [] {
       void* blocks[100];
       for (uint64_t i = 0; i < 100; ++i) blocks[i] = arc_rt_alloc(8 * i + 8);
       REQUIRE(arc_rt_live_objects() == 100);
       for (uint64_t i = 0; i < 100; ++i) {
         blocks[i] = arc_rt_realloc(blocks[i], 8 * i + 8, 16 * i + 8);
       }
       for (uint64_t i = 0; i < 100; ++i) arc_rt_free(blocks[i], 16 * i + 8);
       REQUIRE(arc_rt_live_objects() == 0);
     }},
    {"forgotten_is_no_leak",
     [] {
       void* kept = arc_rt_alloc(24);
       void* freed = arc_rt_alloc(40);
       arc_rt_forget(kept);
       arc_rt_forget(kept);
       REQUIRE(arc_rt_live_objects() == 1);
       arc_rt_free(freed, 40);
       arc_rt_forget(freed);
       REQUIRE(arc_rt_live_objects() == 0);
     }},
    {"fresh_is_filled",
     [] {
       auto* block = static_cast<uint8_t*>(arc_rt_alloc(40));
       REQUIRE(block[0] == 0xA5 && block[39] == 0xA5);
       arc_rt_free(block, 40);
     }},
    {"leak",
     [] {
       traced_outer([] {
         for (int i = 0; i < 3; ++i) arc_rt_alloc(24);
         __asm__ volatile("");  // no tail call, which would hide this frame
       });
       arc_rt_alloc(100);
     }},
    {"double_free",
     [] {
       static void* block;
       traced_outer([] { block = arc_rt_alloc(32); });
       arc_rt_free(block, 32);
       traced_outer([] { arc_rt_free(block, 32); });
     }},
    {"wrong_size", [] { arc_rt_free(arc_rt_alloc(24), 64); }},
    {"no_block",
     [] {
       static uint64_t words[4];
       arc_rt_free(arc_rt_alloc(8), 8);
       arc_rt_free(words, 32);
     }},
    {"traced_write_after_free",
     [] {
       static volatile uint8_t* block;
       traced_outer([] { block = static_cast<volatile uint8_t*>(arc_rt_alloc(64)); });
       traced_outer([] {
         arc_rt_free(const_cast<uint8_t*>(block), 64);
         __asm__ volatile("");  // no tail call, which would hide this frame
       });
       block[10] = 1;
     }},
    // Found when the block is let go of, long after.
    {"old_write_after_free",
     [] {
       auto* block = static_cast<volatile uint8_t*>(arc_rt_alloc(64));
       arc_rt_free(const_cast<uint8_t*>(block), 64);
       block[10] = 1;
       for (int round = 0; round < 5000; ++round) arc_rt_free(arc_rt_alloc(48), 48);
       PrintLine("not found");
       arc_rt_exit(1);
     }},
    {"many",
     [] {
       // More than are kept back, so that old ones are really reused.
       for (int round = 0; round < 20000; ++round) arc_rt_free(arc_rt_alloc(48), 48);
       void* big = arc_rt_alloc(100 << 20);
       arc_rt_free(big, 100 << 20);
     }},
    {"statistics",
     [] {
       void* kept = arc_rt_alloc(100);
       arc_rt_free(arc_rt_alloc(1000), 1000);
       ArcHeapStatistics statistics;
       arc_rt_heap_statistics(&statistics);
       REQUIRE(statistics.live_objects == 1);
       REQUIRE(statistics.live_bytes == arc_rt_good_size(100));
       REQUIRE(statistics.cached_bytes >= 1000);
       arc_rt_free(kept, 100);
     }},
    // The table of blocks cannot grow at some time: what unwinds can free all the same.
    {"out_of_memory",
     [] {
       static void* blocks[20000];
       static int count;
       ArcPanicInfo info;
       REQUIRE(arc_rt_catch(
                   [](void*) {
                     LimitMemory(16 << 20);
                     for (void*& block : blocks) {
                       block = arc_rt_alloc(24);
                       ++count;
                     }
                   },
                   nullptr, &info) == 1);
       LimitMemory(~uint64_t{0});
       REQUIRE(Same({info.message, info.message_length}, "out of memory: 24 bytes"));
       REQUIRE(count > 1000 && arc_rt_live_objects() == static_cast<uint64_t>(count));
       arc_rt_panic_info_release(&info);
       for (int i = 0; i < count; ++i) arc_rt_free(blocks[i], 24);
     }},
    // What is held back is given up before memory is said to be out.
    {"held_back_is_given_up",
     [] {
       LimitMemory(40 << 20);
       for (int round = 0; round < 20; ++round) {
         arc_rt_free(arc_rt_alloc(15 << 20), 15 << 20);
       }
     }},
    {"leak_then_panic",
     [] {
       arc_rt_alloc(16);
       arc_rt_panic_unwrap();
     }},
    {"exit_early",
     [] {
       arc_rt_alloc(16);  // still in use when the program leaves: not a leak
       arc_rt_exit(4);
     }},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
