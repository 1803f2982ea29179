// Whether something runs often cannot be known, but where it could: in a cycle of blocks or of
// calls. Estimates need to be right only for the time that it takes.

#include "comptime/jit/heat.h"

#include <algorithm>

#include "compiler/ir/tir.h"
#include "comptime/jit/components.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/BLAKE3.h"
#include "mlir/IR/Block.h"
#include "mlir/IR/Region.h"

namespace arc::comptime {

namespace {

struct Calls {
  llvm::SmallVector<unsigned, 4> repeated;  // in loops of the caller
  // In its address: who has it may call it at any time.
  llvm::SmallVector<unsigned, 2> addressed;
  bool has_loops = false;
  bool is_recursive = false;
};

// By number in the region, whether a block is part of a cycle.
std::vector<bool> FindCycles(mlir::Region& region, Calls& calls) {
  llvm::DenseMap<mlir::Block*, unsigned> numbers;
  for (mlir::Block& block : region) numbers.try_emplace(&block, numbers.size());
  std::vector<llvm::SmallVector<unsigned, 2>> successors(numbers.size());
  for (mlir::Block& block : region) {
    for (mlir::Block* next : block.getSuccessors())
      successors[numbers.lookup(&block)].push_back(numbers.lookup(next));
  }
  std::vector<bool> in_cycle(numbers.size());
  auto edges = [&](unsigned block) { return llvm::ArrayRef<unsigned>(successors[block]); };
  ForEachComponent(numbers.size(), edges, [&](llvm::ArrayRef<unsigned> members) {
    if (members.size() == 1 && !llvm::is_contained(successors[members[0]], members[0])) return;
    calls.has_loops = true;
    for (unsigned member : members) in_cycle[member] = true;
  });
  return in_cycle;
}

class HeatFinder {
 public:
  HeatFinder(const ModuleIndex& index, llvm::ArrayRef<unsigned> thunks)
      : index_(index), thunks_(thunks), calls_(index.nodes().size()) {}

  HeatMap Run() {
    const size_t count = index_.nodes().size();
    map_.heat.assign(count, Heat::kCold);
    FindGlobals();
    Visit();
    Spread();
    Warm();
    MakeKeys();
    return std::move(map_);
  }

 private:
  const ModuleIndex::Node& NodeAt(unsigned node) const { return index_.nodes()[node]; }
  static bool IsFunction(mlir::Operation* op) {
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    return function && !function.isExternal();
  }
  llvm::ArrayRef<unsigned> Edges(unsigned node) const {
    return IsCut(node) ? llvm::ArrayRef<unsigned>() : NodeAt(node).references;
  }

  // Two copies of a variable would be two variables: what leads to one stays in one piece.
  void FindGlobals() {
    leads_to_global_.resize(index_.nodes().size());
    auto edges = [&](unsigned node) { return llvm::ArrayRef<unsigned>(NodeAt(node).references); };
    ForEachComponent(index_.nodes().size(), edges, [&](llvm::ArrayRef<unsigned> members) {
      const bool leads = llvm::any_of(members, [&](unsigned member) {
        return mlir::isa<ir::GlobalOp>(NodeAt(member).op) ||
               llvm::any_of(NodeAt(member).references,
                            [&](unsigned reference) { return leads_to_global_[reference]; });
      });
      for (unsigned member : members) leads_to_global_[member] = leads;
    });
  }

  // Marked as cold: neither it nor what only it needs is worth anything.
  bool IsCut(unsigned node) const {
    auto function = mlir::dyn_cast<ir::FuncOp>(NodeAt(node).op);
    return function && function.getIsCold() && !leads_to_global_[node];
  }

  // Reads the functions that thunks reach, and finds those that call themselves.
  void Visit() {
    seen_.resize(index_.nodes().size());
    std::vector<unsigned> work(thunks_.begin(), thunks_.end());
    for (unsigned thunk : thunks_) seen_[thunk] = true;
    while (!work.empty()) {
      const unsigned node = work.back();
      work.pop_back();
      ReadCalls(node);
      for (unsigned reference : Edges(node)) {
        if (seen_[reference]) continue;
        seen_[reference] = true;
        work.push_back(reference);
      }
    }
    auto edges = [&](unsigned node) { return Edges(node); };
    ForEachComponent(index_.nodes().size(), edges, [&](llvm::ArrayRef<unsigned> members) {
      const unsigned first = members[0];
      if (members.size() == 1 && !llvm::is_contained(Edges(first), first)) return;
      for (unsigned member : members)
        if (IsFunction(NodeAt(member).op)) calls_[member].is_recursive = true;
    });
  }

