#include "compiler/lower/value_emitter.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/MDBuilder.h"

namespace arc::lower {

namespace {

// Offsets from a payload pointer; runtime/core/contract.h, ArcObjectHeader.

}  // namespace

llvm::CallBase* ValueEmitter::Call(llvm::FunctionCallee callee,
                                   llvm::ArrayRef<llvm::Value*> arguments) {
  auto* function = llvm::dyn_cast<llvm::Function>(callee.getCallee());
  const bool may_panic = !function || !function->doesNotThrow();
  llvm::BasicBlock* target = unwinding_ && may_panic ? unwinding_->LandingPad() : nullptr;
  llvm::CallBase* call;
  if (target) {
    llvm::BasicBlock* after = NewBlock("");
    call = b_.CreateInvoke(callee, after, target, arguments);
    unwinding_->GoOnIn(after);
    b_.SetInsertPoint(after);
  } else {
    call = b_.CreateCall(callee, arguments);
  }
  if (function) call->setCallingConv(function->getCallingConv());
  return call;
}

llvm::CallBase* ValueEmitter::CallRuntime(RuntimeFunction function,
                                          llvm::ArrayRef<llvm::Value*> arguments) {
  return Call(m_.Runtime(function), arguments);
}

llvm::CallBase* ValueEmitter::CallQuietly(llvm::Function* callee,
                                          llvm::ArrayRef<llvm::Value*> arguments) {
  llvm::CallInst* call = b_.CreateCall(callee, arguments);
  call->setCallingConv(callee->getCallingConv());
  return call;
}

void ValueEmitter::CallPanic(RuntimeFunction function, llvm::ArrayRef<llvm::Value*> arguments) {
  CallRuntime(function, arguments)->setDoesNotReturn();
  b_.CreateUnreachable();
}

void ValueEmitter::Land(llvm::Value* slot) {
  auto* type = llvm::StructType::get(m_.context(), {m_.ptr(), m_.i32()});
  llvm::LandingPadInst* pad = b_.CreateLandingPad(type, 0);
  pad->setCleanup(true);
  b_.CreateAlignedStore(b_.CreateExtractValue(pad, 0), slot, llvm::Align(8));
}

// Going on takes the exception alone; what selects a handler means nothing here.
void ValueEmitter::Resume(llvm::Value* slot) {
  auto* type = llvm::StructType::get(m_.context(), {m_.ptr(), m_.i32()});
  llvm::Value* exception = b_.CreateAlignedLoad(m_.ptr(), slot, llvm::Align(8));
  b_.CreateResume(b_.CreateInsertValue(llvm::PoisonValue::get(type), exception, 0));
}

llvm::Value* ValueEmitter::Offset(llvm::Value* address, int64_t bytes) {
  if (bytes == 0) return address;
  return b_.CreateInBoundsPtrAdd(address, b_.getInt64(static_cast<uint64_t>(bytes)));
}

llvm::BasicBlock* ValueEmitter::NewBlock(const llvm::Twine& name) {
  return llvm::BasicBlock::Create(m_.context(), name, b_.GetInsertBlock()->getParent());
}

llvm::Value* ValueEmitter::IsCell(llvm::Value* pointer) {
  return b_.CreateICmpUGE(b_.CreatePtrToInt(pointer, m_.i64()), b_.getInt64(kFirstCell));
}

llvm::Value* ValueEmitter::HeaderOf(llvm::Value* payload) {
  return Offset(payload, layout::kHeaderOffset);
}

// ---- counted objects ------------------------------------------------------------------------

llvm::Value* ValueEmitter::AllocateCell(uint64_t size, uint32_t meta, Reuse reuse) {
  llvm::Value* header = b_.getInt64((static_cast<uint64_t>(meta) << 32) | 1);
  auto allocate_fresh = [&](bool with_header) {
    llvm::Value* block = CallRuntime(RuntimeFunction::Alloc, {b_.getInt64(8 + size)});
    if (with_header) b_.CreateAlignedStore(header, block, llvm::Align(8));
    return Offset(block, 8);
  };
  if (!reuse.cell) return allocate_fresh(/*with_header=*/true);
  if (reuse.is_there) {
    if (!reuse.has_header) b_.CreateAlignedStore(header, HeaderOf(reuse.cell), llvm::Align(8));
    return reuse.cell;
  }
  llvm::BasicBlock* before = b_.GetInsertBlock();
  llvm::BasicBlock* allocate = NewBlock("cell.new");
  llvm::BasicBlock* after = NewBlock("cell.ready");
  b_.CreateCondBr(b_.CreateIsNull(reuse.cell), allocate, after);
  b_.SetInsertPoint(allocate);
  llvm::Value* fresh = allocate_fresh(reuse.has_header);
  allocate = b_.GetInsertBlock();
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
  llvm::PHINode* cell = b_.CreatePHI(m_.ptr(), 2);
  cell->addIncoming(reuse.cell, before);
  cell->addIncoming(fresh, allocate);
  if (!reuse.has_header) b_.CreateAlignedStore(header, HeaderOf(cell), llvm::Align(8));
  return cell;
}

void ValueEmitter::FreeCell(llvm::Value* payload, uint64_t size) {
  llvm::Value* block = HeaderOf(payload);
  // The optimizer cannot tell: null is an address like others here.
  if (m_.options().optimize) b_.CreateAssumption(b_.CreateIsNotNull(block));
  CallRuntime(RuntimeFunction::Free, {block, b_.getInt64(8 + size)});
}

void ValueEmitter::Retain(llvm::Value* payload) { Call(m_.RetainFunction(), {payload}); }

llvm::Value* ValueEmitter::Release(llvm::Value* payload) {
  return Call(m_.ReleaseFunction(), {payload});
}

llvm::Value* ValueEmitter::IsUnique(llvm::Value* payload) {
  llvm::BasicBlock* before = b_.GetInsertBlock();
  llvm::BasicBlock* counted = NewBlock("unique.counted");
  llvm::BasicBlock* after = NewBlock("unique.after");
  b_.CreateCondBr(IsCell(payload), counted, after);
  b_.SetInsertPoint(counted);
  llvm::LoadInst* count = b_.CreateAlignedLoad(m_.i32(), HeaderOf(payload), llvm::Align(4));
  count->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  llvm::Value* one = b_.CreateICmpEQ(count, b_.getInt32(1));
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
  llvm::PHINode* result = b_.CreatePHI(b_.getInt1Ty(), 2);
  result->addIncoming(b_.getFalse(), before);
  result->addIncoming(one, counted);
  return result;
}

// ---- values in places -----------------------------------------------------------------------

void ValueEmitter::Move(mlir::Type type, llvm::Value* to, llvm::Value* from) {
  const TypeLayout& layout = m_.layouts().Of(type);
  if (layout.size == 0) return;
  llvm::Align align(layout.align);
  if (mlir::isa<mlir::IntegerType, mlir::FloatType, ir::PtrType>(type)) {
    b_.CreateAlignedStore(b_.CreateAlignedLoad(m_.InMemory(type), from, align), to, align);
    return;
  }
  // Not a load and store even when small: SROA splits a memcpy along the fields.
  b_.CreateMemCpy(to, align, from, align, layout.size);
}

void ValueEmitter::Copy(mlir::Type type, llvm::Value* to, llvm::Value* from) {
  if (m_.layouts().Of(type).trivial_copy) {
    Move(type, to, from);
    return;
  }
  if (m_.layouts().Boxed(type)) {
    llvm::Value* cell = b_.CreateAlignedLoad(m_.ptr(), from, llvm::Align(8));
    Retain(cell);
    b_.CreateAlignedStore(cell, to, llvm::Align(8));
    return;
  }
  if (llvm::Function* hook = m_.CopyHook(type)) {
    Move(type, to, from);
    CallQuietly(hook, {to});
    return;
  }
  CallQuietly(m_.GlueFunction(Glue::Copy, type), {to, from});
}

void ValueEmitter::Drop(mlir::Type type, llvm::Value* address) {
  if (m_.layouts().Of(type).trivial_drop) return;
  if (!m_.layouts().Boxed(type)) {
    Call(m_.GlueFunction(Glue::Drop, type), {address});
    return;
  }
  // Not by address: the slot is to be a register. Whether there is a cell is often known here.
  llvm::Value* cell = b_.CreateAlignedLoad(m_.ptr(), address, llvm::Align(8));
  if (!m_.options().optimize) {
    Call(m_.DropCellFunction(type), {cell});
    return;
  }
  llvm::BasicBlock* drop = NewBlock("drop");
  llvm::BasicBlock* after = NewBlock("drop.after");
  b_.CreateCondBr(IsCell(cell), drop, after);
  b_.SetInsertPoint(drop);
  Call(m_.DropCellFunction(type), {cell});
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
}

void ValueEmitter::Zero(mlir::Type type, llvm::Value* address) {
  const TypeLayout& layout = m_.layouts().Of(type);
  if (layout.size == 0) return;
  b_.CreateMemSet(address, b_.getInt8(0), layout.size, llvm::Align(layout.align));
}

// ---- enums ----------------------------------------------------------------------------------

llvm::Value* ValueEmitter::EnumTag(mlir::Type type, llvm::Value* address) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  switch (layout.kind) {
    case EnumLayout::Kind::Plain: {
      if (layout.tag_bytes == 0) return b_.getInt32(0);
      llvm::Type* tag_type = b_.getIntNTy(layout.tag_bytes * 8);
      llvm::Value* tag =
          b_.CreateAlignedLoad(tag_type, address, llvm::Align(m_.layouts().Of(type).align));
      return b_.CreateZExtOrTrunc(tag, m_.i32());
    }
    case EnumLayout::Kind::Nullable: {
      llvm::Value* pointer = b_.CreateAlignedLoad(m_.ptr(), address, llvm::Align(8));
      llvm::Value* is_null = b_.CreateIsNull(pointer);
      return layout.pointer_case == 0 ? b_.CreateZExt(is_null, m_.i32())
                                      : b_.CreateZExt(b_.CreateNot(is_null), m_.i32());
    }
    case EnumLayout::Kind::Boxed: {
      unsigned cells = 0, last_cell = 0, last_small = 0;
      for (auto [index, one] : llvm::enumerate(layout.cases)) {
        if (one.fields.empty()) {
          last_small = static_cast<unsigned>(index);
          continue;
        }
        ++cells;
        last_cell = static_cast<unsigned>(index);
      }
      llvm::Value* pointer = b_.CreateAlignedLoad(m_.ptr(), address, llvm::Align(8));
      // A single case without payload is known by not being a cell.
      llvm::Value* small = cells + 1 == layout.cases.size()
                               ? static_cast<llvm::Value*>(b_.getInt32(last_small))
                               : b_.CreateTrunc(b_.CreatePtrToInt(pointer, m_.i64()), m_.i32());
      if (cells == 0) return small;
      // With a single kind of cell, being one tells the case.
      if (cells == 1) {
        if (layout.cases.size() == 1) return b_.getInt32(0);
        return b_.CreateSelect(IsCell(pointer), b_.getInt32(last_cell), small);
      }
      if (cells == layout.cases.size()) return CellTag(layout, pointer);
      llvm::BasicBlock* before = b_.GetInsertBlock();
      llvm::BasicBlock* is_cell = NewBlock("tag.cell");
      llvm::BasicBlock* after = NewBlock("tag.after");
      b_.CreateCondBr(IsCell(pointer), is_cell, after);
      b_.SetInsertPoint(is_cell);
      llvm::Value* in_cell = CellTag(layout, pointer);
      b_.CreateBr(after);
      b_.SetInsertPoint(after);
      llvm::PHINode* tag = b_.CreatePHI(m_.i32(), 2);
      tag->addIncoming(small, before);
      tag->addIncoming(in_cell, is_cell);
      return tag;
    }
  }
  llvm_unreachable("unknown enum layout");
}

