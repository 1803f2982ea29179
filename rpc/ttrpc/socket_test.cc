#include "rpc/ttrpc/socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace arc::ttrpc {
namespace {

class SocketTest : public testing::Test {
 protected:
  // Short: the folders of tests are longer than a socket's path may be.
  SocketTest() {
    std::string folder = "/tmp/arc_ttrpc_XXXXXX";
    folder_ = ::mkdtemp(folder.data());
    path_ = folder_ + "/s";
  }
  ~SocketTest() override {
    ::unlink(path_.c_str());
    ::rmdir(folder_.c_str());
  }

  std::string folder_;
  std::string path_;
};

TEST_F(SocketTest, ListensWithTheModeAskedFor) {
  absl::StatusOr<FileDescriptor> listener = ListenUnix(path_, 0600);
  ASSERT_TRUE(listener.ok()) << listener.status();
  struct stat info;
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_NE(::fcntl(listener->get(), F_GETFD) & FD_CLOEXEC, 0);
  absl::StatusOr<FileDescriptor> client = ConnectUnix(path_);
  ASSERT_TRUE(client.ok()) << client.status();
  EXPECT_NE(::fcntl(client->get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_TRUE(CheckConnectedSocket(client->get()).ok());
}

TEST_F(SocketTest, SocketInUseIsLeftAlone) {
  absl::StatusOr<FileDescriptor> first = ListenUnix(path_);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(ListenUnix(path_).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(ConnectUnix(path_).ok());
}

TEST_F(SocketTest, SocketLeftBehindIsReplaced) {
  ASSERT_TRUE(ListenUnix(path_).ok());
  EXPECT_EQ(ConnectUnix(path_).status().code(), absl::StatusCode::kUnavailable);
  absl::StatusOr<FileDescriptor> second = ListenUnix(path_);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(ConnectUnix(path_).ok());
}

TEST_F(SocketTest, OtherFilesAreNotReplaced) {
  std::ofstream(path_) << "precious";
  EXPECT_EQ(ListenUnix(path_).status().code(), absl::StatusCode::kAlreadyExists);
  std::string text;
  std::ifstream(path_) >> text;
  EXPECT_EQ(text, "precious");
}

TEST_F(SocketTest, Paths) {
  EXPECT_EQ(ConnectUnix(path_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ConnectUnix("").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ListenUnix(std::string("/tmp/a\0b", 8)).status().code(),
            absl::StatusCode::kInvalidArgument);
  const std::string longest =
      absl::StrCat(folder_, "/", std::string(kMaxSocketPath - folder_.size() - 1, 'l'));
  EXPECT_TRUE(ListenUnix(longest).ok());
  EXPECT_TRUE(::unlink(longest.c_str()) == 0);
  EXPECT_EQ(ListenUnix(longest + "l").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(SocketTest, FullQueueIsBusyNotDead) {
  // A listener that accepts nobody, with a queue of one.
  absl::StatusOr<FileDescriptor> listener = ListenUnix(path_);
  ASSERT_TRUE(listener.ok());
  ASSERT_EQ(::listen(listener->get(), 0), 0);
  ASSERT_TRUE(ConnectUnix(path_).ok());
  EXPECT_EQ(ConnectUnix(path_, absl::Milliseconds(20)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(ListenUnix(path_).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST(Socket, Credentials) {
  absl::StatusOr<std::pair<FileDescriptor, FileDescriptor>> pair = SocketPair();
  ASSERT_TRUE(pair.ok());
  absl::StatusOr<PeerCredentials> peer = GetPeerCredentials(pair->first.get());
  ASSERT_TRUE(peer.ok());
  EXPECT_EQ(peer->pid, ::getpid());
  EXPECT_EQ(peer->uid, ::geteuid());
  EXPECT_EQ(peer->gid, ::getegid());
  EXPECT_TRUE(AllowOwnUser(*peer).ok());
  EXPECT_TRUE(AllowOwnUser({.pid = 1, .uid = 0, .gid = 0}).ok());
  EXPECT_EQ(AllowOwnUser({.pid = 1, .uid = ::geteuid() + 1, .gid = 0}).code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(Socket, OtherDescriptorsAreNoConnections) {
  FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_FALSE(CheckConnectedSocket(null.get()).ok());
  EXPECT_FALSE(CheckConnectedSocket(-1).ok());
  FileDescriptor unconnected(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_FALSE(CheckConnectedSocket(unconnected.get()).ok());
  FileDescriptor datagram(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  EXPECT_FALSE(CheckConnectedSocket(datagram.get()).ok());
}

}  // namespace
}  // namespace arc::ttrpc
