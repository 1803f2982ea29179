// Functions that the compiler makes per type: copy and drop; and the helpers of counting.
//
// All are link-once: each object that needs one brings it, the linker keeps one. They are small on
// purpose, so that the optimizer inlines them where that pays and -O0 code stays small.

#include "compiler/lower/glue.h"

#include "llvm/IR/Constants.h"
#include "runtime/core/contract.h"

namespace arc::lower {

// ---- helpers that do not depend on a type ---------------------------------------------------

GlueBuilder::GlueBuilder(ModuleLowering& module, llvm::Function* function)
    : m_(module),
      function_(function),
      b_(llvm::BasicBlock::Create(module.context(), "", function)),
      values_(module, b_, this) {
  llvm::DISubprogram* subprogram = module.debug().StartHelper(function);
  b_.SetCurrentDebugLocation(
      module.debug().Location(mlir::UnknownLoc::get(module.source_.getContext()), subprogram));
}

llvm::LoadInst* GlueBuilder::LoadCount(llvm::Value* payload) {
  llvm::LoadInst* count = b_.CreateAlignedLoad(m_.i32(), values_.HeaderOf(payload), llvm::Align(4));
  count->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  return count;
}

// if (payload is no cell) return; if (count < 0) retain_atomic(payload); else ++count;
void GlueBuilder::BuildRetain() {
  llvm::Value* payload = function_->getArg(0);
  llvm::BasicBlock* cell = values_.NewBlock("cell");
  llvm::BasicBlock* counted = values_.NewBlock("counted");
  llvm::BasicBlock* other = values_.NewBlock("other");
  llvm::BasicBlock* done = values_.NewBlock("done");
  b_.CreateCondBr(values_.IsCell(payload), cell, done);
  b_.SetInsertPoint(cell);
  llvm::Value* count = LoadCount(payload);
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), other, counted);
  b_.SetInsertPoint(other);
  CallAtomic(m_.RetainAtomicFunction(), payload);
  b_.CreateBr(done);
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateAdd(count, b_.getInt32(1)), values_.HeaderOf(payload),
                        llvm::Align(4))
      ->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  b_.CreateBr(done);
  b_.SetInsertPoint(done);
  b_.CreateRetVoid();
}

// if (payload is no cell) return false; if (count == 1) return true; if (count < 0) return
// release_atomic(payload); --count; return false. The last reference is looked for first: it is the
// most frequent one.
void GlueBuilder::BuildRelease() {
  llvm::Value* payload = function_->getArg(0);
  llvm::BasicBlock* cell = values_.NewBlock("cell");
  llvm::BasicBlock* other = values_.NewBlock("other");
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* others = values_.NewBlock("others");
  llvm::BasicBlock* counted = values_.NewBlock("counted");
  llvm::BasicBlock* no = values_.NewBlock("no");
  b_.CreateCondBr(values_.IsCell(payload), cell, no);
  b_.SetInsertPoint(cell);
  llvm::Value* count = LoadCount(payload);
  b_.CreateCondBr(b_.CreateICmpEQ(count, b_.getInt32(1)), last, others);
  b_.SetInsertPoint(last);
  b_.CreateRet(b_.getTrue());
  b_.SetInsertPoint(others);
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), other, counted);
  b_.SetInsertPoint(other);
  b_.CreateRet(CallAtomic(m_.ReleaseAtomicFunction(), payload));
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateSub(count, b_.getInt32(1)), values_.HeaderOf(payload),
                        llvm::Align(4))
      ->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  b_.CreateBr(no);
  b_.SetInsertPoint(no);
  b_.CreateRet(b_.getFalse());
}

// ---- atomic counts ---------------------------------------------------------------------------
//
// Objects that several threads refer to (`Shared<T>` of the library marks them) have the two
// highest bits of the count set, and count atomically in the other thirty. The fast paths see a
// negative number, as for immortal objects, and leave both to functions off the way. Such objects
// never change, so that only the count needs an order: the last of them to go sees what the others
// did. A count that comes near its end stays where it is, and the object is never freed.

