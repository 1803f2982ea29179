#include "compiler/lower/module_lowering.h"

#include "compiler/lower/constant_folding.h"
#include "compiler/lower/function_lowering.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"
#include "runtime/core/contract.h"

namespace arc::lower {

namespace {

// ArcDispatchRecord; its offsets are asserted by the contract.
llvm::StructType* DispatchRecordType(llvm::LLVMContext& context) {
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  llvm::Type* ptr = llvm::PointerType::get(context, 0);
  return llvm::StructType::get(context, {i32, i32, i64, i64, ptr, i64, ptr, ptr});
}

// Functions of the runtime, and C functions, that panics come out of.
bool MayPanic(llvm::StringRef symbol) {
  return symbol.starts_with("arc_rt_panic") ||
         llvm::is_contained({"arc_rt_alloc", "arc_rt_alloc_slow", "arc_rt_realloc", "arc_rt_once",
                             "arc_rt_args", "arc_rt_environment"},
                            symbol);
}

}  // namespace

std::string SpellType(mlir::Type type) {
  if (auto named = mlir::dyn_cast<ir::NamedType>(type)) return named.getName().str();
  if (auto array = mlir::dyn_cast<ir::ArrayType>(type)) {
    return "[" + std::to_string(array.getCount()) + "]" + SpellType(array.getElement());
  }
  if (mlir::isa<ir::ClosureType>(type)) return "closure";
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

ModuleLowering::ModuleLowering(mlir::ModuleOp source, llvm::LLVMContext& context,
                               const LowerOptions& options)
    : source_(source),
      context_(context),
      options_(options),
      module_(std::make_unique<llvm::Module>(source.getName().value_or("arc"), context)),
      layouts_(source),
      ownership_types_(source),
      ptr_(llvm::PointerType::get(context, 0)),
      i8_(llvm::Type::getInt8Ty(context)),
      i32_(llvm::Type::getInt32Ty(context)),
      i64_(llvm::Type::getInt64Ty(context)),
      unlikely_(llvm::MDBuilder(context).createUnlikelyBranchWeights()) {
  llvm::Triple triple(options.target_triple);
  module_->setTargetTriple(triple);
  module_->setDataLayout(triple.computeDataLayout());
  // For functions that passes make.
  module_->setFramePointer(llvm::FramePointerKind::All);
  debug_ = std::make_unique<DebugInfoBuilder>(*module_, layouts_, options, source);
  if (options.optimize) {
    llvm::MDBuilder builder(context);
    llvm::MDNode* root = builder.createTBAARoot("arc");
    auto access = [&](llvm::StringRef name) {
      llvm::MDNode* type = builder.createTBAAScalarTypeNode(name, root);
      return builder.createTBAAStructTagNode(type, type, 0);
    };
    count_access_ = access("count");
    data_access_ = access("data");
    header_access_ = access("header");
  }
}

std::unique_ptr<llvm::Module> ModuleLowering::Run() {
  DeclareFunctions();
  // Initializers of globals may refer to images.
  for (ir::ImageOp image : source_.getOps<ir::ImageOp>()) DefineImage(image);
  DeclareGlobals();
  for (mlir::Operation& op : *source_.getBody()) {
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    if (function && !function.isExternal()) {
      FunctionLowering(*this, function, Function(function.getSymNameAttr())).Run();
    }
  }
  // Initializers that were evaluated are of no use any more.
  for (llvm::Function* function : folded_initializers_) {
    if (function->use_empty()) function->eraseFromParent();
  }
  DefineComputeEntries();
  if (options_.refer_to_abi_version) ReferToAbiVersion();
  debug_->Finish();
  return std::move(module_);
}

// ---- types ----------------------------------------------------------------------------------

llvm::Type* ModuleLowering::Scalar(mlir::Type type) {
  if (auto integer = mlir::dyn_cast<mlir::IntegerType>(type)) {
    return llvm::IntegerType::get(context_, integer.getWidth());
  }
  if (type.isF32()) return llvm::Type::getFloatTy(context_);
  if (type.isF64()) return llvm::Type::getDoubleTy(context_);
  return ptr_;
}

llvm::Type* ModuleLowering::InMemory(mlir::Type type) {
  return type.isInteger(1) ? i8_ : Scalar(type);
}

llvm::Type* ModuleLowering::Storage(mlir::Type type) {
  if (mlir::isa<mlir::IntegerType, mlir::FloatType, ir::PtrType>(type)) return InMemory(type);
  return llvm::ArrayType::get(i8_, layouts_.Of(type).size);
}

llvm::FunctionType* ModuleLowering::Signature(mlir::TypeRange params, mlir::TypeRange results) {
  llvm::SmallVector<llvm::Type*, 8> types;
  for (mlir::Type param : params) types.push_back(Scalar(param));
  llvm::Type* result = results.empty() ? llvm::Type::getVoidTy(context_) : Scalar(results.front());
  return llvm::FunctionType::get(result, types, /*isVarArg=*/false);
}

// ---- functions ------------------------------------------------------------------------------

llvm::Type* ModuleLowering::InRegisters(mlir::Type type, unsigned words) {
  if (!mlir::isa<ir::NamedType, ir::ArrayType>(type)) return nullptr;
  const TypeLayout& layout = layouts_.Of(type);
  // A copy has to find the hidden word of the original.
  if (layout.copy_writes_source || layout.size > 8 * words) return nullptr;
  if (layouts_.Boxed(type)) return ptr_;
  switch (layout.size) {
    case 1:
    case 2:
    case 4:
    case 8:
      return llvm::IntegerType::get(context_, static_cast<unsigned>(layout.size * 8));
    case 16:
      return llvm::StructType::get(context_, {i64_, i64_});
    default:
      return nullptr;
  }
}

Convention ModuleLowering::ChooseConvention(ir::FuncOp op) {
  Convention convention;
  convention.in_register.resize(op.getNumArguments());
  if (op.getIsCAbi()) return convention;
  if (op.getLinkage() == ir::Linkage::Internal && by_address_.contains(op.getSymNameAttr())) {
    return convention;
  }
  for (unsigned i = 0; i < op.getNumArguments(); ++i) {
    ir::ParamAttr param = op.getParam(i);
    if (!param || !param.getPointee()) continue;
    switch (param.getMode()) {
      case ir::PassMode::Value:
      case ir::PassMode::Filled:
      case ir::PassMode::Cell:
        break;
      case ir::PassMode::Result:
        convention.result = InRegisters(param.getPointee(), 2);
        break;
      case ir::PassMode::Borrowed:
      case ir::PassMode::Owned:
        convention.in_register[i] = InRegisters(param.getPointee(), 1);
        break;
    }
  }
  return convention;
}

void ExtendLikeCallee(llvm::CallBase* call, const llvm::Function* callee) {
  for (auto kind : {llvm::Attribute::ZExt, llvm::Attribute::SExt}) {
    for (unsigned i = 0; i < callee->arg_size(); ++i) {
      if (callee->hasParamAttribute(i, kind)) call->addParamAttr(i, kind);
    }
    if (callee->hasRetAttribute(kind)) call->addRetAttr(kind);
  }
}

llvm::Function* ModuleLowering::FunctionByAddress(mlir::StringAttr symbol) {
  const Convention& convention = ConventionOf(symbol);
  llvm::Function* callee = Function(symbol);
  if (convention.IsByAddress()) return callee;
  std::string name = (symbol.getValue() + ".by_address").str();
  if (llvm::Function* known = Named(name)) return known;
  ir::FuncOp op = FunctionOp(symbol);
  llvm::FunctionType* type = Signature(op.getArgumentTypes(), op.getResultTypes());
  llvm::Function* function = MakeHelper(type, name);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context_, "", function));
  llvm::DISubprogram* subprogram = debug_->StartHelper(function);
  builder.SetCurrentDebugLocation(debug_->Location(op.getLoc(), subprogram));
  llvm::SmallVector<llvm::Value*, 8> arguments;
  for (unsigned i = 0; i < op.getNumArguments(); ++i) {
    if (i == 0 && convention.result) continue;
    llvm::Value* argument = function->getArg(i);
    if (llvm::Type* scalar = convention.in_register[i]) {
      uint32_t align = layouts_.Of(op.getParam(i).getPointee()).align;
      argument = builder.CreateAlignedLoad(scalar, argument, llvm::Align(align));
    }
    arguments.push_back(argument);
  }
  llvm::CallInst* call = builder.CreateCall(callee, arguments);
  ExtendLikeCallee(call, callee);
  if (convention.result) {
    uint32_t align = layouts_.Of(op.getParam(0).getPointee()).align;
    builder.CreateAlignedStore(call, function->getArg(0), llvm::Align(align));
  }
  if (callee->doesNotReturn()) {
    builder.CreateUnreachable();
  } else if (type->getReturnType()->isVoidTy()) {
    builder.CreateRetVoid();
  } else {
    builder.CreateRet(call);
  }
  return function;
}

