#include "compiler/abi/byte_writer.h"

#include <cstring>
#include <string>

#include "compiler/abi/linux/file.h"
#include "compiler/abi/linux/process.h"
#include "compiler/abi/linux/signal.h"
#include "compiler/abi/linux/x86_64/machine.h"
#include "gtest/gtest.h"

namespace arc::abi {
namespace {

// Every byte of the record gets a value of its own, so that a field left out, doubled or out of
// order shows. The host of the tests is little-endian, so memory is the expected encoding.
template <typename Record>
Record Numbered() {
  unsigned char bytes[sizeof(Record)];
  for (size_t i = 0; i < sizeof(Record); ++i) bytes[i] = static_cast<unsigned char>(i * 37 + 1);
  Record record;
  std::memcpy(&record, bytes, sizeof(Record));
  return record;
}

template <typename Record>
class KernelRecordTest : public ::testing::Test {};

using Records =
    ::testing::Types<linux_os::SigAction, linux_os::SignalStack, linux_os::SignalInfo,
                     linux_os::CloneArgs, linux_os::ResourceLimit, linux_os::TimeSpec,
                     linux_os::PollEntry, linux_os::IoVector, linux_os::SocketAddressIpv4,
                     linux_os::SocketAddressIpv6, linux_os::SocketAddressUnix,
                     linux_x86_64::MachineContext, linux_x86_64::UserContext,
                     linux_x86_64::SignalFrame, linux_x86_64::FileStatus>;
TYPED_TEST_SUITE(KernelRecordTest, Records);

TYPED_TEST(KernelRecordTest, EncodingNamesEveryByteInOrder) {
  const TypeParam record = Numbered<TypeParam>();
  std::string bytes = "before";
  WriteTo(record, &bytes);
  ASSERT_EQ(bytes.size(), 6 + sizeof(TypeParam));
  EXPECT_EQ(std::memcmp(bytes.data() + 6, &record, sizeof(TypeParam)), 0);

  std::array<uint8_t, sizeof(TypeParam)> filled;
  WriteTo(record, std::span<uint8_t, sizeof(TypeParam)>(filled));
  EXPECT_EQ(std::memcmp(filled.data(), &record, sizeof(TypeParam)), 0);
}

TEST(SigActionTest, LittleEndianFields) {
  linux_os::SigAction action;
  action.handler = 0x1122334455667788;
  action.mask = linux_os::SetOf(linux_os::Signal::kSegmentation);
  std::string bytes;
  WriteTo(action, &bytes);
  EXPECT_EQ(bytes.substr(0, 8), "\x88\x77\x66\x55\x44\x33\x22\x11");
  EXPECT_EQ(bytes[25], '\x04');  // signal 11 is bit 10
}

}  // namespace
}  // namespace arc::abi
