// Signals: the records of rt_sigaction and sigaltstack, and what a handler receives. The same on
// every 64-bit Linux; the register part of ucontext is in x86_64/ucontext.h.

#ifndef ARC_COMPILER_ABI_LINUX_SIGNAL_H_
#define ARC_COMPILER_ABI_LINUX_SIGNAL_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace arc::abi::linux_os {

enum class Signal : int32_t {
  kIllegalInstruction = 4,
  kTrap = 5,
  kAbort = 6,
  kBusError = 7,
  kArithmetic = 8,
  kKill = 9,
  kSegmentation = 11,
  kBrokenPipe = 13,
  kTerminate = 15,
  kChild = 17,
};

// One signal is one bit: bit n-1 for signal n. The kernel's set is 8 bytes, not libc's 128.
using SignalSet = uint64_t;
inline constexpr uint64_t kSignalSetBytes = 8;
inline constexpr SignalSet kAllSignals = ~uint64_t{0};
constexpr SignalSet SetOf(Signal signal) { return uint64_t{1} << (static_cast<int>(signal) - 1); }

enum SigActionFlags : uint64_t {
  kSaNoChildStop = 0x00000001,
  kSaNoChildWait = 0x00000002,
  kSaSigInfo = 0x00000004,
  kSaRestorer = 0x04000000,
  kSaOnStack = 0x08000000,
  kSaRestart = 0x10000000,
  kSaNoDefer = 0x40000000,
  kSaResetHandler = 0x80000000,
};

inline constexpr uint64_t kSignalDefault = 0;  // SIG_DFL
inline constexpr uint64_t kSignalIgnore = 1;   // SIG_IGN

// `struct sigaction` as the system call has it: 32 bytes (libc's, of 152 bytes, is another record).
struct SigAction {
  uint64_t handler = kSignalDefault;
  uint64_t flags = 0;
  uint64_t restorer = 0;
  SignalSet mask = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(handler, flags, restorer, mask);
  }
};
static_assert(sizeof(SigAction) == 32);
static_assert(offsetof(SigAction, restorer) == 16);

enum StackFlags : int32_t { kStackOnStack = 1, kStackDisable = 2 };

// `stack_t`, the alternate signal stack.
struct SignalStack {
  uint64_t base = 0;
  int32_t flags = 0;
  uint32_t padding = 0;
  uint64_t size = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(base, flags, padding, size);
  }
};
static_assert(sizeof(SignalStack) == 24);

// `siginfo_t`: the part that faults fill; the rest of the 128 bytes belongs to other signals.
struct SignalInfo {
  int32_t signal = 0;
  int32_t error = 0;
  int32_t code = 0;
  uint32_t padding = 0;
  uint64_t address = 0;  // SIGSEGV, SIGBUS, SIGFPE, SIGILL
  std::array<uint8_t, 104> rest = {};

  template <typename Writer>
  void Fields(Writer& write) const {
    write(signal, error, code, padding, address, rest);
  }
};
static_assert(sizeof(SignalInfo) == 128);
static_assert(offsetof(SignalInfo, address) == 16);

}  // namespace arc::abi::linux_os

#endif  // ARC_COMPILER_ABI_LINUX_SIGNAL_H_
