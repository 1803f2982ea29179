#!/usr/bin/env python3
"""Code that runs during the build cannot take the build along: what goes wrong is an error at the block, and soon.

Each case is a program whose comptime code does the worst of its kind. It ends in time, with exit code 1 and the diagnostic that is
expected, and the service, where one is shared, lives on.
"""

import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import support
from support import Session, SystemTest

PLUS = "func plus(a: int64, b: int64) int64 { return a + b }\n"
GOOD = PLUS + "const X = comptime plus(40, 2)\nfunc main() { println(X) }\n"


class Comptime(SystemTest):
    def program(self, functions, expression, name="program.arc"):
        """A program with a constant that `expression` computes."""
        return self.write(name, f"{functions}\nconst X = comptime {expression}\nfunc main() {{ println(X) }}\n")

    def check(self, *arguments, **options):
        return self.arc("check", *arguments, **options)

    def assert_fails(self, functions, expression, code, text, *options):
        """Refused with this one error, which points at the expression, and in time."""
        path = self.program(functions, expression)
        started = time.monotonic()
        result = self.assert_refused(self.check(*options, path), f"error[{code}]", text, " | ", "const X = comptime")
        self.assertLess(time.monotonic() - started, 300 if support.SANITIZER else 30)
        self.assertEqual(result.err.count("error["), 1, str(result))
        return result


