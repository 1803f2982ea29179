#include "comptime/jit/jit.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compiler/ir/dialects.h"
#include "compiler/ir/tir.h"
#include "compiler/lower/lower.h"
#include "comptime/jit/bytecode_check.h"
#include "comptime/jit/heat.h"
#include "comptime/jit/warm_up.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::comptime {

namespace {

// MLIR keeps every type, attribute and name that it has seen for the life of its context.
constexpr uint64_t kMaxContextBytes = uint64_t{32} << 20;

using LineTable = absl::flat_hash_map<std::pair<std::string, std::string>, uint32_t>;

bool IsThunk(mlir::Operation* op) {
  auto function = mlir::dyn_cast<ir::FuncOp>(op);
  if (!function || function.isExternal() || !function.getIsCAbi()) return false;
  auto is_address = [](mlir::Type type) { return mlir::isa<ir::PtrType>(type); };
  return function.getResultTypes().empty() && function.getNumArguments() == 2 &&
         llvm::all_of(function.getArgumentTypes(), is_address);
}

// As debug information has them.
void AddLine(ir::FuncOp function, LineTable& lines) {
  auto position = mlir::dyn_cast<mlir::FileLineColLoc>(function.getLoc());
  if (!position) return;
  llvm::StringRef name = function.getDisplayName().value_or(function.getSymName());
  auto [entry, is_new] =
      lines.try_emplace({position.getFilename().str(), name.str()}, position.getLine());
  // Of two with one name neither is known; 0 says so.
  if (!is_new && entry->second != position.getLine()) entry->second = 0;
}

}  // namespace

// ---- sessions -----------------------------------------------------------------------------------

struct JitSession::State {
  State(CodeStore& store, LibraryResolver library) : store(store), library(std::move(library)) {}

  mlir::MLIRContext& Context() {
    if (!context || context_bytes > kMaxContextBytes) {
      attributes.reset();
      context.reset();
      context = MakeContext();
      attributes = std::make_unique<AttributeHashes>();
      context_bytes = 0;
    }
    return *context;
  }

  CodeGenerator& Generator(Tier tier) {
    std::unique_ptr<CodeGenerator>& generator = generators[static_cast<size_t>(tier)];
    if (!generator) generator = std::make_unique<CodeGenerator>(tier);
    return *generator;
  }

  CodeStore& store;
  const LibraryResolver library;
  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context;
  uint64_t context_bytes = 0;  // of modules that were read in it
  std::unique_ptr<AttributeHashes> attributes;
  std::unique_ptr<CodeGenerator> generators[kTiers];
};

struct JitSession::Module::State {
  JitSession::State* session = nullptr;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::unique_ptr<ModuleIndex> index;
  std::vector<unsigned> thunks;  // nodes
  std::vector<std::shared_ptr<const CodeUnit>> units;
  std::vector<SlabBlocks> thunk_memory;
  mutable absl::flat_hash_map<const CodeUnit*, std::unique_ptr<Symbolizer>> symbolizers;
  mutable std::optional<LineTable> lines;

  // All units that code of this module may run, its own first.
  std::vector<const CodeUnit*> AllUnits() const;
};

JitSession::JitSession(CodeStore& store, LibraryResolver library)
    : state_(std::make_unique<State>(store, std::move(library))) {}
JitSession::~JitSession() = default;

absl::StatusOr<std::unique_ptr<JitSession::Module>> JitSession::Open(
    absl::string_view bytecode, absl::Span<const std::string> thunks) {
  llvm::StringRef bytes(bytecode.data(), bytecode.size());
  // Text is for people; its parser is much larger.
  if (!mlir::isBytecode(llvm::MemoryBufferRef(bytes, "module"))) {
    return absl::InvalidArgumentError("the module is no bytecode");
  }
  if (absl::Status status = CheckBytecode(bytecode); !status.ok()) return status;
  mlir::MLIRContext& context = state_->Context();
  state_->context_bytes += bytecode.size();
  std::string error;
  mlir::ScopedDiagnosticHandler handler(&context, [&](mlir::Diagnostic& diagnostic) {
    constexpr size_t kMaxText = 4000;
    if (error.size() < kMaxText) {
      llvm::raw_string_ostream stream(error);
      if (!error.empty()) stream << '\n';
      stream << diagnostic;
    }
    return mlir::success();
  });
  auto invalid = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(what, error.empty() ? "" : ": ", error));
  };

  auto state = std::make_unique<Module::State>();
  state->session = state_.get();
  mlir::Block block;
  const mlir::ParserConfig config(&context, /*verifyAfterParse=*/false);
  if (failed(mlir::readBytecodeFile(llvm::MemoryBufferRef(bytes, "module"), &block, config))) {
    return invalid("the module cannot be read");
  }
  if (block.getOperations().size() != 1 || !mlir::isa<mlir::ModuleOp>(block.front())) {
    return invalid("the bytecode is no module");
  }
  state->module = mlir::cast<mlir::ModuleOp>(block.front());
  state->module->getOperation()->remove();
  std::string verification;
  if (!VerifyModule(*state->module, &verification)) {
    error = verification;
    return invalid("the module does not verify");
  }
  state->index = std::make_unique<ModuleIndex>(*state->module, *state_->attributes);
  for (const std::string& thunk : thunks) {
    const int node = state->index->Find(thunk);
    if (node < 0 || !IsThunk(state->index->nodes()[static_cast<size_t>(node)].op)) {
      return invalid(absl::StrCat("the module has no thunk ", thunk));
    }
    state->thunks.push_back(static_cast<unsigned>(node));
  }
  return std::unique_ptr<Module>(new Module(std::move(state)));
}

