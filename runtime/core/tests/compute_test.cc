#include <csignal>
#include <cstring>
#include <string>

#include "gtest/gtest.h"
#include "runtime/core/contract.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

constexpr char kBuildId[] = "build-of-the-tes";
constexpr uint64_t kArgumentsFingerprint = 0xA11;
constexpr uint64_t kResultFingerprint = 0x2E5;

std::string Frame(const std::string& payload) {
  ArcWireHeader header = {};
  std::memcpy(header.magic, ARC_WIRE_MAGIC, 4);
  header.version = ARC_WIRE_VERSION;
  header.kind = ARC_WIRE_ARGUMENTS;
  std::memcpy(header.build_id, kBuildId, 16);
  header.fingerprint = kArgumentsFingerprint;
  header.length = payload.size();
  return std::string(reinterpret_cast<const char*>(&header), sizeof(header)) + payload;
}

std::string Number(int64_t value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof(value));
}

RunResult Call(const std::string& id, const std::string& input, RunOptions options = {}) {
  options.input = input;
  return RunProgram("runtime/core/tests/compute_program", {"--compute=" + id}, options);
}

// The payload of a whole frame of `kind`, which the output must be.
std::string Payload(const std::string& output, uint16_t kind, uint64_t fingerprint) {
  ArcWireHeader header;
  if (output.size() < sizeof(header)) return "<no frame>";
  std::memcpy(&header, output.data(), sizeof(header));
  EXPECT_EQ(std::string(reinterpret_cast<char*>(header.magic), 4), ARC_WIRE_MAGIC);
  EXPECT_EQ(header.version, ARC_WIRE_VERSION);
  EXPECT_EQ(header.kind, kind);
  EXPECT_EQ(std::memcmp(header.build_id, kBuildId, 16), 0);
  EXPECT_EQ(header.fingerprint, fingerprint);
  EXPECT_EQ(header.length, output.size() - sizeof(header));
  return output.substr(sizeof(header));
}

struct PanicPayload {
  uint32_t code;
  std::string message, trace;
};

PanicPayload ReadPanic(const std::string& output) {
  const std::string payload = Payload(output, ARC_WIRE_PANIC, 0);
  PanicPayload panic;
  uint32_t length;
  std::memcpy(&panic.code, payload.data(), 4);
  std::memcpy(&length, payload.data() + 4, 4);
  panic.message = payload.substr(8, length);
  const size_t rest = 8 + length;
  std::memcpy(&length, payload.data() + rest, 4);
  panic.trace = payload.substr(rest + 4);
  EXPECT_EQ(panic.trace.size(), length);
  return panic;
}

TEST(ComputeTest, ResultAndUserOutputDoNotMix) {
  const RunResult result = Call("add_one", Frame(Number(41)));
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(Payload(result.output, ARC_WIRE_RESULT, kResultFingerprint), Number(42));
  EXPECT_EQ(result.errors, "user output\n");
}