namespace {
constexpr uint32_t kAtomicZero = ARC_RT_ATOMIC_COUNT;
constexpr uint32_t kAtomicStuck = 0xF0000000u;
}  // namespace

// A call off the way, which keeps nearly all registers and touches nothing but counts.
llvm::Value* GlueBuilder::CallAtomic(llvm::Function* callee, llvm::Value* payload) {
  llvm::CallBase* call = values_.CallQuietly(callee, {payload});
  call->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  return call;
}

// The count of `payload`, if it is atomic; else the function returns.
llvm::Value* GlueBuilder::LoadAtomicCount(llvm::Value* header) {
  llvm::BasicBlock* atomic = values_.NewBlock("atomic");
  llvm::BasicBlock* not_counted = values_.NewBlock("not_counted");
  llvm::LoadInst* count = b_.CreateAlignedLoad(m_.i32(), header, llvm::Align(4));
  count->setOrdering(llvm::AtomicOrdering::Acquire);
  llvm::Value* reference = b_.CreateSub(count, b_.getInt32(kAtomicZero));
  b_.CreateCondBr(b_.CreateICmpULT(reference, b_.getInt32(kAtomicStuck - kAtomicZero)), atomic,
                  not_counted);
  b_.SetInsertPoint(not_counted);
  function_->getReturnType()->isVoidTy() ? b_.CreateRetVoid() : b_.CreateRet(b_.getFalse());
  b_.SetInsertPoint(atomic);
  return count;
}

void GlueBuilder::BuildRetainAtomic() {
  llvm::Value* header = values_.HeaderOf(function_->getArg(0));
  LoadAtomicCount(header);
  b_.CreateAtomicRMW(llvm::AtomicRMWInst::Add, header, b_.getInt32(1), llvm::Align(4),
                     llvm::AtomicOrdering::Monotonic);
  b_.CreateRetVoid();
}

void GlueBuilder::BuildReleaseAtomic() {
  llvm::Value* header = values_.HeaderOf(function_->getArg(0));
  llvm::Value* count = LoadAtomicCount(header);
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* others = values_.NewBlock("others");
  // Nobody else can come to a reference when this is the only one.
  b_.CreateCondBr(b_.CreateICmpEQ(count, b_.getInt32(kAtomicZero + 1)), last, others);
  b_.SetInsertPoint(last);
  b_.CreateRet(b_.getTrue());
  b_.SetInsertPoint(others);
  llvm::Value* before = b_.CreateAtomicRMW(llvm::AtomicRMWInst::Sub, header, b_.getInt32(1),
                                           llvm::Align(4), llvm::AtomicOrdering::AcquireRelease);
  b_.CreateRet(b_.CreateICmpEQ(before, b_.getInt32(kAtomicZero + 1)));
}

// Hidden words of `shared_drop` structs: null while there is one value, else a cell without payload
// whose count is the number of values. share(from, to): the bytes of `from`, hidden word included,
// were just copied to `to`.
void GlueBuilder::BuildShare() {
  llvm::Value* from = function_->getArg(0);
  llvm::Value* to = function_->getArg(1);
  llvm::BasicBlock* first = values_.NewBlock("first");
  llvm::BasicBlock* further = values_.NewBlock("further");
  llvm::Value* word = b_.CreateAlignedLoad(m_.ptr(), from, llvm::Align(8));
  b_.CreateCondBr(b_.CreateIsNull(word), first, further);
  b_.SetInsertPoint(first);
  llvm::Value* cell = values_.AllocateCell(0, 0, {});
  b_.CreateAlignedStore(b_.getInt32(2), values_.HeaderOf(cell), llvm::Align(4));
  b_.CreateAlignedStore(cell, from, llvm::Align(8));
  b_.CreateAlignedStore(cell, to, llvm::Align(8));
  b_.CreateRetVoid();
  b_.SetInsertPoint(further);
  values_.Retain(word);
  b_.CreateRetVoid();
}

