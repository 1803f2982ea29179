#!/usr/bin/env python3
"""Runs golden language tests: Arc programs that say themselves what they print, or how they do not compile.

usage: run_golden.py --arc=FILE [--update] [--jobs=N] [--filter=REGEX] [TEST...]

TEST is a file NAME.arc, or a folder NAME with main.arc. Comments anywhere in that file tell what is expected:

  // expect: LINE             a line of standard output; all of them, in order
  // expect-stderr: TEXT      standard error contains this
  // exit: N                  exit code (default 0); 128 + N for death by signal N
  // args: A "B C"            arguments of the program
  // stdin: LINE              a line of standard input; may stand several times
  // error: LINE:COL ARC0042 TEXT
  // warning: LINE:COL ARC0043 TEXT
                              tests named fail_* only: a diagnostic that starts there and whose message contains TEXT.
                              They do not compile, and give these diagnostics and no others. With a folder, the place is
                              FILE:LINE:COL; a diagnostic without a place has none here.

Each program is run as built with -O0, with -O2, and with both and the checked runtime, which finds leaks.
--update rewrites `expect`, `error` and `warning` lines (and `exit` of programs) to what happens now.
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

UPDATE_NOTE = "// Expectations: ./arcw golden --update"
DIRECTIVE = re.compile(r"^\s*// ?(expect|expect-stderr|exit|args|stdin|error|warning):(?: (.*))?$")
ERROR = re.compile(
    r"^(?:(?:(?P<file>[^:\s]+):)?(?P<line>\d+):(?P<column>\d+) )?(?P<code>ARC\d{4})(?: (?P<text>.*))?$")
TIMEOUT = 120
FLAVOURS = {
    "-O0": ["-O0"],
    "-O2": ["-O2"],
    "checked": ["-O0", "--checked"],
    "checked-O2": ["-O2", "--checked"],
}


class Failure(Exception):
    """Why a test fails, for people."""


class Expectations:
    """The comments of a test."""

    def __init__(self, path):
        self.expect, self.stderr, self.args, self.stdin, self.errors = [], [], [], [], []
        self.exit = 0
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
        for number, line in enumerate(text.split("\n"), 1):
            match = DIRECTIVE.match(line)
            if not match:
                continue
            name, value = match[1], match[2] or ""
            if name == "expect":
                self.expect.append(value)
            elif name == "expect-stderr":
                self.stderr.append(value)
            elif name == "exit":
                self.exit = int(value)
            elif name == "args":
                self.args += shlex.split(value)
            elif name == "stdin":
                self.stdin.append(value + "\n")
            elif name in ("error", "warning"):
                error = ERROR.match(value)
                if not error:
                    raise Failure(f"{path}:{number}: an expected {name} looks like `// {name}: 3:5 ARC0042 text`")
                self.errors.append(error.groupdict() | {"level": name})


class Test:
    def __init__(self, target):
        self.target = target
        self.main = target / "main.arc" if target.is_dir() else target
        self.name = target.name if target.is_dir() else target.stem
        self.is_fail = self.name.startswith("fail_")


def environment():
    kept = ("PATH", "HOME", "TMPDIR", "ARC_CACHE", "ARC_ROOT", "TEST_TMPDIR", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ}


def run(command, stdin="", cwd=None):
    try:
        return subprocess.run(
            command,
            input=stdin.encode("utf-8", errors="surrogateescape"),
            capture_output=True,
            cwd=cwd,
            env=environment(),
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"no end after {TIMEOUT} seconds: {shlex.join(map(str, command))}") from None


def decode(output):
    return output.decode("utf-8", errors="surrogateescape")


def build(arc, test, flags, output):
    result = run([arc, "build", *flags, "-o", output, test.target])
    if result.returncode != 0:
        raise Failure(f"does not build with {' '.join(flags)} (exit code {result.returncode}):\n"
                      + decode(result.stderr))


def exit_code(result):
    """As a shell gives it."""
    return result.returncode if result.returncode >= 0 else 128 - result.returncode


def check_program(arc, test, wanted, flavour, folder):
    """Builds and runs the test in one flavour; returns (lines of output, exit code, what is wrong or None)."""
    program = pathlib.Path(folder) / f"{test.name}{flavour}"
    build(arc, test, FLAVOURS[flavour], program)
    work = pathlib.Path(folder) / f"work{flavour}"
    work.mkdir()
    result = run([program, *wanted.args], "".join(wanted.stdin), cwd=work)
    text = decode(result.stdout)
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    stderr = decode(result.stderr)
    code = exit_code(result)
    if lines != wanted.expect:
        diff = difflib.unified_diff(wanted.expect, lines, "expected", f"printed ({flavour})", lineterm="")
        return lines, code, "\n".join(diff) + (f"\nstandard error:\n{stderr}" if stderr else "")
    if code != wanted.exit:
        return lines, code, f"exit code {code} instead of {wanted.exit} ({flavour}); standard error:\n{stderr}"
    for text in wanted.stderr:
        if text not in stderr:
            return lines, code, f"standard error does not contain `{text}` ({flavour}):\n{stderr}"
    return lines, code, None


def diagnostics_of(arc, test):
    """(file, line, column, code, message) of each diagnostic, as given."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "program"
        result = run([arc, "build", "--diagnostics=json", "-o", output, test.target])
        if result.returncode not in (0, 1):
            raise Failure(f"the compiler ends with exit code {result.returncode}:\n{decode(result.stderr)}")
        if result.returncode == 1 and output.exists():
            raise Failure("does not compile, but a program was written")
    found = []
    for line in decode(result.stdout).splitlines():
        diagnostic = json.loads(line)
        code = (diagnostic.get("code") or {}).get("code")
        if not code:
            continue  # the closing line that counts
        primary = [span for span in diagnostic["spans"] if span["is_primary"]]
        place = (primary[0]["file_name"], primary[0]["line_start"], primary[0]["column_start"]) if primary else ("", 0, 0)
        if test.target.is_dir() and place[0]:
            place = (os.path.relpath(place[0], test.target), *place[1:])
        elif place[0] and os.path.realpath(place[0]) == os.path.realpath(test.target):
            place = ("", *place[1:])
        found.append((*place, code, diagnostic["message"], diagnostic["level"]))
    if result.returncode == 0 and not any(item[5] == "error" for item in found):
        raise Failure("compiles, but its name starts with fail_")
    if not found:
        raise Failure(f"does not compile, but without a diagnostic:\n{decode(result.stderr)}")
    return found


