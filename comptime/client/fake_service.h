// A comptime service for tests, which does what the names of thunks say:
//
//   echo          the image is the module
//   fuel          the image is the limit of fuel, as text
//   file:PATH     the image is the file
//   large         the image has 10'000'000 bytes, of which the one at i is i % 251, and is fetched
//   exit          the service ends
//   exit_if:PATH  the service ends, and the file is removed, if it is there; else as echo
//   bad_link      the image has an address outside of it
//
// The module "malformed" is.
#ifndef ARC_COMPTIME_CLIENT_FAKE_SERVICE_H_
#define ARC_COMPTIME_CLIENT_FAKE_SERVICE_H_

#include <memory>
#include <string>

#include "rpc/ttrpc/server.h"

namespace arc::comptime {

// Not started yet. Clients of another toolchain than `toolchain`, unless they say none, are
// refused.
std::unique_ptr<ttrpc::Server> MakeFakeService(const std::string& toolchain,
                                               ttrpc::ServerOptions options = {});

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_CLIENT_FAKE_SERVICE_H_
