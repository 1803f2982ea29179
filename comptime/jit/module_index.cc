// Keys. Each definition is hashed on its own first: its operations, with operands by number, and
// attributes by their text. Then each strongly connected component of definitions that refer to
// each other is hashed with the keys of all that it refers to outside of itself.

#include "comptime/jit/module_index.h"

#include <algorithm>
#include <cstring>

#include "compiler/ir/tir.h"
#include "comptime/jit/components.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/AttrTypeSubElements.h"

namespace arc::comptime {

namespace {

struct ShortHash {
  uint64_t low = 0, high = 0;
};

ContentKey Digest(llvm::ArrayRef<uint64_t> words) {
  return llvm::BLAKE3::hash<32>(llvm::ArrayRef<uint8_t>(
      reinterpret_cast<const uint8_t*>(words.data()), words.size() * sizeof(uint64_t)));
}

ShortHash HashText(llvm::StringRef text) {
  auto digest = llvm::BLAKE3::hash<16>(
      llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
  ShortHash hash;
  std::memcpy(&hash, digest.data(), sizeof(hash));
  return hash;
}

}  // namespace

size_t ContentKeyHash::operator()(const ContentKey& key) const {
  size_t hash;
  std::memcpy(&hash, key.data(), sizeof(hash));
  return hash;
}

struct AttributeHashes::State {
  struct Known {
    ShortHash hash;
    // Names in it that may be definitions of the module.
    llvm::SmallVector<mlir::StringAttr, 1> symbols, types;
  };
  llvm::DenseMap<const void*, ShortHash> names;
  // By the pointer that MLIR gives to equal ones.
  llvm::DenseMap<const void*, std::unique_ptr<Known>> known;
};

AttributeHashes::AttributeHashes() : state_(std::make_unique<State>()) {}
AttributeHashes::~AttributeHashes() = default;

// Hashes definitions one after the other, and finds what they refer to.
class ContentHasher {
 public:
  ContentHasher(ModuleIndex& index, AttributeHashes& attributes)
      : index_(index), hashes_(*attributes.state_) {}

  void Hash(ModuleIndex::Node& node) {
    words_.clear();
    values_.clear();
    references_.clear();
    base_ = mlir::dyn_cast<mlir::FileLineColLoc>(node.op->getLoc());
    Number(node.op);
    Visit(node.op);
    std::sort(references_.begin(), references_.end());
    references_.erase(std::unique(references_.begin(), references_.end()), references_.end());
    node.references.assign(references_.begin(), references_.end());
    node.key = Digest(words_);
    if (auto function = mlir::dyn_cast<ir::FuncOp>(node.op)) {
      if (function.getParamsAttr()) AddReferences(Of(function.getParamsAttr()), node.declaration);
    } else if (auto global = mlir::dyn_cast<ir::GlobalOp>(node.op)) {
      AddReferences(Of(global.getType()), node.declaration);
    }
  }

 private:
  using Known = AttributeHashes::State::Known;

  void Add(uint64_t word) { words_.push_back(word); }
  void Add(const ShortHash& hash) {
    words_.push_back(hash.low);
    words_.push_back(hash.high);
  }
  void Add(const Known& known) {
    Add(known.hash);
    AddReferences(known, references_);
  }

  template <typename Nodes>
  void AddReferences(const Known& known, Nodes& nodes) const {
    for (mlir::StringAttr name : known.symbols) {
      if (auto found = index_.symbols_.find(name); found != index_.symbols_.end()) {
        nodes.push_back(found->second);
      }
    }
    for (mlir::StringAttr name : known.types) {
      if (auto found = index_.types_.find(name); found != index_.types_.end()) {
        nodes.push_back(found->second);
      }
    }
  }

  // Values are used before the walk comes to them where blocks stand in another order.
  void Number(mlir::Operation* op) {
    for (mlir::Region& region : op->getRegions()) {
      for (mlir::Block& block : region) {
        blocks_[&block] = values_.size();
        for (mlir::Value argument : block.getArguments()) {
          values_.try_emplace(argument, values_.size());
        }
        for (mlir::Operation& inner : block) {
          for (mlir::Value result : inner.getResults()) {
            values_.try_emplace(result, values_.size());
          }
          if (inner.getNumRegions()) Number(&inner);
        }
      }
    }
  }