def describe(file, line, column, code, text, level):
    place = f"{file + ':' if file else ''}{line}:{column} " if line else ""
    return f"{level}: {place}{code} {text}".rstrip()


def check_errors(arc, test, wanted):
    """Returns (diagnostics, what is wrong or None)."""
    found = diagnostics_of(arc, test)
    missing = []
    rest = list(found)
    for error in wanted.errors:
        for item in rest:
            file, line, column, code, message, level = item
            if ((error["file"] or "") == file and int(error["line"] or 0) == line
                    and int(error["column"] or 0) == column
                    and error["code"] == code and error["level"] == level and (error["text"] or "") in message):
                rest.remove(item)
                break
        else:
            missing.append(describe(error["file"] or "", error["line"] or 0, error["column"], error["code"],
                                    error["text"] or "", error["level"]))
    problems = [f"missing:    {text}" for text in missing]
    problems += [f"unexpected: {describe(*item)}" for item in rest]
    return found, "\n".join(problems) or None


def rewrite(path, names, new_lines):
    """Replaces the directives of `names` by `new_lines`, at the place of the first of them or at the top.

    new_lines: a function from a function (old line number -> new line number) to the lines.
    """
    lines = path.read_bytes().decode("utf-8", errors="surrogateescape").split("\n")
    kept, first = [], None
    removed = []
    for number, line in enumerate(lines, 1):
        match = DIRECTIVE.match(line)
        if (match and match[1] in names) or line == UPDATE_NOTE:
            removed.append(number)
            if first is None:
                first = len(kept)
        else:
            kept.append(line)
    if first is None:
        first = 0
    count = len(new_lines(lambda number: number)) + 1

    def moved(number):
        before = number - sum(1 for gone in removed if gone < number)
        return before if before <= first else before + count

    block = [UPDATE_NOTE, *new_lines(moved)]
    text = "\n".join(kept[:first] + block + kept[first:])
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))