llvm::Value* ValueEmitter::CellTag(const EnumLayout& layout, llvm::Value* payload) {
  if (layout.tag_bytes == 0) {
    auto cell =
        llvm::find_if(layout.cases, [](const CaseLayout& one) { return !one.fields.empty(); });
    return b_.getInt32(static_cast<uint32_t>(cell - layout.cases.begin()));
  }
  llvm::Value* tag =
      b_.CreateAlignedLoad(b_.getIntNTy(layout.tag_bytes * 8), Offset(payload, layout::kMetaOffset),
                           llvm::Align(layout.tag_bytes));
  return b_.CreateZExt(tag, m_.i32());
}

llvm::Value* ValueEmitter::EnumPayload(mlir::Type type, llvm::Value* address, unsigned case_index,
                                       unsigned field) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  if (layout.kind == EnumLayout::Kind::Boxed) {
    address = b_.CreateAlignedLoad(m_.ptr(), address, llvm::Align(8));
  }
  return Offset(address, layout.cases[case_index].fields[field].offset);
}

void ValueEmitter::StoreTag(const EnumLayout& layout, llvm::Value* address, unsigned case_index) {
  if (layout.tag_bytes == 0) return;
  b_.CreateAlignedStore(b_.getIntN(layout.tag_bytes * 8, case_index), address,
                        llvm::Align(layout.tag_bytes));
}

