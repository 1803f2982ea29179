// Algorithm: what each function names is collected once, when it is complete (TIR of a complete
// body does not change but for loads of images, which name nothing else); reaching is then a search
// over these lists.

#include "compiler/comptime/thunk_module.h"

#include <deque>

#include "compiler/comptime/package_code.h"
#include "compiler/ir/tir.h"
#include "compiler/layout/layout.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::comptime {

namespace {

llvm::StringRef Ref(std::string_view text) { return {text.data(), text.size()}; }

// What an operation at module level names: symbols, with the first operation that does, and types.
struct Names {
  llvm::MapVector<mlir::StringAttr, mlir::Operation*> symbols;
  llvm::SetVector<mlir::StringAttr> types;
};

class NameCollector {
 public:
  explicit NameCollector(Names& names) : names_(names) {}

  void Visit(mlir::Operation* op) {
    op->walk([this](mlir::Operation* inner) { VisitOne(inner); });
  }

 private:
  void Type(mlir::Type type) {
    if (!type) return;
    while (auto array = mlir::dyn_cast<ir::ArrayType>(type)) type = array.getElement();
    if (auto named = mlir::dyn_cast<ir::NamedType>(type)) names_.types.insert(named.getName());
  }
  void Attribute(mlir::Operation* op, mlir::Attribute attribute) {
    if (!attribute) return;
    if (auto symbol = mlir::dyn_cast<mlir::FlatSymbolRefAttr>(attribute)) {
      names_.symbols.try_emplace(symbol.getAttr(), op);
    } else if (auto type = mlir::dyn_cast<mlir::TypeAttr>(attribute)) {
      Type(type.getValue());
    } else if (auto field = mlir::dyn_cast<ir::FieldAttr>(attribute)) {
      Type(field.getType());
    } else if (auto param = mlir::dyn_cast<ir::ParamAttr>(attribute)) {
      Type(param.getPointee());
    } else if (auto one = mlir::dyn_cast<ir::CaseAttr>(attribute)) {
      for (ir::FieldAttr field : one.getFields()) Type(field.getType());
    } else if (auto list = mlir::dyn_cast<mlir::ArrayAttr>(attribute)) {
      for (mlir::Attribute element : list) Attribute(op, element);
    }
  }
  // Properties are looked at one by one for the operations of which there are many; the dictionary
  // of the others is made for this.
  void VisitOne(mlir::Operation* op) {
    if (mlir::isa<ir::ConstOp, ir::LoadOp, ir::StoreOp, ir::NullOp, ir::StringDataOp>(op)) return;
    if (op->getName().getDialectNamespace() != "tir") return;
    if (auto call = mlir::dyn_cast<ir::CallOp>(op)) {
      names_.symbols.try_emplace(call.getCalleeAttr().getAttr(), op);
      return;
    }
    if (auto image = mlir::dyn_cast<ir::ImageOp>(op)) {
      // Its bytes would become an attribute.
      Attribute(op, image.getCodeAttr());
      return;
    }
    if (mlir::Attribute properties = op->getPropertiesAsAttribute()) {
      if (auto dictionary = mlir::dyn_cast<mlir::DictionaryAttr>(properties)) {
        for (mlir::NamedAttribute entry : dictionary) Attribute(op, entry.getValue());
      } else {
        Attribute(op, properties);
      }
    }
  }

  Names& names_;
};

// Who names something, in which operation.
struct Back {
  mlir::StringAttr from;
  mlir::Operation* op = nullptr;
};

void Place(mlir::Operation* op, ThunkModule::Step* step) {
  if (auto at = mlir::dyn_cast<mlir::FileLineColLoc>(op->getLoc())) {
    step->file = at.getFilename().str();
    step->line = at.getLine();
    step->column = at.getColumn();
  }
}

}  // namespace

struct ThunkModule::Impl {
  explicit Impl(tir::Builder& b) : builder(b), module(b.Module()) {}

  // Makes the tables know the operations that were added to the module since.
  void Update() {
    mlir::Block* body = module.getBody();
    mlir::Operation* op = last ? last->getNextNode() : body->empty() ? nullptr : &body->front();
    for (; op; op = op->getNextNode()) {
      if (auto type = mlir::dyn_cast<ir::StructDefOp>(op)) {
        types[type.getNameAttr()] = op;
      } else if (auto type = mlir::dyn_cast<ir::EnumDefOp>(op)) {
        types[type.getNameAttr()] = op;
      } else if (auto symbol = mlir::dyn_cast<mlir::SymbolOpInterface>(op)) {
        symbols[symbol.getNameAttr()] = op;
      }
      last = op;
    }
  }

