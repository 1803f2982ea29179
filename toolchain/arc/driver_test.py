#!/usr/bin/env python3
"""Runs the installed tools as users do: exit codes, messages, the cache.

usage: driver_test.py DISTRIBUTION [unittest arguments]
"""

import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

DISTRIBUTION = ""

HELLO = 'func main() { println("hello") }\n'


class DriverTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder / "home"),
                            "ARC_CACHE": str(self.folder / "cache")}

    def write(self, name, text):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def tool(self, program, *arguments, stdin=b""):
        return subprocess.run([f"{DISTRIBUTION}/bin/{program}", *map(str, arguments)], cwd=self.work, input=stdin,
                              env=self.environment, capture_output=True, timeout=120, check=False)

    def arc(self, *arguments, **options):
        return self.tool("arc", *arguments, **options)

    def assert_result(self, result, code, stdout=None, stderr=None):
        """stdout and stderr: text that is contained; "" for nothing at all."""
        told = f"{result.args}\nexit {result.returncode}\n{result.stdout.decode()}\n{result.stderr.decode()}"
        self.assertEqual(result.returncode, code, told)
        for wanted, got in ((stdout, result.stdout.decode()), (stderr, result.stderr.decode())):
            if wanted == "":
                self.assertEqual(got, "", told)
            elif wanted is not None:
                self.assertIn(wanted, got, told)

    def cache_files(self, suffix):
        return sorted(pathlib.Path(self.environment["ARC_CACHE"]).glob(f"??/*.{suffix}"))

    def in_mount(self, mount, script):
        """Runs a shell script with $MOUNT mounted as told; skips the test where that is not possible."""
        point = self.folder / "mount"
        point.mkdir()
        command = f"mount {mount} && " + script
        result = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", command], cwd=self.work,
                                env=self.environment | {"MOUNT": str(point), "BIN": f"{DISTRIBUTION}/bin"},
                                capture_output=True, timeout=120, check=False)
        if b"unshare:" in result.stderr or b"mount:" in result.stderr:
            self.skipTest(f"cannot mount here: {result.stderr.decode()}")
        return result


class Commands(DriverTest):
    def test_help(self):
        for arguments in ([], ["help"], ["--help"], ["-h"]):
            self.assert_result(self.arc(*arguments), 0, stdout="build a program and run it", stderr="")
        for verb in ("run", "build", "check", "test", "debug", "clean", "version", "help"):
            self.assert_result(self.arc("help", verb), 0, stdout=f"usage: arc {verb}", stderr="")
            self.assert_result(self.arc(verb, "--help"), 0, stdout=f"usage: arc {verb}", stderr="")

    def test_version(self):
        self.assert_result(self.arc("version"), 0, stdout="arc 0.1.0 (build ", stderr="")
        self.assert_result(self.arc("--version"), 0, stdout="LLVM 22", stderr="")

    def test_wrong_command_lines(self):
        self.assert_result(self.arc("biuld"), 2, "", "there is no command `biuld`; did you mean `arc build`?")
        self.assert_result(self.arc("hello.arc"), 2, "", "to run a program: `arc run hello.arc`")
        self.assert_result(self.arc("-O2", "build"), 2, "", "the command comes first")
        self.assert_result(self.arc("build", "--srtip"), 2, "", "did you mean `--strip`?")
        self.assert_result(self.arc("build", "a.arc", "b.arc"), 2, "", "one program at a time")
        self.assert_result(self.arc("run", "a.arc", "b"), 2, "", "arguments for the program stand after `--`")
        self.assert_result(self.arc("debug", "a.arc", "b"), 2, "", "arc debug a.arc -- b")
        self.assert_result(self.arc("build", "-O7"), 2, "", "expected 0, 1, 2, 3 or s")
        self.assert_result(self.arc("test", "--filter=(", "."), 2, "", "is no regular expression")
        self.assert_result(self.arc("help", "nothing"), 2, "", "there is no command `nothing`")

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([f"{DISTRIBUTION}/bin/arc", "help"], stdout=full, env=self.environment, check=False)
        self.assertEqual(result.returncode, 1)

    def test_no_installation(self):
        self.environment["ARC_ROOT"] = str(self.folder)
        self.write("hello.arc", HELLO)
        self.assert_result(self.arc("run", "hello.arc"), 1, "", "lib/arc/manifest.json")


