#ifndef THIRD_PARTY_SMOKE_FREESTANDING_EXIT_H_
#define THIRD_PARTY_SMOKE_FREESTANDING_EXIT_H_

// Ends the process with `status` by the exit_group system call.
extern "C" [[noreturn]] void SmokeExit(long status);

#endif  // THIRD_PARTY_SMOKE_FREESTANDING_EXIT_H_