// Whether the value whose hidden word this is was the last.
void GlueBuilder::BuildUnshare() {
  llvm::Value* word = b_.CreateAlignedLoad(m_.ptr(), function_->getArg(0), llvm::Align(8));
  llvm::BasicBlock* only = values_.NewBlock("only");
  llvm::BasicBlock* shared = values_.NewBlock("shared");
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* not_last = values_.NewBlock("not_last");
  b_.CreateCondBr(b_.CreateIsNull(word), only, shared);
  b_.SetInsertPoint(only);
  b_.CreateRet(b_.getTrue());
  b_.SetInsertPoint(shared);
  b_.CreateCondBr(values_.Release(word), last, not_last);
  b_.SetInsertPoint(last);
  values_.FreeCell(word, 0);
  b_.CreateRet(b_.getTrue());
  b_.SetInsertPoint(not_last);
  b_.CreateRet(b_.getFalse());
}

// ---- copy -----------------------------------------------------------------------------------

void GlueBuilder::BuildCopy(mlir::Type type) {
  llvm::Value* to = function_->getArg(0);
  llvm::Value* from = function_->getArg(1);
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    ForEachElement(array, [&](llvm::Value* offset) {
      values_.Copy(array.getElement(), b_.CreateInBoundsPtrAdd(to, offset),
                   b_.CreateInBoundsPtrAdd(from, offset));
    });
  } else {
    values_.Move(type, to, from);
    FixUpCopy(type, to, from);
  }
  b_.CreateRetVoid();
}

// Turns the bitwise copy that was made into a value of its own.
void GlueBuilder::FixUpCopy(mlir::Type type, llvm::Value* to, llvm::Value* from) {
  if (m_.layouts().Of(type).trivial_copy) return;
  if (mlir::isa<ir::ClosureType>(type)) {
    values_.Retain(b_.CreateAlignedLoad(m_.ptr(), values_.Offset(to, 8), llvm::Align(8)));
    return;
  }
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    values_.Copy(array, to, from);
    return;
  }
  if (m_.layouts().IsStruct(type)) {
    const StructLayout& layout = m_.layouts().Struct(type);
    ir::StructDefOp definition = layout.definition;
    if (auto hook = definition.getCopyHookAttr()) {
      values_.Call(m_.Function(hook.getAttr()), {to});
      return;
    }
    if (definition.getSharedDrop()) {
      values_.Call(m_.ShareFunction(), {values_.Offset(from, layout.hidden_offset),
                                        values_.Offset(to, layout.hidden_offset)});
    }
    FixUpFields(layout.fields, to, from);
    return;
  }
  const EnumLayout& layout = m_.layouts().Enum(type);
  switch (layout.kind) {
    case EnumLayout::Kind::Boxed:
      values_.Retain(b_.CreateAlignedLoad(m_.ptr(), to, llvm::Align(8)));
      return;
    case EnumLayout::Kind::Nullable:
      return;
    case EnumLayout::Kind::Plain:
      SwitchOnCase(
          type, from, [&](const FieldLayout& f) { return !m_.layouts().Of(f.type).trivial_copy; },
          [&](const CaseLayout& one) { FixUpFields(one.fields, to, from); });
      return;
  }
}

namespace {
constexpr uint64_t kMaxInlineCopy = 512;
}  // namespace

void GlueBuilder::FixUpFields(llvm::ArrayRef<FieldLayout> fields, llvm::Value* to,
                              llvm::Value* from) {
  for (const FieldLayout& field : fields) {
    const TypeLayout& layout = m_.layouts().Of(field.type);
    if (layout.trivial_copy) continue;
    // Large parts by their own function: structs of structs would be expanded exponentially.
    if (layout.size > kMaxInlineCopy && m_.layouts().IsStruct(field.type)) {
      values_.Copy(field.type, values_.Offset(to, field.offset),
                   values_.Offset(from, field.offset));
      continue;
    }
    FixUpCopy(field.type, values_.Offset(to, field.offset), values_.Offset(from, field.offset));
  }
}

// ---- drop -----------------------------------------------------------------------------------

void GlueBuilder::BuildDrop(mlir::Type type) {
  goes_on_ = true;
  DropContents(type, function_->getArg(0));
  Return();
}