  mlir::StringAttr Attr(std::string_view text) {
    return mlir::StringAttr::get(module.getContext(), Ref(text));
  }

  ir::ImageOp Image(std::string_view symbol) {
    Update();
    mlir::StringAttr name = Attr(symbol);
    if (auto alias = aliases.find(name); alias != aliases.end()) name = alias->second;
    return mlir::dyn_cast_or_null<ir::ImageOp>(symbols.lookup(name));
  }

  bool IsComplete(mlir::Operation* op) {
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    return !function || (!function.isExternal() && !open.contains(function.getSymNameAttr()));
  }

  // What a symbol means for code that runs: this package's own, or another one's whose code was
  // added. Null: nothing yet.
  mlir::Operation* Find(mlir::StringAttr name, bool with_packages) {
    if (auto alias = aliases.find(name); alias != aliases.end()) name = alias->second;
    mlir::Operation* own = symbols.lookup(name);
    if (!with_packages || (own && IsDefinition(own) && IsComplete(own))) return own;
    mlir::Operation* other = packages.Symbol(name);
    return other && (!own || IsDefinition(other)) ? other : own;
  }
  mlir::Operation* FindType(mlir::StringAttr name) {
    mlir::Operation* own = types.lookup(name);
    return own ? own : packages.Type(name);
  }

  const Names& NamesOf(mlir::Operation* op) {
    std::unique_ptr<Names>& known = names[op];
    if (!known) {
      known = std::make_unique<Names>();
      NameCollector(*known).Visit(op);
    }
    return *known;
  }

  // All operations at module level that what is in the set needs, in the order in which they are
  // found. What is not complete is in it, and leads nowhere.
  struct Reached {
    llvm::SetVector<mlir::Operation*> operations;
    llvm::SetVector<mlir::StringAttr> unknown;  // symbols that nothing defines
  };
  // `with_packages`: other packages' code stands for its declarations.
  void Reach(Reached& reached, bool with_packages = true) {
    Update();
    for (size_t i = 0; i < reached.operations.size(); ++i) {
      mlir::Operation* op = reached.operations[i];
      if (auto function = mlir::dyn_cast<ir::FuncOp>(op); function && !IsComplete(op)) {
        // The types of parameters are part of a declaration.
        if (mlir::ArrayAttr params = function.getParamsAttr()) {
          for (mlir::Attribute param : params) AddType(mlir::cast<ir::ParamAttr>(param), reached);
        }
        continue;
      }
      const Names& found = NamesOf(op);
      for (auto& [symbol, user] : found.symbols) {
        if (mlir::Operation* definition = Find(symbol, with_packages)) {
          reached.operations.insert(definition);
        } else {
          reached.unknown.insert(symbol);
        }
      }
      for (mlir::StringAttr type : found.types) {
        if (mlir::Operation* definition = FindType(type)) reached.operations.insert(definition);
      }
    }
  }
  void AddType(ir::ParamAttr param, Reached& reached) {
    mlir::Type type = param.getPointee();
    if (!type) return;
    while (auto array = mlir::dyn_cast<ir::ArrayType>(type)) type = array.getElement();
    auto named = mlir::dyn_cast<ir::NamedType>(type);
    if (mlir::Operation* definition = named ? FindType(named.getName()) : nullptr) {
      reached.operations.insert(definition);
    }
  }

  layout::Layouts& Layout() {
    Update();
    if (!layouts || layouts_at != last) {
      layouts = std::make_unique<layout::Layouts>(module);
      layouts_at = last;
    }
    return *layouts;
  }

  tir::Builder& builder;
  mlir::ModuleOp module;
  mlir::Operation* last = nullptr;  // the last one that the tables know
  llvm::DenseMap<mlir::StringAttr, mlir::Operation*> symbols, types;
  PackageCode packages;
  llvm::DenseMap<mlir::StringAttr, mlir::StringAttr> aliases;  // images that are equal to others
  llvm::DenseMap<mlir::Operation*, std::unique_ptr<Names>> names;
  llvm::DenseSet<mlir::StringAttr> open, broken;
  struct Use {
    ir::ImageAddressOp address;
    ir::LoadOp load;
  };
  llvm::DenseMap<mlir::StringAttr, std::vector<Use>> uses;
  // Loads that are constants now. Whoever emits may still hold one for an operation to come, so
  // they stay until all is emitted.
  struct Folded {
    Use use;
    ir::ConstOp known;
  };
  std::vector<Folded> folded;
  llvm::DenseMap<uint64_t, llvm::SmallVector<ir::ImageOp, 1>> images;  // internal ones, by a hash
  std::unique_ptr<layout::Layouts> layouts;
  mlir::Operation* layouts_at = nullptr;
};

