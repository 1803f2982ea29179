#include "rpc/ttrpc/envelope.h"

#include <limits>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/testdata/envelope.pb.h"

namespace arc::ttrpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

RequestEnvelope Call(absl::string_view service, absl::string_view method,
                     absl::string_view payload) {
  RequestEnvelope request;
  request.service = service;
  request.method = method;
  request.payload = payload;
  return request;
}

std::string Encode(const RequestEnvelope& request) {
  absl::StatusOr<std::string> prefix = EncodeRequestPrefix(request);
  EXPECT_TRUE(prefix.ok()) << prefix.status();
  return *prefix + std::string(request.payload);
}

TEST(Envelope, GoldenRequest) {
  // Task/State of container "c", as the numbers of the fields give it by hand.
  RequestEnvelope request = Call("s", "State",
                                 "\x0a\x01"
                                 "c");
  request.timeout_nano = 300;
  request.metadata = {{"k", "v"}};
  EXPECT_EQ(absl::BytesToHexString(Encode(request)),
            "0a0173"            // service
            "12055374617465"    // method
            "20ac02"            // timeout_nano
            "2a060a016b120176"  // metadata
            "1a030a0163");      // payload
}

TEST(Envelope, GoldenResponses) {
  EXPECT_EQ(absl::BytesToHexString(EncodeResponsePrefix(0)), "");
  EXPECT_EQ(absl::BytesToHexString(EncodeResponsePrefix(300)), "12ac02");
  EXPECT_EQ(absl::BytesToHexString(EncodeErrorResponse(absl::NotFoundError("no"))),
            "0a06080512026e6f");
}

TEST(Envelope, LibprotobufReadsRequests) {
  const std::string payload("\0\xff\x80", 3);
  RequestEnvelope request = Call("a.b.C", "Do", payload);
  request.timeout_nano = std::numeric_limits<int64_t>::max();
  request.metadata = {{"k", "v"}, {"k", ""}, {"", "ü"}};
  const std::string bytes = Encode(request);
  testdata::Request theirs;
  ASSERT_TRUE(theirs.ParseFromString(bytes));
  EXPECT_EQ(theirs.service(), "a.b.C");
  EXPECT_EQ(theirs.method(), "Do");
  EXPECT_EQ(theirs.payload(), payload);
  EXPECT_EQ(theirs.timeout_nano(), request.timeout_nano);
  ASSERT_EQ(theirs.metadata_size(), 3);
  EXPECT_EQ(theirs.metadata(2).value(), "ü");
}

TEST(Envelope, ReadsRequestsOfLibprotobuf) {
  testdata::Request theirs;
  theirs.set_service("a.b.C");
  theirs.set_method("Do");
  theirs.set_payload(std::string(1000, '\0'));
  theirs.set_timeout_nano(-5);
  for (const char* key : {"x", "y"}) {
    testdata::KeyValue& pair = *theirs.add_metadata();
    pair.set_key(key);
    pair.set_value("1");
  }
  const std::string bytes = theirs.SerializeAsString();
  absl::StatusOr<RequestEnvelope> ours = DecodeRequest(bytes);
  ASSERT_TRUE(ours.ok()) << ours.status();
  EXPECT_EQ(ours->service, "a.b.C");
  EXPECT_EQ(ours->method, "Do");
  EXPECT_EQ(ours->payload, std::string(1000, '\0'));
  EXPECT_EQ(ours->timeout_nano, -5);
  EXPECT_THAT(ours->metadata, ElementsAre(Pair("x", "1"), Pair("y", "1")));
}

TEST(Envelope, SkipsFieldsOfTheFuture) {
  testdata::FutureRequest theirs;
  theirs.set_service("s");
  theirs.set_a(1);
  theirs.set_b(2);
  theirs.set_c("three");
  theirs.set_d(-4);
  const std::string bytes = theirs.SerializeAsString();
  absl::StatusOr<RequestEnvelope> ours = DecodeRequest(bytes);
  ASSERT_TRUE(ours.ok()) << ours.status();
  EXPECT_EQ(ours->service, "s");
  EXPECT_THAT(ours->metadata, IsEmpty());
}

TEST(Envelope, ReadsResponsesOfLibprotobuf) {
  testdata::Response theirs;
  theirs.mutable_status()->set_code(9);
  theirs.mutable_status()->set_message("not now");
  theirs.mutable_status()->add_details()->set_value("more");
  theirs.set_payload("rest");
  const std::string bytes = theirs.SerializeAsString();
  absl::StatusOr<ResponseEnvelope> ours = DecodeResponse(bytes);
  ASSERT_TRUE(ours.ok()) << ours.status();
  EXPECT_EQ(ours->status, absl::FailedPreconditionError("not now"));
  EXPECT_EQ(ours->payload, "rest");
}

