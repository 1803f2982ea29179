// Builder: constants, arithmetic, memory, enums, calls, compute entries.

#include "compiler/ir/tir_builder.h"
#include "compiler/ir/tir_builder_impl.h"
#include "mlir/IR/Builders.h"

namespace arc::tir {

namespace {

// The facade's enums and the dialect's list the same things in the same order.
static_assert(static_cast<int>(ComparePredicate::GreaterEqual) ==
              static_cast<int>(ir::ComparePredicate::GreaterEqual));
static_assert(static_cast<int>(CastKind::Bitcast) == static_cast<int>(ir::CastKind::Bitcast));
static_assert(static_cast<int>(Intrinsic::MulHigh) == static_cast<int>(ir::Intrinsic::MulHigh));
static_assert(static_cast<int>(Intrinsic::AtomicLoad) ==
              static_cast<int>(ir::Intrinsic::AtomicLoad));

llvm::SmallVector<mlir::Value, 8> UnwrapAll(llvm::ArrayRef<Value> values) {
  llvm::SmallVector<mlir::Value, 8> result;
  result.reserve(values.size());
  for (Value value : values) result.push_back(Unwrap(value));
  return result;
}

}  // namespace

// ---- constants ------------------------------------------------------------------------------

Value Builder::ConstInt(Type type, const llvm::APInt& value) {
  mlir::Type t = Unwrap(type);
  ir::ConstOp::Properties properties;
  properties.value = mlir::IntegerAttr::get(t, value.sextOrTrunc(t.getIntOrFloatBitWidth()));
  return impl_->AddValue<ir::ConstOp>(t, {}, properties);
}

Value Builder::ConstInt(Type type, int64_t value) {
  mlir::Type t = Unwrap(type);
  ir::ConstOp::Properties properties;
  properties.value = mlir::IntegerAttr::get(
      t, llvm::APInt(t.getIntOrFloatBitWidth(), static_cast<uint64_t>(value), /*isSigned=*/true,
                     /*implicitTrunc=*/true));
  return impl_->AddValue<ir::ConstOp>(t, {}, properties);
}

Value Builder::ConstBool(bool value) {
  ir::ConstOp::Properties properties;
  properties.value = mlir::IntegerAttr::get(impl_->boolean, value);
  return impl_->AddValue<ir::ConstOp>(impl_->boolean, {}, properties);
}

Value Builder::ConstFloat(Type type, double value) {
  mlir::Type t = Unwrap(type);
  ir::ConstOp::Properties properties;
  properties.value = mlir::FloatAttr::get(t, value);
  return impl_->AddValue<ir::ConstOp>(t, {}, properties);
}

Value Builder::NullPtr() { return impl_->AddValue<ir::NullOp>(impl_->ptr, {}); }

Value Builder::AtComptime() { return impl_->AddValue<ir::AtComptimeOp>(impl_->boolean, {}); }

Value Builder::StringData(std::string_view bytes) {
  ir::StringDataOp::Properties properties;
  properties.bytes = mlir::StringAttr::get(impl_->context, Ref(bytes));
  return impl_->AddValue<ir::StringDataOp>(impl_->ptr, {}, properties);
}

Value Builder::FunctionAddress(std::string_view symbol) {
  ir::FuncAddressOp::Properties properties;
  properties.callee = impl_->Symbol(symbol);
  return impl_->AddValue<ir::FuncAddressOp>(impl_->ptr, {}, properties);
}

Value Builder::SizeOf(Type type) {
  ir::SizeOfOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  return impl_->AddValue<ir::SizeOfOp>(impl_->ui64, {}, properties);
}

Value Builder::AlignOf(Type type) {
  ir::AlignOfOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  return impl_->AddValue<ir::AlignOfOp>(impl_->ui64, {}, properties);
}

Value Builder::DropGlue(Type type) {
  ir::DropGlueOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  return impl_->AddValue<ir::DropGlueOp>(impl_->ptr, {}, properties);
}

Value Builder::GlobalAddress(std::string_view symbol) {
  ir::GlobalAddressOp::Properties properties;
  properties.global = impl_->Symbol(symbol);
  return impl_->AddValue<ir::GlobalAddressOp>(impl_->ptr, {}, properties);
}

Value Builder::ImageAddress(std::string_view symbol, uint32_t offset) {
  ir::ImageAddressOp::Properties properties;
  properties.image = impl_->Symbol(symbol);
  properties.offset = offset;
  return impl_->AddValue<ir::ImageAddressOp>(impl_->ptr, {}, properties);
}

void Builder::DefineGlobal(std::string_view symbol, Type type, std::string_view initializer,
                           Linkage linkage) {
  if (!impl_->globals.insert(Ref(symbol)).second) return;
  impl_->AddToModule<ir::GlobalOp>(
      mlir::StringAttr::get(impl_->context, Ref(symbol)), impl_->TypeAttribute(type),
      initializer.empty() ? mlir::FlatSymbolRefAttr() : impl_->Symbol(initializer),
      static_cast<ir::Linkage>(linkage));
}

// ---- arithmetic -----------------------------------------------------------------------------

Value Builder::Binary(BinaryKind kind, Value lhs, Value rhs) {
  mlir::Value operands[] = {Unwrap(lhs), Unwrap(rhs)};
  mlir::Type type = operands[0].getType();
  switch (kind) {
    case BinaryKind::Add:
      return impl_->AddValue<ir::AddOp>(type, operands);
    case BinaryKind::Sub:
      return impl_->AddValue<ir::SubOp>(type, operands);
    case BinaryKind::Mul:
      return impl_->AddValue<ir::MulOp>(type, operands);
    case BinaryKind::Div:
      return impl_->AddValue<ir::DivOp>(type, operands);
    case BinaryKind::Rem:
      return impl_->AddValue<ir::RemOp>(type, operands);
    case BinaryKind::Shl:
      return impl_->AddValue<ir::ShlOp>(type, operands);
    case BinaryKind::Shr:
      return impl_->AddValue<ir::ShrOp>(type, operands);
    case BinaryKind::AddWrap:
      return impl_->AddValue<ir::AddWrapOp>(type, operands);
    case BinaryKind::SubWrap:
      return impl_->AddValue<ir::SubWrapOp>(type, operands);
    case BinaryKind::MulWrap:
      return impl_->AddValue<ir::MulWrapOp>(type, operands);
    case BinaryKind::AddSat:
      return impl_->AddValue<ir::AddSatOp>(type, operands);
    case BinaryKind::SubSat:
      return impl_->AddValue<ir::SubSatOp>(type, operands);
    case BinaryKind::MulSat:
      return impl_->AddValue<ir::MulSatOp>(type, operands);
    case BinaryKind::And:
      return impl_->AddValue<ir::AndOp>(type, operands);
    case BinaryKind::Or:
      return impl_->AddValue<ir::OrOp>(type, operands);
    case BinaryKind::Xor:
      return impl_->AddValue<ir::XorOp>(type, operands);
  }
  llvm_unreachable("unknown binary operation");
}

Value Builder::Compare(ComparePredicate predicate, Value lhs, Value rhs) {
  ir::CompareOp::Properties properties;
  properties.predicate = static_cast<ir::ComparePredicate>(predicate);
  mlir::Value operands[] = {Unwrap(lhs), Unwrap(rhs)};
  return impl_->AddValue<ir::CompareOp>(impl_->boolean, operands, properties);
}

Value Builder::Negate(Value value) {
  return impl_->AddValue<ir::NegOp>(Unwrap(value).getType(), Unwrap(value));
}

Value Builder::Not(Value value) {
  return impl_->AddValue<ir::NotOp>(Unwrap(value).getType(), Unwrap(value));
}

Value Builder::Cast(CastKind kind, Value value, Type to) {
  if (Unwrap(value).getType() == Unwrap(to)) return value;
  ir::CastOp::Properties properties;
  properties.kind = static_cast<ir::CastKind>(kind);
  return impl_->AddValue<ir::CastOp>(Unwrap(to), Unwrap(value), properties);
}

Value Builder::Select(Value condition, Value if_true, Value if_false) {
  mlir::Value operands[] = {Unwrap(condition), Unwrap(if_true), Unwrap(if_false)};
  return impl_->AddValue<ir::SelectOp>(operands[1].getType(), operands);
}

Value Builder::CallIntrinsic(Intrinsic intrinsic, llvm::ArrayRef<Value> operands, Type result) {
  ir::IntrinsicOp::Properties properties;
  properties.intrinsic = static_cast<ir::Intrinsic>(intrinsic);
  auto values = UnwrapAll(operands);
  if (!result) {
    impl_->Add<ir::IntrinsicOp>({}, values, properties);
    return {};
  }
  return impl_->AddValue<ir::IntrinsicOp>(Unwrap(result), values, properties);
}

// ---- memory ---------------------------------------------------------------------------------

Value Builder::Local(Type type, std::string_view name, std::string_view debug_type) {
  ir::LocalOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  if (!name.empty()) {
    properties.name = mlir::StringAttr::get(impl_->context, Ref(name));
    properties.debug_type = mlir::StringAttr::get(impl_->context, Ref(debug_type));
    properties.visible = impl_->Visible();
  }
  mlir::Operation* op = impl_->Create<ir::LocalOp>(impl_->ptr, {}, properties);
  FunctionRecord* function = impl_->function;
  mlir::Block& entry = function->op.getBody().front();
  if (function->last_local) {
    entry.getOperations().insertAfter(mlir::Block::iterator(function->last_local), op);
  } else {
    entry.push_front(op);
  }
  function->last_local = op;
  return Wrap(op->getResult(0));
}

void Builder::MarkConditional(Value local) {
  Unwrap(local).getDefiningOp<ir::LocalOp>().setConditional(true);
}

void Builder::Guard(Type type, Value address, Value flag) {
  ir::GuardOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::GuardOp>({}, {Unwrap(address), Unwrap(flag)}, properties);
}

void Builder::LifetimeStart(Value local) { impl_->Add<ir::LifetimeStartOp>({}, Unwrap(local)); }
void Builder::LifetimeEnd(Value local) { impl_->Add<ir::LifetimeEndOp>({}, Unwrap(local)); }

void Builder::DebugPlace(Value address, Type type, std::string_view name,
                         std::string_view debug_type, int parameter_number) {
  ir::DebugPlaceOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  properties.name = mlir::StringAttr::get(impl_->context, Ref(name));
  properties.debug_type = mlir::StringAttr::get(impl_->context, Ref(debug_type));
  properties.visible = impl_->Visible();
  properties.parameter = static_cast<uint32_t>(parameter_number);
  impl_->Add<ir::DebugPlaceOp>({}, Unwrap(address), properties);
}

Value Builder::Load(Type scalar, Value address) {
  return impl_->AddValue<ir::LoadOp>(Unwrap(scalar), Unwrap(address));
}

void Builder::Store(Value scalar, Value address) {
  impl_->Add<ir::StoreOp>({}, {Unwrap(scalar), Unwrap(address)});
}

Value Builder::FieldAddress(Type struct_type, Value address, unsigned field) {
  ir::FieldAddressOp::Properties properties;
  properties.struct_type = impl_->TypeAttribute(struct_type);
  properties.field = field;
  return impl_->AddValue<ir::FieldAddressOp>(impl_->ptr, Unwrap(address), properties);
}

Value Builder::ElementAddress(Type element, Value address, Value index) {
  ir::ElementAddressOp::Properties properties;
  properties.element = impl_->TypeAttribute(element);
  return impl_->AddValue<ir::ElementAddressOp>(impl_->ptr, {Unwrap(address), Unwrap(index)},
                                               properties);
}

void Builder::StructInit(Type type, Value address) {
  ir::StructInitOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::StructInitOp>({}, Unwrap(address), properties);
}

void Builder::Complete(Type type, Value address) {
  ir::CompleteOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::CompleteOp>({}, Unwrap(address), properties);
}

void Builder::Zero(Type type, Value address) {
  ir::ZeroOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::ZeroOp>({}, Unwrap(address), properties);
}

void Builder::Copy(Type type, Value to_uninit, Value from) {
  ir::CopyOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::CopyOp>({}, {Unwrap(to_uninit), Unwrap(from)}, properties);
}

void Builder::Move(Type type, Value to_uninit, Value from) {
  ir::MoveOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::MoveOp>({}, {Unwrap(to_uninit), Unwrap(from)}, properties);
}

void Builder::Drop(Type type, Value address) {
  ir::DropOp::Properties properties;
  properties.type = impl_->TypeAttribute(type);
  impl_->Add<ir::DropOp>({}, Unwrap(address), properties);
}

void Builder::MemCopy(Value to, Value from, Value bytes) {
  impl_->Add<ir::MemCopyOp>({}, {Unwrap(to), Unwrap(from), Unwrap(bytes)});
}

void Builder::MemMove(Value to, Value from, Value bytes) {
  impl_->Add<ir::MemMoveOp>({}, {Unwrap(to), Unwrap(from), Unwrap(bytes)});
}

void Builder::MemSet(Value to, Value byte, Value bytes) {
  impl_->Add<ir::MemSetOp>({}, {Unwrap(to), Unwrap(byte), Unwrap(bytes)});
}

Value Builder::MemCompare(Value a, Value b, Value bytes) {
  return impl_->AddValue<ir::MemCompareOp>(impl_->si32, {Unwrap(a), Unwrap(b), Unwrap(bytes)});
}

void Builder::Retain(Value payload) { impl_->Add<ir::RetainOp>({}, Unwrap(payload)); }

Value Builder::Release(Value payload) {
  return impl_->AddValue<ir::ReleaseOp>(impl_->boolean, Unwrap(payload));
}

Value Builder::IsUnique(Value payload) {
  return impl_->AddValue<ir::IsUniqueOp>(impl_->boolean, Unwrap(payload));
}

Value Builder::IndexCheck(Value index, Value length) {
  return impl_->AddValue<ir::IndexCheckOp>(impl_->ui64, {Unwrap(index), Unwrap(length)});
}

// ---- enums with payloads --------------------------------------------------------------------

Value Builder::EnumTag(Type enum_type, Value address) {
  ir::EnumTagOp::Properties properties;
  properties.type = impl_->TypeAttribute(enum_type);
  return impl_->AddValue<ir::EnumTagOp>(impl_->ui32, Unwrap(address), properties);
}

Value Builder::EnumPayload(Type enum_type, Value address, unsigned case_index, unsigned field) {
  ir::EnumPayloadOp::Properties properties;
  properties.type = impl_->TypeAttribute(enum_type);
  properties.case_index = case_index;
  properties.field = field;
  return impl_->AddValue<ir::EnumPayloadOp>(impl_->ptr, Unwrap(address), properties);
}

void Builder::TakeApart(Type enum_type, Value address, unsigned case_index,
                        llvm::ArrayRef<Value> fields) {
  ir::TakeApartOp::Properties properties;
  properties.type = impl_->TypeAttribute(enum_type);
  properties.case_index = case_index;
  llvm::SmallVector<mlir::Value, 4> operands = {Unwrap(address)};
  for (Value field : fields) operands.push_back(Unwrap(field));
  impl_->Add<ir::TakeApartOp>(impl_->ptr, operands, properties);
}

void Builder::EnumInit(Type enum_type, Value address, unsigned case_index) {
  ir::EnumInitOp::Properties properties;
  properties.type = impl_->TypeAttribute(enum_type);
  properties.case_index = case_index;
  impl_->Add<ir::EnumInitOp>({}, Unwrap(address), properties);
}

// ---- calls ----------------------------------------------------------------------------------

Value Builder::Call(Function f, llvm::ArrayRef<Value> arguments) {
  FunctionRecord* record = impl_->Record(f);
  ir::CallOp::Properties properties;
  properties.callee = record->symbol;
  auto operands = UnwrapAll(arguments);
  if (!record->result) {
    impl_->Add<ir::CallOp>({}, operands, properties);
    return {};
  }
  return impl_->AddValue<ir::CallOp>(record->result, operands, properties);
}

Value Builder::CallClosure(Value closure_place, llvm::ArrayRef<Value> arguments, Type result,
                           bool result_place) {
  auto operands = UnwrapAll(arguments);
  operands.insert(operands.begin(), Unwrap(closure_place));
  ir::CallClosureOp::Properties properties;
  properties.result_place = result_place;
  if (!result) {
    impl_->Add<ir::CallClosureOp>({}, operands, properties);
    return {};
  }
  return impl_->AddValue<ir::CallClosureOp>(Unwrap(result), operands, properties);
}

Value Builder::CallPointer(Value code, llvm::ArrayRef<Value> arguments, Type result) {
  auto operands = UnwrapAll(arguments);
  operands.insert(operands.begin(), Unwrap(code));
  if (!result) {
    impl_->Add<ir::CallPointerOp>({}, operands);
    return {};
  }
  return impl_->AddValue<ir::CallPointerOp>(Unwrap(result), operands);
}

void Builder::ClosureInit(Value place, std::string_view symbol, Value environment) {
  ir::ClosureInitOp::Properties properties;
  properties.callee = impl_->Symbol(symbol);
  impl_->Add<ir::ClosureInitOp>({}, {Unwrap(place), Unwrap(environment)}, properties);
}

Value Builder::AllocateObject(Type payload) {
  ir::AllocObjectOp::Properties properties;
  properties.type = impl_->TypeAttribute(payload);
  return impl_->AddValue<ir::AllocObjectOp>(impl_->ptr, {}, properties);
}

void Builder::FreeObject(Type payload, Value payload_address) {
  ir::FreeObjectOp::Properties properties;
  properties.type = impl_->TypeAttribute(payload);
  impl_->Add<ir::FreeObjectOp>({}, Unwrap(payload_address), properties);
}

// ---- compute --------------------------------------------------------------------------------

void Builder::ComputeEntry(std::string_view id, std::string_view entry_symbol,
                           std::string_view thread_entry_symbol, uint64_t args_fingerprint,
                           uint64_t result_fingerprint) {
  auto symbol = [&](std::string_view text) {
    return text.empty() ? mlir::FlatSymbolRefAttr() : impl_->Symbol(text);
  };
  impl_->AddToModule<ir::ComputeEntryOp>(mlir::StringAttr::get(impl_->context, Ref(id)),
                                         symbol(entry_symbol), symbol(thread_entry_symbol),
                                         args_fingerprint, result_fingerprint);
}

}  // namespace arc::tir
