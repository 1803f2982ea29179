#!/usr/bin/env python3
"""install_deps.sh on systems in different states, with an apt that only pretends.

usage: install_deps_test.py INSTALL_DEPS [unittest arguments]
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPT = None

# What the script may use besides apt: a PATH with these alone holds no sudo.
TOOLS = ["bash", "cat", "cut", "env", "grep", "mktemp", "rm", "sed", "tee", "touch"]

DPKG = "#!/bin/sh\necho ${ARCHITECTURE:-amd64}\n"

DPKG_QUERY = """#!/bin/sh
[ ! -e "$STATE/installed" ] || for p; do case $p in -*) ;; *) echo "installed $p" ;; esac; done
"""

APT_CONFIG = "#!/bin/sh\necho \"$2='$STATE/sources/'\"\n"

# Files in $STATE say what works: `known` (the packages can be installed), `update_gives` (a command that update runs),
# `update_fails`, `install_fails` (until the next update), `targets` (what apt-get indextargets prints).
APT_GET = """#!/bin/bash
while [[ $1 == -* ]]; do
  if [[ $1 == -o ]]; then shift; fi
  shift
done
echo "$*" >>"$STATE/calls"
case $* in
  indextargets*) cat "$STATE/targets" 2>/dev/null || true ;;
  *--simulate*) [[ -e $STATE/known ]] || { echo "Reading package lists..."; echo "E: Unable to locate package clang-22"; exit 100; } ;;
  update*)
    rm -f "$STATE/install_fails"
    if [[ -e $STATE/update_gives ]]; then . "$STATE/update_gives"; fi
    if [[ -e $STATE/update_fails ]]; then echo "E: no answer from an archive"; exit 100; fi
    ;;
  install*)
    if [[ -e $STATE/install_fails ]]; then echo "E: 404 Not Found"; exit 100; fi
    touch "$STATE/installed"
    ;;
esac
"""


class InstallDepsTest(unittest.TestCase):
    def setUp(self):
        self.state = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        self.addCleanup(shutil.rmtree, self.state)
        self.path = self.state / "bin"
        self.path.mkdir()
        (self.state / "sources").mkdir()
        for name in TOOLS:
            (self.path / name).symlink_to(shutil.which(name))
        for name, text in {"dpkg": DPKG, "dpkg-query": DPKG_QUERY, "apt-config": APT_CONFIG, "apt-get": APT_GET}.items():
            (self.path / name).write_text(text)
            (self.path / name).chmod(0o755)
        # Whoever runs this test: become root, if only of a user namespace.
        self.prefix = [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]

    def set(self, **files):
        for name, text in files.items():
            (self.state / name).write_text(text)

    def run_script(self, *arguments, prefix=None, **environment):
        prefix = self.prefix if prefix is None else prefix
        if prefix and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("needs root or user namespaces")
        command = [*(shutil.which(word) if index == 0 else word for index, word in enumerate(prefix)), SCRIPT, *arguments]
        return subprocess.run(command, env={"PATH": str(self.path), "STATE": str(self.state), **environment},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)

    def calls(self):
        calls = self.state / "calls"
        return [line.split()[0] for line in calls.read_text().splitlines()
                if "--simulate" not in line] if calls.exists() else []

    def assert_installed(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.state / "installed").exists(), result.stderr)

    def test_silent_when_nothing_is_missing(self):
        self.set(installed="")
        result = self.run_script()
        self.assertEqual((result.returncode, result.stdout, result.stderr, self.calls()), (0, "", "", []))

    def test_check_lists_what_is_missing(self):
        result = self.run_script("--check")
        self.assertEqual(result.returncode, 1)
        self.assertIn("clang-22\n", result.stdout)
        self.assertEqual(self.calls(), [])

    def test_says_what_it_installs_before_it_does(self):
        self.set(known="")
        result = self.run_script()
        self.assert_installed(result)
        self.assertIn("  clang-22\n", result.stderr)
        self.assertEqual(self.calls(), ["install"])

    def test_empty_lists_are_fetched(self):
        self.set(update_gives='touch "$STATE/known"')
        self.assert_installed(self.run_script())
        self.assertEqual(self.calls(), ["update", "install"])

    def test_stale_lists_are_fetched_again(self):
        self.set(known="", install_fails="")
        self.assert_installed(self.run_script())
        self.assertEqual(self.calls(), ["install", "update", "install"])

    def test_source_that_does_not_answer_stops_nothing(self):
        self.set(update_fails="", update_gives='touch "$STATE/known"')
        result = self.run_script()
        self.assert_installed(result)
        self.assertIn("no answer from an archive", result.stderr)

    def test_adds_security_updates_from_the_same_archive(self):
        self.set(targets="http://mirror.example/debian/ bookworm main\n",
                 update_gives='if grep -q security "$STATE"/sources/*; then touch "$STATE/known"; fi')
        result = self.run_script()
        self.assert_installed(result)
        source = (self.state / "sources" / "bookworm-security.list").read_text()
        self.assertRegex(source, r"^deb (\[signed-by=\S+\] )?http://mirror\.example/debian-security/ bookworm-security main\n$")
        self.assertIn("security updates are not among apt's sources; adding them", result.stderr)

    def test_takes_back_a_source_that_does_not_help(self):
        self.set(targets="http://mirror.example/debian/ bookworm main\n")
        result = self.run_script()
        self.assertEqual(result.returncode, 1)
        self.assertEqual(list((self.state / "sources").iterdir()), [])
        self.assertIn("Unable to locate package clang-22", result.stderr)
        self.assertIn("security\nupdates (bookworm-security) must be among its sources", result.stderr)

    def test_adds_nothing_to_other_systems(self):
        for targets in ("http://mirror.example/debian/ trixie main\n", "",
                        "http://mirror.example/debian/ bookworm main\n"
                        "http://mirror.example/debian-security/ bookworm-security main\n"):
            with self.subTest(targets=targets):
                self.set(targets=targets)
                result = self.run_script()
                self.assertEqual(result.returncode, 1)
                self.assertNotIn("adding", result.stderr)

    def test_other_architecture_is_refused(self):
        result = self.run_script(ARCHITECTURE="arm64")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, "install_deps: this system is arm64; Arc builds on Debian 12 (x86-64)\n")

    def test_without_root_and_sudo_the_command_is_named(self):
        # In a new user namespace everybody is nobody.
        result = self.run_script(prefix=["unshare", "--user"])
        self.assertEqual(result.returncode, 1)
        self.assertIn("root is needed to install packages, and there is no sudo; run as root:\n  apt-get install bazel-bootstrap",
                      result.stderr)
        self.assertEqual(self.calls(), [])


if __name__ == "__main__":
    SCRIPT = os.path.abspath(sys.argv.pop(1))
    unittest.main()
