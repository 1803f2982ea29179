// Real worker processes.

#include "comptime/sandbox/worker.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "comptime/sandbox/image.h"
#include "comptime/sandbox/tests/thunk_program.h"
#include "comptime/sandbox/tests/thunks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc::comptime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kThunks[] = "comptime/sandbox/tests/thunks";

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest() {
    auto slab = Slab::Create();
    EXPECT_TRUE(slab.ok()) << slab.status();
    slab_ = *std::move(slab);
    thunks_ = LoadThunks(kThunks, *slab_);
    auto worker = Worker::Start(*slab_);
    EXPECT_TRUE(worker.ok()) << worker.status();
    worker_ = *std::move(worker);
  }

  RunOutcome Run(const std::string& thunk, const RunLimits& limits = {},
                 const std::vector<Worker::File>& files = {}) {
    return RunOn(*worker_, thunk, limits, files);
  }

  RunOutcome RunOn(Worker& worker, const std::string& thunk, const RunLimits& limits = {},
                   const std::vector<Worker::File>& files = {}) {
    auto found = thunks_.find(thunk);
    EXPECT_NE(found, thunks_.end()) << thunk;
    auto outcome = worker.Run(found->second, limits, files);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? *outcome : RunOutcome{};
  }

  RunOutcome RunWith(uint64_t parameter, const std::string& thunk, const RunLimits& limits = {}) {
    const std::string text = absl::StrCat(parameter);
    return Run(thunk, limits, {{.path = "parameter", .content = text}});
  }

  // The number that a thunk gives.
  static uint64_t Number(const RunOutcome& outcome) {
    EXPECT_EQ(outcome.end, ARC_COMPTIME_DONE) << outcome.message;
    EXPECT_GE(outcome.image.size(), 8u);
    uint64_t number = 0;
    if (outcome.image.size() >= 8) std::memcpy(&number, outcome.image.data(), sizeof(number));
    return number;
  }

  void ExpectWorks() { EXPECT_EQ(Number(Run("FortyTwo")), 42u); }

  // The thunk whose code holds the address.
  std::string ThunkAt(uint64_t return_address) const {
    std::string best;
    uint64_t best_address = 0;
    for (const auto& [name, address] : thunks_) {
      if (address < return_address && address >= best_address) {
        best = name;
        best_address = address;
      }
    }
    return best;
  }

  std::unique_ptr<Slab> slab_;
  std::map<std::string, uint64_t> thunks_;
  std::unique_ptr<Worker> worker_;
};

TEST_F(WorkerTest, RunsThunks) {
  const RunOutcome nothing = Run("Nothing");
  EXPECT_EQ(nothing.end, ARC_COMPTIME_DONE);
  EXPECT_THAT(nothing.image, SizeIs(0));
  EXPECT_THAT(nothing.frames, SizeIs(0));
  const RunOutcome outcome = Run("FortyTwo");
  EXPECT_EQ(Number(outcome), 42u);
  EXPECT_THAT(outcome.image, SizeIs(8));
  EXPECT_EQ(outcome.image_align, 8u);
  EXPECT_GT(outcome.nanoseconds, 0u);
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, PanicsWithItsStack) {
  const RunOutcome outcome = Run("Panics");
  EXPECT_EQ(outcome.end, ARC_COMPTIME_PANIC);
  EXPECT_EQ(outcome.message, "index 7 out of bounds for length 3");
  // Inner, Outer, and the thunk itself, nothing of what called it.
  ASSERT_THAT(outcome.frames, SizeIs(3));
  EXPECT_EQ(ThunkAt(outcome.frames[2]), "Panics");
  for (const uint64_t frame : outcome.frames) {
    EXPECT_LT(frame - ARC_COMPTIME_CODE_ADDRESS, ARC_COMPTIME_CODE_BYTES);
  }
  ExpectWorks();
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, ErrorsOfUsers) {
  const RunOutcome outcome = Run("Fails");
  EXPECT_EQ(outcome.end, ARC_COMPTIME_ERROR);
  EXPECT_EQ(outcome.message, "the table has a hole");
  EXPECT_THAT(outcome.frames, SizeIs(1));
  const RunOutcome cut = Run("LongError");
  EXPECT_EQ(cut.end, ARC_COMPTIME_ERROR);
  // Cut between characters.
  ASSERT_THAT(cut.message, SizeIs(2047));
  EXPECT_EQ(cut.message.substr(2045), "\xC3\xA4");
}