  void Visit(mlir::Operation* op) {
    Add(OfName(op->getName()));
    AddLocation(op->getLoc());
    if (AddData(op)) {
      // Printing megabytes would take longer than compiling them.
    } else if (op->getPropertiesStorageSize()) {
      if (mlir::Attribute properties = op->getPropertiesAsAttribute()) Add(Of(properties));
    }
    if (mlir::DictionaryAttr attributes = op->getDiscardableAttrDictionary(); !attributes.empty()) {
      Add(Of(attributes));
    }
    Add(op->getNumOperands());
    for (mlir::Value operand : op->getOperands()) Add(values_.lookup(operand));
    Add(op->getNumResults());
    for (mlir::Type type : op->getResultTypes()) Add(Of(type));
    for (mlir::Block* successor : op->getSuccessors()) Add(blocks_.lookup(successor));
    Add(op->getNumRegions());
    for (mlir::Region& region : op->getRegions()) {
      for (mlir::Block& block : region) {
        Add(block.getNumArguments());
        for (mlir::BlockArgument argument : block.getArguments()) Add(Of(argument.getType()));
        for (mlir::Operation& inner : block) Visit(&inner);
      }
      Add(~uint64_t{0});
    }
  }

  bool AddData(mlir::Operation* op) {
    if (auto data = mlir::dyn_cast<ir::StringDataOp>(op)) {
      Add(HashText(data.getBytes()));
      return true;
    }
    auto image = mlir::dyn_cast<ir::ImageOp>(op);
    if (!image) return false;
    Add(Of(image.getSymNameAttr()));
    Add(image.getAlign());
    Add(HashText(image.getProperties().content.view()));
    for (std::optional<llvm::ArrayRef<int32_t>> list : {image.getLinks(), image.getCodeSlots()}) {
      llvm::ArrayRef<int32_t> offsets = list.value_or(llvm::ArrayRef<int32_t>());
      Add(offsets.size());
      Add(HashText({reinterpret_cast<const char*>(offsets.data()), 4 * offsets.size()}));
    }
    if (mlir::ArrayAttr code = image.getCodeAttr()) Add(Of(code));
    return true;
  }

  void AddLocation(mlir::Location location) {
    auto position = mlir::dyn_cast<mlir::FileLineColLoc>(location);
    if (position && base_ && position.getFilename() == base_.getFilename()) {
      Add((uint64_t{position.getLine()} - base_.getLine()) << 16 ^ position.getColumn());
      // The file itself, once.
      if (position == base_) Add(Of(position.getFilename()));
      return;
    }
    Add(Of(location));
  }

  ShortHash OfName(mlir::OperationName name) {
    auto [known, is_new] = hashes_.names.try_emplace(name.getAsOpaquePointer());
    if (is_new) known->second = HashText(name.getStringRef());
    return known->second;
  }

  template <typename AttributeOrType>
  const Known& Of(AttributeOrType what) {
    auto [entry, is_new] = hashes_.known.try_emplace(what.getAsOpaquePointer());
    if (!is_new) return *entry->second;
    entry->second = std::make_unique<Known>();
    Known& known = *entry->second;
    text_.clear();
    llvm::raw_svector_ostream stream(text_);
    what.print(stream);
    known.hash = HashText(text_);
    mlir::AttrTypeWalker walker;
    walker.addWalk(
        [&](mlir::FlatSymbolRefAttr symbol) { known.symbols.push_back(symbol.getAttr()); });
    walker.addWalk([&](ir::NamedType type) { known.types.push_back(type.getName()); });
    walker.walk(what);
    return known;
  }

