// The end of counted cells (boxed enums, closure environments) without deep recursion.
//
// Dropping a long list or a deep tree cell by cell through calls would need stack in proportion to
// its depth. Instead one loop, the drain, ends cells; what dies meanwhile is chained and taken up
// by the loop. The chain is threaded through the headers of the dead cells, so it needs no memory:
// a dead cell's count is of no use any more, and the 64-bit header holds
//
//     address of the next dead cell << 16 | code        (user addresses have 47 or 48 bits)
//
// where the code tells type and case. Two ways lead from a dying cell back to cells of its kind:
//
//  * through fields: lists, trees, expressions. The boxed enums that reach each other this way form
//    a group, share one drain function and number their cases one after the other (the code). The
//    chain is a local variable, and the common case - a tree whose cells die in one go - costs one
//    store and one load of the header per cell beside the free.
//  * through code that the compiler does not see into: the `drop` hook of a vector of trees, the
//    environment of a closure that captured a closure. A drain of a group that meets such code
//    announces itself in a list of active drains of the thread (`arc_rt_drop_frames`); an inner
//    call for the same group finds it there, hands its cell over, and returns. Each group is in
//    that list at most once, so the native stack grows with the number of types, not of values.
//
// A struct that contains itself through a hook alone (`struct N { children: vector<N> }`) has no
// cell and recurses natively.

#include <algorithm>

#include "compiler/lower/glue.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/IR/Constants.h"

namespace arc::lower {

namespace {

constexpr uint64_t kCodeBits = 16;

// What dropping a value of a type leads to without calls of hooks.
class DropReach {
 public:
  explicit DropReach(Layouts& layouts) : layouts_(layouts) {}

  // The boxed enums, and whether there is code among it that the compiler does not see into.
  llvm::SmallVector<mlir::Type, 4> boxed;
  bool meets_hooks = false;

  void Visit(mlir::Type type) {
    if (layouts_.Of(type).trivial_drop || !seen_.insert(type).second) return;
    if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) return Visit(array.getElement());
    if (mlir::isa<ir::ClosureType>(type)) {
      meets_hooks = true;
      return;
    }
    if (layouts_.IsStruct(type)) {
      const StructLayout& layout = layouts_.Struct(type);
      ir::StructDefOp definition = layout.definition;
      if (definition.getDropAttr()) meets_hooks = true;
      if (definition.getCopyHookAttr()) return;
      for (const FieldLayout& field : layout.fields) Visit(field.type);
      return;
    }
    if (layouts_.Boxed(type)) boxed.push_back(type);
    for (const CaseLayout& one : layouts_.Enum(type).cases) {
      for (const FieldLayout& field : one.fields) Visit(field.type);
    }
  }

  // What cells of a boxed enum lead to; the enum itself only when it contains itself.
  void VisitCells(mlir::Type type) {
    for (const CaseLayout& one : layouts_.Enum(type).cases) {
      for (const FieldLayout& field : one.fields) Visit(field.type);
    }
  }

 private:
  Layouts& layouts_;
  llvm::DenseSet<mlir::Type> seen_;
};

// Whether dropping a `type` can reach cells of the group through fields.
bool Reaches(Layouts& layouts, mlir::Type type, llvm::ArrayRef<mlir::Type> group) {
  DropReach reach(layouts);
  reach.Visit(type);
  return llvm::any_of(reach.boxed, [&](mlir::Type t) { return llvm::is_contained(group, t); });
}

uint32_t FirstCode(Layouts& layouts, llvm::ArrayRef<mlir::Type> group, mlir::Type type) {
  uint32_t code = 0;
  for (mlir::Type member : group) {
    if (member == type) break;
    code += static_cast<uint32_t>(layouts.Enum(member).cases.size());
  }
  return code;
}

// The group of a boxed enum, ordered by name so that each object makes the same function.
llvm::SmallVector<mlir::Type, 2> GroupOf(Layouts& layouts, mlir::Type type) {
  DropReach reach(layouts);
  reach.VisitCells(type);
  llvm::SmallVector<mlir::Type, 2> group = {type};
  for (mlir::Type other : reach.boxed) {
    if (other == type) continue;
    DropReach back(layouts);
    back.VisitCells(other);
    if (llvm::is_contained(back.boxed, type)) group.push_back(other);
  }
  std::sort(group.begin(), group.end(),
            [](mlir::Type a, mlir::Type b) { return SpellType(a) < SpellType(b); });
  size_t codes = 0;
  for (mlir::Type member : group) codes += layouts.Enum(member).cases.size();
  if (codes > (size_t{1} << kCodeBits)) group = {type};
  return group;
}

}  // namespace