void ModuleLowering::DeclareFunctions() {
  source_.walk([&](mlir::Operation* op) {
    if (auto closure = mlir::dyn_cast<ir::ClosureInitOp>(op)) {
      by_address_.insert(closure.getCalleeAttr().getAttr());
    } else if (auto address = mlir::dyn_cast<ir::FuncAddressOp>(op)) {
      by_address_.insert(address.getCalleeAttr().getAttr());
    } else if (auto image = mlir::dyn_cast<ir::ImageOp>(op)) {
      if (!image.getCode()) return;
      for (auto symbol : image.getCode()->getAsRange<mlir::FlatSymbolRefAttr>()) {
        by_address_.insert(symbol.getAttr());
      }
    } else if (auto global = mlir::dyn_cast<ir::GlobalOp>(op)) {
      if (global.getInitializerAttr()) by_address_.insert(global.getInitializerAttr().getAttr());
    }
  });
  for (mlir::Operation& op : *source_.getBody()) {
    if (auto function = mlir::dyn_cast<ir::FuncOp>(op)) {
      mlir::StringAttr name = function.getSymNameAttr();
      function_ops_[name] = function;
      functions_[name] = Declare(function);
    }
  }
}

void ModuleLowering::SetLinkage(llvm::GlobalObject* object, ir::Linkage linkage) {
  switch (linkage) {
    case ir::Linkage::Internal:
      object->setLinkage(llvm::GlobalValue::InternalLinkage);
      return;
    case ir::Linkage::Exported:
      // Programs are linked statically: nothing is seen from outside of them.
      object->setLinkage(llvm::GlobalValue::ExternalLinkage);
      object->setDSOLocal(true);
      return;
    case ir::Linkage::LinkOnce:
      object->setLinkage(llvm::GlobalValue::LinkOnceODRLinkage);
      object->setVisibility(llvm::GlobalValue::HiddenVisibility);
      object->setDSOLocal(true);
      object->setComdat(module_->getOrInsertComdat(object->getName()));
      return;
  }
}

