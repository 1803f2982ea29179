#!/usr/bin/env python3
"""The tools where files, folders, disks and other runs are not as they should be: a clear message, a non-zero exit code, and
nothing half-written left."""

import os
import pty
import random
import shutil
import signal
import stat
import time

import support
from support import Session, SystemTest, with_mount, without_privileges

HELLO = 'func main() { println("hello") }\n'


class ToolTest(SystemTest):
    def setUp(self):
        super().setUp()
        # A cache of its own: other tests do not see what is broken here.
        self.cache = self.folder / "cache"
        self.environment["ARC_CACHE"] = str(self.cache)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.bin = Session.distribution / "bin"
        self.std = Session.distribution / "lib" / "arc" / "std"

    def source(self, name, text=HELLO):
        return self.write(f"work/{name}", text)

    def arc(self, *arguments, **options):
        options.setdefault("cwd", self.work)
        return super().arc(*arguments, **options)

    def arcc(self, *arguments, **options):
        options.setdefault("cwd", self.work)
        return self.tool("arcc", f"--import=std/core={self.std}/core.arci", "--prelude=std/core", *arguments, **options)

    def unprivileged(self, *arguments):
        return self.run_command(without_privileges([self.bin / "arc", *arguments]), cwd=self.work)

    def in_mount(self, options, script, *arguments):
        result = self.run_command(with_mount(options, script, *arguments), cwd=self.work,
                                  env=self.environment | {"BIN": str(self.bin)})
        if result.returncode == 99 or "unshare:" in result.err:
            if support.is_root():
                self.fail(f"root, but cannot mount: {result}")
            self.skipTest(f"needs root or user namespaces: {result.err}")
        return result

    def assert_hello(self, program="hello"):
        self.assertEqual(self.assert_ended(self.run_command([self.work / program])).out, "hello\n")


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


