#include <csignal>
#include <string>

#include "gtest/gtest.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

RunResult RunFaults(const std::string& scenario, const RunOptions& options = {}) {
  return RunProgram("runtime/core/tests/faults_program", {scenario}, options);
}

// The trace through the hand-made line table; the inlined hidden function is left out.
constexpr char kTrace[] =
    "stack trace:\n"
    "  0: inner\n       at demo.arc:11\n"
    "  1: outer\n       at demo.arc:22\n";

std::string Report(const std::string& message) {
  return "panic: " + message + "\n  at demo.arc:11 (in inner)\n" + kTrace;
}

TEST(StartTest, Hello) {
  const RunResult result = RunFaults("hello");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "hello, world\n");
  EXPECT_EQ(result.errors, "");
}

TEST(StartTest, ExitFlushes) {
  const RunResult result = RunFaults("exit");
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.output, "left early");
}

TEST(StartTest, ArgumentsAndEnvironment) {
  RunResult result =
      RunProgram("runtime/core/tests/faults_program", {"arguments", "", "a b", "\xC3\xA4"});
  EXPECT_EQ(result.output, "<arguments>\n<>\n<a b>\n<\xC3\xA4>\n");
  RunOptions options;
  options.environment = {"PRESENT=some=value"};
  EXPECT_EQ(RunFaults("environment", options).output, "some=value\n");
}

TEST(PanicTest, ReportPositionTraceAndExitCode) {
  const RunResult result = RunFaults("panic");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(result.output, "before ") << "standard output is flushed first";
  EXPECT_EQ(result.errors, Report("it broke"));
}

TEST(PanicTest, MessageForms) {
  const std::pair<const char*, const char*> forms[] = {
      {"overflow_add", "integer overflow in addition"},
      {"overflow_sub", "integer overflow in subtraction"},
      {"overflow_mul", "integer overflow in multiplication"},
      {"overflow_div", "integer overflow in division"},
      {"overflow_rem", "integer overflow in remainder"},
      {"overflow_neg", "integer overflow in negation"},
      {"div_zero", "division by zero"},
      {"bounds", "index -1 out of bounds for length 3"},
      {"bounds_u", "index 18446744073709551615 out of bounds for length 3"},
      {"slice", "slice 5..2 out of bounds for length 3"},
      {"null", "null dereference"},
      {"unwrap", "unwrapped a null optional"},
      {"cast", "value does not fit the target type of the cast"},
      {"shift", "shift by 64 out of range for a 64-bit value"},
      {"unreachable", "reached unreachable code"},
      {"assert", "assertion failed: a == b"},
      {"out_of_memory", "out of memory: 4611686018427387904 bytes"},
  };
  for (const auto& [scenario, message] : forms) {
    const RunResult result = RunFaults(scenario);
    EXPECT_EQ(result.exit_code, 101) << scenario;
    EXPECT_EQ(result.errors, Report(message)) << scenario;
  }
}

// Frames of functions without line information show nothing; the known ones do.
void ExpectFatal(const std::string& scenario, int signal, const std::string& headline) {
  const RunResult result = RunFaults(scenario);
  EXPECT_EQ(result.signal, signal) << scenario;
  EXPECT_EQ(result.errors.substr(0, result.errors.find('\n')), headline) << scenario;
  EXPECT_NE(result.errors.find("stack trace:\n"), std::string::npos) << scenario;
}

TEST(SignalTest, NullDereference) {
  const RunResult result = RunFaults("read_null");
  EXPECT_EQ(result.signal, SIGSEGV);
  EXPECT_EQ(result.output, "before ");
  EXPECT_EQ(result.errors, std::string("fatal: SIGSEGV (address 0x0): null dereference\n"
                                       "  at demo.arc:11 (in inner)\n") +
                               kTrace);
}

TEST(SignalTest, Faults) {
  ExpectFatal("wild", SIGSEGV, "fatal: SIGSEGV (address 0x123456789000): invalid memory access");
  ExpectFatal("jump_null", SIGSEGV, "fatal: SIGSEGV (address 0x0): null dereference");
  ExpectFatal("thread_read_null", SIGSEGV, "fatal: SIGSEGV (address 0x0): null dereference");
  ExpectFatal("raised", SIGSEGV, "fatal: SIGSEGV: sent by a process");
  for (const auto& [scenario, signal, text] :
       {std::tuple{"divide", SIGFPE, "integer division fault"},
        std::tuple{"illegal", SIGILL, "illegal instruction"}}) {
    const RunResult result = RunFaults(scenario);
    EXPECT_EQ(result.signal, signal) << scenario;
    EXPECT_NE(result.errors.find(text), std::string::npos) << result.errors;
  }
}

TEST(SignalTest, StackOverflow) {
  for (const char* scenario : {"stack_overflow", "thread_stack_overflow"}) {
    const RunResult result = RunFaults(scenario);
    EXPECT_EQ(result.signal, SIGSEGV) << scenario;
    EXPECT_NE(result.errors.find(": stack overflow\n"), std::string::npos) << result.errors;
    EXPECT_LT(result.errors.size(), 10000u) << "long traces are cut";
  }
}

}  // namespace
}  // namespace arc::rt::testing
