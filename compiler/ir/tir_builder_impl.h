// State behind arc::tir::Builder, shared by the files that implement it.
//
// Speed is the point here: a compilation makes an operation every few hundred nanoseconds. So
// operation names are looked up once per builder (not once per operation, as OpBuilder does),
// properties are built on the stack and copied into the operation (OperationState would allocate
// them), attribute dictionaries stay empty, and locations, type attributes and symbol references
// are kept.

#ifndef ARC_COMPILER_IR_TIR_BUILDER_IMPL_H_
#define ARC_COMPILER_IR_TIR_BUILDER_IMPL_H_

#include <array>
#include <deque>
#include <string_view>
#include <type_traits>
#include <vector>

#include "compiler/ir/tir.h"
#include "compiler/ir/tir_builder.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::tir {

inline mlir::Value Unwrap(Value value) { return mlir::Value::getFromOpaquePointer(value.impl); }
inline mlir::Type Unwrap(Type type) { return mlir::Type::getFromOpaquePointer(type.impl); }
inline Value Wrap(mlir::Value value) { return {value.getAsOpaquePointer()}; }
inline Type Wrap(mlir::Type type) { return {type.getAsOpaquePointer()}; }
inline llvm::StringRef Ref(std::string_view text) { return {text.data(), text.size()}; }

// Names of a closed set of operations, by the operation's class.
template <typename... Ops>
class OperationNames {
 public:
  explicit OperationNames(mlir::MLIRContext* context)
      : names_{mlir::OperationName(Ops::getOperationName(), context)...} {}

  template <typename Op>
  mlir::OperationName Get() const {
    static_assert((std::is_same_v<Op, Ops> || ...), "add the operation to BuilderOperations");
    constexpr std::array<bool, sizeof...(Ops)> kMatches = {std::is_same_v<Op, Ops>...};
    constexpr size_t kIndex = [&] {
      size_t i = 0;
      while (!kMatches[i]) ++i;
      return i;
    }();
    return names_[kIndex];
  }

 private:
  std::array<mlir::OperationName, sizeof...(Ops)> names_;
};

using BuilderOperations = OperationNames<
    mlir::cf::BranchOp, mlir::cf::CondBranchOp, mlir::cf::SwitchOp, ir::ReturnOp, ir::UnreachableOp,
    ir::ConstOp, ir::NullOp, ir::AtComptimeOp, ir::StringDataOp, ir::FuncAddressOp, ir::SizeOfOp,
    ir::AlignOfOp, ir::DropGlueOp, ir::GlobalAddressOp, ir::ImageAddressOp, ir::AddOp, ir::SubOp,
    ir::MulOp, ir::DivOp, ir::RemOp, ir::ShlOp, ir::ShrOp, ir::AddWrapOp, ir::SubWrapOp,
    ir::MulWrapOp, ir::AddSatOp, ir::SubSatOp, ir::MulSatOp, ir::AndOp, ir::OrOp, ir::XorOp,
    ir::CompareOp, ir::NegOp, ir::NotOp, ir::CastOp, ir::SelectOp, ir::IntrinsicOp, ir::LocalOp,
    ir::LifetimeStartOp, ir::LifetimeEndOp, ir::DebugPlaceOp, ir::LoadOp, ir::StoreOp,
    ir::FieldAddressOp, ir::ElementAddressOp, ir::StructInitOp, ir::ZeroOp, ir::CopyOp, ir::MoveOp,
    ir::DropOp, ir::MemCopyOp, ir::MemMoveOp, ir::MemSetOp, ir::MemCompareOp, ir::RetainOp,
    ir::ReleaseOp, ir::IsUniqueOp, ir::IndexCheckOp, ir::EnumTagOp, ir::EnumPayloadOp,
    ir::EnumInitOp, ir::TakeApartOp, ir::CallOp, ir::CallClosureOp, ir::CallPointerOp,
    ir::ClosureInitOp, ir::AllocObjectOp, ir::FreeObjectOp, ir::CompleteOp, ir::GuardOp,
    ir::DeferOp, ir::EndDeferOp, ir::UndeferOp>;

// What Function::impl points to.
struct FunctionRecord {
  ir::FuncOp op;
  mlir::FlatSymbolRefAttr symbol;
  mlir::Type result;                      // null: none
  mlir::Operation* last_local = nullptr;  // stack slots stand together at the top of the entry
};

