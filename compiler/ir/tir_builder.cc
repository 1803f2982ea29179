// Builder: module, files, types, functions, blocks and control flow.

#include "compiler/ir/tir_builder.h"

#include <utility>

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder_impl.h"
#include "llvm/Support/MathExtras.h"
#include "mlir/IR/Builders.h"

namespace arc::tir {

namespace {

// Dialects must be loaded before operation names and types of them are looked up.
mlir::MLIRContext* Prepared(mlir::MLIRContext* context) {
  context->loadDialect<ir::TIRDialect, mlir::cf::ControlFlowDialect>();
  return context;
}

ir::Linkage Convert(Linkage linkage) {
  switch (linkage) {
    case Linkage::Internal:
      return ir::Linkage::Internal;
    case Linkage::Exported:
      return ir::Linkage::Exported;
    case Linkage::LinkOnce:
      return ir::Linkage::LinkOnce;
  }
  llvm_unreachable("unknown linkage");
}

bool Same(const SourcePosition& a, const SourcePosition& b) {
  return a.line == b.line && a.column == b.column && a.file == b.file;
}

}  // namespace

Builder::Impl::Impl(mlir::MLIRContext* context, std::string_view module_name)
    : context(Prepared(context)),
      module(mlir::ModuleOp::create(mlir::UnknownLoc::get(context), Ref(module_name))),
      names(context),
      empty_attributes(mlir::DictionaryAttr::get(context)),
      location(mlir::UnknownLoc::get(context)) {
  ptr = ir::PtrType::get(context);
  closure = ir::ClosureType::get(context);
  boolean = mlir::IntegerType::get(context, 1);
  f32 = mlir::Float32Type::get(context);
  f64 = mlir::Float64Type::get(context);
  for (unsigned i = 0; i < integers.size(); ++i) {
    integers[i][0] = mlir::IntegerType::get(context, 8u << i, mlir::IntegerType::Unsigned);
    integers[i][1] = mlir::IntegerType::get(context, 8u << i, mlir::IntegerType::Signed);
  }
  ui32 = integers[2][0];
  si32 = integers[2][1];
  ui64 = integers[3][0];
}

Builder::Impl::~Impl() { SettleBlocks(); }

void Builder::Impl::UpdateLocation() {
  location_stale = false;
  if (position.line == 0 || position.file >= files.size()) {
    location = mlir::UnknownLoc::get(context);
    return;
  }
  KnownLocation& known =
      known_locations[(position.line * 29 + position.column) % known_locations.size()];
  if (!known.location || !Same(known.position, position)) {
    known = {position,
             mlir::FileLineColLoc::get(files[position.file], position.line, position.column)};
  }
  location = known.location;
}

mlir::FlatSymbolRefAttr Builder::Impl::Symbol(std::string_view symbol) {
  auto known = functions_by_symbol.find(Ref(symbol));
  if (known != functions_by_symbol.end()) return known->second->symbol;
  return mlir::FlatSymbolRefAttr::get(context, Ref(symbol));
}

void Builder::Impl::StartUnreachableBlock() {
  block = new mlir::Block;
  region->push_back(block);
}

void Builder::Impl::SettleBlocks() {
  for (auto [detached, region] : detached_blocks) {
    if (detached->use_empty()) {
      delete detached;
    } else {
      region->push_back(detached);
    }
  }
  detached_blocks.clear();
}

Builder::Builder(mlir::MLIRContext* context, std::string_view module_name)
    : impl_(std::make_unique<Impl>(context, module_name)) {}
Builder::~Builder() = default;

mlir::ModuleOp Builder::Module() {
  impl_->SettleBlocks();
  return *impl_->module;
}

mlir::ModuleOp Builder::TakeModule() {
  impl_->SettleBlocks();
  return impl_->module.release();
}

// ---- files and positions --------------------------------------------------------------------

uint32_t Builder::AddFile(std::string_view path) {
  impl_->files.push_back(mlir::StringAttr::get(impl_->context, Ref(path)));
  return static_cast<uint32_t>(impl_->files.size() - 1);
}

void Builder::SetPosition(SourcePosition position) {
  SourcePosition& current = impl_->position;
  if (Same(current, position)) return;
  current = position;
  impl_->location_stale = true;
}

Builder::Visibility Builder::SetVisibility(const Visibility& visibility) {
  return std::exchange(impl_->visibility, visibility);
}

mlir::DenseI32ArrayAttr Builder::Impl::Visible() {
  if (visibility.end.line == 0) return {};
  const SourcePosition& begin = visibility.begin.line ? visibility.begin : position;
  const int32_t range[] = {static_cast<int32_t>(begin.line), static_cast<int32_t>(begin.column),
                           static_cast<int32_t>(visibility.end.line),
                           static_cast<int32_t>(visibility.end.column)};
  return mlir::DenseI32ArrayAttr::get(context, range);
}

// ---- types ----------------------------------------------------------------------------------

Type Builder::Int(unsigned bits, bool is_signed) {
  return Wrap(impl_->integers[llvm::Log2_32(bits) - 3][is_signed]);
}
Type Builder::Bool() { return Wrap(impl_->boolean); }
Type Builder::F32() { return Wrap(impl_->f32); }
Type Builder::F64() { return Wrap(impl_->f64); }
Type Builder::Ptr() { return Wrap(impl_->ptr); }
Type Builder::Closure() { return Wrap(impl_->closure); }
Type Builder::Array(uint64_t count, Type element) {
  return Wrap(ir::ArrayType::get(impl_->context, count, Unwrap(element)));
}

Type Builder::Named(std::string_view name) {
  mlir::Type& type = impl_->named_types[Ref(name)];
  if (!type) {
    type = ir::NamedType::get(impl_->context, mlir::StringAttr::get(impl_->context, Ref(name)));
  }
  return Wrap(type);
}

static ir::FieldAttr Convert(mlir::MLIRContext* context, const StructField& field) {
  return ir::FieldAttr::get(context, mlir::StringAttr::get(context, field.name), Unwrap(field.type),
                            field.debug_type.empty()
                                ? mlir::StringAttr()
                                : mlir::StringAttr::get(context, Ref(field.debug_type)));
}

void Builder::DefineStruct(std::string_view name, llvm::ArrayRef<StructField> fields,
                           std::string_view drop, std::string_view copy_hook, bool shared_drop,
                           bool ends_unseen) {
  if (!impl_->defined_types.insert(Ref(name)).second) return;
  llvm::SmallVector<mlir::Attribute, 8> list;
  for (const StructField& field : fields) list.push_back(Convert(impl_->context, field));
  auto symbol = [&](std::string_view text) {
    return text.empty() ? mlir::FlatSymbolRefAttr() : impl_->Symbol(text);
  };
  impl_->AddToModule<ir::StructDefOp>(mlir::StringAttr::get(impl_->context, Ref(name)),
                                      mlir::ArrayAttr::get(impl_->context, list), symbol(drop),
                                      symbol(copy_hook), shared_drop, ends_unseen);
}

void Builder::DefineEnum(std::string_view name, llvm::ArrayRef<EnumCase> cases, bool boxed) {
  if (!impl_->defined_types.insert(Ref(name)).second) return;
  llvm::SmallVector<mlir::Attribute, 8> list;
  for (const EnumCase& enum_case : cases) {
    llvm::SmallVector<ir::FieldAttr, 4> fields;
    for (const StructField& field : enum_case.payload) {
      fields.push_back(Convert(impl_->context, field));
    }
    list.push_back(ir::CaseAttr::get(impl_->context,
                                     mlir::StringAttr::get(impl_->context, enum_case.name),
                                     enum_case.discriminant, fields));
  }
  impl_->AddToModule<ir::EnumDefOp>(mlir::StringAttr::get(impl_->context, Ref(name)),
                                    mlir::ArrayAttr::get(impl_->context, list), boxed);
}

bool Builder::IsDefined(std::string_view name) { return impl_->defined_types.contains(Ref(name)); }

// ---- functions ------------------------------------------------------------------------------

Function Builder::DeclareFunction(const FunctionInfo& info) {
  FunctionRecord*& known = impl_->functions_by_symbol[info.symbol];
  if (known) return {known};

  mlir::MLIRContext* context = impl_->context;
  llvm::SmallVector<mlir::Type, 8> inputs;
  llvm::SmallVector<mlir::Attribute, 8> params;
  bool any_param = false;
  for (const ParamInfo& param : info.params) {
    inputs.push_back(Unwrap(param.type));
    ir::PassMode mode = param.is_result_place ? ir::PassMode::Result
                        : param.is_borrowed   ? ir::PassMode::Borrowed
                        : param.is_owned      ? ir::PassMode::Owned
                                              : ir::PassMode::Value;
    params.push_back(ir::ParamAttr::get(context, mlir::StringAttr::get(context, param.name), mode,
                                        Unwrap(param.pointee)));
    any_param |= !param.name.empty() || param.pointee;
  }
  mlir::TypeRange results;
  mlir::Type result = Unwrap(info.result);
  if (result) results = result;

  SourcePosition saved = impl_->position;
  if (info.position.line != 0) SetPosition(info.position);
  ir::FuncOp op = impl_->AddToModule<ir::FuncOp>(
      mlir::StringAttr::get(context, info.symbol),
      mlir::TypeAttr::get(mlir::FunctionType::get(context, inputs, results)), Convert(info.linkage),
      info.display_name.empty() ? mlir::StringAttr()
                                : mlir::StringAttr::get(context, info.display_name),
      any_param ? mlir::ArrayAttr::get(context, params) : mlir::ArrayAttr(),
      /*arg_attrs=*/mlir::ArrayAttr(), /*res_attrs=*/mlir::ArrayAttr(), info.is_noreturn,
      info.is_cold, info.always_inline, info.no_inline, info.is_c_abi, info.hide_in_traces);
  SetPosition(saved);

  impl_->functions.push_back(
      {.op = op, .symbol = mlir::FlatSymbolRefAttr::get(op.getSymNameAttr()), .result = result});
  known = &impl_->functions.back();
  return {known};
}

void Builder::StartBody(Function f) {
  FunctionRecord* record = impl_->Record(f);
  impl_->function = record;
  impl_->block = record->op.addEntryBlock();
  impl_->region = &record->op.getBody();
  impl_->visibility = {};
}

Value Builder::Param(Function f, unsigned index) {
  return Wrap(impl_->Record(f)->op.getBody().getArgument(index));
}

void Builder::SetResultType(Function f, Type result) {
  FunctionRecord* record = impl_->Record(f);
  mlir::Type type = Unwrap(result);
  mlir::TypeRange results;
  if (type) results = type;
  record->result = type;
  record->op.setFunctionType(
      mlir::FunctionType::get(impl_->context, record->op.getFunctionType().getInputs(), results));
}

bool Builder::HasBody(Function f) { return !impl_->Record(f)->op.isExternal(); }

Builder::InsertionState Builder::Save() {
  return {.block = impl_->block,
          .region = impl_->region,
          .function = impl_->function,
          .position = impl_->position,
          .visibility = impl_->visibility};
}

void Builder::Restore(const InsertionState& state) {
  impl_->block = static_cast<mlir::Block*>(state.block);
  impl_->function = static_cast<FunctionRecord*>(state.function);
  impl_->region = static_cast<mlir::Region*>(state.region);
  SetPosition(state.position);
  impl_->visibility = state.visibility;
}

// ---- blocks and control flow ----------------------------------------------------------------

Block Builder::NewBlock() {
  auto* block = new mlir::Block;
  impl_->detached_blocks[block] = impl_->region;
  return block;
}

Block Builder::NewBlock(Type argument, Value* value) {
  Block block = NewBlock();
  *value = Wrap(block->addArgument(Unwrap(argument), impl_->Location()));
  return block;
}

void Builder::Enter(Block block) {
  auto detached = impl_->detached_blocks.find(block);
  if (detached != impl_->detached_blocks.end()) {
    detached->second->push_back(block);
    impl_->detached_blocks.erase(detached);
  } else if (block->getNextNode()) {
    block->moveBefore(block->getParent(), block->getParent()->end());
  }
  impl_->block = block;
}

bool Builder::Terminated() { return !impl_->block; }

void Builder::Branch(Block target) { impl_->Terminate<mlir::cf::BranchOp>({}, {}, target); }

void Builder::Branch(Block target, Value argument) {
  impl_->Terminate<mlir::cf::BranchOp>(Unwrap(argument), {}, target);
}

void Builder::CondBranch(Value condition, Block if_true, Block if_false) {
  mlir::cf::CondBranchOp::Properties properties;
  properties.operandSegmentSizes = {1, 0, 0};
  impl_->Terminate<mlir::cf::CondBranchOp>(Unwrap(condition), properties, {if_true, if_false});
}

void Builder::Switch(Value integer, llvm::ArrayRef<int64_t> values, llvm::ArrayRef<Block> targets,
                     Block otherwise) {
  mlir::Type type = Unwrap(integer).getType();
  unsigned width = type.getIntOrFloatBitWidth();
  mlir::cf::SwitchOp::Properties properties;
  if (!values.empty()) {
    llvm::SmallVector<llvm::APInt, 16> cases;
    for (int64_t value : values) {
      cases.emplace_back(width, static_cast<uint64_t>(value), /*isSigned=*/true,
                         /*implicitTrunc=*/true);
    }
    properties.case_values = mlir::DenseIntElementsAttr::get(
        mlir::VectorType::get(static_cast<int64_t>(values.size()), type), cases);
  }
  llvm::SmallVector<int32_t, 16> segments(values.size(), 0);
  properties.case_operand_segments = mlir::DenseI32ArrayAttr::get(impl_->context, segments);
  properties.operandSegmentSizes = {1, 0, 0};
  llvm::SmallVector<Block, 16> successors = {otherwise};
  successors.append(targets.begin(), targets.end());
  impl_->Terminate<mlir::cf::SwitchOp>(Unwrap(integer), properties, successors);
}

void Builder::Return() { impl_->Terminate<ir::ReturnOp>({}); }
void Builder::Return(Value value) { impl_->Terminate<ir::ReturnOp>(Unwrap(value)); }
void Builder::Unreachable() { impl_->Terminate<ir::UnreachableOp>({}); }

Value Builder::StartDefer(InsertionState* outside) {
  mlir::Operation* op =
      impl_->Create<ir::DeferOp>(mlir::NoneType::get(impl_->context), {}, {}, {}, /*regions=*/1);
  impl_->CurrentBlock()->push_back(op);
  *outside = Save();
  impl_->region = &op->getRegion(0);
  impl_->block = &impl_->region->emplaceBlock();
  return Wrap(op->getResult(0));
}

void Builder::EndDefer(const InsertionState& outside) {
  impl_->Terminate<ir::EndDeferOp>({});
  Restore(outside);
}

void Builder::Undefer(Value pending) { impl_->Add<ir::UndeferOp>({}, Unwrap(pending)); }

}  // namespace arc::tir
