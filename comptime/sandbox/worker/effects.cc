// What a program asks of the system: each of these ends the evaluation, with words for what was
// tried. None of them returns, so none says what it takes and gives: contract.h is not included.

#include "comptime/sandbox/worker/worker.h"

namespace arc::comptime {
namespace {

[[noreturn]] void EndAsEffect(const char* what, const rt::TraceStart& start) {
  End(ARC_COMPTIME_EFFECT, what, start);
}

}  // namespace
}  // namespace arc::comptime

#define ARC_COMPTIME_NO_EFFECT(function, what)                    \
  extern "C" [[noreturn]] void function() {                       \
    arc::comptime::EndAsEffect(what, ARC_RT_TRACE_FROM_CALLER()); \
  }

// Files.
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_open, "opening a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_openat, "opening a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_read, "reading from a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_write, "writing to a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_write_all, "writing to a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_pread, "reading from a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_pwrite, "writing to a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_close, "closing a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_lseek, "moving in a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_fstat, "looking at a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_stat, "looking at a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_ftruncate, "changing a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_fsync, "writing to a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_dup, "using a descriptor of the system")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_dup_to, "using a descriptor of the system")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_fcntl, "using a descriptor of the system")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_isatty, "asking for a terminal")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_poll, "waiting for the system")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_mkdir, "making a folder")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_rmdir, "removing a folder")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_unlink, "removing a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_rename, "renaming a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_symlink, "making a link")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_chmod, "changing a file")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_readlink, "reading a link")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_getdents, "listing a folder")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_getcwd, "asking for the working folder")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_chdir, "changing the working folder")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_memfd_create, "making a file in memory")
ARC_COMPTIME_NO_EFFECT(arc_rt_self_executable_fd, "opening the program's file")

// Standard output and error.
ARC_COMPTIME_NO_EFFECT(arc_rt_stdout_write,
                       "writing to standard output (`comptime_print` shows text while building)")
ARC_COMPTIME_NO_EFFECT(arc_rt_stderr_write,
                       "writing to standard error (`comptime_warn` shows text while building)")

// Processes, and communication with them.
ARC_COMPTIME_NO_EFFECT(arc_rt_process_spawn, "starting a process")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_kill, "sending a signal")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_wait, "waiting for a process")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_getpid, "asking for the process id")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_getppid, "asking for the process id")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_pipe, "making a pipe")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_socketpair, "making a socket")
ARC_COMPTIME_NO_EFFECT(arc_rt_exit, "ending the process")
ARC_COMPTIME_NO_EFFECT(arc_rt_compute_result, "a compute call")
ARC_COMPTIME_NO_EFFECT(arc_rt_compute_bad_arguments, "a compute call")
ARC_COMPTIME_NO_EFFECT(arc_rt_dispatch_find, "a compute call")

// Threads.
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_spawn, "starting a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_join, "waiting for a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_report, "waiting for a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_release, "waiting for a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_detach, "starting a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_entry, "starting a thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_id, "asking for the thread's id")
ARC_COMPTIME_NO_EFFECT(arc_rt_thread_yield, "waiting for another thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_futex_wait, "waiting for another thread")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_cpu_count, "asking for the number of processors")

// The world around the program, which is another in each run.
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_clock, "reading a clock")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_nanosleep, "sleeping")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_getrandom, "asking for random bytes")
ARC_COMPTIME_NO_EFFECT(arc_rt_args, "reading the program's arguments")
ARC_COMPTIME_NO_EFFECT(arc_rt_environment, "reading the environment")
ARC_COMPTIME_NO_EFFECT(arc_rt_getenv, "reading the environment")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_uname, "asking for the system's name")
ARC_COMPTIME_NO_EFFECT(arc_rt_program_build_id, "asking for the program's build id")

// The kernel as such.
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_mmap, "mapping memory")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_munmap, "mapping memory")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_prctl, "a system call")
ARC_COMPTIME_NO_EFFECT(arc_rt_sys_raw, "a system call")

// Cleanups do not run at comptime, so what a panic left would not be whole.
ARC_COMPTIME_NO_EFFECT(arc_rt_catch, "catching a panic")
ARC_COMPTIME_NO_EFFECT(arc_rt_panic_info_release, "catching a panic")