class Survives(Comptime):
    def test_endless_loop(self):
        spin = "func spin(n: int64) int64 {\n    let x = n\n    for {\n        x = x ^ 1\n        if x == 77 { break }\n    }\n    return x\n}"
        result = self.assert_fails(spin, "spin(2)", "ARC0259", "does not end", "--comptime-fuel=50000000")
        self.assertIn("--comptime-fuel", result.err)
        self.assertIn("`spin`", result.err)
        # It is the same number of steps that is too much, wherever it is counted.
        counted = "func count(n: int64) int64 {\n    let x: int64 = 0\n    for let i: int64 = 0; i < n; i++ { x = x ^ i }\n    return x\n}"
        self.assert_fails(counted, "count(1_000_000)", "ARC0259", "does not end", "--comptime-fuel=500000")
        self.assert_ended(self.check("--comptime-fuel=3000000", self.program(counted, "count(1_000_000)")))

    def test_endless_recursion(self):
        down = "func down(n: int64) int64 { return down(n + 1) + 1 }"
        result = self.assert_fails(down, "down(2)", "ARC0261", "stack")
        # The middle of a long stack is left out.
        self.assertLess(len(result.err), 20_000)
        self.assertIn("`down`", result.err)

    def test_large_locals(self):
        big = "func big(n: int64) int64 {\n    let a: [131072]int64\n    a[n] = n\n    return if n == 0 { 0 } else { big(n - 1) + a[n] }\n}"
        self.assert_fails(big, "big(20)", "ARC0261", "stack")
        self.assert_ended(self.check("--comptime-stack=64M", self.program(big, "big(20)")))

    def test_growing_list(self):
        grow = "func grow() usize {\n    let all: vector<vector<int64>> = []\n    for { all.push(vector<int64>(100000, 1)) }\n}"
        result = self.assert_fails(grow, "grow()", "ARC0260", "memory", "--comptime-memory=256M")
        self.assertIn("--comptime-memory", result.err)

    def test_wild_pointers(self):
        for address in ("0x123456789000", "0x10000000", "0x7FFFFFFFFFFFF000", "8"):
            wild = f"func wild() int64 {{ return *@ptr_cast<int64>(@null_ptr<byte>() + {address}) }}"
            path = self.program(wild, "wild()")
            result = self.check(path)
            # The control block can be read and written by whoever finds it: the value is what it is then.
            self.assertIn(result.returncode, (0, 1), str(result))
            if result.returncode == 1:
                self.assertIn("error[ARC0264]: this crashes during the build", result.err)
        scribble = ("func scribble() int64 {\n    let p = @ptr_cast<byte>(@null_ptr<byte>() + 0x10000000)\n"
                    "    @memset(p, 255, 4096)\n    return 7\n}")
        self.program(scribble, "scribble()")
        self.assertIn(self.check("program.arc").returncode, (0, 1))
        self.assertEqual(self.arc("run", self.write("good.arc", GOOD)).out, "42\n")

    def test_faults_of_the_processor(self):
        self.assert_fails("func div(a: int64, b: int64) int64 { return a / b }", "div(1, 0)", "ARC0257", "division by zero")
        self.assert_fails("func at(v: vector<int64>, i: int64) int64 { return v[i] }", "at([1, 2], 5)", "ARC0257",
                          "index 5 out of bounds for length 2")
        self.assert_fails("func stop() int64 { @trap() }", "stop()", "ARC0264", "illegal instruction")
        self.assert_fails("func zero() int64 {\n    let p = @null_ptr<int64>()\n    *p = 4\n    return *p\n}", "zero()", "ARC0264", "null")

    def test_panics_and_errors(self):
        self.assert_fails(PLUS, "plus(9223372036854775807, 1)", "ARC0257", "integer overflow in addition")
        result = self.assert_fails("func check(n: int64) int64 {\n    if n > 2 { comptime_error(\"at most\", 2) }\n    return n\n}",
                                   "check(3)", "ARC0258", "at most 2")
        self.assertIn("`check`", result.err)

    def test_prints_without_end(self):
        result = self.assert_fails("func say() int64 {\n    for i in 0..100000000 { comptime_print(\"line\", i) }\n    return 1\n}", "say()",
                                   "ARC0262", "prints too much")
        self.assertLess(len(result.err), 2_000_000)
        # One print of a gigabyte.
        self.assert_fails("func say() int64 {\n    comptime_print(\"x\".repeat(500_000_000))\n    return 1\n}", "say()", "ARC0262",
                          "prints too much")

    def test_large_values(self):
        self.assert_fails("", "vector<int64>(100_000_000, 1)", "ARC0263", "too large")

    def test_instances_without_end(self):
        for functions, expression in [
            ("func g<comptime N: usize>() usize { return g<N + 1>() + 1 }", "g<0>()"),
            ("struct A<T> { x: T }\nfunc g<T>() usize { return g<A<T>>() + g<(T, T)>() }", "g<int64>()"),
        ]:
            started = time.monotonic()
            self.assert_refused(self.check(self.program(functions, expression)), "error[ARC0220]")
            if not support.SANITIZER:
                self.assertLess(time.monotonic() - started, 10)

    def test_effects(self):
        """What a program may do, its build may not."""
        secret = self.write("secret", "secret")
        link = self.folder / "link"
        link.symlink_to(secret)
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        paths = ["/etc/passwd", "../secret", str(secret), str(link), str(fifo), "/proc/self/maps"]
        for path in paths:
            self.assert_fails('import "std/fs"', f"fs.read_file(\"{path}\")!", "ARC0265", "cannot be done during the build")
        for imported, expression in [
            ("std/env", "env.get(\"HOME\") ?? \"none\""),
            ("std/time", "time.now() == time.now()"),
            ("std/rand", "rand.secure_bytes(4).len()"),
            ("std/os", "{ os.kill(1, 9)\n 1 }"),
        ]:
            path = self.program(f"import \"{imported}\"", expression)
            result = self.check(path)
            self.assertEqual(result.returncode, 1, str(result))
            self.assertIn("error[ARC0265]", result.err, str(result))
        self.assert_fails("", "{ let t = thread func() int64 { return 1 }(ThreadConfig{})\n t.join() }", "ARC0265", "starting a thread")
        self.assert_fails("", "{ let t = process func() int64 { return 1 }(ProcessConfig{})\n t.wait() }", "ARC0265", "")

    def test_system_calls(self):
        """The filter of the worker: what goes around the library ends it."""
        for number in (39, 57, 59, 41, 101, 2):
            raw = ("extern \"C\" { func arc_rt_sys_raw(n: int64, a: uint64, b: uint64, c: uint64, d: uint64, e: uint64, f: uint64) int64 }\n"
                   f"func call() int64 {{ return arc_rt_sys_raw({number}, 0, 0, 0, 0, 0, 0) }}")
            self.assert_refused(self.check(self.program(raw, "call()")), "error[ARC026")

    def test_one_bad_among_good(self):
        """The rest of a batch runs, and all errors are told."""
        self.write("batch.arc", PLUS + """
func stop() int64 { @trap() }
func down(n: int64) int64 { return down(n + 1) + 1 }
const A = comptime { comptime_print("A")
    plus(1, 2) }
const B = comptime stop()
const C = comptime { comptime_print("C")
    plus(2, 2) }
const D = comptime down(2)
const E = comptime { comptime_print("E")
    plus(3, 2) }
func main() { println(A, C, E) }
""")
        result = self.assert_refused(self.check("batch.arc"), "error[ARC0264]", "error[ARC0261]")
        self.assertEqual(result.err.count("error["), 2, str(result))
        self.assertTrue(result.err.startswith("A\nC\nE\n"), str(result))

    def test_no_evaluator(self):
        path = self.write("good.arc", GOOD)
        result = self.assert_refused(self.check("--comptime=/none/arc-comptime", path), "error[ARC0266]")
        self.assertIn("/none/arc-comptime", result.err)
        self.assert_refused(self.check("--comptime=/bin/false", path), "error[ARC0266]")


