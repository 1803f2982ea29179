// An initializer that only computes addresses inside of its place and stores constants there is the
// usual one: strings, tables, structs of them. It is evaluated here, and the global becomes
// read-only data without a check at its uses.
//
// The evaluator follows straight-line code, keeps an image of the place and of each stack slot -
// bytes, and addresses by offset, which only the linker knows - and gives up at the first operation
// that it does not know. Giving up costs nothing but the run-time initialization.

#include "compiler/lower/constant_folding.h"

#include <map>
#include <optional>
#include <vector>

#include "compiler/lower/module_lowering.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/IR/Constants.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

namespace arc::lower {

namespace {

// Larger tables belong into the data of a comptime block, not into a list of stores.
constexpr uint64_t kLargestImage = uint64_t{64} << 20;

struct Image {
  std::vector<uint8_t> bytes;
  std::map<uint64_t, llvm::Constant*> addresses;  // 8 bytes each; the bytes below are zero
};

// A scalar constant, or an address inside of an image.
struct Known {
  llvm::Constant* constant = nullptr;
  Image* image = nullptr;
  uint64_t offset = 0;
};

class Evaluator {
 public:
  Evaluator(ModuleLowering& module, mlir::Type type) : m_(module), type_(type) {}

  llvm::Constant* Run(ir::FuncOp initializer) {
    const TypeLayout& layout = m_.layouts().Of(type_);
    // A copy writes its source then, and read-only data cannot be written.
    if (layout.copy_writes_source || layout.size > kLargestImage) return nullptr;
    Image* place = NewImage(layout.size);
    values_[initializer.getArgument(0)] = {.image = place};
    mlir::Block* block = &initializer.getBody().front();
    // Blocks are entered once: each branch leads forward or the evaluation ends.
    llvm::SmallVector<mlir::Block*, 4> entered;
    while (block) {
      if (llvm::is_contained(entered, block)) return nullptr;
      entered.push_back(block);
      mlir::Block* next = nullptr;
      for (mlir::Operation& op : *block) {
        if (mlir::isa<ir::ReturnOp>(op)) return ToConstant(*place);
        if (auto branch = mlir::dyn_cast<mlir::cf::BranchOp>(op)) {
          if (!branch.getDestOperands().empty()) return nullptr;
          next = branch.getDest();
          break;
        }
        if (!Evaluate(&op)) return nullptr;
      }
      block = next;
    }
    return nullptr;
  }

 private:
  Image* NewImage(uint64_t size) {
    images_.push_back(std::make_unique<Image>());
    images_.back()->bytes.resize(size);
    return images_.back().get();
  }

  const Known* Find(mlir::Value value) {
    auto known = values_.find(value);
    return known == values_.end() ? nullptr : &known->second;
  }

  // An address inside of an image with `size` bytes behind it.
  std::optional<Known> Place(mlir::Value value, uint64_t size) {
    const Known* known = Find(value);
    if (!known || !known->image || known->offset > known->image->bytes.size() ||
        size > known->image->bytes.size() - known->offset) {
      return std::nullopt;
    }
    return *known;
  }

  bool SetConstant(mlir::Value value, llvm::Constant* constant) {
    values_[value] = {.constant = constant};
    return true;
  }

  bool SetOffset(mlir::Value result, mlir::Value base, int64_t offset) {
    const Known* known = Find(base);
    if (!known || !known->image) return false;
    values_[result] = {.image = known->image,
                       .offset = known->offset + static_cast<uint64_t>(offset)};
    return true;
  }

  void Clear(const Known& place, uint64_t size) {
    auto first = place.image->addresses.lower_bound(place.offset);
    auto last = place.image->addresses.lower_bound(place.offset + size);
    place.image->addresses.erase(first, last);
    std::fill_n(place.image->bytes.begin() + static_cast<int64_t>(place.offset), size, 0);
  }

  // Addresses are moved whole: none may stick out of the range on either side.
  static bool CutsAddress(const Known& place, uint64_t size) {
    auto next = place.image->addresses.lower_bound(place.offset + size);
    if (next == place.image->addresses.begin()) return false;
    auto last = std::prev(next);
    if (last->first >= place.offset) return last->first + 8 > place.offset + size;
    return last->first + 8 > place.offset;
  }

  bool StoreInteger(const Known& place, const llvm::APInt& value, uint64_t size) {
    if (CutsAddress(place, size)) return false;
    Clear(place, size);
    for (uint64_t i = 0; i < size; ++i) {
      place.image->bytes[place.offset + i] = static_cast<uint8_t>(
          value.extractBitsAsZExtValue(std::min<unsigned>(8, value.getBitWidth() - 8 * i), 8 * i));
    }
    return true;
  }

