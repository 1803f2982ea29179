// The program arc-comptime as its clients see it.

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "comptime/client/build_id.h"
#include "comptime/jit/test_support.h"
#include "comptime/protocol/protocol.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/socket.h"
#include "rpc/ttrpc/typed.h"

extern char** environ;

namespace arc::comptime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kProgram[] = "comptime/service/arc-comptime";

bool Eventually(absl::FunctionRef<bool()> condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

bool Lives(pid_t pid) { return kill(pid, 0) == 0; }

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  const std::string tasks = absl::StrCat("/proc/", parent, "/task");
  DIR* folder = opendir(tasks.c_str());
  if (!folder) return children;
  while (dirent* entry = readdir(folder)) {
    std::ifstream file(absl::StrCat(tasks, "/", entry->d_name, "/children"));
    pid_t child;
    while (file >> child) children.push_back(child);
  }
  closedir(folder);
  return children;
}

// A process of arc-comptime.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments, int inherited = -1) {
    arguments.insert(arguments.begin(), kProgram);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Onto itself: it stays open there.
    if (inherited >= 0) posix_spawn_file_actions_adddup2(&actions, inherited, inherited);
    EXPECT_EQ(posix_spawn(&pid_, kProgram, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Process() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const { kill(pid_, signal); }
  // The exit code, or minus the signal; nothing: it did not end within 20 s.
  std::optional<int> Wait() {
    int status = 0;
    if (!Eventually([&] { return waitpid(pid_, &status, WNOHANG) == pid_; })) return std::nullopt;
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = 0;
};

// A client that has said hello.
class Peer {
 public:
  explicit Peer(ttrpc::FileDescriptor socket) : client_(*ttrpc::Client::Create(std::move(socket))) {
    EXPECT_TRUE(Hello("", kProtocolVersion).ok());
  }

  absl::Status Hello(const std::string& toolchain, uint32_t version) {
    v1::HelloRequest request;
    request.set_protocol_version(version);
    request.set_toolchain(toolchain);
    return Call<v1::HelloResponse>("Hello", request).status();
  }

  template <class Response, class Request>
  absl::StatusOr<Response> Call(const char* method, const Request& request,
                                const ttrpc::CallOptions& options = {}) {
    return ttrpc::CallTyped<Response>(*client_, kServiceName, method, request, options);
  }

  absl::StatusOr<v1::EvaluateResponse> Evaluate(const v1::EvaluateRequest& request) {
    auto response = Call<v1::EvaluateResponse>("Evaluate", request);
    if (!response.ok() || response->handle() == 0) return response;
    EXPECT_THAT(response->outcomes(), IsEmpty());
    EXPECT_GT(response->size(), kMaxPiece);
    const uint64_t size = response->size();
    const std::string bytes = Fetch(response->handle(), size);
    EXPECT_EQ(bytes.size(), size);
    EXPECT_TRUE(response->ParseFromString(bytes));
    large_answers_ += 1;
    return response;
  }
  // What was too large for a message so far.
  int large_answers() const { return large_answers_; }

  std::string Fetch(uint64_t handle, uint64_t size) {
    std::string content;
    while (content.size() < size) {
      v1::FetchRequest fetch;
      fetch.set_handle(handle);
      fetch.set_offset(content.size());
      fetch.set_length(UINT64_MAX);
      auto piece = Call<v1::FetchResponse>("Fetch", fetch);
      EXPECT_TRUE(piece.ok()) << piece.status();
      if (!piece.ok() || piece->piece().empty()) break;
      content += piece->piece();
    }
    return content;
  }

  ttrpc::Client& client() { return *client_; }

 private:
  std::unique_ptr<ttrpc::Client> client_;
  int large_answers_ = 0;
};

// A child that serves one connection.
struct Child {
  explicit Child(std::vector<std::string> options = {}) {
    auto pair = *ttrpc::SocketPair();
    options.push_back(absl::StrCat("--fd=", pair.second.get()));
    process.emplace(options, pair.second.get());
    pair.second.Close();
    peer.emplace(std::move(pair.first));
  }
  std::optional<Process> process;
  std::optional<Peer> peer;
};

constexpr char kLibrary[] = R"tir(
tir.func internal @arc_comptime_place(!tir.ptr, ui64, ui64) -> !tir.ptr c_abi
tir.func internal @arc_comptime_print(!tir.ptr, ui64) c_abi
tir.func internal @not_there() c_abi
tir.func link_once @give(%result: !tir.ptr "result", %value: ui64 "value") {
  %eight = tir.const 8 : ui64
  %place = tir.call @arc_comptime_place(%result, %eight, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  tir.store %value, %place : ui64
  tir.return
}
tir.func link_once @spin(%n: ui64 "n") -> ui64 name "spin(uint64)" {
  %zero = tir.const 0 : ui64
  %one = tir.const 1 : ui64
  cf.br ^head(%zero, %one : ui64, ui64)
^head(%i: ui64, %x: ui64):
  %y = tir.mul_wrap %x, %x : ui64
  %z = tir.add_wrap %y, %i : ui64
  %j = tir.add_wrap %i, %one : ui64
  %more = tir.compare less %j, %n : ui64
  cf.cond_br %more, ^head(%j, %z : ui64, ui64), ^end
^end:
  tir.return %z : ui64
}
)tir";

std::string Thunk(absl::string_view name, absl::string_view body) {
  return absl::StrCat("tir.func internal @", name,
                      R"tir((%api: !tir.ptr "api", %result: !tir.ptr "result") name "block" c_abi {
)tir",
                      body, "\n  tir.return\n}\n");
}

std::string Give(uint64_t value) {
  return absl::StrCat("  %v = tir.const ", value,
                      " : ui64\n  tir.call @give(%result, %v) : (!tir.ptr, ui64) -> ()");
}

std::string Spin(uint64_t rounds) {
  return absl::StrCat("  %n = tir.const ", rounds, R"tir( : ui64
  %v = tir.call @spin(%n) : (ui64) -> ui64
  tir.call @give(%result, %v) : (!tir.ptr, ui64) -> ())tir");
}

constexpr char kFault[] = R"tir(
  %null = tir.null
  %v = tir.load %null : ui64
  tir.call @give(%result, %v) : (!tir.ptr, ui64) -> ())tir";

