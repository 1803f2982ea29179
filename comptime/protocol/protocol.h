// The protocol between compiler and comptime service: its messages (comptime.proto), and what they
// do not say.
#ifndef ARC_COMPTIME_PROTOCOL_PROTOCOL_H_
#define ARC_COMPTIME_PROTOCOL_PROTOCOL_H_

#include <cstddef>
#include <cstdint>

#include "comptime/protocol/comptime.pb.h"

namespace arc::comptime {

inline constexpr uint32_t kProtocolVersion = 1;
inline constexpr char kServiceName[] = "arc.comptime.v1.Evaluator";

// Modules and images of more bytes travel in pieces of at most so many: a message of ttrpc ends at
// 4 MiB, and holds other things, too.
inline constexpr size_t kMaxPiece = size_t{3} << 20;
// An answer, without images that are fetched, of however many pieces.
inline constexpr size_t kMaxAnswer = size_t{512} << 20;

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_PROTOCOL_PROTOCOL_H_
