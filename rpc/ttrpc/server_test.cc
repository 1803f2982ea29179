#include "rpc/ttrpc/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/test_support.h"

namespace arc::ttrpc {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::unique_ptr<Client> NewClient(EchoServer& echo) { return *Client::Create(echo.Connect()); }

TEST(Server, RefusesWhatItCannotServe) {
  std::unique_ptr<Server> server = *Server::Create();
  const auto method = [](ServerCall call) { call.Reply(absl::string_view()); };
  EXPECT_TRUE(server->Register("s", "m", Execution::kInline, method).ok());
  EXPECT_EQ(server->Register("s", "m", Execution::kInline, method).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_FALSE(server->AddConnection(FileDescriptor(::dup(0))).ok());
  auto pair = *SocketPair();
  EXPECT_EQ(server->AddListener(std::move(pair.first)).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(server->Start().ok());
  EXPECT_EQ(server->Start().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(server->Register("s", "n", Execution::kInline, method).code(),
            absl::StatusCode::kFailedPrecondition);
  server->RequestShutdown();
  EXPECT_TRUE(server->Wait().ok());
  EXPECT_EQ(server->AddConnection(std::move(pair.second)).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(Server, CallCarriesEverything) {
  std::unique_ptr<Server> server = *Server::Create();
  ASSERT_TRUE(server
                  ->RegisterUnary("a.b.C", "Do", Execution::kWorker,
                                  [](const ServerCall& call) -> absl::StatusOr<std::string> {
                                    EXPECT_EQ(call.service(), "a.b.C");
                                    EXPECT_EQ(call.method(), "Do");
                                    EXPECT_EQ(call.payload(), "p");
                                    EXPECT_THAT(call.metadata(), ElementsAre(Pair("k", "v")));
                                    EXPECT_EQ(call.peer().pid, ::getpid());
                                    EXPECT_GT(call.remaining(), absl::Seconds(30));
                                    EXPECT_LE(call.remaining(), absl::Seconds(60));
                                    EXPECT_FALSE(call.cancelled());
                                    return absl::AbortedError("seen");
                                  })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
  CallOptions options;
  options.timeout = absl::Seconds(60);
  options.metadata = {{"k", "v"}};
  EXPECT_EQ(client->Call("a.b.C", "Do", "p", options).status(), absl::AbortedError("seen"));
}

TEST(Server, CallWithoutAnswerIsAnswered) {
  std::unique_ptr<Server> server = *Server::Create();
  ASSERT_TRUE(server->Register("s", "drop", Execution::kInline, [](ServerCall) {}).ok());
  ASSERT_TRUE(server
                  ->Register("s", "twice", Execution::kInline,
                             [](ServerCall call) {
                               call.Reply(absl::string_view("first"));
                               call.Fail(absl::InternalError("second"));
                             })
                  .ok());
  ASSERT_TRUE(server
                  ->Register("s", "ok", Execution::kInline,
                             [](ServerCall call) { call.Fail(absl::OkStatus()); })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
  EXPECT_EQ(client->Call("s", "drop", "").status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(*client->Call("s", "twice", ""), "first");
  EXPECT_EQ(client->Call("s", "ok", "").status().code(), absl::StatusCode::kInternal);
}

TEST(Server, TooLargeAnswer) {
  EchoServer echo;
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> client = NewClient(echo);
  EXPECT_EQ(client->Call("echo.Echo", "Large", "").status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(*client->Call("echo.Echo", "Inline", "alive"), "alive");
}

TEST(Server, CallsThatWaitHoldNoWorker) {
  ServerOptions options;
  options.max_workers = 1;
  EchoServer echo(std::move(options));
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> client = NewClient(echo);
  std::vector<PendingCall> waiting;
  for (int i = 0; i < 100; ++i) waiting.push_back(client->Start("echo.Echo", "Never", ""));
  EXPECT_EQ(*client->Call("echo.Echo", "Worker", "through"), "through");
  ASSERT_TRUE(Eventually([&] { return echo.kept() == 100; }));
  echo.AnswerKept();
  for (PendingCall& call : waiting) EXPECT_EQ(*call.Wait(), "late");
}

TEST(Server, ShutdownLetsCallsEndAndRefusesOthers) {
  EchoServer echo;
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> busy = NewClient(echo);
  std::unique_ptr<Client> idle = NewClient(echo);
  EXPECT_EQ(*idle->Call("echo.Echo", "Inline", "x"), "x");
  PendingCall call = busy->Start("echo.Echo", "Never", "");
  ASSERT_TRUE(Eventually([&] { return echo.kept() == 1; }));
  echo.server().RequestShutdown();
  EXPECT_EQ(idle->Call("echo.Echo", "Inline", "x").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(busy->Call("echo.Echo", "Inline", "x").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(busy->status().ok());
  echo.AnswerKept();
  EXPECT_EQ(*call.Wait(), "late");
  EXPECT_TRUE(echo.server().Wait().ok());
}

TEST(Server, GraceEnds) {
  ServerOptions options;
  options.shutdown_grace = absl::Milliseconds(30);
  EchoServer echo(std::move(options));
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> client = NewClient(echo);
  PendingCall call = client->Start("echo.Echo", "Never", "");
  ASSERT_TRUE(Eventually([&] { return echo.kept() == 1; }));
  echo.server().RequestShutdown();
  EXPECT_EQ(echo.server().Wait().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(call.Wait().status().code(), absl::StatusCode::kUnavailable);
  echo.AnswerKept();  // To nobody.
}

TEST(Server, ShutdownFromAMethod) {
  std::unique_ptr<Server> server = *Server::Create();
  ASSERT_TRUE(server
                  ->RegisterUnary("s", "Shutdown", Execution::kInline,
                                  [&](const ServerCall&) -> absl::StatusOr<std::string> {
                                    server->RequestShutdown();
                                    return std::string("bye");
                                  })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
  EXPECT_EQ(*client->Call("s", "Shutdown", ""), "bye");
  EXPECT_TRUE(server->Wait().ok());
}

TEST(Server, CallsOutliveIt) {
  std::vector<ServerCall> kept;
  auto pair = *SocketPair();
  std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
  {
    std::unique_ptr<Server> server = *Server::Create();
    Notification got;
    ASSERT_TRUE(server
                    ->Register("s", "m", Execution::kInline,
                               [&](ServerCall call) {
                                 kept.push_back(std::move(call));
                                 got.Notify();
                               })
                    .ok());
    ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
    ASSERT_TRUE(server->Start().ok());
    PendingCall call = client->Start("s", "m", "");
    got.WaitForNotification();
  }
  EXPECT_TRUE(kept[0].cancelled());
  kept[0].Reply(absl::string_view("too late"));
}

TEST(Server, IdleAfterTheLastConnection) {
  std::atomic<int> idle = 0;
  ServerOptions options;
  options.idle_timeout = absl::Milliseconds(20);
  options.on_idle = [&] { ++idle; };
  EchoServer echo(std::move(options));
  std::unique_ptr<Client> client = NewClient(echo);
  ASSERT_TRUE(echo.server().Start().ok());
  EXPECT_EQ(*client->Call("echo.Echo", "Worker", "x"), "x");
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(idle, 0);
  client.reset();
  EXPECT_TRUE(Eventually([&] { return idle == 1; }));
  absl::SleepFor(absl::Milliseconds(60));
  EXPECT_EQ(idle, 1);
  // And again.
  client = NewClient(echo);
  EXPECT_EQ(*client->Call("echo.Echo", "Inline", "x"), "x");
  client.reset();
  EXPECT_TRUE(Eventually([&] { return idle == 2; }));
}

TEST(Server, IdleWithOpenConnections) {
  std::atomic<int> idle = 0;
  ServerOptions options;
  options.idle_timeout = absl::Milliseconds(20);
  options.on_idle = [&] { ++idle; };
  options.connections_are_activity = false;
  EchoServer echo(std::move(options));
  std::unique_ptr<Client> client = NewClient(echo);
  PendingCall call = client->Start("echo.Echo", "Never", "");
  ASSERT_TRUE(echo.server().Start().ok());
  ASSERT_TRUE(Eventually([&] { return echo.kept() == 1; }));
  const int before = idle;
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(idle, before);
  echo.AnswerKept();
  EXPECT_TRUE(Eventually([&] { return idle == before + 1; }));
  EXPECT_EQ(*call.Wait(), "late");
}

TEST(Server, SaysWhichConnectionHasClosed) {
  std::atomic<uint64_t> closed = 0;
  ServerOptions options;
  options.on_close = [&](uint64_t connection) { closed = connection; };
  std::unique_ptr<Server> server = *Server::Create(std::move(options));
  ASSERT_TRUE(server
                  ->RegisterUnary("s", "Id", Execution::kInline,
                                  [](const ServerCall& call) -> absl::StatusOr<std::string> {
                                    return absl::StrCat(call.connection());
                                  })
                  .ok());
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 2; ++i) {
    auto pair = *SocketPair();
    ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
    clients.push_back(*Client::Create(std::move(pair.second)));
  }
  ASSERT_TRUE(server->Start().ok());
  const std::string first = *clients[0]->Call("s", "Id", "");
  EXPECT_EQ(*clients[0]->Call("s", "Id", ""), first);
  EXPECT_NE(*clients[1]->Call("s", "Id", ""), first);
  EXPECT_EQ(closed, 0u);
  clients[0].reset();
  EXPECT_TRUE(Eventually([&] { return absl::StrCat(closed.load()) == first; }));
}

TEST(Server, ListensAndAsksWhoConnects) {
  std::string folder = "/tmp/arc_ttrpc_XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/s";
  std::atomic<bool> allow = false;
  ServerOptions options;
  options.authorize = [&](const PeerCredentials& peer) {
    EXPECT_EQ(peer.pid, ::getpid());
    return allow ? absl::OkStatus() : absl::PermissionDeniedError("not now");
  };
  EchoServer echo(std::move(options));
  ASSERT_TRUE(echo.server().AddListener(*ListenUnix(path)).ok());
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> refused = *Client::Connect(path);
  EXPECT_EQ(refused->Call("echo.Echo", "Inline", "x").status().code(),
            absl::StatusCode::kUnavailable);
  allow = true;
  std::unique_ptr<Client> client = *Client::Connect(path);
  EXPECT_EQ(*client->Call("echo.Echo", "Inline", "x"), "x");
  EXPECT_EQ(client->Peer()->pid, ::getpid());
  echo.server().RequestShutdown();
  EXPECT_TRUE(echo.server().Wait().ok());
  EXPECT_EQ(Client::Connect(path).status().code(), absl::StatusCode::kUnavailable);
  ::unlink(path.c_str());
  ::rmdir(folder.c_str());
}

TEST(Server, WithoutDescriptorsConnectionsWait) {
  std::string folder = "/tmp/arc_ttrpc_XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/s";
  EchoServer echo;
  ASSERT_TRUE(echo.server().AddListener(*ListenUnix(path)).ok());
  std::unique_ptr<Client> client = *Client::Connect(path);
  PendingCall call = client->Start("echo.Echo", "Inline", "x");
  // No descriptor is left for the other end.
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few = {.rlim_cur = 64, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  std::vector<FileDescriptor> fillers;
  for (int fd; (fd = ::dup(2)) >= 0;) fillers.emplace_back(fd);
  timespec busy_before;
  timespec busy_after;
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &busy_before);
  ASSERT_TRUE(echo.server().Start().ok());
  absl::SleepFor(absl::Milliseconds(400));
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &busy_after);
  EXPECT_EQ(echo.begun(), 0);
  // It asks again now and then, and does not spin.
  EXPECT_LT(absl::DurationFromTimespec(busy_after) - absl::DurationFromTimespec(busy_before),
            absl::Milliseconds(100));
  fillers.clear();
  EXPECT_EQ(*call.Wait(), "x");
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ::unlink(path.c_str());
  ::rmdir(folder.c_str());
}

}  // namespace
}  // namespace arc::ttrpc
