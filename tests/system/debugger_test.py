#!/usr/bin/env python3
"""Programs built with -g in gdb, and in lldb where it is installed: breakpoints by line, values, steps, backtraces."""

import re
import shutil
import unittest

import support
from support import PROGRAMS, SystemTest

SOURCE = "debugged.arc"


def line_of(comment):
    for number, text in enumerate((PROGRAMS / SOURCE).read_text().splitlines(), 1):
        if text.endswith(f"// line: {comment}"):
            return number
    raise AssertionError(comment)


class DebuggerTest(SystemTest):
    def assert_lines(self, output, *wanted):
        """Each of the patterns stands in the output, in this order."""
        at = 0
        for pattern in wanted:
            found = re.compile(pattern, re.M).search(output, at)
            self.assertIsNotNone(found, f"no {pattern!r} behind position {at} of\n{output}")
            at = found.end()


GDB = shutil.which("gdb")


class Gdb(DebuggerTest):
    def setUp(self):
        super().setUp()
        # tools/install_deps.sh installs it: a machine without it is not set up.
        self.assertIsNotNone(GDB, "gdb is not installed")

    def gdb(self, program, *commands):
        arguments = [GDB, "-nx", "-batch", "-ex", "set pagination off", "-ex", "set style enabled off", "-ex", "set width 0",
                     "-ex", f"directory {PROGRAMS}"]
        for command in commands:
            arguments += ["-ex", command]
        result = self.run_command([*arguments, program])
        if "ptrace: Operation not permitted" in result.err:
            self.skipTest("this sandbox does not let a process be traced")
        return result.out + result.err

    def test_breakpoint_values_and_backtrace(self):
        out = self.gdb(self.build("debugged", "-g"), f"break {SOURCE}:{line_of('values')}", "run", "bt", "print small", "print big",
                       "print whole", "print real", "print single", "print yes", "print letter", "print numbers", "print point",
                       "print line.to", "print text", "print list", "print shape", "print maybe", "print scaled", "print whole + 1",
                       "ptype point")
        self.assert_lines(out, rf"^Breakpoint 1, main\.values.* at .*{SOURCE}:{line_of('values')}$",
                          rf"^#0 +main\.values.*{SOURCE}:{line_of('values')}$", rf"^#1 .* main\.main.*{SOURCE}:{line_of('main')}$",
                          r"^\$1 = -5\b", r"^\$2 = 18446744073709551615$", r"^\$3 = 42$", r"^\$4 = 2\.5$", r"^\$5 = 0\.25$", r"^\$6 = true$",
                          r"^\$7 = 228\b", r"^\$8 = \{7, 8, 9\}$", r"^\$9 = \{x = 3, y = 4\.5\}$", r"^\$10 = \{x = 1, y = 1\.5\}$",
                          # The raw parts of the standard library's types.
                          r"^\$11 = .*_len = 5\b", r"^\$12 = .*_len = 3\b", r"^\$13 = .*Circle.*radius = 1\.5", r"^\$14 = .*value = 11",
                          r"^\$15 = \{x = 31, y = 9\}$", r"^\$16 = 43$", r"^type = struct main\.Point \{$")

    def test_text_is_seen_through_its_parts(self):
        out = self.gdb(self.build("debugged", "-g"), f"break {SOURCE}:{line_of('values')}", "run",
                       "print *(unsigned char *)text._data@5", "print ((long *)list._data)[1]", "print line.name._len")
        self.assert_lines(out, r'^\$1 = "hello"', r"^\$2 = 20$", r"^\$3 = 4$")

    def test_stepping(self):
        out = self.gdb(self.build("debugged", "-g"), f"break {SOURCE}:{line_of('call')}", "run", "step", f"until {line_of('scale')}",
                       "info args", "print by", "print moved", "next", "print moved", "finish", "next", "next")
        self.assert_lines(out, rf"^Breakpoint 1, main\.values.*:{line_of('call')}$", r"^main\.scale.* \(p=\.\.\.",
                          rf"^{line_of('scale')}\b", r"^p = \{x = 3, y = 4\.5\}$", r"^\$1 = 10$", r"^\$2 = \{x = 30, y = 9\}$",
                          r"^\$3 = \{x = 31, y = 9\}$", r"^0x\w+ in main\.values", rf"^{line_of('values')}\b")
        # A result in the caller's place is not shown as something else.
        self.assertNotIn("Value returned", out)

    def test_breakpoint_by_function_and_condition(self):
        out = self.gdb(self.build("debugged", "-g"), "break main.scale", f"break {SOURCE}:{line_of('loop')} if i == 2", "run", "print i",
                       "print total", "continue", "bt")
        self.assert_lines(out, rf"^Breakpoint 2, main\.main.*:{line_of('loop')}$", r"^\$1 = 2$", r"^\$2 = 1$", r"^Breakpoint 1, main\.scale",
                          r"^#0 +main\.scale", r"^#1 .* main\.values", r"^#2 .* main\.main")

    def test_optimized(self):
        out = self.gdb(self.build("debugged", "-O2", "-g"), "break main.scale", "run", "bt", "finish")
        self.assert_lines(out, r"^Breakpoint 1, main\.scale", r"^#0 +main\.scale", rf"main\.main.*{SOURCE}:{line_of('main')}$")

    def test_panic_and_fault(self):
        out = self.gdb(self.build("faults", "-g"), "break arc_rt_panic_bounds", "run index", "bt")
        self.assert_lines(out, r"^Breakpoint 1", r"main\.innermost", r"main\.middle", r"main\.outer", r"main\.main")
        out = self.gdb(self.build("faults", "-g"), "run null", "bt", "print node")
        self.assert_lines(out, r"SIGSEGV", r"^#0 .*main\.load.* at .*faults\.arc:\d+$", r"main\.main", r"^\$1 = \(.*\) 0x0$")

    def test_threads(self):
        out = self.gdb(self.build("threads", "-g"), "break main.fail_at", "run panic", "bt", "info threads")
        self.assert_lines(out, r"^Thread 2 .*hit Breakpoint 1, main\.fail_at", r"^#0 +main\.fail_at", r"^#1 .*main\.__thread_0", r"^\* 2 ")


LLDB = shutil.which("lldb-22") or shutil.which("lldb")


@unittest.skipUnless(LLDB, "lldb is not installed")
class Lldb(DebuggerTest):
    def test_breakpoint_values_and_backtrace(self):
        commands = [f"breakpoint set -f {SOURCE} -l {line_of('values')}", "run", "thread backtrace", "frame variable whole real yes point numbers"]
        arguments = [LLDB, "--no-lldbinit", "--batch"]
        for command in commands:
            arguments += ["-o", command]
        result = self.run_command([*arguments, self.build("debugged", "-g")])
        out = result.out + result.err
        if "not permitted" in out or "failed to launch" in out.lower():
            self.skipTest(f"this sandbox does not let a process be traced: {out}")
        self.assert_lines(out, rf"main\.values.*{SOURCE}:{line_of('values')}", rf"main\.main.*{SOURCE}:{line_of('main')}",
                          r"whole = 42", r"real = 2\.5", r"yes = true", r"x = 3", r"\[1\] = 8")


if __name__ == "__main__":
    if not GDB:
        print("debugger_test: gdb is not installed; its tests are skipped")
    if not LLDB:
        print("debugger_test: lldb is not installed; its tests are skipped")
    support.main()