TEST_F(WorkerTest, FuelEnds) {
  RunLimits limits;
  limits.fuel = 1000;
  const RunOutcome outcome = Run("EndlessWithFuel", limits);
  EXPECT_EQ(outcome.end, ARC_COMPTIME_OUT_OF_FUEL);
  EXPECT_EQ(outcome.fuel_used, 1000u);
  ASSERT_THAT(outcome.frames, SizeIs(1));
  EXPECT_EQ(ThunkAt(outcome.frames[0]), "EndlessWithFuel");
  EXPECT_EQ(Run("OutOfFuel", limits).fuel_used, 1000u);
  EXPECT_EQ(Run("FortyTwo", limits).fuel_used, 0u);
}

TEST_F(WorkerTest, TimeEnds) {
  RunLimits limits;
  limits.milliseconds = 20;
  const RunOutcome outcome = Run("Endless", limits);
  EXPECT_EQ(outcome.end, ARC_COMPTIME_TIMED_OUT);
  EXPECT_GE(outcome.nanoseconds, 20'000'000u);
  // Where it was, and what it printed.
  ASSERT_THAT(outcome.frames, SizeIs(2));
  EXPECT_EQ(ThunkAt(outcome.frames[1]), "Endless");
  ASSERT_THAT(outcome.outputs, SizeIs(1));
  EXPECT_EQ(outcome.outputs[0].text, "before");
  ExpectWorks();
}

TEST_F(WorkerTest, OneThatSleepsForEverEnds) {
  RunLimits limits;
  limits.milliseconds = 10;
  const RunOutcome outcome = Run("SleepForEver", limits);
  EXPECT_EQ(outcome.end, ARC_COMPTIME_TIMED_OUT);
  ASSERT_GE(outcome.frames.size(), 1u);
  EXPECT_EQ(ThunkAt(outcome.frames.back()), "SleepForEver");
  ExpectWorks();
}

