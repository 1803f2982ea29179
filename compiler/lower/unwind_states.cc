#include "compiler/lower/unwind_states.h"

#include "compiler/lower/lower.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/RegionGraphTraits.h"

namespace arc::lower {

namespace {

// The states shrink from round to round but for pieces that begin when their whole has not; two
// rounds are the rule.
constexpr int kMostRounds = 16;

}  // namespace

UnwindStates::UnwindStates(ir::FuncOp function, layout::Layouts& layouts,
                           const llvm::DenseMap<mlir::StringAttr, ir::FuncOp>& callees)
    : layouts_(layouts), callees_(callees) {
  mlir::Region& body = function.getBody();
  llvm::SmallVector<mlir::Value, 4> owned, cells;
  for (mlir::BlockArgument argument : body.getArguments()) {
    ir::ParamAttr param = function.getParam(argument.getArgNumber());
    if (!param || !param.getPointee()) continue;
    if (param.getMode() == ir::PassMode::Result || param.getMode() == ir::PassMode::Owned) {
      AddRoot(argument, param.getPointee(), param.getMode() == ir::PassMode::Result);
    }
    if (param.getMode() == ir::PassMode::Owned) owned.push_back(argument);
    if (param.getMode() == ir::PassMode::Cell) cells.push_back(argument);
  }
  bool any = false;
  for (mlir::Operation& op : body.getOps()) {
    if (auto local = mlir::dyn_cast<ir::LocalOp>(op)) {
      if (!local.getConditional()) AddRoot(local, local.getType(), false);
    } else {
      any |= mlir::isa<ir::DeferOp, ir::GuardOp>(op);
    }
  }
  if (!any && roots_.empty() && cells.empty()) return;

  llvm::ReversePostOrderTraversal<mlir::Region*> order(&body);
  for (mlir::Block* block : order) {
    block_index_[block] = static_cast<unsigned>(blocks_.size());
    blocks_.push_back(block);
    scanned_ = &events_.emplace_back();
    if (block->isEntryBlock()) {
      for (mlir::Value parameter : owned) Begin(nullptr, parameter);
      for (mlir::Value cell : cells) BeginParameterCell(cell);
    }
    for (mlir::Operation& op : *block) Scan(&op);
  }
  if (!items_.empty()) Solve();
}

void UnwindStates::AddRoot(mlir::Value address, mlir::Type type, bool is_result) {
  if (layouts_.Of(type).trivial_drop) return;
  located_[address] = {.root = static_cast<unsigned>(roots_.size()),
                       .depth = 0,
                       .offset = 0,
                       .type = type,
                       .in_payload = false};
  roots_.push_back({.address = address, .is_result = is_result, .items = {}});
}

// ---- items ----------------------------------------------------------------------------------

unsigned UnwindStates::NewItem(const UnwindItem& item) {
  items_.push_back(item);
  places_.emplace_back();
  return static_cast<unsigned>(items_.size()) - 1;
}

unsigned UnwindStates::ItemAt(const Located& place) {
  Root& root = roots_[place.root];
  for (unsigned known : root.items) {
    const Located& other = *places_[known];
    if (other.depth == place.depth && other.offset == place.offset && other.type == place.type) {
      return known;
    }
  }
  unsigned item = NewItem({.kind = UnwindItem::Kind::Value,
                           .root = root.address,
                           .offset = place.offset,
                           .type = place.type,
                           .flag = {}});
  places_[item] = place;
  root.items.push_back(item);
  return item;
}

bool UnwindStates::IsInside(unsigned inner, unsigned outer) const {
  const Located& in = *places_[inner];
  const Located& out = *places_[outer];
  const auto size = static_cast<int64_t>(std::max<uint64_t>(layouts_.Of(out.type).size, 1));
  return in.depth > out.depth && in.offset >= out.offset && in.offset < out.offset + size;
}

// ---- events ---------------------------------------------------------------------------------

void UnwindStates::Add(mlir::Operation* op, Effect effect, bool after, unsigned item) {
  scanned_->push_back({.op = op, .effect = effect, .after = after, .item = item});
}

void UnwindStates::Begin(mlir::Operation* op, mlir::Value address) {
  auto place = located_.find(address);
  if (place == located_.end() || place->second.in_payload) return;
  if (layouts_.Of(place->second.type).trivial_drop) return;
  Add(op, Effect::Begin, /*after=*/true, ItemAt(place->second));
}

void UnwindStates::End(mlir::Operation* op, mlir::Value address) {
  auto place = located_.find(address);
  if (place == located_.end() || layouts_.Of(place->second.type).trivial_drop) return;
  Add(op, place->second.in_payload ? Effect::EndWhole : Effect::End, /*after=*/false,
      ItemAt(place->second));
}

// `op`: null for a parameter, which is there from the entry on.
void UnwindStates::BeginCell(mlir::Operation* op, mlir::Value cell, mlir::Type type,
                             unsigned case_index) {
  unsigned item = NewItem({.kind = UnwindItem::Kind::Cell,
                           .root = cell,
                           .type = type,
                           .flag = {},
                           .origin = op,
                           .case_index = case_index});
  cells_[cell] = item;
  Add(op, Effect::Begin, /*after=*/true, item);
}

// Its first use tells the size.
void UnwindStates::BeginParameterCell(mlir::Value cell) {
  for (mlir::Operation* user : cell.getUsers()) {
    if (auto init = mlir::dyn_cast<ir::EnumInitOp>(user)) {
      return BeginCell(nullptr, cell, init.getType(), init.getCaseIndex());
    }
  }
}

void UnwindStates::EndCell(mlir::Operation* op, mlir::Value cell) {
  auto known = cells_.find(cell);
  if (known != cells_.end()) Add(op, Effect::End, /*after=*/false, known->second);
}

void UnwindStates::Derive(mlir::Value from, mlir::Value to, int64_t offset, mlir::Type type,
                          bool payload) {
  auto known = located_.find(from);
  if (known == located_.end()) return;
  Located place = known->second;
  ++place.depth;
  place.offset += offset;
  place.type = type;
  place.in_payload |= payload;
  located_[to] = place;
}

void UnwindStates::Locate(mlir::Operation* op) {
  if (auto field = mlir::dyn_cast<ir::FieldAddressOp>(op)) {
    const layout::FieldLayout& layout =
        layouts_.Struct(field.getStructType()).fields[field.getField()];
    Derive(field.getAddress(), field, layout.offset, layout.type, false);
  } else if (auto element = mlir::dyn_cast<ir::ElementAddressOp>(op)) {
    // Elements that are counted through are not followed: what a panic finds of them is lost.
    auto index = element.getIndex().getDefiningOp<ir::ConstOp>();
    auto number = index ? mlir::dyn_cast<mlir::IntegerAttr>(index.getValue()) : nullptr;
    if (!number) return;
    Derive(element.getAddress(), element,
           static_cast<int64_t>(number.getValue().getZExtValue() *
                                layouts_.Of(element.getElement()).size),
           element.getElement(), false);
  } else if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(op)) {
    const layout::CaseLayout& one = layouts_.Enum(payload.getType()).cases[payload.getCaseIndex()];
    Derive(payload.getAddress(), payload, 0, one.fields[payload.getField()].type, true);
  }
}