  void ReadCalls(unsigned node) {
    mlir::Operation* op = NodeAt(node).op;
    Calls& calls = calls_[node];
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    if (!function) {
      // Initializers run once; what images name may be called wherever they are. For what types
      // name see below.
      if (!mlir::isa<ir::ImageOp>(op)) return;
      for (unsigned reference : NodeAt(node).references)
        if (IsFunction(NodeAt(reference).op)) calls.addressed.push_back(reference);
      return;
    }
    if (function.isExternal() || IsCut(node)) return;
    const std::vector<bool> in_cycle = FindCycles(function.getBody(), calls);
    llvm::SmallVector<unsigned, 16> called;
    bool uses_types = false;
    size_t number = 0;
    for (mlir::Block& block : function.getBody()) {
      const bool repeated = in_cycle[number++];
      block.walk([&](ir::CallOp call) {
        const int callee = index_.Find(call.getCallee());
        if (callee < 0) return;
        called.push_back(static_cast<unsigned>(callee));
        if (repeated) calls.repeated.push_back(static_cast<unsigned>(callee));
      });
      // How values of a type are copied and dropped.
      if (repeated) {
        block.walk([&](mlir::Operation* inner) {
          if (mlir::isa<ir::CopyOp, ir::DropOp, ir::DropGlueOp>(inner)) uses_types = true;
        });
      }
    }
    llvm::sort(called);
    for (unsigned reference : NodeAt(node).references) {
      mlir::Operation* definition = NodeAt(reference).op;
      if (uses_types && mlir::isa<ir::StructDefOp, ir::EnumDefOp>(definition)) {
        calls.repeated.append(NodeAt(reference).references.begin(),
                              NodeAt(reference).references.end());
      }
      if (IsFunction(NodeAt(reference).op) &&
          !std::binary_search(called.begin(), called.end(), reference)) {
        calls.addressed.push_back(reference);
      }
    }
  }

  // From loops and recursion to what is called there, with all that those call.
  void Spread() {
    std::vector<bool> often(index_.nodes().size());
    std::vector<unsigned> work;
    auto add = [&](unsigned node) {
      if (often[node] || !seen_[node] || IsCut(node) || !IsFunction(NodeAt(node).op)) return;
      often[node] = true;
      work.push_back(node);
    };
    for (unsigned node = 0; node < calls_.size(); ++node) {
      const Calls& calls = calls_[node];
      if (calls.is_recursive) add(node);
      for (unsigned callee : calls.repeated) add(callee);
      for (unsigned function : calls.addressed) add(function);
      if (calls.has_loops) map_.heat[node] = Heat::kHot;
    }
    while (!work.empty()) {
      const unsigned node = work.back();
      work.pop_back();
      map_.heat[node] = Heat::kHot;
      for (unsigned reference : NodeAt(node).references) add(reference);
    }
  }

  void Warm() {
    auto edges = [&](unsigned node) { return Edges(node); };
    ForEachComponent(index_.nodes().size(), edges, [&](llvm::ArrayRef<unsigned> members) {
      const bool leads = llvm::any_of(members, [&](unsigned member) {
        return map_.heat[member] == Heat::kHot ||
               llvm::any_of(Edges(member), [&](unsigned reference) {
                 return map_.heat[reference] != Heat::kCold;
               });
      });
      if (!leads) return;
      for (unsigned member : members)
        if (map_.heat[member] == Heat::kCold && !IsCut(member)) map_.heat[member] = Heat::kWarm;
    });
  }

  // As the keys of content are made: each component with the keys of all that it refers to.
  void MakeKeys() {
    for (const ModuleIndex::Node& node : index_.nodes()) map_.keys.push_back(node.key);
    auto edges = [&](unsigned node) { return Edges(node); };
    std::vector<unsigned> component(index_.nodes().size(), ~0u);
    unsigned components = 0;
    ForEachComponent(index_.nodes().size(), edges, [&](llvm::ArrayRef<unsigned> members) {
      for (unsigned member : members) component[member] = components;
      ++components;
      if (llvm::all_of(members, [&](unsigned m) { return map_.heat[m] == Heat::kCold; })) return;
      std::vector<ContentKey> own, outside;
      for (unsigned member : members) {
        own.push_back(KeyWithHeat(member));
        for (unsigned reference : Edges(member)) {
          if (component[reference] != component[member]) outside.push_back(map_.keys[reference]);
        }
      }
      const std::vector<ContentKey> keys = ComponentKeys(own, std::move(outside));
      for (size_t i = 0; i < members.size(); ++i) map_.keys[members[i]] = keys[i];
    });
  }

  ContentKey KeyWithHeat(unsigned node) const {
    ContentKey key = NodeAt(node).key;
    key[0] = static_cast<uint8_t>(key[0] ^ static_cast<uint8_t>(map_.heat[node]));
    return key;
  }

  const ModuleIndex& index_;
  const llvm::ArrayRef<unsigned> thunks_;
  std::vector<Calls> calls_;
  std::vector<bool> seen_, leads_to_global_;
  HeatMap map_;
};

}  // namespace

HeatMap FindHeat(const ModuleIndex& index, llvm::ArrayRef<unsigned> thunks) {
  return HeatFinder(index, thunks).Run();
}

}  // namespace arc::comptime