void JitSession::WarmUp() {
  auto module = Open(MakeWarmUpModule(), {std::string(kWarmUpThunk)});
  if (module.ok()) (void)(*module)->Compile(Tier::kFast, {0});
}

// ---- modules ------------------------------------------------------------------------------------

namespace {

// One compilation: some thunks of a module, and what is not kept of what they need.
class Compilation {
 public:
  Compilation(const ModuleIndex& index, CodeStore& store, const LibraryResolver& library, Tier tier,
              llvm::ArrayRef<unsigned> thunks)
      : index_(index), store_(store), library_(library), tier_(tier) {
    thunks_.insert(thunks.begin(), thunks.end());
    if (tier == Tier::kSimplified || tier == Tier::kOptimized) heat_ = FindHeat(index, thunks);
  }

  // The TIR of what is to be compiled.
  mlir::OwningOpRef<mlir::ModuleOp> Select(mlir::ModuleOp source, llvm::ArrayRef<unsigned> thunks) {
    mlir::OwningOpRef<mlir::ModuleOp> unit =
        mlir::ModuleOp::create(source.getLoc(), source.getName());
    for (unsigned node : FindNeeded(thunks)) {
      unit->push_back(CopyNode(node));
    }
    return unit;
  }

  absl::StatusOr<std::shared_ptr<CodeUnit>> Compile(mlir::ModuleOp unit, CodeGenerator& generator,
                                                    SlabBlocks& thunk_memory) {
    lower::LowerOptions options;
    const bool has_lines = tier_ != Tier::kFast && tier_ != Tier::kSimplified;
    options.debug = has_lines ? lower::DebugInfo::Lines : lower::DebugInfo::None;
    options.optimize = IsSimplified(tier_);
    options.target_triple = CodeTriple();
    options.refer_to_abi_version = false;
    options.at_comptime = true;
    llvm::LLVMContext context;
    context.setDiscardValueNames(true);
    std::unique_ptr<llvm::Module> module = lower::LowerToLlvm(unit, context, options);
    for (const std::string& symbol : inlined_) {
      if (llvm::Function* function = module->getFunction(symbol)) {
        function->setLinkage(llvm::GlobalValue::AvailableExternallyLinkage);
        function->setComdat(nullptr);
      }
    }
    LeaveColdFunctions(*module);
    std::vector<std::string> small;
    LoadRequest load;
    for (unsigned node : compiled_) AddSymbols(node, load.roots);
    load.resolve = [this](absl::string_view symbol) -> std::optional<uint64_t> {
      if (auto found = kept_symbols_.find(symbol); found != kept_symbols_.end()) {
        return found->second;
      }
      return library_(symbol);
    };
    absl::StatusOr<std::unique_ptr<LoadedObject>> object =
        LoadObject(store_.memory(), generator.Run(*module, small), load);
    if (!object.ok()) return object.status();
    auto result = std::make_shared<CodeUnit>();
    thunk_memory = (*object)->TakeRest();
    result->object = *std::move(object);
    result->needs.assign(needs_.begin(), needs_.end());
    result->lines = std::move(lines_);
    Keep(result, small);
    return result;
  }

  CompileCounts counts() const { return counts_; }

 private:
  const ModuleIndex::Node& NodeAt(unsigned node) const { return index_.nodes()[node]; }

  // Functions and globals with a body.
  static bool IsCompiled(mlir::Operation* op) {
    if (auto function = mlir::dyn_cast<ir::FuncOp>(op)) return !function.isExternal();
    auto global = mlir::dyn_cast<ir::GlobalOp>(op);
    return global && global.getInitializerAttr();
  }