class Programs(DriverTest):
    def test_run_passes_arguments_input_and_exit_code(self):
        self.write("echo.arc", """
import "std/os"
func main() {
    for a in os.args { println("<${a}>") }
    os.exit(7)
}
""")
        self.assert_result(self.arc("run", "echo.arc", "--", "a b", "--strip", ""), 7, "<a b>\n<--strip>\n<>\n", "")
        self.assert_result(self.arc("run", "-O2", "echo.arc"), 7)

    def test_panics_name_the_place(self):
        self.write("crash.arc", 'func main() {\n    panic("over")\n}\n')
        result = self.arc("run", "crash.arc")
        self.assert_result(result, 101, "", "panic: over\n  at crash.arc:2 (in main.main)")

    def test_build_writes_where_told(self):
        self.write("hello.arc", HELLO)
        self.assert_result(self.arc("build", "hello.arc"), 0, "", "")
        self.assert_result(self.arc("build", "hello.arc", "-o", "other"), 0, "", "")
        (self.work / "bin").mkdir()
        self.assert_result(self.arc("build", "-o", "bin", "hello.arc"), 0, "", "")
        self.assert_result(self.arc("build", "-o", "bin/", "hello.arc"), 0, "", "")
        for program in ("hello", "other", "bin/hello"):
            result = subprocess.run([self.work / program], capture_output=True, check=True)
            self.assertEqual(result.stdout, b"hello\n")

    def test_the_folder_of_the_program_is_no_place_for_its_file(self):
        self.write("tool/main.arc", HELLO)
        self.assert_result(self.arc("build", "tool"), 0, "", "")
        self.assertTrue(os.access(self.work / "tool/tool", os.X_OK))

    def test_flavours(self):
        self.write("hello.arc", HELLO)
        for flags in (["-O1"], ["-O2"], ["-O3"], ["-Os"], ["-O"], ["-g"], ["--checked"], ["-O2", "-g", "--checked"]):
            self.assert_result(self.arc("run", *flags, "hello.arc"), 0, "hello\n", "")
        self.arc("build", "hello.arc", "-o", "plain")
        self.arc("build", "--strip", "hello.arc", "-o", "stripped")
        self.assertLess((self.work / "stripped").stat().st_size, (self.work / "plain").stat().st_size)
        # With a trap at every step that could be undefined the runtime is larger.
        limit = 256 if os.environ.get("ARC_SANITIZER") == "ubsan" else 64
        self.assertLessEqual((self.work / "stripped").stat().st_size, limit * 1024)

    def test_packages(self):
        self.write("app/main.arc", 'import "text"\nimport "shared"\nfunc main() { println(text.twice(shared.name())) }\n')
        self.write("app/text/text.arc", 'func twice(s: string) string { return s + s }\n')
        self.write("shared/shared.arc", 'func name() string { return "ab" }\n')
        self.assert_result(self.arc("run", "app"), 0, "abab\n", "")
        os.chdir(self.work)
        result = subprocess.run([f"{DISTRIBUTION}/bin/arc", "run"], cwd=self.work / "app", env=self.environment,
                                capture_output=True, check=False)
        self.assertEqual(result.stdout, b"abab\n", result.stderr)

    def test_relocated_installation(self):
        installed = self.folder / "opt"
        shutil.copytree(DISTRIBUTION, installed)
        link = self.folder / "links" / "arc"
        link.parent.mkdir()
        link.symlink_to(installed / "bin" / "arc")
        self.write("hello.arc", HELLO)
        for program in (installed / "bin" / "arc", link):
            result = subprocess.run([program, "run", "hello.arc"], cwd=self.work, env=self.environment,
                                    capture_output=True, check=False)
            self.assertEqual((result.returncode, result.stdout), (0, b"hello\n"), result.stderr)