def update(arc, test, wanted):
    if test.is_fail:
        found = diagnostics_of(arc, test)
        own = "main.arc" if test.target.is_dir() else ""

        def errors(moved):
            return ["// " + describe(file, moved(line) if file == own and line else line, column, code, message, level)
                    for file, line, column, code, message, level in found]

        rewrite(test.main, ("error", "warning"), errors)
        return
    with tempfile.TemporaryDirectory() as folder:
        lines, code, _ = check_program(arc, test, wanted, "-O0", folder)
    new = [f"// expect: {line}".rstrip() for line in lines] + ([f"// exit: {code}"] if code else [])
    rewrite(test.main, ("expect", "exit"), lambda moved: new)


def run_test(arc, test, updating):
    """Raises Failure."""
    wanted = Expectations(test.main)
    if test.is_fail and (wanted.expect or wanted.stderr):
        raise Failure("a fail_ test is not run: it has `error` lines, no `expect` lines")
    if not test.is_fail and wanted.errors:
        raise Failure("only tests whose name starts with fail_ have `error` lines")
    if updating:
        update(arc, test, wanted)
        return
    if test.is_fail:
        if not wanted.errors:
            raise Failure("a fail_ test lists its errors: // error: LINE:COL ARC0042 TEXT")
        _, problem = check_errors(arc, test, wanted)
        if problem:
            raise Failure(problem)
        return
    with tempfile.TemporaryDirectory() as folder:
        for flavour in FLAVOURS:
            _, _, problem = check_program(arc, test, wanted, flavour, folder)
            if problem:
                raise Failure(problem)


def collect(arguments):
    """All tests named, and all in folders of tests."""
    tests = []
    for argument in arguments:
        path = pathlib.Path(argument)
        if path.is_dir() and not (path / "main.arc").exists():
            for child in sorted(path.iterdir()):
                if child.suffix == ".arc" or (child / "main.arc").exists():
                    tests.append(Test(child))
        elif path.exists():
            tests.append(Test(path))
        else:
            sys.exit(f"golden: cannot find {path}")
    return tests


def shard(tests):
    total = int(os.environ.get("TEST_TOTAL_SHARDS", "1"))
    index = int(os.environ.get("TEST_SHARD_INDEX", "0"))
    if status := os.environ.get("TEST_SHARD_STATUS_FILE"):
        pathlib.Path(status).touch()
    return tests[index::total]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arc", required=True, type=os.path.abspath)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--filter", default="")
    parser.add_argument("tests", nargs="*", default=[os.path.dirname(os.path.abspath(__file__))])
    options = parser.parse_args()
    if "TEST_TMPDIR" in os.environ:
        os.environ.setdefault("ARC_CACHE", os.path.join(os.environ["TEST_TMPDIR"], "arc-cache"))
    tests = [test for test in shard(collect(options.tests)) if re.search(options.filter, test.name)]

    def outcome(test):
        try:
            run_test(options.arc, test, options.update)
            return None
        except Failure as failure:
            return str(failure)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for test, problem in zip(tests, pool.map(outcome, tests)):
            if problem is None:
                continue
            failed += 1
            print(f"FAILED {test.target}")
            print("".join(f"    {line}\n" for line in problem.splitlines()), end="", flush=True)
    print(f"golden: {len(tests) - failed} {'updated' if options.update else 'passed'}, {failed} failed")
    if failed and not options.update:
        print("golden: if the new behaviour is right: ./arcw golden --update [TEST...]")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
