#include "comptime/client/client.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "comptime/client/build_id.h"
#include "comptime/client/child_service.h"
#include "comptime/client/fake_service.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace arc::comptime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The program that stands for arc-comptime.
std::string FakeProgram() { return "comptime/client/fake_service"; }

ClientOptions ChildOnly() {
  ClientOptions options;
  options.evaluator = FakeProgram();
  return options;
}

std::string TemporaryFile(absl::string_view name) {
  return absl::StrCat(testing::TempDir(), "/", name, getpid());
}

// The only outcome of a batch of one.
Evaluation One(Client& client, std::string_view module, const std::string& thunk,
               const FileReader& read_file = nullptr) {
  std::string error;
  std::vector<Evaluation> all = client.Evaluate(module, {thunk}, read_file, {}, &error);
  EXPECT_EQ(error, "");
  if (all.size() == 1) return all[0];
  ADD_FAILURE() << all.size() << " outcomes";
  return {};
}

TEST(Client, StartsAChildAtFirstUse) {
  Client client(ChildOnly());
  EXPECT_EQ(client.connections_made(), 0);
  std::string error;
  std::vector<Evaluation> all = client.Evaluate("module", {"echo", "echo"}, {}, &error);
  ASSERT_THAT(all, SizeIs(2)) << error;
  EXPECT_EQ(all[0].end, ARC_COMPTIME_DONE);
  EXPECT_EQ(all[1].image, "module");
  EXPECT_EQ(One(client, "again", "echo").image, "again");
  EXPECT_EQ(client.connections_made(), 1);
}

TEST(Client, PrepareStartsItMeanwhile) {
  Client client(ChildOnly());
  client.Prepare();
  client.Prepare();
  EXPECT_EQ(One(client, "m", "echo").image, "m");
  EXPECT_EQ(client.connections_made(), 1);
  client.Prepare();
  EXPECT_EQ(client.connections_made(), 1);
}

TEST(Client, MayGoWhileAServiceStarts) {
  for (int i = 0; i < 5; ++i) {
    Client client(ChildOnly());
    client.Prepare();
  }
}

TEST(Client, LargeModulesAndImagesTravelInPieces) {
  Client client(ChildOnly());
  std::string module(7'000'000, 0);
  for (size_t i = 0; i < module.size(); ++i) module[i] = static_cast<char>(i % 241);
  EXPECT_TRUE(One(client, module.substr(0, 3'000'000), "echo").image ==
              module.substr(0, 3'000'000));
  // In an answer that is too large itself.
  EXPECT_TRUE(One(client, module, "echo").image == module);
  const Evaluation large = One(client, module, "large");
  ASSERT_EQ(large.image.size(), 10'000'000u);
  for (size_t i = 0; i < large.image.size(); ++i)
    ASSERT_EQ(static_cast<uint8_t>(large.image[i]), i % 251);
}

TEST(Client, LargeAnswersTravelInPieces) {
  Client client(ChildOnly());
  std::string error;
  std::vector<Evaluation> all = client.Evaluate("m", {"talk", "talk", "echo", "talk"}, {}, &error);
  ASSERT_THAT(all, SizeIs(4)) << error;
  for (const size_t i : {0, 1, 3}) {
    EXPECT_EQ(all[i].image, "m");
    ASSERT_THAT(all[i].outputs, SizeIs(1));
    EXPECT_THAT(all[i].outputs[0].text, SizeIs(2'000'000));
  }
  EXPECT_THAT(all[2].outputs, IsEmpty());
  EXPECT_EQ(client.connections_made(), 1);
}

TEST(Client, LimitsGoAlong) {
  ClientOptions options = ChildOnly();
  options.limits.fuel = 12345;
  Client client(options);
  EXPECT_EQ(One(client, "m", "fuel").image, "12345");
}

TEST(Client, FilesAreReadWhenTheyAreAskedFor) {
  Client client(ChildOnly());
  int reads = 0;
  const std::string large(5'000'000, 'x');
  const FileReader reader = [&](const std::string& path) -> absl::StatusOr<std::string> {
    ++reads;
    if (path == "a") return std::string("content");
    if (path == "large") return large.substr(0, 3'500'000);
    return absl::PermissionDeniedError(absl::StrCat("not ", path));
  };
  std::string error;
  std::vector<Evaluation> all = client.Evaluate(
      "m", {"file:a", "echo", "file:b", "file:a", "file:large"}, reader, {}, &error);
  ASSERT_THAT(all, SizeIs(5)) << error;
  EXPECT_EQ(all[0].image, "content");
  EXPECT_EQ(all[1].image, "m");
  EXPECT_EQ(all[2].end, ARC_COMPTIME_EFFECT);
  EXPECT_EQ(all[2].message, "not b");
  EXPECT_EQ(all[3].image, "content");
  EXPECT_EQ(all[4].image.size(), 3'500'000u);
  EXPECT_EQ(reads, 3);
  // Without a reader nothing is read.
  EXPECT_EQ(One(client, "m", "file:a").end, ARC_COMPTIME_NEEDS_FILE);
}