  // Functions that are not hot are compiled like fast code, which is what they are when they are
  // kept.
  void LeaveColdFunctions(llvm::Module& module) const {
    if (!heat_) return;
    auto leave = [&](unsigned node) {
      auto op = mlir::dyn_cast<ir::FuncOp>(NodeAt(node).op);
      if (!op || heat_->heat[node] == Heat::kHot || op.getAlwaysInline()) return;
      llvm::Function* function = module.getFunction(op.getSymName());
      if (!function || function->isDeclaration()) return;
      function->addFnAttr(llvm::Attribute::OptimizeNone);
      function->addFnAttr(llvm::Attribute::NoInline);
    };
    for (unsigned node : compiled_) leave(node);
    for (unsigned thunk : thunks_) leave(thunk);
  }

  std::vector<unsigned> FindNeeded(llvm::ArrayRef<unsigned> roots) {
    std::vector<unsigned> work(roots.begin(), roots.end()), needed;
    std::vector<bool> seen(index_.nodes().size());
    for (unsigned root : roots) seen[root] = true;
    while (!work.empty()) {
      const unsigned node = work.back();
      work.pop_back();
      needed.push_back(node);
      const ModuleIndex::Node& one = NodeAt(node);
      // Kept code hides what it refers to.
      llvm::ArrayRef<unsigned> references = one.references;
      if (LookUp(node)) references = one.declaration;
      for (unsigned reference : references) {
        if (seen[reference]) continue;
        seen[reference] = true;
        work.push_back(reference);
      }
    }
    // The order of the module, not that of the search.
    std::sort(needed.begin(), needed.end());
    return needed;
  }

  // What the code is kept under, in this tier.
  const ContentKey& KeyOf(unsigned node) const {
    return heat_ ? heat_->keys[node] : NodeAt(node).key;
  }

  std::optional<KeptCode> FindKept(unsigned node) const {
    if (heat_ && heat_->heat[node] == Heat::kCold) {
      // Most of it has just run.
      std::optional<KeptCode> fast = store_.Find(NodeAt(node).key, Tier::kFast);
      if (fast) return fast;
    }
    return store_.Find(KeyOf(node), tier_);
  }

  // Whether the node is kept and only declared here.
  bool LookUp(unsigned node) {
    mlir::Operation* op = NodeAt(node).op;
    if (!IsCompiled(op) || thunks_.contains(node)) return false;
    std::optional<KeptCode> kept = FindKept(node);
    if (!kept) {
      compiled_.push_back(node);
      return false;
    }
    ++counts_.functions_reused;
    needs_.insert(kept->unit);
    for (auto& [symbol, address] : kept->symbols) kept_symbols_.try_emplace(symbol, address);
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    if (function && (function.getAlwaysInline() || kept->small)) {
      inlined_.push_back(function.getSymName().str());
      return false;
    }
    declared_.insert(node);
    return true;
  }

  mlir::Operation* CopyNode(unsigned node) {
    mlir::Operation* op = NodeAt(node).op;
    const bool declared = declared_.contains(node);
    mlir::Operation* copy = declared ? op->cloneWithoutRegions() : op->clone();
    // All functions are seen from outside: others will call them, and how a function is called must
    // follow from its declaration.
    if (auto function = mlir::dyn_cast<ir::FuncOp>(copy)) {
      function.setLinkage(ir::Linkage::Exported);
      // Thunks are not kept, so theirs are right.
      if (!declared && !function.isExternal() && !thunks_.contains(node)) {
        AddLine(function, lines_);
      }
    } else if (auto global = mlir::dyn_cast<ir::GlobalOp>(copy)) {
      global.setLinkage(ir::Linkage::Exported);
      if (declared) global.removeInitializerAttr();
    }
    return copy;
  }

  void AddSymbols(unsigned node, std::vector<std::string>& symbols) const {
    mlir::Operation* op = NodeAt(node).op;
    if (auto function = mlir::dyn_cast<ir::FuncOp>(op)) {
      symbols.push_back(function.getSymName().str());
    } else if (auto global = mlir::dyn_cast<ir::GlobalOp>(op)) {
      for (llvm::StringRef suffix : {"", ".state", ".initialize"}) {
        symbols.push_back((global.getSymName() + suffix).str());
      }
    }
  }

  void Keep(const std::shared_ptr<CodeUnit>& unit, const std::vector<std::string>& small) {
    counts_.functions_compiled = static_cast<uint32_t>(compiled_.size() + thunks_.size());
    if (compiled_.empty()) return;
    absl::flat_hash_set<absl::string_view> is_small(small.begin(), small.end());
    store_.Add(*unit);
    for (unsigned node : compiled_) {
      KeptCode code;
      code.unit = unit;
      std::vector<std::string> symbols;
      AddSymbols(node, symbols);
      for (std::string& symbol : symbols) {
        std::optional<uint64_t> address = unit->object->Find(symbol);
        if (address) code.symbols.emplace_back(std::move(symbol), *address);
      }
      // A function that nobody may call any more: it was made part of its callers.
      if (code.symbols.empty()) continue;
      code.small = is_small.contains(code.symbols.front().first);
      store_.Keep(KeyOf(node), tier_, std::move(code));
    }
  }

