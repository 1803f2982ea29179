#include "compiler/transform/filled_places.h"

#include "llvm/ADT/SmallBitVector.h"

namespace arc::transform {

namespace {

class PlaceFiller {
 public:
  PlaceFiller(ir::FuncOp function, OwnershipTypes& types, FunctionMap& functions)
      : function_(function), types_(types), functions_(functions) {}

  void Run() {
    if (function_.getIsCAbi() || function_.getNumArguments() == 0) return;
    ir::ParamAttr param = function_.getParam(0);
    if (!param || param.getMode() != ir::PassMode::Result) return;
    type_ = param.getPointee();
    if (!types_.layouts().Boxed(type_) || !types_.EndsUnseen(type_)) return;
    result_ = function_.getBody().getArgument(0);
    bool any = false;
    for (mlir::Block& block : function_.getBody()) {
      for (auto call : block.getOps<ir::CallOp>()) any |= FillsField(call);
    }
    if (!any || !IsWholeAtPanics()) return;
    ir::FuncOp variant = MakeVariant();
    Redirect(function_, variant);
    Redirect(variant, variant);
  }

 private:
  bool IsSelfCall(ir::CallOp call) {
    return call.getCalleeAttr().getAttr() == function_.getSymNameAttr();
  }

  bool HasPayload(mlir::Type type, unsigned case_index) {
    return !types_.layouts().Enum(type).cases[case_index].fields.empty();
  }

  // A call of the function itself whose result goes into a field of a cell that waits for it.
  bool FillsField(ir::CallOp call) {
    if (!IsSelfCall(call)) return false;
    auto field = call.getArguments().front().getDefiningOp<ir::EnumPayloadOp>();
    if (!field || !types_.layouts().Boxed(field.getType())) return false;
    for (mlir::Operation* op = call->getPrevNode(); op; op = op->getPrevNode()) {
      auto init = mlir::dyn_cast<ir::EnumInitOp>(op);
      if (!init) continue;
      if (init.getAddress() == field.getAddress()) return false;
      auto place = init.getAddress().getDefiningOp<ir::EnumPayloadOp>();
      if (place && place.getAddress() == field.getAddress() &&
          place.getCaseIndex() == field.getCaseIndex() && place.getField() == field.getField()) {
        return types_.layouts().Boxed(init.getType()) &&
               !HasPayload(init.getType(), init.getCaseIndex());
      }
    }
    return false;
  }

  // The result is given at once: whole, by a call, or as a cell whose fields all get their values
  // before anything happens that can panic. Nothing else looks at it.
  bool IsWholeAtPanics() {
    for (mlir::OpOperand& use : result_.getUses()) {
      mlir::Operation* op = use.getOwner();
      if (op->getParentRegion() != &function_.getBody()) return false;
      if (auto init = mlir::dyn_cast<ir::EnumInitOp>(op)) {
        if (use.getOperandNumber() != 0 || !IsFilledAtOnce(init)) return false;
      } else if (auto payload = mlir::dyn_cast<ir::EnumPayloadOp>(op)) {
        if (!OnlyFills(payload)) return false;
      } else if (auto call = mlir::dyn_cast<ir::CallOp>(op)) {
        if (!IsResultOf(call, use)) return false;
      } else if (!mlir::isa<ir::DebugPlaceOp>(op) &&
                 !(mlir::isa<ir::MoveOp, ir::CopyOp>(op) && use.getOperandNumber() == 0)) {
        return false;
      }
    }
    return true;
  }

  bool IsResultOf(ir::CallOp call, mlir::OpOperand& use) {
    if (use.getOperandNumber() != 0) return false;
    ir::ParamAttr param = functions_.lookup(call.getCalleeAttr().getAttr()).getParam(0);
    return param && param.getMode() == ir::PassMode::Result;
  }