TEST(Envelope, SuccessWithAndWithoutStatus) {
  absl::StatusOr<ResponseEnvelope> none = DecodeResponse("");
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->status.ok());
  testdata::Response theirs;
  theirs.mutable_status();
  const std::string bytes = theirs.SerializeAsString();
  ASSERT_EQ(bytes.size(), 2);
  absl::StatusOr<ResponseEnvelope> empty = DecodeResponse(bytes);
  ASSERT_TRUE(empty.ok());
  EXPECT_TRUE(empty->status.ok());
}

TEST(Envelope, AllCodesTravel) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    const std::string bytes = EncodeErrorResponse(status);
    testdata::Response theirs;
    ASSERT_TRUE(theirs.ParseFromString(bytes));
    EXPECT_EQ(theirs.status().code(), code);
    EXPECT_EQ(DecodeResponse(bytes)->status, status);
  }
}

TEST(Envelope, CodesThatGrpcDoesNotHaveAreUnknown) {
  for (int code : {-1, 17, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
    testdata::Response theirs;
    theirs.mutable_status()->set_code(code);
    const std::string bytes = theirs.SerializeAsString();
    EXPECT_EQ(DecodeResponse(bytes)->status.code(), absl::StatusCode::kUnknown) << code;
  }
}

TEST(Envelope, MessagesOfErrorsBecomeUtf8) {
  testdata::Response theirs;
  // Cut within a character, too.
  ASSERT_TRUE(theirs.ParseFromString(EncodeErrorResponse(absl::InternalError("a\xff\xc3"))));
  EXPECT_EQ(theirs.status().message(), "a??");
  ASSERT_TRUE(theirs.ParseFromString(
      EncodeErrorResponse(absl::InternalError(std::string(8191, 'x') + "ü" + "rest"))));
  EXPECT_EQ(theirs.status().message(), std::string(8191, 'x') + "?");
}

TEST(Envelope, Utf8) {
  for (const char* good : {"", "a", "ü", "€", "😀", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsUtf8(good)) << absl::CHexEscape(good);
  }
  for (const char* bad : {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80",
                          "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
                          "a\xc3"
                          "b"}) {
    EXPECT_FALSE(IsUtf8(bad)) << absl::CHexEscape(bad);
  }
}

TEST(Envelope, RequestsThatAreNotUtf8AreNotSent) {
  EXPECT_EQ(EncodeRequestPrefix(Call("\xff", "m", "")).status().code(),
            absl::StatusCode::kInvalidArgument);
  RequestEnvelope request = Call("s", "m", "");
  request.metadata = {{"k", "\xff"}};
  EXPECT_EQ(EncodeRequestPrefix(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Envelope, MalformedRequests) {
  for (const char* hex : {
           "0a",                        // a tag without its field
           "0a05",                      // a length beyond the end
           "0affffffffffffffffff01",    // the greatest length
           "0affffffffffffffffffff01",  // a number of eleven bytes
           "20",                        // a varint without bytes
           "20ffff",                    // one without end
           "2d0000",                    // fixed32 of two bytes
           "2900000000",                // fixed64 of four
           "0b0c",                      // a group
           "0f",                        // wire type 7
           "02",                        // field 0
           "8080808080808080807f",      // a tag of more than 32 bits
           "2a020a05",                  // metadata with a length beyond its end
           "2a030a01ff",                // metadata that is not UTF-8
           "0a01ff",                    // a service that is not
       }) {
    EXPECT_EQ(DecodeRequest(absl::HexStringToBytes(hex)).status().code(),
              absl::StatusCode::kInvalidArgument)
        << hex;
  }
}

TEST(Envelope, MalformedResponses) {
  for (const char* hex : {"0a", "0a0508", "0a0208", "12ff",
                          "0a0312"
                          "01ff",
                          "0a0310ffff"}) {
    EXPECT_EQ(DecodeResponse(absl::HexStringToBytes(hex)).status().code(),
              absl::StatusCode::kInvalidArgument)
        << hex;
  }
}

TEST(Envelope, TheLastOfAFieldCountsAndStatusesMerge) {
  const std::string twice = absl::HexStringToBytes("0a01610a0162");
  absl::StatusOr<RequestEnvelope> request = DecodeRequest(twice);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->service, "b");
  // {code 5}, then {message "x"}.
  const std::string merged = absl::HexStringToBytes("0a0208050a03120178");
  absl::StatusOr<ResponseEnvelope> response = DecodeResponse(merged);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, absl::NotFoundError("x"));
}

}  // namespace
}  // namespace arc::ttrpc
