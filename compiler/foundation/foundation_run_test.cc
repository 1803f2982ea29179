// Runs the generated code inside a hosted program.

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>

#include "compiler/abi/linux/process.h"
#include "compiler/abi/linux/signal.h"
#include "gtest/gtest.h"

extern "C" {
int64_t arc_rt_syscall0(int64_t number);
int64_t arc_rt_syscall1(int64_t number, uint64_t a);
int64_t arc_rt_syscall2(int64_t number, uint64_t a, uint64_t b);
int64_t arc_rt_syscall3(int64_t number, uint64_t a, uint64_t b, uint64_t c);
int64_t arc_rt_syscall4(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d);
int64_t arc_rt_syscall5(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
int64_t arc_rt_syscall6(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                        uint64_t f);
int64_t arc_rt_clone(const void* clone_args, size_t size, void (*function)(void*), void* argument);
void* arc_rt_stack_prepare(void* top, void (*entry)(void*, void*), void* argument);
void* arc_rt_stack_switch(void** save, void* stack, void* value);
int32_t arc_rt_catch_call(uintptr_t* stack, void (*function)(void*), void* argument);
[[noreturn]] void arc_rt_catch_land(uintptr_t stack);
[[noreturn]] void arc_rt_unwind_install(const uint64_t* registers);
extern const arc::abi::linux_os::SigAction arc_rt_fault_action;
extern const arc::abi::linux_os::SigAction arc_rt_ignore_action;
void arc_rt_signal_entry();
void arc_rt_signal_restorer();
void arc_rt_signal(int signal, const siginfo_t* info, ucontext_t* context, uintptr_t pc,
                   uintptr_t frame, uintptr_t stack);
}

namespace {

uint64_t Word(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

TEST(SyscallStubTest, EveryArityPassesItsArguments) {
  EXPECT_EQ(arc_rt_syscall0(SYS_getpid), getpid());
  EXPECT_EQ(arc_rt_syscall1(SYS_close, ~uint64_t{0}), -EBADF);
  int fds[2];
  ASSERT_EQ(arc_rt_syscall2(SYS_pipe2, Word(fds), 0), 0);
  const char text[] = "abcdefgh";
  EXPECT_EQ(arc_rt_syscall3(SYS_write, fds[1], Word(text), 8), 8);
  char back[8] = {};
  ASSERT_EQ(read(fds[0], back, 8), 8);
  EXPECT_EQ(std::memcmp(text, back, 8), 0);

  char path[] = "/tmp/foundation-XXXXXX";
  const int file = mkstemp(path);
  ASSERT_GE(file, 0);
  unlink(path);
  EXPECT_EQ(arc_rt_syscall4(SYS_pwrite64, file, Word(text), 8, 4096), 8);
  EXPECT_EQ(arc_rt_syscall4(SYS_pread64, file, Word(back), 4, 4098), 4);
  EXPECT_EQ(std::string(back, 4), "cdef");
  // Five: copies 4 bytes at offset 4098 of the file onto the pipe.
  loff_t offset = 4098;
  EXPECT_EQ(arc_rt_syscall6(SYS_splice, file, Word(&offset), fds[1], 0, 4, 0), 4);
  ASSERT_EQ(read(fds[0], back, 8), 4);
  EXPECT_EQ(std::string(back, 4), "cdef");
  siginfo_t info;
  EXPECT_EQ(arc_rt_syscall5(SYS_waitid, P_ALL, 0, Word(&info), WEXITED | WNOHANG, 0), -ECHILD);
  // Six: the page offset arrives behind the others.
  const int64_t mapped = arc_rt_syscall6(SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE, file, 4096);
  ASSERT_GT(mapped, 0);
  EXPECT_EQ(std::memcmp(reinterpret_cast<const void*>(mapped), text, 8), 0);
  munmap(reinterpret_cast<void*>(mapped), 4096);
  close(file);
  close(fds[0]);
  close(fds[1]);
}

struct CloneProbe {
  uintptr_t frame_chain_end;
  uintptr_t stack_alignment;
  int value;
};

__attribute__((noinline)) void CloneEntry(void* argument) {
  auto* probe = static_cast<CloneProbe*>(argument);
  const auto* frame = static_cast<const uintptr_t*>(__builtin_frame_address(0));
  probe->frame_chain_end = frame[0];
  probe->stack_alignment = Word(frame) % 16;
  probe->value = 42;
  arc_rt_syscall1(SYS_exit, 7);
}

// Containers refuse it; the runtime has another way then.
bool HasClone3() { return arc_rt_syscall2(SYS_clone3, 0, 0) == -EINVAL; }

TEST(ThreadEntryTest, ChildRunsOnItsStackAndParentGetsThePid) {
  if (!HasClone3()) GTEST_SKIP() << "clone3 is refused here";
  alignas(16) static char stack[64 << 10];
  CloneProbe probe = {};
  arc::abi::linux_os::CloneArgs args;
  args.flags = arc::abi::linux_os::kCloneVm | arc::abi::linux_os::kCloneVfork;
  args.exit_signal = SIGCHLD;
  args.stack = Word(stack);
  args.stack_size = sizeof(stack);
  const int64_t pid = arc_rt_clone(&args, sizeof(args), CloneEntry, &probe);
  ASSERT_GT(pid, 0);
  int status;
  ASSERT_EQ(waitpid(static_cast<pid_t>(pid), &status, 0), pid);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(probe.value, 42);
  EXPECT_EQ(probe.frame_chain_end, 0u);
  EXPECT_EQ(probe.stack_alignment, 0u);
}

TEST(ThreadEntryTest, FailureComesBackAsNumber) {
  if (!HasClone3()) GTEST_SKIP() << "clone3 is refused here";
  arc::abi::linux_os::CloneArgs args;
  args.flags = arc::abi::linux_os::kCloneThread;  // needs CLONE_VM and CLONE_SIGHAND
  EXPECT_EQ(arc_rt_clone(&args, sizeof(args), CloneEntry, nullptr), -EINVAL);
}

struct {
  int signal;
  uintptr_t address, pc, frame, stack;
  bool context_agrees;
} seen;

TEST(SignalRecordTest, ConstantRecordsNameEntryAndRestorer) {
  EXPECT_EQ(arc_rt_fault_action.handler, reinterpret_cast<uintptr_t>(&arc_rt_signal_entry));
  EXPECT_EQ(arc_rt_fault_action.restorer, reinterpret_cast<uintptr_t>(&arc_rt_signal_restorer));
  EXPECT_EQ(arc_rt_fault_action.flags & SA_SIGINFO, static_cast<uint64_t>(SA_SIGINFO));
  EXPECT_EQ(arc_rt_ignore_action.handler, 1u);
}

TEST(SignalEntryTest, HandlerGetsTheInterruptedRegistersAndReturns) {
  ASSERT_EQ(arc_rt_syscall4(SYS_rt_sigaction, SIGUSR1, Word(&arc_rt_fault_action), 0, 8), 0);
  seen = {};
  ASSERT_EQ(arc_rt_syscall3(SYS_tgkill, getpid(), gettid(), SIGUSR1), 0);
  EXPECT_EQ(seen.signal, SIGUSR1);
  EXPECT_TRUE(seen.context_agrees);
  // The interrupted stack is this function's.
  const uintptr_t here = Word(__builtin_frame_address(0));
  EXPECT_LT(here - seen.stack, 64u << 10);
}

struct Coroutine {
  void* own;
  void* caller;
};

void CoroutineBody(void* argument, void* first) {
  auto* coroutine = static_cast<Coroutine*>(argument);
  auto value = reinterpret_cast<uintptr_t>(first);
  for (;;) {
    // Callee-saved registers hold live values across the switch.
    uintptr_t a = value + 1, b = value + 2, c = value + 3, d = value + 4, e = value + 5;
    asm volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e));
    void* next =
        arc_rt_stack_switch(&coroutine->own, coroutine->caller, reinterpret_cast<void*>(value * 2));
    asm volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e));
    EXPECT_EQ(a + b + c + d + e, 5 * value + 15);
    value = reinterpret_cast<uintptr_t>(next);
  }
}

