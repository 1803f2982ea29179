#include "compiler/transform/places.h"

#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/RegionGraphTraits.h"

namespace arc::transform {

namespace {

// Bits for one state of all places in all blocks: 4 MB, and a second of work. Few functions have
// thousands of both.
constexpr size_t kMostStates = size_t{1} << 25;

}  // namespace

FunctionMap FunctionsOf(mlir::ModuleOp module) {
  FunctionMap functions;
  for (auto function : module.getOps<ir::FuncOp>()) {
    functions[function.getSymNameAttr()] = function;
  }
  return functions;
}

// ---- types ----------------------------------------------------------------------------------

const OwnershipTypes::Facts& OwnershipTypes::Of(mlir::Type type) {
  if (auto known = facts_.find(type); known != facts_.end()) return known->second;
  Facts facts;
  llvm::SmallVector<mlir::Type, 8> seen;
  Visit(type, seen, facts);
  return facts_[type] = facts;
}

void OwnershipTypes::Visit(mlir::Type type, llvm::SmallVectorImpl<mlir::Type>& seen, Facts& facts) {
  while (auto array = mlir::dyn_cast<ir::ArrayType>(type)) type = array.getElement();
  if (mlir::isa<ir::PtrType>(type)) facts.holds_address = true;
  if (mlir::isa<ir::ClosureType>(type)) {
    // What it captured may be anything.
    facts = {.ends_unseen = false, .cells_only = false, .holds_address = true};
  }
  if (!mlir::isa<ir::NamedType>(type) || llvm::is_contained(seen, type)) return;
  seen.push_back(type);
  if (layouts_.IsStruct(type)) {
    const layout::StructLayout& layout = layouts_.Struct(type);
    ir::StructDefOp definition = layout.definition;
    if (definition.getCopyHookAttr()) {
      // Only the library writes copy hooks. Its containers hold the memory that their addresses
      // lead to; what their elements do when they end is not seen here.
      facts.cells_only = false;
      facts.ends_unseen &= definition.getEndsUnseen();
      return;
    }
    if (definition.getDropAttr()) facts.ends_unseen = facts.cells_only = false;
    for (const layout::FieldLayout& field : layout.fields) Visit(field.type, seen, facts);
    return;
  }
  for (const layout::CaseLayout& one : layouts_.Enum(type).cases) {
    for (const layout::FieldLayout& field : one.fields) Visit(field.type, seen, facts);
  }
}

// ---- events ---------------------------------------------------------------------------------

PlaceTable::PlaceTable(ir::FuncOp function, OwnershipTypes& types, const FunctionMap& functions)
    : types_(types), functions_(functions) {
  mlir::Region& body = function.getBody();
  for (mlir::BlockArgument argument : body.getArguments()) {
    ir::ParamAttr param = function.getParam(argument.getArgNumber());
    if (!param || !param.getPointee()) continue;
    bool owned = param.getMode() == ir::PassMode::Owned;
    bool borrowed = param.getMode() == ir::PassMode::Borrowed;
    if (owned || borrowed) Add(argument, param.getPointee(), borrowed, owned);
  }
  // Locals stand in the entry block.
  for (auto local : body.front().getOps<ir::LocalOp>()) {
    if (!local.getConditional()) Add(local, local.getType(), false, false);
  }
  if (places_.empty()) return;
  // A variant that owns a parameter has to be transformed, since nothing drops the parameter else:
  // its original was small enough, and edges that were split since do not double it thrice.
  bool owns = llvm::any_of(places_, [](const Place& place) { return place.is_owned_param; });
  if (places_.size() * body.getBlocks().size() > (owns ? 8 * kMostStates : kMostStates)) {
    too_large_ = true;
    for (Place& place : places_) place.is_tracked = false;
    return;
  }

  // Operands come before their users in reverse post order.
  llvm::ReversePostOrderTraversal<mlir::Region*> order(&body);
  for (mlir::Block* block : order) {
    block_index_[block] = static_cast<unsigned>(blocks_.size());
    blocks_.push_back(block);
    llvm::SmallVector<Event, 4>& events = events_.emplace_back();
    if (block->isEntryBlock()) {
      for (auto [index, place] : llvm::enumerate(places_)) {
        if (mlir::isa<mlir::BlockArgument>(place.root)) {
          events.push_back({EventKind::Begin, static_cast<unsigned>(index), nullptr, nullptr});
        }
      }
    }
    for (mlir::Operation& op : *block) Scan(&op, events);
  }
  CheckRegular();
}

void PlaceTable::Add(mlir::Value root, mlir::Type type, bool borrowed, bool owned) {
  if (!types_.HasOwner(type)) return;
  derived_[root] = static_cast<unsigned>(places_.size());
  places_.push_back({.root = root, .type = type, .is_borrowed = borrowed, .is_owned_param = owned});
}

void PlaceTable::ScanCall(ir::CallOp call, llvm::SmallVectorImpl<Event>& events) {
  ir::FuncOp callee = functions_.lookup(call.getCalleeAttr().getAttr());
  // Whether the callee could put an address that it finds inside of an argument somewhere.
  bool leaks = call.getNumResults() && mlir::isa<ir::PtrType>(call.getResult().getType());
  for (auto [index, type] : llvm::enumerate(callee.getArgumentTypes())) {
    if (!mlir::isa<ir::PtrType>(type)) continue;
    ir::ParamAttr param = callee.getParam(static_cast<unsigned>(index));
    if (!param || param.getMode() == ir::PassMode::Value) leaks = true;
    if (param && param.getMode() == ir::PassMode::Result && param.getPointee()) {
      leaks |= types_.HoldsAddress(param.getPointee());
    }
  }
  for (mlir::OpOperand& operand : call.getOperation()->getOpOperands()) {
    int index = PlaceOf(operand.get());
    if (index < 0) continue;
    Place& place = places_[static_cast<unsigned>(index)];
    bool is_root = place.root == operand.get();
    ir::ParamAttr param = callee.getParam(operand.getOperandNumber());
    ir::PassMode mode = param ? param.getMode() : ir::PassMode::Value;
    Event event{EventKind::Use, static_cast<unsigned>(index), call, &operand};
    switch (mode) {
      case ir::PassMode::Cell:  // no place
      case ir::PassMode::Value:
        place.is_tracked = false;
        continue;
      case ir::PassMode::Borrowed:
        event.kind = is_root ? EventKind::Use : EventKind::Part;
        if (leaks && !types_.IsCellsOnly(place.type)) place.is_pinned = true;
        break;
      case ir::PassMode::Owned:
        event.kind = EventKind::End;
        if (!is_root) place.is_tracked = false;
        break;
      case ir::PassMode::Result:
        event.kind = is_root ? EventKind::Begin : EventKind::Part;
        event.writes = !is_root;
        break;
      case ir::PassMode::Filled:
        event.kind = is_root ? EventKind::Use : EventKind::Part;
        event.writes = true;
        break;
    }
    events.push_back(event);
  }
}

void PlaceTable::Scan(mlir::Operation* op, llvm::SmallVectorImpl<Event>& events) {
  if (auto call = mlir::dyn_cast<ir::CallOp>(op)) return ScanCall(call, events);
  if (auto defer = mlir::dyn_cast<ir::DeferOp>(op)) {
    // A panic anywhere behind it may look at these.
    defer.getBody().walk([&](mlir::Operation* inside) {
      for (mlir::Value operand : inside->getOperands()) {
        int index = PlaceOf(operand);
        if (index >= 0) places_[static_cast<unsigned>(index)].is_tracked = false;
      }
    });
    return;
  }
  for (mlir::OpOperand& operand : op->getOpOperands()) {
    int index = PlaceOf(operand.get());
    if (index < 0) continue;
    Place& place = places_[static_cast<unsigned>(index)];
    const bool is_root = place.root == operand.get();
    auto add = [&](EventKind kind, bool writes = false) {
      events.push_back({kind, static_cast<unsigned>(index), op, &operand, writes});
    };
    auto look = [&] { add(is_root ? EventKind::Use : EventKind::Part); };
    auto begin = [&] { is_root ? add(EventKind::Begin) : add(EventKind::Part, /*writes=*/true); };
    auto move_away = [&] {
      add(EventKind::End);
      if (!is_root) place.is_tracked = false;
    };
    llvm::TypeSwitch<mlir::Operation*>(op)
        .Case([&](ir::EnumPayloadOp payload) {
          look();
          derived_[payload.getResult()] = static_cast<unsigned>(index);
        })
        .Case([&](ir::FieldAddressOp field) {
          add(EventKind::Part);
          derived_[field.getResult()] = static_cast<unsigned>(index);
        })
        .Case([&](ir::LoadOp load) {
          look();
          // An address read out of a container: who knows how long it is in use.
          if (mlir::isa<ir::PtrType>(load.getType()) && !types_.IsCellsOnly(place.type)) {
            place.is_tracked = false;
          }
        })
        .Case([&](ir::StoreOp) {
          if (operand.getOperandNumber() == 0) {
            place.is_tracked = false;
          } else {
            add(EventKind::Part, /*writes=*/true);
          }
        })
        .Case<ir::EnumTagOp, ir::MemCompareOp>([&](auto) { look(); })
        .Case<ir::EnumInitOp, ir::StructInitOp, ir::ZeroOp, ir::ClosureInitOp>(
            [&](auto) { begin(); })
        .Case([&](ir::CopyOp) { operand.getOperandNumber() == 0 ? begin() : look(); })
        .Case([&](ir::MoveOp) { operand.getOperandNumber() == 0 ? begin() : move_away(); })
        .Case([&](ir::BorrowOp) { place.is_tracked = false; })
        .Case([&](ir::TakeApartOp) { operand.getOperandNumber() == 0 ? move_away() : begin(); })
        .Case([&](ir::DropOp) {
          is_root ? add(EventKind::Drop) : add(EventKind::Part, /*writes=*/true);
        })
        .Case([&](ir::CallClosureOp call) {
          if (operand.getOperandNumber() == 0) {
            look();
          } else if (operand.getOperandNumber() == 1 && call.getResultPlace()) {
            begin();
          } else {
            place.is_tracked = false;
          }
        })
        .Case<ir::DebugPlaceOp, ir::CompleteOp>([](auto) {})
        .Default([&](mlir::Operation*) { place.is_tracked = false; });
  }
  // What is read comes before what is written.
  if (events.size() >= 2 && events.back().op == op && events[events.size() - 2].op == op &&
      events[events.size() - 2].kind == EventKind::Begin) {
    std::swap(events.back(), events[events.size() - 2]);
  }
}

void PlaceTable::CheckRegular() {
  unsigned count = static_cast<unsigned>(places_.size());
  // Of each block: the places that hold a value where it begins. Set by the first edge that reaches
  // the block, compared by the others.
  llvm::SmallVector<llvm::BitVector, 16> in(blocks_.size());
  llvm::SmallVector<bool, 16> known(blocks_.size(), false);
  in[0].resize(count);
  known[0] = true;
  for (auto [index, block] : llvm::enumerate(blocks_)) {
    llvm::BitVector holds = in[index];
    for (const Event& event : events_[index]) {
      Place& place = places_[event.place];
      bool held = holds.test(event.place);
      switch (event.kind) {
        case EventKind::Begin:
          if (held) place.is_regular = false;
          holds.set(event.place);
          break;
        case EventKind::Use:
        case EventKind::Part:
          if (held) break;
          place.is_regular = false;
          if (event.writes) place.is_loose = true;
          break;
        case EventKind::End:
        case EventKind::Drop:
          if (!held) place.is_regular = false;
          holds.reset(event.place);
          break;
      }
    }
    for (mlir::Block* next : block->getSuccessors()) {
      unsigned successor = IndexOf(next);
      if (!known[successor]) {
        in[successor] = holds;
        known[successor] = true;
        continue;
      }
      llvm::BitVector differs = in[successor];
      differs ^= holds;
      for (unsigned place : differs.set_bits()) places_[place].is_regular = false;
    }
    if (!mlir::isa<ir::ReturnOp>(block->getTerminator())) continue;
    for (unsigned place : holds.set_bits()) {
      if (!places_[place].is_borrowed) places_[place].is_regular = false;  // left behind
    }
  }
}

// ---- liveness -------------------------------------------------------------------------------

Liveness::Liveness(const PlaceTable& table, bool roots_only) : roots_only_(roots_only) {
  unsigned count = static_cast<unsigned>(table.places().size());
  size_t blocks = table.blocks().size();
  in_.assign(blocks, llvm::BitVector(count));
  out_.assign(blocks, llvm::BitVector(count));
  bool changed = true;
  while (changed) {
    changed = false;
    for (size_t i = blocks; i-- > 0;) {
      unsigned block = static_cast<unsigned>(i);
      llvm::BitVector& out = out_[block];
      for (mlir::Block* next : table.blocks()[block]->getSuccessors()) {
        out |= in_[table.IndexOf(next)];
      }
      llvm::BitVector live = out;
      for (const Event& event : llvm::reverse(table.EventsOf(block))) {
        if (event.kind == EventKind::Begin) {
          live.reset(event.place);
        } else if (Counts(event)) {
          live.set(event.place);
        }
      }
      if (live != in_[block]) {
        in_[block] = live;
        changed = true;
      }
    }
  }
}

}  // namespace arc::transform