  ModuleIndex& index_;
  AttributeHashes::State& hashes_;
  mlir::FileLineColLoc base_;
  std::vector<uint64_t> words_;
  llvm::SmallVector<unsigned, 32> references_;
  llvm::DenseMap<mlir::Value, uint64_t> values_;
  llvm::DenseMap<mlir::Block*, uint64_t> blocks_;
  llvm::SmallString<256> text_;
};

ModuleIndex::ModuleIndex(mlir::ModuleOp module, AttributeHashes& attributes)
    : context_(module.getContext()) {
  FindNodes(module);
  ContentHasher hasher(*this, attributes);
  for (Node& node : nodes_) hasher.Hash(node);
  CombineKeys();
}

void ModuleIndex::FindNodes(mlir::ModuleOp module) {
  for (mlir::Operation& op : *module.getBody()) {
    const unsigned index = static_cast<unsigned>(nodes_.size());
    if (auto definition = mlir::dyn_cast<ir::StructDefOp>(op)) {
      types_[definition.getNameAttr()] = index;
    } else if (auto definition = mlir::dyn_cast<ir::EnumDefOp>(op)) {
      types_[definition.getNameAttr()] = index;
    } else if (auto name =
                   op.getAttrOfType<mlir::StringAttr>(mlir::SymbolTable::getSymbolAttrName())) {
      symbols_[name] = index;
    } else {
      // Entries of compute calls: nobody calls them here.
      continue;
    }
    nodes_.push_back({.op = &op, .references = {}, .declaration = {}, .key = {}});
  }
}

int ModuleIndex::Find(llvm::StringRef symbol) const {
  auto found = symbols_.find(mlir::StringAttr::get(context_, symbol));
  return found == symbols_.end() ? -1 : static_cast<int>(found->second);
}

std::vector<unsigned> ModuleIndex::Reachable(llvm::ArrayRef<unsigned> roots) const {
  std::vector<bool> seen(nodes_.size());
  std::vector<unsigned> work, found;
  auto visit = [&](unsigned node) {
    if (seen[node]) return;
    seen[node] = true;
    work.push_back(node);
  };
  for (unsigned root : roots) visit(root);
  while (!work.empty()) {
    const unsigned node = work.back();
    work.pop_back();
    for (unsigned reference : nodes_[node].references) visit(reference);
  }
  for (unsigned i = 0; i < nodes_.size(); ++i) {
    if (seen[i]) found.push_back(i);
  }
  return found;
}

// Components come out after all that they refer to.
void ModuleIndex::CombineKeys() {
  std::vector<unsigned> component(nodes_.size(), ~0u);
  unsigned components = 0;
  auto edges = [&](unsigned node) { return llvm::ArrayRef<unsigned>(nodes_[node].references); };
  ForEachComponent(nodes_.size(), edges, [&](llvm::ArrayRef<unsigned> members) {
    for (unsigned member : members) component[member] = components;
    ++components;
    std::vector<ContentKey> own, outside;
    for (unsigned member : members) {
      own.push_back(nodes_[member].key);
      for (unsigned reference : nodes_[member].references) {
        if (component[reference] != component[member]) outside.push_back(nodes_[reference].key);
      }
    }
    const std::vector<ContentKey> keys = ComponentKeys(own, std::move(outside));
    for (size_t i = 0; i < members.size(); ++i) nodes_[members[i]].key = keys[i];
  });
}

std::vector<ContentKey> ComponentKeys(llvm::ArrayRef<ContentKey> own,
                                      std::vector<ContentKey> outside) {
  std::vector<ContentKey> sorted = own.vec();
  std::sort(sorted.begin(), sorted.end());
  std::sort(outside.begin(), outside.end());
  outside.erase(std::unique(outside.begin(), outside.end()), outside.end());
  llvm::BLAKE3 hash;
  hash.update(llvm::StringRef(std::to_string(sorted.size()) + ","));
  for (const ContentKey& key : sorted) hash.update(key);
  for (const ContentKey& key : outside) hash.update(key);
  const auto whole = hash.final<32>();
  std::vector<ContentKey> keys;
  keys.reserve(own.size());
  for (const ContentKey& key : own) {
    llvm::BLAKE3 one;
    one.update(whole);
    one.update(key);
    keys.push_back(one.final<32>());
  }
  return keys;
}

}  // namespace arc::comptime