class Errors(DriverTest):
    def test_errors_in_the_source(self):
        self.write("bad.arc", "func main() {\n    let x: int32 = \"text\"\n    unknown()\n}\n")
        for verb in (["build", "-o", "out"], ["run"], ["check"]):
            result = self.arc(*verb, "bad.arc")
            self.assert_result(result, 1, "", "bad.arc:2:")
            self.assert_result(result, 1, "", "bad.arc:3:")
        self.assertFalse((self.work / "out").exists())

    def test_json(self):
        self.write("bad.arc", "func main() { unknown() }\n")
        result = self.arc("check", "--diagnostics=json", "bad.arc")
        self.assert_result(result, 1, None, "")
        lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
        self.assertEqual(lines[0]["spans"][0]["file_name"], "bad.arc")
        self.assertRegex(lines[0]["code"]["code"], r"^ARC\d{4}$")

    def test_color(self):
        self.write("bad.arc", "func main() { unknown() }\n")
        self.assertIn(b"\x1b[", self.arc("check", "--color=always", "bad.arc").stderr)
        self.assertNotIn(b"\x1b[", self.arc("check", "bad.arc").stderr)

    def test_missing_main(self):
        self.write("lib.arc", "func f() { }\n")
        self.assert_result(self.arc("build", "lib.arc"), 1, "", "main")
        self.assert_result(self.arc("check", "lib.arc"), 0, "", "")

    def test_missing_imports(self):
        self.write("bad.arc", 'import "std/tiem"\nimport "nothing"\nimport "os"\nfunc main() { }\n')
        result = self.arc("build", "bad.arc")
        self.assert_result(result, 1, "", "the standard library has no package `std/tiem`; did you mean `std/time`?")
        self.assert_result(result, 1, "", "there is no package `nothing`")
        self.assert_result(result, 1, "", "did you mean `std/os`?")

    def test_import_cycle(self):
        self.write("app/main.arc", 'import "a"\nfunc main() { }\n')
        self.write("a/a.arc", 'import "b"\n')
        self.write("b/b.arc", 'import "a"\n')
        self.assert_result(self.arc("build", "app"), 1, "", "packages import each other: a → b → a")

    def test_errors_in_an_imported_package(self):
        self.write("app/main.arc", 'import "a"\nfunc main() { a.f() }\n')
        self.write("a/a.arc", "func f() { unknown() }\n")
        result = self.arc("build", "app")
        self.assert_result(result, 1, "", "a/a.arc:1:")
        self.assertNotIn(b"main.arc", result.stderr)

    def test_targets_that_are_no_programs(self):
        self.write("notes.txt", "x")
        (self.work / "empty").mkdir()
        (self.work / "folder.arc").mkdir()
        self.assert_result(self.arc("build", "nothing.arc"), 1, "", "cannot find `nothing.arc`")
        self.assert_result(self.arc("build", "empty"), 1, "", "no Arc source files")
        self.assert_result(self.arc("build", "folder.arc"), 1, "", "no Arc source files")
        self.assert_result(self.arc("build", "notes.txt"), 1, "", "not an Arc program")
        self.assert_result(self.arc("build", "/dev/null"), 1, "", "not an Arc program")
        self.assert_result(self.arc("build"), 1, "", "no Arc source files")

    def test_unreadable_files(self):
        self.write("app/main.arc", HELLO)
        (self.work / "app" / "gone.arc").symlink_to("nowhere")
        self.assert_result(self.arc("build", "app"), 1, "", "app/gone.arc")
        (self.work / "loop.arc").symlink_to("loop.arc")
        self.assert_result(self.arc("build", "loop.arc"), 1, "", "Too many levels of symbolic links")
        if os.geteuid() != 0:
            self.write("secret.arc", HELLO).chmod(0)
            self.assert_result(self.arc("build", "secret.arc"), 1, "", "Permission denied")

    def test_sources_that_are_no_text(self):
        self.write("bytes.arc", bytes(range(256)) * 40)
        self.assert_result(self.arc("check", "bytes.arc"), 1, "", "bytes.arc:1:")
        self.write("empty.arc", "")
        self.assert_result(self.arc("build", "empty.arc"), 1, "", "main")

    def test_deep_nesting(self):
        self.write("deep.arc", "func main() { let x = " + "(" * 100000 + "1" + ")" * 100000 + " }\n")
        self.assert_result(self.arc("check", "deep.arc"), 1, "", "error")
        self.write("long.arc", "func main() { let _x = " + " + ".join(["1"] * 9000) + " }\n")
        self.assert_result(self.arc("check", "long.arc"), 0, "")
        self.write("longer.arc", "func main() { let _x = " + " + ".join(["1"] * 300000) + " }\n")
        self.assert_result(self.arc("check", "longer.arc"), 1, "", "error")

    def test_outputs_that_cannot_be_written(self):
        self.write("hello.arc", HELLO)
        self.assert_result(self.arc("build", "-o", "no/such/folder", "hello.arc"), 1, "",
                           "cannot write `no/such/folder`: No such file or directory")
        self.assert_result(self.arc("build", "-o", "/dev/full", "hello.arc"), 1, "", "No space left on device")

    def test_read_only_folder(self):
        self.write("hello.arc", HELLO)
        self.assert_result(self.arc("build", "hello.arc", "-o", self.folder / "x"), 0)
        result = self.in_mount('-t tmpfs -o ro none "$MOUNT"', '"$BIN/arc" build -o "$MOUNT/out" hello.arc')
        self.assert_result(result, 1, "", "Read-only file system")

    def test_full_disk(self):
        self.write("hello.arc", HELLO)
        self.assert_result(self.arc("build", "hello.arc"), 0)
        result = self.in_mount('-t tmpfs -o size=8k none "$MOUNT"',
                               '{ "$BIN/arc" build -o "$MOUNT/out" hello.arc; code=$?; ls -A "$MOUNT"; exit $code; }')
        self.assert_result(result, 1, "", "No space left on device")

    def test_cache_on_a_full_disk(self):
        self.write("hello.arc", HELLO)
        result = self.in_mount('-t tmpfs -o size=8k none "$MOUNT"', 'ARC_CACHE=$MOUNT "$BIN/arc" build hello.arc')
        self.assert_result(result, 1, "", "No space left on device")

    def test_cache_that_cannot_be_made(self):
        self.write("hello.arc", HELLO)
        self.write("file", "")
        self.environment["ARC_CACHE"] = str(self.work / "file" / "cache")
        self.assert_result(self.arc("build", "hello.arc"), 1, "", "cannot create the cache folder")

    def test_missing_c_function(self):
        self.write("c.arc", 'extern "C" { func no_such_function() int32 }\nfunc main() { println(no_such_function()) }\n')
        result = self.arc("build", "c.arc")
        self.assert_result(result, 1, "", "no_such_function")
        self.assertNotIn(self.environment["ARC_CACHE"].encode(), result.stderr)


