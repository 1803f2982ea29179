// What sanitizers in programs of this project assume unless the environment says otherwise. Tools
// run in build actions and are started by tests with environments of their own, so variables would
// not reach all of them.

#define ARC_UNSANITIZED \
  extern "C" __attribute__((no_sanitize("address", "thread", "undefined"), used))

// Aborting tells a finding from a tool's exit code 1, which means refused input.
ARC_UNSANITIZED const char* __asan_default_options() {
  // LLVM's archives are not instrumented and never unpoison what its inline allocators poison here.
  return "allow_user_poisoning=0:detect_stack_use_after_return=1:strict_string_checks=1:"
         "abort_on_error=1:disable_coredump=1";
}

ARC_UNSANITIZED const char* __lsan_default_options() { return "report_objects=1"; }

ARC_UNSANITIZED const char* __ubsan_default_options() {
  return "print_stacktrace=1:halt_on_error=1:abort_on_error=1";
}

ARC_UNSANITIZED const char* __tsan_default_options() {
  return "halt_on_error=1:second_deadlock_stack=1:abort_on_error=1";
}
