#include "comptime/jit/symbolizer.h"

#include <utility>

#include "llvm/DebugInfo/DIContext.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace arc::comptime {

namespace {

// As compiler/lower names functions that traces leave out.
constexpr llvm::StringLiteral kHidden("arc_rt_hidden.");

class SectionAddresses : public llvm::LoadedObjectInfo {
 public:
  explicit SectionAddresses(const LoadedObject& object) : object_(object) {}
  uint64_t getSectionLoadAddress(const llvm::object::SectionRef& section) const override {
    for (const LoadedObject::Section& one : object_.sections()) {
      if (one.index == section.getIndex()) return one.address;
    }
    return 0;
  }
  std::unique_ptr<llvm::LoadedObjectInfo> clone() const override {
    return std::make_unique<SectionAddresses>(object_);
  }

 private:
  const LoadedObject& object_;
};

}  // namespace

struct Symbolizer::State {
  std::unique_ptr<llvm::object::ObjectFile> file;
  std::unique_ptr<llvm::DWARFContext> context;
};

Symbolizer::Symbolizer(const LoadedObject& object) : state_(std::make_unique<State>()) {
  llvm::MemoryBufferRef buffer(llvm::StringRef(object.bytes().data(), object.bytes().size()), "");
  auto file = llvm::object::ObjectFile::createELFObjectFile(buffer);
  if (!file) {
    llvm::consumeError(file.takeError());
    return;
  }
  state_->file = std::move(*file);
  SectionAddresses addresses(object);
  auto ignore = [](llvm::Error error) { llvm::consumeError(std::move(error)); };
  state_->context = llvm::DWARFContext::create(*state_->file,
                                               llvm::DWARFContext::ProcessDebugRelocations::Process,
                                               &addresses, "", ignore, ignore);
}

Symbolizer::~Symbolizer() = default;

std::vector<CodeFrame> Symbolizer::Describe(uint64_t address,
                                            const LoadedObject::Section& section) const {
  std::vector<CodeFrame> frames;
  if (!state_->context) return frames;
  using Kind = llvm::DILineInfoSpecifier;
  llvm::DIInliningInfo found = state_->context->getInliningInfoForAddress(
      {address, section.index},
      // With the folder, which the line table keeps apart for all files but the module's first.
      Kind(Kind::FileLineInfoKind::RelativeFilePath, Kind::FunctionNameKind::ShortName));
  for (uint32_t i = 0; i < found.getNumberOfFrames(); ++i) {
    const llvm::DILineInfo& info = found.getFrame(i);
    if (llvm::StringRef(info.FunctionName).starts_with(kHidden)) continue;
    CodeFrame frame;
    if (info.FunctionName != llvm::DILineInfo::BadString) frame.function = info.FunctionName;
    if (info.FileName != llvm::DILineInfo::BadString) frame.file = info.FileName;
    frame.line = info.Line;
    frame.column = info.Column;
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace arc::comptime
