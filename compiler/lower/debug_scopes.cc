#include "compiler/lower/debug_scopes.h"

#include <algorithm>

namespace arc::lower {

DebugScopes::DebugScopes(llvm::DIBuilder& builder, llvm::DISubprogram* subprogram,
                         ir::FuncOp function)
    : subprogram_(subprogram) {
  function.walk([&](mlir::Operation* op) {
    std::optional<llvm::ArrayRef<int32_t>> visible;
    if (auto local = mlir::dyn_cast<ir::LocalOp>(op)) visible = local.getVisible();
    if (auto place = mlir::dyn_cast<ir::DebugPlaceOp>(op)) visible = place.getVisible();
    if (!visible) return;
    llvm::ArrayRef<int32_t> range = *visible;
    Block block = {.begin = Place(range[0], range[1]),
                   .end = Place(range[2], range[3]),
                   .declared_end = Place(range[2], range[3]),
                   .outer = -1,
                   .scope = nullptr};
    if (block.begin < block.end) blocks_.push_back(block);
  });
  std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  blocks_.erase(std::unique(blocks_.begin(), blocks_.end(),
                            [](const Block& a, const Block& b) {
                              return a.begin == b.begin && a.end == b.end;
                            }),
                blocks_.end());
  for (size_t i = 0; i < blocks_.size(); ++i) {
    Block& block = blocks_[i];
    int outer = static_cast<int>(i) - 1;
    while (outer >= 0 && blocks_[outer].end <= block.begin) outer = blocks_[outer].outer;
    block.outer = outer;
    llvm::DIScope* parent = subprogram;
    if (outer >= 0) {
      parent = blocks_[outer].scope;
      block.end = std::min(block.end, blocks_[outer].end);
    }
    block.scope = builder.createLexicalBlock(parent, subprogram->getFile(), block.begin.first,
                                             block.begin.second);
  }
}

llvm::DIScope* DebugScopes::At(unsigned line, unsigned column) const {
  const Place place(line, column);
  auto behind = std::upper_bound(blocks_.begin(), blocks_.end(), place,
                                 [](const Place& p, const Block& b) { return p < b.begin; });
  int i = static_cast<int>(behind - blocks_.begin()) - 1;
  while (i >= 0 && blocks_[i].end <= place) i = blocks_[i].outer;
  return i >= 0 ? blocks_[i].scope : subprogram_;
}

llvm::DIScope* DebugScopes::Of(std::optional<llvm::ArrayRef<int32_t>> visible) const {
  if (!visible) return subprogram_;
  const Place begin((*visible)[0], (*visible)[1]);
  const Place end((*visible)[2], (*visible)[3]);
  for (const Block& block : blocks_) {
    if (block.begin == begin && block.declared_end == end) return block.scope;
  }
  return subprogram_;
}

}  // namespace arc::lower