  bool Store(ir::StoreOp op) {
    const Known* value = Find(op.getValue());
    if (!value || !value->constant) return false;
    uint64_t size = m_.layouts().Of(op.getValue().getType()).size;
    std::optional<Known> place = Place(op.getAddress(), size);
    if (!place) return false;
    if (auto* integer = llvm::dyn_cast<llvm::ConstantInt>(value->constant)) {
      return StoreInteger(*place, integer->getValue(), size);
    }
    if (auto* number = llvm::dyn_cast<llvm::ConstantFP>(value->constant)) {
      return StoreInteger(*place, number->getValueAPF().bitcastToAPInt(), size);
    }
    return StoreAddress(*place, value->constant);
  }

  bool StoreAddress(const Known& place, llvm::Constant* address) {
    if (CutsAddress(place, 8)) return false;
    Clear(place, 8);
    if (!address->isNullValue()) place.image->addresses[place.offset] = address;
    return true;
  }

  bool Transfer(mlir::Value to_value, mlir::Value from_value, uint64_t size) {
    std::optional<Known> to = Place(to_value, size), from = Place(from_value, size);
    if (!to || !from || CutsAddress(*to, size) || CutsAddress(*from, size)) return false;
    if (to->image == from->image && to->offset == from->offset) return true;
    std::vector<uint8_t> bytes(
        from->image->bytes.begin() + static_cast<int64_t>(from->offset),
        from->image->bytes.begin() + static_cast<int64_t>(from->offset + size));
    std::map<uint64_t, llvm::Constant*> addresses;
    for (auto [offset, address] : from->image->addresses) {
      if (offset >= from->offset && offset < from->offset + size) {
        addresses[offset - from->offset] = address;
      }
    }
    Clear(*to, size);
    std::copy(bytes.begin(), bytes.end(),
              to->image->bytes.begin() + static_cast<int64_t>(to->offset));
    for (auto [offset, address] : addresses) to->image->addresses[to->offset + offset] = address;
    return true;
  }

  bool EnumInit(ir::EnumInitOp op) {
    const EnumLayout& layout = m_.layouts().Enum(op.getType());
    std::optional<Known> place = Place(op.getAddress(), m_.layouts().Of(op.getType()).size);
    if (!place) return false;
    switch (layout.kind) {
      case EnumLayout::Kind::Plain:
        return layout.tag_bytes == 0 ||
               StoreInteger(*place, llvm::APInt(layout.tag_bytes * 8, op.getCaseIndex()),
                            layout.tag_bytes);
      case EnumLayout::Kind::Nullable:
        return op.getCaseIndex() == layout.pointer_case ||
               StoreInteger(*place, llvm::APInt(64, 0), 8);
      case EnumLayout::Kind::Boxed:
        return layout.cases[op.getCaseIndex()].fields.empty() &&
               StoreInteger(*place, llvm::APInt(64, op.getCaseIndex()), 8);
    }
    llvm_unreachable("unknown enum layout");
  }