// Link-once functions become the object's own when the optimizer runs: LLVM infers nothing about a
// function that the linker may replace, and a private one with a single call is inlined whatever
// its size. Each object brings all that it calls either way.
void ModuleLowering::SetFunctionLinkage(llvm::Function* function, ir::Linkage linkage) {
  if (linkage == ir::Linkage::LinkOnce && options_.optimize) linkage = ir::Linkage::Internal;
  SetLinkage(function, linkage);
}

void ModuleLowering::AddBodyAttributes(llvm::Function* function) {
  // Panics unwind through it, and debuggers and profilers as well. They leave at calls only.
  if (unwinds()) {
    function->setUWTableKind(llvm::UWTableKind::Sync);
  } else {
    function->setDoesNotThrow();
  }
  function->addFnAttr("frame-pointer", "all");
  // A frame larger than a page touches each of its pages, so that it cannot jump over the guard
  // page.
  function->addFnAttr("probe-stack", "inline-asm");
  // Reading or writing through a null pointer of the language faults, and the runtime reports the
  // fault. To LLVM it would be undefined, and optimizers would remove what leads there.
  function->addFnAttr(llvm::Attribute::NullPointerIsValid);
}

llvm::Function* ModuleLowering::Declare(ir::FuncOp op) {
  Convention convention = ChooseConvention(op);
  llvm::SmallVector<llvm::Type*, 8> params;
  for (auto [index, type] : llvm::enumerate(op.getArgumentTypes())) {
    if (index == 0 && convention.result) continue;
    llvm::Type* in_register = convention.in_register[index];
    params.push_back(in_register ? in_register : Scalar(type));
  }
  llvm::Type* result = convention.result             ? convention.result
                       : op.getResultTypes().empty() ? llvm::Type::getVoidTy(context_)
                                                     : Scalar(op.getResultTypes().front());
  llvm::FunctionType* type = llvm::FunctionType::get(result, params, /*isVarArg=*/false);
  llvm::Function* function =
      llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, op.getSymName(), *module_);
  function->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  if (op.isExternal()) {
    function->setDSOLocal(true);
    if (!unwinds() || (op.getIsCAbi() && !MayPanic(op.getSymName()))) function->setDoesNotThrow();
  } else {
    SetFunctionLinkage(function, op.getLinkage());
    AddBodyAttributes(function);
  }
  if (op.getIsNoreturn()) function->setDoesNotReturn();
  if (op.getIsCold()) {
    function->addFnAttr(llvm::Attribute::Cold);
    // A cold function that must be inlined only makes its block cold; LLVM rejects both attributes.
    if (!op.isExternal() && !op.getAlwaysInline()) function->addFnAttr(llvm::Attribute::NoInline);
  }
  if (op.getAlwaysInline()) {
    function->addFnAttr(llvm::Attribute::AlwaysInline);
  } else if (op.getNoInline() && !op.getIsCold()) {
    function->addFnAttr(llvm::Attribute::NoInline);
  }
  AddParamAttributes(op, function, convention);
  conventions_[op.getSymNameAttr()] = std::move(convention);
  return function;
}

