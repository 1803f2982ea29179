// The fake service as a program, in place of arc-comptime: --fd=N.
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "comptime/client/fake_service.h"

int main(int argc, char** argv) {
  absl::string_view option = argc == 2 ? argv[1] : "";
  if (!absl::ConsumePrefix(&option, "--fd=")) return 2;
  std::unique_ptr<arc::ttrpc::Server> server;
  arc::ttrpc::ServerOptions options;
  options.idle_timeout = absl::Milliseconds(1);
  options.on_idle = [&] { server->RequestShutdown(); };
  server = arc::comptime::MakeFakeService("fake", std::move(options));
  if (!server->AddConnection(arc::ttrpc::FileDescriptor(atoi(std::string(option).c_str()))).ok())
    return 1;
  return server->Serve().ok() ? 0 : 1;
}
