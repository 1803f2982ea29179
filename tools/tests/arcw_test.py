#!/usr/bin/env python3
"""arcw in surroundings that a shell or a machine may give it, with a Bazel that only writes down how it was called.

usage: arcw_test.py ARCW [unittest arguments]
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ARCW = None

# Writes its environment and arguments, and for a test the events that $EVENTS holds; ends with $BAZEL_STATUS.
BAZEL = """#!/bin/bash
printf '%s\\n' "$*" >>"$STATE/calls"
env >"$STATE/environment"
for argument; do
  case $argument in
    --build_event_json_file=*) cat "$STATE/events" >"${argument#*=}" ;;
  esac
done
case $* in
  *"info bazel-bin"*) echo "$STATE/bin" ;;
  *" test "*) exit "${TEST_STATUS:-0}" ;;
  *" build "*) exit "${BUILD_STATUS:-0}" ;;
esac
"""


def event(label, kind):
    if kind == "configured":
        return {"id": {"targetConfigured": {"label": label}}, "configured": {"testSize": "SMALL"}}
    if kind == "broken":
        return {"id": {"targetCompleted": {"label": label}}, "completed": {"success": False}}
    return {"id": {"testSummary": {"label": label}}, "testSummary": {"overallStatus": kind}}


class ArcwTest(unittest.TestCase):
    def setUp(self):
        self.state = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        self.addCleanup(shutil.rmtree, self.state)
        self.home = self.state / "home"
        self.home.mkdir()
        self.write("tools/install_deps.sh", "#!/bin/sh\n")
        self.write("bin/toolchain/dist/bin/arc", '#!/bin/sh\necho "arc $*"\n')
        self.write("bazel", BAZEL)
        text = pathlib.Path(ARCW).read_text()
        self.assertIn("\nbazel=/usr/bin/bazel-4\n", text)
        self.write("arcw", text.replace("/usr/bin/bazel-4", str(self.state / "bazel")))
        self.write("events", "")

    def write(self, name, text):
        path = self.state / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def arcw(self, *arguments, **environment):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.home), "STATE": str(self.state), "TMPDIR": str(self.state)}
        return subprocess.run([self.state / "arcw", *arguments], env={**variables, **environment}, cwd="/", check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def seen(self, name):
        for line in (self.state / "environment").read_text().splitlines():
            if line.startswith(name + "="):
                return line[len(name) + 1:]
        return None

    def test_verbs_go_to_the_driver_that_was_built(self):
        result = self.arcw("run", "a b", "--", "c")
        self.assertEqual((result.returncode, result.stdout), (0, "arc run a b -- c\n"), result.stderr)
        calls = (self.state / "calls").read_text()
        self.assertIn(f"--disk_cache={self.home}/.cache/arc/bazel-disk", calls)
        self.assertIn("//toolchain:dist", calls)

    def test_what_does_not_build_is_said(self):
        result = self.arcw("run", "x", BUILD_STATUS="1")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("arcw: the tools did not build", result.stderr)

    def test_full_disk_is_named(self):
        self.write("fake/df", '#!/bin/sh\n[ "$3" = "$HOME/.cache" ] && echo Avail && echo "$FREE"\n')
        path = f"{self.state}/fake:{os.environ['PATH']}"
        text = f"arcw: only 17 MB are free where {self.home}/.cache lies; a build of everything takes about 3000\n"
        self.assertIn(text, self.arcw("run", "x", BUILD_STATUS="1", PATH=path, FREE="17").stderr)
        self.assertNotIn("are free", self.arcw("run", "x", BUILD_STATUS="1", PATH=path, FREE="1700").stderr)
        self.assertNotIn("are free", self.arcw("run", "x", PATH=path, FREE="17").stderr)

    def test_home_that_cannot_be_used(self):
        for home in ("", "/nonexistent", "/proc", "relative"):
            with self.subTest(home=home):
                result = self.arcw("version", HOME=home)
                self.assertEqual(result.returncode, 0, result.stderr)
                # An empty one is looked up in the password file.
                if home:
                    self.assertEqual(self.seen("HOME"), f"{self.state}/arc-home-{os.geteuid()}")

    def test_bazel_does_not_see_the_users_settings(self):
        wrong = {name: "/wrong" for name in ("LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "USE_BAZEL_VERSION", "JAVA_HOME")}
        self.arcw("version", **wrong)
        self.assertNotIn("/wrong", (self.state / "environment").read_text())
        self.assertEqual(self.seen("PATH"), "/usr/sbin:/usr/bin:/sbin:/bin")
        for line in (self.state / "calls").read_text().splitlines():
            self.assertTrue(line.startswith("--nohome_rc "), line)

    def run_tests(self, *events, **environment):
        self.write("events", "".join(json.dumps(one) + "\n" for one in events))
        result = self.arcw("test", **environment)
        return result.returncode, result.stdout

    def test_summary(self):
        passed = [event("//a:t", "configured"), event("//a:t", "PASSED")]
        failed = [event("//b:t", "configured"), event("//b:t", "FAILED")]
        self.assertEqual(self.run_tests(*passed), (0, "1 passed, 0 failed\n"))
        self.assertEqual(self.run_tests(*passed, *failed, TEST_STATUS="3"), (1, "1 passed, 1 failed\n"))
        self.assertEqual(self.run_tests(*passed, event("//c:t", "configured"), TEST_STATUS="1"), (1, "1 passed, 1 failed\n"))
        self.assertEqual(self.run_tests(*passed, event("//d:l", "broken"), TEST_STATUS="1"), (1, "1 passed, 1 failed\n"))
        # Nothing ran, or nothing was even loaded.
        self.assertEqual(self.run_tests(), (1, "0 passed, 0 failed\n"))
        self.assertEqual(self.run_tests(TEST_STATUS="1"), (1, "0 passed, 1 failed\n"))

    def test_a_build_that_failed_is_tried_once_more(self):
        self.run_tests(TEST_STATUS="1")
        self.assertEqual((self.state / "calls").read_text().count(" test "), 2)


if __name__ == "__main__":
    ARCW = os.path.abspath(sys.argv.pop(1))
    unittest.main()
