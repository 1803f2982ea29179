// Functions that the compiler makes per type: copy and drop; and the helpers of counting.
//
// All are link-once: each object that needs one brings it, the linker keeps one. They are small on
// purpose, so that the optimizer inlines them where that pays and -O0 code stays small.

#include "compiler/lower/glue.h"

#include "llvm/IR/Constants.h"

namespace arc::lower {

// ---- helpers that do not depend on a type ---------------------------------------------------

GlueBuilder::GlueBuilder(ModuleLowering& module, llvm::Function* function)
    : m_(module),
      function_(function),
      b_(llvm::BasicBlock::Create(module.context(), "", function)),
      values_(module, b_) {
  llvm::DISubprogram* subprogram = module.debug().StartHelper(function);
  b_.SetCurrentDebugLocation(
      module.debug().Location(mlir::UnknownLoc::get(module.source_.getContext()), subprogram));
}

llvm::LoadInst* GlueBuilder::LoadCount(llvm::Value* payload) {
  llvm::LoadInst* count = b_.CreateAlignedLoad(m_.i32(), values_.HeaderOf(payload), llvm::Align(4));
  count->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  return count;
}

// if (payload is no cell || count < 0) return; ++count;
void GlueBuilder::BuildRetain() {
  llvm::Value* payload = function_->getArg(0);
  llvm::BasicBlock* cell = values_.NewBlock("cell");
  llvm::BasicBlock* counted = values_.NewBlock("counted");
  llvm::BasicBlock* done = values_.NewBlock("done");
  b_.CreateCondBr(values_.IsCell(payload), cell, done);
  b_.SetInsertPoint(cell);
  llvm::Value* count = LoadCount(payload);
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), done, counted);
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateAdd(count, b_.getInt32(1)), values_.HeaderOf(payload),
                        llvm::Align(4))
      ->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  b_.CreateBr(done);
  b_.SetInsertPoint(done);
  b_.CreateRetVoid();
}

// if (payload is no cell) return false; if (count == 1) return true; if (count > 0) --count;
// return false. The last reference is looked for first: it is the most frequent one.
void GlueBuilder::BuildRelease() {
  llvm::Value* payload = function_->getArg(0);
  llvm::BasicBlock* cell = values_.NewBlock("cell");
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
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), no, counted);
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateSub(count, b_.getInt32(1)), values_.HeaderOf(payload),
                        llvm::Align(4))
      ->setMetadata(llvm::LLVMContext::MD_tbaa, m_.count_access());
  b_.CreateBr(no);
  b_.SetInsertPoint(no);
  b_.CreateRet(b_.getFalse());
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
  llvm::Value* cell = values_.AllocateCell(0, 0);
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
  DropContents(type, function_->getArg(0));
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
      DropBoxed(type, place);
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

void GlueBuilder::DropBoxed(mlir::Type type, llvm::Value* place) {
  llvm::Value* cell = b_.CreateAlignedLoad(m_.ptr(), place, llvm::Align(8));
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
  GlueBuilder(*this, function).BuildRetain();
  return function;
}

llvm::Function* ModuleLowering::ReleaseFunction() {
  if (llvm::Function* known = Named("arc.release")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getInt1Ty(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.release");
  function->addFnAttr(llvm::Attribute::InlineHint);
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
  GlueBuilder(*this, function).BuildUnshare();
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
      GlueBuilder(*this, function).BuildDrop(type);
      return function;
    }
  }
  llvm_unreachable("unknown glue");
}
  function->setDoesNotThrow();

}  // namespace arc::lower
  function->setDoesNotThrow();
  function->setDoesNotThrow();
      if (EndsUnseen(type)) function->setDoesNotThrow();