  const ModuleIndex& index_;
  CodeStore& store_;
  const LibraryResolver& library_;
  const Tier tier_;
  std::optional<HeatMap> heat_;  // of tiers that leave out what is cold
  CompileCounts counts_;
  absl::flat_hash_set<unsigned> thunks_, declared_;
  std::vector<unsigned> compiled_;    // and kept from now on
  std::vector<std::string> inlined_;  // kept, and here to be inlined
  absl::flat_hash_set<std::shared_ptr<const CodeUnit>> needs_;
  absl::flat_hash_map<std::string, uint64_t> kept_symbols_;
  LineTable lines_;
};

}  // namespace

JitSession::Module::Module(std::unique_ptr<State> state) : state_(std::move(state)) {}
JitSession::Module::~Module() = default;

const ContentKey& JitSession::Module::Key(size_t thunk) const {
  return state_->index->nodes()[state_->thunks[thunk]].key;
}

absl::StatusOr<std::vector<uint64_t>> JitSession::Module::Compile(Tier tier,
                                                                  absl::Span<const size_t> thunks) {
  std::vector<unsigned> nodes;
  for (size_t thunk : thunks) nodes.push_back(state_->thunks[thunk]);
  JitSession::State& session = *state_->session;
  Compilation compilation(*state_->index, session.store, session.library, tier, nodes);
  mlir::OwningOpRef<mlir::ModuleOp> unit = compilation.Select(*state_->module, nodes);
  SlabBlocks memory;
  auto compiled = compilation.Compile(*unit, session.Generator(tier), memory);
  if (!compiled.ok()) return compiled.status();
  counts_.functions_compiled += compilation.counts().functions_compiled;
  counts_.functions_reused += compilation.counts().functions_reused;
  state_->thunk_memory.push_back(std::move(memory));
  state_->units.push_back(*compiled);
  std::vector<uint64_t> addresses;
  for (unsigned node : nodes) {
    auto function = mlir::cast<ir::FuncOp>(state_->index->nodes()[node].op);
    std::optional<uint64_t> address = (*compiled)->object->Find(function.getSymName().str());
    if (!address) return absl::InternalError("a thunk has no code");
    addresses.push_back(*address);
  }
  return addresses;
}

std::vector<const CodeUnit*> JitSession::Module::State::AllUnits() const {
  std::vector<const CodeUnit*> all;
  absl::flat_hash_set<const CodeUnit*> seen;
  for (const auto& unit : units) {
    if (seen.insert(unit.get()).second) all.push_back(unit.get());
  }
  for (size_t i = 0; i < all.size(); ++i) {
    for (const auto& unit : all[i]->needs) {
      if (seen.insert(unit.get()).second) all.push_back(unit.get());
    }
  }
  return all;
}

std::vector<CodeFrame> JitSession::Module::Describe(uint64_t address) const {
  const std::vector<const CodeUnit*> all = state_->AllUnits();
  for (size_t i = 0; i < all.size(); ++i) {
    const CodeUnit* unit = all[i];
    // Thunks of other modules are gone.
    const auto* section = unit->object->SectionAt(address, /*rest=*/i < state_->units.size());
    if (!section) continue;
    std::unique_ptr<Symbolizer>& symbolizer = state_->symbolizers[unit];
    if (!symbolizer) symbolizer = std::make_unique<Symbolizer>(*unit->object);
    std::vector<CodeFrame> frames = symbolizer->Describe(address, *section);
    if (!state_->lines) {
      state_->lines.emplace();
      for (const ModuleIndex::Node& node : state_->index->nodes()) {
        auto function = mlir::dyn_cast<ir::FuncOp>(node.op);
        if (function && !function.isExternal()) AddLine(function, *state_->lines);
      }
    }
    for (CodeFrame& frame : frames) {
      const std::pair<std::string, std::string> name(frame.file, frame.function);
      auto then = unit->lines.find(name);
      auto now = state_->lines->find(name);
      const bool is_known = frame.line != 0 && then != unit->lines.end() && then->second != 0 &&
                            now != state_->lines->end() && now->second != 0;
      if (is_known) frame.line += now->second - then->second;
    }
    return frames;
  }
  return {};
}

std::string JitSession::Module::FunctionAt(uint64_t address) const {
  const std::vector<const CodeUnit*> all = state_->AllUnits();
  for (size_t i = 0; i < all.size(); ++i) {
    if (!all[i]->object->SectionAt(address, /*rest=*/i < state_->units.size())) continue;
    // Functions whose address is taken have a twin that takes all places by address.
    return std::string(absl::StripSuffix(all[i]->object->SymbolAt(address), ".by_address"));
  }
  return "";
}

}  // namespace arc::comptime
