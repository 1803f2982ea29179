#!/usr/bin/env python3
"""The Bazel rules of a distribution in a workspace of a user's, without a network.

usage: rules_test.py DISTRIBUTION [--bazel=PROGRAM] [--version=N] [--modules] [unittest arguments]

N is Bazel's major version, which Debian's Bazel does not tell; by default 4. --modules takes MODULE.bazel instead of
WORKSPACE. What Bazel itself would download comes from where Debian installs it, or is empty where nothing uses it.
"""

import argparse
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CONSUMER = pathlib.Path(__file__).absolute().parent / "consumer"

# Where Debian has the repositories that Bazel refers to, below /usr/share/bazel.
REPOSITORIES = {
    "bazel_features": "tools/features",
    "bazel_skylib": "tools/skylib",
    "platforms": "tools/platforms",
    "rules_cc": "rules/cc",
    "rules_java": "rules/java",
    "rules_license": "rules/license",
    "rules_proto": "rules/proto",
    "rules_python": "rules/python",
}
# Stand-ins for what Bazel 4 refers to: Debian's rules_cc is too new for it, and every test names a tool for coverage.
REPOSITORIES_OF_BAZEL_4 = {
    "rules_cc": {
        "BUILD.bazel": "",
        "cc/BUILD.bazel": "",
        "cc/defs.bzl": "".join(f"cc_{name} = native.cc_{name}\n"
                               for name in ("binary", "import", "library", "test", "toolchain", "toolchain_suite")),
    },
    "remote_coverage_tools": {
        "BUILD.bazel": 'sh_binary(name = "coverage_report_generator", srcs = ["none.sh"], visibility = ["//visibility:public"])',
        "none.sh": "",
    },
}
# Modules that Bazel 7 depends on and Debian has not; nothing here uses them.
EMPTY_MODULES = ["apple_support", "buildozer", "protobuf", "zlib"]

BUILDOZER = """
def _repository_impl(ctx):
    ctx.file("BUILD.bazel")
_repository = repository_rule(implementation = _repository_impl)
def _impl(ctx):
    _repository(name = "buildozer_binary")
buildozer_binary = module_extension(implementation = _impl)
"""

APP_PRINTS = "queue eueuq 4\nlevel level 2\n[5]\n42\n"

# Only a hang takes so long, and whoever waits for a lock of Bazel's.
TIMEOUT = 280

options = None
folder = None


class Workspace:
    """The consumer's files in `name`, with a Bazel server of their own."""

    def __init__(self, name):
        self.root = folder / name / "consumer"
        shapes = folder / name / "shapes"
        for source, target in [(CONSUMER, self.root), (CONSUMER / "shapes", shapes)]:
            for file in source.rglob("*"):
                within = file.relative_to(source)
                if file.is_dir() or (source == CONSUMER and within.parts[0] == "shapes"):
                    continue
                to = target / within
                if file.suffix == ".consumer":
                    to = to.with_suffix("" if file.stem == "WORKSPACE" else ".bazel")
                to.parent.mkdir(parents=True, exist_ok=True)
                text = file.read_text().replace("%{ARC}", str(options.distribution)).replace("%{SHAPES}", str(shapes))
                to.write_text(text.replace("%{OFFLINE}", "" if "MODULE" in file.name else offline_repositories()))
            (target / ("WORKSPACE" if options.modules else "MODULE.bazel")).unlink()
        self.startup = [options.bazel, "--nohome_rc", f"--output_user_root={folder / name / 'bazel'}",
                        "--host_jvm_args=-Xmx700m", "--max_idle_secs=60"]

    def run(self, command, *arguments):
        flags = [] if command in ("shutdown", "clean", "info") else ["--nosandbox_debug", *mode_flags()]
        return subprocess.run([*self.startup, command, *flags, *arguments], cwd=self.root, check=False, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)

    def outputs(self):
        """Paths of the files that Arc's actions made, with hashes of their content."""
        found = {}
        for path in (self.root / "bazel-bin").resolve().rglob("*"):
            name = path.relative_to((self.root / "bazel-bin").resolve())
            if path.is_file() and not any(part.endswith(".runfiles") for part in name.parts):
                if path.suffix in (".o", ".arci") or name.name in ("app", "app_test", "words_test"):
                    found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def repositories():
    found = {name: pathlib.Path("/usr/share/bazel") / path for name, path in REPOSITORIES.items()}
    if options.version < 5:
        found |= {name: folder / "repositories" / name for name in REPOSITORIES_OF_BAZEL_4}
    return {name: path for name, path in found.items() if path.is_dir()}


def offline_repositories():
    return "\n".join(f'local_repository(name = "{name}", path = "{path}")' for name, path in repositories().items())


def mode_flags():
    if options.version < 5:
        # Its linux-sandbox starts without this folder and then fails.
        return [] if os.path.isdir("/dev/shm") else ["--spawn_strategy=processwrapper-sandbox,local"]
    # Bazel 7 leaves in the cache what nobody asked for by name.
    common = ["--remote_download_outputs=all"]
    if not options.modules:
        return [*common, "--noenable_bzlmod", "--enable_workspace"]
    # An empty registry: nothing may be looked for elsewhere.
    overrides = repositories() | {name: folder / "repositories" / name for name in EMPTY_MODULES}
    return [*common, "--enable_bzlmod", "--noenable_workspace", "--lockfile_mode=off", f"--registry=file://{folder}/repositories/registry",
            *(f"--override_module={name}={path}" for name, path in overrides.items())]


