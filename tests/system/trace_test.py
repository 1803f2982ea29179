#!/usr/bin/env python3
"""Where it happened: positions and stack traces of panics and faults, at -O0 and -O2, stripped or not."""

import re
import signal

import support
from support import SystemTest

FLAVOURS = ((), ("-O2",), ("--strip",), ("-O2", "--strip"))


def line_of(comment):
    """The number of the line of faults.arc that is marked `// line: COMMENT`."""
    for number, text in enumerate((support.PROGRAMS / "faults.arc").read_text().splitlines(), 1):
        if text.endswith(f"// line: {comment}"):
            return number
    raise AssertionError(comment)


def frames(report):
    """(function, line) of each frame of the program's own code in a report."""
    return [(name, int(line)) for name, line in re.findall(r"^ *\d+: (\S+)\n +at faults\.arc:(\d+)$", report, re.M)]


class Traces(SystemTest):
    def faults(self, flags, scenario):
        return self.run_command([self.build("faults", *flags), scenario])

    def assert_panic(self, flags, scenario, message, function, comment):
        result = self.assert_ended(self.faults(flags, scenario), code=101)
        self.assertTrue(result.err.startswith(f"panic: {message}\n  at faults.arc:{line_of(comment)} (in {function})\nstack trace:\n"),
                        str(result))
        return frames(result.err)

    def assert_fault(self, flags, scenario, headline, function, comment):
        result = self.assert_ended(self.faults(flags, scenario), signal_number=signal.SIGSEGV)
        self.assertTrue(result.err.startswith(f"fatal: SIGSEGV {headline}\n  at faults.arc:{line_of(comment)} (in {function})\nstack trace:\n"),
                        str(result))
        return frames(result.err)

    def test_panic_in_a_chain_of_calls(self):
        # innermost and middle are inlined at -O2; their frames are there all the same.
        for flags in FLAVOURS:
            found = self.assert_panic(flags, "index", "index 9 out of bounds for length 3", "main.innermost", "index")
            self.assertEqual(found, [("main.innermost", line_of("index")), ("main.middle", line_of("middle")),
                                     ("main.outer", line_of("outer")), ("main.main", line_of("main index"))])

    def test_frames_inlined_at_o2_are_no_calls(self):
        # Otherwise the test above says nothing about inlined frames.
        code = self.run_command([support.binary_tool("objdump"), "-d", "--no-show-raw-insn", self.build("faults", "-O2")]).out
        body = re.search(r"^\w+ <main\.outer.*?>:\n(.*?)\n\n", code, re.M | re.S)[1]
        self.assertNotRegex(body, r"call\w* +\S+ <main\.(innermost|middle)")

    def test_null(self):
        for flags in FLAVOURS:
            found = self.assert_fault(flags, "null", "(address 0x0): null dereference", "main.load", "null")
            self.assertEqual(found, [("main.load", line_of("null")), ("main.main", line_of("main null"))])
            self.assert_fault(flags, "null_field", "(address 0x320): null dereference", "main.load_far", "null field")
            self.assert_fault(flags, "null_store", "(address 0x0): null dereference", "main.store", "null store")

    def test_stack_overflow(self):
        for flags in FLAVOURS:
            result = self.assert_ended(self.faults(flags, "overflow"), signal_number=signal.SIGSEGV)
            self.assertRegex(result.err, r"^fatal: SIGSEGV \(address 0x[0-9a-f]+\): stack overflow\n  at faults\.arc:\d+ \(in main\.sum_to\)\n")
            self.assertIn(("main.sum_to", line_of("overflow")), frames(result.err))
            self.assertLess(len(result.err), 20000)

    def test_deep_recursion(self):
        for flags in FLAVOURS:
            found = self.assert_panic(flags, "recursion", "at the bottom", "main.no_tail", "bottom")
            self.assertEqual(found[:3], [("main.no_tail", line_of("bottom"))] + [("main.no_tail", line_of("recursion"))] * 2)

    def test_names_of_methods_closures_and_generic_functions(self):
        for flags in FLAVOURS:
            self.assert_panic(flags, "method", "unwrapped a null optional", "main.Stack.pop", "method")
            found = self.assert_panic(flags, "closure", "division by zero", "main.main.func", "closure")
            self.assertEqual(found[1], ("main.apply", line_of("apply")))
            self.assert_panic(flags, "generic", "index 3 out of bounds for length 1", "main.find<std/core.string>", "generic")

    def test_functions_that_nobody_wrote_are_left_out(self):
        for flags in FLAVOURS:
            reports = [self.faults(flags, scenario).err for scenario in ("index", "null", "method", "closure", "recursion")]
            # The functions that the compiler makes around the bodies of children and threads.
            reports += [self.run_command([self.build("children"), "panic"]).err,
                        self.run_command([self.build("threads"), "panic"]).out]
            for report in reports:
                self.assertNotRegex(report, r"\d+: (arc_|_start|\S*(wire|thread)_entry)")

    def test_sources_may_be_gone_and_elsewhere(self):
        program = self.build_text('func main() {\n    let v = [1]\n    let i = 5\n    println(v[i])\n}\n')
        (self.folder / "program.arc").unlink()
        result = self.run_command([program], cwd="/")
        self.assertIn("  at program.arc:4 (in main.main)\n", result.err)
        # No path of the machine that built it.
        self.assertNotIn(str(self.folder).encode(), program.read_bytes())

    def test_signals_from_outside(self):
        for number, text in ((signal.SIGSEGV, "SIGSEGV: sent by a process"), (signal.SIGFPE, "SIGFPE"), (signal.SIGILL, "SIGILL"),
                             (signal.SIGBUS, "SIGBUS")):
            process = self.start([self.build("children"), "endless"])
            self.assertRegex(process.stdout.readline(), rb"child \d+")
            process.send_signal(number)
            _, err = process.communicate(timeout=support.TIMEOUT)
            self.assertEqual(process.returncode, -number)
            self.assertIn(f"fatal: {text}", err.decode())

    def test_hardware_division_fault(self):
        # Checked arithmetic never gets there; foreign code does.
        self.write("divide.c", "int divide(int a, int b) { return a / b; }\n")
        result = self.run_command(["clang-22", "-O1", "-fno-pic", "-fno-omit-frame-pointer", "-ffreestanding", "-c", "divide.c"])
        if result.returncode != 0:
            self.skipTest(f"no C compiler: {result.err}")
        self.write("main.arc", 'extern "C" { func divide(a: int32, b: int32) int32 }\nfunc main() {\n    println(divide(1, 0))\n}\n')
        lib = support.Session.distribution / "lib" / "arc"
        self.assert_ended(self.tool("arcc", "--program", f"--import=std/core={lib}/std/core.arci", "--prelude=std/core",
                                    "--emit=obj", "-o", "main.o", "main.arc"))
        self.assert_ended(self.tool("arc-ld", "main.o", "divide.o", lib / "libarc_std.a", lib / "libarc_rt.a", "-o", "program"))
        result = self.assert_ended(self.run_command([self.folder / "program"]), signal_number=signal.SIGFPE)
        self.assertRegex(result.err, r"^fatal: SIGFPE \(address 0x[0-9a-f]+\): integer division fault\n")
        self.assertRegex(result.err, r"main\.main\n +at main\.arc:3\n")


if __name__ == "__main__":
    support.main()