TEST(ComputeTest, PayloadsOfAnySize) {
  for (size_t size : {size_t{0}, size_t{1}, size_t{4095}, size_t{4096}, size_t{4097},
                      size_t{100000}, size_t{20 << 20}}) {
    std::string payload(size, '\0');
    for (size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(i * 131 + i / 256);
    const RunResult result = Call("echo", Frame(payload));
    EXPECT_EQ(result.exit_code, 0) << size << result.errors;
    EXPECT_TRUE(Payload(result.output, ARC_WIRE_RESULT, kResultFingerprint) == payload) << size;
  }
}

TEST(ComputeTest, WithoutTheFlagMainRuns) {
  const RunResult result = RunProgram("runtime/core/tests/compute_program", {"other"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "main ran\n");
}

void ExpectRejected(const RunResult& result, const std::string& message) {
  EXPECT_EQ(result.exit_code, 64) << message;
  EXPECT_EQ(result.output, "") << message;
  EXPECT_EQ(result.errors, "arc: " + message + "\n");
}

TEST(ComputeTest, UnusableCallsAreRejectedBeforeUserCodeRuns) {
  const std::string good = Frame(Number(1));
  auto changed = [&](size_t at, char value) {
    std::string bytes = good;
    bytes[at] = value;
    return bytes;
  };
  ExpectRejected(Call("foo", good), "--compute=foo: no such entry point in this program");
  ExpectRejected(Call("", good), "--compute=: no such entry point in this program");
  ExpectRejected(Call("thread_only", good),
                 "the entry point takes or returns values that cannot leave their process");
  ExpectRejected(Call("add_one", ""), "truncated arguments: expected 40 bytes, got 0");
  ExpectRejected(Call("add_one", good.substr(0, 12)),
                 "truncated arguments: expected 40 bytes, got 12");
  ExpectRejected(Call("add_one", good.substr(0, 43)),
                 "truncated arguments: expected 8 bytes, got 3");
  ExpectRejected(Call("add_one", good + "x"), "trailing bytes behind the arguments");
  ExpectRejected(Call("add_one", "hello, this is no frame at all, but long enough for one"),
                 "standard input holds no arguments of a compute call");
  ExpectRejected(Call("add_one", changed(4, 9)),
                 "arguments have wire version 9, this program understands version 1");
  ExpectRejected(Call("add_one", changed(6, ARC_WIRE_RESULT)),
                 "standard input holds another kind of frame than arguments");
  ExpectRejected(Call("add_one", changed(8, 'x')),
                 "arguments were made by another build of this program");
  ExpectRejected(Call("add_one", changed(24, 0)),
                 "arguments have another type than the entry point takes");
  ExpectRejected(Call("add_one", changed(39, 0x7F)), "arguments are too large");
  ExpectRejected(Call("add_one", Frame("short")),
                 "arguments do not fit the type that the entry point takes");
  // A large payload whose end is missing.
  ExpectRejected(Call("add_one", Frame(std::string(100000, 'a')).substr(0, 50000)),
                 "truncated arguments: expected 100000 bytes, got 49960");
  // Payloads that fill the first read, and more.
  for (const size_t size : {4096, 100000}) {
    ExpectRejected(Call("echo", Frame(std::string(size, 'a')) + "x"),
                   "trailing bytes behind the arguments");
  }
}

TEST(ComputeTest, ClosedDescriptors) {
  RunOptions options;
  options.closed = {0};
  ExpectRejected(Call("add_one", "", options), "truncated arguments: expected 40 bytes, got 0");
}

TEST(ComputeTest, PanicTravelsAndShows) {
  const RunResult result = Call("break$1", Frame(""));
  EXPECT_EQ(result.exit_code, 101);
  const std::string trace =
      "stack trace:\n"
      "  0: inner\n       at demo.arc:11\n"
      "  1: outer\n       at demo.arc:22\n";
  EXPECT_EQ(result.errors, "panic: call broke\n  at demo.arc:11 (in inner)\n" + trace);
  const PanicPayload panic = ReadPanic(result.output);
  EXPECT_EQ(panic.code, 101u);
  EXPECT_EQ(panic.message, "call broke");
  EXPECT_EQ(panic.trace, trace);
}

TEST(ComputeTest, CrashTravelsToo) {
  const RunResult result = Call("crash", Frame(""));
  EXPECT_EQ(result.signal, SIGSEGV);
  const PanicPayload panic = ReadPanic(result.output);
  EXPECT_EQ(panic.code, 128u + SIGSEGV);
  EXPECT_EQ(panic.message, "SIGSEGV (address 0x0): null dereference");
}

TEST(ComputeTest, ParentGone) {
  RunOptions options;
  options.close_output_reader = true;
  const RunResult result = Call("echo", Frame(std::string(1 << 20, 'x')), options);
  EXPECT_EQ(result.exit_code, 65);
  EXPECT_EQ(result.signal, 0);
}

}  // namespace
}  // namespace arc::rt::testing
