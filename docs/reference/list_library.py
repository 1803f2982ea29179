#!/usr/bin/env python3
"""Writes standard_library.md: all public declarations of the standard library with the first sentence of their comments.

usage: list_library.py --std=FOLDER [--check=FILE] > standard_library.md

--check compares with FILE instead of writing, and says which declarations have no comment. The sources are read line by line, as they are
formatted: declarations of a package at the margin, those of types indented by four spaces.
"""

import argparse
import difflib
import pathlib
import re
import sys

# In this order, with what the tables of contents call them.
GROUPS = [
    ("Without an import", ["core", "compute"]),
    ("Text and bytes", ["strings", "strconv", "fmt", "unicode", "unicode/utf8", "bytes", "encoding/base64", "encoding/hex", "encoding/json"]),
    ("Algorithms and containers", ["collections", "sort", "bits", "math", "rand", "hash/sha256", "hash/sha512", "hash/crc32", "hash/fast"]),
    ("The system", ["io", "fs", "path", "os", "env", "time", "flag", "log", "runtime", "testing"]),
]

DECLARATION = re.compile(r"(?P<indent>    )?(?P<kind>func|struct|enum|const|type|init) ?(?P<rest>.*)$")
# Calls that the compiler makes; nobody writes them.
HIDDEN = re.compile(r"@(lang|copy_hook)\b")


def first_sentence(lines):
    text = " ".join(line.strip() for line in lines)
    match = re.match(r"(.*?[^.`])\.(?= |$)(?![^(]*\))", text)
    return (match.group(1) + "." if match else text).strip()


def tidy(signature):
    signature = re.sub(r"\s+", " ", signature)
    signature = re.sub(r"(, )?location: string = @source_location\(\)", "", signature)
    return signature.replace("(, ", "(").rstrip(" {").strip()


def header(lines, at):
    """A function's head from its first line to the brace of its body, and whether it went on in further lines."""
    text = ""
    depth = 0
    for line in lines[at:]:
        for i, c in enumerate(line):
            if c in "([":
                depth += 1
            elif c in ")]":
                depth -= 1
            elif c == "{" and depth == 0:
                return text + line[:i]
        text += line.strip() + " "
        if depth == 0:
            return text
    return text


def split_commas(text):
    """The parts between commas that stand in no bracket."""
    out, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([<{") - (c in ")]>}")
        if c == "," and depth == 0:
            out.append(text[start:i].strip())
            start = i + 1
    rest = text[start:].strip()
    return out + [rest] if rest else out


def split_function(shown):
    """NAME<GENERICS>, the parameters, and what stands behind them."""
    open_at = re.match(r"\w+(<[^(]*>)?", shown).end()
    depth = 0
    for i in range(open_at, len(shown)):
        depth += (shown[i] == "(") - (shown[i] == ")")
        if depth == 0:
            return shown[:open_at], split_commas(shown[open_at + 1:i]), shown[i + 1:]
    return shown, [], ""


class Item:
    """A declaration: what is written, what the comment says, and those inside."""

    def __init__(self, place, name, shown, comment):
        self.place, self.name, self.shown, self.comment = place, name, shown, comment
        self.members = []


