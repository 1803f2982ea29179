#include "compiler/foundation/x86_64/assembler.h"

#include <algorithm>
#include <utility>

#include "llvm/ADT/SmallString.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCSectionELF.h"
#include "llvm/MC/MCSymbolELF.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/raw_ostream.h"

namespace arc::foundation::x86_64 {
namespace {

using llvm::MCInst;
using llvm::MCInstBuilder;
using llvm::MCOperand;

constexpr const char* kNativeNames[kRegisterCount] = {"RAX", "RDX", "RCX", "RBX", "RSI", "RDI",
                                                      "RBP", "RSP", "R8",  "R9",  "R10", "R11",
                                                      "R12", "R13", "R14", "R15"};
constexpr const char* kLow32Names[kRegisterCount] = {"EAX",  "EDX",  "ECX",  "EBX", "ESI",  "EDI",
                                                     "EBP",  "ESP",  "R8D",  "R9D", "R10D", "R11D",
                                                     "R12D", "R13D", "R14D", "R15D"};

// Index of condition "equal" in LLVM's X86::CondCode.
constexpr int64_t kConditionEqual = 4;

llvm::MCRegister FindRegister(const llvm::MCRegisterInfo& registers, llvm::StringRef name) {
  for (unsigned i = 1; i < registers.getNumRegs(); ++i) {
    if (name == registers.getName(i)) return i;
  }
  llvm::report_fatal_error(llvm::Twine("LLVM knows no register ") + name);
}

}  // namespace

Assembler::Assembler(llvm::MCStreamer& streamer, const llvm::MCInstrInfo& instructions,
                     const llvm::MCRegisterInfo& registers, const llvm::MCSubtargetInfo& subtarget)
    : streamer_(streamer),
      instructions_(instructions),
      subtarget_(subtarget),
      instruction_pointer_(FindRegister(registers, "RIP")) {
  for (unsigned i = 0; i < kRegisterCount; ++i) {
    native_[i] = FindRegister(registers, kNativeNames[i]);
    low32_[i] = FindRegister(registers, kLow32Names[i]);
  }
  for (unsigned i = 0; i < instructions_.getNumOpcodes(); ++i) {
    opcodes_.try_emplace(instructions_.getName(i), i);
  }
}

unsigned Assembler::Opcode(llvm::StringRef name) const {
  auto it = opcodes_.find(name);
  if (it == opcodes_.end()) {
    llvm::report_fatal_error(llvm::Twine("LLVM knows no instruction ") + name);
  }
  return it->second;
}

llvm::MCRegister Assembler::Native(Register reg) const {
  return native_[static_cast<unsigned>(reg)];
}
llvm::MCRegister Assembler::Low32(Register reg) const { return low32_[static_cast<unsigned>(reg)]; }

const llvm::MCExpr* Assembler::Reference(llvm::StringRef symbol) const {
  llvm::MCContext& context = streamer_.getContext();
  auto* target = static_cast<llvm::MCSymbolELF*>(context.getOrCreateSymbol(symbol));
  return llvm::MCSymbolRefExpr::create(target, context);
}

void Assembler::AddMemory(MCInst& instruction, Memory memory) const {
  instruction.addOperand(MCOperand::createReg(Native(memory.base)));
  instruction.addOperand(MCOperand::createImm(1));
  instruction.addOperand(MCOperand::createReg(0));  // no index
  instruction.addOperand(MCOperand::createImm(memory.displacement));
  instruction.addOperand(MCOperand::createReg(0));  // no segment
}

void Assembler::Emit(const MCInst& instruction) {
  streamer_.emitInstruction(instruction, subtarget_);
}

void Assembler::BeginFunction(llvm::StringRef name) {
  llvm::MCContext& context = streamer_.getContext();
  llvm::SmallString<64> section(".text.");
  section += name;
  streamer_.switchSection(context.getELFSection(section, llvm::ELF::SHT_PROGBITS,
                                                llvm::ELF::SHF_ALLOC | llvm::ELF::SHF_EXECINSTR));
  streamer_.emitCodeAlignment(llvm::Align(16), &subtarget_);
  function_ = context.getOrCreateSymbol(name);
  streamer_.emitSymbolAttribute(function_, llvm::MCSA_Global);
  streamer_.emitSymbolAttribute(function_, llvm::MCSA_Hidden);
  streamer_.emitSymbolAttribute(function_, llvm::MCSA_ELF_TypeFunction);
  streamer_.emitLabel(function_);
  streamer_.emitCFIStartProc(/*IsSimple=*/false);
  frame_size_ = 8;
}

void Assembler::EndFunction() {
  streamer_.emitCFIEndProc();
  llvm::MCContext& context = streamer_.getContext();
  llvm::MCSymbol* end = NewLabel();
  streamer_.emitLabel(end);
  streamer_.emitELFSize(
      static_cast<llvm::MCSymbolELF*>(function_),
      llvm::MCBinaryExpr::createSub(llvm::MCSymbolRefExpr::create(end, context),
                                    llvm::MCSymbolRefExpr::create(function_, context), context));
  function_ = nullptr;
}

void Assembler::ReadOnlyObject(llvm::StringRef name, llvm::StringRef bytes,
                               llvm::ArrayRef<Pointer> pointers) {
  llvm::MCContext& context = streamer_.getContext();
  llvm::SmallString<64> section(".rodata.");
  section += name;
  streamer_.switchSection(
      context.getELFSection(section, llvm::ELF::SHT_PROGBITS, llvm::ELF::SHF_ALLOC));
  streamer_.emitValueToAlignment(llvm::Align(8));
  llvm::MCSymbol* symbol = context.getOrCreateSymbol(name);
  streamer_.emitSymbolAttribute(symbol, llvm::MCSA_Global);
  streamer_.emitSymbolAttribute(symbol, llvm::MCSA_Hidden);
  streamer_.emitSymbolAttribute(symbol, llvm::MCSA_ELF_TypeObject);
  streamer_.emitLabel(symbol);
  size_t position = 0;
  for (const Pointer& pointer : pointers) {
    streamer_.emitBytes(bytes.slice(position, pointer.offset));
    streamer_.emitValue(Reference(pointer.target), 8);
    position = pointer.offset + 8;
  }
  streamer_.emitBytes(bytes.drop_front(position));
  streamer_.emitELFSize(static_cast<llvm::MCSymbolELF*>(symbol),
                        llvm::MCConstantExpr::create(static_cast<int64_t>(bytes.size()), context));
}

llvm::MCSymbol* Assembler::NewLabel() { return streamer_.getContext().createTempSymbol(); }
void Assembler::Bind(llvm::MCSymbol* label) { streamer_.emitLabel(label); }

void Assembler::Move(Register to, Register from) {
  Emit(MCInstBuilder(Opcode("MOV64rr")).addReg(Native(to)).addReg(Native(from)));
}
void Assembler::MoveImmediate32(Register to, int32_t value) {
  Emit(MCInstBuilder(Opcode("MOV32ri")).addReg(Low32(to)).addImm(value));
}
void Assembler::MoveImmediateSigned(Register to, int32_t value) {
  Emit(MCInstBuilder(Opcode("MOV64ri32")).addReg(Native(to)).addImm(value));
}
void Assembler::Zero(Register reg) {
  Emit(MCInstBuilder(Opcode("XOR32rr")).addReg(Low32(reg)).addReg(Low32(reg)).addReg(Low32(reg)));
}
void Assembler::Load(Register to, Memory from) {
  MCInst instruction = MCInstBuilder(Opcode("MOV64rm")).addReg(Native(to));
  AddMemory(instruction, from);
  Emit(instruction);
}
void Assembler::Store(Memory to, Register from) {
  MCInst instruction = MCInstBuilder(Opcode("MOV64mr"));
  AddMemory(instruction, to);
  instruction.addOperand(MCOperand::createReg(Native(from)));
  Emit(instruction);
}
void Assembler::AddressOf(Register to, Memory from) {
  MCInst instruction = MCInstBuilder(Opcode("LEA64r")).addReg(Native(to));
  AddMemory(instruction, from);
  Emit(instruction);
}
void Assembler::AddressOf(Register to, llvm::StringRef symbol) {
  Emit(MCInstBuilder(Opcode("LEA64r"))
           .addReg(Native(to))
           .addReg(instruction_pointer_)
           .addImm(1)
           .addReg(0)
           .addExpr(Reference(symbol))
           .addReg(0));
}
void Assembler::And(Register reg, int32_t mask) {
  Emit(MCInstBuilder(Opcode("AND64ri32")).addReg(Native(reg)).addReg(Native(reg)).addImm(mask));
}
void Assembler::TestZero(Register reg) {
  Emit(MCInstBuilder(Opcode("TEST64rr")).addReg(Native(reg)).addReg(Native(reg)));
}
void Assembler::JumpIfZero(llvm::MCSymbol* label) {
  Emit(MCInstBuilder(Opcode("JCC_1"))
           .addExpr(llvm::MCSymbolRefExpr::create(label, streamer_.getContext()))
           .addImm(kConditionEqual));
}
void Assembler::Push(Register reg) { Emit(MCInstBuilder(Opcode("PUSH64r")).addReg(Native(reg))); }
void Assembler::Pop(Register reg) { Emit(MCInstBuilder(Opcode("POP64r")).addReg(Native(reg))); }
void Assembler::Call(llvm::StringRef symbol) {
  Emit(MCInstBuilder(Opcode("CALL64pcrel32")).addExpr(Reference(symbol)));
}
void Assembler::CallRegister(Register target) {
  Emit(MCInstBuilder(Opcode("CALL64r")).addReg(Native(target)));
}
void Assembler::JumpRegister(Register target) {
  Emit(MCInstBuilder(Opcode("JMP64r")).addReg(Native(target)));
}
void Assembler::Return() { Emit(MCInstBuilder(Opcode("RET64"))); }
void Assembler::Syscall() { Emit(MCInstBuilder(Opcode("SYSCALL"))); }
void Assembler::Trap() { Emit(MCInstBuilder(Opcode("TRAP"))); }

void Assembler::CfiPushed(Register reg) {
  frame_size_ += 8;
  streamer_.emitCFIDefCfaOffset(frame_size_);
  streamer_.emitCFIOffset(DwarfNumber(reg), -frame_size_);
}
void Assembler::CfiPopped(Register reg) {
  frame_size_ -= 8;
  streamer_.emitCFIDefCfaOffset(frame_size_);
  streamer_.emitCFIRestore(DwarfNumber(reg));
}
void Assembler::CfiFrameAt(Register reg) { streamer_.emitCFIDefCfaRegister(DwarfNumber(reg)); }
void Assembler::CfiEndOfStack() { streamer_.emitCFIUndefined(kDwarfReturnAddress); }
void Assembler::CfiSignalFrame() { streamer_.emitCFISignalFrame(); }

namespace {

// One DWARF expression operand: a length, then the operations.
std::string Block(const std::string& operations) {
  std::string block;
  llvm::raw_string_ostream out(block);
  llvm::encodeULEB128(operations.size(), out);
  out << operations;
  return block;
}

// Pushes stack pointer + offset.
std::string StackAddress(int64_t offset) {
  std::string operations;
  llvm::raw_string_ostream out(operations);
  out << static_cast<char>(llvm::dwarf::DW_OP_breg0 + DwarfNumber(Register::kRsp));
  llvm::encodeSLEB128(offset, out);
  return operations;
}

}  // namespace

void Assembler::CfiSavedAtStackOffset(int64_t column, int64_t offset) {
  std::string rule;
  llvm::raw_string_ostream out(rule);
  out << static_cast<char>(llvm::dwarf::DW_CFA_expression);
  llvm::encodeULEB128(static_cast<uint64_t>(column), out);
  out << Block(StackAddress(offset));
  streamer_.emitCFIEscape(rule);
}

void Assembler::CfiCallerStackAtOffset(int64_t offset) {
  std::string operations = StackAddress(offset);
  operations += static_cast<char>(llvm::dwarf::DW_OP_deref);
  std::string rule(1, static_cast<char>(llvm::dwarf::DW_CFA_def_cfa_expression));
  rule += Block(operations);
  streamer_.emitCFIEscape(rule);
}

}  // namespace arc::foundation::x86_64
