#!/usr/bin/python3
"""Runs lit over copies of test files in the private folder that Bazel gives each test.

Copies, because lit writes beside nothing and finds its configuration by walking up from the test files; in
Bazel's tree of links that walk would leave the test.
"""

import argparse
import os
import shutil
import sys

# lit starts a process for its tests even when it runs one at a time, and Python's locks between processes live in
# /dev/shm, which a machine may lack. Then they run here, one after the other.
_IN_PROCESS = """
import multiprocessing, runpy, sys

class Result:
    def __init__(self, value):
        self.value = value

    def get(self, timeout=None):
        return self.value

class Pool:
    def __init__(self, count, initialize, arguments):
        initialize(*arguments)

    def apply_async(self, function, args, callback):
        value = function(*args)
        callback(value)
        return Result(value)

    def close(self):
        pass

    terminate = join = close

multiprocessing.Pool = Pool
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lit", required=True)
    parser.add_argument("--tool", action="append", default=[])
    parser.add_argument("--data", action="append", default=[], nargs="+")
    parser.add_argument("--test", action="append", default=[])
    parser.add_argument("--in-process", action="store_true", default=not os.path.isdir("/dev/shm"))
    arguments = parser.parse_args()

    # `bazel run` gives no TEST_TMPDIR.
    work = os.path.join(os.environ.get("TEST_TMPDIR") or os.path.join("/tmp", f"lit-{os.getpid()}"), "lit")
    suite = os.path.join(work, "suite")
    tools = os.path.join(work, "tools")
    os.makedirs(suite)
    os.makedirs(tools)

    for path in arguments.tool:
        link = os.path.join(tools, os.path.basename(path))
        if os.path.lexists(link):
            sys.exit(f"run_lit: two tools named {os.path.basename(path)}")
        os.symlink(os.path.abspath(path), link)
    data = [path for paths in arguments.data for path in paths]
    for path in arguments.test + data:
        copy = os.path.join(suite, path)
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copyfile(path, copy)
        shutil.copymode(path, copy)
    shutil.copyfile("tools/lit/lit.cfg.py", os.path.join(suite, "lit.cfg.py"))

    environment = dict(
        os.environ,
        ARC_LIT_NAME=os.environ.get("TEST_TARGET", "lit"),
        ARC_LIT_OUTPUT=os.path.join(work, "output"),
        # Files are named one by one on the command line, so any suffix is a test's.
        ARC_LIT_SUFFIXES=" ".join(sorted({os.path.splitext(path)[1] for path in arguments.test})),
        ARC_LIT_TOOLS=tools,
        PYTHONDONTWRITEBYTECODE="1",
    )
    # Bazel counts one processor per test, so lit runs one test at a time; long suites are for lit_test_suite.
    lit = [os.path.abspath(arguments.lit)]
    if arguments.in_process:
        lit = ["-c", _IN_PROCESS, *lit]
    command = ["/usr/bin/python3", *lit, "-v", "-j1", "--order=lexical"]
    command += [os.path.join(suite, path) for path in arguments.test]
    os.execve(command[0], command, environment)


if __name__ == "__main__":
    main()