TEST_F(WorkerTest, OneThatDoesNotReactIsKilled) {
  RunLimits limits;
  limits.milliseconds = 1;
  // It sleeps for ever, and its time is none: what counts is that nothing is heard of it.
  std::thread stop([pid = worker_->pid()] { kill(static_cast<pid_t>(pid), SIGSTOP); });
  stop.join();
  std::thread killer([pid = worker_->pid()] {
    usleep(50'000);
    kill(static_cast<pid_t>(pid), SIGKILL);
  });
  const RunOutcome outcome = Run("FortyTwo", limits);
  killer.join();
  EXPECT_EQ(outcome.end, ARC_COMPTIME_WORKER_DIED);
  ExpectWorks();
}

TEST_F(WorkerTest, StackOverflow) {
  EXPECT_EQ(Number(RunWith(1000, "Recurse")), 1000u);
  const RunOutcome outcome = RunWith(100'000'000, "Recurse");
  EXPECT_EQ(outcome.end, ARC_COMPTIME_STACK_OVERFLOW);
  EXPECT_EQ(outcome.message, "stack overflow");
  // Both ends of the stack.
  ASSERT_THAT(outcome.frames, SizeIs(ARC_COMPTIME_MAX_FRAMES));
  EXPECT_EQ(std::count(outcome.frames.begin(), outcome.frames.end(), 0u), 1);
  EXPECT_EQ(ThunkAt(outcome.frames.back()), "Recurse");
  ExpectWorks();
}

TEST_F(WorkerTest, StackLimit) {
  RunLimits limits;
  limits.stack_bytes = 1 << 20;
  const auto end = [&](uint64_t depth) { return RunWith(depth, "Recurse", limits).end; };
  EXPECT_EQ(end(1000), ARC_COMPTIME_DONE);
  EXPECT_EQ(end(1 << 17), ARC_COMPTIME_STACK_OVERFLOW);
  // More than the process had mapped: another one has.
  limits.stack_bytes = uint64_t{64} << 20;
  EXPECT_EQ(end(1 << 17), ARC_COMPTIME_DONE);
  EXPECT_EQ(worker_->processes_started(), 2u);
}

TEST_F(WorkerTest, LargeFramesDoNotReachWhatLiesBelow) {
  EXPECT_EQ(RunWith(3, "RecurseInMegabytes").end, ARC_COMPTIME_DONE);
  for (const uint64_t depth : {10, 1000}) {
    EXPECT_EQ(RunWith(depth, "RecurseInMegabytes").end, ARC_COMPTIME_STACK_OVERFLOW) << depth;
  }
}

TEST_F(WorkerTest, MemoryEnds) {
  RunLimits limits;
  limits.memory_bytes = 10 << 20;
  const RunOutcome outcome = Run("AllocateForEver", limits);
  EXPECT_EQ(outcome.end, ARC_COMPTIME_OUT_OF_MEMORY);
  EXPECT_EQ(outcome.message, "out of memory: 65536 bytes");
  EXPECT_EQ(outcome.memory_peak, uint64_t{10} << 20);
  // To the byte, and sizes that no memory has.
  EXPECT_EQ(RunWith(10 << 20, "Allocate", limits).end, ARC_COMPTIME_DONE);
  EXPECT_EQ(RunWith((10 << 20) + 1, "Allocate", limits).end, ARC_COMPTIME_OUT_OF_MEMORY);
  EXPECT_EQ(RunWith(uint64_t{1} << 60, "Allocate").message,
            "out of memory: 1152921504606846976 bytes");
  ExpectWorks();
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, MoreMemoryThanTheProcessHas) {
  RunLimits limits;
  limits.memory_bytes = uint64_t{8} << 30;
  EXPECT_EQ(RunWith(uint64_t{3} << 30, "Allocate").end, ARC_COMPTIME_OUT_OF_MEMORY);
  EXPECT_EQ(RunWith(uint64_t{3} << 30, "Allocate", limits).end, ARC_COMPTIME_DONE);
}

TEST_F(WorkerTest, LittleAddressSpace) {
  // Sanitizers need all of it themselves.
  if (std::getenv("ARC_SANITIZER") != nullptr) GTEST_SKIP();
  worker_.reset();
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit little = before;
  little.rlim_cur = rlim_t{1900} << 20;
  ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
  auto worker = Worker::Start(*slab_);
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  ASSERT_TRUE(worker.ok()) << worker.status();
  const std::string small = "100000000", large = "900000000";
  EXPECT_EQ(RunOn(**worker, "Allocate", {}, {{"parameter", small}}).end, ARC_COMPTIME_DONE);
  RunLimits limits;
  limits.memory_bytes = uint64_t{1} << 30;
  EXPECT_EQ(RunOn(**worker, "Allocate", limits, {{"parameter", large}}).end,
            ARC_COMPTIME_OUT_OF_MEMORY);
  EXPECT_EQ((*worker)->processes_started(), 1u);
}

TEST_F(WorkerTest, WhatCannotBeMappedIsForgotten) {
  if (std::getenv("ARC_SANITIZER") != nullptr) GTEST_SKIP();
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit little = before;
  little.rlim_cur = rlim_t{9} << 30;
  ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
  RunLimits large;
  large.stack_bytes = uint64_t{16} << 30;
  const auto failed = worker_->Run(thunks_["FortyTwo"], large);
  const auto next = worker_->Run(thunks_["FortyTwo"], RunLimits{});
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  EXPECT_THAT(failed.status().message(), HasSubstr("cannot begin"));
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(Number(*next), 42u);
}

TEST_F(WorkerTest, AnotherClientGetsTheUsualSizes) {
  if (std::getenv("ARC_SANITIZER") != nullptr) GTEST_SKIP();
  RunLimits large;
  large.stack_bytes = uint64_t{16} << 30;
  ASSERT_TRUE(worker_->Run(thunks_["FortyTwo"], large).ok());
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit little = before;
  little.rlim_cur = rlim_t{9} << 30;
  ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
  const absl::Status renewed = worker_->Renew();
  const auto next = worker_->Run(thunks_["FortyTwo"], RunLimits{});
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  EXPECT_TRUE(renewed.ok()) << renewed;
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(Number(*next), 42u);
}

TEST_F(WorkerTest, Output) {
  const RunOutcome outcome = Run("PrintSome");
  EXPECT_EQ(outcome.end, ARC_COMPTIME_DONE);
  ASSERT_THAT(outcome.outputs, SizeIs(4));
  EXPECT_EQ(outcome.outputs[0].text, "one");
  EXPECT_FALSE(outcome.outputs[0].warning);
  EXPECT_EQ(outcome.outputs[1].text, "two");
  EXPECT_TRUE(outcome.outputs[1].warning);
  EXPECT_EQ(outcome.outputs[2].text, "");
  EXPECT_EQ(outcome.outputs[3].text, "three\n");
  RunLimits limits;
  limits.output_bytes = 55;
  const RunOutcome much = Run("PrintForEver", limits);
  EXPECT_EQ(much.end, ARC_COMPTIME_TOO_MUCH_OUTPUT);
  EXPECT_EQ(much.message, "more than 55 bytes of output");
  EXPECT_THAT(much.outputs, SizeIs(5));
  limits.output_bytes = uint64_t{1} << 40;
  EXPECT_EQ(Run("PrintForEver", limits).end, ARC_COMPTIME_TOO_MUCH_OUTPUT);
}

TEST_F(WorkerTest, Faults) {
  struct Case {
    const char* thunk;
    uint64_t parameter;
    const char* message;
  };
  for (const Case& test : {
           Case{"StoreAt", 0, "null dereference (address 0x0)"},
           Case{"StoreAt", 4096, "null dereference (address 0x1000)"},
           Case{"StoreAt", 0x7F0012345678, "invalid memory access (address 0x7f0012345678)"},
           Case{"StoreAt", 0x8000000000000000, "invalid memory access"},
           // Code and constants cannot be written.
           Case{"StoreAt", ARC_COMPTIME_CODE_ADDRESS, "invalid memory access (address 0x20000000)"},
           Case{"CallAt", 0, "null dereference (address 0x0)"},
           Case{"CallAt", ARC_COMPTIME_DATA_ADDRESS, "invalid memory access (address 0x30000000)"},
           Case{"Divide", 0, "integer division fault"},
           Case{"IllegalInstruction", 0, "illegal instruction"},
           Case{"Breakpoint", 0, "trap"},
       }) {
    const RunOutcome outcome = RunWith(test.parameter, test.thunk);
    EXPECT_EQ(outcome.end, ARC_COMPTIME_FAULT) << test.thunk;
    EXPECT_EQ(outcome.message, test.message) << test.thunk;
    ASSERT_GE(outcome.frames.size(), 1u);
    EXPECT_EQ(ThunkAt(outcome.frames.back()), test.thunk);
    ExpectWorks();
  }
}

TEST_F(WorkerTest, EffectsAreNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"OpenFile", "opening a file"},
      {"WriteOutput", "writing to standard output (`comptime_print` shows text while building)"},
      {"AskClock", "reading a clock"},
      {"StartThread", "starting a thread"},
      {"ReadClock", "reading the processor's clock"},
  };
  for (const auto& [thunk, what] : cases) {
    const RunOutcome outcome = Run(thunk);
    EXPECT_EQ(outcome.end, ARC_COMPTIME_EFFECT) << thunk;
    EXPECT_EQ(outcome.message, what);
    ASSERT_GE(outcome.frames.size(), 1u);
    EXPECT_EQ(ThunkAt(outcome.frames.back()), thunk);
  }
}

