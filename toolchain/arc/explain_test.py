#!/usr/bin/env python3
"""Compiles the examples of `arc explain`: each wrong one gives that diagnostic, each right one gives none.

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
# Of these no single program of users can be an example: bounds, tools, damaged installations.
WITHOUT_EXAMPLE = {
    "ARC0052", "ARC0053", "ARC0208", "ARC0252", "ARC0700", "ARC0701", "ARC0703", "ARC0704", "ARC0705", "ARC0706"}


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
    codes = set()
    for line in (result.stdout + result.stderr).decode(errors="replace").splitlines():
        if not line.startswith("{"):
            raise SystemExit(f"not a diagnostic: {line}")
        message = json.loads(line)
        if message.get("code"):
            codes.add(message["code"]["code"])
    return codes


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
