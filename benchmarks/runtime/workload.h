// The work that runtime and C library are compared on, written once. Each side says how it spawns,
// joins, allocates and tells the time.

#ifndef ARC_BENCHMARKS_RUNTIME_WORKLOAD_H_
#define ARC_BENCHMARKS_RUNTIME_WORKLOAD_H_

#include <stdint.h>

namespace arc::benchmarks {

// Threads, one after the other.
template <typename Side>
void ThreadsOneByOne(int64_t count) {
  int64_t value = 0;
  for (int64_t i = 0; i < count; ++i) Side::Join(Side::Spawn(&value));
}

// Threads, 64 at a time.
template <typename Side>
void ThreadsInBatches(int64_t count) {
  int64_t values[64];
  typename Side::Thread threads[64];
  for (int64_t i = 0; i < count; i += 64) {
    for (int k = 0; k < 64; ++k) threads[k] = Side::Spawn(&values[k]);
    for (int k = 0; k < 64; ++k) Side::Join(threads[k]);
  }
}

// One block in and out.
template <typename Side>
void AllocatePairs(int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    void* block = Side::Allocate(48);
    __asm__ volatile("" : "+r"(block) : : "memory");
    Side::Free(block, 48);
  }
}

// A window of live blocks of mixed sizes, freed in another order than allocated.
template <typename Side>
void AllocateMixed(int64_t count) {
  constexpr uint64_t kWindow = 4096;
  static void* blocks[kWindow];
  static uint64_t sizes[kWindow];
  uint64_t state = 88172645463325252u;
  for (int64_t i = 0; i < count; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    const uint64_t slot = state % kWindow;
    if (blocks[slot] != nullptr) Side::Free(blocks[slot], sizes[slot]);
    sizes[slot] = 16 + ((state >> 20) % 32) * 8;
    blocks[slot] = Side::Allocate(sizes[slot]);
    *static_cast<volatile uint8_t*>(blocks[slot]) = 1;
  }
  for (uint64_t slot = 0; slot < kWindow; ++slot) {
    if (blocks[slot] != nullptr) Side::Free(blocks[slot], sizes[slot]);
    blocks[slot] = nullptr;
  }
}

// A child that does nothing, from clone to wait.
template <typename Side>
void Processes(int64_t count) {
  for (int64_t i = 0; i < count; ++i) Side::RunProgram("benchmarks/runtime/floor_exit");
}

struct Node {
  uint64_t header;
  Node* left;
  Node* right;
};

template <typename Side>
Node* Grow(int depth) {
  auto* node = static_cast<Node*>(Side::Allocate(sizeof(Node)));
  node->left = depth > 0 ? Grow<Side>(depth - 1) : nullptr;
  node->right = depth > 0 ? Grow<Side>(depth - 1) : nullptr;
  return node;
}

template <typename Side>
void Fell(Node* node) {
  if (node == nullptr) return;
  Fell<Side>(node->left);
  Fell<Side>(node->right);
  Side::Free(node, sizeof(Node));
}

// Binary trees; one operation is one node.
template <typename Side>
void Trees(int64_t count) {
  constexpr int kDepth = 15;
  for (int64_t nodes = 0; nodes < count; nodes += (2 << kDepth) - 1) Fell<Side>(Grow<Side>(kDepth));
}

// A vector that grows to 64 MB by doubling; one operation is one megabyte.
template <typename Side>
void GrowVector(int64_t count) {
  constexpr uint64_t kEnd = 64 << 20;
  for (int64_t megabytes = 0; megabytes < count; megabytes += 64) {
    uint64_t size = 64;
    auto* data = static_cast<uint8_t*>(Side::Allocate(size));
    uint64_t filled = 0;
    while (size < kEnd) {
      data = static_cast<uint8_t*>(Side::Reallocate(data, size, 2 * size));
      size *= 2;
      for (; filled < size; filled += 64) data[filled] = 1;
    }
    Side::Free(data, size);
  }
}

struct Workload {
  const char* name;
  void (*run)(int64_t count);
};

template <typename Side>
inline constexpr Workload kWorkloads[] = {
    {"threads_one_by_one", ThreadsOneByOne<Side>},
    {"threads_batch_64", ThreadsInBatches<Side>},
    {"allocate_pair", AllocatePairs<Side>},
    {"allocate_mixed", AllocateMixed<Side>},
    {"trees", Trees<Side>},
    {"grow_vector", GrowVector<Side>},
    {"processes", Processes<Side>},
};

}  // namespace arc::benchmarks

#endif  // ARC_BENCHMARKS_RUNTIME_WORKLOAD_H_