class Caching(DriverTest):
    def setUp(self):
        super().setUp()
        self.write("app/main.arc", 'import "a"\nfunc main() { println(a.f()) }\n')
        self.write("a/a.arc", "func f() int64 { return 1 }\n")

    def run_app(self, expected):
        self.assert_result(self.arc("run", "app"), 0, f"{expected}\n", "")

    def test_nothing_is_done_twice(self):
        self.run_app(1)
        before = self.cache_files("*")
        self.run_app(1)
        self.assertEqual(self.cache_files("*"), before)

    def test_a_changed_body_compiles_one_package(self):
        self.run_app(1)
        self.assertEqual(len(self.cache_files("o")), 2)
        self.write("a/a.arc", "func f() int64 { return 2 }\n")
        self.run_app(2)
        self.assertEqual(len(self.cache_files("o")), 3)

    def test_a_changed_signature_compiles_its_importers(self):
        self.run_app(1)
        self.write("a/a.arc", "func f() int32 { return 3 }\n")
        self.run_app(3)
        self.assertEqual(len(self.cache_files("o")), 4)

    def test_a_program_moved_elsewhere_is_not_compiled_again(self):
        self.run_app(1)
        shutil.copytree(self.work, self.folder / "elsewhere")
        before = self.cache_files("*")
        self.work = self.folder / "elsewhere"
        self.run_app(1)
        self.assertEqual(self.cache_files("*"), before)

    def test_who_runs_a_package_during_the_build_is_compiled_with_it(self):
        self.write("tables/t.arc", 'import "deep"\nfunc table(n: int64) vector<int64> { return deep.row(n) }\n')
        deep = "func row(n: int64) vector<int64> { let v = vector<int64>{}\n for i in 0..n { v.push(i * %d) }\n return v }\n"
        self.write("deep/d.arc", deep % 2)
        self.write("runs/r.arc", 'import "tables"\nconst ROW = comptime tables.table(3)\nfunc row() vector<int64> { return ROW }\n')
        self.write("calls/c.arc", 'import "tables"\nfunc row() vector<int64> { return tables.table(2) }\n')
        self.write("both/main.arc", 'import "runs"\nimport "calls"\nfunc main() { println(runs.row(), calls.row()) }\n')

        def run(text):
            objects = len(self.cache_files("o"))
            for _ in range(2):  # the second finds all that the first made
                self.assert_result(self.arc("run", "both"), 0, text + "\n", "")
            return len(self.cache_files("o")) - objects

        run("[0, 2, 4] [0, 2]")
        self.write("deep/d.arc", deep % 3)
        self.assertEqual(run("[0, 3, 6] [0, 3]"), 2, "deep, and runs")
        self.write("deep/d.arc", deep % 2)
        self.assertEqual(run("[0, 2, 4] [0, 2]"), 0)
        for file in self.cache_files("arcb"):
            file.write_bytes(b"damaged")
        self.write("runs/r.arc", 'import "tables"\nconst ROW = comptime tables.table(4)\nfunc row() vector<int64> { return ROW }\n')
        self.assertEqual(run("[0, 2, 4, 6] [0, 2]"), 2, "runs, and both: the initializer is part of the interface")

    def test_damaged_entries_are_made_anew(self):
        self.run_app(1)
        for file in self.cache_files("*"):
            content = file.read_bytes()
            for damaged in (b"", content[: len(content) // 2], b"\0" * len(content)):
                file.unlink()
                file.write_bytes(damaged)
                file.chmod(0o700)
                self.run_app(1)

    def test_clean(self):
        self.run_app(1)
        self.assert_result(self.arc("clean"), 0, "removed ", "")
        self.assertEqual(self.cache_files("*"), [])
        self.run_app(1)

    def test_many_at_once(self):
        results = []

        def work(index):
            results.append(self.arc("run", "app") if index % 4 else self.arc("clean"))

        threads = [threading.Thread(target=work, args=(index,)) for index in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for result in results:
            self.assert_result(result, 0, None, "")
        self.run_app(1)

    def test_equal_inputs_give_equal_bytes(self):
        self.arc("build", "-O2", "app", "-o", "one")
        self.environment["ARC_CACHE"] = str(self.folder / "another")
        self.arc("build", "-O2", "-j1", "app", "-o", "two")
        self.assertEqual((self.work / "one").read_bytes(), (self.work / "two").read_bytes())

    def test_warnings_are_shown_again(self):
        self.write("warn.arc", "func main() { let unused = 1 }\n")
        first = self.arc("build", "warn.arc")
        self.assert_result(first, 0, "", "warning")
        self.assertEqual(self.arc("build", "warn.arc").stderr, first.stderr)
        self.assertIn(b"\x1b[", self.arc("build", "--color=always", "warn.arc").stderr)


class Tests(DriverTest):
    SOURCE = """
func double(x: int64) int64 { return x * 2 }

test "double of three" { assert(double(3) == 6) }
test "double of four" { assert(double(4) == 7) }
test "prints" { println("said"); panic("gone") }
test "quiet" { println("not shown") }
"""

    def test_results(self):
        self.write("package/d.arc", self.SOURCE)
        result = self.arc("test", "package")
        self.assert_result(result, 1, "2 passed, 2 failed\n", "")
        self.assert_result(result, 1, "ok      double of three\n")
        self.assert_result(result, 1, "FAILED  double of four: exit code 101\n")
        self.assert_result(result, 1, "    said\n")
        self.assert_result(result, 1, "d.arc:5")
        self.assertNotIn(b"not shown", result.stdout)

    def test_filter_and_list(self):
        self.write("d.arc", self.SOURCE)
        self.assert_result(self.arc("test", "--filter=^double.*three$", "d.arc"), 0, "1 passed, 0 failed, 3 filtered out\n")
        self.assert_result(self.arc("test", "--list", "--filter", "t", "d.arc"), 0,
                           "double of three\nprints\nquiet\n", "")
        self.assert_result(self.arc("test", "--filter=nothing like that", "d.arc"), 0, "0 passed, 0 failed")

    def test_several_targets(self):
        self.write("a.arc", 'test "a" { }\n')
        self.write("b.arc", "func f( {\n")
        result = self.arc("test", "a.arc", "b.arc", "c.arc")
        self.assert_result(result, 1, "1 passed, 0 failed; 2 of 3 targets not built\n", "cannot find `c.arc`")

    def test_timeout(self):
        self.write("slow.arc", 'test "endless" { for { } }\n')
        self.assert_result(self.arc("test", "--timeout=1", "slow.arc"), 1, "FAILED  endless: no end after 1s")


class Compiler(DriverTest):
    def arcc(self, *arguments, **options):
        return self.tool("arcc", f"--import=std/core={DISTRIBUTION}/lib/arc/std/core.arci", *arguments, **options)

    def test_emit(self):
        self.write("a.arc", HELLO)
        for kind, text in (("tokens", "func"), ("ast", "main"), ("tir", "tir.func"), ("mlir", '"tir.func"'),
                           ("llvm", "define"), ("asm", "arc_main")):
            self.assert_result(self.arcc("--program", f"--emit={kind}", "a.arc"), 0, text, "")
        self.assert_result(self.arcc("--program", "--emit=tir,llvm,obj", "-o", "all", "a.arc"), 0, "", "")
        for extension in ("tir", "ll", "o"):
            self.assertTrue((self.work / f"all.{extension}").stat().st_size > 0)

    def test_nothing_is_written_after_errors(self):
        self.write("a.arc", "func main() { unknown() }\n")
        self.write("out.o", "old")
        self.assert_result(self.arcc("--program", "-o", "out.o", "--interface-out=a.arci", "a.arc"), 1, "", "unknown")
        self.assertEqual((self.work / "out.o").read_text(), "old")
        self.assertEqual(sorted(os.listdir(self.work)), ["a.arc", "out.o"])

    def test_files_that_cannot_be_read_or_written(self):
        self.write("a.arc", "func f() { }\n")
        (self.work / "folder").mkdir()
        self.assert_result(self.arcc("none.arc", "also.arc"), 1, "", "none.arc")
        self.assert_result(self.arcc("none.arc", "also.arc"), 1, "", "also.arc")
        self.assert_result(self.arcc("folder"), 1, "", "folder")
        self.assert_result(self.arcc("-o", "folder", "a.arc"), 1, "", "error[ARC0701]: cannot write `folder`")
        self.assert_result(self.arcc("-o", "/dev/full", "a.arc"), 1, "", "No space left on device")
        self.assert_result(self.arcc("--import=b=a.arc", "--emit=obj", "-o", "x.o", self.write("c.arc", 'import "b"\n')), 1,
                           "", "a.arc")

    def test_damaged_interfaces(self):
        good = pathlib.Path(f"{DISTRIBUTION}/lib/arc/std/core.arci").read_bytes()
        self.write("a.arc", "func f() { }\n")
        for damaged in (b"", good[:100], good[: len(good) // 2], b"x" + good, good[:-1] + b"\0\0"):
            self.write("core.arci", damaged)
            result = self.tool("arcc", "--import=std/core=core.arci", "-o", "a.o", "a.arc")
            self.assert_result(result, 1, "", "core.arci")

    def test_code_of_other_packages(self):
        self.write("lib.arc", "func twice(x: int64) int64 {\n    return x / (x - 2)\n}\n")
        self.write("a.arc", 'import "lib"\nconst A: int64 = comptime lib.twice(3)\nfunc f() int64 { return A }\n')
        run = ("--import=lib=lib.arci", f"--comptime={DISTRIBUTION}/bin/arc-comptime", "-o", "a.o", "a.arc")
        self.assert_result(self.arcc("--package=lib", "--interface-out=lib.arci", "lib.arc"), 0, "", "")
        self.assert_result(self.arcc(*run), 1, "", "needs the code of `lib.twice`")
        self.assert_result(self.arcc(*run), 1, "", "`comptime_deps`")
        self.assert_result(self.arcc("--package=lib", "--code-out=lib.arcb", "lib.arc"), 0, "", "")
        self.assert_result(self.arcc("--code=lib=lib.arcb", *run), 0, "", "")
        self.write("a.arc", 'import "lib"\nconst A: int64 = comptime lib.twice(2)\nfunc f() int64 { return A }\n')
        failed = self.arcc("--code=lib=lib.arcb", *run)
        self.assert_result(failed, 1, "", "division by zero")
        self.assert_result(failed, 1, "", "lib.arc:2:14")
        self.assert_result(failed, 1, "", "    return x / (x - 2)")
        self.assert_result(self.arcc("--code=lib=none.arcb", *run), 1, "", "none.arcb")
        self.assert_result(self.arcc("--code=lib=lib.arci", *run), 1, "", "needs the code of `lib.twice`")
        good = (self.work / "lib.arcb").read_bytes()
        for damaged in (b"", good[:100], good[: len(good) // 2], b"x" + good, good[:-1] + b"\0\0"):
            self.write("lib.arcb", damaged)
            self.assert_result(self.arcc("--code=lib=lib.arcb", *run), 1, "", "the code of package `lib`")
        self.assert_result(self.arcc("--package=b", "--code-out=b.arcb", self.write("b.arc", "func f() { }\n")), 0, "", "")
        self.assert_result(self.arcc("--code=lib=b.arcb", *run), 1, "", "is that of `b`")

    def test_wrong_command_lines(self):
        self.assert_result(self.tool("arcc"), 2, "", "no source files")
        self.assert_result(self.tool("arcc", "--emit=wasm", "x.arc"), 2, "", "`wasm` is nothing that --emit knows")
        self.assert_result(self.tool("arcc", "--help"), 0, "usage: arcc", "")


def main():
    global DISTRIBUTION
    DISTRIBUTION = os.path.abspath(sys.argv.pop(1))
    mode = os.stat(f"{DISTRIBUTION}/bin/arc").st_mode
    assert mode & stat.S_IXUSR
    unittest.main()


if __name__ == "__main__":
    main()
