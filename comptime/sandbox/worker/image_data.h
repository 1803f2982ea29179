// The image's writable data: as it was linked, and back to that.

#ifndef ARC_COMPTIME_SANDBOX_WORKER_IMAGE_DATA_H_
#define ARC_COMPTIME_SANDBOX_WORKER_IMAGE_DATA_H_

#include <stdint.h>

namespace arc::comptime {

// Copies the data to where nobody can write it (kPristineAddress). 0 or -errno.
int64_t KeepPristineData();
// Puts the data back as it was then.
void RestoreData();

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_WORKER_IMAGE_DATA_H_