void ModuleLowering::AddParamAttributes(ir::FuncOp op, llvm::Function* function,
                                        const Convention& convention) {
  // The C convention has callers widen small integers; within Arc both sides ignore the upper bits,
  // except that bools are 0 or 1.
  auto extension = [&](mlir::Type type) {
    if (type.isInteger(1)) return llvm::Attribute::ZExt;
    auto integer = mlir::dyn_cast<mlir::IntegerType>(type);
    if (!op.getIsCAbi() || !integer || integer.getWidth() >= 32) return llvm::Attribute::None;
    return integer.isSigned() ? llvm::Attribute::SExt : llvm::Attribute::ZExt;
  };
  for (auto [index, type] : llvm::enumerate(op.getArgumentTypes())) {
    if (index == 0 && convention.result) continue;
    unsigned i = static_cast<unsigned>(index) - (convention.result ? 1 : 0);
    // Padding, and the payload of a case without one, have no defined bits.
    if (convention.in_register[index]) continue;
    if (auto kind = extension(type); kind != llvm::Attribute::None) {
      function->addParamAttr(i, kind);
    }
    if (!op.getIsCAbi()) function->addParamAttr(i, llvm::Attribute::NoUndef);
    ir::ParamAttr param = op.getParam(static_cast<unsigned>(index));
    if (!param || !param.getPointee() || param.getMode() == ir::PassMode::Value ||
        param.getMode() == ir::PassMode::Cell) {
      continue;
    }

    const TypeLayout& layout = layouts_.Of(param.getPointee());
    llvm::AttrBuilder attributes(context_);
    attributes.addAttribute(llvm::Attribute::NoAlias);
    attributes.addAttribute(llvm::Attribute::NonNull);
    attributes.addCapturesAttr(llvm::CaptureInfo::none());
    if (layout.size) attributes.addDereferenceableAttr(layout.size);
    attributes.addAlignmentAttr(layout.align);
    if (param.getMode() == ir::PassMode::Owned) {
      // The callee may write there while it takes the value apart.
    } else if (param.isResultPlace()) {
      attributes.addAttribute(llvm::Attribute::Writable);
    } else if (layout.copy_writes_source) {
      // Copying it may write its hidden word, and two arguments may be the same place.
      attributes.removeAttribute(llvm::Attribute::NoAlias);
    } else {
      attributes.addAttribute(llvm::Attribute::ReadOnly);
    }
    function->addParamAttrs(i, attributes);
  }
  if (!op.getResultTypes().empty()) {
    if (auto kind = extension(op.getResultTypes().front()); kind != llvm::Attribute::None) {
      function->addRetAttr(kind);
    }
    if (!op.getIsCAbi()) function->addRetAttr(llvm::Attribute::NoUndef);
  }
}

llvm::Function* ModuleLowering::Named(llvm::StringRef name) { return module_->getFunction(name); }

