#include "compiler/ir/interface.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "compiler/ir/dialects.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc {

namespace {

// Layout of the head of the file, as MLIR writes it:
//   'M' 'L' 0xEF 'R' | bytecode version (one byte below 128) | producer, NUL-terminated | sections
constexpr llvm::StringLiteral kMagic("ML\xefR");
constexpr size_t kProducerOffset = 5;
constexpr llvm::StringLiteral kProducer("arc interface ");
constexpr llvm::StringLiteral kVersion("0001");
constexpr size_t kChecksumDigits = 16;
// "arc interface 0001 0123456789abcdef"
constexpr size_t kProducerSize = kProducer.size() + kVersion.size() + 1 + kChecksumDigits;
constexpr size_t kBodyOffset = kProducerOffset + kProducerSize + 1;

constexpr llvm::StringLiteral kAttribute("tir.interface");

std::string Checksum(llvm::StringRef body) {
  return llvm::utohexstr(llvm::xxh3_64bits(body), /*LowerCase=*/true, kChecksumDigits);
}

void HashString(llvm::SHA256& hash, llvm::StringRef text) {
  uint64_t size = text.size();
  uint8_t bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(size >> (8 * i));
  hash.update(llvm::ArrayRef<uint8_t>(bytes));
  hash.update(text);
}

std::string WriteBytecode(mlir::Operation* op, llvm::StringRef producer) {
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  // Fails only when an older version of the format is asked for.
  (void)mlir::writeBytecodeToFile(op, stream, mlir::BytecodeWriterConfig(producer));
  return bytes;
}

mlir::DictionaryAttr ToAttribute(mlir::MLIRContext* context, const PackageInterface& interface,
                                 llvm::StringRef hash) {
  auto text = [&](llvm::StringRef value) -> mlir::Attribute {
    return mlir::StringAttr::get(context, value);
  };
  auto named = [&](llvm::StringRef name, mlir::Attribute value) {
    return mlir::NamedAttribute(mlir::StringAttr::get(context, name), value);
  };
  llvm::SmallVector<mlir::Attribute> files, imports;
  for (const InterfaceFile& file : interface.files) {
    files.push_back(mlir::ArrayAttr::get(context, {text(file.path), text(file.text)}));
  }
  for (const ImportedInterface& import : interface.imports) {
    imports.push_back(mlir::ArrayAttr::get(context, {text(import.package), text(import.hash)}));
  }
  mlir::Attribute abi = mlir::IntegerAttr::get(mlir::IntegerType::get(context, 32),
                                               static_cast<int64_t>(interface.abi_version));
  return mlir::DictionaryAttr::get(
      context,
      {named("package", text(interface.package)), named("abi", abi),
       named("files", mlir::ArrayAttr::get(context, files)),
       named("imports", mlir::ArrayAttr::get(context, imports)), named("hash", text(hash))});
}

// Reads `[[first, second], ...]`.
template <typename Pair>
bool ReadPairs(mlir::Attribute attribute, std::vector<Pair>& result) {
  auto list = mlir::dyn_cast_or_null<mlir::ArrayAttr>(attribute);
  if (!list) return false;
  result.reserve(list.size());
  for (mlir::Attribute element : list) {
    auto pair = mlir::dyn_cast<mlir::ArrayAttr>(element);
    if (!pair || pair.size() != 2) return false;
    auto first = mlir::dyn_cast<mlir::StringAttr>(pair[0]);
    auto second = mlir::dyn_cast<mlir::StringAttr>(pair[1]);
    if (!first || !second) return false;
    result.push_back({first.str(), second.str()});
  }
  return true;
}

bool FromAttribute(mlir::DictionaryAttr attribute, PackageInterface& interface) {
  if (!attribute) return false;
  auto package = attribute.getAs<mlir::StringAttr>("package");
  auto hash = attribute.getAs<mlir::StringAttr>("hash");
  auto abi = attribute.getAs<mlir::IntegerAttr>("abi");
  if (!package || !hash || !abi || abi.getValue().getActiveBits() > 32) return false;
  interface.package = package.str();
  interface.content_hash = hash.str();
  interface.abi_version = static_cast<uint32_t>(abi.getValue().getZExtValue());
  return ReadPairs(attribute.get("files"), interface.files) &&
         ReadPairs(attribute.get("imports"), interface.imports);
}

// Checks everything in front of MLIR's sections.
absl::Status CheckHead(llvm::StringRef bytes, const std::string& name) {
  llvm::StringRef producer = bytes.substr(kProducerOffset, kProducerSize + 1);
  if (!bytes.starts_with(kMagic) || !producer.starts_with(kProducer)) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is no interface file"));
  }
  llvm::StringRef version = producer.substr(kProducer.size(), kVersion.size());
  if (version != kVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " was written by another version of the compiler; build it again"));
  }
  if (bytes.size() < kBodyOffset) return absl::DataLossError(absl::StrCat(name, " is truncated"));
  llvm::StringRef checksum = producer.substr(kProducerSize - kChecksumDigits, kChecksumDigits);
  if (producer.back() != '\0' || producer[kProducer.size() + kVersion.size()] != ' ' ||
      checksum != Checksum(bytes.substr(kBodyOffset))) {
    return absl::DataLossError(absl::StrCat(name, " is damaged or truncated; build it again"));
  }
  return absl::OkStatus();
}