llvm::Value* ValueEmitter::EnumInit(mlir::Type type, llvm::Value* address, unsigned case_index,
                                    Reuse reuse) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  switch (layout.kind) {
    case EnumLayout::Kind::Plain:
      StoreTag(layout, address, case_index);
      return nullptr;
    case EnumLayout::Kind::Nullable:
      // The other case is told by the pointer that is going to be stored.
      if (case_index != layout.pointer_case) {
        b_.CreateAlignedStore(llvm::ConstantPointerNull::get(m_.ptr()), address, llvm::Align(8));
      }
      return nullptr;
    case EnumLayout::Kind::Boxed: {
      const CaseLayout& one = layout.cases[case_index];
      if (one.fields.empty()) {
        b_.CreateAlignedStore(llvm::ConstantExpr::getIntToPtr(b_.getInt64(case_index), m_.ptr()),
                              address, llvm::Align(8));
        return nullptr;
      }
      llvm::Value* cell = AllocateCell(one.cell_size, layout.tag_bytes ? case_index : 0, reuse);
      b_.CreateAlignedStore(cell, address, llvm::Align(8));
      return cell;
    }
  }
  llvm_unreachable("unknown enum layout");
}

llvm::Value* ValueEmitter::TakeApart(mlir::Type type, llvm::Value* address, unsigned case_index,
                                     llvm::ArrayRef<llvm::Value*> fields, bool free,
                                     Holders holders) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  const CaseLayout& one = layout.cases[case_index];
  llvm::Constant* none = llvm::ConstantPointerNull::get(m_.ptr());
  auto transfer = [&](llvm::Value* from, bool copy) {
    for (auto [field, to] : llvm::zip(one.fields, fields)) {
      llvm::Value* place = Offset(from, field.offset);
      copy ? Copy(field.type, to, place) : Move(field.type, to, place);
    }
  };
  if (layout.kind != EnumLayout::Kind::Boxed || one.fields.empty()) {
    transfer(address, /*copy=*/false);
    return none;
  }
  llvm::Value* cell = b_.CreateAlignedLoad(m_.ptr(), address, llvm::Align(8));
  if (holders == Holders::One) {
    transfer(cell, /*copy=*/false);
    if (!free) return cell;
    FreeCell(cell, one.cell_size);
    return none;
  }
  llvm::LoadInst* count = b_.CreateAlignedLoad(m_.i32(), HeaderOf(cell), llvm::Align(4));
  count->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  if (holders == Holders::Several) {
    transfer(cell, /*copy=*/true);
    llvm::BasicBlock* after = NewBlock("take.after");
    CountDown(type, address, cell, count, after);
    b_.SetInsertPoint(after);
    return none;
  }
  llvm::BasicBlock* unique = NewBlock("take.unique");
  llvm::BasicBlock* shared = NewBlock("take.shared");
  llvm::BasicBlock* after = NewBlock("take.after");
  // What is taken apart is what was owned here: others refer to it now and then.
  b_.CreateCondBr(b_.CreateICmpEQ(count, b_.getInt32(1)), unique, shared,
                  llvm::MDBuilder(m_.context()).createBranchWeights(8, 1));
  b_.SetInsertPoint(unique);
  transfer(cell, /*copy=*/false);
  if (free) FreeCell(cell, one.cell_size);
  llvm::BasicBlock* emptied = b_.GetInsertBlock();
  b_.CreateBr(after);
  b_.SetInsertPoint(shared);
  transfer(cell, /*copy=*/true);
  auto [copied, counted] = CountDown(type, address, cell, count, after);
  b_.SetInsertPoint(after);
  if (free) return none;
  llvm::PHINode* result = b_.CreatePHI(m_.ptr(), 3);
  result->addIncoming(cell, emptied);
  result->addIncoming(none, copied);
  result->addIncoming(none, counted);
  return result;
}