void UnwindStates::ScanCall(ir::CallOp call) {
  ir::FuncOp callee = callees_.lookup(call.getCalleeAttr().getAttr());
  auto visit = [&](ir::PassMode mode, auto&& effect) {
    for (auto [index, argument] : llvm::enumerate(call.getArguments())) {
      ir::ParamAttr param = callee.getParam(static_cast<unsigned>(index));
      if (param && param.getMode() == mode) effect(argument);
    }
  };
  visit(ir::PassMode::Owned, [&](mlir::Value argument) { End(call, argument); });
  visit(ir::PassMode::Cell, [&](mlir::Value argument) { EndCell(call, argument); });
  visit(ir::PassMode::Result, [&](mlir::Value argument) { Begin(call, argument); });
}

void UnwindStates::Scan(mlir::Operation* op) {
  llvm::TypeSwitch<mlir::Operation*>(op)
      .Case<ir::FieldAddressOp, ir::ElementAddressOp, ir::EnumPayloadOp>(
          [&](auto address) { Locate(address); })
      .Case([&](ir::CallOp call) { ScanCall(call); })
      .Case([&](ir::CallClosureOp call) {
        if (call.getResultPlace()) Begin(op, call.getArguments().front());
      })
      .Case([&](ir::CopyOp copy) { Begin(op, copy.getTo()); })
      .Case([&](ir::MoveOp move) {
        End(op, move.getFrom());
        Begin(op, move.getTo());
      })
      .Case([&](ir::DropOp drop) { End(op, drop.getAddress()); })
      .Case<ir::ZeroOp, ir::CompleteOp>([&](auto init) { Begin(op, init.getAddress()); })
      .Case([&](ir::StructInitOp init) { End(op, init.getAddress()); })
      .Case([&](ir::ClosureInitOp init) { Begin(op, init.getPlace()); })
      .Case([&](ir::EnumInitOp init) {
        if (init.getReuse()) EndCell(op, init.getReuse());
        Begin(op, init.getAddress());
      })
      .Case([&](ir::TakeApartOp take) {
        End(op, take.getAddress());
        for (mlir::Value field : take.getFields()) Begin(op, field);
        // One that the next operation frees is never seen by a panic.
        if (take.getCell().use_empty() || mlir::isa<ir::FreeCellOp>(op->getNextNode())) return;
        if (!layouts_.Boxed(take.getType())) return;
        BeginCell(op, take.getCell(), take.getType(), take.getCaseIndex());
      })
      .Case([&](ir::FreeCellOp free) { EndCell(op, free.getCell()); })
      .Case([&](ir::GuardOp guard) {
        if (layouts_.Of(guard.getType()).trivial_drop) return;
        Add(op, Effect::Begin, /*after=*/true,
            NewItem({.kind = UnwindItem::Kind::Guard,
                     .root = guard.getAddress(),
                     .type = guard.getType(),
                     .flag = guard.getFlag(),
                     .origin = op}));
      })
      .Case([&](ir::DeferOp) {
        unsigned pending = NewItem(
            {.kind = UnwindItem::Kind::Defer, .root = {}, .type = {}, .flag = {}, .origin = op});
        item_of_[op] = pending;
        Add(op, Effect::Begin, /*after=*/true, pending);
      })
      .Case([&](ir::UndeferOp undefer) {
        auto pending = item_of_.find(undefer.getPending().getDefiningOp());
        if (pending != item_of_.end()) Add(op, Effect::End, /*after=*/false, pending->second);
      });
}