ThunkModule::ThunkModule(tir::Builder& builder) : impl_(std::make_unique<Impl>(builder)) {}
ThunkModule::~ThunkModule() = default;

void ThunkModule::SetOpen(std::string_view symbol, bool open) {
  if (open) {
    impl_->open.insert(impl_->Attr(symbol));
  } else {
    impl_->open.erase(impl_->Attr(symbol));
  }
}

absl::Status ThunkModule::AddPackageCode(std::string_view package, std::string_view bytes) {
  return impl_->packages.Add(package, bytes, impl_->module.getContext());
}

void ThunkModule::SetBroken(std::string_view symbol) { impl_->broken.insert(impl_->Attr(symbol)); }

ThunkModule::Missing ThunkModule::MissingFor(std::string_view symbol) {
  impl_->Update();
  Missing missing;
  Impl::Reached reached;
  mlir::Operation* start = impl_->symbols.lookup(impl_->Attr(symbol));
  if (!start) return missing;
  reached.operations.insert(start);
  impl_->Reach(reached);
  for (mlir::Operation* op : reached.operations) {
    if (auto global = mlir::dyn_cast<ir::GlobalOp>(op); global && global.isDeclaration())
      missing.globals.push_back(global.getSymName().str());
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    if (function && impl_->broken.contains(function.getSymNameAttr())) missing.broken = true;
    if (!function || impl_->IsComplete(op)) continue;
    if (!function.isExternal()) {
      missing.open.push_back(function.getSymName().str());
    } else if (!function.getIsCAbi()) {
      missing.bodies.push_back(function.getSymName().str());
    }
  }
  for (mlir::StringAttr name : reached.unknown) missing.images.push_back(name.str());
  return missing;
}

std::vector<std::string> ThunkModule::ClosuresIn(std::string_view symbol) {
  impl_->Update();
  Impl::Reached reached;
  mlir::Operation* start = impl_->symbols.lookup(impl_->Attr(symbol));
  if (!start) return {};
  reached.operations.insert(start);
  impl_->Reach(reached);
  std::vector<std::string> closures;
  llvm::DenseSet<mlir::StringAttr> seen;
  for (mlir::Operation* op : reached.operations) {
    if (!impl_->IsComplete(op)) continue;
    for (auto& [name, user] : impl_->NamesOf(op).symbols) {
      if (mlir::isa<ir::ClosureInitOp>(user) && seen.insert(name).second)
        closures.push_back(name.str());
    }
  }
  return closures;
}

std::vector<ThunkModule::Step> ThunkModule::Way(std::string_view from, std::string_view to) {
  impl_->Update();
  mlir::StringAttr start = impl_->Attr(from), goal = impl_->Attr(to);
  llvm::DenseMap<mlir::StringAttr, Back> back;
  std::deque<mlir::StringAttr> waiting = {start};
  while (!waiting.empty() && !back.contains(goal)) {
    mlir::StringAttr name = waiting.front();
    waiting.pop_front();
    mlir::Operation* op = impl_->Find(name, /*with_packages=*/true);
    if (!op || mlir::isa<ir::ImageOp>(op)) continue;
    Names names;
    NameCollector(names).Visit(op);  // of open ones too, as far as they are
    for (auto& [symbol, user] : names.symbols) {
      if (back.try_emplace(symbol, Back{name, user}).second) waiting.push_back(symbol);
    }
  }
  std::vector<Step> steps;
  for (mlir::StringAttr at = goal; back.contains(at);) {
    Back step = back.lookup(at);
    Step out;
    out.from = step.from.str();
    out.to = at.str();
    Place(step.op, &out);
    steps.push_back(std::move(out));
    if (step.from == start || steps.size() > 1000) break;
    at = step.from;
  }
  return {steps.rbegin(), steps.rend()};
}