// MLIR reports to handlers; here its words are of no use to anyone.
mlir::ScopedDiagnosticHandler Silence(mlir::MLIRContext* context) {
  return mlir::ScopedDiagnosticHandler(context, [](mlir::Diagnostic&) { return mlir::success(); });
}

absl::StatusOr<std::unique_ptr<llvm::MemoryBuffer>> Open(const std::string& path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (buffer) return std::move(*buffer);
  std::string message = absl::StrCat(path, ": ", buffer.getError().message());
  if (buffer.getError() == std::errc::no_such_file_or_directory) {
    return absl::NotFoundError(message);
  }
  return absl::UnavailableError(message);
}

std::string HashOf(const PackageInterface& interface, mlir::Operation* functions) {
  llvm::SHA256 hash;
  HashString(hash, kProducer);
  HashString(hash, kVersion);
  HashString(hash, interface.package);
  HashString(hash, std::to_string(interface.abi_version));
  HashString(hash, std::to_string(interface.files.size()));
  for (const InterfaceFile& file : interface.files) {
    HashString(hash, file.path);
    HashString(hash, file.text);
  }
  for (const ImportedInterface& import : interface.imports) {
    HashString(hash, import.package);
    HashString(hash, import.hash);
  }
  if (functions) HashString(hash, WriteBytecode(functions, ""));
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

absl::StatusOr<std::string> Serialize(const PackageInterface& interface, mlir::ModuleOp module,
                                      llvm::StringRef hash) {
  module->setAttr(kAttribute, ToAttribute(module.getContext(), interface, hash));
  std::string producer = absl::StrCat(std::string(kProducer), std::string(kVersion), " ",
                                      std::string(kChecksumDigits, '0'));
  std::string bytes = WriteBytecode(module, producer);
  llvm::StringRef written(bytes);
  if (written.substr(kProducerOffset, kProducerSize) != producer || bytes.size() < kBodyOffset) {
    return absl::InternalError("MLIR's bytecode has another head than expected");
  }
  bytes.replace(kProducerOffset + kProducerSize - kChecksumDigits, kChecksumDigits,
                Checksum(written.substr(kBodyOffset)));
  return bytes;
}

absl::Status WriteFile(const std::string& bytes, const std::string& path) {
  auto fail = [&](llvm::Error error) {
    return absl::UnavailableError(absl::StrCat(path, ": ", llvm::toString(std::move(error))));
  };
  auto file = llvm::sys::fs::TempFile::create(path + ".%%%%%%");
  if (!file) return fail(file.takeError());
  llvm::raw_fd_ostream stream(file->FD, /*shouldClose=*/false);
  stream << bytes;
  stream.flush();
  if (stream.has_error()) {
    std::string message = stream.error().message();
    stream.clear_error();
    llvm::consumeError(file->discard());
    return absl::UnavailableError(absl::StrCat(path, ": ", message));
  }
  if (llvm::Error error = file->keep(path)) return fail(std::move(error));
  return absl::OkStatus();
}

}  // namespace