llvm::Function* ModuleLowering::CellFunction(mlir::Type boxed) {
  if (llvm::Function* known = cell_functions_.lookup(boxed)) return known;
  llvm::SmallVector<mlir::Type, 2> group = GroupOf(layouts_, boxed);
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_, i32_}, false);
  llvm::Function* function = MakeHelper(type, "arc.end_cell." + SpellType(group.front()));
  bool ends_unseen = true;
  for (mlir::Type member : group) {
    cell_functions_[member] = function;
    ends_unseen &= EndsUnseen(member);
  }
  if (ends_unseen) function->setDoesNotThrow();
  DropReach reach(layouts_);
  for (mlir::Type member : group) reach.VisitCells(member);
  GlueBuilder(*this, function).BuildEndCell(group, reach.meets_hooks);
  return function;
}

llvm::Function* ModuleLowering::DropClosureFunction() {
  if (llvm::Function* known = Named("arc.drop_closure")) return known;
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context_), {ptr_}, false);
  llvm::Function* function = MakeHelper(type, "arc.drop_closure");
  GlueBuilder(*this, function).BuildDropClosure();
  return function;
}

void GlueBuilder::EndCell(mlir::Type type, llvm::Value* cell) {
  llvm::Function* end = m_.CellFunction(type);
  llvm::SmallVector<mlir::Type, 2> group = GroupOf(m_.layouts(), type);
  llvm::Value* tag = values_.CellTag(m_.layouts().Enum(type), cell);
  uint32_t first = FirstCode(m_.layouts(), group, type);
  values_.Call(end, {cell, first ? b_.CreateAdd(tag, b_.getInt32(first)) : tag});
}

void GlueBuilder::Chain(llvm::Value* head, llvm::Value* cell, llvm::Value* code) {
  llvm::Value* next =
      b_.CreatePtrToInt(b_.CreateAlignedLoad(m_.ptr(), head, llvm::Align(8)), m_.i64());
  llvm::Value* header = b_.CreateOr(b_.CreateShl(next, kCodeBits), b_.CreateZExt(code, m_.i64()));
  b_.CreateAlignedStore(header, values_.HeaderOf(cell), llvm::Align(8));
  b_.CreateAlignedStore(cell, head, llvm::Align(8));
}

// Frames of active drains: {identity, chain, outer}. When one with `identity` is in the list, the
// cell is chained there and the function returns; else the code goes on.
void GlueBuilder::AdoptByOuterDrain(llvm::Value* slot, llvm::Value* cell, llvm::Value* code,
                                    llvm::Constant* identity) {
  llvm::BasicBlock* search = values_.NewBlock("search");
  llvm::BasicBlock* compare = values_.NewBlock("compare");
  llvm::BasicBlock* advance = values_.NewBlock("advance");
  llvm::BasicBlock* adopt = values_.NewBlock("adopt");
  llvm::BasicBlock* none = values_.NewBlock("outermost");
  llvm::Value* first = b_.CreateAlignedLoad(m_.ptr(), slot, llvm::Align(8));
  llvm::BasicBlock* before = b_.GetInsertBlock();
  b_.CreateBr(search);
  b_.SetInsertPoint(search);
  llvm::PHINode* frame = b_.CreatePHI(m_.ptr(), 2);
  frame->addIncoming(first, before);
  b_.CreateCondBr(b_.CreateIsNull(frame), none, compare);
  b_.SetInsertPoint(compare);
  llvm::Value* its_identity = b_.CreateAlignedLoad(m_.ptr(), frame, llvm::Align(8));
  b_.CreateCondBr(b_.CreateICmpEQ(its_identity, identity), adopt, advance);
  b_.SetInsertPoint(advance);
  frame->addIncoming(b_.CreateAlignedLoad(m_.ptr(), values_.Offset(frame, 16), llvm::Align(8)),
                     advance);
  b_.CreateBr(search);
  b_.SetInsertPoint(adopt);
  Chain(values_.Offset(frame, 8), cell, code);
  b_.CreateRetVoid();
  b_.SetInsertPoint(none);
}