std::vector<ThunkModule::Step> ThunkModule::Spread(
    std::vector<std::string>* symbols, const std::vector<std::string>& thunks,
    llvm::function_ref<bool(std::string_view)> is_root) {
  impl_->Update();
  // Loads have become constants: what the functions name now.
  impl_->names.clear();
  llvm::DenseSet<mlir::StringAttr> left_out, found;
  for (const std::string& thunk : thunks) left_out.insert(impl_->Attr(thunk));
  llvm::DenseMap<mlir::StringAttr, llvm::SmallVector<Back, 4>> users;
  for (mlir::Operation& op : *impl_->module.getBody()) {
    auto symbol = mlir::dyn_cast<mlir::SymbolOpInterface>(op);
    if (!symbol || left_out.contains(symbol.getNameAttr()) || !impl_->IsComplete(&op)) continue;
    for (auto& [name, user] : impl_->NamesOf(&op).symbols) {
      mlir::StringAttr target = name;
      if (auto alias = impl_->aliases.find(name); alias != impl_->aliases.end())
        target = alias->second;
      users[target].push_back({symbol.getNameAttr(), user});
    }
  }
  for (const std::string& symbol : *symbols) found.insert(impl_->Attr(symbol));
  std::vector<Step> steps;
  for (size_t i = 0; i < symbols->size(); ++i) {
    for (const Back& user : users.lookup(impl_->Attr((*symbols)[i]))) {
      const std::string name = user.from.str();
      if (is_root(name)) {
        Step step;
        step.from = name;
        step.to = (*symbols)[i];
        Place(user.op, &step);
        steps.push_back(std::move(step));
      } else if (found.insert(user.from).second) {
        symbols->push_back(name);
      }
    }
  }
  return steps;
}

std::string ThunkModule::CutOut(const std::vector<std::string>& thunks) {
  impl_->Update();
  Impl::Reached reached;
  for (const std::string& thunk : thunks) {
    if (mlir::Operation* op = impl_->symbols.lookup(impl_->Attr(thunk))) {
      reached.operations.insert(op);
    }
  }
  impl_->Reach(reached);
  mlir::OwningOpRef<mlir::ModuleOp> cut =
      mlir::ModuleOp::create(impl_->module.getLoc(), impl_->module.getName());
  llvm::DenseSet<mlir::StringAttr> images;
  for (mlir::Operation* op : reached.operations) {
    mlir::Operation* copy = op->clone();
    cut->getBody()->push_back(copy);
    if (auto image = mlir::dyn_cast<ir::ImageOp>(copy)) images.insert(image.getSymNameAttr());
  }
  // Constants that another package has run are globals here, and images where they come from.
  cut->walk([&](ir::GlobalAddressOp op) {
    if (!images.contains(op.getGlobalAttr().getAttr())) return;
    mlir::OpBuilder builder(op);
    auto address = ir::ImageAddressOp::create(builder, op.getLoc(), op.getType(),
                                              op.getGlobalAttr(), /*offset=*/0);
    op.replaceAllUsesWith(address.getOperation()->getResult(0));
    op.erase();
  });
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  // Fails only when an older version of the format is asked for.
  (void)mlir::writeBytecodeToFile(*cut, stream);
  return bytes;
}

void ThunkModule::NoteUse(std::string_view image, tir::Value address, tir::Value load) {
  auto op = [](tir::Value value) {
    return value ? mlir::Value::getFromOpaquePointer(value.impl).getDefiningOp() : nullptr;
  };
  Impl::Use use{mlir::cast<ir::ImageAddressOp>(op(address)), {}};
  if (load) use.load = mlir::cast<ir::LoadOp>(op(load));
  mlir::StringAttr name = impl_->Attr(image);
  if (auto alias = impl_->aliases.find(name); alias != impl_->aliases.end()) {
    use.address.setImage(alias->second);
  }
  if (!impl_->symbols.contains(name)) impl_->uses[name].push_back(use);
}

bool ThunkModule::IsDefined(std::string_view symbol) {
  mlir::StringAttr name = impl_->Attr(symbol);
  if (impl_->aliases.contains(name)) return true;
  impl_->Update();
  return impl_->symbols.contains(name);
}

bool ThunkModule::IsImage(std::string_view symbol) { return impl_->Image(symbol) != nullptr; }

