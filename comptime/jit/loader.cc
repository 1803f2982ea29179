#include "comptime/jit/loader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "comptime/api/comptime_api.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Error.h"

namespace arc::comptime {

namespace elf = llvm::ELF;
using File = llvm::object::ELFFile<llvm::object::ELF64LE>;
using Shdr = File::Elf_Shdr;
using Sym = File::Elf_Sym;

// ---- memory -------------------------------------------------------------------------------------

SlabMemory::SlabMemory(SlabView view)
    : view_(view),
      code_(ARC_COMPTIME_CODE_ADDRESS, ARC_COMPTIME_CODE_BYTES),
      data_(ARC_COMPTIME_DATA_ADDRESS, ARC_COMPTIME_DATA_BYTES) {}

absl::StatusOr<uint64_t> SlabMemory::Allocate(bool writable, uint64_t bytes) {
  ttrpc::MutexLock lock(&mutex_);
  std::optional<uint64_t> address = (writable ? data_ : code_).Allocate(bytes);
  if (address) return *address;
  return absl::ResourceExhaustedError(
      absl::StrCat("no room for ", bytes, " bytes of ", writable ? "data" : "code"));
}

void SlabMemory::Free(bool writable, uint64_t address, uint64_t bytes) {
  ttrpc::MutexLock lock(&mutex_);
  (writable ? data_ : code_).Free(address, bytes);
}

uint8_t* SlabMemory::At(uint64_t address) const {
  return address < ARC_COMPTIME_DATA_ADDRESS ? view_.code + (address - ARC_COMPTIME_CODE_ADDRESS)
                                             : view_.data + (address - ARC_COMPTIME_DATA_ADDRESS);
}

uint64_t SlabMemory::used() const {
  ttrpc::MutexLock lock(&mutex_);
  return code_.used() + data_.used();
}

absl::StatusOr<SlabBlock> SlabBlock::Allocate(SlabMemory& memory, bool writable, uint64_t bytes) {
  SlabBlock block;
  if (bytes == 0) return block;
  absl::StatusOr<uint64_t> address = memory.Allocate(writable, bytes);
  if (!address.ok()) return address.status();
  block.memory_ = &memory;
  block.writable_ = writable;
  block.address_ = *address;
  block.bytes_ = bytes;
  return block;
}

SlabBlock& SlabBlock::operator=(SlabBlock&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(writable_, other.writable_);
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

SlabBlock::~SlabBlock() {
  if (memory_) memory_->Free(writable_, address_, bytes_);
}

// ---- objects ------------------------------------------------------------------------------------

std::optional<uint64_t> LoadedObject::Find(absl::string_view symbol) const {
  auto found = symbols_.find(symbol);
  if (found == symbols_.end()) return std::nullopt;
  return found->second;
}

absl::string_view LoadedObject::SymbolAt(uint64_t address) const {
  absl::string_view best;
  for (const auto& [name, at] : symbols_) {
    // Of several the first by name, so that it does not depend on the table.
    if (at == address && (best.empty() || name < best)) best = name;
  }
  return best;
}

const LoadedObject::Section* LoadedObject::SectionAt(uint64_t address, bool rest) const {
  auto after = std::upper_bound(
      sections_.begin(), sections_.end(), address,
      [](uint64_t value, const Section& section) { return value < section.address; });
  if (after == sections_.begin()) return nullptr;
  const Section& section = *std::prev(after);
  return address - section.address < section.size && (section.kept || rest) ? &section : nullptr;
}

uint64_t LoadedObject::resident_bytes() const {
  return sizeof(*this) + bytes_.size() + kept_[0].bytes() + kept_[1].bytes();
}

// ---- loading ------------------------------------------------------------------------------------

namespace {

absl::Status Broken(absl::string_view what) {
  return absl::InternalError(absl::StrCat("object: ", what));
}

uint64_t AlignUp(uint64_t value, uint64_t align) { return (value + align - 1) / align * align; }

}  // namespace

class ObjectLoader {
 public:
  ObjectLoader(SlabMemory& memory, llvm::SmallVector<char, 0> bytes, const LoadRequest& request)
      : memory_(memory), request_(request), object_(std::make_unique<LoadedObject>()) {
    object_->bytes_ = std::move(bytes);
  }

  absl::StatusOr<std::unique_ptr<LoadedObject>> Run() {
    for (auto step : {&ObjectLoader::Read, &ObjectLoader::MarkKept, &ObjectLoader::Place,
                      &ObjectLoader::Relocate}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
    }
    return std::move(object_);
  }

 private:
  struct Section {
    const Shdr* header = nullptr;
    const Shdr* relocations = nullptr;
    uint64_t address = 0;
    bool loaded = false;
    bool kept = false;
  };

  llvm::StringRef Bytes() const { return {object_->bytes_.data(), object_->bytes_.size()}; }

  template <typename T>
  static absl::Status Take(llvm::Expected<T> value, T& to) {
    if (!value) return Broken(llvm::toString(value.takeError()));
    to = *value;
    return absl::OkStatus();
  }

  absl::Status Read() {
    llvm::Expected<File> file = File::create(Bytes());
    if (!file) return Broken(llvm::toString(file.takeError()));
    file_.emplace(*file);
    llvm::ArrayRef<Shdr> headers;
    if (auto status = Take(file_->sections(), headers); !status.ok()) return status;
    sections_.resize(headers.size());
    for (size_t i = 0; i < headers.size(); ++i) {
      const Shdr& header = headers[i];
      sections_[i].header = &header;
      sections_[i].loaded = (header.sh_flags & elf::SHF_ALLOC) != 0 && header.sh_size != 0 &&
                            header.sh_type != elf::SHT_NOTE;
      if (header.sh_flags & elf::SHF_TLS) return Broken("thread-local data");
      if (header.sh_type == elf::SHT_RELA && header.sh_info < headers.size()) {
        sections_[header.sh_info].relocations = &header;
      } else if (header.sh_type == elf::SHT_SYMTAB) {
        if (auto status = Take(file_->symbols(&header), symbols_); !status.ok()) return status;
        if (auto status = Take(file_->getStringTableForSymtab(header), names_); !status.ok()) {
          return status;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status NameOf(const Sym& symbol, llvm::StringRef& name) {
    return Take(symbol.getName(names_), name);
  }

  // What is reached from the roots by relocations.
  absl::Status MarkKept() {
    absl::flat_hash_set<absl::string_view> roots(request_.roots.begin(), request_.roots.end());
    std::vector<size_t> work;
    auto keep = [&](const Sym& symbol) {
      const size_t index = symbol.st_shndx;
      if (index >= sections_.size() || !sections_[index].loaded || sections_[index].kept) return;
      sections_[index].kept = true;
      work.push_back(index);
    };
    for (const Sym& symbol : symbols_) {
      llvm::StringRef name;
      if (auto status = NameOf(symbol, name); !status.ok()) return status;
      if (symbol.getBinding() != elf::STB_LOCAL && roots.contains({name.data(), name.size()})) {
        keep(symbol);
      }
    }
    while (!work.empty()) {
      const Shdr* relocations = sections_[work.back()].relocations;
      work.pop_back();
      if (!relocations) continue;
      llvm::ArrayRef<File::Elf_Rela> entries;
      if (auto status = Take(file_->relas(*relocations), entries); !status.ok()) return status;
      for (const File::Elf_Rela& entry : entries) {
        const uint32_t symbol = entry.getSymbol(false);
        if (symbol >= symbols_.size()) return Broken("symbol index");
        keep(symbols_[symbol]);
      }
    }
    return absl::OkStatus();
  }

  static bool IsWritable(const Shdr& header) { return (header.sh_flags & elf::SHF_WRITE) != 0; }

  absl::Status Place() {
    for (bool kept : {true, false}) {
      for (bool writable : {false, true}) {
        uint64_t size = 0;
        std::vector<Section*> placed;
        for (Section& section : sections_) {
          if (!section.loaded || section.kept != kept || IsWritable(*section.header) != writable) {
            continue;
          }
          const uint64_t align = std::max<uint64_t>(1, section.header->sh_addralign);
          if (align > RangeAllocator::kAlign) return Broken("alignment");
          size = AlignUp(size, align);
          section.address = size;
          size += section.header->sh_size;
          placed.push_back(&section);
        }
        absl::StatusOr<SlabBlock> block = SlabBlock::Allocate(memory_, writable, size);
        if (!block.ok()) return block.status();
        for (Section* section : placed) section->address += block->address();
        (kept ? object_->kept_ : object_->rest_)[writable] = *std::move(block);
      }
    }
    for (size_t i = 0; i < sections_.size(); ++i) {
      const Section& section = sections_[i];
      if (!section.loaded) continue;
      uint8_t* to = memory_.At(section.address);
      if (section.header->sh_type == elf::SHT_NOBITS) {
        std::memset(to, 0, section.header->sh_size);
      } else {
        llvm::ArrayRef<uint8_t> content;
        if (auto status = Take(file_->getSectionContents(*section.header), content); !status.ok()) {
          return status;
        }
        std::memcpy(to, content.data(), content.size());
      }
      object_->sections_.push_back({i, section.address, section.header->sh_size, section.kept});
    }
    std::sort(object_->sections_.begin(), object_->sections_.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    return AddressSymbols();
  }

  absl::Status AddressSymbols() {
    addresses_.resize(symbols_.size());
    for (size_t i = 1; i < symbols_.size(); ++i) {
      const Sym& symbol = symbols_[i];
      const uint16_t index = symbol.st_shndx;
      if (index == elf::SHN_UNDEF) continue;
      if (index == elf::SHN_ABS) {
        addresses_[i] = symbol.st_value;
        continue;
      }
      if (index >= sections_.size()) return Broken("section index");
      // An empty section has no address, but nothing is read there.
      if (!sections_[index].loaded) continue;
      addresses_[i] = sections_[index].address + symbol.st_value;
      if (symbol.getBinding() == elf::STB_LOCAL && symbol.getType() != elf::STT_FUNC) continue;
      llvm::StringRef name;
      if (auto status = NameOf(symbol, name); !status.ok()) return status;
      if (!name.empty()) object_->symbols_.try_emplace(name.str(), addresses_[i]);
    }
    return absl::OkStatus();
  }

  // Of undefined symbols when they are needed first: debug information may name others.
  absl::Status AddressOf(uint32_t index, uint64_t& address) {
    if (index >= symbols_.size()) return Broken("symbol index");
    const Sym& symbol = symbols_[index];
    if (symbol.st_shndx == elf::SHN_UNDEF && index != 0 && addresses_[index] == 0) {
      llvm::StringRef name;
      if (auto status = NameOf(symbol, name); !status.ok()) return status;
      std::optional<uint64_t> found = request_.resolve({name.data(), name.size()});
      if (!found && symbol.getBinding() != elf::STB_WEAK) return absl::NotFoundError(name.str());
      addresses_[index] = found.value_or(0);
    }
    address = addresses_[index];
    return absl::OkStatus();
  }

  absl::Status Relocate() {
    for (const Section& section : sections_) {
      if (!section.loaded || !section.relocations) continue;
      llvm::ArrayRef<File::Elf_Rela> entries;
      if (auto status = Take(file_->relas(*section.relocations), entries); !status.ok()) {
        return status;
      }
      for (const File::Elf_Rela& entry : entries) {
        if (auto status = Apply(section, entry); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Apply(const Section& section, const File::Elf_Rela& entry) {
    const uint32_t type = entry.getType(false);
    if (type == elf::R_X86_64_NONE) return absl::OkStatus();
    uint64_t symbol = 0;
    if (auto status = AddressOf(entry.getSymbol(false), symbol); !status.ok()) return status;
    const bool wide = type == elf::R_X86_64_64 || type == elf::R_X86_64_PC64;
    const uint64_t size = section.header->sh_size, offset = entry.r_offset;
    if (offset > size || size - offset < (wide ? 8u : 4u)) return Broken("offset of a relocation");
    const uint64_t place = section.address + offset;
    const uint64_t value = symbol + static_cast<uint64_t>(entry.r_addend);
    uint8_t* to = memory_.At(place);
    switch (type) {
      case elf::R_X86_64_64:
        llvm::support::endian::write64le(to, value);
        return absl::OkStatus();
      case elf::R_X86_64_PC64:
        llvm::support::endian::write64le(to, value - place);
        return absl::OkStatus();
      case elf::R_X86_64_32:
        if (value > UINT32_MAX) break;
        llvm::support::endian::write32le(to, static_cast<uint32_t>(value));
        return absl::OkStatus();
      case elf::R_X86_64_32S:
        if (static_cast<int64_t>(value) != static_cast<int32_t>(value)) break;
        llvm::support::endian::write32le(to, static_cast<uint32_t>(value));
        return absl::OkStatus();
      case elf::R_X86_64_PC32:
      case elf::R_X86_64_PLT32: {
        const int64_t distance = static_cast<int64_t>(value - place);
        if (distance != static_cast<int32_t>(distance)) break;
        llvm::support::endian::write32le(to, static_cast<uint32_t>(distance));
        return absl::OkStatus();
      }
      default:
        return Broken(absl::StrCat("relocation of type ", type));
    }
    return Broken("address out of reach");
  }

  SlabMemory& memory_;
  const LoadRequest& request_;
  std::unique_ptr<LoadedObject> object_;
  std::optional<File> file_;
  std::vector<Section> sections_;
  llvm::ArrayRef<Sym> symbols_;
  llvm::StringRef names_;
  std::vector<uint64_t> addresses_;  // of symbols
};

absl::StatusOr<std::unique_ptr<LoadedObject>> LoadObject(SlabMemory& memory,
                                                         llvm::SmallVector<char, 0> bytes,
                                                         const LoadRequest& request) {
  return ObjectLoader(memory, std::move(bytes), request).Run();
}

}  // namespace arc::comptime
