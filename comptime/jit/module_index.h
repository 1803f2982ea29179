// What the definitions of a TIR module refer to, and what identifies them by their content.
#ifndef ARC_COMPTIME_JIT_MODULE_INDEX_H_
#define ARC_COMPTIME_JIT_MODULE_INDEX_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/BuiltinOps.h"

namespace arc::comptime {

// Equal for equal definitions that refer to equal definitions; else different (BLAKE3). Lines count
// from the definition's own, so that moving a function in its file does not change its key.
using ContentKey = std::array<uint8_t, 32>;

struct ContentKeyHash {
  size_t operator()(const ContentKey& key) const;
};

// The keys of the members of one component of a graph, in their order: each of its own key, of all
// members' keys, and of the keys of what they refer to outside of it. Neither the order nor
// repetition there counts.
std::vector<ContentKey> ComponentKeys(llvm::ArrayRef<ContentKey> own,
                                      std::vector<ContentKey> outside);

// What is known of the attributes, types and names of operations of one MLIRContext, whose modules
// mostly have the same. Made with the context, and gone before it.
class AttributeHashes {
 public:
  AttributeHashes();
  ~AttributeHashes();

 private:
  friend class ContentHasher;
  struct State;
  std::unique_ptr<State> state_;
};

// The definitions of a module as a graph. The module must not change as long as this lives.
class ModuleIndex {
 public:
  // Functions, globals, images and types, in the order of the module. What is only declared is here
  // too: it refers to its types.
  struct Node {
    mlir::Operation* op;
    llvm::SmallVector<unsigned, 8> references;  // other nodes; each once
    // Types that tell how a function is called or how large a global is.
    llvm::SmallVector<unsigned, 2> declaration;
    ContentKey key;
  };

  ModuleIndex(mlir::ModuleOp module, AttributeHashes& attributes);

  llvm::ArrayRef<Node> nodes() const { return nodes_; }
  // The function, global or image of this name; -1: none.
  int Find(llvm::StringRef symbol) const;
  // The nodes that `roots` refer to, directly or not, and they themselves, in the order of the
  // module.
  std::vector<unsigned> Reachable(llvm::ArrayRef<unsigned> roots) const;

 private:
  friend class ContentHasher;
  void FindNodes(mlir::ModuleOp module);
  void CombineKeys();

  std::vector<Node> nodes_;
  llvm::DenseMap<mlir::StringAttr, unsigned> symbols_;
  llvm::DenseMap<mlir::StringAttr, unsigned> types_;
  mlir::MLIRContext* context_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_MODULE_INDEX_H_