TEST_F(WorkerTest, TheRuntimeIsThere) {
  const RunOutcome outcome = Run("FormatNumber");
  EXPECT_EQ(std::string(outcome.image.begin(), outcome.image.end()), "0.1");
  EXPECT_EQ(Run("OnceInItself").message, "initialization of a constant needs itself");
}

TEST_F(WorkerTest, ForbiddenSystemCallsKill) {
  uint64_t started = 1;
  for (const long number :
       {SYS_fork,           SYS_vfork,         SYS_clone,     SYS_clone3,
        SYS_execve,         SYS_open,          SYS_openat,    SYS_socket,
        SYS_write,          SYS_read,          SYS_mmap,      SYS_mprotect,
        SYS_munmap,         SYS_ptrace,        SYS_kill,      SYS_getpid,
        SYS_exit,           SYS_exit_group,    SYS_prctl,     SYS_seccomp,
        SYS_io_uring_setup, SYS_clock_gettime, SYS_getrandom, SYS_process_vm_writev}) {
    const RunOutcome outcome = RunWith(static_cast<uint64_t>(number), "CallKernel");
    EXPECT_EQ(outcome.end, ARC_COMPTIME_WORKER_DIED) << number;
    EXPECT_THAT(outcome.message, HasSubstr("system call")) << number;
    // The next one comes when it is needed.
    ExpectWorks();
    EXPECT_EQ(worker_->processes_started(), ++started);
  }
  // The numbers of other ABIs.
  constexpr uint64_t kX32 = 0x40000000;
  EXPECT_EQ(RunWith(kX32 + SYS_getpid, "CallKernel").end, ARC_COMPTIME_WORKER_DIED);
  const ArcComptimeEnd old = Run("CallOldKernel").end;
  // Kernels without 32-bit programs fault.
  EXPECT_TRUE(old == ARC_COMPTIME_WORKER_DIED || old == ARC_COMPTIME_FAULT) << old;
  ExpectWorks();
}

