#include "compiler/foundation/x86_64/linux_backend.h"

#include <cstddef>
#include <string>
#include <utility>

#include "compiler/abi/byte_writer.h"
#include "compiler/abi/linux/signal.h"
#include "compiler/abi/linux/x86_64/machine.h"

namespace arc::foundation::x86_64 {
namespace {

using abi::linux_os::SigAction;
using abi::linux_x86_64::MachineContext;
using abi::linux_x86_64::SystemCall;
using abi::linux_x86_64::UserContext;

// C calling convention.
constexpr Register kArguments[] = {Register::kRdi, Register::kRsi, Register::kRdx,
                                   Register::kRcx, Register::kR8,  Register::kR9};
// System call convention; the number is in rax. The kernel changes rax, rcx and r11 only.
constexpr Register kSyscallArguments[] = {Register::kRdi, Register::kRsi, Register::kRdx,
                                          Register::kR10, Register::kR8,  Register::kR9};
constexpr Register kCalleeSaved[] = {Register::kRbp, Register::kRbx, Register::kR12,
                                     Register::kR13, Register::kR14, Register::kR15};

constexpr int32_t Number(SystemCall call) { return static_cast<int32_t>(call); }

constexpr int32_t ContextOffset(size_t machine_offset) {
  return static_cast<int32_t>(offsetof(UserContext, machine) + machine_offset);
}

}  // namespace

void LinuxBackend::EmitProgramEntry() {
  assembler_.BeginFunction("_start");
  assembler_.CfiEndOfStack();
  assembler_.Zero(Register::kRbp);
  assembler_.Move(Register::kRdi, Register::kRsp);
  assembler_.And(Register::kRsp, -16);
  assembler_.Call("arc_rt_start");
  assembler_.Trap();
  assembler_.EndFunction();
}

void LinuxBackend::EmitSyscallStub(unsigned arity) {
  assembler_.BeginFunction("arc_rt_syscall" + std::to_string(arity));
  assembler_.Move(Register::kRax, kArguments[0]);
  // Each argument moves one place down: the order keeps every source intact until it is read.
  for (unsigned i = 0; i < arity; ++i) {
    if (i + 1 < std::size(kArguments)) {
      assembler_.Move(kSyscallArguments[i], kArguments[i + 1]);
    } else {
      // The seventh C argument is on the stack, above the return address.
      assembler_.Load(kSyscallArguments[i], Memory{Register::kRsp, 8});
    }
  }
  assembler_.Syscall();
  assembler_.Return();
  assembler_.EndFunction();
}

void LinuxBackend::EmitThreadEntry() {
  assembler_.BeginFunction("arc_rt_clone");
  // The child finds function and argument in registers that the kernel keeps: nothing has to be
  // written to its stack, which it may share with a vfork-style parent.
  assembler_.Move(Register::kR8, Register::kRdx);
  assembler_.Move(Register::kR9, Register::kRcx);
  assembler_.MoveImmediate32(Register::kRax, Number(SystemCall::kClone3));
  assembler_.Syscall();
  llvm::MCSymbol* child = assembler_.NewLabel();
  assembler_.TestZero(Register::kRax);
  assembler_.JumpIfZero(child);
  assembler_.Return();
  assembler_.Bind(child);
  assembler_.CfiEndOfStack();
  assembler_.Zero(Register::kRbp);
  assembler_.Move(Register::kRdi, Register::kR9);
  assembler_.CallRegister(Register::kR8);
  assembler_.Trap();
  assembler_.EndFunction();
}

void LinuxBackend::EmitSignalEntry() {
  assembler_.BeginFunction("arc_rt_signal_entry");
  // The kernel clears the direction flag and aligns the stack; signal, info and context are already
  // the first three arguments.
  assembler_.Push(Register::kRbp);
  assembler_.CfiPushed(Register::kRbp);
  assembler_.Move(Register::kRbp, Register::kRsp);
  assembler_.Load(kArguments[3],
                  Memory{Register::kRdx, ContextOffset(offsetof(MachineContext, rip))});
  assembler_.Load(kArguments[4],
                  Memory{Register::kRdx, ContextOffset(offsetof(MachineContext, rbp))});
  assembler_.Load(kArguments[5],
                  Memory{Register::kRdx, ContextOffset(offsetof(MachineContext, rsp))});
  assembler_.Call("arc_rt_signal");
  assembler_.Pop(Register::kRbp);
  assembler_.CfiPopped(Register::kRbp);
  assembler_.Return();
  assembler_.EndFunction();
}

void LinuxBackend::EmitSignalRestorer() {
  assembler_.BeginFunction("arc_rt_signal_restorer");
  // The stack pointer is at the user context here: the handler's return popped its address.
  assembler_.CfiSignalFrame();
  assembler_.CfiCallerStackAtOffset(ContextOffset(offsetof(MachineContext, rsp)));
  const std::pair<int64_t, size_t> saved[] = {
      {DwarfNumber(Register::kRax), offsetof(MachineContext, rax)},
      {DwarfNumber(Register::kRdx), offsetof(MachineContext, rdx)},
      {DwarfNumber(Register::kRcx), offsetof(MachineContext, rcx)},
      {DwarfNumber(Register::kRbx), offsetof(MachineContext, rbx)},
      {DwarfNumber(Register::kRsi), offsetof(MachineContext, rsi)},
      {DwarfNumber(Register::kRdi), offsetof(MachineContext, rdi)},
      {DwarfNumber(Register::kRbp), offsetof(MachineContext, rbp)},
      {DwarfNumber(Register::kR8), offsetof(MachineContext, r8)},
      {DwarfNumber(Register::kR9), offsetof(MachineContext, r9)},
      {DwarfNumber(Register::kR10), offsetof(MachineContext, r10)},
      {DwarfNumber(Register::kR11), offsetof(MachineContext, r11)},
      {DwarfNumber(Register::kR12), offsetof(MachineContext, r12)},
      {DwarfNumber(Register::kR13), offsetof(MachineContext, r13)},
      {DwarfNumber(Register::kR14), offsetof(MachineContext, r14)},
      {DwarfNumber(Register::kR15), offsetof(MachineContext, r15)},
      {kDwarfReturnAddress, offsetof(MachineContext, rip)},
  };
  for (const auto& [column, offset] : saved) {
    assembler_.CfiSavedAtStackOffset(column, ContextOffset(offset));
  }
  // Debuggers also know the frame by these very bytes: mov $15, %rax; syscall.
  assembler_.MoveImmediateSigned(Register::kRax, Number(SystemCall::kRtSigReturn));
  assembler_.Syscall();
  assembler_.Trap();
  assembler_.EndFunction();
}

// A stack that is not running looks like this, from its saved pointer upwards:
//
//   | r15 | r14 | r13 | r12 | rbx | rbp | return address |
//
// arc_rt_stack_prepare lays it out below a 16-aligned top with the entry in r12, its argument in
// r13 and rbp zero, so that walks by frame pointer end there.
void LinuxBackend::EmitStackSwitch() {
  assembler_.BeginFunction("arc_rt_stack_switch");
  for (Register reg : kCalleeSaved) {
    assembler_.Push(reg);
    assembler_.CfiPushed(reg);
  }
  assembler_.Store(Memory{kArguments[0]}, Register::kRsp);
  assembler_.Move(Register::kRsp, kArguments[1]);
  for (size_t i = std::size(kCalleeSaved); i > 0; --i) {
    assembler_.Pop(kCalleeSaved[i - 1]);
    assembler_.CfiPopped(kCalleeSaved[i - 1]);
  }
  assembler_.Move(Register::kRax, kArguments[2]);
  assembler_.Return();
  assembler_.EndFunction();

  assembler_.BeginFunction("arc_rt_stack_entry");
  assembler_.CfiEndOfStack();
  assembler_.Move(kArguments[0], Register::kR13);
  assembler_.Move(kArguments[1], Register::kRax);
  assembler_.CallRegister(Register::kR12);
  assembler_.Trap();
  assembler_.EndFunction();

  assembler_.BeginFunction("arc_rt_stack_prepare");
  assembler_.And(Register::kRdi, -16);
  assembler_.AddressOf(Register::kRax, "arc_rt_stack_entry");
  assembler_.Store(Memory{Register::kRdi, -8}, Register::kRax);
  assembler_.Zero(Register::kRax);
  assembler_.Store(Memory{Register::kRdi, -16}, Register::kRax);  // rbp
  assembler_.Store(Memory{Register::kRdi, -24}, Register::kRax);  // rbx
  assembler_.Store(Memory{Register::kRdi, -32}, kArguments[1]);   // r12
  assembler_.Store(Memory{Register::kRdi, -40}, kArguments[2]);   // r13
  assembler_.Store(Memory{Register::kRdi, -48}, Register::kRax);  // r14
  assembler_.Store(Memory{Register::kRdi, -56}, Register::kRax);  // r15
  assembler_.AddressOf(Register::kRax, Memory{Register::kRdi, -56});
  assembler_.Return();
  assembler_.EndFunction();
}

// A guarded call keeps what it has to restore in its own frame, so that landing in it needs nothing
// but its stack pointer:
//
//   | alignment | r15 | r14 | r13 | r12 | rbx | rbp | return address |
//
// The frame is linked into the chain of frame pointers: stack traces go through it.
void LinuxBackend::EmitCatch() {
  // Pushed for the alignment alone. The argument is not needed any more when it is popped.
  constexpr Register kAlignment = kArguments[0];
  const auto leave = [this] {
    assembler_.Pop(kAlignment);
    assembler_.CfiPopped(kAlignment);
    for (size_t i = std::size(kCalleeSaved); i > 0; --i) {
      assembler_.Pop(kCalleeSaved[i - 1]);
      assembler_.CfiPopped(kCalleeSaved[i - 1]);
    }
    assembler_.Return();
    assembler_.EndFunction();
  };

  assembler_.BeginFunction("arc_rt_catch_call");
  static_assert(kCalleeSaved[0] == Register::kRbp, "the frame pointer points at its saved value");
  for (Register reg : kCalleeSaved) {
    assembler_.Push(reg);
    assembler_.CfiPushed(reg);
    if (reg == Register::kRbp) assembler_.Move(Register::kRbp, Register::kRsp);
  }
  assembler_.Push(kAlignment);
  assembler_.CfiPushed(kAlignment);
  assembler_.Store(Memory{kArguments[0]}, Register::kRsp);
  assembler_.Move(kArguments[0], kArguments[2]);
  assembler_.CallRegister(kArguments[1]);
  assembler_.Zero(Register::kRax);
  leave();

  assembler_.BeginFunction("arc_rt_catch_land");
  assembler_.Move(Register::kRsp, kArguments[0]);
  for (Register reg : kCalleeSaved) assembler_.CfiPushed(reg);
  assembler_.CfiPushed(kAlignment);
  assembler_.MoveImmediate32(Register::kRax, 1);
  leave();
}

namespace {

// The place of a register among those of a frame.
Memory UnwindSlot(Register base, int64_t column) {
  return {base, static_cast<int32_t>(8 * column)};
}

}  // namespace

void LinuxBackend::EmitUnwindResume() {
  constexpr int32_t kRegisterBytes = 8 * (kDwarfReturnAddress + 1);
  constexpr int32_t kRoom = (kRegisterBytes + 15) / 16 * 16;
  assembler_.BeginFunction("_Unwind_Resume");
  assembler_.Push(Register::kRbp);
  assembler_.CfiPushed(Register::kRbp);
  assembler_.Move(Register::kRbp, Register::kRsp);
  assembler_.CfiFrameAt(Register::kRbp);
  assembler_.AddressOf(Register::kRsp, Memory{Register::kRsp, -kRoom});
  for (Register reg : kCalleeSaved) {
    if (reg != Register::kRbp) {
      assembler_.Store(UnwindSlot(Register::kRsp, DwarfNumber(reg)), reg);
    }
  }
  const auto store = [this](int64_t column) {
    assembler_.Store(UnwindSlot(Register::kRsp, column), Register::kRax);
  };
  assembler_.Load(Register::kRax, Memory{Register::kRbp});
  store(DwarfNumber(Register::kRbp));
  assembler_.Load(Register::kRax, Memory{Register::kRbp, 8});
  store(kDwarfReturnAddress);
  assembler_.AddressOf(Register::kRax, Memory{Register::kRbp, 16});
  store(DwarfNumber(Register::kRsp));
  assembler_.Move(kArguments[1], Register::kRsp);
  assembler_.Call("arc_rt_unwind_resume");
  assembler_.Trap();
  assembler_.EndFunction();
}

void LinuxBackend::EmitUnwindInstall() {
  const auto slot = [](int64_t column) { return UnwindSlot(kArguments[0], column); };
  assembler_.BeginFunction("arc_rt_unwind_install");
  for (Register reg : kCalleeSaved) assembler_.Load(reg, slot(DwarfNumber(reg)));
  // Exception and selector.
  for (Register reg : {Register::kRax, Register::kRdx}) {
    assembler_.Load(reg, slot(DwarfNumber(reg)));
  }
  // Last: the registers may lie below the new stack pointer.
  assembler_.Load(Register::kRcx, slot(kDwarfReturnAddress));
  assembler_.Load(Register::kRsp, slot(DwarfNumber(Register::kRsp)));
  assembler_.JumpRegister(Register::kRcx);
  assembler_.EndFunction();
}

void LinuxBackend::EmitSignalActions() {
  namespace os = abi::linux_os;
  const Assembler::Pointer restorer = {offsetof(SigAction, restorer), "arc_rt_signal_restorer"};
  {
    // Faults are taken on the alternate stack. A fault inside the handler is a defect of the
    // handler: with the default action restored (kSaResetHandler) it ends the process at once.
    SigAction action;
    action.flags =
        os::kSaSigInfo | os::kSaOnStack | os::kSaRestorer | os::kSaResetHandler | os::kSaNoDefer;
    std::string bytes;
    abi::WriteTo(action, &bytes);
    assembler_.ReadOnlyObject("arc_rt_fault_action", bytes,
                              {{offsetof(SigAction, handler), "arc_rt_signal_entry"}, restorer});
  }
  for (const auto& [name, handler] : {std::pair{"arc_rt_default_action", os::kSignalDefault},
                                      std::pair{"arc_rt_ignore_action", os::kSignalIgnore}}) {
    SigAction action;
    action.handler = handler;
    action.flags = os::kSaRestorer;
    std::string bytes;
    abi::WriteTo(action, &bytes);
    assembler_.ReadOnlyObject(name, bytes, {restorer});
  }
}

}  // namespace arc::foundation::x86_64