namespace {

// The constant of a scalar type in the bytes of an image.
mlir::TypedAttr ScalarAt(llvm::StringRef bytes, uint64_t offset, mlir::Type type) {
  unsigned bits = type.isInteger(1) ? 8 : type.getIntOrFloatBitWidth();
  if (offset + bits / 8 > bytes.size()) return {};
  uint64_t raw = 0;
  for (unsigned i = 0; i < bits / 8; ++i) {
    raw |= uint64_t{static_cast<uint8_t>(bytes[offset + i])} << (8 * i);
  }
  if (type.isInteger(1)) return mlir::IntegerAttr::get(type, llvm::APInt(1, raw & 1));
  llvm::APInt value(bits, raw);
  if (type.isF32()) {
    return mlir::FloatAttr::get(type, llvm::APFloat(llvm::APFloat::IEEEsingle(), value));
  }
  if (type.isF64()) {
    return mlir::FloatAttr::get(type, llvm::APFloat(llvm::APFloat::IEEEdouble(), value));
  }
  return mlir::IntegerAttr::get(type, value);
}

}  // namespace

bool ThunkModule::Define(std::string_view symbol, const Evaluation& value, tir::Linkage linkage,
                         std::string* error) {
  impl_->Update();
  mlir::MLIRContext* context = impl_->module.getContext();
  llvm::SmallVector<int32_t, 16> links, code_slots;
  llvm::SmallVector<mlir::Attribute, 4> code;
  for (const ImageLink& link : value.links) {
    if (link.symbol.empty()) {
      links.push_back(static_cast<int32_t>(link.slot));
      links.push_back(static_cast<int32_t>(link.target));
      continue;
    }
    // The lowering's name for the function that closures call.
    llvm::StringRef name = link.symbol;
    name.consume_back(".by_address");
    if (!mlir::isa_and_nonnull<ir::FuncOp>(impl_->symbols.lookup(impl_->Attr(name)))) {
      *error = name.str();
      return false;
    }
    code_slots.push_back(static_cast<int32_t>(link.slot));
    code.push_back(mlir::FlatSymbolRefAttr::get(context, name));
  }

  mlir::StringAttr name = impl_->Attr(symbol);
  llvm::StringRef bytes = value.image.view();
  auto same = [&](ir::ImageOp image) {
    return image.getContent() == value.image && image.getAlign() == value.image_align &&
           image.getLinks().value_or(llvm::ArrayRef<int32_t>()) == llvm::ArrayRef(links) &&
           image.getCodeSlots().value_or(llvm::ArrayRef<int32_t>()) == llvm::ArrayRef(code_slots) &&
           (!image.getCode() || image.getCode()->getValue() == llvm::ArrayRef(code));
  };
  ir::ImageOp equal;
  llvm::SmallVector<ir::ImageOp, 1>* kept = nullptr;
  if (linkage == tir::Linkage::Internal) {
    kept = &impl_->images[llvm::xxh3_64bits(bytes) >> 2];
    for (ir::ImageOp image : *kept) {
      if (same(image)) equal = image;
    }
  }
  if (equal) {
    impl_->aliases[name] = equal.getSymNameAttr();
  } else {
    mlir::OpBuilder builder = mlir::OpBuilder::atBlockEnd(impl_->module.getBody());
    mlir::DenseI32ArrayAttr none;
    auto image = ir::ImageOp::create(
        builder, mlir::UnknownLoc::get(context), name, static_cast<ir::Linkage>(linkage),
        value.image_align, value.image,
        links.empty() ? none : mlir::DenseI32ArrayAttr::get(context, links),
        code_slots.empty() ? none : mlir::DenseI32ArrayAttr::get(context, code_slots),
        code.empty() ? mlir::ArrayAttr() : mlir::ArrayAttr::get(context, code));
    if (kept) kept->push_back(image);
  }

  auto uses = impl_->uses.find(name);
  if (uses == impl_->uses.end()) return true;
  for (Impl::Use& use : uses->second) {
    if (equal) use.address.setImage(equal.getSymName());
    if (use.load) {
      mlir::Type type = use.load.getType();
      mlir::TypedAttr constant = mlir::isa<mlir::IntegerType, mlir::FloatType>(type)
                                     ? ScalarAt(bytes, use.address.getOffset(), type)
                                     : mlir::TypedAttr();
      if (constant) {
        mlir::OpBuilder builder(use.load);
        auto known = ir::ConstOp::create(builder, use.load.getLoc(), type, constant);
        use.load.replaceAllUsesWith(known.getOperation()->getResult(0));
        impl_->folded.push_back({use, known});
      }
    }
  }
  impl_->uses.erase(uses);
  return true;
}