TEST_F(WorkerTest, ForgedAnswers) {
  const auto forge = [this](Forgery forgery) {
    return RunWith(static_cast<uint64_t>(forgery), "Forge");
  };
  for (const Forgery forgery :
       {Forgery::kEnd, Forgery::kDied, Forgery::kMessage, Forgery::kFrames, Forgery::kImage,
        Forgery::kAlign, Forgery::kLinkCount, Forgery::kLinkSlot, Forgery::kLinkTarget,
        Forgery::kLinkTwice, Forgery::kOutput, Forgery::kOutputLength}) {
    const RunOutcome outcome = forge(forgery);
    EXPECT_EQ(outcome.end, ARC_COMPTIME_WORKER_DIED) << static_cast<int>(forgery);
    EXPECT_THAT(outcome.message, HasSubstr("broke the process"));
    ExpectWorks();
  }
  // One that looks right is an answer; what comes next ends by the clock.
  EXPECT_EQ(forge(Forgery::kNone).end, ARC_COMPTIME_DONE);
  RunLimits limits;
  limits.milliseconds = 10;
  EXPECT_EQ(Run("FortyTwo", limits).end, ARC_COMPTIME_TIMED_OUT);
  ExpectWorks();
}

TEST_F(WorkerTest, AnotherClientGetsAProcessOfItsOwn) {
  EXPECT_EQ(RunWith(static_cast<uint64_t>(Forgery::kNone), "Forge").end, ARC_COMPTIME_DONE);
  worker_->Interrupt();
  ASSERT_TRUE(worker_->Renew().ok());
  ExpectWorks();
  EXPECT_EQ(worker_->processes_started(), 2u);
}

TEST_F(WorkerTest, Links) {
  const RunOutcome outcome = Run("Linked");
  ASSERT_EQ(outcome.end, ARC_COMPTIME_DONE) << outcome.message;
  EXPECT_EQ(outcome.image_align, 64u);
  ASSERT_THAT(outcome.image, SizeIs(72));
  uint64_t words[9];
  std::memcpy(words, outcome.image.data(), sizeof(words));
  EXPECT_THAT(words, ElementsAre(0, 0, 0, 0x636261, 0, 0, 0, 0, 7));
  ASSERT_THAT(outcome.links, SizeIs(3));
  EXPECT_EQ(outcome.links[0].slot, 0u);
  EXPECT_EQ(outcome.links[0].target, 64u);
  EXPECT_EQ(outcome.links[0].code, 0u);
  EXPECT_EQ(outcome.links[1].slot, 8u);
  EXPECT_EQ(outcome.links[1].code, thunks_["FortyTwo"]);
  EXPECT_EQ(outcome.links[2].slot, 16u);
  EXPECT_EQ(outcome.links[2].target, 27u);
  EXPECT_EQ(Run("LinkOutside").message, "comptime result: a link leads out of it");
}