  bool Evaluate(mlir::Operation* op) {
    auto number64 = [&](uint64_t value) { return llvm::ConstantInt::get(m_.i64(), value); };
    return llvm::TypeSwitch<mlir::Operation*, bool>(op)
        .Case([&](ir::ConstOp constant) {
          if (auto integer = mlir::dyn_cast<mlir::IntegerAttr>(constant.getValue())) {
            return SetConstant(constant, llvm::ConstantInt::get(m_.context(), integer.getValue()));
          }
          auto number = mlir::cast<mlir::FloatAttr>(constant.getValue());
          return SetConstant(constant, llvm::ConstantFP::get(m_.context(), number.getValue()));
        })
        .Case([&](ir::NullOp null) {
          return SetConstant(null, llvm::ConstantPointerNull::get(m_.ptr()));
        })
        .Case([&](ir::AtComptimeOp at) {
          return SetConstant(at,
                             llvm::ConstantInt::getBool(m_.context(), m_.options().at_comptime));
        })
        .Case([&](ir::StringDataOp data) {
          return SetConstant(data, m_.StringData(data.getBytesAttr()));
        })
        .Case([&](ir::ImageAddressOp image) {
          return SetConstant(image,
                             m_.ImageAddress(image.getImageAttr().getAttr(), image.getOffset()));
        })
        .Case([&](ir::FuncAddressOp address) {
          return SetConstant(address, m_.FunctionByAddress(address.getCalleeAttr().getAttr()));
        })
        .Case([&](ir::SizeOfOp size) {
          return SetConstant(size, number64(m_.layouts().Of(size.getType()).size));
        })
        .Case([&](ir::AlignOfOp align) {
          return SetConstant(align, number64(m_.layouts().Of(align.getType()).align));
        })
        .Case([&](ir::LocalOp local) {
          values_[local] = {.image = NewImage(m_.layouts().Of(local.getType()).size)};
          return true;
        })
        .Case<ir::LifetimeStartOp, ir::LifetimeEndOp, ir::DebugPlaceOp, ir::StructInitOp,
              ir::CompleteOp>([](auto) { return true; })
        .Case([&](ir::FieldAddressOp field) {
          const StructLayout& layout = m_.layouts().Struct(field.getStructType());
          return SetOffset(field, field.getAddress(), layout.fields[field.getField()].offset);
        })
        .Case([&](ir::ElementAddressOp element) {
          const Known* index = Find(element.getIndex());
          auto* number =
              index ? llvm::dyn_cast_or_null<llvm::ConstantInt>(index->constant) : nullptr;
          if (!number || number->getValue().getActiveBits() > 32) return false;
          return SetOffset(element, element.getAddress(),
                           static_cast<int64_t>(number->getZExtValue() *
                                                m_.layouts().Of(element.getElement()).size));
        })
        .Case([&](ir::EnumPayloadOp payload) {
          const EnumLayout& layout = m_.layouts().Enum(payload.getType());
          if (layout.kind == EnumLayout::Kind::Boxed) return false;
          return SetOffset(payload, payload.getAddress(),
                           layout.cases[payload.getCaseIndex()].fields[payload.getField()].offset);
        })
        .Case([&](ir::EnumInitOp init) { return EnumInit(init); })
        .Case([&](ir::StoreOp store) { return Store(store); })
        .Case([&](ir::ZeroOp zero) {
          uint64_t size = m_.layouts().Of(zero.getType()).size;
          std::optional<Known> place = Place(zero.getAddress(), size);
          if (!place || CutsAddress(*place, size)) return false;
          Clear(*place, size);
          return true;
        })
        .Case([&](ir::MoveOp move) {
          return Transfer(move.getTo(), move.getFrom(), m_.layouts().Of(move.getType()).size);
        })
        .Case([&](ir::CopyOp copy) {
          return m_.layouts().Of(copy.getType()).trivial_copy &&
                 Transfer(copy.getTo(), copy.getFrom(), m_.layouts().Of(copy.getType()).size);
        })
        .Case([&](ir::DropOp drop) { return m_.layouts().Of(drop.getType()).trivial_drop; })
        .Case([&](ir::ClosureInitOp closure) {
          const Known* environment = Find(closure.getEnvironment());
          std::optional<Known> place = Place(closure.getPlace(), 16);
          if (!place || !environment || !environment->constant ||
              !environment->constant->isNullValue()) {
            return false;
          }
          Known second = *place;
          second.offset += 8;
          return StoreAddress(*place, m_.FunctionByAddress(closure.getCalleeAttr().getAttr())) &&
                 StoreAddress(second, environment->constant);
        })
        .Default([](mlir::Operation*) { return false; });
  }

  // A packed struct of runs of bytes with the addresses between them.
  llvm::Constant* ToConstant(const Image& image) {
    llvm::ArrayRef<uint8_t> bytes(image.bytes);
    if (image.addresses.empty()) return llvm::ConstantDataArray::get(m_.context(), bytes);
    llvm::SmallVector<llvm::Constant*, 16> parts;
    uint64_t done = 0;
    for (auto [offset, address] : image.addresses) {
      if (offset > done) {
        parts.push_back(
            llvm::ConstantDataArray::get(m_.context(), bytes.slice(done, offset - done)));
      }
      parts.push_back(address);
      done = offset + 8;
    }
    if (done < bytes.size()) {
      parts.push_back(llvm::ConstantDataArray::get(m_.context(), bytes.drop_front(done)));
    }
    return llvm::ConstantStruct::getAnon(m_.context(), parts, /*Packed=*/true);
  }

  ModuleLowering& m_;
  mlir::Type type_;
  std::vector<std::unique_ptr<Image>> images_;
  llvm::DenseMap<mlir::Value, Known> values_;
};

}  // namespace

llvm::Constant* FoldInitializer(ModuleLowering& module, ir::GlobalOp global) {
  ir::FuncOp initializer = module.FunctionOp(global.getInitializerAttr().getAttr());
  if (!initializer || initializer.isExternal()) return nullptr;
  return Evaluator(module, global.getType()).Run(initializer);
}

}  // namespace arc::lower
