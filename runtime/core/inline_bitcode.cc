// arc_rt_inline.bc: hot paths for programs to inline. Compiled to bitcode only.
//
// Definitions are the archive's own, so a program may link this module's functions with
// available_externally linkage: calls that are not inlined reach the archive. Not for programs that
// link the checked flavour.

#include "runtime/core/memory_inline.h"

extern "C" {

void* arc_rt_alloc(uint64_t size) { return arc::rt::AllocateFast(size); }
void arc_rt_free(void* block, uint64_t size) { arc::rt::FreeFast(block, size); }
void** arc_rt_drop_frames() { return &arc::rt::CurrentThread()->drop_frames; }

}  // extern "C"