llvm::Function* ModuleLowering::MakeHelper(llvm::FunctionType* type, const llvm::Twine& name) {
  llvm::Function* function =
      llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, *module_);
  SetFunctionLinkage(function, ir::Linkage::LinkOnce);
  function->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  AddBodyAttributes(function);
  return function;
}

llvm::Constant* ModuleLowering::Personality() {
  auto* type = llvm::FunctionType::get(i32_, false);
  return llvm::cast<llvm::Constant>(
      module_->getOrInsertFunction(ARC_RT_PERSONALITY_SYMBOL, type).getCallee());
}

llvm::Function* ModuleLowering::Intrinsic(llvm::Intrinsic::ID id, llvm::Type* type) {
  llvm::Function*& known = intrinsics_[{id, type}];
  if (!known) known = llvm::Intrinsic::getOrInsertDeclaration(module_.get(), id, type);
  return known;
}

llvm::FunctionCallee ModuleLowering::Runtime(RuntimeFunction which) {
  llvm::FunctionCallee& known = runtime_[static_cast<size_t>(which)];
  if (known) return known;
  llvm::Type* none = llvm::Type::getVoidTy(context_);
  auto declare = [&](llvm::StringRef name, llvm::Type* result, llvm::ArrayRef<llvm::Type*> params) {
    // The module may declare it too, as an extern "C" function of the standard library.
    auto* type = llvm::FunctionType::get(result, params, false);
    llvm::FunctionCallee callee = module_->getOrInsertFunction(name, type);
    auto* function = llvm::cast<llvm::Function>(callee.getCallee());
    if (!unwinds() || !MayPanic(name)) function->setDoesNotThrow();
    function->setDSOLocal(true);
    return function;
  };
  auto panic = [&](llvm::StringRef name, llvm::ArrayRef<llvm::Type*> params) {
    llvm::Function* function = declare(name, none, params);
    function->setDoesNotReturn();
    function->addFnAttr(llvm::Attribute::Cold);
    // Each call tells its own position by its return address.
    function->addFnAttr(llvm::Attribute::NoMerge);
    return function;
  };
  switch (which) {
    case RuntimeFunction::Alloc: {
      llvm::Function* function = declare("arc_rt_alloc", ptr_, {i64_});
      function->addRetAttr(llvm::Attribute::NoAlias);
      function->addRetAttr(llvm::Attribute::NonNull);
      function->addRetAttr(llvm::Attribute::getWithAlignment(context_, llvm::Align(8)));
      function->addFnAttr(llvm::Attribute::getWithAllocSizeArgs(context_, 0, {}));
      function->addFnAttr(llvm::Attribute::get(
          context_, llvm::Attribute::AllocKind,
          static_cast<uint64_t>(llvm::AllocFnKind::Alloc | llvm::AllocFnKind::Uninitialized)));
      function->addFnAttr("alloc-family", "arc_rt");
      known = function;
      break;
    }
    case RuntimeFunction::Free: {
      llvm::Function* function = declare("arc_rt_free", none, {ptr_, i64_});
      function->addParamAttr(0, llvm::Attribute::AllocatedPointer);
      function->addParamAttr(
          0, llvm::Attribute::getWithCaptureInfo(context_, llvm::CaptureInfo::none()));
      function->addFnAttr(llvm::Attribute::get(context_, llvm::Attribute::AllocKind,
                                               static_cast<uint64_t>(llvm::AllocFnKind::Free)));
      function->addFnAttr("alloc-family", "arc_rt");
      known = function;
      break;
    }
    case RuntimeFunction::Once: {
      llvm::Function* function = declare("arc_rt_once", none, {ptr_, ptr_, ptr_});
      function->addFnAttr(llvm::Attribute::Cold);
      known = function;
      break;
    }
    case RuntimeFunction::DropFrames: {
      // The address is the same for the whole life of a thread, and no function moves to another.
      llvm::Function* function = declare("arc_rt_drop_frames", ptr_, {});
      function->setMemoryEffects(llvm::MemoryEffects::none());
      function->addFnAttr(llvm::Attribute::WillReturn);
      function->addRetAttr(llvm::Attribute::NonNull);
      known = function;
      break;
    }
    case RuntimeFunction::PanicAdd:
      known = panic("arc_rt_panic_overflow_add", {});
      break;
    case RuntimeFunction::PanicSub:
      known = panic("arc_rt_panic_overflow_sub", {});
      break;
    case RuntimeFunction::PanicMul:
      known = panic("arc_rt_panic_overflow_mul", {});
      break;
    case RuntimeFunction::PanicDiv:
      known = panic("arc_rt_panic_overflow_div", {});
      break;
    case RuntimeFunction::PanicRem:
      known = panic("arc_rt_panic_overflow_rem", {});
      break;
    case RuntimeFunction::PanicNeg:
      known = panic("arc_rt_panic_overflow_neg", {});
      break;
    case RuntimeFunction::PanicDivZero:
      known = panic("arc_rt_panic_div_zero", {});
      break;
    case RuntimeFunction::PanicBounds:
      known = panic("arc_rt_panic_bounds", {i64_, i64_});
      break;
    case RuntimeFunction::PanicBoundsUnsigned:
      known = panic("arc_rt_panic_bounds_u", {i64_, i64_});
      break;
    case RuntimeFunction::PanicCast:
      known = panic("arc_rt_panic_cast", {});
      break;
    case RuntimeFunction::PanicShift:
      known = panic("arc_rt_panic_shift", {i64_, i32_});
      break;
  }
  return known;
}