void GlueBuilder::BuildEndCell(llvm::ArrayRef<mlir::Type> group, bool meets_hooks) {
  llvm::Value* cell = function_->getArg(0);
  llvm::Value* code = function_->getArg(1);
  Layouts& layouts = m_.layouts();
  // The frame of a drain must not outlive the function.
  goes_on_ = true;
  bool recursive = group.size() > 1;
  if (!recursive) {
    for (const CaseLayout& one : layouts.Enum(group.front()).cases) {
      for (const FieldLayout& field : one.fields) recursive |= Reaches(layouts, field.type, group);
    }
  }
  const bool drains = recursive || meets_hooks;

  Drain drain{.group = group, .head = nullptr};
  llvm::Value* slot = nullptr;
  llvm::Value* frame = nullptr;
  if (meets_hooks) {
    frame = b_.CreateAlloca(llvm::ArrayType::get(m_.ptr(), 3));
    slot = values_.CallRuntime(RuntimeFunction::DropFrames, {});
    AdoptByOuterDrain(slot, cell, code, function_);
    llvm::Value* outer = b_.CreateAlignedLoad(m_.ptr(), slot, llvm::Align(8));
    b_.CreateAlignedStore(function_, frame, llvm::Align(8));
    b_.CreateAlignedStore(outer, values_.Offset(frame, 16), llvm::Align(8));
    b_.CreateAlignedStore(frame, slot, llvm::Align(8));
    drain.head = values_.Offset(frame, 8);
  } else if (drains) {
    drain.head = b_.CreateAlloca(m_.ptr());
  }
  if (drains) {
    b_.CreateAlignedStore(llvm::ConstantPointerNull::get(m_.ptr()), drain.head, llvm::Align(8));
  }

  llvm::BasicBlock* before = b_.GetInsertBlock();
  llvm::BasicBlock* work = values_.NewBlock("work");
  llvm::BasicBlock* next = values_.NewBlock("next");
  b_.CreateBr(work);
  b_.SetInsertPoint(work);
  llvm::PHINode* this_cell = b_.CreatePHI(m_.ptr(), 2);
  llvm::PHINode* this_code = b_.CreatePHI(m_.i32(), 2);
  this_cell->addIncoming(cell, before);
  this_code->addIncoming(code, before);

  // A code without a cell does not occur.
  llvm::BasicBlock* impossible = values_.NewBlock("impossible");
  llvm::SwitchInst* dispatch = b_.CreateSwitch(this_code, impossible);
  b_.SetInsertPoint(impossible);
  b_.CreateUnreachable();
  uint32_t number = 0;
  for (mlir::Type member : group) {
    for (const CaseLayout& one : layouts.Enum(member).cases) {
      uint32_t this_number = number++;
      if (one.fields.empty()) continue;
      llvm::BasicBlock* block = values_.NewBlock("end." + one.name.getValue());
      dispatch->addCase(b_.getInt32(this_number), block);
      b_.SetInsertPoint(block);
      for (const FieldLayout& field : one.fields) {
        llvm::Value* place = values_.Offset(this_cell, field.offset);
        if (recursive) {
          DropInDrain(drain, field.type, place);
        } else {
          values_.Drop(field.type, place);
        }
      }
      values_.FreeCell(this_cell, one.cell_size);
      b_.CreateBr(next);
    }
  }

  b_.SetInsertPoint(next);
  if (drains) {
    llvm::BasicBlock* pop = values_.NewBlock("pop");
    llvm::BasicBlock* done = values_.NewBlock("done");
    llvm::Value* dead = b_.CreateAlignedLoad(m_.ptr(), drain.head, llvm::Align(8));
    b_.CreateCondBr(b_.CreateIsNull(dead), done, pop);
    b_.SetInsertPoint(pop);
    llvm::Value* header = b_.CreateAlignedLoad(m_.i64(), values_.HeaderOf(dead), llvm::Align(8));
    llvm::Value* rest = b_.CreateIntToPtr(b_.CreateLShr(header, kCodeBits), m_.ptr());
    b_.CreateAlignedStore(rest, drain.head, llvm::Align(8));
    this_cell->addIncoming(dead, pop);
    this_code->addIncoming(
        b_.CreateAnd(b_.CreateTrunc(header, m_.i32()), b_.getInt32((1u << kCodeBits) - 1)), pop);
    b_.CreateBr(work);
    b_.SetInsertPoint(done);
  }
  if (meets_hooks) {
    llvm::Value* outer = b_.CreateAlignedLoad(m_.ptr(), values_.Offset(frame, 16), llvm::Align(8));
    b_.CreateAlignedStore(outer, slot, llvm::Align(8));
  }
  Return();
}

