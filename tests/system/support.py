"""What the system tests share: building Arc programs with the distribution under test and running them as processes.

A test file ends with `support.main()` and is run as `TEST.py DISTRIBUTION [unittest arguments]`.
"""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HELLO = 'func main() { println("hello") }\n'

PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"

# The sanitizer that the tools under test are built with, "" for none (.bazelrc). Programs that they build have none.
SANITIZER = os.environ.get("ARC_SANITIZER", "")

# Long enough for a loaded machine; only a hang takes this long.
TIMEOUT = 1200 if SANITIZER else 120


@dataclasses.dataclass
class Result:
    """How a process ended and what it wrote."""

    command: list
    returncode: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self):
        return self.stdout.decode(errors="replace")

    @property
    def err(self):
        return self.stderr.decode(errors="replace")

    def __str__(self):
        how = f"exit code {self.returncode}" if self.returncode >= 0 else f"killed by signal {-self.returncode}"
        return f"{' '.join(map(str, self.command))}\n{how}\n--- stdout\n{self.out[-4000:]}\n--- stderr\n{self.err[-4000:]}"


class Session:
    """The distribution under test, and a folder that lives as long as the test process: its cache and built programs."""

    distribution = None
    folder = None

    @classmethod
    def start(cls, distribution):
        cls.distribution = pathlib.Path(distribution).resolve()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="system", dir=os.environ.get("TEST_TMPDIR")))

    @classmethod
    def environment(cls):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(cls.folder), "LANG": "C.UTF-8",
                "ARC_CACHE": str(cls.folder / "cache")}


def binary_tool(name):
    """readelf or objdump, of binutils or of LLVM."""
    for candidate in (name, f"llvm-{name}-22", f"/usr/lib/llvm-22/bin/llvm-{name}"):
        if found := shutil.which(candidate):
            return found
    raise unittest.SkipTest(f"there is no {name}")


def wait_until(condition, seconds=TIMEOUT):
    """True when `condition()` becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return bool(condition())


def process_state(pid):
    """The letter of /proc/PID/stat (`Z`: dead, not waited for yet), or None when there is no such process."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def is_dead(pid):
    return process_state(pid) in (None, "Z", "X")


def children_of(pid):
    """Ids of all children of a process, of all its threads, dead ones that nobody waited for included."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            pass    # a thread that has ended since
    return found


def descriptors_of(pid):
    return sorted(int(name) for name in os.listdir(f"/proc/{pid}/fd"))


class SystemTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=Session.folder))
        self.addCleanup(self.remove_folder)
        self.environment = Session.environment()

    def remove_folder(self):
        # Tests take permissions away.
        for path, folders, _ in os.walk(self.folder):
            for name in folders:
                if not os.path.islink(os.path.join(path, name)):
                    os.chmod(os.path.join(path, name), 0o700)
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_command(self, command, stdin=b"", **options):
        options.setdefault("cwd", self.folder)
        options.setdefault("env", self.environment)
        options.setdefault("timeout", TIMEOUT)
        if "stdin" not in options and "preexec_fn" not in options:
            options["input"] = stdin
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        try:
            done = subprocess.run(list(map(str, command)), check=False, **options)
        except subprocess.TimeoutExpired as expired:
            self.fail(f"no end after {options['timeout']} s: {expired.cmd}\n{expired.stdout}\n{expired.stderr}")
        return Result(list(command), done.returncode, done.stdout or b"", done.stderr or b"")

    def tool(self, name, *arguments, **options):
        return self.run_command([Session.distribution / "bin" / name, *arguments], **options)

    def arc(self, *arguments, **options):
        return self.tool("arc", *arguments, **options)

    def build(self, name, *flags):
        """The program programs/NAME.arc, built once per test process and set of flags."""
        output = Session.folder / "built" / "".join([name, *flags])
        if not output.exists():
            output.parent.mkdir(exist_ok=True)
            # From the sources' folder: positions read NAME.arc:LINE.
            result = self.arc("build", *flags, "-o", output, f"{name}.arc", cwd=PROGRAMS)
            self.assertEqual(result.returncode, 0, str(result))
        return output

    def build_text(self, text, *flags, name="program"):
        self.write(f"{name}.arc", text)
        output = self.folder / f"{name}{''.join(flags)}"
        result = self.arc("build", *flags, "-o", output, f"{name}.arc")
        self.assertEqual(result.returncode, 0, str(result))
        return output

    def start(self, command, **options):
        """A running process; killed at the end of the test if it still runs."""
        options.setdefault("cwd", self.folder)
        options.setdefault("env", self.environment)
        for stream in ("stdin", "stdout", "stderr"):
            options.setdefault(stream, subprocess.PIPE)
        process = subprocess.Popen(list(map(str, command)), **options)

        def end():
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    stream.close()

        self.addCleanup(end)
        return process

    def assert_ended(self, result, code=0, signal_number=None):
        wanted = code if signal_number is None else -signal_number
        self.assertEqual(result.returncode, wanted, str(result))
        return result

    def assert_refused(self, result, *texts, code=1):
        """A tool's answer to bad input: the exit code, all of `texts`, and not a sign of a crash."""
        self.assertEqual(result.returncode, code, str(result))
        told = result.err + result.out
        for text in texts:
            self.assertIn(text, told, str(result))
        for sign in ("internal compiler error", "Assertion", "PLEASE submit", "Stack dump"):
            self.assertNotIn(sign, told, str(result))
        return result


def without_privileges(command):
    """The command as root's own user, but bound by the permissions of files; for others the command itself."""
    if not is_root():
        return list(command)
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]


def with_mount(options, script, *arguments):
    """A command that runs the shell script in a mount namespace of its own where $MOUNT, a new folder, is a tmpfs with these
    options. Without root it takes user namespaces."""
    point = tempfile.mkdtemp(dir=Session.folder)
    unshare = ["unshare", "--mount"] if is_root() else ["unshare", "--mount", "--map-root-user"]
    return [*unshare, "sh", "-ec", f"MOUNT={point}; mount -t tmpfs {options} none $MOUNT || exit 99; {script}", "sh", *arguments]


def is_root():
    return os.geteuid() == 0


def may_mount():
    """Whether this process can make namespaces and mount in them: root that is not in a container or another sandbox."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/proc"]
    return is_root() and subprocess.run(probe, check=False, capture_output=True).returncode == 0


def can_change_user(user):
    """Whether this process may become `user`: root of the machine may, root of a sandbox's user namespace may not."""
    if not is_root():
        return False
    ranges = [map(int, line.split()) for line in pathlib.Path("/proc/self/uid_map").read_text().splitlines()]
    return any(first <= user < first + count for first, _, count in ranges)


needs_mounts = unittest.skipUnless(may_mount(), "needs root that may mount, which a container's may not")


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
            if may_mount():
                self.fail(f"root, but cannot mount: {result}")
            self.skipTest(f"needs root that may mount, or user namespaces: {result.err}")
        return result

    def assert_hello(self, program="hello"):
        self.assertEqual(self.assert_ended(self.run_command([self.work / program])).out, "hello\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} DISTRIBUTION [unittest arguments]")
    Session.start(sys.argv.pop(1))
    try:
        unittest.main(verbosity=1)
    finally:
        shutil.rmtree(Session.folder, ignore_errors=True)
