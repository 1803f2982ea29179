// Tarjan's algorithm without recursion.

#include "comptime/jit/components.h"

#include <algorithm>
#include <vector>

namespace arc::comptime {

void ForEachComponent(size_t nodes,
                      absl::FunctionRef<llvm::ArrayRef<unsigned>(unsigned node)> edges,
                      absl::FunctionRef<void(llvm::ArrayRef<unsigned> members)> visit) {
  constexpr unsigned kUnseen = ~0u;
  struct Frame {
    unsigned node;
    unsigned next;  // edge
  };
  std::vector<unsigned> order(nodes, kUnseen), low(nodes), position(nodes);  // on the stack
  std::vector<bool> done(nodes);
  std::vector<unsigned> stack;
  std::vector<Frame> frames;
  unsigned clock = 0;
  for (unsigned root = 0; root < nodes; ++root) {
    if (order[root] != kUnseen) continue;
    frames.push_back({root, 0});
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const unsigned node = frame.node;
      if (frame.next == 0 && order[node] == kUnseen) {
        order[node] = low[node] = clock++;
        position[node] = static_cast<unsigned>(stack.size());
        stack.push_back(node);
      }
      const llvm::ArrayRef<unsigned> out = edges(node);
      if (frame.next < out.size()) {
        const unsigned next = out[frame.next++];
        if (order[next] == kUnseen) {
          frames.push_back({next, 0});
        } else if (!done[next]) {
          low[node] = std::min(low[node], order[next]);
        }
        continue;
      }
      if (low[node] == order[node]) {
        const llvm::ArrayRef<unsigned> members = llvm::ArrayRef(stack).drop_front(position[node]);
        for (unsigned member : members) done[member] = true;
        visit(members);
        stack.resize(position[node]);
      }
      frames.pop_back();
      if (!frames.empty()) {
        const unsigned parent = frames.back().node;
        low[parent] = std::min(low[parent], low[node]);
      }
    }
  }
}

}  // namespace arc::comptime