// ---- states ---------------------------------------------------------------------------------

void UnwindStates::Transfer(const Event& event, llvm::BitVector& state) const {
  if (!places_[event.item]) {
    event.effect == Effect::Begin ? state.set(event.item) : state.reset(event.item);
    return;
  }
  const Root& root = roots_[places_[event.item]->root];
  if (event.effect == Effect::Begin) {
    for (unsigned other : root.items) {
      if (state.test(other) && IsInside(event.item, other)) return;
    }
  }
  for (unsigned other : root.items) {
    if (IsInside(other, event.item)) state.reset(other);
    if (event.effect == Effect::EndWhole && IsInside(event.item, other)) state.reset(other);
  }
  event.effect == Effect::Begin ? state.set(event.item) : state.reset(event.item);
}

void UnwindStates::Solve() {
  const unsigned count = static_cast<unsigned>(items_.size());
  entry_states_.resize(blocks_.size());
  llvm::SmallVector<llvm::BitVector, 16> exit_states(blocks_.size());
  bool changed = true;
  for (int round = 0; changed; ++round) {
    changed = false;
    if (round == kMostRounds) {
      // Does not happen with code of ours; without items nothing is dropped twice.
      for (llvm::BitVector& state : entry_states_) state.reset();
      for (llvm::SmallVector<Event, 4>& events : events_) events.clear();
      return;
    }
    for (auto [index, block] : llvm::enumerate(blocks_)) {
      llvm::BitVector state;
      // A way back from a block that was not visited yet says nothing.
      for (mlir::Block* before : block->getPredecessors()) {
        auto known = block_index_.find(before);
        if (known == block_index_.end()) continue;  // not reached
        const llvm::BitVector& exit = exit_states[known->second];
        if (exit.empty()) continue;
        if (state.empty()) {
          state = exit;
        } else {
          state &= exit;
        }
      }
      if (state.empty()) state.resize(count);
      if (round > 0 && state == entry_states_[index]) continue;
      entry_states_[index] = state;
      for (const Event& event : events_[index]) Transfer(event, state);
      if (state != exit_states[index]) {
        exit_states[index] = std::move(state);
        changed = true;
      }
    }
  }
}

void UnwindStates::Enter(mlir::Block* block) {
  if (items_.empty()) return;
  unsigned index = block_index_.find(block)->second;
  state_ = entry_states_[index];
  next_ = events_[index].begin();
  end_ = events_[index].end();
  ++version_;
  if (block->isEntryBlock()) Apply(nullptr, /*after=*/true);
}

void UnwindStates::Apply(mlir::Operation* op, bool after) {
  for (; next_ != end_ && next_->op == op && next_->after == after; ++next_) {
    Transfer(*next_, state_);
  }
  ++version_;
}

bool UnwindStates::MayOutlive(unsigned item) const {
  if (places_[item]) return roots_[places_[item]->root].is_result;
  return items_[item].kind == UnwindItem::Kind::Guard;
}

bool VerifyUnwindStates(mlir::ModuleOp module, std::string* error) {
  layout::Layouts layouts(module);
  llvm::DenseMap<mlir::StringAttr, ir::FuncOp> functions;
  for (auto function : module.getOps<ir::FuncOp>()) functions[function.getSymNameAttr()] = function;
  for (auto function : module.getOps<ir::FuncOp>()) {
    if (function.isExternal()) continue;
    UnwindStates states(function, layouts, functions);
    llvm::ReversePostOrderTraversal<mlir::Region*> order(&function.getBody());
    for (mlir::Block* block : order) {
      states.Enter(block);
      for (mlir::Operation& op : *block) {
        states.Before(&op);
        if (mlir::isa<ir::ReturnOp>(op)) {
          for (unsigned left : states.state().set_bits()) {
            if (states.MayOutlive(left)) continue;
            llvm::raw_string_ostream out(*error);
            const UnwindItem& item = states.items()[left];
            out << "in " << function.getSymName() << ": at a return a panic would still end ";
            item.origin ? out << *item.origin : out << item.root << " + " << item.offset;
            return false;
          }
        }
        states.After(&op);
      }
    }
  }
  return true;
}

}  // namespace arc::lower