TEST_F(WorkerTest, LargeResults) {
  constexpr uint64_t kSize = 16 << 20;
  const RunOutcome outcome = RunWith(kSize, "LargeResult");
  ASSERT_EQ(outcome.end, ARC_COMPTIME_DONE);
  ASSERT_THAT(outcome.image, SizeIs(kSize));
  EXPECT_EQ(outcome.image[kSize - 1], 0x5A);
  RunLimits limits;
  limits.result_bytes = 100;
  EXPECT_EQ(RunWith(100, "LargeResult", limits).end, ARC_COMPTIME_DONE);
  const RunOutcome large = RunWith(101, "LargeResult", limits);
  EXPECT_EQ(large.end, ARC_COMPTIME_RESULT_TOO_LARGE);
  EXPECT_EQ(large.message, "the result is larger than 100 bytes");
  limits.result_bytes = ~uint64_t{0};
  EXPECT_EQ(RunWith(ARC_COMPTIME_RESULT_BYTES + 1, "LargeResult", limits).end,
            ARC_COMPTIME_RESULT_TOO_LARGE);
}

// Bytes that the files have in memory which services share with their workers.
uint64_t SharedBytes() {
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    const std::string target = std::filesystem::read_symlink(entry.path(), error).string();
    struct stat status;
    if (error || !absl::StrContains(target, "arc-comptime-shared")) continue;
    if (stat(entry.path().c_str(), &status) == 0)
      bytes += 512 * static_cast<uint64_t>(status.st_blocks);
  }
  return bytes;
}

TEST_F(WorkerTest, MemoryOfResultsIsGivenBack) {
  constexpr uint64_t kSize = 64 << 20;
  constexpr uint64_t kLittle = 16 << 20;
  for (const char* thunk : {"LargeResult", "LargeResultAndPanic"}) {
    const RunOutcome outcome = RunWith(kSize, thunk);
    EXPECT_EQ(outcome.end == ARC_COMPTIME_DONE, std::string(thunk) == "LargeResult") << thunk;
    EXPECT_GE(SharedBytes(), kSize) << thunk;
    ExpectWorks();
    EXPECT_LT(SharedBytes(), kLittle) << thunk;
  }
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, Files) {
  const RunOutcome missing = Run("ReadFile");
  EXPECT_EQ(missing.end, ARC_COMPTIME_NEEDS_FILE);
  EXPECT_EQ(missing.message, "words.txt");
  std::string large(20 << 20, 'w');
  const RunOutcome outcome =
      Run("ReadFile", {}, {{"other", "no"}, {"words.txt", large}, {"words.txt2", "no"}});
  ASSERT_EQ(outcome.end, ARC_COMPTIME_DONE);
  EXPECT_TRUE(std::equal(outcome.image.begin(), outcome.image.end(), large.begin(), large.end()));
  EXPECT_EQ(Run("ReadFile").end, ARC_COMPTIME_NEEDS_FILE);
}

TEST_F(WorkerTest, Questions) {
  const RunOutcome asks = Run("Ask");
  EXPECT_EQ(asks.end, ARC_COMPTIME_NEEDS_ANSWER);
  EXPECT_EQ(asks.questions, (std::vector<std::string>{"?first", "?second"}));
  ASSERT_EQ(asks.outputs.size(), 1u);
  const RunOutcome outcome = Run("Ask", {}, {{"?second", "yes"}});
  ASSERT_EQ(outcome.end, ARC_COMPTIME_DONE);
  EXPECT_EQ(std::string(outcome.image.begin(), outcome.image.end()), "yes");
  EXPECT_EQ(outcome.questions, std::vector<std::string>{"?first"});
  EXPECT_TRUE(Run("ReadFile").questions.empty());
}

