// Whole calls of a running service, and what the first answer of a new one takes.

#include <benchmark/benchmark.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "comptime/jit/test_support.h"
#include "comptime/protocol/protocol.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/socket.h"
#include "rpc/ttrpc/typed.h"

extern char** environ;

namespace arc::comptime {
namespace {

class Service {
 public:
  Service() {
    const char* program = getenv("ARC_COMPTIME");
    std::string path = program ? program : "comptime/service/arc-comptime";
    auto pair = *ttrpc::SocketPair();
    std::string option = absl::StrCat("--fd=", pair.second.get());
    char* arguments[] = {path.data(), option.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pair.second.get(), pair.second.get());
    if (posix_spawn(&pid_, path.c_str(), &actions, nullptr, arguments, environ) != 0) abort();
    posix_spawn_file_actions_destroy(&actions);
    client_ = *ttrpc::Client::Create(std::move(pair.first));
    v1::HelloRequest hello;
    hello.set_protocol_version(kProtocolVersion);
    if (!ttrpc::CallTyped<v1::HelloResponse>(*client_, kServiceName, "Hello", hello).ok()) abort();
  }
  ~Service() {
    client_.reset();
    waitpid(pid_, nullptr, 0);
  }

  v1::EvaluateResponse Evaluate(const v1::EvaluateRequest& request) {
    auto response =
        ttrpc::CallTyped<v1::EvaluateResponse>(*client_, kServiceName, "Evaluate", request);
    if (!response.ok() || !response->module_error().empty()) abort();
    for (const v1::Outcome& outcome : response->outcomes()) {
      if (outcome.end() != v1::DONE) abort();
    }
    return *std::move(response);
  }

 private:
  pid_t pid_ = 0;
  std::unique_ptr<ttrpc::Client> client_;
};

// `count` thunks that give different numbers.
v1::EvaluateRequest Thunks(int count) {
  v1::EvaluateRequest request;
  std::string text = R"tir(
tir.func internal @arc_comptime_place(!tir.ptr, ui64, ui64) -> !tir.ptr c_abi
tir.func link_once @twice(%n: ui64 "n") -> ui64 {
  %r = tir.add_wrap %n, %n : ui64
  tir.return %r : ui64
}
)tir";
  for (int i = 0; i < count; ++i) {
    request.add_thunks(absl::StrCat("t", i));
    absl::StrAppend(&text, "tir.func internal @t", i,
                    R"tir((%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %n = tir.const )tir",
                    i, R"tir( : ui64
  %v = tir.call @twice(%n) : (ui64) -> ui64
  %eight = tir.const 8 : ui64
  %p = tir.call @arc_comptime_place(%result, %eight, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  tir.store %v, %p : ui64
  tir.return
}
)tir");
  }
  request.set_module(ToBytecode(text));
  return request;
}

// Limits that differ keep the results of the calls before from being used again.
void Call(benchmark::State& state) {
  Service service;
  v1::EvaluateRequest request = Thunks(static_cast<int>(state.range(0)));
  uint64_t fuel = 1'000'000;
  for (auto _ : state) {
    request.mutable_limits()->set_fuel(fuel++);
    benchmark::DoNotOptimize(service.Evaluate(request));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void CallForKeptResults(benchmark::State& state) {
  Service service;
  const v1::EvaluateRequest request = Thunks(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(service.Evaluate(request));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void StartAndCall(benchmark::State& state) {
  const v1::EvaluateRequest request = Thunks(1);
  for (auto _ : state) {
    Service service;
    benchmark::DoNotOptimize(service.Evaluate(request));
  }
}

BENCHMARK(Call)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(CallForKeptResults)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(StartAndCall)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace arc::comptime
