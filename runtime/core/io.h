// Standard output and error inside the runtime.

#ifndef ARC_RUNTIME_CORE_IO_H_
#define ARC_RUNTIME_CORE_IO_H_

#include <stddef.h>
#include <stdint.h>

namespace arc::rt {

// Flushes unless another thread is just writing: for reports of a dying process, which must not
// wait for a lock whose holder may be the one that faulted.
void FlushOutputIfFree();

void WriteError(const uint8_t* data, size_t size);

// "arc: MESSAGE\n" on standard error.
void WriteErrorLine(const char* message);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_IO_H_
