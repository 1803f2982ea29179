// Starts a program and waits for it, as cheaply as C can: spawn_program PROGRAM [ROUNDS]
// Prints the nanoseconds of each round. With a program that only exits this is the floor of a call
// in a new process.

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

long long Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const char* program = argv[1];
  long rounds = argc > 2 ? std::atol(argv[2]) : 200;
  char* const arguments[] = {argv[1], nullptr};
  std::vector<long long> times;
  for (long i = 0; i < rounds; ++i) {
    long long start = Now();
    pid_t child = vfork();
    if (child == 0) {
      execve(program, arguments, environ);
      _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
      std::fprintf(stderr, "%s failed (%d)\n", program, status);
      return 1;
    }
    times.push_back(Now() - start);
  }
  for (long long t : times) std::printf("%lld\n", t);
}
