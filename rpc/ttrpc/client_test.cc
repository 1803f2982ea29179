#include "rpc/ttrpc/client.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/server.h"
#include "rpc/ttrpc/test_support.h"

namespace arc::ttrpc {
namespace {

// A client whose server is the test itself.
class ClientTest : public testing::Test {
 protected:
  explicit ClientTest(const ClientOptions& options = {}) {
    auto pair = *SocketPair();
    server_ = std::make_unique<RawPeer>(std::move(pair.first));
    client_ = *Client::Create(std::move(pair.second), options);
  }

  void Answer(uint32_t stream, absl::string_view payload) {
    ASSERT_TRUE(server_->Send(FrameBytes(
        stream, kResponseFrame, 0, absl::StrCat(EncodeResponsePrefix(payload.size()), payload))));
  }

  std::unique_ptr<RawPeer> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, GoldenBytes) {
  // One exchange, byte by byte as the protocol's description gives it.
  PendingCall call = client_->Start("s", "m", "pay");
  std::string bytes(64, '\0');
  const ssize_t count = ::recv(server_->fd(), bytes.data(), bytes.size(), 0);
  ASSERT_GT(count, 0);
  bytes.resize(static_cast<size_t>(count));
  EXPECT_EQ(absl::BytesToHexString(bytes),
            "0000000b"  // length
            "00000001"  // stream
            "01"
            "00"  // request, no flags
            "0a0173"
            "12016d"        // service, method
            "1a03706179");  // payload
  ASSERT_TRUE(
      server_->Send(absl::HexStringToBytes("00000003"
                                           "00000001"
                                           "02"
                                           "00"
                                           "12016f")));
  EXPECT_EQ(*call.Wait(), "o");
}

TEST_F(ClientTest, AnswersInAnyOrder) {
  std::vector<PendingCall> calls;
  for (int i = 0; i < 3; ++i) calls.push_back(client_->Start("s", "m", ""));
  EXPECT_EQ(server_->Receive()->header.stream, 1u);
  EXPECT_EQ(server_->Receive()->header.stream, 3u);
  EXPECT_EQ(server_->Receive()->header.stream, 5u);
  Answer(5, "five");
  Answer(1, "one");
  Answer(3, "three");
  EXPECT_EQ(*calls[0].Wait(), "one");
  EXPECT_EQ(*calls[1].Wait(), "three");
  EXPECT_EQ(*calls[2].Wait(), "five");
  EXPECT_EQ(calls[2].Wait().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ClientTest, DeadlinesEndCallsOnly) {
  CallOptions options;
  options.timeout = absl::Milliseconds(20);
  const absl::Time start = absl::Now();
  EXPECT_EQ(client_->Call("s", "m", "", options).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(19));
  absl::StatusOr<RequestEnvelope> told = absl::UnknownError("");
  const std::string data = server_->Receive()->data;
  told = DecodeRequest(data);
  ASSERT_TRUE(told.ok());
  EXPECT_GT(told->timeout_nano, 0);
  EXPECT_LE(told->timeout_nano, 20'000'000);
  // Its answer comes too late and is nobody's.
  Answer(1, "late");
  PendingCall call = client_->Start("s", "m", "");
  Answer(3, "in time");
  EXPECT_EQ(*call.Wait(), "in time");
  options.timeout = absl::ZeroDuration();
  EXPECT_EQ(client_->Call("s", "m", "", options).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(client_->status().ok());
}

TEST_F(ClientTest, DeadlineOfTheReaderLeavesTheOthers) {
  // Two threads wait; the first, which reads, gives up, and the second must take over.
  std::atomic<bool> first_done = false;
  std::thread first([&] {
    CallOptions options;
    options.timeout = absl::Milliseconds(50);
    EXPECT_EQ(client_->Call("s", "first", "", options).status().code(),
              absl::StatusCode::kDeadlineExceeded);
    first_done = true;
  });
  const std::string request = server_->Receive()->data;
  std::thread second([&] { EXPECT_EQ(*client_->Call("s", "second", ""), "answer"); });
  const uint32_t stream = server_->Receive()->header.stream;
  EXPECT_TRUE(Eventually([&] { return first_done.load(); }));
  Answer(stream, "answer");
  first.join();
  second.join();
}

TEST_F(ClientTest, CloseCancels) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(client_->Call("s", "m", "").status().code(), absl::StatusCode::kCancelled);
    });
  }
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(server_->Receive());
  client_->Close();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(client_->Call("s", "m", "").status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(client_->status().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(server_->SeesEnd());
}

TEST_F(ClientTest, ServerThatGoesIsUnavailable) {
  PendingCall answered = client_->Start("s", "m", "");
  PendingCall lost = client_->Start("s", "m", "");
  Answer(1, "first");
  ASSERT_TRUE(server_->Receive() && server_->Receive());
  server_->Close();
  EXPECT_EQ(*answered.Wait(), "first");
  EXPECT_EQ(lost.Wait().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client_->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client_->Call("s", "m", "").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ClientTest, HalfAnAnswerIsUnavailable) {
  const std::string bytes = FrameBytes(1, kResponseFrame, 0, "\x12\x01x");
  for (size_t size = 0; size < bytes.size(); ++size) {
    auto pair = *SocketPair();
    std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
    RawPeer server(std::move(pair.first));
    PendingCall call = client->Start("s", "m", "");
    ASSERT_TRUE(server.Send(bytes.substr(0, size)));
    server.CloseSending();
    EXPECT_EQ(call.Wait().status().code(), absl::StatusCode::kUnavailable) << size;
  }
}

TEST_F(ClientTest, HostileServers) {
  const std::string oversized(kMaxFrameData + 1, '\0');
  const struct {
    std::string bytes;
    absl::StatusCode code;
  } cases[] = {
      {FrameBytes(1, kResponseFrame, 0, "\xff"), absl::StatusCode::kInternal},
      {FrameBytes(1, kDataFrame, 0, "x"), absl::StatusCode::kInternal},
      {FrameBytes(1, kResponseFrame, 0, oversized), absl::StatusCode::kResourceExhausted},
      {FrameBytes(1, kResponseFrame, 0, EncodeErrorResponse(absl::NotFoundError("x"))),
       absl::StatusCode::kNotFound},
      // Ignored: other streams, other types.
      {FrameBytes(7, kResponseFrame, 0, "") + FrameBytes(2, kResponseFrame, 0, "") +
           FrameBytes(1, 9, 0, "x") + FrameBytes(1, kRequestFrame, 0, "x") +
           FrameBytes(1, kResponseFrame, 0, ""),
       absl::StatusCode::kOk},
  };
  for (const auto& c : cases) {
    auto pair = *SocketPair();
    std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));
    RawPeer server(std::move(pair.first));
    PendingCall call = client->Start("s", "m", "");
    std::thread sender([&] { EXPECT_TRUE(server.Send(c.bytes)); });
    EXPECT_EQ(call.Wait().status().code(), c.code) << c.bytes.substr(0, 20);
    sender.join();
    PendingCall next = client->Start("s", "m", "");
    ASSERT_TRUE(server.Send(FrameBytes(3, kResponseFrame, 0, "\x12\x01y")));
    EXPECT_EQ(*next.Wait(), "y");
  }
}

TEST_F(ClientTest, RequestsThatCannotBeSent) {
  EXPECT_EQ(client_->Call("s", "m", std::string(kMaxFrameData, 'x')).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(client_->Call("\xff", "m", "").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(client_->status().ok());
  PendingCall call = client_->Start("s", "m", "");
  EXPECT_EQ(server_->Receive()->header.stream, 1u);
}

TEST_F(ClientTest, DroppedCallsAreForgotten) {
  {
    PendingCall call = client_->Start("s", "m", "");
  }
  PendingCall call = client_->Start("s", "m", "");
  Answer(1, "dropped");
  Answer(3, "kept");
  EXPECT_EQ(*call.Wait(), "kept");
}

TEST(Client, StreamIdsEnd) {
  auto pair = *SocketPair();
  EXPECT_FALSE(Client::Create(FileDescriptor(::dup(pair.second.get())), {.first_stream = 2}).ok());
  RawPeer server(std::move(pair.first));
  std::unique_ptr<Client> client =
      *Client::Create(std::move(pair.second), {.first_stream = 0xffffffff});
  PendingCall last = client->Start("s", "m", "");
  EXPECT_EQ(client->Call("s", "m", "").status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(server.Receive()->header.stream, 0xffffffffu);
  ASSERT_TRUE(server.Send(FrameBytes(0xffffffff, kResponseFrame, 0, "")));
  EXPECT_TRUE(last.Wait().ok());
}

TEST(Client, OnlySocketsThatAreConnected) {
  EXPECT_FALSE(Client::Create(FileDescriptor(::open("/dev/null", O_RDWR | O_CLOEXEC))).ok());
  EXPECT_FALSE(Client::Create(FileDescriptor()).ok());
}

// Whatever the error is, a frame of which a part is gone cannot be ended, and nothing may follow
// it.
TEST_F(ClientTest, SendingThatFailsInAFrameEndsTheConnection) {
  constexpr size_t kHalf = size_t{128} << 10;
  void* memory =
      ::mmap(nullptr, 2 * kHalf, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  // The system cannot read the second half.
  ASSERT_EQ(::mprotect(static_cast<char*>(memory) + kHalf, kHalf, PROT_NONE), 0);
  PendingCall before = client_->Start("s", "m", "");
  Answer(1, "early");
  CallOptions options;
  options.timeout = absl::Seconds(20);
  const absl::string_view payload(static_cast<const char*>(memory), 2 * kHalf);
  EXPECT_EQ(client_->Call("s", "m", payload, options).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(*before.Wait(), "early");
  EXPECT_EQ(client_->Call("s", "m", "", options).status().code(), absl::StatusCode::kUnavailable);
  ::munmap(memory, 2 * kHalf);
}

TEST(Client, FullSocketHoldsStartsBack) {
  auto pair = *SocketPair();
  RawPeer server(std::move(pair.first));
  std::unique_ptr<Client> client =
      *Client::Create(std::move(pair.second), {.max_unsent_bytes = 1000});
  // Nobody reads: soon there is no room, and calls end in time.
  CallOptions options;
  options.timeout = absl::Milliseconds(50);
  const std::string payload(100'000, 'x');
  std::vector<PendingCall> calls;
  for (int i = 0; i < 20; ++i) calls.push_back(client->Start("s", "m", payload, options));
  for (PendingCall& call : calls) {
    EXPECT_EQ(call.Wait().status().code(), absl::StatusCode::kDeadlineExceeded);
  }
  // The connection is whole: what follows is a frame, and none of those that had no room came.
  std::thread caller([&] { EXPECT_EQ(*client->Call("s", "last", ""), "y"); });
  int before = 0;
  for (;;) {
    std::optional<RawPeer::Received> frame = server.Receive();
    ASSERT_TRUE(frame);
    absl::StatusOr<RequestEnvelope> request = DecodeRequest(frame->data);
    ASSERT_TRUE(request.ok());
    if (request->method == "last") {
      ASSERT_TRUE(server.Send(FrameBytes(frame->header.stream, kResponseFrame, 0, "\x12\x01y")));
      break;
    }
    ++before;
  }
  caller.join();
  EXPECT_LT(before, 20);
}

TEST(Client, ManyCallsOfOneThread) {
  // More in both directions than sockets hold: neither side may wait for the other.
  EchoServer echo;
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> client = *Client::Create(echo.Connect());
  std::vector<PendingCall> calls;
  const std::string payload(300'000, 'x');
  for (int i = 0; i < 200; ++i) {
    calls.push_back(
        client->Start("echo.Echo", i % 2 ? "Inline" : "Worker", absl::StrCat(i, payload)));
  }
  for (int i = 0; i < 200; ++i) EXPECT_EQ(*calls[i].Wait(), absl::StrCat(i, payload));
}

void CallALot(Client& client, int thread, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string payload =
        absl::StrCat(thread, ".", i, std::string(static_cast<size_t>(i % 7) * 1000, 'x'));
    absl::StatusOr<std::string> answer =
        client.Call("echo.Echo", i % 2 ? "Inline" : "Worker", payload);
    ASSERT_TRUE(answer.ok()) << answer.status();
    ASSERT_EQ(*answer, payload);
  }
}

TEST(Concurrency, EightClients) {
  EchoServer echo;
  ASSERT_TRUE(echo.server().Start().ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      std::unique_ptr<Client> client = *Client::Create(echo.Connect());
      CallALot(*client, i, 1000);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(echo.begun(), 8000);
}

TEST(Concurrency, EightThreadsOnOneConnection) {
  EchoServer echo;
  ASSERT_TRUE(echo.server().Start().ok());
  std::unique_ptr<Client> client = *Client::Create(echo.Connect());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&, i] { CallALot(*client, i, 1000); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(echo.begun(), 8000);
}

TEST(Concurrency, ShutdownAmidCalls) {
  // Each call either gets its answer or a clear Unavailable.
  for (int round = 0; round < 20; ++round) {
    EchoServer echo;
    ASSERT_TRUE(echo.server().Start().ok());
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 4; ++i) {
      // Connected here: a thread may come to run only after the server has ended.
      threads.emplace_back([&, client = *Client::Create(echo.Connect())] {
        for (;;) {
          absl::StatusOr<std::string> answer = client->Call("echo.Echo", "Worker", "x");
          if (!answer.ok()) {
            EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
            return;
          }
          ++answered;
        }
      });
    }
    EXPECT_TRUE(Eventually([&] { return answered > 50; }));
    echo.server().RequestShutdown();
    EXPECT_TRUE(echo.server().Wait().ok());
    for (std::thread& thread : threads) thread.join();
  }
}

// Answers with a descriptor, among large ones that fill the socket.
TEST(Descriptors, ComeWithTheirAnswers) {
  auto server = *Server::Create();
  // A pipe whose content is the request; the payload of an answer has as many bytes as it says.
  ASSERT_TRUE(
      server
          ->RegisterUnary("s", "give", Execution::kWorker,
                          [](const ServerCall& call) -> absl::StatusOr<std::string> {
                            int ends[2];
                            if (::pipe(ends) != 0) return absl::InternalError("pipe");
                            FileDescriptor from(ends[0]), to(ends[1]);
                            EXPECT_GT(
                                ::write(to.get(), call.payload().data(), call.payload().size()), 0);
                            call.Attach(std::move(from));
                            return std::string(std::stoul(call.payload()), 'x');
                          })
          .ok());
  ASSERT_TRUE(server
                  ->RegisterUnary("s", "fail", Execution::kInline,
                                  [](const ServerCall& call) -> absl::StatusOr<std::string> {
                                    call.Attach(FileDescriptor(::dup(0)));
                                    return absl::NotFoundError("no");
                                  })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  auto client = *Client::Create(std::move(pair.second));
  const auto content = [](const FileDescriptor& descriptor) {
    char bytes[64] = {};
    const ssize_t count = ::read(descriptor.get(), bytes, sizeof(bytes));
    return std::string(bytes, count > 0 ? static_cast<size_t>(count) : 0);
  };
  std::vector<std::string> requests;
  for (int i = 0; i < 40; ++i) requests.push_back(std::to_string(i % 3 == 0 ? 1'000'000 + i : i));
  std::vector<FileDescriptor> descriptors(requests.size());
  std::vector<PendingCall> calls;
  for (size_t i = 0; i < requests.size(); ++i) {
    CallOptions options;
    // One in five does not want it.
    if (i % 5 != 0) options.descriptor = &descriptors[i];
    calls.push_back(client->Start("s", "give", requests[i], options));
  }
  // Nothing is read meanwhile, so that most answers wait for room.
  absl::SleepFor(absl::Milliseconds(50));
  for (size_t i = 0; i < requests.size(); ++i) {
    auto answer = calls[i].Wait();
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->size(), std::stoul(requests[i]));
    EXPECT_EQ(descriptors[i].valid(), i % 5 != 0);
    if (descriptors[i].valid()) EXPECT_EQ(content(descriptors[i]), requests[i]);
  }
  CallOptions options;
  FileDescriptor none;
  options.descriptor = &none;
  EXPECT_EQ(client->Call("s", "fail", "", options).status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(none.valid());
  FileDescriptor after;
  options.descriptor = &after;
  ASSERT_TRUE(client->Call("s", "give", "7", options).ok());
  EXPECT_EQ(content(after), "7");
}

}  // namespace
}  // namespace arc::ttrpc
