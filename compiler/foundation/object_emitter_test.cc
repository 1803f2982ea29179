#include "compiler/foundation/object_emitter.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugFrame.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

extern "C" void LLVMInitializeX86Disassembler();

namespace arc::foundation {
namespace {

constexpr char kTriple[] = "x86_64-unknown-linux-gnu";

struct Object {
  llvm::SmallVector<char, 0> bytes;
  std::unique_ptr<llvm::object::ObjectFile> file;
};

Object Emit(Part part) {
  Object object;
  auto bytes = EmitFoundationObject(kTriple, part);
  EXPECT_TRUE(static_cast<bool>(bytes));
  object.bytes = std::move(*bytes);
  auto file = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(
      llvm::StringRef(object.bytes.data(), object.bytes.size()), "foundation.o"));
  EXPECT_TRUE(static_cast<bool>(file));
  object.file = std::move(*file);
  return object;
}

// The names of a function's instructions, in LLVM's spelling.
class Disassembly {
 public:
  explicit Disassembly(const Object& object) : object_(object) {
    LLVMInitializeX86Disassembler();
    llvm::Triple triple(kTriple);
    std::string message;
    const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, message);
    registers_.reset(target->createMCRegInfo(triple));
    assembly_.reset(target->createMCAsmInfo(*registers_, triple, llvm::MCTargetOptions()));
    instructions_.reset(target->createMCInstrInfo());
    subtarget_.reset(target->createMCSubtargetInfo(triple, "", ""));
    context_ = std::make_unique<llvm::MCContext>(triple, assembly_.get(), registers_.get(),
                                                 subtarget_.get());
    disassembler_.reset(target->createMCDisassembler(*subtarget_, *context_));
  }

  std::string Function(llvm::StringRef name) {
    std::string text;
    for (const auto& symbol : object_.file->symbols()) {
      if (llvm::cantFail(symbol.getName()) != name) continue;
      auto section = llvm::cantFail(symbol.getSection());
      llvm::StringRef code = llvm::cantFail(section->getContents());
      llvm::ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t*>(code.data()), code.size());
      uint64_t at = 0;
      while (at < bytes.size()) {
        llvm::MCInst instruction;
        uint64_t size;
        if (disassembler_->getInstruction(instruction, size, bytes.slice(at), at, llvm::nulls()) !=
            llvm::MCDisassembler::Success) {
          return text + "<bad>";
        }
        if (!text.empty()) text += ' ';
        text += instructions_->getName(instruction.getOpcode()).str();
        at += size;
      }
    }
    return text;
  }

 private:
  const Object& object_;
  std::unique_ptr<llvm::MCRegisterInfo> registers_;
  std::unique_ptr<llvm::MCAsmInfo> assembly_;
  std::unique_ptr<llvm::MCInstrInfo> instructions_;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget_;
  std::unique_ptr<llvm::MCContext> context_;
  std::unique_ptr<llvm::MCDisassembler> disassembler_;
};

TEST(ObjectEmitterTest, UnknownTargetsAreErrors) {
  for (const char* triple : {"riscv64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "nonsense"}) {
    auto object = EmitFoundationObject(triple, Part::kSupport);
    ASSERT_FALSE(static_cast<bool>(object)) << triple;
    EXPECT_EQ(llvm::toString(object.takeError()),
              std::string("no foundation code for target '") + triple + "'");
  }
}

TEST(ObjectEmitterTest, SameBytesEachTime) {
  EXPECT_EQ(Emit(Part::kSupport).bytes, Emit(Part::kSupport).bytes);
}

TEST(ObjectEmitterTest, EntryIsApart) {
  Object object = Emit(Part::kEntry);
  EXPECT_EQ(Disassembly(object).Function("_start"), "XOR32rr MOV64rr AND64ri32 CALL64pcrel32 TRAP");
  std::vector<std::string> undefined;
  for (const auto& symbol : object.file->symbols()) {
    if (llvm::cantFail(symbol.getFlags()) & llvm::object::SymbolRef::SF_Undefined) {
      undefined.push_back(llvm::cantFail(symbol.getName()).str());
    }
  }
  EXPECT_EQ(undefined, (std::vector<std::string>{"arc_rt_start", "arc_rt_unwind_resume"}));
}

TEST(ObjectEmitterTest, StubsMoveArgumentsAndCallTheKernel) {
  Object object = Emit(Part::kSupport);
  Disassembly disassembly(object);
  EXPECT_EQ(disassembly.Function("arc_rt_syscall0"), "MOV64rr SYSCALL RET64");
  EXPECT_EQ(disassembly.Function("arc_rt_syscall3"),
            "MOV64rr MOV64rr MOV64rr MOV64rr SYSCALL RET64");
  EXPECT_EQ(disassembly.Function("arc_rt_syscall6"),
            "MOV64rr MOV64rr MOV64rr MOV64rr MOV64rr MOV64rr MOV64rm SYSCALL RET64");
  // Debuggers recognize the restorer by its bytes.
  EXPECT_EQ(disassembly.Function("arc_rt_signal_restorer"), "MOV64ri32 SYSCALL TRAP");
}

TEST(ObjectEmitterTest, SymbolsAreGlobalHiddenAndSized) {
  Object object = Emit(Part::kSupport);
  int defined = 0;
  for (const llvm::object::ELFSymbolRef symbol :
       llvm::cast<llvm::object::ELFObjectFileBase>(*object.file).symbols()) {
    const uint32_t flags = llvm::cantFail(symbol.getFlags());
    const std::string name = llvm::cantFail(symbol.getName()).str();
    if (name.empty() || (flags & llvm::object::SymbolRef::SF_FormatSpecific)) continue;
    if (flags & llvm::object::SymbolRef::SF_Undefined) {
      EXPECT_EQ(name, "arc_rt_signal");
      continue;
    }
    EXPECT_TRUE(flags & llvm::object::SymbolRef::SF_Global) << name;
    EXPECT_EQ(symbol.getOther() & 3, llvm::ELF::STV_HIDDEN) << name;
    EXPECT_GT(symbol.getSize(), 0u) << name;
    EXPECT_EQ(name.rfind("arc_rt_", 0), 0u) << name;
    ++defined;
  }
  EXPECT_EQ(defined, 19);  // 7 stubs, clone, 2 of signals, 3 of stacks, 3 of unwinding, 3 records
}

TEST(ObjectEmitterTest, EveryFunctionHasUnwindInformation) {
  Object object = Emit(Part::kSupport);
  auto context = llvm::DWARFContext::create(*object.file);
  auto frames = llvm::cantFail(context->getEHFrame());
  int described = 0;
  bool signal_frame = false;
  for (const llvm::dwarf::FrameEntry& entry : frames->entries()) {
    if (const auto* function = llvm::dyn_cast<llvm::dwarf::FDE>(&entry)) {
      ++described;
      signal_frame |= function->getLinkedCIE()->getAugmentationString().contains('S');
    }
  }
  EXPECT_EQ(described, 16);
  EXPECT_TRUE(signal_frame);
}

}  // namespace
}  // namespace arc::foundation