class Damage(ToolTest):
    """Files that the tools made themselves, changed by a bit, cut off, or mixed up."""

    def setUp(self):
        super().setUp()
        self.chance = random.Random(13)

    def damaged(self, good):
        bad = bytearray(good)
        kind = self.chance.randrange(4)
        if kind == 0:
            return bytes(bad[: self.chance.randrange(len(bad))])
        if kind == 1:
            at = self.chance.randrange(len(bad))
            bad[at:at + self.chance.randrange(1, 64)] = bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(64)))
        else:
            for _ in range(1 if kind == 2 else 20):
                bad[self.chance.randrange(len(bad))] ^= 1 << self.chance.randrange(8)
        return bytes(bad)

    def test_interfaces(self):
        self.source("a.arc", "func f(x: int64) int64 { return x + 1 }\nstruct P { x: int64, name: string }\nfunc g<T>(x: T) T { return x }\n")
        self.source("b.arc", 'import "a"\nfunc main() { println(a.f(1), a.P{x: 1, name: "n"}, a.g("t")) }\n')
        self.assert_ended(self.arcc("--package=a", "--interface-out=a.arci", "-o", "a.o", "a.arc"))
        good = (self.work / "a.arci").read_bytes()
        self.assert_ended(self.arcc("--program", "--import=a=a.arci", "-o", "b.o", "b.arc"))
        for _ in range(60):
            bad = self.damaged(good)
            if bad == good:
                continue
            self.source("bad.arci", bad)
            result = self.arcc("--program", "--import=a=bad.arci", "-o", "bad.o", "b.arc")
            self.assert_refused(result, "bad.arci")
            self.assertFalse((self.work / "bad.o").exists())
        self.source("bad.arci", good + b"x")
        self.assert_refused(self.arcc("--program", "--import=a=bad.arci", "-o", "bad.o", "b.arc"), "bad.arci")

    def test_objects(self):
        self.source("hello.arc")
        self.assert_ended(self.arcc("--program", "-o", "hello.o", "hello.arc"))
        lib = self.std.parent
        def link(*inputs):
            (self.work / "program").unlink(missing_ok=True)
            return self.tool("arc-ld", *inputs, lib / "libarc_std.a", lib / "libarc_rt.a", "-o", "program", cwd=self.work)
        self.assert_ended(link("hello.o"))
        self.assert_hello("program")
        good = (self.work / "hello.o").read_bytes()
        refused = 0
        for _ in range(60):
            self.source("bad.o", self.damaged(good))
            result = link("bad.o")
            # A changed instruction is still an object; what cannot be one is refused, and nothing is written.
            if result.returncode != 0:
                refused += 1
                self.assert_refused(result, "bad.o")
                self.assertFalse((self.work / "program").exists())
        self.assertGreater(refused, 5)
        self.assertEqual([name for name in os.listdir(self.work) if "program" in name or ".tmp" in name],
                         ["program"] if (self.work / "program").exists() else [])

    def test_archives(self):
        self.source("hello.arc")
        self.assert_ended(self.arcc("--program", "-o", "hello.o", "hello.arc"))
        good = (self.std.parent / "libarc_std.a").read_bytes()
        for bad in (b"", good[:100], good[: len(good) // 2], b"!<arch>\n" + b"\xff" * 200, b"!<thin>\n/etc/passwd"):
            self.source("bad.a", bad)
            result = self.tool("arc-ld", "hello.o", "bad.a", self.std.parent / "libarc_rt.a", "-o", "program", cwd=self.work)
            self.assert_refused(result, "arc-ld: ")
            self.assertFalse((self.work / "program").exists())

    def test_cache_entries(self):
        self.source("app/main.arc", 'import "text"\nfunc main() { println(text.word()) }\n')
        self.source("app/text/text.arc", 'func word() string { return "hello" }\n')
        self.assert_ended(self.arc("build", "-o", "program", "app"))
        files = [path for path in sorted(self.cache.glob("??/*")) if path.is_file()]
        self.assertGreater(len(files), 4)
        for path in files:
            for _ in range(3):
                content = path.read_bytes()
                path.unlink()
                path.write_bytes(self.damaged(content) if content else b"x")
                path.chmod(0o700)
                result = self.assert_ended(self.arc("build", "-o", "program", "app"))
                self.assertEqual(result.err, "")
                self.assert_hello("program")

    def test_a_cache_of_folders_and_links(self):
        self.source("hello.arc")
        self.assert_ended(self.arc("build", "hello.arc"))
        for path in sorted(self.cache.glob("??/*")):
            path.unlink()
            path.mkdir()
        # Folders where files should be cannot be replaced: that is said, or got around.
        result = self.arc("build", "hello.arc")
        if result.returncode != 0:
            self.assert_refused(result, "directory")
        shutil.rmtree(self.cache)
        self.assert_ended(self.arc("build", "hello.arc"))
        self.assert_hello()

    def test_installation(self):
        installed = self.folder / "opt"
        shutil.copytree(Session.distribution, installed, symlinks=False)
        self.source("hello.arc")
        lib = installed / "lib" / "arc"
        for name in ("manifest.json", "libarc_rt.a", "libarc_std.a", "std/core.arci"):
            good = (lib / name).read_bytes()
            for bad in (None, b"", good[: len(good) // 2]):
                (lib / name).chmod(0o700)
                (lib / name).unlink()
                if bad is not None:
                    (lib / name).write_bytes(bad)
                shutil.rmtree(self.cache, ignore_errors=True)
                result = self.run_command([installed / "bin" / "arc", "build", "-o", "program", "hello.arc"], cwd=self.work)
                self.assert_refused(result, name.rsplit("/", maxsplit=1)[-1])
                self.assertFalse((self.work / "program").exists())
                (lib / name).write_bytes(good)


class Together(ToolTest):
    """Several runs at the same time, and runs that are ended in the middle."""

    def program(self, index):
        functions = "\n".join(f"func f{i}(x: int64) int64 {{ return x * {i} + {index} }}" for i in range(200))
        return f"{functions}\nfunc main() {{ println(f3({index})) }}\n"

    def test_two_builds_of_the_same_program(self):
        self.source("app/main.arc", 'import "text"\nfunc main() { println(text.word()) }\n')
        self.source("app/text/text.arc", 'func word() string { return "hello" }\n')
        for _ in range(5):
            shutil.rmtree(self.cache, ignore_errors=True)
            (self.work / "program").unlink(missing_ok=True)
            running = [self.start([self.bin / "arc", "build", "-o", "program", "app"], cwd=self.work) for _ in range(4)]
            for process in running:
                out, err = process.communicate(timeout=support.TIMEOUT)
                self.assertEqual((process.returncode, out, err), (0, b"", b""))
            self.assert_hello("program")
            self.assertEqual(sorted(os.listdir(self.work)), ["app", "program"])

    def test_builds_and_cleans(self):
        running = []
        for index in range(6):
            self.source(f"p{index}.arc", self.program(index))
            running.append(self.start([self.bin / "arc", "run", f"p{index}.arc"], cwd=self.work))
            running.append(self.start([self.bin / "arc", "clean"], cwd=self.work))
        for index, process in enumerate(running):
            out, err = process.communicate(timeout=support.TIMEOUT)
            self.assertEqual((process.returncode, err), (0, b""))
            if index % 2 == 0:
                self.assertEqual(out, f"{index // 2 * 4}\n".encode())

    def interrupt(self, number):
        """Builds that are ended by a signal at every moment of their lives; afterwards everything works."""
        shutil.rmtree(self.cache, ignore_errors=True)
        self.source("big.arc", self.program(1))
        start = time.monotonic()
        self.assert_ended(self.arc("build", "-o", "whole", "big.arc"))
        length = time.monotonic() - start
        ended = 0
        for step in range(25):
            shutil.rmtree(self.cache, ignore_errors=True)
            (self.work / "program").unlink(missing_ok=True)
            process = self.start([self.bin / "arc", "build", "-o", "program", "big.arc"], cwd=self.work)
            time.sleep(length * step / 20)
            process.send_signal(number)
            process.communicate(timeout=support.TIMEOUT)
            ended += process.returncode == -number
            if (self.work / "program").exists():
                self.assertEqual((self.work / "program").read_bytes(), (self.work / "whole").read_bytes())
            # No half-written output beside it.
            self.assertLessEqual(set(os.listdir(self.work)), {"big.arc", "program", "whole"})
            self.assert_ended(self.arc("build", "-o", "program", "big.arc"))
            self.assertEqual((self.work / "program").read_bytes(), (self.work / "whole").read_bytes())
        self.assertGreater(ended, 2)

    def test_interrupted(self):
        self.interrupt(signal.SIGINT)

    def test_killed(self):
        self.interrupt(signal.SIGKILL)

    def test_run_passes_signals_on(self):
        # ctrl-C and kill reach the program; nothing of it is left.
        self.source("endless.arc", 'import "std/io"\nimport "std/os"\nimport "std/time"\n'
                    'func main() {\n    println(os.getpid())\n    io.flush()\n    for { time.sleep(1_s) }\n}\n')
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            process = self.start([self.bin / "arc", "run", "endless.arc"], cwd=self.work)
            pid = int(process.stdout.readline())
            process.send_signal(number)
            process.wait(timeout=support.TIMEOUT)
            self.assertEqual(process.returncode, -number)
            self.assertTrue(support.wait_until(lambda pid=pid: support.is_dead(pid), 20), "the program outlives arc run")


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
        self.assertIn("REL (Relocatable file)", self.assert_ended(self.run_command(["readelf", "-h", self.work / "a.o"])).out)
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
        main, other = pty.openpty()
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