class Service(Comptime):
    """A service that several compilers share."""

    def serve(self, *options):
        # Paths of sockets are short.
        folder = tempfile.mkdtemp(prefix="arc", dir="/tmp")
        self.addCleanup(shutil.rmtree, folder)
        self.socket = pathlib.Path(folder) / "s"
        self.server = subprocess.Popen([Session.distribution / "bin" / "arc-comptime", f"--serve={self.socket}", *options],
                                       stdin=subprocess.DEVNULL, env=self.environment)
        self.addCleanup(self.stop)
        self.assertTrue(support.wait_until(lambda: self.socket.exists() or self.server.poll() is not None))
        self.assertIsNone(self.server.poll())

    def stop(self):
        self.server.kill()
        self.server.wait()

    def served(self, path, *options):
        return self.check(f"--comptime-server={self.socket}", *options, path)

    def test_lives_on(self):
        self.serve()
        for functions, expression in [("func stop() int64 { @trap() }", "stop()"),
                                      ("func down(n: int64) int64 { return down(n + 1) + 1 }", "down(2)")]:
            self.assertEqual(self.served(self.program(functions, expression)).returncode, 1)
        self.assert_ended(self.served(self.write("good.arc", GOOD)))
        self.assertIsNone(self.server.poll())

    def test_killed_during_a_batch(self):
        """The compiler asks again, of a service of its own."""
        self.serve()
        slow = ("func count(n: int64) int64 {\n    let x: int64 = 1\n    for let i: int64 = 0; i < n; i++ { x = (x *% 7) ^ i }\n    return x\n}")
        path = self.program(slow, "count(1_000_000_000)")
        killer = threading.Timer(0.3, lambda: self.server.send_signal(signal.SIGKILL))
        killer.start()
        self.assert_ended(self.served(path, "--comptime-fuel=10000000000"))
        killer.join()
        self.server.wait()
        self.assert_ended(self.served(self.write("good.arc", GOOD)))

    def test_two_versions(self):
        """A compiler of another build does not take what the service says: it starts its own."""
        self.serve()
        other = self.folder / "arc-comptime-other"
        # Another build id is another build; `arc-comptime` says it of itself by its file.
        original = (Session.distribution / "bin" / "arc-comptime").read_bytes()
        at = original.index(b"\x04\0\0\0\x14\0\0\0\x03\0\0\0GNU\0") + 16
        other.write_bytes(original[:at] + bytes(20) + original[at + 20:])
        other.chmod(0o755)
        path = self.write("good.arc", GOOD)
        self.assert_ended(self.served(path, f"--comptime={other}"))
        self.assert_ended(self.served(path))

    def test_many_at_once(self):
        self.serve()
        results = []

        def build(n):
            path = self.write(f"p{n}.arc", GOOD.replace("40, 2", f"{n}, 100"))
            results.append(self.served(path))

        threads = [threading.Thread(target=build, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([result.returncode for result in results], [0] * 8, "\n".join(map(str, results)))
        self.assertIsNone(self.server.poll())

    def test_nothing_stays_behind(self):
        """The child of a compiler ends with it, however it ends."""
        spin = "func spin(n: int64) int64 {\n    let x = n\n    for {\n        x = x ^ 1\n        if x == 77 { break }\n    }\n    return x\n}"
        path = self.program(spin, "spin(2)")
        build = subprocess.Popen([Session.distribution / "bin" / "arc", "check", path], env=self.environment, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.assertTrue(support.wait_until(lambda: support.children_of(build.pid)))
        children = support.children_of(build.pid)
        time.sleep(0.2)
        build.kill()
        build.wait()
        self.assertTrue(support.wait_until(lambda: all(support.is_dead(pid) for pid in children)))


class Files(Comptime):
    def test_what_is_embedded(self):
        """Files of the package are read while it is compiled, and it is compiled again when they change."""
        self.write("package/texts/names.txt", "Ada\nGrace\n")
        self.write("package/main.arc", """
const NAMES = comptime @embed_file("texts/names.txt").lines().to_vector()
func main() { println(NAMES) }
""")
        self.assertEqual(self.arc("run", "package").out, '["Ada", "Grace"]\n')
        self.write("package/texts/names.txt", "Alan\n")
        self.assertEqual(self.arc("run", "package").out, '["Alan"]\n')
        self.write("package/texts/names.txt", "Ada\nGrace\n")
        self.assertEqual(self.arc("run", "package").out, '["Ada", "Grace"]\n')
        (self.folder / "package/texts/names.txt").unlink()
        self.assert_refused(self.arc("run", "package"), "error[ARC0700]", "texts/names.txt")
        self.write("package/texts/names.txt", "")
        self.assertEqual(self.arc("run", "package").out, "[]\n")

    def test_of_a_library(self):
        """Who imports a package knows the texts of its constants, without the files."""
        self.write("app/main.arc", 'import "texts"\nconst LENGTH = comptime texts.ABOUT.len()\n'
                                   'func main() { println(texts.ABOUT, LENGTH, texts.about()) }\n')
        self.write("app/texts/texts.arc", 'const ABOUT = @embed_file("about.txt")\n'
                                          'func about() string { return @embed_file("about.txt") + "!" }\n')
        self.write("app/texts/about.txt", 'say "hi" ${x} \\ ä')
        self.assertEqual(self.arc("run", "app").out, 'say "hi" ${x} \\ ä 18 say "hi" ${x} \\ ä!\n')

    def test_changed_behind_the_check(self):
        """A package is checked once more for those that run it; its files must still be what they were when it was compiled."""
        self.environment["ARC_CACHE"] = str(self.folder / "cache")
        self.write("app/texts/texts.arc", 'func about() string { return @embed_file("about.txt") + "!" }\n')
        self.write("app/texts/about.txt", "before")
        # Between the two.
        self.write("app/slow/slow.arc", 'import "texts"\nfunc spin(n: int64) int64 {\n    let x = n\n'
                                        "    for let i: int64 = 0; i < n; i++ { x = (x ^ i) * 3 & 0xffff }\n    return x\n}\n"
                                        "const X = comptime spin(800_000_000)\nfunc length() int64 { return cast<int64>(texts.about().len()) }\n")
        self.write("app/main.arc", 'import "texts"\nimport "slow"\nconst LENGTH = comptime texts.about().len()\n'
                                   "func main() { println(LENGTH, slow.X) }\n")
        build = subprocess.Popen([Session.distribution / "bin/arc", "check", "-j1", "--comptime-fuel=100000000000", "app"],
                                 cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertTrue(support.wait_until(lambda: any(path.is_file() and path.stat().st_size > 0
                                                       for path in (self.folder / "cache").rglob("*arci*"))))
        self.write("app/texts/about.txt", "behind it")
        out, err = build.communicate(timeout=support.TIMEOUT)
        self.assertEqual(build.returncode, 1, f"{out}\n{err}")
        self.assertIn("changed while it was compiled", err.decode())
        result = self.arc("run", "--comptime-fuel=100000000000", "app")
        self.assertEqual(result.out.split()[0], "10", str(result))

    def test_what_is_not(self):
        self.write("secret", "secret")
        (self.folder / "package").mkdir()
        (self.folder / "package/link").symlink_to(self.folder / "secret")
        (self.folder / "package/up").symlink_to("..")
        os.mkfifo(self.folder / "package/fifo")
        self.write("package/binary", b"\xff\xfe")
        for path in ["/etc/passwd", "../secret", str(self.folder / "secret"), "link", "up/secret", "fifo", "binary", "missing", "", "/dev/zero"]:
            self.write("package/main.arc", f'func main() {{ println(@embed_file("{path}")) }}\n')
            result = self.assert_refused(self.check("package"), "error[ARC0700]", "@embed_file")
            self.assertEqual(result.err.count("error["), 1, str(result))
            self.assertNotIn("root:", result.err)


class Deterministic(Comptime):
    TEXT = """
func work() map<string, vector<int64>> {
    let out: map<string, vector<int64>> = {}
    for i in 0..200 { out["key${i * 7919 % 1000}"] = (0..i % 5).to_vector().map(|x| cast<int64>(x) * i) }
    for i in 0..50 { out.remove("key${i}") }
    return out
}
func ordered(m: map<string, vector<int64>>) vector<uint64> { return m.keys().to_vector().map(|k| hash_of(k)) }
const TABLE = comptime work()
const HASHES = comptime ordered(TABLE)
const SET = comptime { let s: set<float64> = {}
    for i in 0..100 { s.insert(cast<float64>(i) / 3.0) }
    s }
const FUNCTIONS = comptime { [|x: int64| x + 1, |x: int64| x * 2] }
func main() { println(TABLE.len(), HASHES.len(), SET.len(), FUNCTIONS[1](4)) }
"""

    def object_of(self, folder, *command):
        (self.folder / folder).mkdir(parents=True)
        source = self.write(f"{folder}/program.arc", self.TEXT)
        library = Session.distribution / "lib" / "arc"
        imports = [f"--import={file.relative_to(library).with_suffix('')}={file}" for file in sorted((library / "std").rglob("*.arci"))]
        self.assert_ended(self.run_command([*command, Session.distribution / "bin" / "arcc", "--program", *imports, "-O2", "-o", "p.o",
                                            source.name], cwd=source.parent))
        return hashlib.sha256((source.parent / "p.o").read_bytes()).hexdigest()

    def test_same_bytes(self):
        """Whatever the folder, the number of processors and the layout of memory."""
        first = self.object_of("a")
        self.assertEqual(first, self.object_of("b/much/deeper"))
        self.assertEqual(first, self.object_of("c", "taskset", "-c", "0"))
        self.assertEqual(first, self.object_of("d", "setarch", "-R"))


class Says(Comptime):
    def test_prints_and_warnings(self):
        path = self.write("says.arc", """
func check(n: int64) int64 {
    comptime_print("n is", n)
    if n > 1 { comptime_warn("large:", n) }
    return n
}
const A = comptime check(1)
const B = comptime check(2)
func main() { println(A, B) }
""")
        result = self.arc("run", path)
        self.assertEqual((result.returncode, result.out), (0, "1 2\n"), str(result))
        self.assertTrue(result.err.startswith("n is 1\nn is 2\n"), str(result))
        self.assertEqual(result.err.count("warning["), 1, str(result))
        self.assertIn("large: 2", result.err)
        # Warnings are said again when nothing is compiled again; lines are not: nothing ran.
        result = self.arc("run", path)
        self.assertEqual(result.err.count("warning["), 1, str(result))
        self.assertNotIn("n is", result.err)

    def test_limits_are_part_of_the_key(self):
        path = self.program("func count(n: int64) int64 {\n    let x: int64 = 0\n    for let i: int64 = 0; i < n; i++ { x = x ^ i }\n    return x\n}",
                            "count(100000)")
        self.assert_ended(self.check(path))
        self.assert_refused(self.check("--comptime-fuel=1000", path), "error[ARC0259]")
        self.assert_ended(self.check(path))

    def test_trace(self):
        path = self.write("good.arc", GOOD)
        library = Session.distribution / "lib" / "arc"
        imports = [f"--import=std/{name}={library}/std/{name}.arci" for name in ("core", "compute", "os", "runtime")]
        result = self.tool("arcc", "--program", *imports, "--emit=comptime-trace", "-o", "-", path)
        self.assert_ended(result)
        lines = result.out.splitlines()
        self.assertEqual(len(lines), 2, str(result))
        self.assertRegex(lines[1], r"good\.arc:2:11 done \d+ \d+ \d+ 8$")


if __name__ == "__main__":
    support.main()