std::string_view ThunkModule::Bytes(std::string_view image, uint64_t offset, uint64_t size) {
  ir::ImageOp op = impl_->Image(image);
  if (!op || offset >= op.getContent().size()) return {};
  // The operation holds them.
  return op.getProperties().content.view().substr(offset, size);
}

std::string ThunkModule::Spelled(std::string_view image) {
  ir::ImageOp op = impl_->Image(image);
  if (!op) return {};
  std::string text =
      llvm::toHex(llvm::StringRef(op.getProperties().content.view()), /*LowerCase=*/true);
  for (int32_t offset : op.getLinks().value_or(llvm::ArrayRef<int32_t>()))
    text += "," + std::to_string(offset);
  if (op.getCode()) {
    llvm::ArrayRef<int32_t> slots = *op.getCodeSlots();
    for (auto [slot, code] : llvm::zip(slots, op.getCode()->getAsRange<mlir::FlatSymbolRefAttr>()))
      text += "," + std::to_string(slot) + "=" + code.getValue().str();
  }
  return text;
}

int64_t ThunkModule::LinkAt(std::string_view image, uint64_t slot) {
  ir::ImageOp op = impl_->Image(image);
  llvm::ArrayRef<int32_t> links =
      op ? op.getLinks().value_or(llvm::ArrayRef<int32_t>()) : llvm::ArrayRef<int32_t>();
  size_t low = 0, high = links.size() / 2;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (static_cast<uint64_t>(links[2 * middle]) < slot) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const bool found = low < links.size() / 2 && static_cast<uint64_t>(links[2 * low]) == slot;
  return found ? links[2 * low + 1] : -1;
}

uint64_t ThunkModule::SizeOf(tir::Type type) {
  return impl_->Layout().Of(mlir::Type::getFromOpaquePointer(type.impl)).size;
}

uint64_t ThunkModule::AlignOf(tir::Type type) {
  return impl_->Layout().Of(mlir::Type::getFromOpaquePointer(type.impl)).align;
}

uint64_t ThunkModule::FieldOffset(tir::Type struct_type, unsigned field) {
  return static_cast<uint64_t>(impl_->Layout()
                                   .Struct(mlir::Type::getFromOpaquePointer(struct_type.impl))
                                   .fields[field]
                                   .offset);
}

void ThunkModule::Remove(const std::vector<std::string>& thunks) {
  impl_->Update();
  for (Impl::Folded& one : impl_->folded) {
    one.use.load.replaceAllUsesWith(one.known.getOperation()->getResult(0));
    one.use.load.erase();
    if (one.use.address->use_empty()) one.use.address.erase();
  }
  impl_->folded.clear();
  // What the functions name now.
  impl_->names.clear();
  llvm::DenseSet<mlir::Operation*> is_thunk;
  Impl::Reached by_thunks, by_others;
  for (const std::string& thunk : thunks) {
    if (mlir::Operation* op = impl_->symbols.lookup(impl_->Attr(thunk))) {
      is_thunk.insert(op);
      by_thunks.operations.insert(op);
    }
  }
  impl_->Reach(by_thunks, /*with_packages=*/false);
  // What is not the thunks' stays, and so does all that it needs.
  for (mlir::Operation& op : *impl_->module.getBody()) {
    auto function = mlir::dyn_cast<ir::FuncOp>(op);
    auto image = mlir::dyn_cast<ir::ImageOp>(op);
    auto global = mlir::dyn_cast<ir::GlobalOp>(op);
    const bool own =
        (function && !function.isExternal() && function.getLinkage() == ir::Linkage::Exported) ||
        (image && image.getLinkage() == ir::Linkage::Exported) ||
        (global && global.getLinkage() == ir::Linkage::Exported);
    if (!is_thunk.contains(&op) && (own || !by_thunks.operations.contains(&op))) {
      by_others.operations.insert(&op);
    }
  }
  impl_->Reach(by_others, /*with_packages=*/false);
  llvm::SmallVector<mlir::Operation*, 32> dead;
  for (mlir::Operation* op : by_thunks.operations) {
    if (op->getParentOp() == impl_->module && !by_others.operations.contains(op))
      dead.push_back(op);
  }
  for (mlir::Operation* op : dead) op->erase();
  impl_->symbols.clear();
  impl_->types.clear();
  impl_->names.clear();
  impl_->uses.clear();
  impl_->layouts.reset();
  impl_->last = nullptr;
}

}  // namespace arc::comptime