std::string InterfaceHash(const PackageInterface& interface) { return HashOf(interface, nullptr); }

std::string InterfaceHash(const PackageInterface& interface, mlir::ModuleOp functions) {
  return HashOf(interface, functions);
}

absl::StatusOr<std::string> SerializeInterface(const PackageInterface& interface) {
  auto context = MakeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(mlir::UnknownLoc::get(context.get()));
  return Serialize(interface, *module, InterfaceHash(interface));
}

absl::StatusOr<std::string> SerializeInterface(const PackageInterface& interface,
                                               mlir::ModuleOp functions) {
  mlir::OwningOpRef<mlir::ModuleOp> module = functions.clone();
  return Serialize(interface, *module, InterfaceHash(interface, functions));
}

absl::Status WriteInterface(const PackageInterface& interface, const std::string& path) {
  absl::StatusOr<std::string> bytes = SerializeInterface(interface);
  return bytes.ok() ? WriteFile(*bytes, path) : bytes.status();
}

absl::Status WriteInterface(const PackageInterface& interface, mlir::ModuleOp functions,
                            const std::string& path) {
  absl::StatusOr<std::string> bytes = SerializeInterface(interface, functions);
  return bytes.ok() ? WriteFile(*bytes, path) : bytes.status();
}

absl::StatusOr<PackageInterface> ReadInterface(const std::string& path,
                                               mlir::MLIRContext* context) {
  auto buffer = Open(path);
  if (!buffer.ok()) return buffer.status();
  llvm::StringRef bytes = (*buffer)->getBuffer();
  return ParseInterface({bytes.data(), bytes.size()}, path, context);
}

absl::StatusOr<PackageInterface> ParseInterface(std::string_view bytes, const std::string& name,
                                                mlir::MLIRContext* context) {
  llvm::StringRef text(bytes.data(), bytes.size());
  if (absl::Status status = CheckHead(text, name); !status.ok()) return status;
  std::unique_ptr<mlir::MLIRContext, ContextDeleter> own_context;
  if (!context) {
    own_context = MakeContext();
    context = own_context.get();
  }
  mlir::ScopedDiagnosticHandler silence = Silence(context);
  mlir::ParserConfig config(context, /*verifyAfterParse=*/false);
  // Lazily: the module's attributes are all that is decoded.
  mlir::BytecodeReader reader(llvm::MemoryBufferRef(text, name), config, /*lazyLoad=*/true);
  mlir::Block block;
  PackageInterface interface;
  bool good = succeeded(reader.readTopLevel(&block)) && !block.empty();
  if (good) {
    auto module = mlir::dyn_cast<mlir::ModuleOp>(block.front());
    good =
        module && FromAttribute(module->getAttrOfType<mlir::DictionaryAttr>(kAttribute), interface);
  }
  // Drops what was not decoded; the reader insists on being asked.
  good &= succeeded(reader.finalize([](mlir::Operation*) { return false; }));
  if (!good) return absl::DataLossError(absl::StrCat(name, " is damaged; build it again"));
  return interface;
}

absl::StatusOr<mlir::ModuleOp> ParseInterfaceFunctions(std::string_view bytes,
                                                       const std::string& name,
                                                       mlir::MLIRContext* context) {
  llvm::StringRef text(bytes.data(), bytes.size());
  if (absl::Status status = CheckHead(text, name); !status.ok()) return status;
  mlir::ScopedDiagnosticHandler silence = Silence(context);
  mlir::ParserConfig config(context, /*verifyAfterParse=*/false);
  mlir::Block block;
  if (failed(mlir::readBytecodeFile(llvm::MemoryBufferRef(text, name), &block, config)) ||
      block.empty() || !mlir::isa<mlir::ModuleOp>(block.front())) {
    return absl::DataLossError(absl::StrCat(name, " is damaged; build it again"));
  }
  auto module = mlir::cast<mlir::ModuleOp>(block.front());
  module->remove();
  module->removeAttr(kAttribute);
  return module;
}

}  // namespace arc