TEST_F(WorkerTest, NothingIsLeftForTheNextEvaluation) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Number(Run("CountMarks")), 0u);
    EXPECT_EQ(Run("LeaveMarks").end, ARC_COMPTIME_DONE);
  }
  EXPECT_EQ(Number(Run("CountMarks")), 0u);
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, AddressesAreTheSameInEveryRun) {
  const auto bytes = [](const RunOutcome& outcome) {
    EXPECT_EQ(outcome.end, ARC_COMPTIME_DONE);
    return std::string(outcome.image.begin(), outcome.image.end());
  };
  const std::string first = bytes(Run("Addresses"));
  Run("LeaveMarks");
  Run("Panics");
  EXPECT_EQ(bytes(Run("Addresses")), first);
  for (int i = 0; i < 5; ++i) {
    auto other = Worker::Start(*slab_);
    ASSERT_TRUE(other.ok());
    EXPECT_EQ(bytes(RunOn(**other, "Addresses")), first);
  }
}

TEST_F(WorkerTest, Heap) {
  EXPECT_EQ(Number(RunWith(200'000, "UseHeap")), 0u);
  // The block at the top grows in place, small ones move.
  EXPECT_LE(Number(RunWith(64 << 20, "GrowVector")), 10u);
}

// Kilobytes of the process.
uint64_t Resident(int64_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/statm"));
  uint64_t size = 0, resident = 0;
  in >> size >> resident;
  return resident * 4;
}

TEST_F(WorkerTest, MemoryIsGivenBack) {
  ExpectWorks();
  const uint64_t before = Resident(worker_->pid());
  EXPECT_EQ(RunWith(200 << 20, "DirtyHeap").end, ARC_COMPTIME_DONE);
  for (int i = 0; i < 10'000; ++i) {
    const RunOutcome outcome = Run(i % 2 == 0 ? "FortyTwo" : "Panics");
    ASSERT_EQ(outcome.end, i % 2 == 0 ? ARC_COMPTIME_DONE : ARC_COMPTIME_PANIC);
  }
  ExpectWorks();
  EXPECT_LT(Resident(worker_->pid()), before + 1024);
  EXPECT_EQ(worker_->processes_started(), 1u);
}

TEST_F(WorkerTest, KilledInTheMiddle) {
  std::thread killer([pid = worker_->pid()] {
    usleep(20'000);
    kill(static_cast<pid_t>(pid), SIGKILL);
  });
  const RunOutcome outcome = Run("Endless");
  killer.join();
  EXPECT_EQ(outcome.end, ARC_COMPTIME_WORKER_DIED);
  EXPECT_THAT(outcome.message, HasSubstr("killed from outside"));
  ASSERT_THAT(outcome.outputs, SizeIs(1));
  ExpectWorks();
  // Between two evaluations nobody notices.
  kill(static_cast<pid_t>(worker_->pid()), SIGKILL);
  usleep(20'000);
  ExpectWorks();
  EXPECT_EQ(worker_->processes_started(), 3u);
}

TEST_F(WorkerTest, Interrupted) {
  std::thread other([this] {
    usleep(20'000);
    worker_->Interrupt();
  });
  const RunOutcome outcome = Run("Endless");
  other.join();
  EXPECT_EQ(outcome.end, ARC_COMPTIME_WORKER_DIED);
  EXPECT_EQ(outcome.message, "the evaluation was interrupted");
  ExpectWorks();
  // Before it began.
  worker_->Interrupt();
  EXPECT_EQ(Run("Endless").end, ARC_COMPTIME_WORKER_DIED);
  ExpectWorks();
}

TEST_F(WorkerTest, EndsWithTheService) {
  int pipe_fds[2];
  ASSERT_EQ(pipe(pipe_fds), 0);
  const pid_t service = fork();
  if (service == 0) {
    // A process of its own with a spawner of its own.
    execl("/proc/self/exe", "worker_test", "--as-service", absl::StrCat(pipe_fds[1]).c_str(),
          nullptr);
    _exit(1);
  }
  close(pipe_fds[1]);
  int64_t worker = 0;
  ASSERT_EQ(read(pipe_fds[0], &worker, sizeof(worker)), static_cast<ssize_t>(sizeof(worker)));
  ASSERT_GT(worker, 0);
  EXPECT_EQ(kill(static_cast<pid_t>(worker), 0), 0);
  kill(service, SIGKILL);
  waitpid(service, nullptr, 0);
  // Gone, or a zombie that whoever adopted it has not looked at yet.
  const auto gone = [worker] {
    std::ifstream in(absl::StrCat("/proc/", worker, "/stat"));
    const std::string stat(std::istreambuf_iterator<char>(in), {});
    return stat.empty() || absl::StrContains(stat, ") Z") || absl::StrContains(stat, ") X");
  };
  for (int i = 0; i < 500 && !gone(); ++i) usleep(10'000);
  EXPECT_TRUE(gone());
  close(pipe_fds[0]);
}

TEST_F(WorkerTest, BeingStoppedTakesNoTime) {
  // Service and worker are stopped together, as by a terminal's Ctrl-Z.
  const pid_t service = fork();
  if (service == 0) {
    execl("/proc/self/exe", "worker_test", "--busy", nullptr);
    _exit(1);
  }
  usleep(150'000);
  kill(-service, SIGSTOP);
  usleep(1'500'000);
  kill(-service, SIGCONT);
  int status = 0;
  ASSERT_EQ(waitpid(service, &status, 0), service);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(WorkerTest, HoldsNothing) {
  ExpectWorks();
  const std::string folder = absl::StrCat("/proc/", worker_->pid());
  const auto read_all = [&](const char* name) {
    std::ifstream in(absl::StrCat(folder, "/", name));
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string status = read_all("status");
  EXPECT_THAT(status, HasSubstr("Seccomp:\t2"));
  EXPECT_THAT(status, HasSubstr("NoNewPrivs:\t1"));
  // Root sees all of that; others not what belongs to a process that cannot be dumped.
  if (geteuid() == 0) {
    EXPECT_EQ(read_all("environ"), "");
    const std::string maps = read_all("maps");
    EXPECT_THAT(maps, ::testing::Not(HasSubstr("[stack]")));
    EXPECT_THAT(maps, ::testing::Not(HasSubstr("[vdso]")));
    EXPECT_EQ(access(absl::StrCat(folder, "/fd/0").c_str(), F_OK), -1);
    EXPECT_EQ(access(absl::StrCat(folder, "/fd/3").c_str(), F_OK), -1);
  }
}

// A busy evaluation in a process group of its own.
int RunBusy() {
  setpgid(0, 0);
  auto slab = Slab::Create();
  if (!slab.ok()) return 1;
  const std::map<std::string, uint64_t> thunks = LoadThunks(kThunks, **slab);
  auto worker = Worker::Start(**slab);
  if (!worker.ok()) return 1;
  RunLimits limits;
  limits.milliseconds = 900;
  const Worker::File rounds = {.path = "parameter", .content = "1500000"};
  auto outcome = (*worker)->Run(thunks.at("UseHeap"), limits, absl::MakeSpan(&rounds, 1));
  return outcome.ok() && outcome->end == ARC_COMPTIME_DONE ? 0 : 2;
}

int RunAsService(int fd) {
  auto slab = Slab::Create();
  if (!slab.ok()) return 1;
  auto worker = Worker::Start(**slab);
  if (!worker.ok()) return 1;
  const int64_t pid = (*worker)->pid();
  if (write(fd, &pid, sizeof(pid)) != sizeof(pid)) return 1;
  for (;;) pause();
}

}  // namespace
}  // namespace arc::comptime

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--as-service") == 0) {
    int fd = -1;
    if (!absl::SimpleAtoi(argv[2], &fd)) return 1;
    return arc::comptime::RunAsService(fd);
  }
  if (argc == 2 && std::strcmp(argv[1], "--busy") == 0) return arc::comptime::RunBusy();
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