TEST(Client, AsksAgainWhenTheServiceGoesAway) {
  Client client(ChildOnly());
  const std::string trap = TemporaryFile("trap");
  std::ofstream(trap).close();
  EXPECT_EQ(One(client, "m", absl::StrCat("exit_if:", trap)).image, "m");
  EXPECT_EQ(client.connections_made(), 2);
  // What takes every service along is given up.
  std::string error;
  EXPECT_THAT(client.Evaluate("m", {"exit"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("went away twice"));
  EXPECT_EQ(client.connections_made(), 3);
  EXPECT_EQ(One(client, "m", "echo").image, "m");
}

TEST(Client, WhatTheServiceSaysIsNotTrusted) {
  Client client(ChildOnly());
  std::string error;
  EXPECT_THAT(client.Evaluate("malformed", {"echo"}, {}, &error), IsEmpty());
  EXPECT_EQ(error, "the module is malformed");
  EXPECT_THAT(client.Evaluate("m", {"bad_link"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("outside"));
  EXPECT_THAT(client.Evaluate("m", {"too_large"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("more than there can be"));
  EXPECT_THAT(client.Evaluate("lies about sizes", {"talk", "talk"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("more bytes than it may have"));
  for (const char* align : {"align:0", "align:3", "align:128", "align:4294967295"}) {
    EXPECT_THAT(client.Evaluate("m", {align}, {}, &error), IsEmpty());
    EXPECT_THAT(error, HasSubstr("alignment")) << align;
  }
  EXPECT_EQ(One(client, "m", "align:64").image_align, 64u);
}

TEST(Client, AnswersGoAlong) {
  Client client(ChildOnly());
  std::string error;
  std::vector<Evaluation> all =
      client.Evaluate("m", {"file:?size", "file:?name"}, {{"?size", "8"}}, &error);
  ASSERT_THAT(all, SizeIs(2)) << error;
  EXPECT_EQ(all[0].image, "8");
  EXPECT_EQ(all[1].end, ARC_COMPTIME_NEEDS_FILE);
}

TEST(Client, SaysWhyThereIsNoService) {
  std::string error;
  Client none(ClientOptions{});
  EXPECT_THAT(none.Evaluate("m", {"echo"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("not installed"));
  ClientOptions options;
  options.evaluator = "/none/arc-comptime";
  Client missing(options);
  missing.Prepare();
  EXPECT_THAT(missing.Evaluate("m", {"echo"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("/none/arc-comptime"));
  // A program that is none of ours ends without a word.
  options.evaluator = "/bin/false";
  Client other(options);
  EXPECT_THAT(other.Evaluate("m", {"echo"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr("does not start"));
}

TEST(Client, ManyThreadsShareOneService) {
  Client client(ChildOnly());
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&client, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string module = absl::StrCat(t, " ", i);
        EXPECT_EQ(One(client, module, "echo").image, module);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(client.connections_made(), 1);
}

class ClientWithServer : public testing::Test {
 protected:
  void Serve(const std::string& toolchain) {
    server_ = MakeFakeService(toolchain);
    ASSERT_TRUE(server_->AddListener(*ttrpc::ListenUnix(path_)).ok());
    ASSERT_TRUE(server_->Start().ok());
  }
  void TearDown() override { unlink(path_.c_str()); }

  // Paths of sockets are short.
  const std::string path_ = absl::StrCat("/tmp/arc_client_test.", getpid());
  std::unique_ptr<ttrpc::Server> server_;
};

TEST_F(ClientWithServer, UsesIt) {
  ClientOptions options;
  options.server = path_;
  Serve("any");
  Client client(options);
  EXPECT_EQ(One(client, "m", "echo").image, "m");
}

TEST_F(ClientWithServer, OfAnotherToolchainIsLeftAlone) {
  ClientOptions options = ChildOnly();
  options.server = path_;
  const std::string own = *ReadBuildId(FakeProgram());
  EXPECT_NE(own, "");
  Serve("of another");
  Client client(options);
  EXPECT_EQ(One(client, "m", "echo").image, "m");
  options.evaluator = "";
  server_.reset();
  unlink(path_.c_str());
  Client alone(options);
  std::string error;
  EXPECT_THAT(alone.Evaluate("m", {"echo"}, {}, &error), IsEmpty());
  EXPECT_THAT(error, HasSubstr(path_));
}

TEST_F(ClientWithServer, AChildTakesItsPlaceWhenItGoes) {
  ClientOptions options = ChildOnly();
  options.server = path_;
  Serve(*ReadBuildId(FakeProgram()));
  Client client(options);
  EXPECT_EQ(One(client, "m", "echo").image, "m");
  server_.reset();
  EXPECT_EQ(One(client, "n", "echo").image, "n");
  EXPECT_EQ(client.connections_made(), 2);
}

TEST(ChildService, EndsWithItsSocket) {
  absl::StatusOr<ChildService> child = ChildService::Start(FakeProgram());
  ASSERT_TRUE(child.ok()) << child.status();
  EXPECT_EQ(child->End(), "");
  child->TakeSocket().Close();
  std::string end;
  for (int i = 0; i < 1000 && end.empty(); ++i) {
    absl::SleepFor(absl::Milliseconds(10));
    end = child->End();
  }
  EXPECT_EQ(end, "exit code 0");
}

TEST(ChildService, HasOnlyItsSocket) {
  // Whatever this process has open stays here: the child's descriptors are 0 to 3 and its own.
  const int open_file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  absl::StatusOr<ChildService> child = ChildService::Start(FakeProgram());
  ASSERT_TRUE(child.ok()) << child.status();
  struct stat status;
  EXPECT_EQ(stat(absl::StrCat("/proc/", child->pid(), "/fd/3").c_str(), &status), 0);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  std::ifstream environment(absl::StrCat("/proc/", child->pid(), "/environ"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(environment), {}), "");
  close(open_file);
}

TEST(ReadBuildId, OfFilesOfAllKinds) {
  EXPECT_THAT(*ReadBuildId(FakeProgram()), SizeIs(testing::Ge(16u)));
  EXPECT_FALSE(ReadBuildId("/none").ok());
  const std::string path = TemporaryFile("no_program");
  for (absl::string_view content : {"", "#!/bin/sh\n", "\177ELF\2\1\1"}) {
    std::ofstream(path) << content;
    EXPECT_FALSE(ReadBuildId(path).ok());
  }
  unlink(path.c_str());
}

}  // namespace
}  // namespace arc::comptime