llvm::BasicBlock* GlueBuilder::LandingPad() {
  if (!goes_on_ || !m_.unwinds()) return nullptr;
  llvm::IRBuilder<>::InsertPointGuard guard(b_);
  if (!panic_) {
    function_->setPersonalityFn(m_.Personality());
    llvm::BasicBlock& entry = function_->getEntryBlock();
    b_.SetInsertPoint(&entry, entry.begin());
    panic_ = b_.CreateAlloca(m_.ptr());
    b_.CreateAlignedStore(llvm::ConstantPointerNull::get(m_.ptr()), panic_, llvm::Align(8));
  }
  pad_ = values_.NewBlock("unwind");
  b_.SetInsertPoint(pad_);
  values_.Land(panic_);
  return pad_;
}

// A second panic on the way ends the process, so there is one to keep at most.
void GlueBuilder::GoOnIn(llvm::BasicBlock* after) { llvm::BranchInst::Create(after, pad_); }

void GlueBuilder::Return() {
  if (panic_) {
    llvm::BasicBlock* calm = values_.NewBlock("calm");
    llvm::BasicBlock* resume = values_.NewBlock("resume");
    llvm::Value* panic = b_.CreateAlignedLoad(m_.ptr(), panic_, llvm::Align(8));
    b_.CreateCondBr(b_.CreateIsNull(panic), calm, resume);
    b_.SetInsertPoint(resume);
    values_.Resume(panic_);
    b_.SetInsertPoint(calm);
  }
  b_.CreateRetVoid();
}

void GlueBuilder::DropContents(mlir::Type type, llvm::Value* place) {
  if (m_.layouts().Of(type).trivial_drop) return;
  if (mlir::isa<ir::ClosureType>(type)) {
    values_.Call(m_.DropClosureFunction(), {place});
    return;
  }
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    ForEachElement(array, [&](llvm::Value* offset) {
      DropField(array.getElement(), b_.CreateInBoundsPtrAdd(place, offset));
    });
    return;
  }
  if (m_.layouts().IsStruct(type)) {
    const StructLayout& layout = m_.layouts().Struct(type);
    ir::StructDefOp definition = layout.definition;
    if (auto hook = definition.getDropAttr()) {
      llvm::Function* drop = m_.Function(hook.getAttr());
      if (definition.getSharedDrop()) {
        llvm::BasicBlock* last = values_.NewBlock("last");
        llvm::BasicBlock* after = values_.NewBlock("after");
        b_.CreateCondBr(
            values_.Call(m_.UnshareFunction(), {values_.Offset(place, layout.hidden_offset)}), last,
            after);
        b_.SetInsertPoint(last);
        values_.Call(drop, {place});
        b_.CreateBr(after);
        b_.SetInsertPoint(after);
      } else {
        values_.Call(drop, {place});
      }
    }
    if (!definition.getCopyHookAttr()) DropFields(layout.fields, place);
    return;
  }
  const EnumLayout& layout = m_.layouts().Enum(type);
  switch (layout.kind) {
    case EnumLayout::Kind::Boxed:
      DropCell(type, b_.CreateAlignedLoad(m_.ptr(), place, llvm::Align(8)));
      return;
    case EnumLayout::Kind::Nullable:
      return;
    case EnumLayout::Kind::Plain:
      SwitchOnCase(
          type, place, [&](const FieldLayout& f) { return !m_.layouts().Of(f.type).trivial_drop; },
          [&](const CaseLayout& one) { DropFields(one.fields, place); });
      return;
  }
}

void GlueBuilder::DropFields(llvm::ArrayRef<FieldLayout> fields, llvm::Value* place) {
  for (const FieldLayout& field : fields) {
    if (m_.layouts().Of(field.type).trivial_drop) continue;
    DropField(field.type, values_.Offset(place, field.offset));
  }
}

void GlueBuilder::DropField(mlir::Type type, llvm::Value* place) { values_.Drop(type, place); }

void GlueBuilder::BuildDropCell(mlir::Type type) {
  DropCell(type, function_->getArg(0));
  b_.CreateRetVoid();
}

