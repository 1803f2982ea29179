#!/usr/bin/env python3
"""Compiles and runs the code blocks of the language reference; README.md says how they are written.

usage: check_reference.py --arc=FILE [--update] [--jobs=N] [--filter=REGEX] [CHAPTER...]

--update writes what programs print into the `text` blocks behind them. Read the difference before you keep it.
--filter takes the blocks whose FILE:LINE matches.
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

TIMEOUT = 120
FENCE = re.compile(r"^(?P<indent> *)```(?P<info>.*)$")
LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]+)(?:#[^)]*)?\)")
# What begins a declaration at the start of a line. Package constants are in capitals, local ones are not.
DECLARATION = re.compile(
    r"(import|struct|enum|func|async func|extern|test|type|namespace)\b(?! *=)|const [A-Z][A-Z0-9_]*\b|@[a-z_]+(\([^)]*\))?\s|///")
ANYTHING = "…"


class Failure(Exception):
    """Why a block fails, for people."""


class Block:
    """An `arc` block, and the blocks that say what it prints."""

    def __init__(self, chapter, line, info, lines):
        self.chapter, self.line, self.lines = chapter, line, lines
        words = shlex.split(info)[1:]
        self.fails = "fail" in words
        self.is_test = "test" in words
        self.checked = "checked" in words
        self.codes = [word for word in words if word.startswith("ARC")]
        self.exit = next((int(word[5:]) for word in words if word.startswith("exit=")), 0)
        self.file = next((word[5:] for word in words if word.startswith("file=")), None)
        self.args = next((shlex.split(word[5:]) for word in words if word.startswith("args=")), [])
        self.stdin = next((word[6:].replace("\\n", "\n") for word in words if word.startswith("stdin=")), "")
        known = {"fail", "test", "checked", *self.codes}
        for word in words:
            if word not in known and not word.startswith(("exit=", "file=", "args=", "stdin=")):
                raise SystemExit(f"{chapter}:{line}: what is `{word}`?")
        if self.fails != bool(self.codes):
            raise SystemExit(f"{chapter}:{line}: `fail` and the codes of the errors stand together")
        self.output = self.stderr = None    # (first line, one behind the last, lines) in the chapter, from 0
        self.files = []                     # other files of the program

    @property
    def name(self):
        return f"{self.chapter.name}:{self.line}"

    def source(self):
        text = "\n".join(self.lines) + "\n"
        if self.file or self.is_test or re.search(r"^(async )?func main\(", text, re.MULTILINE):
            return text
        declarations, statements = split(self.lines)
        return "\n".join(declarations + ["func main() void! {"] + ["    " + line for line in statements] + ["}", ""])


def split(lines):
    """Declarations and the other lines; a declaration ends where its brackets are closed."""
    declarations, statements = [], []
    depth = 0
    inside = False
    for line in lines:
        if depth == 0:
            inside = bool(DECLARATION.match(line)) or (inside and line.startswith("}"))
        (declarations if inside else statements).append(line)
        bare = re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|//.*', "", line)
        depth += sum(bare.count(c) for c in "{[(") - sum(bare.count(c) for c in "}])")
    return declarations, statements


def blocks_of(chapter, text):
    """The blocks to check, in order."""
    lines = text.split("\n")
    blocks, files = [], []
    last = None
    number = 0
    while number < len(lines):
        match = FENCE.match(lines[number])
        if not match:
            number += 1
            continue
        end = number + 1
        while end < len(lines) and not FENCE.match(lines[end]):
            end += 1
        if end == len(lines):
            raise SystemExit(f"{chapter}:{number + 1}: this block does not end")
        indent = len(match["indent"])
        content = [line[indent:] for line in lines[number + 1:end]]
        info = match["info"].strip()
        if info.split(" ")[0] == "arc":
            block = Block(chapter, number + 1, info, content)
            if block.file:
                files.append(block)
                last = None
            else:
                block.files, files = files, []
                blocks.append(block)
                last = block
        elif info == "text" and last:
            last.output = (number + 1, end, content)
        elif info == "text stderr" and last:
            last.stderr = (number + 1, end, content)
        else:
            last = None
        number = end + 1
    if files:
        raise SystemExit(f"{chapter}:{files[0].line}: no program follows this file")
    return blocks


def environment():
    kept = ("PATH", "HOME", "TMPDIR", "ARC_CACHE", "ARC_ROOT", "TEST_TMPDIR", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ}


def run(command, folder, stdin=""):
    try:
        return subprocess.run(command, input=stdin.encode(), capture_output=True, cwd=folder, env=environment(),
                              timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"no end after {TIMEOUT} seconds: {shlex.join(map(str, command))}") from None


def lines_of(output):
    lines = output.decode("utf-8", errors="replace").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def matches(wanted, found):
    """Lines are equal; a line … stands for any number of lines, … in a line for any text."""
    def expression(line):
        if line.strip() == ANYTHING:
            return r"(?:[^\n]*\n)*"
        return ".*".join(re.escape(part) for part in line.split(ANYTHING)) + "\n"
    return re.fullmatch("".join(map(expression, wanted)), "".join(line + "\n" for line in found)) is not None


def compare(wanted, found, what):
    if not matches(wanted, found):
        raise Failure(f"{what} is not as expected:\n"
                      + "\n".join(difflib.unified_diff(wanted, found, "in the text", "now", lineterm="")))


def check_errors(arc, block, target, folder):
    result = run([arc, "check", "--diagnostics=json", target], folder)
    if result.returncode not in (0, 1):
        raise Failure(f"the compiler ends with exit code {result.returncode}:\n{result.stderr.decode()}")
    found = []
    messages = []
    for line in lines_of(result.stdout):
        diagnostic = json.loads(line)
        if diagnostic["level"] == "error" and diagnostic.get("code"):
            found.append(diagnostic["code"]["code"])
            messages.append(f"{diagnostic['code']['code']}: {diagnostic['message']}")
    if not found:
        raise Failure("compiles, but should not")
    if sorted(found) != sorted(block.codes):
        raise Failure(f"expected {' '.join(block.codes)}, found\n" + "\n".join(messages))


def check(arc, block, updating):
    """Raises Failure. Returns new lines for the `text` block, or None."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        source = folder / "source"
        target = source / "main.arc"
        for file in block.files:
            path = source / file.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.source())
            if path.parent == source:
                target = source         # more files of the same package
        source.mkdir(exist_ok=True)
        (source / "main.arc").write_text(block.source())
        if block.fails:
            check_errors(arc, block, target, folder)
            return None
        if block.is_test:
            result = run([arc, "test", "-O0", "--color=never", target], folder)
        else:
            flags = ["--checked"] if block.checked else []
            result = run([arc, "build", "-O0", *flags, "--color=never", "-o", folder / "program", target], folder)
            if result.returncode != 0:
                raise Failure("does not build:\n" + result.stderr.decode("utf-8", errors="replace"))
            work = folder / "work"
            work.mkdir()
            result = run([folder / "program", *block.args], work, block.stdin)
        code = result.returncode if result.returncode >= 0 else 128 - result.returncode
        stdout, stderr = lines_of(result.stdout), lines_of(result.stderr)
        if code != block.exit:
            raise Failure(f"exit code {code} instead of {block.exit}; standard error:\n" + "\n".join(stderr))
        if block.stderr:
            compare(block.stderr[2], stderr, "standard error")
        if updating and block.output and not matches(block.output[2], stdout):
            return stdout
        compare(block.output[2] if block.output else [], stdout, "standard output")
        return None


