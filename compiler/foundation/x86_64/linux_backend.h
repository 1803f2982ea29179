// Foundation code for Linux on x86-64.

#ifndef ARC_COMPILER_FOUNDATION_X86_64_LINUX_BACKEND_H_
#define ARC_COMPILER_FOUNDATION_X86_64_LINUX_BACKEND_H_

#include "compiler/foundation/foundation_backend.h"
#include "compiler/foundation/x86_64/assembler.h"

namespace arc::foundation::x86_64 {

class LinuxBackend : public FoundationBackend {
 public:
  explicit LinuxBackend(Assembler& assembler) : assembler_(assembler) {}

  void EmitProgramEntry() override;
  void EmitSyscallStub(unsigned arity) override;
  void EmitThreadEntry() override;
  void EmitSignalEntry() override;
  void EmitSignalRestorer() override;
  void EmitStackSwitch() override;
  void EmitCatch() override;
  void EmitUnwindResume() override;
  void EmitUnwindInstall() override;
  void EmitSignalActions() override;

 private:
  Assembler& assembler_;
};

}  // namespace arc::foundation::x86_64

#endif  // ARC_COMPILER_FOUNDATION_X86_64_LINUX_BACKEND_H_