void GlueBuilder::DropCell(mlir::Type type, llvm::Value* cell) {
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* after = values_.NewBlock("after");
  b_.CreateCondBr(values_.Release(cell), last, after);
  b_.SetInsertPoint(last);
  EndCell(type, cell);
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
}

// ---- control flow ---------------------------------------------------------------------------

void GlueBuilder::ForEachElement(ir::ArrayType array, llvm::function_ref<void(llvm::Value*)> body) {
  uint64_t stride = m_.layouts().Of(array.getElement()).size;
  uint64_t bytes = stride * array.getCount();
  if (array.getCount() == 0) return;
  if (stride == 0) {
    // Elements without bytes still have hooks: count them.
    stride = 1;
    bytes = array.getCount();
  }
  bool has_bytes = m_.layouts().Of(array.getElement()).size != 0;
  llvm::BasicBlock* before = b_.GetInsertBlock();
  llvm::BasicBlock* loop = values_.NewBlock("element");
  llvm::BasicBlock* after = values_.NewBlock("after");
  b_.CreateBr(loop);
  b_.SetInsertPoint(loop);
  llvm::PHINode* offset = b_.CreatePHI(m_.i64(), 2);
  offset->addIncoming(b_.getInt64(0), before);
  body(has_bytes ? static_cast<llvm::Value*>(offset) : b_.getInt64(0));
  llvm::Value* next = b_.CreateNUWAdd(offset, b_.getInt64(stride));
  offset->addIncoming(next, b_.GetInsertBlock());
  b_.CreateCondBr(b_.CreateICmpEQ(next, b_.getInt64(bytes)), after, loop);
  b_.SetInsertPoint(after);
}

void GlueBuilder::SwitchOnCase(mlir::Type type, llvm::Value* place,
                               llvm::function_ref<bool(const FieldLayout&)> matters,
                               llvm::function_ref<void(const CaseLayout&)> body) {
  const EnumLayout& layout = m_.layouts().Enum(type);
  llvm::Value* tag = values_.EnumTag(type, place);
  llvm::BasicBlock* after = values_.NewBlock("after");
  llvm::SwitchInst* dispatch =
      b_.CreateSwitch(tag, after, static_cast<unsigned>(layout.cases.size()));
  for (auto [index, one] : llvm::enumerate(layout.cases)) {
    if (llvm::none_of(one.fields, matters)) continue;
    llvm::BasicBlock* block = values_.NewBlock("case." + one.name.getValue());
    dispatch->addCase(b_.getInt32(static_cast<uint32_t>(index)), block);
    b_.SetInsertPoint(block);
    body(one);
    b_.CreateBr(after);
  }
  b_.SetInsertPoint(after);
}

// ---- making them on demand ------------------------------------------------------------------

