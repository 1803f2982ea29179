#include "compiler/comptime/package_code.h"

#include <utility>

#include "absl/status/statusor.h"
#include "compiler/ir/interface.h"
#include "compiler/ir/tir.h"
#include "compiler/source/concat.h"
#include "mlir/IR/AttrTypeSubElements.h"

namespace arc::comptime {

namespace {

bool IsInternal(mlir::Operation* op) {
  if (auto function = mlir::dyn_cast<ir::FuncOp>(op))
    return !function.isExternal() && function.getLinkage() == ir::Linkage::Internal;
  if (auto global = mlir::dyn_cast<ir::GlobalOp>(op))
    return !global.isDeclaration() && global.getLinkage() == ir::Linkage::Internal;
  auto image = mlir::dyn_cast<ir::ImageOp>(op);
  return image && image.getLinkage() == ir::Linkage::Internal;
}

// Internal symbols, and the types that belong to one (the environment of a closure), become
// `symbol in package`.
void RenameInternals(mlir::ModuleOp module, std::string_view package) {
  llvm::DenseMap<mlir::StringAttr, mlir::StringAttr> renamed;
  auto with_package = [&](llvm::StringRef name) {
    return mlir::StringAttr::get(module.getContext(),
                                 Concat(std::string_view(name), " in ", package));
  };
  for (mlir::Operation& op : *module.getBody()) {
    if (!IsInternal(&op)) continue;
    auto symbol = mlir::cast<mlir::SymbolOpInterface>(op);
    mlir::StringAttr name = symbol.getNameAttr();
    symbol.setName(renamed[name] = with_package(name.getValue()));
  }
  auto owner_of = [&](llvm::StringRef type) {
    return mlir::StringAttr::get(module.getContext(), type.rsplit('.').first);
  };
  for (mlir::Operation& op : *module.getBody()) {
    auto type = mlir::dyn_cast<ir::StructDefOp>(op);
    if (type && renamed.contains(owner_of(type.getName())))
      type.setNameAttr(with_package(type.getName()));
  }
  mlir::AttrTypeReplacer replacer;
  replacer.addReplacement([&](mlir::FlatSymbolRefAttr symbol) -> std::optional<mlir::Attribute> {
    mlir::StringAttr name = renamed.lookup(symbol.getAttr());
    return name ? mlir::FlatSymbolRefAttr::get(name) : symbol;
  });
  replacer.addReplacement([&](ir::NamedType type) -> std::optional<mlir::Type> {
    if (!renamed.contains(owner_of(type.getName().getValue()))) return type;
    return ir::NamedType::get(module.getContext(), with_package(type.getName().getValue()));
  });
  replacer.recursivelyReplaceElementsIn(module, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
}

}  // namespace

bool IsDefinition(mlir::Operation* op) {
  if (auto function = mlir::dyn_cast<ir::FuncOp>(op)) return !function.isExternal();
  auto global = mlir::dyn_cast<ir::GlobalOp>(op);
  return !global || !global.isDeclaration();
}

absl::Status PackageCode::Add(std::string_view package, std::string_view bytes,
                              mlir::MLIRContext* context) {
  const std::string name = Concat("the code of package `", package, "`");
  absl::StatusOr<mlir::ModuleOp> read = ParseInterfaceFunctions(bytes, name, context);
  if (!read.ok()) return read.status();
  mlir::OwningOpRef<mlir::ModuleOp> module(*read);
  RenameInternals(*module, package);
  for (mlir::Operation& op : *module->getBody()) {
    if (auto type = mlir::dyn_cast<ir::StructDefOp>(op)) {
      types_.try_emplace(type.getNameAttr(), &op);
    } else if (auto type = mlir::dyn_cast<ir::EnumDefOp>(op)) {
      types_.try_emplace(type.getNameAttr(), &op);
    } else if (auto symbol = mlir::dyn_cast<mlir::SymbolOpInterface>(op)) {
      mlir::Operation*& known = symbols_[symbol.getNameAttr()];
      if (!known || (!IsDefinition(known) && IsDefinition(&op))) known = &op;
    }
  }
  modules_.push_back(std::move(module));
  return absl::OkStatus();
}

}  // namespace arc::comptime