void GlueBuilder::DropInDrain(const Drain& drain, mlir::Type type, llvm::Value* place) {
  Layouts& layouts = m_.layouts();
  if (layouts.Of(type).trivial_drop) return;
  if (llvm::is_contained(drain.group, type)) return DropBoxedInDrain(drain, type, place);
  if (!Reaches(layouts, type, drain.group)) return values_.Drop(type, place);
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    ForEachElement(array, [&](llvm::Value* offset) {
      DropInDrain(drain, array.getElement(), b_.CreateInBoundsPtrAdd(place, offset));
    });
    return;
  }
  if (layouts.IsStruct(type)) {
    const StructLayout& layout = layouts.Struct(type);
    ir::StructDefOp definition = layout.definition;
    // With a hook the order of hook and fields is what counts; their boxes go through calls.
    if (definition.getDropAttr()) return values_.Drop(type, place);
    for (const FieldLayout& field : layout.fields) {
      DropInDrain(drain, field.type, values_.Offset(place, field.offset));
    }
    return;
  }
  // A boxed enum outside of the group cannot lead back to it; a plain one is part of the cell.
  if (layouts.Boxed(type)) return values_.Drop(type, place);
  SwitchOnCase(
      type, place, [&](const FieldLayout& field) { return !layouts.Of(field.type).trivial_drop; },
      [&](const CaseLayout& one) {
        for (const FieldLayout& field : one.fields) {
          DropInDrain(drain, field.type, values_.Offset(place, field.offset));
        }
      });
}

// As DropCell, but a cell that dies is chained.
void GlueBuilder::DropBoxedInDrain(const Drain& drain, mlir::Type type, llvm::Value* place) {
  llvm::Value* cell = b_.CreateAlignedLoad(m_.ptr(), place, llvm::Align(8));
  llvm::BasicBlock* is_cell = values_.NewBlock("cell");
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* others = values_.NewBlock("others");
  llvm::BasicBlock* atomic = values_.NewBlock("atomic");
  llvm::BasicBlock* counted = values_.NewBlock("counted");
  llvm::BasicBlock* after = values_.NewBlock("after");
  b_.CreateCondBr(values_.IsCell(cell), is_cell, after);
  b_.SetInsertPoint(is_cell);
  llvm::Value* count = LoadCount(cell);
  b_.CreateCondBr(b_.CreateICmpEQ(count, b_.getInt32(1)), last, others);
  b_.SetInsertPoint(last);
  llvm::Value* code = values_.CellTag(m_.layouts().Enum(type), cell);
  if (uint32_t first = FirstCode(m_.layouts(), drain.group, type)) {
    code = b_.CreateAdd(code, b_.getInt32(first));
  }
  Chain(drain.head, cell, code);
  b_.CreateBr(after);
  b_.SetInsertPoint(others);
  b_.CreateCondBr(b_.CreateICmpSLT(count, b_.getInt32(0)), atomic, counted);
  b_.SetInsertPoint(atomic);
  b_.CreateCondBr(CallAtomic(m_.ReleaseAtomicFunction(), cell), last, after);
  b_.SetInsertPoint(counted);
  b_.CreateAlignedStore(b_.CreateSub(count, b_.getInt32(1)), values_.HeaderOf(cell),
                        llvm::Align(4));
  b_.CreateBr(after);
  b_.SetInsertPoint(after);
}

