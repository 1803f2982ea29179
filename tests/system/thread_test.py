#!/usr/bin/env python3
"""Threads in every number and every way to end, and data far larger than any pipe on every way that it can take."""

import os
import signal
import time

import support
from support import SystemTest


class Threads(SystemTest):
    def threads(self, *arguments, flags=(), **options):
        return self.run_command([self.build("threads", *flags), *arguments], **options)

    def test_panic_is_reported_at_join(self):
        for flags in ((), ("-O2",)):
            result = self.assert_ended(self.threads("panic", flags=flags))
            self.assertRegex(result.out, r"^true the thread panicked: panic: index 9 out of bounds for length 3\n")
            self.assertRegex(result.out, r"main\.fail_at\n +at threads\.arc:\d+\n")
            self.assertIn("true the thread was joined or detached before\n", result.out)
            # The one who joins decides what to tell.
            self.assertEqual(result.err, "")

    def test_panic_that_nobody_catches_ends_the_program(self):
        result = self.assert_ended(self.threads("panicking_join"), code=101)
        self.assertIn("panic: the thread panicked: panic: nobody catches this\n", result.err)
        self.assertRegex(result.err, r"main\.panicking_join\n +at threads\.arc:\d+\n")

    def test_panic_of_a_detached_thread_ends_the_program(self):
        result = self.assert_ended(self.threads("detached_panic"), code=101)
        self.assertRegex(result.err, r"^panic: nobody is left to tell\n  at threads\.arc:\d+ \(in main\.__thread_\d+\)\n")
        self.assertEqual(result.out, "")

    def test_numbers(self):
        for flags in ((), ("-O2",), ("--checked",)):
            expected = sum(n + (10, 20, 30, 40)[n % 4] for n in range(64))
            self.assertEqual(self.assert_ended(self.threads("at_once", 64, flags=flags)).out, f"{expected}\n")
            self.assertEqual(self.assert_ended(self.threads("one_by_one", 10000, flags=flags)).out, "38890\n")
            self.assertEqual(self.assert_ended(self.threads("detach", flags=flags)).out, "[1, 2, 3, 4]\n")
        self.assertEqual(self.assert_ended(self.threads("at_once", 1000)).out,
                         f"{sum(n + (10, 20, 30, 40)[n % 4] for n in range(1000))}\n")

    def test_panics_of_many(self):
        result = self.assert_ended(self.threads("panics", 64))
        self.assertEqual(result.out, f"32 {sum(range(1, 64, 2))}\n")
        self.assertEqual(result.err, "")

    def test_stack_sizes(self):
        for flags in ((), ("-O2",)):
            self.assertEqual(self.assert_ended(self.threads("stack_sizes", flags=flags)).out, "2000\n100000\n10\n")
            self.assertEqual(self.assert_ended(self.threads("big_frames", flags=flags)).out, "15\n18\n21\n")

    def test_stack_overflow(self):
        for scenario in ("overflow", "overflow_in_thread"):
            result = self.assert_ended(self.threads(scenario), signal_number=signal.SIGSEGV)
            self.assertRegex(result.err, r"^fatal: SIGSEGV \(address 0x[0-9a-f]+\): stack overflow\n  at threads\.arc:\d+ \(in main\.overflow\)\n")
            self.assertLess(len(result.err), 20000, "long traces are cut")

    def test_a_frame_larger_than_the_guard_is_a_stack_overflow_too(self):
        # Optimized, the frame is gone.
        result = self.assert_ended(self.threads("frame_over_the_guard"), signal_number=signal.SIGSEGV)
        self.assertRegex(result.err, r"^fatal: SIGSEGV \(address 0x[0-9a-f]+\): stack overflow\n")
        self.assertRegex(result.err, r"main\.big_frame\n +at threads\.arc:\d+\n")

    def test_crash(self):
        result = self.assert_ended(self.threads("crash_in_thread"), signal_number=signal.SIGSEGV)
        self.assertRegex(result.err, r"^fatal: SIGSEGV \(address 0x0\): null dereference\n  at threads\.arc:\d+ ")

    def test_name(self):
        # The system keeps 15 bytes.
        self.assertEqual(self.assert_ended(self.threads("named")).out, "a long name of \n")

    def test_processes_from_threads(self):
        result = self.assert_ended(self.threads("processes", 8))
        self.assertEqual(result.out, f"{sum(n * k for n in range(8) for k in range(5))}\n")

    def test_the_system_has_no_more_threads(self):
        # By address space, which holds root back as well.
        program = self.build("threads")
        result = self.run_command(["prlimit", f"--as={2 * 2 ** 30}", program, "too_many"])
        self.assert_ended(result, code=101)
        self.assertRegex(result.err, r"panic: cannot start a thread: (out of memory|resource temporarily unavailable)")
        self.assertRegex(result.err, r"main\.too_many\n +at threads\.arc:\d+\n")


class Large(SystemTest):
    """64 MB to the child and 64 MB back."""

    def large(self, scenario, count=1):
        result = self.run_command([self.build("large", "-O2"), scenario])
        self.assert_ended(result)
        self.assertEqual(result.out, "true\n" * count)

    def test_process(self):
        self.large("process")

    def test_over_pipes(self):
        self.large("pipes")

    def test_over_pipes_of_several_at_once(self):
        self.large("both", 3)

    def test_elements_behind_a_pointer(self):
        self.large("pointer")

    def test_thread(self):
        self.large("thread")

    def test_stopped_and_continued(self):
        # Interrupted system calls are taken up again, in the parent and its children.
        for scenario in ("pipes", "process"):
            process = self.start([self.build("large", "-O2"), scenario])
            for _ in range(30):
                time.sleep(0.005)
                for number in (signal.SIGSTOP, signal.SIGCONT):
                    for pid in (process.pid, *(support.children_of(process.pid) if process.poll() is None else ())):
                        try:
                            os.kill(pid, number)
                        except ProcessLookupError:
                            pass
            out, err = process.communicate(timeout=support.TIMEOUT)
            self.assertEqual((process.returncode, out, err), (0, b"true\n", b""))


if __name__ == "__main__":
    support.main()
