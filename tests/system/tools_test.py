#!/usr/bin/env python3
"""The tools where files, folders and disks are not as they should be: a clear message, a non-zero exit code, and nothing
half-written left. What --emit gives, and colour."""

import os
import pty
import stat

import support
from support import HELLO, ToolTest


class Inputs(ToolTest):
    def test_missing(self):
        self.assert_refused(self.arc("build", "none.arc"), "cannot find `none.arc`")
        self.assert_refused(self.arc("build", "none/"), "cannot find `none/`")
        self.assert_refused(self.arcc("none.arc"), "none.arc", "No such file or directory")
        self.assert_refused(self.tool("arc-ld", "none.o", "-o", "out"), "none.o")

    def test_missing_import(self):
        self.source("a.arc", 'import "std/tiem"\nimport "nothing/here"\nfunc main() { }\n')
        result = self.assert_refused(self.arc("build", "a.arc"), "the standard library has no package `std/tiem`", "`std/time`",
                                     "there is no package `nothing/here`")
        self.assertIn("a.arc:1:8", result.err)
        self.assertIn("a.arc:2:8", result.err)

    def test_unreadable(self):
        self.source("secret.arc").chmod(0)
        self.assert_refused(self.unprivileged("build", "secret.arc"), "secret.arc", "Permission denied")
        self.source("app/main.arc")
        self.source("app/secret.arc").chmod(0)
        self.assert_refused(self.unprivileged("build", "app"), "app/secret.arc", "Permission denied")
        self.source("closed/main.arc")
        (self.work / "closed").chmod(0)
        self.assert_refused(self.unprivileged("build", "closed"), "closed", "Permission denied")
        self.source("importer.arc", 'import "closed"\nfunc main() { }\n')
        self.assert_refused(self.unprivileged("build", "importer.arc"), "closed")

    def test_what_is_no_file(self):
        (self.work / "folder.arc").mkdir()
        self.assert_refused(self.arc("build", "folder.arc"), "no Arc source files")
        self.assert_refused(self.arcc("folder.arc"), "folder.arc", "it is a folder")
        self.assert_refused(self.tool("arc-ld", self.work / "folder.arc", "-o", "out"), "folder.arc")
        os.mkfifo(self.work / "pipe.arc")
        self.assert_refused(self.arc("build", "pipe.arc", timeout=20), "pipe.arc")
        (self.work / "app").mkdir()
        (self.work / "app" / "main.arc").symlink_to("/dev/zero")
        self.assert_refused(self.arc("build", "app", timeout=20), "main.arc")

    def test_a_file_that_changes_kind(self):
        self.source("app/main.arc")
        self.assert_ended(self.arc("build", "app"))
        (self.work / "app" / "main.arc").unlink()
        self.assert_refused(self.arc("build", "app"), "no Arc source files")


