#!/usr/bin/env python3
"""Properties of built programs: one static file that needs nothing else, small, the same bytes for the same source."""

import os
import re
import shutil
import stat

import support
from support import Session, SystemTest

HELLO = 'func main() { println("hello, world") }\n'


class StaticFile(SystemTest):
    def readelf(self, program, *options):
        return self.assert_ended(self.run_command([support.binary_tool("readelf"), "-W", *options, program])).out

    def programs(self):
        return [self.build(name, *flags) for name in ("children", "threads") for flags in ((), ("-O2", "--strip"), ("-g",))]

    def test_nothing_dynamic(self):
        for program in self.programs():
            header = self.readelf(program, "-h")
            self.assertRegex(header, r"Type: +EXEC")
            self.assertRegex(header, r"Machine: +Advanced Micro Devices X86-64")
            segments = self.readelf(program, "-l")
            self.assertIn("LOAD", segments)
            for kind in ("INTERP", "DYNAMIC", "TLS"):
                self.assertNotRegex(segments, rf"^ +{kind} ", str(program))
            self.assertNotIn("There are relocations", self.readelf(program, "-r"))

    def test_memory_is_never_writable_and_executable(self):
        for program in self.programs():
            segments = self.readelf(program, "-l")
            for flags in re.findall(r"^  \w+ +0x\S+ 0x\S+ 0x\S+ 0x\S+ 0x\S+ ([RWE ]{3}) ", segments, re.M):
                self.assertFalse("W" in flags and "E" in flags, segments)
            self.assertRegex(segments, r"GNU_STACK +0x\S+ 0x\S+ 0x\S+ 0x\S+ 0x\S+ RW +")

    def test_undefined_symbols(self):
        for program in self.programs():
            self.assertNotRegex(self.readelf(program, "-s"), r"GLOBAL +DEFAULT +UND ")

    def test_size_of_hello(self):
        for flags in (("--strip",), ("-O2", "--strip"), ("-Os", "--strip")):
            program = self.build_text(HELLO, *flags)
            # With a trap at every step that could be undefined the runtime is larger.
            self.assertLessEqual(program.stat().st_size, (256 if support.SANITIZER == "ubsan" else 64) * 1024)
            self.assertEqual(self.assert_ended(self.run_command([program])).out, "hello, world\n")
            self.assertNotIn(".symtab", self.readelf(program, "-S"))

    def test_build_id(self):
        def build_id(program):
            return re.search(r"Build ID: (\w{32})", self.readelf(program, "-n"))[1]
        self.assertEqual(build_id(self.build("children")), build_id(self.build_again("children")))
        self.assertNotEqual(build_id(self.build("children")), build_id(self.build("threads")))

    def build_again(self, name):
        output = self.folder / "again"
        self.environment["ARC_CACHE"] = str(self.folder / "cache")
        self.assert_ended(self.arc("build", "-o", output, f"{name}.arc", cwd=support.PROGRAMS))
        return output


class EmptyRoot(SystemTest):
    """The program file alone in a file system of its own."""

    def in_root(self, program, *arguments):
        root = self.folder / "root"
        root.mkdir(exist_ok=True)
        shutil.copy(program, root / "program")
        self.assertEqual(os.listdir(root), ["program"])
        if support.may_mount():
            # The root of a mount namespace of its own.
            script = 'mount --bind "$0" "$0" && cd "$0" && pivot_root . . && exec /program "$@"'
            return self.run_command(["unshare", "--mount", "sh", "-c", script, root, *arguments])
        # Root in a container may still change its root.
        unshare = [] if support.is_root() else ["unshare", "--map-root-user"]
        result = self.run_command([*unshare, "chroot", root, "/program", *arguments])
        if "unshare:" in result.err or "chroot:" in result.err:
            self.skipTest(f"needs root or user namespaces: {result.err}")
        return result

    def test_hello(self):
        result = self.assert_ended(self.in_root(self.build_text(HELLO, "-O2", "--strip")))
        self.assertEqual((result.out, result.err), ("hello, world\n", ""))

    def test_threads(self):
        result = self.assert_ended(self.in_root(self.build("threads"), "at_once", "64"))
        self.assertEqual(result.out, f"{sum(n + (10, 20, 30, 40)[n % 4] for n in range(64))}\n")

    def test_processes(self):
        # Without /proc and /dev: the program finds itself all the same.
        result = self.assert_ended(self.in_root(self.build("children"), "crowd", "20"))
        self.assertEqual(result.out, f"{sum(2 * i for i in range(20))}\n")
        result = self.assert_ended(self.in_root(self.build("children"), "panic"))
        self.assertIn("Panicked: the process panicked: index 7 out of bounds for length 3\n", result.out)

    def test_faults(self):
        result = self.assert_ended(self.in_root(self.build("faults"), "index"), code=101)
        self.assertIn("main.outer", result.err)
        result = self.in_root(self.build("faults"), "null")
        self.assertIn("null dereference", result.err)


