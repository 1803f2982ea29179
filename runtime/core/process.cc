// Child processes: clone with shared memory, then execveat. The parent's thread sleeps until the
// child has another image (CLONE_VFORK), so the child may use the parent's memory, and what went
// wrong in it is simply read from there.
//
// Safe without blocking signals: CLONE_CLEAR_SIGHAND gives the child default actions at birth, so
// no handler ever runs in it on the parent's memory. Where clone3 is refused, that flag is missing:
// signals are blocked until the child has given itself default actions.

#include <asm/signal.h>
#include <linux/close_range.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "runtime/core/atomic.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {
namespace {

// The system calls that the child makes between clone and exec need no more than this.
constexpr size_t kChildStackSize = size_t{16} * 1024;

// Memory for the strings and vectors of one spawn: on the stack while they are small.
class Arena {
 public:
  Arena(uint8_t* small, size_t small_size, size_t wanted) {
    if (wanted <= small_size) {
      next_ = small;
    } else {
      size_ = wanted;
      next_ = mapped_ = static_cast<uint8_t*>(MapMemory(wanted));
    }
  }
  ~Arena() {
    if (mapped_ != nullptr) UnmapMemory(mapped_, size_);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  bool valid() const { return next_ != nullptr; }
  char** Vector(size_t entries) {
    auto* vector = reinterpret_cast<char**>(next_);
    next_ += entries * sizeof(char*);
    return vector;
  }
  // Null for a text that holds a NUL: the kernel would see less than was given.
  char* Text(ArcStringView text) {
    auto* copy = reinterpret_cast<char*>(next_);
    for (uint64_t i = 0; i < text.length; ++i) {
      if (text.data[i] == 0) return nullptr;
      copy[i] = static_cast<char>(text.data[i]);
    }
    copy[text.length] = 0;
    next_ += text.length + 1;
    return copy;
  }

 private:
  uint8_t* next_ = nullptr;
  uint8_t* mapped_ = nullptr;
  size_t size_ = 0;
};

// What the child works from. Lives on the parent's stack.
struct Launch {
  const ArcSpawnRequest* request;
  char** argv;
  char** environment;
  char* path;         // null: run exec_fd
  char* search_path;  // PATH when it is to be searched, else null
  char* candidate;    // room for a folder of PATH and the name
  char* cwd;          // null: the parent's
  int64_t parent;
  bool signals_blocked;  // the child was born with the parent's handlers, and everything blocked
  uint64_t signal_mask;  // what to go back to
  // Filled by the child when it fails.
  int64_t error;
  ArcSpawnStep step;
};

[[noreturn]] void Fail(Launch* launch, ArcSpawnStep step, int64_t error) {
  launch->step = step;
  launch->error = error;
  // The process's own descriptors are not shared; nothing needs closing.
  for (;;) arc_rt_syscall1(__NR_exit, 127);
}

int64_t OpenNull() {
  return arc_rt_syscall4(__NR_openat, Word(int64_t{AT_FDCWD}), Word("/dev/null"),
                         O_RDWR | O_CLOEXEC, 0);
}

// Puts the three descriptors into place. Sources among 0 to 2 are moved away first, so that none is
// overwritten before it is read.
int64_t PlaceStandardDescriptors(const int32_t (&wanted)[3]) {
  int64_t source[3];
  for (int i = 0; i < 3; ++i) {
    source[i] = wanted[i];
    if (wanted[i] == ARC_SPAWN_FD_NULL) {
      source[i] = OpenNull();
      if (source[i] < 0) return source[i];
    }
  }
  for (int i = 0; i < 3; ++i) {
    if (source[i] >= 0 && source[i] < 3 && source[i] != i) {
      const int64_t moved = arc_rt_syscall3(__NR_fcntl, Word(source[i]), F_DUPFD_CLOEXEC, 3);
      if (moved < 0) return moved;
      source[i] = moved;
    }
  }
  for (int64_t i = 0; i < 3; ++i) {
    if (source[i] == ARC_SPAWN_FD_INHERIT) continue;
    // A duplicate is inherited; a descriptor that is in place already has its mark removed.
    const int64_t result = source[i] == i ? arc_rt_syscall3(__NR_fcntl, Word(i), F_SETFD, 0)
                                          : arc_rt_syscall3(__NR_dup3, Word(source[i]), Word(i), 0);
    if (result < 0) return result;
  }
  return 0;
}

int64_t Execute(const char* path, Launch* launch) {
  return arc_rt_syscall5(__NR_execveat, Word(int64_t{AT_FDCWD}), Word(path), Word(launch->argv),
                         Word(launch->environment), 0);
}

// Tries the folders of PATH as execvp does: a file that may not be run is remembered, in case none
// of the later folders has one that may.
int64_t ExecuteFromSearchPath(Launch* launch) {
  int64_t error = -ENOENT;
  const char* folder = launch->search_path;
  for (;;) {
    size_t length = 0;
    while (folder[length] != 0 && folder[length] != ':') ++length;
    char* out = launch->candidate;
    for (size_t i = 0; i < length; ++i) *out++ = folder[i];
    if (length > 0) *out++ = '/';  // an empty folder is the current one
    for (const char* name = launch->path; *name != 0; ++name) *out++ = *name;
    *out = 0;
    const int64_t result = Execute(launch->candidate, launch);
    if (result == -EACCES) {
      error = result;
    } else if (result != -ENOENT && result != -ENOTDIR) {
      return result;
    }
    if (folder[length] == 0) return error;
    folder += length + 1;
  }
}

constexpr int kSignalCount = 64;

int64_t ChangeSignalMask(int how, const uint64_t* mask, uint64_t* old) {
  return arc_rt_syscall4(__NR_rt_sigprocmask, Word(int64_t{how}), Word(mask), Word(old),
                         sizeof(sigset_t));
}

// What CLONE_CLEAR_SIGHAND does: ignored signals stay ignored.
void ClearSignalHandlers() {
  for (int signal = 1; signal <= kSignalCount; ++signal) {
    struct {
      uint64_t handler, flags, restorer, mask;
    } action = {};
    arc_rt_syscall4(__NR_rt_sigaction, Word(int64_t{signal}), 0, Word(&action), sizeof(sigset_t));
    if (action.handler <= 1) continue;  // SIG_DFL, SIG_IGN
    arc_rt_syscall4(__NR_rt_sigaction, Word(int64_t{signal}), Word(arc_rt_default_action), 0,
                    sizeof(sigset_t));
  }
}

void RunChild(void* argument) {
  auto* launch = static_cast<Launch*>(argument);
  if (launch->signals_blocked) {
    ClearSignalHandlers();
    ChangeSignalMask(SIG_SETMASK, &launch->signal_mask, nullptr);
  }
  const ArcSpawnRequest& request = *launch->request;
  if ((request.flags & ARC_SPAWN_PDEATHSIG) != 0) {
    const int64_t result = arc_rt_syscall5(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (result < 0) Fail(launch, ARC_SPAWN_STEP_PDEATHSIG, result);
    // The parent may have died before the call: then nobody would ever send the signal.
    if (arc_rt_syscall0(__NR_getppid) != launch->parent)
      Fail(launch, ARC_SPAWN_STEP_PDEATHSIG, -ESRCH);
  }
  if ((request.flags & ARC_SPAWN_SESSION) != 0) {
    const int64_t result = arc_rt_syscall0(__NR_setsid);
    if (result < 0) Fail(launch, ARC_SPAWN_STEP_GROUP, result);
  } else if ((request.flags & ARC_SPAWN_PROCESS_GROUP) != 0) {
    const int64_t result = arc_rt_syscall2(__NR_setpgid, 0, 0);
    if (result < 0) Fail(launch, ARC_SPAWN_STEP_GROUP, result);
  }
  const int64_t placed = PlaceStandardDescriptors(request.fds);
  if (placed < 0) Fail(launch, ARC_SPAWN_STEP_STDIO, placed);
  // Descriptors that this process inherited unmarked are not for its children either.
  arc_rt_syscall3(__NR_close_range, 3, ~0u, CLOSE_RANGE_CLOEXEC);
  if (launch->cwd != nullptr) {
    const int64_t result = arc_rt_syscall1(__NR_chdir, Word(launch->cwd));
    if (result < 0) Fail(launch, ARC_SPAWN_STEP_CWD, result);
  }
  // CLONE_CLEAR_SIGHAND leaves ignored signals ignored: the runtime ignores this one for itself
  // only.
  if (arc_rt_is_compute_child() != 0) {
    arc_rt_syscall4(__NR_rt_sigaction, SIGPIPE, Word(arc_rt_default_action), 0, sizeof(sigset_t));
  }
  int64_t result;
  if (launch->path == nullptr) {
    result = arc_rt_syscall5(__NR_execveat, Word(int64_t{request.exec_fd}), Word(""),
                             Word(launch->argv), Word(launch->environment), AT_EMPTY_PATH);
  } else if (launch->search_path != nullptr) {
    result = ExecuteFromSearchPath(launch);
  } else {
    result = Execute(launch->path, launch);
  }
  Fail(launch, ARC_SPAWN_STEP_EXEC, result);
}

size_t NameLength(ArcStringView entry) {
  size_t length = 0;
  while (length < entry.length && entry.data[length] != '=') ++length;
  return length;
}

bool SameName(ArcStringView a, ArcStringView b) {
  const size_t length = NameLength(a);
  return length == NameLength(b) && SameBytes(a.data, b.data, length);
}

bool IsOverridden(ArcStringView entry, const ArcSpawnRequest& request) {
  for (uint64_t i = 0; i < request.environment_count; ++i) {
    if (SameName(entry, request.environment[i])) return true;
  }
  return false;
}

// The parent's environment is passed on by reference, only overrides are copied.
bool BuildEnvironment(const ArcSpawnRequest& request, const ArcStringView* own, uint64_t own_count,
                      Arena* arena, char** out) {
  if ((request.flags & ARC_SPAWN_ENV_REPLACE) == 0) {
    for (uint64_t i = 0; i < own_count; ++i) {
      if (!IsOverridden(own[i], request)) {
        *out++ = reinterpret_cast<char*>(const_cast<uint8_t*>(own[i].data));
      }
    }
  }
  for (uint64_t i = 0; i < request.environment_count; ++i) {
    const ArcStringView entry = request.environment[i];
    if (NameLength(entry) == entry.length) continue;  // "NAME" only removes
    char* text = arena->Text(entry);
    if (text == nullptr) return false;
    *out++ = text;
  }
  *out = nullptr;
  return true;
}

bool HasSlash(ArcStringView path) {
  for (uint64_t i = 0; i < path.length; ++i) {
    if (path.data[i] == '/') return true;
  }
  return false;
}

int64_t Refuse(ArcSpawnRequest* request, ArcSpawnStep step, int64_t error) {
  request->failed_step = step;
  return error;
}

int64_t OpenImage(const char* path) {
  return arc_rt_syscall4(__NR_openat, Word(int64_t{AT_FDCWD}), Word(path), O_PATH | O_CLOEXEC, 0);
}

Atomic<int32_t> self_executable{-1};

}  // namespace
}  // namespace arc::rt

extern "C" {

int64_t arc_rt_process_spawn(ArcSpawnRequest* request) {
  using namespace arc::rt;
  request->failed_step = ARC_SPAWN_STEP_NONE;
  arc_rt_stdout_flush();

  uint64_t own_count;
  const ArcStringView* own = arc_rt_environment(&own_count);
  ArcStringView search = {nullptr, 0};
  const bool searching = request->exec_fd < 0 && (request->flags & ARC_SPAWN_SEARCH_PATH) != 0 &&
                         !HasSlash(request->path);
  if (searching) {
    constexpr char kDefaultPath[] = "/usr/local/bin:/usr/bin:/bin";
    if (arc_rt_getenv(reinterpret_cast<const uint8_t*>("PATH"), 4, &search) != 0) {
      search = {reinterpret_cast<const uint8_t*>(kDefaultPath), sizeof(kDefaultPath) - 1};
    }
  }

  size_t bytes = (request->argc + 1 + own_count + request->environment_count + 1) * sizeof(char*);
  for (uint64_t i = 0; i < request->argc; ++i) bytes += request->argv[i].length + 1;
  for (uint64_t i = 0; i < request->environment_count; ++i) {
    bytes += request->environment[i].length + 1;
  }
  bytes += request->path.length + 1 + request->cwd.length + 1;
  bytes += 2 * (search.length + 1) + request->path.length + 2;
  alignas(16) uint8_t small[8192];
  Arena arena(small, sizeof(small), bytes);
  if (!arena.valid()) return Refuse(request, ARC_SPAWN_STEP_PREPARE, -ENOMEM);

  Launch launch = {};
  launch.request = request;
  launch.argv = arena.Vector(request->argc + 1);
  launch.environment = arena.Vector(own_count + request->environment_count + 1);
  for (uint64_t i = 0; i < request->argc; ++i) {
    launch.argv[i] = arena.Text(request->argv[i]);
    if (launch.argv[i] == nullptr) return Refuse(request, ARC_SPAWN_STEP_PREPARE, -EINVAL);
  }
  launch.argv[request->argc] = nullptr;
  if (!BuildEnvironment(*request, own, own_count, &arena, launch.environment)) {
    return Refuse(request, ARC_SPAWN_STEP_PREPARE, -EINVAL);
  }
  if (request->exec_fd < 0) {
    launch.path = arena.Text(request->path);
    if (launch.path == nullptr) return Refuse(request, ARC_SPAWN_STEP_PREPARE, -EINVAL);
    if (launch.path[0] == 0) return Refuse(request, ARC_SPAWN_STEP_EXEC, -ENOENT);
  }
  if (request->cwd.length > 0) {
    launch.cwd = arena.Text(request->cwd);
    if (launch.cwd == nullptr) return Refuse(request, ARC_SPAWN_STEP_PREPARE, -EINVAL);
  }
  if (searching) {
    launch.search_path = arena.Text(search);
    launch.candidate = reinterpret_cast<char*>(arena.Vector(0));  // the rest of the arena
  }
  launch.parent = arc_rt_syscall0(__NR_getpid);

  alignas(16) uint8_t child_stack[kChildStackSize];
  int32_t pidfd = -1;
  clone_args arguments = {};
  arguments.flags = CLONE_VM | CLONE_VFORK | CLONE_CLEAR_SIGHAND;
  arguments.exit_signal = SIGCHLD;
  arguments.stack = Word(child_stack);
  arguments.stack_size = sizeof(child_stack);
  if (request->pidfd != nullptr) {
    arguments.flags |= CLONE_PIDFD;
    arguments.pidfd = Word(&pidfd);
  }
  if (!HasClone3()) {
    const uint64_t all = ~uint64_t{0};
    launch.signals_blocked = ChangeSignalMask(SIG_SETMASK, &all, &launch.signal_mask) == 0;
  }
  const int64_t pid = Clone(arguments, RunChild, &launch);
  if (launch.signals_blocked) ChangeSignalMask(SIG_SETMASK, &launch.signal_mask, nullptr);
  if (pid < 0) return Refuse(request, ARC_SPAWN_STEP_CLONE, pid);
  if (launch.step != ARC_SPAWN_STEP_NONE) {
    RetryInterrupted([&] { return arc_rt_syscall5(__NR_waitid, P_PID, Word(pid), 0, WEXITED, 0); });
    if (pidfd >= 0) arc_rt_syscall1(__NR_close, Word(int64_t{pidfd}));
    return Refuse(request, launch.step, launch.error);
  }
  if ((request->flags & ARC_SPAWN_PDEATHSIG) != 0) CurrentThread()->anchored = 1;
  if (request->pidfd != nullptr) *request->pidfd = pidfd;
  return pid;
}

int64_t arc_rt_self_executable_fd() {
  using arc::rt::Order;
  using arc::rt::self_executable;
  // Relaxed: the number alone is published, the descriptor is the kernel's.
  int32_t known = self_executable.Load(Order::kRelaxed);
  if (known >= 0) return known;
  int64_t opened = arc::rt::OpenImage("/proc/self/exe");
  if (opened < 0) {
    // No /proc, as in an empty root. The path that started the program may lead to another file by
    // now: its build id would differ, and it would refuse the call.
    const char* path = arc::rt::ExecutedPath();
    const int64_t by_path = path == nullptr ? opened : arc::rt::OpenImage(path);
    if (by_path < 0) return opened;
    opened = by_path;
  }
  if (self_executable.CompareExchange(known, static_cast<int32_t>(opened), Order::kRelaxed,
                                      Order::kRelaxed)) {
    return opened;
  }
  arc_rt_syscall1(__NR_close, arc::rt::Word(opened));
  return known;
}

}  // extern "C"