// Others refer to the cell: the count does not reach its end. A negative one is that of an immortal
// cell, or atomic, and then the others may all be gone by now. Gives the two blocks that go to
// `after`.
std::pair<llvm::BasicBlock*, llvm::BasicBlock*> ValueEmitter::CountDown(mlir::Type type,
                                                                        llvm::Value* address,
                                                                        llvm::Value* cell,
                                                                        llvm::Value* count,
                                                                        llvm::BasicBlock* after) {
  llvm::BasicBlock* counted = NewBlock("take.counted");
  llvm::BasicBlock* atomic = NewBlock("take.atomic");
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), atomic, counted);
  b_.SetInsertPoint(atomic);
  if (m_.options().optimize && m_.EndsUnseen(type)) {
    CallQuietly(m_.DropCellAwayFunction(type), {cell});
  } else {
    Drop(type, address);
  }
  llvm::BasicBlock* copied = b_.GetInsertBlock();
  b_.CreateBr(after);
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateSub(count, b_.getInt32(1)), HeaderOf(cell), llvm::Align(4))
      ->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  b_.CreateBr(after);
  return {copied, counted};
}

void ValueEmitter::FreeEmptied(mlir::Type type, llvm::Value* cell, unsigned case_index) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  if (layout.kind != EnumLayout::Kind::Boxed || layout.cases[case_index].fields.empty()) return;
  llvm::BasicBlock* free = NewBlock("cell.free");
  llvm::BasicBlock* after = NewBlock("cell.freed");
  b_.CreateCondBr(b_.CreateIsNull(cell), after, free);
  b_.SetInsertPoint(free);
  FreeCell(cell, layout.cases[case_index].cell_size);
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
}

}  // namespace arc::lower
