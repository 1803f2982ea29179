#include "compiler/transform/owned_parameters.h"

#include <string>

#include "compiler/transform/borrowed_names.h"
#include "llvm/ADT/SmallBitVector.h"
#include "mlir/IR/Builders.h"

namespace arc::transform {

namespace {

// A variant is a second copy of the body. For values made of cells alone that pays always: whole
// structures are walked and freed in one go. For others it saves a count, which is worth little
// code.
constexpr size_t kSmallFunction = 80;  // operations

size_t OperationCount(ir::FuncOp function) {
  size_t count = 0;
  for (mlir::Block& block : function.getBody()) count += block.getOperations().size();
  return count;
}

// Whether the address is that of the whole parameter or of something in a cell that it leads to, so
// that a variant that owns the parameter can move the value at the address. Fields of structs that
// are no parts of cells stay where they are.
bool CanBeTaken(const PlaceTable& table, layout::Layouts& layouts, mlir::Value address) {
  while (!table.IsRoot(address)) {
    auto payload = address.getDefiningOp<ir::EnumPayloadOp>();
    if (!payload || !layouts.Boxed(payload.getType())) return false;
    address = payload.getAddress();
  }
  return true;
}

}  // namespace

OwnedParameters::OwnedParameters(mlir::ModuleOp module, OwnershipTypes& types,
                                 FunctionMap& functions)
    : types_(types), functions_(functions) {
  for (auto function : module.getOps<ir::FuncOp>()) {
    if (!function.isExternal() && !function.getIsCAbi()) Collect(function);
  }
  // Wanting is passed on to callers until nothing changes.
  bool changed = true;
  while (changed) {
    changed = false;
    for (const Flow& flow : flows_) {
      auto target = wants_.find(flow.to);
      if (target == wants_.end() || !target->second.test(flow.to_param)) continue;
      llvm::SmallBitVector& source = wants_[flow.from];
      if (source.empty()) source.resize(functions_.lookup(flow.from).getNumArguments());
      if (source.test(flow.from_param)) continue;
      source.set(flow.from_param);
      changed = true;
    }
  }
  for (auto& [name, mask] : wants_) {
    if (mask.any()) pristine_[name] = mlir::cast<ir::FuncOp>(functions_.lookup(name)->clone());
  }
}

void OwnedParameters::Collect(ir::FuncOp function) {
  bool any = false;
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    ir::ParamAttr param = function.getParam(i);
    any |= param && param.getMode() == ir::PassMode::Borrowed &&
           types_.HasOwner(param.getPointee()) && types_.EndsUnseen(param.getPointee());
  }
  if (!any) return;
  const bool is_small = OperationCount(function) <= kSmallFunction;
  PlaceTable table(function, types_, functions_);
  llvm::BitVector names = FindBorrowedNames(table, types_);
  mlir::StringAttr name = function.getSymNameAttr();
  auto want = [&](unsigned param) {
    llvm::SmallBitVector& mask = wants_[name];
    if (mask.empty()) mask.resize(function.getNumArguments());
    mask.set(param);
  };
  for (size_t block = 0; block < table.blocks().size(); ++block) {
    for (const Event& event : table.EventsOf(static_cast<unsigned>(block))) {
      const Place& place = table.places()[event.place];
      if (!place.is_borrowed || !place.is_tracked || !event.operand) continue;
      if (!types_.EndsUnseen(place.type)) continue;
      if (!is_small && !types_.IsCellsOnly(place.type)) continue;
      if (place.is_pinned) continue;
      unsigned param = mlir::cast<mlir::BlockArgument>(place.root).getArgNumber();
      mlir::Value address = event.operand->get();
      if (auto copy = mlir::dyn_cast<ir::CopyOp>(event.op)) {
        if (!types_.HasOwner(copy.getType()) ||
            !CanBeTaken(table, types_.layouts(), copy.getFrom())) {
          continue;
        }
        int to = table.PlaceOf(copy.getTo());
        if (to < 0 || !names.test(static_cast<unsigned>(to))) want(param);
      } else if (auto call = mlir::dyn_cast<ir::CallOp>(event.op)) {
        if (!CanBeTaken(table, types_.layouts(), address)) continue;
        mlir::StringAttr callee = call.getCalleeAttr().getAttr();
        unsigned argument = event.operand->getOperandNumber();
        // A walk over a recursive value, which can free it on the way.
        if (callee == name && argument == param && address != place.root) want(param);
        if (callee != name) flows_.push_back({name, param, callee, argument});
      }
    }
  }
}

bool OwnedParameters::Wants(mlir::StringAttr function, unsigned param) const {
  auto known = wants_.find(function);
  return known != wants_.end() && known->second.test(param);
}

ir::FuncOp OwnedParameters::Variant(ir::FuncOp function, llvm::ArrayRef<unsigned> owned) {
  std::string name = function.getSymName().str() + ".owned";
  for (unsigned param : owned) name += "." + std::to_string(param);
  auto symbol = mlir::StringAttr::get(function.getContext(), name);
  if (ir::FuncOp known = functions_.lookup(symbol)) return known;

  ir::FuncOp variant =
      mlir::cast<ir::FuncOp>(pristine_.find(function.getSymNameAttr())->second.get()->clone());
  variant.setSymNameAttr(symbol);
  // The copies of one function in several objects bring their variants along.
  if (variant.getLinkage() == ir::Linkage::Exported) variant.setLinkage(ir::Linkage::Internal);
  llvm::SmallVector<mlir::Attribute, 8> params(variant.getParamsAttr().begin(),
                                               variant.getParamsAttr().end());
  for (unsigned param : owned) {
    auto old = mlir::cast<ir::ParamAttr>(params[param]);
    params[param] = ir::ParamAttr::get(function.getContext(), old.getName(), ir::PassMode::Owned,
                                       old.getPointee());
  }
  variant.setParamsAttr(mlir::ArrayAttr::get(function.getContext(), params));
  mlir::OpBuilder builder(function);
  builder.setInsertionPointAfter(function);
  builder.insert(variant);
  functions_[symbol] = variant;
  pending_.push_back(variant);
  return variant;
}

}  // namespace arc::transform
