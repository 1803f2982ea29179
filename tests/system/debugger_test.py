#!/usr/bin/env python3
"""Programs built with -g in gdb, and in lldb where it is installed: breakpoints by line, values, steps, backtraces."""

import pathlib
import re
import shutil
import unittest

import support
from support import PROGRAMS, SystemTest

SOURCE = "debugged.arc"


def line_of(comment, source=SOURCE):
    for number, text in enumerate((PROGRAMS / source).read_text().splitlines(), 1):
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

    def gdb(self, program, *commands, printers=False):
        """What GDB says; with the printers that the program carries, if they are wanted."""
        arguments = [GDB, "-nx", "-batch", "-iex", f"set auto-load safe-path {program if printers else '/nowhere'}",
                     "-ex", "set pagination off", "-ex", "set style enabled off", "-ex", "set width 0", "-ex", f"directory {PROGRAMS}"]
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


    def printed(self, expressions, breakpoint, *flags):
        """What `print` says for each expression, without the number."""
        out = self.gdb(self.build("values", "-g", *flags), f"break {breakpoint}", "run",
                       *(command for e in expressions for command in (f"echo @{e}@", f"print {e}")), printers=True)
        return dict(re.findall(r"@(.*?)@\$\d+ = (.*)", out))

    VALUES = {
        "numbers": "vector(3) = {1, 2, 3}",
        "nested": 'vector(2) = {vector(1) = {"a"}, vector(2) = {"b", "c"}}',
        "lists": 'map(2) = {["a"] = vector(1) = {1.5}, ["b"] = vector(0)}',
        "few": "set(2) = {1, 2}",
        "some": "3",
        "none": "null",
        "text": r'"so\n\"me"',
        "fine": 'ok = {"fine"}',
        "tree": "Node = {left = Leaf, value = 5, right = Node = {left = Leaf, value = 6, right = Leaf}}",
        "leaf": "Leaf",
        "chain": "Joint = {weight = 1.5, rest = Joint = {weight = 2.5, rest = Last}}",
        "steps": "Step = {back = true, width = 7, next = Leap = {letter = 'é', next = Step = {back = false, width = 255, next = Stop}}}",
        "closure": "func(int64) int64 main.show.func = {numbers = vector(3) = {1, 2, 3}, by = 7}",
        "slice": "slice(2) = {2, 3}",
        "bytes": "slice(3) = {104, 105, 33}",
        "letter": "'é'",
        "newline": r"'\n'",
        "direct": "West",
        "ways": "vector(2) = {East, North}",
        "shape": "Rect = {w = 1, h = 2}",
        "shapes": "vector(2) = {Circle = {radius = 1}, Empty}",
        "letters": "{'a', 'b', 'c'}",
        "grid": "{{1, 2}, {3, 4}}",
        "maybe_tree": "Node = {left = Leaf, value = 5, right = Node = {left = Leaf, value = 6, right = Leaf}}",
        "soon": "250ms",
        "triple": '{1, "a", true}',
        "function": "func(vector<int64>, string, main.Part, *main.Part, int32, bool) usize main.look",
        "empty": "map(0)",
        "with_hole": "map(1) = {[{2, 'b'}] = Circle = {radius = 2}}",
        "deep": 'vector(1) = {map(1) = {["k"] = {1, Leaf}}}',
        "nothing": "Nothing",
        # Parts of values, by the fields that they have in memory.
        "part.pair": '{1, "x"}',
        "nested._data[1]": 'vector(2) = {"b", "c"}',
        "*part.next.payload.some.value": "9",
    }

    def test_values_of_every_kind(self):
        at = f"values.arc:{line_of('values', 'values.arc')}"
        shown = self.printed([*self.VALUES, "part", "failed", "to", "many", "unit"], at)
        for name, wanted in self.VALUES.items():
            self.assertEqual(shown.get(name), wanted, name)
        self.assertRegex(shown["part"], r"^\{number = 3, letter = 'é', pair = \{1, \"x\"\}, note = \"y\", way = South, size = 8, "
                                        r"wait = 1\.5s, next = 0x[0-9a-f]+\}$")
        self.assertRegex(shown["failed"], r'^err = \{message = "bad", code = 3, cause = null, location = "values\.arc:\d+"\}$')
        self.assertRegex(shown["to"], r"^To = \{place = 0x[0-9a-f]+\}$")
        self.assertRegex(shown["many"], r"^vector\(1000\) = \{0, 1, 2,.*\.\.\.\}$")
        self.assertRegex(shown["unit"], r'^err = \{message = "no",')

    def test_parameters(self):
        # At the function's name they have their values already.
        shown = self.printed(["v", "s", "p.way", "r.way", "*r", "n", "yes"], "main.look")
        self.assertEqual(shown["v"], "vector(3) = {1, 2, 3}")
        self.assertEqual((shown["s"], shown["p.way"], shown["r.way"], shown["n"], shown["yes"]), ('"four"', "South", "South", "5", "true"))
        self.assertIn("letter = 'é'", shown["*r"])
        out = self.gdb(self.build("values", "-g"), "break main.look", "run", "info args", printers=True)
        self.assert_lines(out, r"^v = vector", r'^s = "four"$', r"^p = \{number", r"^r = 0x", r"^n = 5$", r"^yes = true$")

    def test_optimized_values(self):
        # What is still there is right; what is gone is said to be gone.
        at = f"values.arc:{line_of('values', 'values.arc')}"
        names = ["nested", "lists", "tree", "text"]
        shown = self.printed(names, at, "-O2")
        self.assertEqual(sorted(shown), sorted(names))
        for name in names:
            if "optimized out" not in shown[name]:
                self.assertEqual(shown[name], self.VALUES[name])

    def test_a_name_means_its_latest_declaration(self):
        for place, (x, i) in self.SCOPES.items():
            out = self.gdb(self.build("scopes", "-g"), f"break scopes.arc:{line_of(place, 'scopes.arc')}", "run", "print x", "print i", printers=True)
            self.assertIn(f"$1 = {x}\n", out, place)
            self.assertIn(f"$2 = {i}\n" if i else 'No symbol "i" in current context.', out, place)
        # Nothing is seen before it is declared.
        out = self.gdb(self.build("values", "-g"), f"break values.arc:{line_of('first', 'values.arc')}", "run", "info locals", "next", "info locals")
        self.assert_lines(out, r"^No locals\.$", r"^numbers = ")
        self.assertNotRegex(out, r"(?m)^nested = ")

    # line: what `x` and `i` are there
    SCOPES = {"inner": ('"inner"', None), "not yet": ("3", "0"), "loop": ("0", "0"), "arm": ("3", None),
              "if let": ("4", None), "outer": ("3", None), "again": ("true", None)}

    def test_damaged_values(self):
        # Whatever lies in memory, the printers come to an end and say so.
        out = self.gdb(self.build("values", "-g"), f"break values.arc:{line_of('values', 'values.arc')}", "run",
                       "set var numbers._len = 1ull << 60", "print numbers", "set var nested._data = 16", "print nested",
                       "set var lists._table = 16", "print lists", "set var slice._len = -1", "print slice",
                       "set var tree.cell = 0x10000", "print tree", "set var leaf.cell = 7", "print leaf",
                       "set var text.payload.some.value._len = -1", "print text", "set var shape.case = 9", "print shape",
                       "set var letter = 0x110000", "print letter", "set var closure.code = 1", "print closure", "echo done", printers=True)
        for wanted in ("<not a vector>", "Cannot access memory at address 0x10", "Cannot access memory at address 0x38", "<not a slice>",
                       "<not a value>", "<no case 7>", "<not a string>", "<no case 9>", "<no character 0x110000>", "func(int64) int64 ?", "done"):
            self.assertIn(wanted, out)
        self.assertNotIn("Traceback", out)

    def test_types(self):
        out = self.gdb(self.build("values", "-g"), "ptype main.Part", "whatis main.show", "info line main.look", "break main.look", "run",
                       "up", "whatis nested", "whatis lists", "whatis slice", "whatis triple", "whatis soon", "whatis closure")
        self.assert_lines(out, r"^type = vector<vector<string>>$", r"^type = map<string, vector<float64>>$", r"^type = \[\]int64$",
                          r"^type = \(int64, string, bool\)$", r"^type = duration$", r"^type = func\(int64\) int64$")

    def test_inlined_frames(self):
        line = {name: line_of(name, "inlined.arc") for name in ("inlined", "caller", "outermost")}
        for flags in ("-O0",), ("-O2",):
            out = self.gdb(self.build("inlined", "-g", *flags), f"break inlined.arc:{line['inlined']}", "run", "bt", "info locals", "up",
                           "info args", "up", "info locals", printers=True)
            self.assert_lines(out, rf"^#0 +main\.check .*inlined\.arc:{line['inlined']}$", rf"^#1 .*main\.withdraw .*inlined\.arc:{line['caller']}$",
                              rf"^#2 .*main\.main.*inlined\.arc:{line['outermost']}$", r"^left = ", r'^account = \{owner = "Ada", balance = ')

    def test_only_programs_with_debug_information_carry_the_printers(self):
        def carries(*flags):
            return b"gdb.inlined-arc" in pathlib.Path(self.build("inlined", *flags)).read_bytes()

        self.assertTrue(carries("-g"))
        self.assertFalse(carries())
        self.assertFalse(carries("-g", "--strip"))

    def test_the_command(self):
        self.write("p.arc", (PROGRAMS / "inlined.arc").read_text())
        result = self.arc("debug", "p.arc", "--", "a b", stdin=f"break p.arc:{line_of('inlined', 'inlined.arc')}\nrun\nprint a\nbt\ninfo inferiors\nshow args\n".encode())
        if "ptrace: Operation not permitted" in result.out + result.err:
            self.skipTest("this sandbox does not let a process be traced")
        self.assert_lines(result.out, r'\$1 = \{owner = "Ada", balance = ', r"#2 .*main\.main", r"a\\? b")
        # Steps go over the standard library.
        result = self.arc("debug", "p.arc", stdin=f"break p.arc:{line_of('inlined', 'inlined.arc')}\nrun\nstep\n".encode())
        self.assertNotIn("std/core", result.out[result.out.index("Breakpoint 1, "):])
        refused = self.arc("debug", "--debugger=/no/such/debugger", "p.arc")
        self.assert_refused(refused, "cannot find the debugger `/no/such/debugger`")
        self.write("p.arc", "func main() {")
        self.assert_refused(self.arc("debug", "p.arc"), "error[ARC")


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

    def lldb(self, program, *commands):
        arguments = [LLDB, "--no-lldbinit", "--batch", "-o", "settings set use-color false",
                     "-o", f"command script import {support.Session.distribution}/lib/arc/debugger/arc_lldb.py"]
        for command in commands:
            arguments += ["-o", command]
        result = self.run_command([*arguments, program])
        out = result.out + result.err
        if "not permitted" in out or "failed to launch" in out.lower():
            self.skipTest(f"this sandbox does not let a process be traced: {out}")
        self.assertNotIn("Traceback", out)
        return out

    def shown(self, breakpoint, *names):
        """What `frame variable` says for each, on one line."""
        out = self.lldb(self.build("values", "-g"), breakpoint, "run", f"frame variable --show-all-children --depth 100 {' '.join(names)}")
        out = out[out.rindex("(lldb) frame variable"):].split("\n", 1)[1]
        values = {}
        for text in re.split(r"^(?=\()", out, flags=re.M):
            if found := re.match(r"\(.*?\) (\w+) = (.*)", re.sub(r"\s+", " ", text).strip()):
                values[found[1]] = found[2]
        return values

    def test_values_of_every_kind(self):
        wanted = {
            "numbers": "vector(3) { [0] = 1 [1] = 2 [2] = 3 }",
            "nested": 'vector(2) { [0] = vector(1) { [0] = "a" } [1] = vector(2) { [0] = "b" [1] = "c" } }',
            "lists": 'map(2) { [0] = { key = "a" value = vector(1) { [0] = 1.5 } } [1] = { key = "b" value = vector(0) } }',
            "few": "set(2) { [0] = 1 [1] = 2 }",
            "some": "3",
            "none": "null",
            "text": r'"so\n\"me"',
            "fine": 'ok { value = "fine" }',
            "tree": "Node { left = Leaf value = 5 right = Node { left = Leaf value = 6 right = Leaf } }",
            "leaf": "Leaf",
            "chain": "Joint { weight = 1.5 rest = Joint { weight = 2.5 rest = Last } }",
            "steps": "Step { back = true width = 7 next = Leap { letter = U+0x000000e9 U'é' next = Step { back = false width = 255 next = Stop } } }",
            "closure": "main.show.func { numbers = vector(3) { [0] = 1 [1] = 2 [2] = 3 } by = 7 }",
            "slice": "slice(2) { [0] = 2 [1] = 3 }",
            "bytes": "slice(3) { [0] = 104 [1] = 105 [2] = 33 }",
            "direct": "West",
            "ways": "vector(2) { [0] = East [1] = North }",
            "shape": "Rect { w = 1 h = 2 }",
            "shapes": "vector(2) { [0] = Circle { radius = 1 } [1] = Empty }",
            "maybe_tree": "Node { left = Leaf value = 5 right = Node { left = Leaf value = 6 right = Leaf } }",
            "soon": "250000000 250ms",
            "function": "main.look",
            "empty": "map(0)",
            "nothing": "Nothing",
            "deep": 'vector(1) { [0] = map(1) { [0] = { key = "k" value = { 0 = 1 1 = Leaf } } } }',
        }
        shown = self.shown(f"breakpoint set -f values.arc -l {line_of('values', 'values.arc')}", *wanted, "failed", "with_hole")
        for name, text in wanted.items():
            self.assertEqual(shown.get(name), text, name)
        self.assertRegex(shown["failed"], r'^err \{ message = "bad" code = 3 cause = null location = "values\.arc:\d+" \}$')
        self.assertRegex(shown["with_hole"], r"^map\(1\) \{ \[0\] = \{ key = \(?.*2.*'b'.* value = Circle \{ radius = 2 \} \} \}$")

    def test_a_name_means_its_latest_declaration(self):
        for place, (x, _) in Gdb.SCOPES.items():
            out = self.lldb(self.build("scopes", "-g"), f"breakpoint set -f scopes.arc -l {line_of(place, 'scopes.arc')}", "run", "frame variable x")
            # The innermost comes last.
            self.assertRegex(out.rstrip().splitlines()[-1], rf"\) x = {x}$", place)

    def test_damaged_values(self):
        out = self.lldb(self.build("values", "-g"), f"breakpoint set -f values.arc -l {line_of('values', 'values.arc')}", "run",
                        "script lldb.frame.FindVariable('numbers').GetNonSyntheticValue().GetChildMemberWithName('_len').SetValueFromCString('1152921504606846976')",
                        "script lldb.frame.FindVariable('lists').GetNonSyntheticValue().GetChildMemberWithName('_table').SetValueFromCString('16')",
                        "script lldb.frame.FindVariable('tree').GetNonSyntheticValue().GetChildMemberWithName('cell').SetValueFromCString('65536')",
                        "frame variable numbers lists tree", "script print('done')")
        self.assert_lines(out, r"numbers = <not a vector>", r"lists = ", r"tree = <not a value>", r"^done$")

    def test_inlined_frames(self):
        line = {name: line_of(name, "inlined.arc") for name in ("inlined", "caller", "outermost")}
        out = self.lldb(self.build("inlined", "-g", "-O2"), f"breakpoint set -f inlined.arc -l {line['inlined']}", "run", "bt")
        self.assert_lines(out, rf"frame #0: .*main\.check.*inlined\.arc:{line['inlined']}",
                          rf"frame #1: .*main\.withdraw.*inlined\.arc:{line['caller']}.*\[inlined\]",
                          rf"frame #2: .*main\.main.*inlined\.arc:{line['outermost']}")

    def test_the_command(self):
        self.write("p.arc", (PROGRAMS / "inlined.arc").read_text())
        result = self.arc("debug", f"--debugger={LLDB}", "p.arc", "--", "a b",
                          stdin=f"breakpoint set -f p.arc -l {line_of('inlined', 'inlined.arc')}\nscript lldb.debugger.SetAsync(False)\n"
                                "run\nframe variable a\nsettings show target.run-args\nstep\nstep\n".encode())
        if "not permitted" in result.out + result.err or "failed to launch" in (result.out + result.err).lower():
            self.skipTest("this sandbox does not let a process be traced")
        self.assert_lines(result.out, r'owner = "Ada"', r'\[0\]: "a b"')
        self.assertNotRegex(result.out, r"frame #0: .*std/core")


if __name__ == "__main__":
    if not GDB:
        print("debugger_test: gdb is not installed; its tests are skipped")
    if not LLDB:
        print("debugger_test: lldb is not installed; its tests are skipped")
    support.main()
