// Functions that panics come across beside those with cleanups.

#ifndef ARC_RUNTIME_CORE_TESTS_UNWIND_PARTS_H_
#define ARC_RUNTIME_CORE_TESTS_UNWIND_PARTS_H_

#ifdef __cplusplus
extern "C" {
#endif

// Calls `what`; has a frame pointer and no unwind table.
void untabled_call(void (*what)(void));
// The same, with something else in the frame pointer meanwhile.
void broken_frame_pointer(void (*what)(void));
// Calls `what`; has a cleanup for a personality that is not the runtime's.
void foreign_cleanup(void (*what)(void));

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // ARC_RUNTIME_CORE_TESTS_UNWIND_PARTS_H_
