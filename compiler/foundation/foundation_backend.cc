#include "compiler/foundation/foundation_backend.h"

namespace arc::foundation {

void FoundationBackend::EmitEntry() {
  EmitProgramEntry();
  EmitUnwindResume();
}

void FoundationBackend::EmitSupport() {
  for (unsigned arity = 0; arity <= kMaxSyscallArguments; ++arity) EmitSyscallStub(arity);
  EmitThreadEntry();
  EmitSignalEntry();
  EmitSignalRestorer();
  EmitStackSwitch();
  EmitCatch();
  EmitUnwindInstall();
  EmitSignalActions();
}

}  // namespace arc::foundation
