#include "compiler/foundation/object_emitter.h"

#include <memory>
#include <string>
#include <utility>

#include "compiler/foundation/x86_64/assembler.h"
#include "compiler/foundation/x86_64/linux_backend.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCObjectFileInfo.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

extern "C" {
void LLVMInitializeX86TargetInfo();
void LLVMInitializeX86TargetMC();
}

namespace arc::foundation {

llvm::Expected<llvm::SmallVector<char, 0>> EmitFoundationObject(llvm::StringRef triple_text,
                                                                Part part) {
  llvm::Triple triple(triple_text);
  if (triple.getArch() != llvm::Triple::x86_64 || !triple.isOSLinux() ||
      !triple.isOSBinFormatELF()) {
    return llvm::createStringError("no foundation code for target '" + triple_text + "'");
  }
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86TargetMC();

  std::string message;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, message);
  if (target == nullptr) return llvm::createStringError(message);

  llvm::MCTargetOptions options;
  std::unique_ptr<llvm::MCRegisterInfo> registers(target->createMCRegInfo(triple));
  std::unique_ptr<llvm::MCAsmInfo> assembly(target->createMCAsmInfo(*registers, triple, options));
  std::unique_ptr<llvm::MCInstrInfo> instructions(target->createMCInstrInfo());
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget(
      target->createMCSubtargetInfo(triple, "x86-64", ""));
  llvm::MCContext context(triple, assembly.get(), registers.get(), subtarget.get());
  std::unique_ptr<llvm::MCObjectFileInfo> file_info(
      target->createMCObjectFileInfo(context, /*PIC=*/false));
  context.setObjectFileInfo(file_info.get());

  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream out(object);
  std::unique_ptr<llvm::MCAsmBackend> backend(
      target->createMCAsmBackend(*subtarget, *registers, options));
  std::unique_ptr<llvm::MCCodeEmitter> emitter(target->createMCCodeEmitter(*instructions, context));
  std::unique_ptr<llvm::MCObjectWriter> writer = backend->createObjectWriter(out);
  std::unique_ptr<llvm::MCStreamer> streamer(target->createMCObjectStreamer(
      triple, context, std::move(backend), std::move(writer), std::move(emitter), *subtarget));

  streamer->initSections(/*NoExecStack=*/true, *subtarget);
  {
    x86_64::Assembler assembler(*streamer, *instructions, *registers, *subtarget);
    x86_64::LinuxBackend foundation(assembler);
    switch (part) {
      case Part::kEntry:
        foundation.EmitEntry();
        break;
      case Part::kSupport:
        foundation.EmitSupport();
        break;
    }
  }
  streamer->finish();
  if (context.hadError()) return llvm::createStringError("LLVM rejected the foundation code");
  return object;
}

}  // namespace arc::foundation
