// The checked heap.

#include "runtime/core/tests/support.h"
#include "runtime/core/tests/traced.h"

using namespace arc::rt::testing;  // NOLINT: a test program

namespace {

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
    {"write_after_free",
     [] {
       auto* block = static_cast<volatile uint8_t*>(arc_rt_alloc(64));
       arc_rt_free(const_cast<uint8_t*>(block), 64);
       block[10] = 1;
     }},
    {"many",
     [] {
       // More than are kept back, so that old ones are really reused.
       for (int round = 0; round < 20000; ++round) arc_rt_free(arc_rt_alloc(48), 48);
       void* big = arc_rt_alloc(100 << 20);
       arc_rt_free(big, 100 << 20);
     }},
    {"exit_early",
     [] {
       arc_rt_alloc(16);  // still in use when the program leaves: not a leak
       arc_rt_exit(4);
     }},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
