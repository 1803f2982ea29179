// Functions whose positions are in a line table that traced.cc lays out by hand, as arc-ld would.

#ifndef ARC_RUNTIME_CORE_TESTS_TRACED_H_
#define ARC_RUNTIME_CORE_TESTS_TRACED_H_

extern "C" {

// traced_outer calls traced_inner (both at a known position), which calls `what`.
void traced_outer(void (*what)());

}  // extern "C"

#endif  // ARC_RUNTIME_CORE_TESTS_TRACED_H_
