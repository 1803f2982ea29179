// What clients get that break the rules, and that others are served meanwhile.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/server.h"
#include "rpc/ttrpc/test_support.h"

namespace arc::ttrpc {
namespace {

class HostileClient : public testing::Test {
 protected:
  // With the defaults unless a test gives options.
  void Serve(ServerOptions options = {}) {
    echo_ = std::make_unique<EchoServer>(std::move(options));
    ASSERT_TRUE(echo_->server().Start().ok());
    other_ = *Client::Create(echo_->Connect());
  }
  RawPeer Connect() { return RawPeer(echo_->Connect()); }
  void ExpectOthersServed() {
    EXPECT_EQ(*other_->Call("echo.Echo", "Inline", "fine"), "fine");
    EXPECT_EQ(*other_->Call("echo.Echo", "Worker", "fine"), "fine");
  }

  std::unique_ptr<EchoServer> echo_;
  std::unique_ptr<Client> other_;
};

struct Case {
  const char* name;
  std::string bytes;
  // The one answer; then the connection must still work.
  std::string answer;
};

std::string Request(uint32_t stream, absl::string_view method, uint8_t flags = 0) {
  return FrameBytes(stream, kRequestFrame, flags, RequestData(method, "x"));
}

TEST_F(HostileClient, IsAnsweredAndLives) {
  Serve();
  const std::string oversized(kMaxFrameData + 1, '\0');
  const Case cases[] = {
      {"even id", Request(2, "Inline"), "2: INVALID_ARGUMENT"},
      {"id 0", Request(0, "Inline"), "0: INVALID_ARGUMENT"},
      {"greatest even id", Request(0xfffffffe, "Inline"), "4294967294: INVALID_ARGUMENT"},
      {"no message", FrameBytes(1, kRequestFrame, 0, "\xff\xff\xff"), "1: INVALID_ARGUMENT"},
      {"empty message", FrameBytes(1, kRequestFrame, 0, ""), "1: UNIMPLEMENTED"},
      {"unknown method", Request(1, "Nothing"), "1: UNIMPLEMENTED"},
      {"unknown service", FrameBytes(1, kRequestFrame, 0, "\x0a\x01z"), "1: UNIMPLEMENTED"},
      {"stream, open", Request(1, "Inline", kRemoteOpenFlag), "1: UNIMPLEMENTED"},
      {"stream, closed", Request(1, "Inline", kRemoteClosedFlag), "1: UNIMPLEMENTED"},
      {"data of no stream", FrameBytes(1, kDataFrame, 0, "x"), "1: INVALID_ARGUMENT"},
      {"data, even id", FrameBytes(2, kDataFrame, 0, "x"), "2: INVALID_ARGUMENT"},
      {"end of no stream", FrameBytes(1, kDataFrame, kRemoteClosedFlag | kNoDataFlag, ""),
       "1: INVALID_ARGUMENT"},
      {"oversized request", FrameBytes(1, kRequestFrame, 0, oversized), "1: RESOURCE_EXHAUSTED"},
      {"timeout over", FrameBytes(1, kRequestFrame, 0, RequestData("Inline", "x", -1)),
       "1: DEADLINE_EXCEEDED"},
      {"shortest timeout", FrameBytes(1, kRequestFrame, 0, RequestData("Worker", "x", 1)),
       "1: DEADLINE_EXCEEDED"},
      {"answer too large", Request(1, "Large"), "1: RESOURCE_EXHAUSTED"},
      // The rest is ignored: the answer is that of the call behind it.
      {"unknown type", FrameBytes(1, 77, 0xff, "x") + Request(1, "Inline"), "1: OK x"},
      {"unknown type, even id", FrameBytes(2, 0, 0, "") + Request(1, "Inline"), "1: OK x"},
      {"response", FrameBytes(1, kResponseFrame, 0, "x") + Request(1, "Inline"), "1: OK x"},
      {"unknown flag", Request(1, "Inline", 0x80), "1: OK x"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    RawPeer peer = Connect();
    ASSERT_TRUE(peer.Send(c.bytes));
    EXPECT_EQ(peer.ReceiveAnswer(), c.answer);
    ASSERT_TRUE(peer.SendRequest(0xffffffff, "Inline", "alive"));
    EXPECT_EQ(peer.ReceiveAnswer(), "4294967295: OK alive");
  }
  ExpectOthersServed();
}

TEST_F(HostileClient, IdsIncrease) {
  Serve();
  RawPeer peer = Connect();
  ASSERT_TRUE(peer.SendRequest(5, "Inline", "a"));
  EXPECT_EQ(peer.ReceiveAnswer(), "5: OK a");
  for (uint32_t stream : {5, 3, 1}) {
    ASSERT_TRUE(peer.SendRequest(stream, "Inline", "b"));
    EXPECT_EQ(peer.ReceiveAnswer(), absl::StrCat(stream, ": INVALID_ARGUMENT"));
  }
  ASSERT_TRUE(peer.SendRequest(9, "Inline", "c"));
  EXPECT_EQ(peer.ReceiveAnswer(), "9: OK c");
}

TEST_F(HostileClient, DataForACallInFlightIsNoAnswer) {
  Serve();
  RawPeer peer = Connect();
  ASSERT_TRUE(peer.SendRequest(1, "Never", ""));
  ASSERT_TRUE(peer.Send(FrameBytes(1, kDataFrame, 0, "x")));
  ASSERT_TRUE(peer.SendRequest(3, "Inline", "y"));
  EXPECT_EQ(peer.ReceiveAnswer(), "3: OK y");
  echo_->AnswerKept();
  EXPECT_EQ(peer.ReceiveAnswer(), "1: OK late");
}

TEST_F(HostileClient, SplitAtEachByte) {
  Serve();
  const std::string bytes = Request(1, "Inline") + Request(3, "Worker");
  for (size_t split = 1; split < bytes.size(); ++split) {
    RawPeer peer = Connect();
    ASSERT_TRUE(peer.Send(bytes.substr(0, split)));
    ExpectOthersServed();
    ASSERT_TRUE(peer.Send(bytes.substr(split)));
    EXPECT_EQ(peer.ReceiveAnswer(), "1: OK x");
    EXPECT_EQ(peer.ReceiveAnswer(), "3: OK x");
  }
}

TEST_F(HostileClient, HalfClosedGetsItsAnswers) {
  Serve();
  RawPeer peer = Connect();
  ASSERT_TRUE(peer.SendRequest(1, "Never", ""));
  ASSERT_TRUE(peer.SendRequest(3, "Worker", "y"));
  peer.CloseSending();
  EXPECT_EQ(peer.ReceiveAnswer(), "3: OK y");
  ASSERT_TRUE(Eventually([&] { return echo_->kept() == 1; }));
  echo_->AnswerKept();
  EXPECT_EQ(peer.ReceiveAnswer(), "1: OK late");
  EXPECT_TRUE(peer.SeesEnd());
}

TEST_F(HostileClient, DiesAtEachByte) {
  Serve();
  const std::string bytes = Request(1, "Worker") + Request(3, "Inline");
  for (size_t size = 0; size <= bytes.size(); ++size) {
    RawPeer peer = Connect();
    ASSERT_TRUE(peer.Send(bytes.substr(0, size)));
  }
  ExpectOthersServed();
}

TEST_F(HostileClient, CallsSeeThatItIsGone) {
  std::unique_ptr<Server> server = *Server::Create();
  Notification began;
  Notification noticed;
  ASSERT_TRUE(server
                  ->Register("echo.Echo", "Watch", Execution::kWorker,
                             [&](ServerCall call) {
                               began.Notify();
                               EXPECT_TRUE(Eventually([&] { return call.cancelled(); }));
                               noticed.Notify();
                             })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  RawPeer peer(std::move(pair.second));
  ASSERT_TRUE(peer.SendRequest(1, "Watch", ""));
  began.WaitForNotification();
  peer.Close();
  noticed.WaitForNotification();
}

TEST_F(HostileClient, TooManyCallsInFlight) {
  ServerOptions options;
  options.max_calls = 3;
  Serve(std::move(options));
  RawPeer peer = Connect();
  for (uint32_t stream : {1, 3, 5, 7}) ASSERT_TRUE(peer.SendRequest(stream, "Never", ""));
  EXPECT_EQ(peer.ReceiveAnswer(), "7: RESOURCE_EXHAUSTED");
  ExpectOthersServed();
  ASSERT_TRUE(Eventually([&] { return echo_->kept() == 3; }));
  echo_->AnswerKept();
  for (uint32_t stream : {1, 3, 5}) {
    EXPECT_EQ(peer.ReceiveAnswer(), absl::StrCat(stream, ": OK late"));
  }
  ASSERT_TRUE(peer.SendRequest(9, "Inline", "z"));
  EXPECT_EQ(peer.ReceiveAnswer(), "9: OK z");
}

TEST_F(HostileClient, TooManyConnections) {
  ServerOptions options;
  options.max_connections = 3;
  Serve(std::move(options));
  ExpectOthersServed();
  RawPeer second = Connect();
  RawPeer third = Connect();
  RawPeer fourth = Connect();
  EXPECT_TRUE(fourth.SeesEnd());
  second.Close();
  // The server notices before it sees a later connection.
  ASSERT_TRUE(third.SendRequest(1, "Inline", "x"));
  EXPECT_EQ(third.ReceiveAnswer(), "1: OK x");
  EXPECT_TRUE(Eventually([&] {
    RawPeer fifth = Connect();
    return fifth.SendRequest(1, "Inline", "x") && fifth.ReceiveAnswer() == "1: OK x";
  }));
  ExpectOthersServed();
}

TEST_F(HostileClient, HalfFrameIsClosedAfterAWhile) {
  ServerOptions options;
  options.stall_timeout = absl::Milliseconds(40);
  Serve(std::move(options));
  RawPeer idle = Connect();
  RawPeer waits = Connect();
  ASSERT_TRUE(waits.SendRequest(1, "Never", ""));
  RawPeer half = Connect();
  ASSERT_TRUE(half.Send(Request(1, "Inline").substr(0, 12)));
  RawPeer drips = Connect();
  // A byte now and then is no progress: a frame has to come.
  const std::string bytes = FrameBytes(1, kRequestFrame, 0, std::string(10'000, 'x'));
  size_t dripped = 0;
  while (dripped < bytes.size() && drips.Send(bytes.substr(dripped, 1))) {
    absl::SleepFor(absl::Milliseconds(2));
    ++dripped;
  }
  EXPECT_LT(dripped, bytes.size());
  EXPECT_TRUE(half.SeesEnd());
  // Clients that owe nothing stay.
  ASSERT_TRUE(idle.SendRequest(1, "Inline", "x"));
  EXPECT_EQ(idle.ReceiveAnswer(), "1: OK x");
  echo_->AnswerKept();
  EXPECT_EQ(waits.ReceiveAnswer(), "1: OK late");
  ExpectOthersServed();
}

TEST_F(HostileClient, ReadsNoAnswers) {
  ServerOptions options;
  options.stall_timeout = absl::Milliseconds(100);
  Serve(std::move(options));
  RawPeer peer = Connect();
  // The server stops reading, so that the socket fills; much earlier than after a gigabyte.
  const std::string payload(100'000, 'x');
  size_t sent = 0;
  uint32_t stream = 1;
  std::string unsent;
  for (int full = 0; full < 20 && sent < (size_t{1} << 30);) {
    if (unsent.empty()) {
      unsent = FrameBytes(stream, kRequestFrame, 0, RequestData("Inline", payload));
      stream += 2;
    }
    const size_t taken = peer.SendSome(unsent);
    unsent.erase(0, taken);
    sent += taken;
    if (taken != 0) continue;
    ++full;
    ExpectOthersServed();
  }
  EXPECT_LT(sent, size_t{32} << 20);
  EXPECT_TRUE(Eventually([&] { return !peer.Send("x"); }));
  ExpectOthersServed();
}

TEST_F(HostileClient, SmallFloodIsBounded) {
  // Requests of a few bytes with errors as answers, which nobody reads.
  Serve();
  RawPeer peer = Connect();
  std::string flood;
  for (int i = 0; i < 10'000; ++i) flood += FrameBytes(2, kRequestFrame, 0, "");
  size_t sent = 0;
  int full = 0;
  while (full < 50 && sent < (size_t{256} << 20)) {
    const size_t taken = peer.SendSome(absl::string_view(flood).substr(sent % 10));
    sent += taken;
    if (taken != 0) continue;
    ++full;
    ExpectOthersServed();
  }
  EXPECT_EQ(full, 50);
  EXPECT_LT(sent, size_t{64} << 20);
}

TEST_F(HostileClient, FloodOfWorkDelaysOnlyItself) {
  ServerOptions options;
  options.max_workers = 1;
  options.max_calls = 100'000;
  std::unique_ptr<Server> server = *Server::Create(std::move(options));
  ASSERT_TRUE(server
                  ->RegisterUnary("echo.Echo", "Slow", Execution::kWorker,
                                  [](const ServerCall& call) -> absl::StatusOr<std::string> {
                                    absl::SleepFor(absl::Milliseconds(10));
                                    return call.payload();
                                  })
                  .ok());
  auto flooding = *SocketPair();
  auto modest = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(flooding.first)).ok());
  ASSERT_TRUE(server->AddConnection(std::move(modest.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  RawPeer peer(std::move(flooding.second));
  for (uint32_t i = 0; i < 2000; ++i) ASSERT_TRUE(peer.SendRequest(2 * i + 1, "Slow", ""));
  std::unique_ptr<Client> client = *Client::Create(std::move(modest.second));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(client->Call("echo.Echo", "Slow", "").ok());
  // In turns it is the second or third; in order it would wait 20 s.
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST_F(HostileClient, QueuedBytesAreBounded) {
  ServerOptions options;
  options.max_workers = 1;
  options.max_queued_bytes = 100'000;
  std::unique_ptr<Server> server = *Server::Create(std::move(options));
  Notification go;
  ASSERT_TRUE(server
                  ->RegisterUnary("echo.Echo", "Gate", Execution::kWorker,
                                  [&](const ServerCall&) -> absl::StatusOr<std::string> {
                                    go.WaitForNotification();
                                    return std::string("went");
                                  })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  RawPeer peer(std::move(pair.second));
  const std::string payload(50'000, 'x');
  size_t sent = 0;
  uint32_t stream = 1;
  std::string unsent;
  for (int full = 0; full < 100 && sent < (size_t{64} << 20);) {
    if (unsent.empty()) {
      unsent = FrameBytes(stream, kRequestFrame, 0, RequestData("Gate", payload));
      stream += 2;
    }
    const size_t taken = peer.SendSome(unsent);
    unsent.erase(0, taken);
    sent += taken;
    if (taken == 0) {
      ++full;
      absl::SleepFor(absl::Milliseconds(1));
    }
  }
  EXPECT_LT(sent, size_t{4} << 20);
  // All come through in the end.
  go.Notify();
  ASSERT_TRUE(peer.Send(unsent));
  for (uint32_t answered = 1; answered < stream; answered += 2) {
    EXPECT_EQ(peer.ReceiveAnswer(), absl::StrCat(answered, ": OK went"));
  }
}

TEST_F(HostileClient, Garbage) {
  Serve();
  uint64_t state = 1;
  for (int round = 0; round < 200; ++round) {
    RawPeer peer = Connect();
    std::string bytes;
    for (int i = 0; i < 400; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      bytes.push_back(static_cast<char>(state >> 56));
    }
    // Short lengths, so that most of it is read as frames.
    for (size_t i = 0; i + 3 < bytes.size(); i += 13)
      bytes.replace(i, 4, std::string("\0\0\0\3", 4));
    peer.Send(bytes);
  }
  ExpectOthersServed();
}

}  // namespace
}  // namespace arc::ttrpc