TEST(StackSwitchTest, ValuesPassBothWaysAndRegistersSurvive) {
  alignas(16) static char stack[256 << 10];
  Coroutine coroutine = {};
  coroutine.own = arc_rt_stack_prepare(stack + sizeof(stack), CoroutineBody, &coroutine);
  for (uintptr_t i = 1; i < 1000; ++i) {
    void* result =
        arc_rt_stack_switch(&coroutine.caller, coroutine.own, reinterpret_cast<void*>(i));
    ASSERT_EQ(reinterpret_cast<uintptr_t>(result), 2 * i);
  }
}

struct CatchProbe {
  uintptr_t stack;
  int calls;
};

// Leaves other values in the preserved registers before it lands or returns.
void Guarded(void* argument) {
  auto* probe = static_cast<CatchProbe*>(argument);
  if (++probe->calls == 2) {
    __asm__ volatile(
        "mov $-1, %%rbx; mov $-1, %%r12; mov $-1, %%r13; mov $-1, %%r14; mov $-1, %%r15; "
        "mov %0, %%rdi; call arc_rt_catch_land" ::"r"(probe->stack)
        : "rbx", "r12", "r13", "r14", "r15", "memory");
  }
}

TEST(CatchTest, ReturnsZeroAndLandsWithOne) {
  CatchProbe probe = {};
  uint64_t kept[5];
  for (const int expected : {0, 1, 0}) {
    int result;
    __asm__ volatile(
        "mov $11, %%rbx; mov $12, %%r12; mov $13, %%r13; mov $14, %%r14; mov $15, %%r15; "
        "call arc_rt_catch_call; "
        "mov %%rbx, %1; mov %%r12, %2; mov %%r13, %3; mov %%r14, %4; mov %%r15, %5"
        : "=a"(result), "=m"(kept[0]), "=m"(kept[1]), "=m"(kept[2]), "=m"(kept[3]), "=m"(kept[4])
        : "D"(&probe.stack), "S"(Guarded), "d"(&probe)
        : "rbx", "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "cc", "memory");
    EXPECT_EQ(result, expected);
    for (uint64_t i = 0; i < 5; ++i) EXPECT_EQ(kept[i], 11 + i);
  }
  EXPECT_EQ(probe.calls, 3);
}

TEST(UnwindInstallTest, GoesOnWithTheRegisters) {
  // By DWARF number: rax, rdx, rbx, rsp, r12 and the program counter.
  uint64_t registers[17] = {};
  uint64_t rax, rdx, rbx, r12;
  registers[0] = 100;
  registers[1] = 101;
  registers[3] = 103;
  registers[12] = 112;
  __asm__ volatile(
      "mov %%rsp, 56(%%rdi); mov %%rbp, 48(%%rdi); mov %%r13, 104(%%rdi); "
      "mov %%r14, 112(%%rdi); mov %%r15, 120(%%rdi); "
      "lea 1f(%%rip), %%rax; mov %%rax, 128(%%rdi); call arc_rt_unwind_install; ud2; 1: "
      "mov %%rbx, %2; mov %%r12, %3"
      : "=a"(rax), "=d"(rdx), "=m"(rbx), "=m"(r12)
      : "D"(registers)
      : "rbx", "rcx", "rsi", "r8", "r9", "r10", "r11", "r12", "cc", "memory");
  EXPECT_EQ(rax, 100u);
  EXPECT_EQ(rdx, 101u);
  EXPECT_EQ(rbx, 103u);
  EXPECT_EQ(r12, 112u);
}

}  // namespace

extern "C" void arc_rt_signal(int signal, const siginfo_t* info, ucontext_t* context, uintptr_t pc,
                              uintptr_t frame, uintptr_t stack) {
  seen.signal = signal;
  seen.pc = pc;
  seen.frame = frame;
  seen.stack = stack;
  const auto& registers = context->uc_mcontext.gregs;
  seen.context_agrees = info->si_signo == signal &&
                        pc == static_cast<uintptr_t>(registers[REG_RIP]) &&
                        frame == static_cast<uintptr_t>(registers[REG_RBP]) &&
                        stack == static_cast<uintptr_t>(registers[REG_RSP]);
}