// A closure's environment ends by a function of its own (its first word), which drops the captures
// and frees it. Environments of closures inside of it are ended by the same loop.
void GlueBuilder::BuildDropClosure() {
  llvm::Value* frame = b_.CreateAlloca(llvm::ArrayType::get(m_.ptr(), 3));
  llvm::Value* environment =
      b_.CreateAlignedLoad(m_.ptr(), values_.Offset(function_->getArg(0), 8), llvm::Align(8));
  llvm::BasicBlock* last = values_.NewBlock("last");
  llvm::BasicBlock* out = values_.NewBlock("out");
  b_.CreateCondBr(values_.Release(environment), last, out);
  b_.SetInsertPoint(out);
  b_.CreateRetVoid();

  b_.SetInsertPoint(last);
  llvm::Value* slot = values_.CallRuntime(RuntimeFunction::DropFrames, {});
  AdoptByOuterDrain(slot, environment, b_.getInt32(0), function_);
  llvm::Value* outer = b_.CreateAlignedLoad(m_.ptr(), slot, llvm::Align(8));
  llvm::Value* head = values_.Offset(frame, 8);
  b_.CreateAlignedStore(function_, frame, llvm::Align(8));
  b_.CreateAlignedStore(llvm::ConstantPointerNull::get(m_.ptr()), head, llvm::Align(8));
  b_.CreateAlignedStore(outer, values_.Offset(frame, 16), llvm::Align(8));
  b_.CreateAlignedStore(frame, slot, llvm::Align(8));

  goes_on_ = true;
  llvm::BasicBlock* before = b_.GetInsertBlock();
  llvm::BasicBlock* work = values_.NewBlock("work");
  llvm::BasicBlock* pop = values_.NewBlock("pop");
  llvm::BasicBlock* done = values_.NewBlock("done");
  b_.CreateBr(work);
  b_.SetInsertPoint(work);
  llvm::PHINode* dead = b_.CreatePHI(m_.ptr(), 2);
  dead->addIncoming(environment, before);
  llvm::Value* end = b_.CreateAlignedLoad(m_.ptr(), dead, llvm::Align(8));
  auto* end_type = llvm::FunctionType::get(b_.getVoidTy(), {m_.ptr()}, false);
  values_.Call(llvm::FunctionCallee(end_type, end), {dead});
  llvm::Value* next = b_.CreateAlignedLoad(m_.ptr(), head, llvm::Align(8));
  b_.CreateCondBr(b_.CreateIsNull(next), done, pop);
  b_.SetInsertPoint(pop);
  llvm::Value* header = b_.CreateAlignedLoad(m_.i64(), values_.HeaderOf(next), llvm::Align(8));
  b_.CreateAlignedStore(b_.CreateIntToPtr(b_.CreateLShr(header, kCodeBits), m_.ptr()), head,
                        llvm::Align(8));
  // Its own function may look at the count.
  b_.CreateAlignedStore(b_.getInt64(1), values_.HeaderOf(next), llvm::Align(8));
  dead->addIncoming(next, pop);
  b_.CreateBr(work);
  b_.SetInsertPoint(done);
  b_.CreateAlignedStore(outer, slot, llvm::Align(8));
  Return();
}

}  // namespace arc::lower