// ---- data -----------------------------------------------------------------------------------

llvm::Constant* ModuleLowering::StringData(mlir::StringAttr bytes) {
  llvm::Constant*& known = strings_[bytes];
  if (known) return known;
  if (bytes.getValue().empty()) {
    // Any address that is not null will do.
    return known = llvm::ConstantExpr::getIntToPtr(llvm::ConstantInt::get(i64_, 1), ptr_);
  }
  auto* data = llvm::ConstantDataArray::getString(context_, bytes.getValue(), /*AddNull=*/false);
  auto* global = new llvm::GlobalVariable(*module_, data->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, data, "str");
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(llvm::Align(1));
  return known = global;
}

void ModuleLowering::DeclareGlobals() {
  llvm::SmallVector<ir::GlobalOp> globals;
  for (mlir::Operation& op : *source_.getBody()) {
    if (auto global = mlir::dyn_cast<ir::GlobalOp>(op)) globals.push_back(global);
  }
  for (ir::GlobalOp op : globals) {
    const TypeLayout& layout = layouts_.Of(op.getType());
    auto* storage =
        new llvm::GlobalVariable(*module_, Storage(op.getType()), /*isConstant=*/false,
                                 llvm::GlobalValue::ExternalLinkage, nullptr, op.getSymName());
    storage->setAlignment(llvm::Align(std::max(8u, layout.align)));
    storage->setDSOLocal(true);
    Global& global = globals_[op.getSymNameAttr()];
    global.storage = storage;
    DefineGlobal(op, global);
  }
}

// Each global that is not known at compile time consists of three symbols: the place, a state word
// `<name>.state` (see arc_rt_once), and a function `<name>.initialize` that runs the initializer
// unless somebody did. Other objects refer to all three.
void ModuleLowering::DefineGlobal(ir::GlobalOp op, Global& global) {
  bool defined = static_cast<bool>(op.getInitializerAttr());
  llvm::GlobalVariable* storage = global.storage;
  llvm::Constant* value = defined ? FoldInitializer(*this, op) : nullptr;
  if (value) {
    llvm::Function* initializer = Function(op.getInitializerAttr().getAttr());
    if (initializer->hasLocalLinkage() && !llvm::is_contained(folded_initializers_, initializer)) {
      folded_initializers_.push_back(initializer);
    }
    // The value has a type of its own (bytes and pointers); so has the variable then.
    auto* constant = new llvm::GlobalVariable(*module_, value->getType(), /*isConstant=*/true,
                                              storage->getLinkage(), value, "");
    constant->takeName(storage);
    constant->setAlignment(storage->getAlign());
    constant->setDSOLocal(true);
    storage->eraseFromParent();
    global.storage = storage = constant;
    SetLinkage(storage, op.getLinkage());
    if (op.getLinkage() == ir::Linkage::Internal) return;
    // Other objects do not know that it is constant: they find the state "done".
    return DefineInitialized(op.getSymName(), op.getLinkage(), op.getLoc());
  }
  if (defined) {
    storage->setInitializer(llvm::Constant::getNullValue(storage->getValueType()));
    SetLinkage(storage, op.getLinkage());
  }

  llvm::Constant* state_value = nullptr;
  if (defined) state_value = llvm::ConstantInt::get(i32_, 0);
  auto* state = new llvm::GlobalVariable(*module_, i32_, /*isConstant=*/false,
                                         llvm::GlobalValue::ExternalLinkage, state_value,
                                         op.getSymName() + ".state");
  state->setAlignment(llvm::Align(4));
  state->setDSOLocal(true);
  auto* initialize = llvm::Function::Create(
      llvm::FunctionType::get(llvm::Type::getVoidTy(context_), false),
      llvm::GlobalValue::ExternalLinkage, op.getSymName() + ".initialize", *module_);
  initialize->setDSOLocal(true);
  initialize->addFnAttr(llvm::Attribute::Cold);
  if (defined) {
    SetLinkage(state, op.getLinkage());
    SetLinkage(initialize, op.getLinkage());
    AddBodyAttributes(initialize);
    initialize->addFnAttr(llvm::Attribute::NoInline);
    llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context_, "", initialize));
    llvm::DISubprogram* subprogram = debug_->StartHelper(initialize);
    builder.SetCurrentDebugLocation(debug_->Location(op.getLoc(), subprogram));
    llvm::Function* run = FunctionByAddress(op.getInitializerAttr().getAttr());
    builder.CreateCall(Runtime(RuntimeFunction::Once), {state, run, storage});
    builder.CreateRetVoid();
  }
  global.state = state;
  global.initialize = initialize;
}

