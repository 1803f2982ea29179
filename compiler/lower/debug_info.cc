#include "compiler/lower/debug_info.h"

#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Module.h"
#include "mlir/IR/Location.h"

namespace arc::lower {

namespace {

// Functions whose names begin so are left out of stack traces (runtime/core/contract.h). The byte
// 1, which the contract offers too, does not get into DWARF: LLVM takes it for the mark of an
// unmangled name and drops it.
constexpr char kHidden[] = "arc_rt_hidden.";

mlir::FileLineColLoc Position(mlir::Location location) {
  if (auto position = mlir::dyn_cast<mlir::FileLineColLoc>(location)) return position;
  mlir::FileLineColLoc found;
  location->walk([&](mlir::Location inner) {
    found = mlir::dyn_cast<mlir::FileLineColLoc>(inner);
    return found ? mlir::WalkResult::interrupt() : mlir::WalkResult::advance();
  });
  return found;
}

}  // namespace

DebugInfoBuilder::DebugInfoBuilder(llvm::Module& module, Layouts& layouts,
                                   const LowerOptions& options, mlir::ModuleOp source)
    : options_(options), layouts_(layouts), module_(module) {
  if (options.debug == DebugInfo::None) return;
  builder_ = std::make_unique<llvm::DIBuilder>(module);
  module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  module.addModuleFlag(llvm::Module::Max, "Dwarf Version", 5);
  // The unit is named after the first file.
  for (mlir::Operation& op : *source.getBody()) {
    if (mlir::FileLineColLoc position = Position(op.getLoc())) {
      main_file_ = File(position.getFilename());
      break;
    }
  }
  if (!main_file_) main_file_ = builder_->createFile(module.getName(), options.compilation_folder);
  // DebugInfoForProfiling: with line tables only, LLVM else leaves out each function into which
  // nothing is inlined, and with it its name, that it is hidden, and the line of its prologue.
  unit_ = builder_->createCompileUnit(
      llvm::DISourceLanguageName(llvm::dwarf::DW_LANG_C_plus_plus_14), main_file_, options.producer,
      options.optimize, /*Flags=*/"", /*RV=*/0, /*SplitName=*/"",
      options.debug == DebugInfo::Full ? llvm::DICompileUnit::FullDebug
                                       : llvm::DICompileUnit::LineTablesOnly,
      /*DWOId=*/0, /*SplitDebugInlining=*/true, /*DebugInfoForProfiling=*/true,
      llvm::DICompileUnit::DebugNameTableKind::None);
  no_signature_ = builder_->createSubroutineType(builder_->getOrCreateTypeArray({}));
  if (WantsVariables()) DescribeEnvironments(source);
}

void DebugInfoBuilder::Finish() {
  if (builder_) builder_->finalize();
}

llvm::DIFile* DebugInfoBuilder::File(mlir::StringAttr path) {
  llvm::DIFile*& file = files_[path];
  if (!file) file = builder_->createFile(path.getValue(), options_.compilation_folder);
  return file;
}

llvm::DISubroutineType* DebugInfoBuilder::SignatureOf(ir::FuncOp op) {
  if (options_.debug != DebugInfo::Full) return no_signature_;
  llvm::SmallVector<llvm::Metadata*, 8> types;
  ir::ParamAttr first = op.getNumArguments() ? op.getParam(0) : ir::ParamAttr();
  bool has_place = first && first.isResultPlace();
  if (has_place) {
    // The value is in the caller's place. Said to be a result, debuggers would look for it where C
    // leaves one, and show what they find there.
    types.push_back(nullptr);
  } else {
    types.push_back(op.getResultTypes().empty() ? nullptr : Type(op.getResultTypes()[0], ""));
  }
  for (auto [index, type] : llvm::enumerate(op.getArgumentTypes())) {
    if (has_place && index == 0) continue;
    ir::ParamAttr param = op.getParam(static_cast<unsigned>(index));
    if (param && param.getMode() == ir::PassMode::Cell) continue;  // none of the user's
    types.push_back(Type(param && param.getPointee() ? param.getPointee() : type, ""));
  }
  return builder_->createSubroutineType(builder_->getOrCreateTypeArray(types));
}

llvm::DISubprogram* DebugInfoBuilder::StartFunction(ir::FuncOp op, llvm::Function* function) {
  if (!builder_) return nullptr;
  llvm::StringRef name = op.getDisplayName().value_or(op.getSymName());
  std::string hidden_name;
  if (op.getHideInTraces()) name = hidden_name = kHidden + name.str();
  mlir::FileLineColLoc position = Position(op.getLoc());
  llvm::DIFile* file = position ? File(position.getFilename()) : main_file_;
  unsigned line = position ? position.getLine() : 0;
  auto flags = llvm::DISubprogram::SPFlagDefinition;
  if (options_.optimize) flags |= llvm::DISubprogram::SPFlagOptimized;
  if (op.getLinkage() == ir::Linkage::Internal) flags |= llvm::DISubprogram::SPFlagLocalToUnit;
  // No linkage name: debuggers would try to demangle it and show it in place of the name.
  llvm::DISubprogram* subprogram =
      builder_->createFunction(file, name, /*LinkageName=*/"", file, line, SignatureOf(op), line,
                               llvm::DINode::FlagPrototyped, flags);
  function->setSubprogram(subprogram);
  if (WantsVariables()) {
    scopes_[subprogram] = std::make_unique<DebugScopes>(*builder_, subprogram, op);
  }
  return subprogram;
}

llvm::DISubprogram* DebugInfoBuilder::StartHelper(llvm::Function* function) {
  if (!builder_) return nullptr;
  std::string name = kHidden + function->getName().str();
  auto flags = llvm::DISubprogram::SPFlagDefinition;
  if (options_.optimize) flags |= llvm::DISubprogram::SPFlagOptimized;
  llvm::DISubprogram* subprogram =
      builder_->createFunction(main_file_, name, /*LinkageName=*/"", main_file_, 0, no_signature_,
                               0, llvm::DINode::FlagArtificial, flags);
  function->setSubprogram(subprogram);
  return subprogram;
}

llvm::DebugLoc DebugInfoBuilder::Location(mlir::Location location, llvm::DISubprogram* subprogram) {
  if (!subprogram) return {};
  mlir::FileLineColLoc position = Position(location);
  llvm::LLVMContext& context = module_.getContext();
  // Looking for an equal one takes longer than making another, and only optimizers make use of it.
  const auto make = [&](unsigned line, unsigned column, llvm::DIScope* scope) {
    return options_.optimize ? llvm::DILocation::get(context, line, column, scope)
                             : llvm::DILocation::getDistinct(context, line, column, scope);
  };
  if (!position) return make(0, 0, subprogram);
  llvm::DIScope* scope = subprogram;
  llvm::DIFile* file = File(position.getFilename());
  if (file != subprogram->getFile()) {
    // Code of another file inside a function: spliced or generated from there.
    scope = builder_->createLexicalBlockFile(subprogram, file);
  } else if (auto scopes = scopes_.find(subprogram); scopes != scopes_.end()) {
    scope = scopes->second->At(position.getLine(), position.getColumn());
  }
  return make(position.getLine(), position.getColumn(), scope);
}

void DebugInfoBuilder::DescribeVariable(llvm::DISubprogram* subprogram, const Variable& variable,
                                        llvm::Value* storage, bool indirect,
                                        llvm::BasicBlock* block) {
  mlir::FileLineColLoc position = Position(variable.location);
  llvm::DIFile* file = position ? File(position.getFilename()) : main_file_;
  unsigned line = position ? position.getLine() : 0;
  llvm::DIScope* scope = subprogram;
  // Parameters are the function's; of code from other files nothing is known.
  auto scopes = scopes_.find(subprogram);
  if (!variable.parameter && scopes != scopes_.end() && file == subprogram->getFile()) {
    scope = scopes->second->Of(variable.visible);
  }
  llvm::DIType* type = Type(variable.type, variable.type_name);
  llvm::DILocalVariable* described =
      variable.parameter
          ? builder_->createParameterVariable(subprogram, variable.name, variable.parameter, file,
                                              line, type, /*AlwaysPreserve=*/true)
          : builder_->createAutoVariable(scope, variable.name, file, line, type,
                                         /*AlwaysPreserve=*/true);
  llvm::DIExpression* expression = indirect ? builder_->createExpression({llvm::dwarf::DW_OP_deref})
                                            : builder_->createExpression();
  llvm::DILocation* location =
      llvm::DILocation::get(module_.getContext(), line, position ? position.getColumn() : 0, scope);
  if (llvm::Instruction* terminator = block->getTerminator()) {
    builder_->insertDeclare(storage, described, expression, location, terminator->getIterator());
  } else {
    builder_->insertDeclare(storage, described, expression, location, block);
  }
}

}  // namespace arc::lower