struct Builder::Impl {
  Impl(mlir::MLIRContext* context, std::string_view module_name);
  ~Impl();

  mlir::Location Location() {
    if (location_stale) UpdateLocation();
    return location;
  }
  void UpdateLocation();
  // Of a name that is made now; null when nothing is known.
  mlir::DenseI32ArrayAttr Visible();

  mlir::TypeAttr TypeAttribute(Type type) {
    mlir::TypeAttr& attribute = type_attributes[type.impl];
    if (!attribute) attribute = mlir::TypeAttr::get(Unwrap(type));
    return attribute;
  }

  mlir::FlatSymbolRefAttr Symbol(std::string_view symbol);
  FunctionRecord* Record(Function f) { return static_cast<FunctionRecord*>(f.impl); }

  // Code behind a terminator goes to a block that nothing reaches, so that callers need not ask
  // before each operation.
  mlir::Block* CurrentBlock() {
    if (!block) StartUnreachableBlock();
    return block;
  }
  void StartUnreachableBlock();

  template <typename Op>
  mlir::Operation* Create(mlir::TypeRange types, mlir::ValueRange operands,
                          Op::Properties properties = {}, mlir::BlockRange successors = {},
                          unsigned regions = 0) {
    return mlir::Operation::create(Location(), names.template Get<Op>(), types, operands,
                                   empty_attributes, mlir::OpaqueProperties(&properties),
                                   successors, regions);
  }

  // Appends an operation to the current block.
  template <typename Op>
  mlir::Operation* Add(mlir::TypeRange types, mlir::ValueRange operands,
                       Op::Properties properties = {}) {
    mlir::Operation* op = Create<Op>(types, operands, std::move(properties));
    CurrentBlock()->push_back(op);
    return op;
  }
  template <typename Op>
  Value AddValue(mlir::Type type, mlir::ValueRange operands, Op::Properties properties = {}) {
    return Wrap(Add<Op>(type, operands, std::move(properties))->getResult(0));
  }

  // Ends the current block. One that has a terminator keeps it.
  template <typename Op>
  void Terminate(mlir::ValueRange operands, Op::Properties properties = {},
                 mlir::BlockRange successors = {}) {
    if (!block) return;
    block->push_back(Create<Op>({}, operands, std::move(properties), successors));
    block = nullptr;
  }

  // Adds an operation at module level.
  template <typename Op, typename... Args>
  Op AddToModule(Args&&... args) {
    mlir::OpBuilder builder = mlir::OpBuilder::atBlockEnd(module->getBody());
    return Op::create(builder, Location(), std::forward<Args>(args)...);
  }

  // Blocks that were made but never entered: unused ones vanish, used ones are put into the
  // function so that verification reports them.
  void SettleBlocks();

  mlir::MLIRContext* context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  BuilderOperations names;
  mlir::DictionaryAttr empty_attributes;

  mlir::Type ptr, closure, boolean, f32, f64, ui32, ui64, si32;
  std::array<std::array<mlir::Type, 2>, 4> integers;  // [log2(bits) - 3][signed]

  std::vector<mlir::StringAttr> files;
  SourcePosition position;
  Builder::Visibility visibility;
  mlir::Location location;
  bool location_stale = false;
  // Code comes back to a position soon or never, and asking the context for a location costs as
  // much as an operation. Indexed by a hash of the position.
  struct KnownLocation {
    SourcePosition position;
    mlir::LocationAttr location;
  };
  std::array<KnownLocation, 256> known_locations = {};

  mlir::Block* block = nullptr;
  FunctionRecord* function = nullptr;
  mlir::Region* region =
      nullptr;  // where new blocks go: the body of `function` or of a `tir.defer`
  llvm::DenseMap<mlir::Block*, mlir::Region*> detached_blocks;

  std::deque<FunctionRecord> functions;  // addresses are the handles
  llvm::StringMap<FunctionRecord*> functions_by_symbol;
  llvm::StringMap<mlir::Type> named_types;
  llvm::StringSet<> defined_types;
  llvm::StringSet<> globals;
  llvm::DenseMap<const void*, mlir::TypeAttr> type_attributes;
};

}  // namespace arc::tir

#endif  // ARC_COMPILER_IR_TIR_BUILDER_IMPL_H_
