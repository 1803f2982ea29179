#!/usr/bin/env python3
"""Memory that runs out, that goes back to the system, and that a checked program watches."""

import re

import support
from support import SystemTest

FLAVOURS = ([], ["-O2"], ["-O2", "--checked"])
# Bytes of address space: a child has its own.
LIMIT = 150_000_000


class Exhausted(SystemTest):
    def exhaust(self, flavour, scenario, kind):
        return self.run_command(["prlimit", f"--as={LIMIT}", self.build("memory", *flavour), scenario, kind])

    def test_says_how_much_was_asked_for(self):
        for flavour in FLAVOURS:
            for kind, function, size in (("vector", "numbers", (1_000_000, 2 * LIMIT)), ("map", "table", (1_000_000, 2 * LIMIT)),
                                         ("text", "text", (1_000_000, 2 * LIMIT)), ("list", "list", (16, 64))):
                result = self.assert_ended(self.exhaust(flavour, "exhaust", kind), code=101)
                self.assertEqual(result.out, "")
                message = re.match(rf"panic: out of memory: (\d+) bytes\n  at memory\.arc:\d+ \(in main\.{function}\)\nstack trace:\n", result.err)
                self.assertTrue(message, str(result))
                low, high = size
                self.assertTrue(low <= int(message[1]) <= high, f"{kind} {flavour}: {message[1]}")

    def test_what_no_machine_has(self):
        for flavour in FLAVOURS:
            result = self.assert_ended(self.run_command([self.build("memory", *flavour), "exhaust", "at_once"]), code=101)
            self.assertRegex(result.err, r"^panic: out of memory: 80000000000\d{5} bytes\n  at memory\.arc:\d+ \(in main\.exhaust\)\n")

    def test_in_a_thread(self):
        # The thread's memory is not freed yet when it panics; the others go on.
        for flavour in FLAVOURS[:2]:
            result = self.assert_ended(self.exhaust(flavour, "exhaust_in_thread", "vector"))
            self.assertRegex(result.out, r"^the thread panicked: panic: out of memory: \d+ bytes\n  at memory\.arc:\d+ \(in main\.numbers\)\n")
            self.assertTrue(result.out.endswith("\n45\n"), result.out)

    def test_in_a_process(self):
        for flavour in FLAVOURS:
            result = self.assert_ended(self.exhaust(flavour, "exhaust_in_process", "list"))
            self.assertRegex(result.out, r"^the process panicked: out of memory: \d+ bytes\n")
            self.assertTrue(result.out.endswith("\n45\n"), result.out)


class Returned(SystemTest):
    """What a program frees is the system's again, up to what the allocator keeps (runtime/core/README.md)."""

    # Kilobytes: 32 MB of runs, 8 MB in magazines that wait (more wait only while as much of their class is in use, and nothing is here),
    # and the runs that these hold back.
    KEPT = 70_000

    def test_resident_memory_falls(self):
        program = self.build("memory", "-O2")
        for kind, at_least in (("small", 80_000), ("mixed", 200_000), ("medium", 150_000), ("large", 150_000), ("threads", 80_000)):
            result = self.assert_ended(self.run_command([program, "fill_and_free", kind]))
            _, figures, few = result.out.splitlines()
            before, full, after = map(int, figures.split())
            self.assertGreater(full, before + at_least, str(result))
            self.assertLess(after, before + self.KEPT, f"{kind}: {figures}")
            self.assertEqual(few, "true", str(result))


class Checked(SystemTest):
    """The checked flavour names the places, optimized or not."""

    def misuse(self, kind, code=102):
        for level in ("-O0", "-O2"):
            result = self.run_command([self.build("memory", level, "--checked"), "misuse", kind])
            yield self.assert_ended(result, code=code)

    @staticmethod
    def frame(function, caller="misuse"):
        return rf"  0: main\.{function}\n +at memory\.arc:\d+\n  1: main\.{caller}\n +at memory\.arc:\d+\n"

    def test_leaks_by_place(self):
        for result in self.misuse("leak"):
            self.assertEqual(result.out, "end\n")
            self.assertRegex(result.err, r"^leak: 4 objects \(340 bytes\) alive at exit\n")
            self.assertRegex(result.err, r"(?m)^3 objects, 300 bytes, allocated:\n" + self.frame("take"))
            self.assertRegex(result.err, r"(?m)^1 object, 40 bytes, allocated:\n" + self.frame("take"))

    def test_double_free(self):
        for result in self.misuse("double"):
            self.assertEqual(result.out, "")
            self.assertRegex(result.err, r"^heap misuse: double free of a block of 40 bytes\n  at memory\.arc:\d+ \(in main\.give_back\)\n"
                             r"stack trace:\n" + self.frame("give_back"))
            self.assertRegex(result.err, r"(?m)^freed before:\n" + self.frame("give_back"))
            self.assertRegex(result.err, r"(?m)^allocated:\n" + self.frame("take"))

    def test_write_behind_the_end_of_a_life(self):
        for result in self.misuse("write"):
            self.assertRegex(result.err, r"^heap misuse: write to a freed block of 40 bytes, at byte 3\nfreed before:\n" + self.frame("give_back"))
            self.assertRegex(result.err, r"(?m)^allocated:\n" + self.frame("take"))

    def test_poison(self):
        for result in self.misuse("read", code=0):
            self.assertEqual(result.out, f"{0xA5}\n{0xDB}\nend\n")

    def test_a_child_is_checked_too(self):
        for result in self.misuse("child", code=0):
            self.assertRegex(result.err, r"^leak: 1 object \(24 bytes\) alive at exit\n1 object, 24 bytes, allocated:\n  0: main\.take\n")

    def test_a_block_that_another_thread_frees(self):
        for result in self.misuse("thread", code=0):
            self.assertEqual((result.out, result.err), ("1\nend\n", ""))

    def test_the_program_without_checks_says_nothing(self):
        result = self.run_command([self.build("memory", "-O2"), "misuse", "leak"])
        self.assertEqual(self.assert_ended(result).err, "")


if __name__ == "__main__":
    support.main()