class SameBytes(SystemTest):
    SOURCES = {
        "app/main.arc": 'import "text"\nimport "shared"\n'
                        'func main() {\n    println(text.twice(shared.name()), process func(n: int64) map<string, int64> '
                        '{ return {"a": n, "b": 2} }(ProcessConfig{}, 1).wait())\n}\n',
        "app/text/text.arc": 'func twice(s: string) string { return s + s }\n',
        "app/text/more.arc": 'func join<T>(a: T, b: T) string { return "${a}${b}" }\n',
        "shared/shared.arc": 'import "std/math"\nfunc name() string { return "ab${math.sqrt(4.0)}" }\n',
    }

    def tree(self, folder, order):
        """The sources in a folder of their own, made in this order, so that the folder lists them differently."""
        for name in sorted(self.SOURCES, reverse=order):
            self.write(f"{folder}/{name}", self.SOURCES[name])
        return self.folder / folder

    def built(self, folder, flags, jobs):
        environment = self.environment | {"ARC_CACHE": str(self.folder / folder / "cache")}
        output = self.folder / folder / "program"
        self.assert_ended(self.arc("build", jobs, *flags, "-o", output, "app", cwd=self.folder / folder, env=environment))
        return output.read_bytes()

    def test_programs(self):
        self.tree("one", False)
        self.tree("another/much/deeper/place", True)
        for flags in (("-O0",), ("-O2",), ("-O2", "-g"), ("--checked", "-g"), ("-Os", "--strip")):
            one = self.built("one", flags, "-j1")
            two = self.built("another/much/deeper/place", flags, "-j4")
            self.assertTrue(one == two, f"the programs differ with {' '.join(flags)}")
            self.assertNotIn(str(self.folder).encode(), one)

    def test_objects_and_interfaces(self):
        lib = Session.distribution / "lib" / "arc" / "std"
        for flags in (("-O0",), ("-O2",)):
            results = []
            for folder in ("a", "b/c"):
                self.write(f"{folder}/shapes.arc", "/// Doc.\nenum Shape {\n    Circle(r: float64)\n    Empty\n}\n"
                           "func area<T>(x: T) T { return x * x }\nfunc name(s: Shape) string { return \"${s}\" }\n")
                self.assert_ended(self.tool("arcc", f"--import=std/core={lib}/core.arci", "--prelude=std/core", *flags,
                                            "--package=shapes", "--emit=obj", "--interface-out=shapes.arci", "-o", "shapes.o",
                                            "shapes.arc", cwd=self.folder / folder))
                results.append([(self.folder / folder / name).read_bytes() for name in ("shapes.o", "shapes.arci")])
            self.assertTrue(results[0][0] == results[1][0], f"objects differ with {flags}")
            self.assertTrue(results[0][1] == results[1][1], f"interfaces differ with {flags}")


class Start(SystemTest):
    def test_odd_beginnings(self):
        # What exec can do to a program: no arguments at all, no environment, many and large ones.
        program = self.build_text('import "std/os"\nimport "std/env"\nfunc main() {\n'
                                  '    println(os.args.len(), env.all().len())\n}\n')
        self.assertEqual(self.run_command([program], env={}).out, "1 0\n")
        self.assertEqual(self.run_command([program, *["x" * 1000] * 1000], env={"A": "1"}).out, "1001 1\n")
        # Without even a name.
        script = "import ctypes, sys; ctypes.CDLL(None).execve(sys.argv[1].encode(), (ctypes.c_char_p * 1)(), (ctypes.c_char_p * 1)())"
        result = self.run_command(["python3", "-c", script, program])
        self.assertEqual(self.assert_ended(result).out, "1 0\n")

    def test_limits(self):
        program = self.build_text(HELLO)
        # Little address space, a small stack, no descriptors to spare.
        for limit in ("--as=20000000", "--stack=65536", "--nofile=3"):
            result = self.assert_ended(self.run_command(["prlimit", limit, program]))
            self.assertEqual(result.out, "hello, world\n")

    def test_output_is_executable_for_whom_the_umask_lets(self):
        self.write("hello.arc", HELLO)
        old = os.umask(0o027)
        try:
            self.assert_ended(self.arc("build", "-o", "hello", "hello.arc"))
        finally:
            os.umask(old)
        self.assertEqual(stat.S_IMODE((self.folder / "hello").stat().st_mode), 0o750)


if __name__ == "__main__":
    support.main()