const ModuleLowering::Global& ModuleLowering::GlobalOf(mlir::StringAttr symbol) {
  return globals_.find(symbol)->second;
}

void ModuleLowering::DefineComputeEntries() {
  llvm::StructType* type = DispatchRecordType(context_);
  llvm::SmallVector<llvm::GlobalValue*> records;
  for (mlir::Operation& op : *source_.getBody()) {
    auto entry = mlir::dyn_cast<ir::ComputeEntryOp>(op);
    if (!entry) continue;
    auto address = [&](mlir::FlatSymbolRefAttr symbol) -> llvm::Constant* {
      return symbol ? static_cast<llvm::Constant*>(FunctionByAddress(symbol.getAttr()))
                    : llvm::ConstantPointerNull::get(ptr_);
    };
    auto number = [](llvm::Type* t, uint64_t value) { return llvm::ConstantInt::get(t, value); };
    llvm::Constant* value = llvm::ConstantStruct::get(
        type,
        {number(i32_, ARC_DISPATCH_RECORD_MAGIC), number(i32_, ARC_WIRE_VERSION),
         number(i64_, entry.getArgumentsFingerprint()), number(i64_, entry.getResultFingerprint()),
         StringData(entry.getIdAttr()), number(i64_, entry.getId().size()),
         address(entry.getEntryAttr()), address(entry.getThreadEntryAttr())});
    auto* record = new llvm::GlobalVariable(*module_, type, /*isConstant=*/true,
                                            llvm::GlobalValue::InternalLinkage, value,
                                            "arc.dispatch." + entry.getId());
    record->setSection(ARC_DISPATCH_SECTION);
    record->setAlignment(llvm::Align(8));
    records.push_back(record);
  }
  // The linker keeps the section; here nothing refers to it.
  if (!records.empty()) llvm::appendToCompilerUsed(*module_, records);
}

void ModuleLowering::ReferToAbiVersion() {
  auto* version =
      new llvm::GlobalVariable(*module_, i32_, /*isConstant=*/true,
                               llvm::GlobalValue::ExternalLinkage, nullptr, ARC_RT_ABI_SYMBOL);
  version->setDSOLocal(true);
  auto* reference =
      new llvm::GlobalVariable(*module_, ptr_, /*isConstant=*/true,
                               llvm::GlobalValue::ExternalLinkage, version, "arc.abi_version");
  SetLinkage(reference, ir::Linkage::LinkOnce);
  reference->setSection(".rodata.arc.abi");
  llvm::appendToUsed(*module_, {reference});
}

std::unique_ptr<llvm::Module> LowerToLlvm(mlir::ModuleOp module, llvm::LLVMContext& context,
                                          const LowerOptions& options) {
  return ModuleLowering(module, context, options).Run();
}

}  // namespace arc::lower
