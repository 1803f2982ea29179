#include "compiler/foundation/foundation_backend.h"

namespace arc::foundation {

void FoundationBackend::EmitSupport() {
  for (unsigned arity = 0; arity <= kMaxSyscallArguments; ++arity) EmitSyscallStub(arity);
  EmitThreadEntry();
  EmitSignalEntry();
  EmitSignalRestorer();
  EmitStackSwitch();
  EmitSignalActions();
}

}  // namespace arc::foundation