constexpr uint64_t kForever = uint64_t{1} << 62;

// Thunks named t0, t1, … of these bodies.
v1::EvaluateRequest Request(const std::vector<std::string>& bodies) {
  v1::EvaluateRequest request;
  std::string text = kLibrary;
  for (size_t i = 0; i < bodies.size(); ++i) {
    const std::string name = absl::StrCat("t", i);
    text += Thunk(name, bodies[i]);
    request.add_thunks(name);
  }
  request.set_module(ToBytecode(text));
  return request;
}

// What recurses deeper than tests' stacks are long.
void OnLargeStack(absl::FunctionRef<void()> work) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, size_t{256} << 20), 0);
  pthread_t thread;
  auto run = [](void* argument) -> void* {
    (*static_cast<absl::FunctionRef<void()>*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &work), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

uint64_t Value(const v1::Outcome& outcome) {
  uint64_t value = 0;
  EXPECT_EQ(outcome.end(), v1::DONE) << outcome.DebugString();
  EXPECT_EQ(outcome.image().size(), sizeof(value));
  EXPECT_EQ(outcome.image().content().size(), sizeof(value));
  if (outcome.image().content().size() == sizeof(value)) {
    memcpy(&value, outcome.image().content().data(), sizeof(value));
  }
  return value;
}

TEST(Service, EvaluatesAndKeeps) {
  Child child;
  const v1::EvaluateRequest request = Request({Give(41), Give(42), Give(41)});
  auto first = child.peer->Evaluate(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->module_error(), "");
  ASSERT_THAT(first->outcomes(), SizeIs(3));
  EXPECT_EQ(Value(first->outcomes(0)), 41u);
  EXPECT_EQ(Value(first->outcomes(1)), 42u);
  EXPECT_EQ(Value(first->outcomes(2)), 41u);
  EXPECT_EQ(first->functions_compiled(), 4u);
  EXPECT_FALSE(first->outcomes(0).from_cache());
  EXPECT_GT(first->outcomes(0).nanoseconds(), 0u);

  auto second = child.peer->Evaluate(request);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(Value(second->outcomes(1)), 42u);
  EXPECT_TRUE(second->outcomes(1).from_cache());
  EXPECT_EQ(second->functions_compiled(), 0u);

  // Other limits may have another result.
  v1::EvaluateRequest limited = request;
  limited.mutable_limits()->set_fuel(1000);
  auto third = child.peer->Evaluate(limited);
  ASSERT_TRUE(third.ok());
  EXPECT_FALSE(third->outcomes(1).from_cache());
  EXPECT_EQ(third->functions_reused(), 1u);

  auto statistics = child.peer->Call<v1::StatisticsResponse>("Statistics", v1::StatisticsRequest());
  ASSERT_TRUE(statistics.ok());
  EXPECT_EQ(statistics->batches(), 3u);
  EXPECT_EQ(statistics->evaluations(), 6u);
  EXPECT_EQ(statistics->functions_kept(), 2u) << "one is from the start";
  EXPECT_EQ(statistics->clients(), 1u);
  EXPECT_GT(statistics->resident_bytes(), 1u << 20);
}

TEST(Service, FailuresCostTheirThunkOnly) {
  Child child;
  v1::EvaluateRequest request =
      Request({Give(1), kFault, Give(2), "  tir.call @not_there() : () -> ()", Give(3),
               Spin(kForever), Give(4)});
  request.mutable_limits()->set_fuel(300'000'000);
  auto response = child.peer->Evaluate(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->module_error(), "");
  ASSERT_THAT(response->outcomes(), SizeIs(7));
  EXPECT_EQ(Value(response->outcomes(0)), 1u);
  EXPECT_EQ(response->outcomes(1).end(), v1::FAULT);
  EXPECT_EQ(Value(response->outcomes(2)), 2u);
  EXPECT_EQ(response->outcomes(3).end(), v1::EFFECT);
  EXPECT_THAT(response->outcomes(3).message(), HasSubstr("not_there"));
  EXPECT_EQ(Value(response->outcomes(4)), 3u);
  EXPECT_EQ(response->outcomes(5).end(), v1::OUT_OF_FUEL);
  EXPECT_EQ(response->outcomes(5).fuel_used(), 300'000'000u);
  EXPECT_EQ(Value(response->outcomes(6)), 4u);
}

TEST(Service, Traces) {
  Child child;
  v1::EvaluateRequest request = Request({kFault, Spin(kForever)});
  request.mutable_limits()->set_fuel(100'000'000);
  auto response = child.peer->Evaluate(request);
  ASSERT_TRUE(response.ok());
  const v1::Outcome& fault = response->outcomes(0);
  ASSERT_THAT(fault.frames(), SizeIs(1)) << fault.DebugString();
  EXPECT_EQ(fault.frames(0).function(), "block");
  EXPECT_EQ(fault.frames(0).file(), "test.mlir");
  EXPECT_EQ(fault.frames(0).line(), 27u);
  EXPECT_EQ(fault.frames(0).column(), 8u) << "of the load";
  // From optimized code.
  const v1::Outcome& fuel = response->outcomes(1);
  EXPECT_EQ(fuel.fuel_used(), 100'000'000u);
  ASSERT_THAT(fuel.frames(), SizeIs(2)) << fuel.DebugString();
  EXPECT_EQ(fuel.frames(0).function(), "spin(uint64)");
  EXPECT_EQ(fuel.frames(1).function(), "block");
}

TEST(Service, LongEvaluationsAreOptimized) {
  Child child;
  constexpr uint64_t kRounds = 50'000'000;
  auto response = child.peer->Evaluate(Request({Spin(1000), Spin(kRounds)}));
  ASSERT_TRUE(response.ok());
  auto spin = [](uint64_t rounds) {
    uint64_t x = 1;
    for (uint64_t i = 0; i < rounds; ++i) x = x * x + i;
    return x;
  };
  EXPECT_EQ(Value(response->outcomes(0)), spin(1000));
  EXPECT_EQ(Value(response->outcomes(1)), spin(kRounds));
  EXPECT_GE(response->outcomes(1).fuel_used(), kRounds / 16);
}

TEST(Service, LimitsHoldInAllTiers) {
  Child child;
  for (uint64_t fuel : {100u, 10'000'000u, 50'000'000u}) {
    v1::EvaluateRequest request = Request({Spin(kForever)});
    request.mutable_limits()->set_fuel(fuel);
    auto response = child.peer->Evaluate(request);
    ASSERT_TRUE(response.ok());
    EXPECT_EQ(response->outcomes(0).end(), v1::OUT_OF_FUEL);
    EXPECT_EQ(response->outcomes(0).fuel_used(), fuel);
  }
}

TEST(Service, LargeModulesAndImages) {
  Child child;
  constexpr uint64_t kSize = 5 << 20;
  v1::EvaluateRequest request = Request({absl::StrCat("  %size = tir.const ", kSize, R"tir( : ui64
  %eight = tir.const 8 : ui64
  %p = tir.call @arc_comptime_place(%result, %size, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  %v = tir.const 77 : ui64
  tir.store %v, %p : ui64)tir")});
  // In pieces.
  uint64_t handle = 0;
  const std::string module = request.module();
  for (size_t at = 0; at < module.size(); at += 100) {
    v1::UploadRequest upload;
    upload.set_handle(handle);
    upload.set_piece(module.substr(at, 100));
    auto uploaded = child.peer->Call<v1::UploadResponse>("Upload", upload);
    ASSERT_TRUE(uploaded.ok());
    handle = uploaded->handle();
  }
  request.clear_module();
  request.set_module_handle(handle);
  auto response = child.peer->Evaluate(request);
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::Image& image = response->outcomes(0).image();
  EXPECT_EQ(image.size(), kSize);
  EXPECT_EQ(image.content(), "");
  ASSERT_NE(image.handle(), 0u);
  const std::string content = child.peer->Fetch(image.handle(), kSize);
  ASSERT_EQ(content.size(), kSize);
  EXPECT_EQ(content[0], 77);
  EXPECT_EQ(content.find_first_not_of('\0', 1), std::string::npos);
  // Both are used up.
  v1::FetchRequest again;
  again.set_handle(image.handle());
  EXPECT_EQ(child.peer->Call<v1::FetchResponse>("Fetch", again).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(child.peer->Evaluate(request).status().code(), absl::StatusCode::kNotFound);
}

// They are handed on in the memory in which they were made, where nobody can change them.
TEST(Service, LargeImagesAsFiles) {
  Child child;
  constexpr uint64_t kSize = (2 << 20) + 12;
  const std::string large = absl::StrCat("  %size = tir.const ", kSize, R"tir( : ui64
  %eight = tir.const 8 : ui64
  %p = tir.call @arc_comptime_place(%result, %size, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  %v = tir.const 77 : ui64
  tir.store %v, %p : ui64)tir");
  for (bool kept : {false, true}) {
    auto response = child.peer->Evaluate(Request({large, Spin(7)}));
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->outcomes(0).from_cache(), kept);
    EXPECT_EQ(response->outcomes(1).end(), v1::DONE) << "the worker goes on in another process";
    const v1::Image& image = response->outcomes(0).image();
    ASSERT_EQ(image.size(), kSize);
    v1::FetchRequest fetch;
    fetch.set_handle(image.handle());
    fetch.set_as_file(true);
    ttrpc::FileDescriptor file;
    ttrpc::CallOptions options;
    options.descriptor = &file;
    auto fetched = child.peer->Call<v1::FetchResponse>("Fetch", fetch, options);
    ASSERT_TRUE(fetched.ok()) << fetched.status();
    ASSERT_TRUE(fetched->is_file());
    ASSERT_TRUE(file.valid());
    EXPECT_EQ(fcntl(file.get(), F_GET_SEALS) & (F_SEAL_WRITE | F_SEAL_SHRINK),
              F_SEAL_WRITE | F_SEAL_SHRINK);
    std::string bytes(kSize, 'x');
    ASSERT_EQ(pread(file.get(), bytes.data(), kSize, static_cast<off_t>(fetched->file_offset())),
              static_cast<ssize_t>(kSize));
    EXPECT_EQ(bytes[0], 77);
    EXPECT_EQ(bytes.find_first_not_of('\0', 1), std::string::npos);
    // Nothing of the request is in it.
    char before[4096];
    ASSERT_EQ(pread(file.get(), before, sizeof(before), 0), ssize_t{sizeof(before)});
    EXPECT_EQ(std::string(before, sizeof(before)), std::string(sizeof(before), '\0'));
    EXPECT_EQ(child.peer->Call<v1::FetchResponse>("Fetch", fetch).status().code(),
              absl::StatusCode::kNotFound)
        << "it was taken";
  }
}

TEST(Service, MuchOutput) {
  Child child;
  constexpr int kThunks = 30;
  constexpr uint64_t kSize = 200'000;
  const std::string body = absl::StrCat("  %size = tir.const ", kSize, R"tir( : ui64
  %eight = tir.const 8 : ui64
  %p = tir.call @arc_comptime_place(%result, %size, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  tir.call @arc_comptime_print(%p, %size) : (!tir.ptr, ui64) -> ())tir");
  auto response = child.peer->Evaluate(Request(std::vector<std::string>(kThunks, body)));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(child.peer->large_answers(), 1);
  ASSERT_THAT(response->outcomes(), SizeIs(kThunks));
  for (const v1::Outcome& outcome : response->outcomes()) {
    ASSERT_THAT(outcome.outputs(), SizeIs(1)) << outcome.message();
    EXPECT_EQ(outcome.outputs(0).text().size(), kSize);
    EXPECT_EQ(outcome.image().content().size(), kSize);
  }
}

TEST(Service, ManyImages) {
  Child child;
  constexpr int kThunks = 12;
  constexpr uint64_t kSize = 500'000;
  const std::string body = absl::StrCat("  %size = tir.const ", kSize, R"tir( : ui64
  %eight = tir.const 8 : ui64
  %p = tir.call @arc_comptime_place(%result, %size, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr)tir");
  auto response = child.peer->Evaluate(Request(std::vector<std::string>(kThunks, body)));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(child.peer->large_answers(), 1);
  ASSERT_THAT(response->outcomes(), SizeIs(kThunks));
  for (const v1::Outcome& outcome : response->outcomes()) {
    EXPECT_EQ(outcome.image().content(), std::string(kSize, 0));
  }
}

TEST(Service, ManyLinks) {
  Child child;
  constexpr uint64_t kLinks = 400'000;
  const std::string body = absl::StrCat("  %count = tir.const ", kLinks, R"tir( : ui64
  %zero = tir.const 0 : ui64
  %one = tir.const 1 : ui64
  %eight = tir.const 8 : ui64
  %size = tir.mul_wrap %count, %eight : ui64
  %p = tir.call @arc_comptime_place(%result, %size, %eight) : (!tir.ptr, ui64, ui64) -> !tir.ptr
  cf.br ^head(%zero : ui64)
^head(%i: ui64):
  %slot = tir.element_address %p[%i : ui64] : ui64
  tir.call @arc_comptime_link(%result, %slot, %slot) : (!tir.ptr, !tir.ptr, !tir.ptr) -> ()
  %j = tir.add_wrap %i, %one : ui64
  %more = tir.compare less %j, %count : ui64
  cf.cond_br %more, ^head(%j : ui64), ^end
^end:)tir");
  v1::EvaluateRequest request;
  request.set_module(ToBytecode(absl::StrCat(
      kLibrary, "tir.func internal @arc_comptime_link(!tir.ptr, !tir.ptr, !tir.ptr) c_abi\n",
      Thunk("t0", body))));
  request.add_thunks("t0");
  auto response = child.peer->Evaluate(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->module_error(), "");
  EXPECT_EQ(child.peer->large_answers(), 1);
  ASSERT_THAT(response->outcomes(), SizeIs(1));
  EXPECT_EQ(response->outcomes(0).message(), "");
  const v1::Image& image = response->outcomes(0).image();
  EXPECT_EQ(image.size(), 8 * kLinks);
  ASSERT_THAT(image.links(), SizeIs(kLinks));
  EXPECT_EQ(image.links(kLinks - 1).slot(), 8 * (kLinks - 1));
  EXPECT_EQ(child.peer->Fetch(image.handle(), image.size()), std::string(8 * kLinks, 0));
}

// Types that no compiler can go through on its stack.
TEST(Service, CrashesOfTheCompiler) {
  if (getenv("ARC_SANITIZER")) GTEST_SKIP() << "sanitizers have handlers of their own";
  // Of its threads, too.
  rlimit usual;
  ASSERT_EQ(getrlimit(RLIMIT_STACK, &usual), 0);
  rlimit small = usual;
  small.rlim_cur = rlim_t{1} << 20;
  ASSERT_EQ(setrlimit(RLIMIT_STACK, &small), 0);
  Child child;
  ASSERT_EQ(setrlimit(RLIMIT_STACK, &usual), 0);
  constexpr int kDepth = 8'000;
  std::string before;
  for (int i = 0; i < kDepth; ++i) before += "!tir.array<1 x ";
  v1::EvaluateRequest request;
  OnLargeStack([&] {
    request = Request({absl::StrCat("  %v = tir.size_of ", before, "ui64", std::string(kDepth, '>'),
                                    "\n  tir.call @give(%result, %v) : (!tir.ptr, ui64) -> ()")});
  });
  // Where the stack ends decides: in the middle of the heap the service cannot go on.
  auto response = child.peer->Evaluate(request);
  if (response.ok()) {
    EXPECT_THAT(response->module_error(), HasSubstr("crashed the compiler"));
    EXPECT_EQ(Value(child.peer->Evaluate(Request({Give(7)}))->outcomes(0)), 7u);
  } else {
    EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(child.process->Wait(), -SIGALRM);
  }
}

TEST(Service, ClientsOfOtherToolchains) {
  Child child;
  const std::string own = *ReadBuildId(kProgram);
  EXPECT_THAT(own, SizeIs(::testing::Ge(16u)));
  EXPECT_TRUE(child.peer->Hello(own, kProtocolVersion).ok());
  EXPECT_EQ(child.peer->Hello("0123", kProtocolVersion).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(child.peer->Hello(own, kProtocolVersion + 1).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(Service, HostileRequests) {
  Child child;
  Peer& peer = *child.peer;
  auto code = [&](const v1::EvaluateRequest& request) {
    return peer.Evaluate(request).status().code();
  };
  auto error = [&](const v1::EvaluateRequest& request) {
    auto response = peer.Evaluate(request);
    EXPECT_TRUE(response.ok()) << response.status();
    EXPECT_THAT(response->outcomes(), IsEmpty());
    return response->module_error();
  };
  v1::EvaluateRequest request = Request({Give(1)});
  request.set_module_handle(7);
  EXPECT_EQ(code(request), absl::StatusCode::kNotFound);
  request = Request({Give(1)});
  request.add_thunks("nobody");
  EXPECT_THAT(error(request), HasSubstr("no thunk nobody"));
  request = Request({Give(1)});
  request.mutable_thunks()->Add("give");
  EXPECT_THAT(error(request), HasSubstr("no thunk give"));
  for (int i = 0; i < 100'001; ++i) request.add_thunks("");
  EXPECT_EQ(code(request), absl::StatusCode::kInvalidArgument);
  request.Clear();
  EXPECT_THAT(error(request), HasSubstr("no bytecode"));
  const std::string good = Request({Give(1)}).module();
  for (size_t i = 4; i < good.size(); i += 7) {
    request = Request({Give(1)});
    request.mutable_module()->at(i) ^= 0x55;
    EXPECT_TRUE(peer.Evaluate(request).ok()) << i;
  }
  request.set_module(good.substr(0, good.size() / 2));
  EXPECT_THAT(error(request), HasSubstr("beyond the end"));
  // After all that.
  EXPECT_EQ(Value(peer.Evaluate(Request({Give(5)}))->outcomes(0)), 5u);
}

TEST(Service, HelloComesFirst) {
  auto pair = *ttrpc::SocketPair();
  Process process({absl::StrCat("--fd=", pair.second.get())}, pair.second.get());
  pair.second.Close();
  auto client = *ttrpc::Client::Create(std::move(pair.first));
  auto response =
      ttrpc::CallTyped<v1::EvaluateResponse>(*client, kServiceName, "Evaluate", Request({Give(1)}));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(Service, AChildEndsWithItsClient) {
  Child child;
  const std::vector<pid_t> workers = ChildrenOf(child.process->pid());
  EXPECT_FALSE(workers.empty());
  child.peer.reset();
  EXPECT_EQ(child.process->Wait(), 0);
  for (pid_t worker : workers) EXPECT_TRUE(Eventually([&] { return !Lives(worker); }));
}

// A batch that is in the middle of an endless loop.
struct Running {
  explicit Running(Peer& peer)
      : thread([this, &peer] {
          v1::EvaluateRequest request = Request({Give(1), Spin(kForever), Give(3)});
          request.mutable_limits()->set_fuel(kForever);
          response = peer.Evaluate(request);
        }) {
    absl::SleepFor(absl::Milliseconds(300));
  }
  absl::StatusOr<v1::EvaluateResponse> response;
  std::thread thread;
};

TEST(Service, WorkersThatAreKilledCostOneEvaluation) {
  Child child({"--lanes=1"});
  Running running(*child.peer);
  for (pid_t worker : ChildrenOf(child.process->pid())) kill(worker, SIGKILL);
  running.thread.join();
  ASSERT_TRUE(running.response.ok()) << running.response.status();
  EXPECT_EQ(Value(running.response->outcomes(0)), 1u);
  EXPECT_EQ(running.response->outcomes(1).end(), v1::WORKER_DIED);
  EXPECT_EQ(Value(running.response->outcomes(2)), 3u);
  EXPECT_EQ(Value(child.peer->Evaluate(Request({Give(4)}))->outcomes(0)), 4u);
  auto statistics = child.peer->Call<v1::StatisticsResponse>("Statistics", v1::StatisticsRequest());
  EXPECT_EQ(statistics->workers_lost(), 1u);
  EXPECT_GE(statistics->workers_started(), 2u);
}

// As some supervisors start programs: the system would then forget how children end.
TEST(Service, NoticesDeathsWhenStartedWithSignalsOfChildrenIgnored) {
  signal(SIGCHLD, SIG_IGN);
  Child child({"--lanes=1"});
  signal(SIGCHLD, SIG_DFL);
  Running running(*child.peer);
  for (pid_t worker : ChildrenOf(child.process->pid())) kill(worker, SIGKILL);
  running.thread.join();
  ASSERT_TRUE(running.response.ok()) << running.response.status();
  EXPECT_EQ(running.response->outcomes(1).end(), v1::WORKER_DIED);
  EXPECT_EQ(Value(running.response->outcomes(2)), 3u);
}

TEST(Service, NothingIsLeftOfAServiceThatIsKilled) {
  Child child;
  Running running(*child.peer);
  const std::vector<pid_t> workers = ChildrenOf(child.process->pid());
  EXPECT_FALSE(workers.empty());
  child.process->Signal(SIGKILL);
  running.thread.join();
  EXPECT_EQ(running.response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(child.process->Wait(), -SIGKILL);
  for (pid_t worker : workers) EXPECT_TRUE(Eventually([&] { return !Lives(worker); }));
}

class SharedService : public ::testing::Test {
 protected:
  SharedService() {
    std::string folder = "/tmp/arc_comptime_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder + "/socket";
  }
  ~SharedService() override {
    unlink(path_.c_str());
    unlink((path_ + ".lock").c_str());
    EXPECT_EQ(rmdir(folder_.c_str()), 0) << "nothing else is there";
  }

  std::string Option() const { return absl::StrCat("--serve=", path_); }
  ttrpc::FileDescriptor Connect() {
    absl::StatusOr<ttrpc::FileDescriptor> socket;
    EXPECT_TRUE(Eventually([&] {
      socket = ttrpc::ConnectUnix(path_);
      return socket.ok();
    })) << socket.status();
    return *std::move(socket);
  }
  bool Exists(const std::string& path) const { return access(path.c_str(), F_OK) == 0; }

  std::string folder_, path_;
};

TEST_F(SharedService, ManyClientsAtOnce) {
  Process process({Option(), "--lanes=2"});
  constexpr int kClients = 6, kRequests = 10;
  std::vector<std::thread> threads;
  for (int i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      Peer peer(Connect());
      for (int j = 0; j < kRequests; ++j) {
        const uint64_t value = static_cast<uint64_t>(i * 1000 + j);
        auto response = peer.Evaluate(Request({Give(value), kFault, Give(value + 1)}));
        ASSERT_TRUE(response.ok()) << response.status();
        EXPECT_EQ(Value(response->outcomes(0)), value);
        EXPECT_EQ(response->outcomes(1).end(), v1::FAULT);
        EXPECT_EQ(Value(response->outcomes(2)), value + 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_FALSE(Exists(path_));
  EXPECT_FALSE(Exists(path_ + ".lock"));
}

TEST_F(SharedService, WhoIsGoneIsNotWorkedFor) {
  Process process({Option(), "--lanes=1"});
  Peer patient(Connect());
  {
    // Closes its end with the call in flight.
    Peer hasty(Connect());
    v1::EvaluateRequest request = Request({Spin(kForever)});
    request.mutable_limits()->set_fuel(kForever);
    std::string payload = request.SerializeAsString();
    ttrpc::PendingCall call = hasty.client().Start(kServiceName, "Evaluate", payload);
    absl::SleepFor(absl::Milliseconds(200));
  }
  const absl::Time begin = absl::Now();
  auto response = patient.Evaluate(Request({Give(1)}));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(Value(response->outcomes(0)), 1u);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10)) << "the clock behind the fuel has 60 s";
}

TEST_F(SharedService, OneServesASocket) {
  Process process({Option()});
  Connect();
  Process second({Option()});
  EXPECT_EQ(second.Wait(), 1);
  Peer peer(Connect());
  EXPECT_TRUE(peer.Evaluate(Request({Give(1)})).ok());
}

TEST_F(SharedService, WhatAKilledOneLeftIsReplaced) {
  {
    Process process({Option()});
    Connect();
    process.Signal(SIGKILL);
    EXPECT_EQ(process.Wait(), -SIGKILL);
  }
  EXPECT_TRUE(Exists(path_));
  Process process({Option()});
  Peer peer(Connect());
  EXPECT_TRUE(peer.Evaluate(Request({Give(1)})).ok());
}

TEST_F(SharedService, OtherFilesStay) {
  std::ofstream(path_) << "mine";
  Process process({Option()});
  EXPECT_EQ(process.Wait(), 1);
  EXPECT_TRUE(Exists(path_));
  EXPECT_FALSE(Exists(path_ + ".lock"));
}

TEST_F(SharedService, EndsWhenIdle) {
  Process process({Option(), "--idle-timeout=1"});
  {
    Peer peer(Connect());
    EXPECT_TRUE(peer.Evaluate(Request({Give(1)})).ok());
    absl::SleepFor(absl::Milliseconds(1500));
    EXPECT_TRUE(peer.Evaluate(Request({Give(1)})).ok()) << "an open connection is no idleness";
  }
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_FALSE(Exists(path_));
}

TEST(CommandLine, WhatItDoesNotKnow) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"--fd=x"},
                                             {"--fd=-1"},
                                             {"--serve="},
                                             {"--fd=3", "--serve=x"},
                                             {"--nothing"},
                                             {"--serve=x", "--idle-timeout=0"},
                                             {"--serve=x", "--lanes=0"}}) {
    Process process(arguments);
    EXPECT_EQ(process.Wait(), 2);
  }
  Process help({"--help"});
  EXPECT_EQ(help.Wait(), 0);
  Process no_socket({"--fd=0"});
  EXPECT_EQ(no_socket.Wait(), 1);
}

}  // namespace
}  // namespace arc::comptime