def write_repositories():
    wanted = {name: {"BUILD.bazel": "", "MODULE.bazel": f'module(name = "{name}")\n'} for name in EMPTY_MODULES}
    wanted["buildozer"]["buildozer_binary.bzl"] = BUILDOZER
    for name, files in (wanted | REPOSITORIES_OF_BAZEL_4).items():
        for file, text in ({"WORKSPACE": ""} | files).items():
            path = folder / "repositories" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)


class RulesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.workspace = Workspace("first")
        cls.addClassCleanup(cls.workspace.run, "shutdown")

    def bazel(self, command, *arguments, workspace=None, code=0):
        result = (workspace or self.workspace).run(command, *arguments)
        self.assertEqual(result.returncode, code, f"{result.args}\n{result.stdout}\n{result.stderr}")
        return result

    def test_builds_and_tests_everything(self):
        result = self.bazel("test", "//...")
        for test in ("//app:app_test", "//text/words:words_test"):
            self.assertRegex(result.stdout, rf"{test}\s+(\(cached\) )?PASSED")
        self.assertEqual((self.workspace.root / "bazel-bin/app/objects.txt").read_text(), "text/words words.arci 2\n")

    def test_program_runs_with_its_data(self):
        for mode in ("fastbuild", "opt"):
            self.assertEqual(self.bazel("run", "-c", mode, "//app:app").stdout, APP_PRINTS)

    def test_programs_for_debuggers_carry_the_printers(self):
        for mode in ("fastbuild", "opt", "dbg"):
            self.bazel("build", "-c", mode, "//app:app")
            carries = b"gdb.inlined-arc" in (self.workspace.root / "bazel-bin/app/app").read_bytes()
            self.assertEqual(carries, mode == "dbg", mode)

    def test_failing_test_says_why(self):
        result = self.bazel("test", "--test_output=errors", "//text/words:wrong_test", code=3)
        self.assertIn("text/words/wrong_test.arc:3", result.stdout)
        self.assertIn("0 passed, 1 failed", result.stdout)

    def test_import_without_dependency_is_an_error(self):
        self.assertIn("unknown name `letters`", self.bazel("build", "//text/words:undeclared", code=1).stderr)

    def test_change_of_a_body_compiles_only_its_package(self):
        self.bazel("build", "//app:app")
        letters = self.workspace.root / "text/letters/letters.arc"
        before = letters.read_text()
        self.addCleanup(letters.write_text, before)
        letters.write_text(before.replace('"aeiou"', '"aeiouy"'))
        ran = re.findall(r"action '(\w+ Arc \w+ \S+?)'", self.bazel("build", "--subcommands", "//app:app").stderr)
        self.assertEqual(ran, ["Compiling Arc package text/letters", "Linking Arc program app/app"])

    def test_other_packages_run_during_the_build(self):
        self.assertEqual(self.bazel("run", "//app:vowels").stdout, "5\n")
        missing = self.bazel("build", "//app:undeclared_code", code=1).stderr
        self.assertRegex(missing, r"(?s)ARC0268.*`text/words\.vowels`.*`comptime_deps`")
        letters = self.workspace.root / "text/letters/letters.arc"
        before = letters.read_text()
        self.addCleanup(letters.write_text, before)
        letters.write_text(before.replace('"aeiou"', '"ae"'))
        self.assertEqual(self.bazel("run", "//app:vowels").stdout, "2\n")

    def test_sandboxed_actions_need_nothing_undeclared(self):
        probe = self.workspace.run("build", "--spawn_strategy=linux-sandbox", "//app:more_words")
        if probe.returncode != 0:
            self.skipTest(f"no linux-sandbox here: {probe.stderr}")
        self.bazel("clean")
        flags = ["--spawn_strategy=linux-sandbox", "--sandbox_default_allow_network=false", "--incompatible_strict_action_env"]
        result = self.bazel("test", *flags, "//...")
        self.assertRegex(result.stderr, r"processes: \d+ internal, \d+ linux-sandbox\.")

    def test_same_bytes_elsewhere_and_from_a_cache(self):
        other = Workspace("second/in/another/folder")
        self.addCleanup(other.run, "shutdown")
        cache = f"--disk_cache={folder}/cache"
        for mode in ("fastbuild", "opt", "dbg"):
            with self.subTest(mode=mode):
                self.bazel("clean")
                self.bazel("build", "-c", mode, cache, "//app:all", "//text/...")
                first = self.workspace.outputs()
                self.assertLessEqual({"app/app", "app/app.o", "text/words/words.arci", "text/words/words_test"}, first.keys())
                self.bazel("build", "-c", mode, "//app:all", "//text/...", workspace=other)
                second = other.outputs()
                self.assertEqual(first.keys(), second.keys())
                self.assertEqual([name for name in first if first[name] != second[name]], [])
                self.bazel("clean", workspace=other)
                result = self.bazel("build", "-c", mode, cache, "//app:all", "//text/...", workspace=other)
                self.assertRegex(result.stderr, r"processes: \d+ (disk|remote) cache hit, \d+ internal\.")
                self.assertEqual(other.outputs(), first)


def main():
    global options, folder
    parser = argparse.ArgumentParser()
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--bazel", default="/usr/bin/bazel")
    parser.add_argument("--version", type=int, default=4)
    parser.add_argument("--modules", action="store_true")
    options, rest = parser.parse_known_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="rules", dir=os.environ.get("TEST_TMPDIR"))).resolve()
    try:
        # As users have it: files, not links into the build that made them.
        shutil.copytree(options.distribution, folder / "arc")
        options.distribution = folder / "arc"
        write_repositories()
        unittest.main(argv=[sys.argv[0], *rest])
    finally:
        subprocess.run(["chmod", "-R", "u+w", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
