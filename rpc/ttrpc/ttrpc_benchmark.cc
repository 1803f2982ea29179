// Round trips beside the floor: a byte there and back over a socketpair between two threads.
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "benchmark/benchmark.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/server.h"

namespace arc::ttrpc {
namespace {

void BM_SocketPairFloor(benchmark::State& state) {
  auto pair = *SocketPair();
  std::thread echo([&] {
    std::string bytes(size_t{1} << 20, '\0');
    for (;;) {
      const ssize_t count = ::recv(pair.first.get(), bytes.data(), bytes.size(), 0);
      if (count <= 0) return;
      if (::send(pair.first.get(), bytes.data(), static_cast<size_t>(count), MSG_NOSIGNAL) < 0)
        return;
    }
  });
  std::string bytes(static_cast<size_t>(state.range(0)), 'x');
  for (auto _ : state) {
    ::send(pair.second.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::recv(pair.second.get(), bytes.data(), bytes.size(), MSG_WAITALL);
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
  ::shutdown(pair.second.get(), SHUT_RDWR);
  echo.join();
}
BENCHMARK(BM_SocketPairFloor)->Arg(1)->Arg(64 << 10)->UseRealTime();

struct Echo {
  explicit Echo(Execution execution) {
    server = *Server::Create();
    server
        ->RegisterUnary(
            "echo.Echo", "Echo", execution,
            [](const ServerCall& call) -> absl::StatusOr<std::string> { return call.payload(); })
        .IgnoreError();
    auto pair = *SocketPair();
    server->AddConnection(std::move(pair.first)).IgnoreError();
    server->Start().IgnoreError();
    client = *Client::Create(std::move(pair.second));
  }
  std::unique_ptr<Server> server;
  std::unique_ptr<Client> client;
};

void RunUnary(benchmark::State& state, Execution execution) {
  Echo echo(execution);
  const std::string payload(static_cast<size_t>(state.range(0)), 'x');
  for (auto _ : state) {
    if (!echo.client->Call("echo.Echo", "Echo", payload).ok()) state.SkipWithError("call failed");
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

void BM_UnaryInline(benchmark::State& state) { RunUnary(state, Execution::kInline); }
BENCHMARK(BM_UnaryInline)->Arg(1)->Arg(64 << 10)->UseRealTime();

void BM_UnaryWorker(benchmark::State& state) { RunUnary(state, Execution::kWorker); }
BENCHMARK(BM_UnaryWorker)->Arg(1)->Arg(64 << 10)->UseRealTime();

// 32 calls in flight on one connection.
void BM_Pipelined(benchmark::State& state) {
  Echo echo(Execution::kInline);
  const std::string payload(static_cast<size_t>(state.range(0)), 'x');
  constexpr int kInFlight = 32;
  for (auto _ : state) {
    std::vector<PendingCall> calls;
    for (int i = 0; i < kInFlight; ++i) {
      calls.push_back(echo.client->Start("echo.Echo", "Echo", payload));
    }
    for (PendingCall& call : calls) {
      if (!call.Wait().ok()) state.SkipWithError("call failed");
    }
  }
  state.SetItemsProcessed(state.iterations() * kInFlight);
  state.SetBytesProcessed(state.iterations() * kInFlight * state.range(0));
}
BENCHMARK(BM_Pipelined)->Arg(1)->Arg(64 << 10)->UseRealTime();

}  // namespace
}  // namespace arc::ttrpc
