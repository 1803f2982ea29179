#!/usr/bin/env python3
"""Files of the tools' own that are damaged, several runs at the same time, and runs that are ended in the middle."""

import os
import random
import shutil
import signal
import time

import support
from support import Session, ToolTest


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


if __name__ == "__main__":
    support.main()
