#!/usr/bin/env python3
"""Compiles the examples of `arc explain`: each wrong one gives that diagnostic, each right one gives none.

The diagnostics of the tools, from 700, come from more than a program; each must have a case here.

usage: explain_test.py --arc=FILE [CODE...]
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SECTION = re.compile(r"^(ARC\d{4}): ", re.MULTILINE)
BLOCK = re.compile(r"^```arc (wrong|right)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Of these no single program of users can be an example: bounds, tools, damaged installations, what prints without end.
WITHOUT_EXAMPLE = {
    "ARC0052", "ARC0053", "ARC0208", "ARC0252", "ARC0262", "ARC0266", "ARC0268", "ARC0700", "ARC0701", "ARC0703", "ARC0704", "ARC0705", "ARC0706"}

# Code: files, symbolic links (from a text that begins with `->`), and a command line; {arcc} is beside arc.
TOOL_CASES = {
    "ARC0700": ({"p/main.arc": "func main() {}", "p/gone.arc": "->nowhere"}, ["{arc}", "build", "-o", "out", "p"]),
    "ARC0701": ({"a.arc": "func f() {}", "folder/x": ""}, ["{arcc}", "--emit=tokens", "-o", "folder", "a.arc"]),
    "ARC0704": ({"p/a.arc": "namespace one\nfunc main() {}", "p/b.arc": "namespace two"},
                ["{arc}", "build", "-o", "out", "p"]),
    "ARC0705": ({"p/main.arc": 'import "a"\nimport "b"\nfunc main() { a.f(); b.f() }', "p/a/a.arc": "func f() {}",
                 "p/b": "->a"}, ["{arc}", "build", "-o", "out", "p"]),
    "ARC0706": ({"p/main.arc": 'import "a"\nfunc main() { a.f() }', "p/a/a.arc": 'import "b"\nfunc f() { b.f() }',
                 "p/b/b.arc": 'import "a"\nfunc f() { a.f() }'}, ["{arc}", "build", "-o", "out", "p"]),
}
# The command line never asks for it; compiler/driver/compile_test.cc does.
WITHOUT_COMMAND = {"ARC0703"}


def codes_in(result):
    """The codes of the errors and warnings in a tool's JSON output."""
    codes = set()
    for line in (result.stdout + result.stderr).decode(errors="replace").splitlines():
        if not line.startswith("{"):
            raise SystemExit(f"not a diagnostic: {line}")
        message = json.loads(line)
        if message.get("code"):
            codes.add(message["code"]["code"])
    return codes


def codes_of_command(arc, files, command):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if text.startswith("->"):
                path.symlink_to(text[2:])
            else:
                path.write_text(text)
        words = [word.format(arc=arc, arcc=pathlib.Path(arc).parent / "arcc") for word in command]
        words.insert(1 if "arcc" in command[0] else 2, "--diagnostics=json")
        return codes_in(subprocess.run(words, cwd=folder, capture_output=True, timeout=60))


def codes_of(arc, words, text):
    """The codes of the errors and warnings that a program gives."""
    data = text.encode()
    if "escaped" in words:
        data = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), data)
    if "no-main" not in words and b"func main(" not in data:
        data += b"\nfunc main() {}\n"
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "example.arc")
        source.write_bytes(data)
        result = subprocess.run([arc, "build", "--diagnostics=json", "-o", f"{folder}/example", source], capture_output=True, timeout=60)
    return codes_in(result)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arc", required=True)
    parser.add_argument("codes", nargs="*")
    options = parser.parse_args()
    arc = str(pathlib.Path(options.arc).absolute())
    listed = subprocess.run([arc, "explain"], capture_output=True, text=True, check=True).stdout
    every = [line.split()[0] for line in listed.splitlines()]
    problems = []
    for code in options.codes or every:
        if int(code[3:]) >= 700 and code not in WITHOUT_COMMAND:
            found = codes_of_command(arc, *TOOL_CASES[code]) if code in TOOL_CASES else set()
            if found != {code}:
                problems.append(f"{code}: the command that shows it gives {sorted(found)}")
        section = subprocess.run([arc, "explain", code], capture_output=True, text=True, check=True).stdout
        assert SECTION.match(section), section
        blocks = BLOCK.findall(section)
        if code in WITHOUT_EXAMPLE:
            if blocks:
                problems.append(f"{code}: has an example, and is listed in the test as having none")
            continue
        kinds = [kind for kind, _, _ in blocks]
        if kinds.count("wrong") != 1 or (kinds.count("right") != 1 and "```text right" not in section):
            problems.append(f"{code}: a wrong program and a right one are expected, found {kinds}")
        for kind, words, text in blocks:
            found = codes_of(arc, words.split(), text)
            wanted = {code} if kind == "wrong" else set()
            if found != wanted:
                problems.append(f"{code}: the {kind} example gives {sorted(found)}")
    if not every:
        problems.append("no diagnostics are explained")
    print("\n".join(problems) or f"explain_test: {len(options.codes or every)} diagnostics, no problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