class Outputs(ToolTest):
    def setUp(self):
        super().setUp()
        self.source("hello.arc")

    def assert_nothing_left(self, folder=None, allowed=("hello.arc",)):
        self.assertEqual(sorted(os.listdir(folder or self.work)), sorted(allowed))

    def test_a_folder_in_the_way(self):
        (self.work / "hello").mkdir()
        self.source("hello/keep")
        # Into the folder, under the program's name, as compilers do.
        self.assert_ended(self.arc("build", "-o", "hello", "hello.arc"))
        self.assert_hello("hello/hello")
        (self.work / "hello" / "hello").unlink()
        (self.work / "hello" / "hello").mkdir()
        self.assert_refused(self.arc("build", "-o", "hello", "hello.arc"), "hello/hello", "directory")
        self.assert_nothing_left(self.work / "hello", ("keep", "hello"))

    def test_missing_folder(self):
        self.assert_refused(self.arc("build", "-o", "no/such/place", "hello.arc"), "cannot write `no/such/place`",
                            "No such file or directory")
        self.assert_nothing_left()

    def test_closed_folder(self):
        (self.work / "closed").mkdir(mode=0o500)
        self.assert_refused(self.unprivileged("build", "-o", "closed/program", "hello.arc"), "closed/program", "Permission denied")
        (self.work / "closed").chmod(0o700)
        self.assert_nothing_left(self.work / "closed", ())

    def test_read_only_file_system(self):
        self.assert_ended(self.arc("build", "hello.arc"))
        for command in ('"$BIN/arc" build -o $MOUNT/out hello.arc', '"$BIN/arcc" --program -o $MOUNT/out.o -- hello.arc 2>&1'):
            result = self.in_mount("-o ro", command)
            self.assertNotEqual(result.returncode, 0)
        result = self.in_mount("-o ro", '"$BIN/arc" build -o $MOUNT/out hello.arc')
        self.assert_refused(result, "cannot write", "/out`", "Read-only file system")

    def test_full_disk(self):
        script = '{ "$BIN/arc" build -o $MOUNT/out hello.arc && code=0 || code=$?; ls -A $MOUNT; exit $code; }'
        result = self.in_mount("-o size=16k", script)
        self.assert_refused(result, "cannot write", "No space left on device")
        self.assertEqual(result.out, "", "nothing is left on it")
        # What was there before stays whole.
        script = 'echo old > $MOUNT/out; { "$BIN/arc" build -o $MOUNT/out hello.arc && code=0 || code=$?; cat $MOUNT/*; exit $code; }'
        result = self.in_mount("-o size=16k", script)
        self.assert_refused(result, "No space left on device")
        self.assertEqual(result.out, "old\n")

    def test_cache_on_a_full_disk(self):
        script = 'ARC_CACHE=$MOUNT "$BIN/arc" build hello.arc'
        self.assert_refused(self.in_mount("-o size=16k", script), "No space left on device")
        self.assert_nothing_left()
        # Full in the middle of a build: then room again.
        script = ('export ARC_CACHE=$MOUNT/cache; head -c 900k /dev/zero > $MOUNT/fill; "$BIN/arc" build hello.arc && exit 5; '
                  'rm $MOUNT/fill; "$BIN/arc" build hello.arc; ./hello')
        self.assertEqual(self.assert_ended(self.in_mount("-o size=1M", script)).out, "hello\n")

    def test_cache_that_cannot_be_written(self):
        self.cache.mkdir(mode=0o500)
        self.assert_refused(self.unprivileged("build", "hello.arc"), "cache", "Permission denied")
        self.assert_nothing_left()

    def test_the_source_is_not_overwritten(self):
        self.assert_refused(self.arc("build", "-o", "hello.arc", "hello.arc"), "hello.arc")
        self.assertEqual((self.work / "hello.arc").read_text(), HELLO)
        self.assert_refused(self.arcc("--program", "-o", "hello.arc", "hello.arc"), "hello.arc")
        self.assertEqual((self.work / "hello.arc").read_text(), HELLO)

    def test_a_program_that_runs_is_replaced(self):
        self.source("wait.arc", 'import "std/io"\nfunc main() {\n    println("old")\n    io.flush()\n    io.stdin().read_line().unwrap()\n}\n')
        self.assert_ended(self.arc("build", "-o", "program", "wait.arc"))
        process = self.start([self.work / "program"])
        self.assertEqual(process.stdout.readline(), b"old\n")
        self.assert_ended(self.arc("build", "-o", "program", "hello.arc"))
        self.assert_hello("program")
        process.communicate(b"\n")
        self.assertEqual(process.returncode, 0)

    def test_links(self):
        (self.work / "link").symlink_to("elsewhere")
        self.assert_ended(self.arc("build", "-o", "link", "hello.arc"))
        self.assert_hello("link")

    def test_devices(self):
        self.assert_refused(self.arc("build", "-o", "/dev/full", "hello.arc"), "No space left on device")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))
        with open("/dev/full", "wb") as full:
            result = self.arcc("--program", "--emit=llvm", "hello.arc", stdout=full)
        self.assert_refused(result, "No space left on device")


