// Control flow, constants, and the dispatch from operations to their lowering.
//
// Blocks are lowered in reverse post order, so that operands come before their users whatever order
// the blocks stand in; what is not reached from the entry is left out.

#include "compiler/lower/function_lowering.h"

#include "compiler/lower/constant_folding.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/MDBuilder.h"
#include "mlir/IR/RegionGraphTraits.h"

namespace arc::lower {

namespace {

using Handler = void (*)(FunctionLowering&, mlir::Operation*);

template <typename... Ops>
llvm::DenseMap<mlir::TypeID, Handler> MakeHandlers() {
  llvm::DenseMap<mlir::TypeID, Handler> handlers;
  ((handlers[mlir::TypeID::get<Ops>()] = [](FunctionLowering& lowering,
                                            mlir::Operation* op) { lowering.Lower(Ops(op)); }),
   ...);
  return handlers;
}

// Operations that stand in function bodies. A table, since a chain of comparisons over seventy
// types would cost more than most lowerings.
const llvm::DenseMap<mlir::TypeID, Handler>& Handlers() {
  static const llvm::DenseMap<mlir::TypeID, Handler>* handlers =
      new llvm::DenseMap<mlir::TypeID, Handler>(
          MakeHandlers<mlir::cf::BranchOp, mlir::cf::CondBranchOp, mlir::cf::SwitchOp, ir::ReturnOp,
                       ir::UnreachableOp, ir::ConstOp, ir::NullOp, ir::AtComptimeOp,
                       ir::StringDataOp, ir::FuncAddressOp, ir::SizeOfOp, ir::AlignOfOp,
                       ir::DropGlueOp, ir::GlobalAddressOp, ir::ImageAddressOp, ir::AddOp,
                       ir::SubOp, ir::MulOp, ir::DivOp, ir::RemOp, ir::ShlOp, ir::ShrOp,
                       ir::AddWrapOp, ir::SubWrapOp, ir::MulWrapOp, ir::AddSatOp, ir::SubSatOp,
                       ir::MulSatOp, ir::AndOp, ir::OrOp, ir::XorOp, ir::NegOp, ir::NotOp,
                       ir::CompareOp, ir::SelectOp, ir::IndexCheckOp, ir::CastOp, ir::LocalOp,
                       ir::LifetimeStartOp, ir::LifetimeEndOp, ir::DebugPlaceOp, ir::LoadOp,
                       ir::StoreOp, ir::FieldAddressOp, ir::ElementAddressOp, ir::StructInitOp,
                       ir::ZeroOp, ir::CopyOp, ir::MoveOp, ir::DropOp, ir::MemCopyOp, ir::MemMoveOp,
                       ir::MemSetOp, ir::MemCompareOp, ir::RetainOp, ir::ReleaseOp, ir::IsUniqueOp,
                       ir::AllocObjectOp, ir::FreeObjectOp, ir::BorrowOp, ir::TakeApartOp,
                       ir::FreeCellOp, ir::EnumTagOp, ir::EnumPayloadOp, ir::EnumInitOp, ir::CallOp,
                       ir::CallClosureOp, ir::CallPointerOp, ir::ClosureInitOp, ir::IntrinsicOp,
                       ir::CompleteOp, ir::GuardOp, ir::DeferOp, ir::UndeferOp, ir::EndDeferOp>());
  return *handlers;
}

}  // namespace

FunctionLowering::FunctionLowering(ModuleLowering& module, ir::FuncOp source,
                                   llvm::Function* function)
    : m_(module),
      source_(source),
      function_(function),
      b_(module.context()),
      values_(module, b_, this),
      location_(source.getLoc()),
      positions_are_exact_(module.options().optimize || module.debug().WantsVariables()),
      states_(source, module.layouts(), module.function_ops()) {}

void FunctionLowering::Run() {
  subprogram_ = m_.debug().StartFunction(source_, function_);
  mlir::Region& body = source_.getBody();
  llvm::ReversePostOrderTraversal<mlir::Region*> order(&body);
  for (mlir::Block* block : order) {
    if (IsPassedOver(block)) continue;
    llvm::BasicBlock* lowered = llvm::BasicBlock::Create(m_.context(), "", function_);
    blocks_[block] = lowered;
    if (block->isEntryBlock()) {
      entry_ = lowered;
      continue;
    }
    b_.SetInsertPoint(lowered);
    for (mlir::BlockArgument argument : block->getArguments()) {
      Set(argument, b_.CreatePHI(m_.Scalar(argument.getType()), 2));
    }
  }
  b_.SetInsertPoint(entry_);
  TakeArguments();
  b_.SetCurrentDebugLocation(m_.debug().Location(location_, subprogram_));
  if (m_.debug().WantsVariables()) DescribeParameters();
  for (mlir::Block* block : order) {
    if (IsPassedOver(block)) continue;
    states_.Enter(block);
    LowerBlock(block);
  }
  LowerCleanups();

  // Panics are cold: they stand behind the code that runs.
  for (llvm::BasicBlock* block : panics_) {
    if (block != &function_->back()) block->moveAfter(&function_->back());
  }
}

void FunctionLowering::TakeArguments() {
  const Convention& convention = m_.ConventionOf(source_.getSymNameAttr());
  auto slot_for = [&](ir::ParamAttr param) {
    const TypeLayout& layout = m_.layouts().Of(param.getPointee());
    llvm::Align align(std::max<uint64_t>(layout.align, std::min<uint64_t>(layout.size, 8)));
    return StackSlot(m_.Storage(param.getPointee()), align);
  };
  unsigned next = 0;
  for (mlir::BlockArgument argument : source_.getBody().getArguments()) {
    unsigned index = argument.getArgNumber();
    ir::ParamAttr param = source_.getParam(index);
    if (index == 0 && convention.result) {
      result_slot_ = slot_for(param);
      Set(argument, result_slot_);
      continue;
    }
    llvm::Argument* value = function_->getArg(next++);
    if (param) value->setName(param.getName().getValue());
    if (!convention.in_register[index]) {
      Set(argument, value);
      continue;
    }
    llvm::AllocaInst* slot = slot_for(param);
    b_.CreateAlignedStore(value, slot, slot->getAlign());
    Set(argument, slot);
  }
}

void FunctionLowering::LowerBlock(mlir::Block* block) {
  llvm::BasicBlock* lowered = Target(block);
  // Behind what lowering the blocks before has added.
  if (lowered != &function_->back()) lowered->moveAfter(&function_->back());
  b_.SetInsertPoint(lowered);
  for (mlir::Operation& op : *block) LowerOperation(&op);
}

// Whether an operation that stands elsewhere than the one before is to show it: what traces can
// name, and the first of each line.
bool FunctionLowering::NeedsPosition(mlir::Operation* op) const {
  const auto is_slot = [](mlir::Value address) {
    return mlir::isa_and_nonnull<ir::LocalOp>(address.getDefiningOp());
  };
  const bool quiet =
      llvm::TypeSwitch<mlir::Operation*, bool>(op)
          .Case<ir::LoadOp, ir::StoreOp>([&](auto access) { return is_slot(access.getAddress()); })
          .Case<ir::ConstOp, ir::LocalOp, ir::AndOp, ir::OrOp, ir::XorOp, ir::NotOp, ir::CompareOp,
                ir::SelectOp, ir::AddWrapOp, ir::SubWrapOp, ir::MulWrapOp, mlir::cf::BranchOp,
                mlir::cf::CondBranchOp, ir::ReturnOp>([](auto) { return true; })
          .Default(false);
  if (!quiet) return true;
  auto here = mlir::dyn_cast<mlir::FileLineColLoc>(op->getLoc());
  auto before = mlir::dyn_cast<mlir::FileLineColLoc>(location_);
  return !here || !before || here.getLine() != before.getLine() ||
         here.getFilename() != before.getFilename();
}

void FunctionLowering::LowerOperation(mlir::Operation* op) {
  if (op->getLoc() != location_ && (positions_are_exact_ || NeedsPosition(op))) {
    location_ = op->getLoc();
    b_.SetCurrentDebugLocation(m_.debug().Location(location_, subprogram_));
    position_panics_.clear();
  }
  const Handler handler = Handlers().find(op->getName().getTypeID())->second;
  if (in_cleanup_) return handler(*this, op);
  states_.Before(op);
  handler(*this, op);
  states_.After(op);
}

llvm::AllocaInst* FunctionLowering::StackSlot(llvm::Type* type, llvm::Align align) {
  llvm::IRBuilder<>::InsertPointGuard guard(b_);
  if (last_slot_) {
    b_.SetInsertPoint(entry_, std::next(last_slot_->getIterator()));
  } else {
    b_.SetInsertPoint(entry_, entry_->begin());
  }
  last_slot_ = b_.CreateAlloca(type);
  last_slot_->setAlignment(align);
  return last_slot_;
}

// ---- control flow ---------------------------------------------------------------------------

// The blocks of deferred statements are looked at each on its own, so that no cycle is passed over.
bool FunctionLowering::IsPassedOver(mlir::Block* block) const {
  const auto only_jumps = [](mlir::Block* block) {
    auto jump = mlir::dyn_cast<mlir::cf::BranchOp>(block->front());
    return jump && jump.getDestOperands().empty() && block->getNumArguments() == 0;
  };
  // Debuggers stop at jumps, such as `break`.
  return !m_.debug().WantsVariables() && !block->isEntryBlock() && only_jumps(block) &&
         !only_jumps(block->getSuccessor(0));
}

llvm::BasicBlock* FunctionLowering::Target(mlir::Block* block) {
  return blocks_.find(IsPassedOver(block) ? block->getSuccessor(0) : block)->second;
}

void FunctionLowering::PassArguments(mlir::Block* target, mlir::OperandRange operands) {
  for (auto [argument, operand] : llvm::zip(target->getArguments(), operands)) {
    llvm::cast<llvm::PHINode>(Get(argument))->addIncoming(Get(operand), b_.GetInsertBlock());
  }
}

void FunctionLowering::Lower(mlir::cf::BranchOp op) {
  PassArguments(op.getDest(), op.getDestOperands());
  b_.CreateBr(Target(op.getDest()));
}

void FunctionLowering::Lower(mlir::cf::CondBranchOp op) {
  // What only code of the build does is not there in programs, at no level: it refers to functions
  // that they do not have.
  if (auto* known = llvm::dyn_cast<llvm::ConstantInt>(Get(op.getCondition()))) {
    mlir::Block* target = known->isOne() ? op.getTrueDest() : op.getFalseDest();
    mlir::Block* other = known->isOne() ? op.getFalseDest() : op.getTrueDest();
    if (other->getNumArguments() == 0) {
      PassArguments(target, known->isOne() ? op.getTrueDestOperands() : op.getFalseDestOperands());
      b_.CreateBr(Target(target));
      return;
    }
  }
  PassArguments(op.getTrueDest(), op.getTrueDestOperands());
  PassArguments(op.getFalseDest(), op.getFalseDestOperands());
  llvm::MDNode* weights = nullptr;
  // Where the ways are apart (transform/unique_ways.h), others refer to a cell now and then.
  if (op.getCondition().getDefiningOp<ir::IsUniqueOp>()) {
    weights = llvm::MDBuilder(m_.context()).createBranchWeights(8, 1);
  }
  b_.CreateCondBr(Get(op.getCondition()), Target(op.getTrueDest()), Target(op.getFalseDest()),
                  weights);
}

void FunctionLowering::Lower(mlir::cf::SwitchOp op) {
  PassArguments(op.getDefaultDestination(), op.getDefaultOperands());
  unsigned count = op.getCaseDestinations().size();
  llvm::SwitchInst* dispatch =
      b_.CreateSwitch(Get(op.getFlag()), Target(op.getDefaultDestination()), count);
  if (count == 0) return;
  auto values = op.getCaseValuesAttr().getValues<llvm::APInt>();
  for (unsigned i = 0; i < count; ++i) {
    mlir::Block* target = op.getCaseDestinations()[i];
    PassArguments(target, op.getCaseOperands(i));
    dispatch->addCase(b_.getInt(values[i]), Target(target));
  }
}

void FunctionLowering::Lower(ir::ReturnOp op) {
  if (result_slot_) {
    b_.CreateRet(
        b_.CreateAlignedLoad(function_->getReturnType(), result_slot_, result_slot_->getAlign()));
  } else if (op.getValue()) {
    b_.CreateRet(Get(op.getValue()));
  } else {
    b_.CreateRetVoid();
  }
}

void FunctionLowering::Lower(ir::UnreachableOp) { b_.CreateUnreachable(); }

// ---- constants ------------------------------------------------------------------------------

void FunctionLowering::Lower(ir::ConstOp op) {
  if (auto integer = mlir::dyn_cast<mlir::IntegerAttr>(op.getValue())) {
    Set(op, b_.getInt(integer.getValue()));
  } else {
    Set(op,
        llvm::ConstantFP::get(m_.context(), mlir::cast<mlir::FloatAttr>(op.getValue()).getValue()));
  }
}

void FunctionLowering::Lower(ir::NullOp op) { Set(op, llvm::ConstantPointerNull::get(m_.ptr())); }

void FunctionLowering::Lower(ir::AtComptimeOp op) { Set(op, b_.getInt1(m_.options().at_comptime)); }

void FunctionLowering::Lower(ir::StringDataOp op) { Set(op, m_.StringData(op.getBytesAttr())); }

void FunctionLowering::Lower(ir::FuncAddressOp op) {
  Set(op, m_.FunctionByAddress(op.getCalleeAttr().getAttr()));
}

void FunctionLowering::Lower(ir::SizeOfOp op) {
  Set(op, b_.getInt64(m_.layouts().Of(op.getType()).size));
}

void FunctionLowering::Lower(ir::AlignOfOp op) {
  Set(op, b_.getInt64(m_.layouts().Of(op.getType()).align));
}

void FunctionLowering::Lower(ir::DropGlueOp op) {
  Set(op, m_.GlueFunction(Glue::Drop, op.getType()));
}

void FunctionLowering::Lower(ir::ImageAddressOp op) {
  Set(op, m_.ImageAddress(op.getImageAttr().getAttr(), op.getOffset()));
}

// if (state != done) initialize(). The load pairs with the release store that ends arc_rt_once.
void FunctionLowering::Lower(ir::GlobalAddressOp op) {
  const ModuleLowering::Global& global = m_.GlobalOf(op.getGlobalAttr().getAttr());
  Set(op, global.storage);
  if (!global.state) return;
  llvm::LoadInst* state = b_.CreateAlignedLoad(m_.i32(), global.state, llvm::Align(4));
  state->setAtomic(llvm::AtomicOrdering::Acquire);
  llvm::BasicBlock* initialize = values_.NewBlock("initialize");
  llvm::BasicBlock* after = values_.NewBlock("initialized");
  b_.CreateCondBr(b_.CreateICmpEQ(state, b_.getInt32(kGlobalDone)), after, initialize);
  b_.SetInsertPoint(initialize);
  values_.Call(global.initialize, {});
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
}

}  // namespace arc::lower