  // An address in the cell that is written only.
  bool OnlyFills(ir::EnumPayloadOp payload) {
    return llvm::all_of(payload->getUses(), [&](mlir::OpOperand& use) {
      mlir::Operation* op = use.getOwner();
      if (op->getParentRegion() != &function_.getBody()) return false;
      if (mlir::isa<ir::StoreOp>(op)) return use.getOperandNumber() == 1;
      if (auto call = mlir::dyn_cast<ir::CallOp>(op)) return IsResultOf(call, use);
      return mlir::isa<ir::DebugPlaceOp>(op) ||
             (mlir::isa<ir::MoveOp, ir::EnumInitOp>(op) && use.getOperandNumber() == 0);
    });
  }

  bool IsFilledAtOnce(ir::EnumInitOp init) {
    llvm::ArrayRef<layout::FieldLayout> fields =
        types_.layouts().Enum(init.getType()).cases[init.getCaseIndex()].fields;
    llvm::SmallBitVector missing(static_cast<unsigned>(fields.size()));
    for (auto [index, field] : llvm::enumerate(fields)) {
      if (types_.HasOwner(field.type)) missing.set(static_cast<unsigned>(index));
    }
    for (mlir::Operation* op = init->getNextNode(); missing.any(); op = op->getNextNode()) {
      mlir::Value filled;
      if (auto move = mlir::dyn_cast<ir::MoveOp>(op)) {
        filled = move.getTo();
      } else if (auto empty = mlir::dyn_cast<ir::EnumInitOp>(op)) {
        // Allocating a cell may panic.
        if (HasPayload(empty.getType(), empty.getCaseIndex())) return false;
        filled = empty.getAddress();
      } else if (!mlir::isa<ir::EnumPayloadOp, ir::ConstOp, ir::LoadOp, ir::StoreOp,
                            ir::DebugPlaceOp, ir::LifetimeStartOp, ir::LifetimeEndOp>(op)) {
        return false;
      }
      auto field = filled ? filled.getDefiningOp<ir::EnumPayloadOp>() : nullptr;
      if (field && field.getAddress() == init.getAddress()) missing.reset(field.getField());
    }
    return true;
  }

  ir::FuncOp MakeVariant() {
    auto variant = mlir::cast<ir::FuncOp>(function_->clone());
    auto symbol =
        mlir::StringAttr::get(function_.getContext(), function_.getSymName().str() + ".filling");
    variant.setSymNameAttr(symbol);
    // The copies of one function in several objects bring their variants along.
    if (variant.getLinkage() == ir::Linkage::Exported) variant.setLinkage(ir::Linkage::Internal);
    llvm::SmallVector<mlir::Attribute, 8> params(variant.getParamsAttr().begin(),
                                                 variant.getParamsAttr().end());
    auto result = mlir::cast<ir::ParamAttr>(params.front());
    params.front() = ir::ParamAttr::get(function_.getContext(), result.getName(),
                                        ir::PassMode::Filled, result.getPointee());
    variant.setParamsAttr(mlir::ArrayAttr::get(function_.getContext(), params));
    mlir::OpBuilder builder(function_);
    builder.setInsertionPointAfter(function_);
    builder.insert(variant);
    functions_[symbol] = variant;
    return variant;
  }

  // Calls into waiting fields go to the variant; in the variant also those that make its result.
  void Redirect(ir::FuncOp caller, ir::FuncOp variant) {
    llvm::SmallVector<ir::CallOp, 4> calls;
    for (mlir::Block& block : caller.getBody()) {
      for (auto call : block.getOps<ir::CallOp>()) {
        if (!IsSelfCall(call)) continue;
        const bool makes_result =
            caller == variant && call.getArguments().front() == caller.getBody().getArgument(0);
        if (makes_result || FillsField(call)) calls.push_back(call);
      }
    }
    for (ir::CallOp call : calls) {
      call.setCalleeAttr(mlir::FlatSymbolRefAttr::get(variant.getSymNameAttr()));
    }
  }

  ir::FuncOp function_;
  OwnershipTypes& types_;
  FunctionMap& functions_;
  mlir::Type type_;
  mlir::Value result_;
};

}  // namespace

void FillPlaces(ir::FuncOp function, OwnershipTypes& types, FunctionMap& functions) {
  PlaceFiller(function, types, functions).Run();
}

}  // namespace arc::transform