llvm::Function* ModuleLowering::RetainFunction() {
  if (llvm::Function* known = Named("arc.retain")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.retain");
  function->addFnAttr(llvm::Attribute::InlineHint);
  function->setDoesNotThrow();
  GlueBuilder(*this, function).BuildRetain();
  return function;
}

llvm::Function* ModuleLowering::MakeAtomicHelper(llvm::Type* result, llvm::StringRef name) {
  llvm::Function* function = MakeHelper(llvm::FunctionType::get(result, {ptr_}, false), name);
  function->setCallingConv(llvm::CallingConv::PreserveMost);
  function->setDoesNotThrow();
  function->setWillReturn();
  function->setMemoryEffects(llvm::MemoryEffects::argMemOnly());
  function->addFnAttr(llvm::Attribute::Cold);
  function->addFnAttr(llvm::Attribute::NoInline);
  return function;
}

llvm::Function* ModuleLowering::RetainAtomicFunction() {
  if (llvm::Function* known = Named("arc.retain_atomic")) return known;
  llvm::Function* function = MakeAtomicHelper(llvm::Type::getVoidTy(context_), "arc.retain_atomic");
  GlueBuilder(*this, function).BuildRetainAtomic();
  return function;
}

llvm::Function* ModuleLowering::ReleaseAtomicFunction() {
  if (llvm::Function* known = Named("arc.release_atomic")) return known;
  llvm::Function* function =
      MakeAtomicHelper(llvm::Type::getInt1Ty(context_), "arc.release_atomic");
  GlueBuilder(*this, function).BuildReleaseAtomic();
  return function;
}

llvm::Function* ModuleLowering::ReleaseFunction() {
  if (llvm::Function* known = Named("arc.release")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getInt1Ty(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.release");
  function->addFnAttr(llvm::Attribute::InlineHint);
  function->setDoesNotThrow();
  GlueBuilder(*this, function).BuildRelease();
  return function;
}

llvm::Function* ModuleLowering::ShareFunction() {
  if (llvm::Function* known = Named("arc.share")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_, ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.share");
  GlueBuilder(*this, function).BuildShare();
  return function;
}

llvm::Function* ModuleLowering::UnshareFunction() {
  if (llvm::Function* known = Named("arc.unshare")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getInt1Ty(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.unshare");
  function->setDoesNotThrow();
  GlueBuilder(*this, function).BuildUnshare();
  return function;
}

// void(cell): drops a value of a boxed enum by what its place holds.
llvm::Function* ModuleLowering::DropCellFunction(mlir::Type boxed) {
  llvm::Function*& known = drop_cell_functions_[boxed];
  if (known) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_}, false);
  llvm::Function* function = known = MakeHelper(type, "arc.drop_cell." + SpellType(boxed));
  function->addFnAttr(llvm::Attribute::InlineHint);
  if (EndsUnseen(boxed)) function->setDoesNotThrow();
  GlueBuilder(*this, function).BuildDropCell(boxed);
  return function;
}

llvm::Function* ModuleLowering::DropCellAwayFunction(mlir::Type boxed) {
  const std::string name = "arc.drop_cell_away." + SpellType(boxed);
  if (llvm::Function* known = Named(name)) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, name);
  function->setCallingConv(llvm::CallingConv::PreserveMost);
  function->setDoesNotThrow();
  function->addFnAttr(llvm::Attribute::Cold);
  function->addFnAttr(llvm::Attribute::NoInline);
  GlueBuilder(*this, function).BuildDropCell(boxed);
  return function;
}

llvm::Function* ModuleLowering::CopyHook(mlir::Type type) {
  if (!layouts_.IsStruct(type)) return nullptr;
  ir::StructDefOp definition = layouts_.Struct(type).definition;
  mlir::FlatSymbolRefAttr hook = definition.getCopyHookAttr();
  return hook ? Function(hook.getAttr()) : nullptr;
}

llvm::Function* ModuleLowering::GlueFunction(Glue kind, mlir::Type type) {
  llvm::Function*& known = glue_[type][static_cast<size_t>(kind)];
  if (known) return known;
  if (kind == Glue::Drop) {
    // What would only call another function is that function.
    if (mlir::isa<ir::ClosureType>(type)) return known = DropClosureFunction();
    if (CopyHook(type)) {
      ir::StructDefOp definition = layouts_.Struct(type).definition;
      known = Function(definition.getDropAttr().getAttr());
      if (EndsUnseen(type)) known->setDoesNotThrow();
      return known;
    }
  }
  llvm::Type* none = llvm::Type::getVoidTy(context_);
  switch (kind) {
    case Glue::Copy: {
      auto* signature = llvm::FunctionType::get(none, {ptr_, ptr_}, false);
      llvm::Function* function = known = MakeHelper(signature, "arc.copy." + SpellType(type));
      GlueBuilder(*this, function).BuildCopy(type);
      return function;
    }
    case Glue::Drop: {
      auto* signature = llvm::FunctionType::get(none, {ptr_}, false);
      llvm::Function* function = known = MakeHelper(signature, "arc.drop." + SpellType(type));
      if (EndsUnseen(type)) function->setDoesNotThrow();
      GlueBuilder(*this, function).BuildDrop(type);
      return function;
    }
  }
  llvm_unreachable("unknown glue");
}

}  // namespace arc::lower