def declarations(path, missing):
    lines = path.read_text().split("\n")
    items, comment, attributes, owner = [], [], [], None
    in_extern = False
    for number, line in enumerate(lines):
        if line.startswith("}"):
            owner, in_extern = None, False
        if line.startswith('extern "C"'):
            in_extern = True
        stripped = line.strip()
        if stripped.startswith("///"):
            comment.append(stripped[3:])
            continue
        if stripped.startswith("@"):
            attributes.append(stripped)
            continue
        match = DECLARATION.match(line)
        held, comment = comment, []
        marks, attributes = attributes, []
        if not match or in_extern:
            continue
        indented, kind, rest = match["indent"], match["kind"], match["rest"]
        if indented and (owner is None or kind not in ("func", "init")):
            continue
        if not indented and kind == "init":
            continue
        name = re.match(r"[A-Za-z_0-9]*", rest).group(0) if kind != "init" else "init"
        if name.startswith("_") or any(HIDDEN.match(mark) and kind == "func" and ("_" == name[:1]) for mark in marks):
            if not indented and kind in ("struct", "enum"):
                owner = Item("", name, "", "")      # private: its members are not listed
                if name == "_slice":
                    owner = Item("", name, "[]T", first_sentence(held))
                    items.append(owner)
            continue
        place = f"{path}:{number + 1}"
        if kind in ("func", "init"):
            shown = tidy(header(lines, number).strip().removeprefix("func "))
            head, parameters, result = split_function(shown)
            receiver = re.match(r"self \w+: \*?(.*)$", parameters[0]) if parameters else None
            if receiver:
                parameters = parameters[1:]
            if kind == "init":
                head = owner.name
            elif receiver:
                # What the receiver's type says already is left out.
                method, _, generics = head.partition("<")
                own = [part for part in split_commas(generics[:-1])
                       if not re.search(rf"\b{part.removeprefix('comptime ').split(':')[0]}\b", receiver[1])]
                head = ("" if indented else receiver[1] + ".") + method + (f"<{', '.join(own)}>" if own else "")
            shown = f"{head}({', '.join(parameters)}){result}"
        elif kind == "const":
            shown = tidy(rest.split(" =")[0])
            shown = f"const {shown}"
        elif kind == "type":
            shown = f"type {tidy(rest)}"
        else:
            shown = f"{kind} {tidy(rest.split('{')[0])}"
        item = Item(place, name, shown, first_sentence(held))
        if not held and not (kind == "init" or name in ("to_string", "format", "eq", "compare", "hash", "iter") and indented) and kind != "const":
            missing.append(f"{place}: {name} has no comment")
        if indented:
            if held:
                owner.members.append(item)
        else:
            items.append(item)
            if kind in ("struct", "enum"):
                owner = item
                if re.search(r"\}\s*$", line):
                    owner = None
    return items


def cell(text):
    return text.replace("|", "\\|")


def rows(items, depth):
    for item in items:
        if item.shown.startswith("const ") and not item.comment:
            continue
        indent = "&nbsp;&nbsp;" * depth
        yield f"| {indent}`{cell(item.shown)}` | {cell(item.comment)} |"
        yield from rows(item.members, depth + 1)


def bare_constants(items):
    return [item.shown.removeprefix("const ").split(":")[0] for item in items if item.shown.startswith("const ") and not item.comment]


def c_functions(folder):
    """Functions of the C library that a package passes on as they are."""
    names = []
    for path in sorted(folder.glob("*.arc")):
        names += [name for name in re.findall(r"^    func (\w+)\(", "".join(re.findall(r'^extern "C" \{.*?^\}', path.read_text(), re.MULTILINE | re.DOTALL)), re.MULTILINE)
                  if not name.startswith(("arc_rt_", "arc_comptime_"))]
    return names


def page(std, missing):
    yield "# All of the standard library"
    yield ""
    yield "Written by `list_library.py` from the comments in the sources: one line for each declaration, with the first sentence of its comment. [library](library.md) is a tour with examples."
    yield ""
    for title, packages in GROUPS:
        links = ", ".join(f"[{name}](#{'std' + name.replace('/', '')})" for name in packages)
        yield f"- {title}: {links}"
    for title, packages in GROUPS:
        for name in packages:
            folder = std / name
            items = []
            for path in sorted(folder.glob("*.arc")):
                if not path.name.endswith("_test.arc"):
                    items += declarations(path, missing)
            about = (folder / "README.md").read_text().split("\n\n")[1].replace("\n", " ")
            yield ""
            yield f"## std/{name}"
            yield ""
            yield about
            functions = c_functions(folder)
            if functions:
                yield ""
                yield "As in C: " + ", ".join(f"`{function}`" for function in functions) + "."
            constants = bare_constants(items)
            if constants:
                yield ""
                yield "Constants: " + ", ".join(f"`{constant}`" for constant in constants) + "."
            yield ""
            yield "| | |"
            yield "| --- | --- |"
            yield from rows(items, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--std", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2] / "runtime" / "std")
    parser.add_argument("--check", type=pathlib.Path)
    options = parser.parse_args()
    missing = []
    text = "\n".join(page(options.std, missing)) + "\n"
    for problem in missing:
        print(problem, file=sys.stderr)
    listed = {name for _, packages in GROUPS for name in packages}
    present = {str(path.parent.relative_to(options.std)) for path in options.std.rglob("*.arc")}
    for name in sorted(listed ^ present):
        print(f"std/{name} is not in the list of packages, or has no sources", file=sys.stderr)
        missing.append(name)
    if not options.check:
        sys.stdout.write(text)
    elif options.check.read_text() != text:
        sys.stdout.writelines(difflib.unified_diff(options.check.read_text().splitlines(True), text.splitlines(True), str(options.check), "now", n=0))
        print("standard_library.md is not what the sources say; run docs/reference/list_library.py > docs/reference/standard_library.md")
        sys.exit(1)
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
