// Files, output, processes.

#include "runtime/core/tests/support.h"

using namespace arc::rt::testing;  // NOLINT: a test program

namespace {

constexpr int32_t kReadWrite = 2, kCreate = 0100, kExclusive = 0200, kDirectory = 0200000;

void ShowNextDescriptor() {
  const int64_t fd = arc_rt_sys_open(Bytes("/dev/zero"), 9, 0, 0);
  uint8_t digits[20];
  const uint64_t length = arc_rt_format_i64(fd, digits);
  const int64_t out = arc_rt_sys_open(Bytes("next_fd"), 7, 1 | kCreate, 0600);
  REQUIRE(out >= 0);
  arc_rt_sys_write(static_cast<int32_t>(out), digits, length);
}

void MuchOutput() {
  for (int64_t i = 0; i < 100000; ++i) PrintLine("line ", i);
}

void OneLargeWrite() {
  static uint8_t data[300000];
  for (uint64_t i = 0; i < sizeof(data); ++i) data[i] = static_cast<uint8_t>('a' + i % 26);
  Print("head ");
  arc_rt_stdout_write(data, sizeof(data));
  Print(" tail");
}

void Files() {
  const ArcStringView name = View("scratch_file");
  const int64_t opened =
      arc_rt_sys_open(name.data, name.length, kReadWrite | kCreate | kExclusive, 0640);
  REQUIRE(opened >= 3);
  const auto fd = static_cast<int32_t>(opened);
  REQUIRE(arc_rt_sys_write_all(fd, Bytes("hello file"), 10) == 0);
  ArcFileStatus status;
  REQUIRE(arc_rt_sys_fstat(fd, &status) == 0 && status.size == 10);
  REQUIRE((status.mode & 0170000) == 0100000 && status.links == 1);
  uint8_t buffer[16];
  REQUIRE(arc_rt_sys_pread(fd, buffer, 4, 6) == 4 && buffer[0] == 'f');
  REQUIRE(arc_rt_sys_lseek(fd, 0, 0) == 0);
  REQUIRE(arc_rt_sys_read(fd, buffer, 16) == 10);
  REQUIRE(arc_rt_sys_pwrite(fd, Bytes("J"), 1, 0) == 1);
  REQUIRE(arc_rt_sys_ftruncate(fd, 3) == 0);
  REQUIRE(arc_rt_sys_fsync(fd) == 0);
  REQUIRE(arc_rt_sys_isatty(fd) == 0);
  REQUIRE((arc_rt_sys_fcntl(fd, 1 /*F_GETFD*/, 0) & 1) == 1);
  const int64_t copy = arc_rt_sys_dup(fd);
  REQUIRE(copy > fd && (arc_rt_sys_fcntl(static_cast<int32_t>(copy), 1, 0) & 1) == 1);
  REQUIRE(arc_rt_sys_close(fd) == 0 && arc_rt_sys_close(fd) == -9);
  REQUIRE(arc_rt_sys_stat(name.data, name.length, 1, &status) == 0 && status.size == 3);
  const ArcStringView other = View("other_file");
  REQUIRE(arc_rt_sys_rename(name.data, name.length, other.data, other.length) == 0);
  REQUIRE(arc_rt_sys_stat(name.data, name.length, 1, &status) == -2);
  REQUIRE(arc_rt_sys_symlink(other.data, other.length, name.data, name.length) == 0);
  REQUIRE(arc_rt_sys_readlink(name.data, name.length, buffer, 16) == 10);
  REQUIRE(arc_rt_sys_stat(name.data, name.length, 0, &status) == 0);
  REQUIRE((status.mode & 0170000) == 0120000);
  REQUIRE(arc_rt_sys_unlink(name.data, name.length) == 0);
  REQUIRE(arc_rt_sys_chmod(other.data, other.length, 0400) == 0);
  REQUIRE(arc_rt_sys_unlink(other.data, other.length) == 0);

  REQUIRE(arc_rt_sys_mkdir(Bytes("folder"), 6, 0700) == 0);
  REQUIRE(arc_rt_sys_mkdir(Bytes("folder"), 6, 0700) == -17);
  const int64_t folder = arc_rt_sys_open(Bytes("folder"), 6, kDirectory, 0);
  uint8_t entries[512];
  REQUIRE(arc_rt_sys_getdents(static_cast<int32_t>(folder), entries, sizeof(entries)) > 0);
  REQUIRE(arc_rt_sys_chdir(Bytes("folder"), 6) == 0);
  uint8_t path[4096];
  const int64_t length = arc_rt_sys_getcwd(path, sizeof(path));
  REQUIRE(length > 7 && path[length - 1] == 'r' && path[length - 7] == '/');
  REQUIRE(arc_rt_sys_chdir(Bytes(".."), 2) == 0);
  REQUIRE(arc_rt_sys_rmdir(Bytes("folder"), 6) == 0);

  REQUIRE(arc_rt_sys_open(Bytes("a\0b"), 3, 0, 0) == -22);
  static uint8_t endless[5000];
  for (uint8_t& byte : endless) byte = 'x';
  REQUIRE(arc_rt_sys_open(endless, sizeof(endless), 0, 0) == -36);
}

void Miscellany() {
  int32_t fds[2];
  REQUIRE(arc_rt_sys_pipe(fds) == 0);
  ArcPollEntry entry = {fds[0], 1, 0};
  REQUIRE(arc_rt_sys_poll(&entry, 1, 1'000'000) == 0);
  REQUIRE(arc_rt_sys_write(fds[1], Bytes("x"), 1) == 1);
  REQUIRE(arc_rt_sys_poll(&entry, 1, -1) == 1 && entry.revents == 1);
  REQUIRE(arc_rt_sys_socketpair(fds) == 0);
  REQUIRE(arc_rt_sys_write(fds[0], Bytes("yz"), 2) == 2);
  uint8_t buffer[400];
  REQUIRE(arc_rt_sys_read(fds[1], buffer, 2) == 2 && buffer[1] == 'z');
  const int64_t before = arc_rt_sys_clock(1);
  REQUIRE(arc_rt_sys_nanosleep(20'000'000) == 0);
  REQUIRE(arc_rt_sys_clock(1) - before >= 20'000'000);
  REQUIRE(arc_rt_sys_clock(0) > 1'500'000'000'000'000'000);
  REQUIRE(arc_rt_sys_getrandom(buffer, 400) == 0);
  uint32_t seen[256 / 32] = {};
  for (uint8_t byte : buffer) seen[byte / 32] |= 1u << (byte % 32);
  int different = 0;
  for (uint32_t word : seen) different += __builtin_popcount(word);
  REQUIRE(different > 150);
  REQUIRE(arc_rt_sys_cpu_count() >= 1);
  REQUIRE(arc_rt_sys_uname(buffer) == 0 && buffer[0] == 'L');
  const int64_t memory = arc_rt_sys_memfd_create(Bytes("m"), 1, 0);
  REQUIRE(memory >= 0 && arc_rt_sys_ftruncate(static_cast<int32_t>(memory), 8192) == 0);
  const int64_t mapped = arc_rt_sys_mmap(nullptr, 8192, 3, 1, static_cast<int32_t>(memory), 0);
  REQUIRE(mapped > 0);
  REQUIRE(arc_rt_sys_munmap(reinterpret_cast<void*>(mapped), 8192) == 0);
  REQUIRE(arc_rt_sys_getpid() > 0 && arc_rt_sys_getppid() > 0);
}

// -------------------------------------------------------------------------------------------------
// Children: this same program with another scenario.

ArcSpawnRequest SelfRequest(const ArcStringView* argv, uint64_t argc) {
  ArcSpawnRequest request = {};
  request.exec_fd = static_cast<int32_t>(arc_rt_self_executable_fd());
  REQUIRE(request.exec_fd >= 3);
  request.argv = argv;
  request.argc = argc;
  for (int32_t& fd : request.fds) fd = ARC_SPAWN_FD_INHERIT;
  return request;
}

ArcExitStatus Await(int64_t pid) {
  ArcExitStatus status;
  REQUIRE(arc_rt_sys_wait(pid, 0, &status) == pid);
  return status;
}

void ChildReport() {
  PrintLine("arguments ", Argument(2), " ", Argument(3));
  ArcStringView value;
  if (arc_rt_getenv(Bytes("ADDED"), 5, &value) == 0) PrintLine("ADDED=", value);
  if (arc_rt_getenv(Bytes("REMOVED"), 7, &value) == 0) PrintLine("REMOVED=", value);
  if (arc_rt_getenv(Bytes("PRESENT"), 7, &value) == 0) PrintLine("PRESENT=", value);
  uint8_t path[4096];
  const int64_t length = arc_rt_sys_getcwd(path, sizeof(path));
  PrintLine("cwd ", ArcStringView{path, static_cast<uint64_t>(length)});
  uint8_t input[64];
  const int64_t got = arc_rt_sys_read(0, input, sizeof(input));
  PrintLine("input ", ArcStringView{input, static_cast<uint64_t>(got)});
  for (int32_t fd = 3; fd < 64; ++fd) {
    if (arc_rt_sys_fcntl(fd, 1, 0) >= 0) PrintLine("leaked descriptor ", int64_t{fd});
  }
  arc_rt_exit(9);
}

void SpawnFully() {
  int32_t in[2], out[2];
  REQUIRE(arc_rt_sys_pipe(in) == 0 && arc_rt_sys_pipe(out) == 0);
  REQUIRE(arc_rt_sys_fcntl(out[0], 2 /*F_SETFD*/, 0) == 0);  // an unmarked descriptor leaks nowhere
  const ArcStringView argv[] = {View("self"), View("child_report"), View("one"), View("t w o")};
  const ArcStringView environment[] = {View("ADDED=yes"), View("REMOVED")};
  ArcSpawnRequest request = SelfRequest(argv, 4);
  request.environment = environment;
  request.environment_count = 2;
  request.cwd = View("/");
  request.fds[0] = in[0];
  request.fds[1] = out[1];
  int32_t pidfd = -1;
  request.pidfd = &pidfd;
  request.flags = ARC_SPAWN_PDEATHSIG | ARC_SPAWN_PROCESS_GROUP;
  Print("parent first\n");  // buffered: must come out before the child's
  const int64_t pid = arc_rt_process_spawn(&request);
  REQUIRE(pid > 0 && pidfd >= 3);
  REQUIRE(arc_rt_sys_write_all(in[1], Bytes("to child"), 8) == 0);
  arc_rt_sys_close(in[1]);
  arc_rt_sys_close(out[1]);
  uint8_t buffer[1024];
  for (;;) {
    const int64_t got = arc_rt_sys_read(out[0], buffer, sizeof(buffer));
    REQUIRE(got >= 0);
    if (got == 0) break;
    arc_rt_stdout_write(buffer, static_cast<uint64_t>(got));
  }
  const ArcExitStatus status = Await(pid);
  PrintLine("exit ", int64_t{status.kind}, " ", int64_t{status.value});
}

void SpawnSwapsDescriptors() {
  // The child's standard output is our error stream and the other way round.
  const ArcStringView argv[] = {View("self"), View("child_streams")};
  ArcSpawnRequest request = SelfRequest(argv, 2);
  request.fds[0] = ARC_SPAWN_FD_NULL;
  request.fds[1] = 2;
  request.fds[2] = 1;
  REQUIRE(Await(arc_rt_process_spawn(&request)).value == 0);
}

void SpawnFailures() {
  const ArcStringView argv[] = {View("x")};
  ArcSpawnRequest request = {};
  request.exec_fd = -1;
  request.argv = argv;
  request.argc = 1;
  for (int32_t& fd : request.fds) fd = ARC_SPAWN_FD_INHERIT;
  request.path = View("/no/such/program");
  REQUIRE(arc_rt_process_spawn(&request) == -2 && request.failed_step == ARC_SPAWN_STEP_EXEC);
  request.path = View("/etc/passwd");
  REQUIRE(arc_rt_process_spawn(&request) == -13 && request.failed_step == ARC_SPAWN_STEP_EXEC);
  request.path = View("no-such-program-anywhere");
  request.flags = ARC_SPAWN_SEARCH_PATH;
  REQUIRE(arc_rt_process_spawn(&request) == -2 && request.failed_step == ARC_SPAWN_STEP_EXEC);
  request.flags = 0;
  request.path = View("/bin/true");
  request.cwd = View("/no/such/folder");
  REQUIRE(arc_rt_process_spawn(&request) == -2 && request.failed_step == ARC_SPAWN_STEP_CWD);
  request.cwd = {nullptr, 0};
  request.fds[1] = 999;
  REQUIRE(arc_rt_process_spawn(&request) == -9 && request.failed_step == ARC_SPAWN_STEP_STDIO);
  request.fds[1] = ARC_SPAWN_FD_INHERIT;
  request.path = {Bytes("/bin/t\0ue"), 9};
  REQUIRE(arc_rt_process_spawn(&request) == -22 && request.failed_step == ARC_SPAWN_STEP_PREPARE);
  // No zombie of a failed try is left.
  ArcExitStatus status;
  REQUIRE(arc_rt_sys_wait(-1, ARC_WAIT_NO_HANG, &status) == -10);
  request.path = View("true");
  request.flags = ARC_SPAWN_SEARCH_PATH;
  status = Await(arc_rt_process_spawn(&request));
  REQUIRE(status.kind == ARC_EXIT_CODE && status.value == 0);
}

void WaitKinds() {
  const ArcStringView argv[] = {View("self"), View("sleep")};
  ArcSpawnRequest request = SelfRequest(argv, 2);
  const int64_t pid = arc_rt_process_spawn(&request);
  ArcExitStatus status;
  REQUIRE(arc_rt_sys_wait(pid, ARC_WAIT_NO_HANG, &status) == 0 && status.kind == ARC_EXIT_RUNNING);
  REQUIRE(arc_rt_sys_kill(pid, 15) == 0);
  status = Await(pid);
  REQUIRE(status.kind == ARC_EXIT_SIGNAL && status.value == 15);
}

void DiesWithParent() {
  const ArcStringView argv[] = {View("self"), View("sleep")};
  ArcSpawnRequest request = SelfRequest(argv, 2);
  request.flags = ARC_SPAWN_PDEATHSIG;
  PrintLine(arc_rt_process_spawn(&request));
}

// The kernel would kill the child with the thread that spawned it.
void OutlivesThread(bool named) {
  static int64_t pid;
  ArcThreadConfig config = {};
  config.name = Bytes("spawner");
  config.name_length = named ? 7 : 0;
  ArcThread* thread;
  REQUIRE(arc_rt_thread_spawn(
              [](void*) {
                const ArcStringView argv[] = {View("self"), View("sleep")};
                ArcSpawnRequest request = SelfRequest(argv, 2);
                request.flags = ARC_SPAWN_PDEATHSIG;
                pid = arc_rt_process_spawn(&request);
              },
              nullptr, &config, &thread) == 0);
  REQUIRE(arc_rt_thread_join(thread) == 0);
  arc_rt_thread_release(thread);
  REQUIRE(pid > 0);
  arc_rt_sys_nanosleep(1'300'000'000);
  // Other threads come and go meanwhile, with names too.
  for (int i = 0; i < 3; ++i) {
    REQUIRE(arc_rt_thread_spawn([](void*) {}, nullptr, i == 1 ? nullptr : &config, &thread) == 0);
    REQUIRE(arc_rt_thread_join(thread) == 0);
    arc_rt_thread_release(thread);
  }
  ArcExitStatus status;
  REQUIRE(arc_rt_sys_wait(pid, ARC_WAIT_NO_HANG, &status) == 0);
  REQUIRE(arc_rt_sys_kill(pid, 9) == 0 && Await(pid).value == 9);
}

void Replaced() {
  // The program's file is gone; its image still is what gets run.
  const ArcStringView name = Argument(0);
  REQUIRE(arc_rt_sys_unlink(name.data, name.length) == 0);
  const ArcStringView argv[] = {View("self"), View("child_streams")};
  ArcSpawnRequest request = SelfRequest(argv, 2);
  const int64_t pid = arc_rt_process_spawn(&request);
  REQUIRE(pid > 0);
  REQUIRE(Await(pid).value == 0);
}

const Scenario kScenarios[] = {
    {"next_descriptor", ShowNextDescriptor},
    {"much_output", MuchOutput},
    {"large_write", OneLargeWrite},
    {"files", Files},
    {"miscellany", Miscellany},
    {"spawn", SpawnFully},
    {"spawn_swap", SpawnSwapsDescriptors},
    {"spawn_failures", SpawnFailures},
    {"wait_kinds", WaitKinds},
    {"dies_with_parent", DiesWithParent},
    {"outlives_thread", [] { OutlivesThread(false); }},
    {"outlives_named_thread", [] { OutlivesThread(true); }},
    {"replaced", Replaced},
    {"child_report", ChildReport},
    {"child_streams",
     [] {
       Print("child output\n");
       arc_rt_stderr_write(Bytes("child error\n"), 12);
     }},
    {"sleep", [] { arc_rt_sys_nanosleep(60'000'000'000); }},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
