// The least a program with the runtime can do.

#include "runtime/core/contract.h"

extern "C" int32_t arc_main() { return 0; }
