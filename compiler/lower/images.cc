// Images: constant data that refers to itself. Each becomes one read-only variable.

#include "compiler/lower/constant_folding.h"
#include "compiler/lower/detached_images.h"
#include "compiler/lower/module_lowering.h"
#include "llvm/IR/Constants.h"

namespace arc::lower {

namespace {

// Of images that LLVM need not see: what it knows of smaller ones lets it replace loads.
constexpr size_t kDetachedBytes = size_t{512} << 10;

}  // namespace

// Its content follows when the object is complete. Until then it is a variable without content, of
// which nothing is assumed.
void ModuleLowering::DetachImage(ir::ImageOp op) {
  const SharedBytes& bytes = op.getProperties().content;
  llvm::Type* type = llvm::ArrayType::get(i8_, bytes.size());
  auto* variable = new llvm::GlobalVariable(
      *module_, type, /*isConstant=*/true, llvm::GlobalValue::ExternalLinkage,
      llvm::ConstantAggregateZero::get(type), op.getSymName());
  variable->setExternallyInitialized(true);
  variable->setSection(DetachedSectionOf(op.getSymName()));
  DetachedImage& detached = options_.detached_images->emplace_back();
  detached.symbol = op.getSymName().str();
  detached.bytes = bytes;
  if (std::optional<llvm::ArrayRef<int32_t>> links = op.getLinks()) {
    for (size_t i = 0; i < links->size(); i += 2) {
      detached.links.emplace_back((*links)[i], (*links)[i + 1]);
    }
  }
  FinishImage(op, variable);
}

void ModuleLowering::FinishImage(ir::ImageOp op, llvm::GlobalVariable* variable) {
  variable->setAlignment(llvm::Align(std::max(8u, op.getAlign())));
  variable->setDSOLocal(true);
  SetLinkage(variable, op.getLinkage());
  images_[op.getSymNameAttr()] = variable;
  if (op.getLinkage() == ir::Linkage::Internal) {
    variable->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
    return;
  }
  // Other objects refer to it as to a global: they find the state "done".
  DefineInitialized(op.getSymName(), op.getLinkage(), op.getLoc());
}

// A packed struct of runs of bytes with the addresses between them. The addresses are relative to
// the variable itself, so that it is there before its value.
void ModuleLowering::DefineImage(ir::ImageOp op) {
  if (options_.detached_images && !op.getCodeSlots() &&
      op.getProperties().content.size() >= kDetachedBytes) {
    return DetachImage(op);
  }
  struct Address {
    int32_t slot;
    int32_t target;            // in the image
    llvm::Function* function;  // or null
  };
  llvm::SmallVector<Address, 16> addresses;
  if (std::optional<llvm::ArrayRef<int32_t>> links = op.getLinks()) {
    for (size_t i = 0; i < links->size(); i += 2) {
      addresses.push_back({(*links)[i], (*links)[i + 1], nullptr});
    }
  }
  if (std::optional<llvm::ArrayRef<int32_t>> slots = op.getCodeSlots()) {
    for (auto [slot, symbol] : llvm::zip(*slots, *op.getCode())) {
      mlir::StringAttr name = mlir::cast<mlir::FlatSymbolRefAttr>(symbol).getAttr();
      addresses.push_back({slot, 0, FunctionByAddress(name)});
    }
  }
  llvm::sort(addresses, [](const Address& a, const Address& b) { return a.slot < b.slot; });

  const llvm::StringRef bytes = op.getProperties().content.view();
  llvm::SmallVector<llvm::Type*, 33> types;
  size_t done = 0;
  for (const Address& address : addresses) {
    size_t slot = static_cast<size_t>(address.slot);
    if (slot > done) types.push_back(llvm::ArrayType::get(i8_, slot - done));
    types.push_back(ptr_);
    done = slot + 8;
  }
  if (done < bytes.size() || types.empty()) {
    types.push_back(llvm::ArrayType::get(i8_, bytes.size() - done));
  }
  llvm::Type* type =
      types.size() == 1 ? types.front() : llvm::StructType::get(context_, types, /*isPacked=*/true);
  auto* variable =
      new llvm::GlobalVariable(*module_, type, /*isConstant=*/true,
                               llvm::GlobalValue::ExternalLinkage, nullptr, op.getSymName());

  auto run = [&](size_t begin, size_t end) -> llvm::Constant* {
    llvm::StringRef part = bytes.slice(begin, end);
    if (part.find_first_not_of('\0') == llvm::StringRef::npos) {
      return llvm::ConstantAggregateZero::get(llvm::ArrayType::get(i8_, part.size()));
    }
    return llvm::ConstantDataArray::getString(context_, part, /*AddNull=*/false);
  };
  llvm::SmallVector<llvm::Constant*, 33> parts;
  done = 0;
  for (const Address& address : addresses) {
    size_t slot = static_cast<size_t>(address.slot);
    if (slot > done) parts.push_back(run(done, slot));
    parts.push_back(address.function
                        ? static_cast<llvm::Constant*>(address.function)
                        : llvm::ConstantExpr::getGetElementPtr(
                              i8_, variable,
                              llvm::ConstantInt::get(i64_, static_cast<uint64_t>(address.target))));
    done = slot + 8;
  }
  if (done < bytes.size() || parts.empty()) parts.push_back(run(done, bytes.size()));
  variable->setInitializer(
      parts.size() == 1 ? parts.front()
                        : llvm::ConstantStruct::get(llvm::cast<llvm::StructType>(type), parts));
  FinishImage(op, variable);
}

llvm::Constant* ModuleLowering::ImageAddress(mlir::StringAttr symbol, uint32_t offset) {
  llvm::Constant* image = images_.lookup(symbol);
  if (offset == 0) return image;
  return llvm::ConstantExpr::getGetElementPtr(i8_, image, llvm::ConstantInt::get(i64_, offset));
}

void ModuleLowering::DefineInitialized(llvm::StringRef symbol, ir::Linkage linkage,
                                       mlir::Location location) {
  auto* state = new llvm::GlobalVariable(
      *module_, i32_, /*isConstant=*/true, llvm::GlobalValue::ExternalLinkage,
      llvm::ConstantInt::get(i32_, kGlobalDone), symbol + ".state");
  state->setAlignment(llvm::Align(4));
  state->setDSOLocal(true);
  SetLinkage(state, linkage);
  auto* initialize =
      llvm::Function::Create(llvm::FunctionType::get(llvm::Type::getVoidTy(context_), false),
                             llvm::GlobalValue::ExternalLinkage, symbol + ".initialize", *module_);
  initialize->setDSOLocal(true);
  initialize->addFnAttr(llvm::Attribute::Cold);
  SetLinkage(initialize, linkage);
  AddBodyAttributes(initialize);
  initialize->addFnAttr(llvm::Attribute::NoInline);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context_, "", initialize));
  builder.SetCurrentDebugLocation(debug_->Location(location, debug_->StartHelper(initialize)));
  builder.CreateRetVoid();
}

}  // namespace arc::lower