def check_links(chapter, text):
    for match in LINK.finditer(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if not (chapter.parent / match["path"]).exists():
            yield f"{chapter.name}: the link to {match['path']} leads nowhere"


def main():
    here = pathlib.Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arc", required=True, type=os.path.abspath)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--filter", default="")
    parser.add_argument("--links", action="store_true", help="look whether links to other files lead somewhere")
    parser.add_argument("chapters", nargs="*", type=pathlib.Path, default=sorted(here.glob("*.md")))
    options = parser.parse_args()
    if "TEST_TMPDIR" in os.environ:
        os.environ.setdefault("ARC_CACHE", os.path.join(os.environ["TEST_TMPDIR"], "arc-cache"))
    problems, blocks, texts = [], [], {}
    for chapter in options.chapters:
        texts[chapter] = text = chapter.read_text()
        if options.links:
            problems += check_links(chapter, text)
        blocks += [block for block in blocks_of(chapter, text) if re.search(options.filter, block.name)]

    def outcome(block):
        try:
            return check(options.arc, block, options.update), None
        except Failure as failure:
            return None, str(failure)

    changes = {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for block, (lines, problem) in zip(blocks, pool.map(outcome, blocks)):
            if problem is not None:
                problems.append(f"{block.name}: {problem}")
            if lines is not None:
                changes.setdefault(block.chapter, []).append((block.output, lines))
    for chapter, replaced in changes.items():
        lines = texts[chapter].split("\n")
        for (first, end, _), new in sorted(replaced, key=lambda item: -item[0][0]):
            lines[first:end] = new
        chapter.write_text("\n".join(lines))
        print(f"{chapter.name}: {len(replaced)} outputs written")
    for problem in problems:
        first, *rest = problem.splitlines()
        print(f"FAILED {first}")
        print("".join(f"    {line}\n" for line in rest), end="", flush=True)
    print(f"reference: {len(blocks)} blocks, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
