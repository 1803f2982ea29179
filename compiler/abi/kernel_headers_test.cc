// Proves the layouts against the kernel's own headers. This is the only file that includes them:
// they define the names that libc defines otherwise, so nothing of libc that does may come along.

// clang-format off
#include <linux/signal.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
// clang-format on
#include <asm/stat.h>
#include <asm/unistd.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/time_types.h>
#include <linux/uio.h>
#include <linux/un.h>

#include "compiler/abi/linux/file.h"
#include "compiler/abi/linux/process.h"
#include "compiler/abi/linux/signal.h"
#include "compiler/abi/linux/x86_64/machine.h"

namespace arc::abi {

#define SAME_SIZE(ours, theirs) static_assert(sizeof(ours) == sizeof(theirs))
#define SAME_FIELD(ours, our_field, theirs, their_field)                     \
  static_assert(offsetof(ours, our_field) == offsetof(theirs, their_field)); \
  static_assert(sizeof(ours::our_field) == sizeof(theirs::their_field))

using linux_os::CloneArgs;
using linux_os::IoVector;
using linux_os::PollEntry;
using linux_os::ResourceLimit;
using linux_os::SigAction;
using linux_os::SignalInfo;
using linux_os::SignalStack;
using linux_os::SocketAddressIpv4;
using linux_os::SocketAddressIpv6;
using linux_os::SocketAddressUnix;
using linux_os::TimeSpec;
using linux_x86_64::FileStatus;
using linux_x86_64::MachineContext;
using linux_x86_64::UserContext;

using KernelSigAction = struct sigaction;
SAME_SIZE(SigAction, KernelSigAction);
static_assert(offsetof(SigAction, handler) == offsetof(KernelSigAction, sa_handler));
SAME_FIELD(SigAction, flags, KernelSigAction, sa_flags);
SAME_FIELD(SigAction, restorer, KernelSigAction, sa_restorer);
SAME_FIELD(SigAction, mask, KernelSigAction, sa_mask);
static_assert(sizeof(sigset_t) == linux_os::kSignalSetBytes);
static_assert(linux_os::kSaSigInfo == SA_SIGINFO && linux_os::kSaRestorer == SA_RESTORER);
static_assert(linux_os::kSaOnStack == SA_ONSTACK && linux_os::kSaRestart == SA_RESTART);
static_assert(linux_os::kSaNoDefer == SA_NODEFER && linux_os::kSaResetHandler == SA_RESETHAND);
static_assert(linux_os::kSaNoChildStop == SA_NOCLDSTOP && linux_os::kSaNoChildWait == SA_NOCLDWAIT);

using KernelStack = stack_t;
SAME_SIZE(SignalStack, KernelStack);
SAME_FIELD(SignalStack, base, KernelStack, ss_sp);
SAME_FIELD(SignalStack, flags, KernelStack, ss_flags);
SAME_FIELD(SignalStack, size, KernelStack, ss_size);
static_assert(linux_os::kStackDisable == SS_DISABLE && linux_os::kStackOnStack == SS_ONSTACK);

using KernelSigInfo = siginfo_t;
SAME_SIZE(SignalInfo, KernelSigInfo);
static_assert(offsetof(SignalInfo, signal) == offsetof(KernelSigInfo, si_signo));
static_assert(offsetof(SignalInfo, error) == offsetof(KernelSigInfo, si_errno));
static_assert(offsetof(SignalInfo, code) == offsetof(KernelSigInfo, si_code));
static_assert(offsetof(SignalInfo, address) == offsetof(KernelSigInfo, _sifields._sigfault._addr));

using KernelContext = struct sigcontext;
SAME_SIZE(MachineContext, KernelContext);
SAME_FIELD(MachineContext, r8, KernelContext, r8);
SAME_FIELD(MachineContext, r15, KernelContext, r15);
SAME_FIELD(MachineContext, rdi, KernelContext, rdi);
SAME_FIELD(MachineContext, rsi, KernelContext, rsi);
SAME_FIELD(MachineContext, rbp, KernelContext, rbp);
SAME_FIELD(MachineContext, rbx, KernelContext, rbx);
SAME_FIELD(MachineContext, rdx, KernelContext, rdx);
SAME_FIELD(MachineContext, rax, KernelContext, rax);
SAME_FIELD(MachineContext, rcx, KernelContext, rcx);
SAME_FIELD(MachineContext, rsp, KernelContext, rsp);
SAME_FIELD(MachineContext, rip, KernelContext, rip);
SAME_FIELD(MachineContext, flags, KernelContext, eflags);
SAME_FIELD(MachineContext, cs, KernelContext, cs);
SAME_FIELD(MachineContext, ss, KernelContext, ss);
SAME_FIELD(MachineContext, error_code, KernelContext, err);
SAME_FIELD(MachineContext, trap_number, KernelContext, trapno);
SAME_FIELD(MachineContext, fault_address, KernelContext, cr2);
SAME_FIELD(MachineContext, floating_point_state, KernelContext, fpstate);

using KernelUserContext = struct ucontext;
SAME_SIZE(UserContext, KernelUserContext);
SAME_FIELD(UserContext, flags, KernelUserContext, uc_flags);
SAME_FIELD(UserContext, stack, KernelUserContext, uc_stack);
SAME_FIELD(UserContext, machine, KernelUserContext, uc_mcontext);
SAME_FIELD(UserContext, mask, KernelUserContext, uc_sigmask);

using KernelCloneArgs = struct clone_args;
static_assert(sizeof(CloneArgs) == CLONE_ARGS_SIZE_VER2);
SAME_SIZE(CloneArgs, KernelCloneArgs);
SAME_FIELD(CloneArgs, flags, KernelCloneArgs, flags);
SAME_FIELD(CloneArgs, pidfd, KernelCloneArgs, pidfd);
SAME_FIELD(CloneArgs, child_tid, KernelCloneArgs, child_tid);
SAME_FIELD(CloneArgs, parent_tid, KernelCloneArgs, parent_tid);
SAME_FIELD(CloneArgs, exit_signal, KernelCloneArgs, exit_signal);
SAME_FIELD(CloneArgs, stack, KernelCloneArgs, stack);
SAME_FIELD(CloneArgs, stack_size, KernelCloneArgs, stack_size);
SAME_FIELD(CloneArgs, tls, KernelCloneArgs, tls);
SAME_FIELD(CloneArgs, set_tid, KernelCloneArgs, set_tid);
SAME_FIELD(CloneArgs, set_tid_size, KernelCloneArgs, set_tid_size);
SAME_FIELD(CloneArgs, cgroup, KernelCloneArgs, cgroup);
static_assert(linux_os::kThreadCloneFlags ==
              (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
               CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID));
static_assert(linux_os::kClonePidFd == CLONE_PIDFD && linux_os::kCloneVfork == CLONE_VFORK);
static_assert(linux_os::kCloneClearSigHand == CLONE_CLEAR_SIGHAND);
static_assert(linux_os::kCloneIntoCgroup == CLONE_INTO_CGROUP);
static_assert(linux_os::kCloneNewMount == CLONE_NEWNS && linux_os::kCloneNewNet == CLONE_NEWNET);
static_assert(linux_os::kCloneNewPid == CLONE_NEWPID && linux_os::kCloneNewUser == CLONE_NEWUSER);
static_assert(linux_os::kCloneNewIpc == CLONE_NEWIPC && linux_os::kCloneNewUts == CLONE_NEWUTS);
static_assert(linux_os::kCloneNewCgroup == CLONE_NEWCGROUP);
static_assert(linux_os::kCloneChildSetTid == CLONE_CHILD_SETTID);

using KernelLimit = struct rlimit64;
SAME_SIZE(ResourceLimit, KernelLimit);
SAME_FIELD(ResourceLimit, current, KernelLimit, rlim_cur);
SAME_FIELD(ResourceLimit, maximum, KernelLimit, rlim_max);
static_assert(static_cast<int>(linux_os::Resource::kStack) == RLIMIT_STACK);
static_assert(static_cast<int>(linux_os::Resource::kOpenFiles) == RLIMIT_NOFILE);
static_assert(static_cast<int>(linux_os::Resource::kAddressSpace) == RLIMIT_AS);
static_assert(static_cast<int>(linux_os::Resource::kProcesses) == RLIMIT_NPROC);
static_assert(static_cast<int>(linux_os::Resource::kCore) == RLIMIT_CORE);
static_assert(static_cast<int>(linux_os::Resource::kData) == RLIMIT_DATA);
static_assert(static_cast<int>(linux_os::Resource::kFileSize) == RLIMIT_FSIZE);
static_assert(static_cast<int>(linux_os::Resource::kCpuSeconds) == RLIMIT_CPU);

using KernelTimeSpec = struct __kernel_timespec;
SAME_SIZE(TimeSpec, KernelTimeSpec);
SAME_FIELD(TimeSpec, seconds, KernelTimeSpec, tv_sec);
SAME_FIELD(TimeSpec, nanoseconds, KernelTimeSpec, tv_nsec);

using KernelStat = struct stat;
SAME_SIZE(FileStatus, KernelStat);
SAME_FIELD(FileStatus, device, KernelStat, st_dev);
SAME_FIELD(FileStatus, inode, KernelStat, st_ino);
SAME_FIELD(FileStatus, links, KernelStat, st_nlink);
SAME_FIELD(FileStatus, mode, KernelStat, st_mode);
SAME_FIELD(FileStatus, owner, KernelStat, st_uid);
SAME_FIELD(FileStatus, special_device, KernelStat, st_rdev);
SAME_FIELD(FileStatus, size, KernelStat, st_size);
SAME_FIELD(FileStatus, blocks, KernelStat, st_blocks);
static_assert(offsetof(FileStatus, modified) == offsetof(KernelStat, st_mtime));
static_assert(offsetof(FileStatus, changed) == offsetof(KernelStat, st_ctime));

using KernelPoll = struct pollfd;
SAME_SIZE(PollEntry, KernelPoll);
SAME_FIELD(PollEntry, events, KernelPoll, events);
SAME_FIELD(PollEntry, returned, KernelPoll, revents);

using KernelIoVector = struct iovec;
SAME_SIZE(IoVector, KernelIoVector);
SAME_FIELD(IoVector, length, KernelIoVector, iov_len);

using KernelIpv4 = struct sockaddr_in;
SAME_SIZE(SocketAddressIpv4, KernelIpv4);
SAME_FIELD(SocketAddressIpv4, port, KernelIpv4, sin_port);
SAME_FIELD(SocketAddressIpv4, address, KernelIpv4, sin_addr);
using KernelIpv6 = struct sockaddr_in6;
SAME_SIZE(SocketAddressIpv6, KernelIpv6);
SAME_FIELD(SocketAddressIpv6, address, KernelIpv6, sin6_addr);
SAME_FIELD(SocketAddressIpv6, scope, KernelIpv6, sin6_scope_id);
using KernelUnix = struct sockaddr_un;
SAME_SIZE(SocketAddressUnix, KernelUnix);
SAME_FIELD(SocketAddressUnix, path, KernelUnix, sun_path);

using linux_x86_64::SystemCall;
static_assert(static_cast<int>(SystemCall::kRtSigAction) == __NR_rt_sigaction);
static_assert(static_cast<int>(SystemCall::kRtSigReturn) == __NR_rt_sigreturn);
static_assert(static_cast<int>(SystemCall::kSigAltStack) == __NR_sigaltstack);
static_assert(static_cast<int>(SystemCall::kArchPrctl) == __NR_arch_prctl);
static_assert(static_cast<int>(SystemCall::kClone3) == __NR_clone3);
static_assert(static_cast<int>(SystemCall::kExit) == __NR_exit);
static_assert(static_cast<int>(SystemCall::kExitGroup) == __NR_exit_group);
static_assert(static_cast<int>(SystemCall::kFutex) == __NR_futex);
static_assert(static_cast<int>(SystemCall::kExecveAt) == __NR_execveat);
static_assert(static_cast<int>(SystemCall::kRead) == __NR_read);
static_assert(static_cast<int>(SystemCall::kWrite) == __NR_write);

using linux_os::Signal;
static_assert(static_cast<int>(Signal::kSegmentation) == SIGSEGV);
static_assert(static_cast<int>(Signal::kBusError) == SIGBUS);
static_assert(static_cast<int>(Signal::kArithmetic) == SIGFPE);
static_assert(static_cast<int>(Signal::kIllegalInstruction) == SIGILL);
static_assert(static_cast<int>(Signal::kBrokenPipe) == SIGPIPE);
static_assert(static_cast<int>(Signal::kChild) == SIGCHLD);
static_assert(static_cast<int>(Signal::kKill) == SIGKILL);
static_assert(static_cast<int>(Signal::kAbort) == SIGABRT);
static_assert(static_cast<int>(Signal::kTrap) == SIGTRAP);
static_assert(static_cast<int>(Signal::kTerminate) == SIGTERM);

}  // namespace arc::abi
