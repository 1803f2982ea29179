// A typed face on LLVM's machine code layer for the few x86-64 instructions that foundation code
// needs. LLVM encodes them; this class only names them and their operands.

#ifndef ARC_COMPILER_FOUNDATION_X86_64_ASSEMBLER_H_
#define ARC_COMPILER_FOUNDATION_X86_64_ASSEMBLER_H_

#include <cstdint>
#include <string>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"

namespace arc::foundation::x86_64 {

// General registers, in the order of their DWARF numbers.
enum class Register : uint8_t {
  kRax,
  kRdx,
  kRcx,
  kRbx,
  kRsi,
  kRdi,
  kRbp,
  kRsp,
  kR8,
  kR9,
  kR10,
  kR11,
  kR12,
  kR13,
  kR14,
  kR15,
};
inline constexpr unsigned kRegisterCount = 16;
// The DWARF column of the return address.
inline constexpr int64_t kDwarfReturnAddress = 16;
constexpr int64_t DwarfNumber(Register reg) { return static_cast<int64_t>(reg); }

// [base + displacement]
struct Memory {
  Register base;
  int32_t displacement = 0;
};

class Assembler {
 public:
  // All of these outlive the assembler. Aborts when LLVM lacks an instruction or a register that is
  // used here: the generator and LLVM are built together, so that is a defect, not an input.
  Assembler(llvm::MCStreamer& streamer, const llvm::MCInstrInfo& instructions,
            const llvm::MCRegisterInfo& registers, const llvm::MCSubtargetInfo& subtarget);

  // A global hidden function in a section of its own, with unwind information that starts with the
  // return address on top of the stack.
  void BeginFunction(llvm::StringRef name);
  void EndFunction();

  // A global hidden object of read-only data. Bytes at `pointer_offset` of its content are replaced
  // by the address of `pointer_target`, for each pair.
  struct Pointer {
    size_t offset;
    llvm::StringRef target;
  };
  void ReadOnlyObject(llvm::StringRef name, llvm::StringRef bytes,
                      llvm::ArrayRef<Pointer> pointers);

  llvm::MCSymbol* NewLabel();
  void Bind(llvm::MCSymbol* label);

  void Move(Register to, Register from);
  void MoveImmediate32(Register to, int32_t value);      // zero-extends, shortest
  void MoveImmediateSigned(Register to, int32_t value);  // sign-extends (REX.W C7)
  void Zero(Register reg);                               // changes flags
  void Load(Register to, Memory from);
  void Store(Memory to, Register from);
  void AddressOf(Register to, Memory from);
  void AddressOf(Register to, llvm::StringRef symbol);
  void And(Register reg, int32_t mask);
  void TestZero(Register reg);
  void JumpIfZero(llvm::MCSymbol* label);
  void Push(Register reg);
  void Pop(Register reg);
  void Call(llvm::StringRef symbol);
  void CallRegister(Register target);
  void JumpRegister(Register target);
  void Return();
  void Syscall();
  // Marks a point that is never reached.
  void Trap();

  // Unwind information at the current position.
  void CfiPushed(Register reg);   // after Push: the frame grew by 8, `reg` of the caller is there
  void CfiPopped(Register reg);   // after Pop
  void CfiFrameAt(Register reg);  // from here on the frame's address counts from `reg`
  void CfiEndOfStack();           // no caller: unwinders stop here
  void CfiSignalFrame();
  // The value of DWARF column `column` of the caller is stored at stack pointer + offset.
  void CfiSavedAtStackOffset(int64_t column, int64_t offset);
  // The caller's stack pointer is stored at stack pointer + offset.
  void CfiCallerStackAtOffset(int64_t offset);

 private:
  unsigned Opcode(llvm::StringRef name) const;
  llvm::MCRegister Native(Register reg) const;
  llvm::MCRegister Low32(Register reg) const;
  const llvm::MCExpr* Reference(llvm::StringRef symbol) const;
  void AddMemory(llvm::MCInst& instruction, Memory memory) const;
  void Emit(const llvm::MCInst& instruction);

  llvm::MCStreamer& streamer_;
  const llvm::MCInstrInfo& instructions_;
  const llvm::MCSubtargetInfo& subtarget_;
  llvm::StringMap<unsigned> opcodes_;
  llvm::MCRegister native_[kRegisterCount];
  llvm::MCRegister low32_[kRegisterCount];
  llvm::MCRegister instruction_pointer_;
  llvm::MCSymbol* function_ = nullptr;
  int64_t frame_size_ = 0;  // distance from the stack pointer to the canonical frame address
};

}  // namespace arc::foundation::x86_64

#endif  // ARC_COMPILER_FOUNDATION_X86_64_ASSEMBLER_H_
