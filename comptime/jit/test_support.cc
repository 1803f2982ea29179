#include "comptime/jit/test_support.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <csetjmp>
#include <cstring>

#include "compiler/ir/dialects.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc::comptime {

namespace {

// Jumps to functions of this process, which lie too far away for the small code model.
constexpr uint64_t kJumps = ARC_COMPTIME_CONTROL_ADDRESS + 0x1000;
constexpr uint64_t kJumpBytes = 0x1000;

jmp_buf out_of_fuel;

void* Map(uint64_t address, uint64_t bytes) {
  void* memory = mmap(reinterpret_cast<void*>(address), bytes, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  EXPECT_EQ(memory, reinterpret_cast<void*>(address)) << strerror(errno);
  return memory;
}

[[noreturn]] void OutOfFuel() { longjmp(out_of_fuel, 1); }

}  // namespace

std::string ToBytecode(absl::string_view text) {
  auto context = MakeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module = mlir::parseSourceString<mlir::ModuleOp>(
      llvm::StringRef(text.data(), text.size()), context.get(), "test.mlir");
  EXPECT_TRUE(module) << text;
  std::string bytes;
  if (!module) return bytes;
  llvm::raw_string_ostream stream(bytes);
  EXPECT_TRUE(succeeded(mlir::writeBytecodeToFile(*module, stream)));
  return bytes;
}

TestSlab::TestSlab() {
  Map(ARC_COMPTIME_CONTROL_ADDRESS, 0x1000 + kJumpBytes);
  Map(ARC_COMPTIME_CODE_ADDRESS, ARC_COMPTIME_CODE_BYTES);
  Map(ARC_COMPTIME_DATA_ADDRESS, ARC_COMPTIME_DATA_BYTES);
  next_jump_ = reinterpret_cast<uint8_t*>(kJumps);
  Define("arc_comptime_out_of_fuel", reinterpret_cast<const void*>(&OutOfFuel));
  Define("memcpy", reinterpret_cast<const void*>(&memcpy));
  Define("memset", reinterpret_cast<const void*>(&memset));
}

TestSlab::~TestSlab() {
  munmap(reinterpret_cast<void*>(ARC_COMPTIME_CONTROL_ADDRESS), 0x1000 + kJumpBytes);
  munmap(reinterpret_cast<void*>(ARC_COMPTIME_CODE_ADDRESS), ARC_COMPTIME_CODE_BYTES);
  munmap(reinterpret_cast<void*>(ARC_COMPTIME_DATA_ADDRESS), ARC_COMPTIME_DATA_BYTES);
}

SlabView TestSlab::view() const {
  return {reinterpret_cast<uint8_t*>(ARC_COMPTIME_CODE_ADDRESS),
          reinterpret_cast<uint8_t*>(ARC_COMPTIME_DATA_ADDRESS)};
}

ArcComptimeControl& TestSlab::control() const {
  return *reinterpret_cast<ArcComptimeControl*>(ARC_COMPTIME_CONTROL_ADDRESS);
}

std::optional<uint64_t> TestSlab::Find(absl::string_view symbol) const {
  auto found = library_.find(symbol);
  if (found == library_.end()) return std::nullopt;
  return found->second;
}

void TestSlab::Define(const std::string& symbol, const void* code) {
  library_[symbol] = reinterpret_cast<uint64_t>(next_jump_);
  // movabs rax, code; jmp rax
  *next_jump_++ = 0x48;
  *next_jump_++ = 0xb8;
  memcpy(next_jump_, &code, sizeof(code));
  next_jump_ += sizeof(code);
  *next_jump_++ = 0xff;
  *next_jump_++ = 0xe0;
}

bool TestSlab::Run(uint64_t address, void* result, int64_t fuel) {
  control().fuel = fuel;
  if (setjmp(out_of_fuel)) return false;
  reinterpret_cast<ArcComptimeThunk>(address)(nullptr, static_cast<ArcComptimeValue*>(result));
  return true;
}

}  // namespace arc::comptime
