// Runs a program and says what it used: measure PROGRAM [ARGUMENT…]
// Writes the CPU time in microseconds (its own and its children's) and its peak memory in KiB to
// the descriptor 3. A small program of its own, since the system counts the memory of the process
// that started a program as the program's too.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace {

long long Microseconds(const timeval& time) { return time.tv_sec * 1000000LL + time.tv_usec; }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  pid_t child = vfork();
  if (child == 0) {
    execv(argv[1], argv + 1);
    _exit(127);
  }
  int status;
  rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 126;
  dprintf(3, "%lld %ld\n", Microseconds(usage.ru_utime) + Microseconds(usage.ru_stime),
          usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
