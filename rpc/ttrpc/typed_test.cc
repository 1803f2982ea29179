#include "rpc/ttrpc/typed.h"

#include <string>

#include "gtest/gtest.h"
#include "rpc/ttrpc/testdata/envelope.pb.h"

namespace arc::ttrpc {
namespace {

TEST(Typed, MessagesThereAndBack) {
  std::unique_ptr<Server> server = *Server::Create();
  ASSERT_TRUE(RegisterTyped<testdata::KeyValue>(
                  *server, "s", "Swap", Execution::kWorker,
                  [](const ServerCall&,
                     const testdata::KeyValue& request) -> absl::StatusOr<testdata::KeyValue> {
                    if (request.key().empty()) return absl::NotFoundError("no key");
                    testdata::KeyValue response;
                    response.set_key(request.value());
                    response.set_value(request.key());
                    return response;
                  })
                  .ok());
  ASSERT_TRUE(server
                  ->RegisterUnary("s", "Garbage", Execution::kInline,
                                  [](const ServerCall&) { return std::string("\xff"); })
                  .ok());
  auto pair = *SocketPair();
  ASSERT_TRUE(server->AddConnection(std::move(pair.first)).ok());
  ASSERT_TRUE(server->Start().ok());
  std::unique_ptr<Client> client = *Client::Create(std::move(pair.second));

  testdata::KeyValue request;
  request.set_key("a");
  request.set_value("b");
  absl::StatusOr<testdata::KeyValue> response =
      CallTyped<testdata::KeyValue>(*client, "s", "Swap", request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->key(), "b");
  EXPECT_EQ(response->value(), "a");

  request.clear_key();
  EXPECT_EQ(CallTyped<testdata::KeyValue>(*client, "s", "Swap", request).status(),
            absl::NotFoundError("no key"));
  EXPECT_EQ(client->Call("s", "Swap", "\xff").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CallTyped<testdata::KeyValue>(*client, "s", "Garbage", request).status().code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace arc::ttrpc
