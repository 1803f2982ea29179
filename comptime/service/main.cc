// arc-comptime: the evaluator of comptime code.

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "comptime/client/build_id.h"
#include "comptime/service/crash_guard.h"
#include "comptime/service/service.h"
#include "comptime/service/socket_file.h"
#include "llvm/Config/llvm-config.h"
#include "rpc/ttrpc/server.h"

namespace arc::comptime {
namespace {

constexpr char kHelp[] =
    "arc-comptime: evaluates Arc's comptime code; compilers start it, or share one.\n"
    "\n"
    "usage: arc-comptime --fd=N | --serve=PATH [--idle-timeout=SECONDS]\n"
    "\n"
    "  --fd=N                  serve the connected socket N, and end with it\n"
    "  --serve=PATH            serve all that connect to the socket PATH, of this user only\n"
    "  --idle-timeout=SECONDS  end after so long without a connection (default: never)\n"
    "  --lanes=N               evaluate for so many at a time (default: the processors)\n"
    "  --help, --version\n"
    "\n"
    "Exit codes: 0, 1 for an error of the system, 2 for a wrong command line.\n";

struct CommandLine {
  int fd = -1;
  std::string path;
  absl::Duration idle_timeout = absl::InfiniteDuration();
  size_t lanes = 0;
};

int Fail(int code, const std::string& message) {
  fprintf(stderr, "arc-comptime: error: %s\n", message.c_str());
  return code;
}

// Nothing: an error was printed.
std::optional<CommandLine> Parse(int argc, char** argv) {
  CommandLine command;
  for (int i = 1; i < argc; ++i) {
    absl::string_view option = argv[i];
    int seconds = 0, lanes = 0;
    bool good = false;
    if (absl::ConsumePrefix(&option, "--fd=")) {
      good = absl::SimpleAtoi(option, &command.fd) && command.fd >= 0;
    } else if (absl::ConsumePrefix(&option, "--serve=")) {
      command.path = std::string(option);
      good = !command.path.empty();
    } else if (absl::ConsumePrefix(&option, "--idle-timeout=")) {
      good = absl::SimpleAtoi(option, &seconds) && seconds > 0;
      command.idle_timeout = absl::Seconds(seconds);
    } else if (absl::ConsumePrefix(&option, "--lanes=")) {
      good = absl::SimpleAtoi(option, &lanes) && lanes > 0 && lanes <= 1024;
      command.lanes = static_cast<size_t>(lanes);
    }
    if (!good) {
      Fail(2, absl::StrCat("wrong option ", argv[i], "\n`arc-comptime --help` says more"));
      return std::nullopt;
    }
  }
  if ((command.fd >= 0) != command.path.empty()) {
    Fail(2, "expected either --fd=N or --serve=PATH\n`arc-comptime --help` says more");
    return std::nullopt;
  }
  return command;
}

// Null while there is none.
std::atomic<ttrpc::Server*> running = nullptr;
static_assert(std::atomic<ttrpc::Server*>::is_always_lock_free, "a handler reads it");

void HandleEnd(int) {
  if (ttrpc::Server* server = running.load()) server->RequestShutdown();
}

int Serve(const CommandLine& command) {
  InstallCrashGuard();
  signal(SIGPIPE, SIG_IGN);
  // Ignored, as some shells and supervisors leave it, it would take the deaths of workers away.
  signal(SIGCHLD, SIG_DFL);
  ServiceOptions options;
  options.lanes = command.lanes;
  if (absl::StatusOr<std::string> id = ReadBuildId("/proc/self/exe"); id.ok()) {
    options.toolchain = *id;
  }
  absl::StatusOr<std::unique_ptr<Service>> service = Service::Create(std::move(options));
  if (!service.ok()) return Fail(1, std::string(service.status().message()));

  // A child has nobody to serve when its socket is gone. What still runs is of no use, and workers
  // die with this process.
  const bool is_child = command.fd >= 0;
  ttrpc::ServerOptions server_options = (*service)->MakeServerOptions([is_child](uint64_t) {
    if (is_child) _exit(0);
  });
  server_options.idle_timeout = command.idle_timeout;
  server_options.on_idle = [] { HandleEnd(0); };
  absl::StatusOr<std::unique_ptr<ttrpc::Server>> server =
      ttrpc::Server::Create(std::move(server_options));
  if (!server.ok()) return Fail(1, std::string(server.status().message()));
  running = server->get();
  absl::Status status = (*service)->Register(**server);
  std::optional<SocketFile> socket;
  if (is_child) {
    status.Update((*server)->AddConnection(ttrpc::FileDescriptor(command.fd)));
  } else {
    absl::StatusOr<SocketFile> listening = SocketFile::Listen(command.path);
    if (!listening.ok()) {
      return Fail(1, absl::StrCat(command.path, ": ", std::string(listening.status().message())));
    }
    socket.emplace(*std::move(listening));
    status.Update((*server)->AddListener(socket->TakeListener()));
  }
  if (!status.ok()) return Fail(1, std::string(status.message()));
  struct sigaction action = {};
  action.sa_handler = HandleEnd;
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &action, nullptr);
  // The first request finds a worker and a compiler.
  (*service)->WarmUp();
  status = (*server)->Serve();
  // Calls that did not end in time were closed: their workers end with us.
  (*service)->Interrupt();
  // Another signal may come while it goes.
  running = nullptr;
  server->reset();
  // Who ends a busy service knows what that costs.
  if (!status.ok() && !absl::IsDeadlineExceeded(status)) {
    return Fail(1, std::string(status.message()));
  }
  return 0;
}

int Main(int argc, char** argv) {
  if (argc == 2 && absl::string_view(argv[1]) == "--help") {
    fputs(kHelp, stdout);
    return 0;
  }
  if (argc == 2 && absl::string_view(argv[1]) == "--version") {
    printf("arc-comptime (LLVM %s)\n", LLVM_VERSION_STRING);
    return 0;
  }
  std::optional<CommandLine> command = Parse(argc, argv);
  return command ? Serve(*command) : 2;
}

}  // namespace
}  // namespace arc::comptime

int main(int argc, char** argv) {
  const int code = arc::comptime::Main(argc, argv);
  fflush(nullptr);
  // Caches and LLVM need not be taken apart.
  _exit(code);
}
