// Files and sockets: the records that are equal on every 64-bit Linux.

#ifndef ARC_COMPILER_ABI_LINUX_FILE_H_
#define ARC_COMPILER_ABI_LINUX_FILE_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace arc::abi::linux_os {

// `struct pollfd`.
struct PollEntry {
  int32_t fd = -1;
  int16_t events = 0;
  int16_t returned = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(fd, events, returned);
  }
};
static_assert(sizeof(PollEntry) == 8);

// `struct iovec`.
struct IoVector {
  uint64_t base = 0;
  uint64_t length = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(base, length);
  }
};
static_assert(sizeof(IoVector) == 16);

enum class AddressFamily : uint16_t { kUnix = 1, kIpv4 = 2, kIpv6 = 10 };

// Ports and addresses stand in network byte order, so they are bytes here, not integers.

// `struct sockaddr_in`.
struct SocketAddressIpv4 {
  AddressFamily family = AddressFamily::kIpv4;
  std::array<uint8_t, 2> port = {};
  std::array<uint8_t, 4> address = {};
  std::array<uint8_t, 8> padding = {};

  template <typename Writer>
  void Fields(Writer& write) const {
    write(family, port, address, padding);
  }
};
static_assert(sizeof(SocketAddressIpv4) == 16);

// `struct sockaddr_in6`.
struct SocketAddressIpv6 {
  AddressFamily family = AddressFamily::kIpv6;
  std::array<uint8_t, 2> port = {};
  std::array<uint8_t, 4> flow = {};
  std::array<uint8_t, 16> address = {};
  uint32_t scope = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(family, port, flow, address, scope);
  }
};
static_assert(sizeof(SocketAddressIpv6) == 28);

// `struct sockaddr_un`; a first byte of 0 in `path` makes an abstract name.
struct SocketAddressUnix {
  AddressFamily family = AddressFamily::kUnix;
  std::array<uint8_t, 108> path = {};

  template <typename Writer>
  void Fields(Writer& write) const {
    write(family, path);
  }
};
static_assert(sizeof(SocketAddressUnix) == 110);

}  // namespace arc::abi::linux_os

#endif  // ARC_COMPILER_ABI_LINUX_FILE_H_
