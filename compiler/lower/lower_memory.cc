// Places, ownership, enums, closures and calls.

#include "compiler/lower/function_lowering.h"
#include "llvm/IR/Constants.h"

namespace arc::lower {

// ---- stack slots and names ------------------------------------------------------------------

// The parameter that the store puts into the slot of its name, counted from 1 as users count; 0 for
// other stores.
static unsigned ParameterOf(ir::StoreOp store, ir::FuncOp function) {
  auto argument = mlir::dyn_cast<mlir::BlockArgument>(store.getValue());
  auto slot = store.getAddress().getDefiningOp<ir::LocalOp>();
  if (!argument || !slot || argument.getOwner() != &function.getBody().front()) return 0;
  ir::ParamAttr param = function.getParam(argument.getArgNumber());
  if (!param || param.getName() != slot.getNameAttr()) return 0;
  ir::ParamAttr first = function.getParam(0);
  bool has_place = first && first.isResultPlace();
  return argument.getArgNumber() + (has_place ? 0 : 1);
}

static unsigned ParameterIn(ir::LocalOp slot, ir::FuncOp function) {
  for (mlir::Operation* user : slot.getAddress().getUsers()) {
    auto store = mlir::dyn_cast<ir::StoreOp>(user);
    if (!store) continue;
    if (unsigned parameter = ParameterOf(store, function)) return parameter;
  }
  return 0;
}

void FunctionLowering::Lower(ir::LocalOp op) {
  const TypeLayout& layout = m_.layouts().Of(op.getType());
  // At 8 bytes and more, memcpy and stores of neighbours use whole words.
  llvm::Align align(layout.size >= 8 ? std::max(8u, layout.align) : layout.align);
  llvm::AllocaInst* slot = StackSlot(m_.Storage(op.getType()), align);
  if (op.getName()) slot->setName(*op.getName());
  Set(op, slot);
  if (op.getName() && m_.debug().WantsVariables()) {
    m_.debug().DescribeVariable(subprogram_,
                                {.name = *op.getName(),
                                 .type = op.getType(),
                                 .type_name = op.getDebugType().value_or(""),
                                 .parameter = ParameterIn(op, source_),
                                 .visible = op.getVisible(),
                                 .location = op.getLoc()},
                                slot, /*indirect=*/false, entry_);
  }
}

void FunctionLowering::Lower(ir::LifetimeStartOp op) {
  if (!m_.options().optimize) return;
  auto* slot = llvm::dyn_cast<llvm::AllocaInst>(Get(op.getLocal()));
  if (slot) b_.CreateLifetimeStart(slot);
}

void FunctionLowering::Lower(ir::LifetimeEndOp op) {
  if (!m_.options().optimize) return;
  auto* slot = llvm::dyn_cast<llvm::AllocaInst>(Get(op.getLocal()));
  if (slot) b_.CreateLifetimeEnd(slot);
}

// The address is an SSA value that may not live long; a stack slot keeps it for the debugger.
void FunctionLowering::Lower(ir::DebugPlaceOp op) {
  if (!m_.debug().WantsVariables()) return;
  const DebugInfoBuilder::Variable variable = {.name = op.getName(),
                                               .type = op.getType(),
                                               .type_name = op.getDebugType().value_or(""),
                                               .parameter = op.getParameter(),
                                               .visible = op.getVisible(),
                                               .location = op.getLoc()};
  llvm::Value* address = Get(op.getAddress());
  if (auto* slot = llvm::dyn_cast<llvm::AllocaInst>(address)) {
    m_.debug().DescribeVariable(subprogram_, variable, slot, /*indirect=*/false,
                                b_.GetInsertBlock());
    return;
  }
  llvm::AllocaInst* keeper = StackSlot(m_.ptr(), llvm::Align(8));
  llvm::StoreInst* store = b_.CreateAlignedStore(address, keeper, llvm::Align(8));
  // Debuggers stop behind the prologue, which is all that has no position: there parameters have
  // their values.
  if (op.getParameter()) store->setDebugLoc({});
  m_.debug().DescribeVariable(subprogram_, variable, keeper, /*indirect=*/true,
                              b_.GetInsertBlock());
}

// Parameters that the body itself does not name are described from the signature.
void FunctionLowering::DescribeParameters() {
  llvm::SmallVector<bool, 8> described(source_.getNumArguments() + 1, false);
  llvm::SmallVector<llvm::StringRef, 8> locals;
  source_.walk([&](mlir::Operation* op) {
    if (auto place = mlir::dyn_cast<ir::DebugPlaceOp>(op)) {
      if (place.getParameter() < described.size()) described[place.getParameter()] = true;
    } else if (auto local = mlir::dyn_cast<ir::LocalOp>(op); local && local.getName()) {
      locals.push_back(*local.getName());
    }
  });
  // Users' parameters are counted; the place for the result, which comes first, is none of them.
  unsigned number = 0;
  for (auto [index, type] : llvm::enumerate(source_.getArgumentTypes())) {
    ir::ParamAttr param = source_.getParam(static_cast<unsigned>(index));
    if (param && param.isResultPlace()) continue;
    ++number;
    if (!param || param.getName().empty() || described[number]) continue;
    if (llvm::is_contained(locals, param.getName().getValue())) continue;
    bool by_address = static_cast<bool>(param.getPointee());
    llvm::Value* argument = Get(source_.getBody().getArgument(static_cast<unsigned>(index)));
    llvm::Type* stored = by_address ? m_.ptr() : m_.InMemory(type);
    llvm::AllocaInst* keeper = StackSlot(stored, llvm::Align(m_.layouts().Of(type).align));
    llvm::Value* value = argument;
    b_.SetCurrentDebugLocation({});  // part of the prologue, see DebugPlaceOp
    if (type.isInteger(1)) value = b_.CreateZExt(value, m_.i8());
    b_.CreateStore(value, keeper);
    m_.debug().DescribeVariable(subprogram_,
                                {.name = param.getName().getValue(),
                                 .type = by_address ? param.getPointee() : type,
                                 .type_name = "",
                                 .parameter = number,
                                 .visible = std::nullopt,
                                 .location = source_.getLoc()},
                                keeper, by_address, b_.GetInsertBlock());
  }
  b_.SetCurrentDebugLocation(m_.debug().Location(location_, subprogram_));
}

// ---- scalars in memory ----------------------------------------------------------------------

// Elements are stored in a loop while the container's address and length, and the count in front of
// the elements, are looked at in each round: only if the stores leave these alone can the looks
// move out of the loop. So there are three kinds of accesses, which never touch the same bytes:
// counts, the fields of the library's containers (structs with a copy hook, whose fields are
// reached by name alone), and all other data. The standard library makes and marks counts by raw
// words of 32 and 64 bits, so such words are marked only where they are fields and locals.
void FunctionLowering::MarkData(llvm::Instruction* access, mlir::Type type, mlir::Value address) {
  if (!m_.data_access()) return;
  mlir::Operation* origin = address.getDefiningOp();
  llvm::MDNode* kind = m_.data_access();
  if (auto field = mlir::dyn_cast_or_null<ir::FieldAddressOp>(origin)) {
    ir::StructDefOp definition = m_.layouts().Struct(field.getStructType()).definition;
    if (definition.getCopyHookAttr()) kind = m_.header_access();
  } else if (type.isUnsignedInteger(32) || type.isUnsignedInteger(64)) {
    if (!mlir::isa_and_nonnull<ir::LocalOp>(origin)) return;
  }
  access->setMetadata(llvm::LLVMContext::MD_tbaa, kind);
}

void FunctionLowering::Lower(ir::LoadOp op) {
  mlir::Type type = op.getType();
  llvm::LoadInst* load = b_.CreateAlignedLoad(m_.InMemory(type), Get(op.getAddress()),
                                              llvm::Align(m_.layouts().Of(type).align));
  MarkData(load, type, op.getAddress());
  llvm::Value* value = load;
  if (type.isInteger(1)) value = b_.CreateTrunc(value, b_.getInt1Ty(), "", /*IsNUW=*/true);
  Set(op, value);
}

void FunctionLowering::Lower(ir::StoreOp op) {
  mlir::Type type = op.getValue().getType();
  llvm::Value* value = Get(op.getValue());
  const llvm::DebugLoc location = b_.getCurrentDebugLocation();
  // Part of the prologue, see DebugPlaceOp.
  if (m_.debug().WantsVariables() && ParameterOf(op, source_)) b_.SetCurrentDebugLocation({});
  if (type.isInteger(1)) value = b_.CreateZExt(value, m_.i8());
  llvm::StoreInst* store =
      b_.CreateAlignedStore(value, Get(op.getAddress()), llvm::Align(m_.layouts().Of(type).align));
  MarkData(store, type, op.getAddress());
  b_.SetCurrentDebugLocation(location);
}

// ---- addresses ------------------------------------------------------------------------------

void FunctionLowering::Lower(ir::FieldAddressOp op) {
  const StructLayout& layout = m_.layouts().Struct(op.getStructType());
  Set(op, values_.Offset(Get(op.getAddress()), layout.fields[op.getField()].offset));
}

void FunctionLowering::Lower(ir::ElementAddressOp op) {
  uint64_t size = m_.layouts().Of(op.getElement()).size;
  llvm::Value* index = Extend64(op.getIndex());
  // Not inbounds: raw pointers of the language may be computed one step outside and back.
  llvm::Type* element =
      size == 1 ? static_cast<llvm::Type*>(m_.i8()) : llvm::ArrayType::get(m_.i8(), size);
  Set(op, b_.CreateGEP(element, Get(op.getAddress()), index));
}

// ---- values ---------------------------------------------------------------------------------

void FunctionLowering::Lower(ir::StructInitOp op) {
  const StructLayout& layout = m_.layouts().Struct(op.getType());
  ir::StructDefOp definition = layout.definition;
  if (!definition.getSharedDrop()) return;
  b_.CreateAlignedStore(llvm::ConstantPointerNull::get(m_.ptr()),
                        values_.Offset(Get(op.getAddress()), layout.hidden_offset), llvm::Align(8));
}

void FunctionLowering::Lower(ir::ZeroOp op) { values_.Zero(op.getType(), Get(op.getAddress())); }

void FunctionLowering::Lower(ir::CopyOp op) {
  values_.Copy(op.getType(), Get(op.getTo()), Get(op.getFrom()));
}

void FunctionLowering::Lower(ir::MoveOp op) {
  values_.Move(op.getType(), Get(op.getTo()), Get(op.getFrom()));
}

void FunctionLowering::Lower(ir::BorrowOp op) {
  values_.Move(op.getType(), Get(op.getTo()), Get(op.getFrom()));
}

void FunctionLowering::Lower(ir::DropOp op) { values_.Drop(op.getType(), Get(op.getAddress())); }

void FunctionLowering::Lower(ir::MemCopyOp op) {
  b_.CreateMemCpy(Get(op.getTo()), llvm::MaybeAlign(), Get(op.getFrom()), llvm::MaybeAlign(),
                  Extend64(op.getBytes()));
}

void FunctionLowering::Lower(ir::MemMoveOp op) {
  b_.CreateMemMove(Get(op.getTo()), llvm::MaybeAlign(), Get(op.getFrom()), llvm::MaybeAlign(),
                   Extend64(op.getBytes()));
}

void FunctionLowering::Lower(ir::MemSetOp op) {
  b_.CreateMemSet(Get(op.getTo()), Get(op.getByte()), Extend64(op.getBytes()), llvm::MaybeAlign());
}

void FunctionLowering::Lower(ir::MemCompareOp op) {
  auto* type = llvm::FunctionType::get(m_.i32(), {m_.ptr(), m_.ptr(), m_.i64()}, false);
  llvm::FunctionCallee memcmp = m_.module().getOrInsertFunction("memcmp", type);
  Set(op, values_.Call(memcmp, {Get(op.getLhs()), Get(op.getRhs()), Extend64(op.getBytes())}));
}

// ---- counted objects ------------------------------------------------------------------------

void FunctionLowering::Lower(ir::RetainOp op) { values_.Retain(Get(op.getPayload())); }
void FunctionLowering::Lower(ir::ReleaseOp op) { Set(op, values_.Release(Get(op.getPayload()))); }
void FunctionLowering::Lower(ir::IsUniqueOp op) { Set(op, values_.IsUnique(Get(op.getPayload()))); }

void FunctionLowering::Lower(ir::AllocObjectOp op) {
  Set(op, values_.AllocateCell(m_.layouts().Of(op.getType()).size, 0, {}));
}

void FunctionLowering::Lower(ir::FreeObjectOp op) {
  values_.FreeCell(Get(op.getPayload()), m_.layouts().Of(op.getType()).size);
}

// ---- enums ----------------------------------------------------------------------------------

void FunctionLowering::Lower(ir::EnumTagOp op) {
  Set(op, values_.EnumTag(op.getType(), Get(op.getAddress())));
}

// The cell that the fields of a value are being written to: an `enum_init` of the place made it
// just before. The optimizer would read the place again after each store of a field, which to it
// may lie over the place.
llvm::Value* FunctionLowering::NewCellOf(ir::EnumPayloadOp payload) {
  constexpr int kMostSteps = 64;
  int steps = 0;
  mlir::Operation* place = payload.getAddress().getDefiningOp();
  if (place && !mlir::isa<ir::LocalOp>(place)) return nullptr;
  for (mlir::Operation* op = payload->getPrevNode(); op && steps < kMostSteps;
       op = op->getPrevNode(), ++steps) {
    mlir::Value written;
    if (auto init = mlir::dyn_cast<ir::EnumInitOp>(op)) {
      if (init.getAddress() == payload.getAddress()) {
        return init.getType() == payload.getType() ? new_cells_.lookup(op) : nullptr;
      }
      written = init.getAddress();
    } else if (auto store = mlir::dyn_cast<ir::StoreOp>(op)) {
      written = store.getAddress();
    } else if (auto move = mlir::dyn_cast<ir::MoveOp>(op)) {
      if (move.getFrom() == payload.getAddress()) return nullptr;
      written = move.getTo();
    } else if (!mlir::isa<ir::EnumPayloadOp, ir::ConstOp, ir::LoadOp, ir::DebugPlaceOp>(op)) {
      return nullptr;
    }
    if (!written) continue;
    mlir::Operation* source = written.getDefiningOp();
    if (written == payload.getAddress() ||
        !mlir::isa_and_nonnull<ir::EnumPayloadOp, ir::LocalOp>(source)) {
      return nullptr;
    }
  }
  return nullptr;
}

void FunctionLowering::Lower(ir::EnumPayloadOp op) {
  if (llvm::Value* cell = NewCellOf(op)) {
    const layout::CaseLayout& one = m_.layouts().Enum(op.getType()).cases[op.getCaseIndex()];
    Set(op, values_.Offset(cell, one.fields[op.getField()].offset));
    return;
  }
  Set(op,
      values_.EnumPayload(op.getType(), Get(op.getAddress()), op.getCaseIndex(), op.getField()));
}

void FunctionLowering::Lower(ir::EnumInitOp op) {
  ValueEmitter::Reuse reuse;
  if (op.getReuse()) {
    reuse.cell = Get(op.getReuse());
    // The count of an emptied cell is 1 still.
    if (auto source = op.getReuse().getDefiningOp<ir::TakeApartOp>()) {
      reuse.is_there = source.getUnique();
      reuse.has_header =
          source.getType() == op.getType() && source.getCaseIndex() == op.getCaseIndex();
    } else if (auto argument = mlir::dyn_cast<mlir::BlockArgument>(op.getReuse())) {
      auto has_cell = [](const layout::CaseLayout& one) { return !one.fields.empty(); };
      reuse.has_header = source_.getParam(argument.getArgNumber()).getPointee() == op.getType() &&
                         llvm::count_if(m_.layouts().Enum(op.getType()).cases, has_cell) == 1;
    }
  }
  llvm::Value* cell =
      values_.EnumInit(op.getType(), Get(op.getAddress()), op.getCaseIndex(), reuse);
  if (cell) new_cells_[op] = cell;
}

void FunctionLowering::Lower(ir::TakeApartOp op) {
  llvm::SmallVector<llvm::Value*, 8> fields;
  for (mlir::Value field : op.getFields()) fields.push_back(Get(field));
  bool free = mlir::isa_and_nonnull<ir::FreeCellOp>(op->getNextNode()) && op->hasOneUse() &&
              *op->user_begin() == op->getNextNode();
  const auto holders = op.getUnique()   ? ValueEmitter::Holders::One
                       : op.getShared() ? ValueEmitter::Holders::Several
                                        : ValueEmitter::Holders::Unknown;
  Set(op, values_.TakeApart(op.getType(), Get(op.getAddress()), op.getCaseIndex(), fields, free,
                            holders));
}

void FunctionLowering::Lower(ir::FreeCellOp op) {
  mlir::Operation* source = op.getCell().getDefiningOp();
  if (source && op->getPrevNode() == source) return;  // freed there
  if (auto take = mlir::dyn_cast_or_null<ir::TakeApartOp>(source); take && take.getUnique()) {
    values_.FreeCell(Get(op.getCell()),
                     m_.layouts().Enum(op.getType()).cases[op.getCaseIndex()].cell_size);
    return;
  }
  values_.FreeEmptied(op.getType(), Get(op.getCell()), op.getCaseIndex());
}

// ---- calls ----------------------------------------------------------------------------------

void FunctionLowering::SetCallResult(mlir::Operation* op, llvm::CallBase* call) {
  if (op->getNumResults()) Set(op->getResult(0), call);
}

void FunctionLowering::Lower(ir::CallOp op) {
  mlir::StringAttr symbol = op.getCalleeAttr().getAttr();
  llvm::Function* callee = m_.Function(symbol);
  const Convention& convention = m_.ConventionOf(symbol);
  ir::FuncOp signature = m_.FunctionOp(symbol);
  auto align_of = [&](unsigned param) {
    return llvm::Align(m_.layouts().Of(signature.getParam(param).getPointee()).align);
  };
  llvm::SmallVector<llvm::Value*, 8> arguments;
  // A boxed result may be made right in a cell (early_cells.h), which has to hold a value while the
  // callee runs: one that panics leaves what it ended in the place that it was given.
  ir::ParamAttr first = signature.getNumArguments() ? signature.getParam(0) : nullptr;
  const bool by_slot = !convention.result && first && first.getMode() == ir::PassMode::Result &&
                       m_.layouts().Boxed(first.getPointee()) &&
                       !llvm::isa<llvm::AllocaInst>(Get(op.getArguments().front()));
  llvm::AllocaInst* slot = by_slot ? StackSlot(m_.ptr(), llvm::Align(8)) : nullptr;
  for (auto [index, argument] : llvm::enumerate(op.getArguments())) {
    unsigned i = static_cast<unsigned>(index);
    if (i == 0 && convention.result) continue;
    llvm::Value* value = i == 0 && slot ? slot : Get(argument);
    if (llvm::Type* type = convention.in_register[i]) {
      value = b_.CreateAlignedLoad(type, value, align_of(i));
    }
    arguments.push_back(value);
  }
  llvm::CallBase* call = values_.Call(callee, arguments);
  ExtendLikeCallee(call, callee);
  // Reports of a failed check name the caller of a function that does not return; see PanicIf.
  if (callee->doesNotReturn()) call->addFnAttr(llvm::Attribute::NoMerge);
  if (convention.result) {
    b_.CreateAlignedStore(call, Get(op.getArguments().front()), align_of(0));
  } else if (slot) {
    b_.CreateAlignedStore(b_.CreateAlignedLoad(m_.ptr(), slot, llvm::Align(8)),
                          Get(op.getArguments().front()), llvm::Align(8));
  }
  SetCallResult(op, call);
}

void FunctionLowering::Lower(ir::CallClosureOp op) {
  llvm::Value* place = Get(op.getTarget());
  llvm::Value* code = b_.CreateAlignedLoad(m_.ptr(), place, llvm::Align(8));
  llvm::Value* environment =
      b_.CreateAlignedLoad(m_.ptr(), values_.Offset(place, 8), llvm::Align(8));
  llvm::SmallVector<llvm::Value*, 8> arguments;
  llvm::SmallVector<llvm::Type*, 8> types;
  for (mlir::Value argument : op.getArguments()) {
    arguments.push_back(Get(argument));
    types.push_back(arguments.back()->getType());
  }
  arguments.push_back(environment);
  types.push_back(m_.ptr());
  llvm::Type* result = op.getNumResults() ? m_.Scalar(op->getResult(0).getType()) : b_.getVoidTy();
  llvm::CallBase* call = values_.Call(
      llvm::FunctionCallee(llvm::FunctionType::get(result, types, false), code), arguments);
  for (auto [index, argument] : llvm::enumerate(op.getArguments())) {
    if (argument.getType().isInteger(1)) {
      call->addParamAttr(static_cast<unsigned>(index), llvm::Attribute::ZExt);
    }
  }
  if (op.getNumResults() && op->getResult(0).getType().isInteger(1)) {
    call->addRetAttr(llvm::Attribute::ZExt);
  }
  SetCallResult(op, call);
}

void FunctionLowering::Lower(ir::CallPointerOp op) {
  llvm::SmallVector<llvm::Value*, 8> arguments;
  for (mlir::Value argument : op.getArguments()) arguments.push_back(Get(argument));
  llvm::CallBase* call = values_.Call(
      llvm::FunctionCallee(m_.Signature(op.getArguments().getTypes(), op->getResultTypes()),
                           Get(op.getTarget())),
      arguments);
  // The C convention: callers widen small integers.
  auto extension = [](mlir::Type type) {
    auto integer = mlir::dyn_cast<mlir::IntegerType>(type);
    if (!integer || integer.getWidth() >= 32) return llvm::Attribute::None;
    return integer.isSigned() ? llvm::Attribute::SExt : llvm::Attribute::ZExt;
  };
  for (auto [index, argument] : llvm::enumerate(op.getArguments())) {
    if (auto kind = extension(argument.getType()); kind != llvm::Attribute::None) {
      call->addParamAttr(static_cast<unsigned>(index), kind);
    }
  }
  if (op.getNumResults()) {
    if (auto kind = extension(op->getResult(0).getType()); kind != llvm::Attribute::None) {
      call->addRetAttr(kind);
    }
  }
  SetCallResult(op, call);
}

void FunctionLowering::Lower(ir::ClosureInitOp op) {
  llvm::Value* place = Get(op.getPlace());
  b_.CreateAlignedStore(m_.FunctionByAddress(op.getCalleeAttr().getAttr()), place, llvm::Align(8));
  b_.CreateAlignedStore(Get(op.getEnvironment()), values_.Offset(place, 8), llvm::Align(8));
}

}  // namespace arc::lower