class Emitting(ToolTest):
    def test_each_kind(self):
        self.source("a.arc", "struct P { x: int64, y: int64 }\n/// Adds.\nfunc add(p: P) int64 { return p.x + p.y }\n"
                    "func main() { println(add(P{x: 1, y: 2})) }\n")
        for kind, wanted in (("tokens", ("struct", "identifier", "1:1")), ("ast", ("struct 1:1", "func 3:1", 'doc "Adds."')), ("tir", ("tir.func", "main.add")),
                             ("mlir", ('"tir.func"',)), ("llvm", ("define", "main.add", "llvm.sadd.with.overflow")),
                             ("asm", (".globl", "main.add", "retq"))):
            out = self.assert_ended(self.arcc("--program", f"--emit={kind}", "a.arc")).out
            for text in wanted:
                self.assertIn(text.lower(), out.lower(), f"--emit={kind}")
        self.assert_ended(self.arcc("--program", "--emit=obj", "-o", "a.o", "a.arc"))
        self.assertIn("REL (Relocatable file)", self.assert_ended(self.run_command([support.binary_tool("readelf"), "-h", self.work / "a.o"])).out)
        # Deterministic, to be compared.
        for kind in ("tokens", "ast", "tir", "mlir", "llvm", "asm"):
            self.assertEqual(self.arcc("--program", f"--emit={kind}", "a.arc").out, self.arcc("--program", f"--emit={kind}", "a.arc").out)

    def test_all_at_once(self):
        self.source("a.arc")
        self.assert_ended(self.arcc("--program", "--emit=tokens,ast,tir,mlir,llvm,asm,obj", "-o", "all", "a.arc"))
        made = [path for path in self.work.iterdir() if path.name != "a.arc"]
        self.assertEqual(len(made), 7, made)
        for path in made:
            self.assertGreater(path.stat().st_size, 100, path)

    def test_with_errors(self):
        # What comes before the error is there; what comes behind it is not.
        self.source("bad.arc", "func main() { unknown() }\n")
        for kind in ("tokens", "ast"):
            self.assertIn("unknown", self.arcc("--program", f"--emit={kind}", "bad.arc").out)
        for kind in ("tir", "mlir", "llvm", "asm"):
            result = self.assert_refused(self.arcc("--program", f"--emit={kind}", "bad.arc"), "unknown function")
            self.assertEqual(result.out, "")


class Colour(ToolTest):
    """Colour on a terminal only, and not if the user does not want it."""

    def on_terminal(self, *arguments, **environment):
        try:
            main, other = pty.openpty()
        except OSError as error:
            self.skipTest(f"this machine has no terminals to give: {error}")
        try:
            process = self.start([self.bin / "arc", *arguments], cwd=self.work, env=self.environment | environment,
                                 stdin=other, stdout=other, stderr=other)
            os.close(other)
            text = b""
            while True:
                try:
                    piece = os.read(main, 65536)
                except OSError:     # the other side is closed
                    break
                if not piece:
                    break
                text += piece
            process.wait(timeout=support.TIMEOUT)
            return text
        finally:
            os.close(main)

    def test_errors(self):
        self.source("bad.arc", "func main() { unknown() }\n")
        self.assertIn(b"\x1b[", self.on_terminal("check", "bad.arc", TERM="xterm"))
        self.assertNotIn(b"\x1b[", self.arc("check", "bad.arc").stderr)
        self.assertNotRegex(self.on_terminal("check", "bad.arc", TERM="xterm", NO_COLOR="1"), rb"\x1b\[[0-9;]*m")
        self.assertNotRegex(self.on_terminal("check", "--color=never", "bad.arc", TERM="xterm"), rb"\x1b\[[0-9;]*m")
        self.assertNotRegex(self.on_terminal("check", "bad.arc", TERM="dumb"), rb"\x1b\[[0-9;]*m")
        self.assertIn(b"\x1b[", self.arc("check", "--color=always", "bad.arc").stderr)

    def test_sources_cannot_write_to_the_terminal(self):
        # Escape sequences in a source are shown, not obeyed.
        self.source("bad.arc", "func main() { unknown(\"\x1b[31mred\x1b]0;title\x07\") }\n")
        result = self.arc("check", "bad.arc")
        self.assertEqual(result.returncode, 1)
        self.assertNotIn("\x1b", result.err)
        self.assertNotIn("\x07", result.err)


if __name__ == "__main__":
    support.main()
