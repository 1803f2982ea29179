// Algorithm: one map from name to definition; each definition is searched once for containment
// cycles (depth first, three colours); one walk over all operations checks the types and indices
// they name.

#include "compiler/ir/verify_module.h"

#include "compiler/ir/tir.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Pass/Pass.h"

namespace arc::ir {

namespace {

class ModuleVerifier {
 public:
  explicit ModuleVerifier(mlir::ModuleOp module) : module_(module), symbols_(module) {}

  mlir::LogicalResult Run() {
    for (mlir::Operation& op : *module_.getBody()) {
      mlir::StringAttr name =
          llvm::TypeSwitch<mlir::Operation*, mlir::StringAttr>(&op)
              .Case<StructDefOp, EnumDefOp>([](auto d) { return d.getNameAttr(); })
              .Default([](mlir::Operation*) { return mlir::StringAttr(); });
      if (!name) continue;
      auto [entry, is_new] = definitions_.try_emplace(name, &op);
      if (!is_new) {
        mlir::InFlightDiagnostic diagnostic = op.emitOpError() << name << " is defined twice";
        diagnostic.attachNote(entry->second->getLoc()) << "first here";
        ok_ = false;
      }
    }
    for (mlir::Operation& op : *module_.getBody()) {
      if (mlir::isa<StructDefOp, EnumDefOp>(&op)) VisitDefinition(&op);
    }
    module_.walk([&](mlir::Operation* op) { VerifyOperation(op); });
    return mlir::success(ok_);
  }

 private:
  enum class Colour { White, Grey, Black };

  void Fail(mlir::InFlightDiagnostic) { ok_ = false; }

  mlir::Operation* Definition(mlir::Type type) {
    auto named = mlir::dyn_cast<NamedType>(type);
    return named ? definitions_.lookup(named.getName()) : nullptr;
  }

  // Each named type inside `type` must be known. Reports at `op`.
  void VerifyType(mlir::Operation* op, mlir::Type type) {
    while (auto array = mlir::dyn_cast<ArrayType>(type)) type = array.getElement();
    auto named = mlir::dyn_cast<NamedType>(type);
    if (named && !definitions_.count(named.getName())) {
      Fail(op->emitOpError() << "names the type " << named.getName() << ", which is not defined");
    }
  }

  template <typename Fn>
  static void ForEachField(mlir::Operation* definition, Fn fn) {
    if (auto struct_def = mlir::dyn_cast<StructDefOp>(definition)) {
      for (mlir::Attribute field : struct_def.getFields()) fn(mlir::cast<FieldAttr>(field));
    } else if (auto enum_def = mlir::dyn_cast<EnumDefOp>(definition)) {
      for (mlir::Attribute enum_case : enum_def.getCases()) {
        for (FieldAttr field : mlir::cast<CaseAttr>(enum_case).getFields()) fn(field);
      }
    }
  }

  void VisitDefinition(mlir::Operation* definition) {
    Colour& colour = colours_[definition];
    if (colour == Colour::Black) return;
    if (colour == Colour::Grey) {
      Fail(definition->emitOpError("contains itself without a box"));
      return;
    }
    colour = Colour::Grey;
    // A boxed enum ends the chain: its cells are elsewhere.
    auto enum_def = mlir::dyn_cast<EnumDefOp>(definition);
    bool boxed = enum_def && enum_def.getBoxed();
    ForEachField(definition, [&](FieldAttr field) {
      VerifyType(definition, field.getType());
      mlir::Type type = field.getType();
      while (auto array = mlir::dyn_cast<ArrayType>(type)) type = array.getElement();
      mlir::Operation* inner = Definition(type);
      if (inner && !boxed) VisitDefinition(inner);
    });
    colours_[definition] = Colour::Black;
    if (auto struct_def = mlir::dyn_cast<StructDefOp>(definition)) {
      VerifyHook(struct_def, struct_def.getDropAttr(), "drop");
      VerifyHook(struct_def, struct_def.getCopyHookAttr(), "copy_hook");
    }
  }

  void VerifyHook(StructDefOp op, mlir::FlatSymbolRefAttr symbol, llvm::StringRef what) {
    if (!symbol) return;
    auto function = symbols_.lookup<FuncOp>(symbol.getAttr());
    if (!function) {
      Fail(op.emitOpError() << what << ' ' << symbol << " is no function");
      return;
    }
    if (function.getArgumentTypes().size() != 1 ||
        !mlir::isa<PtrType>(function.getArgumentTypes()[0]) || !function.getResultTypes().empty()) {
      Fail(op.emitOpError() << what << ' ' << symbol << " must take one address and give nothing");
    }
  }

  template <typename Op>
  EnumDefOp Enum(Op op) {
    auto enum_def = mlir::dyn_cast_or_null<EnumDefOp>(Definition(op.getType()));
    if (!enum_def) Fail(op.emitOpError() << op.getType() << " is no enum");
    return enum_def;
  }

  // The case that an operation on an enum names; null after a report.
  template <typename Op>
  CaseAttr Case(Op op) {
    EnumDefOp enum_def = Enum(op);
    if (!enum_def) return {};
    if (op.getCaseIndex() < enum_def.getCases().size()) {
      return mlir::cast<CaseAttr>(enum_def.getCases()[op.getCaseIndex()]);
    }
    Fail(op.emitOpError() << "case " << op.getCaseIndex() << " of " << enum_def.getCases().size());
    return {};
  }

  void VerifyOperation(mlir::Operation* op) {
    llvm::TypeSwitch<mlir::Operation*>(op)
        .Case<LocalOp, DebugPlaceOp, ZeroOp, CopyOp, MoveOp, BorrowOp, DropOp, SizeOfOp, AlignOfOp,
              DropGlueOp, AllocObjectOp, FreeObjectOp, GlobalOp, CompleteOp, GuardOp>(
            [&](auto typed) {
              VerifyType(typed, typed->template getAttrOfType<mlir::TypeAttr>("type").getValue());
            })
        .Case([&](StructInitOp init) {
          if (!mlir::isa_and_nonnull<StructDefOp>(Definition(init.getType()))) {
            Fail(init.emitOpError() << init.getType() << " is no struct");
          }
        })
        .Case([&](ElementAddressOp element) { VerifyType(element, element.getElement()); })
        .Case([&](FieldAddressOp address) {
          auto struct_def =
              mlir::dyn_cast_or_null<StructDefOp>(Definition(address.getStructType()));
          if (!struct_def) {
            Fail(address.emitOpError() << address.getStructType() << " is no struct");
          } else if (address.getField() >= struct_def.getFields().size()) {
            Fail(address.emitOpError()
                 << "field " << address.getField() << " of " << struct_def.getFields().size());
          }
        })
        .Case([&](EnumTagOp tag) { Enum(tag); })
        .Case([&](EnumInitOp init) { Case(init); })
        .Case([&](TakeApartOp take) {
          if (CaseAttr one = Case(take)) {
            if (one.getFields().size() != take.getFields().size()) {
              Fail(take.emitOpError() << "gives " << take.getFields().size() << " places to "
                                      << one.getFields().size() << " fields");
            }
          }
        })
        .Case([&](FreeCellOp free) { Case(free); })
        .Case([&](EnumPayloadOp payload) {
          CaseAttr one = Case(payload);
          if (one && payload.getField() >= one.getFields().size()) {
            Fail(payload.emitOpError()
                 << "field " << payload.getField() << " of " << one.getFields().size());
          }
        })
        .Case([&](GlobalAddressOp) {})
        .Case([&](FuncOp function) {
          if (mlir::ArrayAttr params = function.getParamsAttr()) {
            for (mlir::Attribute param : params) {
              if (mlir::Type pointee = mlir::cast<ParamAttr>(param).getPointee()) {
                VerifyType(function, pointee);
              }
            }
          }
        })
        .Default([](mlir::Operation*) {});
    if (auto global = mlir::dyn_cast<GlobalOp>(op)) VerifyInitializer(global);
  }

  void VerifyInitializer(GlobalOp global) {
    mlir::FlatSymbolRefAttr symbol = global.getInitializerAttr();
    if (!symbol) return;
    auto function = symbols_.lookup<FuncOp>(symbol.getAttr());
    if (!function || function.getArgumentTypes().size() != 1 ||
        !mlir::isa<PtrType>(function.getArgumentTypes()[0]) || !function.getResultTypes().empty()) {
      Fail(global.emitOpError() << "initializer " << symbol
                                << " must be a function that takes one address");
    }
  }

  mlir::ModuleOp module_;
  mlir::SymbolTable symbols_;
  llvm::DenseMap<mlir::StringAttr, mlir::Operation*> definitions_;
  llvm::DenseMap<mlir::Operation*, Colour> colours_;
  bool ok_ = true;
};

struct VerifyModulePass : mlir::PassWrapper<VerifyModulePass, mlir::OperationPass<mlir::ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(VerifyModulePass)
  llvm::StringRef getArgument() const override { return "tir-verify-module"; }
  llvm::StringRef getDescription() const override {
    return "check what needs the definitions of named types";
  }
  void runOnOperation() override {
    if (failed(verifyNamedTypes(getOperation()))) signalPassFailure();
    markAllAnalysesPreserved();
  }
};

}  // namespace

mlir::LogicalResult verifyNamedTypes(mlir::ModuleOp module) { return ModuleVerifier(module).Run(); }

void registerVerifyModulePass() { mlir::PassRegistration<VerifyModulePass>(); }

}  // namespace arc::ir
